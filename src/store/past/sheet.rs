//! An object whole, as it was: its fields, where its cards stood, links and comments of then.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::row::{Then, object, then};
use super::written;
use crate::domain::At;
use crate::domain::change::register;
use crate::domain::id::{EntityId, ObjectId};
use crate::domain::past;
use crate::domain::past::SheetThen;
use crate::domain::value::Value;
use crate::domain::window::{CardRow, Comment, LinkRow};
use crate::store::catalogue;
use crate::store::error::Db;
use crate::store::error::Error;
use crate::store::reader::Reader;
use crate::store::row::{Id, Ms, ms};
use crate::store::sheet::link;

impl Reader {
    /// An object as it was; nothing where it was not there yet, or its making was undone.
    pub fn sheet_at(&self, id: ObjectId, at: At) -> Result<Option<SheetThen>, Error> {
        self.read(|db| {
            let mut find = db.prepare_cached("SELECT oid FROM object WHERE id = ?1")?;
            let oid: Option<i64> = find.query_row([Id(id.0)], |row| row.get(0)).optional()?;
            oid.map_or(Ok(None), |oid| sheet(db, oid, at))
        })
    }
}

fn sheet(db: &Connection, oid: i64, at: At) -> Db<Option<SheetThen>> {
    let Some(object) = object(db, oid, at)? else {
        return Ok(None);
    };
    let mut cids = db.prepare_cached("SELECT cid FROM card WHERE oid = ?1 ORDER BY cid")?;
    let cids: Vec<i64> = cids.query_map([oid], |row| row.get(0))?.collect::<Db<_>>()?;
    let found: Vec<Option<Then>> = cids.into_iter().map(|cid| then(db, cid, at)).collect::<Db<_>>()?;
    let mut cards: Vec<CardRow> = found.into_iter().flatten().map(|then| then.row).collect();
    cards.sort_by_key(|row| row.done_at.is_some());
    if cards.is_empty() && object.created_at > at {
        return Ok(None);
    }
    let kind = catalogue::object_type(db, &object.type_id)?;
    Ok(Some(SheetThen {
        at,
        type_name: kind.map_or_else(|| object.type_id.0.clone(), |kind| kind.name),
        cards,
        links: links(db, oid, at)?,
        comments: comments(db, oid, at)?,
        object,
    }))
}

/// The links that held then, to objects as they are called now.
fn links(db: &Connection, oid: i64, at: At) -> Db<Vec<LinkRow>> {
    let mut all = db.prepare_cached(
        "SELECT relation, (SELECT name FROM relation AS r WHERE r.id = link.relation LIMIT 1), 1,
           other.id, other.key, other.type, other.title, other.state, link.entity
         FROM link JOIN object AS other ON other.oid = link.to_oid
         WHERE link.from_oid = ?1 AND other.deleted = 0
         UNION ALL
         SELECT coalesce((SELECT inverse FROM relation AS r WHERE r.id = link.relation LIMIT 1), relation),
           (SELECT inverse_name FROM relation AS r WHERE r.id = link.relation LIMIT 1), 0,
           other.id, other.key, other.type, other.title, other.state, link.entity
         FROM link JOIN object AS other ON other.oid = link.from_oid
         WHERE link.to_oid = ?1 AND other.deleted = 0
         ORDER BY 1, 5",
    )?;
    let read = |row: &Row<'_>| Ok((link(row)?, EntityId(row.get::<_, Id>(8)?.0)));
    let all: Vec<(LinkRow, EntityId)> = all.query_map([oid], read)?.collect::<Db<_>>()?;
    let mut links = Vec::new();
    for (link, entity) in all {
        let ops = written(db, entity)?;
        let began = ops.first().is_some_and(|op| op.at <= at);
        let is_on = past::registers(&ops, at).get(register::ON).and_then(Value::as_bool) == Some(true);
        links.extend((began && is_on).then_some(link));
    }
    Ok(links)
}

fn comments(db: &Connection, oid: i64, at: At) -> Db<Vec<Comment>> {
    let mut all = db.prepare_cached(
        "SELECT actor, at, text FROM comment WHERE oid = ?1 AND deleted = 0 AND at <= ?2 ORDER BY at, rowid",
    )?;
    let read = |row: &Row<'_>| Ok(Comment { actor: row.get(0)?, at: row.get::<_, Ms>(1)?.0, text: row.get(2)? });
    all.query_map(params![oid, ms(at)], read)?.collect()
}
