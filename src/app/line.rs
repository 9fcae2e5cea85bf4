//! A line (or a text of several) being typed, with its cursor. Counts in graphemes' byte offsets, never inside one.

use unicode_segmentation::UnicodeSegmentation;

/// Text being typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    pub text: String,
    /// The cursor, in bytes, always at a grapheme's edge.
    pub at: usize,
}

impl Line {
    /// A line that holds `text`, the cursor behind it.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { at: text.len(), text }
    }

    /// Types text at the cursor.
    pub fn insert(&mut self, typed: &str) {
        self.text.insert_str(self.at, typed);
        self.at += typed.len();
    }

    /// Takes away the grapheme before the cursor; `false` when there is none.
    pub fn backspace(&mut self) -> bool {
        let from = self.before(self.at);
        self.cut(from, self.at)
    }

    /// Takes away the grapheme under the cursor.
    pub fn delete(&mut self) -> bool {
        let to = self.after(self.at);
        self.cut(self.at, to)
    }

    /// Takes away the word before the cursor.
    pub fn delete_word(&mut self) -> bool {
        let kept = self.text[..self.at].trim_end();
        let from =
            kept.rfind(char::is_whitespace).map_or(0, |i| i + kept[i..].chars().next().map_or(1, char::len_utf8));
        self.cut(from, self.at)
    }

    /// Takes away all before the cursor.
    pub fn delete_to_start(&mut self) -> bool {
        self.cut(self.line_start(), self.at)
    }

    pub fn left(&mut self) {
        self.at = self.before(self.at);
    }

    pub fn right(&mut self) {
        self.at = self.after(self.at);
    }

    /// To the start of this line of the text.
    pub fn home(&mut self) {
        self.at = self.line_start();
    }

    /// To the end of this line of the text.
    pub fn end(&mut self) {
        self.at = self.line_end();
    }

    /// One line up, in a text of several; `false` on the first.
    pub fn up(&mut self) -> bool {
        let start = self.line_start();
        if start == 0 {
            return false;
        }
        let column = self.text[start..self.at].graphemes(true).count();
        let above = self.text[..start - 1].rfind('\n').map_or(0, |i| i + 1);
        self.at = self.in_line(above, column);
        true
    }

    /// One line down; `false` on the last.
    pub fn down(&mut self) -> bool {
        let end = self.line_end();
        if end == self.text.len() {
            return false;
        }
        let column = self.text[self.line_start()..self.at].graphemes(true).count();
        self.at = self.in_line(end + 1, column);
        true
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    fn cut(&mut self, from: usize, to: usize) -> bool {
        self.text.replace_range(from..to, "");
        self.at = from;
        from != to
    }

    fn before(&self, at: usize) -> usize {
        self.text[..at].grapheme_indices(true).next_back().map_or(0, |(i, _)| i)
    }

    fn after(&self, at: usize) -> usize {
        self.text[at..].graphemes(true).next().map_or(at, |g| at + g.len())
    }

    fn line_start(&self) -> usize {
        self.text[..self.at].rfind('\n').map_or(0, |i| i + 1)
    }

    fn line_end(&self) -> usize {
        self.text[self.at..].find('\n').map_or(self.text.len(), |i| self.at + i)
    }

    fn in_line(&self, start: usize, column: usize) -> usize {
        let line = self.text[start..].split('\n').next().unwrap_or_default();
        line.grapheme_indices(true).nth(column).map_or(start + line.len(), |(i, _)| start + i)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_never_stands_inside_a_grapheme() {
        let mut line = Line::new("a👩‍💻e\u{301}");
        line.left();
        assert_eq!(&line.text[line.at..], "e\u{301}");
        line.backspace();
        assert_eq!(line.text, "ae\u{301}");
        line.right();
        line.right();
        assert_eq!(line.at, line.text.len());
    }

    #[test]
    fn words_and_lines_are_taken_away_whole() {
        let mut line = Line::new("fix the login ");
        line.delete_word();
        assert_eq!(line.text, "fix the ");
        let mut text = Line::new("one\ntwo");
        assert!(text.up());
        assert_eq!(text.at, 3);
        text.delete_to_start();
        assert_eq!(text.text, "\ntwo");
        assert!(text.down() && !text.down());
    }
}
