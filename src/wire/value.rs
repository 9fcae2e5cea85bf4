//! Values of registers as JSON text.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::value::Value;

/// Registers of one entity, by name.
pub type Fields = BTreeMap<String, Value>;

/// A value as JSON.
pub fn to_json(value: &Value) -> String {
    serde_json::to_string(&Written(value)).unwrap_or_else(|_| "null".into())
}

/// A value of JSON.
pub fn from_json(text: &str) -> Result<Value, serde_json::Error> {
    Ok(serde_json::from_str::<Read>(text)?.0)
}

/// Registers as a JSON object, sorted by name: the same fields are the same bytes.
pub fn fields_to_json(fields: &Fields) -> String {
    serde_json::to_string(&WrittenMap(fields)).unwrap_or_else(|_| "{}".into())
}

/// Registers of a JSON object.
pub fn fields_from_json(text: &str) -> Result<Fields, serde_json::Error> {
    let read: BTreeMap<String, Read> = serde_json::from_str(text)?;
    Ok(read.into_iter().map(|(name, value)| (name, value.0)).collect())
}

/// Words as a JSON array.
pub fn words_to_json<T: Serialize>(words: &[T]) -> String {
    serde_json::to_string(words).unwrap_or_else(|_| "[]".into())
}

/// Words of a JSON array.
pub fn words_from_json(text: &str) -> Result<Vec<String>, serde_json::Error> {
    serde_json::from_str(text)
}

/// A value on its way into a document.
pub struct Written<'a>(pub &'a Value);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => to.serialize_unit(),
            Value::Bool(b) => to.serialize_bool(*b),
            Value::Int(n) => to.serialize_i64(*n),
            Value::Real(r) => to.serialize_f64(*r),
            Value::Text(text) => to.serialize_str(text),
            Value::List(list) => {
                let mut seq = to.serialize_seq(Some(list.len()))?;
                list.iter().try_for_each(|v| seq.serialize_element(&Written(v)))?;
                seq.end()
            }
            Value::Map(map) => WrittenMap(map).serialize(to),
        }
    }
}

/// Registers on their way into a document.
pub struct WrittenMap<'a>(pub &'a Fields);

impl Serialize for WrittenMap<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.0.len()))?;
        self.0.iter().try_for_each(|(name, v)| map.serialize_entry(name, &Written(v)))?;
        map.end()
    }
}

/// A value out of a document.
pub struct Read(pub Value);

impl<'de> Deserialize<'de> for Read {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reading).map(Read)
    }
}

struct Reading;

impl<'de> Visitor<'de> for Reading {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of a register")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, b: bool) -> Result<Value, E> {
        Ok(Value::Bool(b))
    }

    fn visit_i64<E>(self, n: i64) -> Result<Value, E> {
        Ok(Value::Int(n))
    }

    fn visit_u64<E>(self, n: u64) -> Result<Value, E> {
        Ok(i64::try_from(n).map_or(Value::Real(n as f64), Value::Int))
    }

    fn visit_f64<E>(self, r: f64) -> Result<Value, E> {
        Ok(Value::Real(r))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Read(value)) = seq.next_element()? {
            list.push(value);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some((name, Read(value))) = entries.next_entry()? {
            map.insert(name, value);
        }
        Ok(Value::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_as_it_was_written() {
        let text = r#"{"a":null,"b":true,"n":-7,"r":1.0,"s":"ä\n\"","z":[1,{"k":"v"}]}"#;
        let fields = fields_from_json(text).unwrap();
        assert_eq!(fields["r"], Value::Real(1.0));
        assert_eq!(fields["z"], Value::List(vec![1.into(), Value::map([("k", "v".into())])]));
        assert_eq!(fields_to_json(&fields), text);
        assert_eq!(from_json(&to_json(&fields["z"])).unwrap(), fields["z"]);
    }

    #[test]
    fn what_is_no_json_is_an_error() {
        assert!(fields_from_json("[1]").is_err());
        assert!(from_json("{").is_err());
    }
}
