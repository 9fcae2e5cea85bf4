//! Streams, stages, types and relations as they are now.

use rusqlite::{Connection, OptionalExtension, Row};

use super::error::{Db, unreadable};
use super::row::{Words, count, word};
use crate::domain::calendar::{CALENDAR, Calendar};
use crate::domain::gate::{Gate, GateRule, Seen};
use crate::domain::guard::Guard;
use crate::domain::id::{CriterionId, RelationId, StageId, StreamId, TypeId};
use crate::domain::intent::{StageHead, StreamHead};
use crate::domain::link::{End, Flow, Relation};
use crate::domain::object::{Field, FieldKind, ObjectType, State};
use crate::domain::rule::StageRules;
use crate::domain::stream::{Criterion, Edge, Loop, Mode, Policy, Role, Scenario, Stage, Stream, Target, Timing};
use crate::domain::value::{Value, from_millis};
use crate::wire::rules::{carry_from_json, guard_from_json, plan_from_json, put_type_rules, stage_rules_from_json};
use crate::wire::value::from_json;

/// What a card needs to know of its stage.
#[derive(Debug, Clone)]
pub(super) struct StageFacts {
    pub sid: i64,
    pub id: StageId,
    pub exit_mode: Mode,
    pub criteria: Vec<Criterion>,
    pub targets: Vec<Target>,
    pub taken_meets_target: bool,
    pub stream_targets: Vec<Target>,
    pub clock: Timing,
    pub blocked_pauses: bool,
    pub rules: StageRules,
    /// What its gate asks for.
    pub n_asked: u32,
    /// Whether a machine checks some of its gate.
    pub is_guarded: bool,
}

impl StageFacts {
    /// Its gate; where that leads and what it does is for those to say who need it.
    pub fn rule(&self, next: Option<StageId>, policy: Policy) -> GateRule {
        GateRule {
            stage: self.id.clone(),
            next,
            policy,
            exit_mode: self.exit_mode,
            criteria: self.criteria.clone(),
            rules: self.rules.clone(),
        }
    }
}

pub(super) fn stage_facts(db: &Connection, id: &StageId) -> Db<Option<StageFacts>> {
    let mut find = db.prepare_cached(
        "SELECT sid, exit_mode, taken_meets_target, rules, coalesce(clock, 'elapsed'), coalesce(blocked_pauses, 0)
         FROM stage LEFT JOIN stream ON stream.id = stage.stream WHERE stage.id = ?1",
    )?;
    let read = |row: &Row<'_>| {
        let rules = stage_rules_from_json(row.get_ref(3)?.as_str()?).map_err(unreadable)?;
        Ok((row.get::<_, i64>(0)?, word(row, 1)?, row.get(2)?, rules, word(row, 4)?, row.get(5)?))
    };
    let Some((sid, exit_mode, taken_meets_target, rules, clock, blocked_pauses)) =
        find.query_row([&id.0], read).optional()?
    else {
        return Ok(None);
    };
    let mut facts = StageFacts {
        sid,
        id: id.clone(),
        exit_mode,
        criteria: criteria(db, sid)?,
        targets: targets(db, &id.0)?,
        taken_meets_target,
        stream_targets: targets(db, &id.stream().0)?,
        clock,
        blocked_pauses,
        rules,
        n_asked: 0,
        is_guarded: false,
    };
    facts.is_guarded = facts.criteria.iter().any(|c| c.guard.is_some());
    let seen = Seen { ticks: &[], approvals: &[], verdicts: &[], passed: &[], visit: 1, now: from_millis(0) };
    facts.n_asked = Gate::of(facts.rule(None, Policy::Warn), &seen).n_asked() as u32;
    Ok(Some(facts))
}

pub(super) fn stream_head(db: &Connection, id: &StreamId) -> Db<Option<StreamHead>> {
    let mut find = db.prepare_cached("SELECT name, gate, card_type FROM stream WHERE id = ?1 AND deleted = 0")?;
    let head = |row: &Row<'_>| {
        Ok(StreamHead {
            id: id.clone(),
            name: row.get(0)?,
            gate: word(row, 1)?,
            card_type: TypeId(row.get(2)?),
            stages: Vec::new(),
        })
    };
    let Some(mut head) = find.query_row([&id.0], head).optional()? else {
        return Ok(None);
    };
    let mut stages = db.prepare_cached(
        "SELECT id, name, ord, wip, n_live FROM stage WHERE stream = ?1 AND deleted = 0 ORDER BY ord, sid",
    )?;
    let stage = |row: &Row<'_>| {
        Ok(StageHead {
            id: StageId(row.get(0)?),
            name: row.get(1)?,
            ord: row.get(2)?,
            wip: row.get(3)?,
            n_cards: count(row, 4)?,
        })
    };
    head.stages = stages.query_map([&id.0], stage)?.collect::<Db<_>>()?;
    Ok(Some(head))
}

/// The team's working time: nine to five of UTC as long as nobody has said anything else.
pub(super) fn calendar(db: &Connection) -> Db<Calendar> {
    let mut find = db.prepare_cached("SELECT val FROM setting WHERE name = ?1")?;
    let value =
        find.query_row([CALENDAR], |row| from_json(row.get_ref(0)?.as_str()?).map_err(unreadable)).optional()?;
    let usual = || Calendar::usual(chrono_tz::UTC);
    Ok(value.and_then(|value| Calendar::from_value(&value).ok()).unwrap_or_else(usual))
}

/// All streams whole, in their order.
pub(super) fn streams(db: &Connection) -> Db<Vec<Stream>> {
    let mut ids = db.prepare_cached("SELECT id FROM stream WHERE deleted = 0 ORDER BY ord, id")?;
    let ids: Vec<String> = ids.query_map([], |row| row.get(0))?.collect::<Db<_>>()?;
    let mut streams = Vec::with_capacity(ids.len());
    for id in ids {
        streams.extend(stream(db, &StreamId(id))?);
    }
    Ok(streams)
}

/// A stream whole: stages with criteria, scenarios, edges.
pub(super) fn stream(db: &Connection, id: &StreamId) -> Db<Option<Stream>> {
    let mut find = db.prepare_cached(
        "SELECT name, short, kind, ord, gate, purpose, outcome, key_stakeholder, card_type, clock_starts, triggers, notes, clock,
           blocked_pauses
         FROM stream WHERE id = ?1 AND deleted = 0",
    )?;
    let read = |row: &Row<'_>| {
        Ok(Stream {
            id: id.clone(),
            name: row.get(0)?,
            short: row.get(1)?,
            kind: word(row, 2)?,
            ord: row.get(3)?,
            gate: word(row, 4)?,
            purpose: row.get(5)?,
            outcome: row.get(6)?,
            key_stakeholder: row.get(7)?,
            card_type: TypeId(row.get(8)?),
            clock_starts: StageId(row.get(9)?),
            triggers: row.get::<_, Words>(10)?.0,
            notes: row.get::<_, Words>(11)?.0,
            clock: word(row, 12)?,
            blocked_pauses: row.get(13)?,
            targets: Vec::new(),
            stages: Vec::new(),
            scenarios: Vec::new(),
            edges: Vec::new(),
        })
    };
    let Some(mut stream) = find.query_row([&id.0], read).optional()? else {
        return Ok(None);
    };
    stream.targets = targets(db, &id.0)?;
    stream.stages = stages(db, id)?;
    stream.scenarios = scenarios(db, Some(id))?;
    stream.edges = edges(db, id)?;
    Ok(Some(stream))
}

fn stages(db: &Connection, stream: &StreamId) -> Db<Vec<Stage>> {
    let mut all = db.prepare_cached(
        "SELECT sid, id, name, short, purpose, entrance_mode, exit_mode, deliverables, value_items, roles, notes, wip,
           taken_meets_target, loops, rules
         FROM stage WHERE stream = ?1 AND deleted = 0 ORDER BY ord, sid",
    )?;
    let read = |row: &Row<'_>| {
        let stage = Stage {
            id: StageId(row.get(1)?),
            name: row.get(2)?,
            short: row.get(3)?,
            purpose: row.get(4)?,
            entrance_mode: word(row, 5)?,
            exit_mode: word(row, 6)?,
            deliverables: row.get::<_, Words>(7)?.0,
            value_items: row.get::<_, Words>(8)?.0,
            roles: row.get::<_, Words>(9)?.0,
            notes: row.get::<_, Words>(10)?.0,
            wip: row.get(11)?,
            targets: Vec::new(),
            taken_meets_target: row.get(12)?,
            criteria: Vec::new(),
            loops: loops(row.get_ref(13)?.as_str()?)?,
            rules: stage_rules_from_json(row.get_ref(14)?.as_str()?).map_err(unreadable)?,
        };
        Ok((row.get::<_, i64>(0)?, stage))
    };
    let mut stages = Vec::new();
    for found in all.query_map([&stream.0], read)? {
        let (sid, mut stage) = found?;
        stage.targets = targets(db, &stage.id.0)?;
        stage.criteria = criteria(db, sid)?;
        stages.push(stage);
    }
    Ok(stages)
}

/// Usual ways back, kept as `[{"to":…,"why":…}]`.
fn loops(text: &str) -> Db<Vec<Loop>> {
    let Value::List(list) = from_json(text).map_err(unreadable)? else {
        return Ok(Vec::new());
    };
    let read =
        |v: &Value| Some(Loop { to: StageId::new(v.get("to").as_str()?), why: v.get("why").as_str()?.to_owned() });
    Ok(list.iter().filter_map(read).collect())
}

pub(super) fn criteria(db: &Connection, sid: i64) -> Db<Vec<Criterion>> {
    let mut all = db.prepare_cached(
        "SELECT id, kind, level, text, details, objects, satisfied_by, applies, guard FROM criterion WHERE sid = ?1 ORDER BY ord",
    )?;
    let read = |row: &Row<'_>| {
        let has_level = row.get_ref(2)?.as_str_or_null()?.is_some();
        Ok(Criterion {
            id: CriterionId(row.get(0)?),
            kind: word(row, 1)?,
            level: if has_level { Some(word(row, 2)?) } else { None },
            text: row.get(3)?,
            details: row.get::<_, Words>(4)?.0,
            objects: types(row, 5)?,
            satisfied_by: row.get::<_, Words>(6)?.0.into_iter().map(CriterionId).collect(),
            applies: row.get(7)?,
            guard: guard(row, 8)?,
        })
    };
    all.query_map([sid], read)?.collect()
}

pub(super) fn targets(db: &Connection, owner: &str) -> Db<Vec<Target>> {
    let mut all = db.prepare_cached("SELECT priority, span_s FROM target WHERE owner = ?1 ORDER BY priority")?;
    let read = |row: &Row<'_>| {
        let priority: u8 = row.get(0)?;
        Ok(Target { priority: (priority > 0).then_some(priority), span_s: row.get(1)? })
    };
    all.query_map([owner], read)?.collect()
}

/// Scenarios of a stream, or of all.
pub(super) fn scenarios(db: &Connection, stream: Option<&StreamId>) -> Db<Vec<Scenario>> {
    let mut all = db.prepare_cached(
        "SELECT scenario.id, stream, scenario.name, trigger, scenario.outcome, scenario.notes, objects, plan
         FROM scenario JOIN stream ON stream.id = scenario.stream
         WHERE stream.deleted = 0 AND (?1 IS NULL OR scenario.stream = ?1) ORDER BY stream.ord, scenario.ord",
    )?;
    let read = |row: &Row<'_>| {
        let stream = StreamId(row.get(1)?);
        Ok(Scenario {
            id: row.get(0)?,
            plan: plan_from_json(row.get_ref(7)?.as_str()?, &stream).map_err(unreadable)?,
            stream,
            name: row.get(2)?,
            trigger: row.get(3)?,
            outcome: row.get(4)?,
            notes: row.get::<_, Words>(5)?.0,
            objects: types(row, 6)?,
        })
    };
    all.query_map([stream.map(StreamId::as_str)], read)?.collect()
}

/// The hand-offs that leave a stream.
pub(super) fn edges(db: &Connection, stream: &StreamId) -> Db<Vec<Edge>> {
    let mut all = db.prepare_cached(&format!("SELECT {EDGE} FROM edge WHERE from_stream = ?1 ORDER BY ord"))?;
    all.query_map([&stream.0], edge_row)?.collect()
}

/// The hand-offs of all streams.
pub(super) fn all_edges(db: &Connection) -> Db<Vec<Edge>> {
    let mut all = db.prepare_cached(&format!(
        "SELECT {EDGE} FROM edge WHERE from_stream IN (SELECT id FROM stream WHERE deleted = 0) ORDER BY from_stream, ord"
    ))?;
    all.query_map([], edge_row)?.collect()
}

/// A hand-off by its id.
pub(super) fn edge(db: &Connection, id: &str) -> Db<Option<Edge>> {
    let mut find = db.prepare_cached(&format!(
        "SELECT {EDGE} FROM edge
         WHERE id = ?1 AND from_stream IN (SELECT id FROM stream WHERE deleted = 0)"
    ))?;
    find.query_row([id], edge_row).optional()
}

const EDGE: &str = "id, kind, from_stream, from_stage, to_stream, to_stage, what, objects, carry";

fn edge_row(row: &Row<'_>) -> Db<Edge> {
    Ok(Edge {
        id: row.get(0)?,
        kind: row.get(1)?,
        from: StreamId(row.get(2)?),
        from_stage: row.get::<_, Option<String>>(3)?.map(StageId),
        to: StreamId(row.get(4)?),
        to_stage: row.get::<_, Option<String>>(5)?.map(StageId),
        what: row.get(6)?,
        objects: types(row, 7)?,
        carry: carry_from_json(row.get_ref(8)?.as_str()?).map_err(unreadable)?,
    })
}

pub(super) fn roles(db: &Connection) -> Db<Vec<Role>> {
    let mut all = db.prepare_cached("SELECT id, name FROM role ORDER BY name")?;
    all.query_map([], |row| Ok(Role { id: row.get(0)?, name: row.get(1)? }))?.collect()
}

pub(super) fn relations(db: &Connection) -> Db<Vec<Relation>> {
    let mut all = db.prepare_cached(&format!("SELECT {RELATION} FROM relation ORDER BY ord"))?;
    all.query_map([], relation)?.collect()
}

/// The columns of a relation.
pub(super) const RELATION: &str =
    "id, inverse, name, inverse_name, from_type, to_type, cardinality, flow, acyclic, depends";

/// A relation of the columns of [`RELATION`].
pub(super) fn relation(row: &Row<'_>) -> Db<Relation> {
    let named = |id: String| (id != "*").then_some(TypeId(id));
    Ok(Relation {
        id: RelationId(row.get(0)?),
        inverse: RelationId(row.get(1)?),
        name: row.get(2)?,
        inverse_name: row.get(3)?,
        from: named(row.get(4)?),
        to: named(row.get(5)?),
        cardinality: row.get(6)?,
        flow: flow(row.get_ref(7)?.as_str()?),
        is_acyclic: row.get(8)?,
        depends: end(row.get_ref(9)?.as_str_or_null()?),
    })
}

pub(super) fn object_types(db: &Connection) -> Db<Vec<ObjectType>> {
    let mut ids = db.prepare_cached("SELECT id FROM otype ORDER BY ord")?;
    let ids: Vec<String> = ids.query_map([], |row| row.get(0))?.collect::<Db<_>>()?;
    let mut types = Vec::with_capacity(ids.len());
    for id in ids {
        types.extend(object_type(db, &TypeId(id))?);
    }
    Ok(types)
}

pub(super) fn object_type(db: &Connection, id: &TypeId) -> Db<Option<ObjectType>> {
    let mut find = db.prepare_cached("SELECT name, prefix, area, purpose, rules FROM otype WHERE id = ?1")?;
    let read = |row: &Row<'_>| {
        let mut kind = ObjectType {
            id: id.clone(),
            name: row.get(0)?,
            prefix: row.get(1)?,
            area: row.get(2)?,
            purpose: row.get(3)?,
            states: states(db, id)?,
            fields: fields(db, id)?,
            effects: Vec::new(),
            notices: Vec::new(),
            locks: Vec::new(),
            figures: Vec::new(),
            impact: None,
            dismissed: None,
            major: None,
        };
        put_type_rules(&mut kind, row.get_ref(4)?.as_str()?).map_err(unreadable)?;
        Ok(kind)
    };
    find.query_row([&id.0], read).optional()
}

fn states(db: &Connection, id: &TypeId) -> Db<Vec<State>> {
    let mut all = db
        .prepare_cached("SELECT id, name, next, is_final, guard, text FROM otype_state WHERE type = ?1 ORDER BY ord")?;
    let read = |row: &Row<'_>| {
        Ok(State {
            id: row.get(0)?,
            name: row.get(1)?,
            next: row.get::<_, Words>(2)?.0,
            is_final: row.get(3)?,
            guard: guard(row, 4)?,
            text: row.get(5)?,
        })
    };
    all.query_map([&id.0], read)?.collect()
}

fn fields(db: &Connection, id: &TypeId) -> Db<Vec<Field>> {
    let mut all =
        db.prepare_cached("SELECT id, name, kind, choices, unit FROM otype_field WHERE type = ?1 ORDER BY ord")?;
    let read = |row: &Row<'_>| {
        Ok(Field {
            id: row.get(0)?,
            name: row.get(1)?,
            kind: FieldKind::of(row.get_ref(2)?.as_str()?).unwrap_or(FieldKind::Text),
            choices: row.get::<_, Words>(3)?.0,
            unit: row.get(4)?,
        })
    };
    all.query_map([&id.0], read)?.collect()
}

fn guard(row: &Row<'_>, idx: usize) -> Db<Option<Guard>> {
    let text = row.get_ref(idx)?.as_str_or_null()?;
    text.map(|text| guard_from_json(text).map_err(unreadable)).transpose()
}

fn flow(word: &str) -> Flow {
    match word {
        "down" => Flow::Down,
        "up" => Flow::Up,
        _ => Flow::Side,
    }
}

fn end(word: Option<&str>) -> Option<End> {
    match word {
        Some("from") => Some(End::From),
        Some("to") => Some(End::To),
        _ => None,
    }
}

fn types(row: &Row<'_>, idx: usize) -> Db<Vec<TypeId>> {
    Ok(row.get::<_, Words>(idx)?.0.into_iter().map(TypeId).collect())
}
