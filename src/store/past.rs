//! Looking back: the board as it was at an instant, and what changed between two.
//!
//! Where every card stood is told by the visits, cut short where its object was archived (`away`); what was known of a
//! card, by folding the ops of it and of its object that are in force (`domain::past`), for the rows shown alone. The
//! order is that of coming in: ranks as of then would have to be folded for the whole column.
//!
//! What a column costs is what is shown of it, and what has left since: those who stand there still are found in the
//! index of cards by the time they came, those who have left by the end of their visit. The journal is never walked.

mod between;
mod column;
mod list;
mod row;
mod sheet;

pub use between::Between;
pub use list::ThenAsk;

use rusqlite::{Connection, OptionalExtension, params};

use super::error::{Db, Error, unreadable};
use super::overview;
use super::reader::Reader;
use super::row::{Id, Ms, ms};
use crate::domain::At;
use crate::domain::id::{EntityId, GroupId, StageId};
use crate::domain::past::Written;
use crate::domain::window::{Anchor, StreamLine, Window};
use crate::wire::value::fields_from_json;
use column::Column;

impl Reader {
    /// Some cards of a stage as it was, in the order they came in. Ranks name places in that order, for anchors.
    pub fn window_at(&self, stage: &StageId, anchor: &Anchor, n: usize, at: At) -> Result<Window, Error> {
        self.read(|db| {
            let mut find = db.prepare_cached("SELECT sid FROM stage WHERE id = ?1")?;
            let Some(sid) = find.query_row([&stage.0], |row| row.get(0)).optional()? else {
                return Ok(Window { stage: stage.clone(), rows: Vec::new(), n_above: 0, n_total: 0 });
            };
            let column = Column::of(db, sid, at)?;
            let (stays, n_above) = column.window(anchor, n)?;
            let rows: Vec<_> = stays.iter().map(|stay| row::row(db, stay.cid, at)).collect::<Db<_>>()?;
            let rows = rows.into_iter().flatten().collect();
            Ok(Window { stage: stage.clone(), rows, n_above, n_total: column.n_total()? })
        })
    }

    /// Every stream with the stages it has now, and how many cards stood in them then.
    pub fn overview_at(&self, at: At) -> Result<Vec<StreamLine>, Error> {
        let mut lines = self.overview(at)?;
        self.read(|db| {
            let mut find = db.prepare_cached("SELECT sid FROM stage WHERE id = ?1")?;
            for line in &mut lines {
                for stage in &mut line.stages {
                    let sid: i64 = find.query_row([&stage.id.0], |row| row.get(0))?;
                    column::count(&Column::of(db, sid, at)?, stage)?;
                }
                overview::sum_up(line);
            }
            Ok(lines)
        })
    }

    /// When the first thing happened in this workspace; nothing where nothing has.
    pub fn began_at(&self) -> Result<Option<At>, Error> {
        self.read(|db| {
            let mut first = db.prepare_cached("SELECT min(at) FROM grp WHERE n_ops > 0")?;
            Ok(first.query_row([], |row| row.get::<_, Option<Ms>>(0))?.map(|at| at.0))
        })
    }
}

/// The ops of an entity, in the order of their stamps.
pub(super) fn written(db: &Connection, entity: EntityId) -> Db<Vec<Written>> {
    let mut all = db.prepare_cached(
        "SELECT grp.id, grp.at, grp.undoes, grp.undone_by, op.creates, op.val FROM op JOIN grp USING (gid)
         WHERE op.entity = ?1 ORDER BY op.hms, op.hctr, op.seq",
    )?;
    let group = |id: Option<Id>| id.map(|id| GroupId(id.0));
    let read = all.query_map([Id(entity.0)], |row| {
        Ok(Written {
            group: GroupId(row.get::<_, Id>(0)?.0),
            at: row.get::<_, Ms>(1)?.0,
            undoes: group(row.get(2)?),
            undone_by: group(row.get(3)?),
            creates: row.get(4)?,
            fields: fields_from_json(row.get_ref(5)?.as_str()?).map_err(unreadable)?,
        })
    })?;
    read.collect()
}

/// Whether an object was archived then.
fn is_away(db: &Connection, oid: i64, at: At) -> Db<bool> {
    let mut find = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM away WHERE oid = ?1 AND from_at <= ?2 AND (until_at IS NULL OR until_at > ?2))",
    )?;
    find.query_row(params![oid, ms(at)], |row| row.get(0))
}
