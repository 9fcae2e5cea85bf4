//! Effects as written.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::guard::{OfObject, reach_of};
use crate::domain::guard::Guard;
use crate::domain::id::TypeId;
use crate::domain::rule::{Act, Effect, Fill, On};

/// An effect as written; `O` is what it may follow, `G` what may be asked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EffectForm<O, G> {
    on: O,
    #[serde(default)]
    types: Vec<String>,
    guard: Option<G>,
    linked: Option<String>,
    #[serde(default)]
    paths: Vec<Vec<String>>,
    #[serde(default)]
    states: Vec<String>,
    #[serde(rename = "where")]
    whose: Option<OfObject>,
    state: Option<String>,
    #[serde(default)]
    force_state: bool,
    #[serde(default)]
    set: BTreeMap<String, String>,
    count: Option<String>,
    #[serde(default)]
    finish: bool,
    fill: Option<FillForm>,
}

/// What happens in a stage.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct StageOn(On);

impl TryFrom<String> for StageOn {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        match word.as_str() {
            "enter" => Ok(Self(On::Enter)),
            "leave" => Ok(Self(On::Leave)),
            "finish" => Ok(Self(On::Finish)),
            _ => Err(format!("\"{word}\" is none of enter, leave, finish")),
        }
    }
}

/// What happens to an object.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct TypeOn(On);

impl TryFrom<String> for TypeOn {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        match (word.as_str(), word.strip_prefix("state:")) {
            ("created", _) => Ok(Self(On::Created)),
            ("linked", _) => Ok(Self(On::Linked)),
            (_, Some(state)) => Ok(Self(On::State(state.to_owned()))),
            _ => Err(format!("\"{word}\" is none of created, linked, state:<state>")),
        }
    }
}

impl From<StageOn> for On {
    fn from(on: StageOn) -> Self {
        on.0
    }
}

impl From<TypeOn> for On {
    fn from(on: TypeOn) -> Self {
        on.0
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct FillForm {
    field: String,
    linked: String,
    #[serde(default)]
    paths: Vec<Vec<String>>,
    #[serde(default)]
    states: Vec<String>,
    #[serde(rename = "where")]
    whose: Option<OfObject>,
    text: String,
}

impl From<FillForm> for Fill {
    fn from(form: FillForm) -> Self {
        let whose = form.whose.map(|whose| Box::new(whose.0));
        let reach = reach_of(&form.linked, form.paths, form.states, whose);
        Self { field: form.field, reach, text: form.text }
    }
}

impl<O: Into<On>, G: Into<Guard>> From<EffectForm<O, G>> for Effect {
    fn from(form: EffectForm<O, G>) -> Self {
        let whose = form.whose.map(|whose| Box::new(whose.0));
        Self {
            on: form.on.into(),
            types: form.types.into_iter().map(TypeId).collect(),
            guard: form.guard.map(Into::into),
            to: form.linked.map(|kind| reach_of(&kind, form.paths, form.states, whose)),
            act: Act {
                state: form.state,
                force_state: form.force_state,
                set: form.set.into_iter().collect(),
                count: form.count,
                finish: form.finish,
                fill: form.fill.map(Into::into),
            },
        }
    }
}
