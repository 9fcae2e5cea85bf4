//! Finding an object by its key, and anything by its words.

use rusqlite::{Connection, OptionalExtension};

use super::error::{Db, Error};
use super::keys;
use super::reader::{KeyFound, Reader};
use super::row::{self, Id};
use super::search::all_words;
use crate::domain::id::{CardId, ObjectId, StageId};
use crate::domain::key::Key;
use crate::domain::nearest::nearest;
use crate::domain::window::{Hit, HitRow};

/// The shortest part of an id worth looking for.
const ID_PART: usize = 4;

impl Reader {
    /// The object of a key in any case, of an earlier key, or of a part of an id.
    pub fn find_object(&self, text: &str) -> Result<KeyFound, Error> {
        self.read(|db| {
            let key = Key::parse(text);
            if let Some(key) = &key
                && let Some(id) = keys::find(db, key.as_str())?
            {
                return Ok(KeyFound::One(id));
            }
            let mut found = by_id_part(db, text)?;
            match (found.len(), key) {
                (0, Some(key)) => Ok(KeyFound::None { nearest: near(db, &key)? }),
                (0, None) => Ok(KeyFound::None { nearest: None }),
                (1, _) => Ok(KeyFound::One(found.remove(0).0)),
                _ => Ok(KeyFound::Many(found.into_iter().map(|(_, key)| key).collect())),
            }
        })
    }

    /// What holds these words: cards that stand first, then finished ones and objects without a card.
    pub fn search(&self, text: &str, limit: usize) -> Result<Vec<Hit>, Error> {
        self.read(|db| {
            let mut hits = Vec::new();
            for oid in best(db, text, limit)? {
                hits_of(db, oid, &mut hits)?;
            }
            hits.sort_by_key(|hit| !matches!(hit.row, HitRow::Card { is_done: false, .. }));
            hits.truncate(limit);
            Ok(hits)
        })
    }
}

fn by_id_part(db: &Connection, text: &str) -> Db<Vec<(ObjectId, Key)>> {
    let part: String = text.trim().chars().filter(|c| *c != '-').collect();
    if part.len() < ID_PART || !part.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(Vec::new());
    }
    let mut find =
        db.prepare_cached("SELECT id, key FROM object WHERE deleted = 0 AND instr(hex(id), upper(?1)) LIMIT 10")?;
    let found = find.query_map([part], |row| {
        Ok((ObjectId(row.get::<_, Id>(0)?.0), row::key(row.get_ref(1)?.as_str_or_null()?.unwrap_or_default())))
    })?;
    found.collect()
}

/// A key that may have been meant: a type's prefix mistyped, or a number mistyped.
fn near(db: &Connection, key: &Key) -> Db<Option<Key>> {
    let mut prefixes = db.prepare_cached("SELECT prefix FROM otype")?;
    let prefixes: Vec<String> = prefixes.query_map([], |row| row.get(0))?.collect::<Db<_>>()?;
    let prefix = nearest(key.prefix(), prefixes.iter().map(String::as_str));
    let Some(prefix) = prefix else {
        return Ok(None);
    };
    let same_number = Key::new(prefix, key.number());
    if keys::find(db, same_number.as_str())?.is_some() {
        return Ok(Some(same_number));
    }
    let mut some = db.prepare_cached(
        "SELECT key FROM object WHERE key BETWEEN ?1 || '-' AND ?1 || '.' ORDER BY oid DESC LIMIT 500",
    )?;
    let some: Vec<String> = some.query_map([prefix], |row| row.get(0))?.collect::<Db<_>>()?;
    Ok(nearest(key.as_str(), some.iter().map(String::as_str)).and_then(Key::parse))
}

/// The objects that fit: those with the words in key or title first, the newest first. Weighing words by how rare
/// they are would mean looking at every hit, and with a hundred thousand that shows.
fn best(db: &Connection, text: &str, limit: usize) -> Db<Vec<i64>> {
    let Some(question) = all_words(text) else {
        return Ok(Vec::new());
    };
    let mut find =
        db.prepare_cached("SELECT rowid FROM object_fts WHERE object_fts MATCH ?1 ORDER BY rowid DESC LIMIT ?2")?;
    let mut best = Vec::new();
    for question in [format!("{{key title}} : ({question})"), question] {
        for oid in find.query_map((question, limit as i64), |row| row.get(0))? {
            let oid: i64 = oid?;
            if best.len() < limit && !best.contains(&oid) {
                best.push(oid);
            }
        }
    }
    Ok(best)
}

fn hits_of(db: &Connection, oid: i64, hits: &mut Vec<Hit>) -> Db<()> {
    let mut cards = db.prepare_cached(
        "SELECT card, object, stage, done_at IS NOT NULL, key, title, stage_name,
           (SELECT name FROM stream WHERE stream.id = card_row.stream)
         FROM card_row WHERE oid = ?1 AND deleted = 0 ORDER BY done_at IS NOT NULL, cid",
    )?;
    let mut rows = cards.query([oid])?;
    let mut is_there = false;
    while let Some(row) = rows.next()? {
        is_there = true;
        let is_done = row.get(3)?;
        let (stage, stream): (String, Option<String>) = (row.get(6)?, row.get(7)?);
        let stage = if is_done { "done".into() } else { stage };
        hits.push(Hit {
            row: HitRow::Card {
                card: CardId(row.get::<_, Id>(0)?.0),
                object: ObjectId(row.get::<_, Id>(1)?.0),
                stage: StageId(row.get(2)?),
                is_done,
            },
            key: row::key(row.get_ref(4)?.as_str()?),
            title: row.get(5)?,
            place: format!("{}, {stage}", stream.unwrap_or_default()),
        });
    }
    if !is_there {
        hits.extend(object(db, oid)?);
    }
    Ok(())
}

fn object(db: &Connection, oid: i64) -> Db<Option<Hit>> {
    let mut find = db.prepare_cached(
        "SELECT object.id, key, title, coalesce(otype.name, type) FROM object LEFT JOIN otype ON otype.id = object.type
         WHERE oid = ?1 AND deleted = 0",
    )?;
    find.query_row([oid], |row| {
        Ok(Hit {
            row: HitRow::Object(ObjectId(row.get::<_, Id>(0)?.0)),
            key: row::key(row.get_ref(1)?.as_str_or_null()?.unwrap_or_default()),
            title: row.get(2)?,
            place: row.get(3)?,
        })
    })
    .optional()
}
