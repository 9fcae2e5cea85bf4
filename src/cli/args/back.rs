//! Commands that look back.

use clap::Args;

/// `show`.
#[derive(Debug, Args)]
pub struct Show {
    pub key: String,
    /// As it was then: 2w, mon, 2026-11-01 (its end), "2026-11-01 18:00"
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub at: Option<String>,
}

impl Show {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard show INC-142
  streamboard show INC-142 --at \"mon 18:00\"";
}

/// `streams`.
#[derive(Debug, Args)]
pub struct Streams {
    /// As they were then: 2w, mon, 2026-11-01 (its end), "2026-11-01 18:00"
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub at: Option<String>,
}

impl Streams {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard streams --json
  streamboard streams --at \"2 weeks ago\"";
}

/// `changes`.
#[derive(Debug, Args)]
pub struct Changes {
    /// Only of this stream
    pub stream: Option<String>,
    /// From when: 1w, mon, 2026-11-01 (its start), "2026-11-01 18:00"
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub from: String,
    /// Until when, in the same words (a day: its end); else now
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub to: Option<String>,
    /// Comma-separated values, a row a change
    #[arg(long, conflicts_with_all = ["json", "markdown"])]
    pub csv: bool,
    /// Markdown, for a chat or a page
    #[arg(long, conflicts_with = "json")]
    pub markdown: bool,
}

impl Changes {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard changes operate --from mon
  streamboard changes --from 2026-11-01 --to 2026-11-15 --markdown
  streamboard changes --from 1w --json";
}
