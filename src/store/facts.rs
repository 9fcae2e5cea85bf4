//! What rules ask, answered by the open transaction.

use std::rc::Rc;

use rusqlite::{OptionalExtension, Row};
use uuid::Uuid;

use super::catalogue::{self, RELATION};
use super::error::{Db, unreadable};
use super::graph::{LINKED, linked};
use super::log::{self, LogAsk};
use super::row::{self, Id, Ms, Words, at};
use super::work::Work;
use super::{keys, people};
use crate::domain::At;
use crate::domain::card::{Card, Place, Waiting};
use crate::domain::gate::{GateRule, Tick};
use crate::domain::guard::{Graph, Linked};
use crate::domain::id::{CardId, CriterionId, ObjectId, RelationId, StageId, StreamId, TypeId};
use crate::domain::intent::{Facts, Named, Neighbours, Spot, StreamHead};
use crate::domain::key::Key;
use crate::domain::link::{Link, Relation};
use crate::domain::object::{Object, ObjectType};
use crate::domain::person::Person;
use crate::domain::rank::Rank;
use crate::domain::stream::{Edge, Role, Scenario};
use crate::domain::window::LogEntry;
use crate::wire::value::from_json;

impl Facts for Work<'_> {
    fn object_with_key(&self, key: &Key) -> Db<Option<ObjectId>> {
        keys::find(self.db, key.as_str())
    }

    fn card(&self, id: CardId) -> Db<Option<Card>> {
        let mut find = self.db.prepare_cached(&format!(
            "SELECT {CARD}
             FROM card JOIN object USING (oid) JOIN stage USING (sid) WHERE card.id = ?1"
        ))?;
        find.query_row([Id(id.0)], card).optional()
    }

    fn open_cards(&self, object: ObjectId) -> Db<Vec<Card>> {
        let mut find = self.db.prepare_cached(&format!(
            "SELECT {CARD}
             FROM object JOIN card USING (oid) JOIN stage USING (sid)
             WHERE object.id = ?1 AND card.deleted = 0 AND done_at IS NULL ORDER BY cid"
        ))?;
        find.query_map([Id(object.0)], card)?.collect()
    }

    fn object_type(&self, id: &TypeId) -> Db<Option<Rc<ObjectType>>> {
        self.type_of(id)
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
        let mut all = self.db.prepare_cached(&format!(
            "SELECT {CARD}
             FROM stage JOIN card USING (sid) JOIN object USING (oid)
             WHERE stage.id = ?1 AND card.live = 1 ORDER BY rank, card.id"
        ))?;
        let cards = all.query_map([&stage.0], card)?;
        cards.map(|found| found.map(|card| (card.id, card.object, card.place))).collect()
    }

    fn relation(&self, id: &RelationId, from: &TypeId, to: &TypeId) -> Db<Option<(Relation, bool)>> {
        let mut find = self.db.prepare_cached(&format!(
            "SELECT {RELATION}, is_inverse FROM (
               SELECT *, 0 AS is_inverse FROM relation
               WHERE id = ?1 AND from_type IN (?2, '*') AND to_type IN (?3, '*')
               UNION ALL
               SELECT *, 1 FROM relation WHERE inverse = ?1 AND from_type IN (?3, '*') AND to_type IN (?2, '*'))
             ORDER BY from_type = '*', is_inverse, ord LIMIT 1"
        ))?;
        find.query_row((&id.0, &from.0, &to.0), |row| Ok((catalogue::relation(row)?, row.get("is_inverse")?)))
            .optional()
    }

    fn relation_between(&self, from: &TypeId, to: &TypeId) -> Db<Option<RelationId>> {
        let mut find = self.db.prepare_cached(
            "SELECT id FROM (SELECT id, ord FROM relation WHERE from_type = ?1 AND to_type = ?2
               UNION ALL SELECT inverse, ord FROM relation WHERE from_type = ?2 AND to_type = ?1) ORDER BY ord LIMIT 1",
        )?;
        Ok(find.query_row((&from.0, &to.0), |row| row.get(0)).optional()?.map(RelationId))
    }

    fn links(&self, object: ObjectId, relation: &RelationId, from: bool) -> Db<Vec<Linked>> {
        let mut all = self.db.prepare_cached(&format!(
            "SELECT {LINKED} FROM object AS me JOIN link ON link.live = 1 AND link.relation = ?2
               AND me.oid = iif(?3, link.from_oid, link.to_oid)
             JOIN object AS o ON o.oid = iif(?3, link.to_oid, link.from_oid)
             WHERE me.id = ?1 AND o.deleted = 0 ORDER BY o.oid"
        ))?;
        all.query_map((Id(object.0), &relation.0, from), linked)?.collect()
    }

    fn leads_to(&self, from: ObjectId, relation: &RelationId, to: ObjectId) -> Db<bool> {
        let mut find = self.db.prepare_cached(
            "WITH RECURSIVE reached (oid) AS (
               SELECT oid FROM object WHERE id = ?1
               UNION SELECT link.to_oid FROM reached JOIN link ON link.from_oid = reached.oid
                 WHERE link.relation = ?2 AND link.live = 1)
             SELECT EXISTS (SELECT 1 FROM reached JOIN object USING (oid) WHERE object.id = ?3)",
        )?;
        find.query_row((Id(from.0), &relation.0, Id(to.0)), |row| row.get(0))
    }

    fn waiting_for(&self, object: ObjectId) -> Db<Vec<(Card, Object)>> {
        let mut all = self.db.prepare_cached(&format!(
            "SELECT {CARD} FROM object AS asked JOIN card ON card.waits_for = asked.oid
             JOIN object ON object.oid = card.oid JOIN stage USING (sid) WHERE asked.id = ?1 ORDER BY cid"
        ))?;
        let cards: Vec<Card> = all.query_map([Id(object.0)], card)?.collect::<Db<_>>()?;
        let mut waiting = Vec::new();
        for card in cards {
            if let Some(object) = self.object(card.object)? {
                waiting.push((card, object));
            }
        }
        Ok(waiting)
    }

    fn person(&self, name: &str) -> Db<Option<Person>> {
        people::person(self.db, name)
    }

    fn roles(&self) -> Db<Vec<Role>> {
        catalogue::roles(self.db)
    }

    fn edge(&self, id: &str) -> Db<Option<Edge>> {
        catalogue::edge(self.db, id)
    }

    fn edges(&self, from: &StreamId) -> Db<Vec<Edge>> {
        catalogue::edges(self.db, from)
    }

    fn scenario(&self, stream: &StreamId, id: &str) -> Db<Option<Scenario>> {
        Ok(catalogue::scenarios(self.db, Some(stream))?.into_iter().find(|scenario| scenario.id == id))
    }

    fn is_linked(&self, link: &Link) -> Db<bool> {
        let mut find = self.db.prepare_cached("SELECT live FROM link WHERE entity = ?1")?;
        Ok(find.query_row([Id(link.entity().0)], |row| row.get(0)).optional()? == Some(true))
    }

    fn names(&self, of: Named) -> Db<Vec<String>> {
        let mut all = self.db.prepare_cached(match of {
            Named::Type => "SELECT id FROM otype ORDER BY ord",
            Named::Role => "SELECT id FROM role ORDER BY id",
            Named::RoleName => "SELECT name FROM role ORDER BY name",
            Named::Relation => "SELECT id FROM relation UNION SELECT inverse FROM relation",
            Named::Stream => "SELECT id FROM stream WHERE deleted = 0 ORDER BY ord",
            Named::Stage => {
                "SELECT stage.id FROM stage JOIN stream ON stream.id = stage.stream
                 WHERE stage.deleted = 0 AND stream.deleted = 0 ORDER BY stream.ord, stage.ord"
            }
            Named::Criterion => {
                "SELECT criterion.id FROM criterion JOIN stage USING (sid) WHERE stage.deleted = 0 ORDER BY criterion.id"
            }
            Named::Edge => {
                "SELECT edge.id FROM edge JOIN stream ON stream.id = from_stream WHERE stream.deleted = 0 ORDER BY edge.id"
            }
        })?;
        all.query_map([], |row| row.get(0))?.collect()
    }

    fn next_key(&self, prefix: &str) -> Db<Key> {
        keys::next(self, prefix)
    }

    fn happened(&self, object: ObjectId, since: At) -> Db<Vec<LogEntry>> {
        log::log(self.db, &LogAsk { about: Some(object), since: Some(since), ..LogAsk::default() })
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

/// The columns of a card.
const CARD: &str = "card.id, object.id, stage.id, rank, visit, entered_at, done_at, value, beneficiary, blocked,
  waiting_until, card.created_at, card.deleted, n_overrides, held, waits, passed";

/// A card of the columns of [`CARD`].
fn card(row: &Row<'_>) -> Db<Card> {
    let (stage, visit) = (StageId(row.get(2)?), row.get(4)?);
    let place = match at(row, 6)? {
        Some(at) => Place::Done { from: stage, at, visit, value: row.get(7)?, beneficiary: row.get(8)? },
        None => Place::Standing {
            stage,
            rank: Rank(row.get(3)?),
            entered_at: row.get::<_, Ms>(5)?.0,
            visit,
            passed: criteria(row, 16)?,
        },
    };
    Ok(Card {
        id: CardId(row.get::<_, Id>(0)?.0),
        object: ObjectId(row.get::<_, Id>(1)?.0),
        place,
        blocked: row.get(9)?,
        waiting_until: at(row, 10)?,
        held: row.get(14)?,
        waiting: waiting(row, 15)?,
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

fn criteria(row: &Row<'_>, idx: usize) -> Db<Vec<CriterionId>> {
    Ok(row.get::<_, Words>(idx)?.0.into_iter().map(CriterionId).collect())
}

fn waiting(row: &Row<'_>, idx: usize) -> Db<Option<Waiting>> {
    let text = row.get_ref(idx)?.as_str_or_null()?;
    let value = text.map(|text| from_json(text).map_err(unreadable)).transpose()?;
    Ok(value.and_then(|value| Waiting::from_value(&value)))
}
