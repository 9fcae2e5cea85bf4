//! Types of objects.

use serde::Serialize;

use crate::domain::id::TypeId;
use crate::domain::link::Relation;
use crate::domain::object::{Field, ObjectType, State};

/// A type with its states, fields and relations.
#[derive(Debug, Serialize)]
pub struct TypeDoc<'a> {
    id: &'a str,
    name: &'a str,
    prefix: &'a str,
    area: &'a str,
    purpose: &'a str,
    states: Vec<StateDoc<'a>>,
    fields: Vec<FieldDoc<'a>>,
    relations: Vec<RelationDoc<'a>>,
}

#[derive(Debug, Serialize)]
struct StateDoc<'a> {
    id: &'a str,
    name: &'a str,
    next: &'a [String],
    r#final: bool,
    /// What must hold to enter it.
    guard: Option<String>,
}

#[derive(Debug, Serialize)]
struct FieldDoc<'a> {
    id: &'a str,
    name: &'a str,
    kind: &'static str,
    choices: &'a [String],
    unit: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct RelationDoc<'a> {
    id: &'a str,
    inverse: &'a str,
    name: &'a str,
    /// Nothing: to objects of any type.
    to: Option<&'a str>,
    cardinality: String,
    /// Whether nothing comes round to itself along it.
    acyclic: bool,
}

impl<'a> TypeDoc<'a> {
    /// The document of a type; of `relations` it takes those that can begin at it, from either end.
    pub fn of(kind: &'a ObjectType, relations: &'a [Relation]) -> Self {
        Self {
            id: kind.id.as_str(),
            name: &kind.name,
            prefix: &kind.prefix,
            area: &kind.area,
            purpose: &kind.purpose,
            states: kind.states.iter().map(StateDoc::of).collect(),
            fields: kind.fields.iter().map(FieldDoc::of).collect(),
            relations: relations.iter().flat_map(|r| RelationDoc::at(&kind.id, r)).collect(),
        }
    }
}

impl<'a> StateDoc<'a> {
    fn of(state: &'a State) -> Self {
        Self {
            id: &state.id,
            name: &state.name,
            next: &state.next,
            r#final: state.is_final,
            guard: state.guard.as_ref().map(ToString::to_string),
        }
    }
}

impl<'a> FieldDoc<'a> {
    fn of(field: &'a Field) -> Self {
        Self {
            id: &field.id,
            name: &field.name,
            kind: field.kind.word(),
            choices: &field.choices,
            unit: field.unit.as_deref(),
        }
    }
}

impl<'a> RelationDoc<'a> {
    /// The relation as read from an object of this type, if it can be: from its start, from its end, or both.
    fn at(kind: &TypeId, relation: &'a Relation) -> impl Iterator<Item = Self> {
        let fits = |end: &Option<TypeId>| end.as_ref().is_none_or(|t| t == kind);
        let forward = fits(&relation.from).then(|| Self {
            id: relation.id.as_str(),
            inverse: relation.inverse.as_str(),
            name: &relation.name,
            to: relation.to.as_ref().map(TypeId::as_str),
            cardinality: relation.cardinality.clone(),
            acyclic: relation.is_acyclic,
        });
        let backward = (fits(&relation.to) && relation.id != relation.inverse).then(|| Self {
            id: relation.inverse.as_str(),
            inverse: relation.id.as_str(),
            name: &relation.inverse_name,
            to: relation.from.as_ref().map(TypeId::as_str),
            cardinality: turned(&relation.cardinality),
            acyclic: relation.is_acyclic,
        });
        forward.into_iter().chain(backward)
    }
}

/// `1:n` read from the other end is `n:1`.
fn turned(cardinality: &str) -> String {
    cardinality.split_once(':').map_or_else(|| cardinality.to_owned(), |(from, to)| format!("{to}:{from}"))
}
