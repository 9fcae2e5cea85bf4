//! The configuration file as written: TOML, few keys, and no line that could stop the start.
//!
//! What cannot be understood becomes a [`Warning`] with its line; everything else counts.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::domain::nearest::nearest;

/// The themes there are.
pub const THEMES: &[&str] = &["ansi", "mono"];
/// The ways to call for attention.
pub const BELLS: &[&str] = &["none", "visual", "bell"];

const SETTINGS: &[&str] = &["database", "time_zone", "stream", "theme", "mouse", "ascii", "bell", "editor", "keys"];

/// What a file sets; nothing stands for "not set here".
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    pub database: Option<String>,
    pub time_zone: Option<String>,
    pub stream: Option<String>,
    pub theme: Option<String>,
    pub mouse: Option<bool>,
    pub ascii: Option<bool>,
    pub bell: Option<String>,
    pub editor: Option<String>,
    pub keys: Vec<KeyLine>,
}

/// Keys for an action, as the file has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyLine {
    pub action: String,
    pub keys: Vec<String>,
    pub line: usize,
}

/// A line that was passed over, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// From 1.
    pub line: usize,
    pub text: String,
}

impl Settings {
    /// Reads a file's text; what it says twice or wrongly is told and left out.
    pub fn read(text: &str) -> (Self, Vec<Warning>) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut reader = Reader { text, settings: Self::default(), warnings: Vec::new() };
        for error in errors {
            let at = error.span().unwrap_or_default();
            reader.warn(at, error.message().to_owned());
        }
        for (name, value) in table.get_ref() {
            reader.setting(name, value.get_ref());
        }
        reader.warnings.sort_by_key(|warning| warning.line);
        reader.warnings.dedup_by_key(|warning| warning.line);
        (reader.settings, reader.warnings)
    }

    /// What is set here, else what is set there. Keys of both count, these first.
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        let named: Vec<String> = self.keys.iter().map(|k| k.action.clone()).collect();
        self.keys.extend(other.keys.into_iter().filter(|k| !named.contains(&k.action)));
        Self {
            database: self.database.or(other.database),
            time_zone: self.time_zone.or(other.time_zone),
            stream: self.stream.or(other.stream),
            theme: self.theme.or(other.theme),
            mouse: self.mouse.or(other.mouse),
            ascii: self.ascii.or(other.ascii),
            bell: self.bell.or(other.bell),
            editor: self.editor.or(other.editor),
            keys: self.keys,
        }
    }
}

/// A name and where it stands; the place of a value that was mended is not to be trusted.
type Name<'i> = Spanned<DeString<'i>>;

struct Reader<'a> {
    text: &'a str,
    settings: Settings,
    warnings: Vec<Warning>,
}

impl Reader<'_> {
    fn setting(&mut self, name: &Name<'_>, value: &DeValue<'_>) {
        match name.get_ref().as_ref() {
            "database" => self.settings.database = self.string(name, value),
            "time_zone" => self.settings.time_zone = self.string(name, value),
            "stream" => self.settings.stream = self.string(name, value),
            "editor" => self.settings.editor = self.string(name, value),
            "theme" => self.settings.theme = self.word(name, value, THEMES),
            "bell" => self.settings.bell = self.word(name, value, BELLS),
            "mouse" => self.settings.mouse = self.flag(name, value),
            "ascii" => self.settings.ascii = self.flag(name, value),
            "keys" => self.keys(name, value),
            other => self.warn(name.span(), format!("no such setting `{other}`{}", did_you_mean(other, SETTINGS))),
        }
    }

    fn string(&mut self, name: &Name<'_>, value: &DeValue<'_>) -> Option<String> {
        let text = value.as_str().filter(|text| !text.trim().is_empty());
        if text.is_none() {
            self.warn(name.span(), format!("`{}` wants a text in quotes", name.get_ref()));
        }
        text.map(str::to_owned)
    }

    fn word(&mut self, name: &Name<'_>, value: &DeValue<'_>, known: &[&str]) -> Option<String> {
        let word = self.string(name, value)?;
        if known.contains(&word.as_str()) {
            return Some(word);
        }
        let hint = did_you_mean(&word, known);
        self.warn(name.span(), format!("`{}` is none of {}{hint}", name.get_ref(), known.join(", ")));
        None
    }

    fn flag(&mut self, name: &Name<'_>, value: &DeValue<'_>) -> Option<bool> {
        let flag = value.as_bool();
        if flag.is_none() {
            self.warn(name.span(), format!("`{}` is true or false", name.get_ref()));
        }
        flag
    }

    fn keys(&mut self, name: &Name<'_>, value: &DeValue<'_>) {
        let Some(table) = value.as_table() else {
            return self.warn(name.span(), "`keys` is a table: [keys] and then name = \"key\"".to_owned());
        };
        for (name, value) in table {
            let line = line_of(self.text, name.span().start);
            let action = name.get_ref().to_string();
            match key_names(value.get_ref()) {
                Some(keys) => self.settings.keys.push(KeyLine { action, keys, line }),
                None => self.warn(name.span(), format!("`{action}` wants a key in quotes, or several in [ ]")),
            }
        }
        self.settings.keys.sort_by_key(|key| key.line);
    }

    fn warn(&mut self, at: Range<usize>, text: String) {
        let line = line_of(self.text, at.start);
        self.warnings.push(Warning { line, text });
    }
}

fn key_names(value: &DeValue<'_>) -> Option<Vec<String>> {
    if let Some(key) = value.as_str() {
        return Some(vec![key.to_owned()]);
    }
    value.as_array()?.iter().map(|key| key.get_ref().as_str().map(str::to_owned)).collect()
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.get(..at).unwrap_or(text).matches('\n').count()
}

fn did_you_mean(word: &str, known: &[&str]) -> String {
    nearest(word, known.iter().copied()).map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warned(text: &str) -> Vec<String> {
        Settings::read(text).1.into_iter().map(|w| format!("{}: {}", w.line, w.text)).collect()
    }

    #[test]
    fn a_whole_file_is_read() {
        let text = "database = '/srv/board.db'\ntime_zone = 'Europe/Brussels'\nmouse = false\n\n[keys]\n\
                    move-right = '>'\nundo = ['u', 'Z']\n";
        let (settings, warnings) = Settings::read(text);
        assert_eq!(warnings, []);
        assert_eq!(settings.database.as_deref(), Some("/srv/board.db"));
        assert_eq!(settings.mouse, Some(false));
        let undo = KeyLine { action: "undo".into(), keys: vec!["u".into(), "Z".into()], line: 7 };
        assert_eq!(settings.keys[1], undo);
    }

    #[test]
    fn a_wrong_line_is_named_and_the_others_count() {
        assert_eq!(warned("\ndatabse = 'x'"), ["2: no such setting `databse`; did you mean `database`?"]);
        assert_eq!(warned("theme = 'anis'"), ["1: `theme` is none of ansi, mono; did you mean `ansi`?"]);
        assert_eq!(warned("mouse = 'yes'\nascii = 3"), ["1: `mouse` is true or false", "2: `ascii` is true or false"]);
        let (settings, warnings) = Settings::read("stream = 'operate'\nmouse = = 1\nascii = true\n");
        assert_eq!((settings.stream.as_deref(), settings.ascii), (Some("operate"), Some(true)));
        assert_eq!(warnings.iter().map(|w| w.line).collect::<Vec<_>>(), [2], "{warnings:?}");
    }

    #[test]
    fn the_users_file_comes_before_the_hosts() {
        let (user, _) = Settings::read("theme = 'mono'\n[keys]\nundo = 'u'");
        let (host, _) = Settings::read("theme = 'ansi'\nmouse = false\n[keys]\nundo = 'Z'\nquit = 'Q'");
        let both = user.or(host);
        assert_eq!((both.theme.as_deref(), both.mouse), (Some("mono"), Some(false)));
        assert_eq!(both.keys.iter().map(|k| k.keys[0].as_str()).collect::<Vec<_>>(), ["u", "Q"]);
    }

    #[test]
    fn no_text_panics() {
        for text in ["\u{feff}", "[", "[keys", "keys = 1", "=", "a.b = 1", "\"", "mouse", "[[keys]]", "\u{0}", "é = 'é"]
        {
            let _ = Settings::read(text);
        }
    }
}
