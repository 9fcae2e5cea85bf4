//! The standup on screen: the walk, where it has come to, and the timer.

use crate::domain::At;
use crate::domain::filter::Filter;
use crate::domain::id::{CardId, StreamId};
use crate::domain::standup::{Standup, Step};
use crate::domain::window::CardRow;

/// A standup being held.
#[derive(Debug, Clone, PartialEq)]
pub struct StandupView {
    /// Of this stream, or of all.
    pub stream: Option<StreamId>,
    /// The filter it was read under.
    pub filter: Filter,
    /// Cards touched within a day are walked too.
    pub shows_touched: bool,
    /// As it was read last; the order is that of the first reading.
    pub found: Option<Standup>,
    pub cursor: usize,
    pub timer: Timer,
}

/// How long it has taken. It runs from T to T.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Timer {
    /// It runs since then.
    pub since: Option<At>,
    /// What it ran before that.
    pub before_s: i64,
    /// What it showed when the walk came to this card.
    pub card_from_s: i64,
}

impl Timer {
    /// What it shows.
    pub fn shown_s(self, now: At) -> i64 {
        self.before_s + self.since.map_or(0, |since| (now - since).num_seconds().max(0))
    }

    /// What it shows of this card.
    pub fn card_s(self, now: At) -> i64 {
        self.shown_s(now) - self.card_from_s
    }

    /// Whether it was ever started.
    pub fn is_used(self) -> bool {
        self.since.is_some() || self.before_s > 0
    }
}

impl StandupView {
    /// A standup of which nothing is read yet.
    pub fn new(stream: Option<StreamId>, filter: Filter) -> Self {
        Self { stream, filter, shows_touched: false, found: None, cursor: 0, timer: Timer::default() }
    }

    /// The cards walked.
    pub fn steps(&self) -> &[Step] {
        self.found.as_ref().map_or(&[], |found| &found.steps)
    }

    /// Where the walk has come to.
    pub fn step(&self) -> Option<&Step> {
        self.steps().get(self.cursor)
    }

    /// The card the walk has come to.
    pub fn current(&self) -> Option<&CardRow> {
        self.step().map(|step| &step.row)
    }

    /// Puts the cursor on a card, or leaves it where it is.
    pub fn put_on(&mut self, card: Option<CardId>) {
        let at = card.and_then(|card| self.steps().iter().position(|step| step.row.card == card));
        self.cursor = at.unwrap_or(self.cursor).min(self.steps().len().saturating_sub(1));
    }
}
