//! Forms: to add with everything, to edit everything.

mod fields;
mod read;
mod scenario;

use super::{ask, enter, leave, notice, verb};
use crate::app::action::Action;
use crate::app::effect::{EditFor, Effect, Query};
use crate::app::line::Line;
use crate::app::model::{Form, FormField, FormFor, Mode, Model, Slot};
use crate::domain::At;
use crate::domain::date;
use crate::domain::id::TypeId;
use crate::domain::intent::Intent;
use crate::domain::window::Sheet;
use fields::{common, field, state, typed_field};
use read::{intent, is_none};

/// `A`: a form for a new card in the stage of the cursor.
pub(super) fn open_add(model: &mut Model) -> Vec<Effect> {
    let Some(stage) = model.current_stage() else {
        return Vec::new();
    };
    let (id, title) = (stage.id.clone(), format!("Add to {}", stage.name));
    let card_type = model.streams.iter().find(|s| s.id == id.stream()).map(|s| s.card_type.clone());
    let types = model.words.as_ref().map_or(&[][..], |w| &w.types);
    let name = |id: &TypeId| types.iter().find(|t| t.id == *id).map_or(id.to_string(), |t| t.name.clone());
    let own = card_type.as_ref().map(name).unwrap_or_default();
    let type_names = types.iter().map(|t| t.name.clone()).collect();
    let mut fields = vec![field("title", "Title", "")];
    fields.extend(scenario::fields(model, &id));
    fields.push(FormField { choices: type_names, ..field("type", "Type", &own) });
    fields.extend(common(None, ""));
    fields.push(FormField { multi_line: true, ..field("body", "Text", "") });
    open(model, title, FormFor::Add { stage: id }, fields);
    Vec::new()
}

/// `e`: the object is read, then the form opens.
pub(super) fn open_edit(model: &mut Model) -> Vec<Effect> {
    let Some(object) = verb::aims(model).first().map(|a| a.object) else {
        return Vec::new();
    };
    vec![ask::read(model, Slot::Form, Query::Sheet(object))]
}

/// The object to edit is there; a form does not open over something else.
pub(super) fn read(model: &mut Model, sheet: &Sheet) -> Vec<Effect> {
    if !matches!(model.mode, Mode::Normal | Mode::Range { .. }) {
        return Vec::new();
    }
    let object = &sheet.object;
    let kind = model.words.iter().flat_map(|w| &w.types).find(|t| t.id == object.type_id).cloned();
    let due = object.due_at.map(|at| at.with_timezone(&model.zone).format("%Y-%m-%d %H:%M").to_string());
    let mut fields = vec![field("title", "Title", &object.title)];
    fields.extend(kind.as_ref().map(|k| state(object, k)));
    fields.extend(common(Some(object), &due.unwrap_or_default()));
    fields.extend(kind.iter().flat_map(|k| &k.fields).map(|f| typed_field(object, f)));
    fields.push(FormField { multi_line: true, ..field("body", "Text", &object.body) });
    open(model, format!("Edit {}", object.key), FormFor::Edit { object: object.id }, fields);
    Vec::new()
}

/// Keys of a form that type nothing.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::NextField => turn(model, 1),
        Action::PrevField => turn(model, -1),
        _ => return to_editor(model),
    }
    Vec::new()
}

/// Up and down: another choice, another line of a text, else another field.
pub(super) fn vertical(model: &mut Model, by: i64) -> Vec<Effect> {
    let Mode::Form(form) = &mut model.mode else {
        return Vec::new();
    };
    let Some(field) = form.fields.get_mut(form.focus) else {
        turn(model, by);
        return Vec::new();
    };
    if !field.choices.is_empty() {
        choose(field, by);
        return changed(model);
    }
    let is_moved = field.multi_line && if by < 0 { field.line.up() } else { field.line.down() };
    if !is_moved {
        turn(model, by);
    }
    Vec::new()
}

/// A field changed: what it reads as.
pub(super) fn changed(model: &mut Model) -> Vec<Effect> {
    let (now, zone) = (model.now, model.zone);
    let Mode::Form(form) = &mut model.mode else {
        return Vec::new();
    };
    (form.asks_discard, form.error) = (false, None);
    if form.fields.get(form.focus).is_some_and(|f| f.id == "scenario") {
        scenario::chosen(model);
        return Vec::new();
    }
    if let Some(field) = form.fields.get_mut(form.focus).filter(|f| f.id == "due") {
        let text = field.line.text.trim();
        let shown = |at: At| at.with_timezone(&zone).format("%a %-d %b %Y %H:%M").to_string();
        let read = date::parse_due(text, now, &zone).map(shown).map_err(|e| e.to_string());
        field.reads_as = (!is_none(text)).then_some(read);
    }
    Vec::new()
}

/// Enter: a new line in a text, the next field, on the Save line save.
pub(super) fn accept(model: &mut Model) -> Vec<Effect> {
    let Mode::Form(form) = &mut model.mode else {
        return Vec::new();
    };
    match form.fields.get_mut(form.focus) {
        None => save(model),
        Some(field) if field.multi_line => {
            field.line.insert("\n");
            changed(model)
        }
        Some(_) => {
            turn(model, 1);
            Vec::new()
        }
    }
}

/// Esc: asks once where something was typed.
pub(super) fn cancel(model: &mut Model) -> Vec<Effect> {
    let Mode::Form(form) = &mut model.mode else {
        return Vec::new();
    };
    let is_changed = form.fields.iter().any(|f| f.line.text != f.was);
    if is_changed && !form.asks_discard {
        form.asks_discard = true;
        notice::info(model, "Esc once more throws away what was typed.");
    } else {
        // The warning has been heeded.
        if form.asks_discard {
            model.notice = None;
        }
        leave(model);
    }
    Vec::new()
}

/// The text came back from the editor.
pub(super) fn body_edited(model: &mut Model, text: String) {
    if let Mode::Form(form) = &mut model.mode
        && let Some(body) = form.fields.iter_mut().find(|f| f.id == "body")
    {
        body.line = Line::new(text);
    }
}

/// Whether the field with the keys takes several lines.
pub(super) fn is_multi_line(form: &Form) -> bool {
    form.fields.get(form.focus).is_some_and(|f| f.multi_line)
}

fn open(model: &mut Model, title: String, purpose: FormFor, fields: Vec<FormField>) {
    enter(
        model,
        Mode::Form(Form { title, purpose, fields, focus: 0, error: None, told: Vec::new(), asks_discard: false }),
    );
}

fn turn(model: &mut Model, by: i64) {
    let Mode::Form(form) = &mut model.mode else {
        return;
    };
    form.asks_discard = false;
    let n = form.fields.len() as i64 + 1;
    form.focus = (form.focus as i64 + by).rem_euclid(n) as usize;
}

fn to_editor(model: &mut Model) -> Vec<Effect> {
    let Mode::Form(form) = &model.mode else {
        return Vec::new();
    };
    let Some(body) = form.fields.iter().find(|f| f.id == "body") else {
        return Vec::new();
    };
    vec![Effect::OpenEditor { file_name: "text.md".into(), text: body.line.text.clone(), then: EditFor::FormBody }]
}

fn save(model: &mut Model) -> Vec<Effect> {
    let Mode::Form(form) = model.mode.clone() else {
        return Vec::new();
    };
    match intent(model, &form) {
        Err((idx, why)) => {
            if let Mode::Form(form) = &mut model.mode {
                (form.focus, form.error) = (idx, Some((idx, why)));
            }
            Vec::new()
        }
        Ok(None) => {
            leave(model);
            notice::info(model, "Nothing was changed.");
            Vec::new()
        }
        Ok(Some(intent)) => {
            leave(model);
            let what = if matches!(intent, Intent::Add(_)) { "added" } else { "edited" };
            model.flow.held = Some(Box::new(Mode::Form(form)));
            ask::commit(model, vec![intent], what)
        }
    }
}

fn choose(field: &mut FormField, by: i64) {
    let n = field.choices.len() as i64;
    let at = field.choices.iter().position(|c| *c == field.line.text);
    let at = at.map_or(if by > 0 { -1 } else { 0 }, |at| at as i64);
    field.line = Line::new(field.choices[(at + by).rem_euclid(n) as usize].clone());
}
