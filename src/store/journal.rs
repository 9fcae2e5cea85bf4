//! The journal: ops in groups, each sealed over what came before.
//!
//! ```text
//! chain(op)    = sha256(chain before | rep's n, stamp, kind, entity, what, about, creates, val, prev, fv)
//! chain(group) = sha256(chain of its last op | id, actor, os_user, via, terminal, at, reason, idem, undoes, what)
//! ```
//! Every part is written with its length in front, so that no two rows seal alike. What is local to this file
//! (`seq`, `old`, `undone_by`) is left out: the same op seals alike on every replica.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row};
use sha2::{Digest, Sha256};

use super::apply::{self, Applied};
use super::clock::Stamp;
use super::error::{Db, unreadable};
use super::history;
use super::row::{Id, ms};
use super::work::Work;
use crate::domain::change::{Change, Kind, What, register};
use crate::domain::id::{GroupId, ObjectId, named_entity};
use crate::domain::intent::Author;
use crate::domain::value::Value;
use crate::wire::value::{Fields, fields_from_json, fields_to_json, from_json, to_json};

/// The version of what an op holds.
const FORMAT: i64 = 1;

/// A group being written.
pub(super) struct Group {
    pub gid: i64,
    pub id: GroupId,
    pub first_seq: i64,
    pub n_ops: i64,
    /// Of its first op.
    pub what: Option<What>,
    pub stamp: Stamp,
}

/// What a group says of itself.
pub(super) struct Heading<'a> {
    pub author: &'a Author,
    pub os_user: Option<&'a str>,
    pub terminal: Option<&'a str>,
    pub reason: Option<&'a str>,
    pub idem: Option<&'a str>,
    pub undoes: Option<GroupId>,
    /// What it did as a whole; the first op's word otherwise.
    pub what: Option<What>,
    /// Of a refusal: the object it was about.
    pub about: Option<ObjectId>,
}

impl Group {
    /// Begins a group.
    pub fn begin(work: &Work<'_>) -> Db<Self> {
        let mut last = work.db.prepare_cached("SELECT coalesce(max(gid), 0) + 1 FROM grp")?;
        let gid = last.query_row([], |row| row.get(0))?;
        let stamp = work.journal.get().stamp;
        let id = GroupId(work.ids.fresh(work.at.get()));
        Ok(Self { gid, id, first_seq: work.journal.get().seq + 1, n_ops: 0, what: None, stamp })
    }

    /// Records a change and applies it; what would change nothing is left out. Says whether there was anything.
    pub fn record(&mut self, work: &Work<'_>, change: &Change) -> Db<bool> {
        let creates = change.is_birth() && !exists(work, change)?;
        let mut fields = std::borrow::Cow::Borrowed(&change.fields);
        let mut before = BTreeMap::new();
        if !creates {
            before = current(work.db, change)?;
            let same =
                |field: &String, value: &Value| *value == before.get(field).map_or(Value::Null, |b| b.value.clone());
            fields.to_mut().retain(|field, value| !same(field, value));
            if fields.is_empty() {
                return Ok(false);
            }
        }
        let stamp = work.tick();
        self.write(work, change, &fields, creates, &before, stamp)?;
        if !creates {
            keep_registers(work, change, &fields, stamp)?;
        }
        self.stamp = if self.n_ops == 0 { stamp } else { self.stamp };
        self.n_ops += 1;
        self.what = self.what.or(Some(change.what));
        apply::apply(work, &Applied { kind: change.kind, entity: change.entity, creates, fields: &fields })?;
        Ok(true)
    }

    fn write(
        &self,
        work: &Work<'_>,
        change: &Change,
        fields: &Fields,
        creates: bool,
        before: &BTreeMap<String, Before>,
        stamp: Stamp,
    ) -> Db<()> {
        let mut journal = work.journal.get();
        journal.seq += 1;
        journal.n += 1;
        let val = fields_to_json(fields);
        let (prev, old) = if creates { (None, None) } else { overwritten(work, fields, before)? };
        let about = change.about.map(|o| Id(o.0));
        let mut seal = Seal::after(&journal.chain);
        seal.number(journal.n).number(stamp.ms).number(stamp.counter);
        seal.text(change.kind.word()).bytes(change.entity.0.as_bytes()).text(change.what.word());
        seal.some(about.as_ref().map(|a| a.0.as_bytes().as_slice())).number(creates.into());
        seal.text(&val).some(prev.as_deref().map(str::as_bytes)).number(FORMAT);
        journal.chain = seal.close();
        let mut add = work.db.prepare_cached(
            "INSERT INTO op (seq, rep, n, hms, hctr, gid, kind, entity, what, about, creates, val, prev, old, fv, chain)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )?;
        add.execute(rusqlite::params![
            journal.seq,
            work.me,
            journal.n,
            stamp.ms,
            stamp.counter,
            self.gid,
            change.kind.word(),
            Id(change.entity.0),
            change.what.word(),
            about,
            creates,
            val,
            prev,
            old,
            FORMAT,
            journal.chain,
        ])?;
        work.journal.set(journal);
        Ok(())
    }

    /// Records a group of a history as it was: its id, its instants and its stamps.
    pub fn replay(work: &Work<'_>, history: &history::Group) -> Db<()> {
        work.at.set(history.at);
        let mut group = Self { id: history.id, what: Some(history.what), ..Self::begin(work)? };
        for op in &history.ops {
            let mut change = Change::new(op.kind, op.entity, op.what, op.about);
            change.fields.clone_from(&op.fields);
            group.replay_op(work, &change, op)?;
        }
        group.stamp = history.stamp;
        let author = Author { actor: history.actor.clone(), via: history.via, at: history.at };
        let heading = Heading {
            author: &author,
            os_user: history.os_user.as_deref(),
            terminal: None,
            reason: history.reason.as_deref(),
            idem: None,
            undoes: history.undoes,
            what: Some(history.what),
            about: history.about,
        };
        group.end(work, &heading).map(drop)
    }

    fn replay_op(&mut self, work: &Work<'_>, change: &Change, op: &history::Op) -> Db<()> {
        let before = if op.creates { BTreeMap::new() } else { current(work.db, change)? };
        let mut journal = work.journal.get();
        journal.stamp = journal.stamp.max(op.stamp);
        work.journal.set(journal);
        self.write(work, change, &op.fields, op.creates, &before, op.stamp)?;
        if !op.creates {
            keep_registers(work, change, &op.fields, op.stamp)?;
        }
        self.n_ops += 1;
        apply::apply(
            work,
            &Applied { kind: change.kind, entity: change.entity, creates: op.creates, fields: &op.fields },
        )
    }

    /// Claims the blocks of keys that were begun, then writes the group itself. One without ops leaves no trace,
    /// unless it is a refusal.
    pub fn end(mut self, work: &Work<'_>, heading: &Heading<'_>) -> Db<Self> {
        for (prefix, first) in std::mem::take(&mut *work.claims.borrow_mut()) {
            let workspace = named_entity("workspace", "");
            let field = format!("{}{prefix}:{first}", register::KEYS);
            let claim =
                Change::new(Kind::Workspace, workspace, What::Configured, None).with(field, work.replica.to_string());
            self.record(work, &claim)?;
        }
        let what = heading.what.or(self.what).unwrap_or(What::Refused);
        if self.n_ops == 0 && what != What::Refused && heading.undoes.is_none() {
            return Ok(self);
        }
        let chain = (self.n_ops > 0).then(|| self.seal(work, heading, what));
        let mut add = work.db.prepare_cached(
            "INSERT INTO grp (gid, id, rep, actor, os_user, via, terminal, at, reason, idem, undoes, hms, hctr, what, about,
               first_seq, n_ops, chain)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        )?;
        add.execute(rusqlite::params![
            self.gid,
            Id(self.id.0),
            work.me,
            heading.author.actor,
            heading.os_user,
            heading.author.via.word(),
            heading.terminal,
            ms(heading.author.at),
            heading.reason,
            heading.idem,
            heading.undoes.map(|g| Id(g.0)),
            self.stamp.ms,
            self.stamp.counter,
            what.word(),
            heading.about.map(|o| Id(o.0)),
            self.first_seq,
            self.n_ops,
            chain,
        ])?;
        if let Some(undone) = heading.undoes {
            mark_undone(work.db, undone, self.id)?;
            apply::take_back(work, self.first_seq, self.n_ops)?;
        }
        Ok(self)
    }

    fn seal(&self, work: &Work<'_>, heading: &Heading<'_>, what: What) -> [u8; 32] {
        let mut journal = work.journal.get();
        let mut seal = Seal::after(&journal.chain);
        let text = |t: Option<&'_ str>| t.map(|t| t.as_bytes().to_vec());
        seal.bytes(self.id.0.as_bytes()).text(&heading.author.actor).some(text(heading.os_user).as_deref());
        seal.text(heading.author.via.word()).some(text(heading.terminal).as_deref()).number(ms(heading.author.at));
        seal.some(text(heading.reason).as_deref()).some(text(heading.idem).as_deref());
        seal.some(heading.undoes.as_ref().map(|g| g.0.as_bytes().as_slice())).text(what.word());
        journal.chain = seal.close();
        work.journal.set(journal);
        journal.chain
    }
}

/// Marks a group as taken back; where that one took another back itself, the other is in force again.
fn mark_undone(db: &Connection, undone: GroupId, by: GroupId) -> Db<()> {
    let mut mark = db.prepare_cached("UPDATE grp SET undone_by = ?2 WHERE id = ?1")?;
    mark.execute((Id(undone.0), Id(by.0)))?;
    let mut revive =
        db.prepare_cached("UPDATE grp SET undone_by = NULL WHERE id = (SELECT undoes FROM grp WHERE id = ?1)")?;
    revive.execute([Id(undone.0)])?;
    Ok(())
}

/// A register as it is: its value, and the op that wrote it.
pub(super) struct Before {
    pub value: Value,
    pub rep: i64,
    pub n: i64,
}

/// The registers a change is about to write.
fn current(db: &Connection, change: &Change) -> Db<BTreeMap<String, Before>> {
    let mut written = db.prepare_cached("SELECT val, rep, n FROM reg WHERE entity = ?1 AND field = ?2")?;
    let mut born = db.prepare_cached("SELECT val, rep, n FROM op WHERE entity = ?1 AND creates = 1")?;
    let entity = Id(change.entity.0);
    let mut birth: Option<Option<(Fields, i64, i64)>> = None;
    let mut before = BTreeMap::new();
    for field in change.fields.keys() {
        let read = |row: &Row<'_>| {
            let value = from_json(row.get_ref(0)?.as_str()?).map_err(unreadable)?;
            Ok(Before { value, rep: row.get(1)?, n: row.get(2)? })
        };
        if let Some(found) = written.query_row((entity, field), read).optional()? {
            before.insert(field.clone(), found);
            continue;
        }
        if birth.is_none() {
            let read = |row: &Row<'_>| {
                let fields = fields_from_json(row.get_ref(0)?.as_str()?).map_err(unreadable)?;
                Ok((fields, row.get(1)?, row.get(2)?))
            };
            birth = Some(born.query_row([entity], read).optional()?);
        }
        if let Some(Some((fields, rep, n))) = &birth
            && let Some(value) = fields.get(field)
        {
            before.insert(field.clone(), Before { value: value.clone(), rep: *rep, n: *n });
        }
    }
    Ok(before)
}

/// The columns `prev` and `old`. An earlier op of the same replica is named by its number alone.
fn overwritten(
    work: &Work<'_>,
    fields: &Fields,
    before: &BTreeMap<String, Before>,
) -> Db<(Option<String>, Option<String>)> {
    let (mut prev, mut old) = (Fields::new(), Fields::new());
    for (field, before) in fields.keys().filter_map(|f| Some((f, before.get(f)?))) {
        let n = Value::Int(before.n);
        let name = if before.rep == work.me { n } else { Value::List(vec![replica(work.db, before.rep)?, n]) };
        prev.insert(field.clone(), name);
        old.insert(field.clone(), before.value.clone());
    }
    let text = |map: Fields| (!map.is_empty()).then(|| fields_to_json(&map));
    Ok((text(prev), text(old)))
}

/// A replica as every other knows it.
fn replica(db: &Connection, short: i64) -> Db<Value> {
    let mut find = db.prepare_cached("SELECT id FROM replica WHERE short = ?1")?;
    find.query_row([short], |row| Ok(row.get::<_, Id>(0)?.0.to_string().into()))
}

fn keep_registers(work: &Work<'_>, change: &Change, fields: &Fields, stamp: Stamp) -> Db<()> {
    let mut keep = work.db.prepare_cached(
        "INSERT OR REPLACE INTO reg (entity, field, val, rep, n, hms, hctr) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let n = work.journal.get().n;
    for (field, value) in fields {
        keep.execute((Id(change.entity.0), field, to_json(value), work.me, n, stamp.ms, stamp.counter))?;
    }
    Ok(())
}

/// Whether the journal knows how an entity came to be, or the catalogue ships it.
fn exists(work: &Work<'_>, change: &Change) -> Db<bool> {
    if work.fresh.borrow_mut().remove(&change.entity.0) {
        return Ok(false);
    }
    let mut find = work.db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM op WHERE entity = ?1 AND creates = 1)
           OR EXISTS (SELECT 1 FROM stage WHERE entity = ?1) OR EXISTS (SELECT 1 FROM stream WHERE entity = ?1)",
    )?;
    find.query_row([Id(change.entity.0)], |row| row.get(0))
}

/// The seals an op and (were it its group's last) its group should have, of the columns `check` reads.
pub(super) fn seals(row: &Row<'_>, before: &[u8; 32]) -> Db<([u8; 32], [u8; 32])> {
    let part = |idx: usize| row.get_ref(idx);
    let mut op = Seal::after(before);
    for idx in [0, 1, 2] {
        op.number(part(idx)?.as_i64()?);
    }
    op.text(part(3)?.as_str()?).bytes(part(4)?.as_blob()?).text(part(5)?.as_str()?);
    op.some(part(6)?.as_blob_or_null()?).number(part(7)?.as_i64()?).text(part(8)?.as_str()?);
    op.some(part(9)?.as_str_or_null()?.map(str::as_bytes)).number(part(10)?.as_i64()?);
    let op = op.close();
    let mut group = Seal::after(&op);
    let text = |idx: usize| Ok::<_, rusqlite::Error>(row.get_ref(idx)?.as_str_or_null()?.map(str::as_bytes));
    group.bytes(part(13)?.as_blob()?).text(part(14)?.as_str()?).some(text(15)?).text(part(16)?.as_str()?);
    group.some(text(17)?).number(part(18)?.as_i64()?).some(text(19)?).some(text(20)?);
    group.some(part(21)?.as_blob_or_null()?).text(part(22)?.as_str()?);
    Ok((op, group.close()))
}

/// A hash being made of parts.
pub(super) struct Seal(Sha256);

impl Seal {
    /// One that goes on from what was sealed before.
    pub fn after(chain: &[u8; 32]) -> Self {
        Self(Sha256::new_with_prefix(chain))
    }

    pub fn bytes(&mut self, part: &[u8]) -> &mut Self {
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part);
        self
    }

    pub fn text(&mut self, part: &str) -> &mut Self {
        self.bytes(part.as_bytes())
    }

    pub fn number(&mut self, part: i64) -> &mut Self {
        self.bytes(&part.to_le_bytes())
    }

    /// A part that may be missing, which is not the same as empty.
    pub fn some(&mut self, part: Option<&[u8]>) -> &mut Self {
        match part {
            Some(part) => self.number(1).bytes(part),
            None => self.number(0),
        }
    }

    pub fn close(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}
