//! A stream with ninety days behind it, in which one stage fills up; the clock stands still.

use chrono::TimeDelta;
use streamboard::app::model::metrics::{Asked, Chart, Metrics};
use streamboard::app::model::{Model, Screen};
use streamboard::domain::flow::{Flow, FlowStage, Stay, Trail};
use streamboard::domain::hold::{Hold, HoldKind};
use streamboard::domain::id::{CardId, ObjectId, TypeId};
use streamboard::domain::key::Key;
use streamboard::domain::window::StreamLine;
use streamboard::metrics::across::across;
use streamboard::metrics::charts::charts;
use uuid::Uuid;

use super::sample::{self, DAY, HOUR, now};

const TITLES: [&str; 5] = [
    "Checkout answers slowly",
    "Invoices printed twice",
    "Disk almost full on pg-07",
    "Push messages arrive late",
    "Rotate vendor keys",
];

/// The charts of the last stream over ninety days.
pub fn model(width: u16, height: u16, chart: Chart) -> Model {
    let mut model = sample::board(width, height);
    model.screen = Screen::Metrics;
    model.flow.has_overview = true;
    let flow = flow(&model.streams[6]);
    model.metrics = Some(Metrics {
        chart,
        stage: 1,
        read: Some(Box::new(charts(&flow, now(), 90))),
        of: Some(Asked { stream: flow.stream, filter: model.filter.filter.clone(), days: 90 }),
        asked_at: Some(now()),
        ..Metrics::default()
    });
    model
}

/// The same without a single card.
pub fn empty(width: u16, height: u16) -> Model {
    let mut model = model(width, height, Chart::Flow);
    let flow = Flow { trails: Vec::new(), ..flow(&model.streams[6]) };
    let view = model.metrics.as_mut().expect("the screen");
    view.read = Some(Box::new(charts(&flow, now(), 90)));
    model
}

/// The map with the figures of all its streams.
pub fn map(width: u16, height: u16) -> Model {
    let mut model = sample::map(width, height);
    let flows: Vec<Flow> = model.streams.iter().map(flow).collect();
    model.bottlenecks.read = Some(Box::new(across(&flows, now(), 90)));
    model.bottlenecks.asked_at = Some(now());
    model
}

/// Cards through the stages of a stream. The second stage takes longer from week to week, and more come than go.
pub fn flow(stream: &StreamLine) -> Flow {
    let stages: Vec<FlowStage> = stream
        .stages
        .iter()
        .map(|s| FlowStage { id: s.id.clone(), name: s.name.clone(), short: s.short.clone(), wip: s.wip })
        .collect();
    let n_days = 90_i64;
    let per_day = if stream.n_cards > 20 { 3 } else { 1 };
    let mut trails = Vec::new();
    for day in 0..n_days {
        for nth in 0..per_day {
            trails.push(trail(trails.len() as u64, n_days - day, nth * 5, stages.len()));
        }
    }
    Flow { stream: stream.id.clone(), name: stream.name.clone(), stages, clock_starts_idx: 0, trails }
}

fn trail(n: u64, days_ago: i64, hours: i64, n_stages: usize) -> Trail {
    // A few numbers without an order to the eye.
    let odd = |salt: i64| (n as i64 * 37 + salt * 101) % 23;
    let born_at = now() - TimeDelta::seconds(days_ago * DAY - hours * HOUR - odd(1) * 700);
    let mut stays = Vec::new();
    let mut entered_at = born_at;
    for stage_idx in 0..n_stages {
        let slow = if stage_idx == 1 { (90 - days_ago) / 3 } else { 0 };
        let span_s = (2 + odd(2 + stage_idx as i64) + slow * (1 + odd(9) / 6)) * HOUR;
        let left_at = Some(entered_at + TimeDelta::seconds(span_s)).filter(|at| *at < now());
        let due_at = (stage_idx == 1).then(|| entered_at + TimeDelta::seconds(3 * DAY));
        stays.push(Stay { stage_idx, entered_at, left_at, due_at, met_at: None, sent_back: false });
        match left_at {
            Some(at) => entered_at = at,
            None => break,
        }
    }
    let done_at = stays.last().and_then(|s| s.left_at).filter(|_| stays.len() == n_stages);
    let held_until = born_at + TimeDelta::seconds(odd(5) * HOUR / 2);
    let hold = Hold { kind: HoldKind::Unowned, from_at: born_at, until_at: Some(held_until) };
    Trail {
        card: CardId(Uuid::from_u128(u128::from(n) + 1)),
        object: ObjectId(Uuid::from_u128((u128::from(n) + 1) << 64)),
        key: Key::new("INC", 700 + n),
        title: TITLES[n as usize % TITLES.len()].into(),
        type_id: TypeId::new("incident"),
        priority: None,
        born_at,
        done_at,
        gone_at: None,
        stays,
        holds: vec![hold],
    }
}
