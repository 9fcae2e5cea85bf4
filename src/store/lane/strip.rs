//! A way along one or more columns on which only the cards of a lane are met.

use std::ops::ControlFlow;
use std::sync::Arc;

use rusqlite::types::ToSql;
use rusqlite::{Connection, Row};

use super::{Counts, settled};
use crate::domain::At;
use crate::domain::lane::{LaneBy, LaneKey};
use crate::store::error::Db;
use crate::store::filter::Plan;
use crate::store::row::{Id, Words};

/// Where a card stands: in which of the columns, and where in it.
pub(super) type Place = (usize, String, Id);

/// How many cards may be passed on the way to those of a thin lane before fetching it by its objects is quicker.
const FAR: u64 = 20_000;

pub(super) struct Strip<'a> {
    pub db: &'a Connection,
    pub by: LaneBy,
    /// None: every card is met.
    pub key: Option<&'a LaneKey>,
    /// The values that have a lane of their own, sorted.
    pub shown: &'a [String],
    pub plan: Option<Arc<Plan>>,
    pub sids: Vec<i64>,
    pub now: At,
}

impl Strip<'_> {
    /// The next places behind one, or from the first on.
    pub fn down(&self, from: Option<&Place>, n: usize) -> Db<Vec<Place>> {
        let begin = from.map_or(0, |(at, ..)| *at);
        let mut found = Vec::new();
        for at in begin..self.sids.len() {
            let (rank, id) = from.filter(|place| place.0 == at).map_or(("", Id(uuid::Uuid::nil())), |p| (&p.1, p.2));
            let mut walk = self.db.prepare_cached(
                "SELECT rank, card.id, card.oid, assignee, priority, type, labels, scenario, team
                 FROM card CROSS JOIN object ON object.oid = card.oid
                 WHERE live = 1 AND sid = ?1 AND (rank, card.id) > (?2, ?3) ORDER BY rank, card.id",
            )?;
            if self.meet(&mut walk, (self.sids[at], rank, id), |place| {
                found.push((at, place.0, place.1));
                found.len() >= n
            })? {
                break;
            }
        }
        Ok(found)
    }

    /// The places before one, or up to the last one, in order.
    pub fn up(&self, from: Option<&Place>, n: usize) -> Db<Vec<Place>> {
        let begin = from.map_or(self.sids.len().saturating_sub(1), |(at, ..)| *at);
        let mut found = Vec::new();
        // Behind every rank, which is plain text.
        let end = ("\u{10ffff}", Id(uuid::Uuid::max()));
        for at in (0..=begin).rev() {
            let (rank, id) = from.filter(|place| place.0 == at).map_or(end, |p| (&p.1, p.2));
            let mut walk = self.db.prepare_cached(
                "SELECT rank, card.id, card.oid, assignee, priority, type, labels, scenario, team
                 FROM card CROSS JOIN object ON object.oid = card.oid
                 WHERE live = 1 AND sid = ?1 AND (rank, card.id) < (?2, ?3) ORDER BY rank DESC, card.id DESC",
            )?;
            if self.meet(&mut walk, (self.sids[at], rank, id), |place| {
                found.push((at, place.0, place.1));
                found.len() >= n
            })? {
                break;
            }
        }
        found.reverse();
        Ok(found)
    }

    /// Whether the way to so many of its cards is long enough to fetch it otherwise.
    pub fn is_thin(&self, n_live: u64, n_total: u64, n: usize) -> bool {
        let wanted = n_total.min(n as u64).max(1);
        matches!(self.key, Some(LaneKey::Of(_))) && n_live / n_total.max(1) * wanted > FAR
    }

    /// All places of the lane that fit the filter.
    pub fn all(&self, n_live: u64) -> Db<Vec<Place>> {
        let Some(LaneKey::Of(value)) = self.key.filter(|_| n_live > FAR) else {
            return self.down(None, usize::MAX);
        };
        let sql = match self.by {
            LaneBy::Assignee => "SELECT oid FROM object WHERE assignee = ?1",
            LaneBy::Priority => "SELECT oid FROM object WHERE priority = CAST(?1 AS INTEGER)",
            LaneBy::Type => "SELECT oid FROM object WHERE type = ?1",
            LaneBy::Scenario => "SELECT oid FROM object WHERE scenario = ?1",
            // Lists of labels and people of teams are many values each.
            LaneBy::Label | LaneBy::Team => return self.down(None, usize::MAX),
        };
        self.of_objects(sql, value)
    }

    fn of_objects(&self, sql: &str, value: &dyn ToSql) -> Db<Vec<Place>> {
        let mut objects = self.db.prepare_cached(sql)?;
        let mut cards = self.db.prepare_cached("SELECT sid, rank, id FROM card WHERE oid = ?1 AND +live = 1")?;
        let mut found = Vec::new();
        let mut oids = objects.query([value])?;
        while let Some(row) = oids.next()? {
            let oid: i64 = row.get(0)?;
            let mut rows = cards.query([oid])?;
            while let Some(row) = rows.next()? {
                let (sid, id): (i64, Id) = (row.get(0)?, row.get(2)?);
                let at = self.sids.iter().position(|s| *s == sid);
                if let Some(at) = at.filter(|_| self.fits(oid, sid, id).unwrap_or(false)) {
                    found.push((at, row.get(1)?, id));
                }
            }
        }
        found.sort_unstable();
        Ok(found)
    }

    /// How many cards of each column share what, under the filter.
    pub fn counts(&self) -> Db<Counts> {
        let mut counts = Counts::new();
        for (at, sid) in self.sids.iter().enumerate() {
            let mut walk = self.db.prepare_cached(
                "SELECT rank, card.id, card.oid, assignee, priority, type, labels, scenario, team
                 FROM card CROSS JOIN object ON object.oid = card.oid WHERE live = 1 AND sid = ?1",
            )?;
            let mut rows = walk.query([sid])?;
            while let Some(row) = rows.next()? {
                if self.fits(row.get(2)?, *sid, row.get(1)?)? {
                    for value in self.values(row)? {
                        counts.entry(value).or_insert_with(|| vec![0; self.sids.len()])[at] += 1;
                    }
                }
            }
        }
        Ok(counts)
    }

    /// Whether an object is in the lane.
    pub fn holds(&self, oid: i64) -> Db<bool> {
        let mut find = self.db.prepare_cached(
            "SELECT '', x'', oid, assignee, priority, type, labels, scenario, team FROM object WHERE oid = ?1",
        )?;
        find.query_row([oid], |row| self.is_in(row))
    }

    /// Goes along the rows until `each` has enough; says whether it had.
    fn meet(
        &self,
        walk: &mut rusqlite::CachedStatement<'_>,
        (sid, rank, id): (i64, &str, Id),
        mut each: impl FnMut((String, Id)) -> bool,
    ) -> Db<bool> {
        let mut rows = walk.query((sid, rank, id))?;
        while let Some(row) = rows.next()? {
            if self.step(row, sid, &mut each)?.is_break() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn step(&self, row: &Row<'_>, sid: i64, each: &mut dyn FnMut((String, Id)) -> bool) -> Db<ControlFlow<()>> {
        let id: Id = row.get(1)?;
        if !self.is_in(row)? || !self.fits(row.get(2)?, sid, id)? {
            return Ok(ControlFlow::Continue(()));
        }
        Ok(if each((row.get(0)?, id)) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }

    /// Whether a card fits the filter; what sets settle is asked first.
    fn fits(&self, oid: i64, sid: i64, id: Id) -> Db<bool> {
        let Some(plan) = &self.plan else { return Ok(true) };
        if !plan.may_take(oid, sid) {
            return Ok(false);
        }
        if plan.is_settled() {
            return Ok(true);
        }
        let mut find = self.db.prepare_cached("SELECT * FROM card_row WHERE card = ?1")?;
        find.query_row([id], |row| plan.takes(row, self.now))
    }

    fn is_in(&self, row: &Row<'_>) -> Db<bool> {
        let Some(key) = self.key else { return Ok(true) };
        let values = self.values(row)?;
        Ok(match key {
            LaneKey::Of(value) => values.contains(value),
            LaneKey::None => values.iter().all(String::is_empty),
            LaneKey::Others => values.iter().any(|v| !v.is_empty() && self.shown.binary_search(v).is_err()),
        })
    }

    /// What the object of a row shares, as lanes have it.
    fn values(&self, row: &Row<'_>) -> Db<Vec<String>> {
        let word = |idx: usize| row.get::<_, Option<String>>(idx).map(Option::unwrap_or_default);
        let one = match self.by {
            LaneBy::Assignee => word(3)?,
            LaneBy::Priority => row.get::<_, Option<u8>>(4)?.map(|p| p.to_string()).unwrap_or_default(),
            LaneBy::Type => word(5)?,
            LaneBy::Scenario => word(7)?,
            LaneBy::Team => match row.get::<_, Option<String>>(8)? {
                Some(own) => own,
                None => settled(self.db, self.by, format!("@{}", word(3)?))?,
            },
            LaneBy::Label => {
                let labels = row.get::<_, Words>(6)?.0;
                return Ok(if labels.is_empty() { vec![String::new()] } else { labels });
            }
        };
        Ok(vec![one])
    }
}
