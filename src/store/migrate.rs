//! Growing the schema: a list of steps with `user_version` as its index. A step is never edited once released.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, Transaction};

use super::error::{Db, damaged};

/// The steps from an empty file to the schema of this program.
pub(super) const STEPS: &[&str] = &[
    include_str!("../../assets/schema/0001_start.sql"),
    include_str!("../../assets/schema/0002_gates.sql"),
    include_str!("../../assets/schema/0003_flow.sql"),
];

/// "SBrd": whose file it is.
pub(super) const APPLICATION_ID: i64 = 0x5342_7264;

/// The format of the file.
pub(super) fn version(db: &Connection) -> Db<i64> {
    db.prepare_cached("PRAGMA user_version")?.query_row([], |row| row.get(0))
}

/// Whose file it is; 0 when nobody said.
pub(super) fn application_id(db: &Connection) -> Db<i64> {
    db.query_row("PRAGMA application_id", [], |row| row.get(0))
}

/// Whether nothing was ever kept in the file.
pub(super) fn is_blank(db: &Connection) -> Db<bool> {
    db.query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))
}

/// Runs the steps that are missing, inside a transaction that has the right to write.
pub(super) fn run(tx: &Transaction<'_>, steps: &[&str]) -> Db<()> {
    let done = usize::try_from(version(tx)?).unwrap_or(usize::MAX);
    for (step, n) in steps.iter().zip(1_i64..).skip(done) {
        tx.execute_batch(step)?;
        tx.pragma_update(None, "user_version", n)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)
}

/// A verified copy beside the file, made before a migration touches people's work.
pub(super) fn backup(db: &Connection, file: &Path, from_version: i64) -> Db<PathBuf> {
    let copy = free_name(file, from_version);
    db.execute("VACUUM INTO ?1", [copy.to_string_lossy()])?;
    let check = Connection::open_with_flags(&copy, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let verdict: String = check.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" || n_ops(&check)? < n_ops(db)? {
        return Err(damaged("the backup before the migration could not be verified"));
    }
    Ok(copy)
}

/// How many ops the journal holds.
pub(super) fn n_ops(db: &Connection) -> Db<i64> {
    db.query_row("SELECT count(*) FROM op", [], |row| row.get(0))
}

fn free_name(file: &Path, from_version: i64) -> PathBuf {
    let stem = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let name = |n: u32| file.with_file_name(format!("{stem}.before-format-{}.{n}", from_version + 1));
    (1..1_000).map(name).find(|path| !path.exists()).unwrap_or_else(|| name(0))
}
