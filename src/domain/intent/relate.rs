//! Links between objects.

use super::{Decided, Decision, Facts, No, Refusal};
use crate::domain::change::{Change, Kind, What, register};
use crate::domain::id::{ObjectId, RelationId, TypeId};
use crate::domain::key::Key;
use crate::domain::link::{Link, Relation};
use crate::domain::object::Object;

/// The relation that fits any two objects.
pub(super) const RELATES_TO: &str = "relates-to";

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

/// The links of an object that is only being made: they count together with one another.
pub(super) struct NewLinks<'a> {
    from: ObjectId,
    type_id: &'a TypeId,
    made: Vec<Found>,
}

impl<'a> NewLinks<'a> {
    pub fn of(from: ObjectId, type_id: &'a TypeId) -> Self {
        Self { from, type_id, made: Vec::new() }
    }

    /// A link to an object.
    pub fn add<F: Facts>(&mut self, facts: &F, relation: &RelationId, to: &Object) -> Result<Change, No<F::Error>> {
        let found = resolve(facts, (self.from, self.type_id), relation, (to.id, &to.key, &to.type_id))?;
        unlocked(facts, &found, &[to])?;
        has_room(facts, &found, &[to])?;
        self.take(found)
    }

    /// The first of these relations that can be, else the one that fits any two; none where nothing can be.
    pub fn somehow<F: Facts>(
        &mut self,
        facts: &F,
        relations: impl IntoIterator<Item = RelationId>,
        to: &Object,
    ) -> Result<Option<Change>, No<F::Error>> {
        for relation in relations.into_iter().chain([RelationId::new(RELATES_TO)]) {
            match self.add(facts, &relation, to) {
                Ok(change) => return Ok(Some(change)),
                Err(No::Refused(_)) => {}
                Err(no) => return Err(no),
            }
        }
        Ok(None)
    }

    /// A link to an object that is only being made as well.
    pub fn add_new<F: Facts>(
        &mut self,
        facts: &F,
        relation: &RelationId,
        to: (ObjectId, &Key, &TypeId),
    ) -> Result<Change, No<F::Error>> {
        let found = resolve(facts, (self.from, self.type_id), relation, to)?;
        self.take(found)
    }

    fn take<E>(&mut self, found: Found) -> Result<Change, No<E>> {
        let is_from = found.link.from == self.from;
        let alike = |made: &&Found| made.relation == found.relation && (made.link.from == self.from) == is_from;
        if found.relation.limit(is_from).is_some() && self.made.iter().any(|made| alike(&made)) {
            let name = if is_from { &found.relation.name } else { &found.relation.inverse_name };
            let what = format!("only one link \"{name}\" is allowed, and there are several");
            return Err(Refusal::NotAllowed { what }.into());
        }
        let change = link_change(&found.link, self.from);
        self.made.push(found);
        Ok(change)
    }
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
        let fitting = facts.relation_between(from_type, to_type).map_err(No::Facts)?;
        let fitting = fitting.map_or(String::new(), |fitting| format!("{fitting}, "));
        let what = format!(
            "an object of type {from_type} cannot be linked by \"{id}\" to {key} ({to_type}); what fits is {fitting}{RELATES_TO}"
        );
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
        // A relation of this name between other types has room of its own.
        let far = if from_end { &relation.to } else { &relation.from };
        let linked = facts.links(end.id, &link.relation, from_end).map_err(No::Facts)?;
        if let Some(other) = linked.iter().find(|other| far.as_ref().is_none_or(|far| *far == other.type_id)) {
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

fn link_change(link: &Link, about: ObjectId) -> Change {
    Change::new(Kind::Link, link.entity(), What::Linked, Some(about))
        .with(register::FROM, link.from.to_string())
        .with(register::RELATION, link.relation.as_str())
        .with(register::TO, link.to.to_string())
        .with(register::ON, true)
}
