//! Commands on what leads from object to object and from stream to stream, and on people.

use clap::{Args, Subcommand};

/// `handoff`.
#[derive(Debug, Args)]
pub struct HandOff {
    pub key: String,
    /// The stream it goes to: STREAM or STREAM/STAGE; the edge says it otherwise
    #[arg(required_unless_present = "edge")]
    pub stream: Option<String>,
    /// The edge, where several lead there
    #[arg(long, value_name = "ID")]
    pub edge: Option<String>,
    /// The stage the new card stands in; the edge says it otherwise
    #[arg(long, value_name = "STAGE")]
    pub stage: Option<String>,
    /// The type it makes; the edge says it otherwise
    #[arg(long = "type", value_name = "TYPE")]
    pub type_name: Option<String>,
    /// The title of what is made; else that of KEY
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// From which of its cards: STREAM or STREAM/STAGE
    #[arg(long, value_name = "STREAM")]
    pub from: Option<String>,
    /// Enter although the stage is full, for this reason
    #[arg(long, value_name = "REASON")]
    pub force: Option<String>,
}

impl HandOff {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard handoff PRB-3 integrate
  streamboard handoff INC-142 evaluate --title \"Pool alarms come too late\"
  streamboard handoff REL-4 deploy --edge integrate-to-deploy-product-release";
}

/// `approve`.
#[derive(Debug, Args)]
pub struct Approve {
    pub key: String,
    /// The role you speak for, by id or name
    #[arg(long, value_name = "ROLE")]
    pub role: String,
    /// Which of its cards: STREAM or STREAM/STAGE
    #[arg(long, short, value_name = "STREAM")]
    pub stream: Option<String>,
    /// Say no; the card goes back, with the comment
    #[arg(long, requires = "comment")]
    pub reject: bool,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub comment: Option<String>,
}

impl Approve {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard approve CHG-7 --role operations-manager
  streamboard approve CHG-7 --role \"Operations Manager\" --reject --comment \"no way back is written down\"";
}

/// `trace`.
#[derive(Debug, Args)]
pub struct Trace {
    pub key: String,
    /// Only what it came from
    #[arg(long)]
    pub up: bool,
    /// Only what came of it
    #[arg(long)]
    pub down: bool,
    /// At most so many steps
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub depth: Option<u32>,
}

impl Trace {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard trace INC-142
  streamboard trace SUB-3 --up
  streamboard trace STO-1 --down --depth 4 --json";
}

/// `impact`.
#[derive(Debug, Args)]
pub struct Impact {
    pub key: String,
    /// At most so many steps
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub depth: Option<u32>,
}

/// `person`.
#[derive(Debug, Subcommand)]
pub enum PersonCommand {
    /// Make a person known, or change the roles of one
    #[command(
        after_help = "Examples:\n  streamboard person add bea --role operations-manager --role \"Security Manager\"\n  streamboard person add bea --no-role security-manager"
    )]
    Add(PersonAdd),
    /// Set something of a person, or how many open cards are enough for everybody
    #[command(after_help = PersonSet::EXAMPLE)]
    Set(PersonSet),
}

impl PersonCommand {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard person add bea --role operations-manager --team payments
  streamboard person set bea --wip 4";
}

/// `person add`.
#[derive(Debug, Args)]
pub struct PersonAdd {
    pub name: String,
    /// A role they hold from now on, by id or name; may be given several times
    #[arg(long = "role", value_name = "ROLE")]
    pub roles: Vec<String>,
    /// A role they no longer hold; may be given several times
    #[arg(long = "no-role", value_name = "ROLE")]
    pub no_roles: Vec<String>,
    /// The team they are in, or none
    #[arg(long, value_name = "TEAM")]
    pub team: Option<String>,
}

/// `person set`.
#[derive(Debug, Args)]
pub struct PersonSet {
    /// Whom; nobody named with --everybody
    #[arg(required_unless_present = "everybody", conflicts_with = "everybody")]
    pub name: Option<String>,
    /// Everybody who has no limit of their own
    #[arg(long, requires = "wip", conflicts_with = "team")]
    pub everybody: bool,
    #[command(flatten)]
    pub knobs: PersonKnobs,
}

impl PersonSet {
    const EXAMPLE: &str = "Examples:
  streamboard person set bea --team payments --wip 4
  streamboard person set --everybody --wip 5";
}

/// What can be set of a person; at least one.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub struct PersonKnobs {
    /// The team they are in, or none
    #[arg(long, value_name = "TEAM")]
    pub team: Option<String>,
    /// How many open cards are enough, or none: more are told, never refused
    #[arg(long, value_name = "N")]
    pub wip: Option<String>,
}
