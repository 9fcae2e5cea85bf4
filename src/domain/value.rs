//! What a register can hold: a small closed set of shapes, the same for storing, merging and showing.

use std::collections::BTreeMap;

use chrono::{SecondsFormat, TimeZone, Utc};

use super::At;

/// The value of a register. Instants are RFC 3339 text in UTC, so that a value reads the same everywhere.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Nothing: the register is cleared.
    #[default]
    Null,
    Bool(bool),
    Int(i64),
    Real(f64),
    Text(String),
    List(Vec<Value>),
    Map(BTreeMap<String, Value>),
}

impl Value {
    /// Text, or nothing when there is none.
    pub fn text_or_null(text: Option<&str>) -> Self {
        text.map_or(Self::Null, |t| Self::Text(t.to_owned()))
    }

    /// An instant, or nothing.
    pub fn at_or_null(at: Option<At>) -> Self {
        at.map_or(Self::Null, Self::from)
    }

    /// A map of the given entries; empty ones are left out.
    pub fn map<const N: usize>(entries: [(&str, Value); N]) -> Self {
        let full = entries.into_iter().filter(|(_, v)| *v != Self::Null);
        Self::Map(full.map(|(k, v)| (k.to_owned(), v)).collect())
    }

    /// A list of words, or nothing when there are none.
    pub fn list_or_null<T: ToString>(words: impl IntoIterator<Item = T>) -> Self {
        let words: Vec<Self> = words.into_iter().map(|word| Self::Text(word.to_string())).collect();
        if words.is_empty() { Self::Null } else { Self::List(words) }
    }

    /// A list of values made of each, or nothing when there are none.
    pub fn each<T>(all: &[T], value: impl Fn(&T) -> Self) -> Self {
        if all.is_empty() { Self::Null } else { Self::List(all.iter().map(value).collect()) }
    }

    /// Yes, or nothing.
    pub fn true_or_null(is_so: bool) -> Self {
        if is_so { Self::Bool(true) } else { Self::Null }
    }

    /// The entries of several maps in one.
    pub fn joined<const N: usize>(maps: [Self; N]) -> Self {
        let entries = maps.into_iter().filter_map(|map| if let Self::Map(map) = map { Some(map) } else { None });
        Self::Map(entries.flatten().collect())
    }

    /// What a list holds; nothing when this is no list.
    pub fn items(&self) -> &[Self] {
        if let Self::List(list) = self { list } else { &[] }
    }

    pub fn is_null(&self) -> bool {
        *self == Self::Null
    }

    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(n) => Some(*n),
            _ => None,
        }
    }

    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(b) => Some(*b),
            _ => None,
        }
    }

    /// The instant a text holds.
    pub fn as_at(&self) -> Option<At> {
        parse_at(self.as_str()?)
    }

    /// An entry of a map; nothing when this is no map or has no such entry.
    pub fn get(&self, entry: &str) -> &Value {
        match self {
            Self::Map(map) => map.get(entry).unwrap_or(&Self::Null),
            _ => &Self::Null,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(n: i64) -> Self {
        Self::Int(n)
    }
}

impl From<bool> for Value {
    fn from(b: bool) -> Self {
        Self::Bool(b)
    }
}

impl From<At> for Value {
    fn from(at: At) -> Self {
        Self::Text(format_at(at))
    }
}

/// RFC 3339 in UTC; milliseconds only where there are some.
pub fn format_at(at: At) -> String {
    let exact = at.timestamp_subsec_millis() == 0;
    let form = if exact { SecondsFormat::Secs } else { SecondsFormat::Millis };
    at.to_rfc3339_opts(form, true)
}

/// Reads RFC 3339.
pub fn parse_at(text: &str) -> Option<At> {
    Some(chrono::DateTime::parse_from_rfc3339(text).ok()?.with_timezone(&Utc))
}

/// The instant of milliseconds since 1970, as stored in columns.
pub fn from_millis(ms: i64) -> At {
    Utc.timestamp_millis_opt(ms).single().unwrap_or_default()
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(list: Vec<T>) -> Self {
        Self::List(list.into_iter().map(Into::into).collect())
    }
}
