//! Stage time: how long cards were in a stage, all their stays in it added up.

use super::percentile::Percentiles;
use crate::domain::flow::{Flow, Period};

/// Of the cards that left a stage in the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageTime {
    pub n_cards: u32,
    pub mean_s: i64,
    pub percentiles: Percentiles,
}

/// Of every stage, in order; nothing of one that no card left.
pub fn by_stage(flow: &Flow, period: &Period) -> Vec<Option<StageTime>> {
    let mut spans: Vec<Vec<i64>> = vec![Vec::new(); flow.stages.len()];
    let mut sums = vec![(0, false); flow.stages.len()];
    for trail in &flow.trails {
        sums.fill((0, false));
        for stay in trail.stays.iter().filter(|stay| stay.entered_at <= period.until) {
            let (total_s, has_left) = &mut sums[stay.stage_idx];
            *total_s += (trail.end_of(stay, period.until) - stay.entered_at).num_seconds();
            *has_left = *has_left || stay.left_at.is_some_and(|at| period.holds(at));
        }
        for (spans, (total_s, _)) in spans.iter_mut().zip(&sums).filter(|(_, (_, has_left))| *has_left) {
            spans.push(*total_s);
        }
    }
    spans.into_iter().map(stage_time).collect()
}

fn stage_time(spans: Vec<i64>) -> Option<StageTime> {
    let n_cards = spans.len() as u32;
    let sum: i64 = spans.iter().sum();
    let percentiles = Percentiles::of(spans)?;
    Some(StageTime { n_cards, mean_s: sum / i64::from(n_cards), percentiles })
}
