//! How cards went through a stream: what every figure is computed from.
//!
//! A trail is one card with its stays in stages and with what held it up. It is read in one go and looked at as it was
//! at the end of a period; nothing here depends on the time of day.

use super::At;
use super::hold::Hold;
use super::id::{CardId, ObjectId, StageId, StreamId, TypeId};
use super::key::Key;

/// The time figures speak of: after `since`, up to `until` and with it. What is still open is looked at as of `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub since: At,
    pub until: At,
}

/// A stream with the cards that went through it.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    pub stream: StreamId,
    pub name: String,
    /// In order.
    pub stages: Vec<FlowStage>,
    /// The stage in which cycle time starts, by its place among them.
    pub clock_starts_idx: usize,
    pub trails: Vec<Trail>,
}

/// A stage, as far as figures ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowStage {
    pub id: StageId,
    pub name: String,
    /// At most nine cells.
    pub short: String,
    /// How many cards may stand here.
    pub wip: Option<u32>,
}

/// A card on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct Trail {
    pub card: CardId,
    pub object: ObjectId,
    pub key: Key,
    pub title: String,
    pub type_id: TypeId,
    pub priority: Option<u8>,
    /// When it was made, or when the need arose, whichever is earlier.
    pub born_at: At,
    pub done_at: Option<At>,
    /// It was archived before it was done, and is no work in progress since.
    pub gone_at: Option<At>,
    /// In order.
    pub stays: Vec<Stay>,
    pub holds: Vec<Hold>,
}

/// A visit, as far as figures ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    /// The place of its stage in the stream.
    pub stage_idx: usize,
    pub entered_at: At,
    /// Nothing while it still stands there.
    pub left_at: Option<At>,
    /// When the stage's target runs out, or did.
    pub due_at: Option<At>,
    /// The target was met before the card left.
    pub met_at: Option<At>,
    /// It came back here, and whoever moved it said why.
    pub sent_back: bool,
}

impl Period {
    /// Whether this is when it happened.
    pub fn holds(&self, at: At) -> bool {
        self.since < at && at <= self.until
    }

    /// Its length in seconds; never less than one.
    pub fn len_s(&self) -> i64 {
        (self.until - self.since).num_seconds().max(1)
    }

    /// Its length in days.
    pub fn days(&self) -> f64 {
        self.len_s() as f64 / 86_400.0
    }

    /// So many in it, as a rate per week.
    pub fn per_week(&self, n: u32) -> f64 {
        f64::from(n) * 7.0 / self.days()
    }
}

impl Stay {
    /// When it ended, looked at as of `until`: nothing if it had not.
    pub fn left_by(&self, until: At) -> Option<At> {
        self.left_at.filter(|left_at| *left_at <= until)
    }

    /// When the stage's target ran out with the card still under it, as of `until`.
    pub fn breached_at(&self, until: At) -> Option<At> {
        let due_at = self.due_at.filter(|due_at| *due_at <= until)?;
        let ended_at = [self.met_at, self.left_at].into_iter().flatten().min();
        ended_at.is_none_or(|ended_at| due_at < ended_at).then_some(due_at)
    }
}

impl Trail {
    /// When it was done, as of `until`.
    pub fn done_by(&self, until: At) -> Option<At> {
        self.done_at.filter(|done_at| *done_at <= until)
    }

    /// When it left the board for good, done or archived, as of `until`.
    pub fn over_by(&self, until: At) -> Option<At> {
        self.done_at.or(self.gone_at).filter(|at| *at <= until)
    }

    /// When work on it began: at its first entry into the stage that starts the clock, or into one behind it.
    pub fn started_at(&self, flow: &Flow) -> Option<At> {
        self.stays.iter().find(|stay| stay.stage_idx >= flow.clock_starts_idx).map(|stay| stay.entered_at)
    }

    /// When work on it began, if it had as of `until`.
    pub fn started_by(&self, flow: &Flow, until: At) -> Option<At> {
        self.started_at(flow).filter(|started_at| *started_at <= until)
    }

    /// Where it stood as of `until`: nothing once it was over.
    pub fn standing_at(&self, until: At) -> Option<&Stay> {
        let stands = |stay: &&Stay| stay.entered_at <= until && stay.left_by(until).is_none();
        self.stays.iter().rfind(stands).filter(|_| self.over_by(until).is_none())
    }

    /// When a stay ended or the card was archived in it, as of `until`; `until` if neither.
    pub fn end_of(&self, stay: &Stay, until: At) -> At {
        stay.left_at.or(self.gone_at).map_or(until, |end| end.min(until))
    }
}
