//! What every part of a screen needs to draw itself.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::model::Model;
use crate::tui::theme::Theme;
use crate::tui::widget::glyphs::{Glyphs, glyphs};
use crate::tui::widget::popup::Panel;
use crate::tui::widget::strip::{self, Bit, Strip};

/// The model and how to show it.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    pub model: &'a Model,
    pub theme: &'a Theme,
    pub glyphs: Glyphs,
}

impl<'a> Look<'a> {
    pub fn new(model: &'a Model, theme: &'a Theme) -> Self {
        Self { model, theme, glyphs: glyphs(model.settings.ascii) }
    }

    /// A line to be filled.
    pub fn strip<'b>(&self, buf: &'b mut Buffer, area: Rect) -> Strip<'b> {
        Strip::new(buf, area, self.glyphs.cut)
    }

    /// Writes one text into the first row of an area.
    pub fn put(&self, buf: &mut Buffer, area: Rect, text: &str, style: Style) {
        strip::put(buf, area, text, style, self.glyphs.cut);
    }

    /// Writes a text over the rows of an area; the rows it took.
    pub fn put_wrapped(&self, buf: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
        strip::put_wrapped(buf, area, text, style, self.glyphs.cut)
    }

    /// A frame around a part of a screen.
    pub fn panel<'b>(&self, title: Vec<Bit<'b>>, foot: Vec<Bit<'b>>) -> Panel<'b> {
        Panel { set: self.glyphs.frame, style: self.theme.frame, title, foot, cut: self.glyphs.cut }
    }

    /// A frame around what lies above a screen.
    pub fn popup<'b>(&self, title: Vec<Bit<'b>>, foot: Vec<Bit<'b>>) -> Panel<'b> {
        Panel { set: self.glyphs.popup, ..self.panel(title, foot) }
    }

    /// The style of a line, reversed where the cursor is.
    pub fn cursor_style(&self, is_cursor: bool) -> Style {
        if is_cursor { self.theme.selected } else { Style::new() }
    }
}
