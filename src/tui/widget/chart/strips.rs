//! A strip of times for each of several things: when something happened to it, and how often.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::strip;
use super::{Chart, cell};

/// One thing: its name stands above its strip, its total at the right end.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub name: String,
    /// When it happened, as shares of the field.
    pub times: Vec<f64>,
    pub total: String,
}

impl Chart<'_> {
    /// Draws the strips from the top, a line for the name and one for the times: `.` nothing, `!` once, a digit
    /// several times in one cell, `+` more than nine. Strips that do not fit are left out.
    pub fn strips(&self, rows: &[Row], quiet: Style, loud: Style, buf: &mut Buffer) {
        let Rect { x, y, width, height } = self.field;
        let pitch = if usize::from(height) >= 3 * rows.len() { 3 } else { 2 };
        for (row, top) in rows.iter().zip((y..y + height).step_by(pitch)) {
            if top + 1 >= y + height || width == 0 {
                return;
            }
            let mut head = strip::Strip::new(buf, Rect::new(x, top, width, 1), self.glyphs.cut);
            head.put_right(&row.total, Style::new());
            head.put(&row.name, Style::new());
            let mut counts = vec![0_usize; usize::from(width)];
            row.times.iter().for_each(|share| counts[usize::from(cell(*share, width))] += 1);
            for (column, n) in counts.into_iter().enumerate() {
                let style = if n > 0 { loud } else { quiet };
                buf.set_stringn(x + column as u16, top + 1, mark(n), 1, style);
            }
        }
    }
}

fn mark(n: usize) -> &'static str {
    const MARKS: [&str; 10] = [".", "!", "2", "3", "4", "5", "6", "7", "8", "9"];
    MARKS.get(n).copied().unwrap_or("+")
}

#[cfg(test)]
mod tests {
    use super::super::picture::{drawn, plain};
    use super::*;

    fn row(name: &str, times: &[f64], total: &str) -> Row {
        Row { name: name.into(), times: times.to_vec(), total: total.into() }
    }

    #[test]
    fn each_thing_has_a_strip_of_its_own() {
        let rows = [row("Detect", &[0.1, 0.11, 0.12, 0.9], "4"), row("Diagnose", &[0.5], "1")];
        let shown = drawn(25, 8, |chart, buf| {
            chart.axes(&[], &[(0.0, "2 Nov".into())], buf);
            chart.strips(&rows, Style::new(), Style::new(), buf);
        });
        let wanted = plain(
            "
                |Detect             4
                |..3...............!.
                |
                |Diagnose           1
                |..........!.........
                |
                +--------------------
                 2 Nov
            ",
        );
        assert_eq!(shown, wanted);
    }

    #[test]
    fn strips_that_do_not_fit_are_left_out() {
        let rows = ["a", "b", "c"].map(|name| row(name, &[0.0], "1"));
        let shown = drawn(20, 6, |chart, buf| chart.strips(&rows, Style::new(), Style::new(), buf));
        assert!(shown.contains('b') && !shown.contains('c'), "{shown}");
    }
}
