//! Hand-offs: work carried to another stream along an edge of the catalogue.

use std::fmt::Write;

use super::relate::NewLinks;
use super::{Author, Decided, Decision, Facts, HandOff, NewObject, No, Refusal, Stand, edit, new, relate};
use crate::domain::card::{Card, Waiting};
use crate::domain::change::{Change, Kind, What, register};
use crate::domain::date::show_span;
use crate::domain::guard::Reach;
use crate::domain::id::{CardId, EntityId, ObjectId, RelationId, StageId, StreamId, TypeId};
use crate::domain::object::Object;
use crate::domain::stream::Edge;
use crate::domain::value::Value;

/// The relation of what was handed off to where it came from.
const CAME_FROM: &str = "came-from";

/// Whether an edge fits an object of a type, standing in a stage or nowhere.
pub fn fits(edge: &Edge, type_id: &TypeId, stage: Option<&StageId>) -> bool {
    let is_type = edge.carry.types.is_empty() || edge.carry.types.contains(type_id);
    let is_here = match stage {
        Some(stage) => stage.stream() == edge.from && edge.from_stage.as_ref().is_none_or(|from| from == stage),
        None => edge.carry.types.contains(type_id),
    };
    is_type && is_here && edge.to_stage.is_some()
}

pub(super) fn hand_off<F: Facts>(facts: &F, wish: &HandOff, author: &Author) -> Decided<F> {
    let origin = super::object(facts, wish.object)?;
    if origin.archived {
        return Err(Refusal::Archived { key: origin.key }.into());
    }
    let card = match wish.card {
        Some(id) => Some(super::live_card(facts, id)?.0),
        None => None,
    };
    if card.as_ref().is_some_and(|card| card.object != origin.id) {
        return Err(Refusal::Gone { what: "card" }.into());
    }
    let Some(edge) = facts.edge(&wish.edge).map_err(No::Facts)? else {
        let stage = card.as_ref().map(|card| card.place.stage());
        let known = match stage {
            Some(stage) => fitting(facts, &stage.stream(), &origin.type_id, Some(stage))?,
            None => Vec::new(),
        };
        return Err(Refusal::Unknown { what: "edge", word: wish.edge.clone(), known }.into());
    };
    let way = Way { facts, wish, author, edge: &edge, origin: &origin, card: card.as_ref(), body: None };
    way.check()?;
    way.go()
}

/// Work that follows from something of itself, carried along an edge from wherever that stands; nothing where the
/// edge is not there, or leads to no stage.
pub(super) fn follow_up<F: Facts>(
    facts: &F,
    wish: &HandOff,
    origin: &Object,
    body: &str,
    author: &Author,
) -> Result<Vec<Change>, No<F::Error>> {
    let Some(edge) = facts.edge(&wish.edge).map_err(No::Facts)?.filter(|edge| edge.to_stage.is_some()) else {
        return Ok(Vec::new());
    };
    let card = facts.open_cards(origin.id).map_err(No::Facts)?.into_iter().next();
    let way = Way { facts, wish, author, edge: &edge, origin, card: card.as_ref(), body: Some(body) };
    let target = way.make(&way.type_id()?)?;
    let mut changes = target.changes;
    changes.push(way.told(target.object, target.key.as_str(), false));
    Ok(changes)
}

/// The ids of the edges of a stream that fit.
fn fitting<F: Facts>(
    facts: &F,
    stream: &StreamId,
    type_id: &TypeId,
    stage: Option<&StageId>,
) -> Result<Vec<String>, No<F::Error>> {
    let all = facts.edges(stream).map_err(No::Facts)?;
    Ok(all.into_iter().filter(|edge| fits(edge, type_id, stage)).map(|edge| edge.id).collect())
}

/// A hand-off under way.
struct Way<'a, F: Facts> {
    facts: &'a F,
    wish: &'a HandOff,
    author: &'a Author,
    edge: &'a Edge,
    origin: &'a Object,
    card: Option<&'a Card>,
    /// What is said in the new object, where that is not its figures.
    body: Option<&'a str>,
}

/// Where it led.
struct Target {
    object: ObjectId,
    key: crate::domain::key::Key,
    card: Option<CardId>,
    arrived: Option<String>,
    changes: Vec<Change>,
}

impl<F: Facts> Way<'_, F> {
    fn check(&self) -> Result<(), No<F::Error>> {
        let stage = self.card.map(|card| card.place.stage());
        if fits(self.edge, &self.origin.type_id, stage) {
            return Ok(());
        }
        let stream = stage.map_or_else(|| self.edge.from.clone(), StageId::stream);
        let fit = fitting(self.facts, &stream, &self.origin.type_id, stage)?;
        Err(Refusal::NoEdge { key: self.origin.key.clone(), edge: self.edge.id.clone(), fit }.into())
    }

    fn go(&self) -> Decided<F> {
        let target = self.target()?;
        let mut changes = target.changes;
        changes.push(self.told(target.object, target.key.as_str(), true));
        changes.extend(self.waits(target.object)?);
        changes.extend(self.state_of(self.origin, self.edge.carry.origin_state.as_deref())?);
        Ok(Decision {
            changes,
            key: Some(target.key),
            card: target.card,
            object: Some(target.object),
            arrived: target.arrived,
            left_open: Vec::new(),
            reason: None,
        })
    }

    /// The asking card waits for an answer, unless it is done, or the answer is there already.
    fn waits(&self, target: ObjectId) -> Result<Option<Change>, No<F::Error>> {
        let carry = &self.edge.carry;
        let Some(card) = self.card.filter(|card| !carry.answer_states.is_empty() && !card.place.is_done()) else {
            return Ok(None);
        };
        let known = self.facts.object(target).map_err(No::Facts)?.and_then(|object| object.state);
        let state = carry.set_state.as_ref().or(known.as_ref());
        if state.is_some_and(|state| carry.answer_states.contains(state)) {
            return Ok(None);
        }
        let waiting = Waiting { object: target, states: carry.answer_states.clone() };
        let change = Change::new(Kind::Card, EntityId(card.id.0), What::Waited, Some(self.origin.id));
        Ok(Some(change.with(register::WAITS, waiting.to_value())))
    }

    fn target(&self) -> Result<Target, No<F::Error>> {
        if self.edge.carry.same_object {
            let mut target = self.stand(self.origin)?;
            target.changes.extend(self.state_of(self.origin, self.edge.carry.set_state.as_deref())?);
            return Ok(target);
        }
        let type_id = self.type_id()?;
        if self.edge.carry.use_linked
            && let Some(object) = self.linked_already(&type_id)?
        {
            let mut target = self.stand(&object)?;
            target.changes.extend(self.state_of(&object, self.edge.carry.set_state.as_deref())?);
            target.changes.extend(self.link_back(&object)?);
            return Ok(target);
        }
        self.make(&type_id)
    }

    fn type_id(&self) -> Result<TypeId, No<F::Error>> {
        if let Some(type_id) = self.wish.type_id.clone().or_else(|| self.edge.carry.makes.clone()) {
            return Ok(type_id);
        }
        Ok(super::stream(self.facts, &self.edge.to)?.card_type)
    }

    /// The one open object of the type that is linked already; of several nobody knows which is meant.
    fn linked_already(&self, type_id: &TypeId) -> Result<Option<Object>, No<F::Error>> {
        let reach = Reach { type_id: Some(type_id.clone()), paths: self.edge.carry.paths.clone(), ..Reach::default() };
        let mut found = self.facts.reached(self.origin.id, &reach).map_err(No::Facts)?;
        found.retain(|linked| !linked.is_closed);
        let [one] = &found[..] else {
            return Ok(None);
        };
        let object = self.facts.object(one.id).map_err(No::Facts)?;
        Ok(object.filter(|object| !object.archived))
    }

    /// Where it is to stand.
    fn stage(&self) -> Result<StageId, Refusal> {
        let stage = self.wish.stage.clone().or_else(|| self.edge.to_stage.clone());
        let stage = stage.ok_or_else(|| Refusal::NotAllowed { what: format!("{} leads to no stage", self.edge.id) })?;
        if stage.stream() == self.edge.to {
            return Ok(stage);
        }
        let what = format!("{} leads to {}, not to {}", self.edge.id, self.edge.to, stage.stream());
        Err(Refusal::NotAllowed { what })
    }

    /// An object that is there gets a card in the target stream, unless it stands there already.
    fn stand(&self, object: &Object) -> Result<Target, No<F::Error>> {
        let open = self.facts.open_cards(object.id).map_err(No::Facts)?;
        if let Some(card) = open.iter().find(|card| card.place.stage().stream() == self.edge.to) {
            if self.edge.carry.same_object {
                let what = format!("standing in {}", self.edge.to);
                return Err(Refusal::Already { key: object.key.to_string(), what }.into());
            }
            let (object, key) = (object.id, object.key.clone());
            return Ok(Target { object, key, card: Some(card.id), arrived: None, changes: Vec::new() });
        }
        let stand =
            Stand { pass: self.wish.pass.clone(), ..Stand::in_stage(self.edge.to.clone(), Some(self.stage()?)) };
        let (card, arrived) = new::standing(self.facts, object, &stand, self.author)?;
        let card = Change { what: What::HandedOff, ..card }.with(register::ORIGIN, self.origin_value());
        Ok(Target {
            object: object.id,
            key: object.key.clone(),
            card: Some(CardId(card.entity.0)),
            arrived: Some(arrived),
            changes: vec![card],
        })
    }

    /// A new object in the target stream, linked to the origin and to what the edge carries.
    fn make(&self, type_id: &TypeId) -> Result<Target, No<F::Error>> {
        let new = NewObject {
            title: self.wish.title.clone().unwrap_or_else(|| self.origin.title.clone()),
            body: match self.body {
                Some(body) => body.to_owned(),
                None if self.edge.carry.figures => self.figures()?,
                None => String::new(),
            },
            state: self.edge.carry.set_state.clone(),
            priority: self.origin.priority,
            labels: self.origin.labels.clone(),
            type_id: Some(type_id.clone()),
            stand: Some(Stand {
                pass: self.wish.pass.clone(),
                ..Stand::in_stage(self.edge.to.clone(), Some(self.stage()?))
            }),
            ..NewObject::default()
        };
        let made = new::add(self.facts, &new, self.author)?;
        let changes = made.changes.into_iter().map(|change| {
            let is_card = change.kind == Kind::Card && change.is_birth();
            if is_card {
                Change { what: What::HandedOff, ..change }.with(register::ORIGIN, self.origin_value())
            } else {
                change
            }
        });
        let (Some(object), Some(key)) = (made.object, made.key) else {
            return Err(Refusal::Gone { what: "object" }.into());
        };
        let mut changes: Vec<Change> = changes.collect();
        changes.extend(self.links(object, type_id)?);
        Ok(Target { object, key, card: made.card, arrived: made.arrived, changes })
    }

    /// Links of the new object to the origin, and to the objects around that which the edge carries along. What has no
    /// room for one more link of its own kind is linked by another: a link never holds up a hand-off.
    fn links(&self, object: ObjectId, type_id: &TypeId) -> Result<Vec<Change>, No<F::Error>> {
        let mut new = NewLinks::of(object, type_id);
        let mut links = Vec::new();
        links.extend(new.somehow(self.facts, self.to_origin(), self.origin)?);
        for carried in &self.edge.objects {
            let reach = Reach { type_id: Some(carried.clone()), ..Reach::default() };
            for found in self.facts.reached(self.origin.id, &reach).map_err(No::Facts)? {
                let fitting = self.facts.relation_between(type_id, &found.type_id).map_err(No::Facts)?;
                if let Some(found) = self.facts.object(found.id).map_err(No::Facts)? {
                    links.extend(new.somehow(self.facts, fitting, &found)?);
                }
            }
        }
        Ok(links)
    }

    /// The relations that lead to the origin, the best first.
    fn to_origin(&self) -> impl Iterator<Item = RelationId> {
        self.edge.carry.link.clone().into_iter().chain([RelationId::new(CAME_FROM)])
    }

    fn link_back(&self, object: &Object) -> Result<Option<Change>, No<F::Error>> {
        let around = self.facts.reached(object.id, &Reach::default()).map_err(No::Facts)?;
        if around.iter().any(|found| found.id == self.origin.id) {
            return Ok(None);
        }
        for relation in self.to_origin() {
            match relate::link(self.facts, object.id, &relation, self.origin.id) {
                Ok(linked) => return Ok(linked.changes.into_iter().next()),
                Err(No::Refused(_)) => {}
                Err(no) => return Err(no),
            }
        }
        Ok(None)
    }

    fn state_of(&self, object: &Object, state: Option<&str>) -> Result<Option<Change>, No<F::Error>> {
        let (Some(state), Some(kind)) = (state, self.facts.object_type(&object.type_id).map_err(No::Facts)?) else {
            return Ok(None);
        };
        let may = edit::may_enter(self.facts, object, &kind, state, false, self.author)?;
        let change = Change::new(Kind::Object, EntityId(object.id.0), What::Edited, Some(object.id));
        Ok(may.then(|| change.with(register::STATE, state)))
    }

    fn origin_value(&self) -> Value {
        Value::map([("object", self.origin.id.to_string().into()), ("edge", self.edge.id.as_str().into())])
    }

    /// What the origin's history says; `from_here`: the visit of its card is dealt with by it.
    fn told(&self, to: ObjectId, key: &str, from_here: bool) -> Change {
        let from = self.card.map_or(Value::Null, |card| card.place.stage().as_str().into());
        let stage = self.wish.stage.as_ref().or(self.edge.to_stage.as_ref()).map(StageId::as_str);
        let card = self.card.filter(|card| from_here && !card.place.is_done());
        let value = Value::map([
            ("edge", self.edge.id.as_str().into()),
            ("object", to.to_string().into()),
            ("key", key.into()),
            ("from", from),
            ("to", Value::text_or_null(stage)),
            ("card", card.map_or(Value::Null, |card| card.id.to_string().into())),
            ("visit", card.map_or(Value::Null, |card| card.place.visit().into())),
        ]);
        let register = format!("{}{to}", register::HANDOFF);
        Change::new(Kind::Object, EntityId(self.origin.id.0), What::HandedOff, Some(self.origin.id))
            .with(register, value)
    }

    /// The figures at hand, as lines of text.
    fn figures(&self) -> Result<String, No<F::Error>> {
        let now = self.author.at;
        let mut text = format!("Raised from {} {}", self.origin.key, self.origin.title);
        let started = self.origin.since.map_or(self.origin.created_at, |s| s.min(self.origin.created_at));
        let _ = write!(text, "\n- age {}", show_span((now - started).num_seconds().max(0)));
        if let Some(priority) = self.origin.priority {
            let _ = write!(text, "\n- priority {priority}");
        }
        if let Some(state) = &self.origin.state {
            let _ = write!(text, "\n- state {state}");
        }
        let Some(card) = self.card else {
            return Ok(text);
        };
        let stream = super::stream(self.facts, &card.place.stage().stream())?;
        let n_cards: u64 = stream.stages.iter().map(|s| s.n_cards).sum();
        let stage = stream.position(card.place.stage()).map(|idx| &stream.stages[idx]);
        let (name, n_here) = stage.map_or(("", 0), |s| (s.name.as_str(), s.n_cards));
        if let crate::domain::card::Place::Standing { entered_at, visit, .. } = &card.place {
            let in_stage = show_span((now - *entered_at).num_seconds().max(0));
            let _ = write!(text, "\n- in {name} for {in_stage}, visit {visit}");
        }
        let _ = write!(text, "\n- {} holds {n_cards} cards, {name} {n_here}", stream.name);
        if card.n_overrides > 0 {
            let _ = write!(text, "\n- forced {} times", card.n_overrides);
        }
        Ok(text)
    }
}
