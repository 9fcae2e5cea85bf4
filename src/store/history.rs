//! The whole journal, to be written down elsewhere and read back into an empty database.
//!
//! What belongs to one file or one machine stays behind: numbers of replicas, terminals, idempotency keys, claims of
//! key blocks. Two replicas that agree hand out the same groups in the same order.

use std::ops::ControlFlow;

use rusqlite::{Connection, Row};

use super::clock::Stamp;
use super::error::{CommitError, Db, Error, Stop, unreadable};
use super::journal;
use super::reader::Reader;
use super::row::{Id, Ms};
use super::{Store, migrate};
use crate::domain::At;
use crate::domain::change::{Kind, Via, What, register};
use crate::domain::id::{EntityId, GroupId, ObjectId};
use crate::wire::value::{Fields, fields_from_json};

/// One action of one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    pub id: GroupId,
    pub actor: String,
    pub os_user: Option<String>,
    pub via: Via,
    pub at: At,
    pub what: What,
    pub reason: Option<String>,
    /// The group it takes back.
    pub undoes: Option<GroupId>,
    /// Of a refusal: what it was about.
    pub about: Option<ObjectId>,
    pub stamp: Stamp,
    pub ops: Vec<Op>,
}

/// The registers of one entity written together.
#[derive(Debug, Clone, PartialEq)]
pub struct Op {
    pub stamp: Stamp,
    pub kind: Kind,
    pub entity: EntityId,
    pub what: What,
    pub about: Option<ObjectId>,
    pub creates: bool,
    pub fields: Fields,
    /// What it overwrote, as this file knows it.
    pub old: Fields,
}

impl Reader {
    /// Hands over every group with its ops, in the order of the hybrid clock.
    pub fn history(&self, mut each: impl FnMut(Group) -> ControlFlow<()>) -> Result<(), Error> {
        self.read(|db| history(db, &mut each))
    }
}

fn history(db: &Connection, each: &mut dyn FnMut(Group) -> ControlFlow<()>) -> Db<()> {
    let mut groups = db.prepare_cached(
        "SELECT grp.id, actor, os_user, via, at, what, reason, undoes, about, grp.hms, grp.hctr, first_seq, n_ops
         FROM grp JOIN replica ON replica.short = grp.rep ORDER BY grp.hms, grp.hctr, replica.id, gid",
    )?;
    let mut rows = groups.query([])?;
    while let Some(row) = rows.next()? {
        let mut group = group(row)?;
        group.ops = ops(db, row.get(11)?, row.get(12)?)?;
        let is_of_replica = group.ops.is_empty() && group.what != What::Refused && group.undoes.is_none();
        if !is_of_replica && each(group).is_break() {
            break;
        }
    }
    Ok(())
}

fn group(row: &Row<'_>) -> Db<Group> {
    Ok(Group {
        id: GroupId(row.get::<_, Id>(0)?.0),
        actor: row.get(1)?,
        os_user: row.get(2)?,
        via: Via::of(row.get_ref(3)?.as_str()?).unwrap_or(Via::System),
        at: row.get::<_, Ms>(4)?.0,
        what: What::of(row.get_ref(5)?.as_str()?).unwrap_or(What::Edited),
        reason: row.get(6)?,
        undoes: row.get::<_, Option<Id>>(7)?.map(|id| GroupId(id.0)),
        about: row.get::<_, Option<Id>>(8)?.map(|id| ObjectId(id.0)),
        stamp: Stamp { ms: row.get(9)?, counter: row.get(10)? },
        ops: Vec::new(),
    })
}

fn ops(db: &Connection, first_seq: i64, n_ops: i64) -> Db<Vec<Op>> {
    let mut all = db.prepare_cached(
        "SELECT hms, hctr, kind, entity, what, about, creates, val, old FROM op WHERE seq >= ?1 AND seq < ?1 + ?2 ORDER BY seq",
    )?;
    let found: Vec<Option<Op>> = all.query_map((first_seq, n_ops), op)?.collect::<Db<_>>()?;
    Ok(found.into_iter().flatten().filter(|op| !op.fields.is_empty()).collect())
}

/// An op of its row, without what belongs to the replica; nothing where it is of a kind we do not know.
pub(super) fn op(row: &Row<'_>) -> Db<Option<Op>> {
    let Some(kind) = Kind::of(row.get_ref(2)?.as_str()?) else {
        return Ok(None);
    };
    let mut fields = fields_from_json(row.get_ref(7)?.as_str()?).map_err(unreadable)?;
    fields.retain(|field, _| kind != Kind::Workspace || !field.starts_with(register::KEYS));
    let old = row.get_ref(8)?.as_str_or_null()?;
    Ok(Some(Op {
        stamp: Stamp { ms: row.get(0)?, counter: row.get(1)? },
        kind,
        entity: EntityId(row.get::<_, Id>(3)?.0),
        what: What::of(row.get_ref(4)?.as_str()?).unwrap_or(What::Edited),
        about: row.get::<_, Option<Id>>(5)?.map(|id| ObjectId(id.0)),
        creates: row.get(6)?,
        fields,
        old: old.map_or_else(|| Ok(Fields::new()), |old| fields_from_json(old).map_err(unreadable))?,
    }))
}

impl Store {
    /// Reads a history into this database, which must be empty: the same state, under this replica's numbers.
    pub fn load_history(&mut self, groups: impl IntoIterator<Item = Group>) -> Result<u64, CommitError> {
        let is_empty = migrate::n_ops(&self.db).map_err(|e| Error::of(&self.file, e))? == 0;
        if !is_empty {
            return Err(Error::NotEmpty { file: self.file.clone() }.into());
        }
        self.transact(|work| {
            let mut n_ops = 0;
            for group in groups {
                n_ops += group.ops.len() as u64;
                journal::Group::replay(work, &group).map_err(Stop::Db)?;
            }
            Ok(n_ops)
        })
    }
}
