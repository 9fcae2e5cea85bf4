//! What the names in a filter stand for: objects by an index each, stages and types by their words.

use std::collections::HashSet;

use rusqlite::Connection;
use rusqlite::types::ToSql;

use super::set::Set;
use crate::domain::filter::{alike, fold};
use crate::domain::guard::shown;
use crate::store::error::{Db, unreadable};
use crate::store::row::Words;
use crate::wire::value::from_json;

/// The objects of somebody, however the name is written.
pub(super) fn of_assignee(db: &Connection, name: &str) -> Db<Set> {
    let mut all = db.prepare_cached("SELECT DISTINCT assignee FROM object WHERE assignee IS NOT NULL")?;
    let names: Vec<String> = all.query_map([], |row| row.get(0))?.collect::<Db<_>>()?;
    let name = fold(name);
    let mut set = Set::default();
    for written in names.iter().filter(|n| fold(n) == name) {
        gather(db, "SELECT oid FROM object WHERE assignee = ?1", written, &mut set)?;
    }
    Ok(set)
}

/// The objects of a team: its own, and those of its people that say nothing else.
pub(super) fn of_team(db: &Connection, team: &str) -> Db<Set> {
    let team = fold(team);
    let mut set = Set::default();
    let mut own = db.prepare_cached("SELECT DISTINCT team FROM object WHERE team IS NOT NULL")?;
    let own: Vec<String> = own.query_map([], |row| row.get(0))?.collect::<Db<_>>()?;
    for name in own.iter().filter(|name| fold(name) == team) {
        gather(db, "SELECT oid FROM object WHERE team = ?1", name, &mut set)?;
    }
    for name in people(db, |of| fold(of) == team)? {
        gather(db, "SELECT oid FROM object WHERE assignee = ?1 AND team IS NULL", name, &mut set)?;
    }
    Ok(set)
}

/// Those that have a team, by themselves or by their assignee.
pub(super) fn with_team(db: &Connection) -> Db<Set> {
    let mut own = db.prepare_cached("SELECT oid FROM object WHERE team IS NOT NULL")?;
    let mut set: Set = own.query_map([], |row| row.get::<_, i64>(0))?.collect::<Db<_>>()?;
    for name in people(db, |_| true)? {
        gather(db, "SELECT oid FROM object WHERE assignee = ?1", name, &mut set)?;
    }
    Ok(set)
}

/// The people of teams.
fn people(db: &Connection, is_meant: impl Fn(&str) -> bool) -> Db<Vec<String>> {
    let mut all = db.prepare_cached("SELECT name, team FROM person WHERE team IS NOT NULL AND deleted = 0")?;
    let all: Vec<(String, String)> = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Db<_>>()?;
    Ok(all.into_iter().filter(|(_, team)| is_meant(team)).map(|(name, _)| name).collect())
}

/// Those that are somebody's.
pub(super) fn assigned(db: &Connection) -> Db<Set> {
    let mut all = db.prepare_cached("SELECT oid FROM object WHERE assignee IS NOT NULL")?;
    all.query_map([], |row| row.get::<_, i64>(0))?.collect()
}

/// Those that are major.
pub(super) fn major(db: &Connection) -> Db<Set> {
    let mut all = db.prepare_cached("SELECT oid FROM object WHERE is_major = 1")?;
    all.query_map([], |row| row.get::<_, i64>(0))?.collect()
}

/// The objects of a priority.
pub(super) fn of_priority(db: &Connection, priority: u8) -> Db<Set> {
    let mut set = Set::default();
    gather(db, "SELECT oid FROM object WHERE priority = ?1", priority, &mut set)?;
    Ok(set)
}

/// Those that have a priority.
pub(super) fn prioritised(db: &Connection) -> Db<Set> {
    let mut all = db.prepare_cached("SELECT oid FROM object WHERE priority IS NOT NULL")?;
    all.query_map([], |row| row.get::<_, i64>(0))?.collect()
}

/// The objects with a label. Rows come grouped by what labels they have, so each list is read once.
pub(super) fn of_label(db: &Connection, label: &str) -> Db<Set> {
    let label = fold(label);
    let mut all = db.prepare_cached("SELECT labels, oid FROM object WHERE labels <> '[]' ORDER BY labels")?;
    let mut rows = all.query([])?;
    let (mut set, mut last, mut has) = (Set::default(), String::new(), false);
    while let Some(row) = rows.next()? {
        let text = row.get_ref(0)?.as_str()?;
        if text != last {
            text.clone_into(&mut last);
            has = row.get::<_, Words>(0)?.0.iter().any(|l| fold(l) == label);
        }
        if has {
            set.insert(row.get(1)?);
        }
    }
    Ok(set)
}

/// The objects of the types meant.
pub(super) fn of_type(db: &Connection, text: &str) -> Db<Set> {
    let mut all = db.prepare_cached("SELECT id, name FROM otype")?;
    let types: Vec<(String, String)> = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Db<_>>()?;
    let mut set = Set::default();
    for (id, _) in types.iter().filter(|(id, name)| is_named(text, id, name)) {
        gather(db, "SELECT oid FROM object WHERE type = ?1", id, &mut set)?;
    }
    Ok(set)
}

/// The objects with a field of their type set, to this value where one is asked for.
pub(super) fn of_field(db: &Connection, name: &str, value: Option<&str>) -> Db<Set> {
    let mut all = db.prepare_cached("SELECT DISTINCT id, name FROM otype_field")?;
    let fields: Vec<(String, String)> = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Db<_>>()?;
    let mut meant: Vec<&String> =
        fields.iter().filter(|(id, of)| alike(name, id) || alike(name, of)).map(|f| &f.0).collect();
    meant.dedup();
    let mut set = Set::default();
    for id in meant {
        gather_field(db, id, value, &mut set)?;
    }
    Ok(set)
}

fn gather_field(db: &Connection, id: &str, value: Option<&str>, set: &mut Set) -> Db<()> {
    let mut find = db.prepare_cached(
        "SELECT oid, fields -> ?1 FROM object WHERE fields <> '{}' AND json_type(fields, ?1) IS NOT NULL",
    )?;
    let mut rows = find.query([format!("$.\"{id}\"")])?;
    while let Some(row) = rows.next()? {
        let held = from_json(row.get_ref(1)?.as_str()?).map_err(unreadable)?;
        if value.is_none_or(|value| alike(value, &shown(&held))) {
            set.insert(row.get(0)?);
        }
    }
    Ok(())
}

/// The object of a key, or all whose key begins with this prefix.
pub(super) fn of_key(db: &Connection, text: &str) -> Db<Set> {
    let key = text.to_ascii_uppercase();
    let mut set = Set::default();
    gather(db, "SELECT oid FROM object WHERE key = ?1 COLLATE NOCASE", &key, &mut set)?;
    gather(db, "SELECT oid FROM object WHERE key >= ?1 || '-' AND key < ?1 || '.'", &key, &mut set)?;
    Ok(set)
}

fn gather(db: &Connection, sql: &str, value: impl ToSql, set: &mut Set) -> Db<()> {
    let mut find = db.prepare_cached(sql)?;
    let mut rows = find.query([value])?;
    while let Some(row) = rows.next()? {
        set.insert(row.get(0)?);
    }
    Ok(())
}

/// The stages meant.
pub(super) fn stages(db: &Connection, text: &str) -> Db<HashSet<i64>> {
    named(db, "SELECT sid, id, name FROM stage WHERE deleted = 0", text)
}

/// The stages of the streams meant.
pub(super) fn stages_of_streams(db: &Connection, text: &str) -> Db<HashSet<i64>> {
    named(db, "SELECT sid, stream.id, stream.name FROM stage JOIN stream ON stream.id = stage.stream", text)
}

fn named(db: &Connection, sql: &str, text: &str) -> Db<HashSet<i64>> {
    let mut all = db.prepare_cached(sql)?;
    let mut rows = all.query([])?;
    let mut found = HashSet::new();
    while let Some(row) = rows.next()? {
        if is_named(text, row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_str()?) {
            found.insert(row.get(0)?);
        }
    }
    Ok(found)
}

/// Whether `asked` begins the id, the end of the id or the name.
fn is_named(asked: &str, id: &str, name: &str) -> bool {
    let asked = plain(asked);
    let local = id.rsplit('/').next().unwrap_or(id);
    [id, local, name].into_iter().any(|n| plain(n).starts_with(&asked))
}

/// Folded, and with ids and names alike: `Course of action` is `course-of-action`.
pub(super) fn plain(text: &str) -> String {
    fold(text).replace([' ', '_'], "-")
}
