//! What follows from a change: effects, cards beside, hand-offs, answers. All of it in one group, taken back as one.

use super::fixture::*;
use super::lab::lab;
use crate::domain::change::What;
use crate::domain::filter::{Cond, Filter, Is, Term};
use crate::domain::id::{CardId, ObjectId};
use crate::domain::intent::{Edit, HandOff, Intent, Pass, Spot, To};
use crate::domain::value::Value;
use crate::domain::window::LogEntry;
use crate::store::{ListAsk, LogAsk, ObjectAsk};

const GATHER: &str = "lab/gather";
const TRY: &str = "lab/try";

fn state(object: ObjectId, state: &str) -> Intent {
    Intent::Edit { object, edits: vec![Edit::State(state.into())] }
}

fn free(card: CardId, to: To) -> Intent {
    Intent::Move { card, to, spot: Spot::Bottom, pass: Pass::Free, reason: None }
}

fn finish(card: CardId) -> Intent {
    free(card, To::Done { value: None, beneficiary: None })
}

fn hand_off(added: &Added, edge: &str) -> Intent {
    Intent::HandOff(Box::new(HandOff {
        object: added.object,
        card: Some(added.card),
        edge: edge.into(),
        stage: None,
        type_id: None,
        title: None,
        pass: Pass::Ask,
    }))
}

fn told(work: &Workspace, object: ObjectId, limit: usize) -> Vec<(What, Option<String>, Option<String>)> {
    let log = work.reader.log(&LogAsk { about: Some(object), limit, ..LogAsk::default() }).unwrap();
    log.into_iter().map(|LogEntry { what, from, to, .. }| (what, from, to)).collect()
}

#[allow(clippy::unnecessary_wraps)] // what the log tells of is there or is not
fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn n_groups(work: &Workspace) -> i64 {
    work.reader.db.query_row("SELECT count(*) FROM grp", [], |row| row.get(0)).unwrap()
}

fn matching(work: &Workspace, cond: Cond) -> Vec<String> {
    let filter = Filter { terms: vec![Term { negated: false, any: vec![cond] }] };
    let mut keys = Vec::new();
    let ask = ObjectAsk { filter, ..ObjectAsk::default() };
    let each = |object: crate::domain::object::Object| {
        keys.push(object.key.to_string());
        std::ops::ControlFlow::Continue(())
    };
    work.reader.objects(&ask, now(), each).unwrap();
    keys
}

#[test]
fn entering_a_stage_sets_counts_and_fills_and_one_undo_takes_it_back() {
    let mut work = lab();
    let task = work.add("Mix", GATHER);
    for title in ["Salt", "Water"] {
        let part = work.object("part", title);
        work.done(link(task.object, "needs", part));
    }
    let before = (work.sheet(task.object).object, n_groups(&work));
    work.done(free(*task, To::Stage(stage(TRY))));
    let object = work.sheet(task.object).object;
    assert_eq!((object.state.as_deref(), &object.fields["runs"]), (Some("doing"), &Value::Int(1)));
    assert_eq!(object.fields["notes"], Value::from("PRT-1 Salt (draft)\nPRT-2 Water (draft)"));
    assert_eq!(n_groups(&work), before.1 + 1);
    work.undo("ana").unwrap();
    assert_eq!(work.sheet(task.object).object, before.0);
    assert_eq!(work.n_cards(GATHER), 1);
    work.redo("ana").unwrap();
    assert_eq!(work.sheet(task.object).object, object);
    work.done(free(*task, To::Stage(stage(GATHER))));
    work.done(free(*task, To::Stage(stage(TRY))));
    assert_eq!(work.sheet(task.object).object.fields["runs"], Value::Int(2), "each time it comes");
}

#[test]
fn an_import_brings_no_consequences() {
    let mut work = lab();
    let task = work.add("Mix", GATHER);
    let mut ask = crate::store::Ask::new(author("ana"), vec![free(*task, To::Stage(stage(TRY)))]);
    ask.author.via = crate::domain::change::Via::Import;
    work.store.commit(&ask).unwrap();
    assert_eq!(work.sheet(task.object).object.state.as_deref(), Some("open"));
}

#[test]
fn finishing_settles_the_object_its_other_card_and_those_it_holds() {
    let mut work = lab();
    let task = work.add("Mix", "lab/gather");
    let child = work.add("Weigh", "lab/gather");
    let grandchild = work.add("Tare", "lab/try");
    work.done(link(task.object, "holds", child.object));
    work.done(link(child.object, "holds", grandchild.object));
    work.done(free(*task, To::Stage(stage("lab/tell"))));
    assert_eq!((work.n_cards("lab/tell"), work.n_cards("lab/show")), (1, 1), "a second card beside");
    let before = n_groups(&work);
    work.done(finish(*task));
    let states = |work: &Workspace| {
        [&task, &child, &grandchild].map(|added| {
            let sheet = work.sheet(added.object);
            let open = sheet.cards.iter().filter(|c| c.row.done_at.is_none()).count();
            (sheet.object.state.unwrap(), open)
        })
    };
    assert_eq!(states(&work), [(); 3].map(|()| ("done".to_owned(), 0)));
    assert_eq!((work.n_cards("lab/show"), work.n_cards("lab/gather"), n_groups(&work)), (0, 0, before + 1));
    assert_eq!(matching(&work, Cond::Field("outcome".into(), Some("Told".into()))), ["TSK-1", "TSK-2", "TSK-3"]);
    assert_eq!(matching(&work, Cond::Field("Runs".into(), None)), ["TSK-3"], "it was made where runs are counted");
    work.undo("ana").unwrap();
    let open = |state: &str, n: usize| (state.to_owned(), n);
    assert_eq!(states(&work), [open("open", 2), open("open", 1), open("doing", 1)]);
    work.redo("ana").unwrap();
    assert_eq!(work.n_cards("lab/show"), 0);
}

#[test]
fn two_cards_side_by_side_are_a_pair_not_a_chain() {
    let mut work = lab();
    let task = work.add("Mix", "lab/try");
    work.done(free(*task, To::Stage(stage("lab/tell"))));
    let n = |work: &Workspace| (work.n_cards("lab/tell"), work.n_cards("lab/show"));
    assert_eq!(n(&work), (1, 1));
    assert_eq!(told(&work, task.object, 1), [(What::Placed, None, some("Show"))]);
    work.done(free(*task, To::Stage(stage("lab/show"))));
    assert_eq!(n(&work), (0, 2));
    work.undo("ana").unwrap();
    work.done(free(*task, To::Stage(stage("lab/try"))));
    work.done(free(*task, To::Stage(stage("lab/tell"))));
    assert_eq!(n(&work), (1, 1), "it comes back to the one that stayed");
    for _ in 0..3 {
        work.undo("ana").unwrap();
    }
    assert_eq!((work.n_cards(TRY), n(&work)), (1, (0, 0)));
}

#[test]
fn who_asks_waits_until_the_answer_is_there() {
    let mut work = lab();
    let task = work.add("Mix", GATHER);
    let done = work.done(hand_off(&task, "ask"));
    assert_eq!((done.what, done.arrived.as_deref()), (What::HandedOff, Some("Inbox")));
    let part = done.object.unwrap();
    let waiting = |work: &Workspace| {
        let filter = Filter { terms: vec![Term { negated: false, any: vec![Cond::Is(Is::Waiting)] }] };
        let ask = ListAsk { filter, ..ListAsk::default() };
        let n = work.reader.cards(&ask, now(), |_| std::ops::ControlFlow::Continue(())).unwrap();
        (work.reader.row(*task).unwrap().unwrap().waiting_for.map(|key| key.to_string()), n)
    };
    assert_eq!(waiting(&work), (some("PRT-1"), 1));
    assert_eq!(work.sheet(task.object).object.state.as_deref(), Some("held-up"));
    let of_task = told(&work, task.object, 3);
    assert_eq!(
        of_task,
        [
            (What::Edited, some("state open"), some("state held-up")),
            (What::Waited, None, some("PRT-1")),
            (What::HandedOff, some("Gather"), some("Inbox PRT-1")),
        ]
    );
    let of_part = told(&work, part, 3);
    assert_eq!(of_part[0], (What::Linked, None, some("is needed by TSK-1")));
    assert_eq!(of_part[1..], [(What::HandedOff, some("TSK-1"), some("Inbox")), (What::Created, None, some("Inbox"))]);

    work.done(state(part, "accepted"));
    assert_eq!(waiting(&work), (None, 0));
    assert_eq!(told(&work, task.object, 1), [(What::Waited, some("PRT-1"), None)]);
    work.undo("ana").unwrap();
    assert_eq!(waiting(&work), (some("PRT-1"), 1));
    assert_eq!(told(&work, task.object, 1), [(What::Undone, None, some("PRT-1"))]);
    let undone = work.undo("ana").unwrap();
    assert_eq!((undone.undone[0].made.what, waiting(&work)), (What::HandedOff, (None, 0)));
    let last = told(&work, task.object, 9);
    assert!(last.contains(&(What::Undone, some("Inbox PRT-1"), None)), "{last:?}");
    assert_eq!(work.n_cards("desk/inbox"), 0);
    work.redo("ana").unwrap();
    work.redo("ana").unwrap();
    assert_eq!(waiting(&work), (None, 0));
    assert_eq!(work.n_cards("desk/inbox"), 1);
}

#[test]
fn an_object_carried_on_stands_on_both_boards() {
    let mut work = lab();
    let task = work.add("Mix", GATHER);
    let wrong = work.refused(hand_off(&task, "carry"));
    assert!(wrong.to_string().ends_with("there is ask"), "{wrong}");
    work.done(free(*task, To::Stage(stage(TRY))));
    let done = work.done(hand_off(&task, "carry"));
    assert_eq!((done.object, done.arrived.as_deref()), (Some(task.object), Some("Outbox")));
    assert_eq!((work.n_cards(TRY), work.n_cards("desk/outbox")), (1, 1));
    assert!(work.refused(hand_off(&task, "carry")).to_string().contains("already"));
    assert_eq!(told(&work, task.object, 1), [(What::HandedOff, some("Try"), some("Outbox TSK-1"))]);
    work.undo("ana").unwrap();
    assert_eq!((work.n_cards(TRY), work.n_cards("desk/outbox")), (1, 0));
}

#[test]
fn who_holds_which_role_is_in_the_log_and_undo_takes_it_back() {
    let mut work = lab();
    let person = |on: bool| Intent::SetPerson { name: "raj".into(), roles: vec![("lab-head".into(), on)] };
    work.done(person(true));
    work.done(person(false));
    let log = work.reader.log(&LogAsk::default()).unwrap();
    let last: Vec<_> = log.iter().map(|e| (e.place.as_deref(), e.to.as_deref())).collect();
    assert_eq!(last, [(Some("raj"), Some("-Head of the Lab")), (Some("raj"), Some("+Head of the Lab"))]);
    work.undo("ana").unwrap();
    let log = work.reader.log(&LogAsk { limit: 1, ..LogAsk::default() }).unwrap();
    assert_eq!((log[0].what, log[0].to.as_deref()), (What::Undone, Some("+Head of the Lab")));
    let task = work.add("Mix", TRY);
    let yes = Intent::Approve { card: *task, role: "lab-head".into(), is_rejected: false, comment: None };
    work.ask_as("raj", yes).unwrap();
    assert_eq!(told(&work, task.object, 1), [(What::Approved, None, some("Head of the Lab"))]);
    work.undo("raj").unwrap();
    assert_eq!(told(&work, task.object, 1), [(What::Undone, some("Head of the Lab approved"), None)]);
}
