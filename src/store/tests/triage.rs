//! The queue of a stage, what leaves it, and what is major.

use chrono::TimeDelta;

use super::fixture::{Workspace, author, minutes, now, stage};
use crate::domain::At;
use crate::domain::change::What;
use crate::domain::filter::{Cond, Filter, Is, Term};
use crate::domain::id::{CardId, StreamId};
use crate::domain::intent::{Edit, HandOff, Intent, NewObject, Pass, Spot, To};
use crate::domain::triage::{Queue, QueueAsk};
use crate::store::{Ask, LogAsk};

const DETECT: &str = "operate/detect-issue";

fn queue_at(work: &Workspace, filter: Filter, around: Option<CardId>, n: usize, at: At) -> Queue {
    let ask = QueueAsk { stage: stage(DETECT), filter, around, n, day_from: at - TimeDelta::hours(8) };
    work.reader.queue(&ask, at).unwrap()
}

fn queue(work: &Workspace) -> Queue {
    queue_at(work, Filter::default(), None, 100, now())
}

fn keys(queue: &Queue) -> String {
    queue.rows.iter().map(|row| row.key.as_str()).collect::<Vec<_>>().join(" ")
}

fn incident(work: &mut Workspace, title: &str, priority: Option<u8>, since: i64) -> super::fixture::Added {
    let since = Some(minutes(-since));
    work.add_with(NewObject { title: title.into(), priority, since, ..NewObject::default() }, DETECT)
}

fn undo(work: &mut Workspace) {
    work.undo("ana").unwrap();
}

#[test]
fn the_next_to_breach_comes_first_and_what_has_no_clock_by_age() {
    let mut work = Workspace::new();
    incident(&mut work, "no hurry", Some(4), 0);
    incident(&mut work, "not ranked yet", None, 50);
    incident(&mut work, "late", Some(1), 20);
    incident(&mut work, "soon", Some(2), 25);
    let queue = queue(&work);
    assert!(keys(&queue).starts_with("INC-3 INC-4"), "{}", keys(&queue));
    assert_eq!((queue.n_to_sort, queue.n_breached, queue.n_at_risk), (4, 1, 1));
    let order: Vec<Option<At>> = queue.rows.iter().map(|row| row.turns.and_then(|turns| turns.breached_at)).collect();
    let mut sorted = order.clone();
    sorted.sort_by_key(|at| (at.is_none(), *at));
    assert_eq!(order, sorted);
}

#[test]
fn a_window_lies_around_a_card_and_the_next_goes_on_from_there() {
    let mut work = Workspace::new();
    let added: Vec<CardId> = (0..9).map(|n| incident(&mut work, "x", (n < 5).then_some(1), 0).card).collect();
    let all = queue(&work);
    let order: Vec<CardId> = all.rows.iter().map(|row| row.card).collect();
    assert_eq!((order.len(), all.has_before, all.has_after), (9, false, false));
    assert!(added.iter().all(|card| order.contains(card)));
    for (idx, card) in order.iter().enumerate() {
        let part = queue_at(&work, Filter::default(), Some(*card), 4, now());
        let cards: Vec<CardId> = part.rows.iter().map(|row| row.card).collect();
        let first = order.iter().position(|c| *c == cards[0]).unwrap();
        assert_eq!(cards, order[first..first + 4], "around {idx}");
        assert!(cards.contains(card));
        assert_eq!((part.has_before, part.has_after), (first > 0, first + 4 < 9));
    }
}

#[test]
fn what_waits_comes_back_when_its_wait_ends() {
    let mut work = Workspace::new();
    let one = incident(&mut work, "late", Some(1), 20);
    work.done(Intent::Wait { card: one.card, until: Some(minutes(30)) });
    let waiting = queue(&work);
    assert_eq!((keys(&waiting).as_str(), waiting.n_to_sort, waiting.n_breached), ("", 0, 0));
    let later = queue_at(&work, Filter::default(), None, 10, minutes(31));
    assert_eq!((keys(&later).as_str(), later.n_to_sort), ("INC-1", 1));
}

#[test]
fn what_was_handed_off_from_here_leaves_until_it_comes_again() {
    let mut work = Workspace::new();
    let one = incident(&mut work, "a risk", None, 0);
    let wish = HandOff {
        object: one.object,
        card: Some(one.card),
        edge: "operate-to-evaluate-drivers-and-risks".into(),
        stage: None,
        type_id: None,
        title: None,
        pass: Pass::Ask,
    };
    work.done(Intent::HandOff(Box::new(wish)));
    assert_eq!((keys(&queue(&work)).as_str(), queue(&work).n_to_sort), ("", 0));
    undo(&mut work);
    assert_eq!(keys(&queue(&work)), "INC-1");
    work.redo("ana").unwrap();
    assert_eq!(keys(&queue(&work)), "");
    for step in [1, -1] {
        let to = To::Step(step);
        work.done(Intent::Move { card: one.card, to, spot: Spot::Bottom, pass: Pass::Ask, reason: None });
    }
    assert_eq!(keys(&queue(&work)), "INC-1", "it came again and is to be sorted anew");
}

#[test]
fn a_dismissed_object_leaves_its_boards_in_the_state_of_its_type() {
    let mut work = Workspace::new();
    let one = work.add("flaps", DETECT);
    let receipt = work.ask(Intent::Dismiss { object: one.object, reason: " noise ".into() }).unwrap();
    assert_eq!(receipt.done[0].what, What::Finished);
    let sheet = work.reader.sheet(one.object, now()).unwrap().unwrap();
    assert_eq!((sheet.object.state.as_deref(), sheet.is_closed), (Some("cancelled"), true));
    let after = queue(&work);
    assert_eq!((after.n_to_sort, after.n_done, after.reasons.as_slice()), (0, 1, &["noise".to_owned()][..]));
    let log = work.reader.log(&LogAsk { about: Some(one.object), ..LogAsk::default() }).unwrap();
    assert_eq!(log[0].reason.as_deref(), Some("noise"));
    undo(&mut work);
    let sheet = work.reader.sheet(one.object, now()).unwrap().unwrap();
    assert_eq!((sheet.object.state.as_deref(), queue(&work).n_to_sort), (Some("new"), 1));
    assert_eq!(queue(&work).n_done, 0);
}

#[test]
fn what_stands_nowhere_and_has_no_such_state_is_archived_when_dismissed() {
    let mut work = Workspace::new();
    let object = work.object("log", "noise of the night");
    work.done(Intent::Dismiss { object, reason: "noise".into() });
    assert!(work.reader.sheet(object, now()).unwrap().unwrap().object.archived);
    assert_eq!(
        work.refused(Intent::Dismiss { object, reason: " ".into() }).to_string(),
        "LOG-1 is archived; restore it first"
    );
}

#[test]
fn a_duplicate_is_linked_and_closed_in_one_step() {
    let mut work = Workspace::new();
    let (first, second) = (work.add("checkout down", DETECT), work.add("checkout is down", DETECT));
    work.done(Intent::Duplicate { object: second.object, of: first.object });
    let sheet = work.reader.sheet(first.object, now()).unwrap().unwrap();
    let links: Vec<String> = sheet.links.iter().map(|link| format!("{} {}", link.name, link.key)).collect();
    assert_eq!(links, ["is duplicated by INC-2"]);
    assert_eq!(keys(&queue(&work)), "INC-1");
    let no = work.refused(Intent::Duplicate { object: first.object, of: second.object });
    assert_eq!(no.to_string(), "INC-2 is a duplicate of INC-1 already");
    let no = work.refused(Intent::Duplicate { object: first.object, of: first.object });
    assert_eq!(no.to_string(), "INC-1 cannot be linked to itself");
    let no = work.refused(Intent::Duplicate { object: second.object, of: first.object });
    assert_eq!(no.to_string(), "INC-2 is already a duplicate of INC-1");
    undo(&mut work);
    assert_eq!(keys(&queue(&work)), "INC-1 INC-2");
    assert!(work.reader.sheet(first.object, now()).unwrap().unwrap().links.is_empty());
}

#[test]
fn a_filter_holds_for_the_queue_and_its_counts() {
    let mut work = Workspace::new();
    let one = incident(&mut work, "mine", Some(1), 20);
    incident(&mut work, "anybody's", Some(1), 20);
    work.done(Intent::Edit { object: one.object, edits: vec![Edit::Assignee(Some("ana".into()))] });
    let mine = Filter { terms: vec![Term { negated: false, any: vec![Cond::Assignee("ana".into())] }] };
    let queue = queue_at(&work, mine, None, 10, now());
    assert_eq!((keys(&queue).as_str(), queue.n_to_sort), ("INC-1", 1));
}

#[test]
fn what_is_major_is_told_until_it_ends_with_a_review() {
    let mut work = Workspace::new();
    let one = incident(&mut work, "Checkout down", Some(3), 0);
    work.done(Intent::Declare { object: one.object, text: "no payments since 09:00".into() });
    let majors = work.reader.majors().unwrap();
    assert_eq!(majors.len(), 1);
    assert_eq!((majors[0].key.as_str(), majors[0].priority, majors[0].card), ("INC-1", Some(1), Some(one.card)));
    assert_eq!(majors[0].next_update_at(), Some(minutes(30)));
    let is_major = Filter { terms: vec![Term { negated: false, any: vec![Cond::Is(Is::Major)] }] };
    assert_eq!(keys(&queue_at(&work, is_major, None, 9, now())), "INC-1");
    assert_eq!(
        work.refused(Intent::Declare { object: one.object, text: String::new() }).to_string(),
        "INC-1 is already major"
    );
    work.done(Intent::Comment { object: one.object, text: "rolled back pay-api".into() });
    work.done(Intent::End { object: one.object, text: "payments are back".into() });
    assert!(work.reader.majors().unwrap().is_empty());
    let sheet = work.reader.sheet(one.object, now()).unwrap().unwrap();
    assert_eq!((sheet.object.priority, sheet.links.len()), (Some(1), 1));
    let review = work.reader.sheet(sheet.links[0].object, now()).unwrap().unwrap();
    assert_eq!(review.object.title, "Review of INC-1 Checkout down");
    assert_eq!(review.cards[0].row.stage.stream(), StreamId::new("evaluate"));
    for told in ["declared it major: no payments since 09:00", "rolled back pay-api", "ended it: payments are back"] {
        assert!(review.object.body.contains(told), "{}", review.object.body);
    }
    assert_eq!(keys(&queue(&work)), "INC-1", "a review is no hand-off of the card");
    undo(&mut work);
    assert_eq!(work.reader.majors().unwrap().len(), 1);
    assert!(work.reader.sheet(review.object.id, now()).unwrap().is_none());
}

#[test]
fn only_types_that_say_so_can_be_major() {
    let mut work = Workspace::new();
    let object = work.object("event", "probe red");
    let no = work.refused(Intent::Declare { object, text: String::new() });
    assert_eq!(no.to_string(), "EVT-1 is of type event, which is never major");
    let one = work.add("x", DETECT);
    assert_eq!(work.refused(Intent::End { object: one.object, text: String::new() }).to_string(), "INC-1 is not major");
}

#[test]
fn the_log_tells_in_words_what_was_declared() {
    let mut work = Workspace::new();
    let one = work.add("Checkout down", DETECT);
    work.done(Intent::Declare { object: one.object, text: "no payments".into() });
    work.store.commit(&Ask::new(author("raj"), vec![Intent::End { object: one.object, text: String::new() }])).unwrap();
    let log = work.reader.log(&LogAsk { about: Some(one.object), ..LogAsk::default() }).unwrap();
    let told: Vec<String> = log.iter().rev().filter_map(|entry| entry.to.clone()).collect();
    assert!(told.contains(&"major: no payments, priority 1".to_owned()), "{told:?}");
    assert!(told.contains(&"major no longer".to_owned()), "{told:?}");
}
