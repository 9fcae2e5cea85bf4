//! What is major now, found by an index that holds nothing else.

use rusqlite::{OptionalExtension, Row};

use super::catalogue;
use super::error::{Db, Error};
use super::reader::Reader;
use super::row::{self, Id, Ms};
use crate::domain::id::{CardId, ObjectId, TypeId};
use crate::domain::major::{Major, MajorRow};

impl Reader {
    /// What is major, the latest declared first.
    pub fn majors(&self) -> Result<Vec<MajorRow>, Error> {
        self.read(|db| {
            let mut all = db.prepare_cached(
                // Without the hint, keys that are there are taken for the narrower condition.
                "SELECT oid, id, key, title, priority, assignee, type, major FROM object INDEXED BY object_major
                 WHERE is_major = 1 AND archived = 0 AND key IS NOT NULL",
            )?;
            let found: Vec<Found> = all.query_map([], found)?.collect::<Db<_>>()?;
            let mut told = db.prepare_cached("SELECT max(at) FROM comment WHERE oid = ?1 AND deleted = 0")?;
            let mut card = db.prepare_cached(
                "SELECT id FROM card WHERE oid = ?1 AND deleted = 0 AND done_at IS NULL ORDER BY cid",
            )?;
            let mut rows: Vec<MajorRow> = Vec::new();
            for (oid, type_id, mut row) in found {
                let said: Option<Ms> = told.query_row([oid], |row| row.get(0))?;
                row.told_at = said.map_or(row.told_at, |said| said.0.max(row.told_at));
                row.card = card.query_row([oid], |row| row.get::<_, Id>(0)).optional()?.map(|id| CardId(id.0));
                let kind = catalogue::object_type(db, &type_id)?;
                row.update_every_s = kind.and_then(|kind| kind.major).and_then(|rule| rule.update_every_s);
                rows.push(row);
            }
            rows.sort_by(|a, b| b.major.at.cmp(&a.major.at).then_with(|| b.key.cmp(&a.key)));
            Ok(rows)
        })
    }
}

/// Its number in this file, its type, and the rest.
type Found = (i64, TypeId, MajorRow);

fn found(row: &Row<'_>) -> Db<Found> {
    let never =
        || Major { at: crate::domain::value::from_millis(0), by: String::new(), text: String::new(), end: None };
    let major = row::major(row, 7)?.unwrap_or_else(never);
    let told_at = major.at;
    let found = MajorRow {
        object: ObjectId(row.get::<_, Id>(1)?.0),
        card: None,
        key: row::key(row.get_ref(2)?.as_str()?),
        title: row.get(3)?,
        priority: row.get(4)?,
        assignee: row.get(5)?,
        major,
        told_at,
        update_every_s: None,
    };
    Ok((row.get(0)?, TypeId(row.get(6)?), found))
}
