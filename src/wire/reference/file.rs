//! The files as they are written; unknown keys are errors, since they are nearly always slips.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, de::Error};
use toml::Spanned;

use crate::domain::date::parse_span;
use crate::domain::link::{End, Flow};
use crate::domain::object::{FieldKind, Weight};
use crate::domain::stream::{Level, Mode, Policy, StreamKind, Timing};
use crate::wire::rules::{
    Checked, EffectForm, FigureForm, LockForm, MajorForm, NoticeForm, OfObject, StageOn, StartForm, TypeOn,
};

/// Behind the shipped streams in the row of streams.
const ORD_OF_OWN: i64 = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stream {
    pub id: Spanned<String>,
    pub name: String,
    pub short: String,
    #[serde(deserialize_with = "word")]
    pub kind: StreamKind,
    #[serde(default = "ord_of_own")]
    pub order: i64,
    #[serde(deserialize_with = "word")]
    pub gate: Policy,
    #[serde(default)]
    pub purpose: String,
    #[serde(default)]
    pub outcome: String,
    #[serde(default)]
    pub key_stakeholder: String,
    pub card_type: String,
    pub clock_starts: Spanned<String>,
    #[serde(default = "elapsed", deserialize_with = "word")]
    pub clock: Timing,
    #[serde(default)]
    pub blocked_pauses: bool,
    #[serde(default)]
    pub triggers: Vec<String>,
    #[serde(default)]
    pub notes: Vec<String>,
    #[serde(default)]
    pub targets: Vec<Target>,
    pub stages: Vec<Stage>,
    #[serde(default)]
    pub scenarios: Vec<Scenario>,
    #[serde(default)]
    pub edges: Vec<Edge>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    pub priority: Option<Spanned<u8>>,
    #[serde(deserialize_with = "span")]
    pub duration: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    pub id: Spanned<String>,
    pub name: String,
    pub short: String,
    #[serde(default)]
    pub purpose: String,
    #[serde(default = "all", deserialize_with = "word")]
    pub entrance_mode: Mode,
    #[serde(default = "all", deserialize_with = "word")]
    pub exit_mode: Mode,
    #[serde(default)]
    pub deliverables: Vec<String>,
    #[serde(default)]
    pub value_items: Vec<String>,
    #[serde(default)]
    pub roles: Vec<String>,
    #[serde(default)]
    pub notes: Vec<String>,
    pub wip: Option<u32>,
    #[serde(default)]
    pub targets: Vec<Target>,
    #[serde(default)]
    pub taken_meets_target: bool,
    /// Told in the notes of the model; nothing depends on it.
    #[serde(default, rename = "revisited")]
    pub _revisited: bool,
    #[serde(default)]
    pub parallel_with: Vec<Spanned<String>>,
    #[serde(default)]
    pub parallel_types: Vec<String>,
    #[serde(default)]
    pub entry: Vec<Barrier>,
    #[serde(default)]
    pub back: Vec<Barrier>,
    #[serde(default)]
    pub effects: Vec<EffectForm<StageOn, Checked>>,
    #[serde(default)]
    pub entrance: Vec<Criterion>,
    #[serde(default)]
    pub exit: Vec<Criterion>,
    #[serde(default)]
    pub activities: Vec<Criterion>,
    #[serde(default)]
    pub loops: Vec<Loop>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    pub id: Spanned<String>,
    #[serde(default, deserialize_with = "some_word")]
    pub level: Option<Level>,
    pub text: String,
    #[serde(default)]
    pub details: Vec<String>,
    #[serde(default)]
    pub objects: Vec<String>,
    #[serde(default)]
    pub satisfied_by: Vec<Spanned<String>>,
    pub applies: Option<String>,
    pub guard: Option<Checked>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Barrier {
    pub guard: Checked,
    pub text: String,
    pub instead: Option<String>,
    pub edge: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Loop {
    pub to: Spanned<String>,
    pub why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    pub id: Spanned<String>,
    pub name: String,
    pub trigger: Option<String>,
    pub outcome: String,
    #[serde(default)]
    pub notes: Vec<String>,
    #[serde(default)]
    pub objects: Vec<String>,
    pub first_stage: Option<Spanned<String>>,
    pub card_type: Option<String>,
    pub priority: Option<Spanned<u8>>,
    #[serde(default)]
    pub labels: Vec<String>,
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    #[serde(default)]
    pub starts_with: Vec<StartForm>,
    pub action: Option<String>,
    #[serde(default)]
    pub checklist: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edge {
    pub id: Spanned<String>,
    pub kind: String,
    pub from_stage: Option<Spanned<String>>,
    pub to: String,
    pub to_stage: Option<Spanned<String>>,
    pub what: String,
    #[serde(default)]
    pub objects: Vec<String>,
    #[serde(default)]
    pub types: Vec<String>,
    pub makes: Option<String>,
    #[serde(default)]
    pub same_object: bool,
    #[serde(default)]
    pub use_linked: bool,
    #[serde(default)]
    pub paths: Vec<Vec<String>>,
    pub link: Option<String>,
    #[serde(default)]
    pub figures: bool,
    #[serde(default)]
    pub improves: bool,
    #[serde(default)]
    pub answer_states: Vec<String>,
    pub set_state: Option<String>,
    pub origin_state: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Types {
    pub area: String,
    pub types: Vec<Type>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Type {
    pub id: String,
    pub name: String,
    pub prefix: String,
    #[serde(default)]
    pub purpose: String,
    #[serde(default)]
    pub states: Vec<State>,
    #[serde(default)]
    pub fields: Vec<Field>,
    #[serde(default)]
    pub effects: Vec<EffectForm<TypeOn, OfObject>>,
    #[serde(default)]
    pub notices: Vec<NoticeForm>,
    #[serde(default)]
    pub locks: Vec<LockForm>,
    #[serde(default)]
    pub figures: Vec<FigureForm>,
    /// `disturbs` or `at-risk`.
    #[serde(default, deserialize_with = "weight")]
    pub impact: Option<Weight>,
    pub dismissed: Option<String>,
    pub major: Option<MajorForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub next: Vec<String>,
    #[serde(default, rename = "final")]
    pub is_final: bool,
    pub guard: Option<OfObject>,
    pub text: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub id: String,
    pub name: String,
    #[serde(deserialize_with = "field_kind")]
    pub kind: FieldKind,
    #[serde(default)]
    pub choices: Vec<String>,
    pub unit: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relations {
    pub relations: Vec<Relation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    pub id: String,
    pub inverse: String,
    pub name: String,
    pub inverse_name: String,
    pub from: String,
    pub to: String,
    pub cardinality: String,
    /// `down`, `up` or `side`.
    #[serde(default, deserialize_with = "flow")]
    pub flow: Flow,
    #[serde(default)]
    pub acyclic: bool,
    /// `from` or `to`: the end that depends on the other, where flow does not say so.
    #[serde(default, deserialize_with = "end")]
    pub depends: Option<End>,
    /// Where the model has it from; told to readers of the file.
    #[serde(rename = "status")]
    pub _status: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    pub roles: Vec<Role>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    pub id: String,
    pub name: String,
}

fn elapsed() -> Timing {
    Timing::Elapsed
}

fn ord_of_own() -> i64 {
    ORD_OF_OWN
}

fn all() -> Mode {
    Mode::All
}

fn word<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    String::deserialize(from)?.parse().map_err(D::Error::custom)
}

fn some_word<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    word(from).map(Some)
}

fn field_kind<'de, D: Deserializer<'de>>(from: D) -> Result<FieldKind, D::Error> {
    let word = String::deserialize(from)?;
    FieldKind::of(&word).ok_or_else(|| D::Error::custom(format!("\"{word}\" is no kind of field")))
}

fn flow<'de, D: Deserializer<'de>>(from: D) -> Result<Flow, D::Error> {
    match String::deserialize(from)?.as_str() {
        "down" => Ok(Flow::Down),
        "up" => Ok(Flow::Up),
        "side" => Ok(Flow::Side),
        word => Err(D::Error::custom(format!("\"{word}\" is none of down, up, side"))),
    }
}

fn end<'de, D: Deserializer<'de>>(from: D) -> Result<Option<End>, D::Error> {
    match String::deserialize(from)?.as_str() {
        "from" => Ok(Some(End::From)),
        "to" => Ok(Some(End::To)),
        word => Err(D::Error::custom(format!("\"{word}\" is none of from, to"))),
    }
}

fn weight<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Weight>, D::Error> {
    let word = String::deserialize(from)?;
    let known = || D::Error::custom(format!("\"{word}\" is none of disturbs, at-risk"));
    Weight::of(&word).map(Some).ok_or_else(known)
}

fn span<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    let text = String::deserialize(from)?;
    parse_span(&text).map_err(D::Error::custom)
}
