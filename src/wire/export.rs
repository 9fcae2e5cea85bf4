//! A whole workspace as one JSON document: its history, a group a line, in the order of the hybrid clock.
//!
//! Nothing of the replica is in it (its id, its claims of keys, terminals), so two replicas that agree write the same
//! bytes. It is read back by [`read`], into an empty workspace.

use serde::{Deserialize, Serialize};

use super::json::SCHEMA;
use super::value::{Fields, Read, WrittenMap};

/// What the document calls itself.
const KIND: &str = "streamboard-workspace";

/// One action of one person, as written.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct GroupDoc {
    pub id: String,
    pub at: String,
    pub actor: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub os_user: Option<String>,
    pub via: String,
    pub what: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Milliseconds and counter of the hybrid clock.
    pub stamp: [i64; 2],
    pub ops: Vec<OpDoc>,
}

/// Registers of one entity written together.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct OpDoc {
    pub kind: String,
    pub entity: String,
    pub what: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub creates: bool,
    pub stamp: [i64; 2],
    #[serde(serialize_with = "written", deserialize_with = "fields")]
    pub fields: Fields,
}

#[derive(Deserialize)]
struct Document {
    schema: u32,
    kind: String,
    groups: Vec<GroupDoc>,
}

/// Why a text is no workspace.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("the file is no workspace written by export --to json: {0}")]
    Broken(#[from] serde_json::Error),
    #[error("the file is a \"{0}\", not a {KIND}")]
    OtherKind(String),
    #[error("the file is of version {0}; this program knows {SCHEMA}")]
    OtherVersion(u32),
}

/// How the document begins.
pub fn head() -> String {
    format!("{{\"schema\":{SCHEMA},\"kind\":\"{KIND}\",\"groups\":[")
}

/// How it ends.
pub const TAIL: &str = "\n]}\n";

/// A group on its line.
pub fn line(group: &GroupDoc, is_first: bool) -> String {
    let comma = if is_first { "" } else { "," };
    format!("{comma}\n{}", super::json::to_string(group))
}

/// The groups of a document.
pub fn read(bytes: &[u8]) -> Result<Vec<GroupDoc>, ExportError> {
    let document: Document = serde_json::from_slice(bytes)?;
    match () {
        () if document.kind != KIND => Err(ExportError::OtherKind(document.kind)),
        () if document.schema != SCHEMA => Err(ExportError::OtherVersion(document.schema)),
        () => Ok(document.groups),
    }
}

fn written<S: serde::Serializer>(fields: &Fields, to: S) -> Result<S::Ok, S::Error> {
    WrittenMap(fields).serialize(to)
}

fn fields<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Fields, D::Error> {
    let read: std::collections::BTreeMap<String, Read> = Deserialize::deserialize(from)?;
    Ok(read.into_iter().map(|(name, value)| (name, value.0)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_read_as_it_was_written() {
        let fields = Fields::from([("title".to_owned(), "Disk".into())]);
        let op = OpDoc { kind: "object".into(), creates: true, stamp: [7, 1], fields, ..OpDoc::default() };
        let group = GroupDoc { id: "g".into(), stamp: [7, 2], ops: vec![op], ..GroupDoc::default() };
        let text = head() + &line(&group, true) + &line(&GroupDoc::default(), false) + TAIL;
        let groups = read(text.as_bytes()).unwrap();
        assert_eq!((groups.len(), groups[0].stamp, groups[0].ops[0].creates), (2, [7, 2], true));
        assert_eq!(groups[0].ops[0].fields["title"].as_str(), Some("Disk"));
    }

    #[test]
    fn what_is_something_else_is_refused() {
        let refused = |text: &str| read(text.as_bytes()).unwrap_err().to_string();
        assert!(refused("{").starts_with("the file is no workspace"));
        let other = r#"{"schema":1,"kind":"board","groups":[]}"#;
        assert_eq!(refused(other), "the file is a \"board\", not a streamboard-workspace");
        assert!(refused(&other.replace("board", KIND).replace(":1", ":9")).contains("version 9"));
    }
}
