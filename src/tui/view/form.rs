//! A form: labelled fields, a line to save, and why it could not be saved.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::look::Look;
use super::typing;
use crate::app::geometry;
use crate::app::model::{Form, FormField};
use crate::text;
use crate::tui::layout;
use crate::tui::widget::strip::{Bit, bit, cells};
use crate::tui::widget::text_field::text_field;

/// Rows of a field with several lines.
const TALL: u16 = 4;

/// Draws the form; answers where the cursor stands.
pub fn draw(look: &Look<'_>, form: &Form, buf: &mut Buffer) -> Option<Position> {
    let told = told(look, form);
    let wanted: u16 = form.fields.iter().map(height).sum::<u16>() + 4 + told.len() as u16;
    let area = layout::rect(geometry::overlay(look.model, 92, wanted));
    let title = vec![bit(format!(" {} ", form.title), look.theme.title)];
    let inner = layout::inset(look.popup(title, Vec::new()).draw_over(area, buf), 1);
    // Fields come before what is told of a scenario.
    let n_told = (told.len() as u16).min(inner.height.saturating_sub(8));
    let list = Rect { height: inner.height.saturating_sub(2 + n_told), ..inner };
    for (n, line) in told.iter().take(usize::from(n_told)).enumerate() {
        look.put(buf, layout::row(inner, list.height + n as u16), line, look.theme.dim);
    }
    save(look, form, inner, buf);
    let label_width = form.fields.iter().map(|f| cells(&f.label)).max().unwrap_or(0).min(inner.width / 3) + 2;
    let first = first_shown(form, list.height);
    let mut cursor = None;
    let mut y = 0;
    for (idx, field) in form.fields.iter().enumerate().skip(first) {
        let rows = height(field).min(list.height.saturating_sub(y));
        if rows == 0 {
            break;
        }
        let row = Rect { height: rows, ..layout::below(list, y) };
        let is_focused = idx == form.focus;
        cursor = cursor.or(one(look, form, field, idx, label_width, row, buf).filter(|_| is_focused));
        y += rows;
    }
    cursor
}

/// What is told below the fields: of a scenario, and a refusal too long for the line that saves.
fn told(look: &Look<'_>, form: &Form) -> Vec<String> {
    let room = usize::from(look.model.width.min(92)).saturating_sub(6);
    let long = general(form).filter(|why| !fits_beside(look, why));
    form.told.iter().chain(long).flat_map(|line| text::wrap(&text::sanitize(line), room)).collect()
}

/// Why the form as a whole was refused.
fn general(form: &Form) -> Option<&String> {
    form.error.as_ref().filter(|(at, _)| *at >= form.fields.len()).map(|(_, why)| why)
}

/// Whether a refusal fits beside the word that saves.
fn fits_beside(look: &Look<'_>, why: &str) -> bool {
    cells(why) + 16 <= look.model.width.min(92).saturating_sub(4)
}

fn height(field: &FormField) -> u16 {
    if field.multi_line { TALL } else { 1 }
}

/// The first field on screen, so that the one with the keys is among them.
fn first_shown(form: &Form, room: u16) -> usize {
    let focus = form.focus.min(form.fields.len().saturating_sub(1));
    let fits = |first: &usize| form.fields[*first..=focus].iter().map(height).sum::<u16>() <= room;
    if form.fields.is_empty() { 0 } else { (0..=focus).find(fits).unwrap_or(focus) }
}

fn one(
    look: &Look<'_>,
    form: &Form,
    field: &FormField,
    idx: usize,
    label_width: u16,
    area: Rect,
    buf: &mut Buffer,
) -> Option<Position> {
    let is_focused = idx == form.focus;
    let lead = if is_focused { ">" } else { " " };
    let label = Rect { width: label_width, ..layout::row(area, 0) };
    look.put(buf, label, &format!("{lead}{}", field.label), look.cursor_style(is_focused));
    let mut room = layout::indent(area, label_width);
    if let Some((text, style)) = says(look, form, field, idx) {
        let spare = room.width.saturating_sub(cells(&field.line.text) + 3);
        let width = cells(&text).min(spare.max(room.width * 3 / 5));
        look.put(buf, Rect { x: room.right() - width, width, ..room }, &text, style);
        room.width -= (width + 1).min(room.width);
    }
    let style = if is_focused { look.theme.input } else { Style::new() };
    text_field(buf, room, &field.line.text, field.line.at, style)
}

/// At the right of a field: why it was refused, what it reads as, or that there is a choice.
fn says<'a>(look: &Look<'_>, form: &Form, field: &FormField, idx: usize) -> Option<Bit<'a>> {
    let refused = form.error.as_ref().filter(|(at, _)| *at == idx).map(|(_, why)| bit(why.clone(), look.theme.wrong));
    let reads = || field.reads_as.as_ref().map(|read| typing::reads_as(look, read));
    let chosen = || field.choices.iter().position(|choice| *choice == field.line.text);
    let choice = || {
        let n = chosen().map_or_else(String::new, |n| format!("{} of ", n + 1));
        (!field.choices.is_empty() && idx == form.focus).then(|| format!("Up/Down: {n}{}", field.choices.len()))
    };
    refused.or_else(reads).or_else(|| choice().map(|text| bit(text, look.theme.dim)))
}

/// The last rows: what is in the way, and the line that saves.
fn save(look: &Look<'_>, form: &Form, inner: Rect, buf: &mut Buffer) {
    let is_focused = form.focus >= form.fields.len();
    let row = layout::row(inner, inner.height.saturating_sub(1));
    let lead = if is_focused { ">" } else { " " };
    let mut line = look.strip(buf, row);
    line.put(&format!("{lead}[ Save ]"), look.cursor_style(is_focused)).skip(2);
    match general(form).filter(|why| fits_beside(look, why)) {
        _ if form.asks_discard => line.put("Changes are not saved. Esc again drops them.", look.theme.notice_refused),
        Some(why) => line.put(why, look.theme.wrong),
        None => line.put(if is_focused { "Enter saves" } else { "" }, look.theme.dim),
    };
}
