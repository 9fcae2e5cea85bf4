//! The rows that every screen shares: streams on top, the head, the line below the body, the hints.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::look::Look;
use super::{bottlenecks, card, column, explore, metrics, sheet, words};
use crate::app::geometry::{self, Frame};
use crate::app::key::show_seq;
use crate::app::model::{Mode, Model, Screen};
use crate::domain::date::show_left;
use crate::domain::window::{CardRow, StreamLine};
use crate::tui::layout;
use crate::tui::widget::popup;
use crate::tui::widget::strip::{Bit, Strip, bit, cells};

/// Draws the rows above the body and the line below it.
pub fn draw(look: &Look<'_>, frame: &Frame, buf: &mut Buffer) {
    if let (Some(area), Some(text)) = (frame.banner, &look.model.banner) {
        let area = layout::rect(area);
        buf.set_style(area, look.theme.banner);
        look.put(buf, layout::indent(area, 1), text, look.theme.banner);
    }
    streams(look, buf);
    head(look, frame, buf);
    below(look, frame, buf);
}

/// The row of streams; the current one in brackets, an arrow where there are more.
fn streams(look: &Look<'_>, buf: &mut Buffer) {
    let tabs = geometry::tabs(look.model);
    for tab in &tabs {
        let area = layout::rect(tab.area);
        let (open, close) = if tab.is_current { ("[", "]") } else { ("", "") };
        let style = if tab.is_current { look.theme.stream } else { Style::new() };
        let mut line = look.strip(buf, if tab.is_current { area } else { layout::indent(area, 1) });
        match tab.text.strip_suffix('!').filter(|_| tab.is_breached && !tab.is_current) {
            Some(text) => line.put(text, style).put("!", look.theme.overdue),
            None => line.put(open, style).put(&tab.text, style).put(close, style),
        };
    }
    if let Some(first) = tabs.first().filter(|tab| tab.stream_idx > 0 && !tab.is_current) {
        look.put(buf, layout::rect(first.area), "<", look.theme.key);
    }
    if let Some(last) = tabs.last().filter(|tab| tab.stream_idx + 1 < look.model.streams.len()) {
        let area = layout::rect(last.area);
        let edge = ratatui::layout::Rect { x: buf.area.right().saturating_sub(1), y: area.y, width: 1, height: 1 };
        look.put(buf, edge, ">", look.theme.key);
    }
}

fn head(look: &Look<'_>, frame: &Frame, buf: &mut Buffer) {
    let bits = match look.model.screen {
        Screen::Map => map_head(look),
        Screen::Board => board_head(look),
        Screen::Sheet => sheet::head(look),
        Screen::Explore => explore::head(look, frame.head.width.saturating_sub(2)),
        Screen::Metrics => metrics::head(look),
    };
    let mut line = look.strip(buf, layout::indent(layout::rect(frame.head), 1));
    if is_slow(look.model) {
        line.put_right(" saving ", look.theme.dim);
    }
    line.put_whole(&bits, 2);
}

/// A write that takes longer than people notice is told.
fn is_slow(model: &Model) -> bool {
    let is_long = |since| model.now - since >= chrono::TimeDelta::milliseconds(150);
    model.n_saving > 0 && model.saving_since.is_some_and(is_long)
}

fn map_head<'a>(look: &Look<'_>) -> Vec<Bit<'a>> {
    let streams = &look.model.streams;
    let sum = |count: fn(&StreamLine) -> u64| streams.iter().map(count).sum::<u64>();
    let mut bits = vec![bit(
        format!(
            "{}  {}",
            if look.model.width < 60 { "Map" } else { "Value-stream map" },
            words::many(sum(|s| s.n_cards), "card")
        ),
        look.theme.heading,
    )];
    bits.extend(approvals(look));
    bits.extend(alerts(look, sum(|s| s.n_breached), sum(|s| s.n_at_risk), sum(|s| s.n_blocked)));
    bits.extend(next_breach(look, streams.iter()));
    bits.extend(limits(streams.iter()));
    bits
}

fn board_head<'a>(look: &Look<'_>) -> Vec<Bit<'a>> {
    let model = look.model;
    let Some(stream) = model.stream() else { return Vec::new() };
    let mut bits = vec![bit(format!("{} {}", stream.name, stream.n_cards), look.theme.heading)];
    bits.extend(matches!(model.mode, Mode::Range { .. }).then(|| bit("marking a range", look.theme.key)));
    bits.extend(cut(model).map(|text| bit(text, look.theme.key)));
    bits.extend(marks(look));
    if !model.filter.text.is_empty() {
        bits.push(bit(format!("filter: {}", model.filter.text), look.theme.key));
        bits.extend(found(look));
    }
    bits.extend(approvals(look));
    bits.extend(alerts(look, stream.n_breached, stream.n_at_risk, stream.n_blocked));
    bits.extend(next_breach(look, [stream].into_iter()));
    bits.extend(limits([stream].into_iter()));
    bits.extend(stages_shown(model).map(|text| bit(text, Style::new())));
    if model.filter.text.is_empty() {
        bits.push(bit("filter: none", look.theme.dim));
    }
    bits.push(bit(format!("gates {}", stream.gate), look.theme.dim));
    bits
}

/// How many approvals wait for me.
fn approvals<'a>(look: &Look<'_>) -> Option<Bit<'a>> {
    let n = look.model.approvals.len();
    (n > 0).then(|| bit(format!("{n} to approve"), look.theme.key))
}

fn marks<'a>(look: &Look<'_>) -> Option<Bit<'a>> {
    let n = look.model.marks.len();
    (n > 0).then(|| bit(format!("*{n} marked"), look.theme.marked))
}

/// How many cards fit the filter, here and elsewhere.
pub fn found<'a>(look: &Look<'_>) -> Option<Bit<'a>> {
    let found = look.model.filter.found?;
    let more = [(found.n_elsewhere, "elsewhere"), (found.n_done, "done")];
    let more = more.iter().filter(|(n, _)| *n > 0).fold(String::new(), |text, (n, word)| format!("{text}, {n} {word}"));
    Some(bit(format!("{} here{more}", found.n_here), Style::new()))
}

fn alerts<'a>(look: &Look<'_>, breached: u64, at_risk: u64, blocked: u64) -> Vec<Bit<'a>> {
    let theme = look.theme;
    let all = [
        (breached, '!', "breached", theme.overdue),
        (at_risk, '~', "at risk", theme.at_risk),
        (blocked, '#', "blocked", theme.blocked),
    ];
    let some = all.into_iter().filter(|(n, ..)| *n > 0);
    some.map(|(n, mark, word, style)| bit(format!("{mark}{n} {word}"), style)).collect()
}

/// The first breach to come, while it is to come.
fn next_breach<'a, 'b>(look: &Look<'_>, streams: impl Iterator<Item = &'b StreamLine>) -> Option<Bit<'a>> {
    let (at, key) = streams.filter_map(|stream| stream.next_breach.as_ref()).min_by_key(|(at, _)| *at)?;
    let left_s = (*at - look.model.now).num_seconds();
    (left_s > 0).then(|| bit(format!("next !{key} in {}", show_left(left_s)), look.theme.at_risk))
}

/// The cards in stages that have a limit, and the limits.
fn limits<'a, 'b>(streams: impl Iterator<Item = &'b StreamLine>) -> Option<Bit<'a>> {
    let limited = streams.flat_map(|s| &s.stages).filter_map(|s| Some((s.n_cards, u64::from(s.wip?))));
    let (n, limit) = limited.fold((0, 0), |(n, limit), (cards, wip)| (n + cards, limit + wip));
    (limit > 0).then(|| bit(format!("WIP {n}/{limit}"), Style::new()))
}

/// How the board is cut: `by team`, `by assignee 1-5 of 8` where not all lanes are in sight.
fn cut(model: &Model) -> Option<String> {
    let by = model.board.lanes.as_ref()?.by.word();
    let (n, lanes) = (model.board.rows().map_or(0, |(_, lines)| lines.len()), geometry::board(model).lanes);
    Some(match (lanes.first(), lanes.last()) {
        (Some(first), Some(last)) if lanes.len() < n => format!("by {by} {}-{} of {n}", first.idx + 1, last.idx + 1),
        _ => format!("by {by}"),
    })
}

fn stages_shown(model: &Model) -> Option<String> {
    let board = geometry::board(model);
    let columns = if board.titles.is_empty() { board.columns } else { board.titles };
    let n = model.board.n_across();
    let what = if model.board.is_lens() { "team" } else { "stage" };
    let (first, last) = (columns.first()?.idx + 1, columns.last()?.idx + 1);
    match (first, last) {
        (1, last) if last == n => None,
        (first, last) if first == last => Some(format!("{what} {first} of {n}")),
        (first, last) => Some(format!("{what}s {first}-{last} of {n}")),
    }
}

/// The line below the body: a notice, else what the cursor is on; keys and counts still to be ended at the right.
fn below(look: &Look<'_>, frame: &Frame, buf: &mut Buffer) {
    let model = look.model;
    let mut line = look.strip(buf, layout::indent(layout::rect(frame.status), 1));
    let count = model.count.map_or_else(String::new, |n| n.to_string());
    let pending = format!("{count}{}", show_seq(&model.pending));
    if !pending.is_empty() {
        line.put_right(&format!("  {pending} "), look.theme.key);
    }
    match (&model.notice, model.screen) {
        (Some(notice), _) => {
            let text = words::with_moments(&notice.text, model.now, model.zone);
            line.put(&text, look.theme.of_notice(notice.kind));
        }
        (None, Screen::Map) => stage_line(look, &mut line),
        (None, Screen::Board) => current(look, model.current(), &mut line),
        (None, Screen::Sheet) => {
            line.put(&sheet::said(look), Style::new());
        }
        (None, Screen::Explore) => {
            explore::said(look, &mut line);
        }
        (None, Screen::Metrics) => metrics::said(look, &mut line),
    }
}

fn stage_line(look: &Look<'_>, line: &mut Strip<'_>) {
    if let Some(stage) = look.model.current_stage() {
        let why = bottlenecks::told(look, stage).map_or_else(String::new, |why| format!(", {why}"));
        let text = format!("{}: {}{why}", stage.name, column::told(look, stage));
        line.put(words::that_fit(&text, line.room()), Style::new());
    }
}

/// What the card itself has no room for: its whole title and a few figures, never all of it again, since this line
/// is sent with every step of the cursor. With the preview beside it, only its title.
fn current(look: &Look<'_>, row: Option<&CardRow>, line: &mut Strip<'_>) {
    let Some(row) = row else { return };
    let facts = if geometry::board(look.model).preview.is_some() { Vec::new() } else { facts(look, row) };
    let needed: u16 = facts.iter().map(|(text, _)| cells(text) + 2).sum();
    let title = format!("{} {}", row.key, row.title);
    let room = line.room().saturating_sub(needed).max(line.room() / 2);
    let shown = crate::text::sanitize(&title);
    line.put(&crate::text::cut(&shown, usize::from(room), look.glyphs.cut), Style::new());
    line.skip(2).put_whole(&facts, 2);
}

fn facts<'a>(look: &Look<'_>, row: &CardRow) -> Vec<Bit<'a>> {
    let board = geometry::board(look.model);
    let names_owner = board.card_lines >= 3 || board.columns.first().is_some_and(|c| c.inner.width >= card::OWNER_FROM);
    let mut facts = Vec::new();
    if !names_owner {
        facts.push(bit(words::owner(row.assignee.as_deref()), Style::new()));
    }
    if row.n_asked > 0 {
        facts.push(bit(format!("gate {}/{}", row.n_met(look.model.now), row.n_asked), Style::new()));
    }
    if row.n_links > 0 {
        facts.push(bit(format!("&{}", row.n_links), Style::new()));
    }
    if let Some(why) = &row.blocked {
        let why = if why.starts_with("by ") { words::blocked(why) } else { why.clone() };
        facts.push(bit(format!("#{why}"), look.theme.blocked));
    }
    facts.extend(row.waiting_for.as_ref().map(|key| bit(format!("?waits for {key}"), Style::new())));
    facts
}

/// The hints of what works here and now; drawn last, above everything.
pub fn footer(look: &Look<'_>, frame: &Frame, buf: &mut Buffer) {
    popup::clear(layout::rect(frame.footer), buf);
    for span in geometry::hints(look.model) {
        let mut line = look.strip(buf, layout::rect(span.area));
        line.put(&span.hint.keys, look.theme.key).skip(1).put(&span.hint.word, Style::new());
    }
}
