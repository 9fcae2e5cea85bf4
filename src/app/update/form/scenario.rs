//! A scenario in the form: what it fills, and what is told of it. What somebody typed themselves stays.

use crate::app::line::Line;
use crate::app::model::{Form, FormField, FormFor, Mode, Model};
use crate::domain::id::{StageId, StreamId, TypeId};
use crate::domain::intent::plan_lines;
use crate::domain::stream::Scenario;
use crate::domain::window::StageLine;

use super::fields::field;

/// The fields for a scenario and a stage, where the stream has scenarios.
pub(super) fn fields(model: &Model, stage: &StageId) -> Vec<FormField> {
    let names: Vec<String> = of(model, &stage.stream()).map(|s| s.name.clone()).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let choices = names.into_iter().chain([String::new()]).collect();
    let stages = stages(model, &stage.stream()).iter().map(|s| s.name.clone()).collect();
    let here = model.stage(stage).map_or_else(String::new, |s| s.name.clone());
    vec![
        FormField { choices, ..field("scenario", "Scenario", "") },
        FormField { choices: stages, ..field("stage", "Stage", &here) },
    ]
}

/// Another scenario was chosen, or none: what it says goes into the fields.
pub(super) fn chosen(model: &mut Model) {
    let Mode::Form(form) = &model.mode else {
        return;
    };
    let FormFor::Add { stage } = &form.purpose else {
        return;
    };
    let (stage, text) = (stage.clone(), text_of(form, "scenario"));
    let found = named(model, &stage.stream(), &text).cloned();
    let filled = filled(model, &stage, found.as_ref());
    let told = found.as_ref().map_or_else(Vec::new, |scenario| told(model, scenario));
    if let Mode::Form(form) = &mut model.mode {
        for (id, text) in filled {
            fill(form, id, text);
        }
        form.told = told;
        form.title = format!("Add to {}", text_of(form, "stage"));
    }
}

/// The id of the scenario a form names; why it cannot be.
pub(super) fn id(model: &Model, stream: &StreamId, text: &str) -> Result<Option<String>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let found = named(model, stream, text);
    found.map(|s| Some(s.id.clone())).ok_or_else(|| format!("There is no scenario {text} here; the arrows choose one."))
}

/// The stage a form names.
pub(super) fn stage(model: &Model, form: &Form, own: &StageId) -> Result<StageId, (usize, String)> {
    let Some(idx) = form.fields.iter().position(|f| f.id == "stage") else {
        return Ok(own.clone());
    };
    let text = form.fields[idx].line.text.trim();
    let found = stages(model, &own.stream()).iter().find(|s| s.name.eq_ignore_ascii_case(text));
    found.map(|s| s.id.clone()).ok_or_else(|| (idx, format!("There is no stage {text}.")))
}

/// The values of the fields with this scenario, or with none.
fn filled(model: &Model, own: &StageId, scenario: Option<&Scenario>) -> Vec<(&'static str, String)> {
    let plan = scenario.map(|s| s.plan.clone()).unwrap_or_default();
    let stream = model.streams.iter().find(|s| s.id == own.stream());
    let first = || stages(model, &own.stream()).first().map(|s| s.id.clone()).filter(|_| scenario.is_some());
    let named = plan.first_stage.clone().filter(|stage| model.stage(stage).is_some());
    let stage = named.or_else(first).unwrap_or_else(|| own.clone());
    let kind = plan.card_type.clone().or_else(|| stream.map(|s| s.card_type.clone()));
    vec![
        ("type", kind.map_or_else(String::new, |id| type_name(model, &id))),
        ("stage", model.stage(&stage).map_or_else(String::new, |s| s.name.clone())),
        ("priority", plan.priority.map_or_else(String::new, |p| p.to_string())),
        ("labels", plan.labels.join(" ")),
        ("body", plan_lines(&plan).trim_end().to_owned()),
    ]
}

/// A field that nobody typed in takes the text.
fn fill(form: &mut Form, id: &str, text: String) {
    if let Some(field) = form.fields.iter_mut().find(|f| f.id == id && f.line.text == f.was) {
        field.line = Line::new(text.clone());
        field.was = text;
    }
}

fn told(model: &Model, scenario: &Scenario) -> Vec<String> {
    let plan = &scenario.plan;
    let start = |s: &crate::domain::stream::Start| format!("{} \"{}\"", type_name(model, &s.type_id), s.title);
    let starts: Vec<String> = plan.starts_with.iter().map(start).collect();
    let mut told = vec![format!("Outcome: {}", scenario.outcome)];
    told.extend(plan.action.as_ref().map(|action| format!("First: {action}")));
    told.extend((!starts.is_empty()).then(|| format!("Starts with: {}", starts.join(", "))));
    told
}

fn of<'a>(model: &'a Model, stream: &StreamId) -> impl Iterator<Item = &'a Scenario> {
    let all = model.words.as_ref().map_or(&[][..], |words| &words.scenarios);
    all.iter().filter(move |s| s.stream == *stream)
}

fn named<'a>(model: &'a Model, stream: &StreamId, name: &str) -> Option<&'a Scenario> {
    of(model, stream).find(|s| s.name.eq_ignore_ascii_case(name.trim()) || s.id == name.trim())
}

fn stages<'a>(model: &'a Model, stream: &StreamId) -> &'a [StageLine] {
    model.streams.iter().find(|s| s.id == *stream).map_or(&[], |s| &s.stages)
}

fn type_name(model: &Model, id: &TypeId) -> String {
    let types = model.words.as_ref().map_or(&[][..], |words| &words.types);
    types.iter().find(|t| t.id == *id).map_or_else(|| id.to_string(), |t| t.name.clone())
}

fn text_of(form: &Form, id: &str) -> String {
    form.fields.iter().find(|f| f.id == id).map_or_else(String::new, |f| f.line.text.trim().to_owned())
}
