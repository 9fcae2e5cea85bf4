//! One type per identity, so that a card can never be passed for an object.
//!
//! Things people make carry a UUIDv7; things that ship are named by their path in the data files,
//! and their journal entity is the UUIDv5 of that path.

use std::fmt;

use uuid::Uuid;

/// Namespace of the UUIDv5 entities of shipped and named things. Chosen once, never changed.
const NAMESPACE: Uuid = Uuid::from_u128(0x6f1d_7c52_0a3e_4b7a_9d41_5b2f_c0de_ba5e);

macro_rules! uuid_id {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    )+};
}

uuid_id! {
    /// A shared data object.
    ObjectId
    /// A card: one standing of an object in a stream.
    CardId
    /// The ops of one action of one person.
    GroupId
    /// A copy of the workspace.
    ReplicaId
    /// Whatever a register belongs to, as the journal names it.
    EntityId
}

macro_rules! path_id {
    ($($(#[$doc:meta])* $name:ident $kind:literal)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub String);

        impl $name {
            /// The id of this path.
            pub fn new(path: impl Into<String>) -> Self {
                Self(path.into())
            }

            /// The path as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The journal's entity of this path.
            pub fn entity(&self) -> EntityId {
                named_entity($kind, &self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

path_id! {
    /// A stream: `operate`.
    StreamId "stream"
    /// A stage in full: `operate/detect-issue`.
    StageId "stage"
    /// A criterion in full: `operate/detect-issue-out1`.
    CriterionId "criterion"
    /// An object type: `incident`.
    TypeId "type"
    /// A relation: `is-caused-by`.
    RelationId "relation"
}

impl StageId {
    /// The stage `stage` of `stream`.
    pub fn of(stream: &StreamId, stage: &str) -> Self {
        Self(format!("{stream}/{stage}"))
    }

    /// The stream this stage belongs to.
    pub fn stream(&self) -> StreamId {
        StreamId(split(&self.0).0.to_owned())
    }

    /// The stage's own id, without its stream.
    pub fn local(&self) -> &str {
        split(&self.0).1
    }
}

impl CriterionId {
    /// The criterion's own id, without its stream.
    pub fn local(&self) -> &str {
        split(&self.0).1
    }
}

/// The entity of a named thing: UUIDv5 of `kind/path`.
pub fn named_entity(kind: &str, path: &str) -> EntityId {
    EntityId(Uuid::new_v5(&NAMESPACE, format!("{kind}/{path}").as_bytes()))
}

fn split(path: &str) -> (&str, &str) {
    path.split_once('/').unwrap_or(("", path))
}
