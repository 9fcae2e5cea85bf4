//! Service level expectation: what history lets one expect of a card, as a span with a chance.

use super::cycle_time::cycle_times;
use super::percentile::nearest_rank;
use crate::domain::flow::{Flow, Period};

/// So many of a hundred cards take no longer than this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sle {
    pub percent: u32,
    pub within_s: i64,
}

/// What is said when nothing else is asked for.
pub const USUAL: u32 = 85;

/// The expectations at 50, 70, 85 and 95 of a hundred; none where nothing was finished.
pub fn expectations(flow: &Flow, period: &Period) -> Vec<Sle> {
    [50, 70, 85, 95].into_iter().filter_map(|percent| sle(flow, period, percent)).collect()
}

/// The expectation at one of them.
pub fn sle(flow: &Flow, period: &Period, percent: u32) -> Option<Sle> {
    let mut cycles = cycle_times(flow, period);
    cycles.sort_unstable();
    nearest_rank(&cycles, percent).map(|within_s| Sle { percent, within_s })
}
