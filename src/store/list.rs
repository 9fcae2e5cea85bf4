//! Lists: all cards or objects that fit, one at a time, so that a hundred thousand need no memory.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::ControlFlow;

use rusqlite::{Connection, OptionalExtension, Row};

use super::catalogue::stage_facts;
use super::error::{Db, Error, unreadable};
use super::filter::Plan;
use super::reader::Reader;
use super::row;
use super::sheet::gate_of;
use crate::domain::At;
use crate::domain::filter::{Cond, Filter, Is};
use crate::domain::id::{StageId, StreamId, TypeId};
use crate::domain::object::Object;
use crate::domain::score::{self, Weights};
use crate::domain::stream::Policy;
use crate::domain::window::CardRow;
use crate::wire::value::from_json;

/// The longest list of objects worth fetching one by one rather than reading every card.
pub(super) const FEW: u64 = 2_000;

/// Which cards.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListAsk {
    pub filter: Filter,
    pub stream: Option<StreamId>,
    pub stage: Option<StageId>,
    /// The finished ones instead of those on the boards; `is:done` in the filter says so too.
    pub done: bool,
    /// Those of archived objects instead; `is:archived` in the filter says so too.
    pub archived: bool,
    pub sort: Sort,
    pub limit: Option<usize>,
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// As they lie on the boards; finished ones the latest first.
    #[default]
    Rank,
    /// The most urgent first, none last.
    Priority,
    /// The oldest first.
    Age,
    /// The next to breach first.
    Sla,
    /// The next due first.
    Due,
    /// The highest score first, none last.
    Score,
}

impl Sort {
    /// Which of two comes first.
    pub(super) fn order(self, a: &CardRow, b: &CardRow, now: At) -> Ordering {
        let urgency = |r: &CardRow| r.priority.unwrap_or(u8::MAX);
        let start = |r: &CardRow| r.since.map_or(r.created_at, |s| s.min(r.created_at));
        let left = |r: &CardRow| r.turns.map_or((true, 0), |turns| (false, turns.left_s(now)));
        match self {
            Self::Rank => b.done_at.cmp(&a.done_at),
            Self::Priority => urgency(a).cmp(&urgency(b)),
            Self::Age => start(a).cmp(&start(b)),
            Self::Sla => left(a).cmp(&left(b)),
            Self::Score => b.score.unwrap_or(-1.0).total_cmp(&a.score.unwrap_or(-1.0)),
            Self::Due => last(a.due_at).cmp(&last(b.due_at)),
        }
    }
}

/// Which objects.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ObjectAsk {
    /// Words, labels, assignee, priority, state, type, fields and key; what only a card has fits none.
    pub filter: Filter,
    pub type_id: Option<TypeId>,
    pub archived: bool,
    pub limit: Option<usize>,
}

impl Reader {
    /// Hands over the cards that fit, with the open criteria of their gates; says how many there are in all.
    pub fn cards(
        &self,
        ask: &ListAsk,
        now: At,
        mut each: impl FnMut(CardRow) -> ControlFlow<()>,
    ) -> Result<u64, Error> {
        self.read(|db| Listing::new(db, ask, now)?.run(&mut each))
    }

    /// Hands over the objects that fit; says how many there are in all.
    pub fn objects(
        &self,
        ask: &ObjectAsk,
        now: At,
        mut each: impl FnMut(Object) -> ControlFlow<()>,
    ) -> Result<u64, Error> {
        self.read(|db| objects(db, ask, now, &mut each))
    }
}

/// Every card that fits, wherever it is.
pub(super) fn walk(db: &Connection, plan: &Plan, now: At, each: &mut dyn FnMut(&Row<'_>) -> Db<()>) -> Db<()> {
    if let Some(objects) = plan.few_objects(FEW) {
        let mut find = db.prepare_cached("SELECT * FROM card_row WHERE oid = ?1 AND deleted = 0")?;
        for oid in objects {
            let mut rows = find.query([oid])?;
            while let Some(row) = rows.next()? {
                if plan.takes(row, now)? {
                    each(row)?;
                }
            }
        }
        return Ok(());
    }
    let mut find = db.prepare_cached("SELECT * FROM card_row WHERE deleted = 0")?;
    let mut rows = find.query([])?;
    while let Some(row) = rows.next()? {
        if plan.takes(row, now)? {
            each(row)?;
        }
    }
    Ok(())
}

/// A list being made.
struct Listing<'a> {
    db: &'a Connection,
    ask: &'a ListAsk,
    plan: Plan,
    now: At,
    n_given: usize,
    total: u64,
    is_over: bool,
    weights: Weights,
    /// What a gate without ticks leaves open, per stage.
    open: HashMap<StageId, Vec<String>>,
}

impl<'a> Listing<'a> {
    fn new(db: &'a Connection, ask: &'a ListAsk, now: At) -> Db<Self> {
        let plan = Plan::of(db, &ask.filter)?;
        Ok(Self {
            db,
            ask,
            plan,
            now,
            n_given: 0,
            total: 0,
            is_over: false,
            weights: weights(db)?,
            open: HashMap::new(),
        })
    }

    fn run(mut self, each: &mut dyn FnMut(CardRow) -> ControlFlow<()>) -> Db<u64> {
        let asks_for = |is: Is| {
            let mut terms = self.ask.filter.terms.iter().filter(|t| !t.negated);
            terms.any(|t| t.any.contains(&Cond::Is(is)))
        };
        let done = self.ask.done || asks_for(Is::Done);
        let archived = self.ask.archived || asks_for(Is::Archived);
        let sorted = self.ask.sort != Sort::Rank || done || archived || self.plan.few_objects(FEW).is_some();
        if sorted {
            self.collected(done, archived, each)?;
        } else {
            self.by_column(each)?;
        }
        Ok(self.total)
    }

    /// Column by column, as the index has them.
    fn by_column(&mut self, each: &mut dyn FnMut(CardRow) -> ControlFlow<()>) -> Db<()> {
        let db = self.db;
        let mut walk = db.prepare_cached("SELECT * FROM card_row WHERE live = 1 AND sid = ?1 ORDER BY rank, card")?;
        for sid in self.columns()? {
            let mut rows = walk.query([sid])?;
            while let Some(row) = rows.next()? {
                if self.plan.takes(row, self.now)? {
                    self.give(row::card_row(row)?, row.get(25)?, row.get(29)?, each)?;
                }
                if self.is_over && self.ask.limit.is_none() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn columns(&self) -> Db<Vec<i64>> {
        let mut all = self.db.prepare_cached(
            "SELECT sid FROM stage JOIN stream ON stream.id = stage.stream
             WHERE (?1 IS NULL OR stage.stream = ?1) AND (?2 IS NULL OR stage.id = ?2)
             ORDER BY stream.ord, stream.id, stage.ord, sid",
        )?;
        let (stream, stage) = (self.ask.stream.as_ref(), self.ask.stage.as_ref());
        all.query_map((stream.map(|s| &s.0), stage.map(|s| &s.0)), |row| row.get(0))?.collect()
    }

    /// Gathered, put in order, then handed over.
    fn collected(&mut self, done: bool, archived: bool, each: &mut dyn FnMut(CardRow) -> ControlFlow<()>) -> Db<()> {
        let weights = self.weights;
        let order: HashMap<i64, usize> = self.columns()?.into_iter().zip(0..).collect();
        let mut found: Vec<(usize, i64, i64, CardRow)> = Vec::new();
        walk(self.db, &self.plan, self.now, &mut |row| {
            let is_done = row.get_ref(17)? != rusqlite::types::ValueRef::Null;
            let is_archived: bool = row.get(18)?;
            let is_wanted = if archived { is_archived && (done || !is_done) } else { !is_archived && is_done == done };
            if let (true, Some(column)) = (is_wanted, order.get(&row.get::<_, i64>(27)?)) {
                let card = row::card_row(row)?;
                let score = card.scores.score(&weights);
                found.push((*column, row.get(25)?, row.get(29)?, CardRow { score, ..card }));
            }
            Ok(())
        })?;
        found.sort_by(|(a_column, _, _, a), (b_column, _, _, b)| {
            let wished = self.ask.sort.order(a, b, self.now);
            wished.then(a_column.cmp(b_column)).then_with(|| (&a.rank, a.card).cmp(&(&b.rank, b.card)))
        });
        for (_, cid, visit, row) in found {
            self.give(row, cid, visit, each)?;
        }
        Ok(())
    }

    fn give(
        &mut self,
        mut row: CardRow,
        cid: i64,
        visit: i64,
        each: &mut dyn FnMut(CardRow) -> ControlFlow<()>,
    ) -> Db<()> {
        self.total += 1;
        if self.is_over || self.ask.limit.is_some_and(|limit| self.n_given >= limit) {
            return Ok(());
        }
        row.open = self.open_of(&row, cid, visit)?;
        row.score = row.scores.score(&self.weights);
        self.n_given += 1;
        self.is_over = each(row).is_break();
        Ok(())
    }

    /// The open criteria of a card; most have no tick and share their stage's.
    fn open_of(&mut self, row: &CardRow, cid: i64, visit: i64) -> Db<Vec<String>> {
        if row.done_at.is_some() || row.n_met(self.now) == row.n_asked {
            return Ok(Vec::new());
        }
        if row.n_met(self.now) == 0
            && let Some(open) = self.open.get(&row.stage)
        {
            return Ok(open.clone());
        }
        let Some(facts) = stage_facts(self.db, &row.stage)? else {
            return Ok(Vec::new());
        };
        let gate = gate_of(self.db, facts.rule(None, Policy::Warn), row.card, (cid, visit), self.now)?;
        let open: Vec<String> = gate.open().iter().map(|l| l.criterion.id.local().to_owned()).collect();
        if row.n_met(self.now) == 0 {
            self.open.insert(row.stage.clone(), open.clone());
        }
        Ok(open)
    }
}

/// What the team has set.
pub(super) fn weights(db: &Connection) -> Db<Weights> {
    let mut find = db.prepare_cached("SELECT val FROM setting WHERE name = ?1")?;
    let found: Option<String> = find.query_row([score::SETTING], |row| row.get(0)).optional()?;
    let value = found.map(|text| from_json(&text).map_err(unreadable)).transpose()?;
    Ok(Weights::of(value.as_ref()))
}

/// An instant to sort by; none comes last.
fn last(at: Option<At>) -> (bool, Option<At>) {
    (at.is_none(), at)
}

fn objects(db: &Connection, ask: &ObjectAsk, now: At, each: &mut dyn FnMut(Object) -> ControlFlow<()>) -> Db<u64> {
    let plan = Plan::of(db, &ask.filter)?;
    let mut all = db.prepare_cached(
        "SELECT NULL, object.id, key, title, type, state, NULL, '', priority, assignee, labels, due_at, NULL, NULL, created_at,
           since_at, NULL, NULL, archived, NULL, NULL, 0, 0, n_links, 0, NULL, oid, 0, NULL, NULL, NULL, NULL, NULL, NULL,
           NULL, NULL, NULL, NULL, NULL, NULL, NULL
         FROM object WHERE deleted = 0 AND archived = ?1 AND (?2 IS NULL OR type = ?2) ORDER BY oid",
    )?;
    let mut whole = db.prepare_cached("SELECT * FROM object WHERE oid = ?1")?;
    let mut rows = all.query((ask.archived, ask.type_id.as_ref().map(|t| &t.0)))?;
    let (mut total, mut n_given) = (0, 0);
    while let Some(row) = rows.next()? {
        if !plan.takes(row, now)? {
            continue;
        }
        total += 1;
        if ask.limit.is_none_or(|limit| n_given < limit) {
            n_given += 1;
            let (_, object, _) = whole.query_row([row.get::<_, i64>(26)?], row::object)?;
            if each(object).is_break() {
                break;
            }
        }
    }
    Ok(total)
}
