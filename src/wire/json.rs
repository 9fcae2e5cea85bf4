//! The JSON documents of the command line: a contract. Keys may be added; what stands here keeps its meaning.
//!
//! Each document says `"schema": 1`. Times are RFC 3339 in UTC, spans whole seconds with keys that end in `_s`.

mod card;
mod changes;
mod flow;
mod graph;
mod object;
mod standup;
mod stream;
mod triage;
mod types;

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;

pub use card::{CardDoc, CriterionDoc, GateDoc};
pub use changes::{ChangesDoc, Then};
pub use flow::{
    AllMetricsDoc, AnswerDoc, BottlenecksDoc, ExpectedDoc, FiguresDoc, ForecastDoc, FrameworkDoc, KindDoc,
    LittlesLawDoc, MetricsDoc, OldestDoc, PercentilesDoc, RankedDoc, SlaDoc, SleDoc, StageFiguresDoc,
};
pub use graph::{ImpactDoc, PersonDoc, TraceDoc, WaitingDoc};
pub use object::{CommentDoc, LinkDoc, ObjectDoc, ShownDoc, ShownThenDoc};
pub use standup::{StandupDoc, WeightsDoc};
pub use stream::{ScenarioDoc, StreamDoc, StreamLineDoc};
pub use triage::TriageDoc;
pub use types::TypeDoc;

use crate::domain::At;
use crate::domain::calendar::Calendar;
use crate::domain::id::StageId;
use crate::domain::saved::Saved;
use crate::domain::value::format_at;
use crate::domain::window::LogEntry;

/// The version of all documents.
pub const SCHEMA: u32 = 1;

/// A document as text.
pub fn to_string<T: Serialize>(document: &T) -> String {
    let mut text = Vec::new();
    // Writing into memory cannot fail.
    let _ = write(&mut text, document);
    String::from_utf8(text).unwrap_or_default()
}

/// Writes a document.
pub fn write<T: Serialize>(to: impl Write, document: &T) -> serde_json::Result<()> {
    document.serialize(&mut serde_json::Serializer::with_formatter(to, Harmless))
}

/// Escapes what a terminal would obey as well; who reads the document gets every text as it was.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, to: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_obeyed(*c)) {
            let (before, after) = rest.split_at(at);
            write!(to, "{before}\\u{:04x}", c as u32)?;
            rest = &after[c.len_utf8()..];
        }
        to.write_all(rest.as_bytes())
    }
}

/// Control characters of the upper half, and what turns the direction of a line.
fn is_obeyed(c: char) -> bool {
    matches!(c, '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A failure.
#[derive(Debug, Serialize)]
pub struct ErrorDoc<'a> {
    schema: u32,
    error: ErrorBody<'a>,
}

#[derive(Debug, Serialize)]
struct ErrorBody<'a> {
    code: &'a str,
    message: &'a str,
    hint: Option<&'a str>,
    open: &'a [String],
}

impl<'a> ErrorDoc<'a> {
    /// The document of a failure.
    pub fn new(code: &'a str, message: &'a str, hint: Option<&'a str>, open: &'a [String]) -> Self {
        Self { schema: SCHEMA, error: ErrorBody { code, message, hint, open } }
    }
}

macro_rules! documents {
    ($($(#[$doc:meta])* $name:ident { $($field:ident : $type:ty),* $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Serialize)]
        pub struct $name<'a> {
            schema: u32,
            $($field: $type,)*
            #[serde(skip)]
            lifetime: std::marker::PhantomData<&'a ()>,
        }

        impl<'a> $name<'a> {
            /// The document of these parts.
            #[allow(clippy::too_many_arguments)] // the keys of the contract
            pub fn new($($field: $type),*) -> Self {
                Self { schema: SCHEMA, $($field,)* lifetime: std::marker::PhantomData }
            }
        }
    )+};
}

documents! {
    /// A change; no key for one that concerns the workspace.
    ChangeDoc { key: Option<&'a str>, group: Option<String> }
    /// New work.
    AddDoc { key: &'a str, card: Option<CardDoc<'a>>, group: String }
    /// An object whole.
    ShowDoc { object: ShownDoc<'a> }
    /// Streams with counts.
    StreamsDoc { streams: Vec<StreamLineDoc<'a>> }
    /// Streams as they were.
    StreamsThenDoc { at: Then, streams: Vec<StreamLineDoc<'a>> }
    /// Cards as they were.
    CardsThenDoc { at: Then, cards: Vec<CardDoc<'a>>, total: u64 }
    /// An object as it was.
    ShowThenDoc { at: Then, object: ShownThenDoc<'a> }
    /// A stream whole.
    StreamShowDoc { stream: StreamDoc<'a> }
    /// The types of objects.
    TypesDoc { types: Vec<TypeDoc<'a>> }
    /// Templates for new work.
    ScenariosDoc { scenarios: Vec<ScenarioDoc<'a>> }
    /// Objects.
    ObjectsDoc { objects: Vec<ObjectDoc<'a>>, total: u64 }
    /// People.
    PeopleDoc { people: Vec<PersonDoc<'a>> }
    /// Saved filters.
    FiltersDoc { filters: Vec<SavedDoc<'a>> }
    /// One saved filter.
    FilterShowDoc { filter: SavedDoc<'a> }
    /// Approvals that wait.
    WaitingListDoc { approvals: Vec<WaitingDoc<'a>> }
    /// The journal.
    LogDoc { entries: Vec<LogEntryDoc<'a>> }
    /// An import.
    ImportDoc { added: usize, updated: usize, skipped: Vec<SkippedDoc<'a>>, group: Option<String>, dry_run: bool,
        rejects: Option<String> }
    /// Where files lie.
    PathsDoc { database: String, config: String, state: String, backups: String, log: String, host_config: String,
        database_from: &'a str }
    /// A file that was written.
    FileDoc { file: String, workspace: Option<&'a str> }
}

/// A saved filter.
#[derive(Debug, Serialize)]
pub struct SavedDoc<'a> {
    name: &'a str,
    filter: &'a str,
    slot: Option<u8>,
    by: &'a str,
}

impl<'a> SavedDoc<'a> {
    /// The document of a saved filter.
    pub fn of(saved: &'a Saved) -> Self {
        Self { name: &saved.name, filter: &saved.text, slot: saved.slot, by: &saved.by }
    }
}

/// The hours a team works.
#[derive(Debug, Serialize)]
pub struct CalendarDoc {
    schema: u32,
    calendar: CalendarBody,
}

#[derive(Debug, Serialize)]
struct CalendarBody {
    days: String,
    hours: String,
    holidays: Vec<String>,
    zone: &'static str,
}

impl CalendarDoc {
    /// The document of a calendar.
    pub fn of(calendar: &Calendar) -> Self {
        let holidays = calendar.holidays.iter().map(ToString::to_string).collect();
        let (days, hours) = (calendar.show_days(), calendar.show_hours());
        Self { schema: SCHEMA, calendar: CalendarBody { days, hours, holidays, zone: calendar.zone.name() } }
    }
}

/// A row that was not taken.
#[derive(Debug, Serialize)]
pub struct SkippedDoc<'a> {
    pub line: u64,
    pub reason: &'a str,
}

/// An entry of the journal.
#[derive(Debug, Serialize)]
pub struct LogEntryDoc<'a> {
    #[serde(serialize_with = "shown")]
    group: crate::domain::id::GroupId,
    #[serde(serialize_with = "at")]
    at: At,
    actor: &'a str,
    os_user: Option<&'a str>,
    via: &'a str,
    key: Option<&'a str>,
    what: &'a str,
    place: Option<&'a str>,
    from: Option<&'a str>,
    to: Option<&'a str>,
    reason: Option<&'a str>,
}

impl<'a> LogEntryDoc<'a> {
    /// The document of an entry.
    pub fn of(entry: &'a LogEntry) -> Self {
        Self {
            group: entry.group,
            at: entry.at,
            actor: &entry.actor,
            os_user: entry.os_user.as_deref(),
            via: entry.via.word(),
            key: entry.key.as_ref().map(crate::domain::key::Key::as_str),
            what: entry.what.word(),
            place: entry.place.as_deref(),
            from: entry.from_stage.as_ref().map(StageId::local).or(entry.from.as_deref()),
            to: entry.to_stage.as_ref().map(StageId::local).or(entry.to.as_deref()),
            reason: entry.reason.as_deref(),
        }
    }
}

fn shown<T: std::fmt::Display, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(value)
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde wants a reference
fn at<S: Serializer>(at: &At, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&format_at(*at))
}

#[allow(clippy::ref_option)] // serde wants a reference
fn at_or_null<S: Serializer>(at: &Option<At>, to: S) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => to.serialize_str(&format_at(*at)),
        None => to.serialize_none(),
    }
}
