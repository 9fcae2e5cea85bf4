//! What turned out to be no work of its own: dismissed, or there already as something else.
//!
//! Its cards leave their boards without asking a gate, as with an archived object, and it takes the state its type
//! names for that, where its rules lead there.

use super::{Author, Decided, Decision, Facts, No, Refusal, checked, edit, relate};
use crate::domain::card::Place;
use crate::domain::change::{Change, Kind, What, register};
use crate::domain::id::{EntityId, ObjectId, RelationId};
use crate::domain::object::Object;
use crate::domain::triage::{DISMISSED, DUPLICATE};

/// The relation of a duplicate to what was there.
const DUPLICATES: &str = "duplicates";

pub(super) fn dismiss<F: Facts>(facts: &F, id: ObjectId, reason: &str, author: &Author) -> Decided<F> {
    let object = live(facts, id)?;
    checked(reason, "reason", false)?;
    let reason = reason.trim();
    let mut decision = close(facts, &object, &format!("{DISMISSED}{reason}"), author)?;
    if decision.changes.is_empty() {
        decision = edit::archive(facts, id, true)?;
    }
    Ok(Decision { reason: Some(reason.to_owned()), ..decision })
}

pub(super) fn duplicate<F: Facts>(facts: &F, id: ObjectId, of: ObjectId, author: &Author) -> Decided<F> {
    let (object, original) = (live(facts, id)?, super::object(facts, of)?);
    let relation = RelationId::new(DUPLICATES);
    if facts.leads_to(of, &relation, id).map_err(No::Facts)? && id != of {
        let what = format!("{} is a duplicate of {} already", original.key, object.key);
        return Err(Refusal::NotAllowed { what }.into());
    }
    let linked = match relate::link(facts, id, &relation, of) {
        Ok(linked) => linked.changes,
        Err(No::Refused(Refusal::Already { .. })) => Vec::new(),
        Err(no) => return Err(no),
    };
    let closed = close(facts, &object, &format!("{DUPLICATE}{}", original.key), author)?;
    let changes: Vec<Change> = closed.changes.into_iter().chain(linked).collect();
    if changes.is_empty() {
        let what = format!("a duplicate of {}", original.key);
        return Err(Refusal::Already { key: object.key.to_string(), what }.into());
    }
    Ok(Decision { changes, reason: Some(format!("{DUPLICATE}{}", original.key)), card: closed.card, ..closed })
}

fn live<F: Facts>(facts: &F, id: ObjectId) -> Result<Object, No<F::Error>> {
    let object = super::object(facts, id)?;
    if object.archived {
        return Err(Refusal::Archived { key: object.key }.into());
    }
    Ok(object)
}

/// Off all its boards, and into the state its type has for it.
fn close<F: Facts>(facts: &F, object: &Object, value: &str, author: &Author) -> Decided<F> {
    let mut changes = Vec::new();
    let kind = facts.object_type(&object.type_id).map_err(No::Facts)?;
    if let Some((kind, state)) = kind.as_ref().and_then(|kind| Some((kind, kind.dismissed.as_deref()?)))
        && edit::may_enter(facts, object, kind, state, false, author)?
    {
        let change = Change::new(Kind::Object, EntityId(object.id.0), What::Edited, Some(object.id));
        changes.push(change.with(register::STATE, state));
    }
    let cards = facts.open_cards(object.id).map_err(No::Facts)?;
    let first = cards.first().map(|card| card.id);
    for card in cards {
        let place = Place::Done {
            from: card.place.stage().clone(),
            at: author.at,
            visit: card.place.visit() + 1,
            value: Some(value.to_owned()),
            beneficiary: None,
        };
        let change = Change::new(Kind::Card, EntityId(card.id.0), What::Finished, Some(object.id));
        changes.push(change.with(register::PLACE, place.to_value()));
    }
    Ok(Decision { card: first, ..Decision::about(object, changes) })
}
