//! Looking back: what changed between two instants.

use std::collections::BTreeMap;

use serde::Serialize;

use super::card::split;
use super::{SCHEMA, at, shown};
use crate::domain::At;
use crate::domain::id::{ObjectId, StageId};
use crate::domain::past::{Changed, Net, NetKind, ends};

/// The instant a document looks back at.
#[derive(Debug, Serialize)]
pub struct Then(#[serde(serialize_with = "at")] pub At);

/// What changed.
#[derive(Debug, Serialize)]
pub struct ChangesDoc<'a> {
    schema: u32,
    /// Nothing for all of them.
    stream: Option<&'a str>,
    #[serde(serialize_with = "at")]
    from: At,
    #[serde(serialize_with = "at")]
    to: At,
    /// How many cards changed in each way.
    counts: BTreeMap<&'static str, usize>,
    stages: Vec<EndsDoc<'a>>,
    cards: Vec<ChangedDoc<'a>>,
}

/// A stage with its cards at both ends.
#[derive(Debug, Serialize)]
struct EndsDoc<'a> {
    stream: &'a str,
    stage: &'a str,
    before: u64,
    after: u64,
}

/// A card with what changed of it.
#[derive(Debug, Serialize)]
struct ChangedDoc<'a> {
    key: &'a str,
    #[serde(serialize_with = "shown")]
    id: ObjectId,
    title: &'a str,
    r#type: &'a str,
    stream: &'a str,
    stage: &'a str,
    changes: Vec<NetDoc>,
}

/// One thing that changed: stages by id, priorities as `P2`, people as `@ana`.
#[derive(Debug, Serialize)]
struct NetDoc {
    what: &'static str,
    from: Option<String>,
    to: Option<String>,
}

impl<'a> ChangesDoc<'a> {
    /// The document of what changed of a stream, or of all.
    pub fn of(
        stream: Option<&'a str>,
        (from, to): (At, At),
        cards: &'a [Changed],
        stages: &[(&'a StageId, [u64; 2])],
    ) -> Self {
        let mut counts: BTreeMap<&'static str, usize> = NetKind::WORDS.iter().map(|(_, word)| (*word, 0)).collect();
        for change in cards.iter().flat_map(|card| &card.changes) {
            *counts.entry(change.kind().word()).or_default() += 1;
        }
        let cards = cards.iter().map(ChangedDoc::of).collect();
        let stages = stages.iter().map(|(id, ends)| EndsDoc::of(id, *ends)).collect();
        Self { schema: SCHEMA, stream, from, to, counts, stages, cards }
    }
}

impl<'a> EndsDoc<'a> {
    fn of(id: &'a StageId, [before, after]: [u64; 2]) -> Self {
        let (stream, stage) = split(id);
        Self { stream, stage, before, after }
    }
}

impl<'a> ChangedDoc<'a> {
    fn of(card: &'a Changed) -> Self {
        let (stream, stage) = split(&card.row.stage);
        Self {
            key: card.row.key.as_str(),
            id: card.row.object,
            title: &card.row.title,
            r#type: card.row.type_id.as_str(),
            stream,
            stage,
            changes: card.changes.iter().map(NetDoc::of).collect(),
        }
    }
}

impl NetDoc {
    fn of(change: &Net) -> Self {
        let (from, to) = ends(change, &|stage| stage.local().to_owned());
        Self { what: change.kind().word(), from, to }
    }
}
