//! `list --at`: the cards that stood on the boards then.

use super::{cells, without_body};
use crate::cli::exit::{Answer, Done, Failure};
use crate::cli::output::{Form, Output};
use crate::cli::session::Session;
use crate::domain::At;
use crate::domain::window::CardRow;
use crate::store::{ListAsk, ThenAsk};
use crate::wire::csv::{self, COLUMNS};
use crate::wire::json::{CardDoc, CardsThenDoc, Then};

/// Lists cards as they were.
pub(super) fn run(ask: &ListAsk, at: At, session: &Session, out: &mut Output) -> Answer {
    if let Some(what) = ask.filter.unknowable_then() {
        return Err(Failure::invalid(format!("a filter of the past cannot ask {what}")));
    }
    let (rows, total) = rows(ask, at, session)?;
    session.say_if_nothing_then(at, if ask.filter.is_empty() { total } else { 1 })?;
    match out.form {
        Form::Json => {
            let cards = rows.iter().map(|row| CardDoc::of(row, at)).collect();
            out.json(&CardsThenDoc::new(Then(at), cards, total))?;
        }
        Form::Ndjson => rows.iter().try_for_each(|row| out.json(&CardDoc::of(row, at)))?,
        Form::Csv => {
            out.bytes(&csv::line(&without_body(&COLUMNS)))?;
            rows.iter().try_for_each(|row| out.bytes(&csv::line(&without_body(&csv::card_cells(row, "")))))?;
        }
        Form::Plain => {
            out.table(&rows.iter().map(|row| cells(row, at)).collect::<Vec<_>>())?;
            if rows.is_empty() && !ask.filter.is_empty() {
                out.say("no card fitted then")?;
            } else if (rows.len() as u64) < total {
                out.say(&format!("{} of {total} cards", rows.len()))?;
            }
        }
    }
    Ok(Done::Whole)
}

fn rows(ask: &ListAsk, at: At, session: &Session) -> Answer<(Vec<CardRow>, u64)> {
    let asked = ThenAsk {
        filter: ask.filter.clone(),
        stream: ask.stream.clone(),
        stage: ask.stage.clone(),
        sort: ask.sort,
        limit: ask.limit,
    };
    let mut rows = Vec::new();
    let total = session.reader()?.cards_at(&asked, at, |row| {
        rows.push(row.clone());
        std::ops::ControlFlow::Continue(())
    })?;
    Ok((rows, total))
}
