//! Objects that may be twins of one: the newest that hold a word of its title, and those linked with the same.
//!
//! Every word and every object in common gives a limited number, so that what is read does not depend on how many
//! objects there are; `domain::twin` says which of them are alike.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row};

use super::error::{Db, Error};
use super::reader::Reader;
use super::row::{self, Id};
use super::search::phrase;
use crate::domain::At;
use crate::domain::id::{ObjectId, TypeId};
use crate::domain::twin::{self, Candidate, MOST_COMPARED, MOST_OF_A_WORD, Twin, words};

/// Links of the object looked at, and objects at the other end of each.
const MOST_LINKS: usize = 16;
const MOST_OF_A_LINK: usize = 50;
/// What an object in common counts beside words, in choosing whom to compare.
const OF_A_LINK: f64 = 3.0;

impl Reader {
    /// The objects that look like this one, the most alike first.
    pub fn twins(&self, object: ObjectId, now: At) -> Result<Vec<Twin>, Error> {
        self.read(|db| {
            let mut find = db.prepare_cached("SELECT oid, title, type FROM object WHERE id = ?1 AND deleted = 0")?;
            let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, TypeId(row.get(2)?)));
            let own: Option<(i64, String, TypeId)> = find.query_row([Id(object.0)], read).optional()?;
            let Some((oid, title, type_id)) = own else {
                return Ok(Vec::new());
            };
            let looked = look(db, oid, &title)?;
            Ok(twin::twins(&type_id, &looked.weights, candidates(db, &looked)?, now))
        })
    }
}

/// What was seen of other objects, without reading them.
pub(super) struct Looked {
    weights: BTreeMap<String, f64>,
    /// By object: what it weighs so far, and what both are linked with.
    seen: BTreeMap<i64, (f64, Vec<String>)>,
    /// How many rows that took.
    pub(super) n_rows: usize,
}

pub(super) fn look(db: &Connection, oid: i64, title: &str) -> Db<Looked> {
    let mut looked = Looked { weights: BTreeMap::new(), seen: BTreeMap::new(), n_rows: 0 };
    by_words(db, title, &mut looked)?;
    by_links(db, oid, &mut looked)?;
    looked.seen.remove(&oid);
    Ok(looked)
}

fn by_words(db: &Connection, title: &str, looked: &mut Looked) -> Db<()> {
    let mut find =
        db.prepare_cached("SELECT rowid FROM object_fts WHERE object_fts MATCH ?1 ORDER BY rowid DESC LIMIT ?2")?;
    let mut held_by: Vec<(String, Vec<i64>)> = Vec::new();
    for word in words(title) {
        if let Some(question) = phrase(&word) {
            let question = question.trim_end_matches('*').to_owned();
            let rows = find.query_map((question, MOST_OF_A_WORD as i64), |row| row.get(0))?;
            held_by.push((word, rows.collect::<Db<_>>()?));
        }
    }
    let counted: Vec<(String, usize)> = held_by.iter().map(|(word, rows)| (word.clone(), rows.len())).collect();
    looked.weights = twin::weights(&counted);
    for (word, rows) in held_by {
        looked.n_rows += rows.len();
        let weight = looked.weights.get(&word).copied().unwrap_or_default();
        for other in rows {
            looked.seen.entry(other).or_default().0 += weight;
        }
    }
    Ok(())
}

fn by_links(db: &Connection, oid: i64, looked: &mut Looked) -> Db<()> {
    let mut own = db.prepare_cached(
        "SELECT link.relation, to_oid, 1, key FROM link JOIN object ON object.oid = to_oid
           WHERE from_oid = ?1 AND live = 1 AND key IS NOT NULL
         UNION ALL
         SELECT link.relation, from_oid, 0, key FROM link JOIN object ON object.oid = from_oid
           WHERE to_oid = ?1 AND live = 1 AND key IS NOT NULL
         LIMIT ?2",
    )?;
    let mut from = db.prepare_cached(
        "SELECT from_oid FROM link WHERE to_oid = ?1 AND relation = ?2 AND live = 1 ORDER BY from_oid DESC LIMIT ?3",
    )?;
    let mut to = db.prepare_cached(
        "SELECT to_oid FROM link WHERE from_oid = ?1 AND relation = ?2 AND live = 1 ORDER BY to_oid DESC LIMIT ?3",
    )?;
    let mut links = own.query((oid, MOST_LINKS as i64))?;
    while let Some(link) = links.next()? {
        let (relation, middle, is_from, key): (String, i64, bool, String) =
            (link.get(0)?, link.get(1)?, link.get(2)?, link.get(3)?);
        let others = if is_from { &mut from } else { &mut to };
        let rows = others.query_map((middle, relation, MOST_OF_A_LINK as i64), |row| row.get(0))?;
        for other in rows.collect::<Db<Vec<i64>>>()? {
            looked.n_rows += 1;
            let (weight, shared) = looked.seen.entry(other).or_default();
            if !shared.contains(&key) {
                *weight += OF_A_LINK;
                shared.push(key.clone());
            }
        }
    }
    Ok(())
}

/// The most promising of those seen, read whole; what is a duplicate itself is left out.
fn candidates(db: &Connection, looked: &Looked) -> Db<Vec<Candidate>> {
    let mut order: Vec<(i64, f64)> = looked.seen.iter().map(|(oid, (weight, _))| (*oid, *weight)).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
    let mut find = db.prepare_cached(
        "SELECT id, key, title, type,
           EXISTS (SELECT 1 FROM otype_state AS s WHERE s.type = object.type AND s.id = object.state AND s.is_final = 1),
           (SELECT count(*) FROM card WHERE card.oid = object.oid AND card.deleted = 0),
           (SELECT count(*) FROM card WHERE card.oid = object.oid AND card.deleted = 0 AND done_at IS NULL),
           (SELECT max(done_at) FROM card WHERE card.oid = object.oid AND card.deleted = 0), created_at
         FROM object WHERE oid = ?1 AND deleted = 0 AND archived = 0 AND key IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM link WHERE from_oid = ?1 AND relation = 'duplicates' AND live = 1)",
    )?;
    let mut candidates = Vec::new();
    for (oid, _) in order.into_iter().take(MOST_COMPARED) {
        let shared = looked.seen.get(&oid).map(|(_, shared)| shared.clone()).unwrap_or_default();
        let found = find.query_row([oid], |row| {
            let (is_final, n_cards, n_open): (bool, i64, i64) = (row.get(4)?, row.get(5)?, row.get(6)?);
            let is_closed = is_final || (n_cards > 0 && n_open == 0);
            let closed_at = row::at(row, 7)?.or(row::at(row, 8)?).filter(|_| is_closed);
            Ok(Candidate {
                object: ObjectId(row.get::<_, Id>(0)?.0),
                key: row::key(row.get_ref(1)?.as_str()?),
                title: row.get(2)?,
                type_id: TypeId(row.get(3)?),
                closed_at,
                is_closed,
                shared,
            })
        });
        candidates.extend(found.optional()?);
    }
    Ok(candidates)
}
