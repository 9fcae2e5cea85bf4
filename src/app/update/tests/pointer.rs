//! The mouse.

use super::board::two_streams;
use super::{World, sketch};
use crate::app::effect::Effect;
use crate::app::geometry;
use crate::app::key::{Button, Input, Mouse, MouseKind};
use crate::app::model::{Mode, Screen};
use crate::app::msg::Msg;
use crate::domain::intent::Intent;

const BOARD: &str = "
    todo | doing | done
    A*   | D     | F
    B    | E     |
";

fn mouse(world: &mut World, kind: MouseKind, (column, row): (u16, u16)) {
    world.asked.clear();
    world.send(Msg::Input(Input::Mouse(Mouse { kind, column, row, ctrl: false, shift: false })));
}

const DOWN: MouseKind = MouseKind::Down(Button::Left);
const UP: MouseKind = MouseKind::Up(Button::Left);
const DRAG: MouseKind = MouseKind::Drag(Button::Left);

#[test]
fn a_click_selects_and_a_double_one_opens() {
    let mut world = sketch(BOARD);
    let cell = world.cell("E");
    mouse(&mut world, DOWN, cell);
    mouse(&mut world, UP, cell);
    assert_eq!(world.current(), "E");
    mouse(&mut world, DOWN, cell);
    assert_eq!(world.model.screen, Screen::Sheet);
}

#[test]
fn a_card_is_dragged_to_another_stage() {
    let mut world = sketch(BOARD);
    let (from, to) = (world.cell("A"), world.cell("E"));
    mouse(&mut world, DOWN, from);
    mouse(&mut world, DRAG, to);
    assert!(matches!(&world.model.mode, Mode::Grab(grab) if (grab.column, grab.row_idx) == (1, 1)));
    mouse(&mut world, UP, to);
    assert_eq!(world.show(), "todo | doing | done\nB | D | F\n | A* |\n | E |");
}

#[test]
fn a_card_dropped_on_a_stream_stands_there_too() {
    let mut world = two_streams();
    let tab = geometry::tabs(&world.model).into_iter().find(|t| t.stream_idx == 0).unwrap().area;
    let from = world.cell("two 11");
    mouse(&mut world, DOWN, from);
    mouse(&mut world, DRAG, (tab.x + 1, tab.y));
    mouse(&mut world, UP, (tab.x + 1, tab.y));
    let [Effect::Commit(wish)] = world.asked.as_slice() else { panic!("{:?}", world.asked) };
    assert!(matches!(&wish.intents[0], Intent::Place { stage, .. } if stage.as_str() == "one/todo"));
    let own = geometry::tabs(&world.model).into_iter().find(|t| t.is_current).unwrap().area;
    mouse(&mut world, DOWN, from);
    mouse(&mut world, DRAG, (own.x + 1, own.y));
    mouse(&mut world, UP, (own.x + 1, own.y));
    assert_eq!(world.notice(), "C-11 has a card on two already.");
}

#[test]
fn tabs_and_hints_are_clicked() {
    let mut world = two_streams();
    let tab = geometry::tabs(&world.model)[0].area;
    mouse(&mut world, DOWN, (tab.x, tab.y));
    assert_eq!(world.model.board.stream.as_str(), "one");
    let hint = geometry::hints(&world.model).pop().unwrap();
    assert_eq!(hint.hint.word, "help");
    mouse(&mut world, DOWN, (hint.area.x, hint.area.y));
    assert!(matches!(world.model.mode, Mode::Help(_)));
}

#[test]
fn the_wheel_scrolls_under_the_pointer() {
    let mut world = World::tall(100);
    world.press("l");
    let cell = world.cell("card 1");
    mouse(&mut world, MouseKind::WheelDown, cell);
    assert_eq!((world.model.board.columns[0].top, world.model.board.focus), (3, 1));
    mouse(&mut world, MouseKind::WheelUp, cell);
    assert_eq!(world.model.board.columns[0].top, 0);
}

#[test]
fn the_right_button_opens_a_menu() {
    let mut world = sketch(BOARD);
    let cell = world.cell("D");
    mouse(&mut world, MouseKind::Down(Button::Right), cell);
    assert!(matches!(&world.model.mode, Mode::Menu(menu) if menu.title == "C-4" || menu.title == "C-2"));
    let list = geometry::list(&world.model).unwrap();
    mouse(&mut world, DOWN, (list.items.x, list.items.y));
    assert_eq!(world.model.screen, Screen::Sheet);
}

#[test]
fn a_mouse_switched_off_does_nothing() {
    let mut world = sketch(BOARD);
    assert_eq!(world.press("zm"), [Effect::SetMouse(false)]);
    let cell = world.cell("E");
    mouse(&mut world, DOWN, cell);
    assert_eq!(world.current(), "A");
}

#[test]
fn a_stage_stays_as_it_was_scrolled_when_a_card_is_dropped_into_it() {
    let rows: Vec<String> = (0..30).map(|n| format!("{} | d{n}", if n == 0 { "A*" } else { "" })).collect();
    let mut world = sketch(&format!("todo | doing\n{}", rows.join("\n")));
    world.press("m l j j j enter");
    let doing = &world.model.board.columns[1];
    assert_eq!((world.current(), doing.cursor_idx(), doing.top), ("A", Some(3), 0));
}
