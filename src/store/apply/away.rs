//! When objects were off the boards: the absences a journal tells, written once at the end of a write, when it is
//! known which of its groups are in force.

use rusqlite::Connection;

use crate::domain::id::EntityId;
use crate::domain::past;
use crate::store::error::Db;
use crate::store::past::written;
use crate::store::row::{Id, ms};

/// Writes the absences of an object anew.
pub(in crate::store) fn settle(db: &Connection, oid: i64) -> Db<()> {
    let id: Id = db.prepare_cached("SELECT id FROM object WHERE oid = ?1")?.query_row([oid], |row| row.get(0))?;
    db.prepare_cached("DELETE FROM away WHERE oid = ?1")?.execute([oid])?;
    let mut add = db.prepare_cached("INSERT OR REPLACE INTO away (oid, from_at, until_at) VALUES (?1, ?2, ?3)")?;
    for (from, until) in past::away(&written(db, EntityId(id.0))?) {
        add.execute((oid, ms(from), until.map(ms)))?;
    }
    Ok(())
}

/// Writes those of all objects: a file of an earlier format has none yet.
pub(in crate::store) fn rebuild(db: &Connection) -> Db<()> {
    let mut all = db.prepare_cached(
        "SELECT DISTINCT oid FROM op JOIN object ON object.id = op.entity
         WHERE op.kind = 'object' AND json_type(op.val, '$.archived') IS NOT NULL",
    )?;
    let all: Vec<i64> = all.query_map([], |row| row.get(0))?.collect::<Db<_>>()?;
    all.into_iter().try_for_each(|oid| settle(db, oid))
}
