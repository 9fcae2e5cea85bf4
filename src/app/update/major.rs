//! What is major: declared, told over all boards, ended with a review.

use super::{ask, menu, place, prompt, sheet, verb};
use crate::app::effect::{Effect, Query};
use crate::app::marks::Aim;
use crate::app::model::{Choice, MenuItem, Model, Pane, PromptFor, Slot};
use crate::domain::id::ObjectId;
use crate::domain::intent::Intent;
use crate::domain::major::MajorRow;

/// `M`: what is known is asked for; of what is major already, how it ended.
pub(super) fn ask(model: &mut Model) -> Vec<Effect> {
    let mut on = verb::aims(model);
    on.truncate(1);
    let Some(aim) = on.first().copied() else {
        return Vec::new();
    };
    match row(model, aim.object).map(|row| row.key.to_string()) {
        Some(key) => prompt::open(model, &format!("{key} is over: how did it end"), PromptFor::End, on),
        None => prompt::open(model, "Major: what is known", PromptFor::Declare, on),
    }
}

/// What is known was typed.
pub(super) fn declare(model: &mut Model, on: &[Aim], text: &str) -> Vec<Effect> {
    let intents = verb::objects(on).into_iter().map(|object| Intent::Declare { object, text: text.to_owned() });
    ask::commit(model, intents.collect(), "declared major")
}

/// How it ended was typed.
pub(super) fn end(model: &mut Model, on: &[Aim], text: &str) -> Vec<Effect> {
    let intents = verb::objects(on).into_iter().map(|object| Intent::End { object, text: text.to_owned() });
    ask::commit(model, intents.collect(), "is major no longer; its review is handed on")
}

/// `gM`: the one that is major, or a choice of several.
pub(super) fn go(model: &mut Model) -> Vec<Effect> {
    if let [one] = model.majors.as_slice() {
        let object = one.object;
        return show(model, object);
    }
    let item = |(idx, row): (usize, &MajorRow)| {
        menu::item(menu::nth(idx), format!("{} {}", row.key, row.title), Choice::Major(row.object))
    };
    let items: Vec<MenuItem> = model.majors.iter().enumerate().map(item).collect();
    menu::open(model, "Major", items, 0, Vec::new())
}

/// The detail of something major, at its timeline.
pub(super) fn show(model: &mut Model, object: ObjectId) -> Vec<Effect> {
    let card = row(model, object).and_then(|row| row.card);
    place::push(model);
    let effects = sheet::show(model, object, card);
    if let Some(view) = &mut model.sheet {
        view.pane = Pane::Activity;
    }
    effects
}

/// Counts changed: what is major may have too.
pub(super) fn settle(model: &mut Model) -> Option<Effect> {
    let is_due = model.flow.has_overview && std::mem::take(&mut model.flow.asks_majors);
    is_due.then(|| ask::read(model, Slot::Majors, Query::Majors))
}

/// Why an object can never be major; what its type says is known once it is in memory.
pub fn never(model: &Model) -> Option<String> {
    let aim = verb::aims(model).into_iter().next()?;
    let type_id = super::relate::type_of(model, aim.object)?;
    let kind = model.words.as_ref()?.types.iter().find(|kind| kind.id == type_id)?;
    kind.major.is_none().then(|| format!("what is of type {} is never major", kind.name))
}

fn row(model: &Model, object: ObjectId) -> Option<&MajorRow> {
    model.majors.iter().find(|row| row.object == object)
}
