//! A card in one, two or three lines.
//!
//! ```text
//! >P1 INC-1042 ana    !2h10    where the cursor is, priority, key, owner; over, left or age at the right
//!   Checkout p95 latency > 2s
//!   @ana  gate 2/4  &4
//! ```
//!
//! The cursor reverses mark, priority and key only: few bytes for a step, and the title stays easy to read.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::look::Look;
use super::words;
use crate::domain::At;
use crate::domain::window::CardRow;
use crate::tui::layout;
use crate::tui::widget::strip::{Strip, cells};

/// How a card is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Held {
    pub is_cursor: bool,
    pub is_marked: bool,
    /// Taken in hand, to be dropped elsewhere.
    pub is_grabbed: bool,
}

/// Cells from which the first line shows the owner.
pub const OWNER_FROM: u16 = 24;
/// Cells that a title needs to stand in the first line.
const TITLE_FROM: u16 = 8;

/// Draws a card into the rows of its area.
pub fn draw(look: &Look<'_>, row: &CardRow, held: Held, area: Rect, buf: &mut Buffer) {
    first_line(look, row, held, area, buf);
    if area.height >= 2 {
        let mut line = look.strip(buf, layout::indent(layout::row(area, 1), 2));
        if let Some(stage) = stage(look, row) {
            line.put(stage, look.theme.dim).skip(1);
        }
        line.put(&row.title, Style::new());
    }
    if area.height >= 3 {
        let line = layout::indent(layout::row(area, 2), 2);
        look.put(buf, line, &figures(row, look.model.now), look.theme.dim);
    }
}

fn first_line(look: &Look<'_>, row: &CardRow, held: Held, area: Rect, buf: &mut Buffer) {
    let mut line = look.strip(buf, layout::row(area, 0));
    let name = format!("{}{}{}{}", lead(held), words::priority(row.priority), gap(held), row.key);
    time(look, row, cells(&name), &mut line);
    line.put(&name, style(look, row, held));
    if area.height < 3 && area.width >= OWNER_FROM {
        let owner: String = row.assignee.as_deref().unwrap_or("-").graphemes(true).take(3).collect();
        line.skip(1).put_whole(&[(owner.into(), look.theme.dim)], 0);
    }
    if area.height == 1 && line.room() > TITLE_FROM {
        if let Some(stage) = stage(look, row) {
            line.skip(1).put(stage, look.theme.dim);
        }
        line.skip(1).put(&row.title, Style::new());
    }
}

/// Where columns are teams, the short name of the card's stage.
fn stage<'a>(look: &Look<'a>, row: &CardRow) -> Option<&'a str> {
    let stage = look.model.board.is_lens().then(|| look.model.stage(&row.stage)).flatten();
    stage.map(|stage| stage.short.as_str())
}

/// The time at the right; where there is no room for it, its mark alone.
fn time(look: &Look<'_>, row: &CardRow, head: u16, line: &mut Strip<'_>) {
    let mark = words::mark(row, look.model.now);
    let time = format!("{mark}{}", words::time(row, look.model.now));
    let shown = if head + 1 + cells(&time) <= line.room() { time.as_str() } else { mark };
    line.put_right(shown, words::time_style(look, row));
    if !shown.is_empty() {
        line.put_right(" ", Style::new());
    }
}

fn lead(held: Held) -> char {
    match held {
        Held { is_grabbed: true, .. } => '=',
        Held { is_cursor: true, .. } => '>',
        Held { is_marked: true, .. } => '*',
        _ => ' ',
    }
}

/// The mark of a marked card moves behind the priority while the cursor is on it.
fn gap(held: Held) -> char {
    if held.is_marked && (held.is_cursor || held.is_grabbed) { '*' } else { ' ' }
}

fn style(look: &Look<'_>, row: &CardRow, held: Held) -> Style {
    match held {
        Held { is_grabbed: true, .. } => look.theme.grabbed,
        Held { is_cursor: true, .. } => look.theme.selected,
        Held { is_marked: true, .. } => look.theme.marked,
        _ => look.theme.of_priority(row.priority),
    }
}

/// Owner, gate and links.
fn figures(row: &CardRow, now: At) -> String {
    let gate = if row.n_asked > 0 { format!("  gate {}/{}", row.n_met(now), row.n_asked) } else { String::new() };
    let links = if row.n_links > 0 { format!("  &{}", row.n_links) } else { String::new() };
    format!("{}{gate}{links}", words::owner(row.assignee.as_deref()))
}
