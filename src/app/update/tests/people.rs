//! Who has how many open cards, at the screen.

use std::collections::BTreeMap;

use super::world::sketch;
use crate::app::model::Mode;
use crate::domain::person::Wip;

fn wip(n_cards: u64, limit: Option<u32>) -> Wip {
    Wip { n_cards, limit }
}

#[test]
fn giving_somebody_more_than_enough_is_told_and_not_refused() {
    let mut world = sketch("todo | done\nA* | B");
    world.wip = BTreeMap::from([("ana".into(), wip(5, Some(4))), ("bea".into(), wip(1, None))]);
    world.press("s a");
    assert_eq!(world.model.wip.len(), 2, "the counts are asked where one assigns");
    world.type_text("ana");
    world.press("enter");
    assert_eq!(world.notice(), "C-1 given to ana. u undoes. ana has 5 of 4 now.");
    world.press("s a");
    world.type_text("bea");
    world.press("enter");
    assert_eq!(world.notice(), "C-1 given to bea. u undoes.");
}

#[test]
fn the_list_leads_to_ones_cards() {
    let mut world = sketch("todo | done\nA* | B");
    world.wip = BTreeMap::from([("ana".into(), wip(1, Some(4))), ("zo\u{eb} k".into(), wip(3, None))]);
    world.press(":");
    world.type_text("people");
    world.press("enter");
    let Mode::Menu(menu) = &world.model.mode else { panic!("no menu") };
    let labels: Vec<&str> = menu.items.iter().map(|i| i.label.as_str()).collect();
    assert_eq!(labels, ["zo\u{eb} k 3", "ana 1/4"]);
    world.press("enter");
    assert_eq!(world.model.filter.text, "@\"zo\u{eb} k\"");
}

#[test]
fn a_team_is_set_from_the_board() {
    let mut world = sketch("todo | done\nA* | B");
    world.press("s g");
    world.type_text("payments");
    world.press("enter");
    assert_eq!(world.notice(), "C-1 given to team payments. u undoes.");
}
