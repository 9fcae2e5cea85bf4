//! The way from one stage to another, or off the board: gates and barriers to pass, and what passing leaves.

use super::super::follow::{Here, stage_effects};
use super::super::new::{force_value, full};
use super::super::refusal::Bar;
use super::{Goal, Wish, card_change, rank_at, tick_register};
use crate::domain::card::{Card, Place};
use crate::domain::change::{Change, Via, What, register};
use crate::domain::gate::{Gate, GateRule, Line, Seen, judge_all};
use crate::domain::guard::{Approval, Subject, judge};
use crate::domain::id::CriterionId;
use crate::domain::intent::{Author, Decided, Decision, Facts, Full, No, Pass, Refusal, Stay, StreamHead, checked};
use crate::domain::object::Object;
use crate::domain::rule::{Barrier, On};
use crate::domain::stream::{CriterionKind, Policy};
use crate::domain::value::Value;

/// A move from one stage to another, or off the board.
pub(super) struct Passage<'a, F: Facts> {
    pub facts: &'a F,
    pub stream: &'a StreamHead,
    pub card: &'a Card,
    pub object: &'a Object,
    pub from: usize,
    pub wish: &'a Wish<'a>,
    pub author: &'a Author,
}

/// What was found in the way.
struct Way {
    /// Its first is that of the stage the card stands in.
    gates: Vec<Gate>,
    /// The rules of the stages it leaves or passes, going forward.
    rules: Vec<GateRule>,
    barred: Vec<Bar>,
    full: Option<Full>,
}

impl<F: Facts> Passage<'_, F> {
    pub fn go(&self, goal: &Goal) -> Decided<F> {
        self.may_go_back(goal)?;
        let way = self.way(goal)?;
        let (ticked, left) = self.ticked(&way.gates);
        self.passes(&way, &left)?;
        let asks = self.stream.gate == Policy::Enforce && !left.is_empty();
        let stood_in_the_way = asks || way.full.is_some() || !way.barred.is_empty();
        let forced = self.excuse().filter(|_| stood_in_the_way);
        let mut changes = Vec::new();
        if !ticked.is_empty() {
            changes.push(self.tick_rest(&ticked));
        }
        let (moved, ranking) = self.moved(goal, forced, &left, &way)?;
        changes.extend(ranking);
        changes.push(moved);
        changes.extend(self.left_behind(goal, &way)?);
        let warned = self.stream.gate == Policy::Warn && forced.is_none();
        Ok(Decision {
            card: Some(self.card.id),
            arrived: Some(self.arrived(goal)),
            left_open: if warned { left.iter().map(|l| words(l)).collect() } else { Vec::new() },
            reason: forced.map(String::as_str).or(self.wish.reason).map(str::to_owned),
            ..Decision::about(self.object, changes)
        })
    }

    /// What follows from leaving stages for later ones; of a card that is done, the stage it is done from tells itself.
    fn left_behind(&self, goal: &Goal, way: &Way) -> Result<Vec<Change>, No<F::Error>> {
        if self.author.via == Via::Import {
            return Ok(Vec::new());
        }
        let n_told = usize::from(matches!(goal, Goal::Done { .. }));
        let (mut object, mut changes) = (self.object.clone(), Vec::new());
        for rule in way.rules.iter().skip(n_told) {
            let card = (self.card.id, self.card.place.visit());
            let here = Here { stream: rule.stage.stream(), moving: Some(self.card.id), card };
            changes.extend(stage_effects(self.facts, rule, &On::Leave, &mut object, &here, self.author)?);
        }
        Ok(changes)
    }

    fn excuse(&self) -> Option<&String> {
        match self.wish.pass {
            Pass::Force(reason) => Some(reason),
            Pass::Ask | Pass::TickAll | Pass::Free => None,
        }
    }

    /// Guards on going back out of a stage; no force passes them.
    fn may_go_back(&self, goal: &Goal) -> Result<(), No<F::Error>> {
        let Goal::Stage(end) = goal else {
            return Ok(());
        };
        if *end >= self.from || *self.wish.pass == Pass::Free {
            return Ok(());
        }
        for stage in self.stream.stages[end + 1..=self.from].iter().rev() {
            let rule = self.facts.gate(&stage.id).map_err(No::Facts)?;
            for barrier in rule.iter().flat_map(|rule| &rule.rules.back) {
                if let Some(bar) = self.bar(barrier)? {
                    let stays = format!("stays in {}", self.stream.stages[self.from].name);
                    let missing = format!("{}: {}", bar.text, bar.missing);
                    let (instead, edge) = (bar.instead, barrier.edge.clone());
                    let key = self.object.key.clone();
                    return Err(Refusal::Guarded { key, stays, missing, instead, edge }.into());
                }
            }
        }
        Ok(())
    }

    /// The gates to pass, every one between when going forward; none going back, or coming back from done.
    fn way(&self, goal: &Goal) -> Result<Way, No<F::Error>> {
        let (end, full) = match goal {
            Goal::Stage(idx) => (*idx, full(&self.stream.stages[*idx], self.object.priority)),
            Goal::Done { .. } => (self.stream.stages.len(), None),
        };
        let mut way = Way { gates: Vec::new(), rules: Vec::new(), barred: Vec::new(), full };
        if end <= self.from || self.card.place.is_done() {
            return Ok(way);
        }
        let is_free = self.stream.gate == Policy::Open || *self.wish.pass == Pass::Free;
        for stage in &self.stream.stages[self.from..end] {
            let Some(rule) = self.facts.gate(&stage.id).map_err(No::Facts)? else {
                continue;
            };
            if !is_free {
                way.gates.push(self.gate(&rule)?);
            }
            way.rules.push(rule);
        }
        if !is_free {
            way.barred = self.barred(end)?;
        }
        Ok(way)
    }

    fn gate(&self, rule: &GateRule) -> Result<Gate, No<F::Error>> {
        let visit = self.card.place.visit();
        let subject = Subject { object: self.object, card: Some((self.card.id, visit)) };
        let verdicts = judge_all(self.facts, &rule.criteria, subject).map_err(No::Facts)?;
        let ticks = self.facts.ticks(self.card.id).map_err(No::Facts)?;
        let approvals = self.facts.approvals(self.card.id).map_err(No::Facts)?;
        let seen = Seen {
            ticks: &ticks,
            approvals: &approvals,
            verdicts: &verdicts,
            passed: self.card.place.passed(),
            visit,
            now: self.author.at,
        };
        Ok(Gate::of(rule.clone(), &seen))
    }

    /// What bars the stages to come.
    fn barred(&self, end: usize) -> Result<Vec<Bar>, No<F::Error>> {
        let last = end.min(self.stream.stages.len() - 1);
        let mut barred = Vec::new();
        for stage in &self.stream.stages[self.from + 1..=last.max(self.from)] {
            let rule = self.facts.gate(&stage.id).map_err(No::Facts)?;
            for barrier in rule.iter().flat_map(|rule| &rule.rules.entry) {
                barred.extend(self.bar(barrier)?);
            }
        }
        Ok(barred)
    }

    fn bar(&self, barrier: &Barrier) -> Result<Option<Bar>, No<F::Error>> {
        bar(self.facts, barrier, self.object, Some(self.card), self.author)
    }

    /// The open lines that are ticked with the rest, and those that stay open all the same.
    fn ticked<'l>(&self, gates: &'l [Gate]) -> (Vec<&'l Line>, Vec<&'l Line>) {
        if *self.wish.pass != Pass::TickAll {
            return (Vec::new(), gates.iter().flat_map(Gate::open).collect());
        }
        let (ticked, left): (Vec<_>, Vec<_>) = gates.iter().map(Gate::tickable).unzip();
        (ticked.concat(), left.concat())
    }

    /// Whether it may pass with these lines open; no force passes an approval.
    fn passes(&self, way: &Way, left: &[&Line]) -> Result<(), Refusal> {
        if *self.wish.pass == Pass::Free {
            return Ok(());
        }
        let is_forced = self.excuse().is_some();
        let open: Vec<&Line> = match self.stream.gate {
            Policy::Enforce if is_forced => way.gates.iter().flat_map(Gate::unapproved).collect(),
            Policy::Enforce => left.to_vec(),
            Policy::Open | Policy::Warn => Vec::new(),
        };
        let barred: Vec<Bar> = way.barred.iter().filter(|bar| !(is_forced && bar.may_be_forced)).cloned().collect();
        let full = way.full.clone().filter(|_| !is_forced);
        if open.is_empty() && barred.is_empty() && full.is_none() {
            return Ok(());
        }
        let stage = Some(self.stream.stages[self.from].name.clone());
        let stay = Stay { key: self.object.key.clone(), stage, open: named(&open), barred, full };
        Err(Refusal::Stays(Box::new(stay)))
    }

    fn tick_rest(&self, open: &[&Line]) -> Change {
        let tick = |line: &&Line| crate::domain::gate::Tick {
            criterion: line.criterion.id.clone(),
            na: false,
            evidence: None,
            by: self.author.actor.clone(),
            at: self.author.at,
            visit: self.card.place.visit(),
            with_rest: true,
        };
        open.iter().map(tick).fold(card_change(self.card, What::Ticked), |change, tick| {
            change.with(tick_register(&tick.criterion), tick.to_value())
        })
    }

    fn moved(
        &self,
        goal: &Goal,
        forced: Option<&String>,
        left: &[&Line],
        way: &Way,
    ) -> Result<(Change, Vec<Change>), No<F::Error>> {
        let visit = self.card.place.visit() + 1;
        let at = self.author.at;
        let mut ranking = Vec::new();
        let (place, what) = match goal {
            Goal::Done { value, beneficiary } => {
                let from = self.stream.stages[self.from].id.clone();
                let (value, beneficiary) = (value.clone(), beneficiary.clone());
                (Place::Done { from, at, visit, value, beneficiary }, What::Finished)
            }
            Goal::Stage(idx) => {
                let stage = self.stream.stages[*idx].id.clone();
                let (rank, changes) = rank_at(self.facts, &stage, self.wish.spot, self.card.id)?;
                ranking = changes;
                (Place::Standing { stage, rank, entered_at: at, visit, passed: self.passed(way) }, What::Moved)
            }
        };
        let mut value = place.to_value();
        if let (Value::Map(map), false) = (&mut value, left.is_empty()) {
            let ids = left.iter().map(|l| Value::from(l.criterion.id.local())).collect();
            map.insert("left_open".into(), Value::List(ids));
        }
        let mut change = card_change(self.card, what).with(register::PLACE, value);
        if let Some(reason) = forced {
            checked(reason, "reason", false)?;
            change.what = What::Forced;
            let register = format!("{}{visit}", register::FORCE);
            change = change.with(register, force_value(reason, self.author));
        }
        if let Some(reason) = self.wish.reason.filter(|reason| self.is_back(goal) && !reason.trim().is_empty()) {
            change = change.with(format!("{}{visit}", register::BACK), reason);
        }
        Ok((change, ranking))
    }

    /// Whether it goes to an earlier stage, or comes back from done.
    fn is_back(&self, goal: &Goal) -> bool {
        matches!(goal, Goal::Stage(idx) if *idx < self.from || self.card.place.is_done())
    }

    /// The guarded exits that hold on the way, with those of the stages before; what held there earlier is asked anew.
    fn passed(&self, way: &Way) -> Vec<CriterionId> {
        let is_asked = |id: &CriterionId| way.gates.iter().flat_map(|gate| &gate.lines).any(|l| l.criterion.id == *id);
        let mut passed = self.card.place.passed().to_vec();
        passed.retain(|id| !is_asked(id));
        let held = way
            .gates
            .iter()
            .flat_map(|gate| &gate.lines)
            .filter(|l| l.criterion.guard.is_some() && l.criterion.kind == CriterionKind::Exit && l.status.holds());
        passed.extend(held.map(|l| l.criterion.id.clone()));
        passed.sort();
        passed.dedup();
        passed
    }

    fn arrived(&self, goal: &Goal) -> String {
        match goal {
            Goal::Stage(idx) => self.stream.stages[*idx].name.clone(),
            Goal::Done { .. } => "done".into(),
        }
    }
}

/// What a barrier has against an object, and the card of it that is to pass.
pub(in crate::domain::intent) fn bar<F: Facts>(
    facts: &F,
    barrier: &Barrier,
    object: &Object,
    card: Option<&Card>,
    author: &Author,
) -> Result<Option<Bar>, No<F::Error>> {
    let visit = card.map(|card| (card.id, card.place.visit()));
    let verdict = judge(facts, &barrier.guard, Subject { object, card: visit }).map_err(No::Facts)?;
    if verdict.when.holds_at(author.at) {
        return Ok(None);
    }
    let said = match visit {
        Some((card, _)) => facts.approvals(card).map_err(No::Facts)?,
        None => Vec::new(),
    };
    let counts = |a: &Approval| !a.is_rejected && Some(a.visit) == visit.map(|(_, visit)| visit);
    let is_given = |role: &str| said.iter().any(|a| a.role == role && counts(a));
    Ok(Some(Bar {
        text: barrier.text.clone(),
        missing: verdict.missing,
        instead: barrier.instead.clone(),
        may_be_forced: barrier.guard.is_approved(&is_given),
    }))
}

/// A line's text, with what its guard misses.
fn words(line: &Line) -> String {
    match &line.verdict {
        Some(verdict) if !verdict.missing.is_empty() => format!("{}: {}", line.criterion.text, verdict.missing),
        _ => line.criterion.text.clone(),
    }
}

fn named(lines: &[&Line]) -> Vec<(CriterionId, String)> {
    lines.iter().map(|l| (l.criterion.id.clone(), words(l))).collect()
}
