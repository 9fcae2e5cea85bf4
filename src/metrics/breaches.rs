//! Breaches, as they happened.

use crate::domain::At;
use crate::domain::flow::{Flow, Period};
use crate::domain::id::{CardId, ObjectId};
use crate::domain::key::Key;

/// A target that ran out with the card still under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    pub card: CardId,
    pub object: ObjectId,
    pub key: Key,
    pub title: String,
    pub priority: Option<u8>,
    pub stage_idx: usize,
    /// When it ran out.
    pub at: At,
    /// When it was met or left after all; nothing while it goes on.
    pub ended_at: Option<At>,
}

/// The breaches of the period, the earliest first.
pub fn timeline(flow: &Flow, period: &Period) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for trail in &flow.trails {
        for stay in &trail.stays {
            let Some(at) = stay.breached_at(period.until).filter(|at| period.holds(*at)) else { continue };
            // One that was archived before its time came was no breach.
            if trail.gone_at.is_some_and(|gone_at| stay.left_at.is_none() && gone_at <= at) {
                continue;
            }
            let ended_at = [stay.met_at, stay.left_at, trail.gone_at].into_iter().flatten().min();
            breaches.push(Breach {
                card: trail.card,
                object: trail.object,
                key: trail.key.clone(),
                title: trail.title.clone(),
                priority: trail.priority,
                stage_idx: stay.stage_idx,
                at,
                ended_at: ended_at.filter(|at| *at <= period.until),
            });
        }
    }
    breaches.sort_by(|a, b| (a.at, &a.key).cmp(&(b.at, &b.key)));
    breaches
}

/// How many there were in each stage, in order.
pub fn by_stage(flow: &Flow, period: &Period) -> Vec<u32> {
    let mut stages = vec![0; flow.stages.len()];
    for breach in timeline(flow, period) {
        stages[breach.stage_idx] += 1;
    }
    stages
}
