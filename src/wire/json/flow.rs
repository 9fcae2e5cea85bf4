//! Figures of flow. They are worked out elsewhere; here stands what they are called.

use serde::Serialize;

use super::{SCHEMA, at};
use crate::domain::At;
use crate::domain::flow::Period;

/// Percentiles of spans.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct PercentilesDoc {
    pub p50: i64,
    pub p70: i64,
    pub p85: i64,
    pub p95: i64,
}

/// Stays that had a target.
#[derive(Debug, Serialize)]
pub struct SlaDoc {
    /// Ended in the period.
    pub visits: u32,
    pub breaches: u32,
    pub compliance: Option<f64>,
    /// Standing past their target.
    pub open_breaches: u32,
}

/// The finished of one type.
#[derive(Debug, Serialize)]
pub struct KindDoc<'a> {
    pub r#type: &'a str,
    pub finished: u32,
    pub share: f64,
}

/// The five figures of the Flow Framework.
#[derive(Debug, Serialize)]
pub struct FrameworkDoc {
    pub velocity_per_week: f64,
    pub time_s: Option<PercentilesDoc>,
    pub efficiency: Option<f64>,
    pub load: u32,
}

/// Averages of the period, and whether they fit each other.
#[derive(Debug, Serialize)]
pub struct LittlesLawDoc {
    pub wip: f64,
    pub throughput_per_day: f64,
    pub cycle_days: f64,
    pub holds: bool,
}

/// The figures of one stage.
#[derive(Debug, Serialize)]
pub struct StageFiguresDoc<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub wip: u32,
    pub limit: Option<u32>,
    pub arrivals: u32,
    pub departures: u32,
    pub mean_s: Option<i64>,
    pub p50_s: Option<i64>,
    pub p70_s: Option<i64>,
    pub p85_s: Option<i64>,
    pub p95_s: Option<i64>,
    pub wait_s: i64,
    pub wait_share: Option<f64>,
    pub blocked_s: i64,
    pub waiting_s: i64,
    pub unowned_s: i64,
    pub breaches: u32,
    pub returns: u32,
    pub complete_accurate: Option<f64>,
    pub oldest: Option<OldestDoc<'a>>,
    pub bottleneck: bool,
}

/// The card that has stood longest in a stage.
#[derive(Debug, Serialize)]
pub struct OldestDoc<'a> {
    pub key: &'a str,
    pub title: &'a str,
    pub in_stage_s: i64,
}

/// The figures of a stream.
#[derive(Debug, Serialize)]
pub struct FiguresDoc<'a> {
    pub stream: &'a str,
    pub name: &'a str,
    #[serde(serialize_with = "at")]
    pub since: At,
    #[serde(serialize_with = "at")]
    pub until: At,
    pub wip: u32,
    /// On the board, started or not.
    pub standing: u32,
    pub throughput: u32,
    pub arrivals: u32,
    pub archived: u32,
    pub throughput_per_week: f64,
    pub arrivals_per_week: f64,
    pub flow_efficiency: Option<f64>,
    pub wait_share: Option<f64>,
    pub loop_rate: Option<f64>,
    pub complete_accurate: Option<f64>,
    pub cycle_time_s: Option<PercentilesDoc>,
    pub lead_time_s: Option<PercentilesDoc>,
    pub age_s: Option<PercentilesDoc>,
    pub sla: SlaDoc,
    pub distribution: Vec<KindDoc<'a>>,
    pub flow_framework: FrameworkDoc,
    pub littles_law: Option<LittlesLawDoc>,
    pub stages: Vec<StageFiguresDoc<'a>>,
}

/// One stream.
#[derive(Debug, Serialize)]
pub struct MetricsDoc<'a> {
    schema: u32,
    #[serde(flatten)]
    figures: FiguresDoc<'a>,
}

/// All streams.
#[derive(Debug, Serialize)]
pub struct AllMetricsDoc<'a> {
    schema: u32,
    #[serde(serialize_with = "at")]
    since: At,
    #[serde(serialize_with = "at")]
    until: At,
    streams: Vec<FiguresDoc<'a>>,
}

/// A stage among all.
#[derive(Debug, Serialize)]
pub struct RankedDoc<'a> {
    pub rank: usize,
    pub stream: &'a str,
    #[serde(flatten)]
    pub stage: StageFiguresDoc<'a>,
    pub reason: &'a str,
}

/// Stages, the worst first.
#[derive(Debug, Serialize)]
pub struct BottlenecksDoc<'a> {
    schema: u32,
    #[serde(serialize_with = "at")]
    since: At,
    #[serde(serialize_with = "at")]
    until: At,
    bottlenecks: Vec<RankedDoc<'a>>,
}

/// What can be expected of a card.
#[derive(Debug, Serialize)]
pub struct SleDoc<'a> {
    schema: u32,
    stream: &'a str,
    #[serde(serialize_with = "at")]
    since: At,
    #[serde(serialize_with = "at")]
    until: At,
    finished: u32,
    sle: Vec<ExpectedDoc>,
}

/// So many of a hundred within so long.
#[derive(Debug, Serialize)]
pub struct ExpectedDoc {
    pub percent: u32,
    pub within_s: i64,
}

/// What is likely, and what that rests on.
#[derive(Debug, Serialize)]
pub struct ForecastDoc<'a> {
    pub schema: u32,
    pub stream: &'a str,
    #[serde(serialize_with = "at")]
    pub since: At,
    #[serde(serialize_with = "at")]
    pub until: At,
    /// How many by then.
    pub by: Option<String>,
    /// When so many.
    pub items: Option<u32>,
    pub answers: Vec<AnswerDoc>,
    pub days: usize,
    pub idle_days: usize,
    pub finished: u32,
    pub runs: usize,
    pub seed: u64,
    pub assumptions: &'a [String],
}

/// What is said with a chance of so many of a hundred.
#[derive(Debug, Serialize)]
pub struct AnswerDoc {
    pub chance: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

impl<'a> MetricsDoc<'a> {
    /// The document of a stream.
    pub fn new(figures: FiguresDoc<'a>) -> Self {
        Self { schema: SCHEMA, figures }
    }
}

impl<'a> AllMetricsDoc<'a> {
    /// The document of streams.
    pub fn new(period: &Period, streams: Vec<FiguresDoc<'a>>) -> Self {
        Self { schema: SCHEMA, since: period.since, until: period.until, streams }
    }
}

impl<'a> BottlenecksDoc<'a> {
    /// The document of stages in their order.
    pub fn new(period: &Period, bottlenecks: Vec<RankedDoc<'a>>) -> Self {
        Self { schema: SCHEMA, since: period.since, until: period.until, bottlenecks }
    }
}

impl<'a> SleDoc<'a> {
    /// The document of expectations.
    pub fn new(stream: &'a str, period: &Period, finished: u32, sle: Vec<ExpectedDoc>) -> Self {
        Self { schema: SCHEMA, stream, since: period.since, until: period.until, finished, sle }
    }
}
