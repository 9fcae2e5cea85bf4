//! Charts of plain numbers, drawn into cells: areas on top of each other, dots, bars, a strip of times.
//!
//! The library's own charts tell their data sets apart by colour and draw with braille; ours are read on one colour
//! and in plain ASCII, so every band has a letter, and colour only repeats it. Where things stand is given as shares
//! of the field, from 0 at the left and at the bottom to 1, so that whoever asks what lies under the mouse needs no
//! drawing.

pub mod bars;
pub mod dots;
pub mod stack;
pub mod strips;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::glyphs::Glyphs;
use super::strip;
use crate::text;

/// A place for a chart: the field where it is drawn, and around it room for its axes, at the left and below.
#[derive(Clone, Copy)]
pub struct Chart<'a> {
    pub field: Rect,
    pub glyphs: &'a Glyphs,
    /// Of axes and their labels.
    pub style: Style,
}

impl Chart<'_> {
    /// Draws the axes with labels beside and below, each at its share of the field. A label with no room is left out.
    pub fn axes(&self, beside: &[(f64, String)], below: &[(f64, String)], buf: &mut Buffer) {
        let Rect { x, y, width, height } = self.field;
        if width == 0 || height == 0 || x == 0 {
            return;
        }
        let frame = &self.glyphs.frame;
        for row in y..y + height {
            self.put(buf, x - 1, row, frame.vertical_left);
        }
        self.put(buf, x - 1, y + height, frame.bottom_left);
        strip::put(
            buf,
            Rect::new(x, y + height, width, 1),
            &frame.horizontal_top.repeat(usize::from(width)),
            self.style,
            "",
        );
        for (share, label) in beside {
            let cells = text::width(label) as u16;
            if cells < x {
                self.put(buf, x - 1 - cells, self.row(*share), label);
            }
        }
        self.below(below, buf);
    }

    /// Labels below the axis; none runs into the one before.
    fn below(&self, labels: &[(f64, String)], buf: &mut Buffer) {
        let Rect { x, y, width, height } = self.field;
        let mut free = x;
        for (share, label) in labels {
            let cells = text::width(label) as u16;
            let at = self.column(*share).min((x + width).saturating_sub(cells));
            if at >= free && cells <= width {
                self.put(buf, at, y + height + 1, label);
                free = at + cells + 1;
            }
        }
    }

    /// Marks a moment on the axis below: one cell, since a whole column costs half a thousand bytes a step.
    pub fn mark(&self, share: f64, style: Style, buf: &mut Buffer) {
        if self.field.width > 0 && self.field.height > 0 {
            let at = Rect::new(self.column(share), self.field.y + self.field.height, 1, 1);
            strip::put(buf, at, "^", style, "");
        }
    }

    /// The column of a share of the field.
    pub fn column(&self, share: f64) -> u16 {
        self.field.x + cell(share, self.field.width)
    }

    /// The row of a share of the field, counted from below: the one a bar of that height ends in.
    pub fn row(&self, share: f64) -> u16 {
        let Rect { y, height, .. } = self.field;
        let ends = (share * f64::from(height)).ceil() - 1.0;
        y + height.saturating_sub(1) - cell(ends.max(0.0) / f64::from(height.max(1)) + f64::EPSILON, height)
    }

    fn put(&self, buf: &mut Buffer, x: u16, y: u16, text: &str) {
        let cells = text::width(text) as u16;
        strip::put(buf, Rect::new(x, y, cells, 1), text, self.style, self.glyphs.cut);
    }
}

/// The cell of a share among so many; what lies outside is put at the edge.
pub fn cell(share: f64, cells: u16) -> u16 {
    let last = cells.saturating_sub(1);
    let at = (share * f64::from(cells)).floor();
    if at.is_nan() || at < 0.0 { 0 } else { (at as u16).min(last) }
}

#[cfg(test)]
pub(super) mod picture {
    //! Charts as pictures.

    use super::*;

    /// The axes take five cells at the left and two rows below, as on the screen.
    pub fn drawn(width: u16, height: u16, draw: impl FnOnce(&Chart<'_>, &mut Buffer)) -> String {
        let area = Rect::new(0, 0, width, height);
        let mut buf = Buffer::empty(area);
        let field = Rect::new(5, 0, width - 5, height - 2);
        let glyphs = super::super::glyphs::ASCII;
        draw(&Chart { field, glyphs: &glyphs, style: Style::new() }, &mut buf);
        let row = |y| (0..width).map(|x| buf[(x, y)].symbol().to_owned()).collect::<String>();
        bare(&(0..height).map(row).collect::<Vec<_>>())
    }

    /// A picture without the indent of the test it stands in.
    pub fn plain(text: &str) -> String {
        let lines: Vec<String> = text.lines().skip(1).map(str::to_owned).collect();
        bare(&lines[..lines.len() - 1])
    }

    fn bare(lines: &[String]) -> String {
        let indent = lines.iter().filter(|l| !l.trim().is_empty()).map(|l| l.len() - l.trim_start().len()).min();
        let bare = |line: &String| line.get(indent.unwrap_or(0)..).unwrap_or("").trim_end().to_owned() + "\n";
        lines.iter().map(bare).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::picture::{drawn, plain};
    use super::*;

    fn label(share: f64, text: &str) -> (f64, String) {
        (share, text.to_owned())
    }

    #[test]
    fn axes_carry_their_labels_and_a_mark() {
        let shown = drawn(25, 6, |chart, buf| {
            chart.axes(&[label(0.99, "30"), label(0.5, "15")], &[label(0.0, "24 Aug"), label(1.0, "20 Nov")], buf);
            chart.mark(0.5, Style::new(), buf);
        });
        let wanted = plain(
            "
              30|
                |
              15|
                |
                +----------^---------
                 24 Aug        20 Nov
            ",
        );
        assert_eq!(shown, wanted);
    }

    #[test]
    fn a_label_that_would_run_into_another_is_left_out() {
        let shown = drawn(20, 4, |chart, buf| {
            let labels = [label(0.0, "24 Aug"), label(0.2, "1 Sep"), label(0.9, "20 Nov")];
            chart.axes(&[label(0.5, "too wide")], &labels, buf);
        });
        assert_eq!(shown.lines().last(), Some(" 24 Aug   20 Nov"));
        assert!(!shown.contains("wide"), "{shown}");
    }

    #[test]
    fn a_share_outside_lands_at_the_edge() {
        assert_eq!([-1.0, 0.0, 0.49, 0.5, 1.0, 7.0, f64::NAN].map(|s| cell(s, 4)), [0, 0, 1, 2, 3, 3, 0]);
        assert_eq!(cell(0.5, 0), 0);
    }

    #[test]
    fn a_field_without_room_draws_nothing() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 3, 1));
        let glyphs = super::super::glyphs::ASCII;
        let chart = Chart { field: Rect::new(3, 0, 0, 0), glyphs: &glyphs, style: Style::new() };
        chart.axes(&[label(0.5, "1")], &[label(0.5, "now")], &mut buf);
        chart.mark(0.5, Style::new(), &mut buf);
        assert_eq!(buf, Buffer::empty(Rect::new(0, 0, 3, 1)));
    }
}
