//! What one write transaction knows: where the journal stands, what it has read, what it still owes.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use rusqlite::Connection;
use uuid::Uuid;

use super::catalogue::{self, StageFacts};
use super::clock::Stamp;
use super::columns::Tally;
use super::error::Db;
use super::ids::Ids;
use super::{apply, keys, search};
use crate::domain::At;
use crate::domain::calendar::Calendar;
use crate::domain::id::{ReplicaId, StageId, StreamId, TypeId};
use crate::domain::intent::StreamHead;
use crate::domain::object::{Object, ObjectType};

/// An open write transaction.
pub(super) struct Work<'a> {
    pub db: &'a Connection,
    pub me: i64,
    pub replica: ReplicaId,
    pub ids: &'a Ids,
    /// The instant of the ask at hand.
    pub at: Cell<At>,
    pub journal: Cell<Standing>,
    /// Ids minted here: nothing stored can have them.
    pub fresh: RefCell<HashSet<Uuid>>,
    pub tally: RefCell<Tally>,
    /// Objects whose words have changed, and whether they are new.
    pub reworded: RefCell<BTreeMap<i64, bool>>,
    /// Objects that were archived or came back.
    pub came_or_went: RefCell<BTreeSet<i64>>,
    /// The next number and the last of our block, by prefix.
    pub counters: RefCell<HashMap<String, (i64, i64)>>,
    /// Blocks of keys to claim with the group at hand.
    pub claims: RefCell<Vec<(String, i64)>>,
    /// The object written last, with its row: its cards often come right after it.
    pub latest: RefCell<Option<(i64, Object)>>,
    types: RefCell<HashMap<TypeId, Option<Rc<ObjectType>>>>,
    calendar: RefCell<Option<Rc<Calendar>>>,
    streams: RefCell<HashMap<StreamId, Option<Rc<StreamHead>>>>,
    stages: RefCell<HashMap<StageId, Option<Rc<StageFacts>>>>,
}

/// Where our part of the journal stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    pub seq: i64,
    pub n: i64,
    pub stamp: Stamp,
    pub chain: [u8; 32],
}

impl<'a> Work<'a> {
    /// Looks where the journal stands.
    pub fn begin(db: &'a Connection, me: i64, replica: ReplicaId, ids: &'a Ids, now: At) -> Db<Self> {
        let mut own = db.prepare_cached(
            "SELECT last_n, hms, hctr, chain, (SELECT max(seq) FROM op) FROM replica WHERE short = ?1",
        )?;
        let standing = own.query_row([me], |row| {
            let stamp = Stamp { ms: row.get(1)?, counter: row.get(2)? };
            Ok(Standing { n: row.get(0)?, stamp, chain: row.get(3)?, seq: row.get::<_, Option<i64>>(4)?.unwrap_or(0) })
        })?;
        Ok(Self {
            db,
            me,
            replica,
            ids,
            at: Cell::new(now),
            journal: Cell::new(standing),
            fresh: RefCell::default(),
            tally: RefCell::default(),
            reworded: RefCell::default(),
            came_or_went: RefCell::default(),
            counters: RefCell::default(),
            claims: RefCell::default(),
            latest: RefCell::default(),
            types: RefCell::default(),
            calendar: RefCell::default(),
            streams: RefCell::default(),
            stages: RefCell::default(),
        })
    }

    /// Pays what is owed: counts, words, and where the journal stands.
    pub fn finish(&self) -> Db<()> {
        self.tally.borrow_mut().settle(self.db)?;
        for (oid, is_new) in std::mem::take(&mut *self.reworded.borrow_mut()) {
            search::reword(self.db, oid, is_new)?;
        }
        for oid in std::mem::take(&mut *self.came_or_went.borrow_mut()) {
            apply::settle_away(self.db, oid)?;
        }
        keys::keep_counters(self)?;
        let now = self.journal.get();
        let mut own = self
            .db
            .prepare_cached("UPDATE replica SET last_n = ?2, hms = ?3, hctr = ?4, chain = ?5 WHERE short = ?1")?;
        own.execute((self.me, now.n, now.stamp.ms, now.stamp.counter, now.chain))?;
        Ok(())
    }

    /// The next stamp.
    pub fn tick(&self) -> Stamp {
        let mut journal = self.journal.get();
        journal.stamp = journal.stamp.next(self.at.get());
        self.journal.set(journal);
        journal.stamp
    }

    /// A type, read once.
    pub fn type_of(&self, id: &TypeId) -> Db<Option<Rc<ObjectType>>> {
        if let Some(known) = self.types.borrow().get(id) {
            return Ok(known.clone());
        }
        let found = catalogue::object_type(self.db, id)?.map(Rc::new);
        self.types.borrow_mut().insert(id.clone(), found.clone());
        Ok(found)
    }

    /// A stream with its stages, read once; the counts are those of the start of the transaction.
    pub fn stream_of(&self, id: &StreamId) -> Db<Option<Rc<StreamHead>>> {
        if let Some(known) = self.streams.borrow().get(id) {
            return Ok(known.clone());
        }
        let found = catalogue::stream_head(self.db, id)?.map(Rc::new);
        self.streams.borrow_mut().insert(id.clone(), found.clone());
        Ok(found)
    }

    /// What cards need to know of their stage, read once.
    pub fn stage_of(&self, id: &StageId) -> Db<Option<Rc<StageFacts>>> {
        if let Some(known) = self.stages.borrow().get(id) {
            return Ok(known.clone());
        }
        let found = catalogue::stage_facts(self.db, id)?.map(Rc::new);
        self.stages.borrow_mut().insert(id.clone(), found.clone());
        Ok(found)
    }

    /// The team's working time, read once.
    pub fn calendar(&self) -> Db<Rc<Calendar>> {
        if let Some(known) = &*self.calendar.borrow() {
            return Ok(known.clone());
        }
        let found = Rc::new(catalogue::calendar(self.db)?);
        *self.calendar.borrow_mut() = Some(found.clone());
        Ok(found)
    }

    /// Forgets the team's working time, since it was changed.
    pub fn forget_calendar(&self) {
        self.calendar.take();
    }

    /// Forgets what was read of streams and stages, since it was changed.
    pub fn forget_streams(&self) -> Db<()> {
        self.tally.borrow_mut().settle(self.db)?;
        self.streams.borrow_mut().clear();
        self.stages.borrow_mut().clear();
        Ok(())
    }
}
