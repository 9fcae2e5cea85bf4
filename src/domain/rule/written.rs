//! Rules as registers and the catalogue keep them: the keys of the files people write.

use super::{Act, Barrier, Effect, Figure, Fill, Fold, Lock, Notice, On, StageRules};
use crate::domain::guard::{Guard, Reach};
use crate::domain::value::Value;

impl StageRules {
    /// The register's value.
    pub fn to_value(&self) -> Value {
        Value::map([
            ("entry", Value::each(&self.entry, Barrier::to_value)),
            ("back", Value::each(&self.back, Barrier::to_value)),
            ("effects", Value::each(&self.effects, Effect::to_value)),
            ("parallel_with", Value::list_or_null(&self.parallel_with)),
            ("parallel_types", Value::list_or_null(&self.parallel_types)),
        ])
    }
}

impl Barrier {
    fn to_value(&self) -> Value {
        Value::map([
            ("guard", self.guard.to_value()),
            ("text", self.text.as_str().into()),
            ("instead", Value::text_or_null(self.instead.as_deref())),
            ("edge", Value::text_or_null(self.edge.as_deref())),
        ])
    }
}

impl Effect {
    pub fn to_value(&self) -> Value {
        Value::joined([
            Value::map([
                ("on", self.on.word().into()),
                ("types", Value::list_or_null(&self.types)),
                ("guard", self.guard.as_ref().map_or(Value::Null, Guard::to_value)),
            ]),
            self.to.as_ref().map_or(Value::Null, reached),
            self.act.to_value(),
        ])
    }
}

impl On {
    /// The word for it; that of a state names the state.
    pub fn word(&self) -> String {
        match self {
            Self::Enter => "enter".into(),
            Self::Leave => "leave".into(),
            Self::Finish => "finish".into(),
            Self::Created => "created".into(),
            Self::Linked => "linked".into(),
            Self::State(state) => format!("state:{state}"),
        }
    }
}

impl Act {
    fn to_value(&self) -> Value {
        let set = self.set.iter().map(|(field, text)| (field.clone(), text.as_str().into())).collect();
        Value::map([
            ("state", Value::text_or_null(self.state.as_deref())),
            ("force_state", Value::true_or_null(self.force_state)),
            ("set", if self.set.is_empty() { Value::Null } else { Value::Map(set) }),
            ("count", Value::text_or_null(self.count.as_deref())),
            ("finish", Value::true_or_null(self.finish)),
            ("fill", self.fill.as_ref().map_or(Value::Null, Fill::to_value)),
        ])
    }
}

impl Fill {
    fn to_value(&self) -> Value {
        let own = Value::map([("field", self.field.as_str().into()), ("text", self.text.as_str().into())]);
        Value::joined([own, reached(&self.reach)])
    }
}

impl Notice {
    pub fn to_value(&self) -> Value {
        let own = Value::map([
            ("guard", self.guard.as_ref().map_or(Value::Null, Guard::to_value)),
            ("open", Value::true_or_null(self.open_only)),
            ("text", self.text.as_str().into()),
        ]);
        Value::joined([own, reached(&self.reach)])
    }
}

impl Lock {
    pub fn to_value(&self) -> Value {
        Value::map([
            ("states", self.states.clone().into()),
            ("relations", Value::list_or_null(&self.relations)),
            ("fields", Value::list_or_null(&self.fields)),
            ("instead", self.instead.as_str().into()),
        ])
    }
}

impl Figure {
    pub fn to_value(&self) -> Value {
        let own = Value::map([
            ("id", self.id.as_str().into()),
            ("name", self.name.as_str().into()),
            ("fold", self.fold.word().into()),
            ("field", Value::text_or_null(self.field.as_deref())),
            ("unit", Value::text_or_null(self.unit.as_deref())),
        ]);
        Value::joined([own, reached(&self.reach)])
    }
}

impl Fold {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Count => "count",
            Self::Closed => "closed",
        }
    }
}

fn reached(reach: &Reach) -> Value {
    Value::joined([Value::map([("linked", reach.type_word().into())]), reach.to_value()])
}
