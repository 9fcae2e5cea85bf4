//! Scenarios as templates: what they say where nothing else was said, and the objects they start with.

use std::fmt::Write;

use super::super::relate::{NewLinks, RELATES_TO};
use super::{Author, Facts, NewObject, No, Refusal, Stand, free_key, object_change, object_type};
use crate::domain::change::{Change, What};
use crate::domain::id::{ObjectId, RelationId};
use crate::domain::stream::{Plan, Start};

/// A wish, and the objects it starts with.
type Planned = (NewObject, Vec<Start>);

/// The wish with what its scenario says put in; nothing where there is no scenario or no card.
pub(super) fn planned<F: Facts>(facts: &F, new: &NewObject) -> Result<Option<Planned>, No<F::Error>> {
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
    let known = known_fields(facts, &new, stand)?;
    let said: Vec<&str> = new.fields.iter().map(|(field, _)| field.as_str()).collect();
    let is_unsaid = |field: &String| !said.contains(&field.as_str()) && known.contains(field);
    let unsaid: Vec<_> = plan.fields.iter().filter(|(field, _)| is_unsaid(field)).cloned().collect();
    new.fields.extend(unsaid);
    let lines = plan_lines(plan);
    // A form shows them before: what stands there already is not said again.
    if !lines.lines().any(|line| new.body.contains(line)) {
        new.body.push_str(if new.body.is_empty() || lines.is_empty() { "" } else { "\n\n" });
        new.body.push_str(&lines);
    }
    let stream = super::super::stream(facts, &stand.stream)?;
    let first = plan.first_stage.clone().filter(|stage| stream.position(stage).is_some());
    if let Some(stand) = &mut new.stand {
        stand.stage = stand.stage.take().or(first);
    }
    Ok(Some((new, plan.starts_with.clone())))
}

/// The fields of the type it comes to be, which need not be that of the scenario.
fn known_fields<F: Facts>(facts: &F, new: &NewObject, stand: &Stand) -> Result<Vec<String>, No<F::Error>> {
    let type_id = match &new.type_id {
        Some(id) => id.clone(),
        None => super::super::stream(facts, &stand.stream)?.card_type,
    };
    let kind = object_type(facts, Some(type_id))?;
    Ok(kind.fields.iter().map(|field| field.id.clone()).collect())
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
    links: &mut NewLinks<'_>,
    author: &Author,
) -> Result<Vec<Change>, No<F::Error>> {
    let mut changes = Vec::new();
    for start in starts {
        let kind = object_type(facts, Some(start.type_id.clone()))?;
        let key = free_key(facts, None, &kind)?;
        let id = ObjectId(facts.fresh_id());
        let new = NewObject { title: start.title.clone(), ..NewObject::default() };
        changes.push(object_change(id, &key, &kind, &new, What::Created, author.at, author)?);
        let to = (id, &key, &kind.id);
        let link = match links.add_new(facts, &start.link, to) {
            Err(No::Refused(_)) => links.add_new(facts, &RelationId::new(RELATES_TO), to)?,
            link => link?,
        };
        changes.push(link);
    }
    Ok(changes)
}
