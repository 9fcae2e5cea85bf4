//! Looking back: what an entity held at an instant, told by its history, and what changed between two instants.
//!
//! What was undone by now did not happen, as with visits: a group counts while it is in force, from the instant it
//! happened. What an undo left behind, since somebody had written it later, counts all the same. With what created an
//! entity it is otherwise: it counts whatever the instant, since an import may say that a card stood somewhere long
//! before it was written down; whether it was there at all is for its visits to say.

mod net;
mod then;

use std::collections::BTreeMap;

use super::At;
use super::change::register;
use super::id::GroupId;
use super::value::Value;

pub use net::{Changed, Net, NetKind, ends, net, title};
pub use then::{SheetThen, fits};

/// One op of an entity, as its history tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    pub group: GroupId,
    /// When it happened.
    pub at: At,
    /// The group its group takes back.
    pub undoes: Option<GroupId>,
    /// The group that took its group back.
    pub undone_by: Option<GroupId>,
    pub creates: bool,
    pub fields: BTreeMap<String, Value>,
}

/// The registers of an entity as they were at an instant, of its ops in the order of their stamps.
pub fn registers(ops: &[Written], at: At) -> BTreeMap<String, Value> {
    let birth = ops.iter().find(|op| op.creates).map(|op| op.group);
    let mut registers = BTreeMap::new();
    for op in ops.iter().filter(|op| op.at <= at || birth == Some(op.group)) {
        registers.extend(in_force(ops, op).map(|(name, value)| (name.clone(), value.clone())));
    }
    registers
}

/// When an object was archived, of its ops: from, and until, if it came back.
pub fn away(ops: &[Written]) -> Vec<(At, Option<At>)> {
    let mut spans: Vec<(At, Option<At>)> = Vec::new();
    for op in ops {
        let wrote = in_force(ops, op).find(|(name, _)| *name == register::ARCHIVED);
        let Some(is_away) = wrote.map(|(_, value)| value.as_bool() == Some(true)) else {
            continue;
        };
        match spans.last_mut() {
            Some((from, until @ None)) if !is_away => *until = Some(op.at.max(*from)),
            Some((_, None)) => {}
            _ if is_away => spans.push((op.at, None)),
            _ => {}
        }
    }
    spans.retain(|(from, until)| *until != Some(*from));
    spans
}

/// What of an op is in force. Of a group taken back that is what the undo did not write, since it came too late.
fn in_force<'a>(ops: &'a [Written], op: &'a Written) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let undo = move |other: &&Written| op.undone_by == Some(other.group);
    let taken_back = move |name: &String| {
        let whole = |fields: &BTreeMap<String, Value>| {
            op.creates && (fields.contains_key(register::DELETED) || fields.contains_key(register::ON))
        };
        ops.iter().filter(undo).any(|by| by.fields.contains_key(name) || whole(&by.fields))
    };
    op.fields.iter().filter(move |(name, _)| op.undoes.is_none() && !taken_back(name))
}

#[cfg(test)]
mod tests;
