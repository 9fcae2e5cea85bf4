//! Triage: the queue at the left, the card large at the right, below it what can be decided and what looks similar.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::card::{self, Held};
use super::look::Look;
use super::{fields, words};
use crate::app::action::{Action, Context};
use crate::app::geometry::{self, TriageLayout};
use crate::app::key::show_seq;
use crate::app::model::Triage;
use crate::domain::date::{show_left, show_span};
use crate::domain::twin::Twin;
use crate::domain::window::{CardRow, LinkRow, Sheet, Sla};
use crate::tui::layout;
use crate::tui::widget::strip::{Bit, bit, cells};

/// Draws the triage.
pub fn draw(look: &Look<'_>, buf: &mut Buffer) {
    let Some(triage) = &look.model.triage else { return };
    let places = geometry::triage(look.model);
    queue(look, triage, &places, buf);
    large(look, triage, &places, buf);
    if let Some(area) = places.decide {
        let inner = look.panel(vec![bit(" Decide ", look.theme.title)], Vec::new()).draw(layout::rect(area), buf);
        decide(look, triage, layout::inset(inner, 1), buf);
    }
}

/// `Triage  Operate/Detect  14 to sort  3 done today  oldest 3h  !0  ~1`
pub fn head<'a>(look: &Look<'_>) -> Vec<Bit<'a>> {
    let model = look.model;
    let Some(triage) = &model.triage else { return Vec::new() };
    let stream = model.streams.iter().find(|s| s.id == triage.stage.stream());
    let stage = model.stage(&triage.stage).map_or("", |stage| &stage.short);
    let place = stream.map_or_else(|| stage.to_owned(), |stream| format!("{}/{stage}", stream.name));
    let mut bits = vec![bit(format!("Triage  {place}"), look.theme.heading)];
    let Some(queue) = &triage.queue else { return bits };
    bits.push(bit(format!("{} to sort", triage.n_to_sort()), Style::new()));
    if queue.n_breached > 0 {
        bits.push(bit(format!("!{}", queue.n_breached), look.theme.overdue));
    }
    if queue.n_at_risk > 0 {
        bits.push(bit(format!("~{}", queue.n_at_risk), look.theme.at_risk));
    }
    bits.push(bit(format!("{} done today", queue.n_done), Style::new()));
    let oldest = queue.oldest_at.map(|at| format!("oldest {}", show_span((model.now - at).num_seconds())));
    bits.extend(oldest.map(|text| bit(text, Style::new())));
    if !model.filter.text.is_empty() {
        bits.insert(1, bit(format!("filter: {}", model.filter.text), look.theme.key));
    }
    bits
}

fn queue(look: &Look<'_>, triage: &Triage, places: &TriageLayout, buf: &mut Buffer) {
    let rows = triage.rows();
    let inner = layout::rect(places.rows);
    if places.has_frames {
        let title = if places.queue.width < 40 { " Queue (time, then age) " } else { " Queue (time left, then age) " };
        look.panel(vec![bit(title, look.theme.title)], foot(look, triage, places))
            .draw(layout::rect(places.queue), buf);
    }
    if rows.is_empty() {
        empty(look, triage, inner, buf);
        return;
    }
    for (n, row) in rows.iter().skip(triage.top).take(places.n_rows).enumerate() {
        let y = n as u16 * places.card_lines;
        let area = Rect::new(inner.x, inner.y + y, inner.width, places.card_lines.min(inner.height.saturating_sub(y)));
        let held = Held { is_cursor: Some(row.card) == triage.cursor, ..Held::default() };
        card::draw(look, row, held, area, buf);
    }
}

/// What lies out of sight.
fn foot<'a>(look: &Look<'_>, triage: &Triage, places: &TriageLayout) -> Vec<Bit<'a>> {
    let shown = triage.rows().len().saturating_sub(triage.top).min(places.n_rows) as u64;
    let has_above = triage.top > 0 || triage.queue.as_ref().is_some_and(|queue| queue.has_before);
    let rest = triage.n_to_sort().saturating_sub(shown);
    match rest {
        0 => Vec::new(),
        n if has_above => vec![bit(format!(" {n} more "), look.theme.dim)],
        n => vec![bit(format!(" +{n} below "), look.theme.dim)],
    }
}

/// Nothing is to be sorted: one sentence, one key to fill it, one key to learn.
fn empty(look: &Look<'_>, triage: &Triage, area: Rect, buf: &mut Buffer) {
    let text = match (&triage.queue, look.model.filter.text.is_empty()) {
        (None, _) => "Reading.".to_owned(),
        (Some(_), true) => "Nothing to sort here.\na adds a card.\n? tells the keys.".to_owned(),
        (Some(_), false) => {
            let text = &look.model.filter.text;
            format!("Nothing to sort matches {text}.\nEsc clears the filter.\n? tells the keys.")
        }
    };
    look.put_wrapped(buf, layout::inset(area, 1), &text, look.theme.dim);
}

/// The card under the cursor: who raised it, its fields, the time left in words, its links.
fn large(look: &Look<'_>, triage: &Triage, places: &TriageLayout, buf: &mut Buffer) {
    let row = triage.current();
    let area = layout::rect(places.card);
    let inner = if places.has_frames {
        let title = row.map_or_else(Vec::new, |row| vec![bit(format!(" {} ", row.key), look.theme.title)]);
        layout::inset(look.panel(title, Vec::new()).draw(area, buf), 1)
    } else {
        layout::inset(area, 1)
    };
    let Some(row) = row else { return };
    let used = look.put_wrapped(buf, Rect { height: inner.height.min(2), ..inner }, &row.title, look.theme.heading);
    let mut rest = layout::below(inner, used);
    for (text, style) in said(look, row) {
        let used = look.put_wrapped(buf, rest, &text, style);
        rest = layout::below(rest, used);
    }
    let sheet = look.model.glance.as_ref().filter(|glance| glance.card == row.card).map(|glance| &glance.sheet);
    let Some(sheet) = sheet else { return };
    for line in known(look, sheet) {
        let used = look.put_wrapped(buf, rest, &line, Style::new());
        rest = layout::below(rest, used);
    }
    let body = sheet.object.body.trim();
    if !body.is_empty() && rest.height > 1 {
        look.put_wrapped(buf, layout::below(rest, 1), body, look.theme.dim);
    }
}

/// Its place, its clock and what holds it.
fn said<'a>(look: &Look<'_>, row: &CardRow) -> Vec<Bit<'a>> {
    let (theme, now, zone) = (look.theme, look.model.now, look.model.zone);
    let raised = words::moment(row.created_at, now, zone);
    let priority = row.priority.map_or_else(|| "no priority".to_owned(), |p| format!("P{p}"));
    let owner = words::owner(row.assignee.as_deref());
    let mut said = vec![bit(format!("{priority}  {owner}  raised {raised}"), Style::new())];
    if let (Some(turns), Some(sla)) = (row.turns, row.sla(now)) {
        let left = show_left(turns.left_s(now));
        let at = turns.breached_at.map(|at| words::moment(at, now, zone));
        let until = at.map_or_else(|| ", the clock stands still".to_owned(), |at| format!(", until {at}"));
        said.push(match sla {
            Sla::Breached => bit(format!("! {left} over{}", until.replace("until", "since")), theme.overdue),
            Sla::AtRisk => bit(format!("~ {left} left{until}"), theme.at_risk),
            Sla::Ok => bit(format!("{left} left{until}"), Style::new()),
        });
    }
    said.extend(row.blocked.as_ref().map(|why| bit(format!("# {}", words::blocked(why)), theme.blocked)));
    said
}

/// Who made it, its fields in a line, and what it is linked with.
fn known(look: &Look<'_>, sheet: &Sheet) -> Vec<String> {
    let object = &sheet.object;
    let state = object.state.as_ref().map_or_else(String::new, |state| format!(", {state}"));
    let mut lines = vec![format!("{}{state}, by {}", sheet.type_name, object.created_by)];
    let named = object.fields.iter().map(|(id, value)| {
        let (name, text) = fields::named(look, sheet, id, value);
        format!("{} {text}", name.to_lowercase())
    });
    let named: Vec<String> = named.chain(object.labels.iter().map(|label| format!("#{label}"))).collect();
    if !named.is_empty() {
        lines.push(named.join("  "));
    }
    lines.extend(sheet.links.iter().take(3).map(|link: &LinkRow| format!("{} {} {}", link.name, link.key, link.title)));
    lines
}

/// The keys of each decision, two in a row; then what looks similar.
fn decide(look: &Look<'_>, triage: &Triage, area: Rect, buf: &mut Buffer) {
    use Action as A;
    let row = triage.current();
    let mut line = look.strip(buf, layout::row(area, 0));
    for p in 1..=4u8 {
        let mark = if row.is_some_and(|row| row.priority == Some(p)) { "*" } else { " " };
        line.put(&key(look, A::Rank(p)), look.theme.key).put(&format!(" P{p}{mark}  "), Style::new());
    }
    line.put("priority", look.theme.dim);
    let owner = if row.is_some_and(|row| row.assignee.is_none()) { "accept (asks owner)" } else { "accept" };
    let pairs = [
        [(A::MoveRight, owner), (A::Mine, "take it")],
        [(A::HandOff, "hand off to stream"), (A::Duplicate, "duplicate of ...")],
        [(A::Wait, "wait until ..."), (A::Dismiss, "dismiss + reason")],
        [(A::Relate, "relate to ..."), (A::Open, "full detail")],
    ];
    let half = (area.width / 2).min(26);
    for (n, pair) in pairs.iter().enumerate() {
        let line = layout::row(area, n as u16 + 1);
        for (idx, (action, word)) in pair.iter().enumerate() {
            let mut strip = look.strip(buf, layout::indent(line, idx as u16 * half));
            strip.put(&key(look, *action), look.theme.key).skip(1).put(word, Style::new());
        }
    }
    similar(look, triage, layout::below(area, pairs.len() as u16 + 2), buf);
}

/// The first key of an action here.
fn key(look: &Look<'_>, action: Action) -> String {
    let keys = look.model.settings.keymap.keys_in(Context::Triage, action);
    let key = keys.first().map(|seq| show_seq(seq)).unwrap_or_default();
    if key.eq_ignore_ascii_case("enter") { "Enter".into() } else { key }
}

fn similar(look: &Look<'_>, triage: &Triage, area: Rect, buf: &mut Buffer) {
    let Some(twins) = triage.twins().filter(|_| area.height > 0) else { return };
    if twins.is_empty() {
        look.put(buf, layout::row(area, 0), "nothing looks similar", look.theme.dim);
        return;
    }
    look.put(buf, layout::row(area, 0), "looks similar", look.theme.dim);
    for (n, twin) in twins.iter().enumerate() {
        let mut line = look.strip(buf, layout::row(area, n as u16 + 1));
        let side = side(look, twin);
        if cells(&side) + 20 <= line.room() {
            line.put_right(&format!(" {side}"), look.theme.dim);
        }
        line.put(&format!(" {} {}", twin.key, twin.title), Style::new());
    }
}

/// When it was closed, or what both are linked with.
fn side(look: &Look<'_>, twin: &Twin) -> String {
    let closed = twin.closed_at.map(|at| format!("closed {}", show_span((look.model.now - at).num_seconds())));
    let shared = (!twin.shared.is_empty()).then(|| format!("same {}", twin.shared.join(", ")));
    closed.into_iter().chain(shared).collect::<Vec<_>>().join("  ")
}
