//! Rows of cards and objects as comma-separated values: what `export` writes, `import` reads.
//!
//! A cell that a spreadsheet would run gets a leading `'`, which is taken off again when read. Any text comes back as
//! it was: where a `'` would be taken off by mistake, another one is put in front.

mod table;

use std::borrow::Cow;

use crate::domain::object::Object;
use crate::domain::past::{Changed, Net, ends};
use crate::domain::value::format_at;
use crate::domain::window::CardRow;
use crate::domain::{At, window::LogEntry};

pub use table::{REASON, Row, Table, TableError};

/// The columns, in order; only `title` is needed.
pub const COLUMNS: [&str; 16] = [
    "key",
    "type",
    "title",
    "body",
    "state",
    "stream",
    "stage",
    "priority",
    "assignee",
    "labels",
    "due_at",
    "created_at",
    "entered_at",
    "done_at",
    "blocked",
    "team",
];

/// The columns of the journal.
pub const LOG_COLUMNS: [&str; 9] = ["at", "actor", "via", "key", "what", "from", "to", "reason", "group"];

/// The columns of what changed.
pub const CHANGE_COLUMNS: [&str; 8] = ["key", "type", "title", "stream", "stage", "change", "from", "to"];

/// What stands between labels.
pub const LABELS_BETWEEN: &str = ";";

/// The cells of a card.
pub fn card_cells(card: &CardRow, body: &str) -> [String; 16] {
    let stage = card.stage.as_str();
    let (stream, stage) = stage.split_once('/').unwrap_or(("", stage));
    let entered_at = if card.done_at.is_some() { None } else { Some(card.entered_at) };
    [
        card.key.to_string(),
        card.type_id.to_string(),
        card.title.clone(),
        body.to_owned(),
        card.state.clone().unwrap_or_default(),
        stream.to_owned(),
        stage.to_owned(),
        number(card.priority),
        card.assignee.clone().unwrap_or_default(),
        card.labels.join(LABELS_BETWEEN),
        instant(card.due_at),
        format_at(card.created_at),
        instant(entered_at),
        instant(card.done_at),
        card.blocked.clone().unwrap_or_default(),
        card.own_team.clone().unwrap_or_default(),
    ]
}

/// The cells of one thing that changed of a card; stages are named by their ids.
pub fn change_cells(card: &Changed, change: &Net) -> [String; 8] {
    let (stream, stage) = (card.row.stage.stream(), card.row.stage.local());
    let (from, to) = ends(change, &|stage| stage.local().to_owned());
    [
        card.row.key.to_string(),
        card.row.type_id.to_string(),
        card.row.title.clone(),
        stream.to_string(),
        stage.to_owned(),
        change.kind().word().to_owned(),
        from.unwrap_or_default(),
        to.unwrap_or_default(),
    ]
}

/// The cells of an object that stands nowhere.
pub fn object_cells(object: &Object) -> [String; 16] {
    [
        object.key.to_string(),
        object.type_id.to_string(),
        object.title.clone(),
        object.body.clone(),
        object.state.clone().unwrap_or_default(),
        String::new(),
        String::new(),
        number(object.priority),
        object.assignee.clone().unwrap_or_default(),
        object.labels.join(LABELS_BETWEEN),
        instant(object.due_at),
        format_at(object.created_at),
        String::new(),
        String::new(),
        String::new(),
        object.team.clone().unwrap_or_default(),
    ]
}

/// The cells of an entry of the journal.
pub fn log_cells(entry: &LogEntry) -> [String; 9] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        format_at(entry.at),
        entry.actor.clone(),
        entry.via.word().to_owned(),
        entry.key.as_ref().map(ToString::to_string).unwrap_or_default(),
        entry.what.word().to_owned(),
        text(&entry.from),
        text(&entry.to),
        text(&entry.reason),
        entry.group.to_string(),
    ]
}

/// A row, ended.
pub fn line<T: AsRef<str>>(cells: &[T]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    let guarded = cells.iter().map(|cell| guarded(cell.as_ref()).into_owned());
    // A writer into memory cannot fail, and one record cannot differ in length from itself.
    let _ = writer.write_record(guarded);
    writer.into_inner().unwrap_or_default()
}

/// A cell as written.
fn guarded(text: &str) -> Cow<'_, str> {
    let guards = text.starts_with(runs) || stripped(text).is_some();
    if guards { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// A cell as meant.
pub fn unguarded(text: &str) -> &str {
    stripped(text).unwrap_or(text)
}

fn stripped(text: &str) -> Option<&str> {
    text.strip_prefix('\'').filter(|rest| rest.starts_with(|c| runs(c) || c == '\''))
}

/// What a spreadsheet takes for a formula.
fn runs(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r')
}

fn number(priority: Option<u8>) -> String {
    priority.map(|p| p.to_string()).unwrap_or_default()
}

fn instant(at: Option<At>) -> String {
    at.map(format_at).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_formula_is_made_harmless_and_comes_back() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-5", "'-5"),
            ("'tis", "'tis"),
            ("'=x", "''=x"),
            ("''", "'''"),
            ("'", "'"),
            ("", ""),
            ("plain", "plain"),
        ] {
            assert_eq!(guarded(text), written);
            assert_eq!(unguarded(written), text);
        }
    }

    #[test]
    fn a_line_is_quoted_where_needed() {
        assert_eq!(String::from_utf8(line(&["a", "b,c", "=d", "e\nf"])).unwrap(), "a,\"b,c\",'=d,\"e\nf\"\n");
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in "['=+@ a\\-\t\r\n]{0,6}") {
            let written = guarded(&text).into_owned();
            prop_assert_eq!(unguarded(&written), text.as_str());
        }
    }
}
