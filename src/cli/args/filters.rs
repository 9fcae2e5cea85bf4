//! Commands on saved filters.

use clap::{Args, Subcommand};

/// `filter`.
#[derive(Debug, Subcommand)]
pub enum FilterCommand {
    /// The saved filters
    #[command(after_help = "Example:\n  streamboard filter list")]
    List,
    /// One saved filter
    #[command(after_help = "Example:\n  streamboard filter show hot")]
    Show { name: String },
    /// Keep a filter under a name, in place of what had it
    #[command(after_help = "Example:\n  streamboard filter save hot p1,p2 -is:waiting --slot 3")]
    Save(FilterSave),
    /// Forget a saved filter
    #[command(after_help = "Example:\n  streamboard filter remove hot")]
    Remove { name: String },
}

impl FilterCommand {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard filter save hot p1,p2 is:unassigned --slot 3
  streamboard filter list
  streamboard list --filter hot";
}

/// `filter save`.
#[derive(Debug, Args)]
pub struct FilterSave {
    pub name: String,
    /// What is wanted, as in `list`
    #[arg(required = true)]
    pub filter: Vec<String>,
    /// The digit behind `f` that puts it on: 1 to 9, or none
    #[arg(long, value_name = "N")]
    pub slot: Option<String>,
}
