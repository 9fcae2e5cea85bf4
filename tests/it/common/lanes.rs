//! The sample board cut into lanes by assignee, and by team.

use streamboard::app::model::{Board, Column, Lanes, Model};
use streamboard::domain::id::StageId;
use streamboard::domain::lane::{LaneBy, LaneKey, LaneLine};
use streamboard::domain::window::{CardRow, Window};

use super::sample;

/// The sample board in lanes by assignee, the cursor on the first card of its second stage.
pub fn board(width: u16, height: u16) -> Model {
    let mut model = sample::board(width, height);
    let lines = lines(&model, LaneBy::Assignee, |row| row.assignee.clone());
    let old = model.board.columns.clone();
    let cell = |line: &LaneLine, column: &Column| {
        let is_in = |row: &&CardRow| row.assignee.clone().map_or(LaneKey::None, LaneKey::Of) == line.key;
        self::column(column.stage.clone(), line, column.rows().iter().filter(is_in).cloned().collect())
    };
    let columns: Vec<Column> = lines.iter().flat_map(|line| old.iter().map(move |column| cell(line, column))).collect();
    let card = old[1].cursor;
    let focus = columns.iter().position(|c| c.rows().iter().any(|r| Some(r.card) == card)).unwrap_or(0);
    cut(&mut model, Lanes { lines: Some(lines), ..Lanes::new(LaneBy::Assignee, false) }, columns, focus);
    model
}

/// The same board by team: two teams, and who is in none.
pub fn lens(width: u16, height: u16) -> Model {
    let mut model = sample::board(width, height);
    let team = |row: &CardRow| match row.assignee.as_deref() {
        Some("ana" | "raj") => Some("payments".to_owned()),
        Some("ops" | "lee") => Some("platform".to_owned()),
        _ => None,
    };
    let lines = lines(&model, LaneBy::Team, team);
    let placed = |c: &Column| c.rows().iter().map(|row| CardRow { stage: c.stage.clone(), ..row.clone() }).collect();
    let rows: Vec<CardRow> = model.board.columns.iter().rev().flat_map(|c| -> Vec<CardRow> { placed(c) }).collect();
    let of = |line: &LaneLine| {
        let is_in = |row: &&CardRow| team(row).map_or(LaneKey::None, LaneKey::Of) == line.key;
        column(StageId::new(""), line, rows.iter().filter(is_in).cloned().collect())
    };
    let columns = lines.iter().map(of).collect();
    cut(&mut model, Lanes { lines: Some(lines), ..Lanes::new(LaneBy::Team, true) }, columns, 0);
    model
}

fn cut(model: &mut Model, lanes: Lanes, columns: Vec<Column>, focus: usize) {
    let stream = model.board.stream.clone();
    model.board = Board { columns, focus, lanes: Some(lanes), ..Board::empty(stream) };
}

fn column(stage: StageId, line: &LaneLine, rows: Vec<CardRow>) -> Column {
    let window = Window { stage: stage.clone(), n_above: 0, n_total: rows.len() as u64, rows };
    let cursor = window.rows.first().map(|row| row.card);
    Column { lane: Some(line.key.clone()), cursor, window: Some(window), ..Column::new(stage) }
}

fn lines(model: &Model, by: LaneBy, value: impl Fn(&CardRow) -> Option<String>) -> Vec<LaneLine> {
    let mut values: Vec<Option<String>> = model.board.columns.iter().flat_map(Column::rows).map(&value).collect();
    values.sort_by_key(|value| (value.is_none(), value.clone()));
    values.dedup();
    let line = |key: Option<String>| LaneLine {
        counts: model
            .board
            .columns
            .iter()
            .map(|c| c.rows().iter().filter(|row| value(row) == key).count() as u64)
            .collect(),
        name: key.clone().unwrap_or_else(|| by.none()),
        key: key.map_or(LaneKey::None, LaneKey::Of),
    };
    values.into_iter().map(line).collect()
}
