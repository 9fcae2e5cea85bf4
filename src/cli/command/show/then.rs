//! `show --at`: one object as it was.

use super::{comments, head, links};
use crate::cli::command::list::clock;
use crate::cli::exit::{Answer, Code, Done, Failure};
use crate::cli::output::{Cell, Form, Output, Tone};
use crate::cli::session::Session;
use crate::domain::At;
use crate::domain::date::show_span;
use crate::domain::window::{CardRow, Sheet};
use crate::wire::json::{ShowThenDoc, ShownThenDoc, Then};

/// Shows an object as it was.
pub(super) fn run(key: &str, at: At, session: &Session, out: &mut Output) -> Answer {
    let found = session.reader()?.sheet_at(session.object(key)?, at)?;
    let missing = || format!("there was no \"{key}\" yet on {}", session.local(at));
    let then = found.ok_or_else(|| Failure::new(Code::NotFound, missing()))?;
    if out.form == Form::Json {
        out.json(&ShowThenDoc::new(Then(at), ShownThenDoc::of(&then)))?;
        return Ok(Done::Whole);
    }
    let sheet = Sheet {
        object: then.object,
        type_name: then.type_name,
        is_closed: false,
        cards: Vec::new(),
        links: then.links,
        comments: then.comments,
        notices: Vec::new(),
        figures: Vec::new(),
    };
    out.line(&format!("as it was on {}", session.local(at)))?;
    head(session, out, &sheet)?;
    then.cards.iter().try_for_each(|row| stood(session, out, row, at))?;
    links(out, &sheet)?;
    comments(session, out, &sheet)?;
    Ok(Done::Whole)
}

/// Where a card stood, and what held it.
fn stood(session: &Session, out: &mut Output, row: &CardRow, at: At) -> Answer<()> {
    out.line("")?;
    out.heading(&format!("{} / {}", session.stream_name(&row.stage.stream()), session.stage_name(&row.stage)))?;
    let mut facts = vec![vec![Cell::from("  clock"), clock(row, at)]];
    facts.push(vec!["  in stage".into(), show_span(row.in_stage_s(at)).into()]);
    if let Some(reason) = &row.blocked {
        facts.push(vec!["  blocked".into(), Cell::toned(reason, Tone::Alarm)]);
    }
    if let Some(until) = row.waiting_until.filter(|until| *until > at) {
        facts.push(vec!["  waits until".into(), session.local(until).into()]);
    }
    if let Some(key) = &row.waiting_for {
        facts.push(vec!["  waits for".into(), Cell::toned(&format!("an answer from {key}"), Tone::Care)]);
    }
    out.table(&facts)
}
