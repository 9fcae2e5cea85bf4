//! Moves through gates, and the ticks that open them.

pub(super) mod passage;

use super::{Author, Decided, Decision, Facts, Mark, No, Pass, Refusal, Spot, StreamHead, To, checked};
use crate::domain::card::{Card, Place};
use crate::domain::change::{Change, Kind, What, register};
use crate::domain::gate::Tick;
use crate::domain::guard::{Guard, Subject, judge};
use crate::domain::id::{CardId, CriterionId, EntityId, StageId};
use crate::domain::object::Object;
use crate::domain::rank::Rank;
use crate::domain::value::Value;

/// A move as wished.
pub(super) struct Wish<'a> {
    pub to: &'a To,
    pub spot: Spot,
    pub pass: &'a Pass,
    pub reason: Option<&'a str>,
}

/// Where a move leads: a stage, or off the board.
pub(super) enum Goal {
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
    passage::Passage { facts, stream: &stream, card: &card, object: &object, from, wish, author }.go(&goal)
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
    let Place::Standing { stage, entered_at, visit, passed, .. } = &card.place else {
        return Err(Refusal::Gone { what: "card" }.into());
    };
    let place = |rank| Place::Standing {
        stage: stage.clone(),
        rank,
        entered_at: *entered_at,
        visit: *visit,
        passed: passed.clone(),
    };
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
        Place::Standing { stage, entered_at, visit, passed, .. } => {
            Some(Place::Standing { stage, rank, entered_at, visit, passed })
        }
        Place::Done { .. } => None,
    }
}

/// The change that ends a card's stay in a stage: it is done.
pub(super) fn done_change(card: &Card, from: StageId, author: &Author) -> Change {
    let visit = card.place.visit() + 1;
    let place = Place::Done { from, at: author.at, visit, value: None, beneficiary: None };
    card_change(card, What::Finished).with(register::PLACE, place.to_value())
}

/// The changes that put a card at the bottom of a stage, whatever its gate says.
pub(super) fn put<F: Facts>(
    facts: &F,
    card: &Card,
    stage: &StageId,
    author: &Author,
) -> Result<Vec<Change>, No<F::Error>> {
    let (rank, mut changes) = rank_at(facts, stage, Spot::Bottom, card.id)?;
    let passed = card.place.passed().to_vec();
    let visit = card.place.visit() + 1;
    let place = Place::Standing { stage: stage.clone(), rank, entered_at: author.at, visit, passed };
    changes.push(card_change(card, What::Moved).with(register::PLACE, place.to_value()));
    Ok(changes)
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
        let found = rule.criteria.iter().find(|c| c.id == *criterion);
        if let Some(guard) = found.and_then(|c| c.guard.as_ref())
            && *mark != Mark::Open
        {
            return Err(by_itself(facts, &object, &card, (criterion, guard), author)?.into());
        }
        if found.is_none() {
            let known = rule.criteria.iter().map(|c| c.id.local().to_owned()).collect();
            return Err(Refusal::Unknown { what: "criterion", word: criterion.local().into(), known }.into());
        }
        change = change.with(tick_register(criterion), tick_value(&card, criterion, mark, author)?);
    }
    Ok(Decision { card: Some(id), ..Decision::about(&object, vec![change]) })
}

/// A criterion with a guard is never ticked by hand; says how it stands.
fn by_itself<F: Facts>(
    facts: &F,
    object: &Object,
    card: &Card,
    (criterion, guard): (&CriterionId, &Guard),
    author: &Author,
) -> Result<Refusal, No<F::Error>> {
    let subject = Subject { object, card: Some((card.id, card.place.visit())) };
    let verdict = judge(facts, guard, subject).map_err(No::Facts)?;
    let stands = if verdict.when.holds_at(author.at) { verdict.by.join(", ") } else { verdict.missing };
    let what = format!("{} is checked by itself and not ticked by hand: {stands}", criterion.local());
    Ok(Refusal::NotAllowed { what })
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
