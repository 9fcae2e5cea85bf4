//! The file: made, refused, grown, and never harmed.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::fixture::*;
use crate::domain::id::CriterionId;
use crate::domain::intent::{Edit, Intent, Mark, StageEdit};
use crate::store::{CommitError, Error, Reader, Store, migrate};

fn hash(file: &Path) -> Vec<u8> {
    Sha256::digest(fs::read(file).unwrap()).to_vec()
}

fn mode(file: &Path) -> u32 {
    fs::metadata(file).unwrap().permissions().mode() & 0o777
}

/// A file that is refused, by writer and reader, and stays as it is.
fn refused(file: &Path) -> Error {
    let before = hash(file);
    let Err(error) = Store::open(file, now()) else {
        panic!("it was opened for writing");
    };
    assert!(Reader::open(file).is_err(), "it was opened for reading");
    assert_eq!(hash(file), before, "the file was changed");
    error
}

#[test]
fn a_new_file_is_its_owner_s_alone() {
    let work = Workspace::new();
    assert_eq!(mode(&work.file), 0o600);
    assert_eq!(mode(work.file.parent().unwrap()), 0o700);
    assert_eq!(work.reader.streams().unwrap().len(), 7);
    assert_eq!(work.reader.types().unwrap().len(), 46);
}

#[test]
fn a_reader_makes_nothing() {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("none.db");
    assert!(matches!(Reader::open(&file), Err(Error::Missing { .. })));
    assert!(!file.exists());
    fs::write(&file, "").unwrap();
    assert!(matches!(Reader::open(&file), Err(Error::Missing { .. })));
    assert_eq!(fs::read(&file).unwrap(), b"");
}

#[test]
fn what_is_not_ours_is_left_alone() {
    let directory = TempDir::new().unwrap();
    let text = directory.path().join("notes.txt");
    fs::write(&text, "Dear diary, today I opened the wrong file. ".repeat(200)).unwrap();
    assert!(matches!(refused(&text), Error::NotOurs { .. }));

    let other = directory.path().join("other.db");
    for journal in ["DELETE", "WAL"] {
        let db = Connection::open(&other).unwrap();
        db.query_row(&format!("PRAGMA journal_mode = {journal}"), [], |_| Ok(())).unwrap();
        db.execute_batch("CREATE TABLE IF NOT EXISTS song (name TEXT); INSERT INTO song VALUES ('x');").unwrap();
        drop(db);
        assert!(matches!(refused(&other), Error::NotOurs { .. }));
    }
}

#[test]
fn a_newer_file_is_left_alone() {
    let work = Workspace::new();
    let copy = work.file.with_file_name("newer.db");
    work.store.db.execute("VACUUM INTO ?1", [copy.to_string_lossy()]).unwrap();
    let db = Connection::open(&copy).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    drop(db);
    let error = refused(&copy);
    assert!(matches!(error, Error::TooNew { found: 99, .. }));
    assert!(error.to_string().contains("newer.db was written by a newer version"), "{error}");
}

#[test]
fn a_damaged_file_is_left_alone() {
    let mut work = Workspace::new();
    for n in 0..200 {
        work.add(&format!("row {n}"), "operate/detect-issue");
    }
    let copy = work.file.with_file_name("damaged.db");
    work.store.db.execute("VACUUM INTO ?1", [copy.to_string_lossy()]).unwrap();
    let mut bytes = fs::read(&copy).unwrap();
    bytes[4096..65_536].fill(0xa5);
    fs::write(&copy, &bytes).unwrap();
    let before = hash(&copy);
    let opened = Store::open(&copy, now());
    assert!(matches!(opened, Err(Error::Corrupt { .. })), "{:?}", opened.err());
    assert_eq!(hash(&copy), before, "the file was changed");
}

#[test]
fn a_file_that_may_only_be_read_says_so() {
    let work = Workspace::new();
    let copy = work.file.with_file_name("copy.db");
    work.store.db.execute("VACUUM INTO ?1", [copy.to_string_lossy()]).unwrap();
    fs::set_permissions(&copy, fs::Permissions::from_mode(0o400)).unwrap();
    let is_root = fs::OpenOptions::new().write(true).open(&copy).is_ok();
    if !is_root {
        assert!(matches!(Store::open(&copy, now()), Err(Error::ReadOnly { .. })));
    }
    assert_eq!(Reader::open(&copy).unwrap().streams().unwrap().len(), 7);
}

#[test]
fn no_message_tells_to_destroy_anything() {
    let file = || "/tmp/board.db".into();
    let errors = [
        Error::Busy { file: file() },
        Error::TooNew { file: file(), found: 9, known: 1 },
        Error::Corrupt { file: file(), detail: "x".into() },
        Error::NotOurs { file: file() },
        Error::Missing { file: file() },
        Error::Outdated { file: file() },
        Error::ReadOnly { file: file() },
        Error::Full { file: file() },
        Error::Io { file: file(), detail: "x".into() },
        Error::Interrupted { file: file() },
        Error::NotEmpty { file: file() },
    ];
    for error in errors {
        let message = error.to_string();
        assert!(message.contains("/tmp/board.db"), "{message}");
        for word in ["rm ", "delete", "remove", "drop", "--force"] {
            assert!(!message.contains(word), "{message}");
        }
    }
}

#[test]
fn the_settings_hold() {
    let work = Workspace::new();
    let pragma =
        |name: &str| work.store.db.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!((pragma("synchronous"), pragma("foreign_keys"), pragma("mmap_size")), (2, 1, 0));
    assert_eq!(
        (pragma("user_version"), pragma("application_id")),
        (migrate::STEPS.len() as i64, migrate::APPLICATION_ID)
    );
    let mode: String = work.store.db.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
}

#[test]
fn missing_steps_are_run_after_a_backup_that_was_verified() {
    let mut work = Workspace::new();
    work.add("kept", "operate/detect-issue");
    let known = migrate::STEPS.len() as i64;
    let steps = [migrate::STEPS, &["ALTER TABLE card ADD COLUMN colour TEXT;"]].concat();
    let backup = migrate::backup(&work.store.db, &work.file, known).unwrap();
    let file = work.file.with_file_name("grown.db");
    fs::copy(&backup, &file).unwrap();
    let mut db = Connection::open(&file).unwrap();
    let tx = db.transaction().unwrap();
    migrate::run(&tx, &steps).unwrap();
    tx.commit().unwrap();
    assert_eq!(migrate::version(&db).unwrap(), known + 1);
    assert_eq!(
        db.query_row("SELECT count(*) FROM card WHERE colour IS NULL", [], |row| row.get::<_, i64>(0)).unwrap(),
        1
    );
    let newer = Store::open(&file, now());
    assert!(matches!(newer, Err(Error::TooNew { found, known: ours, .. }) if (found, ours) == (known + 1, known)));
    assert_eq!(Reader::open(&backup).unwrap().last_seq().unwrap(), 3, "object, card and the claim of a key block");
}

/// A file of format 1 with what a workspace holds, as the version before this one left it.
fn of_format_1(work: &Workspace) -> (TempDir, PathBuf) {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("old.db");
    let mut db = Connection::open(&file).unwrap();
    let tx = db.transaction().unwrap();
    migrate::run(&tx, &migrate::STEPS[..1]).unwrap();
    tx.commit().unwrap();
    db.execute("ATTACH ?1 AS new", [work.file.to_string_lossy()]).unwrap();
    let list = |db: &Connection, sql: &str| -> Vec<String> {
        db.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    db.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    for table in list(&db, "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name <> 'object_fts'") {
        let columns = list(&db, &format!("SELECT name FROM pragma_table_info('{table}')")).join(", ");
        let copy = format!("INSERT OR REPLACE INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}");
        db.execute_batch(&copy).unwrap();
    }
    db.execute_batch("UPDATE card SET gate_met = 0; UPDATE meta SET v = 'older' WHERE k = 'reference'").unwrap();
    (directory, file)
}

#[test]
fn a_file_of_the_first_format_keeps_its_cards_and_has_its_gates_worked_out() {
    let mut work = Workspace::new();
    let added = work.add("Slow", "operate/detect-issue");
    let other = work.add("Roll out", "deploy/plan-approve-deployment");
    work.done(Intent::Block { card: *added, reason: "vendor".into() });
    work.done(Intent::Edit { object: added.object, edits: vec![Edit::Priority(Some(2))] });
    let exit = CriterionId::new("operate/resolve-issue-out1");
    let resolving = work.add("Nearly there", "operate/resolve-issue");
    let tick = Intent::Tick { card: *resolving, criteria: vec![exit], mark: Mark::Met { evidence: None } };
    let _ = work.ask(tick);
    let (directory, file) = of_format_1(&work);
    let grown = Workspace::at(directory, file);
    for added in [&added, &other, &resolving] {
        assert_eq!(grown.sheet(added.object), work.sheet(added.object));
    }
    let card = grown.sheet(added.object).cards.remove(0).card;
    assert_eq!((card.held.as_deref(), card.blocked.as_deref()), (Some("vendor"), Some("vendor")));
    assert_eq!(grown.reader.search("slow", 5).unwrap().len(), 1);
    let backup = grown.file.with_file_name("old.db.before-format-2.1");
    assert_eq!(migrate::version(&Connection::open(backup).unwrap()).unwrap(), 1);
}

#[test]
fn an_open_program_notices_that_the_file_has_grown() {
    let mut work = Workspace::new();
    let added = work.add("kept", "operate/detect-issue");
    let other = Connection::open(&work.file).unwrap();
    let known = migrate::STEPS.len() as i64;
    other.pragma_update(None, "user_version", known + 1).unwrap();
    let edit = Intent::Edit { object: added.object, edits: vec![Edit::Priority(Some(1))] };
    let refused = work.ask(edit);
    assert!(matches!(refused, Err(CommitError::Store(Error::TooNew { found, .. })) if found == known + 1));
    other.pragma_update(None, "user_version", known).unwrap();
}

#[test]
fn a_new_reference_keeps_what_the_team_changed() {
    let mut work = Workspace::new();
    let detect = stage("operate/detect-issue");
    work.done(Intent::SetStage { stage: detect.clone(), edit: StageEdit::Name("Spot".into()) });
    work.done(Intent::AddStage { stream: stream("operate"), name: "Review".into(), after: None });
    work.done(Intent::SetStage {
        stage: stage("operate/review"),
        edit: StageEdit::Target { priority: Some(1), span_s: Some(60) },
    });
    let added = work.add("kept", "operate/detect-issue");
    let whole = (work.reader.stream(&stream("operate")).unwrap(), work.reader.row(*added).unwrap());
    let db = Connection::open(&work.file).unwrap();
    db.execute_batch(
        "UPDATE meta SET v = 'older' WHERE k = 'reference'; UPDATE stage SET name = 'Old', purpose = 'old' WHERE base <> '{}';
         DELETE FROM criterion; DELETE FROM otype; UPDATE card SET gate_asked = 99;",
    )
    .unwrap();
    drop(db);
    work.reopen();
    assert_eq!((work.reader.stream(&stream("operate")).unwrap(), work.reader.row(*added).unwrap()), whole);
    assert_eq!(work.reader.types().unwrap().len(), 46);
}

#[test]
fn two_stores_on_one_file_see_each_other() {
    let mut work = Workspace::new();
    let mut other = Store::open(&work.file, now()).unwrap();
    let added = work.add("shared", "operate/detect-issue");
    let before = work.reader.data_version().unwrap();
    let seq = work.reader.last_seq().unwrap();
    let ask = crate::store::Ask::new(author("ben"), vec![move_to(*added, "operate/diagnose-issue")]);
    other.commit(&ask).unwrap();
    assert_ne!(work.reader.data_version().unwrap(), before);
    assert_eq!(work.reader.news(seq).unwrap()[0].actor, "ben");
    work.done(move_to(*added, "operate/resolve-issue"));
    assert_eq!(work.titles("operate/resolve-issue"), ["shared"]);
}
