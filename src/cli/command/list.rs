//! `list` and `object list`.

mod then;

use std::ops::ControlFlow;

use super::wanted::Wanted;
use crate::cli::args::{List, ObjectList, SortBy};
use crate::cli::exit::{Answer, Done, Failure};
use crate::cli::output::{Cell, Form, Output, Tone};
use crate::cli::session::Session;
use crate::domain::At;
use crate::domain::date::{show_left, show_span};
use crate::domain::filter::{Cond, Filter, Is};
use crate::domain::object::Object;
use crate::domain::window::{CardRow, Sla};
use crate::store::{ListAsk, ObjectAsk, Sort};
use crate::wire::csv::{self, COLUMNS};
use crate::wire::json::{CardDoc, ObjectDoc, ObjectsDoc, SCHEMA};

/// The column that a list leaves out: it would read every text.
const BODY: usize = 3;

/// Lists cards.
pub fn run(args: &List, session: &Session, out: &mut Output) -> Answer {
    out.shape(&args.shape);
    let ask = ask(args, session)?;
    if let Some(at) = &args.at {
        return then::run(&ask, session.back(at)?, session, out);
    }
    match out.form {
        Form::Plain => plain(session, out, &ask)?,
        Form::Json => json(session, out, &ask)?,
        Form::Ndjson => each(session, &ask, |row| out.json(&CardDoc::of(row, session.now))).map(|_| ())?,
        Form::Csv => {
            out.bytes(&csv::line(&without_body(&COLUMNS)))?;
            each(session, &ask, |row| out.bytes(&csv::line(&without_body(&csv::card_cells(row, "")))))?;
        }
    }
    Ok(Done::Whole)
}

fn ask(args: &List, session: &Session) -> Answer<ListAsk> {
    let mut filter = session.filter(&args.filter)?;
    if let Some(name) = &args.saved {
        filter.terms.extend(session.read_text(&super::filter::words(session, name)?)?.terms);
    }
    let (stream, stage) = match &args.stream {
        Some(word) => session.place(word).map(|(stream, stage)| (Some(stream), stage))?,
        None => (None, None),
    };
    let stage = match &args.stage {
        Some(word) => Some(session.stage(word, stream)?),
        None => stage,
    };
    Ok(ListAsk {
        done: args.done,
        archived: args.archived,
        filter,
        stream: stream.map(|s| s.id.clone()),
        stage,
        sort: sort(args.sort),
        limit: args.limit.filter(|n| *n > 0),
    })
}

/// Whether a filter is about cards that are left out otherwise.
pub fn asks_for(filter: &Filter, is: Is) -> bool {
    filter.terms.iter().any(|term| !term.negated && term.any.contains(&Cond::Is(is)))
}

fn sort(by: SortBy) -> Sort {
    match by {
        SortBy::Rank => Sort::Rank,
        SortBy::Priority => Sort::Priority,
        SortBy::Age => Sort::Age,
        SortBy::Sla => Sort::Sla,
        SortBy::Due => Sort::Due,
        SortBy::Score => Sort::Score,
    }
}

/// Reads cards one by one; ends early when one cannot be printed.
pub fn each(session: &Session, ask: &ListAsk, mut print: impl FnMut(&CardRow) -> Answer<()>) -> Answer<u64> {
    let mut failure: Option<Failure> = None;
    let total = session.reader()?.cards(ask, session.now, |row| match print(&row) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            failure = Some(error);
            ControlFlow::Break(())
        }
    })?;
    failure.map_or(Ok(total), Err)
}

/// Written as it is read: a hundred thousand cards need no memory.
fn json(session: &Session, out: &mut Output, ask: &ListAsk) -> Answer<()> {
    let head = format!("{{\"schema\":{SCHEMA},\"cards\":[");
    // What cannot even be begun leaves nothing on stdout.
    session.reader()?;
    out.bytes(head.as_bytes())?;
    let mut is_first = true;
    let total = each(session, ask, |row| {
        if !std::mem::take(&mut is_first) {
            out.bytes(b",")?;
        }
        out.document(&CardDoc::of(row, session.now))
    })?;
    out.bytes(format!("],\"total\":{total}}}\n").as_bytes())
}

fn plain(session: &Session, out: &mut Output, ask: &ListAsk) -> Answer<()> {
    let mut rows = Vec::new();
    let total = each(session, ask, |row| {
        rows.push(cells(row, session.now));
        Ok(())
    })?;
    out.table(&rows)?;
    match rows.len() as u64 {
        0 => out.say("no card fits; streamboard add TITLE --stream STREAM adds one"),
        n if n < total => out.say(&format!("{n} of {total} cards")),
        _ => Ok(()),
    }
}

/// Key, priority, clock, place, gate, owner and title of a card.
fn cells(row: &CardRow, now: At) -> Vec<Cell> {
    let gate = format!("{}/{}", row.n_met(now), row.n_asked);
    vec![
        Cell::toned(row.key.as_str(), Tone::Strong),
        row.priority.map(|p| format!("P{p}")).unwrap_or_default().into(),
        clock(row, now),
        row.stage.as_str().into(),
        if row.n_asked == 0 { String::new() } else { gate }.into(),
        row.assignee.as_deref().map(|name| format!("@{name}")).unwrap_or_default().into(),
        row.title.as_str().into(),
    ]
}

/// `!2h10` over, `~0h20` left, `#` blocked, else its age.
pub fn clock(row: &CardRow, now: At) -> Cell {
    let left = row.turns.map_or(0, |turns| turns.left_s(now));
    let blocked = if row.blocked.is_some() && row.done_at.is_none() { "#" } else { "" };
    match row.sla(now) {
        _ if row.done_at.is_some() => Cell::toned("done", Tone::Faint),
        Some(Sla::Breached) => Cell::toned(&format!("{blocked}!{}", show_left(left)), Tone::Alarm),
        Some(Sla::AtRisk) => Cell::toned(&format!("{blocked}~{}", show_left(left)), Tone::Care),
        _ => format!("{blocked}{}", show_span(row.age_s(now))).into(),
    }
}

fn without_body<T: AsRef<str>>(cells: &[T]) -> Vec<&str> {
    cells.iter().enumerate().filter(|(idx, _)| *idx != BODY).map(|(_, cell)| cell.as_ref()).collect()
}

/// Lists objects.
pub fn run_objects(args: &ObjectList, session: &Session, out: &mut Output) -> Answer {
    out.shape(&args.shape);
    let (objects, total) = objects(args, session)?;
    match out.form {
        Form::Json => out.json(&ObjectsDoc::new(objects.iter().map(ObjectDoc::of).collect(), total))?,
        Form::Ndjson => objects.iter().try_for_each(|object| out.json(&ObjectDoc::of(object)))?,
        Form::Csv => {
            out.bytes(&csv::line(&COLUMNS))?;
            objects.iter().try_for_each(|object| out.bytes(&csv::line(&csv::object_cells(object))))?;
        }
        Form::Plain => {
            out.table(&objects.iter().map(object_cells).collect::<Vec<_>>())?;
            if objects.is_empty() {
                out.say("no object fits; streamboard object add TYPE TITLE adds one")?;
            }
        }
    }
    Ok(Done::Whole)
}

fn objects(args: &ObjectList, session: &Session) -> Answer<(Vec<Object>, u64)> {
    let wanted = Wanted::of(args, session)?;
    let limit = args.limit.filter(|n| *n > 0);
    let archived = asks_for(&wanted.filter, Is::Archived);
    let asked = if wanted.is_plain() { limit } else { None };
    let ask = ObjectAsk { filter: wanted.filter.clone(), type_id: wanted.type_id.clone(), archived, limit: asked };
    let (mut objects, mut n_fitting) = (Vec::new(), 0);
    let total = session.reader()?.objects(&ask, session.now, |object| {
        if wanted.fits(&object) {
            n_fitting += 1;
            if limit.is_none_or(|limit| n_fitting <= limit as u64) {
                objects.push(object);
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok((objects, if wanted.is_plain() { total } else { n_fitting }))
}

fn object_cells(object: &Object) -> Vec<Cell> {
    vec![
        Cell::toned(object.key.as_str(), Tone::Strong),
        object.priority.map(|p| format!("P{p}")).unwrap_or_default().into(),
        object.type_id.as_str().into(),
        object.state.as_deref().unwrap_or_default().into(),
        object.assignee.as_deref().map(|name| format!("@{name}")).unwrap_or_default().into(),
        object.title.as_str().into(),
    ]
}
