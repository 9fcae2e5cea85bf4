//! Commands for what a team does every day.

use clap::Args;

/// `standup`.
#[derive(Debug, Args)]
pub struct Standup {
    /// The stream; all of them where none is named
    pub stream: Option<String>,
    /// Only cards that fit, as in `list`
    pub filter: Vec<String>,
    /// From when on changes are told: 24h, mon, or `last`: since the last standup ended
    #[arg(long, value_name = "TIME", default_value = "last")]
    pub since: String,
    /// As Markdown, to hand a shift over
    #[arg(long, conflicts_with = "json")]
    pub markdown: bool,
    /// Walk cards touched within a day too
    #[arg(long)]
    pub all: bool,
    /// The standup is over: the next one tells from now on
    #[arg(long)]
    pub done: bool,
    /// How many minutes the team's standups are to take
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1440))]
    pub minutes: Option<u16>,
}

/// `split`.
#[derive(Debug, Args)]
pub struct Split {
    pub key: String,
    /// The title of the second card
    pub title: String,
    /// Which of its cards: STREAM or STREAM/STAGE
    #[arg(long, short, value_name = "STREAM")]
    pub stream: Option<String>,
}

impl Split {
    pub(super) const EXAMPLE: &str = "Example:
  streamboard split PBI-12 \"Refunds by card\"";
}

/// `weights`.
#[derive(Debug, Args)]
pub struct Weights {
    /// What counts how much from now on, 0 to 10: value=2,cost=1
    #[arg(value_name = "FACTOR=N", value_delimiter = ',')]
    pub weights: Vec<String>,
}

impl Weights {
    pub(super) const EXAMPLE: &str = "score = (value + risk + urgency + impact) / (cost + time), each times its weight;
an effort below 1 counts 1, what is not known nothing.

Examples:
  streamboard weights
  streamboard weights value=2,urgency=3";
}

impl Standup {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard standup operate
  streamboard standup operate --since last --markdown --done
  streamboard standup --since 24h -- #eu";
}
