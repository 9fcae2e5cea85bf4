//! Gates that refuse.

use super::sketch;
use crate::app::effect::{Effect, Wish};
use crate::app::model::Mode;
use crate::domain::intent::{Intent, Mark, Pass, To};

const BOARD: &str = "
    todo | done
    A*   |
    B    |
";

#[test]
fn a_refused_move_opens_the_gate_on_its_first_open_line() {
    let mut world = sketch(BOARD);
    world.enforces = true;
    world.press("L");
    let Mode::Gate(view) = &world.model.mode else { panic!("{:?}", world.model.mode) };
    assert_eq!((view.cursor, view.retry.clone()), (1, Some(To::Step(1))));
    assert_eq!(world.notice(), "C-1 stays in todo: open is the first thing.  F force with reason");
    world.press("j");
    assert_eq!(world.notice(), "", "a refusal stays until a key");
    world.press("esc");
    assert_eq!((world.show().as_str(), &world.model.mode), ("todo | done\nA* |\nB |", &Mode::Normal));
}

#[test]
fn space_ticks_and_goes_to_the_next_open_line() {
    let mut world = sketch(BOARD);
    world.press("x");
    let effects = world.press("space");
    let [Effect::Commit(Wish { intents, .. })] = effects.as_slice() else { panic!("{effects:?}") };
    let [Intent::Tick { criteria, mark, .. }] = intents.as_slice() else { panic!("{intents:?}") };
    assert_eq!((criteria[0].local(), mark), ("out2", &Mark::Met { evidence: None }));
    assert!(matches!(&world.model.mode, Mode::Gate(view) if view.cursor == 2));
    assert_eq!(world.notice(), "ticked. u undoes.");
}

#[test]
fn enter_ticks_the_rest_and_moves() {
    let mut world = sketch(BOARD);
    world.enforces = true;
    world.press("L");
    let effects = world.press("enter");
    assert!(matches!(
        effects.as_slice(),
        [Effect::Commit(Wish { intents, .. })] if matches!(&intents[0], Intent::Move { pass: Pass::TickAll, .. })
    ));
    assert_eq!(world.show(), "todo | done\nB | A*");
}

#[test]
fn a_force_needs_a_reason() {
    let mut world = sketch(BOARD);
    world.enforces = true;
    world.press("L F enter");
    assert!(matches!(&world.model.mode, Mode::Prompt(p) if p.reads_as.is_some()));
    world.type_text("fire");
    world.press("enter");
    assert_eq!(world.show(), "todo | done\nB | A*");
    assert_eq!(world.notice(), "C-1 forced to done. u undoes.");
}

#[test]
fn evidence_and_not_applicable_come_back_to_the_gate() {
    let mut world = sketch(BOARD);
    world.press("x e");
    world.type_text("log 7");
    let effects = world.press("enter");
    assert!(matches!(&world.model.mode, Mode::Gate(_)));
    let evidence = Mark::Met { evidence: Some("log 7".into()) };
    assert!(
        matches!(effects.as_slice(), [Effect::Commit(w)] if matches!(&w.intents[0], Intent::Tick { mark, .. } if *mark == evidence))
    );
    world.press("n");
    world.press("esc");
    assert!(matches!(&world.model.mode, Mode::Gate(_)));
}
