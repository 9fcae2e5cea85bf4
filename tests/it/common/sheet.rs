//! A sample object whole: fields, text, gate, links, comments.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use streamboard::app::model::{GateView, Mode, Model, Screen, SheetView};
use streamboard::app::msg::Words;
use streamboard::domain::card::{Card, Place};
use streamboard::domain::change::{Via, What};
use streamboard::domain::gate::{Asked, Gate, GateRule, Seen, Status, Tick};
use streamboard::domain::guard::{Approval, Verdict};
use streamboard::domain::id::{CriterionId, GroupId, ObjectId, RelationId, StageId, TypeId};
use streamboard::domain::intent::{Bar, Full, Stay};
use streamboard::domain::key::Key;
use streamboard::domain::object::Object;
use streamboard::domain::person::Person;
use streamboard::domain::rule::StageRules;
use streamboard::domain::stream::{self, Criterion, CriterionKind, Level, Policy, Role, Stage};
use streamboard::domain::value::Value;
use streamboard::domain::when::When;
use streamboard::domain::window::{
    CardRow, Comment, FigureRow, LinkRow, LogEntry, NoticeRow, Override, Sheet, Standing,
};
use uuid::Uuid;

use super::sample::{self, HOUR, MINUTE, now};

/// The detail of the card under the cursor of [`sample::board`].
pub fn model(width: u16, height: u16) -> Model {
    let mut model = sample::board(width, height);
    let row = model.current().expect("a card").clone();
    model.screen = Screen::Sheet;
    let sheet = sheet(&row);
    model.sheet = Some(SheetView { sheet: Some(sheet), log: log(&row), ..SheetView::new(row.object, Some(row.card)) });
    model
}

/// The gate of that card as a popup, after a refused move.
pub fn refused(width: u16, height: u16) -> Model {
    let mut model = sample::board(width, height);
    let row = model.current().expect("a card").clone();
    let sheet = sheet(&row);
    let open = sheet.cards[0].gate.open().iter().map(|l| (l.criterion.id.clone(), l.criterion.text.clone())).collect();
    let stay = Stay {
        barred: Vec::new(),
        key: row.key.clone(),
        stage: Some("Diagnose".into()),
        open,
        full: Some(Full { stage: "Resolve".into(), n_cards: 15, limit: 15 }),
    };
    model.mode = Mode::Gate(GateView {
        object: row.object,
        card: row.card,
        sheet: Some(sheet),
        cursor: 1,
        refused: Some(Box::new(stay)),
        retry: None,
        role: None,
        shows_folded: false,
    });
    model
}

/// The gate of that card where a machine checks some lines and people are asked for their roles.
pub fn guarded(width: u16, height: u16) -> Model {
    let mut model = refused(width, height);
    model.words = Some(words());
    let Mode::Gate(view) = &mut model.mode else { return model };
    if let Some(stay) = &mut view.refused {
        stay.barred.push(Bar {
            text: "The change window is open".into(),
            missing: "the window is 2026-11-27T09:00:00Z to 2026-11-27T11:00:00Z".into(),
            instead: Some("Wait for it, or set another.".into()),
            may_be_forced: true,
        });
    }
    if let Some(sheet) = &mut view.sheet {
        guard(&mut sheet.cards[0].gate);
    }
    model
}

/// The detail of that card with what became true by itself.
pub fn told(width: u16, height: u16) -> Model {
    let mut model = model(width, height);
    model.words = Some(words());
    let Some(sheet) = model.sheet.as_mut().and_then(|view| view.sheet.as_mut()) else { return model };
    sheet.notices.push(NoticeRow {
        text: "fixed by REL-4 1.0.1, deployed".into(),
        object: sheet.links[0].object,
        key: Key::new("REL", 4),
        at: now() - TimeDelta::seconds(HOUR),
    });
    let figure = |id: &str, name: &str, value, unit: Option<&str>| FigureRow {
        id: id.into(),
        name: name.into(),
        value,
        unit: unit.map(str::to_owned),
    };
    sheet.figures = vec![figure("cost", "Cost so far", 1200.0, Some("EUR")), figure("share", "Closed", 66.666, None)];
    let standing = &mut sheet.cards[0];
    standing.row.waiting_for = Some(Key::new("SCO", 3));
    standing.row.blocked = Some("by PRB-310".into());
    standing.overrides = vec![Override { reason: "the bank is down".into(), by: "kim".into(), at: now() }];
    guard(&mut standing.gate);
    model
}

fn guard(gate: &mut Gate) {
    let verdict = |when: When, by: &[&str], missing: &str| Verdict {
        when,
        by: by.iter().map(|b| (*b).to_owned()).collect(),
        missing: missing.into(),
    };
    gate.lines[0].status = Status::Auto;
    gate.lines[0].verdict = Some(verdict(When::always(), &["REL-4 accepted"], ""));
    let missing = "no Product Release is linked; approval by Operations Manager (operations)";
    gate.lines[1].verdict = Some(verdict(When::never(), &[], missing));
    let asked = |role: &str, stands_for: Option<&str>, said: Option<Approval>| Asked {
        role: role.into(),
        stands_for: stands_for.map(str::to_owned),
        said,
    };
    let said = |role: &str, by: &str, comment: Option<&str>| Approval {
        role: role.into(),
        is_rejected: comment.is_some(),
        by: by.into(),
        at: now() - TimeDelta::seconds(9 * MINUTE),
        comment: comment.map(str::to_owned),
        visit: 1,
    };
    gate.approvals = vec![
        asked("ops", Some("operations"), None),
        asked("support", None, Some(said("support", "raj", None))),
        asked("legal", Some("licences"), Some(said("legal", "kim", Some("the licence is missing")))),
    ];
}

/// The roles there are, and which I hold.
fn words() -> Words {
    let role = |id: &str, name: &str| Role { id: id.into(), name: name.into() };
    let roles = vec![role("ops", "Operations Manager"), role("support", "Support Lead"), role("legal", "Counsel")];
    Words {
        roles,
        team: vec![Person { name: "ana".into(), roles: vec!["ops".into()], team: None }],
        ..Words::default()
    }
}

pub fn sheet(row: &CardRow) -> Sheet {
    let ago = |seconds| now() - TimeDelta::seconds(seconds);
    let gate = gate();
    let place = Place::Standing {
        stage: row.stage.clone(),
        rank: row.rank.clone(),
        entered_at: row.entered_at,
        visit: 1,
        passed: Vec::new(),
    };
    let card = Card {
        held: None,
        waiting: None,
        id: row.card,
        object: row.object,
        place,
        blocked: None,
        waiting_until: None,
        created_at: row.created_at,
        deleted: false,
        n_overrides: 0,
    };
    let standing = Standing {
        card,
        row: row.clone(),
        stream_name: "Operate".into(),
        stage_name: "Diagnose".into(),
        next_name: Some("Resolve".into()),
        gate,
        overrides: Vec::new(),
    };
    Sheet {
        notices: Vec::new(),
        figures: Vec::new(),
        object: object(row),
        type_name: "Incident".into(),
        is_closed: false,
        cards: vec![standing],
        links: vec![
            link("is caused by", "PRB", 310, "Connection pool leaks under retry", Some("open")),
            link("raised by", "EVT", 2198, "p95 probe red", None),
            link("is fixed by", "CHG", 771, "Raise the pool limit and restart", Some("approved")),
            link("affects", "API", 31, "pay-api in production", None),
        ],
        comments: vec![Comment {
            actor: "raj".into(),
            at: ago(23 * MINUTE),
            text: "pool at 100% since 07:00, see graph 4 of the board for the retries that pile up".into(),
        }],
    }
}

fn object(row: &CardRow) -> Object {
    let fields = [("severity", Value::from("major")), ("region", Value::from("eu-west"))];
    Object {
        id: row.object,
        key: row.key.clone(),
        type_id: row.type_id.clone(),
        title: row.title.clone(),
        body: "Since 06:55 the checkout answers slowly.\n\nFirst seen by the probe in eu-west; other regions are fine."
            .into(),
        state: row.state.clone(),
        priority: row.priority,
        assignee: row.assignee.clone(),
        labels: row.labels.clone(),
        due_at: None,
        since: Some(now() - TimeDelta::seconds(160 * MINUTE)),
        demand: None,
        scenario: None,
        team: None,
        fields: fields.map(|(id, value)| (id.to_owned(), value)).into_iter().collect::<BTreeMap<_, _>>(),
        created_at: row.created_at,
        created_by: "kim".into(),
        major: None,
        archived: false,
        deleted: false,
        aliases: Vec::new(),
        scores: streamboard::domain::score::Scores::default(),
    }
}

/// The stage that card stands in.
pub fn stage() -> Stage {
    Stage {
        rules: StageRules::default(),
        id: StageId::new("operate/diagnose"),
        name: "Diagnose".into(),
        short: "Diagnose".into(),
        purpose: "Find out what is wrong, and agree on what to do about it.".into(),
        entrance_mode: stream::Mode::Any,
        exit_mode: stream::Mode::All,
        deliverables: Vec::new(),
        value_items: vec!["People know what is wrong and what comes next".into()],
        roles: vec!["Support Specialist".into(), "Development Team".into()],
        notes: Vec::new(),
        wip: Some(10),
        targets: Vec::new(),
        taken_meets_target: false,
        criteria: criteria(),
        loops: Vec::new(),
    }
}

fn gate() -> Gate {
    let rule = GateRule {
        rules: StageRules::default(),
        stage: StageId::new("operate/diagnose"),
        next: Some(StageId::new("operate/resolve")),
        policy: Policy::Enforce,
        exit_mode: stream::Mode::All,
        criteria: criteria(),
    };
    let tick = |id: &str, with_rest| Tick {
        criterion: CriterionId::new(format!("operate/{id}")),
        na: false,
        evidence: Some("see graph 4".into()),
        by: "ana".into(),
        at: now() - TimeDelta::seconds(4 * MINUTE),
        visit: 1,
        with_rest,
    };
    let ticks = [tick("out1", false), tick("act1", true)];
    Gate::of(rule, &Seen { ticks: &ticks, approvals: &[], verdicts: &[], passed: &[], visit: 1, now: now() })
}

fn criteria() -> Vec<Criterion> {
    vec![
        criterion("out1", CriterionKind::Exit, None, "A course of action is set and assigned"),
        criterion(
            "out2",
            CriterionKind::Exit,
            None,
            "Problem areas are named for the backlog, with the people who know them",
        ),
        criterion("act1", CriterionKind::Activity, Some(Level::Shall), "Propose a course of action"),
        criterion("act2", CriterionKind::Activity, Some(Level::Shall), "Have the course of action approved"),
        criterion("act3", CriterionKind::Activity, Some(Level::Should), "Compare with known errors"),
        criterion("act4", CriterionKind::Activity, Some(Level::May), "Ask the vendor"),
        criterion("in1", CriterionKind::Entrance, None, "Ranked, and with a resolver group"),
    ]
}

fn criterion(id: &str, kind: CriterionKind, level: Option<Level>, text: &str) -> Criterion {
    Criterion {
        guard: None,
        id: CriterionId::new(format!("operate/{id}")),
        kind,
        level,
        text: text.into(),
        details: Vec::new(),
        objects: Vec::new(),
        satisfied_by: Vec::new(),
        applies: None,
    }
}

fn link(name: &str, prefix: &str, number: u64, title: &str, state: Option<&str>) -> LinkRow {
    LinkRow {
        relation: RelationId::new(name.replace(' ', "-")),
        name: name.into(),
        is_outgoing: true,
        object: ObjectId(Uuid::from_u128(u128::from(number))),
        key: Key::new(prefix, number),
        type_id: TypeId::new("problem"),
        title: title.into(),
        state: state.map(str::to_owned),
    }
}

pub fn log(row: &CardRow) -> Vec<LogEntry> {
    let entry = |seq, ago, actor: &str, what, from: Option<&str>, to: Option<&str>, reason: Option<&str>| LogEntry {
        seq,
        group: GroupId(Uuid::from_u128(seq as u128)),
        at: now() - TimeDelta::seconds(ago),
        actor: actor.into(),
        os_user: None,
        via: Via::Tui,
        object: Some(row.object),
        key: Some(row.key.clone()),
        card: Some(row.card),
        what,
        from: from.map(str::to_owned),
        to: to.map(str::to_owned),
        from_stage: None,
        to_stage: None,
        place: None,
        terminal: None,
        reason: reason.map(str::to_owned),
    };
    vec![
        entry(9, 4 * MINUTE, "ana", What::Ticked, None, Some("A course of action is set and assigned"), None),
        entry(8, 30 * MINUTE, "ana", What::Moved, Some("Detect"), Some("Diagnose"), Some("the probe is red too")),
        entry(7, 55 * MINUTE, "kim", What::Edited, Some("P2"), Some("P1"), None),
        entry(1, 26 * HOUR, "kim", What::Created, None, None, None),
    ]
}
