//! Links: typed relations between two objects, readable from both ends.

use super::id::{EntityId, ObjectId, RelationId, TypeId, named_entity};

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
