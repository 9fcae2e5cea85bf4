//! The shipped reference, written into the catalogue when it has changed, and overlaid by what the team changed.

use rusqlite::{Connection, OptionalExtension};

use super::apply;
use super::error::{Db, unreadable};
use super::row::Id;
use super::work::Work;
use crate::domain::change::register;
use crate::domain::id::{CriterionId, TypeId};
use crate::domain::intent::ORD_STEP;
use crate::domain::link::{End, Flow};
use crate::domain::object::ObjectType;
use crate::domain::stream::{Level, Stage, Stream, Target};
use crate::domain::value::Value;
use crate::wire::assets::{self, REFERENCE_MARK, Reference};
use crate::wire::rules::type_rules;
use crate::wire::value::{Fields, fields_to_json, to_json, words_to_json};

/// The mark of the reference the file holds.
pub(super) fn mark(db: &Connection) -> Db<Option<String>> {
    db.query_row("SELECT v FROM meta WHERE k = 'reference'", [], |row| row.get(0)).optional()
}

/// Writes the shipped reference, then what the team changed over it.
pub(super) fn write(work: &Work<'_>) -> Db<()> {
    let db = work.db;
    clear(db)?;
    add(work, &assets::reference().map_err(unreadable)?)?;
    db.execute("INSERT OR REPLACE INTO meta (k, v) VALUES ('reference', ?1)", [REFERENCE_MARK])?;
    Ok(())
}

/// Writes a reference beside what is there.
pub(super) fn add(work: &Work<'_>, reference: &Reference) -> Db<()> {
    let db = work.db;
    for stream in &reference.streams {
        write_stream(db, stream)?;
    }
    let first: i64 = db.query_row("SELECT count(*) FROM otype", [], |row| row.get(0))?;
    for (kind, ord) in reference.types.iter().zip(first..) {
        write_type(db, kind, ord)?;
    }
    write_relations(db, reference)?;
    apply::overlay(work)
}

/// Streams and stages stay, since cards stand in them; they are overwritten.
fn clear(db: &Connection) -> Db<()> {
    db.execute_batch(
        "DELETE FROM target; DELETE FROM criterion; DELETE FROM scenario; DELETE FROM edge; DELETE FROM role;
         DELETE FROM otype; DELETE FROM otype_state; DELETE FROM otype_field; DELETE FROM relation;",
    )
}

fn write_stream(db: &Connection, stream: &Stream) -> Db<()> {
    let mut put = db.prepare_cached(
        "INSERT INTO stream (id, entity, ord, name, short, kind, gate, purpose, outcome, key_stakeholder, card_type,
           clock_starts, triggers, notes, base, clock, blocked_pauses)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
         ON CONFLICT (id) DO UPDATE SET ord = excluded.ord, name = excluded.name, short = excluded.short,
           kind = excluded.kind, gate = excluded.gate, purpose = excluded.purpose, outcome = excluded.outcome,
           key_stakeholder = excluded.key_stakeholder, card_type = excluded.card_type,
           clock_starts = excluded.clock_starts, triggers = excluded.triggers, notes = excluded.notes,
           base = excluded.base, clock = excluded.clock, blocked_pauses = excluded.blocked_pauses, deleted = 0",
    )?;
    put.execute(rusqlite::params![
        stream.id.0,
        Id(stream.id.entity().0),
        stream.ord,
        stream.name,
        stream.short,
        stream.kind.word(),
        stream.gate.word(),
        stream.purpose,
        stream.outcome,
        stream.key_stakeholder,
        stream.card_type.0,
        stream.clock_starts.0,
        words_to_json(&stream.triggers),
        words_to_json(&stream.notes),
        fields_to_json(&base_of_stream(stream)),
        stream.clock.word(),
        stream.blocked_pauses,
    ])?;
    write_targets(db, &stream.id.0, &stream.targets)?;
    for (stage, n) in stream.stages.iter().zip(1..) {
        write_stage(db, stream, stage, n * ORD_STEP)?;
    }
    write_scenarios(db, stream)?;
    write_edges(db, stream)
}

fn base_of_stream(stream: &Stream) -> Fields {
    let mut base = Fields::from([
        (register::NAME.into(), stream.name.as_str().into()),
        (register::SHORT.into(), stream.short.as_str().into()),
        (register::ORD.into(), stream.ord.into()),
        (register::GATE.into(), stream.gate.word().into()),
        (register::CLOCK.into(), stream.clock.word().into()),
        (register::BLOCKED_PAUSES.into(), stream.blocked_pauses.into()),
        (register::CARD_TYPE.into(), stream.card_type.as_str().into()),
        (register::PURPOSE.into(), stream.purpose.as_str().into()),
    ]);
    base.extend(target_registers(&stream.targets));
    base
}

fn write_stage(db: &Connection, stream: &Stream, stage: &Stage, ord: i64) -> Db<()> {
    let mut put = db.prepare_cached(
        "INSERT INTO stage (id, entity, stream, ord, name, short, purpose, wip, entrance_mode, exit_mode,
           taken_meets_target, deliverables, value_items, roles, notes, loops, base, rules)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
         ON CONFLICT (id) DO UPDATE SET ord = excluded.ord, name = excluded.name, short = excluded.short,
           purpose = excluded.purpose, wip = excluded.wip, entrance_mode = excluded.entrance_mode,
           exit_mode = excluded.exit_mode, taken_meets_target = excluded.taken_meets_target,
           deliverables = excluded.deliverables, value_items = excluded.value_items, roles = excluded.roles,
           notes = excluded.notes, loops = excluded.loops, base = excluded.base, rules = excluded.rules,
           deleted = 0",
    )?;
    let loops = stage.loops.iter().map(|l| Value::map([("to", l.to.as_str().into()), ("why", l.why.as_str().into())]));
    put.execute(rusqlite::params![
        stage.id.0,
        Id(stage.id.entity().0),
        stream.id.0,
        ord,
        stage.name,
        stage.short,
        stage.purpose,
        stage.wip,
        stage.entrance_mode.word(),
        stage.exit_mode.word(),
        stage.taken_meets_target,
        words_to_json(&stage.deliverables),
        words_to_json(&stage.value_items),
        words_to_json(&stage.roles),
        words_to_json(&stage.notes),
        to_json(&Value::List(loops.collect())),
        fields_to_json(&base_of_stage(stream, stage, ord)),
        to_json(&stage.rules.to_value()),
    ])?;
    write_targets(db, &stage.id.0, &stage.targets)?;
    write_criteria(db, stage)
}

fn base_of_stage(stream: &Stream, stage: &Stage, ord: i64) -> Fields {
    let mut base = Fields::from([
        (register::STREAM.into(), stream.id.as_str().into()),
        (register::NAME.into(), stage.name.as_str().into()),
        (register::SHORT.into(), stage.short.as_str().into()),
        (register::ORD.into(), ord.into()),
        (register::PURPOSE.into(), stage.purpose.as_str().into()),
        (register::WIP.into(), stage.wip.map_or(Value::Null, |n| Value::Int(n.into()))),
    ]);
    base.extend(target_registers(&stage.targets));
    base
}

fn target_registers(targets: &[Target]) -> impl Iterator<Item = (String, Value)> {
    targets.iter().map(|target| {
        let priority = target.priority.map_or(String::new(), |p| p.to_string());
        (format!("{}{priority}", register::TARGET), target.span_s.into())
    })
}

fn write_targets(db: &Connection, owner: &str, targets: &[Target]) -> Db<()> {
    let mut put = db.prepare_cached("INSERT INTO target (owner, priority, span_s) VALUES (?1, ?2, ?3)")?;
    for target in targets {
        put.execute((owner, target.priority.unwrap_or(0), target.span_s))?;
    }
    Ok(())
}

fn write_criteria(db: &Connection, stage: &Stage) -> Db<()> {
    let mut put = db.prepare_cached(
        "INSERT INTO criterion (id, sid, kind, level, ord, text, details, objects, satisfied_by, applies, guard)
         VALUES (?1, (SELECT sid FROM stage WHERE id = ?2), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for (criterion, ord) in stage.criteria.iter().zip(0_i64..) {
        let objects: Vec<&str> = criterion.objects.iter().map(TypeId::as_str).collect();
        let satisfied_by: Vec<&str> = criterion.satisfied_by.iter().map(CriterionId::as_str).collect();
        put.execute(rusqlite::params![
            criterion.id.0,
            stage.id.0,
            criterion.kind.word(),
            criterion.level.map(Level::word),
            ord,
            criterion.text,
            words_to_json(&criterion.details),
            words_to_json(&objects),
            words_to_json(&satisfied_by),
            criterion.applies,
            criterion.guard.as_ref().map(|guard| to_json(&guard.to_value())),
        ])?;
    }
    Ok(())
}

fn write_scenarios(db: &Connection, stream: &Stream) -> Db<()> {
    let mut put = db.prepare_cached(
        "INSERT INTO scenario (stream, id, ord, name, trigger, outcome, notes, objects, plan)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for (scenario, ord) in stream.scenarios.iter().zip(0_i64..) {
        let objects: Vec<&str> = scenario.objects.iter().map(TypeId::as_str).collect();
        put.execute(rusqlite::params![
            stream.id.0,
            scenario.id,
            ord,
            scenario.name,
            scenario.trigger,
            scenario.outcome,
            words_to_json(&scenario.notes),
            words_to_json(&objects),
            to_json(&scenario.plan.to_value()),
        ])?;
    }
    Ok(())
}

fn write_edges(db: &Connection, stream: &Stream) -> Db<()> {
    let mut put = db.prepare_cached(
        "INSERT INTO edge (id, ord, kind, from_stream, from_stage, to_stream, to_stage, what, objects, carry)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    for (edge, ord) in stream.edges.iter().zip(0_i64..) {
        let objects: Vec<&str> = edge.objects.iter().map(TypeId::as_str).collect();
        put.execute(rusqlite::params![
            edge.id,
            ord,
            edge.kind,
            edge.from.0,
            edge.from_stage.as_ref().map(|s| &s.0),
            edge.to.0,
            edge.to_stage.as_ref().map(|s| &s.0),
            edge.what,
            words_to_json(&objects),
            to_json(&edge.carry.to_value()),
        ])?;
    }
    Ok(())
}

fn write_type(db: &Connection, kind: &ObjectType, ord: i64) -> Db<()> {
    let mut put = db.prepare_cached(
        "INSERT INTO otype (id, ord, name, prefix, area, purpose, rules) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let rules = to_json(&type_rules(kind));
    put.execute((&kind.id.0, ord, &kind.name, &kind.prefix, &kind.area, &kind.purpose, rules))?;
    let mut put = db.prepare_cached(
        "INSERT INTO otype_state (type, ord, id, name, next, is_final, guard, text)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for (state, ord) in kind.states.iter().zip(0_i64..) {
        let guard = state.guard.as_ref().map(|guard| to_json(&guard.to_value()));
        let next = words_to_json(&state.next);
        put.execute((&kind.id.0, ord, &state.id, &state.name, next, state.is_final, guard, &state.text))?;
    }
    let mut put = db.prepare_cached(
        "INSERT INTO otype_field (type, ord, id, name, kind, choices, unit) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (field, ord) in kind.fields.iter().zip(0_i64..) {
        put.execute((
            &kind.id.0,
            ord,
            &field.id,
            &field.name,
            field.kind.word(),
            words_to_json(&field.choices),
            &field.unit,
        ))?;
    }
    Ok(())
}

fn write_relations(db: &Connection, reference: &Reference) -> Db<()> {
    let mut put = db.prepare_cached(
        "INSERT INTO relation (ord, id, inverse, name, inverse_name, from_type, to_type, cardinality, flow, acyclic, depends)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    let first: i64 = db.query_row("SELECT count(*) FROM relation", [], |row| row.get(0))?;
    for (relation, ord) in reference.relations.iter().zip(first..) {
        let named = |end: &Option<TypeId>| end.as_ref().map_or("*".to_owned(), |t| t.0.clone());
        put.execute((
            ord,
            &relation.id.0,
            &relation.inverse.0,
            &relation.name,
            &relation.inverse_name,
            named(&relation.from),
            named(&relation.to),
            &relation.cardinality,
            flow(relation.flow),
            relation.is_acyclic,
            relation.depends.map(end),
        ))?;
    }
    let mut put = db.prepare_cached("INSERT INTO role (id, name) VALUES (?1, ?2)")?;
    for role in &reference.roles {
        put.execute((&role.id, &role.name))?;
    }
    Ok(())
}

fn end(end: End) -> &'static str {
    match end {
        End::From => "from",
        End::To => "to",
    }
}

fn flow(flow: Flow) -> &'static str {
    match flow {
        Flow::Down => "down",
        Flow::Up => "up",
        Flow::Side => "side",
    }
}
