//! The command line: arguments in, an answer on stdout, talk on stderr, an exit code.
//!
//! What may be typed stands in [`args`], what it does in `command` (one file each), how it ends in `exit`. Never
//! here: SQL, drawing, rules. Start reading at [`run`].

pub mod args;
mod command;
mod exit;
mod find;
mod names;
mod output;
mod report;
mod session;
mod values;
mod who;

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use crate::clock::Clock;
use crate::config::Config;
use crate::domain::id::{StageId, StreamId};
use crate::text::sanitize_lines;
pub use args::ColorWhen;
use args::{Cli, Command};
use clap::error::ErrorKind;
pub use exit::{Answer, Code, Done, Failure};
use output::{Output, tell};
use session::Session;
pub use who::Who;

/// How the command line ended: with a code, or with the wish to see the boards.
pub enum Ended {
    Code(ExitCode),
    Board(Box<Board>),
}

/// Where the boards are opened, when that is not where somebody left off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opens {
    /// The standup of a stream, or of all.
    Standup(Option<StreamId>),
    /// The triage of a stage.
    Triage(StageId),
}

/// Boards somebody wants to see on the terminal.
pub struct Board {
    pub config: Config,
    pub who: Who,
    pub clock: Clock,
    /// Plain ASCII, UTF-8, or (`None`) as the locale says.
    pub ascii: Option<bool>,
    pub color: ColorWhen,
    /// The throw-away workspace of the demo; gone when this is dropped.
    pub scratch: Option<tempfile::TempDir>,
    pub opens: Option<Opens>,
}

impl Board {
    /// Boards with demo data, in a workspace that is thrown away.
    pub fn into_demo(self) -> Result<Self, ExitCode> {
        demo(self).map_err(|failure| end(&failure, false))
    }
}

/// Runs the program with what was typed.
pub fn run(typed: Vec<OsString>) -> Ended {
    let wants_json = typed.iter().any(|arg| arg == "--json");
    let cli = match Cli::read(typed) {
        Ok(cli) => cli,
        Err(error) if !error.use_stderr() => return Ended::Code(help(&error)),
        Err(error) => return Ended::Code(failed(&error, wants_json)),
    };
    let is_demo = matches!(cli.command, Some(Command::Demo(args::Demo { out: None })));
    if (cli.command.is_none() || is_demo || has_screen(&cli)) && wants_board(&cli) {
        return match board(&cli, is_demo) {
            Ok(board) => Ended::Board(Box::new(board)),
            Err(failure) => Ended::Code(end(&failure, wants_json)),
        };
    }
    let mut out = Output::new(&cli.global);
    let answer = dispatch(&cli, &mut out).and_then(|done| out.flush().map(|()| done));
    Ended::Code(match answer {
        Ok(Done::Whole) => ExitCode::SUCCESS,
        Ok(Done::Partly) => ExitCode::FAILURE,
        Err(failure) => {
            out.discard();
            end(&failure, wants_json)
        }
    })
}

/// Whether a command has a screen of its own, and nothing was asked that only text can answer.
fn has_screen(cli: &Cli) -> bool {
    match &cli.command {
        Some(Command::Standup(args)) => command::standup::is_for_the_screen(args),
        Some(Command::Triage(_)) => true,
        _ => false,
    }
}

fn opens(cli: &Cli, session: &Session) -> Answer<Option<Opens>> {
    match &cli.command {
        Some(Command::Standup(args)) => {
            command::standup::scope(args, session).map(|(stream, _)| Some(Opens::Standup(stream)))
        }
        Some(Command::Triage(args)) => command::triage::stage(args, session).map(|stage| Some(Opens::Triage(stage))),
        _ => Ok(None),
    }
}

fn wants_board(cli: &Cli) -> bool {
    let is_terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    is_terminal && !cli.global.plain && !cli.global.json
}

fn board(cli: &Cli, is_demo: bool) -> Answer<Board> {
    let session = Session::new(&cli.global)?;
    let opens = opens(cli, &session)?;
    let utf8 = cli.global.force_utf8.then_some(false);
    let board = Board {
        ascii: utf8.or(cli.global.ascii.then_some(true)).or(session.config.ascii),
        config: session.config,
        who: session.who,
        clock: session.clock,
        color: cli.global.color,
        scratch: None,
        opens,
    };
    if is_demo { demo(board) } else { Ok(board) }
}

fn demo(mut board: Board) -> Answer<Board> {
    let failed = |e: std::io::Error| Failure::new(Code::Io, format!("no temporary directory: {e}"));
    let scratch = tempfile::tempdir().map_err(failed)?;
    board.config.database = scratch.path().join("demo.db");
    board.clock = board.clock.started_at(crate::demo::DEMO_AT);
    command::demo::fill(&board.config.database, board.clock.now())?;
    board.scratch = Some(scratch);
    Ok(board)
}

/// Says on stderr why the boards could not be shown.
pub fn tell_failure(error: &str) -> ExitCode {
    end(&Failure::new(Code::Io, error), false)
}

fn dispatch(cli: &Cli, out: &mut Output) -> Answer {
    let mut session = Session::new(&cli.global)?;
    let _scratch = scratch(&mut session, cli.command.as_ref())?;
    match &cli.command {
        None => command::streams::run(&session, out),
        Some(command) => {
            end_on_interrupt();
            command::run(command, &session, out)
        }
    }
}

/// A workspace that is gone at the end: for the demo, and for what is to change nothing where there is none yet.
fn scratch(session: &mut Session, command: Option<&Command>) -> Answer<Option<tempfile::TempDir>> {
    match command {
        Some(Command::Demo(args::Demo { out: None })) => {
            let scratch = session.use_scratch()?;
            command::demo::fill(session.file(), session.now)?;
            Ok(Some(scratch))
        }
        Some(Command::Import(import)) if import.dry_run && !session.file().exists() => session.use_scratch().map(Some),
        _ => Ok(None),
    }
}

/// Ctrl-c ends a command with the code for it; what was committed stays, the rest never was.
fn end_on_interrupt() {
    let always = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
    let _ = signal_hook::flag::register_conditional_shutdown(signal_hook::consts::SIGINT, INTERRUPTED, always);
}

const INTERRUPTED: i32 = 130;

/// Help and version go to stdout; whoever stops reading them has seen enough.
fn help(error: &clap::Error) -> ExitCode {
    let text = error.render().to_string();
    let mut stdout = std::io::stdout().lock();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    ExitCode::SUCCESS
}

fn failed(error: &clap::Error, wants_json: bool) -> ExitCode {
    if wants_json {
        return end(&exit::of_usage(error), true);
    }
    tell(&sanitize_lines(&error.render().to_string()));
    let code = if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        Code::Usage
    } else {
        exit::of_usage(error).code
    };
    code.into()
}

fn end(failure: &Failure, wants_json: bool) -> ExitCode {
    if failure.code != Code::Closed {
        tell(&if wants_json { failure.document() + "\n" } else { failure.lines() });
    }
    failure.code.into()
}
