//! What a standup looks at: the cards to walk, and what changed since the last one.
//!
//! # What it costs
//!
//! Cards that call for attention come from indexes of their own, the others the longest-standing first and only as
//! many as a walk takes. What changed is asked of the cards the journal names since then, not of all. So a standup
//! over a hundred thousand cards reads some hundred.

mod changes;

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::error::{Db, Error, unreadable};
use super::filter::Plan;
use super::reader::Reader;
use super::row::{self, Id, count, ms};
use crate::domain::At;
use crate::domain::id::{CardId, StageId, StreamId};
use crate::domain::standup::{self, DAY_S, MOST, Since, Standup, StandupAsk, Step, call, in_order};
use crate::domain::value::Value;
use crate::domain::window::CardRow;
use crate::wire::value::from_json;

/// Cards of a stage looked at for those nobody touched, where no filter says otherwise.
const LOOKED_AT: i64 = 1_000;

/// A stage of the scope, from right to left.
struct Stage {
    sid: i64,
    id: StageId,
    name: String,
    n_live: u64,
}

/// What is read, and for whom.
struct Look<'a> {
    db: &'a Connection,
    plan: &'a Plan,
    ask: &'a StandupAsk,
    now: At,
    since: At,
    stages: Vec<Stage>,
}

impl Reader {
    /// The standup of a stream, or of all.
    pub fn standup(&self, ask: &StandupAsk, now: At) -> Result<Standup, Error> {
        self.read(|db| {
            let plan = self.plan(&ask.filter)?;
            let last = setting(db, &standup::setting(ask.stream.as_ref()))?.and_then(|value| value.as_at());
            let is_last = ask.since == Since::Last && last.is_some();
            let day_ago = now - chrono::TimeDelta::seconds(DAY_S);
            let since = match ask.since {
                Since::At(at) => at,
                Since::Last => last.unwrap_or(day_ago),
            };
            let stages = stages(db, ask.stream.as_ref())?;
            let look = Look { db, plan: &plan, ask, now, since, stages };
            let attention = look.attention()?;
            let mut walk = if ask.keep.is_empty() { look.walk(&attention)? } else { look.kept()? };
            let mut changes = look.changes(&attention)?;
            let ages = walk.steps.iter().map(|step| step.row.age_s(now)).max();
            changes.oldest_s = ages.max(walk.oldest_s).filter(|_| changes.wip > 0);
            let n_seen = walk.steps.len() as u64 + walk.n_skipped;
            walk.n_rest = changes.wip.saturating_sub(n_seen);
            Ok(Standup {
                stream: ask.stream.clone(),
                name: name(db, ask.stream.as_ref())?,
                since,
                is_last,
                now,
                length_s: standup::length_s(setting(db, standup::LENGTH)?.as_ref()),
                steps: walk.steps,
                n_skipped: walk.n_skipped,
                n_rest: walk.n_rest,
                changes,
            })
        })
    }
}

/// Cards in the order of the walk.
#[derive(Default)]
struct Walk {
    steps: Vec<Step>,
    n_skipped: u64,
    n_rest: u64,
    oldest_s: Option<i64>,
}

impl Look<'_> {
    /// Whether a filter leaves cards out.
    fn is_filtered(&self) -> bool {
        !self.ask.filter.is_empty()
    }

    /// What calls for attention, stage by stage.
    fn attention(&self) -> Db<Vec<Vec<CardRow>>> {
        const CALLING: [&str; 4] = [
            "SELECT cid FROM card WHERE live = 1 AND sid = ?1 AND breached_at <= ?2 ORDER BY breached_at LIMIT ?3",
            "SELECT cid FROM card WHERE live = 1 AND sid = ?1 AND at_risk_at <= ?2 ORDER BY at_risk_at LIMIT ?3",
            "SELECT cid FROM card WHERE live = 1 AND sid = ?1 AND blocked IS NOT NULL AND ?2 LIMIT ?3",
            "SELECT cid FROM card WHERE live = 1 AND sid = ?1 AND waiting_until <= ?2 LIMIT ?3",
        ];
        let mut stages = Vec::with_capacity(self.stages.len());
        for stage in &self.stages {
            let (mut seen, mut rows) = (HashSet::new(), Vec::new());
            for sql in CALLING {
                let mut find = self.db.prepare_cached(sql)?;
                let found = find.query_map(params![stage.sid, ms(self.now), MOST as i64], |row| row.get(0))?;
                for cid in found.collect::<Db<Vec<i64>>>()? {
                    if seen.insert(cid) {
                        rows.extend(self.row(cid)?.filter(|row| call(row, self.now).is_some()));
                    }
                }
            }
            in_order(&mut rows, self.now);
            stages.push(rows);
        }
        Ok(stages)
    }

    /// A walk begun anew: what calls, then the others, from right to left.
    fn walk(&self, attention: &[Vec<CardRow>]) -> Db<Walk> {
        let mut walk = Walk::default();
        for (stage, calling) in self.stages.iter().zip(attention) {
            for row in calling {
                self.take(&mut walk, stage, row.clone());
            }
            if walk.steps.len() >= MOST {
                break;
            }
            self.others(&mut walk, stage, calling)?;
        }
        Ok(walk)
    }

    fn take(&self, walk: &mut Walk, stage: &Stage, row: CardRow) {
        if walk.steps.len() < MOST {
            walk.steps.push(self.step(row, stage.id.clone(), stage.name.clone()));
        }
    }

    fn step(&self, row: CardRow, stage: StageId, place: String) -> Step {
        Step { call: call(&row, self.now), row, stage, place, is_touched: false }
    }

    /// Cards of a stage that call for nothing, the oldest first; who was touched within a day is passed over.
    fn others(&self, walk: &mut Walk, stage: &Stage, calling: &[CardRow]) -> Db<()> {
        let called: HashSet<CardId> = calling.iter().map(|row| row.card).collect();
        let limit = if self.is_filtered() { -1 } else { LOOKED_AT };
        let mut find = self
            .db
            .prepare_cached("SELECT cid, oid FROM card WHERE live = 1 AND sid = ?1 ORDER BY entered_at LIMIT ?2")?;
        let mut found = find.query((stage.sid, limit))?;
        let mut rows = Vec::new();
        while let Some(place) = found.next()? {
            if walk.steps.len() + rows.len() >= MOST {
                break;
            }
            let (cid, oid): (i64, i64) = (place.get(0)?, place.get(1)?);
            if !self.plan.may_take(oid, stage.sid) {
                continue;
            }
            let Some(row) = self.row(cid)?.filter(|row| !called.contains(&row.card)) else { continue };
            walk.oldest_s = walk.oldest_s.max(Some(row.age_s(self.now)));
            let is_touched = self.is_touched(&row)?;
            if is_touched && !self.ask.shows_touched {
                walk.n_skipped += 1;
            } else {
                rows.push(row);
            }
        }
        in_order(&mut rows, self.now);
        for row in rows {
            let is_touched = self.ask.shows_touched && self.is_touched(&row)?;
            walk.steps.push(Step { is_touched, ..self.step(row, stage.id.clone(), stage.name.clone()) });
        }
        Ok(())
    }

    /// A walk begun: its cards in its order, as they are now.
    fn kept(&self) -> Db<Walk> {
        let mut walk = Walk::default();
        let mut find = self.db.prepare_cached("SELECT * FROM card_row WHERE card = ?1 AND deleted = 0")?;
        for card in self.ask.keep.iter().take(MOST) {
            let found = find.query_row([Id(card.0)], |row| Ok((row::card_row(row)?, row.get::<_, String>(31)?)));
            if let Some((row, place)) = found.optional()? {
                let stage = row.stage.clone();
                walk.steps.push(self.step(row, stage, place));
            }
        }
        Ok(walk)
    }

    /// A card that fits the filter.
    fn row(&self, cid: i64) -> Db<Option<CardRow>> {
        let mut find = self.db.prepare_cached("SELECT * FROM card_row WHERE cid = ?1 AND deleted = 0")?;
        let mut rows = find.query([cid])?;
        match rows.next()? {
            Some(row) if self.plan.takes(row, self.now)? => row::card_row(row).map(Some),
            _ => Ok(None),
        }
    }

    /// Whether somebody changed it within a day; what was taken back again is no change.
    fn is_touched(&self, row: &CardRow) -> Db<bool> {
        let mut find = self.db.prepare_cached(
            "SELECT 1 FROM op JOIN grp ON grp.gid = op.gid
             WHERE op.about = ?1 AND grp.at > ?2 AND grp.via IN ('tui', 'cli') AND grp.undone_by IS NULL
             ORDER BY op.seq DESC LIMIT 1",
        )?;
        let day_ago = self.now - chrono::TimeDelta::seconds(DAY_S);
        find.exists(params![Id(row.object.0), ms(day_ago)])
    }
}

/// The stages of the scope, the last of a stream first.
fn stages(db: &Connection, stream: Option<&StreamId>) -> Db<Vec<Stage>> {
    let mut all = db.prepare_cached(
        "SELECT stage.sid, stage.id, stage.name, stage.n_live FROM stream JOIN stage ON stage.stream = stream.id
         WHERE stream.deleted = 0 AND stage.deleted = 0 AND (?1 IS NULL OR stream.id = ?1)
         ORDER BY stream.ord, stream.id, stage.ord DESC, stage.sid DESC",
    )?;
    let stage = |row: &rusqlite::Row<'_>| {
        Ok(Stage { sid: row.get(0)?, id: StageId(row.get(1)?), name: row.get(2)?, n_live: count(row, 3)? })
    };
    all.query_map([stream.map(|s| &s.0)], stage)?.collect()
}

fn name(db: &Connection, stream: Option<&StreamId>) -> Db<String> {
    let Some(stream) = stream else { return Ok("all streams".into()) };
    let found = db.prepare_cached("SELECT name FROM stream WHERE id = ?1")?.query_row([&stream.0], |row| row.get(0));
    Ok(found.optional()?.unwrap_or_else(|| stream.to_string()))
}

fn setting(db: &Connection, name: &str) -> Db<Option<Value>> {
    let mut find = db.prepare_cached("SELECT val FROM setting WHERE name = ?1")?;
    let found: Option<String> = find.query_row([name], |row| row.get(0)).optional()?;
    found.map(|text| from_json(&text).map_err(unreadable)).transpose()
}
