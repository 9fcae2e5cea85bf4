//! When a card was held up: nobody had it, it was blocked, or it waited.

use crate::domain::At;
use crate::domain::flow::Trail;
use crate::domain::hold::{Hold, HoldKind};

/// The stretches in which a card was held, for whatever reason: apart from each other and in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    stretches: Vec<(At, At)>,
}

impl Held {
    /// Of a card, as of `until`.
    pub fn of(trail: &Trail, until: At) -> Self {
        Self::joined(trail.holds.iter(), until)
    }

    /// Of a card, for one reason alone.
    pub fn by(trail: &Trail, kind: HoldKind, until: At) -> Self {
        Self::joined(trail.holds.iter().filter(|hold| hold.kind == kind), until)
    }

    fn joined<'a>(holds: impl Iterator<Item = &'a Hold>, until: At) -> Self {
        let ends = |hold: &Hold| (hold.from_at, hold.until_at.map_or(until, |at| at.min(until)));
        let mut all: Vec<(At, At)> = holds.map(ends).filter(|(from, to)| from < to).collect();
        all.sort_unstable();
        let mut stretches: Vec<(At, At)> = Vec::with_capacity(all.len());
        for (from, to) in all {
            match stretches.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => stretches.push((from, to)),
            }
        }
        Self { stretches }
    }

    /// How much of a stretch was held, in milliseconds.
    pub fn within(&self, from: At, to: At) -> i64 {
        let shared = |(begin, end): &(At, At)| (to.min(*end) - from.max(*begin)).num_milliseconds().max(0);
        self.stretches.iter().map(shared).sum()
    }
}
