//! `link` and `unlink`.

use crate::cli::args::Link;
use crate::cli::exit::Answer;
use crate::cli::output::Output;
use crate::cli::report;
use crate::cli::session::Session;
use crate::domain::intent::Intent;

/// Links two objects.
pub fn run(args: &Link, session: &Session, out: &mut Output) -> Answer {
    let (from, to) = (session.object(&args.from)?, session.object(&args.to)?);
    let relation = session.relation(&args.relation)?;
    report::changed(out, &session.commit(vec![Intent::Link { from, relation, to }])?)
}

/// Takes a link away.
pub fn run_unlink(args: &Link, session: &Session, out: &mut Output) -> Answer {
    let (from, to) = (session.object(&args.from)?, session.object(&args.to)?);
    let relation = session.relation(&args.relation)?;
    report::changed(out, &session.commit(vec![Intent::Unlink { from, relation, to }])?)
}
