//! How cards went through streams: their visits and what held them up, for figures.
//!
//! Which cards count follows from an index that holds the ends of visits by stage: those that left a stage after the
//! period began, or stand in one. Then cards, visits and holds are walked once each, in the order of the cards. Cards
//! of the same time lie together, so they are fetched in runs, and a gap costs one more step down the tree.

use std::collections::HashMap;

use rusqlite::{Connection, Row, Statement};

use super::error::{Db, Error};
use super::filter::Plan;
use super::reader::Reader;
use super::row::{Id, Ms, at, key, ms};
use crate::domain::At;
use crate::domain::filter::Filter;
use crate::domain::flow::{Flow, FlowStage, Stay, Trail};
use crate::domain::hold::{Hold, HoldKind};
use crate::domain::id::{CardId, ObjectId, StageId, StreamId, TypeId};

/// Which cards.
#[derive(Debug, Clone, PartialEq)]
pub struct FlowAsk {
    /// All streams when not said.
    pub stream: Option<StreamId>,
    /// Cards that were on the board after this; with all of their history.
    pub since: At,
    /// As they are now.
    pub filter: Filter,
}

impl Reader {
    /// The flow of each stream asked for, in the order of streams.
    pub fn flows(&self, ask: &FlowAsk, now: At) -> Result<Vec<Flow>, Error> {
        self.read(|db| {
            let plan = if ask.filter.is_empty() { None } else { Some(self.plan(&ask.filter)?) };
            let mut board = Board::read(db, ask)?;
            let cids = on_board_since(db, &board, ask.since)?;
            let mut trails = Trails::read(db, cids, plan.as_deref(), now)?;
            trails.read_stays(db, &board)?;
            trails.read_holds(db)?;
            board.take(trails);
            Ok(board.flows)
        })
    }

    /// The flow of one stream; nothing when there is no such stream.
    pub fn flow(&self, stream: &StreamId, ask: &FlowAsk, now: At) -> Result<Option<Flow>, Error> {
        let ask = FlowAsk { stream: Some(stream.clone()), ..ask.clone() };
        Ok(self.flows(&ask, now)?.pop())
    }
}

/// Cards of runs of numbers.
const CARDS: &str =
    "SELECT cid, card.id, object.id, coalesce(object.key, plain), title, object.type, priority, card.done_at, archived,
               min(object.created_at, coalesce(since_at, object.created_at)),
               iif(archived, coalesce((SELECT max(grp.at) FROM op JOIN grp USING (gid)
                 WHERE op.entity = object.id AND json_extract(op.val, '$.archived')
                   AND grp.undoes IS NULL AND grp.undone_by IS NULL), object.created_at), NULL)
             FROM json_each(?1) AS run
             CROSS JOIN card ON card.cid BETWEEN run.value ->> 0 AND run.value ->> 1
             CROSS JOIN object USING (oid) WHERE card.deleted = 0 AND object.deleted = 0";

/// Visits of cards of runs of numbers.
const VISITS: &str = "SELECT cid, n, sid, entered_at, left_at, due_at, met_at FROM json_each(?1) AS run
             CROSS JOIN visit ON cid BETWEEN run.value ->> 0 AND run.value ->> 1";

/// Streams without their cards yet, and where each stage is.
struct Board {
    flows: Vec<Flow>,
    /// The stream and the place in it, by the stage's number in this file.
    places: HashMap<i64, (usize, usize)>,
}

impl Board {
    fn read(db: &Connection, ask: &FlowAsk) -> Db<Self> {
        let mut all = db.prepare_cached(
            "SELECT stage.sid, stage.id, stage.name, stage.short, stage.wip, stream.id, stream.name, stream.clock_starts
             FROM stream CROSS JOIN stage ON stage.stream = stream.id AND stage.deleted = 0
             WHERE stream.deleted = 0 AND (?1 IS NULL OR stream.id = ?1) ORDER BY stream.ord, stream.id, stage.ord, sid",
        )?;
        let mut rows = all.query([ask.stream.as_ref().map(|id| &id.0)])?;
        let mut board = Self { flows: Vec::new(), places: HashMap::new() };
        while let Some(row) = rows.next()? {
            board.add(row)?;
        }
        Ok(board)
    }

    fn add(&mut self, row: &Row<'_>) -> Db<()> {
        let stream = StreamId(row.get(5)?);
        if self.flows.last().is_none_or(|flow| flow.stream != stream) {
            let name = row.get(6)?;
            self.flows.push(Flow { stream, name, stages: Vec::new(), clock_starts_idx: 0, trails: Vec::new() });
        }
        let flow_idx = self.flows.len() - 1;
        let flow = &mut self.flows[flow_idx];
        let id = StageId(row.get(1)?);
        let starts = row.get_ref(7)?.as_str()?;
        if id.0 == starts || id.local() == starts {
            flow.clock_starts_idx = flow.stages.len();
        }
        self.places.insert(row.get(0)?, (flow_idx, flow.stages.len()));
        flow.stages.push(FlowStage { id, name: row.get(2)?, short: row.get(3)?, wip: row.get(4)? });
        Ok(())
    }

    /// Gives each stream its cards.
    fn take(&mut self, trails: Trails) {
        for (trail, flow_idx) in trails.cards.into_iter().zip(trails.flow_idxs) {
            if let Some(flow_idx) = flow_idx {
                self.flows[flow_idx].trails.push(trail);
            }
        }
    }
}

/// Cards that stand in a stage, or left one after `since`; in order, each once.
fn on_board_since(db: &Connection, board: &Board, since: At) -> Db<Vec<i64>> {
    let mut left = db.prepare_cached("SELECT cid FROM visit WHERE sid = ?1 AND left_at > ?2")?;
    let mut standing = db.prepare_cached("SELECT cid FROM visit WHERE sid = ?1 AND left_at IS NULL")?;
    let mut cids: Vec<i64> = Vec::new();
    let mut gather = |rows: &mut rusqlite::Rows<'_>| {
        while let Some(row) = rows.next()? {
            cids.push(row.get(0)?);
        }
        Db::Ok(())
    };
    for sid in board.places.keys() {
        gather(&mut left.query((sid, ms(since)))?)?;
        gather(&mut standing.query([sid])?)?;
    }
    cids.sort_unstable();
    cids.dedup();
    Ok(cids)
}

/// Cards with what is known of them so far, in order of their numbers in this file.
struct Trails {
    cids: Vec<i64>,
    cards: Vec<Trail>,
    /// The stream of each, once a visit has told it.
    flow_idxs: Vec<Option<usize>>,
    runs: String,
}

impl Trails {
    /// The cards themselves, those that fit the filter.
    fn read(db: &Connection, wanted: Vec<i64>, plan: Option<&Plan>, now: At) -> Db<Self> {
        let runs = runs(&wanted);
        let wanted = match plan {
            Some(plan) => fitting(db, &wanted, &runs, plan, now)?,
            None => wanted,
        };
        let mut find = db.prepare_cached(CARDS)?;
        let mut rows = find.query([&runs])?;
        let mut known = Self { cids: Vec::with_capacity(wanted.len()), cards: Vec::new(), flow_idxs: Vec::new(), runs };
        let mut wanted = wanted.into_iter().peekable();
        while let Some(row) = rows.next()? {
            let cid: i64 = row.get(0)?;
            while wanted.next_if(|next| *next < cid).is_some() {}
            if wanted.next_if_eq(&cid).is_some() {
                known.cids.push(cid);
                known.cards.push(trail(row)?);
                known.flow_idxs.push(None);
            }
        }
        Ok(known)
    }

    /// Their visits, in order. A stage that was taken away has none.
    fn read_stays(&mut self, db: &Connection, board: &Board) -> Db<()> {
        let mut sent = db.prepare_cached(
            "SELECT cid, n FROM json_each(?1) AS run
             CROSS JOIN sent_back ON cid BETWEEN run.value ->> 0 AND run.value ->> 1",
        )?;
        let sent: Vec<(i64, i64)> =
            sent.query_map([&self.runs], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Db<_>>()?;
        let mut find = db.prepare_cached(VISITS)?;
        self.each(&mut find, |known, idx, row| {
            let Some((flow_idx, stage_idx)) = board.places.get(&row.get::<_, i64>(2)?) else { return Ok(()) };
            known.flow_idxs[idx] = Some(*flow_idx);
            known.cards[idx].stays.push(Stay {
                stage_idx: *stage_idx,
                entered_at: row.get::<_, Ms>(3)?.0,
                left_at: at(row, 4)?,
                due_at: at(row, 5)?,
                met_at: at(row, 6)?,
                sent_back: !sent.is_empty() && sent.binary_search(&(known.cids[idx], row.get(1)?)).is_ok(),
            });
            Ok(())
        })
    }

    /// What held them up.
    fn read_holds(&mut self, db: &Connection) -> Db<()> {
        let mut find = db.prepare_cached(
            "SELECT cid, kind, from_at, until_at FROM json_each(?1) AS run
             CROSS JOIN hold ON cid BETWEEN run.value ->> 0 AND run.value ->> 1",
        )?;
        self.each(&mut find, |known, idx, row| {
            if let Some(kind) = HoldKind::of(row.get_ref(1)?.as_str()?) {
                let hold = Hold { kind, from_at: row.get::<_, Ms>(2)?.0, until_at: at(row, 3)? };
                known.cards[idx].holds.push(hold);
            }
            Ok(())
        })
    }

    /// Walks rows that come in the order of cards beside the cards.
    fn each(&mut self, find: &mut Statement<'_>, mut take: impl FnMut(&mut Self, usize, &Row<'_>) -> Db<()>) -> Db<()> {
        let mut rows = find.query([self.runs.clone()])?;
        let mut idx = 0;
        while let Some(row) = rows.next()? {
            let cid: i64 = row.get(0)?;
            while self.cids.get(idx).is_some_and(|known| *known < cid) {
                idx += 1;
            }
            if self.cids.get(idx) == Some(&cid) {
                take(self, idx, row)?;
            }
        }
        Ok(())
    }
}

fn trail(row: &Row<'_>) -> Db<Trail> {
    Ok(Trail {
        card: CardId(row.get::<_, Id>(1)?.0),
        object: ObjectId(row.get::<_, Id>(2)?.0),
        key: key(row.get_ref(3)?.as_str()?),
        title: row.get(4)?,
        type_id: TypeId(row.get(5)?),
        priority: row.get(6)?,
        done_at: at(row, 7)?,
        born_at: row.get::<_, Ms>(9)?.0,
        gone_at: at(row, 10)?,
        stays: Vec::new(),
        holds: Vec::new(),
    })
}

/// Those of them that fit a filter.
fn fitting(db: &Connection, wanted: &[i64], runs: &str, plan: &Plan, now: At) -> Db<Vec<i64>> {
    let mut find = db.prepare_cached(
        "SELECT card_row.* FROM json_each(?1) AS run
         CROSS JOIN card_row ON card_row.cid BETWEEN run.value ->> 0 AND run.value ->> 1",
    )?;
    let mut rows = find.query([runs])?;
    let mut fitting = Vec::new();
    while let Some(row) = rows.next()? {
        if plan.takes(row, now)? {
            fitting.push(row.get(25)?);
        }
    }
    fitting.retain(|cid| wanted.binary_search(cid).is_ok());
    Ok(fitting)
}

/// Sorted numbers as pairs of a first and a last one. Small gaps are walked over: that is less than a new beginning.
fn runs(cids: &[i64]) -> String {
    const GAP: i64 = 8;
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for cid in cids {
        match runs.last_mut() {
            Some(run) if cid - run.1 <= GAP => run.1 = *cid,
            _ => runs.push((*cid, *cid)),
        }
    }
    let pairs: Vec<String> = runs.iter().map(|(first, last)| format!("[{first},{last}]")).collect();
    format!("[{}]", pairs.join(","))
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use chrono::TimeDelta;
    use rusqlite::StatementStatus;
    use tempfile::TempDir;

    use super::*;
    use crate::domain::change::Via;
    use crate::domain::intent::{Author, Intent, NewObject, Pass, Spot, Stand, To};
    use crate::domain::value::from_millis;
    use crate::store::{Ask, Store};

    const DAY_0: i64 = 1_790_000_000_000;

    #[test]
    fn neighbours_are_fetched_in_one_run() {
        assert_eq!(runs(&[]), "[]");
        assert_eq!(runs(&[1, 2, 3, 5, 40, 41, 90]), "[[1,5],[40,41],[90,90]]");
    }

    #[test]
    fn what_was_over_before_the_period_is_not_read_and_the_rest_in_line_with_visits() {
        let [few, old, many] = [(0, 40), (160, 40), (0, 160)].map(|(n_old, n_new)| steps(n_old, n_new));
        assert_eq!(few.0 * 4, many.0, "visits");
        assert_eq!(old.0, few.0, "of the old nothing is handed over");
        assert!(old.1 * 10 <= few.1 * 11, "{} steps, and {} with the old ones", few.1, old.1);
        assert!(many.1 <= few.1 * 4, "{} steps for {}, {} for four times as many", few.1, few.0, many.1);
    }

    /// Visits read, and steps of the database's machine it took, in a workspace with so many cards done long before
    /// the period and so many in it.
    fn steps(n_old: usize, n_new: usize) -> (usize, i32) {
        let directory = TempDir::new().unwrap();
        let file = directory.path().join("flow.db");
        let mut store = Store::open(&file, day(0)).unwrap();
        for (from, n) in [(0, n_old), (100, n_new)].into_iter().filter(|(_, n)| *n > 0) {
            tell(&mut store, from, n);
        }
        let reader = Reader::open(&file).unwrap();
        let ask = FlowAsk { stream: None, since: day(50), filter: Filter::default() };
        let flows = reader.flows(&ask, day(200)).unwrap();
        let n_visits = flows.iter().flat_map(|flow| &flow.trails).map(|trail| trail.stays.len()).sum();
        let steps =
            [CARDS, VISITS].map(|sql| reader.db.prepare_cached(sql).unwrap().get_status(StatementStatus::VmStep));
        (n_visits, steps.iter().sum())
    }

    /// So many cards, each added and moved once and done within a week.
    fn tell(store: &mut Store, from: i64, n: usize) {
        let author = |days: i64| Author { actor: "ana".into(), via: Via::Cli, at: day(from + days) };
        let stage = |name: &str| StageId::new(format!("operate/{name}"));
        let new = |n: usize| NewObject {
            title: format!("Card {n}"),
            stand: Some(Stand::in_stage(StreamId::new("operate"), Some(stage("detect-issue")))),
            ..NewObject::default()
        };
        let added = (0..n).map(|n| Intent::Add(Box::new(new(n)))).collect();
        let cards: Vec<CardId> =
            store.commit(&Ask::new(author(0), added)).unwrap().done.iter().filter_map(|done| done.card).collect();
        let mut goals =
            VecDeque::from([To::Stage(stage("diagnose-issue")), To::Done { value: None, beneficiary: None }]);
        for days in [3, 7] {
            let to = goals.pop_front().unwrap();
            let go = |card: &CardId| Intent::Move {
                card: *card,
                to: to.clone(),
                spot: Spot::Bottom,
                pass: Pass::Free,
                reason: None,
            };
            store.commit(&Ask::new(author(days), cards.iter().map(go).collect())).unwrap();
        }
    }

    fn day(n: i64) -> At {
        from_millis(DAY_0) + TimeDelta::days(n)
    }
}
