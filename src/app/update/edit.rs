//! Texts in the editor, and dates as people read them.

use super::{ask, form, notice, verb};
use crate::app::effect::{EditFor, Effect, Query};
use crate::app::model::{Model, Slot};
use crate::domain::At;
use crate::domain::id::ObjectId;
use crate::domain::intent::{Edit, Intent};
use crate::domain::window::Sheet;

/// `E`: the text of the object in the editor; it is read first where it is not in memory.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let Some(object) = verb::aims(model).first().map(|a| a.object) else {
        return Vec::new();
    };
    let known = model.sheet.as_ref().and_then(|s| s.sheet.as_ref()).filter(|s| s.object.id == object);
    match known {
        Some(sheet) => read(sheet),
        None => vec![ask::read(model, Slot::Body, Query::Sheet(object))],
    }
}

/// The text is there: the editor opens.
pub(super) fn read(sheet: &Sheet) -> Vec<Effect> {
    let object = &sheet.object;
    let file_name = format!("{}.md", object.key);
    vec![Effect::OpenEditor { file_name, text: object.body.clone(), then: EditFor::Body(object.id) }]
}

/// The editor was closed; without a text it was cancelled or changed nothing.
pub(super) fn edited(model: &mut Model, then: &EditFor, text: Option<String>) -> Vec<Effect> {
    let Some(text) = text else {
        notice::info(model, "Nothing was changed in the editor.");
        return Vec::new();
    };
    match *then {
        EditFor::Body(object) => body(model, object, text),
        EditFor::Comment(_) if text.trim().is_empty() => {
            notice::info(model, "An empty comment is not kept.");
            Vec::new()
        }
        EditFor::Comment(object) => {
            ask::commit(model, vec![Intent::Comment { object, text: text.trim_end().to_owned() }], "commented")
        }
        EditFor::FormBody => {
            form::body_edited(model, text);
            Vec::new()
        }
    }
}

/// A date as people read it, in their zone.
pub(super) fn show(model: &Model, at: At) -> String {
    at.with_timezone(&model.zone).format("%a %-d %b %Y %H:%M").to_string()
}

fn body(model: &mut Model, object: ObjectId, text: String) -> Vec<Effect> {
    let edits = vec![Edit::Body(text)];
    ask::commit(model, vec![Intent::Edit { object, edits }], "edited")
}
