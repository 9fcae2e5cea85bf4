//! The reference data that ships with the program.

use super::reference::{self, ReferenceError};
use crate::domain::link::Relation;
use crate::domain::object::ObjectType;
use crate::domain::stream::{Role, Stream};

/// The mark of the reference data: a hash over its files. A database that holds it needs no reading of them.
pub const REFERENCE_MARK: &str = include_str!("../../assets/reference.sha256").trim_ascii();

const STREAMS: [&str; 7] = [
    include_str!("../../assets/streams/evaluate.toml"),
    include_str!("../../assets/streams/explore.toml"),
    include_str!("../../assets/streams/integrate.toml"),
    include_str!("../../assets/streams/deploy.toml"),
    include_str!("../../assets/streams/release.toml"),
    include_str!("../../assets/streams/consume.toml"),
    include_str!("../../assets/streams/operate.toml"),
];

const TYPES: [&str; 5] = [
    include_str!("../../assets/objects/strategy-to-portfolio.toml"),
    include_str!("../../assets/objects/requirement-to-deploy.toml"),
    include_str!("../../assets/objects/request-to-fulfill.toml"),
    include_str!("../../assets/objects/detect-to-correct.toml"),
    include_str!("../../assets/objects/supporting-functions.toml"),
];

const RELATIONS: &str = include_str!("../../assets/relations.toml");
const ROLES: &str = include_str!("../../assets/roles.toml");

/// Streams people can start from: the word, and its file.
pub const PRESETS: [(&str, &str); 1] = [("plain", include_str!("../../assets/presets/plain.toml"))];

/// All of the reference data.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    pub streams: Vec<Stream>,
    pub types: Vec<ObjectType>,
    pub relations: Vec<Relation>,
    pub roles: Vec<Role>,
}

/// Reads the embedded files; a test holds that they can be read.
pub fn reference() -> Result<Reference, ReferenceError> {
    let streams: Result<_, _> = STREAMS.iter().map(|text| reference::stream(text)).collect();
    let types: Result<Vec<_>, _> = TYPES.iter().map(|text| reference::object_types(text)).collect();
    Ok(Reference {
        streams: streams?,
        types: types?.concat(),
        relations: reference::relations(RELATIONS)?,
        roles: reference::roles(ROLES)?,
    })
}

#[cfg(test)]
mod guards;
#[cfg(test)]
mod tests;
