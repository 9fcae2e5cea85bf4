//! What happened between people, roles and streams: approvals, answers waited for, hand-offs.

use rusqlite::{Connection, OptionalExtension};

use super::place_name;
use crate::domain::card::Waiting;
use crate::domain::change::{What, register};
use crate::domain::guard::Approval;
use crate::domain::id::ObjectId;
use crate::domain::value::Value;
use crate::store::error::Db;
use crate::store::row::Id;
use crate::wire::value::Fields;

/// From what, to what; in words.
pub(super) type Told = (Option<String>, Option<String>);

/// What was said for a role; nothing where it is none of these. Said anew it names the role alone, since the word of
/// the entry says the rest; taken back or given back, it says which word that was.
pub(super) fn of_approval(db: &Connection, what: What, fields: &Fields, old: &Fields) -> Db<Option<Told>> {
    let Some(field) = fields.keys().find(|field| field.starts_with(register::APPROVAL)) else {
        return Ok(None);
    };
    let role = &field[register::APPROVAL.len()..];
    let mut find = db.prepare_cached("SELECT name FROM role WHERE id = ?1")?;
    let name: Option<String> = find.query_row([role], |row| row.get(0)).optional()?;
    let name = name.unwrap_or_else(|| role.to_owned());
    if matches!(what, What::Approved | What::Rejected) {
        return Ok(Some((None, Some(name))));
    }
    let said = |of: &Fields| {
        let said = Approval::from_value(role, of.get(field)?)?;
        Some(format!("{name} {}", if said.is_rejected { "rejected" } else { "approved" }))
    };
    Ok(Some((said(old), said(fields))))
}

/// The object whose answer a card began or ceased to wait for.
pub(super) fn of_waiting(db: &Connection, fields: &Fields, old: &Fields) -> Db<Option<Told>> {
    if !fields.contains_key(register::WAITS) {
        return Ok(None);
    }
    let asked = |of: &Fields| of.get(register::WAITS).and_then(Waiting::from_value);
    let told = |of| asked(of).map(|waiting| key_of(db, waiting.object)).transpose();
    Ok(Some((told(old)?, told(fields)?)))
}

/// Where an object was handed off, as its own history tells it.
pub(super) fn of_handoff(db: &Connection, fields: &Fields, old: &Fields) -> Db<Option<Told>> {
    let Some(field) = fields.keys().find(|field| field.starts_with(register::HANDOFF)) else {
        return Ok(None);
    };
    let value = |of: &Fields| of.get(field).filter(|value| !value.is_null()).cloned();
    let Some(made) = value(fields) else {
        let was = value(old).map(|made| target(db, &made)).transpose()?;
        return Ok(Some((was, None)));
    };
    let from = stage_name(db, made.get("from"))?;
    Ok(Some((from, Some(target(db, &made)?))))
}

/// The stage it was handed to, with the key of what stands there.
fn target(db: &Connection, made: &Value) -> Db<String> {
    let key = made.get("key").as_str().unwrap_or_default();
    let stage = stage_name(db, made.get("to"))?;
    Ok(stage.map_or_else(|| key.to_owned(), |stage| format!("{stage} {key}")))
}

fn stage_name(db: &Connection, id: &Value) -> Db<Option<String>> {
    let place = id.as_str().map(|id| Value::map([("stage", id.into())]));
    place.map(|place| place_name(db, &place)).transpose()
}

/// Where a card that was handed off came from: the object's key.
pub(super) fn of_origin(db: &Connection, fields: &Fields) -> Db<Option<String>> {
    let origin = fields.get(register::ORIGIN).and_then(|origin| origin.get("object").as_str());
    let object = origin.and_then(|id| id.parse().ok()).map(ObjectId);
    object.map(|object| key_of(db, object)).transpose()
}

/// The name of a person, the roles that came and went, and the team.
pub(super) fn of_person(db: &Connection, entity: Id, fields: &Fields, old: &Fields) -> Db<(Option<String>, Told)> {
    let mut find = db.prepare_cached("SELECT name FROM person WHERE entity = ?1")?;
    let name = find.query_row([entity], |row| row.get(0)).optional()?;
    let mut roles = db.prepare_cached("SELECT name FROM role WHERE id = ?1")?;
    let mut changed = Vec::new();
    for (field, value) in fields {
        let Some(id) = field.strip_prefix(register::ROLE) else { continue };
        let held = |value: Option<&Value>| value.and_then(Value::as_bool) == Some(true);
        let role: Option<String> = roles.query_row([id], |row| row.get(0)).optional()?;
        let sign = if held(Some(value)) { '+' } else { '-' };
        if held(Some(value)) != held(old.get(field)) {
            changed.push(format!("{sign}{}", role.unwrap_or_else(|| id.to_owned())));
        }
    }
    if let Some(team) = fields.get(register::TEAM) {
        changed.push(team.as_str().map_or_else(|| "no team".to_owned(), |team| format!("team {team}")));
    }
    let is_gone = fields.get(register::DELETED).and_then(Value::as_bool) == Some(true);
    changed.extend(is_gone.then(|| "removed".to_owned()));
    Ok((name, (None, (!changed.is_empty()).then(|| changed.join(", ")))))
}

fn key_of(db: &Connection, object: ObjectId) -> Db<String> {
    let mut find = db.prepare_cached("SELECT coalesce(key, plain) FROM object WHERE id = ?1")?;
    Ok(find.query_row([Id(object.0)], |row| row.get(0)).optional()?.unwrap_or_default())
}
