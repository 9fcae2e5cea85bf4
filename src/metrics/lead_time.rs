//! Lead time: from when the need arose to the end of the card.

use super::percentile::Percentiles;
use crate::domain::flow::{Flow, Period};

/// Lead times of the cards finished in the period, in seconds.
pub fn lead_times(flow: &Flow, period: &Period) -> Vec<i64> {
    let spans = flow.trails.iter().filter_map(|trail| {
        let done_at = trail.done_at.filter(|at| period.holds(*at))?;
        Some((done_at - trail.born_at).num_seconds().max(0))
    });
    spans.collect()
}

/// Their percentiles.
pub fn percentiles(flow: &Flow, period: &Period) -> Option<Percentiles> {
    Percentiles::of(lead_times(flow, period))
}
