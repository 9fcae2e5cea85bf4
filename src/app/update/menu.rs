//! Menus: one of several things to choose.

use super::{act, column, enter, filter, gate, handoff, lanes, leave, notice, prompt, saved, triage, undo, verb};
use crate::app::action::{Action, Context, called, disabled};
use crate::app::effect::Effect;
use crate::app::key::Key;
use crate::app::marks::Aim;
use crate::app::model::{Choice, Column, Menu, MenuItem, Mode, Model, PromptFor};
use crate::domain::id::TypeId;
use crate::domain::intent::Edit;

/// An action in a menu; nothing when it is the same everywhere.
pub(super) fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    use Action as A;
    let by = match action {
        A::Down => 1,
        A::Up => -1,
        A::HalfDown => 5,
        A::HalfUp => -5,
        A::First => i64::MIN / 2,
        A::Last => i64::MAX / 2,
        A::Choose => return Some(choose(model)),
        _ => return None,
    };
    if let Mode::Menu(menu) = &mut model.mode {
        let last = menu.items.len().saturating_sub(1) as i64;
        menu.cursor = (menu.cursor as i64).saturating_add(by).clamp(0, last) as usize;
    }
    Some(Vec::new())
}

/// The item a key stands for.
pub(super) fn item_of(model: &Model, key: Key) -> Option<usize> {
    let Mode::Menu(menu) = &model.mode else {
        return None;
    };
    menu.items.iter().position(|item| item.key == Some(key))
}

/// Chooses an item.
pub(super) fn pick(model: &mut Model, idx: usize) -> Vec<Effect> {
    if let Mode::Menu(menu) = &mut model.mode {
        menu.cursor = idx;
    }
    choose(model)
}

/// `sp`.
pub(super) fn open_priority(model: &mut Model) -> Vec<Effect> {
    let on = verb::aims(model);
    let mut items: Vec<MenuItem> =
        (1..=4).map(|p| item(Some(digit(p)), format!("Priority {p}"), Choice::Priority(Some(p)))).collect();
    items.push(item(Some(Key::char('0')), "None".into(), Choice::Priority(None)));
    let now = on.first().and_then(|a| column::row_of(model, a.object)).and_then(|r| r.priority);
    let cursor = now.map_or(4, |p| usize::from(p) - 1).min(4);
    open(model, "Priority", items, cursor, on)
}

/// `st`.
pub(super) fn open_type(model: &mut Model) -> Vec<Effect> {
    let on = verb::aims(model);
    let types = model.words.as_ref().map_or(&[][..], |w| &w.types);
    let items: Vec<MenuItem> =
        types.iter().map(|t| item(None, t.name.clone(), Choice::SetType(t.id.to_string()))).collect();
    let own = on.first().and_then(|a| column::row_of(model, a.object)).map(|r| r.type_id.clone());
    let cursor = types.iter().position(|t| Some(&t.id) == own.as_ref()).unwrap_or(0);
    open(model, "Type: another one means another key", items, cursor, on)
}

/// `fp`.
pub(super) fn open_filter_priority(model: &mut Model) -> Vec<Effect> {
    let mut items: Vec<MenuItem> =
        (1..=4).map(|p| item(Some(digit(p)), format!("Priority {p}"), Choice::Filter(format!("p{p}")))).collect();
    items.push(item(Some(Key::char('0')), "None".into(), Choice::Filter("p0".into())));
    open(model, "Only with priority", items, 0, Vec::new())
}

/// `ft`: the types of the cards in sight.
pub(super) fn open_filter_type(model: &mut Model) -> Vec<Effect> {
    let mut types: Vec<TypeId> = model.board.columns.iter().flat_map(Column::rows).map(|r| r.type_id.clone()).collect();
    types.sort();
    types.dedup();
    let items = types.into_iter().map(|t| item(None, t.to_string(), Choice::Filter(format!("type:{t}"))));
    let items = items.collect();
    open(model, "Only of type", items, 0, Vec::new())
}

/// The right mouse button on a card.
pub(super) fn open_context(model: &mut Model, at: (u16, u16)) -> Vec<Effect> {
    use Action as A;
    const ACTIONS: [Action; 11] = [
        A::Open,
        A::MoveRight,
        A::MoveLeft,
        A::Gate,
        A::HandOff,
        A::Mine,
        A::SetPriority,
        A::Block,
        A::Comment,
        A::CopyKey,
        A::Archive,
    ];
    let context = Context::of(model);
    let entry = |action: &Action| MenuItem {
        key: model.settings.keymap.keys_in(context, *action).first().filter(|seq| seq.len() == 1).map(|seq| seq[0]),
        label: action.entry().map_or(String::new(), |e| called(model, e)),
        off: disabled(model, *action),
        chosen: Choice::Action(*action),
    };
    let items = ACTIONS.iter().map(entry).collect();
    let title = model.current().map_or(String::new(), |row| row.key.to_string());
    enter(model, Mode::Menu(Menu { title, items, cursor: 0, at: Some(at), on: Vec::new() }));
    Vec::new()
}

/// A key held down came to the last stage: finishing is asked for.
pub(super) fn open_finish(model: &mut Model, aim: Aim, key: &crate::domain::key::Key, stage: &str) {
    let items = vec![
        item(None, format!("Finish {key}: it leaves the board"), Choice::Finish),
        item(None, format!("Leave it in {stage}"), Choice::Nothing),
    ];
    let title = format!("{stage} is the last stage");
    enter(model, Mode::Menu(Menu { title, items, cursor: 0, at: None, on: vec![aim] }));
}

pub(super) fn open(model: &mut Model, title: &str, items: Vec<MenuItem>, cursor: usize, on: Vec<Aim>) -> Vec<Effect> {
    if items.is_empty() {
        notice::info(model, "There is nothing to choose from yet.");
        return Vec::new();
    }
    enter(model, Mode::Menu(Menu { title: title.to_owned(), items, cursor, at: None, on }));
    Vec::new()
}

fn choose(model: &mut Model) -> Vec<Effect> {
    let Mode::Menu(menu) = model.mode.clone() else {
        return Vec::new();
    };
    let Some(item) = menu.items.into_iter().nth(menu.cursor) else {
        return Vec::new();
    };
    if let Some(why) = item.off {
        notice::info(model, format!("Not now: {why}."));
        return Vec::new();
    }
    leave(model);
    match item.chosen {
        Choice::Action(action) => act::perform(model, action, None),
        Choice::Priority(p) => {
            let what = p.map_or("without priority".to_owned(), |p| format!("set to priority {p}"));
            verb::edit_on(model, &menu.on, &[Edit::Priority(p)], &what)
        }
        Choice::SetType(id) => verb::edit_on(model, &menu.on, &[Edit::Type(TypeId::new(id))], "of another type"),
        Choice::Finish => verb::step_on(model, &menu.on, 1),
        Choice::Filter(term) => filter::toggle(model, &term),
        Choice::Lanes(by) => lanes::set(model, by),
        Choice::Saved(one) => saved::put_on(model, &one),
        Choice::HandOff(edge) => handoff::chosen(model, *edge, menu.on),
        Choice::Gate { aim, role } => gate::show(model, aim, Some(role)),
        Choice::UndoElsewhere(wish) => undo::wish(model, wish),
        Choice::Dismiss(Some(reason)) => triage::dismissed(model, &menu.on, &reason),
        Choice::Dismiss(None) => prompt::open(model, "Dismiss: why", PromptFor::Dismiss, menu.on),
        Choice::Duplicate(Some((of, key))) => triage::duplicate_of(model, &menu.on, of, &key),
        Choice::Duplicate(None) => triage::ask_for_original(model, menu.on),
        Choice::Wait(Some(until)) => verb::wait(model, &menu.on, Some(until)),
        Choice::Wait(None) => prompt::open(model, "Wait until", PromptFor::Wait, menu.on),
        Choice::Major(object) => super::major::show(model, object),
        Choice::Stream(id) => {
            super::place::push(model);
            super::board::show(model, &id, None, None);
            Vec::new()
        }
        Choice::Nothing => Vec::new(),
    }
}

pub(super) fn item(key: Option<Key>, label: String, chosen: Choice) -> MenuItem {
    MenuItem { key, label, off: None, chosen }
}

fn digit(p: u8) -> Key {
    Key::char(char::from(b'0' + p))
}

/// The key of an item by its place: the first nine have a digit.
pub(super) fn nth(idx: usize) -> Option<Key> {
    u8::try_from(idx + 1).ok().filter(|n| *n <= 9).map(digit)
}
