//! What lies around an object: the objects linked to it, step by step, as the explorer reads them.

use super::id::{ObjectId, RelationId, StageId, TypeId};
use super::key::Key;
use super::window::Sheet;

/// Links listed at most; the rest is counted.
pub const MOST_LINKS: usize = 200;

/// Steps from an object that are listed at most.
pub const MOST_STEPS: u8 = 3;

/// An object as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectRow {
    pub id: ObjectId,
    pub key: Key,
    pub type_id: TypeId,
    pub title: String,
    pub state: Option<String>,
    pub is_closed: bool,
    /// Its first card, one that is not done before one that is.
    pub stand: Option<Stand>,
}

/// Where an object stands, or stood last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    pub stage: StageId,
    pub is_done: bool,
}

/// An object some steps away from the one in focus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    pub object: ObjectRow,
    /// The steps to it: 1 is linked to the one in focus itself, a larger one to the last before it with one less.
    pub steps: u8,
    /// The relation as it is read from the nearer end.
    pub relation: RelationId,
    pub name: String,
    /// The nearer end is where the relation starts.
    pub is_outgoing: bool,
}

/// The objects around one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Neighbours {
    /// Incoming before outgoing, each by relation and key; behind every one those that are reached through it.
    pub rows: Vec<Neighbour>,
    /// Links to the one in focus and from it, whether listed or not.
    pub n_in: u64,
    pub n_out: u64,
    /// Links that are not listed.
    pub n_rest: u64,
    /// The types of what is linked, in the order of their ids.
    pub types: Vec<TypeId>,
}

/// What is asked for by a walk from object to object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// The objects walked over; the last is in focus.
    pub path: Vec<ObjectId>,
    /// Steps listed from there.
    pub depth: u8,
    /// Only objects of this type.
    pub only: Option<TypeId>,
}

/// What a walk sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walked {
    /// The objects walked over, as they are now; what is gone is missing.
    pub path: Vec<ObjectRow>,
    pub neighbours: Neighbours,
}

/// An object as it is seen in passing.
#[derive(Debug, Clone, PartialEq)]
pub struct Peek {
    /// The object whole, but for its links.
    pub sheet: Sheet,
    /// The first of its links.
    pub neighbours: Neighbours,
}
