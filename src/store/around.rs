//! The objects around one: a window of its links, so many steps far, and a count of the rest.
//!
//! Both directions of a link are read by index and in its order; an object with a hundred thousand links costs no
//! more than one with two hundred, but for the count.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Row};

use super::error::{Db, Error};
use super::graph::{LINKED, linked};
use super::reader::Reader;
use super::row::{Id, count};
use super::sheet;
use crate::domain::At;
use crate::domain::around::{MOST_LINKS, MOST_STEPS, Neighbour, Neighbours, ObjectRow, Peek, Stand, Walk, Walked};
use crate::domain::id::{ObjectId, RelationId, StageId, TypeId};

/// Links of an object seen in passing.
const MOST_SEEN: usize = 20;

/// Links looked at to tell which types there are.
const MOST_TYPED: i64 = 2_000;

impl Reader {
    /// The objects walked over, and what lies around the last of them.
    pub fn walk(&self, walk: &Walk) -> Result<Walked, Error> {
        self.read(|db| {
            let mut path = Vec::with_capacity(walk.path.len());
            for id in &walk.path {
                path.extend(object(db, *id)?.map(|(_, row)| row));
            }
            let focus = walk.path.last().map(|id| object(db, *id)).transpose()?.flatten();
            let neighbours = focus.map(|(oid, _)| around(db, oid, walk.depth, walk.only.as_ref(), MOST_LINKS));
            Ok(Walked { path, neighbours: neighbours.transpose()?.unwrap_or_default() })
        })
    }

    /// An object in passing: whole, but with the first of its links alone.
    pub fn peek(&self, id: ObjectId, now: At) -> Result<Option<Peek>, Error> {
        self.read(|db| {
            let Some((oid, _)) = object(db, id)? else {
                return Ok(None);
            };
            let neighbours = around(db, oid, 1, None, MOST_SEEN)?;
            Ok(sheet::sheet(db, id, now, 0)?.map(|sheet| Peek { sheet, neighbours }))
        })
    }
}

/// A neighbour on its way into the list.
struct Found {
    row: Neighbour,
    oid: i64,
    /// The position of the one it was reached through.
    through: Option<usize>,
}

/// Level by level, so that what is near is listed first where not all is.
fn around(db: &Connection, oid: i64, depth: u8, only: Option<&TypeId>, most: usize) -> Db<Neighbours> {
    let depth = depth.clamp(1, MOST_STEPS);
    let mut found: Vec<Found> = Vec::new();
    let mut seen = BTreeSet::from([oid]);
    let mut n_rest = 0;
    let mut level = vec![(oid, None)];
    for steps in 1..=depth {
        // On the way to the last level all types lead on.
        let only = only.filter(|_| steps == depth);
        let first = found.len();
        for (from, through) in std::mem::take(&mut level) {
            if found.len() >= most {
                break;
            }
            let (rows, n_more) = links(db, from, only, steps, most - found.len())?;
            n_rest += n_more;
            let new = rows.into_iter().filter(|(oid, _)| seen.insert(*oid));
            found.extend(new.map(|(oid, row)| Found { row, oid, through }));
        }
        level = found.iter().enumerate().skip(first).map(|(idx, one)| (one.oid, Some(idx))).collect();
    }
    let (n_in, n_out) = counts(db, oid, only)?;
    let mut rows = Vec::with_capacity(found.len());
    put(&found, None, &mut rows);
    rows.retain(|row: &Neighbour| only.is_none_or(|only| row.object.type_id == *only));
    Ok(Neighbours { rows, n_in, n_out, n_rest, types: types(db, oid)? })
}

/// Those reached through one, each followed by its own.
fn put(found: &[Found], through: Option<usize>, rows: &mut Vec<Neighbour>) {
    for (idx, one) in found.iter().enumerate().filter(|(_, one)| one.through == through) {
        rows.push(one.row.clone());
        put(found, Some(idx), rows);
    }
}

/// A window of the links of an object, and how many there are beside.
fn links(db: &Connection, oid: i64, only: Option<&TypeId>, steps: u8, most: usize) -> Db<(Vec<(i64, Neighbour)>, u64)> {
    let mut incoming = one_way(db, oid, only, steps, most, false)?;
    let mut outgoing = one_way(db, oid, only, steps, most, true)?;
    let is_cut = incoming.len() + outgoing.len() >= most;
    // Where not all fit, neither way takes more than half from the other.
    let room = (most - most / 2).max(most - outgoing.len().min(most));
    incoming.truncate(room);
    outgoing.truncate(most - incoming.len());
    let listed = (incoming.len() + outgoing.len()) as u64;
    let n_all = if is_cut { counts(db, oid, only).map(|(n_in, n_out)| n_in + n_out)? } else { listed };
    incoming.append(&mut outgoing);
    Ok((incoming, n_all.saturating_sub(listed)))
}

fn one_way(
    db: &Connection,
    oid: i64,
    only: Option<&TypeId>,
    steps: u8,
    most: usize,
    is_outgoing: bool,
) -> Db<Vec<(i64, Neighbour)>> {
    let mut find = db.prepare_cached(&if is_outgoing {
        format!(
            "SELECT {LINKED}, o.oid, link.relation,
               (SELECT name FROM relation AS r WHERE r.id = link.relation LIMIT 1), stage.id, card.done_at
             FROM link CROSS JOIN object AS o ON o.oid = link.to_oid
             LEFT JOIN card ON card.cid = (SELECT cid FROM card AS c WHERE c.oid = o.oid AND c.deleted = 0
               ORDER BY c.done_at IS NOT NULL, c.cid LIMIT 1)
             LEFT JOIN stage ON stage.sid = card.sid
             WHERE link.from_oid = ?1 AND link.live = 1 AND o.deleted = 0 AND (?2 IS NULL OR o.type = ?2)
             ORDER BY link.relation, link.to_oid LIMIT ?3"
        )
    } else {
        format!(
            "SELECT {LINKED}, o.oid,
               coalesce((SELECT inverse FROM relation AS r WHERE r.id = link.relation LIMIT 1), link.relation),
               (SELECT inverse_name FROM relation AS r WHERE r.id = link.relation LIMIT 1),
               stage.id, card.done_at
             FROM link CROSS JOIN object AS o ON o.oid = link.from_oid
             LEFT JOIN card ON card.cid = (SELECT cid FROM card AS c WHERE c.oid = o.oid AND c.deleted = 0
               ORDER BY c.done_at IS NOT NULL, c.cid LIMIT 1)
             LEFT JOIN stage ON stage.sid = card.sid
             WHERE link.to_oid = ?1 AND link.live = 1 AND o.deleted = 0 AND (?2 IS NULL OR o.type = ?2)
             ORDER BY link.relation, link.from_oid LIMIT ?3"
        )
    })?;
    let rows = find.query_map((oid, only.map(TypeId::as_str), most as i64), |row| {
        Ok((row.get::<_, i64>(6)?, neighbour(row, steps, is_outgoing)?))
    })?;
    let mut rows: Vec<(i64, Neighbour)> = rows.collect::<Db<_>>()?;
    rows.sort_by_cached_key(|(_, row)| (row.name.clone(), row.object.key.prefix().to_owned(), row.object.key.number()));
    Ok(rows)
}

fn neighbour(row: &Row<'_>, steps: u8, is_outgoing: bool) -> Db<Neighbour> {
    let relation: String = row.get(7)?;
    Ok(Neighbour {
        object: object_row(row, 9)?,
        steps,
        name: row.get::<_, Option<String>>(8)?.unwrap_or_else(|| relation.clone()),
        relation: RelationId(relation),
        is_outgoing,
    })
}

/// The columns of [`LINKED`], and from `at` on those of where it stands.
pub(super) fn object_row(row: &Row<'_>, at: usize) -> Db<ObjectRow> {
    let it = linked(row)?;
    let is_done = row.get::<_, Option<i64>>(at + 1)?.is_some();
    let stand = row.get::<_, Option<String>>(at)?.map(|stage| Stand { stage: StageId(stage), is_done });
    Ok(ObjectRow {
        id: it.id,
        key: it.key,
        type_id: it.type_id,
        title: it.title,
        state: it.state,
        is_closed: it.is_closed,
        stand,
    })
}

fn object(db: &Connection, id: ObjectId) -> Db<Option<(i64, ObjectRow)>> {
    let mut find = db.prepare_cached(&format!(
        "SELECT {LINKED}, o.oid, stage.id, card.done_at FROM object AS o
         LEFT JOIN card ON card.cid = (SELECT cid FROM card AS c WHERE c.oid = o.oid AND c.deleted = 0
           ORDER BY c.done_at IS NOT NULL, c.cid LIMIT 1)
         LEFT JOIN stage ON stage.sid = card.sid
         WHERE o.id = ?1 AND o.deleted = 0"
    ))?;
    find.query_row([Id(id.0)], |row| Ok((row.get(6)?, object_row(row, 7)?))).optional()
}

/// How many links lead to an object and from it.
fn counts(db: &Connection, oid: i64, only: Option<&TypeId>) -> Db<(u64, u64)> {
    let mut find = db.prepare_cached(
        "SELECT (SELECT count(*) FROM link CROSS JOIN object AS o ON o.oid = link.from_oid
           WHERE link.to_oid = ?1 AND link.live = 1 AND o.deleted = 0 AND (?2 IS NULL OR o.type = ?2)),
          (SELECT count(*) FROM link CROSS JOIN object AS o ON o.oid = link.to_oid
           WHERE link.from_oid = ?1 AND link.live = 1 AND o.deleted = 0 AND (?2 IS NULL OR o.type = ?2))",
    )?;
    find.query_row((oid, only.map(TypeId::as_str)), |row| Ok((count(row, 0)?, count(row, 1)?)))
}

fn types(db: &Connection, oid: i64) -> Db<Vec<TypeId>> {
    let mut find = db.prepare_cached(
        "SELECT type FROM (SELECT o.type FROM link CROSS JOIN object AS o ON o.oid = link.to_oid
           WHERE link.from_oid = ?1 AND link.live = 1 AND o.deleted = 0 LIMIT ?2)
         UNION SELECT type FROM (SELECT o.type FROM link CROSS JOIN object AS o ON o.oid = link.from_oid
           WHERE link.to_oid = ?1 AND link.live = 1 AND o.deleted = 0 LIMIT ?2)
         ORDER BY 1",
    )?;
    find.query_map((oid, MOST_TYPED), |row| Ok(TypeId(row.get(0)?)))?.collect()
}
