//! The five figures of the Flow Framework: others under their names, counted once.

use super::distribution::Kind;
use super::percentile::Percentiles;

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
