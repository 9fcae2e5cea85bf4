//! What waits: approvals, for those who may give them.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::catalogue::stage_facts;
use super::error::{Db, Error};
use super::graph::Looking;
use super::people;
use super::reader::Reader;
use super::row::{self, Id, Ms};
use super::sheet::gate_of;
use crate::domain::At;
use crate::domain::gate::{Asked, Gate, GateRule};
use crate::domain::guard::{Graph, Guard};
use crate::domain::id::{CardId, ObjectId, StageId};
use crate::domain::stream::Policy;
use crate::domain::trace::WaitingRow;
use crate::wire::value::words_to_json;

/// How many cards of a stage are looked at: those that wait longest.
const MOST: i64 = 200;

impl Reader {
    /// The approvals a person could give now, those that wait longest first; of a stage the first two hundred cards.
    pub fn waiting_for_me(&self, actor: &str, now: At) -> Result<Vec<WaitingRow>, Error> {
        self.read(|db| {
            let roles = people::person(db, actor)?.map_or_else(Vec::new, |person| person.roles);
            let mut rows = Vec::new();
            for (stage, name) in asking_stages(db, &roles)? {
                rows.extend(in_stage(db, &stage, &name, &roles, now)?);
            }
            rows.sort_by(|a, b| a.since.cmp(&b.since).then_with(|| a.key.as_str().cmp(b.key.as_str())));
            Ok(rows)
        })
    }
}

/// The stages that ask one of these roles for an approval.
fn asking_stages(db: &Connection, roles: &[String]) -> Db<Vec<(StageId, String)>> {
    if roles.is_empty() {
        return Ok(Vec::new());
    }
    let mut all = db.prepare_cached(
        "SELECT id, name FROM stage WHERE deleted = 0 AND n_live > 0 AND EXISTS (
           SELECT 1 FROM criterion WHERE criterion.sid = stage.sid AND guard LIKE '%\"approval\"%') ORDER BY stream, ord",
    )?;
    all.query_map([], |row| Ok((StageId(row.get(0)?), row.get(1)?)))?.collect()
}

fn in_stage(db: &Connection, stage: &StageId, name: &str, roles: &[String], now: At) -> Db<Vec<WaitingRow>> {
    let Some(facts) = stage_facts(db, stage)? else {
        return Ok(Vec::new());
    };
    let rule = facts.rule(None, Policy::Warn);
    let asked = rule.criteria.iter().filter_map(|c| c.guard.as_ref()).flat_map(Guard::roles).map(|(role, _)| role);
    let mine: BTreeSet<&str> = asked.filter(|role| roles.iter().any(|held| held == role)).collect();
    if mine.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows = Vec::new();
    for standing in standing(db, facts.sid, &mine)? {
        rows.extend(of_card(db, (&rule, name), &standing, roles, now)?);
    }
    Ok(rows)
}

/// A card on the board.
struct Standing {
    cid: i64,
    visit: i64,
    card: CardId,
    object: ObjectId,
    key: crate::domain::key::Key,
    title: String,
    since: At,
}

/// The cards of a stage that somebody with these roles has not spoken for in full, those that stand longest first.
fn standing(db: &Connection, sid: i64, roles: &BTreeSet<&str>) -> Db<Vec<Standing>> {
    let mut all = db.prepare_cached(
        "SELECT card.cid, card.visit, card.id, object.id, object.key, object.title,
           coalesce(card.entered_at, card.created_at)
         FROM card CROSS JOIN object ON object.oid = card.oid WHERE card.sid = ?1 AND card.live = 1
           AND (SELECT count(*) FROM approval JOIN json_each(?2) AS mine ON mine.value = approval.role
             WHERE approval.cid = card.cid AND approval.val ->> 'visit' = card.visit) < ?3
         ORDER BY card.entered_at LIMIT ?4",
    )?;
    let n_roles = roles.len() as i64;
    let roles = words_to_json(&roles.iter().collect::<Vec<_>>());
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Standing {
            cid: row.get(0)?,
            visit: row.get(1)?,
            card: CardId(row.get::<_, Id>(2)?.0),
            object: ObjectId(row.get::<_, Id>(3)?.0),
            key: row::key(row.get_ref(4)?.as_str_or_null()?.unwrap_or_default()),
            title: row.get(5)?,
            since: row.get::<_, Ms>(6)?.0,
        })
    };
    all.query_map((sid, roles, n_roles, MOST), read)?.collect()
}

fn of_card(
    db: &Connection,
    (rule, stage_name): (&GateRule, &str),
    at: &Standing,
    roles: &[String],
    now: At,
) -> Db<Vec<WaitingRow>> {
    let gate = gate_of(db, rule.clone(), at.card, (at.cid, at.visit), now)?;
    let mine = |asked: &&Asked| asked.said.is_none() && roles.contains(&asked.role) && is_needed(&gate, &asked.role);
    let looking = Looking::at(db);
    let row = |asked: &Asked| {
        Ok(WaitingRow {
            card: at.card,
            object: at.object,
            key: at.key.clone(),
            title: at.title.clone(),
            stage: gate.stage.clone(),
            stage_name: stage_name.to_owned(),
            role_name: looking.role_name(&asked.role)?,
            role: asked.role.clone(),
            stands_for: asked.stands_for.clone(),
            since: at.since,
        })
    };
    gate.approvals.iter().filter(mine).map(row).collect()
}

/// Whether a line of the gate that does not hold asks for this approval.
fn is_needed(gate: &Gate, role: &str) -> bool {
    let asks = |guard: &Guard| guard.roles().iter().any(|(asked, _)| *asked == role);
    gate.lines.iter().any(|line| !line.status.holds() && line.criterion.guard.as_ref().is_some_and(asks))
}
