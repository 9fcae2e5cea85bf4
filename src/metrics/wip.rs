//! Work in progress, and how old it is.

use crate::domain::flow::{Flow, Period};

/// Cards started and not over, at the end of the period.
pub fn wip(flow: &Flow, period: &Period) -> u32 {
    let in_progress = |trail: &&crate::domain::flow::Trail| {
        trail.standing_at(period.until).is_some() && trail.started_by(flow, period.until).is_some()
    };
    flow.trails.iter().filter(in_progress).count() as u32
}

/// Cards standing on the board at the end of the period, started or not.
pub fn standing(flow: &Flow, period: &Period) -> u32 {
    flow.trails.iter().filter(|trail| trail.standing_at(period.until).is_some()).count() as u32
}

/// Ages of the work in progress, in seconds.
pub fn ages(flow: &Flow, period: &Period) -> Vec<i64> {
    let in_progress = flow.trails.iter().filter(|trail| trail.standing_at(period.until).is_some());
    let started = in_progress.filter_map(|trail| trail.started_by(flow, period.until));
    started.map(|started_at| (period.until - started_at).num_seconds()).collect()
}
