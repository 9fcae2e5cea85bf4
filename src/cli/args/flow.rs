//! Commands on how work flows.

use clap::Args;

/// `metrics`.
#[derive(Debug, Args)]
pub struct Metrics {
    /// The stream; all of them, a line each, when not said
    pub stream: Option<String>,
    /// Only cards that fit, as in `list`
    pub filter: Vec<String>,
    /// From when on: a date, or a span back such as 30d
    #[arg(long, value_name = "D", default_value = "90d")]
    pub since: String,
    /// Up to when; what was open then is looked at as it was
    #[arg(long, value_name = "D", default_value = "now")]
    pub until: String,
    /// How many will be done by a date, or when so many will
    #[arg(long, requires = "stream", conflicts_with_all = ["sle", "csv"])]
    pub forecast: bool,
    /// How many by then; two weeks from now when not said
    #[arg(long, value_name = "DATE", requires = "forecast", conflicts_with = "items")]
    pub by: Option<String>,
    /// When so many will be done
    #[arg(long, value_name = "N", requires = "forecast", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub items: Option<u32>,
    /// What can be expected of a card: so many of a hundred within so long
    #[arg(long, requires = "stream", conflicts_with = "csv")]
    pub sle: bool,
    /// Comma-separated values: a row a stream, and a row a stage
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

impl Metrics {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard metrics
  streamboard metrics operate --since 30d p1,p2
  streamboard metrics operate --since 2026-08-01 --until 2026-09-01 --csv
  streamboard metrics operate --forecast --by \"1 dec\"
  streamboard metrics operate --forecast --items 20
  streamboard metrics operate --sle";
}

/// `bottlenecks`.
#[derive(Debug, Args)]
pub struct Bottlenecks {
    /// Only cards that fit, as in `list`
    pub filter: Vec<String>,
    /// From when on: a date, or a span back such as 30d
    #[arg(long, value_name = "D", default_value = "90d")]
    pub since: String,
    /// Up to when
    #[arg(long, value_name = "D", default_value = "now")]
    pub until: String,
    /// At most so many stages; 0: all
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Comma-separated values
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

impl Bottlenecks {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard bottlenecks
  streamboard bottlenecks --since 30d --limit 3 --json";
}
