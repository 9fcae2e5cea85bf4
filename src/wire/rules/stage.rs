//! The rules of a stage, as its row and its register keep them.

use serde::Deserialize;

use super::effect::{EffectForm, StageOn};
use super::guard::Checked;
use crate::domain::id::{StageId, TypeId};
use crate::domain::rule::{Barrier, StageRules};

#[derive(Deserialize, Default)]
#[serde(default)]
struct StageForm {
    entry: Vec<BarrierForm>,
    back: Vec<BarrierForm>,
    effects: Vec<EffectForm<StageOn, Checked>>,
    parallel_with: Vec<String>,
    parallel_types: Vec<String>,
}

#[derive(Deserialize)]
struct BarrierForm {
    guard: Checked,
    text: String,
    instead: Option<String>,
    edge: Option<String>,
}

impl From<BarrierForm> for Barrier {
    fn from(form: BarrierForm) -> Self {
        Self { guard: form.guard.0, text: form.text, instead: form.instead, edge: form.edge }
    }
}

/// The rules of a stage of JSON.
pub fn stage_rules_from_json(text: &str) -> Result<StageRules, serde_json::Error> {
    let form: StageForm = serde_json::from_str(text)?;
    Ok(StageRules {
        entry: form.entry.into_iter().map(Into::into).collect(),
        back: form.back.into_iter().map(Into::into).collect(),
        effects: form.effects.into_iter().map(Into::into).collect(),
        parallel_with: form.parallel_with.into_iter().map(StageId).collect(),
        parallel_types: form.parallel_types.into_iter().map(TypeId).collect(),
    })
}
