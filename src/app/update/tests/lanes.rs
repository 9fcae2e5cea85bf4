//! Lanes and the team lens, as pictures: a lane a line, the cards of each stage beside each other.

use super::world::{World, now, sketch};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::model::{Mode, Model};
use crate::domain::id::{StageId, StreamId};
use crate::domain::intent::{Edit, Intent, Refusal, To};
use crate::domain::lane::{LaneBy, LaneKey, LaneLine, Slice};
use crate::domain::window::{Anchor, CardRow, Window};

impl World {
    /// The lanes of the first stream: by assignee, priority or team.
    pub fn lanes(&self, by: LaneBy) -> Vec<LaneLine> {
        let mut keys: Vec<Option<String>> = self.cards().map(|row| value(row, by)).collect();
        keys.sort_by_key(|key| (key.is_none(), key.clone()));
        keys.dedup();
        let stages = &self.streams[0].1;
        let line = |key: Option<String>| {
            let n = |cards: &[CardRow]| cards.iter().filter(|row| value(row, by) == key).count() as u64;
            LaneLine {
                counts: stages.iter().map(|s| n(&s.cards)).collect(),
                name: key.clone().unwrap_or_else(|| by.none()),
                key: key.map_or(LaneKey::None, LaneKey::Of),
            }
        };
        keys.into_iter().map(line).collect()
    }

    /// The cards of a lane.
    pub fn slice(&self, slice: &Slice, filter: &crate::domain::filter::Filter, anchor: &Anchor, n: usize) -> Window {
        let lane = slice.lane.clone().unwrap();
        let is_in = |row: &&CardRow| value(row, lane.by).map_or(LaneKey::None, LaneKey::Of) == lane.key;
        let fits = |row: &&CardRow| {
            let subject = crate::domain::filter::Subject { title: &row.title, ..Default::default() };
            filter.matches(&subject, now())
        };
        let stages = self.streams[0].1.iter().rev();
        let meant = stages.filter(|s| {
            let id = StageId::of(&StreamId::new("own"), &s.name);
            slice.stage.as_ref().is_none_or(|stage| *stage == id)
        });
        let rows: Vec<CardRow> = meant.flat_map(|s| &s.cards).filter(is_in).filter(fits).cloned().collect();
        self.cut(&slice.stage.clone().unwrap_or_else(|| StageId::new("")), &rows, anchor, n)
    }

    /// Who has which cards, by title.
    fn owned(mut self, owners: &[(&str, &str)]) -> Self {
        for (title, who) in owners {
            let row = self.cards_mut().find(|row| row.title == *title).unwrap();
            row.assignee = Some((*who).to_owned());
        }
        self
    }
}

fn value(row: &CardRow, by: LaneBy) -> Option<String> {
    match by {
        LaneBy::Assignee => row.assignee.clone(),
        LaneBy::Priority => row.priority.map(|p| p.to_string()),
        _ => row.team.clone(),
    }
}

/// Lanes with their cards, stage by stage; `*` where the cursor is, `>` before the lane it is in.
fn picture(model: &Model) -> String {
    let board = &model.board;
    let lines = board.lanes.as_ref().unwrap().lines.as_ref().unwrap();
    let n = if board.is_lens() { 1 } else { board.n_across() };
    let cell = |idx: usize| {
        let column = &board.columns[idx];
        let has_cursor = |row: &CardRow| board.focus == idx && column.cursor == Some(row.card);
        let titles = column.rows().iter().map(|r| format!("{}{}", r.title, if has_cursor(r) { "*" } else { "" }));
        titles.collect::<Vec<_>>().join(" ")
    };
    let line = |(lane, line): (usize, &LaneLine)| {
        let cells: Vec<String> = (0..n).map(|across| cell(lane * n + across)).collect();
        let lead = if board.focus / n == lane { ">" } else { "" };
        format!("{lead}{}: {}", line.name, cells.join(" | ").trim_end())
    };
    lines.iter().enumerate().map(line).collect::<Vec<_>>().join("; ")
}

/// Two people and nobody over two stages, in lanes by assignee.
fn three_lanes() -> World {
    let world = sketch("todo | done\nA* | B\nC | D\nE |");
    let mut world = world.owned(&[("A", "ana"), ("B", "bea"), ("C", "ana"), ("D", "ana")]);
    world.press("z s 2");
    world
}

#[test]
fn lanes_are_put_on_with_the_cursor_on_its_card_and_taken_off_again() {
    let mut world = three_lanes();
    assert_eq!(picture(&world.model), ">ana: A* C | D; bea:  | B; nobody: E |");
    world.press("j");
    world.press("z s 1");
    assert!(world.model.board.lanes.is_none());
    assert_eq!(world.show(), "todo | done\nA | B\nC* | D\nE |");
}

#[test]
fn the_cursor_walks_from_lane_to_lane() {
    let mut world = three_lanes();
    world.press("j j");
    assert_eq!(picture(&world.model), "ana: A C | D; >bea:  | B; nobody: E |", "an empty cell takes a step");
    world.press("j");
    assert_eq!(picture(&world.model), "ana: A C | D; bea:  | B; >nobody: E* |");
    world.press("j 2 k");
    assert_eq!(picture(&world.model), ">ana: A C* | D; bea:  | B; nobody: E |");
    world.press("l j");
    assert_eq!(picture(&world.model), "ana: A C | D; >bea:  | B*; nobody: E |");
    world.press("h g g");
    assert_eq!(picture(&world.model), ">ana: A* C | D; bea:  | B; nobody: E |");
    world.press("G");
    assert_eq!(picture(&world.model), "ana: A C | D; bea:  | B; >nobody: E* |");
}

#[test]
fn a_card_goes_on_in_its_lane() {
    let mut world = three_lanes();
    world.press("L");
    assert_eq!(picture(&world.model), ">ana: C | D A*; bea:  | B; nobody: E |");
    world.press("H");
    assert_eq!(picture(&world.model), ">ana: C A* | D; bea:  | B; nobody: E |");
}

#[test]
fn a_card_carried_over_the_edge_of_a_lane_takes_what_that_lane_shares() {
    let mut world = three_lanes();
    world.press("J");
    assert_eq!(picture(&world.model), ">ana: C A* | D; bea:  | B; nobody: E |", "within a lane it changes places");
    let asked = world.press("J");
    let object = world.cards().find(|r| r.title == "A").unwrap().object;
    let Effect::Commit(wish) = &asked[0] else { panic!("{asked:?}") };
    assert_eq!(wish.intents, [Intent::Edit { object, edits: vec![Edit::Assignee(Some("bea".into()))] }]);
    assert_eq!(picture(&world.model), "ana: C | D; >bea: A* | B; nobody: E |");
    assert_eq!(world.notice(), "C-1 carried to bea. u undoes.");
    world.press("J");
    assert_eq!(picture(&world.model), "ana: C | D; bea:  | B; >nobody: A* E |");
    world.press("K");
    world.press("K");
    assert_eq!(picture(&world.model), ">ana: C A* | D; bea:  | B; nobody: E |");
}

#[test]
fn a_refused_carry_says_why_and_leaves_the_card_where_it_was() {
    let mut world = three_lanes();
    world.refuses = Some(Refusal::NotAllowed { what: "not today".into() });
    world.press("j J");
    assert_eq!(picture(&world.model), ">ana: A C* | D; bea:  | B; nobody: E |");
    assert!(world.notice().contains("ot today"), "{}", world.notice());
}

#[test]
fn a_grabbed_card_changes_lane_and_stage_in_one_group() {
    let mut world = three_lanes();
    let asked = world.press("m l j j enter");
    let Effect::Commit(wish) = &asked[0] else { panic!("{asked:?}") };
    assert!(!wish.partial, "both or neither");
    let [Intent::Edit { edits, .. }, Intent::Move { to, .. }] = wish.intents.as_slice() else { panic!("{wish:?}") };
    assert_eq!(edits, &[Edit::Assignee(Some("bea".into()))]);
    assert_eq!(*to, To::Stage(StageId::new("own/done")));
    assert_eq!(picture(&world.model), "ana: C | D; >bea:  | A* B; nobody: E |");
}

#[test]
fn a_folded_lane_keeps_the_cursor_and_shows_no_card() {
    let mut world = three_lanes();
    world.press("z a");
    assert_eq!(picture(&world.model), ">ana:  |; bea:  | B; nobody: E |");
    assert!(world.model.current().is_none());
    world.press("L");
    assert!(world.notice().contains("o card is under the cursor"), "{}", world.notice());
    world.press("j j k k z a");
    assert_eq!(picture(&world.model), ">ana: A* C | D; bea:  | B; nobody: E |");
    world.press("z A");
    assert!(world.model.board.folded.contains(&StageId::new("own/todo")));
}

#[test]
fn the_team_lens_shows_the_same_cards_by_team() {
    let mut world = three_lanes();
    for (title, team) in [("A", "core"), ("D", "core"), ("B", "edge")] {
        world.cards_mut().find(|row| row.title == title).unwrap().team = Some(team.into());
    }
    world.press("z v");
    assert_eq!(picture(&world.model), ">core: D A*; edge: B; no team: C E", "from the last stage to the first");
    let asked = world.press("L");
    let Effect::Commit(wish) = &asked[0] else { panic!("{asked:?}") };
    let [Intent::Edit { edits, .. }] = wish.intents.as_slice() else { panic!("{wish:?}") };
    assert_eq!(edits, &[Edit::Team(Some("edge".into()))]);
    assert_eq!(picture(&world.model), "core: D; >edge: B A*; no team: C E");
    world.press("K");
    assert!(world.notice().contains("Stages order a team"), "{}", world.notice());
    world.press("z s");
    assert!(world.notice().contains("olumns are teams now"), "{}", world.notice());
    world.press("z v");
    assert!(world.model.board.lanes.is_none());
    assert_eq!(world.current(), "A");
}

#[test]
fn lanes_stay_when_the_filter_changes_and_hold_with_it() {
    let mut world = three_lanes();
    world.press("/");
    world.type_text("C");
    world.press("enter");
    assert_eq!(picture(&world.model), ">ana: C* |; bea:  |; nobody:  |");
    world.press("f c");
    assert_eq!(picture(&world.model), ">ana: A C* | D; bea:  | B; nobody: E |");
}

#[test]
fn what_lanes_are_made_by_is_chosen_and_every_screen_says_why_not() {
    let mut world = three_lanes();
    world.press("z s");
    let Mode::Menu(menu) = &world.model.mode else { panic!("no menu") };
    assert_eq!((menu.items[menu.cursor].label.as_str(), menu.items.len()), ("assignee", 7));
    world.press("esc g o");
    let why = crate::app::action::disabled(&world.model, Action::Swimlanes);
    assert_eq!(why.as_deref(), Some("this works on a board"));
}
