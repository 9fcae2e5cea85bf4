//! The mouse: click, double click, drag, wheel, right button.

use chrono::TimeDelta;

use super::{act, board, column, explore, grab, leave, map, menu, metrics, palette, sheet};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::flow::Pointer;
use crate::app::geometry::{self, Target, hit};
use crate::app::key::{Button, Mouse, MouseKind};
use crate::app::model::{Mode, Model, Screen};

/// Two clicks within this time are one double click.
const DOUBLE: TimeDelta = TimeDelta::milliseconds(400);
/// Rows a turn of the wheel scrolls.
const WHEEL: i64 = 3;

/// Takes what the mouse did.
pub(super) fn take(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    if !model.settings.mouse {
        return Vec::new();
    }
    let (x, y) = (mouse.column, mouse.row);
    match mouse.kind {
        MouseKind::Down(Button::Left) => press(model, x, y),
        MouseKind::Down(Button::Right) => context_menu(model, x, y),
        MouseKind::Drag(Button::Left) => {
            drag(model, x, y);
            Vec::new()
        }
        MouseKind::Up(Button::Left) => release(model, x, y),
        MouseKind::WheelDown => wheel(model, x, y, WHEEL),
        MouseKind::WheelUp => wheel(model, x, y, -WHEEL),
        _ => Vec::new(),
    }
}

fn press(model: &mut Model, x: u16, y: u16) -> Vec<Effect> {
    super::notice::key_pressed(model);
    model.pending.clear();
    let double = model.flow.pointer.click.take();
    let is_double = double.is_some_and(|(a, b, at)| (a, b) == (x, y) && model.now - at <= DOUBLE);
    if !is_double {
        model.flow.pointer.click = Some((x, y, model.now));
    }
    let Some(target) = hit(model, x, y) else {
        return Vec::new();
    };
    match target {
        Target::Hint(action) => act::perform(model, action, None),
        Target::StreamTab(idx) if model.screen == Screen::Metrics => {
            if let Some(id) = model.streams.get(idx).map(|s| s.id.clone()) {
                metrics::of_stream(model, &id);
            }
            Vec::new()
        }
        Target::StreamTab(idx) => board::go_to(model, idx),
        Target::Card { column, row } => on_card(model, (x, y), column, row, is_double),
        Target::ColumnTitle(idx) if model.board.rows().is_some() => {
            board::focus(model, idx as i64 - model.board.across() as i64);
            Vec::new()
        }
        Target::ColumnTitle(idx) | Target::ColumnRest(idx) => {
            model.board.focus = idx;
            Vec::new()
        }
        Target::Lane(lane) => {
            let (n, across) = (model.board.n_across(), model.board.across());
            model.board.focus = lane * n + across;
            if is_double { act::perform(model, Action::Fold, None) } else { Vec::new() }
        }
        Target::More => {
            board::focus(model, 1);
            Vec::new()
        }
        Target::Preview => sheet::open_current(model),
        Target::MapStage { stream_idx, stage_idx } => {
            map::put(model, stream_idx, stage_idx);
            if is_double { map::open_board(model) } else { Vec::new() }
        }
        Target::MapStream(idx) => {
            map::put(model, idx, 0);
            if is_double { map::open_board(model) } else { Vec::new() }
        }
        Target::Pane(pane) => {
            if let Some(view) = &mut model.sheet {
                view.pane = pane;
            }
            Vec::new()
        }
        Target::Part(part) => {
            explore::click_part(model, part);
            Vec::new()
        }
        Target::Chart(chart) => {
            metrics::show(model, chart);
            Vec::new()
        }
        Target::Slot { chart, slot } => {
            metrics::show(model, chart);
            metrics::put(model, slot, None);
            Vec::new()
        }
        Target::Dot { chart, idx } => metrics::click(model, chart, idx, is_double),
        Target::ChartRow(row) => metrics::click_row(model, row, is_double),
        Target::Picked => metrics::open_picked(model),
        Target::Line(part, idx) => explore::click(model, part, idx, is_double),
        Target::Item(idx) => item(model, idx),
        Target::Beside => {
            leave(model);
            Vec::new()
        }
        Target::Above => Vec::new(),
    }
}

fn on_card(model: &mut Model, at: (u16, u16), column: usize, row: usize, is_double: bool) -> Vec<Effect> {
    select(model, column, row);
    if is_double {
        model.flow.pointer.down = None;
        return sheet::open_current(model);
    }
    model.flow.pointer.down = Some(at);
    Vec::new()
}

fn select(model: &mut Model, column: usize, row: usize) {
    model.board.focus = column;
    let column = &mut model.board.columns[column];
    column.cursor = column.rows().get(row).map(|r| r.card);
}

fn item(model: &mut Model, idx: usize) -> Vec<Effect> {
    match &mut model.mode {
        Mode::Menu(_) => menu::pick(model, idx),
        Mode::Palette(palette) => {
            palette.cursor = idx;
            palette::accept(model)
        }
        _ => Vec::new(),
    }
}

/// A press that moves takes the card in hand.
fn drag(model: &mut Model, x: u16, y: u16) {
    if let Some(down) = model.flow.pointer.down.filter(|down| *down != (x, y)) {
        model.flow.pointer = Pointer::default();
        if matches!(model.mode, Mode::Normal) {
            grab::take(model, Some(down));
        }
    }
    if !matches!(&model.mode, Mode::Grab(grab) if grab.at.is_some()) {
        return;
    }
    let target = hit(model, x, y);
    let n_rows = |column: usize| model.board.columns[column].rows().len();
    let place = match target {
        Some(Target::Card { column, row }) => Some((column, row)),
        Some(Target::ColumnRest(column)) => Some((column, n_rows(column))),
        Some(Target::ColumnTitle(column)) => Some((column, 0)),
        _ => None,
    };
    if let Mode::Grab(grab) = &mut model.mode {
        grab.at = Some((x, y));
        if let Some((column, row)) = place {
            (grab.column, grab.row_idx) = (column, row);
        }
    }
}

fn release(model: &mut Model, x: u16, y: u16) -> Vec<Effect> {
    model.flow.pointer.down = None;
    if !matches!(&model.mode, Mode::Grab(grab) if grab.at.is_some()) {
        return Vec::new();
    }
    match hit(model, x, y) {
        Some(Target::StreamTab(idx)) => grab::drop_on_stream(model, idx),
        Some(Target::Card { .. } | Target::ColumnRest(_) | Target::ColumnTitle(_)) => grab::drop(model),
        _ => {
            grab::cancel(model);
            Vec::new()
        }
    }
}

fn context_menu(model: &mut Model, x: u16, y: u16) -> Vec<Effect> {
    if matches!(model.mode, Mode::Menu(_)) {
        leave(model);
        return Vec::new();
    }
    let Some(Target::Card { column, row }) = hit(model, x, y).filter(|_| matches!(model.mode, Mode::Normal)) else {
        return Vec::new();
    };
    select(model, column, row);
    menu::open_context(model, (x, y))
}

/// The wheel scrolls what is under the pointer; the cursor of that column stays in sight.
fn wheel(model: &mut Model, x: u16, y: u16, by: i64) -> Vec<Effect> {
    let step = if by > 0 { Action::Down } else { Action::Up };
    if !matches!(model.mode, Mode::Normal | Mode::Range { .. }) {
        let scrolls = matches!(model.mode, Mode::Help(_) | Mode::Activity { .. } | Mode::Menu(_) | Mode::Gate(_));
        return match &model.mode {
            Mode::Palette(_) => {
                palette::choose(model, by.signum());
                Vec::new()
            }
            _ if scrolls => act::perform(model, step, None),
            _ => Vec::new(),
        };
    }
    match (model.screen, hit(model, x, y)) {
        (
            Screen::Board,
            Some(Target::Card { column, .. } | Target::ColumnRest(column) | Target::ColumnTitle(column)),
        ) => {
            scroll(model, column, by);
            Vec::new()
        }
        (Screen::Map, _) => act::perform(model, step, None),
        (Screen::Metrics, _) if geometry::metrics(model).is_table => act::perform(model, step, None),
        (Screen::Metrics, _) => act::perform(model, if by > 0 { Action::Right } else { Action::Left }, None),
        (Screen::Explore, Some(Target::Part(part) | Target::Line(part, _))) => {
            explore::click_part(model, part);
            act::perform(model, step, None)
        }
        (Screen::Sheet, Some(Target::Pane(pane))) => {
            if let Some(view) = &mut model.sheet {
                view.pane = pane;
            }
            act::perform(model, step, None)
        }
        _ => Vec::new(),
    }
}

fn scroll(model: &mut Model, idx: usize, by: i64) {
    let layout = geometry::board(model);
    let n_rows = layout.columns.iter().find(|c| c.idx == idx).map_or(1, |c| c.n_rows.max(1));
    column::wheel(&mut model.board.columns[idx], n_rows, by);
}
