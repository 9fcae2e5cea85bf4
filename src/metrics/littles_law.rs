//! Little's law as a check: what is in progress should be what goes through times how long it takes. Where it is not,
//! more comes in than goes out, or old work is left lying, and averages of this period promise nothing.

use super::cycle_time::cycle_times;
use crate::domain::flow::{Flow, Period};

/// The averages of the period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LittlesLaw {
    /// Cards in progress, on average over time.
    pub wip: f64,
    /// Finished per day.
    pub throughput: f64,
    /// In days.
    pub cycle: f64,
}

impl LittlesLaw {
    /// What the work in progress should be.
    pub fn expected(&self) -> f64 {
        self.throughput * self.cycle
    }

    /// Whether the two sides are within a quarter of each other.
    pub fn holds(&self) -> bool {
        (self.wip - self.expected()).abs() <= self.wip.max(self.expected()) / 4.0
    }
}

/// Of the period; nothing where nothing was finished.
pub fn littles_law(flow: &Flow, period: &Period) -> Option<LittlesLaw> {
    let cycles = cycle_times(flow, period);
    if cycles.is_empty() {
        return None;
    }
    let in_progress_s: i64 = flow
        .trails
        .iter()
        .map(|trail| {
            let Some(started_at) = trail.started_by(flow, period.until) else { return 0 };
            let over_at = trail.over_by(period.until).unwrap_or(period.until);
            (over_at - started_at.max(period.since)).num_seconds().max(0)
        })
        .sum();
    let n = cycles.len() as f64;
    Some(LittlesLaw {
        wip: in_progress_s as f64 / period.len_s() as f64,
        throughput: n / period.days(),
        cycle: cycles.iter().sum::<i64>() as f64 / n / 86_400.0,
    })
}
