//! The card beside the board.

use chrono::TimeDelta;

use super::world::{World, sketch_at};
use crate::app::effect::{Effect, Query};
use crate::app::key::{Input, Key};
use crate::app::msg::Msg;
use crate::app::update::next_tick_at;

const BOARD: &str = "
    todo | doing
    A*   | D
    B    |
    C    |
";

/// So many milliseconds go by.
fn wait(world: &mut World, ms: i64) {
    let now = world.model.now + TimeDelta::milliseconds(ms);
    world.send(Msg::Tick(now));
}

fn shown(world: &World) -> Option<&str> {
    world.model.glance.as_ref().map(|g| g.sheet.object.title.as_str())
}

#[test]
fn the_gate_is_read_when_the_cursor_has_come_to_rest() {
    let mut world = sketch_at(BOARD, 120, 40);
    assert_eq!(shown(&world), None);
    assert_eq!(next_tick_at(&world.model) - world.model.now, TimeDelta::milliseconds(150));
    wait(&mut world, 150);
    assert_eq!(shown(&world), Some("A"));
    world.press("j");
    assert_eq!(shown(&world), None, "nothing of another card is shown");
    wait(&mut world, 149);
    assert_eq!(shown(&world), None);
    wait(&mut world, 1);
    assert_eq!(shown(&world), Some("B"));
}

#[test]
fn a_held_cursor_key_asks_for_nothing() {
    let mut world = sketch_at(BOARD, 120, 40);
    for n in 0..40 {
        world.model.now += TimeDelta::milliseconds(33);
        let key = Key::char(if n % 2 == 0 { 'j' } else { 'k' });
        let effects = world.dry(Msg::Input(Input::Key(key)));
        assert_eq!(effects, []);
        let now = world.model.now;
        assert_eq!(world.dry(Msg::Tick(now)), []);
    }
}

#[test]
fn it_is_read_once_and_again_after_a_change() {
    let mut world = sketch_at(BOARD, 120, 40);
    wait(&mut world, 150);
    let now = world.model.now + TimeDelta::milliseconds(200);
    assert_eq!(world.dry(Msg::Tick(now)), []);
    world.press("+");
    assert_eq!(shown(&world), Some("A"), "it stays until it is read again");
    let now = world.model.now + TimeDelta::milliseconds(150);
    let effects = world.dry(Msg::Tick(now));
    let is_glance = |e: &Effect| matches!(e, Effect::Read { query: Query::Glance(_), .. });
    assert!(effects.iter().any(is_glance), "{effects:?}");
}

#[test]
fn where_nothing_is_shown_nothing_is_read() {
    let mut world = sketch_at(BOARD, 80, 24);
    wait(&mut world, 500);
    assert_eq!(shown(&world), None);
}
