//! What follows from what happened: effects of stages and types, cards that waited, stages that run side by side.
//!
//! Asked after a change was applied, on the facts as they are then; what follows may have consequences of its own.

use super::{Author, Facts, No, edit, movement, new};
use crate::domain::card::Place;
use crate::domain::change::{Change, Kind, Via, What, register};
use crate::domain::gate::GateRule;
use crate::domain::guard::{Linked, Reach, Subject, field_of, judge, shown};
use crate::domain::id::{CardId, EntityId, ObjectId, StageId, StreamId};
use crate::domain::object::{FieldKind, Object, ObjectType};
use crate::domain::rule::{Act, Effect, Fill, On, fill_in};
use crate::domain::value::Value;

type Follows<F> = Result<Vec<Change>, No<<F as crate::domain::guard::Graph>::Error>>;

/// The changes that follow from one that was applied.
pub fn follow<F: Facts>(facts: &F, change: &Change, author: &Author) -> Follows<F> {
    if author.via == Via::Import {
        return Ok(Vec::new());
    }
    match change.kind {
        Kind::Card => of_card(facts, change, author),
        Kind::Object => of_object(facts, change, author),
        Kind::Link => of_link(facts, change, author),
        _ => Ok(Vec::new()),
    }
}

fn of_card<F: Facts>(facts: &F, change: &Change, author: &Author) -> Follows<F> {
    let place = change.fields.get(register::PLACE).and_then(Place::from_value);
    let (Some(place), false) = (place, change.what == What::Reordered) else {
        return Ok(Vec::new());
    };
    let Some(card) = facts.card(CardId(change.entity.0)).map_err(No::Facts)? else {
        return Ok(Vec::new());
    };
    let Some(rule) = facts.gate(place.stage()).map_err(No::Facts)? else {
        return Ok(Vec::new());
    };
    let object = super::object(facts, card.object)?;
    // What was approved was approved in the visit that has just ended.
    let (on, visit) = if place.is_done() { (On::Finish, place.visit() - 1) } else { (On::Enter, place.visit()) };
    let mut changes = stage_effects(facts, &rule, &on, (&object, card.id, visit), author)?;
    if !place.is_done() {
        changes.extend(beside(facts, &rule, &object, card.id, author)?);
    }
    Ok(changes)
}

/// The effects of a stage.
pub(super) fn stage_effects<F: Facts>(
    facts: &F,
    rule: &GateRule,
    on: &On,
    (object, card, visit): (&Object, CardId, i64),
    author: &Author,
) -> Follows<F> {
    let stream = rule.stage.stream();
    let here = Here { stream: Some(&stream), card: Some((card, visit)) };
    let mut changes = Vec::new();
    for effect in rule.rules.effects.iter().filter(|effect| effect.on == *on) {
        changes.extend(happen(facts, effect, object, here, author)?);
    }
    Ok(changes)
}

/// Second cards in the stages that run beside the one a card came to: one in each. Where another card of the object
/// stands in the stage itself, the two are a pair already, and the one that came has left its place beside it.
fn beside<F: Facts>(facts: &F, rule: &GateRule, object: &Object, came: CardId, author: &Author) -> Follows<F> {
    let types = &rule.rules.parallel_types;
    if !types.is_empty() && !types.contains(&object.type_id) {
        return Ok(Vec::new());
    }
    let mut others = facts.open_cards(object.id).map_err(No::Facts)?;
    others.retain(|card| card.id != came);
    let stands = |stage: &StageId| others.iter().any(|card| card.place.stage() == stage);
    let mut changes = Vec::new();
    for stage in rule.rules.parallel_with.iter().filter(|stage| !stands(stage) && !stands(&rule.stage)) {
        changes.push(new::second_card(facts, object, stage, author)?);
    }
    Ok(changes)
}

fn of_object<F: Facts>(facts: &F, change: &Change, author: &Author) -> Follows<F> {
    let id = ObjectId(change.entity.0);
    let state = change.fields.get(register::STATE).and_then(Value::as_str);
    let is_birth = change.is_birth();
    if state.is_none() && !is_birth {
        return Ok(Vec::new());
    }
    let object = super::object(facts, id)?;
    let mut changes = Vec::new();
    if is_birth {
        changes.extend(type_effects(facts, &On::Created, &object, author)?);
    }
    if let Some(state) = state {
        changes.extend(type_effects(facts, &On::State(state.to_owned()), &object, author)?);
        changes.extend(answered(facts, id, state)?);
    }
    Ok(changes)
}

/// Cards that waited for an object to come into this state go on.
fn answered<F: Facts>(facts: &F, object: ObjectId, state: &str) -> Follows<F> {
    let waiting = facts.waiting_for(object).map_err(No::Facts)?;
    let is_answered =
        |card: &crate::domain::card::Card| card.waiting.as_ref().is_some_and(|w| w.states.iter().any(|s| s == state));
    let freed = waiting.into_iter().filter(|(card, _)| is_answered(card)).map(|(card, of)| {
        Change::new(Kind::Card, EntityId(card.id.0), What::Waited, Some(of.id)).with(register::WAITS, Value::Null)
    });
    Ok(freed.collect())
}

fn of_link<F: Facts>(facts: &F, change: &Change, author: &Author) -> Follows<F> {
    if change.fields.get(register::ON).and_then(Value::as_bool) != Some(true) {
        return Ok(Vec::new());
    }
    let end = |register: &str| change.fields.get(register).and_then(Value::as_str)?.parse().ok().map(ObjectId);
    let mut changes = Vec::new();
    for id in [end(register::FROM), end(register::TO)].into_iter().flatten() {
        if let Some(object) = facts.object(id).map_err(No::Facts)? {
            changes.extend(type_effects(facts, &On::Linked, &object, author)?);
        }
    }
    Ok(changes)
}

fn type_effects<F: Facts>(facts: &F, on: &On, object: &Object, author: &Author) -> Follows<F> {
    let Some(kind) = facts.object_type(&object.type_id).map_err(No::Facts)? else {
        return Ok(Vec::new());
    };
    let mut changes = Vec::new();
    for effect in kind.effects.iter().filter(|effect| effect.on == *on) {
        changes.extend(happen(facts, effect, object, Here::default(), author)?);
    }
    Ok(changes)
}

/// Where something happened, when it happened to a card.
#[derive(Clone, Copy, Default)]
struct Here<'a> {
    stream: Option<&'a StreamId>,
    /// And in which visit of it.
    card: Option<(CardId, i64)>,
}

/// One effect, on every object it is meant for.
fn happen<F: Facts>(facts: &F, effect: &Effect, object: &Object, here: Here<'_>, author: &Author) -> Follows<F> {
    if !effect.types.is_empty() && !effect.types.contains(&object.type_id) {
        return Ok(Vec::new());
    }
    if let Some(guard) = &effect.guard {
        let verdict = judge(facts, guard, Subject { object, card: here.card }).map_err(No::Facts)?;
        if !verdict.when.holds_at(author.at) {
            return Ok(Vec::new());
        }
    }
    let Some(reach) = &effect.to else {
        return act(facts, &effect.act, object, here.stream, author);
    };
    let mut changes = Vec::new();
    for found in within(facts, object, reach, author)? {
        if let Some(object) = facts.object(found.id).map_err(No::Facts)? {
            changes.extend(act(facts, &effect.act, &object, here.stream, author)?);
        }
    }
    Ok(changes)
}

/// The objects of a reach, with its states and its condition as they are now.
fn within<F: Facts>(facts: &F, object: &Object, reach: &Reach, author: &Author) -> Result<Vec<Linked>, No<F::Error>> {
    let mut within = Vec::new();
    for found in facts.reached(object.id, reach).map_err(No::Facts)? {
        let is_in_state = reach.states.is_empty() || found.state.as_ref().is_some_and(|s| reach.states.contains(s));
        if is_in_state && meets(facts, &found, reach, author)? {
            within.push(found);
        }
    }
    Ok(within)
}

fn meets<F: Facts>(facts: &F, found: &Linked, reach: &Reach, author: &Author) -> Result<bool, No<F::Error>> {
    let (Some(whose), Some(object)) = (&reach.whose, facts.object(found.id).map_err(No::Facts)?) else {
        return Ok(true);
    };
    let verdict = judge(facts, whose, Subject { object: &object, card: None }).map_err(No::Facts)?;
    Ok(verdict.when.holds_at(author.at))
}

fn act<F: Facts>(facts: &F, act: &Act, object: &Object, stream: Option<&StreamId>, author: &Author) -> Follows<F> {
    let Some(kind) = facts.object_type(&object.type_id).map_err(No::Facts)? else {
        return Ok(Vec::new());
    };
    let mut changes = Vec::new();
    let mut change = Change::new(Kind::Object, EntityId(object.id.0), What::Edited, Some(object.id));
    if let Some(state) = &act.state
        && edit::may_enter(facts, object, &kind, state, act.force_state, author)?
    {
        change = change.with(register::STATE, state.as_str());
    }
    for (field, text) in &act.set {
        let (name, value) = edit::field_value(&kind, field, text)?;
        change = change.with(name, value);
    }
    if let Some(field) = &act.count {
        let n = field_of(object, field).as_int().unwrap_or(0);
        change = change.with(format!("{}{field}", register::FIELD), n + 1);
    }
    if let Some(fill) = &act.fill {
        let (name, value) = filled(facts, fill, object, &kind, author)?;
        change = change.with(name, value);
    }
    if !change.fields.is_empty() {
        changes.push(change);
    }
    if act.finish {
        changes.extend(finished(facts, object, stream, author)?);
    }
    Ok(changes)
}

/// The open cards of an object are done, ungated: something else settled them.
fn finished<F: Facts>(facts: &F, object: &Object, stream: Option<&StreamId>, author: &Author) -> Follows<F> {
    let open = facts.open_cards(object.id).map_err(No::Facts)?;
    let here = open.into_iter().filter(|card| stream.is_none_or(|stream| card.place.stage().stream() == *stream));
    Ok(here.map(|card| movement::done_change(&card, card.place.stage().clone(), author)).collect())
}

fn filled<F: Facts>(
    facts: &F,
    fill: &Fill,
    object: &Object,
    kind: &ObjectType,
    author: &Author,
) -> Result<(String, Value), No<F::Error>> {
    let mut lines = Vec::new();
    for found in within(facts, object, &fill.reach, author)? {
        if let Some(object) = facts.object(found.id).map_err(No::Facts)? {
            lines.push(told(&fill.text, &object));
        }
    }
    let is_text = kind.fields.iter().any(|f| f.id == fill.field && f.kind == FieldKind::Text);
    let name = format!("{}{}", register::FIELD, fill.field);
    let value = if is_text && !lines.is_empty() { Value::Text(lines.join("\n")) } else { Value::Null };
    Ok((name, value))
}

/// A text with an object's words put in.
pub fn told(text: &str, object: &Object) -> String {
    fill_in(text, |word| match word {
        "key" => object.key.to_string(),
        "title" => object.title.clone(),
        "state" => object.state.clone().unwrap_or_default(),
        field => shown(&field_of(object, field)),
    })
}
