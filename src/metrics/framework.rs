//! The five figures of the Flow Framework.

use super::distribution::{Kind, distribution};
use super::efficiency::efficiency;
use super::percentile::Percentiles;
use super::{cycle_time, throughput, wip};
use crate::domain::flow::{Flow, Period};

/// Velocity, time, efficiency, load and distribution of a stream.
#[derive(Debug, Clone, PartialEq)]
pub struct Framework {
    /// Finished per week.
    pub velocity: f64,
    pub time: Option<Percentiles>,
    pub efficiency: Option<f64>,
    /// Work in progress at the end of the period.
    pub load: u32,
    pub distribution: Vec<Kind>,
}

/// Of the period.
pub fn framework(flow: &Flow, period: &Period) -> Framework {
    Framework {
        velocity: period.per_week(throughput::throughput(flow, period)),
        time: cycle_time::percentiles(flow, period),
        efficiency: efficiency(flow, period).share(),
        load: wip::wip(flow, period),
        distribution: distribution(flow, period),
    }
}
