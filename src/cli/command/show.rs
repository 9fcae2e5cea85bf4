//! `show`: one object whole.

mod then;

use super::gate::{print_approvals, print_lines};
use super::list::clock;
use crate::cli::args::Show;
use crate::cli::exit::{Answer, Done};
use crate::cli::output::{Cell, Form, Output, Tone};
use crate::cli::session::Session;
use crate::domain::date::show_span;
use crate::domain::object::{FieldKind, ObjectType};
use crate::domain::value::Value;
use crate::domain::window::{Sheet, Standing};
use crate::wire::json::{ShowDoc, ShownDoc};

/// Shows an object.
pub fn run(args: &Show, session: &Session, out: &mut Output) -> Answer {
    if let Some(at) = &args.at {
        return then::run(&args.key, session.back(at)?, session, out);
    }
    let sheet = session.sheet(&args.key)?;
    if out.form == Form::Json {
        out.json(&ShowDoc::new(ShownDoc::of(&sheet, session.now)))?;
        return Ok(Done::Whole);
    }
    head(session, out, &sheet)?;
    sheet.cards.iter().try_for_each(|card| standing(session, out, card))?;
    links(out, &sheet)?;
    comments(session, out, &sheet)?;
    Ok(Done::Whole)
}

fn head(session: &Session, out: &mut Output, sheet: &Sheet) -> Answer<()> {
    let object = &sheet.object;
    out.heading(&format!("{}  {}", object.key, object.title))?;
    let kind = session.reader()?.types()?.into_iter().find(|kind| kind.id == object.type_id);
    out.table(&facts(session, sheet, kind.as_ref()))?;
    for notice in &sheet.notices {
        out.line(&format!("  * {}  ({})", notice.text, session.local(notice.at)))?;
    }
    if object.body.is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.paragraph(&object.body, "  ")
}

fn facts(session: &Session, sheet: &Sheet, kind: Option<&ObjectType>) -> Vec<Vec<Cell>> {
    let object = &sheet.object;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut row = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            rows.push(vec![Cell::toned(&format!("  {name}"), Tone::Faint), value.into()]);
        }
    };
    let aliases: Vec<&str> = object.aliases.iter().map(crate::domain::key::Key::as_str).collect();
    row("type", Some(sheet.type_name.clone()));
    row("state", object.state.clone());
    row("priority", object.priority.map(|p| format!("P{p}")));
    row("assignee", object.assignee.as_deref().map(|name| format!("@{name}")));
    row("team", object.team.clone());
    row("labels", Some(object.labels.join(", ")).filter(|labels| !labels.is_empty()));
    row("due", object.due_at.map(|at| session.local(at)));
    row("since", object.since.map(|at| session.local(at)));
    row("demand", object.demand.clone());
    row("scenario", object.scenario.clone());
    row("created", Some(format!("{} by {}", session.local(object.created_at), object.created_by)));
    row("archived", object.archived.then(|| "yes".to_owned()));
    row("before", Some(aliases.join(", ")).filter(|keys| !keys.is_empty()));
    for (id, value) in &object.fields {
        row(id, Some(with_unit(session, kind, id, value)));
    }
    for figure in &sheet.figures {
        let unit = figure.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
        row(&figure.name, Some(format!("{}{unit}", round(figure.value))));
    }
    rows
}

/// A figure with two digits behind the point at most.
fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// A field as people read it: a date as it is here, a length of time in words, a number with its unit.
fn with_unit(session: &Session, kind: Option<&ObjectType>, id: &str, value: &Value) -> String {
    let field = kind.and_then(|kind| kind.fields.iter().find(|field| field.id == id));
    let text = match (field.map(|field| field.kind), value) {
        (Some(FieldKind::Date), value) => value.as_at().map_or_else(|| shown(value), |at| session.local(at)),
        (Some(FieldKind::Duration), Value::Int(seconds)) => show_span(*seconds),
        _ => shown(value),
    };
    match field.and_then(|field| field.unit.as_deref()) {
        Some(unit) => format!("{text} {unit}"),
        None => text,
    }
}

/// The value of a field, as text.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Bool(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        other => crate::wire::value::to_json(other),
    }
}

fn standing(session: &Session, out: &mut Output, card: &Standing) -> Answer<()> {
    let row = &card.row;
    out.line("")?;
    out.heading(&format!("{} / {}", card.stream_name, card.stage_name))?;
    let mut facts = vec![vec![Cell::from("  clock"), clock(row, session.now)]];
    facts.push(vec!["  in stage".into(), show_span(row.in_stage_s(session.now)).into()]);
    if let Some(reason) = &row.blocked {
        facts.push(vec!["  blocked".into(), Cell::toned(reason, Tone::Alarm)]);
    }
    if let Some(until) = row.waiting_until.filter(|until| *until > session.now) {
        facts.push(vec!["  waits until".into(), session.local(until).into()]);
    }
    if let Some(key) = &row.waiting_for {
        facts.push(vec!["  waits for".into(), Cell::toned(&format!("an answer from {key}"), Tone::Care)]);
    }
    for forced in &card.overrides {
        let by = format!("{} ({}, {})", forced.reason, forced.by, session.local(forced.at));
        facts.push(vec!["  forced".into(), by.into()]);
    }
    out.table(&facts)?;
    if row.done_at.is_some() {
        return Ok(());
    }
    print_lines(out, &card.gate, card.next_name.as_deref())?;
    print_approvals(session, out, &card.gate)
}

fn links(out: &mut Output, sheet: &Sheet) -> Answer<()> {
    if sheet.links.is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.heading("Links")?;
    let row = |link: &crate::domain::window::LinkRow| -> Vec<Cell> {
        let name = format!("  {}", link.name);
        vec![
            name.into(),
            Cell::toned(link.key.as_str(), Tone::Strong),
            link.type_id.as_str().into(),
            link.title.as_str().into(),
        ]
    };
    out.table(&sheet.links.iter().map(row).collect::<Vec<_>>())
}

fn comments(session: &Session, out: &mut Output, sheet: &Sheet) -> Answer<()> {
    if sheet.comments.is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.heading("Comments")?;
    for comment in &sheet.comments {
        out.line(&format!("  {}  {}", session.local(comment.at), comment.actor))?;
        out.paragraph(&comment.text, "    ")?;
    }
    Ok(())
}
