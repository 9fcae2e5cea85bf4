//! What changed since the last standup, and what is held up now.

use std::collections::{HashMap, HashSet};

use rusqlite::{OptionalExtension, Row, params};

use super::Look;
use crate::domain::At;
use crate::domain::standup::{Changes, Line, MOST, Note};
use crate::domain::window::{CardRow, Sla};
use crate::store::error::Db;
use crate::store::row::{self, Id, at, ms};

/// Ops looked at: more than a team writes between two standups.
const OPS: i64 = 20_000;

/// What the journal says of a card since then.
#[derive(Default)]
struct Touched {
    was_blocked: bool,
}

/// A stay in a stage, as far as it is told.
struct Stay {
    place: String,
    entered_at: At,
    left_at: Option<At>,
}

impl Look<'_> {
    /// What changed, and how it stands.
    pub fn changes(&self, attention: &[Vec<CardRow>]) -> Db<Changes> {
        let mut changes = Changes { wip: self.wip()?, ..Changes::default() };
        let touched = self.touched()?;
        for card in touched.keys() {
            self.told(*card, &mut changes)?;
        }
        for lines in [&mut changes.finished, &mut changes.started, &mut changes.moved] {
            lines.sort_by(|a, b| {
                (a.priority.is_none(), a.priority, &a.key).cmp(&(b.priority.is_none(), b.priority, &b.key))
            });
        }
        let calling =
            self.stages.iter().zip(attention).flat_map(|(stage, rows)| rows.iter().map(move |row| (stage, row)));
        for (stage, row) in calling {
            if let Some(why) = &row.blocked {
                changes.n_new_blocked += u64::from(touched.get(&Id(row.card.0)).is_some_and(|t| t.was_blocked));
                changes.blocked.push(Line::of(row, Note::Why(why.clone())));
            }
            if let (Some(Sla::Breached), Some(turns)) = (row.sla(self.now), row.turns) {
                changes.n_new_breached += u64::from(turns.breached_at > Some(self.since));
                let seconds = -turns.left_s(self.now);
                changes.breached.push(Line::of(row, Note::Over { seconds, place: stage.name.clone() }));
            }
        }
        changes.waiting = self.waiting()?;
        Ok(changes)
    }

    /// Cards on the boards of the scope.
    fn wip(&self) -> Db<u64> {
        if !self.is_filtered() {
            return Ok(self.stages.iter().map(|stage| stage.n_live).sum());
        }
        let mut n = 0;
        let mut all = self.db.prepare_cached("SELECT cid, oid FROM card WHERE live = 1 AND sid = ?1")?;
        for stage in &self.stages {
            let mut rows = all.query([stage.sid])?;
            while let Some(row) = rows.next()? {
                if self.plan.may_take(row.get(1)?, stage.sid) {
                    n += u64::from(self.plan.is_settled() || self.row(row.get(0)?)?.is_some());
                }
            }
        }
        Ok(n)
    }

    /// The cards that ops since then are about.
    fn touched(&self) -> Db<HashMap<Id, Touched>> {
        let mut ops = self.db.prepare_cached(
            "SELECT op.entity, op.what = 'blocked'
             FROM grp JOIN op ON op.seq BETWEEN grp.first_seq AND grp.first_seq + grp.n_ops - 1
             WHERE grp.at > ?1 AND op.kind = 'card' ORDER BY grp.at DESC LIMIT ?2",
        )?;
        let mut touched: HashMap<Id, Touched> = HashMap::new();
        let mut rows = ops.query(params![ms(self.since), OPS])?;
        while let Some(row) = rows.next()? {
            touched.entry(row.get(0)?).or_default().was_blocked |= row.get::<_, bool>(1)?;
        }
        Ok(touched)
    }

    /// What became of one of them: finished, new on the board, in another stage.
    fn told(&self, card: Id, changes: &mut Changes) -> Db<()> {
        let mut find =
            self.db.prepare_cached("SELECT * FROM card_row WHERE card = ?1 AND deleted = 0 AND archived = 0")?;
        let mut rows = find.query([card])?;
        let Some(found) = rows.next()? else { return Ok(()) };
        let (cid, sid): (i64, i64) = (found.get(25)?, found.get(27)?);
        if !self.stages.iter().any(|stage| stage.sid == sid) || !self.plan.takes(found, self.now)? {
            return Ok(());
        }
        let row = row::card_row(found)?;
        let stays = self.stays(cid)?;
        let was =
            stays.iter().find(|stay| stay.entered_at <= self.since && stay.left_at.is_none_or(|at| at > self.since));
        let place = stays.last().map(|stay| stay.place.clone()).unwrap_or_default();
        match (row.done_at, was) {
            (Some(done_at), _) if done_at > self.since => changes.finished.push(Line::of(&row, self.value(cid)?)),
            (None, None) if stays.first().is_some_and(|stay| stay.entered_at > self.since) => {
                changes.started.push(Line::of(&row, Note::In(place)));
            }
            (None, Some(was)) if was.place != place => {
                changes.moved.push(Line::of(&row, Note::Way { from: was.place.clone(), to: place }));
            }
            _ => {}
        }
        Ok(())
    }

    fn stays(&self, cid: i64) -> Db<Vec<Stay>> {
        let mut all = self.db.prepare_cached(
            "SELECT stage.name, visit.entered_at, visit.left_at FROM visit JOIN stage ON stage.sid = visit.sid
             WHERE visit.cid = ?1 ORDER BY visit.n",
        )?;
        let stay = |row: &Row<'_>| {
            Ok(Stay { place: row.get(0)?, entered_at: at(row, 1)?.unwrap_or(self.now), left_at: at(row, 2)? })
        };
        all.query_map([cid], stay)?.collect()
    }

    /// What a finished card was good for.
    fn value(&self, cid: i64) -> Db<Note> {
        let mut find = self.db.prepare_cached("SELECT value FROM card WHERE cid = ?1")?;
        let value: Option<Option<String>> = find.query_row([cid], |row| row.get(0)).optional()?;
        Ok(value.flatten().map_or(Note::Nothing, Note::Value))
    }

    /// What waits for a date still to come, or for an answer.
    fn waiting(&self) -> Db<Vec<Line>> {
        const WAITING: [&str; 2] = [
            "SELECT cid FROM card WHERE live = 1 AND sid = ?1 AND waiting_until > ?2 ORDER BY waiting_until LIMIT ?3",
            "SELECT cid FROM card WHERE live = 1 AND sid = ?1 AND waits_for IS NOT NULL AND ?2 LIMIT ?3",
        ];
        let (mut seen, mut lines) = (HashSet::new(), Vec::new());
        for stage in &self.stages {
            for sql in WAITING {
                let mut find = self.db.prepare_cached(sql)?;
                let found = find.query_map(params![stage.sid, ms(self.now), MOST as i64], |row| row.get(0))?;
                for cid in found.collect::<Db<Vec<i64>>>()? {
                    if let Some(row) = self.row(cid)?.filter(|row| row.is_waiting(self.now) && seen.insert(row.card)) {
                        let until = row.waiting_until.map_or(Note::Nothing, Note::Until);
                        let note = row.waiting_for.clone().map_or(until, Note::For);
                        lines.push(Line::of(&row, note));
                    }
                }
            }
        }
        Ok(lines)
    }
}
