//! Commands on objects and cards.

use clap::{Args, Subcommand, ValueEnum};

use super::Shape;

/// `add`.
#[derive(Debug, Args)]
pub struct Add {
    pub title: String,
    /// The stream; else `stream` of the configuration
    #[arg(long, short, value_name = "STREAM")]
    pub stream: Option<String>,
    /// The stage; else the first
    #[arg(long, value_name = "STAGE")]
    pub stage: Option<String>,
    /// The type of object; else the stream's
    #[arg(long = "type", value_name = "TYPE")]
    pub type_name: Option<String>,
    /// Enter although the stage is full, for this reason
    #[arg(long, value_name = "REASON")]
    pub force: Option<String>,
    #[command(flatten)]
    pub facts: Facts,
}

impl Add {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard add \"Disk 91% on pg-07\" --stream operate --priority 2 --label eu
  streamboard add \"Major outage\" -s operate --priority 1 --since 20m --link is-caused-by:PRB-3
  streamboard add \"One bill for all\" --stream evaluate --scenario consider";
}

/// What is known of a new object.
#[derive(Debug, Args)]
pub struct Facts {
    /// The scenario it follows
    #[arg(long, value_name = "ID")]
    pub scenario: Option<String>,
    /// 1 (most urgent) to 4
    #[arg(long, value_name = "1-4")]
    pub priority: Option<String>,
    /// Who takes it
    #[arg(long, value_name = "NAME")]
    pub assignee: Option<String>,
    /// Whose it is; else its assignee's team counts
    #[arg(long, value_name = "TEAM")]
    pub team: Option<String>,
    /// A label; may be given several times
    #[arg(long = "label", value_name = "LABEL")]
    pub labels: Vec<String>,
    /// When it is due: fri, +3d, 2026-12-01
    #[arg(long, value_name = "DUE", allow_hyphen_values = true)]
    pub due: Option<String>,
    /// The text; `-` reads it from the input
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub body: Option<String>,
    /// A field of its type; may be given several times
    #[arg(long = "field", value_name = "NAME=VALUE")]
    pub fields: Vec<String>,
    /// A link to another object; may be given several times
    #[arg(long = "link", value_name = "REL:KEY")]
    pub links: Vec<String>,
    /// Who asked for it, or why
    #[arg(long, value_name = "TEXT")]
    pub demand: Option<String>,
    /// When the need arose, where that was before now: 20m, 06:55
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub since: Option<String>,
    /// Adds once, however often it is run with this key
    #[arg(long, value_name = "KEY")]
    pub idempotency_key: Option<String>,
}

/// `object`.
#[derive(Debug, Subcommand)]
#[allow(clippy::large_enum_variant)] // one is made in a run
pub enum ObjectCommand {
    /// An object without a card; prints its key
    #[command(after_help = "Example:\n  streamboard object add problem \"Pool leak in pay-api\"")]
    Add(ObjectAdd),
    /// List objects
    #[command(
        after_help = "Examples:\n  streamboard object list --type problem checkout\n  streamboard object list --type digital-product --field rationalisation=retire --state active"
    )]
    List(ObjectList),
}

impl ObjectCommand {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard object add problem \"Pool leak in pay-api\"
  streamboard object list --type problem";
}

/// `object add`.
#[derive(Debug, Args)]
pub struct ObjectAdd {
    #[arg(value_name = "TYPE")]
    pub type_name: String,
    pub title: String,
    #[command(flatten)]
    pub facts: Facts,
}

/// `object list`.
#[derive(Debug, Args)]
pub struct ObjectList {
    /// What is wanted, as in the boards: `@me #eu p1 state:new checkout`, and `FIELD=VALUE`
    pub filter: Vec<String>,
    #[arg(long = "type", value_name = "TYPE")]
    pub type_name: Option<String>,
    /// In this state
    #[arg(long, value_name = "STATE")]
    pub state: Option<String>,
    /// With this value of a field; `NAME=none`: not set
    #[arg(long = "field", value_name = "NAME=VALUE")]
    pub fields: Vec<String>,
    /// At most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    #[command(flatten)]
    pub shape: Shape,
}

/// `list`.
#[derive(Debug, Args)]
pub struct List {
    /// What is wanted, as in the boards: `@me #eu p1 is:blocked sla:risk age>3d checkout`
    pub filter: Vec<String>,
    /// A saved filter, beside what else is wanted
    #[arg(long = "filter", value_name = "NAME")]
    pub saved: Option<String>,
    #[arg(long, short, value_name = "STREAM")]
    pub stream: Option<String>,
    #[arg(long, value_name = "STAGE")]
    pub stage: Option<String>,
    /// Finished cards, instead of those on the boards
    #[arg(long)]
    pub done: bool,
    /// Cards of archived objects, instead of those on the boards
    #[arg(long)]
    pub archived: bool,
    /// As the boards were then: 2w, mon, 2026-11-01 (its end), "2026-11-01 18:00"
    #[arg(long, value_name = "DATE", allow_hyphen_values = true, conflicts_with_all = ["done", "archived"])]
    pub at: Option<String>,
    #[arg(long, value_name = "BY", default_value = "rank")]
    pub sort: SortBy,
    /// At most so many; 0: all
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    #[command(flatten)]
    pub shape: Shape,
}

impl List {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard list @me is:blocked
  streamboard list --stream operate --sort sla --limit 10
  streamboard list --filter hot
  streamboard list --stream operate --at 2026-11-01
  streamboard list -- -#eu p1,p2";
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SortBy {
    Rank,
    Priority,
    Age,
    Sla,
    Due,
    Score,
}

/// A card, where an object may have several.
#[derive(Debug, Args)]
pub struct OnCard {
    pub key: String,
    /// Which of its cards: STREAM or STREAM/STAGE
    #[arg(long, short, value_name = "STREAM")]
    pub stream: Option<String>,
}

/// `edit`.
#[derive(Debug, Args)]
pub struct Edit {
    pub key: String,
    #[arg(long, allow_hyphen_values = true)]
    pub title: Option<String>,
    /// The text; `-` reads it from the input
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub body: Option<String>,
    /// 1 to 4, or none
    #[arg(long, value_name = "1-4")]
    pub priority: Option<String>,
    /// A name, or none
    #[arg(long, value_name = "NAME")]
    pub assignee: Option<String>,
    /// A team, or none: its assignee's counts
    #[arg(long, value_name = "TEAM")]
    pub team: Option<String>,
    /// A date, or none
    #[arg(long, value_name = "DUE", allow_hyphen_values = true)]
    pub due: Option<String>,
    /// When the need arose, or none
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub since: Option<String>,
    #[arg(long)]
    pub state: Option<String>,
    /// Another type means a key of that type; the old key is still found
    #[arg(long = "type", value_name = "TYPE")]
    pub type_name: Option<String>,
    /// Labels to put on and take off: +eu,-us
    #[arg(long = "label", value_name = "+A,-B", allow_hyphen_values = true)]
    pub labels: Vec<String>,
    /// A field of its type; `NAME=none` clears it
    #[arg(long = "field", value_name = "NAME=VALUE")]
    pub fields: Vec<String>,
    /// What it brings and takes, 0 to 10 or none: value, risk, urgency, impact against cost, time
    #[arg(long = "score", value_name = "FACTOR=N", value_delimiter = ',')]
    pub scores: Vec<String>,
}

impl Edit {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard edit INC-142 --priority 1 --assignee ana --label +eu,-us
  streamboard edit INC-142 --due none
  streamboard edit IDE-12 --score value=8,cost=3
  streamboard edit INC-142";
}

/// How to pass what stands in the way.
#[derive(Debug, Args)]
pub struct Passing {
    /// Tick what is open, then go
    #[arg(long, conflicts_with = "force")]
    pub tick_all: bool,
    /// Go all the same; the reason stays on the card
    #[arg(long, value_name = "REASON")]
    pub force: Option<String>,
}

/// `move`.
#[derive(Debug, Args)]
pub struct Move {
    pub key: String,
    /// A stage of its stream, or `done`
    pub stage: String,
    /// Which of its cards: STREAM or STREAM/STAGE
    #[arg(long, short, value_name = "STREAM")]
    pub stream: Option<String>,
    #[command(flatten)]
    pub spot: Spot,
    /// Why, for the history
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    #[command(flatten)]
    pub passing: Passing,
}

impl Move {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard move INC-142 diagnose
  streamboard move INC-142 diagnose --before INC-140
  streamboard move INC-142 detect --reason \"wrong team\"
  streamboard move INC-142 done";
}

/// Where in the stage.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub struct Spot {
    /// To the top of the stage
    #[arg(long)]
    pub top: bool,
    /// To the bottom of the stage
    #[arg(long)]
    pub bottom: bool,
    /// In front of this card
    #[arg(long, value_name = "KEY")]
    pub before: Option<String>,
    /// Behind this card
    #[arg(long, value_name = "KEY")]
    pub after: Option<String>,
}

/// `finish`.
#[derive(Debug, Args)]
pub struct Finish {
    #[command(flatten)]
    pub card: OnCard,
    /// What it was good for
    #[arg(long, value_name = "TEXT")]
    pub value: Option<String>,
    /// For whom
    #[arg(long = "for", value_name = "WHO")]
    pub beneficiary: Option<String>,
    #[command(flatten)]
    pub passing: Passing,
}

/// `tick`.
#[derive(Debug, Args)]
pub struct Tick {
    pub key: String,
    /// A criterion, by its id or by words of it
    #[arg(required = true, value_name = "CRITERION")]
    pub criteria: Vec<String>,
    /// Which of its cards: STREAM or STREAM/STAGE
    #[arg(long, short, value_name = "STREAM")]
    pub stream: Option<String>,
    /// What shows it
    #[arg(long, value_name = "TEXT")]
    pub evidence: Option<String>,
    /// It does not apply, for this reason
    #[arg(long, value_name = "REASON", conflicts_with_all = ["evidence", "undo"])]
    pub na: Option<String>,
    /// Take the tick away
    #[arg(long, conflicts_with = "evidence")]
    pub undo: bool,
}

impl Tick {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard tick INC-142 detect-issue-out1 --evidence https://wiki/42
  streamboard tick INC-142 \"resolver group\" --na \"only one team\"";
}

/// `block`.
#[derive(Debug, Args)]
pub struct Block {
    pub key: String,
    pub reason: String,
    /// Which of its cards: STREAM or STREAM/STAGE
    #[arg(long, short, value_name = "STREAM")]
    pub stream: Option<String>,
}

/// `wait`.
#[derive(Debug, Args)]
pub struct Wait {
    pub key: String,
    /// A date or a time, or none
    #[arg(allow_hyphen_values = true)]
    pub until: String,
    /// Which of its cards: STREAM or STREAM/STAGE
    #[arg(long, short, value_name = "STREAM")]
    pub stream: Option<String>,
}

/// `link`.
#[derive(Debug, Args)]
pub struct Link {
    #[arg(value_name = "A")]
    pub from: String,
    /// A relation read from A: is-caused-by, causes, blocks, relates-to, duplicates, child-of
    #[arg(value_name = "REL")]
    pub relation: String,
    #[arg(value_name = "B", required_unless_present = "new")]
    pub to: Option<String>,
    /// Make the other object, with this title; prints its key
    #[arg(long, value_name = "TITLE", conflicts_with = "to")]
    pub new: Option<String>,
    /// The type of the other object; the relation says it where it leads to one type only
    #[arg(long = "type", value_name = "TYPE", requires = "new")]
    pub type_name: Option<String>,
}

impl Link {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard link INC-142 is-caused-by PRB-3
  streamboard link INC-142 is-caused-by --new \"Pool leak in pay-api\" --type problem";
}

/// `unlink`.
#[derive(Debug, Args)]
pub struct Unlink {
    #[arg(value_name = "A")]
    pub from: String,
    /// The relation, read from A
    #[arg(value_name = "REL")]
    pub relation: String,
    #[arg(value_name = "B")]
    pub to: String,
}

/// `place`.
#[derive(Debug, Args)]
pub struct Place {
    pub key: String,
    pub stream: String,
    /// The stage; else the first
    #[arg(long, value_name = "STAGE")]
    pub stage: Option<String>,
    /// Enter although the stage is full, for this reason
    #[arg(long, value_name = "REASON")]
    pub force: Option<String>,
}

/// `undo`.
#[derive(Debug, Args)]
pub struct Undo {
    /// So many steps
    #[arg(value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub n: u32,
    /// Take back what can be, where somebody changed a part of it since
    #[arg(long, conflicts_with = "skip")]
    pub rest: bool,
    /// Leave the last step and take back the one before
    #[arg(long)]
    pub skip: bool,
    /// Also what was done in another terminal, without asking
    #[arg(long)]
    pub elsewhere: bool,
}

/// `redo`.
#[derive(Debug, Args)]
pub struct Redo {
    /// So many steps
    #[arg(value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub n: u32,
    /// Also what was taken back in another terminal, without asking
    #[arg(long)]
    pub elsewhere: bool,
}

/// `log`.
#[derive(Debug, Args)]
pub struct Log {
    /// Only of this object
    pub key: Option<String>,
    /// Only since then: 2h, mon, 2026-12-01
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub since: Option<String>,
    /// Only of this person
    #[arg(long, value_name = "NAME")]
    pub actor: Option<String>,
    /// At most so many; 0: all
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub limit: usize,
    /// Go on with what happens from now on, oldest first
    #[arg(long, conflicts_with = "json")]
    pub follow: bool,
    #[command(flatten)]
    pub shape: Shape,
}

impl Log {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard log INC-142
  streamboard log --since 2h --actor ana
  streamboard log --follow --ndjson";
}

/// `triage`.
#[derive(Debug, Args)]
pub struct Triage {
    /// STREAM or STREAM/STAGE; of a stream its first stage
    pub stream: Option<String>,
    /// At most so many; 0: all
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
}

impl Triage {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard triage operate
  streamboard triage operate/diagnose --json --limit 5";
}

/// `major`.
#[derive(Debug, Args)]
pub struct Major {
    pub key: String,
    /// What is known
    pub text: Option<String>,
    /// It is over: how it ended; hands a review on, with the timeline
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["text", "timeline"])]
    pub end: Option<String>,
    /// Print what happened since it was declared, as Markdown
    #[arg(long, conflicts_with = "text")]
    pub timeline: bool,
}

impl Major {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard major INC-142 \"no payments since 09:10\"
  streamboard major INC-142 --timeline
  streamboard major INC-142 --end \"rolled back to 4.17\"
  streamboard list is:major";
}
