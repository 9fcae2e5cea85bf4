//! Links between objects, and comments on them.

use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

use super::{Applied, card};
use crate::domain::change::register;
use crate::domain::value::Value;
use crate::store::error::Db;
use crate::store::row::{Id, ms};
use crate::store::work::Work;

pub(super) fn comment(work: &Work<'_>, applied: &Applied<'_>) -> Db<()> {
    let text = |field: &str| applied.fields.get(field).and_then(Value::as_str);
    let id = Id(applied.entity.0);
    let oid = if applied.creates {
        let Some(oid) = oid_of(work.db, text(register::OBJECT))? else {
            return Ok(());
        };
        let at = applied.fields.get(register::CREATED_AT).and_then(Value::as_at).map(ms);
        let actor = text(register::CREATED_BY).unwrap_or_default();
        let mut add = work
            .db
            .prepare_cached("INSERT INTO comment (id, oid, actor, at, text, deleted) VALUES (?1, ?2, ?3, ?4, ?5, 0)")?;
        add.execute((id, oid, actor, at, text(register::TEXT).unwrap_or_default()))?;
        Some(oid)
    } else {
        let is_deleted = applied.fields.get(register::DELETED).map(|v| v.as_bool() == Some(true));
        let mut change = work.db.prepare_cached(
            "UPDATE comment SET deleted = coalesce(?2, deleted), text = coalesce(?3, text) WHERE id = ?1 RETURNING oid",
        )?;
        change.query_row((id, is_deleted, text(register::TEXT)), |row| row.get(0)).optional()?
    };
    if let Some(oid) = oid {
        work.reworded.borrow_mut().entry(oid).or_insert(false);
    }
    Ok(())
}

pub(super) fn link(work: &Work<'_>, applied: &Applied<'_>) -> Db<()> {
    let text = |field: &str| applied.fields.get(field).and_then(Value::as_str);
    let on = applied.fields.get(register::ON).map(|v| v.as_bool() == Some(true));
    let ends = if applied.creates {
        let ends = (oid_of(work.db, text(register::FROM))?, oid_of(work.db, text(register::TO))?);
        let (Some(from), Some(to)) = ends else {
            return Ok(());
        };
        let mut add = work.db.prepare_cached(
            "INSERT OR REPLACE INTO link (entity, from_oid, relation, to_oid, live) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        add.execute((Id(applied.entity.0), from, text(register::RELATION).unwrap_or_default(), to, on == Some(true)))?;
        Some((from, to))
    } else {
        let mut change = work
            .db
            .prepare_cached("UPDATE link SET live = coalesce(?2, live) WHERE entity = ?1 RETURNING from_oid, to_oid")?;
        change.query_row((Id(applied.entity.0), on), |row| Ok((row.get(0)?, row.get(1)?))).optional()?
    };
    if let Some((from, to)) = ends {
        recount(work.db, from)?;
        recount(work.db, to)?;
        card::refresh_around(work, from)?;
        card::refresh_around(work, to)?;
    }
    Ok(())
}

fn oid_of(db: &Connection, id: Option<&str>) -> Db<Option<i64>> {
    let Some(id) = id.and_then(|id| id.parse::<Uuid>().ok()) else {
        return Ok(None);
    };
    let mut find = db.prepare_cached("SELECT oid FROM object WHERE id = ?1")?;
    find.query_row([Id(id)], |row| row.get(0)).optional()
}

/// Counts the links of an object to others that are there.
fn recount(db: &Connection, oid: i64) -> Db<()> {
    let mut count = db.prepare_cached(
        "UPDATE object SET n_links =
           (SELECT count(*) FROM link JOIN object AS other ON other.oid = link.to_oid
            WHERE link.from_oid = ?1 AND link.live = 1 AND other.deleted = 0)
           + (SELECT count(*) FROM link JOIN object AS other ON other.oid = link.from_oid
              WHERE link.to_oid = ?1 AND link.live = 1 AND other.deleted = 0)
         WHERE oid = ?1",
    )?;
    count.execute([oid])?;
    Ok(())
}

/// Counts and works out anew for those linked with an object that went, came back or became something else: nobody
/// hangs on what they had no reason to look at.
pub(super) fn refresh_linked(work: &Work<'_>, oid: i64) -> Db<()> {
    let mut others = work.db.prepare_cached(
        "SELECT to_oid FROM link WHERE from_oid = ?1 UNION SELECT from_oid FROM link WHERE to_oid = ?1",
    )?;
    let others: Vec<i64> = others.query_map([oid], |row| row.get(0))?.collect::<Db<_>>()?;
    for other in others {
        recount(work.db, other)?;
        card::refresh_around(work, other)?;
    }
    Ok(())
}
