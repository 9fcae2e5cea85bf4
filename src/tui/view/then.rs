//! Looking back: the line that says when, an object as it was, and what changed since.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::look::Look;
use super::words;
use crate::app::geometry;
use crate::app::model::{ChangesView, ThenView};
use crate::domain::At;
use crate::domain::id::StageId;
use crate::domain::past::{Between, title, told};
use crate::tui::layout;
use crate::tui::widget::scroll;
use crate::tui::widget::strip::bit;

/// `as it was on Mon 2 Nov 2026 18:00`, and the keys where there is room.
pub fn banner(look: &Look<'_>, at: At, width: u16) -> String {
    let keys = if width < 76 { "" } else { "   (< > a day, Esc back to now)" };
    format!("as it was on {}{keys}", day(look, at))
}

/// An instant with its day, whatever the time of day is here.
fn day(look: &Look<'_>, at: At) -> String {
    at.with_timezone(&look.model.zone).format("%a %-d %b %Y %H:%M").to_string()
}

/// Draws an object as it was.
pub fn popup(look: &Look<'_>, view: &ThenView, buf: &mut Buffer) {
    let lines = view.sheet.as_ref().map_or_else(
        || vec!["Reading.".to_owned()],
        |sheet| {
            let stage = |id: &StageId| stage_name(look, id);
            sheet.lines(&stage, &|at| words::moment(at, sheet.at, look.model.zone))
        },
    );
    let area = layout::rect(geometry::overlay(look.model, 92, lines.len().clamp(6, 28) as u16 + 2));
    let key = view.sheet.as_ref().map_or_else(String::new, |sheet| format!(" {}", sheet.object.key));
    let heading = vec![bit(format!("{key} as it was; Enter: as it is "), look.theme.title)];
    let inner = layout::inset(look.popup(heading, Vec::new()).draw_over(area, buf), 1);
    for (row, line) in lines.iter().skip(view.scroll).take(usize::from(inner.height)).enumerate() {
        let style = if row + view.scroll == 0 { look.theme.heading } else { Style::new() };
        look.put(buf, layout::row(inner, row as u16), line, style);
    }
}

/// A line of what changed: a heading, or the change of this number.
enum Line {
    Heading(String),
    Change(usize, String),
}

/// Draws what changed, by kind.
pub fn changes(look: &Look<'_>, view: &ChangesView, buf: &mut Buffer) {
    let lines = view.between.as_ref().map_or_else(Vec::new, |between| lines(look, between));
    let area = layout::rect(geometry::overlay(look.model, 92, (lines.len() + 3).clamp(6, 30) as u16));
    let heading = match &view.between {
        None => " What changed ".to_owned(),
        Some(between) => format!(" {} to {} ", day(look, between.from), day(look, between.to)),
    };
    let inner = layout::inset(look.popup(vec![bit(heading, look.theme.title)], Vec::new()).draw_over(area, buf), 1);
    let Some(between) = &view.between else {
        return look.put(buf, inner, "Reading.", look.theme.dim);
    };
    look.put(buf, layout::row(inner, 0), &counts(between), look.theme.dim);
    let body = layout::below(inner, 1);
    if between.cards.is_empty() {
        return look.put(buf, body, "Nothing changed.", Style::new());
    }
    let at = lines.iter().position(|line| matches!(line, Line::Change(n, _) if *n == view.cursor)).unwrap_or(0);
    let top = scroll::top(0, at, lines.len(), usize::from(body.height));
    for (row, line) in lines.iter().skip(top).take(usize::from(body.height)).enumerate() {
        let area = layout::row(body, row as u16);
        match line {
            Line::Heading(text) => look.put(buf, area, text, look.theme.heading),
            Line::Change(n, text) if *n == view.cursor => {
                look.put(buf, area, &format!(">{text}"), look.cursor_style(true));
            }
            Line::Change(_, text) => look.put(buf, area, &format!(" {text}"), Style::new()),
        }
    }
}

fn lines(look: &Look<'_>, between: &Between) -> Vec<Line> {
    let name = |id: &StageId| stage_name(look, id);
    let (mut lines, mut n) = (Vec::new(), 0);
    for (kind, cards) in between.by_kind() {
        lines.push(Line::Heading(format!("{} {}", title(kind), cards.len())));
        for (card, change) in cards {
            let said = told(change, &card.row.stage, &name);
            lines.push(Line::Change(n, format!("{}  {said}  {}", card.row.key, card.row.title)));
            n += 1;
        }
    }
    lines
}

/// `Detect 14 -> 12, Diagnose 15`: what stood in the stages at both ends.
fn counts(between: &Between) -> String {
    let stage = |(_, short, [before, after]): &(StageId, String, [u64; 2])| format!("{short} {before} -> {after}");
    between.stages.iter().map(stage).collect::<Vec<_>>().join(", ")
}

fn stage_name(look: &Look<'_>, id: &StageId) -> String {
    look.model.stage(id).map_or_else(|| id.local().to_owned(), |stage| stage.name.clone())
}
