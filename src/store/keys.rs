//! Keys: numbers from blocks this replica claimed, and letters for twins.
//!
//! A block is claimed by a register of the workspace in the same group as its first key, so that laptops apart from
//! each other do not take the same number. Where two did (or a key was imported twice), the object created later
//! shows a letter on every replica; that is worked out here and never written to the journal.

use rusqlite::{Connection, OptionalExtension};

use super::error::Db;
use super::row::Id;
use super::work::Work;
use crate::domain::id::ObjectId;
use crate::domain::key::Key;

/// How many numbers a claim takes.
const BLOCK: i64 = 64;

/// The object a key or an earlier key belongs to.
pub(super) fn find(db: &Connection, key: &str) -> Db<Option<ObjectId>> {
    let mut now = db.prepare_cached("SELECT id FROM object WHERE key = ?1")?;
    if let Some(id) = now.query_row([key], |row| row.get::<_, Id>(0)).optional()? {
        return Ok(Some(ObjectId(id.0)));
    }
    let mut before = db.prepare_cached(
        "SELECT object.id FROM alias JOIN object USING (oid) WHERE alias.key = ?1 AND object.deleted = 0 ORDER BY oid LIMIT 1",
    )?;
    Ok(before.query_row([key], |row| row.get::<_, Id>(0)).optional()?.map(|id| ObjectId(id.0)))
}

/// A number of this prefix that nobody has.
pub(super) fn next(work: &Work<'_>, prefix: &str) -> Db<Key> {
    let (mut next, mut last) = counter(work, prefix)?;
    let mut is_new = false;
    loop {
        if next > last {
            (next, last) = free_block(work.db, prefix, last)?;
            is_new = true;
        }
        let key = Key::new(prefix, next as u64);
        next += 1;
        if find(work.db, key.as_str())?.is_none() {
            if is_new {
                claim(work, prefix, last + 1 - BLOCK)?;
            }
            work.counters.borrow_mut().insert(prefix.to_owned(), (next, last));
            return Ok(key);
        }
    }
}

/// The next number and the last one of our block; kept by the transaction until it ends.
fn counter(work: &Work<'_>, prefix: &str) -> Db<(i64, i64)> {
    if let Some(known) = work.counters.borrow().get(prefix) {
        return Ok(*known);
    }
    let mut find = work.db.prepare_cached("SELECT next, last FROM key_counter WHERE prefix = ?1")?;
    let found = find.query_row([prefix], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    Ok(found.unwrap_or((1, 0)))
}

/// Keeps how far the blocks are used up.
pub(super) fn keep_counters(work: &Work<'_>) -> Db<()> {
    let mut keep =
        work.db.prepare_cached("INSERT OR REPLACE INTO key_counter (prefix, next, last) VALUES (?1, ?2, ?3)")?;
    for (prefix, (next, last)) in work.counters.borrow_mut().drain() {
        keep.execute((prefix, next, last))?;
    }
    Ok(())
}

/// The first block behind `last` that nobody claimed.
fn free_block(db: &Connection, prefix: &str, last: i64) -> Db<(i64, i64)> {
    let mut claimed = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM key_block WHERE prefix = ?1 AND first = ?2)")?;
    let mut first = last + 1;
    while claimed.query_row((prefix, first), |row| row.get::<_, bool>(0))? {
        first += BLOCK;
    }
    Ok((first, first + BLOCK - 1))
}

/// Notes the claim for the group at hand, and keeps others of this transaction off it.
fn claim(work: &Work<'_>, prefix: &str, first: i64) -> Db<()> {
    work.claims.borrow_mut().push((prefix.to_owned(), first));
    hold_block(work.db, prefix, first, &work.replica.to_string())
}

/// Keeps who claimed a block; the earlier claim holds.
pub(super) fn hold_block(db: &Connection, prefix: &str, first: i64, replica: &str) -> Db<()> {
    let mut hold = db.prepare_cached("INSERT OR IGNORE INTO key_block (prefix, first, replica) VALUES (?1, ?2, ?3)")?;
    hold.execute((prefix, first, replica))?;
    Ok(())
}

/// Switches an earlier key on or off.
pub(super) fn set_alias(db: &Connection, oid: i64, key: &str, on: bool) -> Db<()> {
    let mut change = db.prepare_cached(if on {
        "INSERT OR IGNORE INTO alias (key, oid, is_twin) VALUES (?1, ?2, 0)"
    } else {
        "DELETE FROM alias WHERE key = ?1 AND oid = ?2 AND is_twin = 0"
    })?;
    change.execute((key, oid))?;
    Ok(())
}

/// Whether no object shows this key.
pub(super) fn is_free(db: &Connection, key: &str) -> Db<bool> {
    let mut held = db.prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM object WHERE key = ?1)")?;
    held.query_row([key], |row| row.get(0))
}

/// Works out which key the object `oid`, registered as `plain`, shows; its former key is given up.
pub(super) fn settle(db: &Connection, plain: &str, oid: i64) -> Db<()> {
    let mut seen = db.prepare_cached("SELECT key, deleted FROM object WHERE oid = ?1")?;
    let (shown, is_deleted): (Option<String>, bool) = seen.query_row([oid], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if let Some(shown) = shown {
        let before = shown.trim_end_matches(|c: char| c.is_ascii_lowercase());
        show(db, oid, None)?;
        db.prepare_cached("DELETE FROM alias WHERE oid = ?1 AND is_twin = 1")?.execute([oid])?;
        if before != plain {
            assign(db, before)?;
        }
    }
    if !is_deleted && is_free(db, plain)? {
        return show(db, oid, Some(plain));
    }
    if !is_deleted {
        note_twin(db, plain, oid)?;
    }
    assign(db, plain)
}

/// Lays out the objects registered with one key: the first created shows it, the others a letter.
fn assign(db: &Connection, plain: &str) -> Db<()> {
    let mut holders = db.prepare_cached(
        "SELECT object.oid FROM object JOIN op ON op.entity = object.id AND op.creates = 1 JOIN replica ON replica.short = op.rep
         WHERE object.oid IN (SELECT oid FROM object WHERE key = ?1 UNION SELECT oid FROM alias WHERE key = ?1 AND is_twin = 1)
           AND object.deleted = 0 AND object.plain = ?1
         ORDER BY op.hms, op.hctr, replica.id",
    )?;
    let holders: Vec<i64> = holders.query_map([plain], |row| row.get(0))?.collect::<Db<_>>()?;
    db.prepare_cached("DELETE FROM alias WHERE key = ?1 AND is_twin = 1")?.execute([plain])?;
    for oid in &holders {
        show(db, *oid, None)?;
    }
    for (oid, nth) in holders.into_iter().zip(0..) {
        if nth == 0 {
            show(db, oid, Some(plain))?;
        } else {
            show(db, oid, Some(&format!("{plain}{}", letter(nth))))?;
            note_twin(db, plain, oid)?;
        }
    }
    Ok(())
}

fn note_twin(db: &Connection, plain: &str, oid: i64) -> Db<()> {
    db.prepare_cached("INSERT OR REPLACE INTO alias (key, oid, is_twin) VALUES (?1, ?2, 1)")?.execute((plain, oid))?;
    Ok(())
}

fn show(db: &Connection, oid: i64, key: Option<&str>) -> Db<()> {
    db.prepare_cached("UPDATE object SET key = ?2 WHERE oid = ?1")?.execute((oid, key))?;
    Ok(())
}

/// `b` for the second, `z` for the twenty-sixth, then `ba`.
fn letter(nth: u32) -> String {
    let digit = |n: u32| char::from(b'a' + (n % 26) as u8);
    if nth < 26 { digit(nth).to_string() } else { format!("{}{}", digit(nth / 26), digit(nth)) }
}
