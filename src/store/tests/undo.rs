//! Undo and redo, across openings and among people.

use super::fixture::*;
use crate::domain::change::What;
use crate::domain::intent::{Edit, Intent, NewObject, Stand};
use crate::store::undo::UndoRefusal;
use crate::store::{Ask, CommitError, UndoAsk};

fn refusal(done: Result<crate::store::UndoReceipt, CommitError>) -> UndoRefusal {
    match done {
        Err(CommitError::Undo(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn titled(added: &Added, title: &str) -> Intent {
    Intent::Edit { object: added.object, edits: vec![Edit::Title(title.into())] }
}

#[test]
fn everything_is_taken_back_and_done_again_also_after_a_restart() {
    let mut work = Workspace::new();
    let added = work.add("Slow", "operate/detect-issue");
    work.done(move_to(*added, "operate/diagnose-issue"));
    work.done(titled(&added, "Slower"));
    work.done(Intent::Block { card: *added, reason: "vendor".into() });
    let whole = work.sheet(added.object);
    work.reopen();
    for _ in 0..3 {
        work.undo("ana").unwrap();
    }
    let sheet = work.sheet(added.object);
    assert_eq!((sheet.object.title.as_str(), sheet.cards[0].row.stage.local()), ("Slow", "detect-issue"));
    assert_eq!(sheet.cards[0].row.entered_at, now(), "an undone move leaves no visit");
    work.undo("ana").unwrap();
    assert!(work.reader.sheet(added.object, now()).unwrap().is_none());
    assert_eq!(refusal(work.undo("ana")), UndoRefusal::NothingToUndo);
    work.reopen();
    for _ in 0..4 {
        work.redo("ana").unwrap();
    }
    assert_eq!(refusal(work.redo("ana")), UndoRefusal::NothingToRedo);
    assert_eq!(work.sheet(added.object), whole);
    let back = work.store.undo(&UndoAsk { n: 10, ..UndoAsk::last("ana", minutes(9)) }).unwrap();
    assert_eq!(back.undone.len(), 4, "done again, it can be taken back again");
    assert_eq!(back.undone[3].made.what, What::Created);
}

#[test]
fn a_new_change_clears_redo() {
    let mut work = Workspace::new();
    let added = work.add("Slow", "operate/detect-issue");
    work.done(titled(&added, "Slower"));
    work.undo("ana").unwrap();
    work.done(titled(&added, "Slowest"));
    assert_eq!(refusal(work.redo("ana")), UndoRefusal::NothingToRedo);
    work.undo("ana").unwrap();
    assert_eq!(work.sheet(added.object).object.title, "Slow");
}

#[test]
fn what_somebody_wrote_later_is_not_touched() {
    let mut work = Workspace::new();
    let added = work.add("Slow", "operate/detect-issue");
    let edits = vec![Edit::Title("Slower".into()), Edit::Body("since six".into())];
    work.done(Intent::Edit { object: added.object, edits });
    work.ask_as("ben", titled(&added, "Checkout slow")).unwrap();
    let UndoRefusal::WrittenLater { later, .. } = refusal(work.undo("ana")) else {
        panic!("not refused for what came later");
    };
    assert_eq!((later.len(), later[0].actor.as_str(), later[0].field.as_str()), (1, "ben", "title"));
    assert_eq!(work.sheet(added.object).object.body, "since six", "refused whole");

    let rest = work.store.undo(&UndoAsk { rest: true, ..UndoAsk::last("ana", minutes(5)) }).unwrap();
    assert_eq!(rest.undone[0].left.len(), 1);
    let object = work.sheet(added.object).object;
    assert_eq!((object.title.as_str(), object.body.as_str()), ("Checkout slow", ""));
}

#[test]
fn what_was_written_later_and_taken_back_is_not_in_the_way() {
    let mut work = Workspace::new();
    let added = work.add("Slow", "operate/detect-issue");
    work.done(titled(&added, "Slower"));
    work.ask_as("ben", titled(&added, "Slowest")).unwrap();
    work.undo("ben").unwrap();
    work.undo("ana").unwrap();
    assert_eq!(work.sheet(added.object).object.title, "Slow");
}

#[test]
fn a_group_that_cannot_be_taken_back_is_passed_over_when_asked() {
    let mut work = Workspace::new();
    let [a, b] = ["a", "b"].map(|title| work.add(title, "operate/detect-issue"));
    work.done(titled(&a, "a1"));
    work.done(titled(&b, "b1"));
    work.ask_as("ben", titled(&b, "b2")).unwrap();
    let skip = UndoAsk { skip: true, ..UndoAsk::last("ana", minutes(5)) };
    assert_eq!(work.store.undo(&skip).unwrap().undone[0].object, Some(a.object));
    assert_eq!(work.sheet(a.object).object.title, "a");
}

#[test]
fn work_on_something_keeps_it_from_vanishing() {
    let mut work = Workspace::new();
    let added = work.add("Slow", "operate/detect-issue");
    work.ask_as("ben", Intent::Comment { object: added.object, text: "on it".into() }).unwrap();
    assert!(matches!(refusal(work.undo("ana")), UndoRefusal::WrittenLater { .. }));
    work.undo("ben").unwrap();
    work.undo("ana").unwrap();
    assert_eq!(work.n_cards("operate/detect-issue"), 0);
}

#[test]
fn each_takes_back_their_own_and_this_terminal_s_first() {
    let mut work = Workspace::new();
    let [a, b] = ["a", "b"].map(|title| work.add(title, "operate/detect-issue"));
    let mut at = |terminal: &str, intent| {
        let ask = Ask { terminal: Some(terminal.into()), ..Ask::new(author("ana"), vec![intent]) };
        work.store.commit(&ask).unwrap();
    };
    at("pts/1", titled(&a, "a1"));
    at("pts/2", titled(&b, "b1"));
    work.ask_as("ben", titled(&b, "b2")).unwrap();
    let ask = UndoAsk { terminal: Some("pts/1".into()), elsewhere_ok: false, ..UndoAsk::last("ana", minutes(5)) };
    assert_eq!(work.store.undo(&ask).unwrap().undone[0].object, Some(a.object));
    let UndoRefusal::Elsewhere { made } = refusal(work.store.undo(&ask)) else {
        panic!("not refused for being elsewhere");
    };
    assert_eq!(made.terminal.as_deref(), Some("pts/2"));
    assert_eq!(work.undo("ben").unwrap().undone[0].object, Some(b.object));
    work.store.undo(&UndoAsk { elsewhere_ok: true, ..ask }).unwrap();
    assert_eq!(work.sheet(b.object).object.title, "b");
}

#[test]
fn a_bulk_import_is_taken_back_as_one_and_its_keys_are_free_again() {
    let mut work = Workspace::new();
    let add = |n: u64| {
        let stand = Some(Stand::in_stage(stream("operate"), None));
        let key = Some(crate::domain::key::Key::new("INC", n));
        Intent::Add(Box::new(NewObject { title: format!("row {n}"), key, stand, ..NewObject::default() }))
    };
    let ask = Ask::new(author("ana"), (1..=300).map(add).collect());
    work.store.commit(&ask).unwrap();
    assert_eq!(work.n_cards("operate/detect-issue"), 300);
    work.undo("ana").unwrap();
    assert_eq!((work.n_cards("operate/detect-issue"), work.titles("operate/detect-issue").len()), (0, 0));
    work.store.commit(&ask).unwrap();
    assert_eq!(work.n_cards("operate/detect-issue"), 300);
    assert_eq!(
        work.window("operate/detect-issue", &crate::domain::window::Anchor::Top, 1).rows[0].key.as_str(),
        "INC-1"
    );
}
