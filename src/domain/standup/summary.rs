//! The summary of a standup in words: one for the screen, the command and the file; good enough to hand over a shift.

use chrono_tz::Tz;

use super::{Line, Note, Standup};
use crate::domain::date::{show_left, show_span};

/// A heading and what stands below it, a card a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub title: &'static str,
    pub lines: Vec<String>,
    /// Cards beyond those told.
    pub n_more: usize,
}

/// Lines told below a heading at most.
const SHOWN: usize = 50;

/// What changed, what is held up, what comes next; only what there is something to say about.
pub fn sections(standup: &Standup, zone: Tz) -> Vec<Section> {
    let changes = &standup.changes;
    let next = standup.next();
    let all: [(&'static str, &[Line]); 7] = [
        ("Finished", &changes.finished),
        ("Started", &changes.started),
        ("Moved", &changes.moved),
        ("Blocked", &changes.blocked),
        ("Breached", &changes.breached),
        ("Waiting", &changes.waiting),
        ("Next", &next),
    ];
    let full = all.into_iter().filter(|(_, lines)| !lines.is_empty());
    full.map(|(title, lines)| Section {
        title,
        lines: lines.iter().take(SHOWN).map(|line| told(line, standup, zone)).collect(),
        n_more: lines.len().saturating_sub(SHOWN),
    })
    .collect()
}

/// `finished 6`, `blocked +1`, `WIP 41 (+2)` ...
pub fn figures(standup: &Standup) -> Vec<String> {
    let changes = &standup.changes;
    let (n_finished, n_started) = (changes.finished.len(), changes.started.len());
    let more = n_started as i64 - n_finished as i64;
    let mut figures = vec![
        format!("finished {n_finished}"),
        format!("started {n_started}"),
        format!("blocked +{}", changes.n_new_blocked),
        format!("breached +{}", changes.n_new_breached),
        format!("WIP {} ({more:+})", changes.wip),
    ];
    figures.extend(changes.oldest_s.map(|age| format!("oldest in progress {}", show_span(age))));
    figures
}

/// The whole summary as Markdown.
pub fn markdown(standup: &Standup, zone: Tz) -> String {
    let moment = |at: crate::domain::At| at.with_timezone(&zone).format("%a %-d %b %Y %H:%M").to_string();
    let last = if standup.is_last { " (the last standup)" } else { "" };
    let mut text = format!(
        "# Standup: {}, {}\n\nSince {}{last}: {}.\n",
        standup.name,
        moment(standup.now),
        moment(standup.since),
        figures(standup).join(", ")
    );
    let sections = sections(standup, zone);
    for section in &sections {
        let rest = (section.n_more > 0).then(|| format!("and {} more", section.n_more));
        let lines: Vec<String> = section.lines.iter().cloned().chain(rest).map(|line| format!("- {line}\n")).collect();
        let n = section.lines.len() + section.n_more;
        text.extend([format!("\n## {} ({n})\n\n", section.title)].into_iter().chain(lines));
    }
    if sections.is_empty() {
        text += "\nNothing changed, and nothing calls for attention.\n";
    }
    text
}

/// `INC-12 Checkout is slow (P1, @ana): Detect -> Diagnose`.
fn told(line: &Line, standup: &Standup, zone: Tz) -> String {
    let priority = line.priority.map(|p| format!("P{p}"));
    let owner = line.assignee.as_ref().map(|name| format!("@{name}"));
    let who: Vec<String> = priority.into_iter().chain(owner).collect();
    let who = if who.is_empty() { String::new() } else { format!(" ({})", who.join(", ")) };
    let note = note(&line.note, standup.now, zone).map_or_else(String::new, |note| format!(": {note}"));
    format!("{} {}{who}{note}", line.key, line.title)
}

/// What is told of a card, in words.
pub fn note(note: &Note, now: crate::domain::At, zone: Tz) -> Option<String> {
    Some(match note {
        Note::Nothing => return None,
        Note::In(place) => format!("in {place}"),
        Note::Way { from, to } => format!("{from} -> {to}"),
        Note::Value(text) | Note::Why(text) => text.clone(),
        Note::Over { seconds, place } => format!("{} over, in {place}", show_left(*seconds)),
        Note::Left { seconds, place } => format!("{} left, in {place}", show_left(*seconds)),
        Note::Until(at) => {
            let (at, today) = (at.with_timezone(&zone), now.with_timezone(&zone).date_naive());
            let form = if at.date_naive() == today { "%H:%M" } else { "%a %-d %b %H:%M" };
            format!("until {}", at.format(form))
        }
        Note::For(key) => format!("for {key}"),
        Note::Ready(place) => format!("ready to leave {place}"),
    })
}
