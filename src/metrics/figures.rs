//! All figures of a stream in one value: what `metrics` prints and charts put beside their lines.

use super::accuracy::{self, Accuracy};
use super::distribution::{Kind, distribution};
use super::efficiency::{Efficiency, efficiency};
use super::framework::Framework;
use super::littles_law::{LittlesLaw, littles_law};
use super::loops::{Loops, loops};
use super::percentile::Percentiles;
use super::sla::{Sla, sla};
use super::stages::{StageFigures, stages};
use super::{cycle_time, lead_time, throughput, wip};
use crate::domain::flow::{Flow, Period};
use crate::domain::id::StreamId;

/// The figures of a stream in a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    pub stream: StreamId,
    pub name: String,
    pub period: Period,
    /// Started and not over.
    pub wip: u32,
    /// On the board, started or not.
    pub standing: u32,
    pub arrivals: u32,
    /// Finished in the period.
    pub throughput: u32,
    /// Archived undone in the period.
    pub dropped: u32,
    pub lead: Option<Percentiles>,
    pub cycle: Option<Percentiles>,
    /// Of the work in progress.
    pub age: Option<Percentiles>,
    pub efficiency: Efficiency,
    pub loops: Loops,
    /// Percent complete and accurate over all stages, 0 to 1.
    pub rolled_accuracy: Option<f64>,
    pub sla: Sla,
    pub distribution: Vec<Kind>,
    pub framework: Framework,
    pub littles_law: Option<LittlesLaw>,
    pub stages: Vec<StageFigures>,
}

/// Works out all of them.
pub fn figures(flow: &Flow, period: &Period) -> Figures {
    let (wip, throughput) = (wip::wip(flow, period), throughput::throughput(flow, period));
    let (cycle, efficiency) = (cycle_time::percentiles(flow, period), efficiency(flow, period));
    let (distribution, stages) = (distribution(flow, period), stages(flow, period));
    let accuracies: Vec<Accuracy> = stages.iter().map(|stage| stage.accuracy).collect();
    Figures {
        stream: flow.stream.clone(),
        name: flow.name.clone(),
        period: *period,
        wip,
        standing: wip::standing(flow, period),
        arrivals: throughput::arrivals(flow, period),
        throughput,
        dropped: throughput::dropped(flow, period),
        lead: lead_time::percentiles(flow, period),
        cycle,
        age: Percentiles::of(wip::ages(flow, period)),
        efficiency,
        loops: loops(flow, period),
        rolled_accuracy: accuracy::rolled(&accuracies),
        sla: sla(flow, period),
        framework: Framework {
            velocity: period.per_week(throughput),
            time: cycle,
            efficiency: efficiency.share(),
            load: wip,
            distribution: distribution.clone(),
        },
        distribution,
        littles_law: littles_law(flow, period),
        stages,
    }
}

impl Figures {
    /// The stage that is the bottleneck of the stream.
    pub fn bottleneck(&self) -> Option<&StageFigures> {
        self.stages.iter().find(|stage| stage.is_bottleneck)
    }
}
