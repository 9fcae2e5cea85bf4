//! Filter, palette, jump, help, quitting.

use super::board::two_streams;
use super::sketch;
use crate::app::effect::{Effect, Query};
use crate::app::model::{HelpPage, Mode, Screen};
use crate::domain::intent::{Intent, StageEdit, To};

const BOARD: &str = "
    todo   | doing | done
    Apple* | Date  | Fig
    Banana | Elder |
";

fn is_quit(effects: &[Effect]) -> bool {
    matches!(effects, [Effect::SavePlace(_), Effect::Quit])
}

fn intent(effects: &[Effect]) -> Intent {
    let [Effect::Commit(wish)] = effects else { panic!("{effects:?}") };
    wish.intents[0].clone()
}

#[test]
fn the_board_is_filtered_while_typing() {
    let mut world = sketch(BOARD);
    world.press("/");
    world.type_text("ba");
    assert_eq!(world.show(), "todo | doing | done\nBanana* |  |");
    world.press("esc");
    assert_eq!((world.show().lines().count(), world.model.filter.text.as_str()), (3, ""));
    world.press("/");
    world.type_text("e");
    world.press("enter esc");
    assert_eq!(world.model.filter.text, "", "Esc takes the filter off");
}

#[test]
fn a_filter_half_typed_does_not_empty_the_board() {
    let mut world = sketch(BOARD);
    world.press("/");
    world.type_text("stage:");
    assert_eq!(world.show().lines().count(), 3);
    world.type_text(" sla:never");
    assert!(world.model.filter.error.is_some());
    world.press("enter");
    assert!(matches!(world.model.mode, Mode::Filter { .. }));
}

#[test]
fn quick_filters_are_put_on_and_off() {
    let mut world = sketch(BOARD);
    world.press("fm");
    assert_eq!(world.model.filter.text, "@me");
    world.press("fb");
    assert_eq!(world.model.filter.text, "@me is:blocked");
    world.press("fm");
    assert_eq!(world.model.filter.text, "is:blocked");
    world.press("fc");
    assert_eq!(world.model.filter.text, "");
    world.press("fc");
    assert_eq!(world.notice(), "No filter is set.");
    world.press("fp 2");
    assert_eq!(world.model.filter.text, "p2");
}

#[test]
fn the_palette_lists_every_action_and_greys_with_a_reason() {
    let mut world = sketch(BOARD);
    world.press(":");
    let Mode::Palette(palette) = &world.model.mode else { panic!() };
    let repeat = palette.entries.iter().find(|e| e.label == "repeat the last change").unwrap();
    assert_eq!((repeat.side.as_str(), repeat.off.as_deref()), (".", Some("nothing to repeat yet")));
    world.type_text("repeat");
    world.press("enter");
    assert_eq!(world.notice(), "Not now: nothing to repeat yet.");
    assert!(matches!(world.model.mode, Mode::Palette(_)));
    world.press("ctrl-u");
    world.type_text("map of all");
    world.press("enter");
    assert_eq!(world.model.screen, Screen::Map);
}

#[test]
fn commands_are_typed_with_words() {
    let mut world = sketch(BOARD);
    let mut run = |text: &str| {
        world.press(":");
        world.type_text(text);
        let effects = world.press("enter");
        (effects, world.notice().to_owned())
    };
    assert_eq!(run("own Kitchen").0, [Effect::AddBoard { name: "Kitchen".into() }]);
    let Intent::SetStage { edit, .. } = intent(&run("wip 5").0) else { panic!() };
    assert_eq!(edit, StageEdit::Wip(Some(5)));
    assert!(
        matches!(intent(&run("stage rename Next").0), Intent::SetStage { edit: StageEdit::Name(n), .. } if n == "Next")
    );
    assert!(matches!(intent(&run("stage add Review").0), Intent::AddStage { name, .. } if name == "Review"));
    assert!(matches!(intent(&run("gate enforce").0), Intent::SetStream { .. }));
    let Intent::Move { to, reason, .. } = intent(&run("back not yet").0) else { panic!() };
    assert_eq!((to, reason.as_deref()), (To::Step(-1), Some("not yet")));
    assert_eq!(run("wip many").1, "A limit is a number or none, not many.");
    assert_eq!(run("stage left").1, "todo is at that end already.");
    assert!(is_quit(&run("quit").0));
}

#[test]
fn a_command_without_its_words_waits_for_them() {
    let mut world = sketch(BOARD);
    world.press(":");
    world.type_text("own");
    assert_eq!(world.press("enter"), []);
    assert!(matches!(&world.model.mode, Mode::Palette(p) if p.line.text == "own "));
    world.press("ctrl-u");
    world.type_text("zzqx");
    world.press("enter");
    assert_eq!(world.notice(), "Nothing fits zzqx.");
}

#[test]
fn a_jump_leads_to_a_card_a_stage_a_stream() {
    let mut world = two_streams();
    world.press("ctrl-p");
    world.type_text("one 2");
    world.press("down up");
    let Mode::Palette(palette) = &world.model.mode else { panic!() };
    let at = palette.entries.iter().position(|e| e.label.starts_with("C-2 ")).unwrap();
    for _ in 0..at {
        world.press("down");
    }
    world.press("enter");
    assert_eq!((world.model.board.stream.as_str(), world.current()), ("one", "one 2"));
    world.press("backspace");
    assert_eq!(world.model.board.stream.as_str(), "two");
}

#[test]
fn the_help_has_pages_and_a_search() {
    let mut world = sketch(BOARD);
    world.press("?");
    assert!(matches!(&world.model.mode, Mode::Help(h) if h.page == HelpPage::Here));
    world.press("?");
    assert!(matches!(&world.model.mode, Mode::Help(h) if h.page == HelpPage::AllKeys));
    world.press("tab");
    assert!(matches!(&world.model.mode, Mode::Help(h) if h.page == HelpPage::Stage));
    world.press("/");
    world.type_text("q");
    assert!(matches!(&world.model.mode, Mode::Help(h) if h.search.as_ref().is_some_and(|l| l.text == "q")));
    world.press("esc esc");
    assert_eq!(world.model.mode, Mode::Normal);
}

#[test]
fn q_closes_and_on_the_board_quits() {
    let mut world = sketch(BOARD);
    world.press("? q enter q");
    assert!(!world.model.quits);
    assert!(is_quit(&world.press("q")));
}

#[test]
fn ctrl_c_cancels_and_twice_quits() {
    let mut world = sketch(BOARD);
    assert_eq!(world.press("ctrl-c j ctrl-c"), []);
    assert_eq!(world.notice(), "Ctrl-c once more quits.");
    assert!(is_quit(&world.press("ctrl-c")));
    let mut world = sketch(BOARD);
    world.press("a");
    world.type_text("x");
    assert_eq!(world.press("ctrl-c"), []);
    assert_eq!(world.model.mode, Mode::Normal);
}

#[test]
fn esc_goes_one_step_back_and_never_quits() {
    let mut world = sketch(BOARD);
    world.press("space fm esc");
    assert_eq!((world.model.marks.len(), world.model.filter.text.as_str()), (0, "@me"));
    world.press("esc esc esc esc");
    assert_eq!((world.model.filter.text.as_str(), world.model.quits), ("", false));
}

#[test]
fn every_no_has_a_reason() {
    let mut world = sketch(BOARD);
    world.press("go L");
    assert_eq!(world.notice(), "No card is chosen on the map; Enter opens the board.");
    world.press("zf");
    assert_eq!(world.notice(), "This works on a board.");
    world.press("enter zp");
    assert_eq!(world.notice(), "The screen is too narrow for a preview; Enter opens the card.");
}

#[test]
fn the_footer_shows_what_works_here() {
    let mut world = sketch(BOARD);
    let words = |world: &super::World| -> Vec<String> {
        crate::app::action::footer(&world.model).into_iter().map(|h| format!("{} {}", h.keys, h.word)).collect()
    };
    let board = words(&world);
    assert_eq!(board[..6], ["hjkl move", "/ find", "f filter", "a add", ": cmd", "HL drag"]);
    assert_eq!(board.last().map(String::as_str), Some("? help"));
    world.model.settings.keymap.rebind("help", &["f1"]).unwrap();
    assert_eq!(words(&world).last().map(String::as_str), Some("F1 help"));
    world.press("x");
    assert_eq!(words(&world)[..2], ["Space tick", "Enter tick all, move"]);
}

#[test]
fn counts_are_those_of_what_is_typed_now() {
    let mut world = sketch(BOARD);
    world.holds_answers = true;
    world.press("/");
    world.type_text("ab");
    let filters: Vec<_> = world
        .waiting
        .iter()
        .filter_map(|e| match e {
            Effect::Read { ask, query: Query::Found { filter, .. } } => Some((*ask, filter.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(filters.len(), 2, "each letter is counted anew");
    assert_eq!(filters[1].1, world.model.filter.filter);
    assert!(!world.model.asked.contains_key(&filters[0].0), "the first count is not waited for");
}

#[test]
fn what_is_typed_before_a_form_is_there_goes_into_the_form() {
    let mut world = sketch("todo | doing\nA* |");
    world.holds_answers = true;
    world.press("e");
    world.type_text(" once more");
    world.release();
    let Mode::Form(form) = &world.model.mode else { panic!("no form: {:?}", world.model.mode) };
    assert_eq!(form.fields[0].line.text, "A once more");
    assert!(world.model.marks.is_empty(), "the space marked nothing");
}

#[test]
fn enter_waits_for_the_hits_it_chooses_from() {
    let mut world = sketch("todo | doing\nA* |\nB |");
    world.press("ctrl-p");
    world.holds_answers = true;
    world.type_text("B");
    world.press("enter");
    assert!(matches!(world.model.mode, Mode::Palette(_)));
    world.release();
    assert_eq!(world.model.mode, Mode::Normal);
    assert_eq!(world.current(), "B");
}
