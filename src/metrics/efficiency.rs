//! Flow efficiency: how much of the time somebody worked on what was finished.

use super::cycle_time::finished;
use super::held::Held;
use crate::domain::At;
use crate::domain::flow::{Flow, Period, Trail};

/// Two sums over the cards finished in the period, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Efficiency {
    pub active_s: i64,
    pub cycle_s: i64,
}

impl Efficiency {
    /// The time that was not active.
    pub fn wait_s(&self) -> i64 {
        self.cycle_s - self.active_s
    }

    /// The active part of the cycle time, 0 to 1.
    pub fn share(&self) -> Option<f64> {
        (self.cycle_s > 0).then(|| self.active_s as f64 / self.cycle_s as f64)
    }

    /// The waiting part, 0 to 1.
    pub fn wait_share(&self) -> Option<f64> {
        self.share().map(|share| 1.0 - share)
    }
}

/// Of the cards finished in the period.
pub fn efficiency(flow: &Flow, period: &Period) -> Efficiency {
    let mut sum = Efficiency::default();
    let mut active_ms = 0;
    for (trail, done_at, cycle_s) in finished(flow, period) {
        sum.cycle_s += cycle_s;
        active_ms += trail.started_at(flow).map_or(0, |started_at| active_ms_of(trail, started_at, done_at));
    }
    sum.active_s = active_ms / 1_000;
    sum
}

/// How long a card was in a stage and not held, between its start and its end.
fn active_ms_of(trail: &Trail, started_at: At, done_at: At) -> i64 {
    let held = Held::of(trail, done_at);
    let active = |stay: &crate::domain::flow::Stay| {
        let (from, to) = (stay.entered_at.max(started_at), stay.left_at.unwrap_or(done_at).min(done_at));
        ((to - from).num_milliseconds() - held.within(from, to)).max(0)
    };
    trail.stays.iter().map(active).sum()
}
