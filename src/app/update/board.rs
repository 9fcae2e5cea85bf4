//! The board of a stream: going there, moving about on it.

use super::{ask, column, grab, lanes, map, marks, notice, place, sheet, verb};
use crate::app::action::Action;
use crate::app::effect::{Effect, Query};
use crate::app::flow::Origin;
use crate::app::geometry;
use crate::app::model::{Board, Cell, Column, Lanes, Model, Screen, Slot};
use crate::domain::id::{CardId, StageId, StreamId};

/// An action on the board; nothing when it is the same on every screen.
pub(super) fn act(model: &mut Model, action: Action, n: i64) -> Option<Vec<Effect>> {
    use Action as A;
    match action {
        A::Left => focus(model, -n),
        A::Right => focus(model, n),
        A::Down => column::step(model, n),
        A::Up => column::step(model, -n),
        A::HalfDown => column::step(model, n * half_page(model)),
        A::HalfUp => column::step(model, -n * half_page(model)),
        A::First => lanes::to_end(model, Origin::First),
        A::Last => lanes::to_end(model, Origin::Last),
        A::FirstColumn => focus(model, i64::MIN / 2),
        A::LastColumn => focus(model, i64::MAX / 2),
        A::NextPane => focus_around(model, 1),
        A::PrevPane => focus_around(model, -1),
        A::Next => {
            return Some(column::walk(model, n));
        }
        A::Prev => {
            return Some(column::walk(model, -n));
        }
        A::PrevAlert => return Some(alert(model, false)),
        A::NextAlert => return Some(alert(model, true)),
        A::Open => return Some(sheet::open_current(model)),
        A::MoveUp => return Some(verb::reorder(model, -1)),
        A::MoveDown => return Some(verb::reorder(model, 1)),
        A::Grab => return Some(grab::open(model)),
        A::Mark | A::Range | A::RangeDown | A::RangeUp => {
            return Some(marks::act(model, action, n));
        }
        _ => return None,
    }
    marks::extend(model);
    Some(Vec::new())
}

/// Shows the board of a stream, with the cursor on a stage and a card where they are given.
pub(super) fn show(model: &mut Model, stream: &StreamId, stage: Option<&StageId>, card: Option<CardId>) {
    if model.board.stream != *stream {
        let lanes = model.board.lanes.take().map(|lanes| Lanes::new(lanes.by, lanes.is_lens));
        model.board = Board { lanes, ..Board::empty(stream.clone()) };
        (model.flow.seeks, model.flow.lands) = (None, None);
        model.marks.clear();
        model.flow.wants.clear();
        model.flow.around.clear();
        model.filter.found = None;
        model.asked.retain(|_, slot| !matches!(slot, Slot::Column(_) | Slot::Lanes));
    }
    model.screen = Screen::Board;
    sync(model);
    if model.board.lanes.is_some() {
        lanes::land(model, stage, card);
        point_map_here(model);
        return;
    }
    let idx = stage.and_then(|s| model.board.columns.iter().position(|c| c.stage == *s));
    if let Some(idx) = idx {
        model.board.focus = idx;
        if let Some(card) = card {
            column::put_on(model, idx, card);
        }
    }
    point_map_here(model);
}

/// Shows a card on its board.
pub(super) fn show_card(model: &mut Model, card: CardId, stage: &StageId) {
    show(model, &stage.stream(), Some(stage), Some(card));
}

/// Makes the columns those of the stream, keeping what is in memory of each.
pub(super) fn sync(model: &mut Model) {
    let Some(line) = model.stream() else { return };
    let stages: Vec<StageId> = line.stages.iter().map(|s| s.id.clone()).collect();
    let Some(cells) = lanes::cells(model, stages) else { return };
    let board = &mut model.board;
    if board.columns.iter().map(Column::cell).eq(cells.iter().cloned()) {
        return;
    }
    let focused = board.columns.get(board.focus).map(Column::cell);
    let mut old = std::mem::take(&mut board.columns);
    let keep = |cell: Cell| {
        let idx = old.iter().position(|c| c.stage == cell.stage && c.lane == cell.lane);
        let fresh = || Column { lane: cell.lane.clone(), ..Column::new(cell.stage.clone()) };
        idx.map_or_else(fresh, |idx| old.swap_remove(idx))
    };
    board.columns = cells.into_iter().map(keep).collect();
    let found = focused.and_then(|cell| board.columns.iter().position(|c| c.cell() == cell));
    board.focus = found.unwrap_or(board.focus).min(board.columns.len().saturating_sub(1));
}

/// `g1` to `g9`: the board of the stream so many in the row on top.
pub(super) fn go_to(model: &mut Model, idx: usize) -> Vec<Effect> {
    let Some(id) = model.streams.get(idx).map(|s| s.id.clone()) else {
        return Vec::new();
    };
    place::push(model);
    show(model, &id, None, None);
    Vec::new()
}

/// `gb`: the board of the stream this screen is about.
pub(super) fn go_here(model: &mut Model) -> Vec<Effect> {
    match model.screen {
        Screen::Board => Vec::new(),
        Screen::Map => map::open_board(model),
        Screen::Sheet | Screen::Explore | Screen::Metrics => {
            place::push(model);
            model.screen = Screen::Board;
            Vec::new()
        }
    }
}

/// `[` and `]`: the stream beside this one.
pub(super) fn turn_stream(model: &mut Model, by: i64) -> Vec<Effect> {
    let n = model.streams.len() as i64;
    let to = geometry::current_stream(model) as i64 + by;
    if !(0..n).contains(&to) {
        let text = if by > 0 { "This is the last stream." } else { "This is the first stream." };
        notice::info(model, text);
        return Vec::new();
    }
    if model.screen == Screen::Map {
        map::put(model, to as usize, model.map.stage_idx);
        return Vec::new();
    }
    let id = model.streams[to as usize].id.clone();
    show(model, &id, None, None);
    Vec::new()
}

/// `{` and `}` on a board or a card: the store knows the next card that is late, at risk or blocked.
pub(super) fn alert(model: &mut Model, forward: bool) -> Vec<Effect> {
    let stream = model.board.stream.clone();
    let from = model.current().map(|row| row.card);
    vec![ask::read(model, Slot::Alert, Query::Alert { stream, from, forward })]
}

/// Moves the focus some columns.
pub(super) fn focus(model: &mut Model, by: i64) {
    let (n, across) = (model.board.n_across(), model.board.across());
    let to = (across as i64).saturating_add(by).clamp(0, n as i64 - 1) as usize;
    model.board.focus = model.board.focus - across + to;
}

fn focus_around(model: &mut Model, by: i64) {
    let (n, across) = (model.board.n_across() as i64, model.board.across());
    let to = (across as i64 + by).rem_euclid(n) as usize;
    model.board.focus = model.board.focus - across + to;
}

fn half_page(model: &Model) -> i64 {
    (geometry::rows_per_column(model) as i64 / 2).max(1)
}

/// The cursor of the map stands where the board is, so that going up does not lose the place.
fn point_map_here(model: &mut Model) {
    if let Some(idx) = model.streams.iter().position(|s| s.id == model.board.stream) {
        map::put(model, idx, if model.board.is_lens() { 0 } else { model.board.across() });
    }
}
