//! What stands on the screen, remembered to send fewer bytes.
//!
//! The drawing library names the cells that changed. Where two of them are near each other in a row, moving the
//! cursor over the cells between costs up to eight bytes: writing these once more is cheaper. Letters that happen
//! to stay when one title replaces another are such cells, and so are the blanks between words of a first frame.

use ratatui::buffer::{Cell, CellWidth};
use ratatui::style::Modifier;

/// The cells written so far. What was never written is blank.
#[derive(Debug, Clone, Default)]
pub struct Shadow {
    /// Rows, as far as they were written; `None` lies behind a wide letter.
    rows: Vec<Vec<Option<Cell>>>,
}

impl Shadow {
    /// The screen was emptied.
    pub fn clear(&mut self) {
        self.rows.clear();
    }

    /// The changes, and with them the cells between two where that is shorter than moving there.
    pub fn joined<'a>(&mut self, changes: impl Iterator<Item = (u16, u16, &'a Cell)>) -> Vec<(u16, u16, Cell)> {
        let changes: Vec<(u16, u16, &Cell)> = changes.collect();
        let mut all: Vec<(u16, u16, Cell)> = Vec::with_capacity(changes.len() + changes.len() / 8);
        for (x, y, cell) in changes {
            if let Some(between) = all.last().and_then(|last| self.between(last, x, y)) {
                all.extend(between);
            }
            self.keep(x, y, cell);
            all.push((x, y, cell.clone()));
        }
        all
    }

    /// The cells from behind `last` up to `x`, if writing them is shorter than a move.
    fn between(&self, last: &(u16, u16, Cell), x: u16, y: u16) -> Option<Vec<(u16, u16, Cell)>> {
        let (from, row, style) = (last.0 + 1, last.1, &last.2);
        let is_near = row == y && from < x && x - from < move_cost(x, y);
        if !is_near || style.cell_width() > 1 {
            return None;
        }
        (from..x).map(|x| self.at(x, y).and_then(|cell| in_style(&cell, style)).map(|cell| (x, y, cell))).collect()
    }

    fn at(&self, x: u16, y: u16) -> Option<Cell> {
        let kept = self.rows.get(usize::from(y)).and_then(|row| row.get(usize::from(x)));
        kept.cloned().unwrap_or(Some(Cell::EMPTY))
    }

    fn keep(&mut self, x: u16, y: u16, cell: &Cell) {
        let (column, row, width) = (usize::from(x), usize::from(y), usize::from(cell.cell_width()));
        if self.rows.len() <= row {
            self.rows.resize(row + 1, Vec::new());
        }
        let cells = &mut self.rows[row];
        if cells.len() < column + width.max(1) {
            cells.resize(column + width.max(1), Some(Cell::EMPTY));
        }
        cells[column] = Some(cell.clone());
        for hidden in cells.iter_mut().skip(column + 1).take(width.saturating_sub(1)) {
            *hidden = None;
        }
    }
}

/// What the backend of the drawing library ends each draw with: every colour by itself, then everything.
const RESETS: &[u8] = b"\x1b[39m\x1b[49m\x1b[59m\x1b[0m";
const RESET: &[u8] = b"\x1b[0m";

/// Takes the resets off the end of a frame that the last of them makes needless: fifteen bytes a frame.
pub fn trim_resets(frame: &mut Vec<u8>) {
    if frame.ends_with(RESETS) {
        frame.truncate(frame.len() - RESETS.len());
        frame.extend_from_slice(RESET);
    }
}

/// The cell as it can be written in `style` without being seen to change: one byte of that style, or a blank, which
/// no letter's colour or weight shows on.
fn in_style(cell: &Cell, style: &Cell) -> Option<Cell> {
    let seen_on_blanks = Modifier::REVERSED | Modifier::UNDERLINED | Modifier::CROSSED_OUT;
    let is_bare = |cell: &Cell| !cell.modifier.intersects(seen_on_blanks);
    let is_same = (cell.fg, cell.modifier, cell.underline_color) == (style.fg, style.modifier, style.underline_color);
    let is_blank = cell.symbol() == " " && is_bare(cell) && is_bare(style);
    if cell.symbol().len() != 1 || cell.bg != style.bg || !(is_same || is_blank) {
        return None;
    }
    let mut written = style.clone();
    written.set_symbol(cell.symbol());
    Some(written)
}

/// The bytes of a move: escape, bracket, row, semicolon, column, letter.
fn move_cost(x: u16, y: u16) -> u16 {
    let digits = |n: u16| u16::try_from(n.to_string().len()).unwrap_or(1);
    4 + digits(x + 1) + digits(y + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(symbol: &str) -> Cell {
        let mut cell = Cell::EMPTY;
        cell.set_symbol(symbol);
        cell
    }

    fn written(shadow: &mut Shadow, changes: &[(u16, u16, &str)]) -> String {
        let cells: Vec<(u16, u16, Cell)> = changes.iter().map(|(x, y, symbol)| (*x, *y, cell(symbol))).collect();
        let all = shadow.joined(cells.iter().map(|(x, y, cell)| (*x, *y, cell)));
        all.iter().map(|(_, _, cell)| cell.symbol()).collect()
    }

    #[test]
    fn a_short_gap_is_written_over_and_a_long_one_is_not() {
        let mut shadow = Shadow::default();
        assert_eq!(written(&mut shadow, &[(0, 0, "a"), (2, 0, "b"), (3, 1, "c")]), "a bc");
        assert_eq!(written(&mut shadow, &[(1, 0, "x"), (3, 0, "y")]), "xby");
        assert_eq!(written(&mut shadow, &[(0, 0, "x"), (9, 0, "y")]), "xy");
    }

    #[test]
    fn a_wide_letter_is_never_torn() {
        let mut shadow = Shadow::default();
        assert_eq!(written(&mut shadow, &[(1, 0, "語")]), "語");
        assert_eq!(written(&mut shadow, &[(0, 0, "a"), (3, 0, "b")]), "ab");
    }

    #[test]
    fn another_style_is_not_written_over() {
        let mut shadow = Shadow::default();
        let mut bold = cell("b");
        bold.modifier = ratatui::style::Modifier::BOLD;
        shadow.keep(1, 0, &bold);
        assert_eq!(written(&mut shadow, &[(0, 0, "a"), (2, 0, "c")]), "ac");
    }

    #[test]
    fn an_emptied_screen_is_blank() {
        let mut shadow = Shadow::default();
        written(&mut shadow, &[(1, 0, "x")]);
        shadow.clear();
        assert_eq!(written(&mut shadow, &[(0, 0, "a"), (2, 0, "c")]), "a c");
    }
}
