//! One object whole: its gate, its fields and text, what it is linked to, what happened.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::look::Look;
use super::{fields, gate, happened, words};
use crate::app::geometry;
use crate::app::model::{Pane, SheetView};
use crate::domain::window::{Sheet, Standing};
use crate::text;
use crate::tui::layout;
use crate::tui::widget::scroll;
use crate::tui::widget::strip::{Bit, bit, cells};

/// Draws the detail.
pub fn draw(look: &Look<'_>, buf: &mut Buffer) {
    let Some(view) = &look.model.sheet else { return };
    let places = geometry::sheet(look.model);
    let title = layout::indent(layout::rect(places.title), 1);
    let Some(sheet) = &view.sheet else {
        look.put(buf, title, "Reading.", look.theme.dim);
        return;
    };
    look.put(buf, title, &sheet.object.title, look.theme.heading);
    for (pane, area) in &places.panes {
        let area = layout::rect(*area);
        let heading = pane_title(look, view, sheet, *pane);
        let inner = if places.has_frames {
            look.panel(heading, Vec::new()).draw(area, buf)
        } else {
            look.strip(buf, layout::row(area, 0)).put_all(&heading);
            layout::below(area, 1)
        };
        draw_pane(look, view, sheet, *pane, inner, buf);
    }
}

fn draw_pane(look: &Look<'_>, view: &SheetView, sheet: &Sheet, pane: Pane, inner: Rect, buf: &mut Buffer) {
    let cursor = (view.pane == pane).then(|| view.cursor[pane as usize]);
    match pane {
        Pane::Gate => match view.standing() {
            Some(standing) => gate::draw(look, &standing.gate, view.shows_folded, cursor, inner, buf),
            None => look.put(buf, layout::indent(inner, 1), "It stands on no board.", look.theme.dim),
        },
        Pane::Fields => fields::draw(look, sheet, view.scroll[pane as usize], layout::inset(inner, 1), buf),
        Pane::Links => links(look, sheet, cursor, inner, buf),
        Pane::Activity => {
            happened::draw(look, sheet, &view.log, view.scroll[pane as usize], layout::inset(inner, 1), buf);
        }
    }
}

fn pane_title<'a>(look: &Look<'_>, view: &SheetView, sheet: &Sheet, pane: Pane) -> Vec<Bit<'a>> {
    let text = match pane {
        Pane::Gate => view.standing().map_or_else(|| "Gate".to_owned(), gate::heading),
        Pane::Fields => "Fields".to_owned(),
        Pane::Links => format!("Linked ({})", sheet.links.len()),
        Pane::Activity => match sheet.object.major.as_ref().filter(|major| major.is_on()) {
            Some(major) => format!("Timeline since {}", words::moment(major.at, look.model.now, look.model.zone)),
            None => "Activity".to_owned(),
        },
    };
    let number = pane as usize + 1;
    if view.pane == pane {
        vec![bit(format!(">{number} {text} "), look.theme.title_focused)]
    } else {
        vec![bit(format!(" {number} {text} "), look.theme.title)]
    }
}

/// What it is linked to: how it is said, to what, in which state.
fn links(look: &Look<'_>, sheet: &Sheet, cursor: Option<usize>, area: Rect, buf: &mut Buffer) {
    if sheet.links.is_empty() {
        let text = "Linked to nothing yet.\nr relates it.\n? tells the keys.";
        look.put_wrapped(buf, layout::indent(area, 1), text, look.theme.dim);
        return;
    }
    let widest = sheet
        .links
        .iter()
        .map(|link| cells(&link.name))
        .max()
        .unwrap_or(0)
        .min(area.width / 2)
        .min(area.width.saturating_sub(10));
    let top = scroll::top(0, cursor.unwrap_or(0), sheet.links.len(), usize::from(area.height));
    let shown = sheet.links.iter().enumerate().skip(top).take(usize::from(area.height));
    for (n, (idx, link)) in shown.enumerate() {
        let is_cursor = cursor == Some(idx);
        let style = look.cursor_style(is_cursor);
        let mut line = look.strip(buf, layout::row(area, n as u16));
        let name = text::pad(&text::sanitize(&link.name), usize::from(widest), look.glyphs.cut);
        let name = format!("{}{name} {}", if is_cursor { '>' } else { ' ' }, link.key);
        // The key is never cut for a state.
        let state = link.state.as_ref().map(|state| format!(" {state} "));
        if let Some(state) = state.filter(|state| cells(&name) + cells(state) <= line.room()) {
            line.put_right(&state, look.theme.dim);
        }
        line.put(&name, style);
        line.skip(1).put(&link.title, Style::new());
    }
}

/// Where it stands, and how.
pub fn head<'a>(look: &Look<'_>) -> Vec<Bit<'a>> {
    let Some((view, sheet)) = look.model.sheet.as_ref().and_then(|v| Some((v, v.sheet.as_ref()?))) else {
        return Vec::new();
    };
    let key = &sheet.object.key;
    let Some(standing) = view.standing() else {
        return vec![bit(format!("{} > {key}", sheet.type_name), look.theme.heading)];
    };
    let path = format!("{} > {} > {key}", standing.stream_name, standing.stage_name);
    let mut bits = vec![bit(path, look.theme.heading)];
    bits.extend(position(look, standing.card.id).map(|text| bit(text, Style::new())));
    let row = &standing.row;
    if row.priority.is_some() {
        bits.push(bit(words::priority(row.priority), look.theme.of_priority(row.priority)));
    }
    bits.push(bit(words::owner(row.assignee.as_deref()), Style::new()));
    bits.extend(words::clock(look, row));
    bits.extend(row.blocked.as_ref().map(|why| bit(format!("#{}", words::blocked(why)), look.theme.blocked)));
    let waits = words::waits(row, look.model.now, look.model.zone);
    bits.extend(waits.map(|text| bit(format!("?{text}"), Style::new())));
    bits
}

/// `3 of 15` in its column.
fn position(look: &Look<'_>, card: crate::domain::id::CardId) -> Option<String> {
    let window = look.model.board.columns.iter().filter_map(|c| c.window.as_ref());
    window.into_iter().find_map(|w| {
        let idx = w.rows.iter().position(|row| row.card == card)?;
        Some(format!("{} of {}", w.n_above + idx as u64 + 1, w.n_total))
    })
}

/// The line below: what holds it, what became true by itself, what stands between the card and the next stage.
pub fn said(look: &Look<'_>) -> String {
    let Some(view) = &look.model.sheet else { return String::new() };
    let notice = view.sheet.as_ref().and_then(|sheet| sheet.notices.first()).map(|notice| notice.text.clone());
    let Some(standing) = view.standing() else { return notice.unwrap_or_default() };
    let row = &standing.row;
    let waits = words::waits(row, look.model.now, look.model.zone);
    let blocked = row.blocked.as_ref().map(|why| words::blocked(why));
    let parts: Vec<String> = waits.into_iter().chain(blocked).chain(notice).chain([gate_said(standing)]).collect();
    parts.join("  ")
}

fn gate_said(standing: &Standing) -> String {
    let gate = &standing.gate;
    let open: Vec<&str> = gate.open().iter().map(|line| line.criterion.text.as_str()).collect();
    let counts = format!("gate {}/{}", gate.n_met(), gate.n_asked());
    match open.len() {
        0 => format!("{counts}: nothing is open"),
        1 => format!("{counts}: open is {}", open[0]),
        _ => format!("{counts}: open are {}", open.join(", ")),
    }
}
