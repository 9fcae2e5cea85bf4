//! What the registers of a team's own streams hold in lists: criteria, scenarios, edges. Each is written as a whole.

use rusqlite::Connection;
use rusqlite::types::{Null, ToSql, ToSqlOutput};

use crate::domain::value::Value;
use crate::store::error::Db;
use crate::wire::value::to_json;

/// A part of a register's value as a column holds it.
enum Part<'a> {
    Plain(&'a Value),
    /// JSON, or this where there is nothing.
    Json(&'a Value, Option<&'static str>),
}

impl ToSql for Part<'_> {
    fn to_sql(&self) -> Db<ToSqlOutput<'_>> {
        match self {
            Self::Plain(Value::Text(text)) => text.to_sql(),
            Self::Plain(Value::Int(n)) => n.to_sql(),
            Self::Plain(_) => Null.to_sql(),
            Self::Json(Value::Null, other) => other.to_sql(),
            Self::Json(value, _) => Ok(to_json(value).into()),
        }
    }
}

fn words(value: &Value) -> Part<'_> {
    Part::Json(value, Some("[]"))
}

fn rules(value: &Value) -> Part<'_> {
    Part::Json(value, Some("{}"))
}

/// The criteria of a stage.
pub fn criteria(db: &Connection, stage: &str, value: &Value) -> Db<()> {
    db.prepare_cached("DELETE FROM criterion WHERE sid = (SELECT sid FROM stage WHERE id = ?1)")?.execute([stage])?;
    let mut put = db.prepare_cached(
        "INSERT OR REPLACE INTO criterion (id, sid, kind, level, ord, text, details, objects, satisfied_by, applies, guard)
         VALUES (?1, (SELECT sid FROM stage WHERE id = ?2), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for (one, ord) in value.items().iter().zip(0_i64..) {
        let plain = |name: &str| Part::Plain(one.get(name));
        put.execute(rusqlite::params![
            plain("id"),
            stage,
            plain("kind"),
            plain("level"),
            ord,
            plain("text"),
            words(one.get("details")),
            words(one.get("objects")),
            words(one.get("satisfied_by")),
            plain("applies"),
            Part::Json(one.get("guard"), None),
        ])?;
    }
    Ok(())
}

/// The scenarios of a stream.
pub fn scenarios(db: &Connection, stream: &str, value: &Value) -> Db<()> {
    db.prepare_cached("DELETE FROM scenario WHERE stream = ?1")?.execute([stream])?;
    let mut put = db.prepare_cached(
        "INSERT INTO scenario (stream, id, ord, name, trigger, outcome, notes, objects, plan)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for (one, ord) in value.items().iter().zip(0_i64..) {
        let plain = |name: &str| Part::Plain(one.get(name));
        put.execute(rusqlite::params![
            stream,
            plain("id"),
            ord,
            plain("name"),
            plain("trigger"),
            plain("outcome"),
            words(one.get("notes")),
            words(one.get("objects")),
            rules(one.get("plan")),
        ])?;
    }
    Ok(())
}

/// The hand-offs that leave a stream. One of an id that another stream has stays with that stream.
pub fn edges(db: &Connection, stream: &str, value: &Value) -> Db<()> {
    db.prepare_cached("DELETE FROM edge WHERE from_stream = ?1")?.execute([stream])?;
    let mut put = db.prepare_cached(
        "INSERT INTO edge (id, ord, kind, from_stream, from_stage, to_stream, to_stage, what, objects, carry)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (id) DO UPDATE SET ord = excluded.ord, kind = excluded.kind, from_stream = excluded.from_stream,
           from_stage = excluded.from_stage, to_stream = excluded.to_stream, to_stage = excluded.to_stage,
           what = excluded.what, objects = excluded.objects, carry = excluded.carry
         WHERE from_stream IN (SELECT id FROM stream WHERE deleted = 1)",
    )?;
    for (one, ord) in value.items().iter().zip(0_i64..) {
        let plain = |name: &str| Part::Plain(one.get(name));
        put.execute(rusqlite::params![
            plain("id"),
            ord,
            plain("kind"),
            stream,
            plain("from_stage"),
            plain("to"),
            plain("to_stage"),
            plain("what"),
            words(one.get("objects")),
            rules(one.get("carry")),
        ])?;
    }
    Ok(())
}
