//! `wait`.

use crate::cli::args::Wait;
use crate::cli::exit::Answer;
use crate::cli::output::Output;
use crate::cli::report;
use crate::cli::session::Session;
use crate::domain::intent::Intent;

/// Lets a card wait until a time, or no longer.
pub fn run(args: &Wait, session: &Session, out: &mut Output) -> Answer {
    let until = session.due(&args.until)?;
    let (_, card) = session.open_card(&args.key, args.stream.as_deref())?;
    report::changed(out, &session.commit(vec![Intent::Wait { card: card.card.id, until }])?)
}
