//! The order of the walk, and the summary in words.

use chrono::TimeDelta;
use uuid::Uuid;

use super::*;
use crate::domain::id::{ObjectId, TypeId};
use crate::domain::rank::Rank;
use crate::domain::target::Turns;
use crate::domain::value::parse_at;

fn now() -> At {
    parse_at("2026-11-26T09:00:00Z").unwrap()
}

fn hours(n: i64) -> At {
    now() + TimeDelta::hours(n)
}

/// A card so many hours old.
fn card(n: u64, age_h: i64) -> CardRow {
    CardRow {
        card: CardId(Uuid::from_u128(n.into())),
        object: ObjectId(Uuid::from_u128(n.into())),
        key: Key::new("INC", n),
        title: format!("Card {n}"),
        type_id: TypeId::new("incident"),
        state: None,
        stage: StageId::new("operate/diagnose"),
        rank: Rank(format!("a{n}")),
        priority: None,
        assignee: None,
        labels: Vec::new(),
        due_at: None,
        blocked: None,
        waiting_until: None,
        created_at: hours(-age_h),
        since: None,
        entered_at: hours(-age_h),
        done_at: None,
        archived: false,
        turns: None,
        n_met: 0,
        n_asked: 0,
        times: Vec::new(),
        waiting_for: None,
        open: Vec::new(),
        n_links: 0,
        n_overrides: 0,
        team: None,
        own_team: None,
        scores: crate::domain::score::Scores::default(),
        score: None,
    }
}

/// At risk since an hour, breached in so many.
fn due_in(n: u64, left_h: i64) -> CardRow {
    CardRow { turns: Some(Turns::at(hours(-1), hours(left_h))), ..card(n, 5) }
}

#[test]
fn what_calls_comes_first_then_the_oldest() {
    let blocked = CardRow { blocked: Some("vendor".into()), ..card(5, 2) };
    let waited = CardRow { waiting_until: Some(hours(-1)), ..card(6, 1) };
    let waits = CardRow { waiting_until: Some(hours(1)), ..card(7, 90) };
    let mut rows =
        [card(1, 3), card(2, 48), waits, waited, blocked, due_in(3, 2), due_in(4, 1), due_in(8, -2), due_in(9, -4)];
    in_order(&mut rows, now());
    let keys: Vec<u64> = rows.iter().map(|row| row.key.number()).collect();
    // Breached the longest, breached; at risk the nearest first; blocked; the wait is over; the oldest.
    assert_eq!(keys, [9, 8, 4, 3, 5, 6, 7, 2, 1]);
}

fn standup(rows: Vec<CardRow>) -> Standup {
    let step = |row: CardRow| Step {
        stage: row.stage.clone(),
        place: "Diagnose".into(),
        call: call(&row, now()),
        is_touched: false,
        row,
    };
    Standup {
        stream: Some(StreamId::new("operate")),
        name: "Operate".into(),
        since: hours(-22),
        is_last: true,
        now: now(),
        length_s: length_s(None),
        steps: rows.into_iter().map(step).collect(),
        n_skipped: 0,
        n_rest: 0,
        changes: Changes::default(),
    }
}

#[test]
fn what_comes_next_is_near_its_breach_then_ready_then_urgent() {
    let ready = CardRow { n_asked: 2, n_met: 2, ..card(3, 3) };
    let urgent = CardRow { priority: Some(2), ..card(4, 3) };
    let held = CardRow { priority: Some(1), blocked: Some("vendor".into()), ..card(5, 3) };
    let standup = standup(vec![card(1, 2), urgent, held, ready, due_in(2, 1), due_in(6, -1)]);
    let next: Vec<u64> = standup.next().iter().map(|line| line.key.number()).collect();
    assert_eq!(next, [2, 3, 4]);
}

#[test]
fn the_summary_reads_as_a_hand_over() {
    let mut standup = standup(vec![due_in(2, 1)]);
    let line =
        |n: u64, note: Note| Line { priority: Some(1), assignee: Some("ana".into()), ..Line::of(&card(n, 1), note) };
    standup.changes = Changes {
        finished: vec![line(11, Note::Value("checkout is fast again".into())), line(12, Note::Nothing)],
        started: vec![line(13, Note::In("Detect".into()))],
        moved: vec![line(14, Note::Way { from: "Detect".into(), to: "Diagnose".into() })],
        blocked: vec![line(15, Note::Why("vendor answers on Friday".into()))],
        breached: vec![line(16, Note::Over { seconds: 7_800, place: "Resolve".into() })],
        waiting: vec![line(17, Note::Until(hours(30))), line(18, Note::For(Key::new("CHG", 7)))],
        n_new_blocked: 1,
        n_new_breached: 2,
        wip: 41,
        oldest_s: Some(3 * DAY_S),
    };
    let expected = "\
# Standup: Operate, Thu 26 Nov 2026 09:00

Since Wed 25 Nov 2026 11:00 (the last standup): finished 2, started 1, blocked +1, breached +2, WIP 41 (-1), oldest in progress 3d.

## Finished (2)

- INC-11 Card 11 (P1, @ana): checkout is fast again
- INC-12 Card 12 (P1, @ana)

## Started (1)

- INC-13 Card 13 (P1, @ana): in Detect

## Moved (1)

- INC-14 Card 14 (P1, @ana): Detect -> Diagnose

## Blocked (1)

- INC-15 Card 15 (P1, @ana): vendor answers on Friday

## Breached (1)

- INC-16 Card 16 (P1, @ana): 2h10 over, in Resolve

## Waiting (2)

- INC-17 Card 17 (P1, @ana): until Fri 27 Nov 15:00
- INC-18 Card 18 (P1, @ana): for CHG-7

## Next (1)

- INC-2 Card 2: 1h left, in Diagnose
";
    assert_eq!(markdown(&standup, chrono_tz::UTC), expected);
}

#[test]
fn where_nothing_happened_that_is_said() {
    let standup = Standup { is_last: false, ..standup(Vec::new()) };
    let text = markdown(&standup, chrono_tz::UTC);
    assert!(text.ends_with("WIP 0 (+0).\n\nNothing changed, and nothing calls for attention.\n"), "{text}");
}

#[test]
fn the_length_is_what_the_team_sets() {
    assert_eq!(length_s(None), 15 * 60);
    assert_eq!(length_s(Some(&Value::Int(20))), 20 * 60);
    assert_eq!(length_s(Some(&Value::Int(0))), 15 * 60);
}
