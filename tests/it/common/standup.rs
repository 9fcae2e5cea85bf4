//! A standup over the board of the sample.

use streamboard::app::model::{Glance, Mode, Model, Screen, StandupView, Summary};
use streamboard::domain::filter::Filter;
use streamboard::domain::standup::{Changes, Line, Note, Standup, Step, call, in_order, markdown};
use streamboard::domain::window::CardRow;

use super::sample::{self, DAY, HOUR};
use super::sheet;

/// The walk over Operate, at its second card; the timer runs.
pub fn model(width: u16, height: u16) -> Model {
    let mut model = sample::board(width, height);
    model.screen = Screen::Standup;
    let mut view = StandupView::new(Some(model.board.stream.clone()), Filter::default());
    view.found = Some(standup(&model));
    view.cursor = 1;
    view.timer.before_s = 252;
    view.timer.card_from_s = 210;
    let row = view.current().expect("a card").clone();
    model.glance = Some(Glance { card: row.card, sheet: sheet::sheet(&row), log: sheet::log(&row) });
    model.standup = Some(view);
    model
}

/// The same with nothing to walk.
pub fn empty(width: u16, height: u16, n_skipped: u64) -> Model {
    let mut model = model(width, height);
    model.glance = None;
    let view = model.standup.as_mut().expect("a standup");
    view.cursor = 0;
    let found = view.found.take().expect("a standup");
    view.found = Some(Standup { steps: Vec::new(), n_skipped, n_rest: 0, is_last: false, ..found });
    model
}

/// The summary it ends with.
pub fn summary(width: u16, height: u16) -> Model {
    let mut model = model(width, height);
    let found = model.standup.as_ref().and_then(|view| view.found.as_ref()).expect("a standup");
    model.mode = Mode::Summary(Summary { text: markdown(found, model.zone), scroll: 0 });
    model
}

fn standup(model: &Model) -> Standup {
    let now = sample::now();
    let mut steps = Vec::new();
    for (column, line) in model.board.columns.iter().zip(&model.streams[6].stages).rev() {
        let mut rows: Vec<CardRow> = column.rows().to_vec();
        in_order(&mut rows, now);
        rows.truncate(5);
        steps.extend(rows.into_iter().map(|row| Step {
            call: call(&row, now),
            row: CardRow { stage: line.id.clone(), ..row },
            stage: line.id.clone(),
            place: line.name.clone(),
            is_touched: false,
        }));
    }
    let line = |idx: usize, note: Note| Line::of(&steps[idx].row, note);
    let changes = Changes {
        finished: vec![line(3, Note::Value("checkout is fast again".into()))],
        started: vec![line(12, Note::In("Detect".into())), line(13, Note::In("Detect".into()))],
        moved: vec![line(0, Note::Way { from: "Diagnose".into(), to: "Resolve".into() })],
        blocked: vec![line(1, Note::Why("keys are with the vendor".into()))],
        breached: vec![line(5, Note::Over { seconds: 130 * 60, place: "Diagnose".into() })],
        waiting: Vec::new(),
        n_new_blocked: 1,
        n_new_breached: 2,
        wip: 41,
        oldest_s: Some(3 * DAY),
    };
    Standup {
        stream: Some(model.board.stream.clone()),
        name: "Operate".into(),
        since: now - chrono::TimeDelta::seconds(22 * HOUR),
        is_last: true,
        now,
        length_s: 900,
        steps,
        n_skipped: 3,
        n_rest: 240,
        changes,
    }
}
