//! What is major: everybody is told of it until it is over, and afterwards it is looked at once more.

use std::fmt::Write;

use chrono::TimeDelta;

use super::At;
use super::change::What;
use super::id::{CardId, ObjectId};
use super::key::Key;
use super::value::Value;
use super::window::LogEntry;

/// What a type says of its major objects.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MajorRule {
    /// The edge along which a review is handed on when it is over.
    pub review_edge: Option<String>,
    /// How often people are told how it stands.
    pub update_every_s: Option<i64>,
}

impl MajorRule {
    /// As the type's row keeps it.
    pub fn to_value(&self) -> Value {
        let every = self.update_every_s.map(|seconds| format!("{seconds}s"));
        Value::map([
            ("review_edge", Value::text_or_null(self.review_edge.as_deref())),
            ("update_every", Value::text_or_null(every.as_deref())),
        ])
    }
}

/// That an object is major: since when, who said so, what was known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Major {
    pub at: At,
    pub by: String,
    pub text: String,
    /// How it ended; it is major no longer.
    pub end: Option<End>,
}

/// How something major ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    pub at: At,
    pub by: String,
    pub text: String,
}

impl Major {
    /// Whether it still is.
    pub fn is_on(&self) -> bool {
        self.end.is_none()
    }

    /// The register's value.
    pub fn to_value(&self) -> Value {
        let end = self.end.as_ref().map_or(Value::Null, |end| {
            Value::map([("at", end.at.into()), ("by", end.by.as_str().into()), ("text", end.text.as_str().into())])
        });
        Value::map([
            ("at", self.at.into()),
            ("by", self.by.as_str().into()),
            ("text", self.text.as_str().into()),
            ("end", end),
        ])
    }

    /// Reads the register's value; `None` when it never was major.
    pub fn from_value(value: &Value) -> Option<Self> {
        let (at, by, text) = said(value)?;
        let end = said(value.get("end")).map(|(at, by, text)| End { at, by, text });
        Some(Self { at, by, text, end })
    }
}

fn said(value: &Value) -> Option<(At, String, String)> {
    let text = |entry: &str| value.get(entry).as_str().unwrap_or_default().to_owned();
    Some((value.get("at").as_at()?, text("by"), text("text")))
}

/// Something major, as the line over all boards tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MajorRow {
    pub object: ObjectId,
    /// A card of it that stands somewhere.
    pub card: Option<CardId>,
    pub key: Key,
    pub title: String,
    pub priority: Option<u8>,
    pub assignee: Option<String>,
    pub major: Major,
    /// When somebody said last how it stands.
    pub told_at: At,
    pub update_every_s: Option<i64>,
}

impl MajorRow {
    /// When people are to be told next.
    pub fn next_update_at(&self) -> Option<At> {
        self.update_every_s.map(|seconds| self.told_at + TimeDelta::seconds(seconds))
    }
}

/// What happened since something was declared major, as Markdown; `entries` come newest first, `show` tells a moment.
pub fn timeline(key: &Key, title: &str, major: &Major, entries: &[LogEntry], show: impl Fn(At) -> String) -> String {
    let mut text = format!("# Timeline of {key} {title}\n\n- {} {} declared it major", show(major.at), major.by);
    if !major.text.is_empty() {
        let _ = write!(text, ": {}", major.text);
    }
    let end_at = major.end.as_ref().map(|end| end.at);
    let is_meant = |e: &&LogEntry| e.at >= major.at && end_at.is_none_or(|end| e.at <= end) && !is_own(e);
    for entry in entries.iter().rev().filter(is_meant) {
        let _ = write!(text, "\n- {} {} {}", show(entry.at), entry.actor, told(entry));
    }
    if let Some(end) = &major.end {
        let _ = write!(text, "\n- {} {} ended it", show(end.at), end.by);
        if !end.text.is_empty() {
            let _ = write!(text, ": {}", end.text);
        }
    }
    text.push('\n');
    text
}

/// Whether an entry is that it was declared major, or no longer is: the timeline says so itself.
fn is_own(entry: &LogEntry) -> bool {
    let is_said = |text: &Option<String>| text.as_deref().is_some_and(|text| text.starts_with(DECLARED));
    entry.what == What::Edited && (is_said(&entry.to) || is_said(&entry.from))
}

/// What the log calls it.
pub const DECLARED: &str = "major";

/// An entry of the log in words.
fn told(entry: &LogEntry) -> String {
    if entry.what == What::Commented {
        return entry.to.clone().unwrap_or_default();
    }
    let way = match (&entry.from, &entry.to) {
        (Some(from), Some(to)) => format!(" {from} -> {to}"),
        (None, Some(to)) => format!(" {to}"),
        (Some(from), None) => format!(" no longer {from}"),
        (None, None) => String::new(),
    };
    let why = entry.reason.as_ref().map_or_else(String::new, |why| format!(": {why}"));
    format!("{}{way}{why}", entry.what.word())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::Via;
    use crate::domain::id::GroupId;
    use crate::domain::value::from_millis;

    fn minute(n: i64) -> At {
        from_millis(n * 60_000)
    }

    fn major() -> Major {
        Major { at: minute(10), by: "ana".into(), text: "no payments".into(), end: None }
    }

    fn entry(at: At, what: What, from: Option<&str>, to: Option<&str>) -> LogEntry {
        LogEntry {
            seq: 1,
            group: GroupId(uuid::Uuid::nil()),
            at,
            actor: "raj".into(),
            os_user: None,
            via: Via::Tui,
            object: None,
            key: None,
            card: None,
            what,
            from: from.map(str::to_owned),
            to: to.map(str::to_owned),
            from_stage: None,
            to_stage: None,
            place: None,
            reason: None,
            terminal: None,
        }
    }

    #[test]
    fn the_register_reads_as_it_was_written() {
        let ended =
            Major { end: Some(End { at: minute(90), by: "raj".into(), text: "rolled back".into() }), ..major() };
        for major in [major(), ended] {
            assert_eq!(Major::from_value(&major.to_value()), Some(major));
        }
        assert_eq!(Major::from_value(&Value::Null), None);
    }

    #[test]
    fn the_timeline_tells_what_happened_between_declaring_and_end() {
        let key = Key::new("INC", 1);
        let ended =
            Major { end: Some(End { at: minute(90), by: "raj".into(), text: "rolled back".into() }), ..major() };
        let entries = [
            entry(minute(95), What::Commented, None, Some("later")),
            entry(minute(30), What::Moved, Some("Detect"), Some("Diagnose")),
            entry(minute(20), What::Commented, None, Some("pool is full")),
            entry(minute(10), What::Edited, None, Some("major: no payments")),
            entry(minute(5), What::Commented, None, Some("before")),
        ];
        let text = timeline(&key, "Checkout down", &ended, &entries, |at| at.format("%H:%M").to_string());
        assert_eq!(
            text,
            "# Timeline of INC-1 Checkout down\n\n- 00:10 ana declared it major: no payments\n- 00:20 raj pool is full\n\
             - 00:30 raj moved Detect -> Diagnose\n- 01:30 raj ended it: rolled back\n"
        );
    }

    #[test]
    fn the_next_update_counts_from_what_was_said_last() {
        let row = MajorRow {
            object: ObjectId(uuid::Uuid::nil()),
            card: None,
            key: Key::new("INC", 1),
            title: String::new(),
            priority: Some(1),
            assignee: None,
            major: major(),
            told_at: minute(40),
            update_every_s: Some(1_800),
        };
        assert_eq!(row.next_update_at(), Some(minute(70)));
        assert_eq!(MajorRow { update_every_s: None, ..row }.next_update_at(), None);
    }
}
