//! `approve` and `approvals`: what people say for their roles.

use crate::cli::args::Approve;
use crate::cli::exit::{Answer, Done};
use crate::cli::output::{Cell, Form, Output, Tone};
use crate::cli::report;
use crate::cli::session::Session;
use crate::domain::date::show_span;
use crate::domain::id::CardId;
use crate::domain::intent::Intent;
use crate::domain::trace::WaitingRow;
use crate::wire::json::{WaitingDoc, WaitingListDoc};

/// Approves or rejects.
pub fn run(args: &Approve, session: &Session, out: &mut Output) -> Answer {
    let role = session.role(&args.role)?.id;
    let card = card(args, session, &role)?;
    let (is_rejected, comment) = (args.reject, args.comment.clone());
    let receipt = session.commit(vec![Intent::Approve { card, role, is_rejected, comment }])?;
    report::changed(out, &receipt)
}

/// The card meant; of several the one whose gate asks the role.
fn card(args: &Approve, session: &Session, role: &str) -> Answer<CardId> {
    if args.stream.is_none() {
        let sheet = session.sheet(&args.key)?;
        let open = sheet.cards.iter().filter(|card| !card.card.place.is_done());
        let asking: Vec<_> = open.filter(|card| card.gate.approvals.iter().any(|a| a.role == role)).collect();
        if let [one] = asking.as_slice() {
            return Ok(one.card.id);
        }
    }
    let (_, card) = session.open_card(&args.key, args.stream.as_deref())?;
    Ok(card.card.id)
}

/// Lists what waits for the one who asks.
pub fn run_waiting(session: &Session, out: &mut Output) -> Answer {
    let rows = session.reader()?.waiting_for_me(session.me(), session.now)?;
    if out.form == Form::Json {
        out.json(&WaitingListDoc::new(rows.iter().map(WaitingDoc::of).collect()))?;
        return Ok(Done::Whole);
    }
    out.table(&rows.iter().map(|row| cells(row, session)).collect::<Vec<_>>())?;
    let sentence = if rows.is_empty() {
        format!("no approval waits for {}", session.me())
    } else {
        "streamboard approve KEY --role ROLE gives one".to_owned()
    };
    out.say(&sentence)?;
    Ok(Done::Whole)
}

fn cells(row: &WaitingRow, session: &Session) -> Vec<Cell> {
    vec![
        Cell::toned(row.key.as_str(), Tone::Strong),
        row.role.as_str().into(),
        row.stands_for.as_deref().unwrap_or_default().into(),
        row.stage.as_str().into(),
        show_span((session.now - row.since).num_seconds().max(0)).into(),
        row.title.as_str().into(),
    ]
}
