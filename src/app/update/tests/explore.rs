//! The object explorer: along links and back, by key and by mouse.

use chrono::TimeDelta;

use uuid::Uuid;

use super::known::sheet;
use super::world::{World, now, sketch_at};
use crate::app::effect::{Effect, Query};
use crate::app::geometry::{self, explore as place};
use crate::app::key::{Button, Input, Mouse, MouseKind};
use crate::app::model::explore::{Part, TreeLine};
use crate::app::model::{Explore, Mode, Screen};
use crate::app::msg::Msg;
use crate::app::update::place::save;
use crate::domain::around::{Neighbour, Neighbours, ObjectRow, Peek, Stand, Walk, Walked};
use crate::domain::change::{Via, What};
use crate::domain::id::{GroupId, ObjectId, RelationId, TypeId};
use crate::domain::intent::Intent;
use crate::domain::trace::{Impact, Trace, TraceEdge, TraceNode};
use crate::domain::window::{CardRow, LogEntry};

/// An incident, what caused it, what fixes that, and two that nobody blames.
fn chain() -> World {
    chain_at(80, 24)
}

fn chain_at(width: u16, height: u16) -> World {
    let mut world = sketch_at("todo | doing | done\nincident* | problem | fix\nother | defect |", width, height);
    world.links = vec![
        ("incident", "is caused by", "causes", "problem"),
        ("problem", "creates", "is created by", "defect"),
        ("defect", "is fixed by", "fixes", "fix"),
        ("incident", "relates to", "relates to", "other"),
    ];
    world
}

fn explore(world: &World) -> &Explore {
    assert_eq!(world.model.screen, Screen::Explore);
    world.model.explore.as_ref().unwrap()
}

/// The titles on the way, and after a bar those of the links, the one with the cursor marked.
fn shown(world: &World) -> String {
    let explore = explore(world);
    let title = |row: Option<&ObjectRow>| row.map_or("?".to_owned(), |row| row.title.clone());
    let path: Vec<String> = explore.path.iter().map(|step| title(step.row.as_ref())).collect();
    let links = explore.links().iter().enumerate().map(|(idx, link)| {
        let dots = ".".repeat(usize::from(link.steps - 1));
        let mark = if idx == explore.at(Part::Links) { "*" } else { "" };
        format!("{dots}{}{mark}", link.object.title)
    });
    format!("{} | {}", path.join(" > "), links.collect::<Vec<_>>().join(" "))
}

#[test]
fn one_walks_from_object_to_object_and_back() {
    let mut world = chain();
    world.press("o");
    assert_eq!(shown(&world), "incident | problem* other");
    world.press("enter");
    assert_eq!(shown(&world), "incident > problem | incident* defect");
    world.press("j l");
    assert_eq!(shown(&world), "incident > problem > defect | problem* fix");
    let via: Vec<Option<&str>> = explore(&world).path.iter().map(|s| s.via.as_deref()).collect();
    assert_eq!(via, [None, Some("is caused by"), Some("creates")]);
    world.press("backspace");
    assert_eq!(shown(&world), "incident > problem | incident defect*", "the cursor is on where we were");
    world.press("h h");
    assert_eq!(shown(&world), "incident | problem* other");
    assert_eq!(world.notice(), "The way begins here; Esc goes back to where it was opened.");
    world.press("esc");
    assert_eq!((world.model.screen, world.current()), (Screen::Board, "incident"));
}

#[test]
fn a_link_back_to_the_way_leads_back() {
    let mut world = chain();
    world.press("o enter enter");
    assert_eq!(shown(&world), "incident | problem* other");
}

#[test]
fn esc_and_backspace_go_back_to_where_it_was_opened() {
    let mut world = chain();
    world.press("enter o");
    world.press("enter j enter esc");
    assert_eq!(world.model.screen, Screen::Sheet);
    world.press("gx backspace");
    assert_eq!(world.model.screen, Screen::Sheet);
}

#[test]
fn the_types_that_are_there_are_gone_through() {
    let mut world = chain();
    for row in world.cards_mut().filter(|r| r.title == "problem") {
        row.type_id = TypeId::new("trouble");
    }
    world.press("o");
    world.press("ft");
    assert_eq!(
        (shown(&world).as_str(), explore(&world).only.clone()),
        ("incident | other*", Some(TypeId::new("item")))
    );
    world.press("ft");
    assert_eq!(shown(&world), "incident | problem*");
    world.press("ft");
    assert_eq!(shown(&world), "incident | problem* other");
    world.press("ft enter");
    assert_eq!(explore(&world).only, None, "elsewhere all are listed again");
}

#[test]
fn more_steps_are_listed_as_asked() {
    let mut world = chain();
    world.press("o >");
    assert_eq!(shown(&world), "incident | problem* .defect other");
    world.press("> >");
    assert_eq!(shown(&world), "incident | problem* .defect ..fix other");
    assert_eq!(world.notice(), "3 steps are the most.");
    world.press("j j enter");
    assert_eq!(shown(&world), "incident > problem > defect > fix | defect* .problem ..incident");
    world.press("< <");
    assert_eq!(shown(&world), "incident > problem > defect > fix | defect*");
    world.press("<");
    assert_eq!(world.notice(), "One step is the least.");
}

#[test]
fn what_is_picked_is_read_when_the_cursor_has_come_to_rest() {
    let mut world = chain();
    world.press("o");
    let seen = |world: &World| explore(world).peek.as_ref().map(|p| p.sheet.object.title.clone());
    assert_eq!(seen(&world).as_deref(), Some("problem"), "the first is read at once");
    let n = world.n_reads;
    world.press("j k j");
    assert_eq!(world.n_reads, n, "a cursor key asks for nothing");
    world.send(Msg::Tick(world.model.now + TimeDelta::milliseconds(150)));
    assert_eq!((seen(&world).as_deref(), world.n_reads), (Some("other"), n + 1));
}

#[test]
fn the_preview_leads_to_the_board_the_detail_and_on() {
    let mut world = chain();
    world.press("o tab");
    assert_eq!(explore(&world).part, Part::Preview);
    world.press("j enter");
    assert_eq!((world.model.screen, world.current()), (Screen::Board, "problem"));
    world.press("ctrl-o");
    assert_eq!(shown(&world), "incident | problem* other");
    world.press("gg enter");
    assert_eq!(world.model.screen, Screen::Sheet);
    world.press("esc j j j enter");
    assert_eq!(shown(&world), "incident > problem > defect | problem* fix");
}

#[test]
fn o_goes_to_the_object_picked_though_it_is_not_read_yet() {
    let mut world = chain();
    world.press("o j o");
    assert_eq!((world.model.screen, world.current()), (Screen::Board, "other"));
}

#[test]
fn a_change_of_others_does_not_lose_where_to_go() {
    let mut world = chain();
    world.press("o j");
    world.holds_answers = true;
    world.press("o");
    world.send(Msg::Changed(vec![entry()]));
    world.release();
    assert_eq!((world.model.screen, world.current()), (Screen::Board, "other"));
}

#[test]
fn keys_pressed_ahead_wait_for_the_links() {
    let mut world = chain();
    world.holds_answers = true;
    world.press("o enter j enter");
    assert_eq!(explore(&world).path.len(), 1);
    world.release();
    assert_eq!(shown(&world), "incident > problem > defect | problem* fix");
}

#[test]
fn relating_begins_at_the_object_in_focus() {
    let mut world = chain();
    world.press("o enter r");
    let Mode::Prompt(prompt) = &world.model.mode else { panic!("{:?}", world.model.mode) };
    let problem = world.cards().find(|r| r.title == "problem").unwrap().object;
    assert_eq!(prompt.on.iter().map(|aim| aim.object).collect::<Vec<_>>(), [problem]);
    world.press("esc");
    let asked = world.press("d");
    let [Effect::Commit(wish)] = asked.as_slice() else { panic!("{asked:?}") };
    assert!(matches!(&wish.intents[0], Intent::Unlink { from, .. } if *from == problem), "{wish:?}");
}

#[test]
fn others_changes_are_read_again_and_the_cursor_stays() {
    let mut world = chain();
    world.press("o j");
    world.links.insert(0, ("incident", "blocks", "is blocked by", "fix"));
    let entry = entry();
    world.send(Msg::Changed(vec![entry]));
    assert_eq!(shown(&world), "incident | fix problem other*");
}

#[test]
fn what_is_gone_leads_a_step_back_or_out() {
    let mut world = chain();
    world.press("o enter");
    world.streams[0].1[1].cards.retain(|r| r.title != "problem");
    let entry = entry();
    world.send(Msg::Changed(vec![entry.clone()]));
    assert_eq!(shown(&world), "incident | other*");
    world.streams[0].1[0].cards.retain(|r| r.title != "incident");
    world.send(Msg::Changed(vec![entry]));
    assert_eq!(world.model.screen, Screen::Board);
}

#[test]
fn on_the_map_it_says_why_not_and_elsewhere_what_to_do() {
    let mut world = chain();
    world.press("go o");
    assert_eq!(world.notice(), "No card is chosen on the map; Enter opens the board.");
    world.press("gb o x");
    assert_eq!(world.notice(), "This is done on a board or in a detail; o goes there.");
    world.links.clear();
    world.press("esc o enter");
    assert_eq!(world.notice(), "Nothing is linked here; r relates it.");
}

#[test]
fn we_come_back_to_the_object_we_left_off_at() {
    let mut world = chain();
    world.press("o enter");
    let place = save(&world.model);
    assert_eq!((place.screen, place.object), (Screen::Explore, explore(&world).focus()));
}

#[test]
fn a_click_picks_and_a_double_one_goes_along() {
    for (width, height) in [(80, 24), (200, 60)] {
        let mut world = chain_at(width, height);
        world.press("o");
        let cell = cell(&world, Part::Links, 1);
        click(&mut world, cell);
        assert_eq!(shown(&world), "incident | problem other*");
        click(&mut world, cell);
        assert_eq!(shown(&world), "incident > other | incident*");
        let first = self::cell(&world, Part::Path, 0);
        click(&mut world, first);
        click(&mut world, first);
        assert_eq!(shown(&world), "incident | problem other*");
    }
}

#[test]
fn where_there_is_little_room_tab_turns_the_columns() {
    let mut world = chain_at(40, 10);
    world.press("o");
    let part = |world: &World| geometry::explore(&world.model).parts.iter().map(|(part, _)| *part).collect::<Vec<_>>();
    assert_eq!(part(&world), [Part::Links]);
    world.press("tab");
    assert_eq!(part(&world), [Part::Preview]);
    world.press("tab");
    assert_eq!(part(&world), [Part::Path]);
    world.press("l");
    assert_eq!(part(&world), [Part::Links]);
}

/// The cell of a line of a part.
fn cell(world: &World, part: Part, line: usize) -> (u16, u16) {
    let layout = geometry::explore(&world.model);
    let area = layout.parts.iter().find(|(p, _)| *p == part).unwrap().1;
    let inner = place::inside(area, layout.has_frames);
    let at = |y: u16| geometry::hit(&world.model, inner.x + 1, y) == Some(geometry::Target::Line(part, line));
    (inner.x + 1, (inner.y..inner.y + inner.height).find(|y| at(*y)).unwrap())
}

fn click(world: &mut World, (column, row): (u16, u16)) {
    let kind = MouseKind::Down(Button::Left);
    world.send(Msg::Input(Input::Mouse(Mouse { kind, column, row, ctrl: false, shift: false })));
}

#[test]
fn nothing_is_asked_of_the_board_while_it_is_not_shown() {
    let mut world = chain();
    world.press("o");
    let effects = world.dry(Msg::Changed(vec![entry()]));
    let asks_for_column = |e: &Effect| matches!(e, Effect::Read { query: Query::Window { .. }, .. });
    assert!(!effects.iter().any(asks_for_column), "{effects:?}");
}

impl World {
    /// What lies around the last object of a walk, as the store would tell it.
    pub fn walk(&self, walk: &Walk) -> Walked {
        let path = walk.path.iter().filter_map(|id| self.card_of(*id)).map(object_row).collect();
        let mut rows = Vec::new();
        let mut types: Vec<TypeId> = Vec::new();
        if let Some(focus) = walk.path.last() {
            self.around(*focus, 1, walk.depth, &mut vec![*focus], &mut rows);
            types = rows.iter().filter(|r| r.steps == 1).map(|r: &Neighbour| r.object.type_id.clone()).collect();
        }
        types.sort();
        types.dedup();
        rows.retain(|row| walk.only.as_ref().is_none_or(|only| row.object.type_id == *only));
        let n = |out| rows.iter().filter(|r| r.steps == 1 && r.is_outgoing == out).count() as u64;
        let (n_in, n_out) = (n(false), n(true));
        Walked { path, neighbours: Neighbours { rows, n_in, n_out, n_rest: 0, types } }
    }

    fn around(&self, from: ObjectId, steps: u8, depth: u8, seen: &mut Vec<ObjectId>, rows: &mut Vec<Neighbour>) {
        let Some(title) = self.card_of(from).map(|r| r.title.as_str()) else { return };
        let into = self.links.iter().filter(|l| l.3 == title).map(|l| (l.0, l.2, false));
        let out = self.links.iter().filter(|l| l.0 == title).map(|l| (l.3, l.1, true));
        let ends: Vec<_> = into.chain(out).collect();
        let mut found = Vec::new();
        for (other, name, is_outgoing) in ends {
            let Some(row) = self.cards().find(|r| r.title == other && !seen.contains(&r.object)) else { continue };
            seen.push(row.object);
            let relation = RelationId::new(name.replace(' ', "-"));
            found.push(Neighbour { object: object_row(row), steps, relation, name: name.into(), is_outgoing });
        }
        for one in found {
            let id = one.object.id;
            rows.push(one);
            if steps < depth {
                self.around(id, steps + 1, depth, seen, rows);
            }
        }
    }

    /// What lies before and behind an object, as if every link led on from where it starts.
    pub fn trace(&self, root: ObjectId, [up, down]: [bool; 2]) -> Trace {
        let mut trace =
            Trace { nodes: self.card_of(root).map(|row| node(row, 0)).into_iter().collect(), ..Trace::default() };
        for (is_wanted, sign) in [(up, -1), (down, 1)] {
            let mut front = vec![root];
            while let Some(from) = front.pop().filter(|_| is_wanted) {
                let title = self.card_of(from).unwrap().title.as_str();
                let depth = trace.node(from).unwrap().depth + sign;
                for (a, name, back, b) in &self.links {
                    let (here, there, name) = if sign > 0 { (a, b, name) } else { (b, a, back) };
                    let other = self.cards().find(|r| r.title == *there && *here == title);
                    let Some(row) = other.filter(|r| trace.node(r.object).is_none()) else { continue };
                    let relation = RelationId::new(name.replace(' ', "-"));
                    trace.edges.push(TraceEdge { from, relation, name: (*name).into(), to: row.object });
                    trace.nodes.push(node(row, depth));
                    front.push(row.object);
                }
            }
        }
        trace
    }

    pub fn impact(&self, root: ObjectId) -> Impact {
        let trace = self.trace(root, [false, true]);
        let disturbing = self.cards().filter(|r| r.blocked.is_some()).map(|r| node(r, 1)).collect();
        Impact { at_risk: trace.nodes.last().cloned().into_iter().collect(), disturbing, trace }
    }

    pub fn peek(&self, object: ObjectId) -> Option<Peek> {
        let row = self.card_of(object)?;
        let walk = Walk { path: vec![object], depth: 1, only: None };
        Some(Peek { sheet: sheet(row), neighbours: self.walk(&walk).neighbours })
    }

    fn card_of(&self, object: ObjectId) -> Option<&CardRow> {
        self.cards().find(|r| r.object == object)
    }
}

fn node(row: &CardRow, depth: i32) -> TraceNode {
    TraceNode {
        object: row.object,
        key: row.key.clone(),
        type_id: row.type_id.clone(),
        type_name: "Item".into(),
        title: row.title.clone(),
        state: None,
        is_closed: false,
        stands: vec![(row.stage.clone(), "own > todo".into())],
        depth,
    }
}

/// The lines of the tree, the one with the cursor marked.
fn tree(world: &World) -> String {
    let explore = explore(world);
    let mut n = 0;
    let mut told = |line: &TreeLine| match line {
        TreeLine::Heading(text) => format!("[{text}]"),
        TreeLine::Nothing => "-".to_owned(),
        TreeLine::Cut => "...".to_owned(),
        TreeLine::Branch(branch) => {
            n += 1;
            let mark = if n - 1 == explore.at(Part::Links) { "*" } else { "" };
            format!("{}{}{mark}", ".".repeat(branch.steps), branch.object.title)
        }
    };
    let lines: Vec<String> = explore.tree.iter().flatten().map(&mut told).collect();
    lines.join(" ")
}

#[test]
fn the_trace_goes_up_and_down_with_the_cursor_in_it() {
    let mut world = chain();
    world.press("o enter j enter zv");
    assert_eq!(tree(&world), "[came from] .problem ..incident defect* [led to] .fix");
    world.press("k enter");
    assert_eq!(shown(&world), "incident | problem* other", "it was on the way already");
    world.press("zv j j j");
    assert_eq!(tree(&world), "[came from] - incident [led to] .problem ..defect ...fix* .other");
    world.press("enter");
    assert_eq!(shown(&world), "incident > problem > defect > fix | defect*");
    let via: Vec<Option<&str>> = explore(&world).path.iter().map(|s| s.via.as_deref()).collect();
    assert_eq!(via, [None, Some("is caused by"), Some("creates"), Some("is fixed by")]);
}

#[test]
fn the_impact_tells_apart_what_is_wrong_and_what_is_at_risk() {
    let mut world = chain();
    world.cards_mut().find(|r| r.title == "other").unwrap().blocked = Some("vendor".into());
    world.press("o enter zv zv");
    assert_eq!(tree(&world), "[open now] .other* [at risk] .fix [depends on it] .defect ..fix");
    world.press("ft");
    assert_eq!(world.notice(), "This works in the columns; zv goes on to them.");
    world.press("enter");
    assert_eq!(shown(&world), "incident > problem > other | incident*");
    world.press("backspace zv zv zv");
    assert_eq!(shown(&world), "incident > problem | incident* defect");
}

#[test]
fn in_a_tree_o_and_the_mouse_work_as_in_the_columns() {
    let mut world = chain();
    world.press("o zv tab");
    assert_eq!(explore(&world).part, Part::Preview);
    world.press("tab");
    let cell = cell(&world, Part::Links, 1);
    click(&mut world, cell);
    assert_eq!(tree(&world), "[came from] - incident [led to] .problem* ..defect ...fix .other");
    world.press("o");
    assert_eq!((world.model.screen, world.current()), (Screen::Board, "problem"));
    world.press("ctrl-o");
    assert_eq!(tree(&world), "[came from] - incident [led to] .problem* ..defect ...fix .other");
}

pub(super) fn entry() -> LogEntry {
    LogEntry {
        seq: 9,
        group: GroupId(Uuid::from_u128(9)),
        at: now(),
        actor: "bea".into(),
        os_user: None,
        via: Via::Cli,
        object: None,
        key: None,
        card: None,
        what: What::Linked,
        from: None,
        to: None,
        from_stage: None,
        to_stage: None,
        place: None,
        reason: None,
        terminal: None,
    }
}

fn object_row(row: &CardRow) -> ObjectRow {
    ObjectRow {
        id: row.object,
        key: row.key.clone(),
        type_id: row.type_id.clone(),
        title: row.title.clone(),
        state: row.state.clone(),
        is_closed: false,
        stand: Some(Stand { stage: row.stage.clone(), is_done: false }),
    }
}
