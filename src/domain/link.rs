//! Links: typed relations between two objects, readable from both ends.

use super::id::{EntityId, ObjectId, RelationId, TypeId, named_entity};

/// The relation by which an open object holds up another.
pub const BLOCKS: &str = "blocks";

/// A relation of the catalogue, between two types or (with no types) between any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    pub id: RelationId,
    /// Its id read from the other end; equal to `id` where both ends read alike.
    pub inverse: RelationId,
    pub name: String,
    pub inverse_name: String,
    pub from: Option<TypeId>,
    pub to: Option<TypeId>,
    /// `1:1`, `1:n`, `n:1` or `n:m`, read from `from` to `to`.
    pub cardinality: String,
    pub flow: Flow,
    /// No object may come round to itself along it.
    pub is_acyclic: bool,
    /// The end that feels it when something happens to the other, where flow does not say so.
    pub depends: Option<End>,
}

/// An end of a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    From,
    To,
}

/// Which end came of the other: what a trace follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Flow {
    /// `to` came of `from`.
    Down,
    /// `from` came of `to`.
    Up,
    /// Neither.
    #[default]
    Side,
}

impl Relation {
    /// The end that feels it when something happens to the other: as said, else the one that came of the other.
    pub fn dependent(&self) -> Option<End> {
        self.depends.or(match self.flow {
            Flow::Down => Some(End::To),
            Flow::Up => Some(End::From),
            Flow::Side => None,
        })
    }

    /// How many an object may be linked to from its end; `None`: as many as there are.
    pub fn limit(&self, from_end: bool) -> Option<u32> {
        let (of_from, of_to) = self.cardinality.split_once(':').unwrap_or(("n", "m"));
        let other = if from_end { of_to } else { of_from };
        (other == "1").then_some(1)
    }
}

/// A link, always written in the relation's own direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub from: ObjectId,
    pub relation: RelationId,
    pub to: ObjectId,
}

impl Link {
    /// The journal's entity of this link: the same on every replica.
    pub fn entity(&self) -> EntityId {
        named_entity("link", &format!("{}/{}/{}", self.from, self.relation, self.to))
    }
}
