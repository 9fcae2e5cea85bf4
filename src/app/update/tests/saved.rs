//! Saved filters at the screen.

use super::world::sketch;
use crate::app::effect::Effect;
use crate::app::model::{Mode, Run};
use crate::app::msg::Words;
use crate::domain::intent::Intent;
use crate::domain::saved::Saved;
use crate::domain::value::Value;

fn saved(name: &str, text: &str, slot: Option<u8>) -> Saved {
    Saved { name: name.into(), text: text.into(), slot, by: "bea".into() }
}

fn knowing(filters: Vec<Saved>) -> super::world::World {
    let mut world = sketch("todo | done\nA* | B");
    world.knows(Words { saved: filters, ..Words::default() });
    world
}

#[test]
fn the_filter_in_force_is_saved_under_a_name_and_a_digit() {
    let mut world = knowing(vec![saved("old", "p1", Some(3))]);
    world.press("f S");
    assert!(world.notice().contains("No filter is set"), "{}", world.notice());
    world.press("f u f S");
    world.type_text("free 3");
    let Mode::Prompt(prompt) = &world.model.mode else { panic!("no prompt") };
    assert_eq!(prompt.reads_as, Some(Ok("free on f3; old loses its key".into())));
    let asked = world.press("enter");
    let [Effect::Commit(wish)] = asked.as_slice() else { panic!("{asked:?}") };
    let set = |name: &str, text: &str, slot: Value, by: &str| Intent::Set {
        setting: format!("filter:{name}"),
        value: Value::map([("text", text.into()), ("slot", slot), ("by", by.into())]),
    };
    let wanted =
        [set("old", "p1", Value::Null, "bea"), set("free", "is:unassigned", Value::Int(3), &world.model.me.clone())];
    assert_eq!((wish.intents.as_slice(), wish.partial), (wanted.as_slice(), false));
}

#[test]
fn a_digit_puts_its_filter_on_and_an_empty_one_says_so() {
    let mut world = knowing(vec![saved("mine", "@me", Some(1)), saved("bad", "age>", Some(2))]);
    world.press("f 1");
    assert_eq!(world.model.filter.text, "@me");
    world.press("f 4");
    assert!(world.notice().contains("No filter is saved on 4"), "{}", world.notice());
    world.press("f 2");
    assert!(world.notice().contains("The saved filter bad cannot be read"), "{}", world.notice());
    assert_eq!(world.model.filter.text, "@me", "the one in force stays");
}

#[test]
fn the_list_puts_on_and_forgets() {
    let mut world = knowing(vec![saved("mine", "@me", Some(1)), saved("free", "is:unassigned", None)]);
    world.press("f f j enter");
    assert_eq!(world.model.filter.text, "is:unassigned");
    let asked = world.press("f f d");
    let [Effect::Commit(wish)] = asked.as_slice() else { panic!("{asked:?}") };
    assert_eq!(wish.intents, [Saved::remove("mine")]);
    world.press("s p d");
    assert!(world.notice().contains("Nothing here can be forgotten"), "{}", world.notice());
}

#[test]
fn the_jump_lists_them() {
    let mut world = knowing(vec![saved("hot stuff", "p1", None)]);
    world.press("ctrl-p");
    world.type_text("hot");
    let Mode::Palette(palette) = &world.model.mode else { panic!("no palette") };
    assert!(palette.entries.iter().any(|e| matches!(&e.run, Run::Saved(s) if s.name == "hot stuff")));
    world.press("enter");
    assert_eq!(world.model.filter.text, "p1");
}
