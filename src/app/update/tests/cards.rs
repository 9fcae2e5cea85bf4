//! Verbs on cards.

use super::sketch;
use crate::app::effect::{Effect, UndoWish, Wish};
use crate::app::model::{Choice, Mode, Screen};
use crate::app::msg::{Did, Msg};
use crate::domain::id::StageId;
use crate::domain::intent::{Edit, Intent, Pass, Spot, To};
use crate::domain::window::LogEntry;

const BOARD: &str = "
    todo | doing | done
    A*   | D     | F
    B    | E     |
    C    |       |
";

fn only_intents(effects: &[Effect]) -> Vec<Intent> {
    let intents =
        effects.iter().filter_map(|e| if let Effect::Commit(wish) = e { Some(wish.intents.clone()) } else { None });
    intents.flatten().collect()
}

#[test]
fn a_card_goes_on_and_the_cursor_follows() {
    let mut world = sketch(BOARD);
    let card = world.model.current().unwrap().card;
    let effects = world.press("L");
    let step = Intent::Move { card, to: To::Step(1), spot: Spot::Bottom, pass: Pass::Ask, reason: None };
    assert_eq!(effects, [Effect::Commit(Wish { intents: vec![step], partial: false, what: "moved".into() })]);
    assert_eq!(world.show(), "todo | doing | done\nB | D | F\nC | E |\n | A* |");
    assert_eq!(world.notice(), "C-1 moved to doing. u undoes.");
    world.press("H");
    assert_eq!(world.show(), "todo | doing | done\nB | D | F\nC | E |\nA* |  |");
    world.press("H");
    assert_eq!(world.notice(), "todo is the first stage; C-1 stays there.");
}

#[test]
fn the_column_a_card_left_keeps_its_place() {
    let mut world = sketch(BOARD);
    world.press("j L 0");
    assert_eq!(world.current(), "C");
    world.press("L 0");
    assert_eq!(world.current(), "A");
}

#[test]
fn a_held_key_stops_at_the_last_stage_and_a_single_one_finishes() {
    let mut world = sketch(BOARD);
    world.press("L L L L L");
    assert_eq!(world.show(), "todo | doing | done\nB | D | F\nC | E | A*");
    assert!(matches!(&world.model.mode, Mode::Menu(menu) if menu.items[0].chosen == Choice::Finish));
    world.press("esc L");
    assert_eq!(world.show(), "todo | doing | done\nB | D | F*\nC | E |");
    assert_eq!(world.notice(), "C-1 moved to done. u undoes.");
}

#[test]
fn keys_faster_than_the_disk_do_not_run_past_the_end() {
    let mut world = sketch(BOARD);
    world.holds_answers = true;
    world.press("L L L");
    assert_eq!(world.waiting.len(), 2, "two steps, then the question");
    assert!(matches!(world.model.mode, Mode::Menu(_)));
}

#[test]
fn cards_change_places_at_once() {
    let mut world = sketch(BOARD);
    world.press("J J");
    assert_eq!(world.show(), "todo | doing | done\nB | D | F\nC | E |\nA* |  |");
    world.press("K");
    assert_eq!(world.show(), "todo | doing | done\nB | D | F\nA* | E |\nC |  |");
    world.press("K K");
    assert_eq!(world.notice(), "It is on top already.");
}

#[test]
fn a_grabbed_card_is_carried_and_dropped() {
    let mut world = sketch(BOARD);
    world.press("m l j enter");
    assert_eq!(world.show(), "todo | doing | done\nB | D | F\nC | A* |\n | E |");
    world.press("m l esc");
    assert_eq!((world.current(), &world.model.mode), ("A", &Mode::Normal));
    world.press("m d o n");
    assert_eq!(only_intents(&world.press("enter")).len(), 1);
    assert_eq!(world.show(), "todo | doing | done\nB | D | F\nC | E | A*");
    assert_eq!(only_intents(&world.press("m enter")), [], "it stays where it was");
}

#[test]
fn several_cards_are_one_step_and_what_stays_is_said() {
    let mut world = sketch(BOARD);
    world.press("space space");
    assert_eq!(world.show(), "todo | doing | done\nA+ | D | F\nB+ | E |\nC* |  |");
    let effects = world.press("L");
    assert!(matches!(effects.as_slice(), [Effect::Commit(Wish { partial: true, intents, .. })] if intents.len() == 2));
    assert_eq!(world.notice(), "2 moved. u undoes.");
    assert!(world.model.marks.is_empty());
    world.press("V");
    world.enforces = true;
    world.press("l v j j");
    assert_eq!(world.model.marks.len(), 4);
    world.press("L");
    assert!(world.notice().starts_with("4 stay: C-"), "{}", world.notice());
    assert_eq!(world.model.marks.len(), 4, "what stays is still marked");
}

#[test]
fn marks_are_put_on_and_taken_off() {
    let mut world = sketch(BOARD);
    world.press("*");
    assert_eq!(world.model.marks.len(), 6);
    world.press("*");
    assert!(world.model.marks.is_empty());
    world.press("shift-down shift-down");
    assert_eq!(world.model.marks.len(), 3);
    world.press("esc esc");
    assert!(world.model.marks.is_empty() && world.model.mode == Mode::Normal);
}

#[test]
fn a_card_is_added_in_one_line() {
    let mut world = sketch(BOARD);
    world.press("l a");
    let effects = world.type_text("Fix login !p1 @bea #eu");
    assert_eq!(effects, []);
    let intents = only_intents(&world.press("enter"));
    let [Intent::Add(new)] = intents.as_slice() else { panic!("{intents:?}") };
    assert_eq!((new.title.as_str(), new.priority, new.assignee.as_deref()), ("Fix login", Some(1), Some("bea")));
    assert_eq!(new.stand.as_ref().unwrap().stage, Some(StageId::new("own/doing")));
    assert_eq!(world.current(), "Fix login");
    assert_eq!(world.notice(), "C-506 added to doing. u undoes.");
}

#[test]
fn what_was_typed_comes_back_when_it_is_refused() {
    let mut world = sketch("todo 1 | done\nA* |");
    world.press("a");
    world.type_text("Too many");
    world.press("enter");
    assert_eq!(world.notice(), "C-501 was not added: todo is full (1/1).");
    assert!(matches!(&world.model.mode, Mode::Add { line, .. } if line.text == "Too many"));
    world.press("esc");
    assert_eq!(world.notice(), "", "a refusal stays until a key");
}

#[test]
fn a_paste_is_a_card_and_never_keys() {
    let mut world = sketch(BOARD);
    world.send(Msg::Input(crate::app::key::Input::Paste("dd\nL\x1b[A quit".into())));
    assert!(matches!(&world.model.mode, Mode::Add { line, .. } if line.text == "dd L[A quit"));
    assert_eq!(world.cards().count(), 6);
}

#[test]
fn values_are_set_with_s_and_raised_with_plus() {
    let mut world = sketch(BOARD);
    let intents = only_intents(&world.press("s2"));
    assert!(matches!(intents.as_slice(), [Intent::Edit { edits, .. }] if edits == &[Edit::Priority(Some(2))]));
    world.press("+");
    assert_eq!(world.model.current().unwrap().priority, Some(1));
    assert_eq!(world.notice(), "C-1 set to priority 1. u undoes.");
    world.press("+");
    assert_eq!(world.notice(), "Nothing is more urgent than P1.");
    world.press("sp 4");
    assert_eq!(world.model.current().unwrap().priority, Some(4));
    world.press("i");
    assert_eq!(world.model.current().unwrap().assignee.as_deref(), Some("ana"));
    world.press("i");
    assert_eq!(world.notice(), "It is yours already; sa gives it to somebody else.");
    world.press("sa");
    world.type_text("k");
    world.press("tab enter");
    assert_eq!(world.model.current().unwrap().assignee.as_deref(), Some("kim"));
}

#[test]
fn a_verb_is_repeated_on_another_card() {
    let mut world = sketch(BOARD);
    world.press(".");
    assert_eq!(world.notice(), "Nothing to repeat yet.");
    world.press("s1 j .");
    assert_eq!(world.model.current().unwrap().priority, Some(1));
}

#[test]
fn blocked_has_a_reason_and_b_again_frees() {
    let mut world = sketch(BOARD);
    world.press("b enter");
    assert!(matches!(&world.model.mode, Mode::Prompt(p) if p.reads_as == Some(Err("A reason is needed.".into()))));
    world.type_text("no disk");
    world.press("enter");
    assert_eq!(world.model.current().unwrap().blocked.as_deref(), Some("no disk"));
    let card = world.model.current().unwrap().card;
    assert_eq!(only_intents(&world.press("b")), [Intent::Unblock { card }]);
}

#[test]
fn dates_are_read_while_they_are_typed() {
    let mut world = sketch(BOARD);
    world.press("w");
    world.type_text("tomorrow 17:00");
    let Mode::Prompt(prompt) = &world.model.mode else { panic!() };
    assert_eq!(prompt.reads_as, Some(Ok("Fri 27 Nov 2026 17:00".into())));
    assert!(matches!(only_intents(&world.press("enter")).as_slice(), [Intent::Wait { until: Some(_), .. }]));
    world.press("sd");
    world.type_text("soonish");
    assert_eq!(world.press("enter"), []);
    assert!(matches!(&world.model.mode, Mode::Prompt(p) if matches!(p.reads_as, Some(Err(_)))));
}

#[test]
fn labels_are_added_and_taken_off() {
    let mut world = sketch(BOARD);
    world.press("sl");
    world.type_text("eu -us");
    let intents = only_intents(&world.press("enter"));
    let wanted = [("eu", true), ("us", false)].map(|(name, on)| Edit::Label { name: name.into(), on });
    assert!(matches!(intents.as_slice(), [Intent::Edit { edits, .. }] if edits == &wanted), "{intents:?}");
}

#[test]
fn an_archived_card_leaves_and_its_neighbour_has_the_cursor() {
    let mut world = sketch(BOARD);
    world.press("j d");
    assert_eq!(world.show(), "todo | doing | done\nA | D | F\nC* | E |");
    assert_eq!(world.notice(), "C-2 archived. u undoes.".replace("C-2", "C-4"));
}

#[test]
fn a_form_edits_only_what_was_changed() {
    let mut world = sketch(BOARD);
    world.press("e");
    world.type_text(" and more");
    world.press("tab");
    world.type_text("7");
    for _ in 0..5 {
        world.press("tab");
    }
    world.press("enter");
    let Mode::Form(form) = &world.model.mode else { panic!("{:?}", world.model.mode) };
    assert_eq!(form.error, Some((1, "1 to 4, or nothing.".into())));
    world.press("backspace down tab tab tab tab tab");
    let intents = only_intents(&world.press("enter"));
    let wanted = [Edit::Title("A and more".into()), Edit::Priority(Some(1))];
    assert!(matches!(intents.as_slice(), [Intent::Edit { edits, .. }] if edits == &wanted), "{intents:?}");
}

#[test]
fn esc_never_throws_text_away_unasked() {
    let mut world = sketch(BOARD);
    world.press("A");
    world.type_text("half a title");
    world.press("esc");
    assert!(matches!(&world.model.mode, Mode::Form(form) if form.asks_discard));
    world.press("esc");
    assert_eq!(world.model.mode, Mode::Normal);
}

#[test]
fn relating_takes_a_relation_and_a_key() {
    let mut world = sketch(BOARD);
    world.press("r");
    world.type_text("is c");
    world.press("enter");
    world.type_text("E");
    let Mode::Prompt(prompt) = &world.model.mode else { panic!() };
    assert_eq!(prompt.completions, ["C-5 E"]);
    let intents = only_intents(&world.press("enter"));
    assert!(
        matches!(intents.as_slice(), [Intent::Link { relation, .. }] if relation.as_str() == "is-caused-by"),
        "{intents:?}"
    );
}

#[test]
fn a_relation_may_be_typed_as_scripts_name_it() {
    let mut world = sketch(BOARD);
    world.press("r");
    world.type_text("is-caused-by E");
    let intents = only_intents(&world.press("enter"));
    assert!(matches!(intents.as_slice(), [Intent::Link { .. }]), "{intents:?}");
}

#[test]
fn copies_say_what_they_are() {
    let mut world = sketch(BOARD);
    assert_eq!(world.press("yy"), [Effect::Copy { text: "C-1".into(), what: "C-1".into() }]);
    assert_eq!(world.press("yt"), [Effect::Copy { text: "A".into(), what: "A".into() }]);
    assert_eq!(
        world.press("ym"),
        [Effect::Copy { text: "- **C-1** A (todo)".into(), what: "- **C-1** A (todo)".into() }]
    );
    assert!(matches!(world.press("yj").as_slice(), [Effect::CopyJson(rows)] if rows.len() == 1));
}

#[test]
fn undo_asks_when_it_was_done_elsewhere() {
    let mut world = sketch(BOARD);
    let plain = UndoWish { redo: false, rest: false, skip: false, elsewhere_ok: false };
    assert_eq!(world.press("u"), [Effect::Undo(plain)]);
    assert_eq!(world.notice(), "Undone: C-1 moved. U does it again.");
    world.send(Msg::UndoRefused {
        text: "The last change was made on host b".into(),
        asks: true,
        has_rest: false,
        wish: plain,
    });
    assert!(matches!(&world.model.mode, Mode::Menu(menu) if menu.items.len() == 2));
    assert_eq!(world.press("enter"), [Effect::Undo(UndoWish { elsewhere_ok: true, ..plain })]);
    world.send(Msg::UndoRefused { text: "bea changed C-1 later".into(), asks: false, has_rest: true, wish: plain });
    assert!(matches!(world.press("enter").as_slice(), [Effect::Undo(UndoWish { rest: true, .. })]));
}

#[test]
fn what_a_warning_gate_let_pass_is_said() {
    let mut world = sketch(BOARD);
    let did = Did {
        key: Some(crate::domain::key::Key::new("C", 1)),
        object: None,
        card: None,
        arrived: Some("doing".into()),
        left_open: vec!["thing 1".into(), "thing 2".into()],
    };
    let group = crate::domain::id::GroupId(uuid::Uuid::nil());
    world.send(Msg::Committed(crate::app::msg::Committed {
        group,
        seq: 2,
        what: "moved".into(),
        done: vec![did],
        stay: Vec::new(),
    }));
    assert_eq!(world.notice(), "C-1 moved to doing. u undoes. Left open: thing 1, thing 2.");
}

#[test]
fn others_moves_appear_and_the_cursor_stays_on_its_card() {
    let mut world = sketch(BOARD);
    world.press("j");
    let first = world.streams[0].1[0].cards.remove(0);
    world.streams[0].1[2].cards.push(first);
    let entry = LogEntry {
        seq: 3,
        group: crate::domain::id::GroupId(uuid::Uuid::nil()),
        at: super::world::now(),
        actor: "bea".into(),
        os_user: None,
        via: crate::domain::change::Via::Tui,
        object: None,
        key: Some(crate::domain::key::Key::new("C", 1)),
        card: None,
        what: crate::domain::change::What::Moved,
        from: Some("todo".into()),
        to: Some("done".into()),
        from_stage: None,
        to_stage: None,
        reason: None,
        place: None,
        terminal: None,
    };
    world.send(Msg::Changed(vec![entry]));
    assert_eq!(world.show(), "todo | doing | done\nB* | D | F\nC | E | A");
    assert_eq!(world.notice(), "bea moved C-1 to done");
}

#[test]
fn a_failed_write_keeps_what_was_typed() {
    let mut world = sketch(BOARD);
    world.holds_answers = true;
    world.press("c");
    world.type_text("long thought");
    world.press("enter");
    world.waiting.clear();
    world.holds_answers = false;
    world.send(Msg::Failed { text: "The disk is full.".into(), is_write: true });
    assert!(matches!(&world.model.mode, Mode::Prompt(p) if p.line.text == "long thought"));
    assert_eq!((world.model.n_saving, world.notice()), (0, "The disk is full."));
}

#[test]
fn the_detail_opens_acts_and_closes() {
    let mut world = sketch(BOARD);
    world.press("enter");
    assert_eq!((world.model.screen, world.current()), (Screen::Sheet, "A"));
    world.press("n");
    assert_eq!(world.current(), "B");
    world.press("L esc");
    assert_eq!(world.show(), "todo | doing | done\nA | D | F\nC | E |\n | B* |");
    world.press("l enter q");
    assert_eq!((world.model.screen, world.current()), (Screen::Board, "F"));
}
