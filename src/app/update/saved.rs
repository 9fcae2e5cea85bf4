//! Saved filters: put on by a list, a digit or the jump; kept under a name; forgotten.

use super::{ask, filter, leave, menu, notice, prompt};
use crate::app::effect::Effect;
use crate::app::key::Key;
use crate::app::model::{Choice, MenuItem, Mode, Model, PromptFor};
use crate::domain::filter::Filter;
use crate::domain::saved::{Saved, read_name};

/// `ff`: the filters kept.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let items = known(model).iter().map(item).collect();
    menu::open(model, "Saved filters", items, 0, Vec::new())
}

/// `fS`: asks what to call the filter in force.
pub(super) fn ask_name(model: &mut Model) -> Vec<Effect> {
    let title = format!("Save \"{}\" as: a name, and a digit to put it on", model.filter.text);
    prompt::open(model, &title, PromptFor::SaveFilter, Vec::new())
}

/// `f1` to `f9`.
pub(super) fn put_on_slot(model: &mut Model, slot: u8) -> Vec<Effect> {
    match known(model).iter().find(|s| s.slot == Some(slot)).cloned() {
        Some(saved) => put_on(model, &saved),
        None => Vec::new(),
    }
}

/// Puts a saved filter on; one that no longer reads says so, and the one in force stays.
pub(super) fn put_on(model: &mut Model, saved: &Saved) -> Vec<Effect> {
    if let Err(error) = Filter::parse(&saved.text, &filter::asker(model)) {
        notice::refused(model, format!("The saved filter {} cannot be read: {error}.", saved.name));
        return Vec::new();
    }
    filter::set(model, &saved.text)
}

/// The name and slot that were typed.
pub(super) fn named(model: &mut Model, text: &str) -> Vec<Effect> {
    let Ok(saved) = read(model, text) else {
        return Vec::new();
    };
    let intents = saved.save(known(model));
    let on = saved.slot.map_or(String::new(), |slot| format!(" on f{slot}"));
    ask::commit_whole(model, intents, format!("Filter {} saved{on}", saved.name))
}

/// What the typed name comes to, or why it cannot be one.
pub(super) fn read_as(model: &Model, text: &str) -> Result<String, String> {
    let saved = read(model, text)?;
    let known = known(model);
    let again = if known.iter().any(|s| s.name == saved.name) { ", in place of what it was" } else { "" };
    let other = known.iter().find(|s| s.slot.is_some() && s.slot == saved.slot && s.name != saved.name);
    let loses = other.map_or(String::new(), |s| format!("; {} loses its key", s.name));
    let on = saved.slot.map_or(String::new(), |slot| format!(" on f{slot}"));
    Ok(format!("{}{on}{again}{loses}", saved.name))
}

/// `d` in the list.
pub(super) fn forget(model: &mut Model) -> Vec<Effect> {
    let Mode::Menu(menu) = &model.mode else {
        return Vec::new();
    };
    let Some(Choice::Saved(saved)) = menu.items.get(menu.cursor).map(|item| item.chosen.clone()) else {
        return Vec::new();
    };
    leave(model);
    ask::commit(model, vec![Saved::remove(&saved.name)], format!("Filter {} forgotten", saved.name))
}

/// What is kept under a name stays on its digit unless another is given.
fn read(model: &Model, text: &str) -> Result<Saved, String> {
    let (name, slot) = read_name(text).map_err(|why| notice::sentence(&why))?;
    let before = known(model).iter().find(|s| s.name == name).and_then(|s| s.slot);
    Ok(Saved { name, text: model.filter.text.clone(), slot: slot.or(before), by: model.me.clone() })
}

fn item(saved: &Saved) -> MenuItem {
    let key = saved.slot.map(|slot| Key::char(char::from(b'0' + slot)));
    menu::item(key, format!("{}  {}", saved.name, saved.text), Choice::Saved(saved.clone()))
}

fn known(model: &Model) -> &[Saved] {
    model.words.as_ref().map_or(&[], |words| &words.saved)
}
