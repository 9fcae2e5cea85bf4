//! Reading: a connection that cannot write, with statements of its own. A search never waits for a writer.
//!
//! What is read has rooms of its own: streams with counts in `overview`, columns in `window`, lists in `list`, an
//! object whole in `sheet`, keys and text in `find`, history in `log`.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, InterruptHandle, OpenFlags, OptionalExtension};
use uuid::Uuid;

use super::error::{Db, Error, unreadable};
use super::filter::Plan;
use super::open::{connect, expect_ours};
use super::row::{Id, count};
use super::{catalogue, migrate};
use crate::domain::filter::Filter;
use crate::domain::id::ObjectId;
use crate::domain::id::{ReplicaId, StreamId};
use crate::domain::key::Key;
use crate::domain::link::Relation;
use crate::domain::object::ObjectType;
use crate::domain::stream::{Edge, Role, Scenario, Stream};
use crate::domain::value::Value;
use crate::wire::value::from_json;

/// A look into the workspace.
pub struct Reader {
    pub(super) db: Connection,
    pub(super) file: PathBuf,
    /// The filter asked last, made ready, and when: a board asks it for every column.
    plan: RefCell<Option<Planned>>,
}

/// A filter made ready, with the version of the data it was made of.
struct Planned {
    filter: Filter,
    version: i64,
    plan: Arc<Plan>,
}

/// What a text that names an object came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyFound {
    One(ObjectId),
    None { nearest: Option<Key> },
    Many(Vec<Key>),
}

/// Which workspace this is, and which copy of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub workspace: Uuid,
    pub replica: ReplicaId,
    pub name: Option<String>,
    pub n_ops: u64,
}

impl Reader {
    /// Opens the workspace in `file` for reading; never creates or writes anything.
    pub fn open(file: &Path) -> Result<Self, Error> {
        if !file.exists() {
            return Err(Error::Missing { file: file.to_path_buf() });
        }
        let db = connect(file, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(|e| Error::of(file, e))?;
        match expect_ours(&db, file) {
            Err(Error::Io { .. } | Error::ReadOnly { .. }) => return Self::open_unchanging(file),
            checked => checked?,
        }
        Self::of(db, file)
    }

    /// On a file system that cannot be written SQLite cannot coordinate; without a log beside it the file is whole.
    fn open_unchanging(file: &Path) -> Result<Self, Error> {
        let mut log = file.as_os_str().to_owned();
        log.push("-wal");
        if Path::new(&log).exists() {
            return Err(Error::ReadOnly { file: file.to_path_buf() });
        }
        let path = file.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
        let uri = format!("file:{path}?immutable=1");
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let db = connect(Path::new(&uri), flags).map_err(|e| Error::of(file, e))?;
        expect_ours(&db, file)?;
        Self::of(db, file)
    }

    fn of(db: Connection, file: &Path) -> Result<Self, Error> {
        let found = migrate::version(&db).map_err(|e| Error::of(file, e))?;
        let known = migrate::STEPS.len() as i64;
        match found {
            0 => Err(Error::Missing { file: file.to_path_buf() }),
            found if found < known => Err(Error::Outdated { file: file.to_path_buf() }),
            _ => {
                db.pragma_update(None, "query_only", true).map_err(|e| Error::of(file, e))?;
                Ok(Self { db, file: file.to_path_buf(), plan: RefCell::default() })
            }
        }
    }

    /// The file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Ends what is being read, from another thread.
    pub fn interrupt_handle(&self) -> InterruptHandle {
        self.db.get_interrupt_handle()
    }

    /// A filter made ready; the one asked last is kept until something is written.
    pub(super) fn plan(&self, filter: &Filter) -> Db<Arc<Plan>> {
        let version = self.db.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?;
        let mut kept = self.plan.borrow_mut();
        if let Some(known) = kept.as_ref().filter(|k| k.version == version && k.filter == *filter) {
            return Ok(known.plan.clone());
        }
        let plan = Arc::new(Plan::of(&self.db, filter)?);
        *kept = Some(Planned { filter: filter.clone(), version, plan: plan.clone() });
        Ok(plan)
    }

    pub(super) fn read<T>(&self, read: impl FnOnce(&Connection) -> Db<T>) -> Result<T, Error> {
        read(&self.db).map_err(|e| Error::of(&self.file, e))
    }

    /// All streams whole, in their order.
    pub fn streams(&self) -> Result<Vec<Stream>, Error> {
        self.read(catalogue::streams)
    }

    /// A stream whole: stages with criteria, scenarios, edges.
    pub fn stream(&self, id: &StreamId) -> Result<Option<Stream>, Error> {
        self.read(|db| catalogue::stream(db, id))
    }

    /// All object types.
    pub fn types(&self) -> Result<Vec<ObjectType>, Error> {
        self.read(catalogue::object_types)
    }

    /// All relations.
    pub fn relations(&self) -> Result<Vec<Relation>, Error> {
        self.read(catalogue::relations)
    }

    /// Scenarios of a stream, or of all.
    pub fn scenarios(&self, stream: Option<&StreamId>) -> Result<Vec<Scenario>, Error> {
        self.read(|db| catalogue::scenarios(db, stream))
    }

    /// The hand-offs of all streams.
    pub fn edges(&self) -> Result<Vec<Edge>, Error> {
        self.read(catalogue::all_edges)
    }

    /// What the team set for all of the workspace, by name.
    pub fn settings(&self) -> Result<BTreeMap<String, Value>, Error> {
        self.read(|db| {
            let mut all = db.prepare_cached("SELECT name, val FROM setting")?;
            let mut rows = all.query([])?;
            let mut settings = BTreeMap::new();
            while let Some(row) = rows.next()? {
                settings.insert(row.get(0)?, from_json(row.get_ref(1)?.as_str()?).map_err(unreadable)?);
            }
            Ok(settings)
        })
    }

    /// The roles people can hold.
    pub fn roles(&self) -> Result<Vec<Role>, Error> {
        self.read(catalogue::roles)
    }

    /// Names seen as assignee or actor.
    pub fn people(&self) -> Result<Vec<String>, Error> {
        self.read(|db| {
            let mut all = db.prepare_cached(
                "SELECT DISTINCT assignee FROM object WHERE assignee IS NOT NULL UNION SELECT DISTINCT actor FROM grp ORDER BY 1",
            )?;
            all.query_map([], |row| row.get(0))?.collect()
        })
    }

    /// Labels in use.
    pub fn labels(&self) -> Result<Vec<String>, Error> {
        self.read(|db| {
            let mut all = db.prepare_cached(
                "SELECT DISTINCT label.value FROM object, json_each(object.labels) AS label
                 WHERE object.labels <> '[]' AND object.deleted = 0 ORDER BY 1",
            )?;
            all.query_map([], |row| row.get(0))?.collect()
        })
    }

    /// Which workspace this is.
    pub fn identity(&self) -> Result<Identity, Error> {
        self.read(|db| {
            let mut find = db.prepare_cached(
                "SELECT (SELECT v FROM meta WHERE k = 'workspace'), replica.id, (SELECT v FROM meta WHERE k = 'name'),
                   (SELECT count(*) FROM op)
                 FROM replica WHERE short = (SELECT v FROM meta WHERE k = 'replica')",
            )?;
            find.query_row([], |row| {
                Ok(Identity {
                    workspace: row.get::<_, Id>(0)?.0,
                    replica: ReplicaId(row.get::<_, Id>(1)?.0),
                    name: row.get(2)?,
                    n_ops: count(row, 3)?,
                })
            })
        })
    }

    /// The journal's last op, in local order.
    pub fn last_seq(&self) -> Result<i64, Error> {
        self.read(|db| {
            let mut last = db.prepare_cached("SELECT coalesce(max(seq), 0) FROM op")?;
            last.query_row([], |row| row.get(0))
        })
    }

    /// Changes when another connection has written.
    pub fn data_version(&self) -> Result<i64, Error> {
        self.read(|db| db.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0)))
    }

    /// The workspace's name, where it has one.
    pub fn name(&self) -> Result<Option<String>, Error> {
        self.read(|db| db.query_row("SELECT v FROM meta WHERE k = 'name'", [], |row| row.get(0)).optional())
    }
}
