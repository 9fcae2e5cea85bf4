//! Changes to an object or a card that stay in their place.

use super::{Author, Decided, Decision, Edit, Facts, No, Refusal, checked};
use crate::domain::At;
use crate::domain::change::{Change, Kind, What, register};
use crate::domain::date::parse_span;
use crate::domain::guard::{Subject, judge};
use crate::domain::id::{CardId, EntityId, ObjectId};
use crate::domain::object::{FieldKind, Object, ObjectType, PRIORITIES};
use crate::domain::rule::Lock;
use crate::domain::score;
use crate::domain::value::{Value, parse_at};

pub(super) fn edit<F: Facts>(facts: &F, id: ObjectId, edits: &[Edit], author: &Author) -> Decided<F> {
    let mut object = super::object(facts, id)?;
    let mut kind = super::new::object_type(facts, Some(object.type_id.clone()))?;
    let mut change = Change::new(Kind::Object, EntityId(id.0), What::Edited, Some(id));
    for edit in edits {
        unlocked(&object, &kind, edit)?;
        if let Edit::Type(to) = edit {
            kind = super::new::object_type(facts, Some(to.clone()))?;
            change = retype(facts, change, &mut object, &kind)?;
        } else {
            if let Edit::Scenario(Some(scenario)) = edit {
                known_scenario(facts, id, scenario)?;
            }
            change = apply(change, &object, &kind, edit)?;
        }
    }
    // A state is asked for by what the object is with all the rest written.
    let state = object.state.clone();
    object.put(&change.fields);
    let to = std::mem::replace(&mut object.state, state);
    let is_chosen = edits.iter().any(|edit| matches!(edit, Edit::State(_)));
    if let Some(state) = to.filter(|_| is_chosen) {
        guarded(facts, &object, &kind, &state, author)?;
    }
    Ok(Decision::about(&object, vec![change]))
}

/// Another type means a key of that type; the old one stays as an alias.
fn retype<F: Facts>(facts: &F, change: Change, object: &mut Object, kind: &ObjectType) -> Result<Change, No<F::Error>> {
    if object.type_id == kind.id {
        return Ok(change);
    }
    let key = facts.next_key(&kind.prefix).map_err(No::Facts)?;
    let alias = format!("{}{}", register::ALIAS, object.key);
    object.key = key.clone();
    object.type_id = kind.id.clone();
    let keeps_state = object.state.as_ref().is_some_and(|s| kind.states.iter().any(|k| k.id == *s));
    if !keeps_state {
        object.state = kind.states.first().map(|s| s.id.clone());
    }
    Ok(change
        .with(register::TYPE, kind.id.as_str())
        .with(register::KEY, key.as_str())
        .with(register::STATE, Value::text_or_null(object.state.as_deref()))
        .with(alias, true))
}

fn apply(change: Change, object: &Object, kind: &ObjectType, edit: &Edit) -> Result<Change, Refusal> {
    Ok(match edit {
        Edit::Title(title) => change.with(register::TITLE, checked(title, "title", false)?),
        Edit::Body(body) => change.with(register::BODY, checked(body, "body", true)?),
        Edit::Priority(priority) => change.with(register::PRIORITY, priority_value(*priority)?),
        Edit::Assignee(who) => change.with(register::ASSIGNEE, name_value(who.as_deref(), "assignee")?),
        Edit::Due(at) => change.with(register::DUE_AT, Value::at_or_null(*at)),
        Edit::Since(at) => change.with(register::SINCE, Value::at_or_null(*at)),
        Edit::Team(team) => change.with(register::TEAM, team_value(team.as_deref())?),
        Edit::Scenario(id) => change.with(register::SCENARIO, Value::text_or_null(id.as_deref())),
        Edit::State(state) => {
            let to = next_state(object, kind, state)?;
            let is_there = object.state.as_deref() == to.as_str();
            if is_there { change } else { change.with(register::STATE, to) }
        }
        Edit::Label { name, on } => change.with(label_register(name)?, *on),
        Edit::Score { factor, points } => {
            change.with(format!("{}{}", register::SCORE, factor.word()), points_value(*points)?)
        }
        Edit::Field { id, text } => {
            let (name, value) = field_value(kind, id, text)?;
            change.with(name, value)
        }
        Edit::Type(_) => change,
    })
}

pub(super) fn comment<F: Facts>(facts: &F, id: ObjectId, text: &str, author: &Author) -> Decided<F> {
    let object = super::object(facts, id)?;
    let entity = EntityId(facts.fresh_id());
    let change = Change::new(Kind::Comment, entity, What::Commented, Some(id))
        .with(register::OBJECT, id.to_string())
        .with(register::TEXT, checked(text, "comment", false)?)
        .with(register::CREATED_BY, author.actor.as_str())
        .with(register::CREATED_AT, author.at);
    Ok(Decision::about(&object, vec![change]))
}

pub(super) fn archive<F: Facts>(facts: &F, id: ObjectId, on: bool) -> Decided<F> {
    let object = super::object(facts, id)?;
    if object.archived == on {
        let what = if on { "archived" } else { "on its boards" };
        return Err(Refusal::Already { key: object.key.to_string(), what: what.into() }.into());
    }
    let what = if on { What::Archived } else { What::Restored };
    let change = Change::new(Kind::Object, EntityId(id.0), what, Some(id)).with(register::ARCHIVED, on);
    Ok(Decision::about(&object, vec![change]))
}

pub(super) fn block<F: Facts>(facts: &F, id: CardId, reason: Option<&str>) -> Decided<F> {
    let (card, object) = super::live_card(facts, id)?;
    if reason.is_none() && card.held.is_none() {
        if let Some(by) = &card.blocked {
            let what = format!("{} is blocked {by}; it is free when that is closed", object.key);
            return Err(Refusal::NotAllowed { what }.into());
        }
        return Err(Refusal::Already { key: object.key.to_string(), what: "free".into() }.into());
    }
    let value = match reason {
        Some(reason) => checked(reason, "reason", false)?,
        None => Value::Null,
    };
    let what = if reason.is_some() { What::Blocked } else { What::Unblocked };
    let change = Change::new(Kind::Card, EntityId(id.0), what, Some(object.id)).with(register::BLOCKED, value);
    Ok(Decision { card: Some(id), ..Decision::about(&object, vec![change]) })
}

pub(super) fn wait<F: Facts>(facts: &F, id: CardId, until: Option<At>) -> Decided<F> {
    let (card, object) = super::live_card(facts, id)?;
    let mut change = Change::new(Kind::Card, EntityId(id.0), What::Waited, Some(object.id))
        .with(register::WAITING_UNTIL, Value::at_or_null(until));
    if until.is_none() && card.waiting.is_some() {
        change = change.with(register::WAITS, Value::Null);
    }
    Ok(Decision { card: Some(id), ..Decision::about(&object, vec![change]) })
}

/// Whether an object may come into a state by itself: it is not there yet, its own rules lead there, and nothing
/// stands in the way.
pub(super) fn may_enter<F: Facts>(
    facts: &F,
    object: &Object,
    kind: &ObjectType,
    state: &str,
    is_forced: bool,
    author: &Author,
) -> Result<bool, No<F::Error>> {
    let is_known = kind.states.iter().any(|known| known.id == state);
    let leads = is_forced || next_state(object, kind, state).is_ok();
    if !is_known || !leads || object.state.as_deref() == Some(state) {
        return Ok(false);
    }
    match guarded(facts, object, kind, state, author) {
        Ok(()) => Ok(true),
        Err(No::Refused(_)) => Ok(false),
        Err(no) => Err(no),
    }
}

/// The guard of a state, asked of who wants to enter it.
pub(super) fn guarded<F: Facts>(
    facts: &F,
    object: &Object,
    kind: &ObjectType,
    word: &str,
    author: &Author,
) -> Result<(), No<F::Error>> {
    let to = known_state(kind, word)?;
    let state = kind.states.iter().find(|s| s.id == to && object.state.as_ref() != Some(&s.id));
    let Some((state, guard)) = state.and_then(|s| Some((s, s.guard.as_ref()?))) else {
        return Ok(());
    };
    let verdict = judge(facts, guard, Subject { object, card: None }).map_err(No::Facts)?;
    if verdict.when.holds_at(author.at) {
        return Ok(());
    }
    let stays = format!("cannot become {}", state.name);
    let missing = match &state.text {
        Some(text) => format!("{text}: {}", verdict.missing),
        None => verdict.missing,
    };
    Err(Refusal::Guarded { key: object.key.clone(), stays, missing, instead: None, edge: None }.into())
}

/// Whether an object is in one of these states.
pub(super) fn is_in(states: &[String], object: &Object) -> bool {
    object.state.as_ref().is_some_and(|state| states.contains(state))
}

/// Why an object no longer takes something.
pub(super) fn locked(object: &Object, lock: &Lock, what: &str) -> Refusal {
    Refusal::Locked {
        key: object.key.clone(),
        state: object.state.clone().unwrap_or_default(),
        what: what.to_owned(),
        instead: lock.instead.clone(),
    }
}

fn unlocked(object: &Object, kind: &ObjectType, edit: &Edit) -> Result<(), Refusal> {
    // What the lock of all is about: what the object says, not who has it and when.
    let (field, is_said) = match edit {
        Edit::Title(_) => (register::TITLE, true),
        Edit::Body(_) => (register::BODY, true),
        Edit::Field { id, .. } => (id.as_str(), true),
        Edit::Type(_) => (register::TYPE, true),
        Edit::Priority(_) => (register::PRIORITY, false),
        Edit::Assignee(_) => (register::ASSIGNEE, false),
        Edit::Due(_) => (register::DUE_AT, false),
        Edit::Since(_) => (register::SINCE, false),
        Edit::Team(_) => (register::TEAM, false),
        Edit::Scenario(_) => (register::SCENARIO, true),
        Edit::Label { .. } => ("labels", false),
        Edit::Score { .. } => ("score", false),
        Edit::State(_) => return Ok(()),
    };
    let names = |lock: &Lock| lock.fields.iter().any(|f| f == field || (f == "*" && is_said));
    let holds = |lock: &&Lock| is_in(&lock.states, object) && names(lock);
    match kind.locks.iter().find(holds) {
        Some(lock) => Err(locked(object, lock, &format!("a change of {field}"))),
        None => Ok(()),
    }
}

/// The id of a state given by id or name.
pub fn known_state(kind: &ObjectType, word: &str) -> Result<String, Refusal> {
    let found = kind.states.iter().find(|s| s.id == word || s.name.eq_ignore_ascii_case(word));
    found.map(|s| s.id.clone()).ok_or_else(|| Refusal::Unknown {
        what: "state",
        word: word.to_owned(),
        known: kind.states.iter().map(|s| s.id.clone()).collect(),
    })
}

fn next_state(object: &Object, kind: &ObjectType, word: &str) -> Result<Value, Refusal> {
    let to = known_state(kind, word)?;
    let Some(from) = object.state.as_ref().filter(|from| **from != to) else {
        return Ok(to.into());
    };
    let next = kind.states.iter().find(|s| s.id == *from).map(|s| s.next.clone()).unwrap_or_default();
    if next.contains(&to) {
        return Ok(to.into());
    }
    Err(Refusal::NotNext { key: object.key.clone(), from: from.clone(), to, next })
}

fn points_value(points: Option<u8>) -> Result<Value, Refusal> {
    match points {
        None => Ok(Value::Null),
        Some(points) if points <= score::MOST => Ok(Value::Int(points.into())),
        Some(points) => {
            Err(Refusal::Invalid { what: "score", text: points.to_string(), wanted: "0 to 10 or none".into() })
        }
    }
}

pub(super) fn priority_value(priority: Option<u8>) -> Result<Value, Refusal> {
    match priority {
        None => Ok(Value::Null),
        Some(p) if PRIORITIES.contains(&p) => Ok(Value::Int(p.into())),
        Some(p) => Err(Refusal::Invalid { what: "priority", text: p.to_string(), wanted: "1 to 4 or none".into() }),
    }
}

/// A person or a label: one word of text without spaces around it.
pub(super) fn name_value(name: Option<&str>, what: &'static str) -> Result<Value, Refusal> {
    name.map_or(Ok(Value::Null), |name| checked(name.trim(), what, false))
}

/// A team by its name; `@` begins the name of a person.
pub(super) fn team_value(team: Option<&str>) -> Result<Value, Refusal> {
    let team = team.map(str::trim);
    if let Some(team) = team.filter(|team| team.starts_with('@')) {
        return Err(Refusal::Invalid { what: "team", text: team.into(), wanted: "a name without @ before it".into() });
    }
    name_value(team, "team")
}

/// A scenario belongs to a stream: one in which the object stands.
fn known_scenario<F: Facts>(facts: &F, object: ObjectId, scenario: &str) -> Result<(), No<F::Error>> {
    for card in facts.open_cards(object).map_err(No::Facts)? {
        if facts.scenario(&card.place.stage().stream(), scenario).map_err(No::Facts)?.is_some() {
            return Ok(());
        }
    }
    let what = format!("the scenario {scenario} belongs to none of the streams it stands in");
    Err(Refusal::NotAllowed { what }.into())
}

pub(super) fn label_register(label: &str) -> Result<String, Refusal> {
    let label = label.trim().trim_start_matches('#');
    checked(label, "label", false)?;
    if label.contains([';', ',']) {
        return Err(Refusal::Invalid { what: "label", text: label.into(), wanted: "a word without , and ;".into() });
    }
    Ok(format!("{}{label}", register::LABEL))
}

/// The register and the value of a field as typed.
pub fn field_value(kind: &ObjectType, id: &str, text: &str) -> Result<(String, Value), Refusal> {
    let field = kind.fields.iter().find(|f| f.id == id).ok_or_else(|| Refusal::Unknown {
        what: "field",
        word: id.to_owned(),
        known: kind.fields.iter().map(|f| f.id.clone()).collect(),
    })?;
    let register = format!("{}{id}", register::FIELD);
    if text.is_empty() {
        return Ok((register, Value::Null));
    }
    let wrong = |wanted: &str| Refusal::Invalid { what: "field", text: format!("{id}={text}"), wanted: wanted.into() };
    let value = match field.kind {
        FieldKind::Text | FieldKind::Person => Some(checked(text, "field", false)?),
        FieldKind::Number | FieldKind::Money => number(text),
        FieldKind::Date => parse_at(text).map(Value::from),
        FieldKind::Duration => parse_span(text).ok().map(Value::Int),
        FieldKind::Choice => field.choices.iter().find(|c| *c == text).map(|c| c.as_str().into()),
        FieldKind::Flag => flag(text).map(Value::Bool),
    };
    let wanted = match field.kind {
        FieldKind::Choice => format!("one of {}", field.choices.join(", ")),
        FieldKind::Date => "a date".into(),
        FieldKind::Duration => "a duration such as 4h or 1d".into(),
        FieldKind::Flag => "yes or no".into(),
        _ => "a number".into(),
    };
    value.map(|v| (register, v)).ok_or_else(|| wrong(&wanted))
}

fn number(text: &str) -> Option<Value> {
    let whole = text.parse().ok().map(Value::Int);
    whole.or_else(|| text.parse().ok().filter(|n: &f64| n.is_finite()).map(Value::Real))
}

fn flag(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "true" | "on" | "1" => Some(true),
        "no" | "false" | "off" | "0" => Some(false),
        _ => None,
    }
}
