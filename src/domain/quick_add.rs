//! One-line add: `Fix login !p1 @ana #eu ^fri since:06:55`.
//!
//! Tokens stand at the end: they are read only after the last plain word, so that `Build #4312 fails` stays a title.
//! A token that cannot be read (`!p9`, `^soon`, or one half typed) stays title too, where it is seen, and the tokens
//! beside it are read all the same. `\` before a token makes it a plain word.

use chrono::TimeZone;

use super::filter::Asker;
use super::{At, date};

/// A card as typed on one line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QuickAdd {
    /// Empty when there were only tokens: the caller asks for one.
    pub title: String,
    /// 1 to 4.
    pub priority: Option<u8>,
    pub assignee: Option<String>,
    /// In the order typed, each once.
    pub labels: Vec<String>,
    pub due_at: Option<At>,
    /// When it began; never later than now.
    pub since: Option<At>,
}

impl QuickAdd {
    /// Reads a line; where a thing is said twice, the last counts.
    pub fn parse<Tz: TimeZone>(text: &str, asker: &Asker<'_, Tz>) -> Self {
        let words = cut(text);
        let n_plain = words.iter().rposition(|w| token(w).is_none()).map_or(0, |last| last + 1);
        let mut card = Self::default();
        let mut title: Vec<&str> = words[..n_plain].iter().map(|w| unescaped(w)).collect();
        for word in &words[n_plain..] {
            if card.take(word, asker).is_none() {
                title.push(word);
            }
        }
        card.title = title.join(" ");
        card
    }

    /// Takes a token in; nothing when it cannot be read.
    fn take<Tz: TimeZone>(&mut self, word: &str, asker: &Asker<'_, Tz>) -> Option<()> {
        let (kind, value) = token(word)?;
        let value = Some(unquoted(value)).filter(|v| !v.is_empty())?;
        match kind {
            Kind::Priority => self.priority = Some(priority(value)?),
            Kind::Assignee => self.assignee = Some(person(value, asker.me).to_owned()),
            Kind::Label if self.labels.iter().any(|l| l == value) => {}
            Kind::Label => self.labels.push(value.to_owned()),
            Kind::Due => self.due_at = Some(date::parse_due(value, asker.now, asker.zone).ok()?),
            Kind::Since => {
                let at = date::parse_past(value, asker.now, asker.zone).ok()?;
                self.since = Some(Some(at).filter(|at| *at <= asker.now)?);
            }
        }
        Some(())
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Priority,
    Assignee,
    Label,
    Due,
    Since,
}

const MARKS: [(&str, Kind); 5] =
    [("!", Kind::Priority), ("@", Kind::Assignee), ("#", Kind::Label), ("^", Kind::Due), ("since:", Kind::Since)];

/// What a word looks like, and its value; nothing for a plain word.
fn token(word: &str) -> Option<(Kind, &str)> {
    MARKS.iter().find_map(|(mark, kind)| Some((*kind, word.strip_prefix(mark)?)))
}

/// Cuts at blanks; a value may be in quotes and then holds blanks: `^"1 dec"`. Quotes elsewhere are title.
fn cut(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let blank = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(quoted_len(rest).unwrap_or(blank));
        words.push(word);
        rest = tail.trim_start();
    }
    words
}

/// The length of a token in quotes, if one stands here and is closed before a blank.
fn quoted_len(text: &str) -> Option<usize> {
    let inside = token(text)?.1.strip_prefix('"')?;
    let end = text.len() - inside.len() + inside.find('"')? + 1;
    let closed = text[end..].chars().next().is_none_or(char::is_whitespace);
    closed.then_some(end)
}

fn unquoted(value: &str) -> &str {
    let inside = value.strip_prefix('"').and_then(|v| v.strip_suffix('"'));
    inside.map_or(value, str::trim)
}

/// `\#12` is `#12`; a `\` before anything else is meant.
fn unescaped(word: &str) -> &str {
    match word.strip_prefix('\\') {
        Some(rest) if rest.starts_with('\\') || token(rest).is_some() => rest,
        _ => word,
    }
}

fn priority(value: &str) -> Option<u8> {
    match value.strip_prefix(['p', 'P']).unwrap_or(value) {
        "1" => Some(1),
        "2" => Some(2),
        "3" => Some(3),
        "4" => Some(4),
        _ => None,
    }
}

fn person<'a>(value: &'a str, me: &'a str) -> &'a str {
    if value.eq_ignore_ascii_case("me") { me } else { value }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use chrono_tz::Europe::Brussels;
    use proptest::prelude::*;

    use super::*;

    fn utc(text: &str) -> At {
        DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc)
    }

    /// Ana adds, on Thursday 26 November 2026, 15:30 in Brussels.
    fn add(text: &str) -> QuickAdd {
        QuickAdd::parse(text, &Asker { me: "ana", now: utc("2026-11-26T14:30:00Z"), zone: &Brussels })
    }

    #[test]
    fn a_line_holds_a_whole_card() {
        let card = add("Fix login !p1 @bo #eu #web #eu ^fri since:06:55");
        let whole = QuickAdd {
            title: "Fix login".to_owned(),
            priority: Some(1),
            assignee: Some("bo".to_owned()),
            labels: vec!["eu".to_owned(), "web".to_owned()],
            due_at: Some(utc("2026-11-27T22:59:59Z")),
            since: Some(utc("2026-11-26T05:55:00Z")),
        };
        assert_eq!(card, whole);
    }

    #[test]
    fn titles_keep_what_is_no_token_at_the_end() {
        for (text, title) in [
            ("Build #4312 fails", "Build #4312 fails"),
            ("Mail @bo about !p1 now @me", "Mail @bo about !p1 now"),
            ("  Fix   login  ", "Fix login"),
            ("Fix \\#4312", "Fix #4312"),
            ("Fix \\since:2h \\\\@x \\! C:\\temp \\n", "Fix since:2h \\@x ! C:\\temp \\n"),
            ("Say \"hello world\" twice", "Say \"hello world\" twice"),
            ("Fix !p9 @bo", "Fix !p9"),
            ("Fix @ # ^ ! since: #eu", "Fix @ # ^ ! since:"),
            ("Fix ^soon since:tomorrow !1", "Fix ^soon since:tomorrow"),
            ("Fix ^\"1 dec", "Fix ^\"1 dec"),
            ("wow! user@host C#", "wow! user@host C#"),
            ("@bo #eu", ""),
            ("", ""),
        ] {
            assert_eq!(add(text).title, title, "{text}");
        }
    }

    #[test]
    fn tokens_around_one_that_cannot_be_read_are_read() {
        let card = add("Fix !p2 ^so @me");
        assert_eq!((card.title.as_str(), card.priority, card.assignee.as_deref()), ("Fix ^so", Some(2), Some("ana")));
    }

    #[test]
    fn the_last_of_two_counts() {
        let card = add("Fix !p2 !3 @bo @Me");
        assert_eq!((card.priority, card.assignee.as_deref()), (Some(3), Some("ana")));
    }

    #[test]
    fn values_in_quotes_hold_blanks() {
        let card = add("Fix ^\"1 dec\" #\"big deal\" since:\"2 days ago\" @\"Bo Li\"");
        assert_eq!(card.title, "Fix");
        assert_eq!(card.due_at, Some(utc("2026-12-01T22:59:59Z")));
        assert_eq!(card.since, Some(utc("2026-11-24T14:30:00Z")));
        assert_eq!((card.labels, card.assignee), (vec!["big deal".to_owned()], Some("Bo Li".to_owned())));
    }

    proptest! {
        #[test]
        fn a_line_of_plain_words_is_its_title(words in prop::collection::vec("[a-zé0-9]{1,6}", 1..6)) {
            let text = words.join(" ");
            prop_assert_eq!(add(&text), QuickAdd { title: text, ..QuickAdd::default() });
        }

        #[test]
        fn no_line_panics(text in "([!@#^\"\\\\ a1é]|since:|\\PC){0,30}") {
            let card = add(&text);
            prop_assert!(card.title.len() <= text.len());
        }
    }
}
