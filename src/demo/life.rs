//! The life of one card, told as steps: made, taken, ticked, moved, talked about, blocked, finished.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use fastrand::Rng;

use super::cast::{self, Topic};
use super::pace::Times;
use super::step::{Act, Step, Thing};
use super::visit::Visit;
use crate::domain::At;
use crate::domain::change::Via;
use crate::domain::gate;
use crate::domain::id::{CriterionId, StageId, StreamId, TypeId};
use crate::domain::intent::{Edit, NewObject, Pass, Spot, Stand, To};
use crate::domain::object::FieldKind;
use crate::domain::stream::{CriterionKind, Mode};
use crate::domain::value::format_at;
use crate::wire::assets::Reference;
use crate::wire::demo::{CardPlan, DemoPlan, Note, StreamPlan};

/// A card to be told of.
pub struct Life<'a> {
    pub stream: &'a StreamPlan,
    pub topic: Topic,
    /// Who took it.
    pub who: Option<String>,
    pub times: Times,
    /// What the plan says of it; nothing of finished cards.
    pub card: Option<&'a CardPlan>,
}

impl<'a> Life<'a> {
    /// The life of a card of the plan.
    pub fn of_card(stream: &'a StreamPlan, card: &'a CardPlan, times: Times) -> Self {
        let (type_id, title, label) = (card.type_id.clone(), card.title.clone(), card.label.clone());
        Self { stream, topic: Topic { type_id, title, label }, who: card.who.clone(), times, card: Some(card) }
    }

    /// The stage it came to so far along.
    pub fn stage(&self, idx: usize) -> StageId {
        StageId::of(&StreamId::new(&self.stream.id), &self.stream.stages[idx].id)
    }

    /// Whether it is put before others.
    pub fn is_urgent(&self) -> bool {
        self.times.priority.is_some_and(|p| p <= 2)
    }

    /// The priority it began with.
    fn first_priority(&self, rng: &mut Rng) -> Option<u8> {
        let priority = self.times.priority;
        match self.card {
            Some(card) => card.was.or(priority),
            None if rng.f64() < 0.06 => priority.map(|p| (p + 1).min(4)),
            None => priority,
        }
    }
}

/// Tells lives, one after the other.
pub struct Teller<'a> {
    pub plan: &'a DemoPlan,
    pub at: At,
    pub rng: Rng,
    pub steps: Vec<Step>,
    pub reference: &'a Reference,
    /// When each thing was made, and by whom.
    things: Vec<(At, String)>,
}

impl<'a> Teller<'a> {
    /// A teller who has told nothing yet.
    pub fn new(plan: &'a DemoPlan, reference: &'a Reference, at: At, rng: Rng) -> Self {
        Self { plan, at, rng, steps: Vec::new(), reference, things: Vec::new() }
    }

    /// The number of a thing to be made.
    pub fn new_thing(&mut self, made_at: At, who: &str) -> Thing {
        self.things.push((made_at, who.to_owned()));
        self.things.len() - 1
    }

    /// When a thing was made.
    pub fn made_at(&self, thing: Thing) -> At {
        self.things[thing].0
    }

    /// Who looks after a thing.
    pub fn who(&self, thing: Thing) -> &str {
        &self.things[thing].1
    }

    /// What the gate of a stage asks for; one of the exits where any will do.
    pub fn asked(&self, stage: &StageId) -> Vec<CriterionId> {
        let stages = self.reference.streams.iter().flat_map(|s| &s.stages);
        let Some(stage) = stages.into_iter().find(|s| s.id == *stage) else {
            return Vec::new();
        };
        let mut n_exits = 0;
        let asked = stage.criteria.iter().filter(|c| gate::is_required(c)).filter(|c| {
            n_exits += usize::from(c.kind == CriterionKind::Exit);
            c.kind != CriterionKind::Exit || stage.exit_mode == Mode::All || n_exits == 1
        });
        asked.map(|c| c.id.clone()).collect()
    }

    /// Those of the criteria that people tick; a guard needs nobody.
    pub fn by_hand(&self, ids: Vec<CriterionId>) -> Vec<CriterionId> {
        let criteria = self.reference.streams.iter().flat_map(|s| &s.stages).flat_map(|s| &s.criteria);
        let guarded: Vec<_> = criteria.filter(|c| c.guard.is_some()).map(|c| &c.id).collect();
        ids.into_iter().filter(|id| !guarded.contains(&id)).collect()
    }

    /// Fields as typed; dates of the plan are spans, ahead or with a minus ago.
    pub fn fields(&self, type_id: &str, fields: &BTreeMap<String, String>) -> Vec<(String, String)> {
        let kind = self.reference.types.iter().find(|t| t.id.as_str() == type_id);
        let is_date = |id: &str| kind.is_some_and(|k| k.fields.iter().any(|f| f.id == id && f.kind == FieldKind::Date));
        let typed = |(id, text): (&String, &String)| {
            let text = if is_date(id) { self.date(text) } else { text.clone() };
            (id.clone(), text)
        };
        fields.iter().map(typed).collect()
    }

    /// Tells a card from its first day on.
    pub fn life(&mut self, life: &Life<'_>) -> Thing {
        let created = life.times.entered.first().copied().unwrap_or(self.at);
        let drawn = cast::member(self.plan, &life.topic.label, &mut self.rng).to_owned();
        let who = life.who.clone().unwrap_or(drawn);
        let thing = self.new_thing(created, &who);
        self.begin(life, thing, created);
        let ends = life.times.entered.iter().skip(1).chain(&life.times.done);
        let visits: Vec<(At, At)> = life.times.entered.iter().copied().zip(ends.copied()).collect();
        for (idx, (start, end)) in visits.iter().copied().enumerate() {
            let visit = Visit { thing, idx, start, end, who: who.clone() };
            self.pass_time(life, &visit);
            self.leave(life, &visit);
        }
        if let (None, Some(start)) = (life.times.done, life.times.entered.last()) {
            let visit = Visit { thing, idx: visits.len(), start: *start, end: self.at, who };
            self.stand(life, &visit);
        }
        self.notes(life, thing);
        thing
    }

    fn begin(&mut self, life: &Life<'_>, thing: Thing, created: At) {
        let end = life.times.entered.get(1).or(life.times.done.as_ref()).copied().unwrap_or(self.at);
        let by = self.plan.authors.get(&life.topic.type_id).cloned();
        let via = if by.is_some() { Via::Cli } else { Via::Tui };
        let by = by.unwrap_or_else(|| cast::anybody(self.plan, &mut self.rng).to_owned());
        let first = life.first_priority(&mut self.rng);
        let new = self.new_object(life, first);
        self.steps.push(Step { via, ..Step::new(created, &by, Act::Add(thing, Box::new(new))) });
        if life.card.is_some() && life.is_urgent() {
            let to = To::Stage(life.stage(0));
            let up = Act::Move { thing, to, spot: Spot::Top, pass: Pass::Ask };
            self.steps.push(Step::new(part_of(created, end, 0.04), &self.plan.host, up));
        }
        if first != life.times.priority {
            let edit = Act::Edit(thing, Edit::Priority(life.times.priority));
            self.steps.push(Step::new(part_of(created, end, 0.1), &by, edit));
        }
        if let Some(who) = &life.who {
            let take = Act::Edit(thing, Edit::Assignee(Some(who.clone())));
            self.steps.push(Step::new(part_of(created, end, 0.12), who, take));
        }
    }

    fn new_object(&self, life: &Life<'_>, priority: Option<u8>) -> NewObject {
        let note = self.note(life);
        let span = |s: Option<i64>| s.map(TimeDelta::seconds);
        let card = life.card;
        let due = span(card.and_then(|c| c.due)).or(span(card.and_then(|c| c.overdue)).map(|s| -s));
        NewObject {
            type_id: Some(type_id(&life.topic.type_id)),
            title: life.topic.title.clone(),
            body: note.map(|n| n.body.trim_end().to_owned()).unwrap_or_default(),
            priority,
            labels: vec![life.topic.label.clone()],
            due_at: due.map(|s| self.at + s),
            since: span(card.and_then(|c| c.since)).map(|s| self.at - s),
            scenario: card.and_then(|c| c.scenario.clone()),
            fields: note.map(|n| self.fields(&life.topic.type_id, &n.fields)).unwrap_or_default(),
            stand: Some(Stand::in_stage(StreamId::new(&life.stream.id), Some(life.stage(0)))),
            ..NewObject::default()
        }
    }

    fn notes(&mut self, life: &Life<'_>, thing: Thing) {
        for remark in self.note(life).map(|n| n.comments.as_slice()).unwrap_or_default() {
            let at = self.at - TimeDelta::seconds(remark.ago);
            self.steps.push(Step::new(at, &remark.who, Act::Comment(thing, remark.text.clone())));
        }
    }

    fn note(&self, life: &Life<'_>) -> Option<&'a Note> {
        let id = life.card?.id.as_ref()?;
        self.plan.notes.iter().find(|n| n.card == *id)
    }

    fn date(&self, text: &str) -> String {
        let span = |t: &str| crate::domain::date::parse_span(t).map(TimeDelta::seconds).unwrap_or_default();
        let at = match text.strip_prefix('-') {
            Some(ago) => self.at - span(ago),
            None => self.at + span(text),
        };
        format_at(at)
    }
}

/// The id of a type.
pub fn type_id(id: &str) -> TypeId {
    TypeId::new(id)
}

/// The instant so far between two.
pub fn part_of(start: At, end: At, part: f64) -> At {
    start + TimeDelta::seconds(((end - start).num_seconds().max(0) as f64 * part) as i64)
}
