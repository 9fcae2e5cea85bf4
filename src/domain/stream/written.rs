//! What a stream's file says, as registers and the catalogue keep it: the keys of the files people write.

use super::{Carry, Criterion, Edge, Level, Loop, Plan, Scenario, Start};
use crate::domain::guard::{Guard, paths};
use crate::domain::id::{RelationId, StageId, TypeId};
use crate::domain::value::Value;

impl Criterion {
    /// The register's value.
    pub fn to_value(&self) -> Value {
        Value::map([
            ("id", self.id.as_str().into()),
            ("kind", self.kind.word().into()),
            ("level", Value::text_or_null(self.level.map(Level::word))),
            ("text", self.text.as_str().into()),
            ("details", Value::list_or_null(&self.details)),
            ("objects", Value::list_or_null(&self.objects)),
            ("satisfied_by", Value::list_or_null(&self.satisfied_by)),
            ("applies", Value::text_or_null(self.applies.as_deref())),
            ("guard", self.guard.as_ref().map_or(Value::Null, Guard::to_value)),
        ])
    }
}

impl Loop {
    /// The register's value.
    pub fn to_value(&self) -> Value {
        Value::map([("to", self.to.as_str().into()), ("why", self.why.as_str().into())])
    }
}

impl Scenario {
    /// The register's value.
    pub fn to_value(&self) -> Value {
        Value::map([
            ("id", self.id.as_str().into()),
            ("name", self.name.as_str().into()),
            ("trigger", Value::text_or_null(self.trigger.as_deref())),
            ("outcome", self.outcome.as_str().into()),
            ("notes", Value::list_or_null(&self.notes)),
            ("objects", Value::list_or_null(&self.objects)),
            ("plan", self.plan.to_value()),
        ])
    }
}

impl Plan {
    /// The register's value.
    pub fn to_value(&self) -> Value {
        let fields = self.fields.iter().map(|(field, text)| (field.clone(), text.as_str().into())).collect();
        Value::map([
            ("first_stage", Value::text_or_null(self.first_stage.as_ref().map(StageId::as_str))),
            ("card_type", Value::text_or_null(self.card_type.as_ref().map(TypeId::as_str))),
            ("priority", self.priority.map_or(Value::Null, |p| i64::from(p).into())),
            ("labels", Value::list_or_null(&self.labels)),
            ("fields", if self.fields.is_empty() { Value::Null } else { Value::Map(fields) }),
            ("starts_with", Value::each(&self.starts_with, Start::to_value)),
            ("action", Value::text_or_null(self.action.as_deref())),
            ("checklist", Value::list_or_null(&self.checklist)),
        ])
    }
}

impl Start {
    fn to_value(&self) -> Value {
        Value::map([
            ("type", self.type_id.as_str().into()),
            ("title", self.title.as_str().into()),
            ("link", self.link.as_str().into()),
        ])
    }
}

impl Edge {
    /// The register's value.
    pub fn to_value(&self) -> Value {
        Value::map([
            ("id", self.id.as_str().into()),
            ("kind", self.kind.as_str().into()),
            ("from_stage", Value::text_or_null(self.from_stage.as_ref().map(StageId::as_str))),
            ("to", self.to.as_str().into()),
            ("to_stage", Value::text_or_null(self.to_stage.as_ref().map(StageId::as_str))),
            ("what", self.what.as_str().into()),
            ("objects", Value::list_or_null(&self.objects)),
            ("carry", self.carry.to_value()),
        ])
    }
}

impl Carry {
    /// The register's value.
    pub fn to_value(&self) -> Value {
        Value::map([
            ("types", Value::list_or_null(&self.types)),
            ("makes", Value::text_or_null(self.makes.as_ref().map(TypeId::as_str))),
            ("same_object", Value::true_or_null(self.same_object)),
            ("use_linked", Value::true_or_null(self.use_linked)),
            ("paths", paths(&self.paths)),
            ("link", Value::text_or_null(self.link.as_ref().map(RelationId::as_str))),
            ("figures", Value::true_or_null(self.figures)),
            ("improves", Value::true_or_null(self.improves)),
            ("answer_states", Value::list_or_null(&self.answer_states)),
            ("set_state", Value::text_or_null(self.set_state.as_deref())),
            ("origin_state", Value::text_or_null(self.origin_state.as_deref())),
        ])
    }
}
