//! What happened: to one object, with what was said; and of late, to all.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::look::Look;
use super::words;
use crate::app::geometry;
use crate::domain::At;
use crate::domain::change::What;
use crate::domain::window::{LogEntry, Sheet};
use crate::text;
use crate::tui::layout;
use crate::tui::widget::strip::bit;

/// When, who, what.
struct Told {
    at: At,
    who: String,
    what: String,
}

/// Draws comments and changes of an object, newest first.
pub fn draw(look: &Look<'_>, sheet: &Sheet, log: &[LogEntry], scroll: usize, area: Rect, buf: &mut Buffer) {
    let said = sheet.comments.iter().map(|c| Told { at: c.at, who: c.actor.clone(), what: c.text.clone() });
    let done = log.iter().filter(|e| e.what != What::Commented);
    let done = done.map(|e| Told { at: e.at, who: actor(e).to_owned(), what: told(look, e) });
    let mut all: Vec<Told> = said.chain(done).collect();
    // Of what is major, what happened since: its timeline.
    if let Some(major) = sheet.object.major.as_ref().filter(|major| major.is_on()) {
        all.retain(|told| told.at >= major.at);
    }
    all.sort_by_key(|told| std::cmp::Reverse(told.at));
    if all.is_empty() {
        look.put_wrapped(buf, area, "Nothing was said yet.\nc comments.\n? tells the keys.", look.theme.dim);
        return;
    }
    list(look, &all, scroll, area, buf);
}

/// Draws the popup of recent activity.
pub fn popup(look: &Look<'_>, entries: &[LogEntry], scroll: usize, buf: &mut Buffer) {
    // A few rows more than entries: long ones take two.
    let height = (entries.len() * 3 / 2 + 4).clamp(8, 30) as u16;
    let area = layout::rect(geometry::overlay(look.model, 92, height));
    let n_new = entries.iter().filter(|e| is_new(look, e)).count();
    let title = if n_new > 0 { " Recent activity, * since you left " } else { " Recent activity " };
    let title = vec![bit(title, look.theme.title)];
    let inner = layout::inset(look.popup(title, Vec::new()).draw_over(area, buf), 1);
    if entries.is_empty() {
        look.put_wrapped(buf, inner, "Nothing happened yet.\na adds a card.\n? tells the keys.", look.theme.dim);
        return;
    }
    let mark = |e: &LogEntry| if is_new(look, e) { "* " } else { "" };
    let who = |e: &LogEntry| {
        let key = mark(e).to_owned() + &e.key.as_ref().map_or_else(String::new, |key| format!("{key}: "));
        (key + actor(e)).trim_end().to_owned()
    };
    let all: Vec<Told> = entries.iter().map(|e| Told { at: e.at, who: who(e), what: told(look, e) }).collect();
    list(look, &all, scroll, inner, buf);
}

/// Whether somebody else did it since this person left.
fn is_new(look: &Look<'_>, entry: &LogEntry) -> bool {
    let missed = look.model.missed;
    entry.seq > missed.after && entry.seq <= missed.until && entry.actor != look.model.me
}

/// Entries under each other; a long one takes several lines.
fn list(look: &Look<'_>, all: &[Told], scroll: usize, area: Rect, buf: &mut Buffer) {
    let when = |told: &Told| words::moment(told.at, look.model.now, look.model.zone);
    let wide = area.width >= 60;
    let lead = if wide { 17 } else { 7 };
    let mut left = usize::from(area.height);
    let mut row = 0;
    for told in all.iter().skip(scroll.min(all.len().saturating_sub(1))) {
        if left == 0 {
            return;
        }
        let head = text::pad(&short(&when(told), wide), lead, look.glyphs.cut);
        let what = format!("{} {}", told.who, told.what).trim_start().to_owned();
        let room = usize::from(area.width).saturating_sub(lead);
        let lines = text::wrap(&text::sanitize(&what), room);
        look.put(buf, layout::row(area, row), &head, look.theme.dim);
        for line in lines.iter().take(left.min(4)) {
            look.put(buf, layout::indent(layout::row(area, row), lead as u16), line, Style::new());
            row += 1;
            left -= 1;
        }
    }
}

/// Who did it; what came true by itself is nobody's.
fn actor(entry: &LogEntry) -> &str {
    if entry.what == What::Breached { "" } else { &entry.actor }
}

/// Where there is little room, the day or the hour alone.
fn short(when: &str, wide: bool) -> String {
    let words: Vec<&str> = when.split(' ').collect();
    match words[..] {
        [_, day, month, _] if !wide => format!("{day} {month}"),
        [day, month, _] if !wide => format!("{day} {month}"),
        _ => when.to_owned(),
    }
}

/// One entry in words: `moved Detect -> Diagnose: was urgent`.
pub fn told(look: &Look<'_>, entry: &LogEntry) -> String {
    // A moment is told as everywhere else.
    let plain = |text: &Option<String>| {
        let at = text.as_ref().and_then(|text| chrono::DateTime::parse_from_rfc3339(text).ok());
        at.map_or_else(|| text.clone(), |at| Some(words::moment(at.to_utc(), look.model.now, look.model.zone)))
    };
    let change = match (&plain(&entry.from), &plain(&entry.to)) {
        (None, Some(place)) if entry.what == What::Created => format!(" in {place}"),
        (Some(from), Some(to)) if from == to => format!(" in {to}"),
        (Some(from), Some(to)) => format!(" {from} -> {to}"),
        (None, Some(to)) => format!(" {to}"),
        (Some(from), None) => format!(" {from}"),
        (None, None) => String::new(),
    };
    let word = if entry.what == What::Waited { waited(entry) } else { entry.what.word() };
    let place = entry.place.as_ref().map_or_else(String::new, |place| format!(" {place}"));
    let reason = |why: &String| format!(": {}", words::with_moments(why, look.model.now, look.model.zone));
    let reason = entry.reason.as_ref().map_or_else(String::new, reason);
    let other = entry.os_user.as_ref().map_or_else(String::new, |user| format!(" (as {user})"));
    format!("{word}{place}{change}{reason}{other}")
}

/// A card came to wait, for an answer or until a date, or it goes on.
fn waited(entry: &LogEntry) -> &'static str {
    let is_date = |text: &String| chrono::DateTime::parse_from_rfc3339(text).is_ok();
    match (&entry.from, &entry.to) {
        (Some(date), None) if is_date(date) => "ended the wait until",
        (Some(_), None) => "ended the wait for",
        (None, Some(date)) if is_date(date) => "made it wait until",
        (None, Some(_)) => "made it wait for",
        _ => entry.what.word(),
    }
}
