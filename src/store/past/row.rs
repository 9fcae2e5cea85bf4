//! A card as it was: its visits say where, the registers of it and of its object what was known.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::column::Stay;
use super::{is_away, written};
use crate::domain::At;
use crate::domain::card::Waiting;
use crate::domain::change::register;
use crate::domain::id::{CardId, EntityId, ObjectId, StageId};
use crate::domain::object::Object;
use crate::domain::past;
use crate::domain::rank::Rank;
use crate::domain::target::Turns;
use crate::domain::value::{Value, from_millis};
use crate::domain::window::CardRow;
use crate::store::error::Db;
use crate::store::row::{self, Id, Ms, ms};

/// A card and its object as they were; nothing where the card was not there yet, or is taken back.
pub(super) struct Then {
    pub row: CardRow,
    pub object: Object,
}

/// A card's row.
pub(super) fn row(db: &Connection, cid: i64, at: At) -> Db<Option<CardRow>> {
    Ok(then(db, cid, at)?.map(|then| then.row))
}

/// A card and its object.
pub(super) fn then(db: &Connection, cid: i64, at: At) -> Db<Option<Then>> {
    let mut find = db.prepare_cached("SELECT id, oid, created_at FROM card WHERE cid = ?1 AND deleted = 0")?;
    let found = find.query_row([cid], |row| Ok((row.get::<_, Id>(0)?, row.get(1)?, row.get::<_, Ms>(2)?.0)));
    let Some((id, oid, created_at)) = found.optional()? else {
        return Ok(None);
    };
    let (Some(stay), Some(object)) = (stay(db, cid, at)?, object(db, oid, at)?) else {
        return Ok(None);
    };
    let held = past::registers(&written(db, EntityId(id.0))?, at);
    let mut row = blank(&object, CardId(id.0), stay, created_at);
    row.blocked = held.get(register::BLOCKED).and_then(Value::as_str).map(str::to_owned);
    row.waiting_until = held.get(register::WAITING_UNTIL).and_then(Value::as_at);
    row.waiting_for =
        held.get(register::WAITS).and_then(Waiting::from_value).map(|w| w.object).map_or(Ok(None), |o| key(db, o))?;
    row.archived = is_away(db, oid, at)?;
    Ok(Some(Then { row, object }))
}

/// An object as it was, under the key it has now; nothing where it was not there yet, or is taken back.
pub(super) fn object(db: &Connection, oid: i64, at: At) -> Db<Option<Object>> {
    let mut find = db.prepare_cached("SELECT * FROM object WHERE oid = ?1 AND deleted = 0")?;
    let Some((_, now, _)) = find.query_row([oid], row::object).optional()? else {
        return Ok(None);
    };
    let registers: BTreeMap<String, Value> = past::registers(&written(db, EntityId(now.id.0))?, at);
    let mut object = Object::blank(now.id, now.key, now.created_at);
    object.put(&registers);
    object.archived = is_away(db, oid, at)?;
    Ok(Some(object))
}

/// Where a card was in its visits.
struct Found {
    stage: StageId,
    stay: Stay,
    /// It is done since.
    done_at: Option<At>,
    turns: Option<Turns>,
}

/// The last visit that had begun by then. One that had ended by then without another means that the card was done.
fn stay(db: &Connection, cid: i64, at: At) -> Db<Option<Found>> {
    let mut find = db.prepare_cached(
        "SELECT stage.id, visit.entered_at, visit.left_at, visit.due_at, visit.met_at, card.at_risk_at, card.breached_at
         FROM visit JOIN stage ON stage.sid = visit.sid JOIN card ON card.cid = visit.cid
         WHERE visit.cid = ?1 AND visit.entered_at <= ?2 ORDER BY n DESC LIMIT 1",
    )?;
    let read = |row: &rusqlite::Row<'_>| {
        let entered: i64 = row.get(1)?;
        let left = row::at(row, 2)?;
        // The clock of a visit that goes on is the card's.
        let turns = match (left, row::at(row, 5)?, row::at(row, 6)?) {
            (None, Some(at_risk_at), Some(breached_at)) => Some(Turns::at(at_risk_at, breached_at)),
            (None, _, _) => None,
            _ => row::at(row, 3)?
                .filter(|_| row.get(4).is_ok_and(|met: Option<i64>| met.is_none_or(|met| met > ms(at))))
                .map(|due| turns(entered, due)),
        };
        Ok(Found {
            stage: StageId(row.get(0)?),
            stay: Stay { entered, cid },
            done_at: left.filter(|left| *left <= at),
            turns,
        })
    };
    find.query_row(params![cid, ms(at)], read).optional()
}

/// At risk after three quarters of what the visit was given.
fn turns(entered: i64, breached_at: At) -> Turns {
    let at_risk_at = breached_at - (breached_at - from_millis(entered)) / 4;
    Turns::at(at_risk_at, breached_at)
}

fn key(db: &Connection, object: ObjectId) -> Db<Option<crate::domain::key::Key>> {
    let mut find = db.prepare_cached("SELECT coalesce(key, plain) FROM object WHERE id = ?1")?;
    find.query_row([Id(object.0)], |row| Ok(row::key(row.get_ref(0)?.as_str()?))).optional()
}

/// The row of an object in its stay. Gates, links and overrides as of then are not known; their counts are empty.
fn blank(object: &Object, card: CardId, found: Found, created_at: At) -> CardRow {
    CardRow {
        card,
        object: object.id,
        key: object.key.clone(),
        title: object.title.clone(),
        type_id: object.type_id.clone(),
        state: object.state.clone(),
        stage: found.stage,
        rank: if found.done_at.is_some() { Rank(String::new()) } else { found.stay.rank() },
        priority: object.priority,
        assignee: object.assignee.clone(),
        labels: object.labels.clone(),
        due_at: object.due_at,
        blocked: None,
        waiting_until: None,
        created_at,
        since: object.since,
        entered_at: from_millis(found.stay.entered),
        done_at: found.done_at,
        archived: false,
        turns: found.turns,
        n_met: 0,
        n_asked: 0,
        times: Vec::new(),
        waiting_for: None,
        open: Vec::new(),
        n_links: 0,
        n_overrides: 0,
        team: object.team.clone(),
        own_team: object.team.clone(),
        scores: object.scores,
        score: None,
    }
}
