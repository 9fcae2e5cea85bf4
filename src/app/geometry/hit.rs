//! What lies under a cell of the screen; asked by the mouse.

use super::{Area, ColumnLayout, MapRow, board, explore, frame, hints, list, map, metrics, sheet, tabs};
use crate::app::action::Action;
use crate::app::model::explore::Part;
use crate::app::model::metrics::Chart;
use crate::app::model::{Mode, Model, Pane, Screen};

/// Something on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A stream in the row on top, by its position.
    StreamTab(usize),
    Hint(Action),
    /// The title of a column, or of a folded one any part.
    ColumnTitle(usize),
    /// A card: the column's position and the row's within what is in memory.
    Card {
        column: usize,
        row: usize,
    },
    /// The part of a column below its last card.
    ColumnRest(usize),
    /// The line that tells a lane.
    Lane(usize),
    /// What does not fit at the right.
    More,
    Preview,
    Pane(Pane),
    /// A part of the explorer beside its lines.
    Part(Part),
    /// A line of a part the cursor can stand on.
    Line(Part, usize),
    /// A chart, or its tab.
    Chart(Chart),
    /// A moment, a week or a stage of a chart.
    Slot {
        chart: Chart,
        slot: usize,
    },
    /// A thing in a chart, by its position.
    Dot {
        chart: Chart,
        idx: usize,
    },
    /// A row of a chart's table.
    ChartRow(usize),
    /// The line of the card picked in a chart.
    Picked,
    MapStage {
        stream_idx: usize,
        stage_idx: usize,
    },
    MapStream(usize),
    /// An item of the list above the screen.
    Item(usize),
    /// Some other part of what is above the screen.
    Above,
    /// Beside what is above the screen.
    Beside,
}

/// What lies under a cell.
pub fn hit(model: &Model, x: u16, y: u16) -> Option<Target> {
    if let Some(span) = hints(model).into_iter().find(|span| span.area.contains(x, y)) {
        return Some(Target::Hint(span.hint.action));
    }
    match &model.mode {
        Mode::Normal | Mode::Range { .. } | Mode::Grab(_) => on_screen(model, x, y),
        Mode::Menu(_) | Mode::Palette(_) => Some(in_list(model, x, y)),
        _ => Some(Target::Above),
    }
}

fn on_screen(model: &Model, x: u16, y: u16) -> Option<Target> {
    if let Some(tab) = tabs(model).into_iter().find(|tab| tab.area.contains(x, y)) {
        return Some(Target::StreamTab(tab.stream_idx));
    }
    match model.screen {
        _ if !frame(model).body.contains(x, y) => None,
        Screen::Map => on_map(model, x, y),
        Screen::Board => on_board(model, x, y),
        Screen::Explore => explore::hit(model, x, y),
        Screen::Metrics => metrics::hit(model, x, y),
        Screen::Sheet => {
            let pane = sheet(model).panes.into_iter().find(|(_, area)| area.contains(x, y));
            pane.map(|(pane, _)| Target::Pane(pane))
        }
    }
}

fn on_map(model: &Model, x: u16, y: u16) -> Option<Target> {
    let rows = map(model).rows;
    let stage = |row: &MapRow| {
        let (stage_idx, _) = row.stages.iter().find(|(_, area)| area.contains(x, y))?;
        Some(Target::MapStage { stream_idx: row.stream_idx, stage_idx: *stage_idx })
    };
    let label = || rows.iter().find(|row| row.label.contains(x, y)).map(|row| Target::MapStream(row.stream_idx));
    rows.iter().find_map(stage).or_else(label)
}

fn on_board(model: &Model, x: u16, y: u16) -> Option<Target> {
    let layout = board(model);
    let is_in = |area: Option<Area>| area.is_some_and(|a| a.contains(x, y));
    if is_in(layout.preview) {
        return Some(Target::Preview);
    }
    if is_in(layout.more) {
        return Some(Target::More);
    }
    if let Some(lane) = layout.lanes.iter().find(|lane| lane.head.contains(x, y)) {
        return Some(Target::Lane(lane.idx));
    }
    if let Some(title) = layout.titles.iter().find(|t| t.area.contains(x, y) && y == t.area.y) {
        return Some(Target::ColumnTitle(title.idx));
    }
    let column = layout.columns.iter().find(|c| c.area.contains(x, y))?;
    Some(in_column(model, column, y, layout.card_lines))
}

fn in_column(model: &Model, layout: &ColumnLayout, y: u16, card_lines: u16) -> Target {
    if layout.is_folded || y < layout.inner.y {
        return Target::ColumnTitle(layout.idx);
    }
    let line = usize::from((y - layout.inner.y) / card_lines.max(1));
    let column = &model.board.columns[layout.idx];
    let row = column.top + line;
    let is_card = line < layout.n_rows && row < column.rows().len();
    if is_card { Target::Card { column: layout.idx, row } } else { Target::ColumnRest(layout.idx) }
}

fn in_list(model: &Model, x: u16, y: u16) -> Target {
    let Some(list) = list(model) else {
        return Target::Above;
    };
    if !list.area.contains(x, y) {
        return Target::Beside;
    }
    let item = usize::from(y.saturating_sub(list.items.y)) + list.first;
    let is_item = list.items.contains(x, y) && item < list.n_items;
    if is_item { Target::Item(item) } else { Target::Above }
}
