//! The metrics screen: which chart over which days, where its cursor stands, what was read.

use crate::domain::At;
use crate::domain::filter::Filter;
use crate::domain::id::StreamId;
use crate::metrics::across::Across;
use crate::metrics::charts::Charts;
use crate::metrics::forecast::Forecast;

/// The metrics screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Metrics {
    /// The chart that has the keys.
    pub chart: Chart,
    /// How many days back, by position in [`RANGES`].
    pub range: usize,
    /// The numbers instead of the drawing.
    pub is_table: bool,
    /// Days before the last one at which the time cursor stands.
    pub back: usize,
    /// The stage the cursor stands in, in the chart that has stages across.
    pub stage: usize,
    /// The thing picked among all the chart has; nothing: the first at the cursor.
    pub item: Option<usize>,
    /// What is drawn, once read.
    pub read: Option<Box<Charts>>,
    /// What was read or is being read.
    pub of: Option<Asked>,
    pub asked_at: Option<At>,
    /// Something changed since.
    pub is_stale: bool,
    /// What was asked of the days to come.
    pub forecast: Option<Forecast>,
}

/// What charts are read of.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    pub stream: StreamId,
    pub filter: Filter,
    pub days: u32,
}

/// The figures of all streams, for the map.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bottlenecks {
    pub read: Option<Box<Across>>,
    pub asked_at: Option<At>,
    /// Something changed since.
    pub is_stale: bool,
}

/// Ranges in days.
pub const RANGES: [u32; 4] = [30, 90, 180, 365];

/// The charts, in the order of their keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chart {
    /// Cumulative flow.
    Flow,
    Cycle,
    Ageing,
    Throughput,
    Breaches,
}

impl Chart {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Flow, Self::Cycle, Self::Ageing, Self::Throughput, Self::Breaches];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Flow => "Cumulative flow",
            Self::Cycle => "Cycle time",
            Self::Ageing => "Ageing WIP",
            Self::Throughput => "Throughput",
            Self::Breaches => "Breaches",
        }
    }

    /// Its name in a row of tabs.
    pub fn short(self) -> &'static str {
        match self {
            Self::Flow => "CFD",
            Self::Ageing => "Ageing",
            other => other.name(),
        }
    }

    /// Its position.
    pub fn idx(self) -> usize {
        self as usize
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            chart: Chart::Flow,
            range: 1,
            is_table: false,
            back: 0,
            stage: 0,
            item: None,
            read: None,
            of: None,
            asked_at: None,
            is_stale: false,
            forecast: None,
        }
    }
}

impl Metrics {
    /// The range in days.
    pub fn days(&self) -> u32 {
        RANGES.get(self.range).copied().unwrap_or(RANGES[0])
    }
}
