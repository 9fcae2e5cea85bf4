//! Lanes: how many cards of a stream share what, and the cards of a lane, some at a time.
//!
//! Counts are kept (`share`), so which lanes there are costs the same however many cards stand there. The cards of a
//! lane are met on the way down a column, which ends as soon as enough are found; a lane so thin that the way would be
//! long is fetched by its objects. With a filter in force the column is walked, as it is without lanes.

mod strip;

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};

use super::error::{Db, Error};
use super::reader::Reader;
use super::row::{self, Id, count};
use crate::domain::At;
use crate::domain::filter::Filter;
use crate::domain::id::{StageId, StreamId};
use crate::domain::lane::{Lane, LaneBy, LaneKey, LaneLine, MOST_LANES, Slice};
use crate::domain::object::PRIORITIES;
use crate::domain::window::{Anchor, Window};
use strip::{Place, Strip};

/// The stages of a stream: row and cards standing there.
type Stages = Vec<(i64, StageId, u64)>;

/// Cards in each stage, by what they share; the empty word is nothing.
type Counts = BTreeMap<String, Vec<u64>>;

impl Reader {
    /// The lanes of a stream with their counts under a filter: the fullest, then those without a value, then all others.
    pub fn lanes(&self, stream: &StreamId, by: LaneBy, filter: &Filter, now: At) -> Result<Vec<LaneLine>, Error> {
        self.read(|db| {
            let stages = stages(db, stream)?;
            let kept = kept(db, by, &stages)?;
            let shown = shown(&kept);
            if filter.is_empty() {
                return lines(db, by, &shown, &kept, true);
            }
            let sids = stages.iter().map(|(sid, ..)| *sid).collect();
            let strip = Strip { db, by, key: None, shown: &shown, plan: Some(self.plan(filter)?), sids, now };
            lines(db, by, &shown, &strip.counts()?, false)
        })
    }

    /// Some cards of a lane in order: of one stage, or of all stages of a stream from the last to the first.
    pub fn slice(
        &self,
        stream: &StreamId,
        slice: &Slice,
        filter: &Filter,
        anchor: &Anchor,
        n: usize,
        now: At,
    ) -> Result<Window, Error> {
        let (stage, lane) = match (&slice.stage, &slice.lane) {
            (Some(stage), None) => return self.window(stage, filter, anchor, n, now),
            (stage, lane) => (stage.clone(), lane.clone().unwrap_or(Lane { by: LaneBy::Team, key: LaneKey::None })),
        };
        self.read(|db| {
            let all = stages(db, stream)?;
            let kept = kept(db, lane.by, &all)?;
            let shown = shown(&kept);
            let is_meant = |id: &StageId| stage.as_ref().is_none_or(|stage| stage == id);
            let meant: Vec<usize> = (0..all.len()).rev().filter(|idx| is_meant(&all[*idx].1)).collect();
            let n_live: u64 = meant.iter().map(|idx| all[*idx].2).sum();
            let n_total: u64 = meant.iter().map(|idx| in_lane(&lane.key, &shown, &kept, *idx)).sum();
            let plan = if filter.is_empty() { None } else { Some(self.plan(filter)?) };
            let sids = meant.iter().map(|idx| all[*idx].0).collect();
            let strip = Strip { db, by: lane.by, key: Some(&lane.key), shown: &shown, plan, sids, now };
            let (places, n_above, n_total) = some(&strip, anchor, n, (n_live, n_total))?;
            let mut find = db.prepare_cached("SELECT * FROM card_row WHERE card = ?1")?;
            let rows = places.iter().map(|(_, _, id)| find.query_row([id], row::card_row)).collect::<Db<_>>()?;
            Ok(Window { stage: stage.clone().unwrap_or_else(|| StageId::new("")), rows, n_above, n_total })
        })
    }
}

/// The places of a window, how many lie before it, and how many there are.
fn some(strip: &Strip<'_>, anchor: &Anchor, n: usize, (n_live, n_total): (u64, u64)) -> Db<(Vec<Place>, u64, u64)> {
    if strip.plan.is_none() && n_total == 0 {
        return Ok((Vec::new(), 0, 0));
    }
    if strip.plan.is_some() || strip.is_thin(n_live, n_total, n) {
        let all = strip.all(n_live)?;
        let start = start(&all, anchor, n);
        let end = all.len().min(start + n);
        return Ok((all[start..end].to_vec(), start as u64, all.len() as u64));
    }
    let places = match anchor {
        Anchor::Top => strip.down(None, n)?,
        Anchor::Bottom => strip.up(None, n)?,
        Anchor::Below(_, card) => match strip.place_of(card.0)? {
            Some(place) => strip.down(Some(&place), n)?,
            None => strip.down(None, n)?,
        },
        Anchor::Above(_, card) => match strip.place_of(card.0)? {
            Some(place) => strip.up(Some(&place), n)?,
            None => strip.down(None, n)?,
        },
        Anchor::Around(card) => match strip.place_of(card.0)? {
            Some(place) => around(strip, place, n)?,
            None => strip.down(None, n)?,
        },
    };
    let n_above = match (anchor, places.first()) {
        (_, None) | (Anchor::Top, _) => 0,
        (Anchor::Bottom, _) => n_total - (places.len() as u64).min(n_total),
        (_, Some(first)) => strip.up(Some(first), usize::MAX)?.len() as u64,
    };
    Ok((places, n_above, n_total))
}

/// The card with about half of the others before it; near an end the other side gives more.
fn around(strip: &Strip<'_>, place: Place, n: usize) -> Db<Vec<Place>> {
    let mut before = strip.up(Some(&place), n)?;
    let after = strip.down(Some(&place), n.saturating_sub(1))?;
    let n_before = before.len().min((n / 2).max(n.saturating_sub(after.len() + 1)));
    let mut all = before.split_off(before.len() - n_before);
    all.push(place);
    all.extend(after);
    all.truncate(n);
    Ok(all)
}

fn start(places: &[Place], anchor: &Anchor, n: usize) -> usize {
    let last = places.len().saturating_sub(n);
    let of = |card: uuid::Uuid| places.iter().position(|(_, _, id)| id.0 == card);
    match anchor {
        Anchor::Top => 0,
        Anchor::Bottom => last,
        Anchor::Below(_, card) => of(card.0).map_or(0, |idx| idx + 1),
        Anchor::Above(_, card) => of(card.0).map_or(0, |idx| idx.saturating_sub(n)),
        Anchor::Around(card) => of(card.0).map_or(0, |idx| idx.saturating_sub(n / 2).min(last)),
    }
}

fn stages(db: &Connection, stream: &StreamId) -> Db<Stages> {
    let mut all =
        db.prepare_cached("SELECT sid, id, n_live FROM stage WHERE stream = ?1 AND deleted = 0 ORDER BY ord, sid")?;
    all.query_map([&stream.0], |row| Ok((row.get(0)?, StageId(row.get(1)?), count(row, 2)?)))?.collect()
}

/// The kept counts. Of priorities and teams all there are, also where no card stands.
fn kept(db: &Connection, by: LaneBy, stages: &Stages) -> Db<Counts> {
    let mut counts = Counts::new();
    let none = || vec![0; stages.len()];
    match by {
        LaneBy::Priority => counts.extend(PRIORITIES.map(|p| (p.to_string(), none()))),
        LaneBy::Team => {
            let mut teams =
                db.prepare_cached("SELECT DISTINCT team FROM person WHERE team IS NOT NULL AND deleted = 0")?;
            for team in teams.query_map([], |row| row.get(0))? {
                counts.insert(team?, none());
            }
        }
        _ => {}
    }
    let mut find = db.prepare_cached("SELECT value, n FROM share WHERE kind = ?1 AND sid = ?2")?;
    for (idx, (sid, ..)) in stages.iter().enumerate() {
        let mut rows = find.query((by.word(), sid))?;
        while let Some(row) = rows.next()? {
            let value = settled(db, by, row.get(0)?)?;
            counts.entry(value).or_insert_with(none)[idx] += count(row, 1)?;
        }
    }
    Ok(counts)
}

/// A counted value as lanes have it: who is counted for their assignee's team is in the team of today.
fn settled(db: &Connection, by: LaneBy, value: String) -> Db<String> {
    let Some(name) = value.strip_prefix('@').filter(|_| by == LaneBy::Team) else {
        return Ok(value);
    };
    let mut find = db.prepare_cached("SELECT team FROM person WHERE name = ?1 AND deleted = 0")?;
    Ok(find.query_row([name], |row| row.get::<_, Option<String>>(0)).optional()?.flatten().unwrap_or_default())
}

/// The values that have a lane of their own: the fullest, and all of a few.
fn shown(counts: &Counts) -> Vec<String> {
    let mut values: Vec<(&String, u64)> =
        counts.iter().filter(|(value, _)| !value.is_empty()).map(|(value, n)| (value, n.iter().sum())).collect();
    values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let mut shown: Vec<String> = values.into_iter().take(MOST_LANES).map(|(value, _)| value.clone()).collect();
    shown.sort();
    shown
}

/// The kept count of a lane in a stage.
fn in_lane(key: &LaneKey, shown: &[String], counts: &Counts, idx: usize) -> u64 {
    match key {
        LaneKey::Of(value) => counts.get(value).map_or(0, |n| n[idx]),
        LaneKey::None => counts.get("").map_or(0, |n| n[idx]),
        LaneKey::Others => {
            let others = counts.iter().filter(|(value, _)| !value.is_empty() && shown.binary_search(value).is_err());
            others.map(|(_, n)| n[idx]).sum()
        }
    }
}

/// The lanes in their order; those without cards only where `keeps_empty` and there are few of a kind.
fn lines(db: &Connection, by: LaneBy, shown: &[String], counts: &Counts, keeps_empty: bool) -> Db<Vec<LaneLine>> {
    let n_stages = counts.values().next().map_or(0, Vec::len);
    let of = |key: &LaneKey| (0..n_stages).map(|idx| in_lane(key, shown, counts, idx)).collect::<Vec<u64>>();
    let mut lines = Vec::new();
    for value in shown {
        let key = LaneKey::Of(value.clone());
        lines.push(LaneLine { counts: of(&key), name: name(db, by, value)?, key });
    }
    if by != LaneBy::Priority {
        lines.sort_by_key(|line| line.name.to_lowercase());
    }
    let n_others = counts.keys().filter(|v| !v.is_empty() && shown.binary_search(v).is_err()).count();
    lines.push(LaneLine { counts: of(&LaneKey::None), name: by.none(), key: LaneKey::None });
    lines.push(LaneLine { counts: of(&LaneKey::Others), name: format!("{n_others} others"), key: LaneKey::Others });
    let stays = keeps_empty && matches!(by, LaneBy::Priority | LaneBy::Team);
    lines.retain(|line| line.n_cards() > 0 || (stays && matches!(line.key, LaneKey::Of(_))));
    Ok(lines)
}

/// A value as people call it.
fn name(db: &Connection, by: LaneBy, value: &str) -> Db<String> {
    let sql = match by {
        LaneBy::Priority => return Ok(format!("P{value}")),
        LaneBy::Label => return Ok(format!("#{value}")),
        LaneBy::Assignee | LaneBy::Team => return Ok(value.to_owned()),
        LaneBy::Type => "SELECT name FROM otype WHERE id = ?1",
        LaneBy::Scenario => "SELECT name FROM scenario WHERE id = ?1 LIMIT 1",
    };
    let name = db.prepare_cached(sql)?.query_row([value], |row| row.get(0)).optional()?;
    Ok(name.unwrap_or_else(|| value.to_owned()))
}

/// The place of a card in a strip, where it stands there and is in the lane.
impl Strip<'_> {
    fn place_of(&self, card: uuid::Uuid) -> Db<Option<Place>> {
        let mut find = self.db.prepare_cached("SELECT sid, rank, id, oid FROM card WHERE id = ?1 AND live = 1")?;
        let found = find
            .query_row([Id(card)], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?, row.get::<_, i64>(3)?)));
        let Some((sid, rank, id, oid)) = found.optional()? else { return Ok(None) };
        let at = self.sids.iter().position(|s| *s == sid);
        Ok(at.filter(|_| self.holds(oid).unwrap_or(false)).map(|at| (at, rank, id)))
    }
}
