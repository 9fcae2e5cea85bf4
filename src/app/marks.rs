//! Marked cards, and what a verb is aimed at.

use std::collections::BTreeMap;

use crate::domain::id::{CardId, ObjectId};

/// The marked cards and the objects they stand for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks(BTreeMap<CardId, ObjectId>);

impl Marks {
    pub fn contains(&self, card: &CardId) -> bool {
        self.0.contains_key(card)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Marks a card; `false` when it was marked already.
    pub fn insert(&mut self, card: CardId, object: ObjectId) -> bool {
        self.0.insert(card, object).is_none()
    }

    /// Takes a mark off; `false` when there was none.
    pub fn remove(&mut self, card: &CardId) -> bool {
        self.0.remove(card).is_some()
    }

    pub fn iter(&self) -> impl Iterator<Item = (CardId, ObjectId)> + '_ {
        self.0.iter().map(|(card, object)| (*card, *object))
    }
}

/// What a verb is aimed at, fixed when it was begun: what moves meanwhile is not hit by mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aim {
    pub card: Option<CardId>,
    pub object: ObjectId,
}
