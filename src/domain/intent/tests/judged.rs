//! Every kind of guard: when it holds, what makes it hold, what is missing.

use super::plain::{Plain, author};
use crate::domain::At;
use crate::domain::change::register;
use crate::domain::guard::{Graph, Guard, Reach, Subject, Verdict, judge};
use crate::domain::id::{ObjectId, RelationId, TypeId};
use crate::domain::link::Link;
use crate::domain::stream::Policy;
use crate::domain::value::{Value, from_millis};
use crate::domain::when::When;

fn board() -> Plain {
    Plain::new(Policy::Enforce, "todo\nA")
}

fn asked(board: &Plain, guard: &Guard) -> Verdict {
    let object = board.object(board.object_id("A")).unwrap().unwrap();
    judge(board, guard, Subject { object: &object, card: Some((board.card_id("A"), 1)) }).unwrap()
}

/// `+` and what makes it hold, or `-` and what is missing.
fn said(board: &Plain, guard: &Guard) -> String {
    let verdict = asked(board, guard);
    if verdict.when.holds_at(author().at) {
        format!("+{}", verdict.by.join(", "))
    } else {
        format!("-{}", verdict.missing)
    }
}

fn field(field: &str, one_of: &[&str]) -> Guard {
    Guard::Field { field: field.into(), one_of: one_of.iter().map(|s| (*s).into()).collect() }
}

fn to(kind: &str) -> Reach {
    Reach { type_id: Some(TypeId::new(kind)), ..Reach::default() }
}

fn linked(reach: Reach, at_least: u32, at_most: Option<u32>) -> Guard {
    Guard::Linked { reach, at_least, at_most }
}

fn tie(board: &mut Plain, kind: &str, name: &str) -> ObjectId {
    let (from, to) = (board.object_id("A"), board.add_object(kind, name));
    board.links.push(Link { from, relation: RelationId::new("has"), to });
    to
}

fn at(ms: i64) -> Value {
    let at: At = from_millis(ms);
    at.into()
}

#[test]
fn a_field_is_set_or_one_of_some() {
    let mut board = board();
    let id = board.object_id("A");
    assert_eq!(said(&board, &field("size", &[])), "-size is not set");
    board.set(id, "field:size", "small");
    assert_eq!(said(&board, &field("size", &[])), "+size small");
    assert_eq!(said(&board, &field("size", &["large", "huge"])), "-size is not large or huge");
    board.set(id, register::PRIORITY, 2_i64);
    assert_eq!(said(&board, &field("priority", &["1", "2"])), "+priority 2");
    board.set(id, "field:flag", false);
    assert_eq!(said(&board, &field("flag", &[])), "-flag is not set", "a flag that says no");
}

#[test]
fn one_label_of_several_is_enough() {
    let mut board = board();
    let id = board.object_id("A");
    board.set(id, "label:eu", true);
    board.set(id, "label:urgent", true);
    assert_eq!(said(&board, &field("labels", &["urgent"])), "+labels eu, urgent");
    assert_eq!(said(&board, &field("labels", &["us"])), "-labels is not us");
}

#[test]
fn objects_are_counted_in_their_states() {
    let mut board = board();
    let busy = Reach { states: vec!["busy".into()], ..to("part") };
    assert_eq!(said(&board, &linked(busy.clone(), 1, None)), "-no part that is busy is linked");
    let part = tie(&mut board, "part", "P");
    assert_eq!(said(&board, &linked(busy.clone(), 1, None)), "-no part that is busy is linked");
    board.set(part, register::STATE, "busy");
    assert_eq!(said(&board, &linked(busy, 1, None)), "+P-1 busy");
    assert_eq!(said(&board, &linked(to("part"), 2, None)), "-1 of 2 linked: part");
    tie(&mut board, "part", "Q");
    assert_eq!(said(&board, &linked(to("part"), 2, None)), "+P-1 busy, Q-1 new");
    assert_eq!(said(&board, &linked(to("part"), 1, Some(1))), "-too many linked: P-1 busy, Q-1 new, at most 1");
    assert_eq!(said(&board, &linked(Reach::default(), 0, Some(2))), "+P-1 busy, Q-1 new");
}

#[test]
fn what_is_asked_of_the_others_says_who_misses_it() {
    let mut board = board();
    let whose = Some(Box::new(Guard::Reached { field: "opens".into() }));
    let reach = Reach { whose, ..to("part") };
    let part = tie(&mut board, "part", "P");
    assert_eq!(said(&board, &linked(reach.clone(), 1, None)), "-P-1: opens is not set");
    board.set(part, "field:opens", at(5_000));
    let other = tie(&mut board, "part", "Q");
    board.set(other, "field:opens", at(500));
    assert_eq!(said(&board, &linked(reach.clone(), 1, None)), "+P-1 new, Q-1 new");
    let two = asked(&board, &linked(reach.clone(), 2, None)).when;
    assert_eq!(two, When::between(Some(from_millis(5_000)), None), "both, once the later has come");
    let one = asked(&board, &linked(reach, 1, Some(1))).when;
    assert!(one.is_never() || one.holds_at(from_millis(1_000)), "just one, until the other comes");
}

#[test]
fn two_of_three_are_enough_whichever_they_are() {
    let mut board = board();
    for (name, opens) in [("P", 100), ("Q", 200), ("R", 90_000)] {
        let part = tie(&mut board, "part", name);
        board.set(part, "field:opens", at(opens));
    }
    let whose = Some(Box::new(Guard::Reached { field: "opens".into() }));
    let guard = linked(Reach { whose, ..to("part") }, 2, None);
    assert_eq!(asked(&board, &guard).when, When::between(Some(from_millis(200)), None));
}

#[test]
fn none_that_is_open_may_be_in_the_way() {
    let mut board = board();
    let none = |reach| Guard::NoneOpen { reach };
    assert_eq!(said(&board, &none(to("part"))), "+no part open");
    let part = tie(&mut board, "part", "P");
    assert_eq!(said(&board, &none(to("part"))), "-in the way: P-1 new");
    let closed = Reach { states: vec!["closed".into()], ..to("part") };
    assert_eq!(said(&board, &none(closed.clone())), "+no part that is closed");
    board.set(part, register::STATE, "closed");
    assert_eq!(said(&board, &none(to("part"))), "+no part open");
    assert_eq!(said(&board, &none(closed)), "-in the way: P-1 closed", "a state that is asked for, closed or not");
}

#[test]
fn a_window_opens_and_ends_and_a_date_comes() {
    let mut board = board();
    let id = board.object_id("A");
    let window = Guard::Window { from: "opens".into(), until: "closes".into() };
    assert_eq!(said(&board, &window), "-opens is not set");
    board.set(id, "field:opens", at(2_000));
    assert_eq!(said(&board, &window), "-closes is not set");
    board.set(id, "field:closes", at(4_000));
    let when = asked(&board, &window).when;
    assert_eq!(when, When::between(Some(from_millis(2_000)), Some(from_millis(4_000))));
    board.set(id, "field:closes", at(1_500));
    assert!(said(&board, &window).ends_with("which ends before it begins"));
    let reached = Guard::Reached { field: "opens".into() };
    assert_eq!(asked(&board, &reached).when, When::between(Some(from_millis(2_000)), None));
    let before = Guard::Before { field: "opens".into() };
    assert_eq!(asked(&board, &before).when, When::between(None, Some(from_millis(2_000))));
    board.set(id, "field:opens", true);
    assert_eq!(said(&board, &before), "-opens was passed");
    board.set(id, "field:opens", false);
    assert_eq!(said(&board, &before), "+opens is not set");
}

#[test]
fn its_own_type_and_state_are_told() {
    let board = board();
    let is = |types: &[&str], states: &[&str]| Guard::Is {
        types: types.iter().map(|t| TypeId::new(*t)).collect(),
        states: states.iter().map(|s| (*s).into()).collect(),
    };
    assert_eq!(said(&board, &is(&["thing", "part"], &[])), "+it is of type thing");
    assert_eq!(said(&board, &is(&["part"], &[])), "-it is of type thing, not part");
    assert_eq!(said(&board, &is(&[], &["new"])), "+it is new");
    assert_eq!(said(&board, &is(&[], &["busy", "closed"])), "-it is new, not busy or closed");
}

#[test]
fn several_guards_are_all_or_any() {
    let mut board = board();
    let parts = || vec![field("size", &[]), field("priority", &[])];
    assert_eq!(said(&board, &Guard::All(parts())), "-size is not set; priority is not set");
    assert_eq!(said(&board, &Guard::Any(parts())), "-size is not set, or priority is not set");
    board.set(board.object_id("A"), register::PRIORITY, 1_i64);
    assert_eq!(said(&board, &Guard::All(parts())), "-size is not set");
    assert_eq!(said(&board, &Guard::Any(parts())), "+priority 1");
}
