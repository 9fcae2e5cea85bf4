//! Sequences that came in pieces: pure, so that every order of arrival can be tried.

use crate::app::key::{Button, Code, Input, Key, Mouse, MouseKind};

/// No escape sequence meant for us is longer.
const LONGEST_SEQUENCE: usize = 32;

/// Puts together what belongs together: an Esc followed by `[` or `O` is the beginning of a sequence that
/// came in pieces. What such a sequence means is handed over, what means nothing is swallowed.
#[derive(Debug, Default)]
pub struct Assembler {
    state: State,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Plain,
    Esc,
    /// After `ESC [`: what came since.
    Csi(String),
    /// After `ESC O`.
    Ss3,
    /// After `ESC [ 200 ~`. crossterm drops the end mark it cannot place, so the wait ends a paste as well.
    Paste(String),
}

const PASTE_END: &str = "\u{1b}[201~";

impl Assembler {
    /// Takes one input, hands over what is certain now. Two sizes at once are one.
    pub fn push(&mut self, input: Input, out: &mut Vec<Input>) {
        match (std::mem::take(&mut self.state), input) {
            (State::Plain, Input::Key(key)) if key == Key::new(Code::Esc) => {
                self.state = State::Esc;
            }
            (State::Plain, size @ Input::Resize { .. }) => {
                if matches!(out.last(), Some(Input::Resize { .. })) {
                    out.pop();
                }
                out.push(size);
            }
            (State::Plain, input) => out.push(input),
            (State::Esc, Input::Key(key)) if key == Key::char('[') => {
                self.state = State::Csi(String::new());
            }
            (State::Esc, Input::Key(key)) if key == Key::char('O') => self.state = State::Ss3,
            (State::Esc, input) => {
                out.push(Input::Key(Key::new(Code::Esc)));
                self.push(input, out);
            }
            (State::Csi(sequence), Input::Key(key)) => match key.typed() {
                Some(c @ '@'..='~') => self.finish(&sequence, c, out),
                Some(c @ ' '..='?') if sequence.len() < LONGEST_SEQUENCE => {
                    self.state = State::Csi(sequence + c.encode_utf8(&mut [0; 4]));
                }
                Some(_) => {}
                None => self.push(Input::Key(key), out),
            },
            (State::Ss3, Input::Key(key)) => match key.typed() {
                Some(c) => out.extend(letter(c).map(|code| Input::Key(Key::new(code)))),
                None => self.push(Input::Key(key), out),
            },
            (State::Paste(text), Input::Key(key)) => self.paste(text, key, out),
            (state, other) => {
                // A size or the mouse between the pieces changes nothing.
                self.push(other, out);
                self.state = state;
            }
        }
    }

    /// Whether more may belong to what came.
    pub fn is_waiting(&self) -> bool {
        !matches!(self.state, State::Plain)
    }

    /// Nothing more came in time: a lone Esc is an Esc, half a sequence is nothing.
    pub fn give_up(&mut self, out: &mut Vec<Input>) {
        match std::mem::take(&mut self.state) {
            State::Esc => out.push(Input::Key(Key::new(Code::Esc))),
            State::Paste(text) => out.push(Input::Paste(text)),
            State::Plain | State::Csi(_) | State::Ss3 => {}
        }
    }

    fn finish(&mut self, sequence: &str, last: char, out: &mut Vec<Input>) {
        match (sequence, last) {
            ("200", '~') => self.state = State::Paste(String::new()),
            ("", 'I') => out.push(Input::Focus(true)),
            ("", 'O') => out.push(Input::Focus(false)),
            (_, 'M' | 'm') => out.extend(mouse_of(sequence, last == 'm').map(Input::Mouse)),
            _ => out.extend(key_of(sequence, last).map(Input::Key)),
        }
    }

    fn paste(&mut self, mut text: String, key: Key, out: &mut Vec<Input>) {
        match key.code {
            Code::Char('j') if key.ctrl => text.push('\n'),
            Code::Enter => text.push('\n'),
            Code::Char(c) if !key.ctrl => text.push(c),
            Code::Tab => text.push('\t'),
            Code::Esc => text.push('\u{1b}'),
            _ => {}
        }
        match text.strip_suffix(PASTE_END) {
            Some(text) => out.push(Input::Paste(text.to_owned())),
            None => self.state = State::Paste(text),
        }
    }
}

/// The key of `ESC [ sequence last`: `1;5` and `A` is Ctrl-Up.
fn key_of(sequence: &str, last: char) -> Option<Key> {
    let mut numbers = sequence.split(';').map(|number| number.split(':').next().unwrap_or_default());
    let first = numbers.next().unwrap_or_default();
    let held = numbers.next().map_or(Some(1_u16), |held| held.parse().ok())?.checked_sub(1)?;
    let code = match last {
        '~' => tilde(first.parse().ok()?)?,
        'u' => unicode(first.parse().ok()?)?,
        'Z' => Code::Tab,
        _ if matches!(first, "" | "1") => letter(last)?,
        _ => return None,
    };
    let (shift, alt, ctrl) = (held & 1 != 0 || last == 'Z', held & 2 != 0, held & 4 != 0);
    (held < 8).then(|| settle(Key { code, ctrl, alt, shift }))
}

fn letter(last: char) -> Option<Code> {
    Some(match last {
        'A' => Code::Up,
        'B' => Code::Down,
        'C' => Code::Right,
        'D' => Code::Left,
        'H' => Code::Home,
        'F' => Code::End,
        'P' => Code::F(1),
        'Q' => Code::F(2),
        'R' => Code::F(3),
        'S' => Code::F(4),
        _ => return None,
    })
}

fn tilde(number: u8) -> Option<Code> {
    Some(match number {
        1 | 7 => Code::Home,
        2 => Code::Insert,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        11..=15 => Code::F(number - 10),
        17..=21 => Code::F(number - 11),
        23..=26 => Code::F(number - 12),
        _ => return None,
    })
}

/// The key of the kitty protocol's number.
fn unicode(number: u32) -> Option<Code> {
    Some(match number {
        9 => Code::Tab,
        13 => Code::Enter,
        27 => Code::Esc,
        127 => Code::Backspace,
        _ => Code::Char(char::from_u32(number).filter(|c| !c.is_control() && !('\u{e000}'..='\u{f8ff}').contains(c))?),
    })
}

/// The mouse of `ESC [ < buttons ; column ; row M`, `m` when released.
fn mouse_of(sequence: &str, released: bool) -> Option<Mouse> {
    let numbers: Option<Vec<u16>> = sequence.strip_prefix('<')?.split(';').map(|number| number.parse().ok()).collect();
    let [flags, column, row] = numbers?.try_into().ok()?;
    let button = match flags & 0b11 {
        0 => Button::Left,
        1 => Button::Middle,
        _ => Button::Right,
    };
    let kind = match (flags & 0b1110_0000, flags & 0b11) {
        (0, 0..=2) if released => MouseKind::Up(button),
        (0, 0..=2) => MouseKind::Down(button),
        (32, 0..=2) => MouseKind::Drag(button),
        (64, 0) => MouseKind::WheelUp,
        (64, 1) => MouseKind::WheelDown,
        _ => return None,
    };
    let (column, row) = (column.checked_sub(1)?, row.checked_sub(1)?);
    Some(Mouse { kind, column, row, ctrl: flags & 16 != 0, shift: flags & 4 != 0 })
}

/// A shifted character is that character: kitty's Ctrl-Shift-l is `ctrl-L`.
pub(super) fn settle(key: Key) -> Key {
    match key.code {
        Code::Char(c) if key.shift && c.is_lowercase() && c.to_uppercase().count() == 1 => {
            Key { code: Code::Char(c.to_uppercase().next().unwrap_or(c)), shift: false, ..key }
        }
        Code::Char(_) => Key { shift: false, ..key },
        _ => key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The keys pressed, `...` where the wait ran out, and what came of it.
    fn pieces(keys: &str) -> String {
        let (mut assembler, mut out) = (Assembler::default(), Vec::new());
        for word in keys.split(' ') {
            match word {
                "..." => assembler.give_up(&mut out),
                word => assembler.push(Input::Key(Key::parse(word).unwrap()), &mut out),
            }
        }
        let word = |input: &Input| match input {
            Input::Key(key) => key.to_string(),
            Input::Paste(text) => format!("{text:?}"),
            other => format!("{other:?}"),
        };
        let waits = if assembler.is_waiting() { " waits" } else { "" };
        out.iter().map(word).collect::<Vec<_>>().join(" ") + waits
    }

    #[test]
    fn a_lone_esc_is_an_esc_after_the_wait() {
        assert_eq!(pieces("esc"), " waits");
        assert_eq!(pieces("esc ..."), "esc");
        assert_eq!(pieces("esc a"), "esc a");
        assert_eq!(pieces("esc esc ..."), "esc esc");
        assert_eq!(pieces("esc ctrl-c"), "esc ctrl-c");
    }

    #[test]
    fn a_sequence_in_pieces_is_the_key_it_means() {
        let cases = [
            ("esc [ A", "up"),
            ("esc [ B", "down"),
            ("esc O C", "right"),
            ("esc O H", "home"),
            ("esc [ F", "end"),
            ("esc [ Z", "shift-tab"),
            ("esc [ 5 ~", "pgup"),
            ("esc [ 6 ~", "pgdn"),
            ("esc [ 1 ; 2 A", "shift-up"),
            ("esc [ 3 ; 5 ~", "ctrl-delete"),
            ("esc [ 1 5 ~", "f5"),
            ("esc [ 9 9 ; 5 u", "ctrl-c"),
            ("esc [ 1 0 8 ; 6 u", "ctrl-L"),
            ("esc esc [ B", "esc down"),
        ];
        for (keys, meant) in cases {
            assert_eq!(pieces(keys), meant, "{keys}");
        }
    }

    #[test]
    fn what_means_nothing_is_swallowed_and_no_more_than_that() {
        assert_eq!(pieces("esc [ x j"), "j");
        assert_eq!(pieces("esc [ ? 6 2 c j"), "j");
        assert_eq!(pieces("esc [ ... j"), "j");
        assert_eq!(pieces("esc O ... j"), "j");
        assert_eq!(pieces("esc [ 1 enter j"), "enter j");
        assert_eq!(pieces("esc [ 1 esc ..."), "esc");
        assert_eq!(pieces("esc [ 1 ; 9 A j"), "j");
    }

    #[test]
    fn a_paste_in_pieces_never_becomes_keys() {
        assert_eq!(pieces("esc [ 2 0 0 ~ d d enter tab X ..."), r#""dd\n\tX""#);
        assert_eq!(pieces("esc [ 2 0 0 ~ d d esc [ 2 0 1 ~ j"), r#""dd" j"#);
    }

    #[test]
    fn the_mouse_and_the_focus_in_pieces_are_understood() {
        assert_eq!(pieces("esc [ I esc [ O"), "Focus(true) Focus(false)");
        let mouse = Mouse { kind: MouseKind::Drag(Button::Left), column: 9, row: 4, ctrl: true, shift: false };
        assert_eq!(mouse_of("<48;10;5", false), Some(mouse));
        assert_eq!(mouse_of("<2;1;1", true).map(|mouse| mouse.kind), Some(MouseKind::Up(Button::Right)));
        assert_eq!(mouse_of("<65;1;1", false).map(|mouse| mouse.kind), Some(MouseKind::WheelDown));
        assert_eq!(mouse_of("<35;1;1", false), None);
        assert_eq!(mouse_of("<0;0;1", false), None);
    }

    #[test]
    fn sizes_in_a_row_are_one_and_do_not_break_a_sequence() {
        let (mut assembler, mut out) = (Assembler::default(), Vec::new());
        let size = |width| Input::Resize { width, height: 24 };
        assembler.push(size(80), &mut out);
        assembler.push(size(90), &mut out);
        assert_eq!(out, [size(90)]);
        assembler.push(Input::Key(Key::new(Code::Esc)), &mut out);
        assembler.push(Input::Key(Key::char('[')), &mut out);
        assembler.push(size(70), &mut out);
        assembler.push(Input::Key(Key::char('B')), &mut out);
        assert_eq!(out, [size(70), Input::Key(Key::new(Code::Down))]);
    }
}
