//! Dots over lines: each thing where its two values put it, and levels to compare it with.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::Chart;
use crate::text;

/// A thing, by its shares of the field; above 1 it is shown at the upper edge as one that lies beyond.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dot {
    pub x: f64,
    pub y: f64,
    pub style: Style,
}

/// A level across the field, with its name behind the right end.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    pub y: f64,
    pub name: String,
    pub style: Style,
}

impl Chart<'_> {
    /// Draws levels; their names stand behind the field, where no dot is. The name of one that would lie on that of
    /// another is moved up, else left out.
    pub fn levels(&self, levels: &[Level], buf: &mut Buffer) {
        let field = self.field;
        let shown = levels.iter().filter(|l| l.y <= 1.0 && field.width > 0 && field.height > 0);
        let mut taken: Vec<u16> = Vec::new();
        for level in shown {
            let y = self.row(level.y);
            for x in field.x..field.x + field.width {
                buf.set_stringn(x, y, self.glyphs.level, 1, level.style);
            }
            let free = [y, y.saturating_sub(1)].into_iter().find(|row| *row >= field.y && !taken.contains(row));
            if let Some(row) = free {
                let room =
                    usize::from(buf.area.right().saturating_sub(field.right() + 1)).min(text::width(&level.name));
                buf.set_stringn(field.right() + 1, row, &level.name, room, level.style);
                taken.push(row);
            }
        }
    }

    /// Draws dots: `o` one, a digit several in one cell, `+` more than nine, `^` beyond the upper edge. The one at
    /// `at` is drawn as picked.
    pub fn dots(&self, dots: &[Dot], at: Option<usize>, picked: Style, buf: &mut Buffer) {
        if self.field.width == 0 || self.field.height == 0 {
            return;
        }
        let place = |dot: &Dot| (self.column(dot.x), self.row(dot.y));
        let mut places: std::collections::BTreeMap<(u16, u16), (usize, bool, Style)> =
            std::collections::BTreeMap::new();
        for dot in dots {
            let told = places.entry(place(dot)).or_insert((0, false, dot.style));
            told.0 += 1;
            told.1 |= dot.y > 1.0;
        }
        for ((x, y), (n, is_beyond, style)) in places {
            buf.set_stringn(x, y, mark(n, is_beyond), 1, style);
        }
        if let Some(dot) = at.and_then(|at| dots.get(at)) {
            buf.set_stringn(self.column(dot.x), self.row(dot.y), "@", 1, picked);
        }
    }
}

fn mark(n: usize, is_beyond: bool) -> &'static str {
    const DIGITS: [&str; 8] = ["2", "3", "4", "5", "6", "7", "8", "9"];
    match n {
        _ if is_beyond => "^",
        0 | 1 => "o",
        n => DIGITS.get(n - 2).copied().unwrap_or("+"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::picture::{drawn, plain};
    use super::*;

    fn dot(x: f64, y: f64) -> Dot {
        Dot { x, y, style: Style::new() }
    }

    /// With room for names behind the field.
    fn narrow<'a>(chart: &Chart<'a>) -> Chart<'a> {
        Chart { field: ratatui::layout::Rect { width: chart.field.width - 7, ..chart.field }, ..*chart }
    }

    fn level(y: f64, name: &str) -> Level {
        Level { y, name: name.into(), style: Style::new() }
    }

    #[test]
    fn dots_stand_over_levels_and_several_in_a_cell_are_counted() {
        let dots = [dot(0.0, 0.1), dot(0.22, 0.1), dot(0.25, 0.1), dot(0.5, 0.9), dot(0.6, 4.0), dot(0.3, 0.5)];
        let shown = drawn(32, 7, |chart, buf| {
            let chart = &narrow(chart);
            chart.axes(&[(0.99, "4d".into())], &[(0.0, "2 Nov".into())], buf);
            chart.levels(&[level(0.5, "p85 2d")], buf);
            chart.dots(&dots, None, Style::new(), buf);
        });
        let wanted = plain(
            "
              4d|          o ^
                |
                |------o------------- p85 2d
                |
                |o   oo
                +--------------------
                 2 Nov
            ",
        );
        assert_eq!(shown, wanted);
        let close = [dot(0.2, 0.1), dot(0.21, 0.1), dot(0.22, 0.1)];
        assert!(drawn(15, 4, |chart, buf| chart.dots(&close, None, Style::new(), buf)).contains('3'));
        assert_eq!([mark(1, false), mark(9, false), mark(10, false), mark(2, true)], ["o", "9", "+", "^"]);
    }

    #[test]
    fn the_picked_dot_is_seen() {
        let dots = [dot(0.2, 0.1), dot(0.21, 0.1)];
        assert!(drawn(15, 4, |chart, buf| chart.dots(&dots, Some(1), Style::new(), buf)).contains('@'));
    }

    #[test]
    fn names_of_levels_do_not_lie_on_each_other() {
        let shown = drawn(25, 6, |chart, buf| {
            narrow(chart)
                .levels(&[level(0.3, "p50 1h"), level(0.35, "p70 2h"), level(0.36, "p85 3h"), level(2.0, "p95")], buf);
        });
        let wanted = plain(
            "

                              p70 2h
                ------------- p50 1h



            ",
        );
        assert_eq!(shown, wanted);
    }
}
