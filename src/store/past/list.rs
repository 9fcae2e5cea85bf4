//! All cards that stood on the boards at an instant, as far as a filter means them.

use std::collections::HashMap;
use std::ops::ControlFlow;

use rusqlite::Connection;

use super::column::{Column, Stay};
use super::row::{Then, then};
use crate::domain::At;
use crate::domain::filter::Filter;
use crate::domain::id::{StageId, StreamId};
use crate::domain::past;
use crate::domain::window::{Anchor, CardRow};
use crate::store::error::{Db, Error};
use crate::store::list::Sort;
use crate::store::reader::Reader;

/// Rows read at once.
const CHUNK: usize = 256;

/// Which cards.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ThenAsk {
    /// What can be asked of the past: `Filter::unknowable_then` says what cannot.
    pub filter: Filter,
    pub stream: Option<StreamId>,
    pub stage: Option<StageId>,
    pub sort: Sort,
    pub limit: Option<usize>,
}

impl Reader {
    /// Hands over the cards that stood on the boards then and fit; says how many there are in all.
    pub fn cards_at(
        &self,
        ask: &ThenAsk,
        at: At,
        mut each: impl FnMut(&CardRow) -> ControlFlow<()>,
    ) -> Result<u64, Error> {
        let mut rows = self.read(|db| rows(db, ask, at))?;
        // Those alike keep the order of the boards.
        rows.sort_by(|a, b| ask.sort.order(a, b, at));
        let total = rows.len() as u64;
        let wanted = rows.iter().take(ask.limit.unwrap_or(usize::MAX));
        wanted.map(&mut each).find(ControlFlow::is_break);
        Ok(total)
    }
}

fn rows(db: &Connection, ask: &ThenAsk, at: At) -> Db<Vec<CardRow>> {
    let names = Names::of(db)?;
    let mut rows = Vec::new();
    for (sid, _) in names.columns.iter().filter(|(_, id)| is_asked(ask, id)) {
        let column = Column::of(db, *sid, at)?;
        let mut anchor = Anchor::Top;
        loop {
            let (stays, _) = column.window(&anchor, CHUNK)?;
            for stay in &stays {
                let found = then(db, stay.cid, at)?;
                rows.extend(found.filter(|found| names.fits(&ask.filter, found, at)).map(|found| found.row));
            }
            match stays.last() {
                Some(last) if stays.len() == CHUNK => anchor = below(*last),
                _ => break,
            }
        }
    }
    Ok(rows)
}

fn below(stay: Stay) -> Anchor {
    Anchor::Below(stay.rank(), crate::domain::id::CardId(uuid::Uuid::nil()))
}

fn is_asked(ask: &ThenAsk, stage: &StageId) -> bool {
    ask.stage.as_ref().is_none_or(|asked| asked == stage)
        && ask.stream.as_ref().is_none_or(|asked| *asked == stage.stream())
}

/// What stages, streams and types are called, for filters that name them.
struct Names {
    /// Stages in the order of the boards.
    columns: Vec<(i64, StageId)>,
    stages: HashMap<String, String>,
    streams: HashMap<String, String>,
    types: HashMap<String, String>,
}

impl Names {
    fn of(db: &Connection) -> Db<Self> {
        let mut columns = db.prepare_cached(
            "SELECT sid, stage.id FROM stage JOIN stream ON stream.id = stage.stream
             WHERE stage.deleted = 0 AND stream.deleted = 0 ORDER BY stream.ord, stream.id, stage.ord, sid",
        )?;
        let columns = columns.query_map([], |row| Ok((row.get(0)?, StageId(row.get(1)?))))?.collect::<Db<_>>()?;
        let named = |sql: &str| -> Db<HashMap<String, String>> {
            let mut all = db.prepare_cached(sql)?;
            all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        Ok(Self {
            columns,
            stages: named("SELECT id, name FROM stage")?,
            streams: named("SELECT id, name FROM stream")?,
            types: named("SELECT id, name FROM otype")?,
        })
    }

    fn fits(&self, filter: &Filter, found: &Then, at: At) -> bool {
        let name = |of: &HashMap<String, String>, id: &str| of.get(id).cloned().unwrap_or_default();
        let stage = name(&self.stages, found.row.stage.as_str());
        let stream = name(&self.streams, found.row.stage.stream().as_str());
        let kind = name(&self.types, found.row.type_id.as_str());
        filter.is_empty() || past::fits(filter, &found.row, &found.object, [&stage, &stream, &kind], at)
    }
}
