//! Moving about on the board.

use super::{World, sketch};
use crate::app::key::{Input, Key};
use crate::app::model::Screen;
use crate::app::msg::Msg;

const BOARD: &str = "
    todo | doing | done
    A*   | D     | F
    B    | E     |
    C    |       |
";

#[test]
fn the_cursor_moves_as_in_vim() {
    let mut world = sketch(BOARD);
    for (keys, card) in [
        ("j", "B"),
        ("2j", "C"),
        ("k", "B"),
        ("gg", "A"),
        ("G", "C"),
        ("l", "D"),
        ("$", "F"),
        ("0", "C"),
        ("ctrl-u", "A"),
        ("ctrl-d", "C"),
        ("home", "A"),
        ("down down up", "B"),
        ("9h", "B"),
        ("n n", "D"),
        ("N", "C"),
    ] {
        assert_eq!(world.press(keys), [], "{keys}");
        assert_eq!(world.current(), card, "{keys}");
    }
}

#[test]
fn a_count_is_seen_and_no_verb_takes_it() {
    let mut world = sketch(BOARD);
    world.press("1 2");
    assert_eq!(world.model.count, Some(12));
    world.press("esc");
    assert_eq!((world.model.count, world.current()), (None, "A"));
    world.press("3 L");
    assert_eq!(world.show(), "todo | doing | done\nB | D | F\nC | E |\n | A* |");
    assert_eq!(world.model.count, None);
}

#[test]
fn a_cursor_key_inside_what_is_in_memory_asks_for_nothing() {
    let mut world = World::tall(1_000);
    let n = world.n_reads;
    world.press("j j j k");
    assert_eq!(world.n_reads, n);
    let effects = world.dry(Msg::Input(Input::Key(Key::char('j'))));
    assert_eq!(effects, []);
}

#[test]
fn a_thousand_arrow_keys_all_arrive_though_answers_are_late() {
    let mut world = World::tall(3_000);
    let n = world.n_reads;
    world.holds_answers = true;
    world.press(&"down ".repeat(1_000));
    world.release();
    assert_eq!(world.current(), "card 1001");
    assert!(world.n_reads - n <= 4, "{} reads", world.n_reads - n);
    world.press(&"up ".repeat(999));
    assert_eq!(world.current(), "card 2");
}

#[test]
fn the_ends_of_a_long_column_are_read_for() {
    let mut world = World::tall(3_000);
    world.press("G");
    assert_eq!(world.current(), "card 3000");
    world.press("k");
    assert_eq!(world.current(), "card 2999");
    world.press("gg");
    assert_eq!(world.current(), "card 1");
    world.holds_answers = true;
    world.press("G k k");
    world.release();
    assert_eq!(world.current(), "card 2998");
}

#[test]
fn counts_that_are_ahead_of_the_rows_never_keep_us_reading() {
    let mut world = World::tall(50);
    world.n_phantoms = 7;
    world.press("G");
    world.press(&"down ".repeat(100));
    assert_eq!(world.current(), "card 50");
    world.press("k");
    assert_eq!(world.current(), "card 49");
}

#[test]
fn scrolling_goes_in_half_pages() {
    let mut world = World::tall(100);
    let rows = crate::app::geometry::rows_per_column(&world.model);
    world.press(&"j ".repeat(rows - 1));
    assert_eq!(world.model.board.columns[0].top, 0);
    world.press("j");
    assert_eq!(world.model.board.columns[0].top, rows / 2);
}

#[test]
fn a_verb_ends_a_range() {
    let mut world = sketch(BOARD);
    world.press("v j L");
    assert_eq!((world.model.mode.clone(), world.model.marks.len()), (crate::app::model::Mode::Normal, 0));
}

#[test]
fn streams_are_gone_through_and_gone_to() {
    let mut world = two_streams();
    world.press("[");
    assert_eq!(world.model.board.stream.as_str(), "one");
    world.press("[");
    assert_eq!(world.notice(), "This is the first stream.");
    world.press("g2");
    assert_eq!(world.model.board.stream.as_str(), "two");
    world.press("g5");
    assert_eq!(world.notice(), "There is no stream 5.");
}

#[test]
fn the_map_is_gone_to_and_left() {
    let mut world = two_streams();
    world.press("go");
    assert_eq!(world.model.screen, Screen::Map);
    world.press("k l enter");
    assert_eq!((world.model.screen, world.model.board.stream.as_str()), (Screen::Board, "one"));
    assert_eq!(world.model.board.focus, 1);
    world.press("backspace");
    assert_eq!(world.model.screen, Screen::Map);
    assert_eq!((world.model.map.stream_idx, world.model.map.stage_idx), (0, 1));
    world.press("gn");
    assert_eq!(world.model.screen, Screen::Board);
}

#[test]
fn alerts_are_found_on_the_board_and_on_the_map() {
    let mut world = sketch(BOARD);
    world.press("}");
    assert_eq!(world.notice(), "Nothing is late, at risk or blocked on this board.");
    world.press("l j b");
    world.type_text("no disk");
    world.press("enter 0 gg");
    world.press("}");
    assert_eq!(world.current(), "E");
    world.press("go 0 }");
    assert_eq!(world.model.map.stage_idx, 1);
}

#[test]
fn a_box_of_keys_opens_after_a_while_and_esc_closes_it() {
    let mut world = sketch(BOARD);
    world.press("g");
    assert!(!world.model.shows_continuations());
    world.send(Msg::Tick(super::world::now() + chrono::TimeDelta::milliseconds(300)));
    assert!(world.model.shows_continuations());
    let keys = crate::app::action::continuations(&world.model);
    assert!(keys.contains(&("o".into(), "map of all streams".into())), "{keys:?}");
    world.press("esc");
    assert!(world.model.pending.is_empty() && world.model.screen == Screen::Board);
    world.press("g q");
    assert!(world.model.pending.is_empty() && !world.model.quits);
}

#[test]
fn the_screen_may_take_any_size() {
    let mut world = World::tall(200);
    world.press("4 0 j");
    for (width, height) in [(1, 1), (40, 10), (200, 60), (59, 15), (100, 30), (80, 24)] {
        world.send(Msg::Input(Input::Resize { width, height }));
        assert_eq!(world.current(), "card 41");
        let column = &world.model.board.columns[0];
        let at = column.cursor_idx().unwrap();
        let rows = crate::app::geometry::rows_per_column(&world.model);
        assert!((column.top..column.top + rows).contains(&at), "{width}x{height}");
    }
}

pub fn two_streams() -> World {
    let stages = |stream: &str, from: u64| {
        let card = |n| super::world::row(stream, n, &format!("{stream} {n}"), "todo");
        let todo = super::world::Stage {
            name: "todo".into(),
            limit: None,
            cards: vec![card(from), card(from + 1), card(from + 2)],
        };
        let done = super::world::Stage { name: "done".into(), limit: None, cards: Vec::new() };
        vec![todo, done]
    };
    let mut world = World::of(vec![("one".into(), stages("one", 1)), ("two".into(), stages("two", 11))], 80, 24);
    world.press("g2");
    world.model.back.clear();
    world
}
