//! Ageing work in progress: how old each card is, against how long others took.

use super::cycle_time;
use super::percentile::Percentiles;
use crate::domain::At;
use crate::domain::flow::{Flow, Period, Trail};
use crate::domain::id::{CardId, ObjectId, TypeId};
use crate::domain::key::Key;

/// A card in progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ageing {
    pub card: CardId,
    pub object: ObjectId,
    pub key: Key,
    pub title: String,
    pub type_id: TypeId,
    pub priority: Option<u8>,
    pub stage_idx: usize,
    pub age_s: i64,
    pub in_stage_s: i64,
}

/// Work in progress with what it is measured against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgeingWork {
    /// By stage, then the oldest first.
    pub cards: Vec<Ageing>,
    /// Cycle times of what was finished in the period.
    pub cycle: Option<Percentiles>,
    /// How old the finished were when they left each stage for the last time, in order.
    pub pace: Vec<Option<Percentiles>>,
}

impl AgeingWork {
    /// How many of a hundred finished cards took no longer than this: 50, 70, 85, 95, or a hundred past them all.
    pub fn band(&self, age_s: i64) -> Option<u32> {
        let bands = self.cycle?.each();
        Some(bands.into_iter().find(|(_, span_s)| age_s <= *span_s).map_or(100, |(percent, _)| percent))
    }
}

/// The work in progress at the end of the period.
pub fn ageing(flow: &Flow, period: &Period) -> AgeingWork {
    let in_progress = flow.trails.iter().filter_map(|trail| ageing_of(flow, trail, period.until));
    let mut cards: Vec<Ageing> = in_progress.collect();
    cards.sort_by(|a, b| (a.stage_idx, -a.age_s, &a.key).cmp(&(b.stage_idx, -b.age_s, &b.key)));
    AgeingWork { cards, cycle: cycle_time::percentiles(flow, period), pace: pace(flow, period) }
}

fn ageing_of(flow: &Flow, trail: &Trail, until: At) -> Option<Ageing> {
    let stay = trail.standing_at(until)?;
    let started_at = trail.started_by(flow, until)?;
    Some(Ageing {
        card: trail.card,
        object: trail.object,
        key: trail.key.clone(),
        title: trail.title.clone(),
        type_id: trail.type_id.clone(),
        priority: trail.priority,
        stage_idx: stay.stage_idx,
        age_s: (until - started_at).num_seconds(),
        in_stage_s: (until - stay.entered_at).num_seconds(),
    })
}

fn pace(flow: &Flow, period: &Period) -> Vec<Option<Percentiles>> {
    let mut ages: Vec<Vec<i64>> = vec![Vec::new(); flow.stages.len()];
    for (trail, done_at, _) in cycle_time::finished(flow, period) {
        let Some(started_at) = trail.started_at(flow) else { continue };
        for (stage_idx, ages) in ages.iter_mut().enumerate() {
            let last = trail.stays.iter().rfind(|stay| stay.stage_idx == stage_idx);
            if let Some(stay) = last.filter(|stay| stay.entered_at >= started_at) {
                ages.push((stay.left_at.unwrap_or(done_at) - started_at).num_seconds());
            }
        }
    }
    ages.into_iter().map(Percentiles::of).collect()
}
