//! Hand-offs: what they make, carry and link, and what never holds them up.

use super::Intent;
use super::plain::Plain;
use crate::domain::change::register;
use crate::domain::id::{ObjectId, RelationId, StageId, StreamId, TypeId};
use crate::domain::intent::{Edit, HandOff, Pass};
use crate::domain::link::{Flow, Link, Relation};
use crate::domain::rule::Lock;
use crate::domain::stream::{Carry, Edge, Policy};

/// A card in `todo`, a stream `t` beside it, and one edge from `todo` to its inbox.
fn board(carry: Carry) -> Plain {
    let mut board = Plain::new(Policy::Open, "todo | doing\nA    |");
    board.add_elsewhere("t/inbox");
    board.kind_mut("part");
    board.relations = vec![
        relation("came-from", "led-to", None, "n:m"),
        relation("relates-to", "relates-to", None, "n:m"),
        relation("fixes", "is-fixed-by", Some(("part", "thing")), "1:1"),
        relation("needs", "is-needed-by", Some(("part", "tool")), "n:1"),
    ];
    board.edges.push(Edge {
        id: "on".into(),
        kind: "main".into(),
        from: board.stream_id(),
        from_stage: Some(board.stage_id("todo")),
        to: StreamId::new("t"),
        to_stage: Some(StageId::new("t/inbox")),
        what: "work".into(),
        objects: Vec::new(),
        carry,
    });
    board
}

fn relation(id: &str, inverse: &str, ends: Option<(&str, &str)>, cardinality: &str) -> Relation {
    Relation {
        id: RelationId::new(id),
        inverse: RelationId::new(inverse),
        name: id.replace('-', " "),
        inverse_name: inverse.replace('-', " "),
        from: ends.map(|(from, _)| TypeId::new(from)),
        to: ends.map(|(_, to)| TypeId::new(to)),
        cardinality: cardinality.into(),
        flow: Flow::Side,
        is_acyclic: false,
        depends: None,
    }
}

fn makes(kind: &str) -> Carry {
    Carry { makes: Some(TypeId::new(kind)), ..Carry::default() }
}

fn along(board: &Plain, edge: &str) -> Intent {
    Intent::HandOff(Box::new(HandOff {
        object: board.object_id("A"),
        card: Some(board.card_id("A")),
        edge: edge.into(),
        stage: None,
        type_id: None,
        title: None,
        pass: Pass::Ask,
    }))
}

fn on(board: &Plain) -> Intent {
    along(board, "on")
}

fn tie(board: &mut Plain, from: ObjectId, relation: &str, to: ObjectId) {
    board.links.push(Link { from, relation: RelationId::new(relation), to });
}

#[test]
fn a_new_object_stands_in_the_other_stream_and_came_from_the_old_one() {
    let mut board = board(makes("part"));
    let decision = board.must(&on(&board));
    assert_eq!(decision.arrived.as_deref(), Some("inbox"));
    assert_eq!(board.picture(), "todo: A | doing: | inbox: A'");
    assert_eq!(board.keys(decision.object.unwrap()), ["came-from A"]);
}

#[test]
fn only_edges_that_fit_are_gone_along() {
    let mut board = board(makes("part"));
    assert_eq!(board.no(&along(&board, "off")), "there is no edge \"off\"; there is on");
    board.must(&super::step(&board, "A", 1));
    let no = "A-1 cannot be handed off along on from where it is; no hand-off leaves from there";
    assert_eq!(board.no(&on(&board)), no);
}

#[test]
fn the_same_object_goes_on_once() {
    let mut board = board(Carry { same_object: true, set_state: Some("busy".into()), ..Carry::default() });
    board.must(&on(&board));
    assert_eq!(board.picture(), "todo: A | doing: | inbox: A'");
    assert_eq!(board.state(board.object_id("A")).as_deref(), Some("busy"));
    assert_eq!(board.no(&on(&board)), "A-1 is already standing in t");
}

#[test]
fn one_linked_object_is_taken_on_and_of_several_none() {
    let mut board = board(Carry { use_linked: true, set_state: Some("busy".into()), ..makes("part") });
    let (origin, part) = (board.object_id("A"), board.add_object("part", "P"));
    tie(&mut board, part, "fixes", origin);
    assert_eq!(board.must(&on(&board)).object, Some(part));
    assert_eq!(board.state(part).as_deref(), Some("busy"));
    assert_eq!(board.picture(), "todo: A | doing: | inbox: P");
    assert_eq!(board.must(&on(&board)).object, Some(part), "and it stands there once");
    assert_eq!(board.picture(), "todo: A | doing: | inbox: P");
    let other = board.add_object("part", "Q");
    tie(&mut board, other, "relates-to", origin);
    let made = board.must(&on(&board)).object;
    assert!(made != Some(part) && made != Some(other), "nobody knows which is meant");
}

#[test]
fn what_is_closed_or_archived_is_not_taken_on() {
    let mut board = board(Carry { use_linked: true, ..makes("part") });
    let (origin, part) = (board.object_id("A"), board.add_object("part", "P"));
    tie(&mut board, part, "fixes", origin);
    board.set(part, register::ARCHIVED, true);
    assert_ne!(board.must(&on(&board)).object, Some(part));
    board.set(part, register::ARCHIVED, false);
    board.set(part, register::STATE, "closed");
    assert_ne!(board.must(&on(&board)).object, Some(part));
}

#[test]
fn a_link_without_room_gives_way_to_another() {
    let mut board = board(Carry { link: Some(RelationId::new("fixes")), ..makes("part") });
    let first = board.must(&on(&board)).object.unwrap();
    let second = board.must(&on(&board)).object.unwrap();
    assert_eq!(board.keys(first), ["fixes A"]);
    assert_eq!(board.keys(second), ["came-from A"], "A has been fixed by one already");
}

#[test]
fn carried_objects_are_linked_by_what_fits_and_never_hold_it_up() {
    let mut board = board(makes("part"));
    board.edges[0].objects = vec![TypeId::new("tool")];
    board.kind_mut("tool");
    let origin = board.object_id("A");
    for name in ["T", "U"] {
        let tool = board.add_object("tool", name);
        tie(&mut board, origin, "relates-to", tool);
    }
    let made = board.must(&on(&board)).object.unwrap();
    assert_eq!(board.keys(made), ["came-from A", "needs T", "relates-to U"], "one is needed, and one only");
    let (states, instead) = (vec!["new".into()], "Leave it".to_owned());
    let relations = ["is-needed-by", "relates-to"].map(RelationId::new).to_vec();
    board.kind_mut("tool").locks.push(Lock { states, relations, fields: Vec::new(), instead });
    let made = board.must(&on(&board)).object.unwrap();
    assert_eq!(board.keys(made), ["came-from A"], "what takes no link stays behind");
}

#[test]
fn the_asking_card_waits_until_it_is_answered() {
    let mut board = board(Carry { answer_states: vec!["closed".into()], ..makes("part") });
    let made = board.must(&on(&board)).object.unwrap();
    let waits = |board: &Plain| board.is_waiting("A");
    assert!(waits(&board));
    board.must(&Intent::Edit { object: made, edits: vec![Edit::State("busy".into())] });
    assert!(waits(&board), "that is no answer");
    board.must(&Intent::Edit { object: made, edits: vec![Edit::State("closed".into())] });
    assert!(!waits(&board));
    board.must(&on(&board));
    board.must(&Intent::Wait { card: board.card_id("A"), until: None });
    assert!(!waits(&board), "somebody no longer waits");
}

#[test]
fn nobody_waits_for_an_answer_that_is_there_or_with_a_card_that_is_done() {
    let answered = Carry { use_linked: true, answer_states: vec!["new".into()], ..makes("part") };
    let mut board = board(answered);
    let (origin, part) = (board.object_id("A"), board.add_object("part", "P"));
    tie(&mut board, part, "fixes", origin);
    board.must(&on(&board));
    assert!(!board.is_waiting("A"));
    board.edges[0].carry.answer_states = vec!["closed".into()];
    board.must(&super::moved(&board, "A", super::done(), Pass::Ask));
    board.must(&on(&board));
    assert!(!board.is_waiting("A"), "what is done goes on, and does not wait");
}

#[test]
fn a_card_of_another_object_and_an_archived_object_stay() {
    let mut board = board(makes("part"));
    let part = board.add_object("part", "P");
    let Intent::HandOff(mut wish) = on(&board) else { unreachable!() };
    wish.object = part;
    assert_eq!(board.no(&Intent::HandOff(wish)), "there is no such card any more");
    board.set(board.object_id("A"), register::ARCHIVED, true);
    assert_eq!(board.no(&on(&board)), "A-1 is archived; restore it first");
}
