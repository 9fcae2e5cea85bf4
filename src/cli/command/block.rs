//! `block` and `unblock`.

use crate::cli::args::{Block, OnCard};
use crate::cli::exit::Answer;
use crate::cli::output::Output;
use crate::cli::report;
use crate::cli::session::Session;
use crate::domain::intent::Intent;

/// Blocks a card.
pub fn run(args: &Block, session: &Session, out: &mut Output) -> Answer {
    let (_, card) = session.open_card(&args.key, args.stream.as_deref())?;
    let intent = Intent::Block { card: card.card.id, reason: args.reason.clone() };
    report::changed(out, &session.commit(vec![intent])?)
}

/// Frees a card.
pub fn run_unblock(args: &OnCard, session: &Session, out: &mut Output) -> Answer {
    let (_, card) = session.open_card(&args.key, args.stream.as_deref())?;
    report::changed(out, &session.commit(vec![Intent::Unblock { card: card.card.id }])?)
}
