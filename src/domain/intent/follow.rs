//! What follows from what happened: effects of stages and types, cards that waited, stages that run side by side.
//!
//! Asked after a change was applied, on the facts as they are then; what follows may have consequences of its own.

use super::{Author, Facts, No, edit, movement, new};
use crate::domain::card::Place;
use crate::domain::change::{Change, Kind, Via, What, register};
use crate::domain::gate::GateRule;
use crate::domain::guard::{Subject, field_of, judge, shown, within};
use crate::domain::id::{CardId, EntityId, ObjectId, StageId, StreamId};
use crate::domain::object::{FieldKind, Object, ObjectType};
use crate::domain::rule::{Act, Effect, Fill, On, fill_in};
use crate::domain::value::Value;

type Follows<F> = Result<Vec<Change>, No<<F as crate::domain::guard::Graph>::Error>>;

/// What followed from one ask: rules that feed each other come to an end, since nothing is written twice.
#[derive(Debug, Default)]
pub struct Chain {
    written: Vec<Change>,
}

impl Chain {
    /// How much may follow from one ask.
    const MOST: usize = 1_000;

    /// What follows from a change that was applied, without what was written in this chain already.
    pub fn follow<F: Facts>(&mut self, facts: &F, change: &Change, author: &Author) -> Follows<F> {
        if !self.written.contains(change) {
            self.written.push(change.clone());
        }
        let mut next = follow(facts, change, author)?;
        next.retain(|next| !self.written.contains(next));
        next.truncate(Self::MOST.saturating_sub(self.written.len()));
        self.written.extend(next.iter().cloned());
        Ok(next)
    }
}

/// Where an effect happens.
pub(super) struct Here {
    pub stream: StreamId,
    /// The card on its way on from there, which is not done by what it leaves behind.
    pub moving: Option<CardId>,
    /// The card it happens to, and the visit whose approvals count.
    pub card: (CardId, i64),
}

/// The changes that follow from one that was applied.
fn follow<F: Facts>(facts: &F, change: &Change, author: &Author) -> Follows<F> {
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
    let (rule, object) = (facts.gate(place.stage()), facts.object(card.object));
    let (Some(rule), Some(mut object)) = (rule.map_err(No::Facts)?, object.map_err(No::Facts)?) else {
        return Ok(Vec::new());
    };
    let on: &[On] = if place.is_done() { &[On::Leave, On::Finish] } else { &[On::Enter] };
    // What was approved was approved in the visit that has just ended.
    let visit = place.visit() - i64::from(place.is_done());
    let here = Here { stream: rule.stage.stream(), moving: None, card: (card.id, visit) };
    let mut changes = Vec::new();
    for on in on {
        changes.extend(stage_effects(facts, &rule, on, &mut object, &here, author)?);
    }
    if !place.is_done() {
        changes.extend(beside(facts, &rule, &object, card.id, author)?);
    }
    Ok(changes)
}

/// The effects of a stage on an object, each seeing what those before it did to the object.
pub(super) fn stage_effects<F: Facts>(
    facts: &F,
    rule: &GateRule,
    on: &On,
    object: &mut Object,
    here: &Here,
    author: &Author,
) -> Follows<F> {
    effects(facts, rule.rules.effects.iter().filter(|effect| effect.on == *on), object, Some(here), author)
}

fn effects<'e, F: Facts>(
    facts: &F,
    effects: impl Iterator<Item = &'e Effect>,
    object: &mut Object,
    here: Option<&Here>,
    author: &Author,
) -> Follows<F> {
    let mut changes = Vec::new();
    for effect in effects {
        let next = happen(facts, effect, object, here, author)?;
        let id = EntityId(object.id.0);
        let own = next.iter().filter(|change| change.kind == Kind::Object && change.entity == id);
        own.for_each(|change| object.put(&change.fields));
        changes.extend(next);
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
        changes.extend(new::second_card(facts, object, stage, author)?);
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
    let Some(mut object) = facts.object(id).map_err(No::Facts)? else {
        return Ok(Vec::new());
    };
    let mut changes = Vec::new();
    if is_birth {
        changes.extend(type_effects(facts, &On::Created, &mut object, author)?);
    }
    if let Some(state) = state {
        changes.extend(type_effects(facts, &On::State(state.to_owned()), &mut object, author)?);
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
        if let Some(mut object) = facts.object(id).map_err(No::Facts)? {
            changes.extend(type_effects(facts, &On::Linked, &mut object, author)?);
        }
    }
    Ok(changes)
}

fn type_effects<F: Facts>(facts: &F, on: &On, object: &mut Object, author: &Author) -> Follows<F> {
    let Some(kind) = facts.object_type(&object.type_id).map_err(No::Facts)? else {
        return Ok(Vec::new());
    };
    effects(facts, kind.effects.iter().filter(|effect| effect.on == *on), object, None, author)
}

/// One effect, on every object it is meant for.
fn happen<F: Facts>(facts: &F, effect: &Effect, object: &Object, here: Option<&Here>, author: &Author) -> Follows<F> {
    if !effect.types.is_empty() && !effect.types.contains(&object.type_id) {
        return Ok(Vec::new());
    }
    if let Some(guard) = &effect.guard {
        let subject = Subject { object, card: here.map(|here| here.card) };
        let verdict = judge(facts, guard, subject).map_err(No::Facts)?;
        if !verdict.when.holds_at(author.at) {
            return Ok(Vec::new());
        }
    }
    let Some(reach) = &effect.to else {
        return act(facts, &effect.act, object, here, author);
    };
    let mut changes = Vec::new();
    for found in within(facts, object, reach, author.at).map_err(No::Facts)? {
        if let Some(object) = facts.object(found.id).map_err(No::Facts)? {
            changes.extend(act(facts, &effect.act, &object, here, author)?);
        }
    }
    Ok(changes)
}

/// What is done to an object; what its type does not know is left out, since no rule may hold up what it follows from.
fn act<F: Facts>(facts: &F, act: &Act, object: &Object, here: Option<&Here>, author: &Author) -> Follows<F> {
    let Some(kind) = facts.object_type(&object.type_id).map_err(No::Facts)? else {
        return Ok(Vec::new());
    };
    let mut change = Change::new(Kind::Object, EntityId(object.id.0), What::Edited, Some(object.id));
    let set = act.set.iter().filter_map(|(field, text)| edit::field_value(&kind, field, text).ok());
    change.fields.extend(set);
    change.fields.extend(act.count.as_ref().and_then(|field| counted(field, object, &kind)));
    if let Some(fill) = &act.fill {
        change.fields.extend(filled(facts, fill, object, &kind, author)?);
    }
    let mut then = object.clone();
    then.put(&change.fields);
    if let Some(state) = &act.state
        && edit::may_enter(facts, &then, &kind, state, act.force_state, author)?
    {
        change = change.with(register::STATE, state.as_str());
    }
    let mut changes = if change.fields.is_empty() { Vec::new() } else { vec![change] };
    if act.finish {
        changes.extend(finished(facts, object, here, author)?);
    }
    Ok(changes)
}

/// A number field, raised by one.
fn counted(field: &str, object: &Object, kind: &ObjectType) -> Option<(String, Value)> {
    let is_number = kind.fields.iter().any(|f| f.id == field && f.kind == FieldKind::Number);
    let n = field_of(object, field).as_int().unwrap_or(0);
    is_number.then(|| (format!("{}{field}", register::FIELD), Value::Int(n + 1)))
}

/// The open cards of an object are done, ungated: something else settled them.
fn finished<F: Facts>(facts: &F, object: &Object, here: Option<&Here>, author: &Author) -> Follows<F> {
    let mut open = facts.open_cards(object.id).map_err(No::Facts)?;
    if let Some(here) = here {
        open.retain(|card| card.place.stage().stream() == here.stream && Some(card.id) != here.moving);
    }
    Ok(open.iter().map(|card| movement::done_change(card, card.place.stage().clone(), author)).collect())
}

fn filled<F: Facts>(
    facts: &F,
    fill: &Fill,
    object: &Object,
    kind: &ObjectType,
    author: &Author,
) -> Result<Option<(String, Value)>, No<F::Error>> {
    let mut lines = Vec::new();
    for found in within(facts, object, &fill.reach, author.at).map_err(No::Facts)? {
        if let Some(object) = facts.object(found.id).map_err(No::Facts)? {
            lines.push(told(&fill.text, &object));
        }
    }
    let is_text = kind.fields.iter().any(|f| f.id == fill.field && f.kind == FieldKind::Text);
    let name = format!("{}{}", register::FIELD, fill.field);
    let value = if lines.is_empty() { Value::Null } else { Value::Text(lines.join("\n")) };
    Ok(is_text.then_some((name, value)))
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
