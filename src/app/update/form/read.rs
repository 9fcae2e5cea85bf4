//! What is typed in a form, read.

use super::scenario;
use crate::app::model::{Form, FormField, FormFor, Model};
use crate::domain::At;
use crate::domain::date;
use crate::domain::id::{ObjectId, TypeId};
use crate::domain::intent::{Edit, Intent, NewObject, Stand};
use crate::domain::object::FieldKind;
use crate::domain::value::format_at;

/// What a form asks for; nothing when nothing was changed; the field and why when it does not read.
pub(super) fn intent(model: &Model, form: &Form) -> Result<Option<Intent>, (usize, String)> {
    match &form.purpose {
        FormFor::Edit { object } => edits(model, form, *object),
        FormFor::Add { stage } => {
            let mut new = NewObject::default();
            for (idx, field) in form.fields.iter().enumerate() {
                fill(model, &mut new, field).map_err(|why| (idx, why))?;
                if field.id == "scenario" {
                    new.scenario =
                        scenario::id(model, &stage.stream(), field.line.text.trim()).map_err(|why| (idx, why))?;
                }
            }
            new.stand = Some(Stand::in_stage(stage.stream(), Some(scenario::stage(model, form, stage)?)));
            Ok(Some(Intent::Add(Box::new(new))))
        }
        FormFor::NewStream => Ok(None),
    }
}

fn edits(model: &Model, form: &Form, object: ObjectId) -> Result<Option<Intent>, (usize, String)> {
    let mut edits = Vec::new();
    for (idx, field) in form.fields.iter().enumerate().filter(|(_, f)| f.line.text != f.was) {
        edits.extend(field_edits(model, field).map_err(|why| (idx, why))?);
    }
    Ok((!edits.is_empty()).then_some(Intent::Edit { object, edits }))
}

fn field_edits(model: &Model, field: &FormField) -> Result<Vec<Edit>, String> {
    let text = field.line.text.trim();
    Ok(vec![match field.id.as_str() {
        "title" => Edit::Title(title(text)?),
        "body" => Edit::Body(field.line.text.clone()),
        "state" => Edit::State(text.to_owned()),
        "priority" => Edit::Priority(priority(text)?),
        "assignee" => Edit::Assignee(who(text)),
        "due" => Edit::Due(due(model, text)?),
        "labels" => return Ok(changed_labels(&field.was, text)),
        id => Edit::Field { id: id.trim_start_matches("field:").to_owned(), text: field_text(model, field)? },
    }])
}

fn fill(model: &Model, new: &mut NewObject, field: &FormField) -> Result<(), String> {
    let text = field.line.text.trim();
    match field.id.as_str() {
        "title" => new.title = title(text)?,
        "type" => new.type_id = type_id(model, text)?,
        "body" => new.body.clone_from(&field.line.text),
        "priority" => new.priority = priority(text)?,
        "assignee" => new.assignee = who(text),
        "due" => new.due_at = due(model, text)?,
        "labels" => new.labels = words(text),
        _ => {}
    }
    Ok(())
}

fn title(text: &str) -> Result<String, String> {
    if text.is_empty() { Err("A title is needed.".into()) } else { Ok(text.to_owned()) }
}

fn type_id(model: &Model, text: &str) -> Result<Option<TypeId>, String> {
    let types = model.words.as_ref().map_or(&[][..], |w| &w.types);
    let found = types.iter().find(|t| t.name.eq_ignore_ascii_case(text) || t.id.as_str() == text);
    match found {
        Some(kind) => Ok(Some(kind.id.clone())),
        None if text.is_empty() => Ok(None),
        None if types.is_empty() => Ok(Some(TypeId::new(text))),
        None => Err(format!("There is no type {text}.")),
    }
}

fn priority(text: &str) -> Result<Option<u8>, String> {
    match text.trim_start_matches(['p', 'P']) {
        "" | "none" => Ok(None),
        digit => match digit.parse() {
            Ok(p) if (1..=4).contains(&p) => Ok(Some(p)),
            _ => Err("1 to 4, or nothing.".into()),
        },
    }
}

fn who(text: &str) -> Option<String> {
    Some(text.trim_start_matches('@').to_owned()).filter(|w| !is_none(w))
}

fn due(model: &Model, text: &str) -> Result<Option<At>, String> {
    if is_none(text) {
        return Ok(None);
    }
    date::parse_due(text, model.now, &model.zone).map(Some).map_err(|e| e.to_string())
}

/// A field of the type as it is stored: dates in full.
fn field_text(model: &Model, field: &FormField) -> Result<String, String> {
    let text = field.line.text.trim();
    let id = field.id.trim_start_matches("field:");
    let fields = model.words.iter().flat_map(|w| &w.types).flat_map(|t| &t.fields);
    let is_date = fields.filter(|f| f.id == id).any(|f| f.kind == FieldKind::Date);
    if is_date { Ok(due(model, text)?.map(format_at).unwrap_or_default()) } else { Ok(text.to_owned()) }
}

fn changed_labels(was: &str, text: &str) -> Vec<Edit> {
    let (old, new) = (words(was), words(text));
    let on = new.iter().filter(|l| !old.contains(l)).map(|l| Edit::Label { name: l.clone(), on: true });
    let off = old.iter().filter(|l| !new.contains(l)).map(|l| Edit::Label { name: l.clone(), on: false });
    on.chain(off).collect()
}

fn words(text: &str) -> Vec<String> {
    let words = text.split([' ', ',']).map(|w| w.trim_start_matches('#'));
    words.filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

pub(super) fn is_none(text: &str) -> bool {
    text.is_empty() || text.eq_ignore_ascii_case("none")
}
