//! Holds: what held a card up is kept as it is said; what is undone was never said, and done again it is as before.

use chrono::TimeDelta;

use super::fixture::*;
use crate::domain::At;
use crate::domain::id::CardId;
use crate::domain::intent::{Edit, Intent, NewObject, Pass, Spot, Stand, To};
use crate::store::apply::rebuild_holds;
use crate::store::row::{Id, Ms, at};
use crate::store::{Ask, UndoAsk};

/// The holds of a card in minutes from the start of the day.
fn holds(work: &Workspace, card: CardId) -> Vec<String> {
    let mut all = work
        .store
        .db
        .prepare("SELECT kind, from_at, until_at FROM hold JOIN card USING (cid) WHERE card.id = ?1 ORDER BY kind, 2")
        .unwrap();
    let minute = |at: At| (at - now()).num_minutes();
    let tell = |row: &rusqlite::Row<'_>| {
        let until = at(row, 2)?.map_or_else(|| "…".to_owned(), |at| minute(at).to_string());
        Ok(format!("{} {}-{until}", row.get::<_, String>(0)?, minute(row.get::<_, Ms>(1)?.0)))
    };
    all.query_map([Id(card.0)], tell).unwrap().collect::<Result<_, _>>().unwrap()
}

/// Asks for something so many minutes after the start.
fn at_minute(work: &mut Workspace, minute: i64, intent: Intent) {
    as_at(work, "ana", minute, intent);
}

fn as_at(work: &mut Workspace, actor: &str, minute: i64, intent: Intent) {
    let author = crate::domain::intent::Author { at: minutes(minute), ..author(actor) };
    work.store.commit(&Ask::new(author, vec![intent])).unwrap();
}

fn assign(added: &Added, who: Option<&str>) -> Intent {
    Intent::Edit { object: added.object, edits: vec![Edit::Assignee(who.map(str::to_owned))] }
}

fn block(added: &Added) -> Intent {
    Intent::Block { card: **added, reason: "vendor".into() }
}

fn finish(card: CardId) -> Intent {
    let to = To::Done { value: None, beneficiary: None };
    Intent::Move { card, to, spot: Spot::Bottom, pass: Pass::Free, reason: None }
}

#[test]
fn a_card_is_held_up_from_one_word_to_the_other() {
    let mut work = Workspace::new();
    let added = work.add("Slow", "operate/detect-issue");
    assert_eq!(holds(&work, *added), ["unowned 0-…"]);
    at_minute(&mut work, 10, assign(&added, Some("ana")));
    at_minute(&mut work, 20, block(&added));
    at_minute(&mut work, 35, Intent::Unblock { card: *added });
    at_minute(&mut work, 40, Intent::Wait { card: *added, until: Some(minutes(100)) });
    assert_eq!(holds(&work, *added), ["blocked 20-35", "unowned 0-10", "waiting 40-100"]);
    at_minute(&mut work, 60, Intent::Wait { card: *added, until: None });
    at_minute(&mut work, 70, assign(&added, None));
    at_minute(&mut work, 90, finish(*added));
    assert_eq!(holds(&work, *added), ["blocked 20-35", "unowned 0-10", "unowned 70-90", "waiting 40-60"]);
    work.reopen();
    rebuild_holds(&work.store.db).unwrap();
    assert_eq!(holds(&work, *added).len(), 4, "as the journal tells them");
}

#[test]
fn all_cards_of_an_object_get_an_owner_with_it() {
    let mut work = Workspace::new();
    let added = work.add("Slow", "operate/detect-issue");
    let place = Intent::Place { object: added.object, stage: stage("release/define-service-offer"), pass: Pass::Free };
    let other = work.done(place).card.unwrap();
    at_minute(&mut work, 10, assign(&added, Some("ana")));
    assert_eq!(holds(&work, *added), ["unowned 0-10"]);
    assert_eq!(holds(&work, other), ["unowned 0-10"]);
}

#[test]
fn what_is_undone_has_held_nothing_up_and_done_again_it_is_as_before() {
    let mut work = Workspace::new();
    let added = work.add("Slow", "operate/detect-issue");
    at_minute(&mut work, 10, block(&added));
    at_minute(&mut work, 15, Intent::Wait { card: *added, until: Some(minutes(60)) });
    at_minute(&mut work, 20, assign(&added, Some("ben")));
    at_minute(&mut work, 30, finish(*added));
    let whole = holds(&work, *added);
    assert_eq!(whole, ["blocked 10-30", "unowned 0-20", "waiting 15-30"]);
    let steps: [&[&str]; 5] = [
        &["blocked 10-…", "unowned 0-20", "waiting 15-60"],
        &["blocked 10-…", "unowned 0-…", "waiting 15-60"],
        &["blocked 10-…", "unowned 0-…"],
        &["unowned 0-…"],
        &[],
    ];
    for step in steps {
        work.store.undo(&UndoAsk::last("ana", minutes(200))).unwrap();
        assert_eq!(holds(&work, *added), step);
    }
    for step in steps.iter().rev().skip(1) {
        work.store.redo(&UndoAsk::last("ana", minutes(300))).unwrap();
        assert_eq!(holds(&work, *added), *step);
    }
    work.store.redo(&UndoAsk::last("ana", minutes(300))).unwrap();
    assert_eq!(holds(&work, *added), whole, "as it was, not as of the redo");
}

#[test]
fn undoing_an_undone_end_lets_a_hold_go_on() {
    let mut work = Workspace::new();
    let added = work.add("Slow", "operate/detect-issue");
    at_minute(&mut work, 10, block(&added));
    at_minute(&mut work, 30, Intent::Unblock { card: *added });
    assert_eq!(holds(&work, *added), ["blocked 10-30", "unowned 0-…"]);
    work.store.undo(&UndoAsk::last("ana", minutes(50))).unwrap();
    assert_eq!(holds(&work, *added), ["blocked 10-…", "unowned 0-…"], "it was blocked all the time");
}

#[test]
fn of_a_group_taken_back_in_part_the_rest_still_holds() {
    let mut work = Workspace::new();
    let (one, two) = (work.add("One", "operate/detect-issue"), work.add("Two", "operate/detect-issue"));
    let author = crate::domain::intent::Author { at: minutes(10), ..author("ana") };
    work.store.commit(&Ask::new(author, vec![block(&one), block(&two)])).unwrap();
    as_at(&mut work, "ben", 20, Intent::Unblock { card: *two });
    work.store.undo(&UndoAsk { rest: true, ..UndoAsk::last("ana", minutes(30)) }).unwrap();
    assert_eq!(holds(&work, *one), ["unowned 0-…"]);
    assert_eq!(holds(&work, *two), ["blocked 10-20", "unowned 0-…"]);
    work.store.undo(&UndoAsk::last("ben", minutes(40))).unwrap();
    assert_eq!(holds(&work, *two), ["blocked 10-…", "unowned 0-…"]);
}

#[test]
fn a_card_that_is_imported_is_held_up_from_when_it_came_there() {
    let mut work = Workspace::new();
    let entered_at = Some(now() - TimeDelta::minutes(30));
    let stand = Stand { entered_at, blocked: Some("vendor".into()), ..Stand::in_stage(stream("operate"), None) };
    let done = Stand { done_at: Some(now()), ..Stand::in_stage(stream("operate"), None) };
    let new = |stand| NewObject { title: "Old".into(), stand: Some(stand), ..NewObject::default() };
    let standing = work.done(Intent::Add(Box::new(new(stand)))).card.unwrap();
    let finished = work.done(Intent::Add(Box::new(new(done)))).card.unwrap();
    assert_eq!(holds(&work, standing), ["blocked -30-…", "unowned -30-…"]);
    assert_eq!(holds(&work, finished), [""; 0]);
}
