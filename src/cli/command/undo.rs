//! `undo` and `redo`: the actor's last groups, this terminal's first.

use std::io::BufRead;

use crate::cli::args::{Redo, Undo};
use crate::cli::exit::{Answer, Done, Failure};
use crate::cli::output::{Form, Output, tell};
use crate::cli::session::Session;
use crate::domain::key::Key;
use crate::store::{CommitError, UndoAsk, UndoReceipt, UndoRefusal, Undone};
use crate::text::sanitize;
use crate::wire::json::ChangeDoc;

/// Takes back.
pub fn run(args: &Undo, session: &Session, out: &mut Output) -> Answer {
    let ask = UndoAsk { rest: args.rest, skip: args.skip, ..ask(session, args.n, args.elsewhere) };
    let receipt = turn(session, ask, |ask| session.store()?.undo(ask).map_err(Stop::from))?;
    print(out, &receipt, "taken back")
}

/// Does again.
pub fn run_redo(args: &Redo, session: &Session, out: &mut Output) -> Answer {
    let receipt =
        turn(session, ask(session, args.n, args.elsewhere), |ask| session.store()?.redo(ask).map_err(Stop::from))?;
    print(out, &receipt, "done again")
}

fn ask(session: &Session, n: u32, elsewhere_ok: bool) -> UndoAsk {
    UndoAsk {
        os_user: Some(session.who.os_user.clone()),
        terminal: session.who.terminal.clone(),
        n: n as usize,
        elsewhere_ok,
        ..UndoAsk::last(session.me(), session.now)
    }
}

/// Why an undo stopped: it wants to be asked, or it failed.
enum Stop {
    Asks(UndoRefusal),
    Failed(Failure),
}

impl From<CommitError> for Stop {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Undo(refusal @ UndoRefusal::Elsewhere { .. }) => Self::Asks(refusal),
            other => Self::Failed(other.into()),
        }
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// Tries, asks where something was done in another terminal, tries again.
fn turn(
    session: &Session,
    ask: UndoAsk,
    mut turn: impl FnMut(&UndoAsk) -> Result<UndoReceipt, Stop>,
) -> Answer<UndoReceipt> {
    let refusal = match turn(&ask) {
        Ok(receipt) => return Ok(receipt),
        Err(Stop::Failed(failure)) => return Err(failure),
        Err(Stop::Asks(refusal)) => refusal,
    };
    if !session.may_ask {
        return Err(Failure::from(refusal).hint("--elsewhere takes it"));
    }
    if !agrees(&refusal.to_string())? {
        return Err(Failure::new(crate::cli::exit::Code::NotAllowed, "nothing was changed"));
    }
    turn(&UndoAsk { elsewhere_ok: true, ..ask }).map_err(|stop| match stop {
        Stop::Failed(failure) => failure,
        Stop::Asks(refusal) => refusal.into(),
    })
}

fn agrees(question: &str) -> Answer<bool> {
    tell(&format!("{} [y/N] ", sanitize(question)));
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    read.map_err(|e| Failure::new(crate::cli::exit::Code::Io, format!("the answer cannot be read: {e}")))?;
    Ok(matches!(line.trim().to_lowercase().as_str(), "y" | "yes"))
}

fn print(out: &mut Output, receipt: &UndoReceipt, word: &str) -> Answer {
    if out.form == Form::Json {
        let first = receipt.undone.first();
        let key = first.and_then(|undone| undone.made.key.as_ref()).map(Key::as_str);
        out.json(&ChangeDoc::new(key, first.map(|undone| undone.group.to_string())))?;
        return Ok(Done::Whole);
    }
    for undone in &receipt.undone {
        out.say(&sentence(undone, word))?;
    }
    Ok(Done::Whole)
}

fn sentence(undone: &Undone, word: &str) -> String {
    let left: Vec<String> = undone.left.iter().map(ToString::to_string).collect();
    match left.as_slice() {
        [] => format!("{word}: {}", undone.made),
        left => format!("{word}: {}; left as it is: {}", undone.made, left.join(", ")),
    }
}
