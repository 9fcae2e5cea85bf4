//! Links between objects.

use super::{Decided, Decision, Facts, No, Refusal};
use crate::domain::change::{Change, Kind, What, register};
use crate::domain::id::{ObjectId, RelationId, TypeId};
use crate::domain::link::Link;
use crate::domain::object::Object;

pub(super) fn link<F: Facts>(facts: &F, from: ObjectId, relation: &RelationId, to: ObjectId) -> Decided<F> {
    let (from, to) = (super::object(facts, from)?, super::object(facts, to)?);
    if from.id == to.id {
        return Err(Refusal::NotAllowed { what: format!("{} cannot be linked to itself", from.key) }.into());
    }
    let link = resolve(facts, (from.id, &from.type_id), relation, &to)?;
    if facts.is_linked(&link).map_err(No::Facts)? {
        let what = format!("linked so to {}", to.key);
        return Err(Refusal::Already { key: from.key.to_string(), what }.into());
    }
    Ok(Decision::about(&from, vec![link_change(&link, from.id)]))
}

pub(super) fn unlink<F: Facts>(facts: &F, from: ObjectId, relation: &RelationId, to: ObjectId) -> Decided<F> {
    let (from, to) = (super::object(facts, from)?, super::object(facts, to)?);
    let link = resolve(facts, (from.id, &from.type_id), relation, &to)?;
    if !facts.is_linked(&link).map_err(No::Facts)? {
        return Err(Refusal::Unknown {
            what: "link",
            word: format!("{} {relation} {}", from.key, to.key),
            known: Vec::new(),
        }
        .into());
    }
    let change = Change::new(Kind::Link, link.entity(), What::Unlinked, Some(from.id)).with(register::ON, false);
    Ok(Decision::about(&from, vec![change]))
}

/// The link of an object that is only being made.
pub(super) fn link_new<F: Facts>(
    facts: &F,
    from: ObjectId,
    from_type: &TypeId,
    relation: &RelationId,
    to: &Object,
) -> Result<Change, No<F::Error>> {
    let link = resolve(facts, (from, from_type), relation, to)?;
    Ok(link_change(&link, from))
}

/// The link in the relation's own direction, whichever end it was named from.
fn resolve<F: Facts>(
    facts: &F,
    (from, from_type): (ObjectId, &TypeId),
    id: &RelationId,
    to: &Object,
) -> Result<Link, No<F::Error>> {
    let found = facts.relation(id, from_type, &to.type_id).map_err(No::Facts)?;
    let Some((relation, is_inverse)) = found else {
        let what = format!("an object of type {from_type} cannot be linked by \"{id}\" to {} ({})", to.key, to.type_id);
        return Err(Refusal::NotAllowed { what }.into());
    };
    // Where both ends read alike there is one link, from whichever end it is named.
    let is_turned = if relation.id == relation.inverse { from > to.id } else { is_inverse };
    let (from, to) = if is_turned { (to.id, from) } else { (from, to.id) };
    Ok(Link { from, relation: relation.id, to })
}

fn link_change(link: &Link, about: ObjectId) -> Change {
    Change::new(Kind::Link, link.entity(), What::Linked, Some(about))
        .with(register::FROM, link.from.to_string())
        .with(register::RELATION, link.relation.as_str())
        .with(register::TO, link.to.to_string())
        .with(register::ON, true)
}
