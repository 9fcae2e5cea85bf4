//! People: their roles, their teams.

use rusqlite::OptionalExtension;

use super::Applied;
use crate::domain::change::register;
use crate::domain::value::Value;
use crate::store::error::Db;
use crate::store::row::{Id, Words};
use crate::store::work::Work;
use crate::wire::value::words_to_json;

pub(super) fn apply(work: &Work<'_>, applied: &Applied<'_>) -> Db<()> {
    if let Some(name) = applied.fields.get(register::NAME).and_then(Value::as_str) {
        let mut add = work.db.prepare_cached("INSERT OR IGNORE INTO person (name, entity) VALUES (?1, ?2)")?;
        add.execute((name, Id(applied.entity.0)))?;
    }
    let mut find = work.db.prepare_cached("SELECT roles, deleted, team FROM person WHERE entity = ?1")?;
    let found = find.query_row([Id(applied.entity.0)], |row| Ok((row.get::<_, Words>(0)?.0, row.get(1)?, row.get(2)?)));
    let found: Option<(Vec<String>, bool, Option<String>)> = found.optional()?;
    let Some((mut roles, mut deleted, mut team)) = found else {
        return Ok(());
    };
    for (field, value) in applied.fields {
        let on = value.as_bool() == Some(true);
        if let Some(role) = field.strip_prefix(register::ROLE) {
            roles.retain(|held| held != role);
            roles.extend(on.then(|| role.to_owned()));
        } else if field == register::TEAM {
            team = value.as_str().map(str::to_owned);
        } else if field == register::DELETED {
            deleted = on;
        }
    }
    roles.sort();
    let mut put = work.db.prepare_cached("UPDATE person SET roles = ?2, deleted = ?3, team = ?4 WHERE entity = ?1")?;
    put.execute((Id(applied.entity.0), words_to_json(&roles), deleted, team))?;
    Ok(())
}
