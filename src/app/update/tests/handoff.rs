//! Work that goes on to another stream, and what people say for their roles.

use super::known::words;
use super::{World, sketch};
use crate::app::effect::{Effect, Wish};
use crate::app::model::{Mode, Pane};
use crate::app::msg::Words;
use crate::domain::gate::{Asked, Status};
use crate::domain::guard::{Approval, Guard, Verdict};
use crate::domain::id::{StageId, StreamId, TypeId};
use crate::domain::intent::{HandOff, Intent, Refusal};
use crate::domain::key::Key;
use crate::domain::object::ObjectType;
use crate::domain::person::Person;
use crate::domain::stream::{Carry, Edge, Plan, Role, Scenario, Start};
use crate::domain::trace::WaitingRow;
use crate::domain::when::When;
use crate::domain::window::Sheet;

const BOARD: &str = "
    todo | doing
    A*   | C
    B    |
";

fn edge(id: &str, from: Option<&str>, to: &str) -> Edge {
    let stage = |stream: &str, stage: &str| StageId::of(&StreamId::new(stream), stage);
    Edge {
        id: id.into(),
        kind: "handoff".into(),
        from: StreamId::new("own"),
        from_stage: from.map(|name| stage("own", name)),
        to: StreamId::new(to),
        to_stage: Some(stage(to, "plan")),
        what: format!("what {id} is for"),
        objects: Vec::new(),
        carry: Carry { makes: Some(TypeId::new("item")), ..Carry::default() },
    }
}

fn kind(id: &str, name: &str) -> ObjectType {
    ObjectType {
        id: TypeId::new(id),
        name: name.into(),
        prefix: id.to_uppercase(),
        area: String::new(),
        purpose: String::new(),
        states: Vec::new(),
        fields: Vec::new(),
        effects: Vec::new(),
        notices: Vec::new(),
        locks: Vec::new(),
        figures: Vec::new(),
        impact: None,
        dismissed: None,
        major: None,
    }
}

fn person(name: &str, roles: &[&str]) -> Person {
    Person { name: name.into(), roles: roles.iter().map(|r| (*r).to_owned()).collect(), team: None }
}

/// Two edges out of the stream, one of them from its first stage alone; I am the chief.
fn known() -> Words {
    let role = |id: &str, name: &str| Role { id: id.into(), name: name.into() };
    Words {
        types: vec![kind("item", "Item"), kind("fault", "Fault")],
        edges: vec![edge("improve", None, "ideas"), edge("repair", Some("todo"), "works")],
        roles: vec![role("chief", "Chief"), role("guard", "Guard")],
        team: vec![person("ana", &["chief"])],
        ..words()
    }
}

fn world() -> World {
    let mut world = sketch(BOARD);
    world.knows(known());
    world
}

fn intents(effects: &[Effect]) -> Vec<Intent> {
    let [Effect::Commit(Wish { intents, .. })] = effects else { panic!("{effects:?}") };
    intents.clone()
}

fn labels(world: &World) -> Vec<String> {
    let Mode::Menu(menu) = &world.model.mode else { panic!("{:?}", world.model.mode) };
    menu.items.iter().map(|item| item.label.clone()).collect()
}

/// The first open line is guarded; the chief and the guard are asked.
fn asks(sheet: &mut Sheet) {
    let gate = &mut sheet.cards[0].gate;
    let guard = Guard::Approval { role: "guard".into(), stands_for: None };
    gate.lines[1].criterion.guard = Some(guard);
    gate.lines[1].verdict = Some(Verdict { when: When::never(), by: Vec::new(), missing: "approval by Guard".into() });
    gate.lines[0].status = Status::Auto;
    gate.lines[0].verdict =
        Some(Verdict { when: When::always(), by: vec!["REL-4 accepted".into()], missing: String::new() });
    let asked = |role: &str| Asked { role: role.into(), stands_for: None, said: None };
    gate.approvals = vec![asked("chief"), asked("guard")];
}

#[test]
fn the_edges_that_fit_are_offered_and_one_key_takes_one() {
    let mut world = world();
    world.press("t");
    assert_eq!(labels(&world), ["ideas  what improve is for", "works  what repair is for"]);
    world.press("2");
    let Mode::Prompt(prompt) = &world.model.mode else { panic!("{:?}", world.model.mode) };
    assert_eq!((prompt.title.as_str(), prompt.line.text.as_str()), ("New Item in works", "A"));
    let intents = intents(&world.press("enter"));
    let [Intent::HandOff(wish)] = intents.as_slice() else { panic!("{intents:?}") };
    let HandOff { edge, title, card, .. } = wish.as_ref();
    assert_eq!((edge.as_str(), title.as_deref(), card.is_some()), ("repair", Some("A"), true));
    assert_eq!(world.notice(), "DEF-7 made in works. u undoes.");
    assert_eq!(world.current(), "A", "the cursor stays with the origin");
}

#[test]
fn where_no_edge_fits_it_says_why() {
    let mut world = world();
    world.knows(Words { edges: vec![edge("repair", Some("todo"), "works")], ..known() });
    world.press("l t");
    assert_eq!(world.notice(), "No hand-off fits: it stands in doing and is of type Item.");
    assert_eq!(world.model.mode, Mode::Normal);
}

#[test]
fn marked_cards_go_along_an_edge_that_fits_them_all() {
    let mut world = world();
    world.press("space l space h t");
    assert_eq!(labels(&world), ["ideas  what improve is for"]);
    let intents = intents(&world.press("1"));
    assert!(intents.iter().all(|i| matches!(i, Intent::HandOff(wish) if wish.title.is_none())), "{intents:?}");
    assert_eq!((intents.len(), world.notice()), (2, "2 made in ideas. u undoes."));
    assert!(world.model.marks.is_empty());
}

#[test]
fn what_cannot_go_back_is_offered_the_way_forward() {
    let mut world = world();
    world.refuses = Some(Refusal::Guarded {
        key: Key::new("C", 1),
        stays: "stays in doing".into(),
        missing: "it was passed".into(),
        instead: Some("Make a patch.".into()),
        edge: Some("repair".into()),
    });
    world.press("L");
    assert_eq!(world.notice(), "C-1 stays in doing.  t hands off to works.  It was passed. Make a patch.");
    world.press("t");
    assert!(matches!(&world.model.mode, Mode::Menu(menu) if menu.cursor == 1));
}

#[test]
fn what_is_checked_by_itself_is_not_ticked() {
    let mut world = world();
    world.adorn = asks;
    world.press("x");
    assert_eq!(world.press("space"), []);
    assert_eq!(world.notice(), "It is checked by itself, not ticked: approval by Guard.");
    world.press("k");
    assert_eq!(world.press("space"), []);
    assert_eq!(world.notice(), "It holds by itself, by REL-4 accepted; there is nothing to tick.");
}

#[test]
fn an_approval_is_given_for_a_role_i_hold() {
    let mut world = world();
    world.adorn = asks;
    world.press("x G");
    assert_eq!(world.press("space"), []);
    assert_eq!(world.notice(), "You lack the role Guard.");
    world.press("k");
    let intents = intents(&world.press("p"));
    assert!(
        matches!(intents.as_slice(), [Intent::Approve { role, is_rejected: false, comment: None, .. }] if role == "chief"),
        "{intents:?}"
    );
    assert_eq!(world.notice(), "C-1 approved as Chief. u undoes.");
}

#[test]
fn a_rejection_wants_a_reason() {
    let mut world = world();
    world.adorn = asks;
    world.press("x G k R enter");
    assert!(matches!(&world.model.mode, Mode::Prompt(p) if p.reads_as.is_some()));
    world.type_text("too thin");
    let intents = intents(&world.press("enter"));
    let is_no =
        |i: &Intent| matches!(i, Intent::Approve { is_rejected: true, comment: Some(why), .. } if why == "too thin");
    assert!(intents.iter().all(is_no), "{intents:?}");
    assert_eq!(world.model.mode, Mode::Normal, "the gate it was in is not its gate any more");
}

#[test]
fn what_was_approved_is_not_approved_again() {
    let mut world = world();
    world.adorn = |sheet| {
        asks(sheet);
        let (by, at) = ("bea".to_owned(), super::world::now());
        let said = Approval { role: "chief".into(), is_rejected: false, by, at, comment: None, visit: 1 };
        sheet.cards[0].gate.approvals[0].said = Some(said);
    };
    world.press("enter");
    assert_eq!(world.model.sheet.as_ref().map(|s| s.pane), Some(Pane::Gate));
    world.press("G k p");
    assert_eq!(world.notice(), "It was approved by bea already.");
}

#[test]
fn what_waits_for_me_is_listed_and_leads_to_the_gate() {
    let mut world = world();
    world.press("ga");
    assert_eq!(world.notice(), "Nothing waits for your approval.");
    world.adorn = asks;
    let row = world.cards().find(|r| r.title == "C").unwrap().clone();
    world.approvals = vec![WaitingRow {
        card: row.card,
        object: row.object,
        key: row.key,
        title: row.title,
        stage: row.stage,
        stage_name: "doing".into(),
        role: "chief".into(),
        role_name: "Chief".into(),
        stands_for: Some("money".into()),
        since: super::world::now(),
    }];
    world.press("ga");
    assert_eq!((labels(&world), world.model.approvals.len()), (vec!["C-2  Chief (money)  C  in doing".to_owned()], 1));
    world.press("enter");
    let Mode::Gate(view) = &world.model.mode else { panic!("{:?}", world.model.mode) };
    assert_eq!((view.card, view.cursor), (row.card, 3), "on the approval asked for");
}

#[test]
fn what_a_relation_leads_to_is_made_with_it() {
    let mut world = world();
    world.press("r");
    world.type_text("causes ");
    world.type_text("Fault the pump");
    let Mode::Prompt(prompt) = &world.model.mode else { panic!() };
    assert_eq!(prompt.completions, ["new Fault \"the pump\""]);
    let intents = intents(&world.press("enter"));
    let [Intent::Add(new)] = intents.as_slice() else { panic!("{intents:?}") };
    assert_eq!((new.title.as_str(), new.type_id.as_ref().unwrap().as_str()), ("the pump", "fault"));
    assert_eq!(new.links[0].0.as_str(), "is-caused-by", "read from the new end");
}

#[test]
fn a_scenario_fills_what_nobody_typed() {
    let mut world = world();
    let plan = Plan {
        first_stage: Some(StageId::of(&StreamId::new("own"), "doing")),
        card_type: Some(TypeId::new("fault")),
        priority: Some(2),
        action: Some("Look first".into()),
        checklist: vec!["it was seen".into()],
        starts_with: vec![Start {
            type_id: TypeId::new("item"),
            title: "Seen".into(),
            link: crate::domain::id::RelationId::new("causes"),
        }],
        ..Plan::default()
    };
    let scenario = Scenario {
        id: "mend".into(),
        stream: StreamId::new("own"),
        name: "Mend it".into(),
        trigger: None,
        outcome: "It runs".into(),
        notes: Vec::new(),
        objects: Vec::new(),
        plan,
    };
    world.knows(Words { scenarios: vec![scenario], ..known() });
    world.press("A");
    world.type_text("Pump");
    world.press("tab down");
    let Mode::Form(form) = &world.model.mode else { panic!("{:?}", world.model.mode) };
    let texts: Vec<&str> = form.fields.iter().map(|f| f.line.text.as_str()).collect();
    assert_eq!(texts, ["Pump", "Mend it", "doing", "Fault", "2", "", "", "", "First: Look first\n- [ ] it was seen"]);
    assert_eq!(form.told, ["Outcome: It runs", "First: Look first", "Starts with: Item \"Seen\""]);
    world.press("shift-tab shift-tab");
    let intents = intents(&world.press("enter"));
    let [Intent::Add(new)] = intents.as_slice() else { panic!("{intents:?}") };
    assert_eq!(new.scenario.as_deref(), Some("mend"));
    assert_eq!(new.stand.as_ref().unwrap().stage.as_ref().unwrap().local(), "doing");
}

#[test]
fn the_palette_says_why_nobody_approves_here() {
    let mut world = world();
    world.adorn = asks;
    let off = |world: &World, name: &str| {
        let Mode::Palette(palette) = &world.model.mode else { panic!("{:?}", world.model.mode) };
        palette.entries.iter().find(|e| e.label == name).and_then(|e| e.off.clone())
    };
    world.press("x G :");
    assert_eq!(off(&world, "approve for a role of yours").as_deref(), Some("you lack the role Guard"));
    world.press("esc esc :");
    assert_eq!(off(&world, "approve for a role of yours").as_deref(), Some("open the gate first: x"));
    world.press("esc");
    world.knows(Words { team: Vec::new(), ..known() });
    world.press(":");
    assert_eq!(off(&world, "approve for a role of yours").as_deref(), Some("ana holds no role"));
}
