//! The standup: the walk, one card large, what changed since the last one; and the summary at its end.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::look::Look;
use super::{explore, happened, words};
use crate::app::geometry::{self, standup as place, standup::WalkLine};
use crate::app::model::standup::StandupView;
use crate::app::model::{Glance, Summary};
use crate::domain::change::What;
use crate::domain::date::show_span;
use crate::domain::standup::{Call, Standup, Step, figures};
use crate::domain::window::CardRow;
use crate::text;
use crate::tui::layout;
use crate::tui::widget::strip::{Bit, bit};

/// Draws the standup.
pub fn draw(look: &Look<'_>, buf: &mut Buffer) {
    let Some(view) = &look.model.standup else { return };
    let places = geometry::standup(look.model);
    if let Some(area) = places.walk {
        let title = vec![bit(" Walk (attention first) ", look.theme.title)];
        look.panel(title, foot(look, view)).draw(layout::rect(area), buf);
        walk(look, view, place::inside(area), buf);
    }
    let card = layout::rect(places.card);
    let inner = if places.has_frames {
        layout::inset(look.panel(card_title(look, view), Vec::new()).draw(card, buf), 1)
    } else {
        card
    };
    match view.step() {
        Some(step) => large(look, view, step, places.has_frames, inner, buf),
        None => empty(look, view, inner, buf),
    }
    if let (Some(area), Some(found)) = (places.changes, &view.found) {
        changes(look, found, layout::rect(area), buf);
    }
}

/// Who was passed over.
fn foot<'a>(look: &Look<'_>, view: &StandupView) -> Vec<Bit<'a>> {
    let n = view.found.as_ref().map_or(0, |found| found.n_skipped);
    let text = if n > 0 { format!(" {n} touched, skipped ") } else { String::new() };
    let text = if view.shows_touched { " touched ones too ".to_owned() } else { text };
    if text.is_empty() { Vec::new() } else { vec![bit(text, look.theme.dim)] }
}

fn walk(look: &Look<'_>, view: &StandupView, inner: geometry::Area, buf: &mut Buffer) {
    for (line, area) in place::walk_rows(view, inner) {
        let area = layout::rect(area);
        match line {
            WalkLine::Stage(idx) => {
                let text = stage_heading(look, view, &view.steps()[idx]);
                look.put(buf, area, &format!(" {text}"), look.theme.heading);
            }
            WalkLine::Card(idx) => step_line(look, &view.steps()[idx], idx == view.cursor, area, buf),
            WalkLine::Rest => {
                let n = view.found.as_ref().map_or(0, |found| found.n_rest);
                look.put(buf, area, &format!("   and {n} more"), look.theme.dim);
            }
        }
    }
}

/// `RESOLVE 12`, among all streams `OPER/RESOLVE 12`.
fn stage_heading(look: &Look<'_>, view: &StandupView, step: &Step) -> String {
    let stage = look.model.stage(&step.stage);
    let name = stage.map_or_else(|| step.stage.local().to_owned(), |stage| stage.short.clone());
    let stream = look.model.streams.iter().find(|s| s.id == step.stage.stream() && view.stream.is_none());
    let stream = stream.map_or_else(String::new, |stream| format!("{}/", stream.short));
    let n = stage.map_or_else(String::new, |stage| format!(" {}", stage.n_cards));
    format!("{stream}{name}{n}").to_uppercase()
}

/// `> INC-1038 ~1h  P1`, or `2d old` where nothing calls.
fn step_line(look: &Look<'_>, step: &Step, is_cursor: bool, area: Rect, buf: &mut Buffer) {
    let (row, now) = (&step.row, look.model.now);
    let mut strip = look.strip(buf, area);
    let mark = if is_cursor { '>' } else { ' ' };
    strip.put(&format!(" {mark} {}", row.key), look.cursor_style(is_cursor)).skip(1);
    let (text, style) = match () {
        () if row.archived => ("archived".to_owned(), look.theme.dim),
        () if row.done_at.is_some() => ("done".to_owned(), look.theme.met),
        () if step.call == Some(Call::WaitOver) => ("wait over".to_owned(), look.theme.at_risk),
        () if step.call.is_some() => {
            (format!("{}{}", words::mark(row, now), words::time(row, now)), words::time_style(look, row))
        }
        () => (format!("{}{} old", words::mark(row, now), show_span(row.age_s(now))), Style::new()),
    };
    let priority = row.priority.map(|p| bit(format!("P{p}"), Style::new()));
    let bits: Vec<Bit<'_>> = std::iter::once(bit(text, style)).chain(priority).collect();
    strip.put_whole(&bits, 2);
    if strip.room() >= LEAST_TITLE {
        strip.skip(2).put(&row.title, look.theme.dim);
    }
}

/// Cells a title in the walk takes at least, with the gap before it.
const LEAST_TITLE: u16 = 12;

fn card_title<'a>(look: &Look<'_>, view: &StandupView) -> Vec<Bit<'a>> {
    let row = view.current();
    row.map_or_else(Vec::new, |row| vec![bit(format!(" {}  {} ", row.key, row.title), look.theme.title)])
}

/// One card large: who has it, how it stands, what changed, what is open.
fn large(look: &Look<'_>, view: &StandupView, step: &Step, has_frames: bool, area: Rect, buf: &mut Buffer) {
    let row = &step.row;
    let mut rest = area;
    if !has_frames || text::width(&row.title) + text::width(row.key.as_str()) + 4 > usize::from(area.width) {
        let title = if has_frames { row.title.clone() } else { format!("{}  {}", row.key, row.title) };
        let used = look.put_wrapped(buf, Rect { height: rest.height.min(2), ..rest }, &title, look.theme.heading);
        rest = layout::below(rest, used);
    }
    for bits in facts(look, step) {
        look.strip(buf, layout::row(rest, 0)).put_whole(&bits, 3);
        rest = layout::below(rest, 1);
    }
    for (said, style) in held(look, row) {
        let used = look.put_wrapped(buf, Rect { height: rest.height.min(2), ..rest }, &said, style);
        rest = layout::below(rest, used);
    }
    let air = u16::from(rest.height > 8);
    let glance = look.model.glance.as_ref().filter(|glance| glance.card == row.card);
    let (Some(glance), Some(found)) = (glance, &view.found) else { return };
    let used = happened_since(look, glance, found, layout::below(rest, air), buf);
    still_open(look, glance, layout::below(rest, 2 * air + used), buf);
}

fn facts<'a>(look: &Look<'_>, step: &Step) -> Vec<Vec<Bit<'a>>> {
    let (row, now) = (&step.row, look.model.now);
    let plain = |text: String| bit(text, Style::new());
    let place = if row.done_at.is_some() { "done".to_owned() } else { step.place.clone() };
    let mut first: Vec<Bit<'_>> = row.priority.map(|p| plain(format!("P{p}"))).into_iter().collect();
    first.push(plain(words::owner(row.assignee.as_deref())));
    first.push(bit(place, look.theme.heading));
    first.push(plain(format!("age {}", show_span(row.age_s(now)))));
    first.push(plain(format!("in stage {}", show_span(row.in_stage_s(now)))));
    let mut second: Vec<Bit<'_>> = words::clock_or_left(look, row).into_iter().collect();
    if row.n_asked > 0 {
        second.push(plain(format!("exit gate {}/{}", row.n_met(now), row.n_asked)));
    }
    second.extend(row.due_at.map(|due| plain(format!("due {}", words::moment(due, now, look.model.zone)))));
    if row.n_links > 0 {
        second.push(plain(format!("&{}", row.n_links)));
    }
    if second.is_empty() { vec![first] } else { vec![first, second] }
}

/// Why it does not move.
fn held(look: &Look<'_>, row: &CardRow) -> Vec<(String, Style)> {
    let blocked = row.blocked.as_ref().map(|why| (format!("#{}", words::blocked(why)), look.theme.blocked));
    let waits = words::waits(row, look.model.now, look.model.zone).map(|text| (format!("?{text}"), Style::new()));
    blocked.into_iter().chain(waits).collect()
}

/// What happened to the card since the last standup, newest first; the rows it took.
fn happened_since(look: &Look<'_>, glance: &Glance, found: &Standup, area: Rect, buf: &mut Buffer) -> u16 {
    look.put(buf, layout::row(area, 0), &since(found), look.theme.heading);
    let room = usize::from((area.height / 2).clamp(2, 8)) - 1;
    let entries: Vec<_> = glance.log.iter().filter(|entry| entry.at >= found.since).collect();
    if entries.is_empty() {
        look.put(buf, layout::row(area, 1), "  nothing", look.theme.dim);
        return 2;
    }
    for (n, entry) in entries.iter().take(room).enumerate() {
        let at = words::moment(entry.at, look.model.now, look.model.zone);
        let what = match entry.what {
            What::Commented => entry.to.clone().unwrap_or_default(),
            _ => happened::told(look, entry),
        };
        let mut strip = look.strip(buf, layout::row(area, 1 + n as u16));
        strip.put("  ", Style::new());
        strip.put_right(&format!("  {at} {}", entry.actor), look.theme.dim);
        strip.put(&what, Style::new());
    }
    1 + entries.len().min(room) as u16
}

/// `since last standup (22h)`.
fn since(found: &Standup) -> String {
    let span = show_span((found.now - found.since).num_seconds());
    if found.is_last { format!("since last standup ({span})") } else { format!("in the last {span}") }
}

/// The lines of its gate that are open.
fn still_open(look: &Look<'_>, glance: &Glance, area: Rect, buf: &mut Buffer) {
    let Some(standing) = glance.standing().filter(|s| !s.card.place.is_done()) else { return };
    let open = standing.gate.open();
    let asked = standing.gate.approvals.iter().filter(|asked| asked.said.as_ref().is_none_or(|said| said.is_rejected));
    let mut lines: Vec<String> = open.iter().map(|line| format!("  [ ] {}", line.criterion.text)).collect();
    lines.extend(asked.map(|asked| format!("  [ ] {}", super::approvals::name(look, asked))));
    if lines.is_empty() || area.height == 0 {
        return;
    }
    look.put(buf, layout::row(area, 0), "still open", look.theme.heading);
    let room = usize::from(area.height - 1);
    let n_shown = if lines.len() > room { room.saturating_sub(1) } else { room };
    let n_more = lines.len().saturating_sub(n_shown);
    lines.truncate(n_shown);
    if n_more > 0 {
        lines.push(format!("  and {n_more} more; x shows all"));
    }
    for (n, line) in lines.iter().enumerate() {
        look.put(buf, layout::row(area, 1 + n as u16), line, Style::new());
    }
}

/// Nothing to walk: why, and the keys that go on.
fn empty(look: &Look<'_>, view: &StandupView, area: Rect, buf: &mut Buffer) {
    let text = match &view.found {
        None => "Reading.".to_owned(),
        Some(found) if found.n_skipped > 0 => {
            let all = words::many(found.n_skipped, "card");
            format!(
                "Nothing to talk about: {all} touched today, none calls for attention.\nza walks them all the same.\nq ends with the summary."
            )
        }
        Some(_) if !view.filter.is_empty() => {
            format!(
                "No card to walk matches {}.\nEsc clears the filter.\nq ends with the summary.",
                look.model.filter.text
            )
        }
        Some(_) => "No card to walk stands here.\na adds one.\nq ends with the summary.".to_owned(),
    };
    look.put_wrapped(buf, area, &text, look.theme.dim);
}

fn changes(look: &Look<'_>, found: &Standup, area: Rect, buf: &mut Buffer) {
    let title = if found.is_last { " Since last standup ".to_owned() } else { format!(" {} ", capital(&since(found))) };
    let inner = layout::inset(look.panel(vec![bit(title, look.theme.title)], Vec::new()).draw(area, buf), 1);
    let figures: Vec<Bit<'_>> = figures(found).into_iter().map(|text| bit(text, Style::new())).collect();
    let half = figures.len().min(4);
    look.strip(buf, layout::row(inner, 0)).put_whole(&figures[..half], 3);
    look.strip(buf, layout::row(inner, 1)).put_whole(&figures[half..], 3);
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// `Standup  Operate  card 1/11  Resolve, walking right to left`; the timer at the right.
pub fn head<'a>(look: &Look<'_>) -> Vec<Bit<'a>> {
    let Some(view) = &look.model.standup else { return Vec::new() };
    let name = view.found.as_ref().map_or_else(String::new, |found| format!("  {}", found.name));
    let mut bits = vec![bit(format!("Standup{name}"), look.theme.heading)];
    if !look.model.filter.text.is_empty() {
        bits.push(bit(format!("filter: {}", look.model.filter.text), look.theme.key));
    }
    if let Some(step) = view.step() {
        bits.push(bit(format!("card {}/{}", view.cursor + 1, view.steps().len()), Style::new()));
        let stage = look.model.stage(&step.stage).map(|stage| stage.name.clone());
        let stage = match view.stream {
            Some(_) => stage.unwrap_or_default(),
            None => explore::short_place(look, &step.stage),
        };
        bits.push(bit(stage, look.theme.dim));
    }
    bits
}

/// `00:42  04:12 / 15:00`: this card, all of it, what it is to take.
pub fn timer<'a>(look: &Look<'_>) -> Option<Bit<'a>> {
    let view = look.model.standup.as_ref()?;
    let (timer, now) = (view.timer, look.model.now);
    let length = view.found.as_ref()?.length_s;
    let shown = timer.shown_s(now);
    if !timer.is_used() {
        return Some(bit(format!("T starts {}", clock(length)), look.theme.dim));
    }
    let is_over = shown > length;
    let over = if is_over { "!" } else { "" };
    let style = if is_over { look.theme.overdue } else { Style::new() };
    if look.model.width < 60 {
        return Some(bit(format!("{over}{} / {}", clock(shown), clock(length)), style));
    }
    let stands = if timer.since.is_none() { "stopped  " } else { "" };
    Some(bit(format!("{stands}{}  {over}{} / {}", clock(timer.card_s(now)), clock(shown), clock(length)), style))
}

fn clock(seconds: i64) -> String {
    format!("{:02}:{:02}", seconds / 60, seconds % 60)
}

/// The line below.
pub const SAID: &str = "A note or change here is saved on the card at once; u undoes.";

/// Draws the summary over the body.
pub fn summary(look: &Look<'_>, summary: &Summary, buf: &mut Buffer) {
    let area = layout::rect(geometry::frame(look.model).body);
    let title = vec![bit(" Summary ", look.theme.title)];
    let inner = layout::inset(look.popup(title, Vec::new()).draw_over(area, buf), 1);
    let clean = text::sanitize_lines(&summary.text);
    let lines = text::wrap(&clean, usize::from(inner.width));
    let last = lines.len().saturating_sub(usize::from(inner.height));
    for (n, line) in lines.iter().skip(summary.scroll.min(last)).take(usize::from(inner.height)).enumerate() {
        let style = if line.starts_with('#') { look.theme.heading } else { Style::new() };
        look.put(buf, layout::row(inner, n as u16), line, style);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_timer_counts_minutes_beyond_the_hour() {
        assert_eq!(super::clock(3_725), "62:05");
    }
}
