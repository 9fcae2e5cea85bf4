//! Windows as they come: where the cursor is in them, and what was owed to it.

use crate::app::flow::{Origin, Wants};
use crate::app::geometry;
use crate::app::model::{Cell, Column, Model};
use crate::app::update::{lanes, notice};
use crate::domain::id::CardId;
use crate::domain::window::Window;

/// Reads for an end that does not come into memory: counts may be ahead of what can be read.
const MOST_TRIES: u8 = 3;

/// A window came.
pub(in crate::app::update) fn arrived(model: &mut Model, cell: &Cell, window: Window) {
    let Some(idx) = model.board.columns.iter().position(|c| c.stage == cell.stage && c.lane == cell.lane) else {
        return;
    };
    let wants = model.flow.wants.remove(cell);
    let n_rows = geometry::rows_per_column(model);
    let column = &mut model.board.columns[idx];
    if window.rows.is_empty() && window.n_total > 0 && !column.rows().is_empty() {
        nothing_beyond(column);
        return;
    }
    let is_lost = |c: CardId| window.rows.iter().all(|r| r.card != c);
    let was_asked_for = column.cursor_idx().is_none() && column.cursor.is_some_and(is_lost);
    if was_asked_for
        && model.flow.seeks.is_none()
        && idx == model.board.focus
        && !model.filter.filter.is_empty()
        && model.notice.is_none()
    {
        notice::info(model, "The filter hides the card; fc clears it.");
    }
    let column = &mut model.board.columns[idx];
    let old_idx = column.cursor_idx();
    let line = old_idx.map_or(0, |i| i.saturating_sub(column.top));
    // What comes in above is seen where the stage was seen from its first card on.
    let was_at_start = column.top == 0 && column.window.as_ref().is_some_and(|w| w.n_above == 0);
    let from_start = was_at_start && old_idx.is_some() && window.n_above == 0;
    let kept = kept_cursor(column, old_idx, &window);
    let (cursor, owed) = match wants {
        Some(wants) => pay(wants, column.cursor, kept, &window),
        None => (kept.unwrap_or(0), None),
    };
    model.flow.around.remove(cell);
    column.cursor = window.rows.get(cursor).map(|r| r.card);
    if let Some(card) = column.cursor.filter(|_| owed.is_none()) {
        model.flow.around.insert(cell.clone(), card);
    }
    if let Some(owed) = owed {
        model.flow.wants.insert(cell.clone(), owed);
    }
    column.top = match () {
        () if from_start => 0,
        () if column.window.is_none() => top_again(column.top, &window, cursor, n_rows),
        () => cursor.saturating_sub(line),
    };
    column.window = Some(window);
    lanes::found(model, idx);
}

/// The first row on screen of a column read anew: the one it was if the cursor is in sight then, else around it.
fn top_again(was: usize, window: &Window, cursor: usize, n_rows: usize) -> usize {
    let top = was.saturating_sub(usize::try_from(window.n_above).unwrap_or(usize::MAX));
    if (top..top + n_rows).contains(&cursor) { top } else { cursor.saturating_sub(n_rows / 2) }
}

/// Behind the edge there was nothing to read, whatever the count says: what is in memory is all.
fn nothing_beyond(column: &mut Column) {
    if let Some(window) = &mut column.window {
        window.n_total = window.n_above + window.rows.len() as u64;
    }
}

/// How many cards stand below what is in memory.
pub(super) fn n_below(window: &Window) -> u64 {
    window.n_total.saturating_sub(window.n_above + window.rows.len() as u64)
}

/// Whether an end of the stage is in memory.
pub(super) fn holds(window: &Window, end: Origin) -> bool {
    match end {
        Origin::Last => n_below(window) == 0,
        Origin::First | Origin::Cursor => window.n_above == 0,
    }
}

/// The row a cursor gets to, and the steps it still has to go in what is not in memory.
pub(super) fn reach(window: &Window, at: i64) -> (usize, i64) {
    let last = window.rows.len() as i64 - 1;
    let to = at.clamp(0, last.max(0));
    let beyond = at - to;
    let is_more = (beyond > 0 && n_below(window) > 0) || (beyond < 0 && window.n_above > 0);
    (to as usize, if is_more { beyond } else { 0 })
}

/// Where the cursor gets to with what it waited for, and what is still owed.
fn pay(wants: Wants, cursor: Option<CardId>, kept: Option<usize>, window: &Window) -> (usize, Option<Wants>) {
    if wants.from != Origin::Cursor && !holds(window, wants.from) {
        let n_tries = wants.n_tries + 1;
        let again = Wants { n_tries, ..wants };
        return (kept.unwrap_or(0), (n_tries < MOST_TRIES).then_some(again));
    }
    let is_in = cursor.is_some_and(|c| window.rows.iter().any(|r| r.card == c));
    let base = match wants.from {
        Origin::First => 0,
        Origin::Last => window.rows.len() as i64 - 1,
        Origin::Cursor if is_in || cursor.is_none() => kept.unwrap_or(0) as i64,
        // The window begins just behind the edge where the cursor stands.
        Origin::Cursor if wants.steps > 0 => -1,
        Origin::Cursor => window.rows.len() as i64,
    };
    let (cursor, owed) = reach(window, base + wants.steps);
    let is_stuck = window.rows.is_empty();
    (cursor, (owed != 0 && !is_stuck).then_some(Wants::new(Origin::Cursor, owed)))
}

/// Where the card of the cursor is now; when it has left, its neighbour.
fn kept_cursor(column: &Column, old_idx: Option<usize>, window: &Window) -> Option<usize> {
    let find = |card: CardId| window.rows.iter().position(|r| r.card == card);
    if let Some(found) = column.cursor.and_then(find) {
        return Some(found);
    }
    let old_idx = old_idx?;
    let (before, after) = column.rows().split_at(old_idx);
    let neighbour = after.iter().chain(before.iter().rev()).find_map(|r| find(r.card));
    neighbour.or_else(|| window.rows.len().checked_sub(1).map(|last| old_idx.min(last)))
}
