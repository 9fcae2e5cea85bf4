//! The queue of a stage: what is to be sorted, by the time that is left, read by seeking to a place in an index.
//!
//! Cards with a clock come first, the next to breach on top; those without follow by age. What waits, or was handed off
//! from where it stands, is put aside: it is counted by an index of its own, and left out.

use rusqlite::{Connection, OptionalExtension, params};

use super::error::{Db, Error};
use super::filter::Plan;
use super::reader::Reader;
use super::row::{self, Id, count, ms};
use crate::domain::At;
use crate::domain::id::CardId;
use crate::domain::triage::{DISMISSED, Queue, QueueAsk};
use crate::domain::window::{CardRow, Sla};

/// How far back reasons are looked for, in finished cards.
const REASONS_AMONG: usize = 100;

impl Reader {
    /// Some cards of a stage that are to be sorted, in order. With a filter the stage is walked.
    pub fn queue(&self, ask: &QueueAsk, now: At) -> Result<Queue, Error> {
        self.read(|db| {
            let mut queue = Queue {
                stage: ask.stage.clone(),
                rows: Vec::new(),
                has_before: false,
                has_after: false,
                n_to_sort: 0,
                n_breached: 0,
                n_at_risk: 0,
                n_done: 0,
                oldest_at: None,
                reasons: reasons(db)?,
            };
            let mut find = db.prepare_cached("SELECT sid FROM stage WHERE id = ?1")?;
            let Some(sid) = find.query_row([&ask.stage.0], |row| row.get(0)).optional()? else {
                return Ok(queue);
            };
            queue.n_done = n_done(db, sid, ask.day_from)?;
            if ask.filter.is_empty() {
                counts(db, sid, now, &mut queue)?;
                window(db, sid, ask, now, &mut queue)?;
            } else {
                filtered(db, sid, ask, &*self.plan(&ask.filter)?, now, &mut queue)?;
            }
            Ok(queue)
        })
    }
}

/// A place in the queue, as the index orders it: when it breaches, when it was made, which card.
type Place = (Option<i64>, i64, Id);

/// Why things were dismissed of late, the latest first.
fn reasons(db: &Connection) -> Db<Vec<String>> {
    let mut late =
        db.prepare_cached("SELECT value FROM card WHERE done_at IS NOT NULL ORDER BY done_at DESC LIMIT ?1")?;
    let mut rows = late.query([REASONS_AMONG as i64])?;
    let mut reasons: Vec<String> = Vec::new();
    while let Some(row) = rows.next()? {
        let reason = row.get_ref(0)?.as_str_or_null()?.and_then(|value| value.strip_prefix(DISMISSED));
        if let Some(reason) = reason.filter(|reason| !reasons.iter().any(|known| known == reason)) {
            reasons.push(reason.to_owned());
        }
    }
    Ok(reasons)
}

fn n_done(db: &Connection, sid: i64, since: At) -> Db<u64> {
    let mut find = db.prepare_cached("SELECT count(*) FROM visit WHERE sid = ?1 AND left_at >= ?2")?;
    find.query_row((sid, ms(since)), |row| count(row, 0))
}

/// Counts are kept or a range of an index; what is put aside is taken off.
fn counts(db: &Connection, sid: i64, now: At, queue: &mut Queue) -> Db<()> {
    let mut all = db.prepare_cached(
        "SELECT n_live,
           (SELECT count(*) FROM card WHERE live = 1 AND card.sid = stage.sid AND breached_at <= ?2),
           (SELECT count(*) FROM card WHERE live = 1 AND card.sid = stage.sid AND at_risk_at <= ?2),
           (SELECT entered_at FROM card WHERE live = 1 AND card.sid = stage.sid
              AND NOT (handed = 1 OR waits_for IS NOT NULL OR coalesce(waiting_until, 0) > ?2) ORDER BY entered_at LIMIT 1)
         FROM stage WHERE sid = ?1",
    )?;
    let (n_live, n_breached, n_turned, oldest_at) =
        all.query_row((sid, ms(now)), |row| Ok((count(row, 0)?, count(row, 1)?, count(row, 2)?, row::at(row, 3)?)))?;
    let mut aside = db.prepare_cached(
        "SELECT count(*), count(*) FILTER (WHERE breached_at <= ?2), count(*) FILTER (WHERE at_risk_at <= ?2)
         FROM card INDEXED BY card_aside
         WHERE live = 1 AND sid = ?1 AND (handed = 1 OR waiting_until IS NOT NULL OR waits_for IS NOT NULL)
           AND (handed = 1 OR waits_for IS NOT NULL OR waiting_until > ?2)",
    )?;
    let (n_aside, aside_breached, aside_turned) =
        aside.query_row((sid, ms(now)), |row| Ok((count(row, 0)?, count(row, 1)?, count(row, 2)?)))?;
    queue.n_to_sort = n_live.saturating_sub(n_aside);
    queue.n_breached = n_breached.saturating_sub(aside_breached);
    queue.n_at_risk = n_turned.saturating_sub(aside_turned).saturating_sub(queue.n_breached);
    queue.oldest_at = oldest_at;
    Ok(())
}

/// About half of the rows before the card asked for, the rest from it on; near an end the other side gives more.
fn window(db: &Connection, sid: i64, ask: &QueueAsk, now: At, queue: &mut Queue) -> Db<()> {
    let at = ask.around.map(|card| place_of(db, sid, card)).transpose()?.flatten();
    let mut before = match at {
        Some(at) => above(db, sid, at, ask.n + 1, now)?,
        None => Vec::new(),
    };
    let mut after = from(db, sid, at, ask.n + 1, now)?;
    let n_before = before.len().min((ask.n / 2).max(ask.n.saturating_sub(after.len())));
    queue.has_before = before.len() > n_before;
    before.truncate(n_before);
    before.reverse();
    queue.has_after = n_before + after.len() > ask.n;
    after.truncate(ask.n - n_before);
    let mut find = db.prepare_cached("SELECT * FROM card_row WHERE card = ?1")?;
    let rows = before.into_iter().chain(after).map(|id| find.query_row([id], row::card_row));
    queue.rows = rows.collect::<Db<_>>()?;
    Ok(())
}

fn place_of(db: &Connection, sid: i64, card: CardId) -> Db<Option<Place>> {
    let mut find =
        db.prepare_cached("SELECT breached_at, created_at, id FROM card WHERE id = ?1 AND sid = ?2 AND live = 1")?;
    find.query_row((Id(card.0), sid), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()
}

/// The cards from a place on, or from the top: those with a clock, then those without.
fn from(db: &Connection, sid: i64, at: Option<Place>, n: usize, now: At) -> Db<Vec<Id>> {
    let mut clocked = db.prepare_cached(
        "SELECT id FROM card WHERE live = 1 AND sid = ?1 AND breached_at IS NOT NULL
           AND (breached_at, created_at, id) >= (?2, ?3, ?4)
           AND NOT (handed = 1 OR waits_for IS NOT NULL OR coalesce(waiting_until, 0) > ?5)
         ORDER BY breached_at, created_at, id LIMIT ?6",
    )?;
    let mut plain = db.prepare_cached(
        "SELECT id FROM card WHERE live = 1 AND sid = ?1 AND breached_at IS NULL AND (created_at, id) >= (?2, ?3)
           AND NOT (handed = 1 OR waits_for IS NOT NULL OR coalesce(waiting_until, 0) > ?4)
         ORDER BY created_at, id LIMIT ?5",
    )?;
    let start = (i64::MIN, Id(uuid::Uuid::nil()));
    let (breached_at, created_at, id) = at.unwrap_or((Some(i64::MIN), start.0, start.1));
    let mut ids: Vec<Id> = Vec::new();
    if let Some(breached_at) = breached_at {
        let rows = clocked.query_map(params![sid, breached_at, created_at, id, ms(now), n as i64], |row| row.get(0))?;
        ids = rows.collect::<Db<_>>()?;
    }
    if ids.len() < n {
        let (created_at, id) = if breached_at.is_some() { start } else { (created_at, id) };
        let rest = (n - ids.len()) as i64;
        let rows = plain.query_map(params![sid, created_at, id, ms(now), rest], |row| row.get(0))?;
        ids.extend(rows.collect::<Db<Vec<Id>>>()?);
    }
    Ok(ids)
}

/// The cards before a place, the nearest first.
fn above(db: &Connection, sid: i64, (breached_at, created_at, id): Place, n: usize, now: At) -> Db<Vec<Id>> {
    let mut clocked = db.prepare_cached(
        "SELECT id FROM card WHERE live = 1 AND sid = ?1 AND breached_at IS NOT NULL
           AND (?2 IS NULL OR (breached_at, created_at, id) < (?2, ?3, ?4))
           AND NOT (handed = 1 OR waits_for IS NOT NULL OR coalesce(waiting_until, 0) > ?5)
         ORDER BY breached_at DESC, created_at DESC, id DESC LIMIT ?6",
    )?;
    let mut plain = db.prepare_cached(
        "SELECT id FROM card WHERE live = 1 AND sid = ?1 AND breached_at IS NULL AND (created_at, id) < (?2, ?3)
           AND NOT (handed = 1 OR waits_for IS NOT NULL OR coalesce(waiting_until, 0) > ?4)
         ORDER BY created_at DESC, id DESC LIMIT ?5",
    )?;
    let mut ids: Vec<Id> = Vec::new();
    if breached_at.is_none() {
        let rows = plain.query_map(params![sid, created_at, id, ms(now), n as i64], |row| row.get(0))?;
        ids = rows.collect::<Db<_>>()?;
    }
    if ids.len() < n {
        let rest = (n - ids.len()) as i64;
        let rows = clocked.query_map(params![sid, breached_at, created_at, id, ms(now), rest], |row| row.get(0))?;
        ids.extend(rows.collect::<Db<Vec<Id>>>()?);
    }
    Ok(ids)
}

/// The cards a filter lets through, gathered and put in order.
fn filtered(db: &Connection, sid: i64, ask: &QueueAsk, plan: &Plan, now: At, queue: &mut Queue) -> Db<()> {
    let mut handed = db.prepare_cached("SELECT handed FROM card WHERE cid = ?1")?;
    let mut walk = db.prepare_cached("SELECT * FROM card_row WHERE live = 1 AND sid = ?1")?;
    let mut rows = walk.query([sid])?;
    let mut found: Vec<CardRow> = Vec::new();
    while let Some(row) = rows.next()? {
        if plan.takes(row, now)? {
            let is_handed: bool = handed.query_row([row.get::<_, i64>(25)?], |row| row.get(0))?;
            found.extend(Some(row::card_row(row)?).filter(|card| !is_handed && !card.is_waiting(now)));
        }
    }
    let breached_at = |row: &CardRow| row.turns.and_then(|turns| turns.breached_at);
    found.sort_by_key(|row| (breached_at(row).is_none(), breached_at(row), row.created_at, row.card));
    let n_of = |sla: Sla| found.iter().filter(|row| row.sla(now) == Some(sla)).count() as u64;
    queue.n_to_sort = found.len() as u64;
    (queue.n_breached, queue.n_at_risk) = (n_of(Sla::Breached), n_of(Sla::AtRisk));
    queue.oldest_at = found.iter().map(|row| row.entered_at).min();
    let at = found.iter().position(|row| Some(row.card) == ask.around).unwrap_or(0);
    let first = at.saturating_sub(ask.n / 2).min(found.len().saturating_sub(ask.n));
    queue.has_before = first > 0;
    queue.has_after = found.len() > first + ask.n;
    queue.rows = found.into_iter().skip(first).take(ask.n).collect();
    Ok(())
}
