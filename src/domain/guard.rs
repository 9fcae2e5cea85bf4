//! Guards: conditions that a machine can check, as data, from a small closed set of kinds.
//!
//! A guard is asked of an object (and, for approvals, of a card) and answered with a [`Verdict`]: at which times it
//! holds, what makes it hold, and what is missing. `judge` asks only [`Graph`], so rules, gates and tests share it.

mod judge;
mod words;
mod written;

use super::At;
use super::id::{CardId, ObjectId, RelationId, TypeId};
use super::key::Key;
use super::object::Object;
use super::value::Value;
use super::when::When;

pub use judge::{field_of, judge, within};
pub use words::shown;
pub use written::paths;

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Guard {
    /// A field is set (to one of these, where some are named).
    Field {
        field: String,
        one_of: Vec<String>,
    },
    /// So many objects can be reached.
    Linked {
        reach: Reach,
        at_least: u32,
        at_most: Option<u32>,
    },
    /// None of the objects that can be reached is open (or, where states are named, in one of them).
    NoneOpen {
        reach: Reach,
    },
    /// Somebody with the role approved in this visit.
    Approval {
        role: String,
        stands_for: Option<String>,
    },
    /// Now lies between two date fields.
    Window {
        from: String,
        until: String,
    },
    /// The date of a field has come.
    Reached {
        field: String,
    },
    /// The date of a field has not come yet, or the flag is not set.
    Before {
        field: String,
    },
    /// The object is of one of these types, in one of these states; none named: any.
    Is {
        types: Vec<TypeId>,
        states: Vec<String>,
    },
    All(Vec<Guard>),
    Any(Vec<Guard>),
}

/// Which objects are meant, seen from one of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reach {
    /// Their type; any when not named.
    pub type_id: Option<TypeId>,
    /// Relations to follow, read from this end; `*` is any. No path: one step along any.
    pub paths: Vec<Vec<RelationId>>,
    /// States they are to be in; none named: any.
    pub states: Vec<String>,
    /// What else is asked of them.
    pub whose: Option<Box<Guard>>,
}

/// An object found by following links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    pub id: ObjectId,
    pub key: Key,
    pub type_id: TypeId,
    pub title: String,
    pub state: Option<String>,
    pub is_closed: bool,
}

/// What somebody said for a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    pub role: String,
    pub is_rejected: bool,
    pub by: String,
    pub at: At,
    pub comment: Option<String>,
    /// The visit it was given in; it counts for that one.
    pub visit: i64,
}

impl Approval {
    /// The register's value.
    pub fn to_value(&self) -> Value {
        Value::map([
            ("rejected", if self.is_rejected { true.into() } else { Value::Null }),
            ("by", self.by.as_str().into()),
            ("at", self.at.into()),
            ("comment", Value::text_or_null(self.comment.as_deref())),
            ("visit", self.visit.into()),
        ])
    }

    /// Reads the register's value; `None` when it was taken back.
    pub fn from_value(role: &str, value: &Value) -> Option<Self> {
        Some(Self {
            role: role.to_owned(),
            is_rejected: value.get("rejected").as_bool() == Some(true),
            by: value.get("by").as_str()?.to_owned(),
            at: value.get("at").as_at()?,
            comment: value.get("comment").as_str().map(str::to_owned),
            visit: value.get("visit").as_int()?,
        })
    }
}

/// How a guard stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Verdict {
    /// When it holds.
    pub when: When,
    /// What makes it hold: keys, names, values.
    pub by: Vec<String>,
    /// What it wants, one line; said where it does not hold.
    pub missing: String,
}

/// The object and the card a guard is asked of.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub object: &'a Object,
    /// Approvals belong to a visit of a card; without one nobody approved.
    pub card: Option<(CardId, i64)>,
}

/// What guards look at: answered by a database, and by plain values in tests.
pub trait Graph {
    type Error;

    /// An object; nothing when there is none, or it was taken back.
    fn object(&self, id: ObjectId) -> Result<Option<Object>, Self::Error>;
    /// The objects that can be reached, each once, by key; states and conditions of the reach are not asked here.
    fn reached(&self, from: ObjectId, reach: &Reach) -> Result<Vec<Linked>, Self::Error>;
    /// What was said on a card, whatever the visit.
    fn approvals(&self, card: CardId) -> Result<Vec<Approval>, Self::Error>;
    /// The name of a role.
    fn role_name(&self, role: &str) -> Result<String, Self::Error>;
    /// The name of a type.
    fn type_name(&self, id: &TypeId) -> Result<String, Self::Error>;
    /// The name of a field of a type, as people read it.
    fn field_name(&self, id: &TypeId, field: &str) -> Result<String, Self::Error>;
}

impl Guard {
    /// Every guard in it, itself first.
    pub fn walk<'a>(&'a self, each: &mut dyn FnMut(&'a Self)) {
        each(self);
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.walk(each)),
            Self::Linked { reach, .. } | Self::NoneOpen { reach } => {
                reach.whose.iter().for_each(|whose| whose.walk(each));
            }
            _ => {}
        }
    }

    /// The roles whose approval it asks for, with what they stand for.
    pub fn roles(&self) -> Vec<(&str, Option<&str>)> {
        let mut roles = Vec::new();
        self.walk(&mut |guard| {
            if let Self::Approval { role, stands_for } = guard {
                roles.push((role.as_str(), stands_for.as_deref()));
            }
        });
        roles
    }

    /// Whether the approvals it asks for are given, whatever else it asks: what no force passes.
    pub fn is_approved(&self, is_given: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Self::Approval { role, .. } => is_given(role),
            Self::All(parts) => parts.iter().all(|part| part.is_approved(is_given)),
            Self::Any(parts) => parts.iter().any(|part| part.is_approved(is_given)),
            _ => true,
        }
    }
}
