//! Looking back: read-only, a day at a time, and back to now.

use super::World;
use super::board::two_streams;
use super::sketch;
use crate::app::action::{Action, disabled};
use crate::app::effect::{Effect, Query};
use crate::app::model::{Mode, Screen};
use crate::domain::At;
use crate::domain::past::Between;

/// A board as it was at a date.
fn back(world: &mut World, date: &str) {
    world.press("g @");
    world.type_text(date);
    world.press("enter");
}

/// The instant looked back at, in words.
fn then(world: &World) -> String {
    world.model.past.as_ref().map_or("now".into(), |past| past.at.format("%d %H:%M").to_string())
}

fn days_ago(world: &World, days: i64) -> String {
    (world.model.now - chrono::TimeDelta::days(days)).format("%d %H:%M").to_string()
}

#[test]
fn the_board_is_shown_as_it_was_and_a_day_earlier_or_later() {
    let mut world = two_streams();
    back(&mut world, "2 days ago");
    assert_eq!((then(&world), world.model.screen), (days_ago(&world, 2), Screen::Board));
    world.press("<");
    assert_eq!(then(&world), days_ago(&world, 3));
    world.press("7 <");
    assert_eq!(then(&world), days_ago(&world, 10));
    world.press("9 >");
    assert_eq!(then(&world), days_ago(&world, 1));
    world.press(">");
    assert_eq!(then(&world), "now", "behind the last day is now");
    world.press("<");
    assert_eq!(world.notice(), "No date is looked back at; g@ asks for one.");
}

#[test]
fn nothing_is_changed_there_and_every_no_says_so() {
    let mut world = sketch("todo | doing\nA* | B");
    back(&mut world, "yesterday");
    for keys in ["L", "K", "a", "A", "e", "b", "d", "i", "+", "s p", "t", "u", "space", "/", "f m", "g o", "c", "r"] {
        let effects = world.press(keys);
        assert!(!effects.iter().any(|e| matches!(e, Effect::Commit(_) | Effect::Undo(_))), "{keys}");
        assert_eq!(world.notice(), "This is the past; Esc comes back to now.", "{keys}");
        assert_eq!(world.model.mode, Mode::Normal, "{keys}");
    }
    world.press(":");
    world.type_text("wip 5");
    assert_eq!(world.press("enter"), []);
    assert_eq!(world.notice(), "This is the past; Esc comes back to now.");
    assert!(disabled(&world.model, Action::Grab).is_some(), "the mouse carries nothing either");
    world.press("esc");
    assert_eq!(then(&world), "now");
    assert!(world.press("L").iter().any(|e| matches!(e, Effect::Commit(_))));
}

#[test]
fn a_filter_is_put_aside_and_comes_back() {
    let mut world = two_streams();
    world.press("f u");
    back(&mut world, "yesterday");
    assert_eq!(world.model.filter.text, "");
    world.press("[");
    assert_eq!(world.model.board.stream.as_str(), "one", "another stream of then");
    assert_ne!(then(&world), "now");
    world.press("q");
    assert_eq!((then(&world).as_str(), world.model.filter.text.as_str()), ("now", "is:unassigned"));
}

#[test]
fn what_lies_ahead_is_no_past() {
    let mut world = two_streams();
    back(&mut world, "tomorrow");
    assert!(matches!(world.model.mode, Mode::Prompt(_)), "the line stays to be mended");
    world.press("esc");
    world.press(":");
    world.type_text("at +3d");
    world.press("enter");
    assert_eq!((then(&world).as_str(), world.notice()), ("now", "That lies ahead; the past ends now."));
}

#[test]
fn columns_are_read_as_of_then_and_others_do_not_disturb() {
    let mut world = two_streams();
    back(&mut world, "2 days ago");
    let at: At = world.model.past.as_ref().map(|past| past.at).unwrap();
    let asked = world.dry(crate::app::msg::Msg::Tick(world.model.now + chrono::TimeDelta::minutes(2)));
    let is_then = |e: &Effect| matches!(e, Effect::Read { query: Query::OverviewAt(then), .. } if *then == at);
    assert!(asked.iter().any(is_then), "{asked:?}");
}

#[test]
fn what_changed_since_leads_to_the_card() {
    let mut world = two_streams();
    back(&mut world, "2 days ago");
    world.press("g =");
    let is_read = |between: &Between| between.cards.len() > 1;
    assert!(matches!(&world.model.mode, Mode::Changes(view) if view.between.as_deref().is_some_and(is_read)));
    world.press("j enter");
    assert_eq!((then(&world).as_str(), world.current()), ("now", "one 2"));
    assert_eq!(world.model.mode, Mode::Normal);
}
