//! A card that turned out to be two.

use super::{Author, Decided, Facts, NewObject, Stand, new};
use crate::domain::id::{CardId, RelationId};

/// The second half is of the same type, as urgent, of the same people, and stands where the first stands; it is a
/// child of it, so that a trace tells where it came from.
pub(super) fn split<F: Facts>(facts: &F, id: CardId, title: &str, author: &Author) -> Decided<F> {
    let (card, object) = super::live_card(facts, id)?;
    let stage = card.place.stage().clone();
    let half = NewObject {
        type_id: Some(object.type_id.clone()),
        title: title.to_owned(),
        priority: object.priority,
        assignee: object.assignee.clone(),
        labels: object.labels.clone(),
        links: vec![(RelationId::new(CHILD_OF), object.id)],
        stand: Some(Stand::in_stage(stage.stream(), Some(stage))),
        ..NewObject::default()
    };
    new::ask(facts, &half, author)
}

/// The relation of the catalogue that fits any two types.
const CHILD_OF: &str = "child-of";
