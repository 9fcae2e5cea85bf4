//! Keys and the other things a person does at a terminal, in our own words.
//!
//! A key is printed and read by one name: `a`, `L`, `space`, `shift-tab`, `ctrl-r`, `pgdn`.
//! A shifted character *is* that character (`L`), so `shift` is only set for keys that are no character.

use std::fmt;

/// A key with what was held down with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub code: Code,
    pub ctrl: bool,
    pub alt: bool,
    /// Never set for [`Code::Char`].
    pub shift: bool,
}

/// Which key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    Char(char),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    F(u8),
}

/// What arrives from a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    Key(Key),
    /// A bracketed paste, whole.
    Paste(String),
    Mouse(Mouse),
    Resize {
        width: u16,
        height: u16,
    },
    /// The window was given (`true`) or lost the focus.
    Focus(bool),
}

/// A button or the wheel, at a cell counted from the top left, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    pub kind: MouseKind,
    pub column: u16,
    pub row: u16,
    pub ctrl: bool,
    pub shift: bool,
}

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseKind {
    Down(Button),
    Up(Button),
    Drag(Button),
    WheelUp,
    WheelDown,
}

/// Which button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Button {
    Left,
    Middle,
    Right,
}

/// A text that names no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("a key is missing")]
    Empty,
    #[error("{0:?} is no key; keys are written like `a`, `L`, `space`, `ctrl-r`, `shift-tab`, `f1`")]
    Unknown(String),
}

/// The keys with a name: how it is read and printed, how help shows it.
const NAMES: [(Code, &str, &str); 15] = [
    (Code::Char(' '), "space", "Space"),
    (Code::Enter, "enter", "Enter"),
    (Code::Esc, "esc", "Esc"),
    (Code::Tab, "tab", "Tab"),
    (Code::Backspace, "backspace", "Backspace"),
    (Code::Delete, "delete", "Delete"),
    (Code::Insert, "insert", "Insert"),
    (Code::Up, "up", "Up"),
    (Code::Down, "down", "Down"),
    (Code::Left, "left", "Left"),
    (Code::Right, "right", "Right"),
    (Code::Home, "home", "Home"),
    (Code::End, "end", "End"),
    (Code::PageUp, "pgup", "PgUp"),
    (Code::PageDown, "pgdn", "PgDn"),
];

/// Other names that are read, never printed.
const ALIASES: [(&str, Code); 7] = [
    ("return", Code::Enter),
    ("escape", Code::Esc),
    ("bs", Code::Backspace),
    ("del", Code::Delete),
    ("ins", Code::Insert),
    ("pageup", Code::PageUp),
    ("pagedown", Code::PageDown),
];

/// The highest function key a terminal can send.
const LAST_F: u8 = 35;

impl Key {
    /// The key alone.
    pub const fn new(code: Code) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A character as typed.
    pub const fn char(c: char) -> Self {
        Self::new(Code::Char(c))
    }

    /// The character with Ctrl.
    pub const fn ctrl(c: char) -> Self {
        Self { ctrl: true, ..Self::char(c) }
    }

    /// The key with Shift; for keys that are no character.
    pub const fn shift(code: Code) -> Self {
        Self { shift: true, ..Self::new(code) }
    }

    /// The character, if this key types one: no Ctrl, no Alt.
    pub const fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// Reads one key: `a`, `L`, `space`, `ctrl-r`, `shift-tab`, `pgdn`, `f1`.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let unknown = || KeyError::Unknown(text.to_owned());
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        let mut rest = text;
        while let Some((word, after)) = rest.split_once('-').filter(|(_, after)| !after.is_empty()) {
            let held = match word.to_ascii_lowercase().as_str() {
                "ctrl" => &mut ctrl,
                "alt" => &mut alt,
                "shift" => &mut shift,
                _ => break,
            };
            if std::mem::replace(held, true) {
                return Err(unknown());
            }
            rest = after;
        }
        let code = if rest.is_empty() {
            return Err(KeyError::Empty);
        } else {
            code(rest).ok_or_else(unknown)?
        };
        Self { code, ctrl, alt, shift }.settled().ok_or_else(unknown)
    }

    /// As help shows it: `Ctrl-r`, `Shift-Tab`, `Space`, `PgDn`.
    pub fn show(self) -> String {
        self.written(["Ctrl-", "Alt-", "Shift-"], "F", |(_, _, shown)| shown)
    }

    /// A shifted character becomes that character; `None` when there is no such one.
    fn settled(self) -> Option<Self> {
        match self.code {
            Code::Char(' ') | Code::F(_) => Some(Self { shift: self.shift && self.code != Code::Char(' '), ..self }),
            Code::Char(c) if self.shift => Some(Self { code: Code::Char(upper(c)?), shift: false, ..self }),
            _ => Some(self),
        }
    }

    fn written(
        self,
        held: [&str; 3],
        f: &str,
        name: fn(&(Code, &'static str, &'static str)) -> &'static str,
    ) -> String {
        let mut text = String::new();
        for (is_held, word) in [self.ctrl, self.alt, self.shift].into_iter().zip(held) {
            if is_held {
                text.push_str(word);
            }
        }
        match (NAMES.iter().find(|(code, ..)| *code == self.code), self.code) {
            (Some(entry), _) => text.push_str(name(entry)),
            (None, Code::Char(c)) => text.push(c),
            (None, Code::F(n)) => {
                text.push_str(f);
                text.push_str(&n.to_string());
            }
            (None, _) => {}
        }
        text
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written(["ctrl-", "alt-", "shift-"], "f", |(_, printed, _)| printed))
    }
}

impl std::str::FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        Self::parse(text)
    }
}

/// Reads keys pressed one after the other: `g g`, `ctrl-w j`, and `gg` for two plain characters.
pub fn parse_seq(text: &str) -> Result<Vec<Key>, KeyError> {
    let mut keys = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match Key::parse(word) {
            Ok(key) => keys.push(key),
            Err(error) => {
                let pair: Vec<char> = word.chars().collect();
                if pair.len() != 2 || pair.iter().any(|c| c.is_control()) {
                    return Err(error);
                }
                keys.extend(pair.into_iter().map(Key::char));
            }
        }
    }
    if keys.is_empty() { Err(KeyError::Empty) } else { Ok(keys) }
}

/// Prints keys as [`parse_seq`] reads them: `gg`, `ctrl-w j`.
pub fn print_seq(keys: &[Key]) -> String {
    seq(keys, Key::to_string)
}

/// Shows keys as help does: `gg`, `Ctrl-w j`.
pub fn show_seq(keys: &[Key]) -> String {
    seq(keys, |key| key.show())
}

fn seq(keys: &[Key], word: fn(&Key) -> String) -> String {
    let words: Vec<String> = keys.iter().map(word).collect();
    let glued = words.concat();
    let plain = keys.len() == 2 && keys.iter().all(|key| key.typed().is_some_and(|c| c != ' '));
    if plain && Key::parse(&glued).is_err() { glued } else { words.join(" ") }
}

fn code(name: &str) -> Option<Code> {
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return (!c.is_control()).then_some(Code::Char(c));
    }
    let name = name.to_ascii_lowercase();
    let named = NAMES.iter().find(|(_, printed, _)| *printed == name).map(|(code, ..)| *code);
    let alias = || ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, code)| *code);
    let function = || {
        let n = name.strip_prefix('f').filter(|n| !n.starts_with(['0', '+']))?.parse().ok()?;
        (1..=LAST_F).contains(&n).then_some(Code::F(n))
    };
    named.or_else(alias).or_else(function)
}

/// The one capital of a letter.
fn upper(c: char) -> Option<char> {
    let mut capitals = c.to_uppercase();
    capitals.next().filter(|capital| capitals.next().is_none() && (*capital != c || c.is_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_read_and_printed_alike() {
        let names =
            "a L space enter esc tab shift-tab ctrl-r shift-up pgdn f1 ? : - ctrl-- alt-x ctrl-alt-shift-home é";
        for name in names.split(' ') {
            assert_eq!(Key::parse(name).unwrap().to_string(), name);
        }
    }

    #[test]
    fn help_shows_keys_as_on_the_keyboard() {
        let shown = |name: &str| Key::parse(name).unwrap().show();
        let names = ["ctrl-r", "shift-tab", "space", "enter", "pgdn", "f1", "L"];
        assert_eq!(names.map(shown), ["Ctrl-r", "Shift-Tab", "Space", "Enter", "PgDn", "F1", "L"]);
    }

    #[test]
    fn a_shifted_character_is_that_character() {
        assert_eq!(Key::parse("shift-l"), Ok(Key::char('L')));
        assert_eq!(Key::parse("Ctrl-R"), Ok(Key::ctrl('R')));
        assert_eq!(Key::parse("shift-space"), Ok(Key::char(' ')));
        assert!(Key::parse("shift-1").is_err());
    }

    #[test]
    fn what_is_no_key_is_said_by_name() {
        assert_eq!(Key::parse(""), Err(KeyError::Empty));
        for text in ["foo", "ctrl-foo", "f0", "f36", "f01", "ctrl-ctrl-a", "hyper-a", "\u{1}", "ctrl-"] {
            assert_eq!(Key::parse(text), Err(KeyError::Unknown(text.to_owned())), "{text:?}");
        }
    }

    #[test]
    fn sequences_are_spaced_or_two_plain_characters() {
        let gg = vec![Key::char('g'), Key::char('g')];
        assert_eq!(parse_seq("g g"), Ok(gg.clone()));
        assert_eq!(parse_seq("gg"), Ok(gg.clone()));
        assert_eq!(print_seq(&gg), "gg");
        assert_eq!(parse_seq("ctrl-w j"), Ok(vec![Key::ctrl('w'), Key::char('j')]));
        assert_eq!(parse_seq("up"), Ok(vec![Key::new(Code::Up)]));
        assert_eq!(parse_seq("f1"), Ok(vec![Key::new(Code::F(1))]));
        assert_eq!(print_seq(&parse_seq("f 1").unwrap()), "f 1");
        assert_eq!(show_seq(&parse_seq("g space").unwrap()), "g Space");
        assert!(parse_seq("ggg").is_err());
        assert_eq!(parse_seq("  "), Err(KeyError::Empty));
    }

    fn any_key() -> impl Strategy<Value = Key> {
        let named = prop::sample::select(NAMES.map(|(code, ..)| code).to_vec());
        let typed = any::<char>().prop_filter("no control", |c| !c.is_control()).prop_map(Code::Char);
        let code = prop_oneof![named, typed, (1..=LAST_F).prop_map(Code::F)];
        (code, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(code, ctrl, alt, shift)| {
            let shift = shift && !matches!(code, Code::Char(_));
            Key { code, ctrl, alt, shift }
        })
    }

    proptest! {
        #[test]
        fn every_key_comes_back_from_its_name(keys in prop::collection::vec(any_key(), 1..4)) {
            for key in &keys {
                prop_assert_eq!(Key::parse(&key.to_string()), Ok(*key));
            }
            prop_assert_eq!(parse_seq(&print_seq(&keys)), Ok(keys));
        }
    }
}
