//! Breaches in the history. Nobody writes them: they come true with time, and are told at the instant they did.

use chrono::DateTime;
use rusqlite::{Connection, Row, named_params};
use uuid::Uuid;

use super::LogAsk;
use crate::domain::At;
use crate::domain::change::{Via, What};
use crate::domain::date::show_span;
use crate::domain::id::{CardId, GroupId, ObjectId};
use crate::domain::window::LogEntry;
use crate::store::error::Db;
use crate::store::row::{self, Id, Ms, ms};

/// Whoever has not written it.
const NOBODY: &str = "-";

/// What is read of a breach: when, of which object and card, of which stage or stream, within what time.
macro_rules! breach {
    ($due:literal, $name:literal, $owner:literal, $from:literal) => {
        concat!(
            "SELECT ",
            $due,
            ", object.id, coalesce(object.key, object.plain), card.id, ",
            $name,
            ",
               (SELECT span_s FROM target WHERE owner = ",
            $owner,
            " AND priority IN (0, coalesce(object.priority, 0))
                ORDER BY priority DESC LIMIT 1) FROM ",
            $from,
            "
             AND ",
            $due,
            " BETWEEN :since AND :now AND card.deleted = 0 AND object.deleted = 0
             AND (object.archived = 0 OR ",
            $due,
            " < (SELECT max(grp.at) FROM op JOIN grp USING (gid)
               WHERE op.entity = object.id AND op.what = 'archived'))
             ORDER BY 1 DESC LIMIT :limit"
        )
    };
}

const OF_STAGES: &str = breach!(
    "visit.due_at",
    "stage.name",
    "stage.id",
    "visit CROSS JOIN card ON card.cid = visit.cid CROSS JOIN object ON object.oid = card.oid
     CROSS JOIN stage ON stage.sid = visit.sid
     WHERE visit.due_at IS NOT NULL AND (visit.left_at IS NULL OR visit.left_at > visit.due_at)
       AND (visit.met_at IS NULL OR visit.met_at > visit.due_at) AND :about IS NULL"
);
const OF_STAGES_OF_ONE: &str = breach!(
    "visit.due_at",
    "stage.name",
    "stage.id",
    "object CROSS JOIN card ON card.oid = object.oid CROSS JOIN visit ON visit.cid = card.cid
     CROSS JOIN stage ON stage.sid = visit.sid
     WHERE object.id = :about AND (visit.left_at IS NULL OR visit.left_at > visit.due_at)
       AND (visit.met_at IS NULL OR visit.met_at > visit.due_at)"
);
const OF_STREAMS: &str = breach!(
    "card.whole_due_at",
    "stream.name",
    "stream.id",
    "card CROSS JOIN object ON object.oid = card.oid CROSS JOIN stage ON stage.sid = card.sid
     CROSS JOIN stream ON stream.id = stage.stream
     WHERE card.whole_due_at IS NOT NULL AND (card.done_at IS NULL OR card.done_at > card.whole_due_at)
       AND :about IS NULL"
);
const OF_STREAMS_OF_ONE: &str = breach!(
    "card.whole_due_at",
    "stream.name",
    "stream.id",
    "object CROSS JOIN card ON card.oid = object.oid CROSS JOIN stage ON stage.sid = card.sid
     CROSS JOIN stream ON stream.id = stage.stream
     WHERE object.id = :about AND (card.done_at IS NULL OR card.done_at > card.whole_due_at)"
);

/// Puts the breaches that have come true by `now` among the entries, newest first, each before what happened earlier.
pub(super) fn merge(db: &Connection, ask: &LogAsk, now: At, entries: Vec<LogEntry>) -> Db<Vec<LogEntry>> {
    let mut merged = Vec::with_capacity(entries.len());
    let mut breaches = breaches(db, ask, now)?.into_iter().peekable();
    for entry in entries {
        while let Some(breach) = breaches.next_if(|breach| breach.at > entry.at) {
            merged.push(breach);
        }
        merged.push(entry);
    }
    merged.extend(breaches);
    if ask.limit > 0 {
        merged.truncate(ask.limit);
    }
    Ok(merged)
}

fn breaches(db: &Connection, ask: &LogAsk, now: At) -> Db<Vec<LogEntry>> {
    let both = if ask.about.is_some() { [OF_STAGES_OF_ONE, OF_STREAMS_OF_ONE] } else { [OF_STAGES, OF_STREAMS] };
    let limit = if ask.limit == 0 { -1 } else { ask.limit as i64 };
    let since = ask.since.map_or(i64::MIN, ms);
    let mut found = Vec::new();
    for sql in both {
        let mut all = db.prepare_cached(sql)?;
        let params = named_params! {
            ":about": ask.about.map(|object| Id(object.0)), ":since": since, ":now": ms(now), ":limit": limit,
        };
        found.extend(all.query_map(params, entry)?.collect::<Db<Vec<LogEntry>>>()?);
    }
    found.sort_by(|a: &LogEntry, b| b.at.cmp(&a.at).then_with(|| a.card.cmp(&b.card)));
    Ok(found)
}

fn entry(row: &Row<'_>) -> Db<LogEntry> {
    let at: DateTime<_> = row.get::<_, Ms>(0)?.0;
    let name: String = row.get(4)?;
    let within = row.get::<_, Option<i64>>(5)?.map(|span_s| format!("{name} within {}", show_span(span_s)));
    Ok(LogEntry {
        seq: 0,
        group: GroupId(Uuid::nil()),
        at,
        actor: NOBODY.to_owned(),
        os_user: None,
        via: Via::System,
        object: Some(ObjectId(row.get::<_, Id>(1)?.0)),
        key: Some(row::key(row.get_ref(2)?.as_str()?)),
        card: Some(CardId(row.get::<_, Id>(3)?.0)),
        what: What::Breached,
        from: None,
        to: Some(within.unwrap_or(name)),
        from_stage: None,
        to_stage: None,
        place: None,
        reason: None,
        terminal: None,
    })
}
