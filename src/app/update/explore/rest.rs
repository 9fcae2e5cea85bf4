//! The object picked, read when the cursor has come to rest on it. A cursor key only says where it came to rest; the
//! read is asked for by the clock, so a key held down asks for nothing. What was seen last stays until then.

use chrono::TimeDelta;

use super::go;
use crate::app::effect::{Effect, Query};
use crate::app::model::explore::{Explore, Part, Rested};
use crate::app::model::{Mode, Model, Screen, Slot};
use crate::app::update::ask;
use crate::domain::At;
use crate::domain::around::Peek;
use crate::domain::id::ObjectId;

/// How long the cursor stays on an object before it is read.
const RESTED: TimeDelta = TimeDelta::milliseconds(150);

/// Notes where the cursor rests.
pub fn settle(model: &mut Model) {
    let now = model.now;
    let is_shown = model.screen == Screen::Explore;
    let Some(explore) = &mut model.explore else { return };
    let object = explore.picked().map(|row| row.id).filter(|_| is_shown);
    if explore.rest.map(|rest| rest.object) == object {
        return;
    }
    let is_seen = object == seen(explore);
    explore.rest = object.map(|object| Rested { object, since: now, is_asked: is_seen });
}

/// When the cursor will have rested long enough.
pub fn due_at(model: &Model) -> Option<At> {
    let explore = model.explore.as_ref().filter(|_| model.screen == Screen::Explore)?;
    let rest = explore.rest.filter(|rest| !rest.is_asked && matches!(model.mode, Mode::Normal))?;
    Some(rest.since + RESTED)
}

/// Time went on: the object is read if the cursor has rested on it.
pub fn tick(model: &mut Model) -> Option<Effect> {
    due_at(model).filter(|due| *due <= model.now)?;
    let object = model.explore.as_ref()?.rest?.object;
    look(model, object)
}

/// The links came: what is picked is read at once where nothing of it is shown.
pub fn first_look(model: &mut Model) -> Vec<Effect> {
    settle(model);
    let Some(explore) = &model.explore else {
        return Vec::new();
    };
    let object = explore.picked().map(|row| row.id).filter(|object| Some(*object) != seen(explore));
    object.and_then(|object| look(model, object)).into_iter().collect()
}

/// Asks for an object in passing.
pub fn look(model: &mut Model, object: ObjectId) -> Option<Effect> {
    let since = model.now;
    model.explore.as_mut()?.rest = Some(Rested { object, since, is_asked: true });
    Some(ask::read(model, Slot::Peek, Query::Peek(object)))
}

/// An object was read in passing.
pub fn peeked(model: &mut Model, peek: Option<Peek>) -> Vec<Effect> {
    let Some(explore) = &mut model.explore else {
        return Vec::new();
    };
    let goes = explore.goes.take();
    let before = seen(explore);
    explore.peek = peek;
    let last = explore.n_lines(Part::Preview).saturating_sub(1);
    let is_same = before == seen(explore);
    explore.put(Part::Preview, if is_same { explore.at(Part::Preview).min(last) } else { 0 });
    match explore.peek.clone().filter(|peek| goes == Some(peek.sheet.object.id)) {
        Some(peek) if model.screen == Screen::Explore => go::arrived(model, &peek),
        _ => Vec::new(),
    }
}

fn seen(explore: &Explore) -> Option<ObjectId> {
    explore.peek.as_ref().map(|peek| peek.sheet.object.id)
}
