//! Gates that check themselves, approvals and what blocks: they turn when what they hang on is written, and back when
//! that is taken back.

use super::fixture::*;
use super::lab::lab;
use crate::domain::At;
use crate::domain::change::What;
use crate::domain::filter::{Cond, Filter, Is, Term};
use crate::domain::gate::Status;
use crate::domain::id::{CardId, ObjectId, RelationId, TypeId};
use crate::domain::intent::{Edit, Intent, Mark, Pass, Refusal, RefusalKind, Spot, To};
use crate::store::{ListAsk, LogAsk, Reader};

const GATHER: &str = "lab/gather";
const TRY: &str = "lab/try";

fn state(object: ObjectId, state: &str) -> Intent {
    Intent::Edit { object, edits: vec![Edit::State(state.into())] }
}

fn field(object: ObjectId, id: &str, text: &str) -> Intent {
    Intent::Edit { object, edits: vec![Edit::Field { id: id.into(), text: text.into() }] }
}

fn approve(card: CardId, is_rejected: bool, comment: Option<&str>) -> Intent {
    Intent::Approve { card, role: "lab-head".into(), is_rejected, comment: comment.map(Into::into) }
}

fn head(work: &mut Workspace, name: &str) {
    work.done(Intent::SetPerson { name: name.into(), roles: vec![("lab-head".into(), true)] });
}

/// To a stage, whatever its gate says.
fn put(work: &mut Workspace, card: CardId, place: &str) {
    let to = To::Stage(stage(place));
    work.done(Intent::Move { card, to, spot: Spot::Bottom, pass: Pass::Free, reason: None });
}

fn met(work: &Workspace, card: CardId, now: At) -> (u32, u32) {
    let row = work.reader.row(card).unwrap().unwrap();
    (row.n_met(now), row.n_asked)
}

/// A line of a card's gate: how it stands, what makes it hold, what is missing.
fn line(work: &Workspace, card: CardId, local: &str, now: At) -> (Status, String, String) {
    let gate = work.reader.gate(card, now).unwrap().unwrap();
    let line = gate.lines.into_iter().find(|l| l.criterion.id.local() == local).unwrap();
    let verdict = line.verdict.unwrap_or_default();
    (line.status, verdict.by.join(", "), verdict.missing)
}

fn n_that_are(work: &Workspace, is: Is, now: At) -> u64 {
    let filter = Filter { terms: vec![Term { negated: false, any: vec![Cond::Is(is)] }] };
    let ask = ListAsk { filter, stream: Some(stream("lab")), ..ListAsk::default() };
    work.reader.cards(&ask, now, |_| std::ops::ControlFlow::Continue(())).unwrap()
}

#[test]
fn a_line_turns_with_the_state_of_what_is_linked_and_back() {
    let mut work = lab();
    let task = work.add("Mix", GATHER);
    let part = work.object("part", "Salt");
    assert_eq!(line(&work, *task, "gather-out1", now()).2, "no Part that is accepted is linked");
    work.done(link(task.object, "needs", part));
    assert_eq!(met(&work, *task, now()), (0, 2));
    work.done(state(part, "accepted"));
    assert_eq!(met(&work, *task, now()), (1, 2));
    assert_eq!(line(&work, *task, "gather-out1", now()).0, Status::Auto);
    assert_eq!(line(&work, *task, "gather-out1", now()).1, "PRT-1 accepted");
    work.done(state(part, "draft"));
    assert_eq!(met(&work, *task, now()), (0, 2));
    work.undo("ana").unwrap();
    assert_eq!(met(&work, *task, now()), (1, 2));
    let unlink = Intent::Unlink { from: part, relation: RelationId::new("is-needed-by"), to: task.object };
    work.done(unlink);
    assert_eq!(met(&work, *task, now()), (0, 2));
    work.done(state(part, "draft"));
    assert_eq!(met(&work, *task, now()), (0, 2), "what is no longer linked is no longer looked at");
    work.undo("ana").unwrap();
    work.undo("ana").unwrap();
    assert_eq!(met(&work, *task, now()), (1, 2), "the link is back, and the part accepted");
    work.redo("ana").unwrap();
    assert_eq!(met(&work, *task, now()), (0, 2));
}

#[test]
fn a_part_that_was_taken_back_counts_no_more() {
    let mut work = lab();
    let task = work.add("Mix", GATHER);
    let part = work.object("part", "Salt");
    work.done(state(part, "accepted"));
    work.done(link(task.object, "needs", part));
    assert_eq!(met(&work, *task, now()), (1, 2));
    for _ in 0..3 {
        work.undo("ana").unwrap();
    }
    assert_eq!((met(&work, *task, now()), work.reader.row(*task).unwrap().unwrap().n_links), ((0, 2), 0));
    for _ in 0..3 {
        work.redo("ana").unwrap();
    }
    assert_eq!(met(&work, *task, now()), (1, 2));
}

#[test]
fn what_becomes_a_part_counts_as_one() {
    let mut work = lab();
    let task = work.add("Mix", "lab/show");
    let other = work.object("task", "Salt");
    work.done(link(task.object, "relates-to", other));
    assert_eq!(met(&work, *task, now()), (0, 1));
    work.done(Intent::Edit { object: other, edits: vec![Edit::Type(TypeId::new("part"))] });
    assert_eq!((met(&work, *task, now()), line(&work, *task, "show-out1", now()).1), ((1, 1), "PRT-1 draft".into()));
    work.undo("ana").unwrap();
    assert_eq!(met(&work, *task, now()), (0, 1));
    work.redo("ana").unwrap();
    assert_eq!(met(&work, *task, now()), (1, 1));
}

#[test]
fn ranked_and_assigned_is_a_line_by_itself_that_nobody_ticks() {
    let mut work = lab();
    let task = work.add("Mix", GATHER);
    let edit = |edits| Intent::Edit { object: task.object, edits };
    work.done(edit(vec![Edit::Priority(Some(2))]));
    assert_eq!(line(&work, *task, "gather-act1", now()).2, "assignee is not set");
    work.done(edit(vec![Edit::Assignee(Some("raj".into()))]));
    let (status, by, _) = line(&work, *task, "gather-act1", now());
    assert_eq!((status, by.as_str()), (Status::Auto, "priority 2, assignee raj"));
    work.done(edit(vec![Edit::Assignee(None)]));
    assert_eq!(met(&work, *task, now()), (0, 2));
    let criteria = vec![crate::domain::id::CriterionId::new("lab/gather-act1")];
    let by_hand = Intent::Tick { card: *task, criteria, mark: Mark::Met { evidence: None } };
    assert!(work.refused(by_hand).to_string().contains("not ticked by hand: assignee is not set"));
}

#[test]
fn a_window_opens_and_closes_without_a_write() {
    let mut work = lab();
    let task = work.add("Mix", GATHER);
    put(&mut work, *task, TRY);
    head(&mut work, "ana");
    work.done(approve(*task, false, None));
    assert_eq!(n_that_are(&work, Is::Ready, minutes(15)), 0);
    work.done(field(task.object, "opens", "2026-11-23T09:10:00Z"));
    assert_eq!(line(&work, *task, "try-out1", now()).2, "Closes is not set");
    work.done(field(task.object, "closes", "2026-11-23T09:20:00Z"));
    let ready = |work: &Workspace, at| (met(work, *task, at), n_that_are(work, Is::Ready, at));
    assert_eq!(ready(&work, minutes(9)), ((1, 2), 0));
    assert_eq!(ready(&work, minutes(10)), ((2, 2), 1));
    assert_eq!(ready(&work, minutes(19)), ((2, 2), 1));
    assert_eq!(ready(&work, minutes(20)), ((1, 2), 0), "a window ends at its end");
    let before = work.refused(move_to(*task, "lab/tell"));
    assert!(before.to_string().contains("the window is 2026-11-23T09:10:00Z to"), "{before}");
    let mut ask = crate::store::Ask::new(author("ana"), vec![move_to(*task, "lab/tell")]);
    ask.author.at = minutes(15);
    work.store.commit(&ask).unwrap();
    assert_eq!(work.n_cards("lab/tell"), 1);
}

#[test]
fn an_approval_counts_for_the_visit_it_was_given_in() {
    let mut work = lab();
    let task = work.add("Mix", GATHER);
    put(&mut work, *task, TRY);
    assert!(matches!(work.refused(approve(*task, false, None)), Refusal::NoRole { .. }));
    let log = work.reader.log(&LogAsk { about: Some(task.object), limit: 1, ..LogAsk::default() }).unwrap();
    assert_eq!(
        (log[0].what, log[0].reason.as_deref()),
        (What::Refused, Some("ana does not hold the role Head of the Lab"))
    );
    head(&mut work, "ana");
    work.done(approve(*task, false, Some("safe enough")));
    assert_eq!(line(&work, *task, "try-out2", now()).1, "ana, Head of the Lab (safety)");
    assert_eq!(met(&work, *task, now()), (1, 2));
    work.undo("ana").unwrap();
    assert_eq!(met(&work, *task, now()), (0, 2));
    work.redo("ana").unwrap();
    assert_eq!(met(&work, *task, now()), (1, 2));
    put(&mut work, *task, GATHER);
    put(&mut work, *task, TRY);
    assert_eq!(met(&work, *task, now()), (0, 2), "it was for the visit before");
    assert_eq!(line(&work, *task, "try-out2", now()).2, "approval by Head of the Lab (safety)");
}

#[test]
fn a_rejection_sends_the_card_back_with_its_comment() {
    let mut work = lab();
    let task = work.add("Mix", GATHER);
    put(&mut work, *task, TRY);
    head(&mut work, "ana");
    assert!(matches!(work.refused(approve(*task, true, None)), Refusal::Empty { .. }));
    let done = work.done(approve(*task, true, Some("it smells")));
    assert_eq!((done.what, done.arrived.as_deref()), (What::Rejected, Some("Gather")));
    assert_eq!((work.n_cards(GATHER), work.n_cards(TRY)), (1, 0));
    let log = work.reader.log(&LogAsk { about: Some(task.object), limit: 2, ..LogAsk::default() }).unwrap();
    let told: Vec<_> = log.iter().map(|e| (e.what, e.to.as_deref(), e.reason.as_deref())).collect();
    let why = Some("it smells");
    assert_eq!(told, [(What::Rejected, Some("Head of the Lab"), why), (What::Moved, Some("Gather"), why)]);
    work.undo("ana").unwrap();
    assert_eq!((work.n_cards(GATHER), work.n_cards(TRY)), (0, 1));
    assert_eq!(line(&work, *task, "try-out2", now()).2, "approval by Head of the Lab (safety)");
}

#[test]
fn an_exit_that_held_tells_the_entrance_it_satisfies() {
    let mut work = lab();
    let task = work.add("Mix", GATHER);
    let part = work.object("part", "Salt");
    work.done(state(part, "accepted"));
    work.done(link(task.object, "needs", part));
    let edits = vec![Edit::Priority(Some(2)), Edit::Assignee(Some("raj".into()))];
    work.done(Intent::Edit { object: task.object, edits });
    work.done(move_to(*task, TRY));
    assert_eq!(line(&work, *task, "try-in1", now()).0, Status::Auto);
    let forced = work.add("Stir", GATHER);
    put(&mut work, *forced, TRY);
    assert_eq!(line(&work, *forced, "try-in1", now()).0, Status::Open);
}

#[test]
fn what_blocks_is_named_and_frees_when_it_is_closed() {
    let mut work = lab();
    let task = work.add("Mix", GATHER);
    let other = work.add("Clean up", GATHER);
    let part = work.object("part", "Salt");
    let blocked = |work: &Workspace| work.reader.row(*task).unwrap().unwrap().blocked;
    let n_blocked = |work: &Workspace| work.reader.overview(now()).unwrap().iter().map(|l| l.n_blocked).sum::<u64>();
    work.done(link(part, "blocks", task.object));
    assert_eq!((blocked(&work).as_deref(), n_blocked(&work)), (Some("by PRT-1"), 1));
    work.done(link(other.object, "blocks", task.object));
    assert!(work.refused(Intent::Unblock { card: *task }).to_string().contains("free when that is closed"));
    work.done(state(part, "refused"));
    assert_eq!((blocked(&work).as_deref(), n_blocked(&work)), (Some("by TSK-2"), 1), "the next one in the way");
    let finish = |pass| Intent::Move {
        card: *other,
        to: To::Done { value: None, beneficiary: None },
        spot: Spot::Bottom,
        pass,
        reason: None,
    };
    work.done(finish(Pass::Free));
    assert_eq!((blocked(&work), n_blocked(&work)), (None, 0), "all its cards are done");
    work.undo("ana").unwrap();
    assert_eq!((blocked(&work).as_deref(), n_blocked(&work)), (Some("by TSK-2"), 1));
    work.done(Intent::Block { card: *task, reason: "no gloves".into() });
    assert_eq!((blocked(&work).as_deref(), n_blocked(&work)), (Some("no gloves"), 1));
    work.done(Intent::Unblock { card: *task });
    assert_eq!((blocked(&work).as_deref(), n_blocked(&work)), (Some("by TSK-2"), 1));
    let unlink = Intent::Unlink { from: other.object, relation: RelationId::new("blocks"), to: task.object };
    work.done(unlink);
    assert_eq!((blocked(&work), n_blocked(&work)), (None, 0));
}

#[test]
fn a_relation_takes_as_many_as_it_allows_and_no_circle() {
    let mut work = lab();
    let [a, b, c] = ["a", "b", "c"].map(|title| work.object("task", title));
    let [salt, sugar] = ["Salt", "Sugar"].map(|title| work.object("part", title));
    work.done(link(a, "mostly-needs", salt));
    let second = work.refused(link(a, "mostly-needs", sugar));
    assert_eq!(
        (second.kind(), second.to_string().contains("mostly needs PRT-1 already")),
        (RefusalKind::NotAllowed, true)
    );
    work.done(link(b, "mostly-needs", salt));
    work.done(link(a, "holds", b));
    assert!(work.refused(link(c, "holds", b)).to_string().contains("is held by TSK-1 already"));
    work.done(link(b, "holds", c));
    let seq = work.reader.last_seq().unwrap();
    assert!(work.refused(link(c, "holds", a)).to_string().contains("would close a circle"));
    assert!(work.refused(link(a, "is-held-by", c)).to_string().contains("would close a circle"));
    assert!(work.refused(link(a, "holds", salt)).to_string().contains("cannot be linked by \"holds\""));
    assert_eq!(work.reader.last_seq().unwrap(), seq, "nothing of it was written");
    work.undo("ana").unwrap();
    work.done(link(c, "holds", a));
}

#[test]
fn what_cards_take_from_others_is_compared_with_the_journal() {
    let mut work = lab();
    let task = work.add("Mix", GATHER);
    let part = work.object("part", "Salt");
    work.done(link(task.object, "needs", part));
    work.done(link(part, "blocks", task.object));
    put(&mut work, *task, TRY);
    head(&mut work, "ana");
    work.done(approve(*task, false, None));
    let copy = work.file.with_file_name("altered.db");
    for change in [
        "UPDATE card SET held = 'x'",
        "UPDATE card SET verdicts = '[]'",
        "UPDATE card SET ready_from = 5",
        "DELETE FROM approval",
        "DELETE FROM watch",
        "UPDATE person SET roles = '[]'",
    ] {
        let _ = std::fs::remove_file(&copy);
        work.store.db.execute("VACUUM INTO ?1", [copy.to_string_lossy()]).unwrap();
        rusqlite::Connection::open(&copy).unwrap().execute(change, []).unwrap();
        assert_ne!(work.differences(&Reader::open(&copy).unwrap()), [], "{change}");
    }
}
