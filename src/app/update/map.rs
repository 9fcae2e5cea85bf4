//! The map: streams and their stages.

use super::{board, notice, place};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::model::{MapCursor, Model, Screen};

/// An action on the map; nothing when it is the same on every screen.
pub(super) fn act(model: &mut Model, action: Action, n: i64) -> Option<Vec<Effect>> {
    use Action as A;
    let MapCursor { stream_idx, stage_idx } = model.map;
    match action {
        A::Left => shift(model, 0, -n),
        A::Right => shift(model, 0, n),
        A::Down | A::NextPane | A::HalfDown | A::Next => shift(model, n, 0),
        A::Up | A::PrevPane | A::HalfUp | A::Prev => shift(model, -n, 0),
        A::First => put(model, 0, stage_idx),
        A::Last => put(model, usize::MAX, stage_idx),
        A::FirstColumn => put(model, stream_idx, 0),
        A::LastColumn => put(model, stream_idx, usize::MAX),
        A::NextAlert => alert(model, true),
        A::PrevAlert => alert(model, false),
        A::Open => return Some(open_board(model)),
        _ => return None,
    }
    Some(Vec::new())
}

/// `go`: the map, with the cursor where we are.
pub(super) fn go(model: &mut Model) -> Vec<Effect> {
    if model.screen != Screen::Map {
        place::push(model);
        up(model);
    }
    Vec::new()
}

/// Up to the map, with the cursor on the stage of the board.
pub(super) fn up(model: &mut Model) {
    let stream_idx = model.streams.iter().position(|s| s.id == model.board.stream);
    let across = if model.board.is_lens() { 0 } else { model.board.across() };
    put(model, stream_idx.unwrap_or(model.map.stream_idx), across);
    model.screen = Screen::Map;
}

/// Enter on a stage: its board.
pub(super) fn open_board(model: &mut Model) -> Vec<Effect> {
    let Some(stream) = model.streams.get(model.map.stream_idx) else {
        return Vec::new();
    };
    let stage = stream.stages.get(model.map.stage_idx).map(|s| s.id.clone());
    let stream = stream.id.clone();
    place::push(model);
    board::show(model, &stream, stage.as_ref(), None);
    Vec::new()
}

/// Puts the cursor on a stage, or as near to it as there is one.
pub(super) fn put(model: &mut Model, stream_idx: usize, stage_idx: usize) {
    let stream_idx = stream_idx.min(model.streams.len().saturating_sub(1));
    let n_stages = model.streams.get(stream_idx).map_or(0, |s| s.stages.len());
    model.map = MapCursor { stream_idx, stage_idx: stage_idx.min(n_stages.saturating_sub(1)) };
}

fn shift(model: &mut Model, streams: i64, stages: i64) {
    let to = |at: usize, by: i64| usize::try_from((at as i64).saturating_add(by)).unwrap_or(0);
    put(model, to(model.map.stream_idx, streams), to(model.map.stage_idx, stages));
}

/// To the next stage where something is late, at risk or blocked; around the end.
fn alert(model: &mut Model, forward: bool) {
    let mut stages: Vec<(usize, usize, bool)> = Vec::new();
    for (i, stream) in model.streams.iter().enumerate() {
        let line =
            |(j, s): (usize, &crate::domain::window::StageLine)| (i, j, s.n_breached + s.n_at_risk + s.n_blocked > 0);
        stages.extend(stream.stages.iter().enumerate().map(line));
    }
    if !forward {
        stages.reverse();
    }
    let here = (model.map.stream_idx, model.map.stage_idx);
    let at = stages.iter().position(|(i, j, _)| (*i, *j) == here).map_or(0, |at| at + 1);
    let turn = at.min(stages.len());
    stages.rotate_left(turn);
    match stages.into_iter().find(|(.., is_alert)| *is_alert) {
        Some((stream_idx, stage_idx, _)) => put(model, stream_idx, stage_idx),
        None => notice::info(model, "Nothing is late, at risk or blocked."),
    }
}
