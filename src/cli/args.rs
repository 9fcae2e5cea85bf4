//! What can be typed: one declaration feeds parsing, help, completions and the man page.
//!
//! Here stands only what was typed; what it means (names, dates, filters) is settled in `command`.

mod back;
mod filters;
mod flow;
mod graph;
mod ritual;
mod work;
mod workspace;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use back::*;
pub use filters::*;
pub use flow::*;
pub use graph::*;
pub use ritual::*;
pub use work::*;
pub use workspace::*;

/// Value streams as kanban boards in a terminal.
///
/// Without a command: the boards. When the output is no terminal: the overview as plain text.
#[derive(Debug, Parser)]
#[command(name = "streamboard", version, after_help = EXAMPLE, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Option<Command>,
}

const EXAMPLE: &str = "Examples:
  streamboard
  streamboard add \"Disk 91% on pg-07\" --stream operate --priority 2
  streamboard list @me is:blocked
  streamboard move INC-142 diagnose";

impl Cli {
    /// Reads what was typed.
    pub fn read(typed: Vec<OsString>) -> Result<Self, clap::Error> {
        Self::try_parse_from(negated_last(typed))
    }
}

/// Filter terms such as `-#eu` and `-is:done` would be taken for flags; they go to the end, behind `--`.
fn negated_last(typed: Vec<OsString>) -> Vec<OsString> {
    const FILTERED: [&str; 6] = ["list", "export", "filter", "standup", "metrics", "bottlenecks"];
    let takes_filter = typed.iter().any(|arg| FILTERED.iter().any(|name| arg == name));
    if !takes_filter || typed.iter().any(|arg| arg == "--") {
        return typed;
    }
    let (terms, mut rest): (Vec<_>, Vec<_>) = typed.into_iter().partition(|arg| is_negated(&arg.to_string_lossy()));
    if !terms.is_empty() {
        rest.push("--".into());
    }
    rest.extend(terms);
    rest
}

fn is_negated(arg: &str) -> bool {
    let Some(term) = arg.strip_prefix('-') else { return false };
    let name = term.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let is_named = name.len() < term.len() && name.starts_with([':', '<', '>']);
    let is_priority = term.strip_prefix('p').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    term.starts_with(['#', '@', '"']) || is_named || is_priority
}

/// What every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Everywhere")]
pub struct Global {
    /// The database; else STREAMBOARD_DB, the configuration, the data directory
    #[arg(long, global = true, value_name = "FILE")]
    pub db: Option<PathBuf>,
    /// Who acts; else STREAMBOARD_USER, SUDO_USER, the operating system's user
    #[arg(long = "as", global = true, value_name = "NAME")]
    pub actor: Option<String>,
    /// Print exactly one JSON document, and never ask
    #[arg(long, global = true)]
    pub json: bool,
    /// Never ask anything
    #[arg(long, global = true)]
    pub no_input: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,
    /// Print the overview instead of opening the boards
    #[arg(long)]
    pub plain: bool,
    /// Draw with plain ASCII only
    #[arg(long)]
    pub ascii: bool,
    /// Draw frames and bars although the locale does not say UTF-8
    #[arg(long, conflicts_with = "ascii")]
    pub force_utf8: bool,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    Auto,
    Always,
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add work: a new object with a card; prints its key
    #[command(after_help = Add::EXAMPLE)]
    Add(Add),
    /// Objects, with or without a card
    #[command(subcommand, after_help = ObjectCommand::EXAMPLE)]
    Object(ObjectCommand),
    /// List cards
    #[command(after_help = List::EXAMPLE)]
    List(List),
    /// Show one object whole: fields, cards with gates, links, comments
    #[command(after_help = Show::EXAMPLE)]
    Show(Show),
    /// Change an object; no flag opens your editor
    #[command(after_help = Edit::EXAMPLE)]
    Edit(Edit),
    /// Move a card to another stage, or within its stage
    #[command(after_help = Move::EXAMPLE)]
    Move(Move),
    /// Finish a card: it passes its last gate and leaves the board
    #[command(after_help = "Example:\n  streamboard finish INC-142 --value \"checkout is fast again\" --for Payments")]
    Finish(Finish),
    /// What a card's gate asks, and what is met
    #[command(after_help = "Example:\n  streamboard gate INC-142")]
    Gate(OnCard),
    /// Tick criteria, by id or unambiguous words
    #[command(after_help = Tick::EXAMPLE)]
    Tick(Tick),
    /// Mark a card as blocked, with the reason
    #[command(after_help = "Example:\n  streamboard block INC-142 \"vendor has not answered\"")]
    Block(Block),
    /// A blocked card is free again
    #[command(after_help = "Example:\n  streamboard unblock INC-142")]
    Unblock(OnCard),
    /// A card waits until a time; `none` ends the wait
    #[command(after_help = "Example:\n  streamboard wait INC-142 \"mon 09:00\"")]
    Wait(Wait),
    /// Say something about an object; `-` reads the text from the input
    #[command(after_help = "Example:\n  streamboard comment INC-142 \"pool at 100% since 07:00\"")]
    Comment { key: String, text: String },
    /// Link two objects
    #[command(after_help = Link::EXAMPLE)]
    Link(Link),
    /// Take a link away
    #[command(after_help = "Example:\n  streamboard unlink INC-142 is-caused-by PRB-3")]
    Unlink(Unlink),
    /// Carry work to another stream, along an edge that fits; prints the key
    #[command(name = "handoff", after_help = HandOff::EXAMPLE)]
    HandOff(HandOff),
    /// Approve a card for a role, or reject it
    #[command(after_help = Approve::EXAMPLE)]
    Approve(Approve),
    /// What came into a stage and is still to be sorted, by the time left; in a terminal: sort it there
    #[command(after_help = Triage::EXAMPLE)]
    Triage(Triage),
    /// It is no work of its own: off its boards, with a reason
    #[command(after_help = "Example:\n  streamboard dismiss EVT-9 \"probe flaps\"")]
    Dismiss { key: String, reason: String },
    /// It is there already as another object: linked to that, and off its boards
    #[command(after_help = "Example:\n  streamboard duplicate INC-151 INC-142")]
    Duplicate {
        key: String,
        /// The one that stays
        of: String,
    },
    /// Declare something major: pinned over all boards until it ends with a review
    #[command(after_help = Major::EXAMPLE)]
    Major(Major),
    /// The approvals that wait for you
    #[command(after_help = "Example:\n  streamboard approvals\n  streamboard --as bea approvals --json")]
    Approvals,
    /// What an object came from, and what came of it
    #[command(after_help = Trace::EXAMPLE)]
    Trace(Trace),
    /// What depends on an object, what troubles that, and what is at risk
    #[command(after_help = "Example:\n  streamboard impact API-3")]
    Impact(Impact),
    /// One more card of the same object; prints its key
    #[command(after_help = "Example:\n  streamboard place PRD-4 deploy --stage fulfill")]
    Place(Place),
    /// Take an object and its cards off the boards
    #[command(after_help = "Example:\n  streamboard archive INC-142")]
    Archive { key: String },
    /// Bring an archived object back
    #[command(after_help = "Example:\n  streamboard restore INC-142")]
    Restore { key: String },
    /// Take back what you did last
    #[command(after_help = "Example:\n  streamboard undo 2")]
    Undo(Undo),
    /// Do again what you took back
    #[command(after_help = "Example:\n  streamboard redo")]
    Redo(Redo),
    /// The standup: what changed, what is held up, the cards to walk
    #[command(after_help = Standup::EXAMPLE)]
    Standup(Standup),
    /// Figures of flow: times, throughput, waits, targets; a forecast
    #[command(after_help = Metrics::EXAMPLE)]
    Metrics(Metrics),
    /// The stages in which work waited longest, with the reason
    #[command(after_help = Bottlenecks::EXAMPLE)]
    Bottlenecks(Bottlenecks),
    /// The journal, newest first
    #[command(after_help = Log::EXAMPLE)]
    Log(Log),
    /// Make a workspace
    #[command(after_help = "Example:\n  streamboard init --shared ops --name \"Payments\"")]
    Init(Init),
    /// A throw-away workspace with seeded data
    #[command(after_help = "Example:\n  streamboard demo --out demo.db")]
    Demo(Demo),
    /// All streams with their stages and counts
    #[command(after_help = Streams::EXAMPLE)]
    Streams(Streams),
    /// What changed on the boards between two dates: the net, card by card
    #[command(after_help = Changes::EXAMPLE)]
    Changes(Changes),
    /// One stream: look at it, change it, make another
    #[command(subcommand, after_help = StreamCommand::EXAMPLE)]
    Stream(StreamCommand),
    /// One stage: change it, make another
    #[command(subcommand, after_help = StageCommand::EXAMPLE)]
    Stage(StageCommand),
    /// The hours the team works, which the clocks of some streams go by
    #[command(after_help = CalendarArgs::EXAMPLE)]
    Calendar(CalendarArgs),
    /// The types of objects, their states, fields and relations
    #[command(after_help = "Example:\n  streamboard types --json")]
    Types,
    /// The templates for new work
    #[command(after_help = "Example:\n  streamboard scenarios --stream operate")]
    Scenarios(Scenarios),
    /// The people the workspace knows, with their roles
    #[command(after_help = "Example:\n  streamboard people")]
    People,
    /// One person: name, roles
    #[command(subcommand, after_help = PersonCommand::EXAMPLE)]
    Person(PersonCommand),
    /// Saved filters: look at them, keep one, forget one
    #[command(name = "filter", subcommand, after_help = FilterCommand::EXAMPLE)]
    Filter(FilterCommand),
    /// Take in cards and objects from a file
    #[command(after_help = Import::EXAMPLE)]
    Import(Import),
    /// Write cards, or the whole workspace, to a file
    #[command(after_help = Export::EXAMPLE)]
    Export(Export),
    /// Where the files lie
    #[command(after_help = "Example:\n  streamboard paths")]
    Paths,
    /// Print the completions of a shell
    #[command(
        after_help = "Example:\n  streamboard completions bash > ~/.local/share/bash-completion/completions/streamboard"
    )]
    Completions { shell: clap_complete::Shell },
    /// Print the manual page
    #[command(after_help = "Example:\n  streamboard man > streamboard.1")]
    Man,
    /// Print the table of keys
    #[command(hide = true, after_help = "Example:\n  streamboard keys")]
    Keys,
}

/// How a list is printed, beside plain text and `--json`.
#[derive(Debug, Args)]
pub struct Shape {
    /// One JSON document a line
    #[arg(long, conflicts_with_all = ["csv", "json"])]
    pub ndjson: bool,
    /// Comma-separated values
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_declarations_hold_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_has_an_example() {
        fn check(command: &clap::Command) {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("streamboard"), "{} has no example", command.get_name());
            command.get_subcommands().for_each(check);
        }
        check(&Cli::command());
    }

    #[test]
    fn a_filter_may_begin_with_a_hyphen() {
        let typed = ["streamboard", "list", "checkout", "-#eu", "--stream", "operate", "-is:done", "-p1"];
        let cli = Cli::read(typed.map(OsString::from).to_vec()).unwrap();
        let Some(Command::List(list)) = cli.command else { panic!("no list") };
        assert_eq!(
            (list.filter.join(" ").as_str(), list.stream.as_deref()),
            ("checkout -#eu -is:done -p1", Some("operate"))
        );
        assert!(Cli::read(["streamboard", "list", "--strem", "-x"].map(OsString::from).to_vec()).is_err());
    }
}
