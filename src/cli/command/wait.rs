//! `wait`.

use crate::cli::args::Wait;
use crate::cli::exit::{Answer, Done};
use crate::cli::output::Output;
use crate::cli::report;
use crate::cli::session::Session;
use crate::domain::intent::Intent;

/// Lets a card wait until a time, or no longer.
pub fn run(args: &Wait, session: &Session, out: &mut Output) -> Answer {
    let until = session.due(&args.until)?;
    let (_, card) = session.open_card(&args.key, args.stream.as_deref())?;
    let receipt = session.commit(vec![Intent::Wait { card: card.card.id, until }])?;
    if out.is_plain() && until.is_none() {
        out.say(&format!("{} waits no longer", card.row.key))?;
        return Ok(Done::Whole);
    }
    report::changed(out, &receipt)
}
