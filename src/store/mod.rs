//! The SQLite file: one writer, many readers, and the journal as the truth.
//!
//! Every mutable thing is a register of an entity; an op writes the registers of one entity, a group is the ops of
//! one action of one person. One function ([`apply`]) turns an op into the tables that are read; edits, undo,
//! import and replay all go through it. Lives here: SQL. Never here: rules (they are asked of `domain::intent`
//! inside the write transaction), screens, the time (it is an argument).
//!
//! Start reading at [`commit`] for writing and at [`reader`] for reading.
//!
//! # Locking
//!
//! A write begins with `BEGIN IMMEDIATE` and reads the format again under the lock. Readers are connections that
//! cannot write; WAL lets them read while somebody writes. No read transaction outlives a call.

mod alert;
mod apply;
mod around;
mod catalogue;
pub mod check;
mod clock;
mod columns;
pub mod commit;
mod error;
mod facts;
mod filter;
mod find;
mod flow;
mod found;
mod graph;
mod history;
mod ids;
mod impact;
mod journal;
mod keys;
mod lane;
mod list;
mod log;
mod major;
mod migrate;
mod open;
mod overview;
mod past;
pub mod people;
mod queue;
mod reader;
mod reference;
mod row;
mod search;
mod sheet;
mod standup;
pub mod told;
mod trace;
mod twins;
mod undo;
mod waiting;
mod window;
mod work;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

pub use clock::Stamp;
pub use commit::{Ask, Done, Receipt};
pub use error::{CommitError, Error};
pub use flow::FlowAsk;
pub use history::{Group, Op};
pub use list::{ListAsk, ObjectAsk, Sort};
pub use log::LogAsk;
pub use past::{Between, ThenAsk};
pub use reader::{Identity, KeyFound, Reader};
pub use rusqlite::InterruptHandle as Interrupt;
pub use undo::{UndoAsk, UndoReceipt, UndoRefusal, Undone};

use crate::domain::At;
use crate::domain::id::ReplicaId;
use error::Stop;
use ids::Ids;
use work::Work;

/// The one writer of a workspace in this program.
pub struct Store {
    db: Connection,
    file: PathBuf,
    /// Our replica, as the journal of this file numbers it.
    me: i64,
    replica: ReplicaId,
    ids: Ids,
    opened_at: At,
}

impl Store {
    fn new(db: Connection, file: &Path, me: i64, replica: ReplicaId, opened_at: At) -> Self {
        Self { db, file: file.to_path_buf(), me, replica, ids: Ids::default(), opened_at }
    }

    /// The file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// This copy of the workspace.
    pub fn replica(&self) -> ReplicaId {
        self.replica
    }

    /// Gives a bulk change memory enough not to write pages twice, and gives the memory back.
    fn with_room_for<T>(
        &mut self,
        n: usize,
        act: impl FnOnce(&mut Self) -> Result<T, CommitError>,
    ) -> Result<T, CommitError> {
        const MANY: usize = 500;
        let set = |db: &Connection, pragma: &str| db.execute_batch(pragma).map_err(|e| Error::of(&self.file, e));
        if n < MANY {
            return act(self);
        }
        set(&self.db, "PRAGMA cache_size = -98304")?;
        let done = act(self);
        let back = self.db.execute_batch("PRAGMA cache_size = -2000; PRAGMA shrink_memory");
        back.map_err(|e| Error::of(&self.file, e))?;
        done
    }

    /// Runs `write` in a transaction of its own; what it refuses or fails at leaves nothing behind.
    fn transact<T>(&mut self, write: impl FnOnce(&Work<'_>) -> Result<T, Stop>) -> Result<T, CommitError> {
        let file = self.file.clone();
        let tx = begin(&mut self.db, &file)?;
        let stopped = |stop: Stop| stop.about(&file);
        let work = Work::begin(&tx, self.me, self.replica, &self.ids, self.opened_at).map_err(|e| stopped(e.into()))?;
        let done = write(&work).map_err(stopped)?;
        work.finish().map_err(|e| stopped(e.into()))?;
        tx.commit().map_err(|e| stopped(e.into()))?;
        Ok(done)
    }
}

/// Takes the right to write, and looks whether the file is still of our format.
fn begin<'a>(db: &'a mut Connection, file: &Path) -> Result<Transaction<'a>, Error> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(|e| Error::of(file, e))?;
    let found = migrate::version(&tx).map_err(|e| Error::of(file, e))?;
    let known = migrate::STEPS.len() as i64;
    if found == known { Ok(tx) } else { Err(Error::TooNew { file: file.to_path_buf(), found, known }) }
}

#[cfg(test)]
mod tests;
