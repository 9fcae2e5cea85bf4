//! `archive` and `restore`.

use crate::cli::exit::Answer;
use crate::cli::output::Output;
use crate::cli::report;
use crate::cli::session::Session;
use crate::domain::intent::Intent;

/// Takes an object off the boards.
pub fn run(key: &str, session: &Session, out: &mut Output) -> Answer {
    let object = session.object(key)?;
    report::changed(out, &session.commit(vec![Intent::Archive { object }])?)
}

/// Brings an object back.
pub fn run_restore(key: &str, session: &Session, out: &mut Output) -> Answer {
    let object = session.object(key)?;
    report::changed(out, &session.commit(vec![Intent::Restore { object }])?)
}
