//! The fields of a form, filled with what is there.

use crate::app::line::Line;
use crate::app::model::FormField;
use crate::domain::date::{parse_span, show_span};
use crate::domain::object::{Field, FieldKind, Object, ObjectType};
use crate::domain::value::Value;

pub(super) fn field(id: &str, label: &str, text: &str) -> FormField {
    FormField {
        id: id.to_owned(),
        label: label.to_owned(),
        line: Line::new(text),
        was: text.to_owned(),
        multi_line: false,
        choices: Vec::new(),
        reads_as: None,
    }
}

/// What every object has.
pub(super) fn common(object: Option<&Object>, due: &str) -> [FormField; 4] {
    let priority = object.and_then(|o| o.priority).map_or(String::new(), |p| p.to_string());
    let assignee = object.and_then(|o| o.assignee.clone()).unwrap_or_default();
    let labels = object.map_or(String::new(), |o| o.labels.join(" "));
    let choices = ["1", "2", "3", "4", ""].map(str::to_owned).to_vec();
    [
        FormField { choices, ..field("priority", "Priority", &priority) },
        field("assignee", "Assignee", &assignee),
        field("labels", "Labels", &labels),
        field("due", "Due", due),
    ]
}

pub(super) fn state(object: &Object, kind: &ObjectType) -> FormField {
    let now = object.state.clone().unwrap_or_default();
    let next = kind.states.iter().find(|s| s.id == now).map(|s| s.next.clone()).unwrap_or_default();
    let choices = std::iter::once(now.clone()).chain(next).collect();
    FormField { choices, ..field("state", "State", &now) }
}

pub(super) fn typed_field(object: &Object, of: &Field) -> FormField {
    let text = object.fields.get(&of.id).map_or(String::new(), |v| show(v, of.kind));
    let choices = match of.kind {
        FieldKind::Choice => of.choices.iter().cloned().chain([String::new()]).collect(),
        FieldKind::Flag => ["yes", "no", ""].map(str::to_owned).to_vec(),
        _ => Vec::new(),
    };
    FormField { choices, ..field(&format!("field:{}", of.id), &of.name, &text) }
}

fn show(value: &Value, kind: FieldKind) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(n) if kind == FieldKind::Duration => {
            let short = show_span(*n);
            if parse_span(&short) == Ok(*n) { short } else { format!("{n}s") }
        }
        Value::Int(n) => n.to_string(),
        Value::Real(n) => n.to_string(),
        Value::Bool(b) => if *b { "yes" } else { "no" }.to_owned(),
        Value::Null | Value::List(_) | Value::Map(_) => String::new(),
    }
}
