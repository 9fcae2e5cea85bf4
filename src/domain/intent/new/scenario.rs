//! Scenarios as templates: what they say where nothing else was said, and the objects they start with.

use std::fmt::Write;

use super::{Author, Facts, NewObject, No, Refusal, free_key, object_change, object_type};
use crate::domain::change::{Change, What};
use crate::domain::id::{ObjectId, StageId, TypeId};
use crate::domain::stream::{Plan, Start};

/// The wish with what its scenario says put in; nothing where there is no scenario or no card.
pub(super) fn planned<F: Facts>(facts: &F, new: &NewObject) -> Result<Option<(NewObject, Vec<Start>)>, No<F::Error>> {
    let (Some(id), Some(stand), None) = (&new.scenario, &new.stand, new.created_at) else {
        return Ok(None);
    };
    let found = facts.scenario(&stand.stream, id).map_err(No::Facts)?;
    let scenario = found.ok_or_else(|| Refusal::Unknown { what: "scenario", word: id.clone(), known: Vec::new() })?;
    let plan = &scenario.plan;
    let mut new = new.clone();
    new.type_id = new.type_id.or_else(|| plan.card_type.clone());
    new.priority = new.priority.or(plan.priority);
    new.labels.extend(plan.labels.iter().filter(|label| !new.labels.contains(label)).cloned().collect::<Vec<_>>());
    let said: Vec<&str> = new.fields.iter().map(|(field, _)| field.as_str()).collect();
    let unsaid: Vec<_> = plan.fields.iter().filter(|(field, _)| !said.contains(&field.as_str())).cloned().collect();
    new.fields.extend(unsaid);
    let lines = plan_lines(plan);
    // A form shows them before: what stands there already is not said again.
    if !lines.lines().any(|line| new.body.contains(line)) {
        new.body.push_str(if new.body.is_empty() || lines.is_empty() { "" } else { "\n\n" });
        new.body.push_str(&lines);
    }
    if let Some(stand) = &mut new.stand {
        stand.stage = stand.stage.take().or_else(|| plan.first_stage.clone().filter(|s| is_of(s, stand)));
    }
    Ok(Some((new, plan.starts_with.clone())))
}

fn is_of(stage: &StageId, stand: &super::Stand) -> bool {
    stage.stream() == stand.stream
}

/// What to do first, and the checklist.
pub fn plan_lines(plan: &Plan) -> String {
    let mut text = String::new();
    if let Some(action) = &plan.action {
        let _ = writeln!(text, "First: {action}");
    }
    for line in &plan.checklist {
        let _ = writeln!(text, "- [ ] {line}");
    }
    text
}

/// The objects a scenario starts with, linked from the new one.
pub(super) fn started<F: Facts>(
    facts: &F,
    starts: &[Start],
    from: ObjectId,
    from_type: &TypeId,
    author: &Author,
) -> Result<Vec<Change>, No<F::Error>> {
    let mut changes = Vec::new();
    for start in starts {
        let kind = object_type(facts, Some(start.type_id.clone()))?;
        let key = free_key(facts, None, &kind)?;
        let id = ObjectId(facts.fresh_id());
        let new = NewObject { title: start.title.clone(), ..NewObject::default() };
        changes.push(object_change(id, &key, &kind, &new, What::Created, author.at, author)?);
        changes.push(super::super::relate::link_made(facts, (from, from_type), &start.link, (id, &key, &kind.id))?);
    }
    Ok(changes)
}
