//! Gates that check themselves, approvals, and what stands on the way in and back.

use super::plain::Plain;
use super::{Intent, Pass, To, done, moved, step};
use crate::domain::change::register;
use crate::domain::gate::Status;
use crate::domain::guard::Guard;
use crate::domain::intent::{Edit, Mark, NewObject, Stand};
use crate::domain::person::Person;
use crate::domain::rule::{Barrier, Lock};
use crate::domain::stream::{Mode, Policy};

fn field(field: &str) -> Guard {
    Guard::Field { field: field.into(), one_of: Vec::new() }
}

fn approval() -> Guard {
    Guard::Approval { role: "boss".into(), stands_for: None }
}

fn barrier(guard: Guard, text: &str) -> Barrier {
    Barrier { guard, text: text.into(), instead: None, edge: None }
}

fn force(board: &Plain, by: i32) -> Intent {
    moved(board, "A", To::Step(by), Pass::Force("it burns".into()))
}

fn with_boss(mut board: Plain) -> Plain {
    board.people.push(Person { name: "ana".into(), roles: vec!["boss".into()], team: None });
    board
}

fn says(board: &Plain, is_rejected: bool, comment: Option<&str>) -> Intent {
    let (card, comment) = (board.card_id("A"), comment.map(str::to_owned));
    Intent::Approve { card, role: "boss".into(), is_rejected, comment }
}

#[test]
fn a_guarded_line_is_met_by_itself_and_never_by_hand() {
    let mut board = Plain::new(Policy::Enforce, "todo | doing\nA    |");
    board.guard("todo-out", field("priority"));
    let tick = |board: &Plain| Intent::Tick {
        card: board.card_id("A"),
        criteria: vec![board.criterion("todo-out")],
        mark: Mark::Met { evidence: None },
    };
    assert!(board.no(&tick(&board)).ends_with("not ticked by hand: priority is not set"));
    let no = board.no(&moved(&board, "A", To::Step(1), Pass::TickAll));
    assert_eq!(no, "A-1 stays in todo: open is exit of todo: priority is not set");
    assert!(board.ticks_of("A").is_empty(), "nothing is ticked where it stays all the same");
    board.set(board.object_id("A"), register::PRIORITY, 1_i64);
    assert_eq!(board.gate("A").lines[0].status, Status::Auto);
    board.must(&moved(&board, "A", To::Step(1), Pass::TickAll));
    assert_eq!(board.picture(), "todo: | doing: A");
}

#[test]
fn a_guard_that_fails_warns_and_the_rest_is_ticked() {
    let mut board = Plain::new(Policy::Warn, "todo | doing\nA    |");
    board.guard("todo-out", field("priority"));
    let decision = board.must(&moved(&board, "A", To::Step(1), Pass::TickAll));
    assert_eq!(decision.left_open, ["exit of todo: priority is not set"]);
    assert_eq!(board.ticks_of("A").len(), 1);
}

#[test]
fn one_alternative_ticked_does_not_spare_the_next_gate_its_guard() {
    let mut board = Plain::new(Policy::Enforce, "todo | doing | done\nA    |       |");
    board.exit_mode = Mode::Any;
    board.add_exit("todo", "todo-or");
    board.guard("doing-out", field("priority"));
    let no = board.no(&moved(&board, "A", To::Step(2), Pass::TickAll));
    assert_eq!(no, "A-1 stays in todo: open is exit of doing: priority is not set");
}

#[test]
fn no_force_passes_an_approval_but_it_passes_what_is_asked_beside_it() {
    let mut board = with_boss(Plain::new(Policy::Enforce, "todo | doing\nA    |"));
    board.guard("todo-out", Guard::All(vec![approval(), field("size")]));
    assert!(board.no(&force(&board, 1)).contains("approval by boss"));
    board.must(&says(&board, false, None));
    board.must(&force(&board, 1));
    assert_eq!(board.n_overrides("A"), 1);
}

#[test]
fn force_takes_the_alternative_that_needs_no_approval() {
    let mut board = Plain::new(Policy::Enforce, "todo | doing\nA    |");
    board.exit_mode = Mode::Any;
    board.add_exit("todo", "todo-or");
    board.guard("todo-out", approval());
    board.must(&force(&board, 1));
    assert_eq!(board.picture(), "todo: | doing: A");
}

#[test]
fn nobody_speaks_for_a_role_they_do_not_hold() {
    let mut board = Plain::new(Policy::Enforce, "todo | doing\nA    |");
    board.guard("todo-out", approval());
    assert_eq!(board.no(&says(&board, false, None)), "ana does not hold the role boss");
    let mut board = with_boss(board);
    board.must(&says(&board, false, None));
    assert_eq!(board.gate("A").n_met(), 1);
    board.must(&moved(&board, "A", To::Step(1), Pass::TickAll));
    board.must(&step(&board, "A", -1));
    assert_eq!(board.gate("A").n_met(), 0, "an approval counts from the last entry");
}

#[test]
fn an_approval_nobody_asks_for_and_one_of_a_done_card_are_refused() {
    let mut board = with_boss(Plain::new(Policy::Open, "todo\nA"));
    assert!(board.no(&says(&board, false, None)).contains("asked for is nobody's approval"));
    board.must(&moved(&board, "A", done(), Pass::Ask));
    assert_eq!(board.no(&says(&board, false, None)), "A-1 is already done");
}

#[test]
fn a_rejection_sends_the_card_back_with_its_comment() {
    let mut board = with_boss(Plain::new(Policy::Enforce, "todo | doing\n     | A"));
    board.guard("doing-out", approval());
    assert_eq!(board.no(&says(&board, true, None)), "comment may not be empty");
    let decision = board.must(&says(&board, true, Some("too early")));
    assert_eq!((decision.reason.as_deref(), decision.arrived.as_deref()), (Some("too early"), Some("todo")));
    assert_eq!(board.picture(), "todo: A | doing:");
}

#[test]
fn a_rejection_in_the_first_stage_stays_and_is_told() {
    let mut board = with_boss(Plain::new(Policy::Enforce, "todo | doing\nA    |"));
    board.guard("todo-out", approval());
    assert_eq!(board.must(&says(&board, true, Some("no"))).arrived, None);
    assert!(board.no(&force(&board, 1)).contains("rejected by ana, boss: no"));
    board.must(&says(&board, false, None));
    board.must(&moved(&board, "A", To::Step(1), Pass::TickAll));
}

#[test]
fn a_rejection_past_the_point_of_no_return_does_not_send_back() {
    let mut board = with_boss(Plain::new(Policy::Enforce, "todo | doing\n     | A"));
    board.guard("doing-out", approval());
    board.rules_of("doing").back.push(barrier(field("size"), "Small enough"));
    board.must(&says(&board, true, Some("no")));
    assert_eq!(board.picture(), "todo: | doing: A");
}

#[test]
fn what_bars_a_stage_is_asked_of_every_stage_on_the_way() {
    let mut board = Plain::new(Policy::Warn, "todo | doing | done\nA    |       |");
    board.rules_of("doing").entry.push(barrier(field("size"), "It has a size"));
    let no = "A-1 stays in todo: It has a size: size is not set";
    assert_eq!(board.no(&step(&board, "A", 1)), no);
    assert_eq!(board.no(&step(&board, "A", 2)), no);
    assert_eq!(board.no(&moved(&board, "A", done(), Pass::Ask)), no);
    board.must(&force(&board, 2));
    board.must(&step(&board, "A", -1));
    assert_eq!(board.picture(), "todo: | doing: A | done:", "going back nobody asks");
}

#[test]
fn what_bars_a_stage_is_asked_of_a_second_card_too() {
    let mut board = Plain::new(Policy::Warn, "todo | doing\nA    |");
    board.rules_of("doing").entry.push(barrier(field("size"), "It has a size"));
    let place =
        |board: &Plain, pass| Intent::Place { object: board.object_id("A"), stage: board.stage_id("doing"), pass };
    assert!(board.no(&place(&board, Pass::Ask)).contains("It has a size: size is not set"));
    board.must(&place(&board, Pass::Force("now".into())));
    assert_eq!(board.picture(), "todo: A | doing: A'");
}

#[test]
fn no_force_leads_back_over_a_point_of_no_return() {
    let mut board = Plain::new(Policy::Open, "todo | doing | done\n     |       | A");
    let instead = Some("Go on with a patch".into());
    let no_return = Barrier { instead, ..barrier(Guard::Before { field: "opens".into() }, "Not begun") };
    board.rules_of("doing").back.push(no_return);
    board.set(board.object_id("A"), "field:opens", true);
    let no = "A-1 stays in done: Not begun: opens was passed. Go on with a patch";
    assert_eq!(board.no(&step(&board, "A", -2)), no);
    assert_eq!(board.no(&force(&board, -2)), no);
    board.must(&step(&board, "A", -1));
    board.must(&moved(&board, "A", done(), Pass::Ask));
    let back = |stage| moved(&board, "A", To::Stage(board.stage_id(stage)), Pass::Ask);
    assert!(board.no(&back("todo")).contains("opens was passed"), "nor by way of being done");
    board.must(&back("doing"));
}

#[test]
fn a_state_is_guarded_by_what_the_object_is_with_the_whole_edit() {
    let mut board = Plain::new(Policy::Open, "todo\nA");
    board.kind_mut("thing").states[1].guard = Some(field("size"));
    let object = board.object_id("A");
    let state = Edit::State("busy".into());
    let no = board.no(&Intent::Edit { object, edits: vec![state.clone()] });
    assert_eq!(no, "A-1 cannot become busy: size is not set");
    let size = Edit::Field { id: "size".into(), text: "small".into() };
    board.must(&Intent::Edit { object, edits: vec![state, size] });
    assert_eq!(board.state(object).as_deref(), Some("busy"));
}

#[test]
fn a_new_object_does_not_pass_by_the_guard_of_its_state() {
    let mut board = Plain::new(Policy::Open, "todo");
    board.kind_mut("thing").states[1].guard = Some(field("size"));
    let new = |fields: Vec<(String, String)>| {
        let stand = Some(Stand::in_stage(crate::domain::id::StreamId::new("s"), None));
        let (title, state) = ("B".into(), Some("busy".into()));
        Intent::Add(Box::new(NewObject { title, state, fields, stand, ..NewObject::default() }))
    };
    assert!(board.no(&new(Vec::new())).ends_with("cannot become busy: size is not set"));
    board.must(&new(vec![("size".into(), "large".into())]));
}

#[test]
fn a_locked_object_keeps_what_it_says() {
    let mut board = Plain::new(Policy::Open, "todo\nA");
    let (states, fields) = (vec!["new".into()], vec!["*".into()]);
    let lock = Lock { states, fields, relations: Vec::new(), instead: "Make a new one".into() };
    board.kind_mut("thing").locks.push(lock);
    board.kind_mut("part");
    let edit = |edit| Intent::Edit { object: board.object_id("A"), edits: vec![edit] };
    let no = "A-1 is new and no longer takes a change of title. Make a new one";
    assert_eq!(board.no(&edit(Edit::Title("B".into()))), no);
    assert!(board.no(&edit(Edit::Type(crate::domain::id::TypeId::new("part")))).contains("a change of type"));
    board.must(&edit(Edit::Priority(Some(1))));
}
