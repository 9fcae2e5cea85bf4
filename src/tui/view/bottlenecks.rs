//! The stages in which work waited longest, with the reason: as many as there is room for.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::look::Look;
use super::words;
use crate::domain::window::StageLine;
use crate::metrics::across::Across;
use crate::metrics::bottleneck::{Ranked, reason, show_rate};
use crate::metrics::stages::StageFigures;
use crate::tui::layout;
use crate::tui::widget::strip::cells;

/// Told at most, however much room there is.
const MOST: usize = 10;

/// Draws a rule where there is room for it, a heading and the worst stages.
pub fn draw(look: &Look<'_>, area: Rect, buf: &mut Buffer) {
    let has_rule = area.height > 4;
    if has_rule {
        let rule = look.glyphs.rule.repeat(usize::from(area.width));
        look.put(buf, layout::row(area, 0), &rule, look.theme.frame);
    }
    let area = layout::indent(layout::below(area, u16::from(has_rule)), 1);
    let mut line = look.strip(buf, layout::row(area, 0));
    line.put("Bottlenecks", look.theme.heading);
    match look.model.bottlenecks.read.as_deref() {
        None => {
            line.skip(2).put("being read", look.theme.dim);
        }
        Some(across) => {
            if let Some(days) = across.streams.first().map(|figures| figures.period.days().round()) {
                line.skip(2).put(&format!("of {days} days, by time waited"), look.theme.dim);
            }
            list(look, across, layout::below(area, 1), buf);
        }
    }
}

fn list(look: &Look<'_>, across: &Across, area: Rect, buf: &mut Buffer) {
    let room = usize::from(area.height).min(MOST);
    let worst: Vec<&Ranked> = across.ranked.iter().take(room).collect();
    if worst.is_empty() {
        look.put(buf, area, "No work has waited anywhere yet.", look.theme.dim);
    }
    let place = |it: &Ranked| crate::text::sanitize(&format!("{}/{}", it.stream_name, name(look, it))).into_owned();
    let width = worst.iter().map(|it| cells(&place(it))).max().unwrap_or(0).min(area.width / 2);
    for (n, it) in worst.iter().enumerate() {
        let mut line = look.strip(buf, layout::row(area, n as u16));
        let name = crate::text::pad(&place(it), usize::from(width), look.glyphs.cut);
        line.put(&format!("{} {name}  {:>5} ", n + 1, load(&it.stage)), Style::new());
        let (word, style) = full(look, &it.stage);
        line.put(&format!("{word:<6}"), style);
        line.put(words::that_fit(&why(across, it), line.room()), Style::new());
    }
}

/// The short name where there is little room.
fn name<'a>(look: &Look<'_>, it: &'a Ranked) -> &'a str {
    if look.model.width < 100 { &it.stage.short } else { &it.stage.name }
}

/// `15/10`, or `15` where there is no limit.
fn load(stage: &StageFigures) -> String {
    stage.limit.map_or_else(|| stage.wip.to_string(), |limit| format!("{}/{limit}", stage.wip))
}

fn full(look: &Look<'_>, stage: &StageFigures) -> (&'static str, Style) {
    match stage.limit {
        Some(limit) if stage.wip > limit => ("^OVER", look.theme.over_limit),
        Some(limit) if stage.wip == limit => ("full", Style::new()),
        _ => ("", Style::new()),
    }
}

/// The reason without the load, which stands beside it.
fn why(across: &Across, it: &Ranked) -> String {
    let period = across.streams.iter().find(|figures| figures.stream == it.stream).map(|figures| figures.period);
    let stage = StageFigures { limit: None, ..it.stage.clone() };
    period.map_or_else(|| it.reason.clone(), |period| reason(&stage, &period))
}

/// What comes and goes in a stage, for the line below the map.
pub fn told(look: &Look<'_>, stage: &StageLine) -> Option<String> {
    let (all, stage) = look.model.bottlenecks.read.as_deref()?.stage(&stage.id)?;
    let rate = |n| show_rate(all.period.per_week(n));
    Some(format!("in {}/wk, out {}/wk", rate(stage.arrivals), rate(stage.departures)))
}
