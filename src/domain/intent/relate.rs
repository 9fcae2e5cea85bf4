//! Links between objects.

use super::{Decided, Decision, Facts, No, Refusal};
use crate::domain::change::{Change, Kind, What, register};
use crate::domain::guard::Linked;
use crate::domain::id::{ObjectId, RelationId, TypeId};
use crate::domain::key::Key;
use crate::domain::link::{Link, Relation};
use crate::domain::object::Object;

/// The relation that fits any two objects.
const RELATES_TO: &str = "relates-to";

pub(super) fn link<F: Facts>(facts: &F, from: ObjectId, relation: &RelationId, to: ObjectId) -> Decided<F> {
    let (from, to) = (super::object(facts, from)?, super::object(facts, to)?);
    if from.id == to.id {
        return Err(Refusal::NotAllowed { what: format!("{} cannot be linked to itself", from.key) }.into());
    }
    let link = resolve(facts, (from.id, &from.type_id), relation, (to.id, &to.key, &to.type_id))?;
    if facts.is_linked(&link.link).map_err(No::Facts)? {
        let what = format!("linked so to {}", to.key);
        return Err(Refusal::Already { key: from.key.to_string(), what }.into());
    }
    unlocked(facts, &link, &[&from, &to])?;
    has_room(facts, &link, &[&from, &to])?;
    Ok(Decision::about(&from, vec![link_change(&link.link, from.id)]))
}

pub(super) fn unlink<F: Facts>(facts: &F, from: ObjectId, relation: &RelationId, to: ObjectId) -> Decided<F> {
    let (from, to) = (super::object(facts, from)?, super::object(facts, to)?);
    let link = resolve(facts, (from.id, &from.type_id), relation, (to.id, &to.key, &to.type_id))?;
    if !facts.is_linked(&link.link).map_err(No::Facts)? {
        return Err(Refusal::Unknown {
            what: "link",
            word: format!("{} {relation} {}", from.key, to.key),
            known: Vec::new(),
        }
        .into());
    }
    unlocked(facts, &link, &[&from, &to])?;
    let link = link.link;
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
    let link = resolve(facts, (from, from_type), relation, (to.id, &to.key, &to.type_id))?;
    unlocked(facts, &link, &[to])?;
    has_room(facts, &link, &[to])?;
    Ok(link_change(&link.link, from))
}

/// The link between two objects that are only being made.
pub(super) fn link_made<F: Facts>(
    facts: &F,
    from: (ObjectId, &TypeId),
    relation: &RelationId,
    (to, key, to_type): (ObjectId, &Key, &TypeId),
) -> Result<Change, No<F::Error>> {
    let found = resolve(facts, from, relation, (to, key, to_type))?;
    Ok(link_change(&found.link, from.0))
}

/// The link in the relation's own direction, whichever end it was named from.
fn resolve<F: Facts>(
    facts: &F,
    (from, from_type): (ObjectId, &TypeId),
    id: &RelationId,
    (to, key, to_type): (ObjectId, &Key, &TypeId),
) -> Result<Found, No<F::Error>> {
    let found = facts.relation(id, from_type, to_type).map_err(No::Facts)?;
    let Some((relation, is_inverse)) = found else {
        let what = format!("an object of type {from_type} cannot be linked by \"{id}\" to {key} ({to_type})");
        return Err(Refusal::NotAllowed { what }.into());
    };
    // Where both ends read alike there is one link, from whichever end it is named.
    let is_turned = if relation.id == relation.inverse { from > to } else { is_inverse };
    let (from, to) = if is_turned { (to, from) } else { (from, to) };
    Ok(Found { link: Link { from, relation: relation.id.clone(), to }, relation })
}

/// A link, and the relation of the catalogue it is of.
struct Found {
    link: Link,
    relation: Relation,
}

/// Neither end may be in a state that has closed it for this relation.
fn unlocked<F: Facts>(facts: &F, found: &Found, ends: &[&Object]) -> Result<(), No<F::Error>> {
    for end in ends {
        let kind = super::new::object_type(facts, Some(end.type_id.clone()))?;
        let is_from = end.id == found.link.from;
        let read = if is_from { &found.relation.id } else { &found.relation.inverse };
        let lock =
            kind.locks.iter().find(|lock| super::edit::is_in(&lock.states, end) && lock.relations.contains(read));
        if let Some(lock) = lock {
            let name = if is_from { &found.relation.name } else { &found.relation.inverse_name };
            return Err(super::edit::locked(end, lock, &format!("a link \"{name}\"")).into());
        }
    }
    Ok(())
}

/// As many as the relation allows, and no circle where it is a hierarchy.
fn has_room<F: Facts>(facts: &F, found: &Found, ends: &[&Object]) -> Result<(), No<F::Error>> {
    let Found { link, relation } = found;
    for end in ends {
        let from_end = end.id == link.from;
        if relation.limit(from_end).is_none() {
            continue;
        }
        if let Some(other) = facts.links(end.id, &link.relation, from_end).map_err(No::Facts)?.first() {
            let name = if from_end { &relation.name } else { &relation.inverse_name };
            let what = format!("{} {name} {} already, and only one is allowed; unlink that first", end.key, other.key);
            return Err(Refusal::NotAllowed { what }.into());
        }
    }
    if relation.is_acyclic && facts.leads_to(link.to, &link.relation, link.from).map_err(No::Facts)? {
        let keys: Vec<String> = ends.iter().map(|end| end.key.to_string()).collect();
        let what = format!("{} cannot be linked by \"{}\": it would close a circle", keys.join(" and "), relation.name);
        return Err(Refusal::NotAllowed { what }.into());
    }
    Ok(())
}

/// A relation that takes one more link to an object, else the one that fits any two.
pub(super) fn free<F: Facts>(
    facts: &F,
    fitting: Option<RelationId>,
    to: &Linked,
) -> Result<Option<RelationId>, No<F::Error>> {
    let any = Some(RelationId::new(RELATES_TO));
    let Some(id) = fitting else {
        return Ok(any);
    };
    let both = [true, false].into_iter().map(|from| facts.links(to.id, &id, from).map_err(No::Facts));
    let taken = both.collect::<Result<Vec<_>, _>>()?.into_iter().any(|found| !found.is_empty());
    Ok(if taken { any } else { Some(id) })
}

fn link_change(link: &Link, about: ObjectId) -> Change {
    Change::new(Kind::Link, link.entity(), What::Linked, Some(about))
        .with(register::FROM, link.from.to_string())
        .with(register::RELATION, link.relation.as_str())
        .with(register::TO, link.to.to_string())
        .with(register::ON, true)
}
