//! What a team changed about its boards. A register that is cleared gives the shipped value back.

mod own;

use rusqlite::OptionalExtension;
use rusqlite::types::ToSql;

use super::{Applied, card};
use crate::domain::calendar::CALENDAR;
use crate::domain::change::register;
use crate::domain::value::Value;
use crate::store::error::{Db, unreadable};
use crate::store::keys;
use crate::store::row::Id;
use crate::store::work::Work;
use crate::wire::value::{Fields, fields_from_json, to_json};

pub(super) fn stream(work: &Work<'_>, applied: &Applied<'_>) -> Db<()> {
    if applied.creates {
        let id = applied.fields.get(register::ID).and_then(Value::as_str);
        let mut add = work.db.prepare_cached("INSERT OR IGNORE INTO stream (id, entity) VALUES (?1, ?2)")?;
        add.execute((id, Id(applied.entity.0)))?;
    }
    write_all(work, applied, "SELECT id, base FROM stream WHERE entity = ?1", write_stream)
}

fn write_stream(work: &Work<'_>, id: &str, field: &str, value: &Value) -> Db<()> {
    let sql = match field {
        register::NAME => "UPDATE stream SET name = coalesce(?2, '') WHERE id = ?1",
        register::SHORT => "UPDATE stream SET short = coalesce(?2, '') WHERE id = ?1",
        register::ORD => "UPDATE stream SET ord = coalesce(?2, 0) WHERE id = ?1",
        register::GATE => "UPDATE stream SET gate = coalesce(?2, 'warn') WHERE id = ?1",
        register::CARD_TYPE => "UPDATE stream SET card_type = coalesce(?2, '') WHERE id = ?1",
        register::PURPOSE => "UPDATE stream SET purpose = coalesce(?2, '') WHERE id = ?1",
        register::DELETED => "UPDATE stream SET deleted = coalesce(?2, 0) WHERE id = ?1",
        register::KIND => "UPDATE stream SET kind = coalesce(?2, 'own') WHERE id = ?1",
        register::OUTCOME => "UPDATE stream SET outcome = coalesce(?2, '') WHERE id = ?1",
        register::KEY_STAKEHOLDER => "UPDATE stream SET key_stakeholder = coalesce(?2, '') WHERE id = ?1",
        register::CLOCK_STARTS => "UPDATE stream SET clock_starts = coalesce(?2, '') WHERE id = ?1",
        register::CLOCK => "UPDATE stream SET clock = coalesce(?2, 'elapsed') WHERE id = ?1",
        register::BLOCKED_PAUSES => "UPDATE stream SET blocked_pauses = coalesce(?2, 0) WHERE id = ?1",
        register::TRIGGERS => "UPDATE stream SET triggers = coalesce(?2, '[]') WHERE id = ?1",
        register::NOTES => "UPDATE stream SET notes = coalesce(?2, '[]') WHERE id = ?1",
        register::SCENARIOS => return own::scenarios(work.db, id, value),
        register::EDGES => return own::edges(work.db, id, value),
        _ => return write_target(work, id, field, value),
    };
    write(work, sql, id, value)
}

pub(super) fn stage(work: &Work<'_>, applied: &Applied<'_>) -> Db<()> {
    if applied.creates {
        let text = |field: &str| applied.fields.get(field).and_then(Value::as_str);
        let mut add = work.db.prepare_cached("INSERT OR IGNORE INTO stage (id, entity, stream) VALUES (?1, ?2, ?3)")?;
        add.execute((text(register::ID), Id(applied.entity.0), text(register::STREAM)))?;
    }
    write_all(work, applied, "SELECT id, base FROM stage WHERE entity = ?1", write_stage)
}

fn write_stage(work: &Work<'_>, id: &str, field: &str, value: &Value) -> Db<()> {
    let sql = match field {
        register::NAME => "UPDATE stage SET name = coalesce(?2, '') WHERE id = ?1",
        register::SHORT => "UPDATE stage SET short = coalesce(?2, '') WHERE id = ?1",
        register::ORD => "UPDATE stage SET ord = coalesce(?2, 0) WHERE id = ?1",
        register::PURPOSE => "UPDATE stage SET purpose = coalesce(?2, '') WHERE id = ?1",
        register::WIP => "UPDATE stage SET wip = ?2 WHERE id = ?1",
        register::DELETED => "UPDATE stage SET deleted = coalesce(?2, 0) WHERE id = ?1",
        register::ENTRANCE_MODE => "UPDATE stage SET entrance_mode = coalesce(?2, 'all') WHERE id = ?1",
        register::EXIT_MODE => "UPDATE stage SET exit_mode = coalesce(?2, 'all') WHERE id = ?1",
        register::TAKEN_MEETS_TARGET => "UPDATE stage SET taken_meets_target = coalesce(?2, 0) WHERE id = ?1",
        register::DELIVERABLES => "UPDATE stage SET deliverables = coalesce(?2, '[]') WHERE id = ?1",
        register::VALUE_ITEMS => "UPDATE stage SET value_items = coalesce(?2, '[]') WHERE id = ?1",
        register::ROLES => "UPDATE stage SET roles = coalesce(?2, '[]') WHERE id = ?1",
        register::NOTES => "UPDATE stage SET notes = coalesce(?2, '[]') WHERE id = ?1",
        register::LOOPS => "UPDATE stage SET loops = coalesce(?2, '[]') WHERE id = ?1",
        register::RULES => "UPDATE stage SET rules = coalesce(?2, '{}') WHERE id = ?1",
        register::CRITERIA => return own::criteria(work.db, id, value),
        _ => return write_target(work, id, field, value),
    };
    write(work, sql, id, value)
}

type Write = fn(&Work<'_>, &str, &str, &Value) -> Db<()>;

/// Writes the registers to the row that `find` finds by its entity; nothing where there is none.
fn write_all(work: &Work<'_>, applied: &Applied<'_>, find: &str, write: Write) -> Db<()> {
    let found = work
        .db
        .prepare_cached(find)?
        .query_row([Id(applied.entity.0)], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
        .optional()?;
    let Some((id, base)) = found else {
        return Ok(());
    };
    let base = fields_from_json(&base).map_err(unreadable)?;
    for (field, value) in applied.fields {
        write(work, &id, field, shown(&base, field, value))?;
    }
    settle(work, &id, applied.fields)
}

fn write_target(work: &Work<'_>, owner: &str, field: &str, value: &Value) -> Db<()> {
    let Some(priority) = field.strip_prefix(register::TARGET) else {
        return Ok(());
    };
    let priority: i64 = priority.parse().unwrap_or(0);
    match value.as_int() {
        Some(span_s) => {
            let mut put = work
                .db
                .prepare_cached("INSERT OR REPLACE INTO target (owner, priority, span_s) VALUES (?1, ?2, ?3)")?;
            put.execute((owner, priority, span_s))?;
        }
        None => {
            work.db
                .prepare_cached("DELETE FROM target WHERE owner = ?1 AND priority = ?2")?
                .execute((owner, priority))?;
        }
    }
    Ok(())
}

fn write(work: &Work<'_>, sql: &str, id: &str, value: &Value) -> Db<()> {
    let json;
    let value: &dyn ToSql = match value {
        Value::Text(text) => text,
        Value::Int(n) => n,
        Value::Bool(b) => b,
        Value::List(_) | Value::Map(_) => {
            json = to_json(value);
            &json
        }
        Value::Null | Value::Real(_) => &rusqlite::types::Null,
    };
    work.db.prepare_cached(sql)?.execute(rusqlite::params![id, value])?;
    Ok(())
}

/// The value of a register, or the shipped one where it is cleared.
fn shown<'a>(base: &'a Fields, field: &str, value: &'a Value) -> &'a Value {
    if value.is_null() { base.get(field).unwrap_or(value) } else { value }
}

/// Forgets what was read of it; where clocks or gates changed, the cards are asked anew.
fn settle(work: &Work<'_>, owner: &str, fields: &Fields) -> Db<()> {
    work.forget_streams()?;
    let turns_cards = |field: &String| {
        let is_gate = matches!(field.as_str(), register::CRITERIA | register::RULES | register::EXIT_MODE);
        let is_clock = matches!(field.as_str(), register::CLOCK | register::BLOCKED_PAUSES);
        is_gate || is_clock || field == register::TAKEN_MEETS_TARGET || field.starts_with(register::TARGET)
    };
    if fields.keys().any(turns_cards) {
        card::refresh_in(work, owner)?;
    }
    Ok(())
}

pub(super) fn workspace(work: &Work<'_>, applied: &Applied<'_>) -> Db<()> {
    for (field, value) in applied.fields {
        if let Some(block) = field.strip_prefix(register::KEYS) {
            if let Some((prefix, first)) = block.rsplit_once(':') {
                let first = first.parse().unwrap_or(0);
                keys::hold_block(work.db, prefix, first, value.as_str().unwrap_or_default())?;
            }
        } else if let Some(name) = field.strip_prefix(register::SETTING) {
            set(work, name, value)?;
            if name == CALENDAR {
                work.forget_calendar();
                card::refresh_working(work)?;
            }
        } else if field == register::NAME {
            let name = value.as_str().unwrap_or_default();
            work.db.prepare_cached("INSERT OR REPLACE INTO meta (k, v) VALUES ('name', ?1)")?.execute([name])?;
        }
    }
    Ok(())
}

fn set(work: &Work<'_>, name: &str, value: &Value) -> Db<()> {
    if value.is_null() {
        work.db.prepare_cached("DELETE FROM setting WHERE name = ?1")?.execute([name])?;
    } else {
        let mut put = work.db.prepare_cached("INSERT OR REPLACE INTO setting (name, val) VALUES (?1, ?2)")?;
        put.execute((name, to_json(value)))?;
    }
    Ok(())
}
