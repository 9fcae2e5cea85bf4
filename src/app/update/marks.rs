//! Marks: one by one, as a range, a stage, all that fit the filter.

use super::{ask, column};
use crate::app::action::Action;
use crate::app::effect::{Effect, Query};
use crate::app::model::{Mode, Model, Slot};
use crate::domain::id::StageId;

/// Marks with keys of the board.
pub(super) fn act(model: &mut Model, action: Action, n: i64) -> Vec<Effect> {
    match action {
        Action::Range => toggle_range(model),
        Action::RangeDown => range_step(model, n),
        Action::RangeUp => range_step(model, -n),
        _ => toggle(model),
    }
    Vec::new()
}

/// `V`, `*`: marks a stage, or all of the board; what is marked already loses its marks.
pub(super) fn all(model: &mut Model, action: Action) -> Vec<Effect> {
    let board = &model.board;
    let meant = |idx: usize| action == Action::MarkAll || idx == board.focus;
    let columns: Vec<_> = board.columns.iter().enumerate().filter(|(i, _)| meant(*i)).map(|(_, c)| c).collect();
    let rows: Vec<_> = columns.iter().flat_map(|c| c.rows()).map(|r| (r.card, r.object)).collect();
    let stages: Vec<StageId> = columns.iter().map(|c| c.stage.clone()).collect();
    let is_whole = columns.iter().all(|c| c.window.as_ref().is_some_and(|w| w.n_total == w.rows.len() as u64));
    if !rows.is_empty() && rows.iter().all(|(card, _)| model.marks.contains(card)) {
        model.marks.clear();
        return Vec::new();
    }
    for (card, object) in rows {
        model.marks.insert(card, object);
    }
    if is_whole {
        return Vec::new();
    }
    if model.board.lanes.is_some() && action == Action::MarkStage {
        super::notice::info(model, "Those in sight are marked; * marks all that fit the filter.");
        return Vec::new();
    }
    let stages = if model.board.lanes.is_some() {
        model.stream().map_or_else(Vec::new, |s| s.stages.iter().map(|s| s.id.clone()).collect())
    } else {
        stages
    };
    let filter = model.filter.filter.clone();
    vec![ask::read(model, Slot::Marks, Query::Ids { stages, filter })]
}

/// While a range is open, the rows between its start and the cursor are marked.
pub(super) fn extend(model: &mut Model) {
    let Mode::Range { from } = model.mode else {
        return;
    };
    let Some(column) = model.board.columns.get(model.board.focus) else {
        return;
    };
    let start = column.rows().iter().position(|r| r.card == from);
    let (Some(start), Some(end)) = (start, column.cursor_idx()) else {
        return;
    };
    for row in &column.rows()[start.min(end)..=start.max(end)] {
        model.marks.insert(row.card, row.object);
    }
}

/// Space: marks and steps on.
fn toggle(model: &mut Model) {
    let Some((card, object)) = model.current().map(|r| (r.card, r.object)) else {
        return;
    };
    if !model.marks.remove(&card) {
        model.marks.insert(card, object);
    }
    column::step(model, 1);
}

fn toggle_range(model: &mut Model) {
    if matches!(model.mode, Mode::Range { .. }) {
        model.mode = Mode::Normal;
        return;
    }
    let Some(from) = model.current().map(|r| r.card) else {
        return;
    };
    model.mode = Mode::Range { from };
    extend(model);
}

fn range_step(model: &mut Model, by: i64) {
    if !matches!(model.mode, Mode::Range { .. }) {
        toggle_range(model);
    }
    column::step(model, by);
    extend(model);
}
