//! How many cards fit a filter, here and elsewhere.

use std::collections::HashSet;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::error::{Db, Error};
use super::filter::Plan;
use super::list::{FEW, walk};
use super::reader::Reader;
use crate::domain::At;
use crate::domain::filter::Filter;
use crate::domain::id::StreamId;
use crate::domain::window::Found;

impl Reader {
    /// How many cards fit a filter: in this stream, in others, and among the finished.
    pub fn found(&self, stream: &StreamId, filter: &Filter, now: At) -> Result<Found, Error> {
        self.read(|db| {
            let plan = self.plan(filter)?;
            let is_by_index = plan.is_settled() && plan.few_objects(FEW).is_none();
            if is_by_index { by_index(db, stream, &plan) } else { by_row(db, stream, &plan, now) }
        })
    }
}

/// Row by row; of few objects where the filter names them.
fn by_row(db: &Connection, stream: &StreamId, plan: &Plan, now: At) -> Db<Found> {
    let mut found = Found::default();
    walk(db, plan, now, &mut |row| {
        let is_done = row.get_ref(17)? != ValueRef::Null;
        let is_here = row.get_ref(32)?.as_str()? == stream.as_str();
        let is_archived: bool = row.get(18)?;
        match (is_done, is_here) {
            _ if is_archived => {}
            (true, _) => found.n_done += 1,
            (false, true) => found.n_here += 1,
            (false, false) => found.n_elsewhere += 1,
        }
        Ok(())
    })?;
    Ok(found)
}

/// Without touching a card: two indexes hold all that is asked.
fn by_index(db: &Connection, stream: &StreamId, plan: &Plan) -> Db<Found> {
    let mut here = db.prepare_cached("SELECT sid FROM stage WHERE stream = ?1")?;
    let here: HashSet<i64> = here.query_map([&stream.0], |row| row.get(0))?.collect::<Db<_>>()?;
    let mut found = Found::default();
    let mut standing = db.prepare_cached("SELECT sid, oid FROM card INDEXED BY card_column WHERE live = 1")?;
    let mut rows = standing.query([])?;
    while let Some(row) = rows.next()? {
        let sid = row.get(0)?;
        if plan.may_take(row.get(1)?, sid) {
            *(if here.contains(&sid) { &mut found.n_here } else { &mut found.n_elsewhere }) += 1;
        }
    }
    let mut done = db.prepare_cached(
        "SELECT oid, sid, (SELECT archived OR deleted FROM object WHERE object.oid = card.oid) FROM card
         WHERE done_at IS NOT NULL AND deleted = 0",
    )?;
    let mut rows = done.query([])?;
    while let Some(row) = rows.next()? {
        found.n_done += u64::from(plan.may_take(row.get(0)?, row.get(1)?) && !row.get::<_, bool>(2)?);
    }
    Ok(found)
}
