//! What held cards up: `domain::hold`, over the table.
//!
//! Kept word by word as ops are applied. An undo takes words back instead of saying new ones, so the cards it touches
//! are told anew from the groups that are in force; so is every card of a file that had no holds yet.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, Row};

use super::card;
use crate::domain::At;
use crate::domain::card::Place;
use crate::domain::change::register;
use crate::domain::hold::{Hold, HoldKind, Said, follow};
use crate::store::error::{Db, unreadable};
use crate::store::row::{Ms, at, ms};
use crate::store::work::Work;
use crate::wire::value::{Fields, fields_from_json};

/// The holds of a card, those of a kind in order.
pub(super) fn of(db: &Connection, cid: i64) -> Db<Vec<Hold>> {
    let mut all =
        db.prepare_cached("SELECT kind, from_at, until_at FROM hold WHERE cid = ?1 ORDER BY kind, from_at")?;
    let mut rows = all.query([cid])?;
    let mut holds = Vec::new();
    while let Some(row) = rows.next()? {
        let kind = HoldKind::of(row.get_ref(0)?.as_str()?);
        let (from_at, until_at) = (row.get::<_, Ms>(1)?.0, at(row, 2)?);
        holds.extend(kind.map(|kind| Hold { kind, from_at, until_at }));
    }
    Ok(holds)
}

/// Takes in the next word about a card.
pub(super) fn turn(db: &Connection, cid: i64, before: &Said, after: &Said, at: At) -> Db<()> {
    if before == after {
        return Ok(());
    }
    let kept = of(db, cid)?;
    let mut holds = kept.clone();
    follow(&mut holds, before, after, at);
    let mut drop = db.prepare_cached("DELETE FROM hold WHERE cid = ?1 AND kind = ?2 AND from_at = ?3")?;
    for gone in kept.iter().filter(|hold| !holds.contains(hold)) {
        drop.execute((cid, gone.kind.word(), ms(gone.from_at)))?;
    }
    let new: Vec<Hold> = holds.into_iter().filter(|hold| !kept.contains(hold)).collect();
    add(db, cid, &new)
}

/// Writes holds of a card.
pub(super) fn add(db: &Connection, cid: i64, holds: &[Hold]) -> Db<()> {
    let mut add = db.prepare_cached("INSERT INTO hold (cid, kind, from_at, until_at) VALUES (?1, ?2, ?3, ?4)")?;
    for hold in holds {
        add.execute((cid, hold.kind.word(), ms(hold.from_at), hold.until_at.map(ms)))?;
    }
    Ok(())
}

/// The holds of a card that is new.
pub(super) fn first(said: &Said, at: At) -> Vec<Hold> {
    let mut holds = Vec::new();
    follow(&mut holds, &Said::default(), said, at);
    holds
}

/// The object has got an owner, or lost its own: that holds for all of its cards.
pub(super) fn turn_owner(work: &Work<'_>, oid: i64, was_owned: bool, is_owned: bool) -> Db<()> {
    if was_owned == is_owned {
        return Ok(());
    }
    let mut all = work
        .db
        .prepare_cached("SELECT cid FROM card WHERE oid = ?1 AND deleted = 0 AND done_at IS NULL ORDER BY cid")?;
    let cards: Vec<i64> = all.query_map([oid], |row| row.get(0))?.collect::<Db<_>>()?;
    let before = Said { is_owned: was_owned, stands: true, ..Said::default() };
    let after = Said { is_owned, ..before };
    cards.into_iter().try_for_each(|cid| turn(work.db, cid, &before, &after, work.at.get()))
}

/// Tells the cards anew that the ops of an undo (or redo) have touched, and works them out.
pub(in crate::store) fn take_back(work: &Work<'_>, first_seq: i64, n_ops: i64) -> Db<()> {
    let mut all = work.db.prepare_cached(
        "SELECT cid FROM op JOIN card ON card.id = op.entity WHERE seq >= ?1 AND seq < ?1 + ?2 AND kind = 'card'
         UNION SELECT cid FROM op JOIN object ON object.id = op.entity JOIN card USING (oid)
         WHERE seq >= ?1 AND seq < ?1 + ?2 AND kind = 'object' AND val LIKE '%\"assignee\"%'",
    )?;
    let cards: Vec<i64> = all.query_map((first_seq, n_ops), |row| row.get(0))?.collect::<Db<_>>()?;
    for cid in cards {
        rebuild_of(work.db, cid)?;
        card::refresh_one(work, cid)?;
    }
    Ok(())
}

/// Writes the holds of all cards anew from the journal.
pub(in crate::store) fn rebuild(db: &Connection) -> Db<()> {
    let mut all = db.prepare_cached("SELECT cid FROM card")?;
    let cards: Vec<i64> = all.query_map([], |row| row.get(0))?.collect::<Db<_>>()?;
    cards.into_iter().try_for_each(|cid| rebuild_of(db, cid))
}

fn rebuild_of(db: &Connection, cid: i64) -> Db<()> {
    let (mut holds, mut before, mut said) = (Vec::new(), Said::default(), Said::default());
    for word in words(db, cid)? {
        word.say(&mut said);
        if said.stands || before.stands {
            follow(&mut holds, &before, &said, word.at);
            before = said;
        }
    }
    db.prepare_cached("DELETE FROM hold WHERE cid = ?1")?.execute([cid])?;
    add(db, cid, &holds)
}

/// An op, as far as it speaks of a card or of who has its object.
struct Word {
    is_of_card: bool,
    gid: i64,
    /// Its group takes another back.
    undoes: bool,
    /// The group that took its group back.
    undone_by: Option<i64>,
    creates: bool,
    at: At,
    fields: Fields,
}

impl Word {
    fn say(&self, said: &mut Said) {
        for (field, value) in &self.fields {
            match (self.is_of_card, field.as_str()) {
                (true, register::PLACE) => said.stands = !value.get("done").as_bool().unwrap_or(false),
                (true, register::BLOCKED) => said.is_blocked = value.as_str().is_some(),
                (true, register::WAITS) => said.awaits = !value.is_null(),
                (true, register::WAITING_UNTIL) => said.until = value.as_at(),
                (false, register::ASSIGNEE) => said.is_owned = value.as_str().is_some(),
                _ => {}
            }
        }
    }
}

/// What was said of a card and still holds, in the order of the hybrid clock.
fn words(db: &Connection, cid: i64) -> Db<Vec<Word>> {
    let mut all = db.prepare_cached(
        "SELECT op.kind = 'card', op.gid, grp.undoes IS NOT NULL, taker.gid, op.creates, grp.at, op.val
         FROM card JOIN object USING (oid) JOIN op ON op.entity IN (card.id, object.id)
         JOIN grp ON grp.gid = op.gid LEFT JOIN grp AS taker ON taker.id = grp.undone_by
         WHERE cid = ?1 AND (op.kind = 'card' OR op.val LIKE '%\"assignee\"%' OR op.val LIKE '%\"deleted\"%')
         ORDER BY op.hms, op.hctr, op.seq",
    )?;
    let mut words: Vec<Word> = all.query_map([cid], word)?.collect::<Db<_>>()?;
    let mut written: HashMap<(bool, i64), BTreeSet<String>> = HashMap::new();
    for word in words.iter().filter(|word| word.undoes) {
        written.entry((word.is_of_card, word.gid)).or_default().extend(word.fields.keys().cloned());
    }
    words.retain(|word| !word.undoes);
    for word in &mut words {
        let Some(back) = word.undone_by.and_then(|by| written.get(&(word.is_of_card, by))) else {
            continue;
        };
        // Of a group that was taken back in part, what was left is in force.
        let is_gone = word.creates && back.contains(register::DELETED);
        word.fields.retain(|field, _| !is_gone && !back.contains(field));
    }
    Ok(words)
}

fn word(row: &Row<'_>) -> Db<Word> {
    let mut word = Word {
        is_of_card: row.get(0)?,
        gid: row.get(1)?,
        undoes: row.get(2)?,
        undone_by: row.get(3)?,
        creates: row.get(4)?,
        at: row.get::<_, Ms>(5)?.0,
        fields: fields_from_json(row.get_ref(6)?.as_str()?).map_err(unreadable)?,
    };
    let place = word.fields.get(register::PLACE).filter(|_| word.creates).and_then(Place::from_value);
    if let Some(Place::Standing { entered_at, .. }) = place {
        word.at = entered_at;
    }
    Ok(word)
}
