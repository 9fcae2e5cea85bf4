//! Which objects a list is to hold: by filter, type, state and the values of fields.

use crate::cli::args::ObjectList;
use crate::cli::exit::Answer;
use crate::cli::names::{Named, pick};
use crate::cli::session::Session;
use crate::cli::values::{pair, unless_none};
use crate::domain::filter::{Cond, Filter, Term};
use crate::domain::id::TypeId;
use crate::domain::object::{Field, Object, ObjectType, State};

impl Named for State {
    fn names(&self) -> Vec<&str> {
        vec![&self.id, &self.name]
    }
}

/// What is wanted.
pub struct Wanted {
    pub filter: Filter,
    pub type_id: Option<TypeId>,
    state: Option<String>,
}

impl Wanted {
    /// What was typed; it names types, states and fields that there are.
    pub fn of(args: &ObjectList, session: &Session) -> Answer<Self> {
        let types = session.reader()?.types()?;
        let kind = args.type_name.as_deref().map(|word| session.object_type(word)).transpose()?;
        let of: Vec<&ObjectType> = kind.as_ref().map_or_else(|| types.iter().collect(), |kind| vec![kind]);
        let (fields, words): (Vec<&String>, Vec<&String>) = args.filter.iter().partition(|word| is_field(word, &of));
        let words: Vec<String> = words.into_iter().cloned().collect();
        let mut filter = session.filter(&words)?;
        for text in fields.into_iter().chain(&args.fields) {
            filter.terms.push(term(text, &of)?);
        }
        Ok(Self {
            filter,
            state: args.state.as_deref().map(|word| state(word, &of)).transpose()?,
            type_id: kind.map(|kind| kind.id),
        })
    }

    /// Whether the store alone finds them.
    pub fn is_plain(&self) -> bool {
        self.state.is_none()
    }

    /// Whether an object that the store found is one of them.
    pub fn fits(&self, object: &Object) -> bool {
        self.state.as_ref().is_none_or(|state| object.state.as_ref() == Some(state))
    }
}

/// `budget=100`, where there is such a field.
fn is_field(word: &str, types: &[&ObjectType]) -> bool {
    let name = word.split_once('=').map(|(name, _)| name.trim());
    name.is_some_and(|name| types.iter().flat_map(|kind| &kind.fields).any(|f| f.names().contains(&name)))
}

/// A field with its value; `none`: not set.
fn term(text: &str, types: &[&ObjectType]) -> Answer<Term> {
    let (name, value) = pair(text, "field", "name=value")?;
    let mut fields: Vec<Field> = types.iter().flat_map(|kind| kind.fields.clone()).collect();
    fields.sort_by(|a, b| a.id.cmp(&b.id));
    fields.dedup_by(|a, b| a.id == b.id);
    let value = unless_none(value).filter(|value| !value.is_empty());
    let field = pick("field", name, &fields)?.id.clone();
    Ok(Term { negated: value.is_none(), any: vec![Cond::Field(field, value.map(str::to_owned))] })
}

fn state(word: &str, types: &[&ObjectType]) -> Answer<String> {
    let mut states: Vec<State> = types.iter().flat_map(|kind| kind.states.clone()).collect();
    states.sort_by(|a, b| a.id.cmp(&b.id));
    states.dedup_by(|a, b| a.id == b.id);
    Ok(pick("state", word, &states)?.id.clone())
}
