//! The current card beside the board.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::look::Look;
use super::{gate, happened, words};
use crate::app::model::Glance;
use crate::domain::date::show_span;
use crate::domain::window::{CardRow, Sheet};
use crate::tui::layout;
use crate::tui::widget::strip::{Bit, bit};

/// Draws what is known of the card under the cursor.
pub fn draw(look: &Look<'_>, area: Rect, buf: &mut Buffer) {
    let row = look.model.current();
    let title = row.map_or_else(Vec::new, |row| vec![bit(format!(" {} ", row.key), look.theme.title)]);
    let inner = layout::inset(look.panel(title, Vec::new()).draw(area, buf), 1);
    let Some(row) = row else { return };
    let used = look.put_wrapped(buf, Rect { height: inner.height.min(3), ..inner }, &row.title, look.theme.heading);
    let mut rest = layout::below(inner, used + 1);
    for bits in lines(look, row) {
        look.strip(buf, layout::row(rest, 0)).put_all(&bits);
        rest = layout::below(rest, 1);
    }
    for (said, style) in reasons(look, row) {
        rest = layout::below(rest, 1);
        let used = look.put_wrapped(buf, rest, &said, style);
        rest = layout::below(rest, used);
    }
    if let Some(glance) = look.model.glance.as_ref().filter(|glance| glance.card == row.card) {
        known(look, glance, layout::below(rest, 1), buf);
    }
}

/// What is told beside the board of notices, figures and forces.
const N_BY_ITSELF: usize = 6;

/// Rows kept for what happened, where there are enough for both.
const N_HAPPENED: u16 = 7;

/// Its gate and what happened to it, once read.
fn known(look: &Look<'_>, glance: &Glance, area: Rect, buf: &mut Buffer) {
    let area = by_itself(look, &glance.sheet, area, buf);
    let Some(standing) = glance.standing() else { return };
    let next = standing.next_name.as_deref().unwrap_or("done");
    look.put(buf, layout::row(area, 0), &format!("Gate to {next}"), look.theme.heading);
    let area = layout::below(area, 1);
    let kept = if area.height >= 3 * N_HAPPENED { N_HAPPENED } else { 0 };
    let lines = Rect { height: area.height - kept, ..area };
    let used = gate::brief(look, &standing.gate, lines, buf);
    let rest = layout::below(area, used + 1);
    if rest.height >= 2 {
        look.put(buf, layout::row(rest, 0), "Last", look.theme.heading);
        happened::draw(look, &glance.sheet, &glance.log, 0, layout::below(rest, 1), buf);
    }
}

/// What became true by itself, and figures over the objects around it; the rest of the area.
fn by_itself(look: &Look<'_>, sheet: &Sheet, area: Rect, buf: &mut Buffer) -> Rect {
    let notices = sheet.notices.iter().map(|notice| (notice.text.clone(), look.theme.met));
    let figures = sheet.figures.iter().map(|figure| (words::figure(figure), Style::new()));
    let forced =
        sheet.cards.iter().flat_map(|s| &s.overrides).map(|o| (format!("forced: {}", o.reason), look.theme.dim));
    let mut rest = area;
    for (said, style) in notices.chain(figures).chain(forced).take(N_BY_ITSELF) {
        let used = look.put_wrapped(buf, Rect { height: rest.height.min(2), ..rest }, &said, style);
        rest = layout::below(rest, used);
    }
    if rest.y == area.y { area } else { layout::below(rest, 1) }
}

fn lines<'a>(look: &Look<'_>, row: &CardRow) -> Vec<Vec<Bit<'a>>> {
    let now = look.model.now;
    let plain = |text: String| vec![bit(text, Style::new())];
    let state = row.state.as_ref().map_or_else(String::new, |state| format!("  {state}"));
    let (age, here) = (show_span(row.age_s(now)), show_span(row.in_stage_s(now)));
    let first = format!("{}  {}{state}", words::priority(row.priority), words::owner(row.assignee.as_deref()));
    let mut lines = vec![plain(first.trim_start().to_owned()), plain(format!("age {age}, in this stage {here}"))];
    lines.extend(words::clock_or_left(look, row).map(|clock| vec![clock]));
    lines.push(plain(format!("gate {}/{} met  &{} links", row.n_met(now), row.n_asked, row.n_links)));
    if let Some(due) = row.due_at {
        lines.push(plain(format!("due {}", words::moment(due, now, look.model.zone))));
    }
    if !row.labels.is_empty() {
        lines.push(plain(format!("labels {}", row.labels.join(", "))));
    }
    if row.n_overrides > 0 {
        lines.push(plain(words::many(u64::from(row.n_overrides), "time").replace(' ', " gate forced, ")));
    }
    lines
}

/// Why it does not move.
fn reasons(look: &Look<'_>, row: &CardRow) -> Vec<(String, Style)> {
    let now = look.model.now;
    let blocked = row.blocked.as_ref().map(|why| (format!("#{}", words::blocked(why)), look.theme.blocked));
    let waits = words::waits(row, now, look.model.zone).map(|text| (format!("?{text}"), Style::new()));
    blocked.into_iter().chain(waits).collect()
}
