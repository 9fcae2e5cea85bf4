//! What depends on an object, and what troubles it.

use rusqlite::Connection;

use super::error::{Db, Error};
use super::reader::Reader;
use super::trace::Walk;
use crate::domain::id::ObjectId;
use crate::domain::link::Flow;
use crate::domain::trace::Impact;

impl Reader {
    /// What depends on an object, at most so many steps away; nothing for an object that is not there.
    pub fn impact(&self, object: ObjectId, depth: usize) -> Result<Impact, Error> {
        self.read(|db| impact(db, object, depth))
    }
}

fn impact(db: &Connection, object: ObjectId, depth: usize) -> Db<Impact> {
    let Some(mut walk) = Walk::from(db, object)? else {
        return Ok(Impact::default());
    };
    walk.go(depth, 1, |step| step.leads(Flow::Down))?;
    Ok(Impact { trace: walk.trace, ..Impact::default() })
}
