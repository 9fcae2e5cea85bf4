//! Where we left off, the first run, the lesson.

use super::World;
use super::board::two_streams;
use super::world::{Stage, now};
use crate::app::effect::Effect;
use crate::app::model::{Density, Screen};
use crate::app::msg::Msg;
use crate::app::update::place::{SavedPlace, save};
use crate::app::update::{Start, coach, next_tick_at, start};

fn empty() -> World {
    let stages = |names: [&str; 2]| names.map(|n| Stage { name: n.into(), limit: None, cards: Vec::new() }).into();
    World::of(vec![("one".into(), stages(["a", "b"])), ("two".into(), stages(["c", "d"]))], 80, 24)
}

#[test]
fn the_first_run_shows_the_map_with_the_cursor_on_the_last_stream() {
    let mut world = empty();
    assert_eq!((world.model.screen, world.model.map.stream_idx, world.model.is_first_run), (Screen::Map, 1, true));
    assert_eq!(world.press("D"), [Effect::OpenDemo]);
    world.press("a");
    world.type_text("First card");
    world.press("enter");
    assert!(!world.model.is_first_run);
    world.press("D");
    assert_eq!(world.notice(), "D is for an empty workspace; `:demo` opens the demo.");
}

#[test]
fn we_come_back_to_where_we_left_off() {
    let mut world = two_streams();
    world.press("g1 j zd fu");
    let place = save(&world.model);
    assert_eq!((place.stream.as_str(), place.filter.as_str(), place.density), ("one", "is:unassigned", Density::One));
    let streams = std::mem::take(&mut world.streams);
    let again = World::with_place(streams, Some(place));
    assert_eq!((again.model.board.stream.as_str(), again.current()), ("one", "one 2"));
    assert_eq!(again.model.filter.text, "is:unassigned");
}

#[test]
fn what_is_gone_is_passed_over() {
    let mut world = two_streams();
    let place = SavedPlace { stream: crate::domain::id::StreamId::new("gone"), ..save(&world.model) };
    let streams = std::mem::take(&mut world.streams);
    let again = World::with_place(streams, Some(place));
    assert_eq!(again.model.screen, Screen::Board);
    assert_eq!(again.notice(), "");
}

#[test]
fn the_lesson_goes_on_with_what_is_done_and_ends_for_good() {
    let mut world = two_streams();
    world.model.coach = Some(0);
    world.model.flow.is_demo = true;
    assert_eq!(coach::line(&world.model).unwrap(), "1/8 L carries this card to the next stage.  Esc ends the lesson.");
    world.enforces = true;
    world.press("L esc");
    assert_eq!(world.model.coach, Some(0), "a refused move is not the step");
    world.enforces = false;
    world.press("L u");
    assert_eq!(world.model.coach, Some(2));
    world.enforces = true;
    world.press("gg L");
    assert_eq!(world.model.coach, Some(3));
    world.press("space enter go :");
    assert_eq!(world.model.coach, Some(7));
    world.press("esc ?");
    assert_eq!(world.model.coach, None);
    world.press("esc :");
    world.type_text("tutor");
    world.press("enter");
    assert_eq!(world.model.coach, Some(0));
    world.press("esc");
    assert!(save(&world.model).coach_ended);
}

#[test]
fn the_minute_turns_and_notices_fade() {
    let mut world = two_streams();
    world.press("zd");
    assert_ne!(world.notice(), "");
    world.send(Msg::Tick(now() + chrono::TimeDelta::seconds(4)));
    assert_eq!(world.notice(), "");
    let n = world.n_reads;
    world.send(Msg::Tick(now() + chrono::TimeDelta::seconds(5)));
    assert_eq!(world.n_reads, n);
    world.send(Msg::Tick(now() + chrono::TimeDelta::seconds(61)));
    assert_eq!(world.n_reads, n + 1, "the counts are read again");
    assert_eq!(next_tick_at(&world.model), now() + chrono::TimeDelta::seconds(120));
    world.press("g");
    assert_eq!(next_tick_at(&world.model) - world.model.now, chrono::TimeDelta::milliseconds(300));
}

impl World {
    fn with_place(streams: Vec<(String, Vec<Stage>)>, place: Option<SavedPlace>) -> Self {
        let mut world = Self::of(streams, 80, 24);
        let settings = crate::app::model::Settings::default();
        let me = "ana".to_owned();
        let begin = Start {
            now: now(),
            zone: chrono_tz::UTC,
            me,
            width: 80,
            height: 24,
            settings,
            place,
            is_demo: false,
            opens: None,
            news: None,
            warnings: Vec::new(),
        };
        let (model, effects) = start(begin);
        world.model = model;
        world.waiting = effects;
        world.release();
        world
    }
}
