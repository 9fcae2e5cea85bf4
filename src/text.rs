//! Text for a terminal: made harmless, measured, cut, padded, wrapped.
//!
//! Knows only the unicode crates. Stored text stays as it was written; `sanitize` is for showing it, wherever that is:
//! screen, command output, window titles, logs, clipboard. A terminal obeys control characters, and people believe
//! what bidi overrides and invisible tags make them see. Widths are counted by grapheme, in cells, of sanitized text.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What a character that must not reach a terminal is shown as.
const HIDDEN: char = '?';
/// A tab, which has no width of its own.
const TAB: &str = "    ";
/// No script needs more marks on a letter, and no emoji more joiners.
const MAX_MARKS: usize = 8;

/// One line, safe to show.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    clean(text, ' ')
}

/// Safe to show, lines kept.
pub fn sanitize_lines(text: &str) -> Cow<'_, str> {
    clean(text, '\n')
}

/// The cells a text takes.
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(cells_of).sum()
}

/// A text that fits, ending in `mark` (`…`, or `~` for ASCII) where something was cut off.
pub fn cut<'a>(text: &'a str, cells: usize, mark: &str) -> Cow<'a, str> {
    if fitting(text, cells) == text.len() {
        return Cow::Borrowed(text);
    }
    match cells.checked_sub(width(mark)) {
        Some(room) => Cow::Owned(format!("{}{mark}", &text[..fitting(text, room)])),
        None => Cow::Borrowed(""),
    }
}

/// Exactly that many cells: cut, or filled up with spaces.
pub fn pad(text: &str, cells: usize, mark: &str) -> String {
    let mut padded = cut(text, cells, mark).into_owned();
    let missing = cells.saturating_sub(width(&padded));
    padded.extend(std::iter::repeat_n(' ', missing));
    padded
}

/// Lines of at most that many cells, at least one; broken between words, and inside a word only where it is longer
/// than a line. Without any cells there are no lines.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    if cells == 0 {
        return Vec::new();
    }
    text.split('\n').flat_map(|line| wrap_line(line, cells)).collect()
}

fn clean(text: &str, newline: char) -> Cow<'_, str> {
    if text.bytes().all(|b| matches!(b, b' '..=b'~') || b == b'\n' && newline == '\n') {
        return Cow::Borrowed(text);
    }
    // Marks are counted last: what is dropped in between could have kept two heaps of them apart.
    let shown = shown(text, newline);
    let cleaned: String = shown.graphemes(true).flat_map(few_marks).collect();
    if cleaned == text { Cow::Borrowed(text) } else { Cow::Owned(cleaned) }
}

fn shown(text: &str, newline: char) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\u{2028}' | '\u{2029}' => shown.push(newline),
            '\t' => shown.push_str(TAB),
            _ if is_dropped(c) => {}
            _ if is_hidden(c) => shown.push(HIDDEN),
            _ => shown.push(c),
        }
    }
    shown
}

/// Invisible, and without meaning in a terminal: emoji style, zero-width space, byte-order mark, soft hyphen.
fn is_dropped(c: char) -> bool {
    matches!(c, '\u{fe0f}' | '\u{200b}' | '\u{feff}' | '\u{ad}')
}

/// Controls, bidi overrides and isolates, tags.
fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
}

/// A grapheme without the marks that would pile up over the lines around it.
fn few_marks(grapheme: &str) -> impl Iterator<Item = char> + '_ {
    let mut n_marks = 0;
    grapheme.chars().filter(move |c| {
        let mark = c.width() == Some(0);
        n_marks += usize::from(mark);
        !mark || n_marks <= MAX_MARKS
    })
}

fn cells_of(grapheme: &str) -> usize {
    grapheme.width()
}

/// The bytes at the beginning that fit.
fn fitting(text: &str, cells: usize) -> usize {
    let mut used = 0;
    let too_much = text.grapheme_indices(true).find(|(_, grapheme)| {
        used += cells_of(grapheme);
        used > cells
    });
    too_much.map_or(text.len(), |(at, _)| at)
}

fn wrap_line(line: &str, cells: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut current, mut used) = (String::new(), 0);
    for word in line.split(' ').filter(|w| !w.is_empty()) {
        for (idx, piece) in pieces(word, cells).into_iter().enumerate() {
            let wide = width(&piece);
            let first = current.is_empty();
            if !first && (idx > 0 || used + 1 + wide > cells) {
                lines.push(std::mem::take(&mut current));
                used = 0;
            } else if !first {
                current.push(' ');
                used += 1;
            }
            current.push_str(&piece);
            used += wide;
        }
    }
    lines.push(current);
    lines
}

/// A word in pieces that fit; a letter wider than the line is hidden.
fn pieces(word: &str, cells: usize) -> Vec<Cow<'_, str>> {
    let mut pieces = Vec::new();
    let mut rest = word;
    while !rest.is_empty() {
        let len = fitting(rest, cells);
        let first = rest.graphemes(true).next().map_or(rest.len(), str::len);
        pieces.push(if len == 0 { Cow::Owned(HIDDEN.to_string()) } else { Cow::Borrowed(&rest[..len]) });
        rest = &rest[len.max(first)..];
    }
    pieces
}

#[cfg(test)]
mod tests;
