//! One file a command: what was typed becomes intents and questions, what came of it is printed.

mod add;
mod approve;
mod archive;
mod block;
mod bottlenecks;
mod calendar;
mod changes;
mod comment;
pub mod demo;
mod edit;
mod edit_form;
mod export;
mod filter;
mod gate;
mod handoff;
mod import;
mod init;
mod link;
mod list;
mod log;
mod major;
mod manual;
mod metrics;
mod movement;
mod paths;
mod people;
mod place;
mod settle;
mod show;
mod stage;
pub mod standup;
mod stream;
pub mod streams;
mod tick;
mod trace;
pub mod triage;
mod types;
mod undo;
mod wait;
mod wanted;
mod whole;

use super::args::{Command, ObjectCommand};
use super::exit::Answer;
use super::output::Output;
use super::session::Session;

/// Runs a command.
pub fn run(command: &Command, session: &Session, out: &mut Output) -> Answer {
    match command {
        Command::Add(args) => add::run(args, session, out),
        Command::Object(ObjectCommand::Add(args)) => add::run_object(args, session, out),
        Command::Object(ObjectCommand::List(args)) => list::run_objects(args, session, out),
        Command::List(args) => list::run(args, session, out),
        Command::Show(args) => show::run(args, session, out),
        Command::Edit(args) => edit::run(args, session, out),
        Command::Move(args) => movement::run(args, session, out),
        Command::Finish(args) => movement::run_finish(args, session, out),
        Command::Gate(args) => gate::run(args, session, out),
        Command::Tick(args) => tick::run(args, session, out),
        Command::Block(args) => block::run(args, session, out),
        Command::Unblock(args) => block::run_unblock(args, session, out),
        Command::Wait(args) => wait::run(args, session, out),
        Command::Comment { key, text } => comment::run(key, text, session, out),
        Command::Link(args) => link::run(args, session, out),
        Command::Unlink(args) => link::run_unlink(args, session, out),
        Command::HandOff(args) => handoff::run(args, session, out),
        Command::Approve(args) => approve::run(args, session, out),
        Command::Triage(args) => triage::run(args, session, out),
        Command::Dismiss { key, reason } => settle::dismiss(key, reason, session, out),
        Command::Duplicate { key, of } => settle::duplicate(key, of, session, out),
        Command::Major(args) => major::run(args, session, out),
        Command::Approvals => approve::run_waiting(session, out),
        Command::Trace(args) => trace::run(args, session, out),
        Command::Impact(args) => trace::run_impact(args, session, out),
        Command::Place(args) => place::run(args, session, out),
        Command::Archive { key } => archive::run(key, session, out),
        Command::Restore { key } => archive::run_restore(key, session, out),
        Command::Standup(args) => standup::run(args, session, out),
        Command::Metrics(args) => metrics::run(args, session, out),
        Command::Bottlenecks(args) => bottlenecks::run(args, session, out),
        Command::Log(args) => log::run(args, session, out),
        Command::Init(args) => init::run(args, session, out),
        Command::Streams(args) => streams::run_at(args, session, out),
        Command::Changes(args) => changes::run(args, session, out),
        Command::Stream(command) => stream::run(command, session, out),
        Command::Stage(command) => stage::run(command, session, out),
        Command::Calendar(args) => calendar::run(args, session, out),
        Command::Types => types::run(session, out),
        Command::Scenarios(args) => types::run_scenarios(args, session, out),
        Command::People => people::run(session, out),
        Command::Person(command) => people::run_person(command, session, out),
        Command::Filter(command) => filter::run(command, session, out),
        Command::Paths => paths::run(session, out),
        Command::Completions { shell } => manual::completions(*shell, out),
        Command::Man => manual::man(out),
        Command::Keys => manual::keys(out),
        Command::Import(args) => import::run(args, session, out),
        Command::Export(args) => export::run(args, session, out),
        Command::Undo(args) => undo::run(args, session, out),
        Command::Redo(args) => undo::run_redo(args, session, out),
        Command::Demo(args) => match demo::write(args, session, out)? {
            Some(done) => Ok(done),
            None => streams::run(session, out),
        },
    }
}
