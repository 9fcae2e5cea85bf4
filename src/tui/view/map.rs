//! All streams, cut into their stages: counts, limits, load, age, breaches.
//!
//! A bar shows the cards of a stage against its limit; without a limit, against the fullest stage of the map.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::look::Look;
use super::{bottlenecks, first_run};
use crate::app::geometry::{self, Class, MapRow};
use crate::domain::date::show_span;
use crate::domain::window::{StageLine, StreamLine};
use crate::metrics::bottleneck::show_rate;
use crate::tui::layout;
use crate::tui::widget::bar::bar;
use crate::tui::widget::spark::spark;
use crate::tui::widget::strip::cells;

/// Draws the map.
pub fn draw(look: &Look<'_>, buf: &mut Buffer) {
    let map = geometry::map(look.model);
    for row in &map.rows {
        let Some(stream) = look.model.streams.get(row.stream_idx) else { continue };
        if map.class <= Class::Xs {
            list(look, row, stream, buf);
        } else {
            bars(look, row, stream, buf);
        }
    }
    if let Some(area) = map.bottlenecks {
        bottlenecks::draw(look, layout::rect(area), buf);
    }
    if let Some(area) = map.panel {
        first_run::draw(look, layout::rect(area), buf);
    }
}

/// The stream in one line, and under the one with the cursor its stages.
fn list(look: &Look<'_>, row: &MapRow, stream: &StreamLine, buf: &mut Buffer) {
    let is_open = row.stream_idx == look.model.map.stream_idx;
    let mut line = look.strip(buf, layout::rect(row.label));
    let style = if is_open { look.theme.stream } else { Style::new() };
    breaches(look, stream.n_breached, &mut line);
    line.put(&format!(" {} {} {}", row.stream_idx + 1, stream.name, stream.n_cards), style);
    for (idx, area) in &row.stages {
        let stage = &stream.stages[*idx];
        let is_cursor = *idx == look.model.map.stage_idx;
        let mut line = look.strip(buf, layout::indent(layout::rect(*area), 3));
        breaches(look, stage.n_breached, &mut line);
        let lead = if is_cursor { ">" } else { " " };
        line.put(&format!("{lead}{} {}{}", stage.name, count(stage), over(stage)), look.cursor_style(is_cursor));
    }
}

fn breaches(look: &Look<'_>, n: u64, line: &mut crate::tui::widget::strip::Strip<'_>) {
    if n > 0 {
        line.put_right(&format!(" !{n} "), look.theme.overdue);
    }
}

/// Two lines: names with counts, bars with ages.
fn bars(look: &Look<'_>, row: &MapRow, stream: &StreamLine, buf: &mut Buffer) {
    let label = layout::rect(row.label);
    let is_current = row.stream_idx == look.model.map.stream_idx;
    let name = if label.width > 10 { &stream.name } else { &stream.short };
    let style = if is_current { look.theme.stream } else { Style::new() };
    look.put(buf, shorter(layout::row(label, 0)), &format!("{} {name}", row.stream_idx + 1), style);
    let mut line = look.strip(buf, layout::indent(layout::row(label, 1), 2));
    line.put(&stream.n_cards.to_string(), Style::new());
    if stream.n_breached > 0 {
        line.skip(1).put(&format!("!{}", stream.n_breached), look.theme.overdue);
    }
    for (idx, area) in &row.stages {
        let is_cursor = is_current && *idx == look.model.map.stage_idx;
        stage(look, &stream.stages[*idx], is_cursor, layout::rect(*area), buf);
    }
}

fn shorter(area: Rect) -> Rect {
    Rect { width: area.width.saturating_sub(1), ..area }
}

fn stage(look: &Look<'_>, stage: &StageLine, is_cursor: bool, area: Rect, buf: &mut Buffer) {
    let edge = if is_cursor { ">" } else { look.glyphs.frame.vertical_left };
    let count = count(stage);
    let mut line = look.strip(buf, layout::row(area, 0));
    let style = look.cursor_style(is_cursor);
    line.put(edge, style);
    // The count is never cut, so the name gives way.
    let room = line.room().saturating_sub(cells(&count) + 3);
    let name = if cells(&stage.name) <= room { &stage.name } else { &stage.short };
    let name = crate::text::sanitize(name);
    line.put(&crate::text::cut(&name, usize::from(room), look.glyphs.cut), style);
    line.put(&format!(" {count}"), style);
    line.put(over(stage), if is_cursor { style } else { look.theme.over_limit });
    let mut line = look.strip(buf, layout::row(area, 1));
    line.put(look.glyphs.frame.vertical_left, Style::new());
    load(look, stage, &mut line);
    for (row, text) in (2..area.height).zip(figures(look, stage, area.height)) {
        let mut line = look.strip(buf, layout::row(area, row));
        line.put(look.glyphs.frame.vertical_left, Style::new()).put(&text, Style::new());
    }
}

/// How fast it goes, how many left it from week to week, what stands there longest: once read, as far as there is
/// room.
fn figures(look: &Look<'_>, stage: &StageLine, height: u16) -> Vec<String> {
    let across = look.model.bottlenecks.read.as_deref();
    let Some((across, (all, stage))) = across.and_then(|across| Some((across, across.stage(&stage.id)?))) else {
        return vec![String::new(); usize::from(height)];
    };
    let rate = show_rate(all.period.per_week(stage.departures));
    let p85 = stage.time.map_or_else(String::new, |time| format!("  p85 {}", show_span(time.percentiles.p85)));
    let weeks = across.weeks_of(&stage.id).map_or_else(Vec::new, |weeks| weeks.map(u64::from).to_vec());
    let oldest = stage.oldest.as_ref().map_or_else(String::new, |oldest| format!("oldest {}", oldest.key));
    vec![format!("{rate}/wk{p85}"), format!("{} {}wk", spark(&weeks, &look.glyphs), weeks.len()), oldest]
}

fn load(look: &Look<'_>, stage: &StageLine, line: &mut crate::tui::widget::strip::Strip<'_>) {
    let breached = if stage.n_breached > 0 { format!(" !{}", stage.n_breached) } else { String::new() };
    let oldest = stage.oldest_entered_at.filter(|_| stage.n_cards > 0);
    let age = oldest.map_or_else(String::new, |at| show_span((look.model.now - at).num_seconds()));
    let needed = cells(&breached) + cells(&age) + 2;
    let width = line.room().saturating_sub(needed).min(if line.room() > 24 { 16 } else { 8 });
    if width >= 3 {
        let fullest = look.model.streams.iter().flat_map(|s| &s.stages).map(|s| s.n_cards).max().unwrap_or(1);
        let whole = stage.wip.map_or(fullest, u64::from);
        let style = if stage.is_over() { look.theme.over_limit } else { Style::new() };
        line.put(&bar(stage.n_cards, whole, width, &look.glyphs), style).skip(1);
    }
    line.put(&age, Style::new()).put(&breached, look.theme.overdue);
}

/// `14/18`, or `14` where there is no limit.
pub fn count(stage: &StageLine) -> String {
    stage.wip.map_or_else(|| stage.n_cards.to_string(), |limit| format!("{}/{limit}", stage.n_cards))
}

fn over(stage: &StageLine) -> &'static str {
    if stage.is_over() { "^" } else { "" }
}
