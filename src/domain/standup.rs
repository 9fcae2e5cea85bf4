//! The standup: the cards to walk, what changed since the last one, and the summary it ends with.
//!
//! A standup is about one stream, or all of them. It walks from right to left, what calls for attention first; cards
//! that somebody touched within a day are passed over, unless they call. Once begun the walk keeps its order, so that
//! what is done on the way moves no card from under the cursor.

mod summary;

use super::At;
use super::filter::Filter;
use super::id::{CardId, StageId, StreamId};
use super::key::Key;
use super::value::Value;
use super::window::{CardRow, Sla};

pub use summary::{figures, markdown, note, sections};

/// Seconds of a day: who touched a card within it has told of it already.
pub const DAY_S: i64 = 24 * 3600;

/// The cards walked at most.
pub const MOST: usize = 300;

/// Lines a section tells at most.
const TOLD: usize = 10;

/// How long a standup takes where the team has set nothing.
const LENGTH_MINUTES: i64 = 15;

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct StandupAsk {
    /// All streams where none is named.
    pub stream: Option<StreamId>,
    pub filter: Filter,
    pub since: Since,
    /// Cards touched within a day are walked too.
    pub shows_touched: bool,
    /// A walk begun: these cards in this order, as they are now.
    pub keep: Vec<CardId>,
}

/// From when on changes are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// From the end of the last standup of this scope, or for a day.
    Last,
    At(At),
}

/// Why a card is talked of first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Call {
    Breached,
    AtRisk,
    Blocked,
    /// What it waited for has come.
    WaitOver,
}

impl Call {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Breached => "breached",
            Self::AtRisk => "at-risk",
            Self::Blocked => "blocked",
            Self::WaitOver => "wait-over",
        }
    }
}

/// A card of the walk.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub row: CardRow,
    /// Where it stood when the walk began.
    pub stage: StageId,
    /// The name of the stage it stands in now.
    pub place: String,
    pub call: Option<Call>,
    pub is_touched: bool,
}

/// A standup.
#[derive(Debug, Clone, PartialEq)]
pub struct Standup {
    pub stream: Option<StreamId>,
    /// The stream's name, or that of all.
    pub name: String,
    pub since: At,
    /// Since then is since the last standup.
    pub is_last: bool,
    pub now: At,
    /// How long it is to take.
    pub length_s: i64,
    pub steps: Vec<Step>,
    /// Passed over: touched within a day.
    pub n_skipped: u64,
    /// Beyond what one walk takes.
    pub n_rest: u64,
    pub changes: Changes,
}

/// What changed since then, and how it stands now.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changes {
    pub finished: Vec<Line>,
    /// Came on the board.
    pub started: Vec<Line>,
    /// Stand in another stage than then.
    pub moved: Vec<Line>,
    pub blocked: Vec<Line>,
    pub breached: Vec<Line>,
    pub waiting: Vec<Line>,
    /// Of the blocked, those that became so since then.
    pub n_new_blocked: u64,
    pub n_new_breached: u64,
    pub wip: u64,
    /// The age of the oldest card seen.
    pub oldest_s: Option<i64>,
}

/// A card in one line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub key: Key,
    pub title: String,
    pub priority: Option<u8>,
    pub assignee: Option<String>,
    pub note: Note,
}

/// What is told of a card beside its title.
#[derive(Debug, Clone, PartialEq)]
pub enum Note {
    Nothing,
    In(String),
    Way {
        from: String,
        to: String,
    },
    /// What it was good for.
    Value(String),
    Why(String),
    Over {
        seconds: i64,
        place: String,
    },
    Left {
        seconds: i64,
        place: String,
    },
    Until(At),
    For(Key),
    Ready(String),
}

impl Line {
    /// A card with what is told of it.
    pub fn of(row: &CardRow, note: Note) -> Self {
        let (key, title) = (row.key.clone(), row.title.clone());
        Self { key, title, priority: row.priority, assignee: row.assignee.clone(), note }
    }
}

impl Standup {
    /// What comes next: nearest to a breach, then ready to move on, then the most urgent; none that is held up.
    pub fn next(&self) -> Vec<Line> {
        let is_free = |step: &&Step| {
            let row = &step.row;
            let is_held = row.blocked.is_some() || row.is_waiting(self.now);
            row.done_at.is_none() && !row.archived && !is_held && step.call != Some(Call::Breached)
        };
        let mut steps: Vec<(&Step, u8)> = self.steps.iter().filter(is_free).map(|s| (s, self.urgency(s))).collect();
        steps.retain(|(_, urgency)| *urgency < 9);
        steps.sort_by_key(|(step, urgency)| (*urgency, step.row.turns.map(|t| t.breached_at), step.row.entered_at));
        steps.into_iter().take(TOLD).map(|(step, _)| Line::of(&step.row, self.ahead(step))).collect()
    }

    fn urgency(&self, step: &Step) -> u8 {
        match step.row.priority {
            _ if step.call == Some(Call::AtRisk) => 0,
            _ if step.row.n_asked > 0 && step.row.is_ready(self.now) => 1,
            Some(priority @ 1..=2) => 1 + priority,
            _ => 9,
        }
    }

    fn ahead(&self, step: &Step) -> Note {
        let place = step.place.clone();
        match step.row.turns {
            Some(turns) if step.call == Some(Call::AtRisk) => Note::Left { seconds: turns.left_s(self.now), place },
            _ if step.row.n_asked > 0 && step.row.is_ready(self.now) => Note::Ready(place),
            _ => Note::In(place),
        }
    }
}

/// Why a card is talked of first, if it is.
pub fn call(row: &CardRow, now: At) -> Option<Call> {
    let is_wait_over = row.waiting_for.is_none() && row.waiting_until.is_some_and(|until| until <= now);
    match row.sla(now) {
        _ if row.done_at.is_some() => None,
        Some(Sla::Breached) => Some(Call::Breached),
        Some(Sla::AtRisk) => Some(Call::AtRisk),
        _ if row.blocked.is_some() => Some(Call::Blocked),
        _ if is_wait_over => Some(Call::WaitOver),
        _ => None,
    }
}

/// Puts the cards of a stage into the order of the walk: what calls, the nearest to its breach first; then the oldest.
pub fn in_order(rows: &mut [CardRow], now: At) {
    let start = |row: &CardRow| row.since.map_or(row.created_at, |since| since.min(row.created_at));
    rows.sort_by_key(|row| {
        let call = call(row, now);
        let breach =
            row.turns.filter(|_| matches!(call, Some(Call::Breached | Call::AtRisk))).and_then(|t| t.breached_at);
        (call.map_or(u8::MAX, |call| call as u8), breach.unwrap_or_else(|| start(row)), row.key.clone())
    });
}

/// The setting of the team that says when the last standup of a scope ended.
pub fn setting(stream: Option<&StreamId>) -> String {
    format!("standup:{}", stream.map_or("*", StreamId::as_str))
}

/// The setting of the team that says how many minutes a standup is to take.
pub const LENGTH: &str = "standup-minutes";

/// The length of a standup as the team has set it, in seconds.
pub fn length_s(setting: Option<&Value>) -> i64 {
    setting.and_then(Value::as_int).filter(|minutes| (1..=24 * 60).contains(minutes)).unwrap_or(LENGTH_MINUTES) * 60
}

#[cfg(test)]
mod tests;
