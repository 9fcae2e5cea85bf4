//! The journal as people read it: who did what to what, from where to where.

mod between;
mod breaches;
mod config;

use rusqlite::{Connection, Row, named_params};

use between::Told;
use config::Config;

use super::error::{Db, Error, unreadable};
use super::reader::Reader;
use super::row::{self, Id, Ms, ms};
use crate::domain::At;
use crate::domain::change::{Kind, Via, What, register};
use crate::domain::id::{CardId, GroupId, ObjectId, StageId};
use crate::domain::major::{DECLARED, Major};
use crate::domain::value::Value;
use crate::domain::window::LogEntry;
use crate::wire::value::{Fields, fields_from_json, to_json};

/// Which part of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogAsk {
    pub about: Option<ObjectId>,
    /// What happened at or after this instant.
    pub since: Option<At>,
    pub actor: Option<String>,
    /// 0: all.
    pub limit: usize,
    pub after_seq: Option<i64>,
    /// Breaches too: those that have come true by this instant. They are nobody's.
    pub breached_by: Option<At>,
}

impl Reader {
    /// The journal, newest first. The card that comes with a new object is told with the object; claims of
    /// key blocks are not told.
    pub fn log(&self, ask: &LogAsk) -> Result<Vec<LogEntry>, Error> {
        self.read(|db| {
            let entries = log(db, ask)?;
            match ask.breached_by.filter(|_| ask.actor.is_none() && ask.after_seq.is_none()) {
                Some(now) => breaches::merge(db, ask, now, entries),
                None => Ok(entries),
            }
        })
    }

    /// What was breached from `ask.since` to `now`, the latest first.
    pub fn breaches(&self, ask: &LogAsk, now: At) -> Result<Vec<LogEntry>, Error> {
        self.read(|db| breaches::merge(db, ask, now, Vec::new()))
    }

    /// How often others did something behind a position of the journal, and where it ends now.
    pub fn missed(&self, after_seq: Option<i64>, me: &str) -> Result<(u64, i64), Error> {
        let until = self.last_seq()?;
        let Some(after) = after_seq else { return Ok((0, until)) };
        let n = self.read(|db| {
            let mut count = db.prepare_cached(
                "SELECT count(*) FROM grp
                 WHERE gid > coalesce((SELECT gid FROM op WHERE seq = ?1), 0) AND actor <> ?2 AND n_ops > 0",
            )?;
            count.query_row((after, me), |found| row::count(found, 0))
        })?;
        Ok((n, until))
    }

    /// What was written after `after_seq`, oldest first.
    pub fn news(&self, after_seq: i64) -> Result<Vec<LogEntry>, Error> {
        let ask = LogAsk { after_seq: Some(after_seq), ..LogAsk::default() };
        let mut news = self.log(&ask)?;
        news.retain(|entry| entry.what != What::Refused);
        news.reverse();
        Ok(news)
    }
}

/// The ops of the groups asked for, and the refusals, which are groups without ops.
///
/// With a start in time the groups are found by it; else the ops by object, or all of them from the end.
pub(super) fn log(db: &Connection, ask: &LogAsk) -> Db<Vec<LogEntry>> {
    let mut find = db.prepare_cached(match (&ask.about, &ask.since) {
        (Some(_), _) => {
            "SELECT op.seq, grp.id, grp.at, grp.actor, grp.os_user, grp.via, op.about, object.key, op.kind, op.entity, op.what,
               op.val, op.old, grp.reason, op.creates, coalesce(object.plain, ''), grp.terminal, grp.gid
             FROM op JOIN grp ON grp.gid = op.gid LEFT JOIN object ON object.id = op.about
             WHERE op.about = :about AND op.seq > :after AND (:since IS NULL OR grp.at >= :since)
               AND (:actor IS NULL OR grp.actor = :actor)
               AND NOT (op.kind = 'card' AND op.creates AND op.what IN ('created', 'imported'))
             UNION ALL
             SELECT grp.first_seq - 1, grp.id, grp.at, grp.actor, grp.os_user, grp.via, grp.about, object.key, '', x'', grp.what,
               '{}', NULL, grp.reason, 0, coalesce(object.plain, ''), grp.terminal, grp.gid
             FROM grp LEFT JOIN object ON object.id = grp.about
             WHERE grp.what = 'refused' AND grp.about = :about AND (:since IS NULL OR grp.at >= :since)
               AND (:actor IS NULL OR grp.actor = :actor) AND grp.first_seq > :after
             ORDER BY 1 DESC, 18 DESC LIMIT :limit"
        }
        (None, Some(_)) => {
            "SELECT op.seq, grp.id, grp.at, grp.actor, grp.os_user, grp.via, op.about, object.key, op.kind, op.entity, op.what,
               op.val, op.old, grp.reason, op.creates, coalesce(object.plain, ''), grp.terminal, grp.gid
             FROM grp JOIN op ON op.seq BETWEEN grp.first_seq AND grp.first_seq + grp.n_ops - 1
             LEFT JOIN object ON object.id = op.about
             WHERE grp.at >= :since AND op.seq > :after AND (:actor IS NULL OR grp.actor = :actor) AND :about IS NULL
               AND NOT (op.kind = 'card' AND op.creates AND op.what IN ('created', 'imported'))
               AND NOT (op.kind = 'workspace' AND op.val LIKE '{\"keys:%')
             UNION ALL
             SELECT grp.first_seq - 1, grp.id, grp.at, grp.actor, grp.os_user, grp.via, grp.about, object.key, '', x'', grp.what,
               '{}', NULL, grp.reason, 0, coalesce(object.plain, ''), grp.terminal, grp.gid
             FROM grp LEFT JOIN object ON object.id = grp.about
             WHERE grp.at >= :since AND grp.what = 'refused' AND (:actor IS NULL OR grp.actor = :actor) AND grp.first_seq > :after
             ORDER BY 1 DESC, 18 DESC LIMIT :limit"
        }
        (None, None) => {
            "SELECT op.seq, grp.id, grp.at, grp.actor, grp.os_user, grp.via, op.about, object.key, op.kind, op.entity, op.what,
               op.val, op.old, grp.reason, op.creates, coalesce(object.plain, ''), grp.terminal
             FROM grp LEFT JOIN op ON op.seq BETWEEN grp.first_seq AND grp.first_seq + grp.n_ops - 1
             LEFT JOIN object ON object.id = coalesce(op.about, grp.about)
             WHERE (op.seq > :after OR grp.n_ops = 0 AND grp.what = 'refused' AND grp.first_seq > :after)
               AND (:actor IS NULL OR grp.actor = :actor) AND :about IS NULL AND :since IS NULL
               AND NOT coalesce(op.kind = 'card' AND op.creates AND op.what IN ('created', 'imported'), 0)
               AND NOT coalesce(op.kind = 'workspace' AND op.val LIKE '{\"keys:%', 0)
             ORDER BY grp.gid DESC, op.seq DESC LIMIT :limit"
        }
    })?;
    let limit = if ask.limit == 0 { -1 } else { ask.limit as i64 };
    let params = named_params! {
        ":about": ask.about.map(|o| Id(o.0)), ":since": ask.since.map(ms), ":actor": ask.actor,
        ":after": ask.after_seq.unwrap_or(0), ":limit": limit,
    };
    let mut rows = find.query(params)?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(entry(db, row)?);
    }
    Ok(entries)
}

fn entry(db: &Connection, row: &Row<'_>) -> Db<LogEntry> {
    let text = |idx: usize| Ok::<_, rusqlite::Error>(row.get_ref(idx)?.as_str_or_null()?);
    let parsed =
        |text: Option<&str>| text.map_or_else(|| Ok(Fields::new()), |t| fields_from_json(t).map_err(unreadable));
    let seq = row.get::<_, Option<i64>>(0)?;
    let kind = text(8)?.and_then(Kind::of);
    let (fields, old) = (parsed(text(11)?)?, parsed(text(12)?)?);
    let object = row.get::<_, Option<Id>>(6)?.map(|id| ObjectId(id.0));
    let mut entry = LogEntry {
        seq: seq.unwrap_or(0),
        group: GroupId(row.get::<_, Id>(1)?.0),
        at: row.get::<_, Ms>(2)?.0,
        actor: row.get(3)?,
        os_user: row.get(4)?,
        via: text(5)?.and_then(Via::of).unwrap_or(Via::System),
        object,
        key: text(7)?.or(text(15)?.filter(|plain| !plain.is_empty())).map(row::key),
        card: None,
        what: text(10)?.and_then(What::of).unwrap_or(What::Refused),
        from: None,
        to: None,
        place: None,
        reason: row.get(13)?,
        terminal: row.get(16)?,
        from_stage: None,
        to_stage: None,
    };
    entry.os_user = entry.os_user.filter(|user| *user != entry.actor);
    let is_new: Option<bool> = row.get(14)?;
    match kind {
        Some(Kind::Object) if is_new == Some(true) => of_new(db, &mut entry)?,
        Some(Kind::Card) => {
            entry.card = Some(CardId(row.get::<_, Id>(9)?.0));
            (entry.from, entry.to) = of_card(db, entry.what, &fields, &old)?;
            (entry.from_stage, entry.to_stage) = (stage_of(&old), stage_of(&fields));
        }
        Some(Kind::Link) => (entry.from, entry.to) = of_link(db, row.get(9)?, object)?,
        Some(Kind::Comment) => entry.to = fields.get(register::TEXT).and_then(Value::as_str).map(str::to_owned),
        // Said by the word itself.
        Some(Kind::Object) if fields.keys().all(|f| f == register::DELETED || f == register::ARCHIVED) => {}
        Some(Kind::Object) => {
            let handed_off = between::of_handoff(db, &fields, &old)?;
            (entry.from, entry.to) = handed_off.unwrap_or_else(|| of_fields(&fields, &old));
        }
        Some(Kind::Person) => {
            (entry.place, (entry.from, entry.to)) = between::of_person(db, row.get(9)?, &fields, &old)?;
        }
        Some(Kind::Stream | Kind::Stage | Kind::Workspace) => {
            let config = Config::of(db, row.get(9)?)?;
            (entry.from, entry.to) = config.change(&fields, &old);
            entry.place = config.place;
        }
        None => {}
    }
    Ok(entry)
}

/// A new object is told with the card that came with it.
fn of_new(db: &Connection, entry: &mut LogEntry) -> Db<()> {
    let mut next = db
        .prepare_cached("SELECT entity, val FROM op WHERE seq = ?1 + 1 AND kind = 'card' AND creates AND about = ?2")?;
    let mut rows = next.query((entry.seq, entry.object.map(|o| Id(o.0))))?;
    if let Some(row) = rows.next()? {
        entry.card = Some(CardId(row.get::<_, Id>(0)?.0));
        let fields = fields_from_json(row.get_ref(1)?.as_str()?).map_err(unreadable)?;
        entry.to = fields.get(register::PLACE).map(|place| place_name(db, place)).transpose()?;
        entry.to_stage = stage_of(&fields);
    }
    Ok(())
}

fn of_card(db: &Connection, what: What, fields: &Fields, old: &Fields) -> Db<Told> {
    if let Some(place) = fields.get(register::PLACE) {
        let from = match old.get(register::PLACE) {
            Some(place) => Some(place_name(db, place)?),
            None => between::of_origin(db, fields)?,
        };
        return Ok((from, Some(place_name(db, place)?)));
    }
    let ticked: Vec<&str> = fields.keys().filter_map(|f| f.strip_prefix(register::TICK)).collect();
    if !ticked.is_empty() {
        let texts: Db<Vec<String>> = ticked.into_iter().map(|id| criterion(db, id)).collect();
        return Ok((None, Some(texts?.join(", "))));
    }
    let told = match between::of_approval(db, what, fields, old)? {
        None => between::of_waiting(db, fields, old)?,
        told => told,
    };
    Ok(told.unwrap_or_else(|| of_fields(fields, old)))
}

/// The stage a place names; none for a card that is done.
fn stage_of(fields: &Fields) -> Option<StageId> {
    let place = fields.get(register::PLACE).filter(|place| place.get("done").as_bool() != Some(true))?;
    place.get("stage").as_str().map(StageId::new)
}

/// A place in words: the stage's name, or that it is done.
fn place_name(db: &Connection, place: &Value) -> Db<String> {
    if place.get("done").as_bool() == Some(true) {
        return Ok("done".into());
    }
    let stage = place.get("stage").as_str().unwrap_or_default();
    let mut find = db.prepare_cached("SELECT coalesce((SELECT name FROM stage WHERE id = ?1), ?2)")?;
    find.query_row((stage, StageId::new(stage).local()), |row| row.get(0))
}

fn criterion(db: &Connection, id: &str) -> Db<String> {
    let mut find = db.prepare_cached("SELECT coalesce((SELECT text FROM criterion WHERE id = ?1), ?1)")?;
    find.query_row([id], |row| row.get(0))
}

/// The other end of a link, with the relation as read from this one.
fn of_link(db: &Connection, entity: Id, object: Option<ObjectId>) -> Db<Told> {
    let mut find = db.prepare_cached(
        "SELECT start.id = ?2, (SELECT name FROM relation AS r WHERE r.id = link.relation LIMIT 1),
           (SELECT inverse_name FROM relation AS r WHERE r.id = link.relation LIMIT 1),
           coalesce(start.key, start.plain), coalesce(finish.key, finish.plain)
         FROM link JOIN object AS start ON start.oid = from_oid JOIN object AS finish ON finish.oid = to_oid WHERE entity = ?1",
    )?;
    let mut rows = find.query((entity, object.map(|o| Id(o.0))))?;
    let Some(row) = rows.next()? else {
        return Ok((None, None));
    };
    let is_start = row.get::<_, Option<bool>>(0)? != Some(false);
    let (name, key) = if is_start { (1, 4) } else { (2, 3) };
    let name: Option<String> = row.get(name)?;
    let key: String = row.get(key)?;
    Ok((None, Some(format!("{} {key}", name.unwrap_or_default()).trim().to_owned())))
}

/// Registers that say by themselves what they are.
const PLAIN: [&str; 6] =
    [register::TITLE, register::BODY, register::TEXT, register::BLOCKED, register::WAITING_UNTIL, register::ARCHIVED];

/// What the registers hold now and held before, each with its name where the value alone would puzzle.
fn of_fields(fields: &Fields, old: &Fields) -> Told {
    let is_one = fields.len() == 1;
    let told = |field: &str, value: &Value| {
        if field == register::MAJOR {
            return Major::from_value(value).map(|major| of_major(&major));
        }
        let words = words(field, value)?;
        let tells_itself = is_one && PLAIN.contains(&field) || field.starts_with(register::LABEL);
        Some(if tells_itself { words } else { format!("{} {words}", name(field)) })
    };
    let listed = |of: &Fields| {
        let parts = of.iter().filter(|(f, _)| fields.contains_key(*f));
        let parts: Vec<String> = parts.filter_map(|(f, v)| told(f, v)).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    };
    (listed(old), listed(fields))
}

/// `major: no payments`, or how it ended.
fn of_major(major: &Major) -> String {
    let (word, text) = match &major.end {
        None => (DECLARED.to_owned(), &major.text),
        Some(end) => (format!("{DECLARED} no longer"), &end.text),
    };
    if text.is_empty() { word } else { format!("{word}: {text}") }
}

/// The name of a register as people know it.
fn name(field: &str) -> &str {
    field.split_once(':').map_or(field, |(kind, name)| if name.is_empty() { kind } else { name })
}

/// A value in words; nothing for nothing.
fn words(field: &str, value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Text(text) => Some(text.clone()),
        Value::Bool(on) if field.ends_with(name(field)) && field.contains(':') => {
            Some(format!("{}{}", if *on { "+" } else { "-" }, name(field)))
        }
        other => Some(to_json(other)),
    }
}
