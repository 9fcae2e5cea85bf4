//! A sample of the object explorer: from an incident over a problem to a defect, and what lies around that.

use streamboard::app::model::explore::{Branch, Shape, Step, TreeLine};
use streamboard::app::model::{Explore, Model, Screen};
use streamboard::domain::around::{Neighbour, Neighbours, ObjectRow, Peek, Stand};
use streamboard::domain::id::{ObjectId, RelationId, StageId, TypeId};
use streamboard::domain::key::Key;
use streamboard::domain::window::NoticeRow;
use uuid::Uuid;

use super::{sample, sheet};

/// The explorer three steps from the card under the cursor of [`sample::board`].
pub fn model(width: u16, height: u16) -> Model {
    let mut model = sample::board(width, height);
    let row = model.current().expect("a card").clone();
    let incident = ObjectRow { id: row.object, ..object("INC", 1042, "incident", &row.title) };
    let incident = at(incident, "operate/diagnose", "in-progress");
    let problem = at(object("PRB", 310, "problem", "Root cause: pool leak"), "operate/diagnose", "open");
    let defect = at(object("DEF", 212, "defect", "Pool is not released"), "integrate/develop", "in-progress");
    let mut explore = Explore::new(incident.id, Some(row.card));
    explore.path =
        vec![step(None, incident), step(Some("is caused by"), problem.clone()), step(Some("creates"), defect)];
    (explore.cursor, explore.depth) = ([2, 2, 0, 0], 2);
    explore.around = Some(Neighbours { rows: links(problem), n_in: 2, n_out: 3, n_rest: 12, types: Vec::new() });
    explore.peek = Some(peek(&model));
    model.screen = Screen::Explore;
    model.explore = Some(explore);
    model
}

/// The trace of the last of them.
pub fn trace(width: u16, height: u16) -> Model {
    tree(width, height, Shape::Trace, |model| {
        let rows = links(object("PRB", 310, "problem", "Root cause: pool leak"));
        let here = model.focus_row().expect("a focus").clone();
        vec![
            TreeLine::Heading("came from".into()),
            branch(rows[0].object.clone(), 1, true, Some("is created by")),
            branch(model.path[0].row.clone().expect("read"), 2, true, Some("causes")),
            branch(here, 0, false, None),
            TreeLine::Heading("led to".into()),
            branch(rows[2].object.clone(), 1, false, Some("is fixed in")),
            branch(rows[4].object.clone(), 2, false, Some("is shipped in")),
            TreeLine::Cut,
        ]
    })
}

/// What depends on it.
pub fn impact(width: u16, height: u16) -> Model {
    tree(width, height, Shape::Impact, |model| {
        let rows = links(object("PRB", 310, "problem", "Root cause: pool leak"));
        vec![
            TreeLine::Heading("open now".into()),
            branch(model.path[0].row.clone().expect("read"), 1, false, None),
            TreeLine::Heading("at risk".into()),
            TreeLine::Nothing,
            TreeLine::Heading("depends on it".into()),
            branch(rows[2].object.clone(), 1, false, Some("is fixed in")),
            branch(rows[4].object.clone(), 2, false, Some("is shipped in")),
        ]
    })
}

fn tree(width: u16, height: u16, shape: Shape, lines: fn(&Explore) -> Vec<TreeLine>) -> Model {
    let mut model = model(width, height);
    let explore = model.explore.as_mut().expect("an explorer");
    explore.tree = Some(lines(explore));
    explore.shape = shape;
    explore.cursor[3] = 1;
    model
}

fn branch(object: ObjectRow, steps: usize, is_up: bool, name: Option<&str>) -> TreeLine {
    TreeLine::Branch(Box::new(Branch { object, steps, is_up, name: name.map(str::to_owned), on: None }))
}

/// Two come in, three go out, one of them a step further away.
fn links(problem: ObjectRow) -> Vec<Neighbour> {
    let requirement = object("REQ", 144, "requirement", "Checkout answers within 2 s");
    let build = at(object("BLD", 881, "build", "Build 4.18.1 of pay-api"), "integrate/test", "green");
    let source = object("SRC", 7, "source", "pay-api, main");
    let release = at(object("REL", 41, "product-release", "pay-api 4.18.1"), "deploy/approve", "accepted");
    vec![
        link("is created by", problem, 1, false),
        link("is broken by", at_rest(requirement, "accepted"), 1, false),
        link("is fixed in", build, 1, true),
        link("is made of", at_rest(source, "active"), 2, true),
        link("ships in", release, 1, true),
        link("is documented in, for all who will ask", object("KNO", 5, "knowledge", "Why pools leak"), 1, true),
    ]
}

fn peek(model: &Model) -> Peek {
    let mut sheet = sheet::sheet(model.current().expect("a card"));
    let build = links(object("PRB", 310, "problem", "Root cause: pool leak")).remove(2).object;
    (sheet.object.id, sheet.object.key) = (build.id, build.key.clone());
    sheet.object.title = "Build 4.18.1 of pay-api, with the pool given back after every timeout".into();
    (sheet.object.type_id, sheet.object.state) = (build.type_id, build.state);
    let text = "ships in REL-41 pay-api 4.18.1, accepted".into();
    sheet.notices = vec![NoticeRow { text, object: build.id, key: build.key, at: sample::now() }];
    let release = object("REL", 41, "product-release", "pay-api 4.18.1");
    let rows = vec![link("ships in", at_rest(release, "accepted"), 1, true)];
    Peek { sheet, neighbours: Neighbours { rows, n_out: 4, n_rest: 3, ..Neighbours::default() } }
}

fn object(prefix: &str, number: u64, kind: &str, title: &str) -> ObjectRow {
    ObjectRow {
        id: ObjectId(Uuid::from_u128(u128::from(number) + 7)),
        key: Key::new(prefix, number),
        type_id: TypeId::new(kind),
        title: title.into(),
        state: None,
        is_closed: false,
        stand: None,
    }
}

fn at(row: ObjectRow, place: &str, state: &str) -> ObjectRow {
    let stand = Some(Stand { stage: StageId::new(place), is_done: false });
    ObjectRow { stand, ..at_rest(row, state) }
}

fn at_rest(row: ObjectRow, state: &str) -> ObjectRow {
    ObjectRow { state: Some(state.into()), ..row }
}

fn step(via: Option<&str>, row: ObjectRow) -> Step {
    Step { object: row.id, via: via.map(str::to_owned), row: Some(row) }
}

fn link(name: &str, object: ObjectRow, steps: u8, is_outgoing: bool) -> Neighbour {
    Neighbour { object, steps, relation: RelationId::new(name.replace(' ', "-")), name: name.into(), is_outgoing }
}
