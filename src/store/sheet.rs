//! An object whole: its cards with their gates, its links from both ends, what was said about it.

use rusqlite::{Connection, OptionalExtension, Row};

use super::catalogue::{self, stage_facts, stream_head};
use super::error::{Db, Error, unreadable};
use super::graph::Looking;
use super::reader::Reader;
use super::row::{self, Id, Ms, Words};
use super::told;
use crate::domain::At;
use crate::domain::card::{Card, Place, Waiting};
use crate::domain::gate::{Gate, GateRule, Seen, Tick};
use crate::domain::guard::Graph;
use crate::domain::id::{CardId, CriterionId, ObjectId, RelationId, TypeId};
use crate::domain::object::{Object, ObjectType};
use crate::domain::stream::Policy;
use crate::domain::window::{CardRow, Comment, LinkRow, Override, Sheet, Standing};
use crate::wire::value::from_json;
use crate::wire::verdict::verdicts_from_json;

/// No limit, as SQLite says it.
const ALL_LINKS: i64 = -1;

impl Reader {
    /// An object whole; nothing when there is none, or it was taken back.
    pub fn sheet(&self, id: ObjectId, now: At) -> Result<Option<Sheet>, Error> {
        self.read(|db| sheet(db, id, now, ALL_LINKS))
    }

    /// A card's gate, ticked as it is, its guards as they stand now.
    pub fn gate(&self, card: CardId, now: At) -> Result<Option<Gate>, Error> {
        self.read(|db| {
            let mut find = db.prepare_cached("SELECT * FROM card_row WHERE card = ?1 AND deleted = 0")?;
            let found =
                find.query_row([Id(card.0)], |row| Ok((row.get(25)?, row.get(29)?, row::card_row(row)?))).optional()?;
            let Some((cid, visit, row)) = found else {
                return Ok(None);
            };
            Ok(gate(db, cid, visit, &row, now)?.map(|(gate, _)| gate))
        })
    }
}

/// An object whole, with so many of its links.
pub(super) fn sheet(db: &Connection, id: ObjectId, now: At, n_links: i64) -> Db<Option<Sheet>> {
    let mut find = db.prepare_cached("SELECT * FROM object WHERE id = ?1 AND deleted = 0")?;
    let Some((oid, mut object, _)) = find.query_row([Id(id.0)], row::object).optional()? else {
        return Ok(None);
    };
    object.aliases = aliases(db, oid)?;
    let kind = catalogue::object_type(db, &object.type_id)?;
    let cards = standings(db, oid, now)?;
    Ok(Some(Sheet {
        type_name: kind.as_ref().map_or_else(|| object.type_id.0.clone(), |k| k.name.clone()),
        is_closed: is_closed(&object, kind.as_ref(), &cards),
        cards,
        links: links(db, oid, n_links)?,
        comments: comments(db, oid)?,
        notices: told::notices(db, &object, kind.as_ref(), now)?,
        figures: told::figures(db, &object, kind.as_ref(), now)?,
        object,
    }))
}

/// Closed when its state says so, else when all its cards are done.
fn is_closed(object: &Object, kind: Option<&ObjectType>, cards: &[Standing]) -> bool {
    let states = kind.map_or(&[][..], |k| &k.states);
    let is_final = states.iter().any(|s| s.is_final && Some(&s.id) == object.state.as_ref());
    is_final || (!cards.is_empty() && cards.iter().all(|c| c.card.place.is_done()))
}

fn aliases(db: &Connection, oid: i64) -> Db<Vec<crate::domain::key::Key>> {
    let mut all = db.prepare_cached("SELECT key FROM alias WHERE oid = ?1 ORDER BY key")?;
    all.query_map([oid], |row| Ok(row::key(row.get_ref(0)?.as_str()?)))?.collect()
}

fn standings(db: &Connection, oid: i64, now: At) -> Db<Vec<Standing>> {
    let mut all =
        db.prepare_cached("SELECT * FROM card_row WHERE oid = ?1 AND deleted = 0 ORDER BY done_at IS NOT NULL, cid")?;
    let found =
        all.query_map([oid], |row| Ok((row.get::<_, i64>(25)?, row.get::<_, i64>(29)?, row::card_row(row)?)))?;
    let found: Vec<(i64, i64, CardRow)> = found.collect::<Db<_>>()?;
    let mut standings = Vec::with_capacity(found.len());
    for (cid, visit, row) in found {
        standings.extend(standing(db, cid, visit, row, now)?);
    }
    Ok(standings)
}

fn standing(db: &Connection, cid: i64, visit: i64, row: CardRow, now: At) -> Db<Option<Standing>> {
    let Some((gate, names)) = gate(db, cid, visit, &row, now)? else {
        return Ok(None);
    };
    let card = card(db, cid, visit, &row)?;
    Ok(Some(Standing {
        card,
        row,
        stream_name: names.stream,
        stage_name: names.stage,
        next_name: names.next,
        gate,
        overrides: overrides(db, cid)?,
    }))
}

/// What the places around a gate are called.
struct Names {
    stream: String,
    stage: String,
    next: Option<String>,
}

fn gate(db: &Connection, cid: i64, visit: i64, row: &CardRow, now: At) -> Db<Option<(Gate, Names)>> {
    let Some(facts) = stage_facts(db, &row.stage)? else {
        return Ok(None);
    };
    let stream = stream_head(db, &row.stage.stream())?;
    let position = stream.as_ref().and_then(|s| s.position(&row.stage));
    let next = stream.as_ref().zip(position).and_then(|(s, idx)| s.stages.get(idx + 1));
    let names = Names {
        stream: stream.as_ref().map_or_else(|| row.stage.stream().0, |s| s.name.clone()),
        stage: stream
            .as_ref()
            .zip(position)
            .map_or_else(|| row.stage.local().to_owned(), |(s, idx)| s.stages[idx].name.clone()),
        next: next.map(|s| s.name.clone()),
    };
    let policy = stream.as_ref().map_or(Policy::Warn, |s| s.gate);
    let rule = facts.rule(next.map(|s| s.id.clone()), policy);
    Ok(Some((gate_of(db, rule, row.card, (cid, visit), now)?, names)))
}

/// The gate of a rule for a card, with the verdicts its row keeps.
pub(super) fn gate_of(db: &Connection, rule: GateRule, card: CardId, (cid, visit): (i64, i64), now: At) -> Db<Gate> {
    let mut ticks = db.prepare_cached("SELECT criterion, val FROM tick WHERE cid = ?1")?;
    let ticks: Vec<Option<Tick>> = ticks.query_map([cid], row::tick)?.collect::<Db<_>>()?;
    let ticks: Vec<Tick> = ticks.into_iter().flatten().collect();
    let approvals = Looking::at(db).approvals(card)?;
    let mut find = db.prepare_cached("SELECT verdicts, passed FROM card WHERE cid = ?1")?;
    let (verdicts, passed) = find.query_row([cid], |row| {
        let verdicts = verdicts_from_json(row.get_ref(0)?.as_str()?).map_err(unreadable)?;
        let passed: Vec<CriterionId> = row.get::<_, Words>(1)?.0.into_iter().map(CriterionId).collect();
        Ok((verdicts, passed))
    })?;
    let seen = Seen { ticks: &ticks, approvals: &approvals, verdicts: &verdicts, passed: &passed, visit, now };
    Ok(Gate::of(rule, &seen))
}

fn card(db: &Connection, cid: i64, visit: i64, row: &CardRow) -> Db<Card> {
    let mut find = db.prepare_cached("SELECT value, beneficiary, held, waits, passed FROM card WHERE cid = ?1")?;
    let (value, beneficiary, held, waiting, passed) = find.query_row([cid], |row| {
        let waits = row.get_ref(3)?.as_str_or_null()?.map(from_json).transpose().map_err(unreadable)?;
        let passed: Vec<CriterionId> = row.get::<_, Words>(4)?.0.into_iter().map(CriterionId).collect();
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, waits.and_then(|value| Waiting::from_value(&value)), passed))
    })?;
    let stage = row.stage.clone();
    let place = match row.done_at {
        Some(at) => Place::Done { from: stage, at, visit, value, beneficiary },
        None => Place::Standing { stage, rank: row.rank.clone(), entered_at: row.entered_at, visit, passed },
    };
    Ok(Card {
        id: row.card,
        object: row.object,
        place,
        held,
        waiting,
        blocked: row.blocked.clone(),
        waiting_until: row.waiting_until,
        created_at: row.created_at,
        deleted: false,
        n_overrides: row.n_overrides,
    })
}

fn overrides(db: &Connection, cid: i64) -> Db<Vec<Override>> {
    let mut all = db.prepare_cached("SELECT reason, by, at FROM override WHERE cid = ?1 ORDER BY at, field")?;
    all.query_map([cid], |row| Ok(Override { reason: row.get(0)?, by: row.get(1)?, at: row.get::<_, Ms>(2)?.0 }))?
        .collect()
}

fn comments(db: &Connection, oid: i64) -> Db<Vec<Comment>> {
    let mut all =
        db.prepare_cached("SELECT actor, at, text FROM comment WHERE oid = ?1 AND deleted = 0 ORDER BY at, rowid")?;
    all.query_map([oid], |row| Ok(Comment { actor: row.get(0)?, at: row.get::<_, Ms>(1)?.0, text: row.get(2)? }))?
        .collect()
}

fn links(db: &Connection, oid: i64, limit: i64) -> Db<Vec<LinkRow>> {
    let mut all = db.prepare_cached(
        "SELECT relation, (SELECT name FROM relation AS r WHERE r.id = link.relation LIMIT 1), 1,
           other.id, other.key, other.type, other.title, other.state
         FROM link JOIN object AS other ON other.oid = link.to_oid
         WHERE link.from_oid = ?1 AND link.live = 1 AND other.deleted = 0
         UNION ALL
         SELECT coalesce((SELECT inverse FROM relation AS r WHERE r.id = link.relation LIMIT 1), relation),
           (SELECT inverse_name FROM relation AS r WHERE r.id = link.relation LIMIT 1), 0,
           other.id, other.key, other.type, other.title, other.state
         FROM link JOIN object AS other ON other.oid = link.from_oid
         WHERE link.to_oid = ?1 AND link.live = 1 AND other.deleted = 0
         ORDER BY 1, 5 LIMIT ?2",
    )?;
    all.query_map([oid, limit], link)?.collect()
}

/// A link of a row: relation, name, whether it begins here, then the other object.
pub(super) fn link(row: &Row<'_>) -> Db<LinkRow> {
    let relation: String = row.get(0)?;
    Ok(LinkRow {
        name: row.get::<_, Option<String>>(1)?.unwrap_or_else(|| relation.clone()),
        relation: RelationId(relation),
        is_outgoing: row.get(2)?,
        object: ObjectId(row.get::<_, Id>(3)?.0),
        key: row::key(row.get_ref(4)?.as_str_or_null()?.unwrap_or_default()),
        type_id: TypeId(row.get(5)?),
        title: row.get(6)?,
        state: row.get(7)?,
    })
}
