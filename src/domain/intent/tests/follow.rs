//! What follows from what happened: effects of stages and types, and that they come to an end.

use super::plain::Plain;
use super::{Intent, Pass, done, moved, step};
use crate::domain::change::register;
use crate::domain::guard::{Graph, Guard, Reach, field_of};
use crate::domain::id::{ObjectId, RelationId, TypeId};
use crate::domain::intent::{Edit, NewObject};
use crate::domain::link::Link;
use crate::domain::rule::{Act, Effect, Fill, On};
use crate::domain::stream::{Plan, Policy, Scenario, Start};
use crate::domain::value::Value;

fn when(on: On, act: Act) -> Effect {
    Effect { on, types: Vec::new(), guard: None, to: None, act }
}

fn state(state: &str) -> Act {
    Act { state: Some(state.into()), ..Act::default() }
}

fn in_state(state: &str) -> Guard {
    Guard::Is { types: Vec::new(), states: vec![state.into()] }
}

fn enters(object: ObjectId, state: &str) -> Intent {
    Intent::Edit { object, edits: vec![Edit::State(state.into())] }
}

fn field(board: &Plain, name: &str, field: &str) -> Value {
    field_of(&board.object(board.object_id(name)).unwrap().unwrap(), field)
}

fn tie(board: &mut Plain, kind: &str, name: &str) -> ObjectId {
    board.kind_mut(kind);
    let (from, to) = (board.object_id("A"), board.add_object(kind, name));
    board.links.push(Link { from, relation: RelationId::new("has"), to });
    to
}

#[test]
fn stages_left_and_entered_do_what_they_say_each_seeing_the_one_before() {
    let mut board = Plain::new(Policy::Open, "todo | doing | done\nA    |       |");
    board.rules_of("todo").effects.push(when(On::Leave, state("busy")));
    let closes = Effect { guard: Some(in_state("busy")), ..when(On::Leave, state("closed")) };
    board.rules_of("doing").effects.push(closes);
    let count = Act { count: Some("runs".into()), ..Act::default() };
    board.rules_of("done").effects.push(when(On::Enter, count));
    board.must(&step(&board, "A", 2));
    assert_eq!(board.state(board.object_id("A")).as_deref(), Some("closed"), "over two stages in one move");
    assert_eq!(field(&board, "A", "runs"), Value::Int(1));
    board.must(&step(&board, "A", -1));
    board.must(&step(&board, "A", 1));
    assert_eq!(field(&board, "A", "runs"), Value::Int(2));
}

#[test]
fn a_state_that_is_not_next_or_not_known_is_left_alone() {
    let mut board = Plain::new(Policy::Open, "todo | doing\nA    |");
    let id = board.object_id("A");
    board.rules_of("todo").effects.push(when(On::Leave, state("closed")));
    board.rules_of("doing").effects.push(when(On::Enter, Act { force_state: true, ..state("gone") }));
    board.must(&step(&board, "A", 1));
    assert_eq!(board.state(id).as_deref(), Some("new"));
    board.rules_of("todo").effects[0].act.force_state = true;
    board.must(&step(&board, "A", -1));
    board.must(&step(&board, "A", 1));
    assert_eq!(board.state(id).as_deref(), Some("closed"));
}

#[test]
fn what_a_type_does_not_know_holds_nothing_up() {
    let mut board = Plain::new(Policy::Open, "todo | doing\nA    |");
    let act = Act {
        set: vec![("size".into(), "huge".into()), ("colour".into(), "red".into())],
        count: Some("size".into()),
        ..Act::default()
    };
    board.rules_of("doing").effects.push(when(On::Enter, act));
    board.rules_of("doing").parallel_with.push(crate::domain::id::StageId::new("s/gone"));
    board.must(&step(&board, "A", 1));
    assert!(field(&board, "A", "size").is_null() && field(&board, "A", "colour").is_null());
}

#[test]
fn being_done_is_leaving_and_finishing_however_it_comes() {
    let mut board = Plain::new(Policy::Open, "todo | doing\nA    |\nB    |");
    let count = |n: &str| Act { count: Some(n.into()), ..Act::default() };
    board.rules_of("todo").effects.push(when(On::Leave, count("runs")));
    board.must(&moved(&board, "A", done(), Pass::Ask));
    assert_eq!(field(&board, "A", "runs"), Value::Int(1), "once");
    let closed = Effect { to: None, ..when(On::State("busy".into()), Act { finish: true, ..Act::default() }) };
    board.kind_mut("thing").effects.push(closed);
    let b = board.object_id("B");
    board.must(&enters(b, "busy"));
    assert_eq!(board.picture(), "todo: | doing:");
    assert_eq!(field(&board, "B", "runs"), Value::Int(1));
}

#[test]
fn a_card_on_its_way_on_is_not_done_by_what_it_leaves_behind() {
    let mut board = Plain::new(Policy::Open, "todo | doing\nA    |");
    board.rules_of("todo").effects.push(when(On::Leave, Act { finish: true, ..Act::default() }));
    board.must(&step(&board, "A", 1));
    assert_eq!(board.picture(), "todo: | doing: A");
}

#[test]
fn others_are_changed_where_they_fit_and_a_field_is_filled_of_them() {
    let mut board = Plain::new(Policy::Open, "todo | doing\nA    |");
    let (p, q) = (tie(&mut board, "part", "P"), tie(&mut board, "part", "Q"));
    board.set(q, register::STATE, "closed");
    let reach = Reach { type_id: Some(TypeId::new("part")), ..Reach::default() };
    let fill = Fill { field: "notes".into(), reach: reach.clone(), text: "{key} {title} ({state})".into() };
    board.rules_of("doing").effects.push(when(On::Enter, Act { fill: Some(fill), ..Act::default() }));
    board.rules_of("todo").effects.push(Effect { to: Some(reach), ..when(On::Leave, state("busy")) });
    board.must(&step(&board, "A", 1));
    assert_eq!((board.state(p), board.state(q)), (Some("busy".into()), Some("closed".into())));
    assert_eq!(field(&board, "A", "notes"), Value::Text("P-1 P (busy)\nQ-1 Q (closed)".into()));
}

#[test]
fn rules_that_feed_each_other_come_to_an_end() {
    let mut board = Plain::new(Policy::Open, "todo\nA");
    let id = board.object_id("A");
    let turn = |on: &str, to: &str| when(On::State(on.into()), Act { force_state: true, ..state(to) });
    board.kind_mut("thing").effects = vec![turn("busy", "closed"), turn("closed", "busy")];
    board.must(&enters(id, "busy"));
    assert_eq!(board.state(id).as_deref(), Some("closed"), "nothing is written twice");
    let count = Act { count: Some("runs".into()), force_state: true, ..state("busy") };
    board.kind_mut("thing").effects = vec![when(On::State("busy".into()), count)];
    board.set(id, register::STATE, "new");
    board.must(&enters(id, "busy"));
    assert_eq!(field(&board, "A", "runs"), Value::Int(1));
}

#[test]
fn a_state_it_is_in_already_is_not_entered_again() {
    let mut board = Plain::new(Policy::Open, "todo\nA");
    let id = board.object_id("A");
    let count = Act { count: Some("runs".into()), ..Act::default() };
    board.kind_mut("thing").effects = vec![when(On::State("busy".into()), count)];
    board.must(&enters(id, "busy"));
    board.must(&enters(id, "busy"));
    assert_eq!(field(&board, "A", "runs"), Value::Int(1));
}

fn planned() -> Scenario {
    let plan = Plan {
        first_stage: Some(crate::domain::id::StageId::new("s/doing")),
        fields: vec![("size".into(), "small".into())],
        starts_with: vec![Start { type_id: TypeId::new("part"), title: "P".into(), link: RelationId::new("has") }],
        checklist: vec!["look twice".into()],
        ..Plan::default()
    };
    Scenario {
        id: "usual".into(),
        stream: crate::domain::id::StreamId::new("s"),
        name: "Usual".into(),
        trigger: None,
        outcome: String::new(),
        notes: Vec::new(),
        objects: Vec::new(),
        plan,
    }
}

#[test]
fn a_scenario_says_what_nobody_said() {
    let mut board = Plain::new(Policy::Open, "todo | doing");
    board.scenarios.push(planned());
    board.kind_mut("part");
    board.relations.push(crate::domain::link::Relation {
        id: RelationId::new("relates-to"),
        inverse: RelationId::new("relates-to"),
        name: "relates to".into(),
        inverse_name: "relates to".into(),
        from: None,
        to: None,
        cardinality: "n:m".into(),
        flow: crate::domain::link::Flow::Side,
        is_acyclic: false,
        depends: None,
    });
    let add = |title: &str, stage: Option<&str>, fields: Vec<(String, String)>| {
        let stage = stage.map(|name| crate::domain::id::StageId::new(format!("s/{name}")));
        let stand = Some(crate::domain::intent::Stand::in_stage(crate::domain::id::StreamId::new("s"), stage));
        let scenario = Some("usual".into());
        Intent::Add(Box::new(NewObject { title: title.into(), stand, scenario, fields, ..NewObject::default() }))
    };
    board.must(&add("A", None, Vec::new()));
    board.must(&add("B", Some("todo"), vec![("size".into(), "large".into())]));
    assert_eq!(board.picture(), "todo: B | doing: A", "the stage given counts");
    assert_eq!((field(&board, "A", "size"), field(&board, "B", "size")), ("small".into(), "large".into()));
    assert_eq!(board.keys(board.object_id("A")), ["relates-to P"], "where the link of the plan does not fit");
    assert!(field(&board, "A", "body").as_str().unwrap().contains("- [ ] look twice"));
}
