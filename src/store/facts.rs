//! What rules ask, answered by the open transaction.

use rusqlite::{OptionalExtension, Row};
use uuid::Uuid;

use super::catalogue;
use super::error::Db;
use super::keys;
use super::row::{self, Id, Ms, at};
use super::work::Work;
use crate::domain::card::{Card, Place};
use crate::domain::gate::{GateRule, Tick};
use crate::domain::id::{CardId, ObjectId, RelationId, StageId, StreamId, TypeId};
use crate::domain::intent::{Facts, Neighbours, Spot, StreamHead};
use crate::domain::key::Key;
use crate::domain::link::{Link, Relation};
use crate::domain::object::{Object, ObjectType};
use crate::domain::rank::Rank;

impl Facts for Work<'_> {
    type Error = rusqlite::Error;

    fn object(&self, id: ObjectId) -> Db<Option<Object>> {
        let mut find = self.db.prepare_cached("SELECT * FROM object WHERE id = ?1")?;
        Ok(find.query_row([Id(id.0)], row::object).optional()?.map(|(_, object, _)| object))
    }

    fn object_with_key(&self, key: &Key) -> Db<Option<ObjectId>> {
        keys::find(self.db, key.as_str())
    }

    fn card(&self, id: CardId) -> Db<Option<Card>> {
        let mut find = self.db.prepare_cached(
            "SELECT card.id, object.id, stage.id, rank, visit, entered_at, done_at, value, beneficiary, blocked, waiting_until,
               card.created_at, card.deleted, n_overrides
             FROM card JOIN object USING (oid) JOIN stage USING (sid) WHERE card.id = ?1",
        )?;
        find.query_row([Id(id.0)], card).optional()
    }

    fn open_cards(&self, object: ObjectId) -> Db<Vec<Card>> {
        let mut find = self.db.prepare_cached(
            "SELECT card.id, object.id, stage.id, rank, visit, entered_at, done_at, value, beneficiary, blocked, waiting_until,
               card.created_at, card.deleted, n_overrides
             FROM object JOIN card USING (oid) JOIN stage USING (sid)
             WHERE object.id = ?1 AND card.deleted = 0 AND done_at IS NULL ORDER BY cid",
        )?;
        find.query_map([Id(object.0)], card)?.collect()
    }

    fn object_type(&self, id: &TypeId) -> Db<Option<ObjectType>> {
        Ok(self.type_of(id)?.map(|found| (*found).clone()))
    }

    fn stream(&self, id: &StreamId) -> Db<Option<StreamHead>> {
        let Some(known) = self.stream_of(id)? else {
            return Ok(None);
        };
        let mut head = (*known).clone();
        for stage in &mut head.stages {
            if let Some(facts) = self.stage_of(&stage.id)? {
                stage.n_cards = stage.n_cards.saturating_add_signed(self.tally.borrow().pending(facts.sid));
            }
        }
        Ok(Some(head))
    }

    fn gate(&self, stage: &StageId) -> Db<Option<GateRule>> {
        let (Some(facts), Some(stream)) = (self.stage_of(stage)?, self.stream_of(&stage.stream())?) else {
            return Ok(None);
        };
        let next = stream.position(stage).and_then(|idx| stream.stages.get(idx + 1)).map(|s| s.id.clone());
        Ok(Some(facts.rule(next, stream.gate)))
    }

    fn ticks(&self, card: CardId) -> Db<Vec<Tick>> {
        let mut all =
            self.db.prepare_cached("SELECT criterion, val FROM tick JOIN card USING (cid) WHERE card.id = ?1")?;
        let ticks: Vec<Option<Tick>> = all.query_map([Id(card.0)], row::tick)?.collect::<Db<_>>()?;
        Ok(ticks.into_iter().flatten().collect())
    }

    fn neighbours(&self, stage: &StageId, spot: Spot, moving: Option<CardId>) -> Db<Neighbours> {
        let Some(facts) = self.stage_of(stage)? else {
            return Ok((None, None));
        };
        let gap = Gap { work: self, sid: facts.sid, moving: Id(moving.map_or(Uuid::nil(), |c| c.0)) };
        match spot {
            Spot::Bottom => Ok((gap.last()?, None)),
            Spot::Top => Ok((None, gap.first()?)),
            Spot::Before(card) => match gap.rank_of(card)? {
                Some(rank) => Ok((gap.above(&rank, card)?, Some(rank))),
                None => Ok((gap.last()?, None)),
            },
            Spot::After(card) => match gap.rank_of(card)? {
                Some(rank) => Ok((Some(rank.clone()), gap.below(&rank, card)?)),
                None => Ok((gap.last()?, None)),
            },
        }
    }

    fn standing(&self, stage: &StageId) -> Db<Vec<(CardId, ObjectId, Place)>> {
        let mut all = self.db.prepare_cached(
            "SELECT card.id, object.id, stage.id, rank, visit, entered_at, done_at, value, beneficiary, blocked, waiting_until,
               card.created_at, card.deleted, n_overrides
             FROM stage JOIN card USING (sid) JOIN object USING (oid)
             WHERE stage.id = ?1 AND card.live = 1 ORDER BY rank, card.id",
        )?;
        let cards = all.query_map([&stage.0], card)?;
        cards.map(|found| found.map(|card| (card.id, card.object, card.place))).collect()
    }

    fn relation(&self, id: &RelationId, from: &TypeId, to: &TypeId) -> Db<Option<(Relation, bool)>> {
        let mut find = self.db.prepare_cached(
            "SELECT id, inverse, name, inverse_name, from_type, to_type, cardinality, is_inverse FROM (
               SELECT *, 0 AS is_inverse FROM relation
               WHERE id = ?1 AND from_type IN (?2, '*') AND to_type IN (?3, '*')
               UNION ALL
               SELECT *, 1 FROM relation WHERE inverse = ?1 AND from_type IN (?3, '*') AND to_type IN (?2, '*'))
             ORDER BY from_type = '*', is_inverse, ord LIMIT 1",
        )?;
        find.query_row((&id.0, &from.0, &to.0), |row| Ok((catalogue::relation(row)?, row.get(7)?))).optional()
    }

    fn is_linked(&self, link: &Link) -> Db<bool> {
        let mut find = self.db.prepare_cached("SELECT live FROM link WHERE entity = ?1")?;
        Ok(find.query_row([Id(link.entity().0)], |row| row.get(0)).optional()? == Some(true))
    }

    fn next_key(&self, prefix: &str) -> Db<Key> {
        keys::next(self, prefix)
    }

    fn fresh_id(&self) -> Uuid {
        let id = self.ids.fresh(self.at.get());
        self.fresh.borrow_mut().insert(id);
        id
    }

    fn jitter(&self) -> [u8; 3] {
        self.ids.jitter()
    }
}

/// A card of the columns the facts above ask for.
fn card(row: &Row<'_>) -> Db<Card> {
    let (stage, visit) = (StageId(row.get(2)?), row.get(4)?);
    let place = match at(row, 6)? {
        Some(at) => Place::Done { from: stage, at, visit, value: row.get(7)?, beneficiary: row.get(8)? },
        None => Place::Standing { stage, rank: Rank(row.get(3)?), entered_at: row.get::<_, Ms>(5)?.0, visit },
    };
    Ok(Card {
        id: CardId(row.get::<_, Id>(0)?.0),
        object: ObjectId(row.get::<_, Id>(1)?.0),
        place,
        blocked: row.get(9)?,
        waiting_until: at(row, 10)?,
        created_at: row.get::<_, Ms>(11)?.0,
        deleted: row.get(12)?,
        n_overrides: row.get(13)?,
    })
}

/// A gap in a column, without the card that is on its way into it.
struct Gap<'a> {
    work: &'a Work<'a>,
    sid: i64,
    moving: Id,
}

impl Gap<'_> {
    fn first(&self) -> Db<Option<Rank>> {
        let mut find = self.work.db.prepare_cached(
            "SELECT rank FROM card WHERE live = 1 AND sid = ?1 AND id <> ?2 ORDER BY rank, id LIMIT 1",
        )?;
        find.query_row((self.sid, self.moving), |row| Ok(Rank(row.get(0)?))).optional()
    }

    fn last(&self) -> Db<Option<Rank>> {
        let mut find = self.work.db.prepare_cached(
            "SELECT rank FROM card WHERE live = 1 AND sid = ?1 AND id <> ?2 ORDER BY rank DESC, id DESC LIMIT 1",
        )?;
        find.query_row((self.sid, self.moving), |row| Ok(Rank(row.get(0)?))).optional()
    }

    fn rank_of(&self, card: CardId) -> Db<Option<Rank>> {
        let mut find = self
            .work
            .db
            .prepare_cached("SELECT rank FROM card WHERE id = ?1 AND sid = ?2 AND live = 1 AND id <> ?3")?;
        find.query_row((Id(card.0), self.sid, self.moving), |row| Ok(Rank(row.get(0)?))).optional()
    }

    fn above(&self, rank: &Rank, card: CardId) -> Db<Option<Rank>> {
        let mut find = self.work.db.prepare_cached(
            "SELECT rank FROM card WHERE live = 1 AND sid = ?1 AND id <> ?2 AND (rank, id) < (?3, ?4)
             ORDER BY rank DESC, id DESC LIMIT 1",
        )?;
        find.query_row((self.sid, self.moving, &rank.0, Id(card.0)), |row| Ok(Rank(row.get(0)?))).optional()
    }

    fn below(&self, rank: &Rank, card: CardId) -> Db<Option<Rank>> {
        let mut find = self.work.db.prepare_cached(
            "SELECT rank FROM card WHERE live = 1 AND sid = ?1 AND id <> ?2 AND (rank, id) > (?3, ?4)
             ORDER BY rank, id LIMIT 1",
        )?;
        find.query_row((self.sid, self.moving, &rank.0, Id(card.0)), |row| Ok(Rank(row.get(0)?))).optional()
    }
}
