//! Flows as pictures: a line a card, for tests.
//!
//! `A a 0-2 b 2-5 c 5-9 done`: card A was in stage `a` from hour 0 to hour 2, and so on, and was done at the end.
//! `b 2-` still stands there. `b! 4-6`: it came back there, and it was said why. `a 0-2 due 1 met 0.5` gives a stay its
//! target. Before the stays: `born -3`, `type defect`, `p1`; behind them: `blocked 3-4`, `waiting 3-4`, `unowned 0-`,
//! `gone 7`.

use chrono::TimeDelta;
use uuid::Uuid;

use crate::domain::At;
use crate::domain::flow::{Flow, FlowStage, Period, Stay, Trail};
use crate::domain::hold::{Hold, HoldKind};
use crate::domain::id::{CardId, ObjectId, StageId, StreamId, TypeId};
use crate::domain::key::Key;
use crate::domain::value::from_millis;

/// The hour 0 of all sketches.
pub fn zero() -> At {
    from_millis(1_790_000_000_000)
}

/// An hour of a sketch.
pub fn hour(hour: f64) -> At {
    zero() + TimeDelta::milliseconds((hour * 3_600_000.0).round() as i64)
}

/// From an hour to another.
pub fn period(since: f64, until: f64) -> Period {
    Period { since: hour(since), until: hour(until) }
}

/// A stream with these stages, the clock starting in the first, and a card a line. A `*` marks another stage in which
/// the clock starts, a number behind a stage its limit.
pub fn flow(stages: &str, cards: &str) -> Flow {
    let stage = |text: &str| {
        let mut words = text.trim_matches('*').split_whitespace();
        let name = words.next().unwrap().to_owned();
        let id = StageId::new(format!("s/{name}"));
        FlowStage { id, short: name.clone(), name, wip: words.next().map(|limit| limit.parse().unwrap()) }
    };
    let names: Vec<&str> = stages.split('|').map(str::trim).collect();
    let stages: Vec<FlowStage> = names.iter().map(|name| stage(name)).collect();
    let lines = cards.lines().map(str::trim).filter(|line| !line.is_empty());
    let trails = lines.zip(1..).map(|(line, n)| trail(line, n, &stages)).collect();
    Flow {
        stream: StreamId::new("s"),
        name: "S".into(),
        clock_starts_idx: names.iter().position(|name| name.ends_with('*')).unwrap_or(0),
        stages,
        trails,
    }
}

fn trail(line: &str, n: u64, stages: &[FlowStage]) -> Trail {
    let mut words = line.split_whitespace().peekable();
    let mut trail = Trail {
        card: CardId(Uuid::from_u128(u128::from(n))),
        object: ObjectId(Uuid::from_u128(u128::from(n) << 64)),
        key: Key::new(words.next().unwrap(), n),
        title: line.to_owned(),
        type_id: TypeId::new("story"),
        priority: None,
        born_at: zero(),
        done_at: None,
        gone_at: None,
        stays: Vec::new(),
        holds: Vec::new(),
    };
    let mut born_at = None;
    while let Some(word) = words.next() {
        let mut at = || hour(words.next().unwrap().parse().unwrap());
        match word {
            "born" => born_at = Some(at()),
            "gone" => trail.gone_at = Some(at()),
            "due" => trail.stays.last_mut().unwrap().due_at = Some(at()),
            "met" => trail.stays.last_mut().unwrap().met_at = Some(at()),
            "type" => trail.type_id = TypeId::new(words.next().unwrap()),
            "done" => trail.done_at = trail.stays.last().unwrap().left_at,
            "p1" | "p2" | "p3" | "p4" => trail.priority = word[1..].parse().ok(),
            kind if HoldKind::of(kind).is_some() => {
                let (from_at, until_at) = stretch(words.next().unwrap());
                trail.holds.push(Hold { kind: HoldKind::of(kind).unwrap(), from_at, until_at });
            }
            name => {
                let (entered_at, left_at) = stretch(words.next().unwrap());
                let stage_idx = stages.iter().position(|s| s.name == name.trim_end_matches('!')).expect(line);
                let sent_back = name.ends_with('!');
                trail.stays.push(Stay { stage_idx, entered_at, left_at, due_at: None, met_at: None, sent_back });
            }
        }
    }
    trail.born_at = born_at.unwrap_or_else(|| trail.stays[0].entered_at);
    trail
}

/// `2-5`, or `2-` with no end yet.
fn stretch(text: &str) -> (At, Option<At>) {
    let (from, to) = text.split_once('-').unwrap();
    let at = |text: &str| hour(text.parse().unwrap());
    (at(from), (!to.is_empty()).then(|| at(to)))
}
