//! What stands in a column is counted as it comes and goes: per stage, per stretch of some hundred cards, and per value
//! that cards of a stage share.
//!
//! Counts of a transaction are gathered and written once at its end, so that an import of ten thousand rows pays for
//! them as little as a single move. A stretch that has grown long is laid out anew.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, OptionalExtension};

use super::error::Db;
use super::row::{Id, count};
use crate::domain::lane::LaneBy;

/// A place in a column.
pub(super) type Place = (String, Id);

/// The longest a stretch may be, and how long those made of it are.
const LONG: i64 = 512;
const FRESH: i64 = 256;

/// Cards that came and went in this transaction.
#[derive(Default)]
pub(super) struct Tally {
    places: BTreeMap<(i64, Place), i64>,
    live: HashMap<i64, i64>,
    blocked: HashMap<i64, i64>,
    shares: HashMap<(LaneBy, i64, String), i64>,
}

impl Tally {
    /// A card came to stand somewhere (`by` 1) or left (-1).
    pub fn count(&mut self, sid: i64, place: Place, is_blocked: bool, by: i64) {
        *self.places.entry((sid, place)).or_default() += by;
        *self.live.entry(sid).or_default() += by;
        *self.blocked.entry(sid).or_default() += i64::from(is_blocked) * by;
    }

    /// A card of an object that shares these came to stand somewhere (`by` 1) or left (-1).
    pub fn share(&mut self, sid: i64, shares: Vec<(LaneBy, String)>, by: i64) {
        for (kind, value) in shares {
            *self.shares.entry((kind, sid, value)).or_default() += by;
        }
    }

    /// By how much the kept count of a stage is behind.
    pub fn pending(&self, sid: i64) -> i64 {
        self.live.get(&sid).copied().unwrap_or(0)
    }

    /// Writes the counts down.
    pub fn settle(&mut self, db: &Connection) -> Db<()> {
        let mut stage =
            db.prepare_cached("UPDATE stage SET n_live = n_live + ?2, n_blocked = n_blocked + ?3 WHERE sid = ?1")?;
        for (sid, by) in self.live.drain() {
            let blocked = self.blocked.remove(&sid).unwrap_or(0);
            if (by, blocked) != (0, 0) {
                stage.execute((sid, by, blocked))?;
            }
        }
        self.settle_shares(db)?;
        let mut open: Option<Stretch> = None;
        for ((sid, place), by) in std::mem::take(&mut self.places) {
            if by == 0 {
                continue;
            }
            if !open.as_ref().is_some_and(|s| s.holds(sid, &place)) {
                if let Some(done) = open.take() {
                    done.store(db)?;
                }
                open = Some(Stretch::of(db, sid, &place)?);
            }
            if let Some(stretch) = &mut open {
                stretch.by += by;
            }
        }
        open.map_or(Ok(()), |done| done.store(db))
    }

    fn settle_shares(&mut self, db: &Connection) -> Db<()> {
        let mut add = db.prepare_cached(
            "INSERT INTO share (kind, sid, value, n) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (kind, sid, value) DO UPDATE SET n = n + excluded.n",
        )?;
        let mut drop = db.prepare_cached("DELETE FROM share WHERE kind = ?1 AND sid = ?2 AND value = ?3 AND n = 0")?;
        for ((kind, sid, value), by) in self.shares.drain().filter(|(_, by)| *by != 0) {
            add.execute((kind.word(), sid, &value, by))?;
            if by < 0 {
                drop.execute((kind.word(), sid, &value))?;
            }
        }
        Ok(())
    }
}

/// A stretch of a column, from its first place to before the next one's.
struct Stretch {
    sid: i64,
    start: Place,
    end: Option<Place>,
    n: i64,
    by: i64,
}

impl Stretch {
    fn of(db: &Connection, sid: i64, place: &Place) -> Db<Self> {
        let mut find = db.prepare_cached(
            "SELECT rank, id, n FROM stretch WHERE sid = ?1 AND (rank, id) <= (?2, ?3) ORDER BY rank DESC, id DESC LIMIT 1",
        )?;
        let found =
            find.query_row((sid, &place.0, place.1), |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?))).optional()?;
        let (start, n) = match found {
            Some(found) => found,
            None => (first(db, sid)?, 0),
        };
        Ok(Self { sid, end: after(db, sid, &start)?, start, n, by: 0 })
    }

    fn holds(&self, sid: i64, place: &Place) -> bool {
        self.sid == sid && *place >= self.start && self.end.as_ref().is_none_or(|end| place < end)
    }

    fn store(self, db: &Connection) -> Db<()> {
        let n = self.n + self.by;
        if n > LONG {
            return self.lay_out(db);
        }
        let mut keep = db.prepare_cached("UPDATE stretch SET n = ?4 WHERE (sid, rank, id) = (?1, ?2, ?3)")?;
        keep.execute((self.sid, &self.start.0, self.start.1, n))?;
        Ok(())
    }

    /// Cuts it into fresh ones.
    fn lay_out(self, db: &Connection) -> Db<()> {
        let mut drop = db.prepare_cached("DELETE FROM stretch WHERE (sid, rank, id) = (?1, ?2, ?3)")?;
        drop.execute((self.sid, &self.start.0, self.start.1))?;
        let mut cards = db.prepare_cached(
            "SELECT rank, id FROM card WHERE live = 1 AND sid = ?1 AND (rank, id) >= (?2, ?3)
             AND (?4 IS NULL OR (rank, id) < (?4, ?5)) ORDER BY rank, id",
        )?;
        let end = self.end.as_ref();
        let mut rows = cards.query((self.sid, &self.start.0, self.start.1, end.map(|e| &e.0), end.map(|e| e.1)))?;
        let mut add = db.prepare_cached("INSERT INTO stretch (sid, rank, id, n) VALUES (?1, ?2, ?3, ?4)")?;
        let (mut start, mut n) = (self.start, 0);
        while let Some(row) = rows.next()? {
            if n == FRESH {
                add.execute((self.sid, &start.0, start.1, n))?;
                (start, n) = ((row.get(0)?, row.get(1)?), 0);
            }
            n += 1;
        }
        add.execute((self.sid, &start.0, start.1, n))?;
        Ok(())
    }
}

/// The first stretch of a stage, from before everything.
fn first(db: &Connection, sid: i64) -> Db<Place> {
    let start = (String::new(), Id(uuid::Uuid::nil()));
    let mut add = db.prepare_cached("INSERT INTO stretch (sid, rank, id, n) VALUES (?1, ?2, ?3, 0)")?;
    add.execute((sid, &start.0, start.1))?;
    Ok(start)
}

fn after(db: &Connection, sid: i64, start: &Place) -> Db<Option<Place>> {
    let mut next = db.prepare_cached(
        "SELECT rank, id FROM stretch WHERE sid = ?1 AND (rank, id) > (?2, ?3) ORDER BY rank, id LIMIT 1",
    )?;
    next.query_row((sid, &start.0, start.1), |row| Ok((row.get(0)?, row.get(1)?))).optional()
}

/// How many cards of a stage stand before a place.
pub(super) fn n_above(db: &Connection, sid: i64, place: (&str, Id)) -> Db<u64> {
    let mut find = db.prepare_cached(
        "SELECT rank, id FROM stretch WHERE sid = ?1 AND (rank, id) <= (?2, ?3) ORDER BY rank DESC, id DESC LIMIT 1",
    )?;
    let start: Option<Place> =
        find.query_row((sid, place.0, place.1), |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some(start) = start else {
        return Ok(0);
    };
    let mut before = db.prepare_cached(
        "SELECT (SELECT coalesce(sum(n), 0) FROM stretch WHERE sid = ?1 AND (rank, id) < (?2, ?3))
           + (SELECT count(*) FROM card WHERE live = 1 AND sid = ?1 AND (rank, id) >= (?2, ?3) AND (rank, id) < (?4, ?5))",
    )?;
    before.query_row((sid, &start.0, start.1, place.0, place.1), |row| count(row, 0))
}
