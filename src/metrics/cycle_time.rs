//! Cycle time: from the start of work on a card to its end, weekends and all.

use super::percentile::Percentiles;
use crate::domain::At;
use crate::domain::flow::{Flow, Period};
use crate::domain::id::{CardId, ObjectId, TypeId};
use crate::domain::key::Key;

/// A finished card in the scatter of cycle times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dot {
    pub card: CardId,
    pub object: ObjectId,
    pub key: Key,
    pub title: String,
    pub type_id: TypeId,
    pub done_at: At,
    pub cycle_s: i64,
}

/// Cycle times of the cards finished in the period, in seconds.
pub fn cycle_times(flow: &Flow, period: &Period) -> Vec<i64> {
    finished(flow, period).map(|(_, _, cycle_s)| cycle_s).collect()
}

/// Their percentiles.
pub fn percentiles(flow: &Flow, period: &Period) -> Option<Percentiles> {
    Percentiles::of(cycle_times(flow, period))
}

/// Every finished card with its cycle time, the earliest end first.
pub fn scatter(flow: &Flow, period: &Period) -> Vec<Dot> {
    let dot = |(trail, done_at, cycle_s): (&crate::domain::flow::Trail, At, i64)| Dot {
        card: trail.card,
        object: trail.object,
        key: trail.key.clone(),
        title: trail.title.clone(),
        type_id: trail.type_id.clone(),
        done_at,
        cycle_s,
    };
    let mut dots: Vec<Dot> = finished(flow, period).map(dot).collect();
    dots.sort_by(|a, b| (a.done_at, &a.key).cmp(&(b.done_at, &b.key)));
    dots
}

/// Finished cards with their end and their cycle time; one that was never started had none.
pub(super) fn finished<'a>(
    flow: &'a Flow,
    period: &'a Period,
) -> impl Iterator<Item = (&'a crate::domain::flow::Trail, At, i64)> {
    flow.trails.iter().filter_map(move |trail| {
        let done_at = trail.done_at.filter(|at| period.holds(*at))?;
        let started_at = trail.started_at(flow)?;
        Some((trail, done_at, (done_at - started_at).num_seconds().max(0)))
    })
}
