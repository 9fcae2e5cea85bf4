//! Whether the tables are what the journal comes to: it is replayed into a database in memory, and the two compared.

use std::ops::ControlFlow;

use rusqlite::types::Value as Cell;
use rusqlite::{Connection, TransactionBehavior};

use super::error::{Db, Error};
use super::ids::Ids;
use super::journal::{self, Group};
use super::reader::Reader;
use super::row::Id;
use super::work::Work;
use super::{migrate, reference};
use crate::domain::id::ReplicaId;
use crate::domain::value::from_millis;

/// Something that stands in the tables and does not follow from the journal, or the other way round.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    pub table: &'static str,
    /// The row as it is kept; none where it is missing.
    pub kept: Option<String>,
    /// The row as the journal has it; none where there should be none.
    pub replayed: Option<String>,
}

/// How the reference comes into a database.
type WriteReference<'a> = dyn Fn(&Work<'_>) -> Db<()> + 'a;

/// What is compared: rows named by what they mean, not by their numbers in this file.
const TABLES: &[(&str, &str)] = &[
    (
        "object",
        "SELECT id, key, plain, type, title, body, state, priority, assignee, labels, due_at, since_at, demand, scenario,
           fields, created_at, created_by, archived, deleted, n_links, major, is_major, team FROM object ORDER BY id",
    ),
    ("alias", "SELECT alias.key, object.id, is_twin FROM alias JOIN object USING (oid) ORDER BY 1, 2"),
    (
        "card",
        "SELECT card.id, object.id, stage.id, rank, visit, entered_at, done_at, value, beneficiary, blocked, waiting_until,
           card.created_at, card.deleted, n_overrides, gate_met, gate_asked, at_risk_at, breached_at, clock_left_ms, stands_until, whole_due_at, live,
           held, waits,
           asked.id, verdicts, gate_times, ready_from, ready_until, passed
         FROM card JOIN object USING (oid) JOIN stage USING (sid) LEFT JOIN object AS asked ON asked.oid = waits_for
         ORDER BY 1",
    ),
    ("approval", "SELECT card.id, role, val FROM approval JOIN card USING (cid) ORDER BY 1, 2"),
    ("watch", "SELECT card.id, object.id FROM watch JOIN card USING (cid) JOIN object ON object.oid = watch.oid ORDER BY 1, 2"),
    ("person", "SELECT name, entity, roles, deleted, team FROM person ORDER BY 1"),
    (
        "visit",
        "SELECT card.id, n, stage.id, visit.entered_at, left_at, visit.due_at, met_at FROM visit JOIN card USING (cid)
         JOIN stage ON stage.sid = visit.sid ORDER BY 1, 2",
    ),
    ("away", "SELECT object.id, from_at, until_at FROM away JOIN object USING (oid) ORDER BY 1, 2"),
    (
        "hold",
        "SELECT card.id, kind, from_at, until_at FROM hold JOIN card USING (cid) ORDER BY 1, 2, 3",
    ),
    ("sent_back", "SELECT card.id, n, reason FROM sent_back JOIN card USING (cid) ORDER BY 1, 2"),
    ("handed", "SELECT object.id, target, card, visit FROM handed JOIN object USING (oid) ORDER BY 1, 2"),
    ("aside", "SELECT id FROM card WHERE handed = 1 ORDER BY 1"),
    ("share", "SELECT kind, stage.id, value, n FROM share JOIN stage USING (sid) ORDER BY 1, 2, 3"),
    ("setting", "SELECT name, val FROM setting ORDER BY 1"),
    ("tick", "SELECT card.id, criterion, val FROM tick JOIN card USING (cid) ORDER BY 1, 2"),
    ("override", "SELECT card.id, field, reason, by, at FROM override JOIN card USING (cid) ORDER BY 1, 2"),
    ("link", "SELECT entity, relation, live FROM link ORDER BY 1"),
    ("comment", "SELECT comment.id, object.id, actor, at, text, comment.deleted FROM comment JOIN object USING (oid) ORDER BY 1"),
    (
        "stream",
        "SELECT id, ord, name, short, kind, gate, purpose, outcome, key_stakeholder, card_type, clock_starts, triggers, notes,
           clock, blocked_pauses, deleted FROM stream ORDER BY id",
    ),
    (
        "stage",
        "SELECT id, stream, ord, name, short, purpose, wip, entrance_mode, exit_mode, taken_meets_target, deliverables,
           value_items, roles, notes, loops, rules, deleted, n_live, n_blocked FROM stage ORDER BY id",
    ),
    (
        "criterion",
        "SELECT criterion.id, stage.id, kind, level, criterion.ord, text, details, objects, satisfied_by, applies, guard
         FROM criterion JOIN stage USING (sid) ORDER BY 1",
    ),
    ("scenario", "SELECT stream, id, ord, name, trigger, outcome, notes, objects, plan FROM scenario ORDER BY 1, 2"),
    (
        "edge",
        "SELECT id, ord, kind, from_stream, from_stage, to_stream, to_stage, what, objects, carry FROM edge ORDER BY 1",
    ),
    ("target", "SELECT owner, priority, span_s FROM target ORDER BY 1, 2"),
    ("reg", "SELECT entity, field, val, hms, hctr FROM reg WHERE field NOT LIKE 'keys:%' ORDER BY 1, 2"),
    ("stretch", "SELECT stage.id, sum(n) FROM stretch JOIN stage USING (sid) GROUP BY 1 HAVING sum(n) <> 0 ORDER BY 1"),
    ("object_fts", "SELECT object.id FROM object_fts JOIN object ON object.oid = object_fts.rowid ORDER BY 1"),
];

/// Replays the journal and says where the tables differ from it.
pub fn replay_and_compare(reader: &Reader) -> Result<Vec<Difference>, Error> {
    compare_over(reader, &reference::write)
}

/// The same, over a reference that `write` writes.
pub(super) fn compare_over(reader: &Reader, write: &WriteReference<'_>) -> Result<Vec<Difference>, Error> {
    let replayed = replay(reader, write)?;
    reader.read(|kept| {
        let mut differences = Vec::new();
        for (table, sql) in TABLES {
            compare(table, &rows(kept, sql)?, &rows(&replayed, sql)?, &mut differences);
        }
        Ok(differences)
    })
}

fn replay(reader: &Reader, write: &WriteReference<'_>) -> Result<Connection, Error> {
    let of = |e| Error::of(&reader.file, e);
    let mut db = Connection::open_in_memory().map_err(of)?;
    blank(&mut db, write).map_err(of)?;
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(of)?;
    let ids = Ids::default();
    let work = Work::begin(&tx, 1, ReplicaId(uuid::Uuid::nil()), &ids, from_millis(0)).map_err(of)?;
    let mut failed = None;
    reader.history(|group| match Group::replay(&work, &group) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            failed = Some(error);
            ControlFlow::Break(())
        }
    })?;
    failed.map_or(Ok(()), |error| Err(of(error)))?;
    work.finish().map_err(of)?;
    drop(work);
    tx.commit().map_err(of)?;
    Ok(db)
}

/// A database with schema and reference, and nothing done in it yet.
fn blank(db: &mut Connection, write: &WriteReference<'_>) -> Db<()> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    migrate::run(&tx, migrate::STEPS)?;
    tx.execute("INSERT INTO replica (short, id, first_seen) VALUES (1, ?1, 0)", [Id(uuid::Uuid::nil())])?;
    let ids = Ids::default();
    let work = Work::begin(&tx, 1, ReplicaId(uuid::Uuid::nil()), &ids, from_millis(0))?;
    write(&work)?;
    work.finish()?;
    drop(work);
    tx.commit()
}

fn rows(db: &Connection, sql: &str) -> Db<Vec<Vec<Cell>>> {
    let mut all = db.prepare_cached(sql)?;
    let n_columns = all.column_count();
    let read = all.query_map([], |row| (0..n_columns).map(|idx| row.get(idx)).collect())?;
    read.collect()
}

/// Walks two lists of rows in step; the first column of a row is what it is sorted by.
fn compare(table: &'static str, kept: &[Vec<Cell>], replayed: &[Vec<Cell>], differences: &mut Vec<Difference>) {
    let missing = |from: &[Vec<Cell>], row: &Vec<Cell>| !from.contains(row);
    if kept == replayed {
        return;
    }
    let show = |row: &Vec<Cell>| format!("{row:?}");
    let only_kept = kept.iter().filter(|row| missing(replayed, row));
    differences.extend(only_kept.map(|row| Difference { table, kept: Some(show(row)), replayed: None }));
    let only_replayed = replayed.iter().filter(|row| missing(kept, row));
    differences.extend(only_replayed.map(|row| Difference { table, kept: None, replayed: Some(show(row)) }));
}

/// The replica and number of the first op or group whose seal does not fit what came before, if there is one.
pub fn broken_seal(reader: &Reader) -> Result<Option<(u64, u64)>, Error> {
    reader.read(|db| {
        let mut replicas = db.prepare_cached("SELECT short FROM replica ORDER BY short")?;
        let replicas: Vec<i64> = replicas.query_map([], |row| row.get(0))?.collect::<Db<_>>()?;
        for replica in replicas {
            if let Some(n) = broken_in(db, replica)? {
                return Ok(Some((replica as u64, n as u64)));
            }
        }
        Ok(None)
    })
}

fn broken_in(db: &Connection, replica: i64) -> Db<Option<i64>> {
    let mut all = db.prepare_cached(
        "SELECT op.n, op.hms, op.hctr, op.kind, op.entity, op.what, op.about, op.creates, op.val, op.prev, op.fv, op.chain,
           op.seq = grp.first_seq + grp.n_ops - 1, grp.id, grp.actor, grp.os_user, grp.via, grp.terminal, grp.at, grp.reason,
           grp.idem, grp.undoes, grp.what, grp.chain
         FROM op JOIN grp ON grp.gid = op.gid WHERE op.rep = ?1 ORDER BY op.n",
    )?;
    let mut rows = all.query([replica])?;
    let mut chain = [0; 32];
    let mut expected = 1;
    while let Some(row) = rows.next()? {
        let n: i64 = row.get(0)?;
        let (op, group) = journal::seals(row, &chain)?;
        let is_whole = n == expected && op == row.get::<_, [u8; 32]>(11)?;
        let ends: bool = row.get(12)?;
        if !is_whole || (ends && row.get::<_, Option<[u8; 32]>>(23)? != Some(group)) {
            return Ok(Some(n));
        }
        chain = if ends { group } else { op };
        expected = n + 1;
    }
    let mut end = db.prepare_cached("SELECT last_n, chain FROM replica WHERE short = ?1")?;
    let (last_n, sealed): (i64, [u8; 32]) = end.query_row([replica], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((last_n != expected - 1 || sealed != chain).then_some(expected))
}
