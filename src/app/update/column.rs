//! Columns: the cursor in them, the part of a stage that is in memory, and when more is asked for.
//!
//! A window holds three pages around the cursor. Inside it a cursor key asks for nothing; within a page of its edge
//! the next window is asked for, one at a time. Keys that come meanwhile are owed ([`Wants`]) and paid when it comes,
//! so a thousand arrow keys arrive although only a few windows are read.

mod window;

use super::{ask, lanes};
use crate::app::effect::{Effect, Query};
use crate::app::flow::{Origin, Wants};
use crate::app::geometry;
use crate::app::model::{Column, Mode, Model, Screen, Slot};
use crate::domain::id::{CardId, ObjectId, StageId};
use crate::domain::window::{Anchor, CardRow};
pub(super) use window::arrived;
use window::{holds, n_below, reach};

/// Rows read at once at most.
const MOST: usize = 2_000;

/// Brings the columns on screen in order: where they are scrolled to, and what of them has to be read.
pub(super) fn settle(model: &mut Model) -> Vec<Effect> {
    if matches!(model.screen, Screen::Map | Screen::Explore | Screen::Metrics) {
        return Vec::new();
    }
    let mut effects: Vec<Effect> = lanes::settle(model).into_iter().collect();
    if model.board.columns.is_empty() {
        return effects;
    }
    let layout = geometry::board(model);
    if let (Some(lanes), Some(first)) = (&mut model.board.lanes, layout.lanes.first()) {
        lanes.first = first.idx;
    }
    let side_by_side = if layout.titles.is_empty() { &layout.columns } else { &layout.titles };
    if let Some(first) = side_by_side.first().filter(|_| side_by_side.len() > 1) {
        model.board.first = first.idx % model.board.n_across();
    }
    for column in layout.columns {
        let n_rows = column.n_rows.max(1);
        let held = match &model.mode {
            Mode::Grab(grab) if grab.column == column.idx => Some(grab.row_idx),
            _ => None,
        };
        scroll(&mut model.board.columns[column.idx], n_rows, held);
        let is_needless = column.is_folded && column.idx != model.board.focus;
        if let Some(anchor) = needed(model, column.idx, n_rows).filter(|_| !is_needless) {
            effects.push(read(model, column.idx, n_rows, anchor));
        }
    }
    effects
}

/// Reads all columns on screen again; the others are read when they come into sight.
pub(super) fn refresh(model: &mut Model) -> Vec<Effect> {
    let stages: Vec<StageId> = model.board.columns.iter().map(|c| c.stage.clone()).collect();
    let mut effects: Vec<Effect> = lanes::read(model).into_iter().collect();
    effects.extend(refresh_stages(model, &stages));
    effects
}

/// Reads some columns again.
pub(super) fn refresh_stages(model: &mut Model, stages: &[StageId]) -> Vec<Effect> {
    if model.board.columns.is_empty() {
        return Vec::new();
    }
    let shown: Vec<(usize, usize)> = geometry::board(model).columns.iter().map(|c| (c.idx, c.n_rows.max(1))).collect();
    let mut effects = Vec::new();
    for idx in 0..model.board.columns.len() {
        if !stages.contains(&model.board.columns[idx].stage) {
            continue;
        }
        match shown
            .iter()
            .find(|(i, _)| *i == idx)
            .filter(|_| !matches!(model.screen, Screen::Map | Screen::Explore | Screen::Metrics))
        {
            Some((_, n_rows)) => {
                let anchor = anchor(model, idx);
                effects.push(read(model, idx, *n_rows, anchor));
            }
            None => forget(model, idx),
        }
    }
    effects
}

/// The row of a card, wherever it is in memory.
pub(super) fn row(model: &Model, card: CardId) -> Option<&CardRow> {
    let on_board = model.board.columns.iter().flat_map(Column::rows).find(|r| r.card == card);
    let in_sheet = || model.sheet.iter().filter_map(|s| s.sheet.as_ref()).flat_map(|s| &s.cards);
    on_board.or_else(|| in_sheet().map(|s| &s.row).find(|r| r.card == card))
}

/// A row of an object, wherever it is in memory.
pub(super) fn row_of(model: &Model, object: ObjectId) -> Option<&CardRow> {
    let on_board = model.board.columns.iter().flat_map(Column::rows).find(|r| r.object == object);
    let in_sheet = || model.sheet.iter().filter_map(|s| s.sheet.as_ref()).flat_map(|s| &s.cards);
    on_board.or_else(|| in_sheet().map(|s| &s.row).find(|r| r.object == object))
}

/// Moves the cursor of the focused column some rows; out of a lane into the next one.
pub(super) fn step(model: &mut Model, rows: i64) {
    let is_folded = model.board.is_lane_folded(model.board.focus);
    let Some(column) = model.board.columns.get_mut(model.board.focus) else {
        return;
    };
    let cell = column.cell();
    if let Some(owed) = model.flow.wants.get_mut(&cell) {
        owed.steps += rows;
        return;
    }
    let is_bare = is_folded || column.window.as_ref().is_some_and(|w| w.rows.is_empty());
    let (Some(at), Some(window)) = (column.cursor_idx(), column.window.as_ref()) else {
        if is_bare {
            lanes::step_over(model, rows);
        } else if column.window.is_none() || column.cursor.is_some() {
            model.flow.wants.insert(cell, Wants::new(Origin::Cursor, rows));
        }
        return;
    };
    let to = at as i64 + rows;
    let (cursor, owed) = reach(window, to);
    column.cursor = window.rows.get(cursor).map(|r| r.card);
    if owed != 0 {
        model.flow.wants.insert(cell, Wants::new(Origin::Cursor, owed));
    } else if to != cursor as i64 {
        lanes::step_over(model, to - cursor as i64);
    }
}

/// To the first or the last card of the focused column.
pub(super) fn to_end(model: &mut Model, from: Origin) {
    let Some(column) = model.board.columns.get_mut(model.board.focus) else {
        return;
    };
    let cell = column.cell();
    let is_here = column.window.as_ref().is_some_and(|w| holds(w, from));
    if !is_here {
        model.flow.wants.insert(cell, Wants::new(from, 0));
        return;
    }
    let end = if from == Origin::Last { column.rows().last() } else { column.rows().first() };
    column.cursor = end.map(|r| r.card);
    model.flow.wants.remove(&cell);
}

/// The next card; behind the last one of a stage the first of the next stage.
pub(super) fn walk(model: &mut Model, rows: i64) -> Vec<Effect> {
    let Some(column) = model.board.columns.get(model.board.focus) else {
        return Vec::new();
    };
    let n_total = column.window.as_ref().map_or(0, |w| w.n_total as i64);
    let n_above = column.window.as_ref().map_or(0, |w| w.n_above as i64);
    let at = column.cursor_idx().map_or(0, |i| i as i64 + n_above);
    if n_total > 0 && (0..n_total).contains(&(at + rows)) {
        step(model, rows);
        return Vec::new();
    }
    let n = model.board.columns.len() as i64;
    let start = model.board.focus as i64;
    let is_full = |idx: &i64| {
        if let Some(n) = model.board.n_in(*idx as usize) {
            return n > 0 && !model.board.is_lane_folded(*idx as usize);
        }
        let stage = &model.board.columns[*idx as usize].stage;
        model.stage(stage).is_some_and(|s| s.n_cards > 0)
    };
    let ahead: Vec<i64> = if rows > 0 { (start + 1..n).collect() } else { (0..start).rev().collect() };
    let Some(next) = ahead.into_iter().find(is_full) else {
        super::notice::info(model, if rows > 0 { "This is the last card." } else { "This is the first card." });
        return Vec::new();
    };
    model.board.focus = next as usize;
    to_end(model, if rows > 0 { Origin::First } else { Origin::Last });
    Vec::new()
}

/// Puts the cursor of a column on a card, which is read for where it is not in memory.
pub(super) fn put_on(model: &mut Model, idx: usize, card: CardId) {
    let Some(column) = model.board.columns.get_mut(idx) else {
        return;
    };
    model.flow.wants.remove(&column.cell());
    let is_there = column.rows().iter().any(|r| r.card == card);
    column.cursor = Some(card);
    if !is_there {
        forget(model, idx);
    }
}

/// The first row on screen, so that the cursor is in sight: half a page at a time.
pub(super) fn scrolled(top: usize, cursor: usize, n_rows: usize, len: usize) -> usize {
    let half = (n_rows / 2).max(1);
    let top = match () {
        () if cursor < top => cursor.min(top.saturating_sub(half)),
        () if cursor >= top + n_rows => (top + half).max(cursor + 1 - n_rows),
        () => top,
    };
    top.min(len.saturating_sub(n_rows))
}

/// Scrolls a column so that its cursor is in sight, or the place where a card is held.
fn scroll(column: &mut Column, n_rows: usize, held: Option<usize>) {
    if column.window.is_none() {
        return;
    }
    let len = column.rows().len();
    let seen = held.or(column.cursor_idx()).unwrap_or(column.top).min(len.saturating_sub(1));
    column.top = scrolled(column.top, seen, n_rows, len);
}

/// From where a column has to be read, if it has to.
fn needed(model: &Model, idx: usize, n_rows: usize) -> Option<Anchor> {
    let column = &model.board.columns[idx];
    if ask::is_asked(model, &Slot::Column(column.cell())) {
        return None;
    }
    let Some(window) = &column.window else {
        return Some(anchor(model, idx));
    };
    if model.flow.wants.contains_key(&column.cell()) {
        return Some(anchor(model, idx));
    }
    let cursor = column.cursor_idx()?;
    let near_start = window.n_above > 0 && cursor < n_rows;
    let near_end = n_below(window) > 0 && cursor + n_rows >= window.rows.len();
    let is_new = model.flow.around.get(&column.cell()) != column.cursor.as_ref();
    ((near_start || near_end) && is_new).then(|| anchor(model, idx))
}

/// From where a column is read: what its cursor waits for, else around it.
fn anchor(model: &Model, idx: usize) -> Anchor {
    let column = &model.board.columns[idx];
    let edge = |row: Option<&CardRow>| row.map(|r| (r.rank.clone(), r.card));
    let by_cursor = || column.cursor.map_or(Anchor::Top, Anchor::Around);
    match model.flow.wants.get(&column.cell()) {
        Some(Wants { from: Origin::First, .. }) => Anchor::Top,
        Some(Wants { from: Origin::Last, .. }) => Anchor::Bottom,
        Some(Wants { steps, .. }) if *steps > 0 => {
            edge(column.rows().last()).map_or_else(by_cursor, |(rank, card)| Anchor::Below(rank, card))
        }
        Some(_) => edge(column.rows().first()).map_or_else(by_cursor, |(rank, card)| Anchor::Above(rank, card)),
        None => by_cursor(),
    }
}

fn read(model: &mut Model, idx: usize, n_rows: usize, anchor: Anchor) -> Effect {
    let cell = model.board.columns[idx].cell();
    let owed = model.flow.wants.get(&cell).map_or(0, |w| w.steps.unsigned_abs() as usize);
    let n = (3 * n_rows + owed).min(MOST.max(3 * n_rows));
    let filter = model.filter.filter.clone();
    let query = match model.board.slice(idx).filter(|slice| slice.lane.is_some()) {
        Some(slice) => Query::Slice { stream: model.board.stream.clone(), slice, filter, anchor, n },
        None => Query::Window { stage: cell.stage.clone(), filter, anchor, n },
    };
    ask::read(model, Slot::Column(cell), query)
}

/// Drops what is in memory of a column, but not its cursor, nor how far it was scrolled, now counted in the stage.
pub(super) fn forget(model: &mut Model, idx: usize) {
    let column = &mut model.board.columns[idx];
    if let Some(window) = column.window.take() {
        column.top += usize::try_from(window.n_above).unwrap_or_default();
    }
    model.asked.retain(|_, slot| *slot != Slot::Column(column.cell()));
    model.flow.around.remove(&column.cell());
}

/// The wheel: the first row on screen moves, the cursor is taken along when it would go out of sight.
pub(super) fn wheel(column: &mut Column, n_rows: usize, by: i64) {
    let len = column.rows().len();
    let last_top = len.saturating_sub(n_rows) as i64;
    column.top = (column.top as i64).saturating_add(by).clamp(0, last_top) as usize;
    let Some(at) = column.cursor_idx() else {
        return;
    };
    let seen = at.clamp(column.top, (column.top + n_rows - 1).min(len.saturating_sub(1)).max(column.top));
    column.cursor = column.rows().get(seen).map(|r| r.card);
}
