//! Which objects a list is to hold: by filter, type, state and the values of fields.

use super::show::shown;
use crate::cli::args::ObjectList;
use crate::cli::exit::Answer;
use crate::cli::names::{Named, pick};
use crate::cli::session::Session;
use crate::cli::values::{pair, unless_none};
use crate::domain::filter::{Filter, fold};
use crate::domain::id::TypeId;
use crate::domain::object::{Field, Object, ObjectType, State};
use crate::domain::value::Value;

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
    /// Ids of fields with their value; nothing: not set.
    fields: Vec<(String, Option<String>)>,
}

impl Wanted {
    /// What was typed; it names types, states and fields that there are.
    pub fn of(args: &ObjectList, session: &Session) -> Answer<Self> {
        let types = session.reader()?.types()?;
        let kind = args.type_name.as_deref().map(|word| session.object_type(word)).transpose()?;
        let of: Vec<&ObjectType> = kind.as_ref().map_or_else(|| types.iter().collect(), |kind| vec![kind]);
        let (fields, words): (Vec<&String>, Vec<&String>) = args.filter.iter().partition(|word| is_field(word, &of));
        let words: Vec<String> = words.into_iter().cloned().collect();
        let fields = fields.into_iter().chain(&args.fields).map(|text| field(text, &of));
        Ok(Self {
            filter: session.filter(&words)?,
            state: args.state.as_deref().map(|word| state(word, &of)).transpose()?,
            fields: fields.collect::<Answer<_>>()?,
            type_id: kind.map(|kind| kind.id),
        })
    }

    /// Whether the store alone finds them.
    pub fn is_plain(&self) -> bool {
        self.state.is_none() && self.fields.is_empty()
    }

    /// Whether an object that the store found is one of them.
    pub fn fits(&self, object: &Object) -> bool {
        let is_state = self.state.as_ref().is_none_or(|state| object.state.as_ref() == Some(state));
        is_state && self.fields.iter().all(|(id, value)| has(object.fields.get(id), value.as_deref()))
    }
}

/// A value, or the beginning of a date.
fn has(there: Option<&Value>, wanted: Option<&str>) -> bool {
    let there = there.filter(|value| !value.is_null());
    match (there, wanted) {
        (None, None) => true,
        (Some(value), Some(wanted)) if value.as_at().is_some() => shown(value).starts_with(wanted),
        (Some(value), Some(wanted)) => fold(&shown(value)) == fold(wanted),
        _ => false,
    }
}

/// `budget=100`, where there is such a field.
fn is_field(word: &str, types: &[&ObjectType]) -> bool {
    let name = word.split_once('=').map(|(name, _)| name.trim());
    name.is_some_and(|name| types.iter().flat_map(|kind| &kind.fields).any(|f| f.names().contains(&name)))
}

fn field(text: &str, types: &[&ObjectType]) -> Answer<(String, Option<String>)> {
    let (name, value) = pair(text, "field", "name=value")?;
    let mut fields: Vec<Field> = types.iter().flat_map(|kind| kind.fields.clone()).collect();
    fields.sort_by(|a, b| a.id.cmp(&b.id));
    fields.dedup_by(|a, b| a.id == b.id);
    let value = unless_none(value).filter(|value| !value.is_empty());
    Ok((pick("field", name, &fields)?.id.clone(), value.map(str::to_owned)))
}

fn state(word: &str, types: &[&ObjectType]) -> Answer<String> {
    let mut states: Vec<State> = types.iter().flat_map(|kind| kind.states.clone()).collect();
    states.sort_by(|a, b| a.id.cmp(&b.id));
    states.dedup_by(|a, b| a.id == b.id);
    Ok(pick("state", word, &states)?.id.clone())
}
