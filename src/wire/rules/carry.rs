//! How hand-offs carry work over, and what scenarios put on a board, as written.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::id::{RelationId, StageId, StreamId, TypeId};
use crate::domain::stream::{Carry, Plan, Start};

/// What an edge says of carrying.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct CarryForm {
    pub types: Vec<String>,
    pub makes: Option<String>,
    pub same_object: bool,
    pub use_linked: bool,
    pub paths: Vec<Vec<String>>,
    pub link: Option<String>,
    pub figures: bool,
    pub improves: bool,
    pub answer_states: Vec<String>,
    pub set_state: Option<String>,
    pub origin_state: Option<String>,
}

impl From<CarryForm> for Carry {
    fn from(form: CarryForm) -> Self {
        let path = |path: Vec<String>| path.into_iter().map(RelationId).collect();
        Self {
            types: form.types.into_iter().map(TypeId).collect(),
            makes: form.makes.map(TypeId),
            same_object: form.same_object,
            use_linked: form.use_linked,
            paths: form.paths.into_iter().map(path).collect(),
            link: form.link.map(RelationId),
            figures: form.figures,
            improves: form.improves,
            answer_states: form.answer_states,
            set_state: form.set_state,
            origin_state: form.origin_state,
        }
    }
}

/// What a scenario says of the work it starts.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PlanForm {
    pub first_stage: Option<String>,
    pub card_type: Option<String>,
    pub priority: Option<u8>,
    pub labels: Vec<String>,
    pub fields: BTreeMap<String, String>,
    pub starts_with: Vec<StartForm>,
    pub action: Option<String>,
    pub checklist: Vec<String>,
}

/// An object a scenario starts with, as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartForm {
    #[serde(rename = "type")]
    type_id: String,
    title: String,
    link: String,
}

impl PlanForm {
    /// The plan of a scenario of this stream.
    pub fn of_stream(self, stream: &StreamId) -> Plan {
        let stage = |id: String| if id.contains('/') { StageId(id) } else { StageId::of(stream, &id) };
        let start = |s: StartForm| Start { type_id: TypeId(s.type_id), title: s.title, link: RelationId(s.link) };
        Plan {
            first_stage: self.first_stage.map(stage),
            card_type: self.card_type.map(TypeId),
            priority: self.priority,
            labels: self.labels,
            fields: self.fields.into_iter().collect(),
            starts_with: self.starts_with.into_iter().map(start).collect(),
            action: self.action,
            checklist: self.checklist,
        }
    }
}

/// An edge's way of carrying of JSON.
pub fn carry_from_json(text: &str) -> Result<Carry, serde_json::Error> {
    Ok(serde_json::from_str::<CarryForm>(text)?.into())
}

/// A scenario's plan of JSON.
pub fn plan_from_json(text: &str, stream: &StreamId) -> Result<Plan, serde_json::Error> {
    Ok(serde_json::from_str::<PlanForm>(text)?.of_stream(stream))
}
