//! Others wrote: what they did is told, what it touches is read again; the cursor stays on its card.

use super::{ask, column, committed, filter, missed, notice, triage};
use crate::app::effect::{Effect, Query};
use crate::app::model::{Model, Slot};
use crate::domain::change::What;
use crate::domain::window::LogEntry;

/// The journal's new entries.
pub(super) fn take(model: &mut Model, entries: &[LogEntry]) -> Vec<Effect> {
    if entries.is_empty() {
        return Vec::new();
    }
    tell(model, entries);
    if let Some(last) = entries.iter().map(|entry| entry.seq).max() {
        missed::seen(model, last);
    }
    let mut effects = vec![ask::overview(model)];
    effects.extend(column::refresh(model));
    effects.extend(committed::again(model));
    effects.extend(filter::recount(model));
    effects.extend(triage::refresh(model));
    if entries.iter().any(|entry| entry.what == What::Configured) {
        effects.push(ask::read(model, Slot::Words, Query::Words));
    }
    effects
}

/// What somebody did, in words: `bea moved INC-7 to Resolve`.
pub(super) fn sentence(entry: &LogEntry) -> String {
    let key = entry.key.as_ref().map_or("the workspace".into(), ToString::to_string);
    let to = entry.to.as_deref().filter(|to| !to.is_empty());
    let to = match (entry.what, to) {
        (What::Moved | What::Placed | What::Forced | What::Created, Some(to)) => {
            format!(" to {to}")
        }
        _ => String::new(),
    };
    let verb = match entry.what {
        What::Created => "added",
        What::Forced => "forced",
        What::Undone => "undid the last change of",
        What::Redone => "did again the last change of",
        other => other.word(),
    };
    format!("{} {verb} {key}{to}", entry.actor)
}

/// A notice that waits for a key is not talked over.
fn tell(model: &mut Model, entries: &[LogEntry]) {
    if model.notice.as_ref().is_some_and(|n| n.sticky) {
        return;
    }
    let is_move = |e: &&LogEntry| matches!(e.what, What::Moved | What::Finished | What::Forced | What::Created);
    let Some(told) = entries.iter().rfind(is_move).or(entries.last()) else { return };
    let others = entries
        .iter()
        .filter(|e| e.group != told.group)
        .map(|e| e.group)
        .collect::<std::collections::BTreeSet<_>>()
        .len();
    let more = if others == 0 { String::new() } else { format!(", and {others} more") };
    let text = format!("{}{more}", sentence(told));
    notice::info(model, text);
}
