//! Undo and redo: a new group that writes back what an earlier one overwrote. Nothing is erased.
//!
//! A group is in force until it is taken back; `undone_by` says by which group, and redo clears it again. Registers
//! that somebody wrote later, in a group that is in force, are not touched: such a group is refused whole, and the
//! refusal names who and what.

use std::fmt;

use rusqlite::{OptionalExtension, Row, named_params};

use super::Store;
use super::error::{CommitError, Db, Stop, unreadable};
use super::journal::{Group, Heading};
use super::row::{self, Id, Ms};
use super::work::Work;
use crate::domain::At;
use crate::domain::change::{Change, Kind, Via, What, register};
use crate::domain::id::{CardId, EntityId, GroupId, ObjectId};
use crate::domain::intent::Author;
use crate::domain::key::Key;
use crate::wire::value::{Fields, fields_from_json};

/// What to take back, or to do again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoAsk {
    pub actor: String,
    pub os_user: Option<String>,
    pub terminal: Option<String>,
    pub at: At,
    /// How many groups.
    pub n: usize,
    /// Take back what nobody wrote later, and leave the rest.
    pub rest: bool,
    /// Pass over a group that cannot be taken back.
    pub skip: bool,
    /// A group made in another terminal may be taken without asking.
    pub elsewhere_ok: bool,
}

impl UndoAsk {
    /// The last group of `actor`, wherever it was made.
    pub fn last(actor: &str, at: At) -> Self {
        let actor = actor.to_owned();
        Self { actor, os_user: None, terminal: None, at, n: 1, rest: false, skip: false, elsewhere_ok: true }
    }
}

/// What was taken back.
#[derive(Debug, Clone, PartialEq)]
pub struct UndoReceipt {
    /// The latest first.
    pub undone: Vec<Undone>,
    /// The journal's last op.
    pub seq: i64,
}

/// One group taken back, or done again.
#[derive(Debug, Clone, PartialEq)]
pub struct Undone {
    /// The new group.
    pub group: GroupId,
    /// The one it takes back, as it was described then.
    pub made: Made,
    /// Whom to look at: its first object and card.
    pub object: Option<ObjectId>,
    pub card: Option<CardId>,
    pub n_ops: usize,
    /// How many objects it concerned.
    pub n_objects: usize,
    /// What stays, since it was written later.
    pub left: Vec<Later>,
}

/// A group, as people remember it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    pub group: GroupId,
    pub what: What,
    pub key: Option<Key>,
    pub at: At,
    pub terminal: Option<String>,
}

/// A register that was written later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Later {
    pub key: Option<Key>,
    pub field: String,
    pub actor: String,
    pub at: At,
    pub what: What,
}

/// Why nothing was taken back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UndoRefusal {
    #[error("there is nothing to undo")]
    NothingToUndo,
    #[error("there is nothing to redo")]
    NothingToRedo,
    #[error("the last change was made {}: {made}; undo it all the same?", place(made))]
    Elsewhere { made: Made },
    #[error("{made} cannot be taken back: {}", listed(later))]
    WrittenLater { made: Made, later: Vec<Later> },
}

impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.key {
            Some(key) => write!(f, "{key} {}", self.what.word()),
            None => f.write_str(self.what.word()),
        }
    }
}

impl fmt::Display for Later {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = self.field.trim_end_matches(':');
        match &self.key {
            Some(key) => write!(f, "{} {} {key} since ({field})", self.actor, self.what.word()),
            None => write!(f, "{} {} {field} since", self.actor, self.what.word()),
        }
    }
}

fn place(made: &Made) -> String {
    made.terminal.as_ref().map_or_else(|| "elsewhere".into(), |t| format!("in {t}"))
}

fn listed(later: &[Later]) -> String {
    later.iter().map(Later::to_string).collect::<Vec<_>>().join(", ")
}

impl Store {
    /// Takes back the actor's last groups.
    pub fn undo(&mut self, ask: &UndoAsk) -> Result<UndoReceipt, CommitError> {
        self.turn(ask, Way::Back)
    }

    /// Does again what was taken back, as long as nothing new was done since.
    pub fn redo(&mut self, ask: &UndoAsk) -> Result<UndoReceipt, CommitError> {
        self.turn(ask, Way::Again)
    }

    fn turn(&mut self, ask: &UndoAsk, way: Way) -> Result<UndoReceipt, CommitError> {
        self.transact(|work| {
            work.at.set(ask.at);
            let mut undone = Vec::new();
            for _ in 0..ask.n.max(1) {
                match turn_one(work, ask, way) {
                    Ok(one) => undone.push(one),
                    Err(Stop::Undo(UndoRefusal::NothingToUndo | UndoRefusal::NothingToRedo)) if !undone.is_empty() => {
                        break;
                    }
                    Err(stop) => return Err(stop),
                }
            }
            Ok(UndoReceipt { undone, seq: work.journal.get().seq })
        })
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Back,
    Again,
}

/// A group that may be turned round.
struct Candidate {
    gid: i64,
    made: Made,
}

/// An op of a group, with what later ones did to it.
struct Turned {
    change: Change,
    left: Vec<Later>,
}

fn turn_one(work: &Work<'_>, ask: &UndoAsk, way: Way) -> Result<Undone, Stop> {
    let mut before = i64::MAX;
    loop {
        let Some(candidate) = candidate(work, ask, way, before)? else {
            let none = if way == Way::Back { UndoRefusal::NothingToUndo } else { UndoRefusal::NothingToRedo };
            return Err(Stop::Undo(none));
        };
        let is_elsewhere = ask.terminal.is_some() && candidate.made.terminal != ask.terminal;
        if is_elsewhere && !ask.elsewhere_ok {
            return Err(Stop::Undo(UndoRefusal::Elsewhere { made: candidate.made }));
        }
        let turned = turned(work, &candidate, way)?;
        let later: Vec<Later> = turned.iter().flat_map(|t| t.left.iter().cloned()).collect();
        let is_free = later.is_empty() || (ask.rest && turned.iter().any(|t| !t.change.fields.is_empty()));
        match () {
            () if is_free => return Ok(write(work, ask, way, candidate, &turned, later)?),
            () if ask.skip => before = candidate.gid,
            () => {
                return Err(Stop::Undo(UndoRefusal::WrittenLater { made: candidate.made, later }));
            }
        }
    }
}

/// The actor's last group before `before` that is in force: this terminal's, else any.
fn candidate(work: &Work<'_>, ask: &UndoAsk, way: Way, before: i64) -> Db<Option<Candidate>> {
    let mut find = work.db.prepare_cached(match way {
        Way::Back => {
            "SELECT gid, grp.id, what, at, terminal, first_seq FROM grp
             WHERE actor = :actor AND undoes IS NULL AND undone_by IS NULL AND n_ops > 0 AND gid < :before
               AND (:terminal IS NULL OR terminal = :terminal)
             ORDER BY gid DESC LIMIT 1"
        }
        Way::Again => {
            "SELECT undo.gid, made.id, made.what, made.at, undo.terminal, made.first_seq FROM grp AS undo
             JOIN grp AS made ON made.id = undo.undoes
             WHERE undo.actor = :actor AND undo.undone_by IS NULL AND made.undoes IS NULL AND undo.gid < :before
               AND (:terminal IS NULL OR undo.terminal = :terminal)
               AND NOT EXISTS (SELECT 1 FROM grp AS new WHERE new.actor = :actor AND new.gid > undo.gid
                 AND new.undoes IS NULL AND new.n_ops > 0 AND (:terminal IS NULL OR new.terminal = :terminal))
             ORDER BY undo.gid DESC LIMIT 1"
        }
    })?;
    let mut of = |terminal: Option<&str>| {
        find.query_row(named_params! {":actor": ask.actor, ":before": before, ":terminal": terminal}, made).optional()
    };
    let found = match of(ask.terminal.as_deref())? {
        None if ask.terminal.is_some() => of(None)?,
        found => found,
    };
    let Some((gid, mut made, first_seq)) = found else {
        return Ok(None);
    };
    let mut key = work
        .db
        .prepare_cached("SELECT coalesce(key, plain) FROM op JOIN object ON object.id = op.about WHERE seq = ?1")?;
    made.key = key.query_row([first_seq], |row| row.get::<_, String>(0)).optional()?.as_deref().map(row::key);
    Ok(Some(Candidate { gid, made }))
}

fn made(row: &Row<'_>) -> Db<(i64, Made, i64)> {
    let made = Made {
        group: GroupId(row.get::<_, Id>(1)?.0),
        what: What::of(row.get_ref(2)?.as_str()?).unwrap_or(What::Edited),
        key: None,
        at: row.get::<_, Ms>(3)?.0,
        terminal: row.get(4)?,
    };
    Ok((row.get(0)?, made, row.get(5)?))
}

/// The inverse of each op of a group, the last one first.
fn turned(work: &Work<'_>, candidate: &Candidate, way: Way) -> Db<Vec<Turned>> {
    let mut ops = work.db.prepare_cached(
        "SELECT op.seq, op.kind, op.entity, op.about, op.creates, op.val, op.old FROM grp
         JOIN op ON op.seq BETWEEN grp.first_seq AND grp.first_seq + grp.n_ops - 1
         WHERE grp.gid = ?1 AND NOT (op.kind = 'workspace' AND op.val LIKE '{\"keys:%') ORDER BY op.seq DESC",
    )?;
    let what = if way == Way::Back { What::Undone } else { What::Redone };
    let mut rows = ops.query([candidate.gid])?;
    let mut turned = Vec::new();
    while let Some(row) = rows.next()? {
        let (change, old, creates) = op(row)?;
        let later = later(work, candidate, row.get(0)?, &change, creates)?;
        let mut back = change.inverse(&old, creates, what);
        if creates && !later.is_empty() {
            back.fields.clear();
        }
        back.fields.retain(|field, _| !later.iter().any(|l| l.field == *field));
        turned.push(Turned { change: back, left: later });
    }
    Ok(turned)
}

fn op(row: &Row<'_>) -> Db<(Change, Fields, bool)> {
    let kind = Kind::of(row.get_ref(1)?.as_str()?).unwrap_or(Kind::Workspace);
    let about = row.get::<_, Option<Id>>(3)?.map(|id| ObjectId(id.0));
    let mut change = Change::new(kind, EntityId(row.get::<_, Id>(2)?.0), What::Undone, about);
    change.fields = fields_from_json(row.get_ref(5)?.as_str()?).map_err(unreadable)?;
    let old = match row.get_ref(6)?.as_str_or_null()? {
        Some(old) => fields_from_json(old).map_err(unreadable)?,
        None => Fields::new(),
    };
    Ok((change, old, row.get(4)?))
}

/// What groups in force wrote later: to the same registers, or (to something that was created) anything at all.
fn later(work: &Work<'_>, candidate: &Candidate, seq: i64, change: &Change, creates: bool) -> Db<Vec<Later>> {
    let is_whole_object = creates && change.kind == Kind::Object;
    let mut find = work.db.prepare_cached(
        "SELECT later.val, later.what, grp.actor, grp.at, coalesce(object.key, object.plain), later.entity, later.kind
         FROM op JOIN op AS later ON later.seq IN (
             SELECT seq FROM op WHERE entity = :entity UNION SELECT seq FROM op WHERE :whole AND about = :entity)
           AND (later.hms, later.hctr) > (op.hms, op.hctr)
         JOIN grp ON grp.gid = later.gid
         LEFT JOIN object ON object.id = later.about
         WHERE op.seq = :seq AND later.gid <> :gid AND grp.undoes IS NULL AND grp.undone_by IS NULL
           AND grp.id <> :made
         ORDER BY later.seq",
    )?;
    let entity = Id(change.entity.0);
    let mut all = if creates && change.kind == Kind::Stage { standing(work, candidate, entity)? } else { Vec::new() };
    let mut rows = find.query(named_params! {
        ":entity": entity, ":whole": is_whole_object, ":seq": seq, ":gid": candidate.gid, ":made": Id(candidate.made.group.0),
    })?;
    while let Some(row) = rows.next()? {
        let fields = fields_from_json(row.get_ref(0)?.as_str()?).map_err(unreadable)?;
        let touches = |field: &&String| creates || change.fields.contains_key(*field);
        let Some(field) = fields.keys().find(touches) else {
            continue;
        };
        for field in
            fields.keys().filter(|f| !creates && change.fields.contains_key(*f)).chain(creates.then_some(field))
        {
            all.push(Later {
                key: row.get_ref(4)?.as_str_or_null()?.map(row::key),
                field: field.clone(),
                actor: row.get(2)?,
                at: row.get::<_, Ms>(3)?.0,
                what: What::of(row.get_ref(1)?.as_str()?).unwrap_or(What::Edited),
            });
        }
    }
    Ok(all)
}

/// The cards that came into a stage since it was made: it cannot go while they are there.
fn standing(work: &Work<'_>, candidate: &Candidate, stage: Id) -> Db<Vec<Later>> {
    let mut all = work.db.prepare_cached(
        "SELECT coalesce(object.key, object.plain), grp.actor, grp.at, op.what FROM stage JOIN card USING (sid)
         JOIN object USING (oid) JOIN op ON op.entity = card.id AND op.creates = 1 JOIN grp ON grp.gid = op.gid
         WHERE stage.entity = ?1 AND card.deleted = 0 AND object.deleted = 0 AND op.gid <> ?2 ORDER BY cid",
    )?;
    let later = |row: &Row<'_>| {
        Ok(Later {
            key: row.get_ref(0)?.as_str_or_null()?.map(row::key),
            field: register::PLACE.to_owned(),
            actor: row.get(1)?,
            at: row.get::<_, Ms>(2)?.0,
            what: What::of(row.get_ref(3)?.as_str()?).unwrap_or(What::Placed),
        })
    };
    all.query_map((stage, candidate.gid), later)?.collect()
}

fn write(
    work: &Work<'_>,
    ask: &UndoAsk,
    way: Way,
    candidate: Candidate,
    turned: &[Turned],
    left: Vec<Later>,
) -> Db<Undone> {
    let mut group = Group::begin(work)?;
    let (mut object, mut card, mut n_ops) = (None, None, 0);
    let mut objects = std::collections::BTreeSet::new();
    for Turned { change, .. } in turned.iter().filter(|t| !t.change.fields.is_empty()) {
        n_ops += usize::from(group.record(work, change)?);
        object = change.about.or(object);
        objects.extend(change.about);
        card = if change.kind == Kind::Card { Some(CardId(change.entity.0)) } else { card };
    }
    let author = Author { actor: ask.actor.clone(), via: Via::Undo, at: ask.at };
    let heading = Heading {
        author: &author,
        os_user: ask.os_user.as_deref(),
        terminal: ask.terminal.as_deref(),
        reason: None,
        idem: None,
        undoes: Some(undone_group(work, &candidate, way)?),
        what: Some(if way == Way::Back { What::Undone } else { What::Redone }),
        about: None,
    };
    let group = group.end(work, &heading)?.id;
    Ok(Undone { group, made: candidate.made, object, card, n_ops, n_objects: objects.len(), left })
}

/// The group the new one takes back: for a redo that is the undo.
fn undone_group(work: &Work<'_>, candidate: &Candidate, way: Way) -> Db<GroupId> {
    if way == Way::Back {
        return Ok(candidate.made.group);
    }
    let mut find = work.db.prepare_cached("SELECT id FROM grp WHERE gid = ?1")?;
    Ok(GroupId(find.query_row([candidate.gid], |row| row.get::<_, Id>(0))?.0))
}
