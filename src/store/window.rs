//! Columns, read by seeking to a place: what it costs does not depend on how many cards there are.

use rusqlite::{Connection, OptionalExtension, Rows, params};

use super::columns::n_above;
use super::error::{Db, Error};
use super::filter::Plan;
use super::reader::Reader;
use super::row::{self, Id};
use crate::domain::At;
use crate::domain::filter::Filter;
use crate::domain::id::{CardId, StageId};
use crate::domain::window::{Anchor, CardRow, Window};

impl Reader {
    /// Some cards of a stage in order. With a filter the column is walked, or the few objects its words name.
    pub fn window(
        &self,
        stage: &StageId,
        filter: &Filter,
        anchor: &Anchor,
        n: usize,
        now: At,
    ) -> Result<Window, Error> {
        self.read(|db| {
            let mut find = db.prepare_cached("SELECT sid, n_live FROM stage WHERE id = ?1")?;
            let found = find.query_row([&stage.0], |row| Ok((row.get(0)?, row::count(row, 1)?))).optional()?;
            let Some((sid, n_live)) = found else {
                return Ok(Window { stage: stage.clone(), rows: Vec::new(), n_above: 0, n_total: 0 });
            };
            if filter.terms.is_empty() {
                return whole(db, stage, (sid, n_live), anchor, n);
            }
            let plan = self.plan(filter)?;
            filtered(db, stage, &places(db, (sid, n_live), &plan, now)?, anchor, n)
        })
    }

    /// A card as lists show it.
    pub fn row(&self, card: CardId) -> Result<Option<CardRow>, Error> {
        self.read(|db| {
            let mut find = db.prepare_cached("SELECT * FROM card_row WHERE card = ?1 AND deleted = 0")?;
            find.query_row([Id(card.0)], row::card_row).optional()
        })
    }

    /// Several cards, in the order they are named; those that are gone are left out.
    pub fn rows(&self, cards: &[CardId]) -> Result<Vec<CardRow>, Error> {
        let mut rows = Vec::with_capacity(cards.len());
        for card in cards {
            rows.extend(self.row(*card)?);
        }
        Ok(rows)
    }
}

/// A place in a column, as the index orders them.
type Place = (String, Id);

fn whole(db: &Connection, stage: &StageId, (sid, n_total): (i64, u64), anchor: &Anchor, n: usize) -> Db<Window> {
    let rows = match anchor {
        Anchor::Top => from_top(db, sid, n)?,
        Anchor::Bottom => from_bottom(db, sid, n)?,
        Anchor::Below(rank, card) => below(db, sid, &(rank.0.clone(), Id(card.0)), n)?,
        Anchor::Above(rank, card) => above(db, sid, &(rank.0.clone(), Id(card.0)), n)?,
        Anchor::Around(card) => match place_of(db, sid, *card)? {
            Some(place) => around(db, sid, &place, n)?,
            None => from_top(db, sid, n)?,
        },
    };
    let n_above = match rows.first() {
        Some(first) => n_above(db, sid, (&first.rank.0, Id(first.card.0)))?,
        None => 0,
    };
    Ok(Window { stage: stage.clone(), rows, n_above, n_total })
}

fn place_of(db: &Connection, sid: i64, card: CardId) -> Db<Option<Place>> {
    let mut find = db.prepare_cached("SELECT rank, id FROM card WHERE id = ?1 AND sid = ?2 AND live = 1")?;
    find.query_row((Id(card.0), sid), |row| Ok((row.get(0)?, row.get(1)?))).optional()
}

fn from_top(db: &Connection, sid: i64, n: usize) -> Db<Vec<CardRow>> {
    let mut find =
        db.prepare_cached("SELECT * FROM card_row WHERE live = 1 AND sid = ?1 ORDER BY rank, card LIMIT ?2")?;
    find.query_map((sid, n as i64), row::card_row)?.collect()
}

fn from_bottom(db: &Connection, sid: i64, n: usize) -> Db<Vec<CardRow>> {
    let mut find =
        db.prepare_cached("SELECT * FROM card_row WHERE live = 1 AND sid = ?1 ORDER BY rank DESC, card DESC LIMIT ?2")?;
    let mut rows: Vec<CardRow> = find.query_map((sid, n as i64), row::card_row)?.collect::<Db<_>>()?;
    rows.reverse();
    Ok(rows)
}

fn below(db: &Connection, sid: i64, place: &Place, n: usize) -> Db<Vec<CardRow>> {
    let mut find = db.prepare_cached(
        "SELECT * FROM card_row WHERE live = 1 AND sid = ?1 AND (rank, card) > (?2, ?3) ORDER BY rank, card LIMIT ?4",
    )?;
    find.query_map(params![sid, place.0, place.1, n as i64], row::card_row)?.collect()
}

fn above(db: &Connection, sid: i64, place: &Place, n: usize) -> Db<Vec<CardRow>> {
    let mut find = db.prepare_cached(
        "SELECT * FROM card_row WHERE live = 1 AND sid = ?1 AND (rank, card) < (?2, ?3)
         ORDER BY rank DESC, card DESC LIMIT ?4",
    )?;
    let rows = find.query_map(params![sid, place.0, place.1, n as i64], row::card_row)?;
    let mut rows: Vec<CardRow> = rows.collect::<Db<_>>()?;
    rows.reverse();
    Ok(rows)
}

/// The card with about half of the rows before it; near an end the other side gives more.
fn around(db: &Connection, sid: i64, place: &Place, n: usize) -> Db<Vec<CardRow>> {
    let mut before = above(db, sid, place, n)?;
    let mut find = db.prepare_cached(
        "SELECT * FROM card_row WHERE live = 1 AND sid = ?1 AND (rank, card) >= (?2, ?3) ORDER BY rank, card LIMIT ?4",
    )?;
    let rows = find.query_map(params![sid, place.0, place.1, n as i64], row::card_row)?;
    let after: Vec<CardRow> = rows.collect::<Db<_>>()?;
    let n_before = before.len().min((n / 2).max(n.saturating_sub(after.len())));
    let mut rows = before.split_off(before.len() - n_before);
    rows.extend(after);
    rows.truncate(n);
    Ok(rows)
}

fn filtered(db: &Connection, stage: &StageId, places: &[Place], anchor: &Anchor, n: usize) -> Db<Window> {
    let start = start(places, anchor, n);
    let end = places.len().min(start + n);
    let mut find = db.prepare_cached("SELECT * FROM card_row WHERE card = ?1")?;
    let rows = places[start..end].iter().map(|(_, id)| find.query_row([id], row::card_row));
    let rows = rows.collect::<Db<_>>()?;
    Ok(Window { stage: stage.clone(), rows, n_above: start as u64, n_total: places.len() as u64 })
}

/// How many cards of a column are walked in the time it takes to fetch one by its object.
const PER_OBJECT: u64 = 16;

/// Where the cards that fit lie, in order: of few objects, or by the column's index alone, or row by row.
fn places(db: &Connection, (sid, n_live): (i64, u64), plan: &Plan, now: At) -> Db<Vec<Place>> {
    let mut places = Vec::new();
    if let Some(objects) = plan.few_objects(n_live / PER_OBJECT) {
        // The plus signs keep to the index by object.
        let mut find = db.prepare_cached("SELECT * FROM card_row WHERE oid = ?1 AND +sid = ?2 AND +live = 1")?;
        for oid in objects {
            gather(&mut find.query((oid, sid))?, plan, now, &mut places)?;
        }
        places.sort_unstable();
    } else if plan.settles_something() {
        let mut column =
            db.prepare_cached("SELECT rank, id, oid FROM card WHERE live = 1 AND sid = ?1 ORDER BY rank, id")?;
        let mut whole = db.prepare_cached("SELECT * FROM card_row WHERE card = ?1")?;
        let mut rows = column.query([sid])?;
        while let Some(row) = rows.next()? {
            match plan.may_take(row.get(2)?, sid) {
                false => {}
                true if plan.is_settled() => places.push((row.get(0)?, row.get(1)?)),
                true => gather(&mut whole.query([row.get::<_, Id>(1)?])?, plan, now, &mut places)?,
            }
        }
    } else {
        let mut walk = db.prepare_cached("SELECT * FROM card_row WHERE live = 1 AND sid = ?1 ORDER BY rank, card")?;
        gather(&mut walk.query([sid])?, plan, now, &mut places)?;
    }
    Ok(places)
}

fn gather(rows: &mut Rows<'_>, plan: &Plan, now: At, places: &mut Vec<Place>) -> Db<()> {
    while let Some(row) = rows.next()? {
        if plan.takes(row, now)? {
            places.push((row.get(7)?, row.get(0)?));
        }
    }
    Ok(())
}

fn start(places: &[Place], anchor: &Anchor, n: usize) -> usize {
    let last = places.len().saturating_sub(n);
    match anchor {
        Anchor::Top => 0,
        Anchor::Bottom => last,
        Anchor::Below(rank, card) => places.partition_point(|p| *p <= (rank.0.clone(), Id(card.0))),
        Anchor::Above(rank, card) => places.partition_point(|p| *p < (rank.0.clone(), Id(card.0))).saturating_sub(n),
        Anchor::Around(card) => {
            let idx = places.iter().position(|(_, id)| id.0 == card.0);
            idx.map_or(0, |idx| idx.saturating_sub(n / 2).min(last))
        }
    }
}
