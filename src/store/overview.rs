//! All streams and stages with their counts, without looking at cards: counts are kept, and what turned with time is
//! a range of an index.

use std::collections::HashMap;

use rusqlite::{Connection, Row};

use super::error::{Db, Error};
use super::reader::Reader;
use super::row::{at, count, key, ms, word};
use crate::domain::At;
use crate::domain::id::{StageId, StreamId, TypeId};
use crate::domain::key::Key;
use crate::domain::stream::Target;
use crate::domain::window::{StageLine, StreamLine};

impl Reader {
    /// Every stream with its stages and counts.
    pub fn overview(&self, now: At) -> Result<Vec<StreamLine>, Error> {
        self.read(|db| {
            let targets = targets(db)?;
            let mut stages = stages(db, now, &targets)?;
            let mut next = next_breaches(db, now)?;
            let mut streams = db.prepare_cached(
                "SELECT id, name, short, kind, gate, card_type FROM stream WHERE deleted = 0 ORDER BY ord, id",
            )?;
            let lines = streams.query_map([], |row| {
                let id: String = row.get(0)?;
                let next_breach = next.remove(&id);
                let line = line(row, stages.remove(&id).unwrap_or_default(), targets.get(&id))?;
                Ok(StreamLine { next_breach, ..line })
            })?;
            lines.collect()
        })
    }
}

/// The first breach to come of each stream: of each stage one seek in an index.
fn next_breaches(db: &Connection, now: At) -> Db<HashMap<String, (At, Key)>> {
    let mut all = db.prepare_cached(
        "SELECT stream, sid,
           (SELECT min(breached_at) FROM card WHERE live = 1 AND card.sid = stage.sid AND breached_at > ?1) AS next
         FROM stage WHERE deleted = 0 AND n_live > 0 ORDER BY next",
    )?;
    let mut whose = db.prepare_cached(
        "SELECT object.key FROM card JOIN object USING (oid) WHERE live = 1 AND card.sid = ?1 AND breached_at = ?2 LIMIT 1",
    )?;
    let mut rows = all.query([ms(now)])?;
    let mut next = HashMap::new();
    while let Some(row) = rows.next()? {
        let (stream, sid): (String, i64) = (row.get(0)?, row.get(1)?);
        if let Some(breached_at) = at(row, 2)?
            && !next.contains_key(&stream)
        {
            let key = whose.query_row((sid, ms(breached_at)), |row| Ok(key(row.get_ref(0)?.as_str()?)))?;
            next.insert(stream, (breached_at, key));
        }
    }
    Ok(next)
}

type Targets = HashMap<String, Vec<Target>>;

fn targets(db: &Connection) -> Db<Targets> {
    let mut all = db.prepare_cached("SELECT owner, priority, span_s FROM target ORDER BY owner, priority")?;
    let mut rows = all.query([])?;
    let mut targets = Targets::new();
    while let Some(row) = rows.next()? {
        let priority: u8 = row.get(1)?;
        let target = Target { priority: (priority > 0).then_some(priority), span_s: row.get(2)? };
        targets.entry(row.get(0)?).or_default().push(target);
    }
    Ok(targets)
}

fn stages(db: &Connection, now: At, targets: &Targets) -> Db<HashMap<String, Vec<StageLine>>> {
    let mut all = db.prepare_cached(
        "SELECT stream, id, name, short, wip, n_live, n_blocked,
           (SELECT count(*) FROM card WHERE live = 1 AND card.sid = stage.sid AND breached_at <= ?1),
           (SELECT count(*) FROM card WHERE live = 1 AND card.sid = stage.sid AND at_risk_at <= ?1),
           (SELECT entered_at FROM card WHERE live = 1 AND card.sid = stage.sid ORDER BY entered_at LIMIT 1)
         FROM stage WHERE deleted = 0 ORDER BY stream, ord, sid",
    )?;
    let mut rows = all.query([ms(now)])?;
    let mut stages: HashMap<String, Vec<StageLine>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let id: String = row.get(1)?;
        let n_breached = count(row, 7)?;
        let line = StageLine {
            name: row.get(2)?,
            short: row.get(3)?,
            wip: row.get(4)?,
            targets: targets.get(&id).cloned().unwrap_or_default(),
            n_cards: count(row, 5)?,
            n_breached,
            n_at_risk: count(row, 8)?.saturating_sub(n_breached),
            n_blocked: count(row, 6)?,
            oldest_entered_at: at(row, 9)?,
            id: StageId(id),
        };
        stages.entry(row.get(0)?).or_default().push(line);
    }
    Ok(stages)
}

fn line(row: &Row<'_>, stages: Vec<StageLine>, targets: Option<&Vec<Target>>) -> Db<StreamLine> {
    let mut line = StreamLine {
        id: StreamId(row.get(0)?),
        name: row.get(1)?,
        short: row.get(2)?,
        kind: word(row, 3)?,
        gate: word(row, 4)?,
        card_type: TypeId(row.get(5)?),
        targets: targets.cloned().unwrap_or_default(),
        n_cards: 0,
        n_breached: 0,
        n_at_risk: 0,
        n_blocked: 0,
        next_breach: None,
        stages,
    };
    sum_up(&mut line);
    Ok(line)
}

/// The counts of a stream are those of its stages.
pub(super) fn sum_up(line: &mut StreamLine) {
    let sum = |count: fn(&StageLine) -> u64| line.stages.iter().map(count).sum();
    (line.n_cards, line.n_breached) = (sum(|s| s.n_cards), sum(|s| s.n_breached));
    (line.n_at_risk, line.n_blocked) = (sum(|s| s.n_at_risk), sum(|s| s.n_blocked));
}
