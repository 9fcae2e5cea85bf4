//! A standup.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use serde::Serialize;

use super::{CardDoc, SCHEMA, at};
use crate::domain::At;
use crate::domain::score::{Factor, Weights};
use crate::domain::standup::{Line, Standup, note};

/// How much each factor of a score counts.
#[derive(Debug, Serialize)]
pub struct WeightsDoc {
    schema: u32,
    weights: BTreeMap<&'static str, u8>,
}

impl WeightsDoc {
    /// The document of some weights.
    pub fn of(weights: &Weights) -> Self {
        let all = Factor::ALL.map(|factor| (factor.word(), weights.get(factor)));
        Self { schema: SCHEMA, weights: all.into() }
    }
}

/// What changed, what is held up, and the cards to walk.
#[derive(Debug, Serialize)]
pub struct StandupDoc<'a> {
    schema: u32,
    /// None for all streams.
    stream: Option<&'a str>,
    #[serde(serialize_with = "at")]
    since: At,
    /// Since then is since the last standup.
    since_last: bool,
    finished: Vec<LineDoc>,
    started: Vec<LineDoc>,
    moved: Vec<LineDoc>,
    blocked: Vec<LineDoc>,
    breached: Vec<LineDoc>,
    waiting: Vec<LineDoc>,
    next: Vec<LineDoc>,
    new_blocked: u64,
    new_breached: u64,
    wip: u64,
    oldest_s: Option<i64>,
    walk: Vec<StepDoc<'a>>,
    skipped: u64,
    rest: u64,
}

#[derive(Debug, Serialize)]
struct LineDoc {
    key: String,
    title: String,
    priority: Option<u8>,
    assignee: Option<String>,
    note: Option<String>,
}

#[derive(Debug, Serialize)]
struct StepDoc<'a> {
    /// Why it is talked of first.
    call: Option<&'static str>,
    #[serde(flatten)]
    card: CardDoc<'a>,
}

impl<'a> StandupDoc<'a> {
    /// The document of a standup.
    pub fn of(standup: &'a Standup, zone: Tz) -> Self {
        let changes = &standup.changes;
        let lines = |lines: &[Line]| lines.iter().map(|line| doc(line, standup, zone)).collect();
        let step = |step: &'a crate::domain::standup::Step| StepDoc {
            call: step.call.map(crate::domain::standup::Call::word),
            card: CardDoc::of(&step.row, standup.now),
        };
        Self {
            schema: SCHEMA,
            stream: standup.stream.as_ref().map(crate::domain::id::StreamId::as_str),
            since: standup.since,
            since_last: standup.is_last,
            finished: lines(&changes.finished),
            started: lines(&changes.started),
            moved: lines(&changes.moved),
            blocked: lines(&changes.blocked),
            breached: lines(&changes.breached),
            waiting: lines(&changes.waiting),
            next: lines(&standup.next()),
            new_blocked: changes.n_new_blocked,
            new_breached: changes.n_new_breached,
            wip: changes.wip,
            oldest_s: changes.oldest_s,
            walk: standup.steps.iter().map(step).collect(),
            skipped: standup.n_skipped,
            rest: standup.n_rest,
        }
    }
}

fn doc(line: &Line, standup: &Standup, zone: Tz) -> LineDoc {
    LineDoc {
        key: line.key.to_string(),
        title: line.title.clone(),
        priority: line.priority,
        assignee: line.assignee.clone(),
        note: note(&line.note, standup.now, zone),
    }
}
