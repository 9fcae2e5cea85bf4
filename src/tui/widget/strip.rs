//! One line of cells, filled from the left; nothing gets past its end, and nothing raw gets into it.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::text;

/// A piece of text in a style.
pub type Bit<'a> = (Cow<'a, str>, Style);

/// A piece of text.
pub fn bit<'a>(text: impl Into<Cow<'a, str>>, style: Style) -> Bit<'a> {
    (text.into(), style)
}

/// A line of cells being filled.
pub struct Strip<'a> {
    buf: &'a mut Buffer,
    x: u16,
    y: u16,
    end: u16,
    cut: &'static str,
}

impl<'a> Strip<'a> {
    /// The first row of an area; `cut` stands where a text did not fit.
    pub fn new(buf: &'a mut Buffer, area: Rect, cut: &'static str) -> Self {
        let inside = area.intersection(buf.area);
        let end = if inside.height == 0 { inside.x } else { inside.right() };
        Self { buf, x: inside.x, y: inside.y, end, cut }
    }

    /// Cells left.
    pub fn room(&self) -> u16 {
        self.end - self.x
    }

    /// Where the next cell will be.
    pub fn x(&self) -> u16 {
        self.x
    }

    /// Writes a text, cut where it does not fit.
    pub fn put(&mut self, text: &str, style: Style) -> &mut Self {
        let room = usize::from(self.room());
        if room == 0 {
            return self;
        }
        let shown = text::sanitize(text);
        let shown = text::cut(&shown, room, self.cut);
        (self.x, _) = self.buf.set_stringn(self.x, self.y, shown, room, style);
        self
    }

    /// Leaves cells as they are.
    pub fn skip(&mut self, cells: u16) -> &mut Self {
        self.x = (self.x + cells).min(self.end);
        self
    }

    /// Keeps the cells at the end free for a text there, and writes it; `false` when it does not fit.
    pub fn put_right(&mut self, text: &str, style: Style) -> bool {
        let shown = text::sanitize(text);
        let cells = text::width(&shown) as u16;
        let fits = cells <= self.room();
        if fits {
            self.buf.set_stringn(self.end - cells, self.y, shown, usize::from(cells), style);
            self.end -= cells;
        }
        fits
    }

    /// Writes pieces, each whole or not at all, `gap` cells between them; drops from the first that does not fit.
    pub fn put_whole(&mut self, bits: &[Bit<'_>], gap: u16) -> &mut Self {
        for (idx, (text, style)) in bits.iter().enumerate() {
            let lead = if idx == 0 { 0 } else { gap };
            if lead + cells(text) > self.room() {
                break;
            }
            self.skip(lead).put(text, *style);
        }
        self
    }

    /// Writes pieces one behind the other, the last cut where it does not fit.
    pub fn put_all(&mut self, bits: &[Bit<'_>]) -> &mut Self {
        for (text, style) in bits {
            self.put(text, *style);
        }
        self
    }
}

/// The cells a text takes when shown.
pub fn cells(text: &str) -> u16 {
    text::width(&text::sanitize(text)).min(usize::from(u16::MAX)) as u16
}

/// Writes one text into the first row of an area.
pub fn put(buf: &mut Buffer, area: Rect, text: &str, style: Style, cut: &'static str) {
    Strip::new(buf, area, cut).put(text, style);
}

/// Writes a text over the rows of an area, broken between words; the rows it took.
pub fn put_wrapped(buf: &mut Buffer, area: Rect, text: &str, style: Style, cut: &'static str) -> u16 {
    let shown = text::sanitize_lines(text);
    let lines = text::wrap(&shown, usize::from(area.width));
    let n_rows = lines.len().min(usize::from(area.height));
    for (row, line) in lines.iter().take(n_rows).enumerate() {
        let is_cut = row + 1 == n_rows && lines.len() > n_rows;
        let line = if is_cut { format!("{line} {cut}") } else { line.clone() };
        put(buf, Rect::new(area.x, area.y + row as u16, area.width, 1), &line, style, cut);
    }
    n_rows as u16
}
