//! All streams side by side: the figures of the map, and the stages that hold work up.

use chrono::TimeDelta;

use super::bottleneck::{Ranked, ranking};
use super::figures::{Figures, figures};
use crate::domain::At;
use crate::domain::flow::{Flow, Period};
use crate::domain::id::StageId;

/// Weeks of the small columns beside a stage.
pub const WEEKS: usize = 8;

/// The figures of all streams.
#[derive(Debug, Clone, PartialEq)]
pub struct Across {
    pub streams: Vec<Figures>,
    /// Stages in which something stands or waited, the worst first.
    pub ranked: Vec<Ranked>,
    /// How many left each stage in each of the last weeks, the earliest first.
    pub weeks: Vec<(StageId, [u32; WEEKS])>,
}

/// The figures of so many days up to a moment.
pub fn across(flows: &[Flow], until: At, days: u32) -> Across {
    let period = Period { since: until - TimeDelta::days(i64::from(days)), until };
    let streams: Vec<Figures> = flows.iter().map(|flow| figures(flow, &period)).collect();
    Across { ranked: ranking(&streams), weeks: flows.iter().flat_map(|flow| weeks(flow, until)).collect(), streams }
}

impl Across {
    /// The figures of a stage, with those of its stream.
    pub fn stage(&self, id: &StageId) -> Option<(&Figures, &super::stages::StageFigures)> {
        let of = |figures: &&Figures| figures.stages.iter().any(|stage| stage.id == *id);
        let figures = self.streams.iter().find(of)?;
        Some((figures, figures.stages.iter().find(|stage| stage.id == *id)?))
    }

    /// How many left a stage week by week.
    pub fn weeks_of(&self, id: &StageId) -> Option<&[u32; WEEKS]> {
        self.weeks.iter().find(|(stage, _)| stage == id).map(|(_, weeks)| weeks)
    }
}

fn weeks(flow: &Flow, until: At) -> Vec<(StageId, [u32; WEEKS])> {
    let mut counts = vec![[0; WEEKS]; flow.stages.len()];
    for stay in flow.trails.iter().flat_map(|trail| &trail.stays) {
        let Some(left_at) = stay.left_at.filter(|at| *at <= until) else { continue };
        let back = (until - left_at).num_days() / 7;
        if let Some(week) = usize::try_from(back).ok().and_then(|back| (WEEKS - 1).checked_sub(back)) {
            counts[stay.stage_idx][week] += 1;
        }
    }
    flow.stages.iter().map(|stage| stage.id.clone()).zip(counts).collect()
}
