//! Percent complete and accurate: how many hand-overs the next could use as they were.

use super::loops::steps;
use crate::domain::At;
use crate::domain::flow::{Flow, Period, Trail};

/// Hand-overs from a stage in the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Accuracy {
    pub n_handed: u32,
    /// Of these, those that came back with a reason.
    pub n_missed: u32,
}

impl Accuracy {
    /// The part that could be used as it was, 0 to 1.
    pub fn share(&self) -> Option<f64> {
        (self.n_handed > 0).then(|| 1.0 - f64::from(self.n_missed) / f64::from(self.n_handed))
    }
}

/// Of every stage, in order.
pub fn by_stage(flow: &Flow, period: &Period) -> Vec<Accuracy> {
    let mut stages = vec![Accuracy::default(); flow.stages.len()];
    for trail in &flow.trails {
        for handed in hand_overs(trail, flow.stages.len(), period.until).iter().filter(|h| period.holds(h.at)) {
            stages[handed.from_idx].n_handed += 1;
            stages[handed.from_idx].n_missed += u32::from(handed.is_missed);
        }
    }
    stages
}

/// The product over the stages that handed something over.
pub fn rolled(stages: &[Accuracy]) -> Option<f64> {
    let shares: Vec<f64> = stages.iter().filter_map(Accuracy::share).collect();
    (!shares.is_empty()).then(|| shares.iter().product())
}

struct HandOver {
    from_idx: usize,
    at: At,
    is_missed: bool,
}

fn hand_overs(trail: &Trail, n_stages: usize, until: At) -> Vec<HandOver> {
    let mut all: Vec<HandOver> = Vec::new();
    // The last hand-over of each stage that has not come back yet.
    let mut open: Vec<Option<usize>> = vec![None; n_stages];
    for step in steps(trail).take_while(|step| step.at <= until) {
        if !step.is_back {
            open[step.from_idx] = Some(all.len());
            all.push(HandOver { from_idx: step.from_idx, at: step.at, is_missed: false });
            continue;
        }
        for handed in open.iter_mut().skip(step.to_idx.unwrap_or(0)).filter_map(Option::take) {
            all[handed].is_missed = step.is_sent_back;
        }
    }
    all
}
