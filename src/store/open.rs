//! Opening the file, so that two programs started together on a new board is an ordinary morning.
//!
//! Nothing is written into a file before it is known to be ours: a foreign, newer or damaged file is left byte for
//! byte as it was, which is also why a connection does not checkpoint on close until then.

use std::fs::{DirBuilder, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use uuid::Uuid;

use super::error::{Db, Error, damaged};
use super::ids::Ids;
use super::work::Work;
use super::{Store, apply, migrate, reference};
use crate::domain::At;
use crate::domain::id::ReplicaId;
use crate::wire::assets::REFERENCE_MARK;

/// Older ones can corrupt a file that several processes write.
const SQLITE_FLOOR: i32 = 3_051_003;
/// Tries of the busy handler: at half a millisecond each about ten seconds.
const MAX_TRIES: i32 = 16_000;
const N_STATEMENTS: usize = 160;

impl Store {
    /// Opens the workspace in `file` for writing; a missing one is made, with the reference data.
    pub fn open(file: &Path, now: At) -> Result<Self, Error> {
        create(file).map_err(|e| Error::io(file, &e))?;
        let mut db = connect(file, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(|e| Error::of(file, e))?;
        expect_ours(&db, file)?;
        if db.is_readonly("main").map_err(|e| Error::of(file, e))? {
            return Err(Error::ReadOnly { file: file.to_path_buf() });
        }
        configure(&db).map_err(|e| Error::of(file, e))?;
        prepare(&mut db, file, now).map_err(|e| Error::of(file, e))?;
        let (me, replica) = identity(&db).map_err(|e| Error::of(file, e))?;
        Ok(Self::new(db, file, me, replica, now))
    }
}

/// A connection with our settings that have nothing to do with the file.
pub(super) fn connect(file: &Path, flags: OpenFlags) -> Db<Connection> {
    let floor_holds = rusqlite::version_number() >= SQLITE_FLOOR;
    let mut db = Connection::open_with_flags(file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    if !floor_holds {
        return Err(damaged("this build holds a SQLite that is too old for several writers"));
    }
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // A partial index compares its condition with bound values; without this, statements are prepared again and again.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.set_prepared_statement_cache_capacity(N_STATEMENTS);
    db.busy_handler(Some(wait_a_little))?;
    db.execute_batch("PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")?;
    Ok(db)
}

/// Refuses what is not ours or newer than us.
pub(super) fn expect_ours(db: &Connection, file: &Path) -> Result<(), Error> {
    // One look: somebody may be making the file this very moment.
    let look = || {
        let tx = db.unchecked_transaction()?;
        Ok((migrate::is_blank(&tx)?, migrate::application_id(&tx)?, migrate::version(&tx)?))
    };
    let (is_blank, id, found) = look().map_err(|e| Error::of(file, e))?;
    let known = migrate::STEPS.len() as i64;
    match () {
        () if is_blank && id == 0 && found == 0 => Ok(()),
        () if id != migrate::APPLICATION_ID => Err(Error::NotOurs { file: file.to_path_buf() }),
        () if found > known => Err(Error::TooNew { file: file.to_path_buf(), found, known }),
        // A file that cannot even say who it is is damaged; better known before anything is set.
        () => identity(db).map(drop).map_err(|e| Error::of(file, e)),
    }
}

/// Makes the file, for its owner only; one that is there stays as it is.
fn create(file: &Path) -> std::io::Result<()> {
    if let Some(directory) = file.parent().filter(|d| !d.as_os_str().is_empty() && !d.exists()) {
        DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    }
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(file) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Settings of a writer, read back where a slip would cost somebody's work.
fn configure(db: &Connection) -> Db<()> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    switch_to_wal(db)?;
    db.execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 16777216;")?;
    let synchronous: i64 = db.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
    let foreign_keys: i64 = db.query_row("PRAGMA foreign_keys", [], |row| row.get(0))?;
    if (synchronous, foreign_keys) == (2, 1) { Ok(()) } else { Err(damaged("its settings could not be made")) }
}

/// The switch answers busy without asking the busy handler, so it is tried again here.
fn switch_to_wal(db: &Connection) -> Db<()> {
    let mut n_tries = 0;
    loop {
        let mode: Db<String> = db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0));
        match mode {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(_) if !wait_a_little(n_tries) => {
                return Err(damaged("write-ahead logging is not possible there"));
            }
            Err(error) if !is_busy(&error) || !wait_a_little(n_tries) => return Err(error),
            Ok(_) | Err(_) => n_tries += 1,
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy)
}

/// Brings schema and reference data up to date. When both are, no lock is taken.
fn prepare(db: &mut Connection, file: &Path, now: At) -> Db<()> {
    let latest = migrate::STEPS.len() as i64;
    let found = migrate::version(db)?;
    if found == latest && reference::mark(db)?.as_deref() == Some(REFERENCE_MARK) {
        return Ok(());
    }
    if found != 0 && found < latest {
        migrate::backup(db, file, found)?;
    }
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let grows = migrate::version(&tx)? < latest;
    if grows {
        migrate::run(&tx, migrate::STEPS)?;
    }
    name_replica(&tx, now)?;
    // New columns of the catalogue are empty until it is written, and so is what cards take from them.
    if grows || reference::mark(&tx)?.as_deref() != Some(REFERENCE_MARK) {
        let (me, replica) = identity(&tx)?;
        let ids = Ids::default();
        if grows {
            apply::rebuild_visits(&tx)?;
            apply::rebuild_away(&tx)?;
            apply::rebuild_holds(&tx)?;
        }
        let work = Work::begin(&tx, me, replica, &ids, now)?;
        reference::write(&work)?;
        work.finish()?;
    }
    tx.commit()
}

/// Gives a new database its identity.
fn name_replica(db: &Connection, now: At) -> Db<()> {
    let is_named = db.query_row("SELECT EXISTS (SELECT 1 FROM replica)", [], |row| row.get::<_, bool>(0))?;
    if is_named {
        return Ok(());
    }
    let ids = Ids::default();
    let (workspace, replica) = (ids.fresh(now), ids.fresh(now));
    db.execute(
        "INSERT INTO replica (short, id, first_seen) VALUES (1, ?1, ?2)",
        (replica.as_bytes(), now.timestamp_millis()),
    )?;
    db.execute("INSERT INTO meta (k, v) VALUES ('replica', 1), ('workspace', ?1)", [workspace.as_bytes()])?;
    Ok(())
}

fn identity(db: &Connection) -> Db<(i64, ReplicaId)> {
    db.query_row("SELECT short, id FROM replica WHERE short = (SELECT v FROM meta WHERE k = 'replica')", [], |row| {
        Ok((row.get(0)?, ReplicaId(Uuid::from_bytes(row.get(1)?))))
    })
}

/// The busy handler: short sleeps of uneven length, since a fair queue is what a person notices.
fn wait_a_little(n_tries: i32) -> bool {
    let uneven = RandomState::new().hash_one(n_tries);
    std::thread::sleep(Duration::from_micros(200 + uneven % 600));
    n_tries < MAX_TRIES
}
