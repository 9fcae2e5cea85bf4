//! A stream as columns, with the current card beside them where there is room.

use ratatui::buffer::Buffer;

use super::look::Look;
use super::{column, lanes, preview};
use crate::app::geometry;
use crate::tui::layout;

/// Draws the board.
pub fn draw(look: &Look<'_>, buf: &mut Buffer) {
    let board = geometry::board(look.model);
    let long = column::names_fit(look, if board.titles.is_empty() { &board.columns } else { &board.titles });
    if !board.lanes.is_empty() {
        lanes::draw(look, &board, long, buf);
    }
    for place in board.columns.iter().filter(|_| board.lanes.is_empty()) {
        column::draw(look, place, board.has_frames, board.card_lines, long, buf);
    }
    if let Some(area) = board.more {
        let shown = if board.titles.is_empty() { &board.columns } else { &board.titles };
        column::more(look, shown, layout::rect(area), buf);
    }
    if let Some(area) = board.preview {
        preview::draw(look, layout::rect(area), buf);
    }
}
