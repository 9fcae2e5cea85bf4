//! The whole history as steps in the order of time: every card told from its first day to where it is now.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use fastrand::Rng;

use super::cast;
use super::life::{Life, Teller};
use super::pace::{Pace, Times};
use super::step::{Act, Step, Thing};
use crate::domain::At;
use crate::domain::change::Via;
use crate::domain::id::{RelationId, StageId, StreamId};
use crate::domain::intent::{Edit, NewObject};
use crate::wire::assets::Reference;
use crate::wire::demo::{CardPlan, DemoPlan, ObjectPlan, PlacePlan, StreamPlan};

/// The steps, and what the plan calls the things they make.
pub struct Story {
    pub steps: Vec<Step>,
    pub names: BTreeMap<String, Thing>,
}

/// Tells the history of `plan` up to `at`; the same each time.
pub fn tell(plan: &DemoPlan, reference: &Reference, at: At) -> Story {
    let rng = Rng::with_seed(plan.seed);
    let mut author = StoryTeller { teller: Teller::new(plan, reference, at, rng), names: BTreeMap::new() };
    author.name();
    for stream in &plan.streams {
        author.stream(stream);
    }
    for object in &plan.objects {
        author.object(object);
    }
    for place in &plan.places {
        author.place(place);
    }
    author.links();
    author.limits();
    let mut steps = author.teller.steps;
    steps.sort_by_key(|step| step.at);
    Story { steps, names: author.names }
}

struct StoryTeller<'a> {
    teller: Teller<'a>,
    names: BTreeMap<String, Thing>,
}

impl<'a> StoryTeller<'a> {
    fn name(&mut self) {
        let t = &mut self.teller;
        let at = t.at - TimeDelta::days(t.plan.days + 1);
        t.steps.push(Step::new(at, &t.plan.host, Act::Name(t.plan.name.clone())));
    }

    fn stream(&mut self, stream: &'a StreamPlan) {
        let t = &mut self.teller;
        let pace = Pace { plan: t.plan, stream, at: t.at };
        let cards: Vec<(usize, &CardPlan)> = stream
            .stages
            .iter()
            .enumerate()
            .flat_map(|(idx, stage)| stage.cards.iter().map(move |c| (idx, c)))
            .collect();
        let standing: Vec<Times> = cards.iter().map(|(idx, card)| pace.standing(*idx, card, &mut t.rng)).collect();
        let finished = pace.finished(&standing, &mut t.rng);
        let topics = cast::topics(t.plan, stream, &mut t.rng);
        for (times, topic) in finished.into_iter().zip(topics) {
            let who = cast::member(t.plan, &topic.label, &mut t.rng).to_owned();
            t.life(&Life { stream, topic, who: Some(who), times, card: None });
        }
        for ((_, card), times) in cards.into_iter().zip(standing) {
            let thing = self.teller.life(&Life::of_card(stream, card, times));
            self.names.extend(card.id.clone().map(|id| (id, thing)));
        }
    }

    fn object(&mut self, object: &ObjectPlan) {
        let t = &mut self.teller;
        let made_at = t.at - TimeDelta::seconds(object.age);
        let thing = t.new_thing(made_at, &object.who);
        let new = NewObject {
            type_id: Some(super::life::type_id(&object.type_id)),
            title: object.title.clone(),
            assignee: Some(object.who.clone()),
            labels: vec![object.label.clone()],
            fields: t.fields(&object.type_id, &object.fields),
            ..NewObject::default()
        };
        t.steps.push(Step::new(made_at, &object.who, Act::Add(thing, Box::new(new))));
        for (state, n) in object.states.iter().zip(1..) {
            let at = made_at + TimeDelta::minutes(25 * n);
            t.steps.push(Step::new(at, &object.who, Act::Edit(thing, Edit::State(state.clone()))));
        }
        self.names.insert(object.id.clone(), thing);
    }

    fn place(&mut self, place: &PlacePlan) {
        let Some(of) = self.names.get(&place.of).copied() else {
            return;
        };
        let t = &mut self.teller;
        let at = t.at - TimeDelta::seconds(place.stay);
        let who = t.who(of).to_owned();
        let thing = t.new_thing(at, &who);
        let stage = StageId::of(&StreamId::new(&place.stream), &place.stage);
        let ticks = t.by_hand(t.asked(&stage)).into_iter().take(place.ticks).collect();
        t.steps.push(Step::new(at, &who, Act::Place { thing, of, stage }));
        t.steps.push(Step::new(at + TimeDelta::minutes(50), &who, Act::Tick(thing, ticks)));
    }

    fn links(&mut self) {
        let t = &mut self.teller;
        for link in &t.plan.links {
            let (Some(from), Some(to)) = (self.names.get(&link.from), self.names.get(&link.to)) else {
                continue;
            };
            let soon = t.made_at(*from).max(t.made_at(*to)) + TimeDelta::minutes(6);
            let at = link.ago.map_or(soon, |s| t.at - TimeDelta::seconds(s)).min(t.at);
            let relation = RelationId::new(&link.relation);
            let who = t.who(*from).to_owned();
            let act = Act::Link { from: *from, relation, to: *to };
            t.steps.push(Step::new(at, &who, act));
        }
    }

    /// The limits come late: nobody had to pass them, and yet a stage is over its own.
    fn limits(&mut self) {
        let t = &mut self.teller;
        let limit = |stream: &StreamPlan| {
            let id = StreamId::new(&stream.id);
            let stages = stream.stages.iter();
            stages.filter_map(|s| Some(Act::Limit(StageId::of(&id, &s.id), s.wip?))).collect::<Vec<_>>()
        };
        let acts = t.plan.streams.iter().flat_map(limit).collect();
        let reason = Some("agreed in the flow review".to_owned());
        let at = t.at - TimeDelta::seconds(t.plan.limits);
        t.steps.push(Step { at, actor: t.plan.host.clone(), via: Via::Tui, acts, reason });
    }
}
