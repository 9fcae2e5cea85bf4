//! Guards in short: for scripts, one word a part; for people, names.

use std::fmt;

use super::{Graph, Guard, Linked, Reach};
use crate::domain::value::Value;

/// `link:product-release:accepted`: what scripts and hooks match on.
impl fmt::Display for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field { field, one_of } => tagged(f, "field", std::slice::from_ref(field), one_of),
            Self::Linked { reach, .. } => tagged(f, "link", &[kind(reach)], &reach.states),
            Self::NoneOpen { reach } => tagged(f, "none-open", &[kind(reach)], &reach.states),
            Self::Approval { role, .. } => write!(f, "approval:{role}"),
            Self::Window { from, until } => write!(f, "window:{from}:{until}"),
            Self::Reached { field } => write!(f, "reached:{field}"),
            Self::Before { field } => write!(f, "before:{field}"),
            Self::Is { types, states } => {
                let types: Vec<String> = types.iter().map(ToString::to_string).collect();
                tagged(f, "is", &[types.join("|")], states)
            }
            Self::All(parts) => joined(f, parts, "+"),
            Self::Any(parts) => joined(f, parts, "|"),
        }
    }
}

fn kind(reach: &Reach) -> String {
    reach.type_id.as_ref().map_or_else(|| "*".to_owned(), ToString::to_string)
}

fn tagged(f: &mut fmt::Formatter<'_>, tag: &str, parts: &[String], more: &[String]) -> fmt::Result {
    write!(f, "{tag}")?;
    parts.iter().filter(|part| !part.is_empty()).try_for_each(|part| write!(f, ":{part}"))?;
    if more.is_empty() { Ok(()) } else { write!(f, ":{}", more.join("|")) }
}

fn joined(f: &mut fmt::Formatter<'_>, parts: &[Guard], with: &str) -> fmt::Result {
    for (idx, part) in parts.iter().enumerate() {
        let join = if idx == 0 { "" } else { with };
        write!(f, "{join}{part}")?;
    }
    Ok(())
}

/// A type with the states wanted of it: `Product Release (accepted, published)`.
pub(super) fn reach<G: Graph>(graph: &G, reach: &Reach) -> Result<String, G::Error> {
    let name = match &reach.type_id {
        Some(id) => graph.type_name(id)?,
        None => "object".to_owned(),
    };
    let states = &reach.states;
    Ok(if states.is_empty() { name } else { format!("{name} that is {}", states.join(" or ")) })
}

/// An object with its state: `REL-4 accepted`.
pub(super) fn linked(found: &Linked) -> String {
    let state = found.state.as_deref().map_or(String::new(), |state| format!(" {state}"));
    format!("{}{state}", found.key)
}

/// A value as people read it.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Null | Value::Map(_) => String::new(),
        Value::Bool(b) => if *b { "yes" } else { "no" }.to_owned(),
        Value::Int(n) => n.to_string(),
        Value::Real(n) => n.to_string(),
        Value::Text(text) => text.clone(),
        Value::List(list) => list.iter().map(shown).collect::<Vec<_>>().join(", "),
    }
}
