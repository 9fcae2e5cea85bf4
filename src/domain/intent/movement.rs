//! Moves through gates, and the ticks that open them.

use super::{Author, Decided, Decision, Facts, Mark, No, Pass, Refusal, Spot, Stay, StreamHead, To, checked, new};
use crate::domain::card::{Card, Place};
use crate::domain::change::{Change, Kind, What, register};
use crate::domain::gate::{Gate, Line, Tick};
use crate::domain::id::{CardId, CriterionId, EntityId, StageId};
use crate::domain::object::Object;
use crate::domain::rank::Rank;
use crate::domain::stream::Policy;
use crate::domain::value::Value;

/// A move as wished.
pub(super) struct Wish<'a> {
    pub to: &'a To,
    pub spot: Spot,
    pub pass: &'a Pass,
    pub reason: Option<&'a str>,
}

/// Where a move leads: a stage, or off the board.
enum Goal {
    Stage(usize),
    Done { value: Option<String>, beneficiary: Option<String> },
}

pub(super) fn move_card<F: Facts>(facts: &F, id: CardId, wish: &Wish<'_>, author: &Author) -> Decided<F> {
    let (card, object) = super::live_card(facts, id)?;
    let stream = super::stream(facts, &card.place.stage().stream())?;
    let from = stream.position(card.place.stage()).ok_or(Refusal::Gone { what: "stage" })?;
    let goal = goal(&stream, &card, &object, from, wish.to)?;
    if let Goal::Stage(idx) = goal
        && idx == from
        && !card.place.is_done()
    {
        return reorder(facts, &card, &object, wish.spot);
    }
    Passage { facts, stream: &stream, card: &card, object: &object, from, wish, author }.go(&goal)
}

fn goal(stream: &StreamHead, card: &Card, object: &Object, from: usize, to: &To) -> Result<Goal, Refusal> {
    let done = |value: &Option<String>, beneficiary: &Option<String>| {
        if card.place.is_done() {
            return Err(Refusal::Already { key: object.key.to_string(), what: "done".into() });
        }
        Ok(Goal::Done { value: value.clone(), beneficiary: beneficiary.clone() })
    };
    match to {
        To::Done { value, beneficiary } => done(value, beneficiary),
        To::Stage(stage) => {
            let idx = stream.position(stage);
            idx.map(Goal::Stage).ok_or_else(|| Refusal::NotAllowed {
                what: format!("{} stands in {}, which has no stage {stage}", object.key, stream.name),
            })
        }
        To::Step(step) => match usize::try_from(from as i64 + i64::from(*step)) {
            Err(_) => Err(Refusal::NotAllowed { what: format!("{} is in the first stage", object.key) }),
            Ok(idx) if idx >= stream.stages.len() => done(&None, &None),
            Ok(idx) => Ok(Goal::Stage(idx)),
        },
    }
}

fn reorder<F: Facts>(facts: &F, card: &Card, object: &Object, spot: Spot) -> Decided<F> {
    let Place::Standing { stage, entered_at, visit, .. } = &card.place else {
        return Err(Refusal::Gone { what: "card" }.into());
    };
    let place = |rank| Place::Standing { stage: stage.clone(), rank, entered_at: *entered_at, visit: *visit };
    let (rank, mut changes) = rank_at(facts, stage, spot, card.id)?;
    changes.push(card_change(card, What::Reordered).with(register::PLACE, place(rank).to_value()));
    Ok(Decision { card: Some(card.id), ..Decision::about(object, changes) })
}

/// A rank for `spot`. When it has grown too long, the whole stage is laid out anew beforehand.
fn rank_at<F: Facts>(
    facts: &F,
    stage: &StageId,
    spot: Spot,
    moving: CardId,
) -> Result<(Rank, Vec<Change>), No<F::Error>> {
    let (above, below) = facts.neighbours(stage, spot, Some(moving)).map_err(No::Facts)?;
    let rank = Rank::between(above.as_ref(), below.as_ref(), facts.jitter());
    if !rank.is_long() {
        return Ok((rank, Vec::new()));
    }
    let mut standing = facts.standing(stage).map_err(No::Facts)?;
    standing.retain(|(id, ..)| *id != moving);
    let gap = standing.iter().filter(|(_, _, place)| rank_of(place) < Some(&rank)).count();
    let mut ranks = Rank::spread(standing.len() + 1, None, || facts.jitter());
    let own = ranks.remove(gap);
    let changes = standing.into_iter().zip(ranks).filter_map(|((id, object, place), rank)| {
        let place = reranked(place, rank)?;
        let change = Change::new(Kind::Card, EntityId(id.0), What::Reordered, Some(object));
        Some(change.with(register::PLACE, place.to_value()))
    });
    Ok((own, changes.collect()))
}

fn rank_of(place: &Place) -> Option<&Rank> {
    match place {
        Place::Standing { rank, .. } => Some(rank),
        Place::Done { .. } => None,
    }
}

fn reranked(place: Place, rank: Rank) -> Option<Place> {
    match place {
        Place::Standing { stage, entered_at, visit, .. } => Some(Place::Standing { stage, rank, entered_at, visit }),
        Place::Done { .. } => None,
    }
}

/// A move from one stage to another, or off the board.
struct Passage<'a, F: Facts> {
    facts: &'a F,
    stream: &'a StreamHead,
    card: &'a Card,
    object: &'a Object,
    from: usize,
    wish: &'a Wish<'a>,
    author: &'a Author,
}

impl<F: Facts> Passage<'_, F> {
    fn go(&self, goal: &Goal) -> Decided<F> {
        let gates = self.gates(goal)?;
        let open: Vec<&Line> = gates.iter().flat_map(Gate::open).collect();
        let full = match goal {
            Goal::Stage(idx) => new::full(&self.stream.stages[*idx], self.object.priority),
            Goal::Done { .. } => None,
        };
        let asks = self.stream.gate == Policy::Enforce && !open.is_empty();
        let ticks_rest = *self.wish.pass == Pass::TickAll;
        let excuse = match self.wish.pass {
            Pass::Force(reason) => Some(reason),
            Pass::Ask | Pass::TickAll | Pass::Free => None,
        };
        let is_let_by = excuse.is_some() || *self.wish.pass == Pass::Free;
        let passes_gate = !asks || ticks_rest || is_let_by;
        let passes_limit = full.is_none() || is_let_by;
        if !passes_gate || !passes_limit {
            let open = if passes_gate { Vec::new() } else { named(&open) };
            let stage = Some(self.stream.stages[self.from].name.clone());
            let stay = Stay { key: self.object.key.clone(), stage, open, full };
            return Err(Refusal::Stays(Box::new(stay)).into());
        }
        let forced = excuse.filter(|_| asks || full.is_some());
        let mut changes = Vec::new();
        if ticks_rest && !open.is_empty() {
            changes.push(self.tick_rest(&open));
        }
        let (moved, ranking) = self.moved(goal, forced, &open)?;
        changes.extend(ranking);
        changes.push(moved);
        let warned = self.stream.gate == Policy::Warn && !ticks_rest && forced.is_none();
        Ok(Decision {
            card: Some(self.card.id),
            arrived: Some(self.arrived(goal)),
            left_open: if warned { open.iter().map(|l| l.criterion.text.clone()).collect() } else { Vec::new() },
            reason: forced.map(String::as_str).or(self.wish.reason).map(str::to_owned),
            ..Decision::about(self.object, changes)
        })
    }

    /// The gates to pass: every one between when going forward; none going back, or coming back from done.
    fn gates(&self, goal: &Goal) -> Result<Vec<Gate>, No<F::Error>> {
        let end = match goal {
            Goal::Stage(idx) => *idx,
            Goal::Done { .. } => self.stream.stages.len(),
        };
        let is_free = self.card.place.is_done() || self.stream.gate == Policy::Open || *self.wish.pass == Pass::Free;
        if end <= self.from || is_free {
            return Ok(Vec::new());
        }
        let ticks = self.facts.ticks(self.card.id).map_err(No::Facts)?;
        let mut gates = Vec::new();
        for stage in &self.stream.stages[self.from..end] {
            if let Some(rule) = self.facts.gate(&stage.id).map_err(No::Facts)? {
                gates.push(Gate::of(rule, &ticks, self.card.place.visit()));
            }
        }
        Ok(gates)
    }

    fn tick_rest(&self, open: &[&Line]) -> Change {
        let tick = |line: &&Line| Tick {
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
        open: &[&Line],
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
                (Place::Standing { stage, rank, entered_at: at, visit }, What::Moved)
            }
        };
        let mut value = place.to_value();
        if let (Value::Map(map), false) = (&mut value, open.is_empty() || *self.wish.pass == Pass::TickAll) {
            let ids = open.iter().map(|l| Value::from(l.criterion.id.local())).collect();
            map.insert("left_open".into(), Value::List(ids));
        }
        let mut change = card_change(self.card, what).with(register::PLACE, value);
        if let Some(reason) = forced {
            checked(reason, "reason", false)?;
            change.what = What::Forced;
            let register = format!("{}{visit}", register::FORCE);
            change = change.with(register, new::force_value(reason, self.author));
        }
        Ok((change, ranking))
    }

    fn arrived(&self, goal: &Goal) -> String {
        match goal {
            Goal::Stage(idx) => self.stream.stages[*idx].name.clone(),
            Goal::Done { .. } => "done".into(),
        }
    }
}

pub(super) fn tick<F: Facts>(
    facts: &F,
    id: CardId,
    criteria: &[CriterionId],
    mark: &Mark,
    author: &Author,
) -> Decided<F> {
    let (card, object) = super::live_card(facts, id)?;
    let rule = facts.gate(card.place.stage()).map_err(No::Facts)?.ok_or(Refusal::Gone { what: "stage" })?;
    let what = if *mark == Mark::Open { What::Unticked } else { What::Ticked };
    let mut change = card_change(&card, what);
    for criterion in criteria {
        if !rule.criteria.iter().any(|c| c.id == *criterion) {
            let known = rule.criteria.iter().map(|c| c.id.local().to_owned()).collect();
            return Err(Refusal::Unknown { what: "criterion", word: criterion.local().into(), known }.into());
        }
        change = change.with(tick_register(criterion), tick_value(&card, criterion, mark, author)?);
    }
    Ok(Decision { card: Some(id), ..Decision::about(&object, vec![change]) })
}

fn tick_value(card: &Card, criterion: &CriterionId, mark: &Mark, author: &Author) -> Result<Value, Refusal> {
    let (na, evidence) = match mark {
        Mark::Open => return Ok(Value::Null),
        Mark::Met { evidence } => (false, evidence.clone()),
        Mark::NotApplicable { reason } => {
            checked(reason, "reason", false)?;
            (true, Some(reason.clone()))
        }
    };
    let tick = Tick {
        criterion: criterion.clone(),
        na,
        evidence,
        by: author.actor.clone(),
        at: author.at,
        visit: card.place.visit(),
        with_rest: false,
    };
    Ok(tick.to_value())
}

fn card_change(card: &Card, what: What) -> Change {
    Change::new(Kind::Card, EntityId(card.id.0), what, Some(card.object))
}

fn tick_register(criterion: &CriterionId) -> String {
    format!("{}{criterion}", register::TICK)
}

fn named(lines: &[&Line]) -> Vec<(CriterionId, String)> {
    lines.iter().map(|l| (l.criterion.id.clone(), l.criterion.text.clone())).collect()
}
