//! The object picked, in passing: what it is, where it stands, its fields, its links.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{short_place, type_name};
use crate::app::geometry::Area;
use crate::app::geometry::explore::{PeekLine, lead_of, peek_rows};
use crate::app::model::explore::{Explore, Part, leads};
use crate::domain::around::{Neighbour, Peek};
use crate::domain::date::show_span;
use crate::domain::window::Standing;
use crate::text;
use crate::tui::layout;
use crate::tui::view::look::Look;
use crate::tui::view::{fields, words};

/// Draws the object picked.
pub fn draw(look: &Look<'_>, explore: &Explore, inner: Area, buf: &mut Buffer) {
    let Some(peek) = &explore.peek else { return };
    let lead = leads(peek).get(explore.at(Part::Preview)).copied();
    let cursor = lead.filter(|_| explore.part == Part::Preview);
    for (line, area) in peek_rows(explore, peek, inner) {
        let is_cursor = cursor.is_some() && lead_of(line) == cursor;
        draw_line(look, peek, line, is_cursor, layout::rect(area), buf);
    }
}

fn draw_line(look: &Look<'_>, peek: &Peek, line: PeekLine, is_cursor: bool, area: Rect, buf: &mut Buffer) {
    let sheet = &peek.sheet;
    let mark = if is_cursor { ">" } else { " " };
    let style = look.cursor_style(is_cursor);
    let (text, style) = match line {
        PeekLine::Title(n) => {
            let title = titled(look, &sheet.object.title, n, area.width);
            let mark = if n == 0 { mark } else { " " };
            (format!("{mark}{title}"), if is_cursor { style } else { look.theme.heading })
        }
        PeekLine::Kind => (format!(" {}", kind(look, peek)), Style::new()),
        PeekLine::Owner => (format!(" {}", owner(look, peek)), Style::new()),
        PeekLine::Notice(idx) => (format!(" {}", sheet.notices[idx].text), look.theme.met),
        PeekLine::Heading(word) => (format!(" {word}"), look.theme.dim),
        PeekLine::NoCard => ("   It stands on no board.".to_owned(), look.theme.dim),
        PeekLine::Card(idx) => (format!("{mark}  {}", card(look, &sheet.cards[idx])), style),
        PeekLine::Gate(idx) => (format!("     {}", gate(look, &sheet.cards[idx])), Style::new()),
        PeekLine::Field(idx) => (format!("   {}", field(look, peek, idx)), Style::new()),
        PeekLine::Link(idx) => (format!("{mark}  {}", link(&peek.neighbours.rows[idx])), style),
        PeekLine::Rest => (format!("   and {} more", peek.neighbours.n_rest), look.theme.dim),
        PeekLine::Empty => return,
    };
    look.put(buf, area, &text, style);
}

/// A line of the title; what does not fit in two is cut.
fn titled(look: &Look<'_>, title: &str, n: usize, width: u16) -> String {
    let room = usize::from(width.saturating_sub(1));
    let lines = text::wrap(&text::sanitize(title), room);
    match lines.get(n) {
        Some(line) if n == 1 && lines.len() > 2 => format!("{line} {}", look.glyphs.cut),
        Some(line) => line.clone(),
        None => String::new(),
    }
}

fn kind(look: &Look<'_>, peek: &Peek) -> String {
    let state = peek.sheet.object.state.as_ref().map_or_else(String::new, |state| format!(", {state}"));
    let closed = if peek.sheet.is_closed { ", closed" } else { "" };
    format!("{}{state}{closed}", type_name(look, &peek.sheet.object.type_id))
}

fn owner(look: &Look<'_>, peek: &Peek) -> String {
    let object = &peek.sheet.object;
    let due = object.due_at.map(|at| format!("due {}", words::moment(at, look.model.now, look.model.zone)));
    let priority = object.priority.map(|p| format!("P{p}"));
    let owner = words::owner(object.assignee.as_deref());
    let parts: Vec<String> = priority.into_iter().chain([owner]).chain(due).collect();
    parts.join("  ")
}

/// `Integrate/Develop 6d`.
fn card(look: &Look<'_>, standing: &Standing) -> String {
    let (row, now) = (&standing.row, look.model.now);
    let place = short_place(look, &row.stage);
    if row.done_at.is_some() {
        return format!("{place}, done");
    }
    format!("{place} {}", show_span(row.in_stage_s(now)))
}

/// `gate 3/5  !2h10 over`.
fn gate(look: &Look<'_>, standing: &Standing) -> String {
    let row = &standing.row;
    let clock = words::clock(look, row).map_or_else(String::new, |(text, _)| format!("  {text}"));
    let blocked = row.blocked.as_ref().map_or_else(String::new, |why| format!("  #{why}"));
    format!("gate {}/{}{clock}{blocked}", row.n_met(look.model.now), row.n_asked)
}

fn field(look: &Look<'_>, peek: &Peek, idx: usize) -> String {
    let found = peek.sheet.object.fields.iter().nth(idx);
    found.map_or_else(String::new, |(id, value)| {
        let (name, text) = fields::named(look, &peek.sheet, id, value);
        format!("{name}  {text}")
    })
}

fn link(link: &Neighbour) -> String {
    let way = if link.is_outgoing { '>' } else { '^' };
    let state = link.object.state.as_ref().map_or_else(String::new, |state| format!("  {state}"));
    format!("{way} {} {}{state}", link.name, link.object.key)
}
