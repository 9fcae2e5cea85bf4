//! A frame with a title and a last line, and boxes that lie above what is drawn already.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::symbols::border;
use ratatui::widgets::{Block, Clear, Widget};

use super::strip::{Bit, Strip};

/// A frame; what stands in it is the caller's.
pub struct Panel<'a> {
    pub set: border::Set<'static>,
    pub style: Style,
    pub title: Vec<Bit<'a>>,
    /// In the frame's last line.
    pub foot: Vec<Bit<'a>>,
    pub cut: &'static str,
}

impl Panel<'_> {
    /// Draws the frame; answers the area inside.
    pub fn draw(&self, area: Rect, buf: &mut Buffer) -> Rect {
        let area = area.intersection(buf.area);
        if area.width < 2 || area.height < 2 {
            return Rect { width: 0, height: 0, ..area };
        }
        let block = Block::bordered().border_set(self.set).border_style(self.style);
        let inner = block.inner(area);
        block.render(area, buf);
        self.edge(area.y, area, &self.title, buf);
        self.edge(area.bottom() - 1, area, &self.foot, buf);
        inner
    }

    /// Draws the frame above what is there.
    pub fn draw_over(&self, area: Rect, buf: &mut Buffer) -> Rect {
        clear(area, buf);
        self.draw(area, buf)
    }

    fn edge(&self, y: u16, area: Rect, bits: &[Bit<'_>], buf: &mut Buffer) {
        let inside = Rect::new(area.x + 1, y, area.width.saturating_sub(2), 1);
        let mut line = Strip::new(buf, inside, self.cut);
        for (text, style) in bits {
            // Nothing of the frame's own style shines through.
            line.put(text, Style::reset().patch(*style));
        }
    }
}

/// Empties an area, and mends a wide letter that reached into it from the left.
pub fn clear(area: Rect, buf: &mut Buffer) {
    let area = area.intersection(buf.area);
    Clear.render(area, buf);
    if area.x == buf.area.x {
        return;
    }
    for y in area.y..area.bottom() {
        let cell = &mut buf[(area.x - 1, y)];
        if crate::text::width(cell.symbol()) > 1 {
            cell.set_symbol(" ");
        }
    }
}
