//! What the workspace of the tests knows beside its cards: words, and an object whole.

use super::world::now;
use crate::app::msg::Words;
use crate::domain::card::{Card, Place};
use crate::domain::gate::{Gate, Line, Status};
use crate::domain::id::CriterionId;
use crate::domain::link::{Flow, Relation};
use crate::domain::object::Object;
use crate::domain::stream::{Criterion, CriterionKind, Mode, Policy};
use crate::domain::window::{CardRow, Sheet, Standing};

pub fn words() -> Words {
    let relation = Relation {
        flow: Flow::Side,
        is_acyclic: false,
        depends: None,
        id: crate::domain::id::RelationId::new("is-caused-by"),
        inverse: crate::domain::id::RelationId::new("causes"),
        name: "is caused by".into(),
        inverse_name: "causes".into(),
        from: None,
        to: None,
        cardinality: "n:m".into(),
    };
    Words {
        people: vec!["bea".into(), "kim".into()],
        labels: vec!["eu".into()],
        relations: vec![relation],
        ..Words::default()
    }
}

/// The sheet of a card: a gate of three lines, the second of them met.
pub fn sheet(row: &CardRow) -> Sheet {
    let line = |n: u8, status: Status| Line {
        verdict: None,
        criterion: Criterion {
            guard: None,
            id: CriterionId::new(format!("own/out{n}")),
            kind: CriterionKind::Exit,
            level: None,
            text: format!("thing {n}"),
            details: Vec::new(),
            objects: Vec::new(),
            satisfied_by: Vec::new(),
            applies: None,
        },
        status,
        tick: None,
    };
    let gate = Gate {
        approvals: Vec::new(),
        stage: row.stage.clone(),
        next: None,
        policy: Policy::Enforce,
        exit_mode: Mode::All,
        lines: vec![line(1, Status::Met), line(2, Status::Open), line(3, Status::Open)],
    };
    let place = Place::Standing {
        stage: row.stage.clone(),
        rank: row.rank.clone(),
        entered_at: now(),
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
        created_at: now(),
        deleted: false,
        n_overrides: 0,
    };
    let object = Object {
        id: row.object,
        key: row.key.clone(),
        type_id: row.type_id.clone(),
        title: row.title.clone(),
        body: "a text".into(),
        state: None,
        priority: row.priority,
        assignee: row.assignee.clone(),
        labels: Vec::new(),
        due_at: None,
        since: None,
        demand: None,
        scenario: None,
        team: None,
        fields: std::collections::BTreeMap::new(),
        created_at: now(),
        created_by: "ana".into(),
        major: None,
        archived: false,
        deleted: false,
        aliases: Vec::new(),
        scores: crate::domain::score::Scores::default(),
    };
    let standing = Standing {
        card,
        row: row.clone(),
        stream_name: "own".into(),
        stage_name: row.stage.local().to_owned(),
        next_name: None,
        gate,
        overrides: Vec::new(),
    };
    Sheet {
        notices: Vec::new(),
        figures: Vec::new(),
        object,
        type_name: "Item".into(),
        is_closed: false,
        cards: vec![standing],
        links: Vec::new(),
        comments: Vec::new(),
    }
}
