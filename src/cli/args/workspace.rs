//! Commands on the workspace, its streams and its files.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Share it with a group of this host
    #[arg(long, value_name = "GROUP")]
    pub shared: Option<String>,
    /// What the workspace is called
    #[arg(long, value_name = "TEXT")]
    pub name: Option<String>,
}

/// `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Write it to this file and end
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `stream`.
#[derive(Debug, Subcommand)]
pub enum StreamCommand {
    /// Show a stream whole
    #[command(after_help = "Example:\n  streamboard stream show operate")]
    Show { stream: String },
    /// Change a stream
    #[command(after_help = "Example:\n  streamboard stream set operate --gate enforce --target 4h:p1")]
    Set(StreamSet),
    /// Make a stream from a file, or from a preset
    #[command(after_help = "Examples:
  streamboard stream add audit.toml
  streamboard stream add --preset plain --name \"Office move\"")]
    Add(StreamAdd),
}

impl StreamCommand {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard stream show operate
  streamboard stream set operate --gate enforce
  streamboard stream add --preset plain --name \"Office move\"";
}

/// `stream set`.
#[derive(Debug, Args)]
pub struct StreamSet {
    pub stream: String,
    #[command(flatten)]
    pub knobs: StreamKnobs,
}

/// What can be set of a stream; at least one.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub struct StreamKnobs {
    #[arg(long, value_name = "TEXT")]
    pub name: Option<String>,
    /// What gates do with a card that is not ready
    #[arg(long, value_name = "POLICY")]
    pub gate: Option<GateWord>,
    /// Within what time cards are to be done: 4h, 3d:p3, none:p3
    #[arg(long = "target", value_name = "DURATION[:pN]")]
    pub targets: Vec<String>,
    /// The time targets are measured in
    #[arg(long, value_name = "TIME")]
    pub clock: Option<ClockWord>,
    /// Whether the clocks stand still while a card is blocked
    #[arg(long, value_name = "YES/NO")]
    pub pause_blocked: Option<YesNo>,
}

/// The time a clock measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ClockWord {
    /// All of it
    Elapsed,
    /// The hours the team works: streamboard calendar
    Working,
}

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum YesNo {
    Yes,
    No,
}

/// `calendar`.
#[derive(Debug, Args)]
pub struct CalendarArgs {
    /// The days of the week: mon-fri, mon,wed,sat
    #[arg(long, value_name = "DAYS")]
    pub days: Option<String>,
    /// The hours of those days: 09:00-17:00, 09:00-12:00,13:00-17:00
    #[arg(long, value_name = "HOURS")]
    pub hours: Option<String>,
    /// A day nobody works: 2026-12-25; with a - in front they work after all
    #[arg(long = "holiday", value_name = "[-]DATE", allow_hyphen_values = true)]
    pub holidays: Vec<String>,
    /// The time zone of the hours: Europe/Berlin
    #[arg(long, value_name = "ZONE")]
    pub zone: Option<String>,
}

impl CalendarArgs {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard calendar
  streamboard calendar --days mon-fri --hours 09:00-12:00,13:00-17:00 --zone Europe/Berlin
  streamboard calendar --holiday 2026-12-25 --holiday -2026-05-01";
}

/// A gate policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GateWord {
    /// No check
    Open,
    /// Moves, and says what was open
    Warn,
    /// Refuses
    Enforce,
}

/// `stream add`.
#[derive(Debug, Args)]
pub struct StreamAdd {
    /// The file, TOML; `-` is the input
    #[arg(value_name = "FILE", required_unless_present = "preset", conflicts_with_all = ["preset", "name"])]
    pub file: Option<PathBuf>,
    /// A preset to begin with
    #[arg(long, value_name = "PRESET")]
    pub preset: Option<String>,
    /// What it is called; else as the preset
    #[arg(long, value_name = "TEXT")]
    pub name: Option<String>,
}

/// `stage`.
#[derive(Debug, Subcommand)]
pub enum StageCommand {
    /// Change a stage: its limit, target or name
    #[command(after_help = "Example:\n  streamboard stage set operate/diagnose --wip 10 --target 4h:p2")]
    Set(StageSet),
    /// Make a stage; the last, unless told otherwise
    #[command(after_help = "Example:\n  streamboard stage add office-move \"Waiting for keys\" --after doing")]
    Add(StageAdd),
    /// Give a stage another name
    #[command(after_help = "Example:\n  streamboard stage rename operate/diagnose \"Find out\"")]
    Rename { stage: String, name: String },
    /// Put a stage elsewhere in its stream
    #[command(after_help = "Example:\n  streamboard stage move office-move/review --after to-do")]
    Move(StageMove),
    /// Take an empty stage away
    #[command(after_help = "Example:\n  streamboard stage remove office-move/review")]
    Remove { stage: String },
}

impl StageCommand {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard stage set operate/diagnose --wip 10 --target 4h:p2
  streamboard stage add office-move \"Waiting for keys\" --after doing";
}

/// `stage set`.
#[derive(Debug, Args)]
pub struct StageSet {
    /// STREAM/STAGE
    pub stage: String,
    #[command(flatten)]
    pub knobs: StageKnobs,
}

/// What can be set of a stage; at least one.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub struct StageKnobs {
    /// How many cards may stand in it, or none
    #[arg(long, value_name = "N")]
    pub wip: Option<String>,
    /// Within what time cards are to leave it: 4h, 1d:p2, none:p2
    #[arg(long = "target", value_name = "DURATION[:pN]")]
    pub targets: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    pub name: Option<String>,
}

/// `stage add`.
#[derive(Debug, Args)]
pub struct StageAdd {
    pub stream: String,
    pub name: String,
    /// Behind this stage
    #[arg(long, value_name = "STAGE")]
    pub after: Option<String>,
}

/// `stage move`.
#[derive(Debug, Args)]
pub struct StageMove {
    /// STREAM/STAGE
    pub stage: String,
    #[command(flatten)]
    pub to: StagePlace,
}

/// Where a stage goes.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct StagePlace {
    /// Behind this stage
    #[arg(long, value_name = "STAGE")]
    pub after: Option<String>,
    /// In front of all
    #[arg(long)]
    pub first: bool,
}

/// `scenarios`.
#[derive(Debug, Args)]
pub struct Scenarios {
    #[arg(long, short, value_name = "STREAM")]
    pub stream: Option<String>,
}

/// `import`.
#[derive(Debug, Args)]
pub struct Import {
    /// The file; `-` is the input
    pub file: PathBuf,
    #[arg(long, value_name = "FORM")]
    pub from: ImportForm,
    /// Where rows that name no stream go
    #[arg(long, short, value_name = "STREAM")]
    pub stream: Option<String>,
    /// Where rows that name no stage go; else the first
    #[arg(long, value_name = "STAGE")]
    pub stage: Option<String>,
    /// A column of the file that is one of ours under another name
    #[arg(long = "map", value_name = "COL=FIELD")]
    pub maps: Vec<String>,
    /// A value that is one of ours under another name
    #[arg(long = "map-value", value_name = "FIELD:\"FROM\"=TO")]
    pub map_values: Vec<String>,
    /// Where rows go that cannot be taken; else beside the file
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    /// Say what would happen, change nothing
    #[arg(long)]
    pub dry_run: bool,
}

impl Import {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard import work.csv --from csv --stream operate --dry-run
  streamboard import tickets.csv --from csv -s operate --map Summary=title --map-value priority:\"High\"=1
  streamboard import workspace.json --from json";
}

/// What a file to be imported is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImportForm {
    /// Rows with a header
    Csv,
    /// A whole workspace, as `export --to json` writes it; only into an empty one
    Json,
}

/// `export`.
#[derive(Debug, Args)]
pub struct Export {
    /// The file; `-` or nothing is the output
    pub file: Option<PathBuf>,
    #[arg(long, value_name = "FORM")]
    pub to: ExportForm,
    /// What is wanted, as in `list`; not for json, which is always whole
    pub filter: Vec<String>,
}

impl Export {
    pub(super) const EXAMPLE: &str = "Examples:
  streamboard export work.csv --to csv stream:operate
  streamboard export - --to markdown @me
  streamboard export workspace.json --to json";
}

/// What a file to be written is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportForm {
    /// The whole workspace with its history
    Json,
    /// A row a card
    Csv,
    /// A list to read
    Markdown,
}
