//! Clocks: what turns when, what a pause does to it, and breaches that are told once, at the instant they came true.

use super::fixture::*;
use crate::domain::At;
use crate::domain::calendar::{CALENDAR, Calendar};
use crate::domain::change::What;
use crate::domain::id::{CardId, ObjectId};
use crate::domain::intent::{Author, Edit, Intent, NewObject, Pass, Spot, StreamEdit, To};
use crate::domain::stream::Timing;
use crate::domain::target::Turns;
use crate::store::{Ask, LogAsk, Reader, UndoAsk};

const DETECT: &str = "operate/detect-issue";
const DIAGNOSE: &str = "operate/diagnose-issue";

/// A P2: on its way within half an hour or taken, done within eight.
fn p2(work: &mut Workspace) -> Added {
    work.add_with(NewObject { title: "Slow".into(), priority: Some(2), ..NewObject::default() }, DETECT)
}

fn at_minute(work: &mut Workspace, minute: i64, intent: Intent) {
    let author = Author { at: minutes(minute), ..author("ana") };
    work.store.commit(&Ask::new(author, vec![intent])).unwrap();
}

fn edit(object: ObjectId, edit: Edit) -> Intent {
    Intent::Edit { object, edits: vec![edit] }
}

fn set(edit: StreamEdit) -> Intent {
    Intent::SetStream { stream: stream("operate"), edit }
}

fn go(card: CardId, to: To) -> Intent {
    Intent::Move { card, to, spot: Spot::Bottom, pass: Pass::Free, reason: None }
}

fn finish(card: CardId) -> Intent {
    go(card, To::Done { value: None, beneficiary: None })
}

fn turns(work: &Workspace, card: CardId) -> Option<Turns> {
    work.reader.row(card).unwrap().unwrap().turns
}

fn breached_at(work: &Workspace, card: CardId) -> Option<At> {
    turns(work, card).and_then(|turns| turns.breached_at)
}

/// The breaches of an object (or of all) by a minute, oldest first.
fn breaches(reader: &Reader, about: Option<ObjectId>, minute: i64) -> Vec<(String, i64)> {
    let log = reader.log(&LogAsk { about, breached_by: Some(minutes(minute)), ..LogAsk::default() }).unwrap();
    let told = log.iter().rev().filter(|entry| entry.what == What::Breached);
    told.map(|entry| (entry.to.clone().unwrap(), (entry.at - now()).num_minutes())).collect()
}

#[test]
fn a_clock_stands_still_while_the_card_waits_and_goes_on_after() {
    let mut work = Workspace::new();
    let added = p2(&mut work);
    at_minute(&mut work, 10, Intent::Wait { card: *added, until: Some(minutes(70)) });
    assert_eq!(breached_at(&work, *added), Some(minutes(90)), "ten minutes ran, twenty are left");
    assert!(turns(&work, *added).unwrap().is_paused(minutes(20)));
    at_minute(&mut work, 40, Intent::Wait { card: *added, until: None });
    assert_eq!(breached_at(&work, *added), Some(minutes(60)));
    at_minute(&mut work, 50, Intent::Block { card: *added, reason: "vendor".into() });
    assert_eq!(breached_at(&work, *added), Some(minutes(60)), "being blocked stops nothing here");
    at_minute(&mut work, 51, set(StreamEdit::BlockedPauses(true)));
    let stands = turns(&work, *added).unwrap();
    assert_eq!((stands.breached_at, stands.left_s(minutes(500))), (None, 600));
    work.undo("ana").unwrap();
    assert_eq!(breached_at(&work, *added), Some(minutes(60)));
}

#[test]
fn what_an_undo_and_a_redo_leave_turns_as_before() {
    let mut work = Workspace::new();
    let added = p2(&mut work);
    at_minute(&mut work, 10, Intent::Wait { card: *added, until: Some(minutes(70)) });
    at_minute(&mut work, 20, edit(added.object, Edit::Priority(Some(1))));
    at_minute(&mut work, 25, edit(added.object, Edit::Assignee(Some("ben".into()))));
    at_minute(&mut work, 30, go(*added, To::Stage(stage(DIAGNOSE))));
    at_minute(&mut work, 40, finish(*added));
    let rows = |work: &Workspace| -> Vec<String> {
        let mut all = work
            .store
            .db
            .prepare(
                "SELECT json_array(at_risk_at, breached_at, clock_left_ms, stands_until, whole_due_at) FROM card
                 UNION ALL SELECT json_array(n, entered_at, left_at, due_at, met_at) FROM visit
                 UNION ALL SELECT json_array(kind, from_at, until_at) FROM hold",
            )
            .unwrap();
        all.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    let whole = rows(&work);
    for _ in 0..5 {
        work.store.undo(&UndoAsk::last("ana", minutes(300))).unwrap();
    }
    assert_eq!(breached_at(&work, *added), Some(minutes(30)), "as it was at first");
    for _ in 0..5 {
        work.store.redo(&UndoAsk::last("ana", minutes(400))).unwrap();
    }
    assert_eq!(rows(&work), whole);
}

#[test]
fn working_time_is_the_team_s_and_a_change_of_it_is_worked_out_at_once() {
    let mut work = Workspace::new();
    let added = p2(&mut work);
    at_minute(&mut work, 1, edit(added.object, Edit::Assignee(Some("ana".into()))));
    // Eight hours from Monday 09:00: elapsed until 17:00; of nine to five they are the whole day.
    assert_eq!(breached_at(&work, *added), Some(minutes(480)));
    work.done(set(StreamEdit::Clock(Timing::Working)));
    assert_eq!(breached_at(&work, *added), Some(minutes(480)));
    let mut calendar = Calendar::usual(chrono_tz::UTC);
    calendar.hours = Calendar::read_hours("08:00-12:00").unwrap();
    // Three hours on Monday, four on Tuesday, one on Wednesday: 09:00.
    work.done(Intent::Set { setting: CALENDAR.into(), value: calendar.to_value() });
    assert_eq!(breached_at(&work, *added), Some(minutes(2 * 1_440)));
    calendar.holidays.insert(Calendar::read_holiday("2026-11-24").unwrap());
    // Tuesday is free: four on Wednesday, one on Thursday.
    work.done(Intent::Set { setting: CALENDAR.into(), value: calendar.to_value() });
    assert_eq!(breached_at(&work, *added), Some(minutes(3 * 1_440)));
    work.undo("ana").unwrap();
    assert_eq!(breached_at(&work, *added), Some(minutes(2 * 1_440)));
    let log = work.reader.log(&LogAsk { limit: 1, ..LogAsk::default() }).unwrap();
    assert!(log[0].to.as_ref().unwrap().contains("mon-fri 08:00-12:00 UTC"), "{:?}", log[0]);
    let no = work.refused(Intent::Set { setting: CALENDAR.into(), value: "always".into() });
    assert!(no.to_string().contains("mon-fri"), "{no}");
}

#[test]
fn a_breach_is_told_once_at_its_time_by_every_reader() {
    let mut work = Workspace::new();
    let (added, other) = (p2(&mut work), Reader::open(&work.file).unwrap());
    let detect = || ("Detect Issue within 30m".to_owned(), 30);
    assert_eq!(breaches(&other, None, 29), []);
    assert_eq!(breaches(&other, None, 30), [detect()]);
    at_minute(&mut work, 40, edit(added.object, Edit::Assignee(Some("ben".into()))));
    assert_eq!(breaches(&other, Some(added.object), 41), [detect()], "taken too late");
    at_minute(&mut work, 50, go(*added, To::Stage(stage(DIAGNOSE))));
    let whole = || ("Operate within 8h".to_owned(), 480);
    at_minute(&mut work, 500, finish(*added));
    for reader in [&work.reader, &other] {
        assert_eq!(breaches(reader, None, 10_000), [detect(), whole()]);
        assert_eq!(breaches(reader, Some(added.object), 10_000), [detect(), whole()]);
    }
    let ask = LogAsk { breached_by: Some(minutes(600)), limit: 3, ..LogAsk::default() };
    let log = other.log(&ask).unwrap();
    assert_eq!(log.iter().map(|entry| entry.what).collect::<Vec<_>>(), [What::Edited, What::Finished, What::Breached]);
    let ask = LogAsk { actor: Some("ana".into()), limit: 0, ..ask };
    assert!(other.log(&ask).unwrap().iter().all(|entry| entry.what != What::Breached), "it is nobody's");
}

#[test]
fn what_was_met_in_time_or_undone_is_no_breach() {
    let mut work = Workspace::new();
    let (taken, moved, gone) = (p2(&mut work), p2(&mut work), p2(&mut work));
    at_minute(&mut work, 10, edit(taken.object, Edit::Assignee(Some("ben".into()))));
    at_minute(&mut work, 20, go(*moved, To::Stage(stage(DIAGNOSE))));
    at_minute(&mut work, 25, Intent::Archive { object: gone.object });
    assert_eq!(breaches(&work.reader, None, 60), []);
    // Given back it stays met; moved back in time it is a visit of its own, with a clock of its own.
    at_minute(&mut work, 26, edit(taken.object, Edit::Assignee(None)));
    at_minute(&mut work, 28, go(*moved, To::Stage(stage(DETECT))));
    assert_eq!(breaches(&work.reader, None, 60), [("Detect Issue within 30m".into(), 58)]);
    // The move on undone: the first visit goes on, and was breached.
    work.store.undo(&UndoAsk::last("ana", minutes(70))).unwrap();
    assert_eq!(breaches(&work.reader, None, 100), []);
}

#[test]
fn a_target_can_be_cleared_also_a_shipped_one() {
    let mut work = Workspace::new();
    let added = p2(&mut work);
    at_minute(&mut work, 1, edit(added.object, Edit::Assignee(Some("ana".into()))));
    work.done(set(StreamEdit::Target { priority: Some(2), span_s: Some(3_600) }));
    assert_eq!(breached_at(&work, *added), Some(minutes(60)));
    work.done(set(StreamEdit::Target { priority: Some(2), span_s: None }));
    assert_eq!(turns(&work, *added), None);
    work.undo("ana").unwrap();
    assert_eq!(breached_at(&work, *added), Some(minutes(60)));
}
