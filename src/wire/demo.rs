//! TOML of the demo workspace: who works there, what stands on the boards, what the weeks before looked like.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use super::reference::{ReferenceError, read};
use crate::domain::date::parse_span;

/// The demo workspace as its file tells it. Spans are seconds before the moment of seeding.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoPlan {
    pub name: String,
    /// Who named the workspace and set its limits.
    pub host: String,
    /// How long ago the limits were set.
    #[serde(deserialize_with = "span")]
    pub limits: i64,
    /// What chance is drawn from.
    pub seed: u64,
    /// How far the history goes back.
    pub days: i64,
    /// Factors on the dwell of a stage for P1 to P4 and for no priority.
    pub pace: [f64; 5],
    /// Shares of finished work, in the same order.
    pub priorities: [u32; 5],
    /// Who writes cards of a type, where that is no person of a team.
    pub authors: BTreeMap<String, String>,
    pub teams: Vec<Team>,
    /// Groups of things that work is about.
    pub subjects: BTreeMap<String, Vec<Subject>>,
    pub streams: Vec<StreamPlan>,
    #[serde(default)]
    pub objects: Vec<ObjectPlan>,
    #[serde(default)]
    pub places: Vec<PlacePlan>,
    #[serde(default)]
    pub links: Vec<LinkPlan>,
    #[serde(default)]
    pub notes: Vec<Note>,
}

/// People who share a label.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    pub label: String,
    pub people: Vec<String>,
}

/// What a card is about, and the label of the team that looks after it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Subject(pub String, pub String);

/// What a stream has seen.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreamPlan {
    pub id: String,
    /// Cards that went all the way.
    pub finished: usize,
    /// Whether it is worked on by day and on weekdays only.
    pub office: bool,
    /// A stage that more came into than left.
    pub jam: Option<Jam>,
    /// Titles of finished cards.
    pub titles: Vec<TitlePlan>,
    pub remarks: Vec<String>,
    /// Why cards were blocked for a while.
    pub holds: Vec<String>,
    /// Why cards went back a stage.
    pub backs: Vec<String>,
    /// What finished cards were good for.
    pub values: Vec<String>,
    /// States on finishing, by type.
    pub done: BTreeMap<String, Vec<String>>,
    pub stages: Vec<StagePlan>,
}

/// How many cards came into a stage and left it, in each of the last weeks.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jam {
    pub stage: String,
    pub weeks: usize,
    #[serde(rename = "in")]
    pub n_in: usize,
    #[serde(rename = "out")]
    pub n_out: usize,
}

/// A pattern of titles: `{}` is filled in with each subject of a group.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitlePlan {
    #[serde(rename = "type")]
    pub type_id: String,
    pub of: String,
    pub title: String,
}

/// A stage: how long cards usually stay, and those that stand there now.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StagePlan {
    pub id: String,
    pub wip: Option<u32>,
    #[serde(deserialize_with = "span")]
    pub dwell: i64,
    /// States on coming in, by type.
    #[serde(default)]
    pub states: BTreeMap<String, Vec<String>>,
    pub cards: Vec<CardPlan>,
}

/// A card that stands somewhere now.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardPlan {
    /// What the file calls it.
    pub id: Option<String>,
    pub title: String,
    #[serde(rename = "type")]
    pub type_id: String,
    pub prio: Option<u8>,
    /// The priority it began with, where that was another.
    pub was: Option<u8>,
    pub who: Option<String>,
    pub label: String,
    #[serde(deserialize_with = "span")]
    pub age: i64,
    /// The whole of its age where nothing is said.
    #[serde(default, deserialize_with = "some_span")]
    pub stay: Option<i64>,
    #[serde(default, deserialize_with = "some_span")]
    pub since: Option<i64>,
    /// How far ahead it is due.
    #[serde(default, deserialize_with = "some_span")]
    pub due: Option<i64>,
    /// How long ago it was due.
    #[serde(default, deserialize_with = "some_span")]
    pub overdue: Option<i64>,
    /// How far ahead it waits for.
    #[serde(default, deserialize_with = "some_span")]
    pub wait: Option<i64>,
    pub blocked: Option<String>,
    pub scenario: Option<String>,
    /// How much of its gate is met; chance decides where nothing is said.
    pub ticks: Option<usize>,
}

/// An object without a card.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectPlan {
    pub id: String,
    #[serde(rename = "type")]
    pub type_id: String,
    pub title: String,
    pub who: String,
    pub label: String,
    #[serde(deserialize_with = "span")]
    pub age: i64,
    #[serde(default)]
    pub states: Vec<String>,
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
}

/// One more card of an object.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlacePlan {
    pub of: String,
    pub stream: String,
    pub stage: String,
    #[serde(deserialize_with = "span")]
    pub stay: i64,
    pub ticks: usize,
}

/// A link between two things of the file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkPlan {
    pub from: String,
    pub relation: String,
    pub to: String,
    /// How long ago; soon after both were made where nothing is said.
    #[serde(default, deserialize_with = "some_span")]
    pub ago: Option<i64>,
}

/// What a card holds beside its title. Dates among the fields are spans: ahead, or with a minus ago.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    pub card: String,
    #[serde(default)]
    pub body: String,
    #[serde(default)]
    pub comments: Vec<Remark>,
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
}

/// What somebody said.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    pub who: String,
    #[serde(deserialize_with = "span")]
    pub ago: i64,
    pub text: String,
}

/// Reads the embedded file; a test holds that it can be read.
pub fn plan() -> Result<DemoPlan, ReferenceError> {
    read(include_str!("../../assets/demo/demo.toml"))
}

fn span<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    let text = String::deserialize(from)?;
    parse_span(&text).map_err(serde::de::Error::custom)
}

fn some_span<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    span(from).map(Some)
}
