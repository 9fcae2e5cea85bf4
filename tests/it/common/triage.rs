//! A sample of the triage: the first stage of the board, the cursor on the next to breach, and what looks like it.

use chrono::TimeDelta;
use streamboard::app::model::{Glance, Model, Screen, Triage};
use streamboard::domain::id::{CardId, ObjectId};
use streamboard::domain::key::Key;
use streamboard::domain::major::{Major, MajorRow};
use streamboard::domain::triage::Queue;
use streamboard::domain::twin::Twin;
use streamboard::domain::window::CardRow;
use uuid::Uuid;

use super::{sample, sheet};

/// The triage of the first stage of [`sample::board`].
pub fn model(width: u16, height: u16) -> Model {
    let mut model = sample::board(width, height);
    let window = model.board.columns[0].window.clone().expect("a window");
    let mut rows = window.rows;
    rows.sort_by_key(|row: &CardRow| {
        (row.turns.is_none(), row.turns.and_then(|turns| turns.breached_at), row.created_at)
    });
    let stage = window.stage;
    let row = rows[0].clone();
    let mut triage = Triage::new(stage.clone(), Some(row.card));
    triage.queue = Some(Queue {
        stage,
        has_before: false,
        has_after: false,
        n_to_sort: rows.len() as u64,
        n_breached: 0,
        n_at_risk: 1,
        n_done: 3,
        oldest_at: Some(sample::now() - TimeDelta::hours(3)),
        reasons: Vec::new(),
        rows,
    });
    triage.twins = Some((row.object, twins()));
    triage.last = Some("EVT-2209 dismissed as noise".into());
    model.glance = Some(Glance { card: row.card, sheet: sheet::sheet(&row), log: Vec::new() });
    model.screen = Screen::Triage;
    model.triage = Some(triage);
    model
}

/// The same with nothing left to sort.
pub fn empty(width: u16, height: u16) -> Model {
    let mut model = model(width, height);
    if let Some(triage) = &mut model.triage {
        triage.cursor = None;
        if let Some(queue) = &mut triage.queue {
            queue.rows.clear();
            (queue.n_to_sort, queue.n_at_risk, queue.oldest_at) = (0, 0, None);
        }
    }
    model.glance = None;
    model
}

fn twins() -> Vec<Twin> {
    let twin = |n: u64, title: &str, closed_days: Option<i64>, shared: &[&str]| Twin {
        object: ObjectId(Uuid::from_u128(u128::from(n))),
        key: Key::new("INC", n),
        title: title.into(),
        closed_at: closed_days.map(|days| sample::now() - TimeDelta::days(days)),
        is_closed: closed_days.is_some(),
        words: Vec::new(),
        shared: shared.iter().map(|key| (*key).to_owned()).collect(),
        score: 1.0,
    };
    vec![twin(988, "Disk 90% on pg-07", Some(9), &[]), twin(1049, "pg-07 answers slowly", None, &["API-31"])]
}

/// Something major, declared an hour and twelve minutes ago.
pub fn major(n: u64, title: &str) -> MajorRow {
    MajorRow {
        object: ObjectId(Uuid::from_u128(u128::from(n))),
        card: Some(CardId(Uuid::from_u128(u128::from(n)))),
        key: Key::new("INC", n),
        title: title.into(),
        priority: Some(1),
        assignee: Some("ana".into()),
        major: Major {
            at: sample::now() - TimeDelta::minutes(72),
            by: "ana".into(),
            text: "no payments".into(),
            end: None,
        },
        told_at: sample::now() - TimeDelta::minutes(12),
        update_every_s: Some(1_800),
    }
}
