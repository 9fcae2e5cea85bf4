//! Shared data objects and their types.

use std::collections::BTreeMap;

use super::At;
use super::change::register;
use super::guard::Guard;
use super::id::{ObjectId, TypeId};
use super::key::Key;
use super::major::{Major, MajorRule};
use super::rule::{Effect, Figure, Lock, Notice};
use super::score::{Factor, Scores};
use super::value::Value;

/// A type of shared data object.
#[derive(Debug, Clone, PartialEq)]
pub struct ObjectType {
    pub id: TypeId,
    pub name: String,
    /// What its keys begin with: `INC`.
    pub prefix: String,
    pub area: String,
    pub purpose: String,
    pub states: Vec<State>,
    pub fields: Vec<Field>,
    pub effects: Vec<Effect>,
    pub notices: Vec<Notice>,
    pub locks: Vec<Lock>,
    pub figures: Vec<Figure>,
    /// What its objects are where something depends on something.
    pub impact: Option<Weight>,
    /// The state of one that was dismissed, or turned out to be there already.
    pub dismissed: Option<String>,
    /// What is done when one is declared major; none of a type that cannot be.
    pub major: Option<MajorRule>,
}

/// What an object is to those who ask what depends on what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// While it is open it troubles what depends on it.
    Disturbs,
    /// It is a promise, at risk when something happens to what it depends on.
    AtRisk,
}

impl Weight {
    /// The word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Disturbs => "disturbs",
            Self::AtRisk => "at-risk",
        }
    }

    /// The weight of a word.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Disturbs, Self::AtRisk].into_iter().find(|weight| weight.word() == word)
    }
}

/// A state and where it may lead.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    pub id: String,
    pub name: String,
    pub next: Vec<String>,
    /// An object in this state is closed.
    pub is_final: bool,
    /// What must hold to enter it.
    pub guard: Option<Guard>,
    /// What is said where that does not hold.
    pub text: Option<String>,
}

/// A field that objects of a type have beside those every object has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub id: String,
    pub name: String,
    pub kind: FieldKind,
    pub choices: Vec<String>,
    pub unit: Option<String>,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    Text,
    Number,
    Money,
    Date,
    Duration,
    Choice,
    Person,
    Flag,
}

impl FieldKind {
    /// Every kind with its word in data and JSON.
    pub const WORDS: &[(Self, &str)] = &[
        (Self::Text, "text"),
        (Self::Number, "number"),
        (Self::Money, "money"),
        (Self::Date, "date"),
        (Self::Duration, "duration"),
        (Self::Choice, "choice"),
        (Self::Person, "person"),
        (Self::Flag, "flag"),
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(kind, _)| *kind == self).map_or("text", |(_, word)| word)
    }

    /// The kind of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, w)| *w == word).map(|(kind, _)| *kind)
    }
}

/// What every object has, as it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    pub id: ObjectId,
    pub key: Key,
    pub type_id: TypeId,
    pub title: String,
    pub body: String,
    pub state: Option<String>,
    pub priority: Option<u8>,
    pub assignee: Option<String>,
    /// Sorted.
    pub labels: Vec<String>,
    pub due_at: Option<At>,
    /// When the need arose, where that was before it was written down.
    pub since: Option<At>,
    pub demand: Option<String>,
    pub scenario: Option<String>,
    /// Its own; without one, that of its assignee counts.
    pub team: Option<String>,
    /// The fields of its type that are set.
    pub fields: BTreeMap<String, Value>,
    pub created_at: At,
    pub created_by: String,
    /// That it is major, or was.
    pub major: Option<Box<Major>>,
    pub archived: bool,
    /// Undone creations stay as deleted objects.
    pub deleted: bool,
    /// What it brings and what it takes.
    pub scores: Scores,
    /// Keys it had before, still found.
    pub aliases: Vec<Key>,
}

impl Object {
    /// One of which nothing is known yet.
    pub fn blank(id: ObjectId, key: Key, created_at: At) -> Self {
        Self {
            id,
            key,
            type_id: TypeId::new(""),
            title: String::new(),
            body: String::new(),
            state: None,
            priority: None,
            assignee: None,
            labels: Vec::new(),
            due_at: None,
            since: None,
            demand: None,
            scenario: None,
            team: None,
            fields: BTreeMap::new(),
            created_at,
            created_by: String::new(),
            major: None,
            archived: false,
            deleted: false,
            scores: Scores::default(),
            aliases: Vec::new(),
        }
    }

    /// Whether it is major now.
    pub fn is_major(&self) -> bool {
        !self.deleted && self.major.as_ref().is_some_and(|major| major.is_on())
    }

    /// What it is once these registers are written.
    pub fn put(&mut self, registers: &BTreeMap<String, Value>) {
        for (name, value) in registers {
            self.write(name, value);
        }
    }

    /// Writes one register; its key and keys it had before are for those to settle who know all keys, and what nobody
    /// knows is passed over.
    pub fn write(&mut self, register: &str, value: &Value) {
        let text = || value.as_str().map(str::to_owned);
        match register {
            register::TYPE => self.type_id = TypeId(text().unwrap_or_default()),
            register::TITLE => self.title = text().unwrap_or_default(),
            register::BODY => self.body = text().unwrap_or_default(),
            register::STATE => self.state = text(),
            register::PRIORITY => self.priority = value.as_int().and_then(|p| u8::try_from(p).ok()),
            register::ASSIGNEE => self.assignee = text(),
            register::DUE_AT => self.due_at = value.as_at(),
            register::SINCE => self.since = value.as_at(),
            register::DEMAND => self.demand = text(),
            register::SCENARIO => self.scenario = text(),
            register::TEAM => self.team = text(),
            register::ARCHIVED => self.archived = value.as_bool() == Some(true),
            register::MAJOR => self.major = Major::from_value(value).map(Box::new),
            register::DELETED => self.deleted = value.as_bool() == Some(true),
            register::CREATED_AT => self.created_at = value.as_at().unwrap_or(self.created_at),
            register::CREATED_BY => self.created_by = text().unwrap_or_default(),
            _ => self.write_named(register, value),
        }
    }

    /// Registers whose name says what they are for.
    fn write_named(&mut self, name: &str, value: &Value) {
        if let Some(label) = name.strip_prefix(register::LABEL) {
            self.set_label(label, value.as_bool() == Some(true));
        } else if let Some(factor) = name.strip_prefix(register::SCORE).and_then(Factor::of) {
            self.scores.set(factor, value.as_int().and_then(|points| u8::try_from(points).ok()));
        } else if let Some(field) = name.strip_prefix(register::FIELD) {
            if value.is_null() {
                self.fields.remove(field);
            } else {
                self.fields.insert(field.to_owned(), value.clone());
            }
        }
    }

    fn set_label(&mut self, label: &str, on: bool) {
        match self.labels.binary_search_by(|has| has.as_str().cmp(label)) {
            Ok(idx) if !on => drop(self.labels.remove(idx)),
            Err(idx) if on => self.labels.insert(idx, label.to_owned()),
            _ => {}
        }
    }
}

/// The priorities: 1 is the most urgent; none sorts last.
pub const PRIORITIES: std::ops::RangeInclusive<u8> = 1..=4;
