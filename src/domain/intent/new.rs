//! New objects and cards.

mod scenario;

pub use scenario::plan_lines;

use std::rc::Rc;

use super::movement::passage::bar;
use super::{Author, Decided, Decision, Facts, Full, NewObject, No, Pass, Refusal, Spot, Stand, Stay, checked, edit};
use super::{StageHead, StreamHead};
use crate::domain::At;
use crate::domain::card::Place;
use crate::domain::change::{Change, Kind, Via, What, register};
use crate::domain::id::{CardId, EntityId, ObjectId, StageId, TypeId};
use crate::domain::key::Key;
use crate::domain::object::{Object, ObjectType};
use crate::domain::rank::Rank;
use crate::domain::stream::Policy;
use crate::domain::value::Value;

/// A new object somebody asks for: a state they choose is guarded as it is when one goes there.
pub(super) fn ask<F: Facts>(facts: &F, new: &NewObject, author: &Author) -> Decided<F> {
    let decision = add(facts, new, author)?;
    let is_new = author.via != Via::Import && new.created_at.is_none();
    if let (Some(state), Some(birth), true) = (&new.state, decision.changes.first(), is_new) {
        let id = birth.fields.get(register::TYPE).and_then(Value::as_str).map(TypeId::new);
        let kind = object_type(facts, id)?;
        edit::guarded(facts, &unborn(birth, &kind, author), &kind, state, author)?;
    }
    Ok(decision)
}

/// An object as its first change makes it, before it has a state.
fn unborn(birth: &Change, kind: &ObjectType, author: &Author) -> Object {
    let key = birth.fields.get(register::KEY).and_then(Value::as_str).and_then(Key::parse);
    let key = key.unwrap_or_else(|| Key::new(&kind.prefix, 0));
    let mut object = Object::blank(ObjectId(birth.entity.0), key, author.at);
    object.put(&birth.fields);
    object.state = None;
    object
}

pub(super) fn add<F: Facts>(facts: &F, new: &NewObject, author: &Author) -> Decided<F> {
    let planned = scenario::planned(facts, new)?;
    let (new, starts) = planned.as_ref().map_or((new, &[][..]), |(new, starts)| (new, starts));
    let spot = match &new.stand {
        Some(stand) => Some(find_spot(facts, stand)?),
        None => None,
    };
    let type_id = new.type_id.clone().or_else(|| spot.as_ref().map(|s| s.stream.card_type.clone()));
    let kind = object_type(facts, type_id)?;
    let key = free_key(facts, new.key.as_ref(), &kind)?;
    let id = ObjectId(facts.fresh_id());
    let what = if author.via == Via::Import { What::Imported } else { What::Created };
    let created_at = new.created_at.unwrap_or(author.at);
    let mut changes = vec![object_change(id, &key, &kind, new, what, created_at, author)?];
    let mut decision_card = None;
    let mut arrived = None;
    if let (Some(stand), Some(spot)) = (&new.stand, &spot) {
        let (card, forced) = spot.card(facts, id, &key, new.priority, stand, created_at, author)?;
        decision_card = Some(CardId(card.entity.0));
        arrived = Some(spot.stage().name.clone());
        changes.push(if forced { card } else { Change { what, ..card } });
    }
    for stand in &new.more {
        let (card, _) = find_spot(facts, stand)?.card(facts, id, &key, new.priority, stand, created_at, author)?;
        changes.push(Change { what, ..card });
    }
    let mut links = super::relate::NewLinks::of(id, &kind.id);
    for (relation, to) in &new.links {
        changes.push(links.add(facts, relation, &super::object(facts, *to)?)?);
    }
    changes.extend(scenario::started(facts, starts, &mut links, author)?);
    Ok(Decision {
        changes,
        key: Some(key),
        card: decision_card,
        object: Some(id),
        arrived,
        left_open: Vec::new(),
        reason: None,
    })
}

/// A new card of an object that is there, and the name of the stage it comes to stand in.
pub(super) fn standing<F: Facts>(
    facts: &F,
    object: &Object,
    stand: &Stand,
    author: &Author,
) -> Result<(Change, String), No<F::Error>> {
    let spot = find_spot(facts, stand)?;
    spot.lets_in(facts, object, &stand.pass, author)?;
    let (card, _) = spot.card(facts, object.id, &object.key, object.priority, stand, author.at, author)?;
    Ok((card, spot.stage().name.clone()))
}

/// A second card, for a stage that runs beside another, where that is still there; no limit is asked, since nobody chose to come.
pub(super) fn second_card<F: Facts>(
    facts: &F,
    object: &Object,
    stage: &StageId,
    author: &Author,
) -> Result<Option<Change>, No<F::Error>> {
    let stream = facts.stream(&stage.stream()).map_err(No::Facts)?;
    if stream.is_none_or(|stream| stream.position(stage).is_none()) {
        return Ok(None);
    }
    let stand = Stand { pass: Pass::Free, ..Stand::in_stage(stage.stream(), Some(stage.clone())) };
    let (card, _) = standing(facts, object, &stand, author)?;
    Ok(Some(Change { what: What::Placed, ..card }))
}

pub(super) fn place<F: Facts>(
    facts: &F,
    object: ObjectId,
    stage: &StageId,
    pass: &Pass,
    author: &Author,
) -> Decided<F> {
    let object = super::object(facts, object)?;
    if object.archived {
        return Err(Refusal::Archived { key: object.key }.into());
    }
    let stand = Stand { pass: pass.clone(), ..Stand::in_stage(stage.stream(), Some(stage.clone())) };
    let spot = find_spot(facts, &stand)?;
    spot.lets_in(facts, &object, pass, author)?;
    let (card, _) = spot.card(facts, object.id, &object.key, object.priority, &stand, author.at, author)?;
    let card_id = CardId(card.entity.0);
    let mut decision = Decision::about(&object, vec![Change { what: What::Placed, ..card }]);
    decision.card = Some(card_id);
    decision.arrived = Some(spot.stage().name.clone());
    Ok(decision)
}

/// A stage found for a new card.
struct Found {
    stream: StreamHead,
    idx: usize,
}

impl Found {
    fn stage(&self) -> &StageHead {
        &self.stream.stages[self.idx]
    }

    /// Whether an object that is there may come in: what bars the stage is asked, unless the board asks nothing.
    fn lets_in<F: Facts>(&self, facts: &F, object: &Object, pass: &Pass, author: &Author) -> Result<(), No<F::Error>> {
        if self.stream.gate == Policy::Open || *pass == Pass::Free || author.via == Via::Import {
            return Ok(());
        }
        let rule = facts.gate(&self.stage().id).map_err(No::Facts)?;
        let mut barred = Vec::new();
        for barrier in rule.iter().flat_map(|rule| &rule.rules.entry) {
            barred.extend(bar(facts, barrier, object, None, author)?);
        }
        barred.retain(|bar| !(matches!(pass, Pass::Force(_)) && bar.may_be_forced));
        if barred.is_empty() {
            return Ok(());
        }
        let full = full(self.stage(), object.priority).filter(|_| !matches!(pass, Pass::Force(_)));
        let key = object.key.clone();
        Err(Refusal::Stays(Box::new(Stay { key, stage: None, open: Vec::new(), barred, full })).into())
    }

    /// The card's creation, and whether a limit was forced for it.
    #[allow(clippy::too_many_arguments)] // all of them are facts of the one card being made
    fn card<F: Facts>(
        &self,
        facts: &F,
        object: ObjectId,
        key: &Key,
        priority: Option<u8>,
        stand: &Stand,
        created_at: At,
        author: &Author,
    ) -> Result<(Change, bool), No<F::Error>> {
        let full = full(self.stage(), priority);
        let forced = match (&full, &stand.pass) {
            (None, _) | (_, Pass::Free) => None,
            (Some(_), Pass::Force(reason)) => Some(reason),
            (Some(full), _) => {
                let full = Some(full.clone());
                return Err(Refusal::Stays(Box::new(Stay {
                    key: key.clone(),
                    stage: None,
                    open: Vec::new(),
                    barred: Vec::new(),
                    full,
                }))
                .into());
            }
        };
        let place = self.place(facts, stand, created_at)?;
        let id = EntityId(facts.fresh_id());
        let mut change = Change::new(Kind::Card, id, What::Created, Some(object))
            .with(register::OBJECT, object.to_string())
            .with(register::PLACE, place.to_value())
            .with(register::CREATED_AT, created_at)
            .with_some(register::BLOCKED, Value::text_or_null(stand.blocked.as_deref()));
        if let Some(reason) = forced {
            change = change.with(format!("{}1", register::FORCE), force_value(reason, author));
            change.what = What::Forced;
        }
        Ok((change, forced.is_some()))
    }

    fn place<F: Facts>(&self, facts: &F, stand: &Stand, created_at: At) -> Result<Place, No<F::Error>> {
        let stage = self.stage().id.clone();
        if let Some(at) = stand.done_at {
            return Ok(Place::Done { from: stage, at, visit: 1, value: None, beneficiary: None });
        }
        let rank = if let Some(rank) = &stand.rank {
            rank.clone()
        } else {
            let (above, below) = facts.neighbours(&stage, Spot::Bottom, None).map_err(No::Facts)?;
            Rank::between(above.as_ref(), below.as_ref(), facts.jitter())
        };
        Ok(Place::Standing {
            stage,
            rank,
            entered_at: stand.entered_at.unwrap_or(created_at),
            visit: 1,
            passed: Vec::new(),
        })
    }
}

fn find_spot<F: Facts>(facts: &F, stand: &Stand) -> Result<Found, No<F::Error>> {
    let stream = super::stream(facts, &stand.stream)?;
    let idx = match &stand.stage {
        None => 0,
        Some(stage) => stream.position(stage).ok_or(Refusal::Gone { what: "stage" })?,
    };
    if stream.stages.is_empty() {
        return Err(Refusal::NotAllowed { what: format!("{} has no stages yet", stream.name) }.into());
    }
    Ok(Found { stream, idx })
}

/// The limit a card entering this stage would break; a P1 always passes.
pub(super) fn full(stage: &StageHead, priority: Option<u8>) -> Option<Full> {
    let limit = stage.wip?;
    let over = stage.n_cards >= u64::from(limit) && priority != Some(1);
    over.then(|| Full { stage: stage.name.clone(), n_cards: stage.n_cards, limit })
}

/// What a force leaves on the card.
pub(super) fn force_value(reason: &str, author: &Author) -> Value {
    Value::map([("reason", reason.into()), ("by", author.actor.as_str().into()), ("at", author.at.into())])
}

pub(super) fn object_type<F: Facts>(facts: &F, id: Option<TypeId>) -> Result<Rc<ObjectType>, No<F::Error>> {
    let id = id.ok_or(Refusal::Empty { what: "type" })?;
    let found = facts.object_type(&id).map_err(No::Facts)?;
    found.ok_or_else(|| Refusal::Unknown { what: "type", word: id.0, known: Vec::new() }.into())
}

fn free_key<F: Facts>(facts: &F, wanted: Option<&Key>, kind: &ObjectType) -> Result<Key, No<F::Error>> {
    let Some(key) = wanted else {
        return facts.next_key(&kind.prefix).map_err(No::Facts);
    };
    match facts.object_with_key(key).map_err(No::Facts)? {
        Some(_) => Err(Refusal::KeyTaken { key: key.clone() }.into()),
        None => Ok(key.clone()),
    }
}

fn object_change(
    id: ObjectId,
    key: &Key,
    kind: &ObjectType,
    new: &NewObject,
    what: What,
    created_at: At,
    author: &Author,
) -> Result<Change, Refusal> {
    let state = match &new.state {
        Some(state) => Some(edit::known_state(kind, state)?),
        None => kind.states.first().map(|s| s.id.clone()),
    };
    let mut change = Change::new(Kind::Object, EntityId(id.0), what, Some(id))
        .with(register::TYPE, kind.id.as_str())
        .with(register::KEY, key.as_str())
        .with(register::TITLE, checked(&new.title, "title", false)?)
        .with(register::CREATED_AT, created_at)
        .with(register::CREATED_BY, author.actor.as_str())
        .with_some(register::STATE, Value::text_or_null(state.as_deref()))
        .with_some(register::PRIORITY, edit::priority_value(new.priority)?)
        .with_some(register::ASSIGNEE, edit::name_value(new.assignee.as_deref(), "assignee")?)
        .with_some(register::TEAM, edit::team_value(new.team.as_deref())?)
        .with_some(register::DUE_AT, Value::at_or_null(new.due_at))
        .with_some(register::SINCE, Value::at_or_null(new.since))
        .with_some(register::DEMAND, Value::text_or_null(new.demand.as_deref()))
        .with_some(register::SCENARIO, Value::text_or_null(new.scenario.as_deref()));
    if !new.body.is_empty() {
        change = change.with(register::BODY, checked(&new.body, "body", true)?);
    }
    for label in &new.labels {
        change = change.with(edit::label_register(label)?, true);
    }
    for (field, text) in &new.fields {
        let (name, value) = edit::field_value(kind, field, text)?;
        change = change.with_some(name, value);
    }
    Ok(change)
}
