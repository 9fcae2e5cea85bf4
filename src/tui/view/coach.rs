//! The line of the demo that leads through the first keys.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::look::Look;
use crate::app::update::coach;
use crate::tui::layout;

/// Draws the step it is at.
pub fn draw(look: &Look<'_>, area: Rect, buf: &mut Buffer) {
    if let Some(text) = coach::line(look.model) {
        look.put(buf, layout::indent(area, 1), &text, look.theme.coach);
    }
}
