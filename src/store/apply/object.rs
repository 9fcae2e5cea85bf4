//! Objects: their row, their keys, and what their cards take from them.

use rusqlite::OptionalExtension;

use super::{Applied, card, handed, holds, relate};
use crate::domain::At;
use crate::domain::change::register;
use crate::domain::id::{EntityId, ObjectId};
use crate::domain::key::Key;
use crate::domain::object::Object;
use crate::domain::value::{Value, from_millis};
use crate::store::error::Db;
use crate::store::row::{Id, ms, scores_to_json};
use crate::store::work::Work;
use crate::store::{keys, row};
use crate::wire::value::{fields_to_json, to_json, words_to_json};

/// An object and its row.
struct Stored {
    oid: Option<i64>,
    object: Object,
    plain: String,
    /// It is new, and nobody shows its key yet.
    is_key_free: bool,
    /// Keys it had before: on or off.
    aliases: Vec<(String, bool)>,
}

pub(super) fn apply(work: &Work<'_>, applied: &Applied<'_>) -> Db<()> {
    let Some(mut stored) = load(work, applied)? else {
        return Ok(());
    };
    let was_owned = stored.object.assignee.is_some();
    let was = stored.oid.map(|_| stored.object.clone());
    for (field, value) in applied.fields {
        patch(&mut stored, field, value);
    }
    let is_owned = stored.object.assignee.is_some();
    stored.is_key_free = stored.oid.is_none() && keys::is_free(work.db, &stored.plain)?;
    let oid = store(work, &stored)?;
    if let Some(was) = was {
        card::reshare(work, oid, &was, &stored.object)?;
    }
    *work.latest.borrow_mut() = Some((oid, stored.object));
    let wrote = |field: &str| applied.fields.contains_key(field);
    for (alias, on) in &stored.aliases {
        keys::set_alias(work.db, oid, alias, *on)?;
    }
    let shows_key = stored.oid.is_none() && stored.is_key_free;
    if !shows_key && (wrote(register::KEY) || wrote(register::DELETED)) {
        keys::settle(work.db, &stored.plain, oid)?;
    }
    if stored.oid.is_some() && (wrote(register::DELETED) || wrote(register::TYPE)) {
        relate::refresh_linked(work, oid)?;
    }
    if stored.oid.is_some() {
        holds::turn_owner(work, oid, was_owned, is_owned)?;
    }
    if applied.fields.keys().any(|field| field.starts_with(register::HANDOFF)) {
        handed::note(work.db, oid, applied.fields)?;
    }
    let of_guards = [register::TYPE, register::STATE, register::BODY, register::DEMAND];
    let of_cards = [
        register::ARCHIVED,
        register::DELETED,
        register::PRIORITY,
        register::ASSIGNEE,
        register::DUE_AT,
        register::SINCE,
    ];
    let is_field = |field: &String| field.starts_with(register::FIELD) || field.starts_with(register::LABEL);
    let is_seen = of_guards.into_iter().any(wrote) || applied.fields.keys().any(is_field);
    if stored.oid.is_some() && (is_seen || of_cards.into_iter().any(wrote)) {
        card::refresh_of(work, oid)?;
    }
    if stored.oid.is_some() && (is_seen || wrote(register::DELETED) || wrote(register::KEY)) {
        card::refresh_watchers(work, oid)?;
    }
    if wrote(register::ARCHIVED) {
        work.came_or_went.borrow_mut().insert(oid);
    }
    let of_words = [register::KEY, register::TITLE, register::BODY, register::DELETED];
    let has_label = applied.fields.keys().any(|f| f.starts_with(register::LABEL));
    if has_label || of_words.into_iter().any(wrote) {
        work.reworded.borrow_mut().entry(oid).or_insert(stored.oid.is_none());
    }
    Ok(())
}

/// The stored object, or a blank one to be created; nothing when it is neither here nor created.
fn load(work: &Work<'_>, applied: &Applied<'_>) -> Db<Option<Stored>> {
    if applied.creates {
        let blank = blank(applied.entity);
        return Ok(Some(Stored {
            oid: None,
            object: blank,
            plain: String::new(),
            is_key_free: false,
            aliases: Vec::new(),
        }));
    }
    let mut find = work.db.prepare_cached("SELECT * FROM object WHERE id = ?1")?;
    let found = find.query_row([Id(applied.entity.0)], row::object).optional()?;
    Ok(found.map(|(oid, object, plain)| Stored {
        oid: Some(oid),
        object,
        plain,
        is_key_free: false,
        aliases: Vec::new(),
    }))
}

fn blank(entity: EntityId) -> Object {
    Object::blank(ObjectId(entity.0), Key::new("", 0), from_millis(0))
}

/// Writes one register into the object. What we do not know is kept in the journal and passed over here.
fn patch(stored: &mut Stored, field: &str, value: &Value) {
    if field == register::KEY {
        value.as_str().unwrap_or_default().clone_into(&mut stored.plain);
    } else if let Some(alias) = field.strip_prefix(register::ALIAS) {
        stored.aliases.push((alias.to_owned(), value.as_bool() == Some(true)));
    } else {
        stored.object.write(field, value);
    }
}

fn store(work: &Work<'_>, stored: &Stored) -> Db<i64> {
    let object = &stored.object;
    let ms_of = |at: Option<At>| at.map(ms);
    let mut put = work.db.prepare_cached(match stored.oid {
        None => {
            "INSERT INTO object (oid, id, plain, type, title, body, state, priority, assignee, labels, due_at, since_at, demand,
               scenario, fields, created_at, created_by, archived, deleted, key, major, is_major, team, scores)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, iif(?20, ?3, NULL),
               ?21, ?22, ?23, ?24)"
        }
        Some(_) => {
            "UPDATE object SET id = ?2, plain = ?3, type = ?4, title = ?5, body = ?6, state = ?7, priority = ?8, assignee = ?9,
               labels = ?10, due_at = ?11, since_at = ?12, demand = ?13, scenario = ?14, fields = ?15, created_at = ?16,
               created_by = ?17, archived = ?18, deleted = ?19, key = iif(?20, ?3, key), major = ?21, is_major = ?22, team = ?23,
               scores = ?24
             WHERE oid = ?1"
        }
    })?;
    put.execute(rusqlite::params![
        stored.oid,
        Id(object.id.0),
        stored.plain,
        object.type_id.0,
        object.title,
        object.body,
        object.state,
        object.priority,
        object.assignee,
        words_to_json(&object.labels),
        ms_of(object.due_at),
        ms_of(object.since),
        object.demand,
        object.scenario,
        fields_to_json(&object.fields),
        ms(object.created_at),
        object.created_by,
        object.archived,
        object.deleted,
        stored.is_key_free,
        object.major.as_ref().map(|major| to_json(&major.to_value())),
        object.is_major(),
        object.team,
        scores_to_json(&object.scores),
    ])?;
    Ok(stored.oid.unwrap_or_else(|| work.db.last_insert_rowid()))
}
