//! A board in lanes: the titles of the stages on top, then lane by lane a line that tells it and its cards below.
//!
//! ```text
//!  Detect 14/18        >Diagnose 15/10 ^OVER   Resolve 12/15
//! >- ana 12 ------- 4 ----------------- 3/5 ------------ 3
//!  P1 INC-1042         >P2 INC-1044            P1 INC-1038
//!  + kim 5 -------- 2 -------------------- 1 ------------ 2
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::card;
use super::column::{List, stage, upright};
use super::look::Look;
use crate::app::geometry::{BoardLayout, ColumnLayout, LaneLayout};
use crate::tui::layout;
use crate::tui::widget::strip::cells;

/// Draws the lanes of a board.
pub fn draw(look: &Look<'_>, board: &BoardLayout, long: bool, buf: &mut Buffer) {
    for place in &board.titles {
        title(look, place, long, buf);
    }
    for lane in &board.lanes {
        head(look, board, lane, buf);
    }
    for place in &board.columns {
        let list = List::of(look, place);
        for (n, (row, held)) in list.on_screen().enumerate() {
            let y = n as u16 * board.card_lines;
            let inner = place.inner;
            let rows = board.card_lines.min(inner.height.saturating_sub(y));
            card::draw(look, row, held, Rect::new(inner.x, inner.y + y, inner.width, rows), buf);
        }
    }
}

/// A stage over its cells; folded its name alone, from top to bottom.
fn title(look: &Look<'_>, place: &ColumnLayout, long: bool, buf: &mut Buffer) {
    let model = look.model;
    let Some(stage) = stage(look, &model.board.columns[place.idx]) else { return };
    let is_focused = place.idx == model.board.across();
    let (lead, style) = if is_focused { (">", look.theme.title_focused) } else { (" ", look.theme.title) };
    let area = layout::rect(place.area);
    if place.is_folded {
        look.put(buf, layout::row(area, 0), lead, style);
        return upright(look, &format!("{} {}", stage.short, stage.n_cards), layout::below(area, 2), buf);
    }
    let name = if long { &stage.name } else { &stage.short };
    let limit = stage.wip.map_or_else(String::new, |limit| format!("/{limit}"));
    let fits: u64 =
        model.board.rows().map_or(0, |(_, lines)| lines.iter().filter_map(|l| l.counts.get(place.idx)).sum());
    let text = if model.filter.text.is_empty() {
        format!("{lead}{name} {}{limit}", stage.n_cards)
    } else {
        format!("{lead}{name} {fits} of {}", stage.n_cards)
    };
    let mut line = look.strip(buf, layout::row(area, 0));
    line.put(&text, style);
    if stage.is_over() {
        line.put(if cells(&text) + 7 <= area.width { " ^OVER" } else { "^" }, look.theme.over_limit);
    }
}

/// The line of a lane: whose it is, how many cards, and how many in each stage; `+` is folded.
fn head(look: &Look<'_>, board: &BoardLayout, lane: &LaneLayout, buf: &mut Buffer) {
    let model = look.model;
    let Some(told) = model.board.rows().and_then(|(_, lines)| lines.get(lane.idx)) else { return };
    let row = layout::rect(lane.head);
    look.put(buf, row, &look.glyphs.rule.repeat(usize::from(row.width)), look.theme.frame);
    let n = model.board.n_across();
    for place in &board.titles {
        let text = counted(look, board, lane.idx * n + place.idx);
        let right = place.area.x + place.area.width.saturating_sub(2 + cells(&text));
        if !text.is_empty() && !place.is_folded {
            look.put(buf, Rect::new(right, row.y, cells(&text) + 2, 1), &format!(" {text} "), look.theme.dim);
        }
    }
    let is_focused = model.board.focus / n == lane.idx;
    let (lead, style) = if is_focused { (">", look.theme.title_focused) } else { (" ", look.theme.title) };
    let fold = if lane.is_folded { '+' } else { '-' };
    let text = format!("{lead}{fold} {} {}", told.name, told.n_cards());
    let first = board.titles.first().map_or(row.width, |t| t.area.width.saturating_sub(5).max(12));
    let shown = crate::text::cut(&crate::text::sanitize(&text), usize::from(first.min(row.width)), look.glyphs.cut)
        .into_owned();
    look.put(buf, row, &shown, style);
    look.put(buf, Rect::new(row.x + cells(&shown), row.y, 1, 1), " ", Style::new());
}

/// `4`, or `2/5` where only some of a cell are in sight; nothing of an empty one.
fn counted(look: &Look<'_>, board: &BoardLayout, idx: usize) -> String {
    let Some(n) = look.model.board.n_in(idx).filter(|n| *n > 0) else { return String::new() };
    let place = board.columns.iter().find(|place| place.idx == idx);
    match place.map(|place| place.n_rows as u64).filter(|shown| *shown < n) {
        Some(shown) => format!("{shown}/{n}"),
        None => n.to_string(),
    }
}
