//! What came in and what went out, in all and day by day.

use chrono::TimeDelta;

use crate::domain::At;
use crate::domain::flow::{Flow, Period, Trail};

/// A day or a week of the period, counted back from its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    pub period: Period,
    pub n_arrived: u32,
    pub n_finished: u32,
}

/// How many cards were finished in the period.
pub fn throughput(flow: &Flow, period: &Period) -> u32 {
    count(flow, period, |trail| trail.done_at)
}

/// How many cards arrived in the period.
pub fn arrivals(flow: &Flow, period: &Period) -> u32 {
    count(flow, period, arrived_at)
}

/// How many were archived undone in the period.
pub fn dropped(flow: &Flow, period: &Period) -> u32 {
    count(flow, period, |trail| trail.gone_at.filter(|_| trail.done_at.is_none()))
}

/// Arrivals and ends per slice of so many days, the earliest first. A rest too short for a slice is left out at the
/// beginning; of a period shorter than one slice there is one all the same.
pub fn slices(flow: &Flow, period: &Period, days: u32) -> Vec<Slice> {
    let step = TimeDelta::days(i64::from(days.max(1)));
    let n_slices = (period.len_s() / step.num_seconds()).max(1);
    let slice = |idx: i64| {
        let until = period.until - step * (n_slices - 1 - idx) as i32;
        Slice { period: Period { since: until - step, until }, n_arrived: 0, n_finished: 0 }
    };
    let mut slices: Vec<Slice> = (0..n_slices).map(slice).collect();
    let place = |at: At| {
        let back = (period.until - at).num_milliseconds() / step.num_milliseconds();
        (at <= period.until && back < n_slices).then(|| (n_slices - 1 - back) as usize)
    };
    for trail in &flow.trails {
        if let Some(idx) = arrived_at(trail).and_then(place) {
            slices[idx].n_arrived += 1;
        }
        if let Some(idx) = trail.done_at.and_then(place) {
            slices[idx].n_finished += 1;
        }
    }
    slices
}

fn count(flow: &Flow, period: &Period, at: impl Fn(&Trail) -> Option<At>) -> u32 {
    flow.trails.iter().filter_map(at).filter(|at| period.holds(*at)).count() as u32
}

fn arrived_at(trail: &Trail) -> Option<At> {
    trail.stays.first().map(|stay| stay.entered_at)
}
