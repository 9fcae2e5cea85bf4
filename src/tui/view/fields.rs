//! The fields of an object, where it stands, and its text.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::look::Look;
use super::words;
use crate::domain::At;
use crate::domain::date::show_span;
use crate::domain::object::FieldKind;
use crate::domain::value::Value;
use crate::domain::window::{NoticeRow, Sheet, Standing};
use crate::text;
use crate::tui::layout;

/// A label and what it says; without a label, a line of text.
type Field = (String, String);

/// Cells of a label.
const LABEL: u16 = 10;

/// Draws the fields, from the line `scroll` on.
pub fn draw(look: &Look<'_>, sheet: &Sheet, scroll: usize, area: Rect, buf: &mut Buffer) {
    let rows = rows(look, sheet, area.width);
    let scroll = scroll.min(rows.len().saturating_sub(usize::from(area.height)));
    for (n, (label, value)) in rows[scroll..].iter().take(usize::from(area.height)).enumerate() {
        let line = layout::row(area, n as u16);
        look.put(buf, Rect { width: line.width.min(LABEL), ..line }, label, look.theme.dim);
        let indent = if label.is_empty() && scroll + n >= first_text_row(sheet, &rows) { 0 } else { LABEL + 1 };
        look.put(buf, layout::indent(line, indent), value, Style::new());
    }
}

/// Where the text begins: behind the last row with a label.
fn first_text_row(sheet: &Sheet, rows: &[Field]) -> usize {
    let last = rows.iter().rposition(|(label, _)| !label.is_empty()).unwrap_or(0);
    if sheet.object.body.trim().is_empty() { rows.len() } else { last + 1 }
}

fn rows(look: &Look<'_>, sheet: &Sheet, width: u16) -> Vec<Field> {
    let room = usize::from(width.saturating_sub(LABEL + 1));
    let mut rows = Vec::new();
    for (label, value) in fields(look, sheet) {
        for (n, part) in text::wrap(&text::sanitize(&value), room).into_iter().enumerate() {
            rows.push((if n == 0 { label.clone() } else { " ".to_owned() }, part));
        }
    }
    let body = text::sanitize_lines(sheet.object.body.trim_end());
    if !body.is_empty() {
        rows.push((String::new(), String::new()));
        rows.extend(text::wrap(&body, usize::from(width)).into_iter().map(|line| (String::new(), line)));
    }
    rows
}

fn fields(look: &Look<'_>, sheet: &Sheet) -> Vec<Field> {
    let (model, object) = (look.model, &sheet.object);
    let moment = |at: At| words::moment(at, model.now, model.zone);
    let state = object.state.as_ref().map_or_else(String::new, |state| format!(", {state}"));
    let closed = if sheet.is_closed { ", closed" } else { "" };
    let mut fields: Vec<Field> = sheet.notices.iter().map(|n| field("now", notice(look, n))).collect();
    fields.push(field("type", format!("{}{state}{closed}", sheet.type_name)));
    fields.extend(object.priority.map(|p| field("priority", format!("P{p}"))));
    fields.push(field("owner", object.assignee.clone().unwrap_or_else(|| "nobody".into())));
    fields.extend((!object.labels.is_empty()).then(|| field("labels", object.labels.join(", "))));
    fields.extend(object.due_at.map(|at| field("due", moment(at))));
    fields.extend(sheet.cards.iter().map(|standing| field("stands in", stands(look, standing))));
    let age = show_span((model.now - object.created_at).num_seconds());
    fields.push(field("made", format!("{} by {}, {age} ago", moment(object.created_at), object.created_by)));
    fields.extend(object.since.map(|at| field("since", moment(at))));
    fields.extend(object.fields.iter().map(|(id, value)| {
        let (name, text) = named(look, sheet, id, value);
        field(&name, text)
    }));
    fields.extend(sheet.figures.iter().map(|figure| field("figure", words::figure(figure))));
    fields.extend(object.demand.as_ref().map(|text| field("demand", text.clone())));
    fields.extend(object.scenario.as_ref().map(|text| field("scenario", text.clone())));
    let aliases: Vec<&str> = object.aliases.iter().map(crate::domain::key::Key::as_str).collect();
    fields.extend((!aliases.is_empty()).then(|| field("was", aliases.join(", "))));
    let forced = sheet.cards.iter().flat_map(|s| &s.overrides);
    fields.extend(forced.map(|o| field("forced", format!("{}, {} {}", o.reason, o.by, moment(o.at)))));
    fields.extend(object.archived.then(|| field("archived", "yes".into())));
    fields
}

fn stands(look: &Look<'_>, standing: &Standing) -> String {
    let row = &standing.row;
    let here = show_span(row.in_stage_s(look.model.now));
    let clock = words::clock_or_left(look, row).map_or_else(String::new, |(text, _)| format!(", {text}"));
    let waits = words::waits(row, look.model.now, look.model.zone).map(|text| format!(", {text}"));
    let blocked = row.blocked.as_ref().map(|why| format!(", {}", words::blocked(why)));
    let place = format!("{}/{}", standing.stream_name, standing.stage_name);
    match row.done_at {
        Some(at) => format!("{place}, done {}", words::moment(at, look.model.now, look.model.zone)),
        None => format!("{place} for {here}{clock}{}{}", waits.unwrap_or_default(), blocked.unwrap_or_default()),
    }
}

/// What became true by itself, and since when.
fn notice(look: &Look<'_>, notice: &NoticeRow) -> String {
    format!("{}, {}", notice.text, words::moment(notice.at, look.model.now, look.model.zone))
}

/// A field of the object's type by its name, and its value as people read it; before the types are known, by its id.
pub fn named(look: &Look<'_>, sheet: &Sheet, id: &str, value: &Value) -> (String, String) {
    let types = look.model.words.as_ref().map_or(&[][..], |words| &words.types);
    let kind = types.iter().find(|t| t.id == sheet.object.type_id);
    let field = kind.and_then(|t| t.fields.iter().find(|f| f.id == id));
    let name = field.map_or_else(|| id.replace('_', " "), |f| f.name.clone());
    let text = match (field.map(|f| f.kind), value) {
        (Some(FieldKind::Duration), Value::Int(seconds)) => show_span(*seconds),
        _ => words::with_moments(&shown(value), look.model.now, look.model.zone),
    };
    let unit = field.and_then(|f| f.unit.as_ref()).map_or_else(String::new, |unit| format!(" {unit}"));
    (name, format!("{text}{unit}"))
}

/// A value as text.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Int(n) => n.to_string(),
        Value::Real(n) => n.to_string(),
        Value::Text(text) => text.clone(),
        Value::List(list) => list.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Map(map) => map.iter().map(|(k, v)| format!("{k} {}", shown(v))).collect::<Vec<_>>().join(", "),
    }
}

fn field(label: &str, value: String) -> Field {
    (label.to_owned(), value)
}
