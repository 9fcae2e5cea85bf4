//! Bars in groups: the same two or three counts for each week.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Chart;
use super::stack::Band;

impl Chart<'_> {
    /// Draws a group of bars for each entry, as wide as the field allows; the field holds `top`. What is there shows
    /// at least one cell.
    pub fn bars(&self, kinds: &[Band], groups: &[Vec<u64>], top: f64, buf: &mut Buffer) {
        let Rect { x, y, width, height } = self.field;
        let n = groups.len().max(1);
        for (idx, group) in groups.iter().enumerate() {
            let (from, to) = (idx * usize::from(width) / n, (idx + 1) * usize::from(width) / n);
            // A cell of air between groups, where there is room.
            let air = usize::from(to - from > kinds.len());
            let room = (to - from - air) / kinds.len().max(1);
            for (nth, (kind, value)) in kinds.iter().zip(group).enumerate() {
                let rows = rows(*value, top, height);
                for column in 0..room {
                    let at = x + (from + nth * room + column) as u16;
                    for row in 0..rows {
                        buf.set_stringn(at, y + height - 1 - row, kind.letter, 1, kind.style);
                    }
                }
            }
        }
    }
}

fn rows(value: u64, top: f64, height: u16) -> u16 {
    let rows = (value as f64 / top * f64::from(height)).round() as u16;
    rows.clamp(u16::from(value > 0), height)
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::super::picture::{drawn, plain};
    use super::*;

    #[test]
    fn each_week_has_its_bars_side_by_side() {
        let kinds = ["#", "."].map(|letter| Band { letter, style: Style::new() });
        let groups = [vec![2, 4], vec![4, 1], vec![0, 8]];
        let shown = drawn(20, 6, |chart, buf| {
            chart.axes(&[(0.99, "8".into()), (0.5, "4".into())], &[(0.0, "2 Nov".into()), (0.67, "16".into())], buf);
            chart.bars(&kinds, &groups, 8.0, buf);
        });
        let wanted = plain(
            "
               8|            ..
                |            ..
               4|  .. ##     ..
                |##.. ##..   ..
                +---------------
                 2 Nov     16
            ",
        );
        assert_eq!(shown, wanted);
    }

    #[test]
    fn what_is_there_is_seen() {
        assert_eq!([rows(0, 100.0, 4), rows(1, 100.0, 4), rows(100, 100.0, 4), rows(900, 100.0, 4)], [0, 1, 4, 4]);
    }

    #[test]
    fn more_groups_than_cells_draw_what_fits() {
        let kinds = [Band { letter: "#", style: Style::new() }, Band { letter: ".", style: Style::new() }];
        let groups = vec![vec![1, 1]; 50];
        drawn(15, 4, |chart, buf| chart.bars(&kinds, &groups, 1.0, buf));
    }
}
