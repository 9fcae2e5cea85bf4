//! The rules of an object type: what is told of its objects, what they no longer take, figures over what is around.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::effect::{EffectForm, TypeOn};
use super::guard::{OfObject, reach_of};
use crate::domain::date::parse_span;
use crate::domain::id::RelationId;
use crate::domain::major::MajorRule;
use crate::domain::object::{ObjectType, Weight};
use crate::domain::rule::{Effect, Figure, Fold, Lock, Notice};
use crate::domain::value::Value;

/// A notice as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeForm {
    guard: Option<OfObject>,
    linked: String,
    #[serde(default)]
    paths: Vec<Vec<String>>,
    #[serde(default)]
    states: Vec<String>,
    #[serde(default)]
    open: bool,
    #[serde(rename = "where")]
    whose: Option<OfObject>,
    text: String,
}

impl From<NoticeForm> for Notice {
    fn from(form: NoticeForm) -> Self {
        let whose = form.whose.map(|whose| Box::new(whose.0));
        Self {
            guard: form.guard.map(|guard| guard.0),
            reach: reach_of(&form.linked, form.paths, form.states, whose),
            open_only: form.open,
            text: form.text,
        }
    }
}

/// A lock as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockForm {
    states: Vec<String>,
    #[serde(default)]
    relations: Vec<String>,
    #[serde(default)]
    fields: Vec<String>,
    instead: String,
}

impl From<LockForm> for Lock {
    fn from(form: LockForm) -> Self {
        let relations = form.relations.into_iter().map(RelationId).collect();
        Self { states: form.states, relations, fields: form.fields, instead: form.instead }
    }
}

/// A figure as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureForm {
    id: String,
    name: String,
    fold: FoldForm,
    linked: String,
    #[serde(default)]
    paths: Vec<Vec<String>>,
    #[serde(default)]
    states: Vec<String>,
    #[serde(rename = "where")]
    whose: Option<OfObject>,
    field: Option<String>,
    unit: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum FoldForm {
    Sum,
    Count,
    Closed,
}

impl From<FigureForm> for Figure {
    fn from(form: FigureForm) -> Self {
        let fold = match form.fold {
            FoldForm::Sum => Fold::Sum,
            FoldForm::Count => Fold::Count,
            FoldForm::Closed => Fold::Closed,
        };
        let whose = form.whose.map(|whose| Box::new(whose.0));
        let reach = reach_of(&form.linked, form.paths, form.states, whose);
        Self { id: form.id, name: form.name, fold, reach, field: form.field, unit: form.unit }
    }
}

/// What a type's row keeps of its rules.
#[derive(Deserialize, Default)]
#[serde(default)]
struct TypeRules {
    effects: Vec<EffectForm<TypeOn, OfObject>>,
    notices: Vec<NoticeForm>,
    locks: Vec<LockForm>,
    figures: Vec<FigureForm>,
    impact: Option<String>,
    dismissed: Option<String>,
    major: Option<MajorForm>,
}

/// What is done when an object is declared major, as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MajorForm {
    review_edge: Option<String>,
    #[serde(default, deserialize_with = "some_span")]
    update_every: Option<i64>,
}

fn some_span<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    let text = String::deserialize(from)?;
    parse_span(&text).map(Some).map_err(D::Error::custom)
}

impl From<MajorForm> for MajorRule {
    fn from(form: MajorForm) -> Self {
        Self { review_edge: form.review_edge, update_every_s: form.update_every }
    }
}

/// The rules of a type, as its row keeps them.
pub fn type_rules(kind: &ObjectType) -> Value {
    Value::map([
        ("effects", Value::each(&kind.effects, Effect::to_value)),
        ("notices", Value::each(&kind.notices, Notice::to_value)),
        ("locks", Value::each(&kind.locks, Lock::to_value)),
        ("figures", Value::each(&kind.figures, Figure::to_value)),
        ("impact", Value::text_or_null(kind.impact.map(Weight::word))),
        ("dismissed", Value::text_or_null(kind.dismissed.as_deref())),
        ("major", kind.major.as_ref().map_or(Value::Null, MajorRule::to_value)),
    ])
}

/// Puts the rules of JSON on a type.
pub fn put_type_rules(kind: &mut ObjectType, text: &str) -> Result<(), serde_json::Error> {
    let rules: TypeRules = serde_json::from_str(text)?;
    kind.effects = rules.effects.into_iter().map(Into::into).collect();
    kind.notices = rules.notices.into_iter().map(Into::into).collect();
    kind.locks = rules.locks.into_iter().map(Into::into).collect();
    kind.figures = rules.figures.into_iter().map(Into::into).collect();
    kind.impact = rules.impact.as_deref().and_then(Weight::of);
    kind.dismissed = rules.dismissed;
    kind.major = rules.major.map(Into::into);
    Ok(())
}
