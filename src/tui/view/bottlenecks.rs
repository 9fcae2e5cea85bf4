//! The worst three stages of all streams, by what is known: limit, breaches, load.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::look::Look;
use super::{map, words};
use crate::domain::date::show_span;
use crate::domain::window::{StageLine, StreamLine};
use crate::tui::layout;
use crate::tui::widget::strip::cells;

const N_TOLD: usize = 3;

/// Draws a rule where there is room for it, a heading and the worst stages.
pub fn draw(look: &Look<'_>, area: Rect, buf: &mut Buffer) {
    let has_rule = usize::from(area.height) > N_TOLD + 1;
    if has_rule {
        let rule = look.glyphs.rule.repeat(usize::from(area.width));
        look.put(buf, layout::row(area, 0), &rule, look.theme.frame);
    }
    let area = layout::below(area, u16::from(has_rule));
    look.put(buf, layout::indent(layout::row(area, 0), 1), "Bottlenecks", look.theme.heading);
    let worst = worst(&look.model.streams);
    if worst.is_empty() {
        let line = layout::indent(layout::row(area, 1), 1);
        look.put(buf, line, "No stage is full, and nothing is breached or blocked.", look.theme.dim);
    }
    let place = |(stream, stage): &(&StreamLine, &StageLine)| format!("{}/{}", stream.name, stage.name);
    let width = worst.iter().map(|w| cells(&place(w))).max().unwrap_or(0).min(area.width / 2);
    for (n, (stream, stage)) in worst.iter().enumerate() {
        let line = layout::indent(layout::row(area, 1 + n as u16), 1);
        let mut line = look.strip(buf, line);
        let name =
            crate::text::pad(&crate::text::sanitize(&place(&(stream, stage))), usize::from(width), look.glyphs.cut);
        line.put(&format!("{} {name}  {:>6} ", n + 1, map::count(stage)), Style::new());
        let (load, style) = load(look, stage);
        line.put(&format!("{load:<7}"), style);
        line.put(words::that_fit(&why(look, stage), line.room()), Style::new());
    }
}

/// Stages over or at their limit, or with cards breached or blocked; the worst first.
fn worst(streams: &[StreamLine]) -> Vec<(&StreamLine, &StageLine)> {
    let all = streams.iter().flat_map(|stream| stream.stages.iter().map(move |stage| (stream, stage)));
    let is_bad = |stage: &StageLine| is_full(stage) || stage.n_breached + stage.n_blocked > 0;
    let mut bad: Vec<_> = all.filter(|(_, stage)| is_bad(stage)).collect();
    bad.sort_by_key(|(_, s)| std::cmp::Reverse((s.is_over(), s.n_breached, is_full(s), load_percent(s), s.n_blocked)));
    bad.truncate(N_TOLD);
    bad
}

fn is_full(stage: &StageLine) -> bool {
    stage.wip.is_some_and(|limit| stage.n_cards > 0 && stage.n_cards >= u64::from(limit))
}

fn load_percent(stage: &StageLine) -> u64 {
    stage.wip.map_or(0, |limit| stage.n_cards * 100 / u64::from(limit.max(1)))
}

fn load(look: &Look<'_>, stage: &StageLine) -> (&'static str, Style) {
    match (stage.is_over(), is_full(stage)) {
        (true, _) => ("^OVER", look.theme.over_limit),
        (_, true) => ("full", Style::new()),
        _ => ("", Style::new()),
    }
}

fn why(look: &Look<'_>, stage: &StageLine) -> String {
    let counts = [(stage.n_breached, '!', "breached"), (stage.n_blocked, '#', "blocked")];
    let mut parts: Vec<String> =
        counts.iter().filter(|(n, ..)| *n > 0).map(|(n, mark, word)| format!("{mark}{n} {word}")).collect();
    if let Some(at) = stage.oldest_entered_at {
        parts.push(format!("oldest {}", show_span((look.model.now - at).num_seconds())));
    }
    if parts.is_empty() {
        parts.push(words::many(stage.n_cards, "card"));
    }
    parts.join(", ")
}
