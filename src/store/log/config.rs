//! What a change of a stream, a stage or the workspace was, as people name it.

use rusqlite::{Connection, OptionalExtension};

use super::words;
use crate::domain::calendar::Calendar;
use crate::domain::change::register;
use crate::domain::date::show_span;
use crate::domain::value::Value;
use crate::store::error::{Db, unreadable};
use crate::store::row::Id;
use crate::wire::value::{Fields, fields_from_json};

/// The setting with the team's working time.
const CALENDAR_SETTING: &str = "setting:calendar";

/// A stream or stage that was changed, with what it was shipped with.
pub(super) struct Config {
    /// Its id; none for the workspace.
    pub place: Option<String>,
    base: Fields,
}

impl Config {
    pub fn of(db: &Connection, entity: Id) -> Db<Self> {
        let mut find = db.prepare_cached(
            "SELECT id, base FROM stage WHERE entity = ?1 UNION ALL SELECT id, base FROM stream WHERE entity = ?1",
        )?;
        let found = find.query_row([entity], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)));
        let Some((id, base)) = found.optional()? else { return Ok(Self { place: None, base: Fields::new() }) };
        Ok(Self { place: Some(id), base: fields_from_json(&base).map_err(unreadable)? })
    }

    /// What stood there before, the shipped value where nobody had changed it, and what stands there since.
    pub fn change(&self, fields: &Fields, old: &Fields) -> (Option<String>, Option<String>) {
        let is_removed = fields.get(register::DELETED).map(|value| value.as_bool() == Some(true));
        if let (1, Some(is_removed)) = (fields.len(), is_removed) {
            return (None, Some(if is_removed { "removed" } else { "brought back" }.to_owned()));
        }
        let is_new = fields.contains_key(register::ID);
        let told: Vec<&String> = fields.keys().filter(|field| is_told(field, is_new)).collect();
        let before = |field: &str| old.get(field).filter(|v| !v.is_null()).or_else(|| self.base.get(field)).cloned();
        let after = |field: &str| fields.get(field).filter(|v| !v.is_null()).or_else(|| self.base.get(field)).cloned();
        let listed = |value: &dyn Fn(&str) -> Option<Value>| {
            let parts: Vec<String> = told.iter().map(|field| said(field, value(field).as_ref())).collect();
            (!parts.is_empty()).then(|| parts.join(", "))
        };
        (listed(&before).filter(|_| !is_new), listed(&after))
    }
}

/// What people change; the rest follows from it.
fn is_told(field: &str, is_new: bool) -> bool {
    let is_knob = matches!(field, register::NAME | register::WIP | register::GATE | register::CARD_TYPE)
        || matches!(field, register::CLOCK | register::BLOCKED_PAUSES)
        || field == CALENDAR_SETTING
        || field.starts_with(register::TARGET);
    if is_new { field == register::NAME } else { is_knob || field == register::ORD }
}

fn said(field: &str, value: Option<&Value>) -> String {
    let value = value.filter(|value| !value.is_null());
    if let Some(priority) = field.strip_prefix(register::TARGET) {
        let span = value.and_then(Value::as_int).map_or_else(|| "none".to_owned(), show_span);
        return if priority.is_empty() { format!("target {span}") } else { format!("target {span} for P{priority}") };
    }
    if field == CALENDAR_SETTING {
        let calendar = value.and_then(|value| Calendar::from_value(value).ok());
        return format!("calendar {}", calendar.map_or_else(|| "none".to_owned(), |calendar| calendar.words()));
    }
    let name = match field {
        register::CARD_TYPE => "card type",
        register::ORD => "position",
        register::BLOCKED_PAUSES => "paused while blocked",
        name => name,
    };
    format!("{name} {}", value.and_then(|value| words(field, value)).unwrap_or_else(|| "none".to_owned()))
}
