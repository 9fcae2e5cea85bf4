//! Cumulative flow: how many cards stood in each stage, and how many were done, through the period.

use chrono::TimeDelta;

use crate::domain::At;
use crate::domain::flow::{Flow, Period};

/// One moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    pub at: At,
    /// Cards standing in each stage, in order.
    pub standing: Vec<u32>,
    /// Finished since the beginning of the period.
    pub n_done: u32,
}

/// A stage that holds at least twice the cards it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Growth {
    pub stage_idx: usize,
    /// The last moment at which it held half of what it holds at the end, or less.
    pub since: At,
    pub from: u32,
    pub to: u32,
}

/// So many moments spread evenly over the period, its two ends among them.
pub fn cumulative_flow(flow: &Flow, period: &Period, n_moments: usize) -> Vec<Moment> {
    let n = n_moments.max(2);
    let n_stages = flow.stages.len();
    // What changes at each moment: one column a stage, and one for done.
    let mut changes = vec![vec![0_i64; n_stages + 1]; n + 1];
    let len_ms = (period.until - period.since).num_milliseconds().max(1);
    // The first moment that is not before an instant.
    let first_at = |at: At| {
        let into_ms = (at - period.since).num_milliseconds().max(0);
        let steps = i128::from(into_ms) * (n as i128 - 1);
        usize::try_from((steps + i128::from(len_ms) - 1) / i128::from(len_ms)).map_or(n, |idx| idx.min(n))
    };
    for trail in &flow.trails {
        for stay in &trail.stays {
            changes[first_at(stay.entered_at)][stay.stage_idx] += 1;
            if let Some(ended_at) = stay.left_at.or(trail.gone_at) {
                changes[first_at(ended_at)][stay.stage_idx] -= 1;
            }
        }
        if let Some(done_at) = trail.done_at.filter(|at| period.holds(*at)) {
            changes[first_at(done_at)][n_stages] += 1;
        }
    }
    let mut sums = vec![0_i64; n_stages + 1];
    let mut moments = Vec::with_capacity(n);
    for (idx, change) in changes.iter().take(n).enumerate() {
        sums.iter_mut().zip(change).for_each(|(sum, change)| *sum += change);
        let at = period.since + TimeDelta::milliseconds((i128::from(len_ms) * idx as i128 / (n as i128 - 1)) as i64);
        let count = |sum: &i64| (*sum).max(0) as u32;
        let standing = sums[..n_stages].iter().map(count).collect();
        moments.push(Moment { at, standing, n_done: count(&sums[n_stages]) });
    }
    moments
}

/// The stage that has grown most, if one has doubled.
pub fn growth(moments: &[Moment]) -> Option<Growth> {
    let last = moments.last()?;
    let grown = last.standing.iter().enumerate().filter_map(|(stage_idx, to)| {
        let half = moments.iter().rfind(|moment| moment.standing[stage_idx] * 2 <= *to)?;
        (*to >= 4).then(|| Growth { stage_idx, since: half.at, from: half.standing[stage_idx], to: *to })
    });
    grown.max_by_key(|growth| growth.to - growth.from)
}
