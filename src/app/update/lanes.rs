//! Lanes: put on, read, folded, walked through; and cards carried from one to another, which writes what they share.

use super::{ask, board, column, menu, notice, people, verb};
use crate::app::effect::{Effect, Query};
use crate::app::flow::Origin;
use crate::app::marks::Aim;
use crate::app::model::{Cell, Choice, Lanes, MenuItem, Model, Screen, Slot};
use crate::app::msg::Committed;
use crate::domain::id::{CardId, StageId};
use crate::domain::intent::{Edit, Intent};
use crate::domain::lane::{LaneBy, LaneKey, LaneLine, carry};

/// `zs`: what lanes are made by.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let now = model.board.lanes.as_ref().map(|lanes| lanes.by);
    let all = std::iter::once(None).chain(LaneBy::WORDS.iter().map(|(by, _)| Some(*by)));
    let item = |(idx, by): (usize, Option<LaneBy>)| -> MenuItem {
        menu::item(menu::nth(idx), by.map_or("none", LaneBy::word).to_owned(), Choice::Lanes(by))
    };
    let items = all.enumerate().map(item).collect();
    let cursor = now.and_then(|now| LaneBy::WORDS.iter().position(|(by, _)| *by == now)).map_or(0, |idx| idx + 1);
    menu::open(model, "Lanes by", items, cursor, Vec::new())
}

/// Puts lanes on, or takes them off.
pub(super) fn set(model: &mut Model, by: Option<LaneBy>) -> Vec<Effect> {
    cut(model, by.map(|by| Lanes::new(by, false)))
}

/// `zv`: columns by team instead of by stage, and back.
pub(super) fn swap_lens(model: &mut Model) -> Vec<Effect> {
    let lens = (!model.board.is_lens()).then(|| Lanes::new(LaneBy::Team, true));
    cut(model, lens)
}

/// Cuts the board another way; the cursor stays on its card.
fn cut(model: &mut Model, lanes: Option<Lanes>) -> Vec<Effect> {
    let card = model.current().map(|row| (row.stage.clone(), row.card));
    let stage = model.current_stage().map(|s| s.id.clone());
    model.board.columns.clear();
    (model.board.focus, model.board.first, model.board.zoom) = (0, 0, false);
    model.board.lanes = lanes;
    model.flow.wants.clear();
    model.flow.around.clear();
    model.asked.retain(|_, slot| !matches!(slot, Slot::Column(_) | Slot::Lanes));
    let stream = model.board.stream.clone();
    let (of_card, card) = card.unzip();
    board::show(model, &stream, of_card.or(stage).as_ref(), card);
    Vec::new()
}

/// The lanes are read anew.
pub(super) fn read(model: &mut Model) -> Option<Effect> {
    let by = model.board.lanes.as_ref()?.by;
    let (stream, filter) = (model.board.stream.clone(), model.filter.filter.clone());
    Some(ask::read(model, Slot::Lanes, Query::Lanes { stream, by, filter }))
}

/// Lanes nobody has read yet are asked for.
pub(super) fn settle(model: &mut Model) -> Option<Effect> {
    let is_new = model.board.lanes.as_ref().is_some_and(|lanes| lanes.lines.is_none());
    if !is_new || !model.flow.has_overview || ask::is_asked(model, &Slot::Lanes) {
        return None;
    }
    read(model)
}

/// The lanes came: the columns are cut by them.
pub(super) fn arrived(model: &mut Model, mut lines: Vec<LaneLine>) -> Vec<Effect> {
    let n_stages = model.stream().map_or(0, |s| s.stages.len());
    let Some(cut) = &mut model.board.lanes else {
        return Vec::new();
    };
    if (cut.is_lens || lines.is_empty()) && lines.iter().all(|line| line.key != LaneKey::None) {
        lines.push(LaneLine { key: LaneKey::None, name: cut.by.none(), counts: vec![0; n_stages] });
    }
    cut.lines = Some(lines);
    cut.folded.extend(std::mem::take(&mut model.flow.folded));
    board::sync(model);
    if let Some((stage, card)) = model.flow.lands.take() {
        land(model, Some(&stage), card);
    }
    Vec::new()
}

/// The columns of a board of these stages, as it is cut; nothing before the lanes are known.
pub(super) fn cells(model: &Model, stages: Vec<StageId>) -> Option<Vec<Cell>> {
    let Some(lanes) = &model.board.lanes else {
        return Some(stages.into_iter().map(|stage| Cell { stage, lane: None }).collect());
    };
    let keys = lanes.lines.as_ref()?.iter().map(|line| &line.key);
    if lanes.is_lens {
        return Some(keys.map(|key| Cell { stage: StageId::new(""), lane: Some(key.clone()) }).collect());
    }
    let of = |key: &LaneKey| stages.iter().map(|s| Cell { stage: s.clone(), lane: Some(key.clone()) }).collect();
    Some(keys.flat_map(|key| -> Vec<Cell> { of(key) }).collect())
}

/// The cursor goes to a stage, and to a card in whichever lane it is found.
pub(super) fn land(model: &mut Model, stage: Option<&StageId>, card: Option<CardId>) {
    if model.board.columns.is_empty() {
        model.flow.lands = stage.map(|stage| (stage.clone(), card));
        return;
    }
    let across = model.board.columns.iter().position(|c| Some(&c.stage) == stage);
    if let Some(across) = across.filter(|_| !model.board.is_lens()) {
        model.board.focus = model.board.focus - model.board.across() + across;
    }
    let Some(card) = card else { return };
    let is_meant = |c: &crate::app::model::Column| model.board.is_lens() || Some(&c.stage) == stage;
    let meant: Vec<usize> = (0..model.board.columns.len()).filter(|i| is_meant(&model.board.columns[*i])).collect();
    let known = meant.iter().copied().find(|idx| model.board.columns[*idx].rows().iter().any(|r| r.card == card));
    if let Some(idx) = known {
        model.board.focus = idx;
        column::put_on(model, idx, card);
        return;
    }
    model.flow.seeks = Some(card);
    for idx in meant {
        column::put_on(model, idx, card);
    }
}

/// A window came: the card looked for may be in it.
pub(super) fn found(model: &mut Model, idx: usize) {
    let holds = |card: CardId| model.board.columns[idx].rows().iter().any(|r| r.card == card);
    if model.flow.seeks.is_some_and(holds) {
        model.flow.seeks = None;
        model.board.focus = idx;
    }
}

/// `za` in lanes: folds the lane the cursor is in, or unfolds it.
pub(super) fn fold(model: &mut Model) {
    let Some(key) = model.board.columns.get(model.board.focus).and_then(|c| c.lane.clone()) else {
        return;
    };
    if let Some(lanes) = &mut model.board.lanes
        && !lanes.folded.remove(&key)
    {
        lanes.folded.insert(key.clone());
    }
    for idx in 0..model.board.columns.len() {
        if model.board.columns[idx].lane.as_ref() == Some(&key) {
            column::forget(model, idx);
        }
    }
}

/// Steps that lead out of a lane go on in the next one; a folded or empty cell takes one.
pub(super) fn step_over(model: &mut Model, beyond: i64) {
    let Some(to) = beside(model, beyond.signum()) else {
        return;
    };
    model.board.focus = to;
    let rest = beyond - beyond.signum();
    if model.board.is_lane_folded(to) || model.board.n_in(to) == Some(0) {
        if rest != 0 {
            step_over(model, rest);
        }
        return;
    }
    column::to_end(model, if beyond > 0 { Origin::First } else { Origin::Last });
    if rest != 0 {
        column::step(model, rest);
    }
}

/// To the first or last card of the stage, in whichever lane it is.
pub(super) fn to_end(model: &mut Model, from: Origin) {
    if model.board.rows().is_some() {
        let (n, across) = (model.board.n_across(), model.board.across());
        let own = (0..model.board.columns.len()).filter(|idx| idx % n == across);
        let mut full = own.filter(|idx| model.board.n_in(*idx) > Some(0) && !model.board.is_lane_folded(*idx));
        let end = if from == Origin::First { full.next() } else { full.next_back() };
        model.board.focus = end.unwrap_or(model.board.focus);
    }
    column::to_end(model, from);
}

/// The column of the same stage in the lane beside.
fn beside(model: &Model, by: i64) -> Option<usize> {
    model.board.rows()?;
    let to = model.board.focus as i64 + by * model.board.n_across() as i64;
    usize::try_from(to).ok().filter(|to| *to < model.board.columns.len())
}

/// `J` and `K` at the edge of a lane: the card goes over into the next one. Nothing where there is none.
pub(super) fn carry_over(model: &mut Model, by: i64) -> Option<Vec<Effect>> {
    let to = beside(model, by)?;
    let row = model.current()?;
    let aim = Aim { card: Some(row.card), object: row.object };
    Some(carry_to(model, &[aim], to))
}

/// `H` and `L` where columns are teams.
pub(super) fn to_team(model: &mut Model, by: i32) -> Vec<Effect> {
    let to = model.board.focus as i64 + i64::from(by);
    let Some(to) = usize::try_from(to).ok().filter(|to| *to < model.board.columns.len()) else {
        notice::info(model, if by > 0 { "This is the last team." } else { "This is the first team." });
        return Vec::new();
    };
    let on = verb::aims(model);
    carry_to(model, &on, to)
}

/// Carries cards to the lane or team of a column.
fn carry_to(model: &mut Model, on: &[Aim], to: usize) -> Vec<Effect> {
    let edits = match edits(model, model.board.focus, to) {
        Ok(edits) => edits,
        Err(why) => {
            notice::info(model, notice::sentence(&why));
            return Vec::new();
        }
    };
    let name = model.board.line_of(to).map_or(String::new(), |line| line.name.clone());
    goes_along(model, on.first().and_then(|aim| aim.card), to);
    let mut objects: Vec<_> = on.iter().map(|aim| aim.object).collect();
    objects.dedup();
    people::given(model, &edits);
    let intents = objects.into_iter().map(|object| Intent::Edit { object, edits: edits.clone() }).collect();
    ask::commit(model, intents, format!("carried to {name}"))
}

/// What carrying a card from one column to another writes beside its place; nothing within a lane.
pub(super) fn edits(model: &Model, from: usize, to: usize) -> Result<Vec<Edit>, String> {
    let key = |idx: usize| model.board.columns.get(idx).and_then(|c| c.lane.clone());
    match (&model.board.lanes, key(from), key(to)) {
        (Some(lanes), Some(from), Some(to)) if from != to => carry(lanes.by, &from, &to),
        _ => Ok(Vec::new()),
    }
}

/// The cursor goes along with a card to the lane of a column, once that is written.
pub(super) fn goes_along(model: &mut Model, card: Option<CardId>, to: usize) {
    model.flow.carried = card.zip(model.board.columns.get(to).and_then(|c| c.lane.clone()));
}

/// It is written: the cursor goes to the card in its lane. Whether there was one.
pub(super) fn follow(model: &mut Model, committed: &Committed) -> bool {
    let Some((card, lane)) = model.flow.carried.take().filter(|_| model.screen == Screen::Board) else {
        return false;
    };
    if committed.done.is_empty() {
        return false;
    }
    let arrived = committed.done.iter().find_map(|did| did.arrived.as_deref());
    let stages = model.stream().map_or(&[][..], |s| &s.stages);
    let stage = arrived.and_then(|name| stages.iter().find(|s| s.name == name)).map(|s| s.id.clone());
    let stage = stage.or_else(|| column::row(model, card).map(|row| row.stage.clone()));
    let stage = if model.board.is_lens() { Some(StageId::new("")) } else { stage };
    let to =
        model.board.columns.iter().position(|c| Some(&c.stage) == stage.as_ref() && c.lane.as_ref() == Some(&lane));
    if let Some(to) = to {
        model.board.focus = to;
        if !model.board.is_lane_folded(to) {
            column::put_on(model, to, card);
        }
    }
    true
}
