//! From registers to tables: the one function every op goes through, whoever wrote it.

mod away;
mod card;
mod config;
mod guarded;
mod handed;
mod holds;
mod object;
mod person;
mod relate;
mod visits;

use super::error::{Db, unreadable};
use super::row::Id;
use super::work::Work;
use crate::domain::change::Kind;
use crate::domain::id::EntityId;
use crate::wire::value::{Fields, fields_from_json};

/// What an op comes to: the registers it won.
pub(super) struct Applied<'a> {
    pub kind: Kind,
    pub entity: EntityId,
    /// It is the first the journal says of this entity.
    pub creates: bool,
    pub fields: &'a Fields,
}

pub(super) use away::{rebuild as rebuild_away, settle as settle_away};
pub(super) use card::refresh_all;
pub(super) use holds::{rebuild as rebuild_holds, take_back};
pub(super) use visits::rebuild as rebuild_visits;

/// Writes what an op comes to.
pub(super) fn apply(work: &Work<'_>, applied: &Applied<'_>) -> Db<()> {
    match applied.kind {
        Kind::Object => object::apply(work, applied),
        Kind::Card => card::apply(work, applied),
        Kind::Comment => relate::comment(work, applied),
        Kind::Link => relate::link(work, applied),
        Kind::Stream => config::stream(work, applied),
        Kind::Stage => config::stage(work, applied),
        Kind::Person => person::apply(work, applied),
        Kind::Workspace => config::workspace(work, applied),
    }
}

/// Writes the team's changes over a reference that has just been written, and asks every card's gate anew.
pub(super) fn overlay(work: &Work<'_>) -> Db<()> {
    let mut ops = work.db.prepare_cached(
        "SELECT kind, entity, creates, val FROM op WHERE kind IN ('stream', 'stage') ORDER BY hms, hctr, rep",
    )?;
    let mut rows = ops.query([])?;
    while let Some(row) = rows.next()? {
        let Some(kind) = Kind::of(row.get_ref(0)?.as_str()?) else {
            continue;
        };
        let fields = fields_from_json(row.get_ref(3)?.as_str()?).map_err(unreadable)?;
        let entity = EntityId(row.get::<_, Id>(1)?.0);
        apply(work, &Applied { kind, entity, creates: row.get(2)?, fields: &fields })?;
    }
    refresh_all(work)
}
