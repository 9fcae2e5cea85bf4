//! The graph of objects and links, as guards and rules look at it.

use std::cell::RefCell;
use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Row};

use super::error::{Db, unreadable};
use super::row::{self, Id};
use super::work::Work;
use crate::domain::change::register;
use crate::domain::guard::{Approval, Graph, Linked, Reach};
use crate::domain::id::{CardId, ObjectId, RelationId, TypeId};
use crate::domain::object::Object;
use crate::wire::value::from_json;

/// Any relation, in a path.
const ANY: &str = "*";

/// The columns of a [`Linked`], of an object `o`. Closed: its state is final, or all its cards are done.
pub(super) const LINKED: &str = "o.id, o.key, o.type, o.title, o.state,
  EXISTS (SELECT 1 FROM otype_state AS s WHERE s.type = o.type AND s.id = o.state AND s.is_final = 1)
  OR (SELECT count(*) > 0 AND count(*) = count(done_at) FROM card WHERE card.oid = o.oid AND card.deleted = 0)";

/// A connection as guards look at it.
pub(super) struct Looking<'a> {
    db: &'a Connection,
    /// The transaction, where there is one: it has read types before.
    work: Option<&'a Work<'a>>,
    /// An object known to have no links: from there nothing is reached.
    lonely: Option<ObjectId>,
    /// The objects looked at.
    seen: RefCell<BTreeSet<i64>>,
}

impl<'a> Looking<'a> {
    /// Looks through a connection.
    pub fn at(db: &'a Connection) -> Self {
        Self { db, work: None, lonely: None, seen: RefCell::default() }
    }

    /// Looks through an open transaction, around an object that may be known to have no links.
    pub fn within(work: &'a Work<'a>, lonely: Option<ObjectId>) -> Self {
        Self { db: work.db, work: Some(work), lonely, seen: RefCell::default() }
    }

    /// The rows of the objects that were looked at.
    pub fn seen(self) -> BTreeSet<i64> {
        self.seen.into_inner()
    }

    /// Notes an object that was looked at.
    pub fn note(&self, oid: i64) {
        self.seen.borrow_mut().insert(oid);
    }

    fn oid(&self, id: ObjectId) -> Db<Option<i64>> {
        let mut find = self.db.prepare_cached("SELECT oid FROM object WHERE id = ?1")?;
        find.query_row([Id(id.0)], |row| row.get(0)).optional()
    }

    /// The rows at the end of the paths.
    fn ends(&self, from: i64, paths: &[Vec<RelationId>]) -> Db<BTreeSet<i64>> {
        let one_step = [vec![RelationId::new(ANY)]];
        let paths = if paths.is_empty() { &one_step } else { paths };
        let mut ends = BTreeSet::new();
        for path in paths {
            let mut front = BTreeSet::from([from]);
            for relation in path {
                self.seen.borrow_mut().extend(&front);
                let mut next = BTreeSet::new();
                for oid in front {
                    self.step(oid, relation, &mut next)?;
                }
                next.remove(&from);
                front = next;
            }
            ends.extend(front);
        }
        Ok(ends)
    }

    fn step(&self, oid: i64, relation: &RelationId, next: &mut BTreeSet<i64>) -> Db<()> {
        let mut put = |row: &Row<'_>| row.get::<_, i64>(0).map(|oid| next.insert(oid));
        let mut find;
        let mut rows;
        if relation.as_str() == ANY {
            find = self.db.prepare_cached(
                "SELECT to_oid FROM link WHERE from_oid = ?1 AND live = 1
                 UNION SELECT from_oid FROM link WHERE to_oid = ?1 AND live = 1",
            )?;
            rows = find.query([oid])?;
        } else {
            find = self.db.prepare_cached(
                "SELECT to_oid FROM link WHERE from_oid = ?1 AND relation = ?2 AND live = 1
                 UNION SELECT from_oid FROM link WHERE to_oid = ?1 AND live = 1
                   AND relation IN (SELECT id FROM relation WHERE inverse = ?2)",
            )?;
            rows = find.query((oid, relation.as_str()))?;
        }
        while let Some(row) = rows.next()? {
            put(row)?;
        }
        Ok(())
    }
}

impl Graph for Looking<'_> {
    type Error = rusqlite::Error;

    fn object(&self, id: ObjectId) -> Db<Option<Object>> {
        let mut find = self.db.prepare_cached("SELECT * FROM object WHERE id = ?1 AND deleted = 0")?;
        let found = find.query_row([Id(id.0)], row::object).optional()?;
        Ok(found.map(|(oid, object, _)| {
            self.seen.borrow_mut().insert(oid);
            object
        }))
    }

    fn reached(&self, from: ObjectId, reach: &Reach) -> Db<Vec<Linked>> {
        if self.lonely == Some(from) {
            return Ok(Vec::new());
        }
        let Some(from) = self.oid(from)? else {
            return Ok(Vec::new());
        };
        let mut find = self.db.prepare_cached(&format!(
            "SELECT {LINKED} FROM object AS o WHERE o.oid = ?1 AND o.deleted = 0 AND (?2 IS NULL OR o.type = ?2)"
        ))?;
        let type_id = reach.type_id.as_ref().map(TypeId::as_str);
        let mut found = Vec::new();
        for oid in self.ends(from, &reach.paths)? {
            if let Some(linked) = find.query_row((oid, type_id), linked).optional()? {
                self.seen.borrow_mut().insert(oid);
                found.push(linked);
            }
        }
        found.sort_by_cached_key(|linked| (linked.key.prefix().to_owned(), linked.key.number()));
        Ok(found)
    }

    fn approvals(&self, card: CardId) -> Db<Vec<Approval>> {
        let mut all = self
            .db
            .prepare_cached("SELECT role, val FROM approval JOIN card USING (cid) WHERE card.id = ?1 ORDER BY role")?;
        let found: Vec<Option<Approval>> = all.query_map([Id(card.0)], approval)?.collect::<Db<_>>()?;
        Ok(found.into_iter().flatten().collect())
    }

    fn role_name(&self, role: &str) -> Db<String> {
        let mut find = self.db.prepare_cached("SELECT name FROM role WHERE id = ?1")?;
        Ok(find.query_row([role], |row| row.get(0)).optional()?.unwrap_or_else(|| role.to_owned()))
    }

    fn type_name(&self, id: &TypeId) -> Db<String> {
        if let Some(work) = self.work {
            return work.type_name(id);
        }
        let mut find = self.db.prepare_cached("SELECT name FROM otype WHERE id = ?1")?;
        Ok(find.query_row([&id.0], |row| row.get(0)).optional()?.unwrap_or_else(|| id.0.clone()))
    }

    fn field_name(&self, id: &TypeId, field: &str) -> Db<String> {
        if let Some(work) = self.work {
            return work.field_name(id, field);
        }
        let mut find = self.db.prepare_cached("SELECT name FROM otype_field WHERE type = ?1 AND id = ?2")?;
        let found = find.query_row((&id.0, field), |row| row.get(0)).optional()?;
        Ok(found.unwrap_or_else(|| common_name(field)))
    }
}

impl Graph for Work<'_> {
    type Error = rusqlite::Error;

    fn object(&self, id: ObjectId) -> Db<Option<Object>> {
        Looking::at(self.db).object(id)
    }

    fn reached(&self, from: ObjectId, reach: &Reach) -> Db<Vec<Linked>> {
        Looking::at(self.db).reached(from, reach)
    }

    fn approvals(&self, card: CardId) -> Db<Vec<Approval>> {
        Looking::at(self.db).approvals(card)
    }

    fn role_name(&self, role: &str) -> Db<String> {
        Looking::at(self.db).role_name(role)
    }

    fn type_name(&self, id: &TypeId) -> Db<String> {
        Ok(self.type_of(id)?.map_or_else(|| id.0.clone(), |kind| kind.name.clone()))
    }

    fn field_name(&self, id: &TypeId, field: &str) -> Db<String> {
        let kind = self.type_of(id)?;
        let found = kind.iter().flat_map(|kind| &kind.fields).find(|f| f.id == field).map(|f| f.name.clone());
        Ok(found.unwrap_or_else(|| common_name(field)))
    }
}

/// A field that every object has.
fn common_name(field: &str) -> String {
    if field == register::DUE_AT { "due date".into() } else { field.to_owned() }
}

/// A row of the columns of [`LINKED`].
pub(super) fn linked(row: &Row<'_>) -> Db<Linked> {
    linked_at(row, 0)
}

/// A row that holds the columns of [`LINKED`] behind others.
pub(super) fn linked_at(row: &Row<'_>, at: usize) -> Db<Linked> {
    Ok(Linked {
        id: ObjectId(row.get::<_, Id>(at)?.0),
        key: row::key(row.get_ref(at + 1)?.as_str_or_null()?.unwrap_or_default()),
        type_id: TypeId(row.get(at + 2)?),
        title: row.get(at + 3)?,
        state: row.get(at + 4)?,
        is_closed: row.get(at + 5)?,
    })
}

fn approval(row: &Row<'_>) -> Db<Option<Approval>> {
    let value = from_json(row.get_ref(1)?.as_str()?).map_err(unreadable)?;
    Ok(Approval::from_value(row.get_ref(0)?.as_str()?, &value))
}
