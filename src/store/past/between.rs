//! What changed between two instants: the cards that anything happened to, as they were at both ends.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use super::row::row;
use crate::domain::At;
use crate::domain::id::{StageId, StreamId};
use crate::domain::past::{Changed, NetKind, net};
use crate::domain::window::CardRow;
use crate::store::error::{Db, Error};
use crate::store::reader::Reader;
use crate::store::row::ms;

/// What changed between two instants.
#[derive(Debug, Clone, PartialEq)]
pub struct Between {
    pub from: At,
    pub to: At,
    /// By stream, stage and key.
    pub cards: Vec<Changed>,
    /// Cards in each stage at both ends, in the order of the boards.
    pub stages: Vec<(StageId, String, [u64; 2])>,
}

impl Between {
    /// How many cards changed in each way.
    pub fn counts(&self) -> BTreeMap<NetKind, usize> {
        let mut counts = BTreeMap::new();
        for change in self.cards.iter().flat_map(|card| &card.changes) {
            *counts.entry(change.kind()).or_default() += 1;
        }
        counts
    }
}

impl Reader {
    /// The net of what happened to the cards of a stream, or of all, from one instant to another.
    pub fn between(&self, stream: Option<&StreamId>, from: At, to: At) -> Result<Between, Error> {
        let ends = [self.overview_at(from)?, self.overview_at(to)?];
        let lines = ends.map(|lines| lines.into_iter().filter(|line| stream.is_none_or(|id| *id == line.id)));
        let [before, after] = lines.map(|lines| lines.flat_map(|line| line.stages).collect::<Vec<_>>());
        let pair = |(before, after): (crate::domain::window::StageLine, crate::domain::window::StageLine)| {
            (before.id, before.short, [before.n_cards, after.n_cards])
        };
        let stages: Vec<_> = before.into_iter().zip(after).map(pair).collect();
        let order: BTreeMap<&StageId, usize> = stages.iter().map(|(id, ..)| id).zip(0..).collect();
        let mut cards = self.read(|db| cards(db, stream, from, to))?;
        cards.sort_by_key(|card| {
            let place = order.get(&card.row.stage).copied().unwrap_or(usize::MAX);
            (place, card.row.entered_at, card.row.key.clone())
        });
        Ok(Between { from, to, cards, stages })
    }
}

fn cards(db: &Connection, stream: Option<&StreamId>, from: At, to: At) -> Db<Vec<Changed>> {
    let mut cards = Vec::new();
    for cid in touched(db, from, to)? {
        let (before, after) = (row(db, cid, from)?, row(db, cid, to)?);
        let is_asked = |row: &&CardRow| stream.is_none_or(|stream| *stream == row.stage.stream());
        let changes = net((before.as_ref(), from), (after.as_ref(), to));
        let shown = after.filter(|row| is_asked(&row)).or(before.filter(|row| is_asked(&row)));
        if let (Some(row), false) = (shown, changes.is_empty()) {
            cards.push(Changed { row, changes });
        }
    }
    Ok(cards)
}

/// The cards that came or went, were written, or whose clock ran out in between.
fn touched(db: &Connection, from: At, to: At) -> Db<BTreeSet<i64>> {
    let mut touched = BTreeSet::new();
    let mut gather = |sql: &str| -> Db<()> {
        let mut find = db.prepare_cached(sql)?;
        let mut rows = find.query(params![ms(from), ms(to)])?;
        while let Some(row) = rows.next()? {
            touched.insert(row.get(0)?);
        }
        Ok(())
    };
    // Visits that ended since, of which some began or ended in between, or ran out of time.
    gather(
        "SELECT visit.cid FROM stage CROSS JOIN visit ON visit.sid = stage.sid
         WHERE visit.left_at > ?1 AND visit.entered_at <= ?2
           AND (visit.entered_at > ?1 OR visit.left_at <= ?2 OR visit.due_at > ?1 AND visit.due_at <= ?2)",
    )?;
    // Visits that go on.
    gather(
        "SELECT card.cid FROM stage CROSS JOIN card ON card.sid = stage.sid
         WHERE card.live = 1 AND card.entered_at > ?1 AND card.entered_at <= ?2",
    )?;
    gather(
        "SELECT card.cid FROM stage CROSS JOIN card ON card.sid = stage.sid
         WHERE card.live = 1 AND card.breached_at IS NOT NULL AND card.breached_at > ?1 AND card.breached_at <= ?2",
    )?;
    // Whatever was written in between, of cards and of their objects.
    gather(
        "SELECT card.cid FROM grp CROSS JOIN op ON op.seq BETWEEN grp.first_seq AND grp.first_seq + grp.n_ops - 1
         CROSS JOIN card ON card.id = op.entity
         WHERE grp.at > ?1 AND grp.at <= ?2 AND grp.n_ops > 0 AND op.kind = 'card'",
    )?;
    gather(
        "SELECT card.cid FROM grp CROSS JOIN op ON op.seq BETWEEN grp.first_seq AND grp.first_seq + grp.n_ops - 1
         CROSS JOIN object ON object.id = op.entity CROSS JOIN card ON card.oid = object.oid
         WHERE grp.at > ?1 AND grp.at <= ?2 AND grp.n_ops > 0 AND op.kind = 'object'",
    )?;
    Ok(touched)
}
