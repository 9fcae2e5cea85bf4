//! The metrics screen, and improvements raised from a stage that holds work up.

use chrono::TimeDelta;

use super::world::{World, now, sketch};
use crate::app::effect::{Effect, Query, Wish};
use crate::app::geometry::{self, Target, hit};
use crate::app::key::{Button, Input, Mouse, MouseKind};
use crate::app::model::metrics::Chart;
use crate::app::model::{Metrics, Mode, Screen, Slot};
use crate::app::msg::{Msg, Words};
use crate::domain::flow::{Flow, Trail};
use crate::domain::id::{CardId, ObjectId, StreamId, TypeId};
use crate::domain::intent::{Intent, Stand};
use crate::domain::stream::{Carry, Edge};
use crate::metrics::sketch::{flow, zero};
use uuid::Uuid;

const BOARD: &str = "
    todo | doing
    A*   | C
    B    |
";

/// The cards of the board and some that are done, with the last hours of the sketch now: C has stood for a day.
fn past() -> Flow {
    let mut flow = flow(
        "todo | doing",
        "A todo 40-
         B todo 41-
         C todo 10-24 doing 24-
         D todo 0-2 doing 2-12 done
         E todo 0-2 doing 2-30 done",
    );
    flow.stream = StreamId::new("own");
    flow.name = "own".into();
    for stage in &mut flow.stages {
        stage.id = crate::domain::id::StageId::of(&flow.stream, &stage.name);
    }
    let ahead = now() - zero() - TimeDelta::hours(48);
    for (n, trail) in flow.trails.iter_mut().enumerate() {
        shift(trail, ahead);
        trail.card = CardId(Uuid::from_u128([1, 3, 2, 8, 9][n]));
        trail.object = ObjectId(Uuid::from_u128(1_000_000 + [1, 3, 2, 8, 9][n]));
    }
    flow
}

fn shift(trail: &mut Trail, by: TimeDelta) {
    trail.born_at += by;
    trail.done_at = trail.done_at.map(|at| at + by);
    for stay in &mut trail.stays {
        stay.entered_at += by;
        stay.left_at = stay.left_at.map(|at| at + by);
    }
}

fn world() -> World {
    let mut world = sketch(BOARD);
    world.flow = Some(past());
    world
}

fn view(world: &World) -> &Metrics {
    world.model.metrics.as_ref().expect("the screen")
}

/// The line of the card picked.
fn picked(world: &World) -> String {
    let view = view(world);
    let charts = view.read.as_deref().expect("the charts");
    let told = crate::app::charts::told::picked(view, charts, chrono_tz::UTC);
    told.map_or_else(String::new, |(name, what)| format!("{} {what}", name.split(' ').next().unwrap()))
}

fn reads(effects: &[Effect]) -> usize {
    effects.iter().filter(|e| matches!(e, Effect::Read { query: Query::Charts { .. }, .. })).count()
}

#[test]
fn the_charts_of_the_stream_are_shown_and_left_again() {
    let mut world = world();
    world.press("g m");
    assert_eq!((world.model.screen, view(&world).chart), (Screen::Metrics, Chart::Flow));
    assert!(view(&world).read.is_some());
    world.press("esc");
    assert_eq!(world.model.screen, Screen::Board);
    world.press("g o g m q");
    assert_eq!(world.model.screen, Screen::Map);
}

#[test]
fn digits_choose_the_chart_and_h_and_l_a_day() {
    let mut world = world();
    world.press("g m 2");
    assert_eq!(view(&world).chart, Chart::Cycle);
    assert_eq!(picked(&world), "E-5 25 Nov in 30h  1 of 1");
    world.press("h");
    assert_eq!((view(&world).back, picked(&world).as_str()), (1, "D-4 24 Nov in 12h  1 of 1"));
    world.press("l l");
    assert_eq!(view(&world).back, 0);
    world.press("4 h");
    assert_eq!(view(&world).back, 7, "a week of bars is seven days");
    world.press("3 0");
    assert_eq!(view(&world).stage, 0);
}

#[test]
fn j_and_k_go_from_card_to_card_through_time_and_enter_opens() {
    let mut world = world();
    world.press("g m 2 k");
    assert_eq!((view(&world).back, picked(&world).as_str()), (1, "D-4 24 Nov in 12h  1 of 1"));
    world.press("j j j");
    assert_eq!(picked(&world), "E-5 25 Nov in 30h  1 of 1");
    world.press("3 j j");
    assert!(picked(&world).starts_with("C-3 age 38h"), "{}", picked(&world));
    world.press("enter");
    assert_eq!(world.model.screen, Screen::Sheet);
    assert_eq!(world.model.sheet.as_ref().map(|s| s.card), Some(Some(CardId(Uuid::from_u128(2)))));
    world.press("esc");
    assert_eq!((world.model.screen, view(&world).chart), (Screen::Metrics, Chart::Ageing));
}

#[test]
fn another_range_filter_or_stream_is_read_anew_and_a_late_answer_dropped() {
    let mut world = world();
    world.press("g m");
    world.holds_answers = true;
    world.press(">");
    let first = std::mem::take(&mut world.waiting);
    assert_eq!(reads(&first), 1);
    assert!(view(&world).read.is_none());
    world.press("<");
    let second = std::mem::take(&mut world.waiting);
    assert_eq!(reads(&second), 1);
    world.holds_answers = false;
    let Some(Effect::Read { ask, query }) = first.into_iter().find(|e| matches!(e, Effect::Read { .. })) else {
        panic!("a read");
    };
    world.send(Msg::Answer { ask, answer: crate::app::msg::Answer::Charts(None) });
    assert!(world.model.asked.values().any(|slot| *slot == Slot::Charts), "{query:?} is not waited for any more");
    world.press("> > >");
    assert_eq!(world.model.notice.as_ref().unwrap().text, "365 days are the most.");
    world.press("f b");
    assert_eq!(world.model.screen, Screen::Metrics, "the filter is put on here");
    assert_eq!(view(&world).of.as_ref().map(|of| of.filter.is_empty()), Some(false));
}

#[test]
fn what_others_write_is_read_a_little_later_and_once() {
    let mut world = world();
    world.press("g m 2 k");
    for _ in 0..3 {
        let effects = world.dry(Msg::Changed(vec![super::explore::entry()]));
        assert_eq!(reads(&effects), 0);
    }
    let later = now() + TimeDelta::seconds(4);
    assert!(crate::app::update::next_tick_at(&world.model) <= later);
    assert_eq!(reads(&world.dry(Msg::Tick(later))), 1);
    assert_eq!(reads(&world.dry(Msg::Tick(later + TimeDelta::seconds(4)))), 0);
    assert_eq!(picked(&world), "D-4 24 Nov in 12h  1 of 1", "what is drawn stays until then");
}

#[test]
fn numbers_in_rows_are_walked_and_copied() {
    let mut world = world();
    world.press("g m z v k k");
    assert_eq!((view(&world).is_table, view(&world).back), (true, 2));
    let asked = world.press("2 y c");
    let Some(Effect::CopyCsv { lines, what }) = asked.first() else { panic!("{asked:?}") };
    assert_eq!((what.as_str(), lines.len()), ("Cycle time as CSV", 3));
    assert_eq!(lines[0], ["done", "took", "key", "title"]);
    assert_eq!(lines[1][1..3], ["43200", "D-4"]);
}

#[test]
fn the_days_to_come_are_asked_for_with_a_date_or_a_number() {
    let mut world = world();
    world.press("g m %");
    world.type_text("3");
    let Mode::Prompt(prompt) = &world.model.mode else { panic!("a prompt") };
    assert_eq!(prompt.reads_as, Some(Ok("when 3 more are finished".into())));
    world.press("enter");
    assert!(view(&world).forecast.is_some());
    world.press("esc");
    assert!(view(&world).forecast.is_none() && world.model.screen == Screen::Metrics);
    world.press("%");
    world.type_text("yesterday");
    world.press("enter");
    let Mode::Prompt(prompt) = &world.model.mode else { panic!("it stays") };
    assert_eq!(prompt.reads_as, Some(Err("The date lies behind.".into())));
}

fn mouse(world: &mut World, kind: MouseKind, (column, row): (u16, u16)) {
    world.send(Msg::Input(Input::Mouse(Mouse { kind, column, row, ctrl: false, shift: false })));
}

#[test]
fn the_mouse_picks_a_tab_a_dot_and_a_day() {
    let mut world = world();
    world.press("g m");
    let tab = geometry::metrics(&world.model).tabs[1].1;
    mouse(&mut world, MouseKind::Down(Button::Left), (tab.x + 2, tab.y));
    assert_eq!(view(&world).chart, Chart::Cycle);
    let pane = geometry::metrics(&world.model).panes[0].1;
    let cells = (pane.x..pane.x + pane.width).flat_map(|x| (pane.y..pane.y + pane.height).map(move |y| (x, y)));
    let is_dot = |at: &(u16, u16)| matches!(hit(&world.model, at.0, at.1), Some(Target::Dot { idx: 0, .. }));
    let dot = cells.into_iter().find(is_dot).expect("a dot");
    mouse(&mut world, MouseKind::Down(Button::Left), dot);
    assert_eq!(picked(&world), "D-4 24 Nov in 12h  1 of 1");
    mouse(&mut world, MouseKind::WheelDown, dot);
    assert_eq!(view(&world).back, 0);
    // The second click on the dot; the card stands on no board of this world.
    world.holds_answers = true;
    mouse(&mut world, MouseKind::Down(Button::Left), dot);
    assert_eq!(world.model.screen, Screen::Sheet);
}

fn way(from: &str) -> Edge {
    Edge {
        id: format!("{from}-improves"),
        kind: "feedback".into(),
        from: StreamId::new(from),
        from_stage: None,
        to: StreamId::new("ideas"),
        to_stage: Some(crate::domain::id::StageId::new("ideas/gather")),
        what: String::new(),
        objects: Vec::new(),
        carry: Carry { makes: Some(TypeId::new("idea")), improves: true, ..Carry::default() },
    }
}

#[test]
fn an_improvement_is_one_card_with_the_figures_of_the_stage() {
    let mut world = world();
    let gather = super::world::Stage { name: "gather".into(), limit: None, cards: Vec::new() };
    world.streams.push(("ideas".into(), vec![gather]));
    // No edge of this stream: improvements go where those of others go.
    world.knows(Words { edges: vec![way("other")], ..super::known::words() });
    world.press("g o I");
    let Mode::Prompt(prompt) = &world.model.mode else { panic!("a prompt: {:?}", world.model.notice) };
    assert!(prompt.line.text.starts_with("Improve todo in own: "), "{}", prompt.line.text);
    let asked = world.press("enter");
    let [Effect::Commit(Wish { intents, .. })] = asked.as_slice() else { panic!("{asked:?}") };
    let [Intent::Add(new)] = intents.as_slice() else { panic!("{intents:?}") };
    assert_eq!(new.type_id, Some(TypeId::new("idea")));
    let place = Stand::in_stage(StreamId::new("ideas"), Some(crate::domain::id::StageId::new("ideas/gather")));
    assert_eq!(new.stand, Some(place));
    assert!(new.body.contains("- load 2, no limit\n"), "{}", new.body);
    assert_eq!(world.model.screen, Screen::Map, "the cursor stays where it is");
}

#[test]
fn without_a_way_or_figures_it_says_why_none_is_raised() {
    let mut world = world();
    world.press("g o I");
    assert_eq!(world.model.notice.as_ref().unwrap().text, "No stream says that it takes improvements.");
    world.model.bottlenecks.read = None;
    world.press("I");
    assert_eq!(world.model.notice.as_ref().unwrap().text, "The figures are being read.");
}

#[test]
fn the_figures_of_the_map_are_read_behind_it_and_not_with_every_change() {
    let across =
        |effects: &[Effect]| effects.iter().filter(|e| matches!(e, Effect::Read { query: Query::Across, .. })).count();
    let mut world = world();
    assert!(world.model.bottlenecks.read.is_none(), "the board does not ask for them");
    world.holds_answers = true;
    world.press("g o");
    assert_eq!(across(&world.waiting), 1);
    assert!(!world.model.awaits_answers() || world.waiting.len() > 1, "no frame waits for them");
    world.release();
    assert!(world.model.bottlenecks.read.is_some());
    assert_eq!(across(&world.dry(Msg::Changed(vec![super::explore::entry()]))), 0);
    assert_eq!(across(&world.dry(Msg::Tick(now() + TimeDelta::seconds(11)))), 1);
}
