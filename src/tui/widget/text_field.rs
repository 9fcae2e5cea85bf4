//! Text being typed, scrolled so that its cursor is in sight.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::scroll;
use crate::text;

/// Draws a text with its cursor, given in bytes; answers the cell of the cursor. One row high it is one line, and
/// line breaks show as spaces; higher it is a text of several lines, wrapped nowhere, cut at the right.
pub fn text_field(buf: &mut Buffer, area: Rect, typed: &str, at: usize, style: Style) -> Option<Position> {
    let area = area.intersection(buf.area);
    if area.width == 0 || area.height == 0 {
        return None;
    }
    let at = at.min(typed.len());
    if area.height == 1 {
        let x = line(buf, area, typed, at, style);
        return Some(Position::new(x, area.y));
    }
    let lines: Vec<&str> = typed.split('\n').collect();
    let cursor = typed[..at].matches('\n').count();
    let top = scroll::top(0, cursor, lines.len(), usize::from(area.height));
    let mut start = lines[..top].iter().map(|l| l.len() + 1).sum::<usize>();
    let mut found = None;
    for (row, text) in lines[top..].iter().take(usize::from(area.height)).enumerate() {
        let here = Rect::new(area.x, area.y + row as u16, area.width, 1);
        let is_cursor = top + row == cursor;
        let x = line(buf, here, text, if is_cursor { at - start } else { 0 }, style);
        if is_cursor {
            found = Some(Position::new(x, here.y));
        }
        start += text.len() + 1;
    }
    found
}

/// Draws one line; answers the cursor's column.
fn line(buf: &mut Buffer, area: Rect, typed: &str, at: usize, style: Style) -> u16 {
    let before = text::sanitize(&typed[..at]).into_owned();
    let after = text::sanitize(&typed[at..]).into_owned();
    // The cursor behind the text needs a cell too.
    let room = usize::from(area.width).saturating_sub(1);
    let mut shown = before.as_str();
    while text::width(shown) > room {
        let first = shown.graphemes(true).next().map_or(shown.len(), str::len);
        shown = &shown[first..];
    }
    let (x, _) = buf.set_stringn(area.x, area.y, shown, usize::from(area.width), style);
    buf.set_stringn(x, area.y, &after, usize::from(area.right() - x), style);
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(typed: &str, at: usize, width: u16, height: u16) -> (Vec<String>, Option<Position>) {
        let area = Rect::new(0, 0, width, height);
        let mut buf = Buffer::empty(area);
        let cursor = text_field(&mut buf, area, typed, at, Style::new());
        let row = |y| (0..width).map(|x| buf[(x, y)].symbol().to_owned()).collect();
        ((0..height).map(row).collect(), cursor)
    }

    #[test]
    fn a_long_line_scrolls_with_its_cursor() {
        assert_eq!(drawn("abcdefgh", 8, 5, 1), (vec!["efgh ".to_owned()], Some(Position::new(4, 0))));
        assert_eq!(drawn("abcdefgh", 1, 5, 1), (vec!["abcde".to_owned()], Some(Position::new(1, 0))));
    }

    #[test]
    fn wide_letters_move_the_cursor_by_their_width() {
        assert_eq!(drawn("日本x", 6, 8, 1).1, Some(Position::new(4, 0)));
        assert_eq!(drawn("日本語", 9, 4, 1).1, Some(Position::new(2, 0)));
    }

    #[test]
    fn of_many_lines_those_around_the_cursor_are_seen() {
        let (rows, cursor) = drawn("one\ntwo\nthree", 9, 6, 2);
        assert_eq!(rows, ["two   ", "three "]);
        assert_eq!(cursor, Some(Position::new(1, 1)));
    }

    #[test]
    fn control_characters_never_reach_the_terminal() {
        assert_eq!(drawn("a\x1b[2Jb", 2, 8, 1).0, ["a?[2Jb  "]);
    }
}
