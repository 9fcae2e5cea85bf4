//! The rules as boards in pictures: a sketch in, a wish, a sketch or a sentence out.
//!
//! A sketch is a line of stages and lines of cards below them: `doing 1` is a stage with room for one, `A!` a card
//! of priority 1. Every stage asks for one exit criterion (`<stage>-out`) and one `shall` (`<stage>-act`).

mod follow;
mod guards;
mod handoff;
mod judged;
mod plain;

use super::{Edit, Intent, Mark, Pass, Spot, StageEdit, To};
use crate::domain::gate::Status;
use crate::domain::stream::{Mode, Policy};
use plain::Plain;

fn step(board: &Plain, card: &str, step: i32) -> Intent {
    moved(board, card, To::Step(step), Pass::Ask)
}

fn moved(board: &Plain, card: &str, to: To, pass: Pass) -> Intent {
    Intent::Move { card: board.card_id(card), to, spot: Spot::Bottom, pass, reason: None }
}

fn done() -> To {
    To::Done { value: None, beneficiary: None }
}

#[test]
fn a_card_moves_to_the_bottom_of_the_next_stage() {
    let mut board = Plain::new(Policy::Open, "todo | doing | done\nA    | B     |\nC    |       |");
    board.must(&step(&board, "A", 1));
    assert_eq!(board.picture(), "todo: C | doing: B A | done:");
    board.must(&step(&board, "B", -1));
    assert_eq!(board.picture(), "todo: C B | doing: A | done:");
}

#[test]
fn a_full_stage_says_why_it_takes_no_card() {
    let mut board = Plain::new(Policy::Open, "todo | doing 1 | done\nA    | B       |");
    assert_eq!(board.no(&step(&board, "A", 1)), "A-1 stays in todo: doing is full (1/1)");
    assert_eq!(board.picture(), "todo: A | doing: B | done:");
    let force = moved(&board, "A", To::Step(1), Pass::Force("the customer waits".into()));
    let decision = board.must(&force);
    assert_eq!(decision.reason.as_deref(), Some("the customer waits"));
    assert_eq!(board.picture(), "todo: | doing: B A | done:");
}

#[test]
fn a_p1_passes_every_limit() {
    let mut board = Plain::new(Policy::Open, "todo | doing 1 | done\nA!   | B       |");
    board.must(&step(&board, "A", 1));
    assert_eq!(board.picture(), "todo: | doing: B A | done:");
}

#[test]
fn an_enforced_gate_refuses_and_names_what_is_open() {
    let mut board = Plain::new(Policy::Enforce, "todo | doing\nA    |");
    let no = board.no(&step(&board, "A", 1));
    assert_eq!(no, "A-1 stays in todo: open are exit of todo, must do in todo");
    let tick =
        |id: &str, mark: Mark| Intent::Tick { card: board.card_id("A"), criteria: vec![board.criterion(id)], mark };
    let met = tick("todo-out", Mark::Met { evidence: Some("seen".into()) });
    let na = tick("todo-act", Mark::NotApplicable { reason: "no such thing here".into() });
    board.must(&met);
    assert_eq!(board.no(&step(&board, "A", 1)), "A-1 stays in todo: open is must do in todo");
    board.must(&na);
    board.must(&step(&board, "A", 1));
    assert_eq!(board.picture(), "todo: | doing: A");
}

#[test]
fn gate_and_limit_are_refused_together() {
    let board = Plain::new(Policy::Enforce, "todo | doing 1\nA    | B");
    let no = board.no(&step(&board, "A", 1));
    assert_eq!(no, "A-1 stays in todo: open are exit of todo, must do in todo; doing is full (1/1)");
}

#[test]
fn ticking_the_rest_ticks_nothing_when_the_move_is_refused_all_the_same() {
    let mut board = Plain::new(Policy::Enforce, "todo | doing 1\nA    | B");
    let no = board.no(&moved(&board, "A", To::Step(1), Pass::TickAll));
    assert_eq!(no, "A-1 stays in todo: doing is full (1/1)");
    assert!(board.gate("A").lines.iter().all(|l| l.status == Status::Open));
    board.must(&moved(&board, "B", done(), Pass::TickAll));
    board.must(&moved(&board, "A", To::Step(1), Pass::TickAll));
    let ticks = board.ticks_of("A");
    assert!(ticks.iter().all(|t| t.with_rest) && ticks.len() == 2, "{ticks:?}");
}

#[test]
fn a_warning_gate_lets_pass_and_says_what_was_open() {
    let mut board = Plain::new(Policy::Warn, "todo | doing\nA    |");
    let decision = board.must(&step(&board, "A", 1));
    assert_eq!(decision.left_open, ["exit of todo", "must do in todo"]);
    assert_eq!(board.place_value("A").get("left_open"), &vec!["todo-out", "todo-act"].into());
}

#[test]
fn a_move_over_several_stages_asks_every_gate_between() {
    let board = Plain::new(Policy::Enforce, "todo | doing | review\nA    |       |");
    let no = board.no(&step(&board, "A", 2));
    assert!(no.contains("exit of todo") && no.contains("exit of doing") && !no.contains("review"), "{no}");
}

#[test]
fn moving_back_is_free_and_keeps_its_reason() {
    let mut board = Plain::new(Policy::Enforce, "todo | doing\n     | A");
    let back = Intent::Move {
        card: board.card_id("A"),
        to: To::Step(-1),
        spot: Spot::Top,
        pass: Pass::Ask,
        reason: Some("not understood yet".into()),
    };
    assert_eq!(board.must(&back).reason.as_deref(), Some("not understood yet"));
    assert_eq!(board.picture(), "todo: A | doing:");
    assert_eq!(board.no(&step(&board, "A", -1)), "A-1 is in the first stage");
}

#[test]
fn a_tick_counts_for_its_visit_and_is_offered_again_on_coming_back() {
    let mut board = Plain::new(Policy::Enforce, "todo | doing\nA    |");
    board.must(&moved(&board, "A", To::Step(1), Pass::TickAll));
    board.must(&step(&board, "A", -1));
    let gate = board.gate("A");
    assert!(gate.lines.iter().all(|l| l.status == Status::LastTime));
    assert_eq!((gate.n_met(), gate.n_asked()), (0, 2));
    assert!(!gate.is_passable());
}

#[test]
fn of_alternatives_one_is_enough_and_they_count_as_one() {
    let mut board = Plain::new(Policy::Enforce, "todo | doing\nA    |");
    board.exit_mode = Mode::Any;
    board.add_exit("todo", "todo-or");
    assert_eq!(board.gate("A").n_asked(), 2, "the alternatives and the must-do");
    let criteria = vec![board.criterion("todo-or"), board.criterion("todo-act")];
    board.must(&Intent::Tick { card: board.card_id("A"), criteria, mark: Mark::Met { evidence: None } });
    board.must(&step(&board, "A", 1));
}

#[test]
fn the_last_stage_is_left_to_done_and_a_done_card_comes_back_ungated() {
    let mut board = Plain::new(Policy::Enforce, "todo | doing\n     | A");
    assert!(board.no(&step(&board, "A", 1)).contains("exit of doing"));
    board.must(&moved(&board, "A", done(), Pass::TickAll));
    assert_eq!(board.picture(), "todo: | doing:");
    assert_eq!(board.no(&moved(&board, "A", done(), Pass::Ask)), "A-1 is already done");
    board.must(&moved(&board, "A", To::Stage(board.stage_id("todo")), Pass::Ask));
    assert_eq!(board.picture(), "todo: A | doing:");
}

#[test]
fn force_is_refused_without_a_reason_and_counted_only_where_it_was_needed() {
    let mut board = Plain::new(Policy::Enforce, "todo | doing | review\nA    |       |");
    let force = |board: &Plain, reason: &str| moved(board, "A", To::Step(1), Pass::Force(reason.into()));
    assert_eq!(board.no(&force(&board, "  ")), "reason may not be empty");
    board.must(&force(&board, "night shift"));
    assert_eq!(board.n_overrides("A"), 1);
    board.policy = Policy::Open;
    board.must(&force(&board, "again"));
    assert_eq!(board.n_overrides("A"), 1);
}

#[test]
fn a_card_is_put_before_after_and_on_top() {
    let mut board = Plain::new(Policy::Open, "todo\nA\nB\nC");
    let put = |board: &Plain, card: &str, spot: Spot| Intent::Move {
        card: board.card_id(card),
        to: To::Step(0),
        spot,
        pass: Pass::Ask,
        reason: None,
    };
    board.must(&put(&board, "C", Spot::Top));
    assert_eq!(board.picture(), "todo: C A B");
    board.must(&put(&board, "C", Spot::After(board.card_id("A"))));
    assert_eq!(board.picture(), "todo: A C B");
    board.must(&put(&board, "B", Spot::Before(board.card_id("A"))));
    assert_eq!(board.picture(), "todo: B A C");
}

#[test]
fn ranks_that_grow_too_long_are_laid_out_anew() {
    let mut board = Plain::new(Policy::Open, "todo\nA\nB\nC");
    for n in 0..400 {
        let (moving, before) = if n % 2 == 0 { ("C", "B") } else { ("B", "C") };
        let spot = Spot::Before(board.card_id(before));
        let intent = Intent::Move { card: board.card_id(moving), to: To::Step(0), spot, pass: Pass::Ask, reason: None };
        board.must(&intent);
        assert!(board.picture().starts_with("todo: A "), "{}", board.picture());
    }
    assert!(board.longest_rank() <= 30, "{}", board.longest_rank());
}

#[test]
fn an_archived_card_does_not_move_and_is_archived_once() {
    let mut board = Plain::new(Policy::Open, "todo | doing\nA    |");
    let object = board.object_id("A");
    board.must(&Intent::Archive { object });
    assert_eq!(board.no(&step(&board, "A", 1)), "A-1 is archived; restore it first");
    assert_eq!(board.no(&Intent::Archive { object }), "A-1 is already archived");
    board.must(&Intent::Restore { object });
    board.must(&step(&board, "A", 1));
}

#[test]
fn what_cannot_be_stored_is_refused_by_name() {
    let board = Plain::new(Policy::Open, "todo\nA");
    let edit = |edit: Edit| board.no(&Intent::Edit { object: board.object_id("A"), edits: vec![edit] });
    assert_eq!(edit(Edit::Title("  ".into())), "title may not be empty");
    assert_eq!(edit(Edit::Priority(Some(7))), "priority \"7\" does not fit: wanted is 1 to 4 or none");
    assert!(edit(Edit::Body("a\0b".into())).contains("without NUL"));
    assert!(edit(Edit::Body("x".repeat(2_000_000))).contains("2000000 bytes"));
    assert!(edit(Edit::State("gone".into())).contains("there is new, busy, closed"));
    assert!(edit(Edit::State("closed".into())).contains("next can be busy"));
    assert!(edit(Edit::Field { id: "size".into(), text: "huge".into() }).contains("one of small, large"));
    assert!(edit(Edit::Field { id: "colour".into(), text: "red".into() }).contains("there is no field \"colour\""));
}

#[test]
fn stages_are_renamed_added_moved_and_removed_while_empty() {
    let mut board = Plain::new(Policy::Open, "todo | doing | done\nA    |       |");
    let stage = |board: &Plain, name: &str| board.stage_id(name);
    let add =
        Intent::AddStage { stream: board.stream_id(), name: "In review".into(), after: Some(stage(&board, "doing")) };
    board.must(&add);
    assert_eq!(board.picture(), "todo: A | doing: | In review: | done:");
    let front = StageEdit::After(None);
    board.must(&Intent::SetStage { stage: stage(&board, "in-review"), edit: front });
    assert_eq!(board.picture(), "In review: | todo: A | doing: | done:");
    board.must(&Intent::SetStage { stage: stage(&board, "doing"), edit: StageEdit::Name("Busy".into()) });
    board.must(&Intent::RemoveStage { stage: stage(&board, "done") });
    assert_eq!(board.picture(), "In review: | todo: A | Busy:");
    let no = board.no(&Intent::RemoveStage { stage: stage(&board, "todo") });
    assert_eq!(no, "todo still holds 1 card; move it first");
}
