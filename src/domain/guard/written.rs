//! Guards as registers and the catalogue keep them: the keys of the files people write.

use super::{Guard, Reach};
use crate::domain::id::RelationId;
use crate::domain::value::Value;

impl Guard {
    /// The register's value.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Field { field, one_of } => {
                Value::map([("field", field.as_str().into()), ("one_of", Value::list_or_null(one_of))])
            }
            Self::Linked { reach, at_least, at_most } => Value::joined([
                Value::map([("linked", reach.type_word().into())]),
                reach.to_value(),
                Value::map([
                    ("at_least", if *at_least == 1 { Value::Null } else { i64::from(*at_least).into() }),
                    ("at_most", at_most.map_or(Value::Null, |most| i64::from(most).into())),
                ]),
            ]),
            Self::NoneOpen { reach } => {
                Value::joined([Value::map([("none_open", reach.type_word().into())]), reach.to_value()])
            }
            Self::Approval { role, stands_for } => {
                Value::map([("approval", role.as_str().into()), ("as", Value::text_or_null(stands_for.as_deref()))])
            }
            Self::Window { from, until } => {
                Value::map([("window", Value::List(vec![from.as_str().into(), until.as_str().into()]))])
            }
            Self::Reached { field } => Value::map([("reached", field.as_str().into())]),
            Self::Before { field } => Value::map([("before", field.as_str().into())]),
            Self::Is { types, states } => {
                Value::map([("types", Value::list_or_null(types)), ("states", Value::list_or_null(states))])
            }
            Self::All(parts) => Value::map([("all", Value::List(parts.iter().map(Self::to_value).collect()))]),
            Self::Any(parts) => Value::map([("any", Value::List(parts.iter().map(Self::to_value).collect()))]),
        }
    }
}

impl Reach {
    /// Its type's id, `*` for any.
    pub fn type_word(&self) -> &str {
        self.type_id.as_ref().map_or("*", |id| id.as_str())
    }

    /// What it says beside its type.
    pub fn to_value(&self) -> Value {
        Value::map([
            ("paths", paths(&self.paths)),
            ("states", Value::list_or_null(&self.states)),
            ("where", self.whose.as_ref().map_or(Value::Null, |whose| whose.to_value())),
        ])
    }
}

/// Paths, each a list of relations.
pub fn paths(paths: &[Vec<RelationId>]) -> Value {
    if paths.is_empty() { Value::Null } else { Value::List(paths.iter().map(Value::list_or_null).collect()) }
}
