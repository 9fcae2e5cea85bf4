//! A stream as columns, with the current card beside them where there is room.

use ratatui::buffer::Buffer;

use super::look::Look;
use super::{column, preview};
use crate::app::geometry;
use crate::tui::layout;

/// Draws the board.
pub fn draw(look: &Look<'_>, buf: &mut Buffer) {
    let board = geometry::board(look.model);
    let long = column::names_fit(look, &board.columns);
    for place in &board.columns {
        column::draw(look, place, board.has_frames, board.card_lines, long, buf);
    }
    if let Some(area) = board.more {
        column::more(look, &board.columns, layout::rect(area), buf);
    }
    if let Some(area) = board.preview {
        preview::draw(look, layout::rect(area), buf);
    }
}
