//! The visits of a card: what happens while it stands in a stage, and how it leaves.

use chrono::TimeDelta;

use super::cast;
use super::life::{Life, Teller, part_of};
use super::step::{Act, Step, Thing};
use crate::domain::At;
use crate::domain::change::Via;
use crate::domain::intent::{Edit, Pass, Spot, To};
use crate::domain::stream::{Mode, Policy};

/// A visit of a card in one of its stages.
pub struct Visit {
    pub thing: Thing,
    pub idx: usize,
    pub start: At,
    pub end: At,
    pub who: String,
}

impl Visit {
    fn at(&self, part: f64) -> At {
        part_of(self.start, self.end, part)
    }
}

impl Teller<'_> {
    /// What happens between coming and going: remarks, blocks, a way back and forth.
    pub fn pass_time(&mut self, life: &Life<'_>, visit: &Visit) {
        let stream = life.stream;
        if self.rng.f64() < 0.13 {
            let by = cast::anybody(self.plan, &mut self.rng).to_owned();
            let at = visit.at(self.rng.f64());
            let text = cast::one_of(&stream.remarks, &mut self.rng);
            self.steps.extend(text.map(|text| Step::new(at, &by, Act::Comment(visit.thing, text))));
        }
        if self.rng.f64() < 0.035
            && let Some(why) = cast::one_of(&stream.holds, &mut self.rng)
        {
            self.steps.push(Step::new(visit.at(0.15), &visit.who, Act::Block(visit.thing, why)));
            self.steps.push(Step::new(visit.at(0.35), &visit.who, Act::Unblock(visit.thing)));
        }
        if self.rng.f64() < 0.04 && visit.idx > 0 && self.may_go_back(life, visit) {
            self.go_back(life, visit);
        }
    }

    /// In the weeks of a jam the comings are counted; nobody goes back then.
    fn may_go_back(&self, life: &Life<'_>, visit: &Visit) -> bool {
        let weeks = life.stream.jam.as_ref().map_or(0, |jam| jam.weeks);
        visit.end < self.at - TimeDelta::weeks(weeks as i64)
    }

    fn go_back(&mut self, life: &Life<'_>, visit: &Visit) {
        let reason = cast::one_of(&life.stream.backs, &mut self.rng);
        let go = |idx: usize, pass: Pass| Act::Move {
            thing: visit.thing,
            to: To::Stage(life.stage(idx)),
            spot: Spot::Bottom,
            pass,
        };
        let back = Step::new(visit.at(0.4), &visit.who, go(visit.idx - 1, Pass::Ask));
        self.steps.push(Step { reason, ..back });
        let again = self.settled(life, visit.idx, Pass::TickAll);
        self.steps.push(Step::new(visit.at(0.6), &visit.who, go(visit.idx, again)));
    }

    /// Leaves the stage at the end of the visit, with what was ticked before.
    pub fn leave(&mut self, life: &Life<'_>, visit: &Visit) {
        let mut asked = self.asked(&life.stage(visit.idx));
        let chance = self.rng.f64();
        let pass = match self.policy(life, visit.idx) {
            (_, Mode::Any) => Pass::Ask,
            (Policy::Enforce, _) if chance < 0.55 => Pass::Ask,
            (Policy::Enforce, _) => Pass::TickAll,
            _ if chance < 0.3 => Pass::Ask,
            _ if chance < 0.8 => Pass::TickAll,
            _ => {
                asked.truncate(self.rng.usize(0..=asked.len() / 2));
                Pass::Ask
            }
        };
        if pass == Pass::Ask && !asked.is_empty() {
            let at = visit.at(0.7 + 0.25 * self.rng.f64());
            let asked = self.by_hand(asked);
            if !asked.is_empty() {
                self.steps.push(Step::new(at, &visit.who, Act::Tick(visit.thing, asked)));
            }
        }
        let pass = self.settled(life, visit.idx, pass);
        let step = self.way_out(life, visit, pass);
        self.steps.push(step);
    }

    /// The move to the next stage or off the board, with the states that go with it.
    fn way_out(&mut self, life: &Life<'_>, visit: &Visit, pass: Pass) -> Step {
        let next = visit.idx + 1;
        let is_last = next == life.stream.stages.len();
        let to = if is_last {
            To::Done { value: cast::one_of(&life.stream.values, &mut self.rng), beneficiary: None }
        } else {
            To::Stage(life.stage(next))
        };
        let states = if is_last { &life.stream.done } else { &life.stream.stages[next].states };
        let spot = if life.is_urgent() { Spot::Top } else { Spot::Bottom };
        let via = if self.rng.f64() < 0.1 { Via::Cli } else { Via::Tui };
        let mut acts = vec![Act::Move { thing: visit.thing, to, spot, pass }];
        let edit = |state: &String| Act::Edit(visit.thing, Edit::State(state.clone()));
        acts.extend(states.get(&life.topic.type_id).into_iter().flatten().map(edit));
        Step { at: visit.end, actor: visit.who.clone(), via, acts, reason: None }
    }

    /// Where a card stands now: what is ticked, blocked and waited for.
    pub fn stand(&mut self, life: &Life<'_>, visit: &Visit) {
        let Some(card) = life.card else { return };
        let asked = self.asked(&life.stage(visit.idx));
        let is_free = self.policy(life, visit.idx).0 != Policy::Enforce && card.who.is_some();
        let by_chance = if is_free { self.rng.usize(0..=asked.len()) } else { 0 };
        let ticks: Vec<_> = asked.into_iter().take(card.ticks.unwrap_or(by_chance)).collect();
        let ticks = self.by_hand(ticks);
        let mut add = |part: f64, act: Act| self.steps.push(Step::new(visit.at(part), &visit.who, act));
        if !ticks.is_empty() {
            add(0.12, Act::Tick(visit.thing, ticks));
        }
        if let Some(why) = &card.blocked {
            add(0.4, Act::Block(visit.thing, why.clone()));
        }
        if let Some(wait_s) = card.wait {
            add(0.6, Act::Wait(visit.thing, visit.end + TimeDelta::seconds(wait_s)));
        }
    }

    /// Nobody tells of the approvals and windows that a strict gate asked for: they are taken as given.
    fn settled(&self, life: &Life<'_>, idx: usize, pass: Pass) -> Pass {
        if self.policy(life, idx).0 == Policy::Enforce { Pass::Free } else { pass }
    }

    fn policy(&self, life: &Life<'_>, idx: usize) -> (Policy, Mode) {
        let stream = self.reference.streams.iter().find(|s| s.id.as_str() == life.stream.id);
        let mode = stream.and_then(|s| s.stages.get(idx)).map(|s| s.exit_mode).unwrap_or_default();
        (stream.map(|s| s.gate).unwrap_or_default(), mode)
    }
}
