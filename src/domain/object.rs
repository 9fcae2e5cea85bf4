//! Shared data objects and their types.

use std::collections::BTreeMap;

use super::At;
use super::change::register;
use super::guard::Guard;
use super::id::{ObjectId, TypeId};
use super::key::Key;
use super::rule::{Effect, Figure, Lock, Notice};
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
    /// The fields of its type that are set.
    pub fields: BTreeMap<String, Value>,
    pub created_at: At,
    pub created_by: String,
    pub archived: bool,
    /// Undone creations stay as deleted objects.
    pub deleted: bool,
    /// Keys it had before, still found.
    pub aliases: Vec<Key>,
}

impl Object {
    /// What it is once these registers are written: what rules look at that ask of a change to come.
    pub fn put(&mut self, registers: &BTreeMap<String, Value>) {
        for (name, value) in registers {
            self.put_one(name, value);
        }
    }

    fn put_one(&mut self, name: &str, value: &Value) {
        let text = || value.as_str().map(str::to_owned);
        match name {
            register::TITLE => self.title = text().unwrap_or_default(),
            register::BODY => self.body = text().unwrap_or_default(),
            register::STATE => self.state = text(),
            register::PRIORITY => self.priority = value.as_int().and_then(|p| u8::try_from(p).ok()),
            register::ASSIGNEE => self.assignee = text(),
            register::DUE_AT => self.due_at = value.as_at(),
            register::SINCE => self.since = value.as_at(),
            register::DEMAND => self.demand = text(),
            _ => self.put_named(name, value),
        }
    }

    fn put_named(&mut self, name: &str, value: &Value) {
        if let Some(label) = name.strip_prefix(register::LABEL) {
            self.labels.retain(|has| has != label);
            self.labels.extend((value.as_bool() == Some(true)).then(|| label.to_owned()));
            self.labels.sort();
        } else if let Some(field) = name.strip_prefix(register::FIELD) {
            self.fields.remove(field);
            self.fields.extend((!value.is_null()).then(|| (field.to_owned(), value.clone())));
        }
    }
}

/// The priorities: 1 is the most urgent; none sorts last.
pub const PRIORITIES: std::ops::RangeInclusive<u8> = 1..=4;
