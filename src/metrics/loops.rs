//! Moves back.

use crate::domain::At;
use crate::domain::flow::{Flow, Period, Trail};

/// Moves in the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Loops {
    /// Those to an earlier stage, and those of a card that was done.
    pub n_back: u32,
    /// All between stages, being done among them; the first stage is no move.
    pub n_moves: u32,
}

impl Loops {
    /// The part that went back, 0 to 1.
    pub fn rate(&self) -> Option<f64> {
        (self.n_moves > 0).then(|| f64::from(self.n_back) / f64::from(self.n_moves))
    }
}

/// A move of a card: from a stage to the next it came to.
pub(super) struct Step {
    pub at: At,
    pub from_idx: usize,
    /// Nothing when it was done.
    pub to_idx: Option<usize>,
    pub is_back: bool,
    /// It was moved back, and it was said why.
    pub is_sent_back: bool,
}

/// All moves in the period.
pub fn loops(flow: &Flow, period: &Period) -> Loops {
    let mut loops = Loops::default();
    for trail in &flow.trails {
        for step in steps(trail).filter(|step| period.holds(step.at)) {
            loops.n_moves += 1;
            loops.n_back += u32::from(step.is_back);
        }
    }
    loops
}

/// The moves of a card, in order. Between two stays it was done if the second did not begin when the first ended.
pub(super) fn steps(trail: &Trail) -> impl Iterator<Item = Step> {
    let between = trail.stays.windows(2).flat_map(|pair| {
        let [before, after] = pair else { return [None, None] };
        let left_at = before.left_at.unwrap_or(after.entered_at);
        let was_done = left_at < after.entered_at;
        let end = was_done.then(|| done(before.stage_idx, left_at));
        let is_back = was_done || after.stage_idx < before.stage_idx;
        let step = Step {
            at: after.entered_at,
            from_idx: before.stage_idx,
            to_idx: Some(after.stage_idx),
            is_back,
            is_sent_back: is_back && after.sent_back,
        };
        [end, Some(step)]
    });
    let last = trail.stays.last().zip(trail.done_at).map(|(stay, done_at)| done(stay.stage_idx, done_at));
    between.flatten().chain(last)
}

fn done(from_idx: usize, at: At) -> Step {
    Step { at, from_idx, to_idx: None, is_back: false, is_sent_back: false }
}
