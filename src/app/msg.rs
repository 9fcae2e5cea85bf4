//! What can happen.

use std::collections::BTreeMap;

use super::effect::EditFor;
use super::key::Input;
use crate::domain::At;
use crate::domain::around::{Peek, Walked};
use crate::domain::id::{CardId, GroupId, ObjectId, StageId};
use crate::domain::intent::Refusal;
use crate::domain::key::Key;
use crate::domain::lane::LaneLine;
use crate::domain::link::Relation;
use crate::domain::object::ObjectType;
use crate::domain::person::{Person, Wip};
use crate::domain::saved::Saved;
use crate::domain::stream::{Edge, Role, Scenario, Stage};
use crate::domain::trace::{Impact, Trace, WaitingRow};
use crate::domain::window::{Found, Hit, LogEntry, Sheet, StreamLine, Window};
use crate::metrics::across::Across;
use crate::metrics::charts::Charts;
use crate::metrics::forecast::Forecast;

/// News.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    Input(Input),
    /// The minute turned, or something timed is due.
    Tick(At),
    Answer {
        ask: u64,
        answer: Answer,
    },
    Committed(Committed),
    /// A rule refused, in the words of `refusal`; nothing was changed.
    Refused {
        refusal: Refusal,
        wish: super::effect::Wish,
    },
    Undone(Undone),
    /// An undo was refused, or asks first.
    UndoRefused {
        text: String,
        asks: bool,
        /// What nobody changed later could still be taken back.
        has_rest: bool,
        wish: super::effect::UndoWish,
    },
    /// Something outside failed: the sentence to show. What was being typed is kept.
    Failed {
        text: String,
        is_write: bool,
    },
    /// Others wrote: the journal's new entries.
    Changed(Vec<LogEntry>),
    Copied {
        text: String,
    },
    Edited {
        then: EditFor,
        text: Option<String>,
    },
    /// The program came back from suspension or from the editor.
    Resumed,
}

/// What a query found.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    Overview(Vec<StreamLine>),
    Window(Window),
    Lanes(Vec<LaneLine>),
    Found(Found),
    Located(Option<(CardId, StageId)>),
    Sheet(Option<Box<Sheet>>),
    /// An object and the last that happened to it.
    Glance(Option<Box<(Sheet, Vec<LogEntry>)>>),
    Log(Vec<LogEntry>),
    Stage(Option<Box<Stage>>),
    Hits(Vec<Hit>),
    Words(Box<Words>),
    Ids(Vec<(CardId, ObjectId)>),
    Approvals(Vec<WaitingRow>),
    Wip(BTreeMap<String, Wip>),
    Walked(Box<Walked>),
    Peek(Option<Box<Peek>>),
    Trace(Box<Trace>),
    Impact(Box<Impact>),
    Charts(Option<Box<Charts>>),
    Forecast(Box<Forecast>),
    Across(Box<Across>),
}

/// Words to complete what is typed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Words {
    pub people: Vec<String>,
    pub labels: Vec<String>,
    pub types: Vec<ObjectType>,
    pub relations: Vec<Relation>,
    pub scenarios: Vec<Scenario>,
    /// The hand-offs of all streams.
    pub edges: Vec<Edge>,
    pub roles: Vec<Role>,
    /// Who holds which of them.
    pub team: Vec<Person>,
    /// Teams of people and objects.
    pub teams: Vec<String>,
    /// Filters the team keeps.
    pub saved: Vec<Saved>,
}

/// A wish that came true.
#[derive(Debug, Clone, PartialEq)]
pub struct Committed {
    pub group: GroupId,
    /// The journal's position behind it.
    pub seq: i64,
    pub what: String,
    pub done: Vec<Did>,
    /// Those that stay, each with why.
    pub stay: Vec<Refusal>,
}

/// What one intent came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Did {
    pub key: Option<Key>,
    pub object: Option<ObjectId>,
    pub card: Option<CardId>,
    /// The stage it came to, by name; `done` off the board.
    pub arrived: Option<String>,
    /// What a warning gate let pass.
    pub left_open: Vec<String>,
}

/// An undo or redo that was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Undone {
    pub redo: bool,
    /// What was taken back, in words: `INC-142 moved to Diagnose`.
    pub text: String,
    /// The card it concerned, for the cursor.
    pub card: Option<CardId>,
    pub stage: Option<StageId>,
}
