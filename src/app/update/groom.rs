//! Grooming: points by digit, weights tried out, the board put in the order of the scores.

use super::{ask, notice, sheet, standup, verb};
use crate::app::action::Action;
use crate::app::effect::{Effect, Query};
use crate::app::model::{GroomView, Model, Screen, Slot};
use crate::app::msg::Groomed;
use crate::domain::id::{CardId, StageId};
use crate::domain::intent::{Edit, Intent, Spot, To};
use crate::domain::score::{Factor, MOST, SETTING};

/// An action in the grooming; nothing when it is the same on every screen.
pub(super) fn act(model: &mut Model, action: Action, n: i64) -> Option<Vec<Effect>> {
    use Action as A;
    match action {
        A::Down | A::Next => line(model, n),
        A::Up | A::Prev => line(model, -n),
        A::HalfDown => line(model, 10 * n),
        A::HalfUp => line(model, -10 * n),
        A::First => line(model, i64::MIN / 2),
        A::Last => line(model, i64::MAX / 2),
        A::NextFactor | A::NextPane => turn_factor(model, 1),
        A::PrevFactor | A::PrevPane => turn_factor(model, -1),
        A::Wider => weigh(model, 1),
        A::Narrower => weigh(model, -1),
        A::Open => return Some(sheet::open_current(model)),
        A::Variant => return Some(standup::again(model)),
        A::Points(points) => return Some(set_points(model, Some(points))),
        A::NoPoints => return Some(set_points(model, None)),
        A::SaveWeights => return Some(save(model)),
        A::OrderByScore => return Some(order(model)),
        _ => return None,
    }
    Some(Vec::new())
}

/// `zv` in the standup: the stage the walk has come to, or the first one, by score.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let Some(stage) = model.current_stage().map(|stage| stage.id.clone()) else {
        return Vec::new();
    };
    model.screen = Screen::Groom;
    if model.groom.as_ref().is_none_or(|view| view.stage != stage) {
        model.groom = Some(GroomView::new(stage, model.filter.filter.clone()));
    }
    refresh(model)
}

/// Cards read at most.
const MOST_READ: usize = 500;

/// Reads the cards again.
pub(super) fn refresh(model: &mut Model) -> Vec<Effect> {
    let Some(view) = model.groom.as_mut().filter(|_| model.screen == Screen::Groom) else {
        return Vec::new();
    };
    view.filter = model.filter.filter.clone();
    let (stage, filter) = (view.stage.clone(), view.filter.clone());
    vec![ask::read(model, Slot::Groom, Query::Groom { stage, filter, n: MOST_READ })]
}

/// Another filter means other cards.
pub(super) fn settle(model: &mut Model) -> Vec<Effect> {
    let is_other = model.groom.as_ref().is_some_and(|view| view.filter != model.filter.filter);
    if is_other { refresh(model) } else { Vec::new() }
}

/// They were read; weights being tried out stay.
pub(super) fn read(model: &mut Model, found: Groomed) {
    let Some(view) = &mut model.groom else { return };
    if !view.is_what_if() {
        view.weights = found.weights;
    }
    view.saved = found.weights;
    let card = view.current().map(|row| row.card);
    view.on_board = found.rows.iter().map(|row| row.card).collect();
    view.n_rest = found.n_total.saturating_sub(found.rows.len() as u64);
    let at = card.and_then(|card| found.rows.iter().position(|row| row.card == card));
    view.cursor = at.unwrap_or(if card.is_some() { view.cursor } else { 0 });
    view.rows = Some(found.rows);
    view.sort();
    if card.is_none() {
        view.cursor = 0;
    }
}

fn line(model: &mut Model, by: i64) {
    let Some(view) = &mut model.groom else { return };
    let last = view.rows().len().saturating_sub(1) as i64;
    view.cursor = (view.cursor as i64).saturating_add(by).clamp(0, last) as usize;
}

fn turn_factor(model: &mut Model, by: i64) {
    let Some(view) = &mut model.groom else { return };
    let n = Factor::ALL.len() as i64;
    view.factor = Factor::ALL[(view.factor as i64 + by).rem_euclid(n) as usize];
}

/// A digit: so much of the factor.
fn set_points(model: &mut Model, points: Option<u8>) -> Vec<Effect> {
    let Some(factor) = model.groom.as_ref().map(|view| view.factor) else {
        return Vec::new();
    };
    let on = verb::aims(model);
    let told = points.map_or_else(|| "not known".to_owned(), |points| points.to_string());
    verb::edit_on(model, &on, &[Edit::Score { factor, points }], &format!("given {} {told}", factor.word()))
}

/// `<` and `>`: what if the factor counted less, or more.
fn weigh(model: &mut Model, by: i8) {
    let Some(view) = &mut model.groom else { return };
    let weight = view.weights.get(view.factor).saturating_add_signed(by).min(MOST);
    view.weights.set(view.factor, weight);
    view.sort();
}

/// Esc: the weights tried out are dropped; `false` when there were none.
pub(super) fn drop_what_if(model: &mut Model) -> bool {
    let Some(view) = model.groom.as_mut().filter(|view| view.is_what_if()) else {
        return false;
    };
    view.weights = view.saved;
    view.sort();
    notice::info(model, "The weights are as the team has set them.");
    true
}

/// `W`: the weights tried out are those of the team from now on.
fn save(model: &mut Model) -> Vec<Effect> {
    let Some(view) = model.groom.as_mut().filter(|view| view.is_what_if()) else {
        notice::info(model, "No other weights are tried out; < and > do.");
        return Vec::new();
    };
    view.saved = view.weights;
    let value = view.weights.value();
    ask::commit(model, vec![Intent::Set { setting: SETTING.into(), value }], "Weights saved")
}

/// `O`: the cards on the board in the order of their scores, as one change.
fn order(model: &mut Model) -> Vec<Effect> {
    let Some(view) = &model.groom else {
        return Vec::new();
    };
    let wanted: Vec<CardId> = view.rows().iter().map(|row| row.card).collect();
    let moves = moves(&view.stage, view.on_board.clone(), &wanted);
    if moves.is_empty() {
        notice::info(model, "The board is in this order already.");
    }
    ask::commit(model, moves, "put in the order of the scores")
}

/// The moves that bring a stage from one order into another.
fn moves(stage: &StageId, mut now: Vec<CardId>, wanted: &[CardId]) -> Vec<Intent> {
    let mut moves = Vec::new();
    for (at, card) in wanted.iter().enumerate() {
        if now.get(at) == Some(card) {
            continue;
        }
        now.retain(|other| other != card);
        now.insert(at, *card);
        let spot = at.checked_sub(1).map_or(Spot::Top, |before| Spot::After(wanted[before]));
        moves.push(verb::move_to(*card, To::Stage(stage.clone()), spot));
    }
    moves
}
