//! Filters asked of the past: what can be known of then, and whether a card was meant.

use crate::domain::At;
use crate::domain::filter::{Cond, Filter, Is, Subject};
use crate::domain::object::Object;
use crate::domain::value::Value;
use crate::domain::window::{CardRow, Comment, LinkRow};

/// An object as it was.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetThen {
    pub at: At,
    pub object: Object,
    pub type_name: String,
    /// Where its cards stood; those done by then last.
    pub cards: Vec<CardRow>,
    /// What it was linked with; the others as they are called now.
    pub links: Vec<LinkRow>,
    pub comments: Vec<Comment>,
}

/// Whether a card as it was is meant by a filter. `names` are what its stage, its stream and its type are called.
pub fn fits(filter: &Filter, row: &CardRow, object: &Object, names: [&str; 3], at: At) -> bool {
    let [stage_name, stream_name, type_name] = names;
    let fields: Vec<(String, String)> = object.fields.iter().map(|(id, value)| (id.clone(), read(value))).collect();
    let stream = row.stage.stream();
    let subject = Subject {
        key: row.key.as_str(),
        title: &row.title,
        text: &object.body,
        labels: &row.labels,
        assignee: row.assignee.as_deref(),
        priority: row.priority,
        stage: row.stage.as_str(),
        stage_name,
        stream: stream.as_str(),
        stream_name,
        type_id: row.type_id.as_str(),
        type_name,
        state: row.state.as_deref().unwrap_or_default(),
        blocked: row.blocked.is_some(),
        waiting: row.is_waiting(at),
        age_s: row.age_s(at),
        entered_s: row.in_stage_s(at),
        due_at: row.due_at,
        team: row.team.as_deref(),
        fields: &fields,
        ..Subject::default()
    };
    filter.matches(&subject, at)
}

/// A field as people read it.
fn read(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(n) => n.to_string(),
        Value::Real(n) => n.to_string(),
        Value::Bool(is_so) => if *is_so { "yes" } else { "no" }.to_owned(),
        _ => String::new(),
    }
}

impl Filter {
    /// What of it cannot be asked of the past, in words; nothing where all of it can.
    pub fn unknowable_then(&self) -> Option<&'static str> {
        self.terms.iter().flat_map(|term| &term.any).find_map(|cond| match cond {
            Cond::Is(Is::Ready) => Some("which gates were met"),
            Cond::Is(Is::Done) => Some("what was done by then; `changes` tells what was finished between two dates"),
            Cond::Is(Is::Archived) => Some("what was archived by then"),
            Cond::Sla(_) => Some("which clocks were running"),
            _ => None,
        })
    }
}
