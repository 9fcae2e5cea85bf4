//! Areas on top of each other: how much of each kind there was, over time.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Chart;

/// A kind and how it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// One cell.
    pub letter: &'static str,
    pub style: Style,
}

impl Chart<'_> {
    /// Draws the bands, the first at the bottom. Each moment tells how much of every band there was; the field holds
    /// `top`. A band that holds something shows at least one cell, taken from the thickest, so that none is hidden
    /// by a large one; the height of the whole stays true.
    pub fn stack(&self, bands: &[Band], moments: &[Vec<f64>], top: f64, buf: &mut Buffer) {
        let Rect { x, width, height, .. } = self.field;
        for column in 0..width {
            let Some(parts) = moment(moments, column, width) else { return };
            let mut row = 0;
            for (band, cells) in bands.iter().zip(cells(parts, top, height)) {
                for _ in 0..cells {
                    let y = self.field.y + height - 1 - row;
                    buf.set_stringn(x + column, y, band.letter, 1, band.style);
                    row += 1;
                }
            }
        }
    }
}

/// What a column shows: of several moments in it the last.
fn moment(moments: &[Vec<f64>], column: u16, width: u16) -> Option<&Vec<f64>> {
    let n = moments.len();
    let end = usize::from(column + 1) * n / usize::from(width.max(1));
    let start = usize::from(column) * n / usize::from(width.max(1));
    moments.get(end.saturating_sub(1).max(start))
}

/// The cells of each part.
fn cells(parts: &[f64], top: f64, height: u16) -> Vec<u16> {
    let whole: f64 = parts.iter().sum();
    let row = |value: f64| ((value / top * f64::from(height)).round() as u16).min(height);
    let n_rows = if whole > 0.0 { row(whole).max(1) } else { 0 };
    let mut below = 0.0;
    let mut cells = Vec::with_capacity(parts.len());
    let last = parts.iter().rposition(|part| *part > 0.0);
    for (idx, part) in parts.iter().enumerate() {
        let from = row(below).min(n_rows);
        below += part;
        // The whole is as high as it is, however the parts are rounded.
        let to = if Some(idx) == last { n_rows } else { row(below).min(n_rows) };
        cells.push(to.saturating_sub(from));
    }
    show_each(parts, &mut cells);
    cells
}

fn show_each(parts: &[f64], cells: &mut [u16]) {
    for idx in 0..parts.len() {
        if parts[idx] <= 0.0 || cells[idx] > 0 {
            continue;
        }
        let thickest = (0..cells.len()).max_by_key(|other| cells[*other]);
        if let Some(thickest) = thickest.filter(|other| cells[*other] > 1) {
            cells[thickest] -= 1;
            cells[idx] = 1;
        }
    }
}

/// The letters of so many bands, the first at the bottom: each is told from its neighbours at a glance.
pub fn letters(n: usize) -> Vec<&'static str> {
    const LETTERS: [&str; 8] = ["#", "+", "%", ".", "=", "o", ":", "x"];
    LETTERS.iter().copied().cycle().take(n).collect()
}

#[cfg(test)]
mod tests {
    use super::super::picture::{drawn, plain};
    use super::*;

    fn bands(n: usize) -> Vec<Band> {
        letters(n).into_iter().map(|letter| Band { letter, style: Style::new() }).collect()
    }

    #[test]
    fn bands_lie_on_each_other_and_grow() {
        let moments: Vec<Vec<f64>> = (0..10).map(|day| vec![f64::from(day), 2.0, 3.0, 1.0]).collect();
        let shown = drawn(15, 10, |chart, buf| {
            chart.axes(&[(0.99, "16".into()), (0.5, "8".into())], &[(0.0, "1 Nov".into())], buf);
            chart.stack(&bands(4), &moments, 16.0, buf);
        });
        let wanted = plain(
            "
            16|         .
              |       ..%
              |     ..%%+
              |   ..%%+%#
             8| ..%%+%#+#
              |.%%++#+###
              |%++#######
              |+#########
              +----------
               1 Nov
            ",
        );
        assert_eq!(shown, wanted);
    }

    #[test]
    fn a_small_band_is_not_hidden_by_a_large_one() {
        assert_eq!(cells(&[200.0, 1.0, 2.0, 1.0], 204.0, 10), [7, 1, 1, 1]);
        assert_eq!(cells(&[0.0, 0.0], 10.0, 10), [0, 0]);
        assert_eq!(cells(&[0.0, 3.0, 0.0], 10.0, 10), [0, 3, 0]);
        // No room for all: the whole stays as high as it is.
        assert_eq!(cells(&[1.0, 1.0, 1.0], 100.0, 10), [0, 0, 1]);
    }

    #[test]
    fn more_moments_than_columns_show_the_last_of_each_column() {
        let moments: Vec<Vec<f64>> = (0..8).map(|n| vec![f64::from(n)]).collect();
        let shown: Vec<f64> = (0..4).filter_map(|c| moment(&moments, c, 4)).map(|m| m[0]).collect();
        assert_eq!(shown, [1.0, 3.0, 5.0, 7.0]);
        let wide: Vec<f64> = (0..4).filter_map(|c| moment(&moments[..2], c, 4)).map(|m| m[0]).collect();
        assert_eq!(wide, [0.0, 0.0, 1.0, 1.0]);
        assert_eq!(moment(&[], 0, 4), None);
    }
}
