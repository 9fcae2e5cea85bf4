//! Asking the world: reads with a slot each, writes that are counted.

use super::triage;
use crate::app::effect::{Effect, Query, Wish};
use crate::app::model::{Mode, Model, Slot};
use crate::domain::intent::Intent;

/// A read; an earlier one of the same slot becomes void.
pub(super) fn read(model: &mut Model, slot: Slot, query: Query) -> Effect {
    model.asked.retain(|_, asked| *asked != slot);
    model.last_ask += 1;
    model.asked.insert(model.last_ask, slot);
    Effect::Read { ask: model.last_ask, query }
}

/// Streams, stages and counts are read.
pub(super) fn overview(model: &mut Model) -> Effect {
    model.flow.counted_at = Some(model.now);
    model.flow.has_new_counts = true;
    model.flow.asks_majors = true;
    let query = model.past.as_ref().map_or(Query::Overview, |past| Query::OverviewAt(past.at));
    read(model, Slot::Overview, query)
}

/// Whether a read of this slot is under way.
pub(super) fn is_asked(model: &Model, slot: &Slot) -> bool {
    model.asked.values().any(|asked| asked == slot)
}

/// A write of some intents as one group, of which those stay that a rule refuses; nothing when there are none.
pub(super) fn commit(model: &mut Model, intents: Vec<Intent>, what: impl Into<String>) -> Vec<Effect> {
    let partial = intents.len() > 1;
    write(model, intents, what, partial)
}

/// A write of some intents as one group: all of them, or none.
pub(super) fn commit_whole(model: &mut Model, intents: Vec<Intent>, what: impl Into<String>) -> Vec<Effect> {
    write(model, intents, what, false)
}

fn write(model: &mut Model, intents: Vec<Intent>, what: impl Into<String>, partial: bool) -> Vec<Effect> {
    if intents.is_empty() {
        return Vec::new();
    }
    // A verb ends a range of marks.
    if matches!(model.mode, Mode::Range { .. }) {
        model.mode = Mode::Normal;
    }
    saving(model);
    triage::leaving(model, &intents);
    vec![Effect::Commit(Wish { intents, partial, what: what.into() })]
}

/// A write begins.
pub(super) fn saving(model: &mut Model) {
    model.n_saving += 1;
    model.saving_since.get_or_insert(model.now);
}

/// A write came back.
pub(super) fn saved(model: &mut Model) {
    model.n_saving = model.n_saving.saturating_sub(1);
    if model.n_saving == 0 {
        model.saving_since = None;
        model.flow.steps.clear();
    }
}
