//! The standup at the screen: the walk keeps its order and its cursor, the timer, the end.

use chrono::TimeDelta;

use super::world::{World, now, sketch};
use crate::app::effect::Effect;
use crate::app::model::{Mode, Screen, StandupView};
use crate::app::msg::{Missed, Msg};
use crate::app::update::next_tick_at;
use crate::domain::intent::Intent;
use crate::domain::standup::setting;

const BOARD: &str = "todo | doing | done
     A* | C | D
     B  |   |";

fn held() -> World {
    let mut world = sketch(BOARD);
    world.press("g s");
    world
}

fn walk(world: &World) -> Vec<&str> {
    world.model.standup.iter().flat_map(StandupView::steps).map(|step| step.row.title.as_str()).collect()
}

#[test]
fn the_walk_goes_from_right_to_left_and_back() {
    let mut world = held();
    assert_eq!((world.model.screen, walk(&world)), (Screen::Standup, vec!["D", "C", "A", "B"]));
    assert_eq!(world.current(), "D");
    world.press("n n");
    assert_eq!(world.current(), "A");
    world.press("N");
    assert_eq!(world.current(), "C");
    world.press("l");
    assert_eq!(world.current(), "A", "the next stage of the walk");
    world.press("G n");
    assert_eq!(world.notice(), "This was the last card; q ends with the summary.");
}

#[test]
fn what_is_done_on_the_spot_leaves_the_walk_and_its_cursor() {
    let mut world = held();
    world.press("n L");
    assert_eq!((world.current(), walk(&world)), ("C", vec!["D", "C", "A", "B"]));
    assert_eq!(world.model.current().unwrap().stage.local(), "done");
    world.press("n i b");
    world.type_text("vendor");
    world.press("enter");
    let row = world.model.current().unwrap();
    assert_eq!((row.title.as_str(), row.blocked.as_deref()), ("A", Some("vendor")));
    assert_eq!(row.assignee.as_deref(), Some(world.model.me.as_str()));
    // The detail leads back to the walk.
    world.press("enter");
    assert_eq!(world.model.screen, Screen::Sheet);
    world.press("esc");
    assert_eq!((world.model.screen, world.current()), (Screen::Standup, "A"));
    world.press("esc");
    assert_eq!(world.model.screen, Screen::Board);
    world.press("g s");
    assert_eq!(world.current(), "A", "a standup goes on where it was left");
}

#[test]
fn only_t_starts_and_stops_the_timer() {
    let mut world = held();
    assert!(next_tick_at(&world.model) - now() > TimeDelta::seconds(1), "nothing ticks while it is off");
    world.press("T");
    let second = next_tick_at(&world.model);
    assert!(second - world.model.now <= TimeDelta::seconds(1));
    world.send(Msg::Tick(now() + TimeDelta::seconds(42)));
    world.press("n");
    world.send(Msg::Tick(now() + TimeDelta::seconds(50)));
    let timer = |world: &World| world.model.standup.as_ref().unwrap().timer;
    assert_eq!((timer(&world).shown_s(world.model.now), timer(&world).card_s(world.model.now)), (50, 8));
    world.press("T");
    world.send(Msg::Tick(now() + TimeDelta::seconds(90)));
    assert_eq!(timer(&world).shown_s(world.model.now), 50);
}

#[test]
fn q_offers_the_summary_and_ends_with_the_next_one_known() {
    let mut world = held();
    world.press("q");
    let Mode::Summary(summary) = &world.model.mode else { panic!("no summary") };
    assert!(summary.text.starts_with("# Standup: Own, "), "{}", summary.text);
    let text = summary.text.clone();
    assert_eq!(world.press("y"), [Effect::Copy { text: text.clone(), what: "The summary".into() }]);
    world.press("w");
    let asked = world.press("enter");
    assert_eq!(asked, [Effect::WriteFile { name: "standup-own-2026-11-26.md".into(), text }]);
    world.press("esc");
    assert_eq!((&world.model.mode, world.model.screen), (&Mode::Normal, Screen::Standup));
    let asked = world.press("q q");
    let [Effect::Commit(wish)] = asked.as_slice() else { panic!("{asked:?}") };
    let ended = Intent::Set { setting: setting(Some(&world.model.board.stream)), value: world.model.now.into() };
    assert_eq!(wish.intents, [ended]);
    assert_eq!((world.model.screen, world.model.standup.is_none()), (Screen::Board, true));
}

#[test]
fn from_the_map_all_streams_are_walked() {
    let mut world = sketch(BOARD);
    world.press("g o g s");
    assert_eq!(world.model.standup.as_ref().unwrap().stream, None);
    world.press("esc");
    assert_eq!(world.model.screen, Screen::Map);
}

#[test]
fn a_card_is_split_in_two() {
    let mut world = sketch(BOARD);
    world.press("S");
    world.type_text("The other half");
    let card = world.model.current().unwrap().card;
    let asked = world.press("enter");
    let [Effect::Commit(wish)] = asked.as_slice() else { panic!("{asked:?}") };
    assert_eq!(wish.intents, [Intent::Split { card, title: "The other half".into() }]);
}

#[test]
fn what_others_did_is_told_until_it_was_looked_at() {
    let mut world = sketch(BOARD);
    world.model.missed = Missed { n: 12, after: 3, until: 20 };
    world.press("g l");
    assert_eq!(world.model.missed, Missed { n: 0, after: 3, until: 20 });
}

#[test]
fn grooming_sorts_by_score_and_tries_weights_out() {
    let mut world = sketch("todo | done\n  A* | \n  B |\n  C |");
    world.press("g s z v");
    let titles = |world: &World| {
        let rows = world.model.groom.as_ref().unwrap().rows();
        rows.iter().map(|row| row.title.clone()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!((world.model.screen, titles(&world).as_str()), (Screen::Groom, "A B C"));
    // B brings 8, C takes 2 for its 6: 8 before 3; the cursor stays on its card.
    world.press("j 8 G 6 l l l l 2");
    assert_eq!((titles(&world).as_str(), world.current()), ("B C A", "C"));
    // What if cost did not count: 6 against 8 still; then what if value of C is worth more is not told by one weight.
    world.press("<");
    assert!(world.model.groom.as_ref().unwrap().is_what_if());
    assert_eq!(world.model.current().unwrap().score, Some(6.0));
    world.press("esc");
    assert_eq!(world.model.current().unwrap().score, Some(3.0));
    world.press(">");
    let asked = world.press("sw");
    let [Effect::Commit(wish)] = asked.as_slice() else { panic!("{asked:?}") };
    let [Intent::Set { setting, value }] = wish.intents.as_slice() else { panic!("{wish:?}") };
    assert_eq!((setting.as_str(), value.get("cost").as_int()), ("weights", Some(2)));
    // One group of moves brings the board into this order.
    world.press("O");
    world.press("z v");
    assert_eq!(world.model.screen, Screen::Standup);
    let order: Vec<&str> = world.streams[0].1[0].cards.iter().map(|row| row.title.as_str()).collect();
    assert_eq!(order, ["B", "C", "A"]);
}
