//! Triage at the keyboard: a decision a key, the next card by itself, and all of it comes back.

use super::sketch;
use super::world::{World, now};
use crate::app::effect::{Effect, Wish};
use crate::app::model::{Mode, Screen};
use crate::domain::id::ObjectId;
use crate::domain::intent::{Edit, Intent, Refusal};
use crate::domain::key::Key;
use crate::domain::major::{Major, MajorRow};
use crate::domain::twin::Twin;

const BOARD: &str = "
    todo | doing
    A*   | D
    B    |
    C    |
";

/// The triage of the first stage.
fn triage() -> World {
    let mut world = sketch(BOARD);
    world.press("g t");
    assert_eq!(world.model.screen, Screen::Triage);
    world
}

/// The titles in the queue, the cursor's with a `*`.
fn queue(world: &World) -> String {
    let triage = world.model.triage.as_ref().unwrap();
    let title = |row: &&crate::domain::window::CardRow| {
        format!("{}{}", row.title, if Some(row.card) == triage.cursor { "*" } else { "" })
    };
    triage.rows().iter().map(title).collect::<Vec<_>>().join(" ")
}

fn intents(effects: &[Effect]) -> Vec<Intent> {
    let of = |effect: &Effect| match effect {
        Effect::Commit(Wish { intents, .. }) => intents.clone(),
        _ => Vec::new(),
    };
    effects.iter().flat_map(of).collect()
}

#[test]
fn the_queue_of_the_stage_under_the_cursor_opens_and_closes() {
    let mut world = triage();
    assert_eq!(queue(&world), "A* B C");
    world.press("l");
    assert_eq!(queue(&world), "D*");
    world.press("h j j");
    assert_eq!(queue(&world), "A B C*");
    world.press("esc");
    assert_eq!(world.model.screen, Screen::Board);
}

#[test]
fn accepting_asks_for_an_owner_only_where_there_is_none() {
    let mut world = triage();
    world.press("L");
    assert!(matches!(world.model.mode, Mode::Prompt(_)));
    let asked = intents(&world.press("enter"));
    let [Intent::Edit { edits, .. }, Intent::Move { .. }] = asked.as_slice() else { panic!("{asked:?}") };
    assert_eq!(edits, &[Edit::Assignee(Some("ana".into()))]);
    assert_eq!(queue(&world), "B* C");
    world.press("i");
    assert_eq!(queue(&world), "B* C", "taken is not sorted yet");
    let asked = intents(&world.press("L"));
    assert!(matches!(asked.as_slice(), [Intent::Move { .. }]), "{asked:?}");
    assert_eq!(queue(&world), "C*");
}

#[test]
fn what_is_taken_is_accepted_by_the_key_behind_it() {
    let mut world = triage();
    world.holds_answers = true;
    world.press("i L");
    assert!(matches!(world.model.mode, Mode::Normal), "who takes it is its owner already");
    assert_eq!(queue(&world), "B* C");
    world.release();
    assert_eq!(queue(&world), "B* C");
}

#[test]
fn a_digit_ranks_and_stays() {
    let mut world = triage();
    let asked = intents(&world.press("2"));
    assert!(matches!(asked.as_slice(), [Intent::Edit { edits, .. }] if edits == &[Edit::Priority(Some(2))]));
    assert_eq!(queue(&world), "A* B C");
}

#[test]
fn a_reason_is_chosen_and_the_line_below_tells_it() {
    let mut world = triage();
    let asked = intents(&world.press("d enter"));
    assert!(matches!(asked.as_slice(), [Intent::Dismiss { reason, .. }] if reason == "noise"));
    assert_eq!(queue(&world), "B* C");
    assert_eq!(world.model.triage.as_ref().unwrap().last.as_deref(), Some("C-1 dismissed as noise"));
    world.press("d e");
    world.type_text("vendor test");
    let asked = intents(&world.press("enter"));
    assert!(matches!(asked.as_slice(), [Intent::Dismiss { reason, .. }] if reason == "vendor test"));
}

#[test]
fn a_duplicate_is_one_of_the_twins_or_typed() {
    let mut world = triage();
    let object = world.model.triage.as_ref().unwrap().rows()[2].object;
    world.twins = vec![Twin {
        object,
        key: Key::new("C", 4),
        title: "C".into(),
        closed_at: None,
        is_closed: false,
        words: Vec::new(),
        shared: Vec::new(),
        score: 1.0,
    }];
    let asked = intents(&world.press("= enter"));
    assert!(matches!(asked.as_slice(), [Intent::Duplicate { of, .. }] if *of == object), "{asked:?}");
    world.twins.clear();
    world.press("=");
    world.type_text("C-4");
    let asked = intents(&world.press("enter"));
    assert!(matches!(asked.as_slice(), [Intent::Duplicate { of, .. }] if *of == object), "{asked:?}");
}

#[test]
fn what_waits_leaves_and_the_end_has_a_last_card() {
    let mut world = triage();
    world.press("G w 2");
    assert_eq!(queue(&world), "A B*");
    world.press("d 1 d 1");
    assert_eq!(queue(&world), "");
    let asked = world.press("d");
    assert!(intents(&asked).is_empty());
    assert!(world.model.notice.as_ref().unwrap().text.contains("Nothing is to be sorted here"));
}

#[test]
fn a_refused_decision_brings_the_card_back_and_the_cursor_with_it() {
    let mut world = triage();
    world.refuses = Some(Refusal::NotAllowed { what: "no".into() });
    world.press("d 1");
    assert_eq!(queue(&world), "A* B C");
    world.enforces = true;
    world.press("i L");
    assert!(matches!(world.model.mode, Mode::Gate(_)), "an enforced gate opens");
    assert_eq!(queue(&world), "A* B C");
}

#[test]
fn the_cursor_goes_with_what_is_taken_back() {
    let mut world = triage();
    world.press("j d 1");
    assert_eq!(queue(&world), "A C*");
    let back = world.model.triage.as_ref().unwrap().rows()[0].card;
    world.send(crate::app::msg::Msg::Undone(crate::app::msg::Undone {
        redo: false,
        text: "C-1 moved".into(),
        card: Some(back),
        stage: None,
    }));
    assert_eq!(queue(&world), "A* C");
}

#[test]
fn something_major_is_declared_opened_and_ended() {
    let mut world = sketch(BOARD);
    let object = world.model.current().unwrap().object;
    world.press("M");
    world.type_text("no payments");
    let asked = intents(&world.press("enter"));
    assert!(matches!(asked.as_slice(), [Intent::Declare { text, .. }] if text == "no payments"));
    world.majors = vec![major(object)];
    world.press("i");
    assert_eq!(world.model.majors.len(), 1);
    world.press("g M");
    assert_eq!(world.model.screen, Screen::Sheet);
    world.press("M");
    let asked = intents(&world.press("enter"));
    assert!(matches!(asked.as_slice(), [Intent::End { .. }]), "{asked:?}");
}

fn major(object: ObjectId) -> MajorRow {
    MajorRow {
        object,
        card: None,
        key: Key::new("C", 1),
        title: "A".into(),
        priority: Some(1),
        assignee: None,
        major: Major { at: now(), by: "ana".into(), text: String::new(), end: None },
        told_at: now(),
        update_every_s: None,
    }
}
