//! The object explorer: from object to object along links, and back.

mod go;
mod rest;
mod tree;

use super::{ask, notice, place, relate, verb};
use crate::app::action::Action;
use crate::app::effect::{Effect, Query};
use crate::app::geometry;
use crate::app::model::explore::{Explore, Part};
use crate::app::model::{Model, Screen, Slot};
use crate::domain::around::{MOST_STEPS, Walk, Walked};
use crate::domain::id::{CardId, ObjectId, TypeId};
use crate::domain::window::LinkRow;

pub(super) use rest::{due_at, peeked, settle, tick};
pub(super) use tree::{impacted, traced};

/// An action in the explorer; nothing when it is the same on every screen.
pub(super) fn act(model: &mut Model, action: Action, n: i64) -> Option<Vec<Effect>> {
    use Action as A;
    match action {
        A::Down | A::Next => line(model, n),
        A::Up | A::Prev => line(model, -n),
        A::HalfDown => line(model, n * half_page(model)),
        A::HalfUp => line(model, -n * half_page(model)),
        A::First | A::FirstColumn => line(model, i64::MIN / 2),
        A::Last | A::LastColumn => line(model, i64::MAX / 2),
        A::NextPane => turn_part(model, 1),
        A::PrevPane => turn_part(model, -1),
        A::Open => return Some(go::open(model)),
        A::Right => return Some(go::right(model)),
        A::Left => return Some(go::left(model)),
        A::GoBack => return Some(go::back(model)),
        A::GoThere => return Some(go::there(model)),
        A::FilterType => return Some(next_type(model)),
        A::Narrower => return Some(deeper(model, false)),
        A::Wider => return Some(deeper(model, true)),
        A::Variant => return Some(tree::turn(model)),
        A::Relate => return Some(relate::open(model)),
        A::Archive => return Some(unlink(model)),
        _ => return None,
    }
    Some(Vec::new())
}

/// `o`: the explorer of the card or object this screen is about.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let of_sheet = model.sheet.as_ref().filter(|_| model.screen == Screen::Sheet);
    let meant = match of_sheet {
        Some(view) => Some((view.object, view.standing().map(|s| s.card.id).or(view.card))),
        None => model.current().map(|row| (row.object, Some(row.card))),
    };
    let Some((object, card)) = meant else {
        return Vec::new();
    };
    place::push(model);
    model.explore = None;
    show(model, object, card)
}

/// Shows the explorer of an object; the way that led there stays, where it is still known.
pub(super) fn show(model: &mut Model, object: ObjectId, card: Option<CardId>) -> Vec<Effect> {
    if model.explore.as_ref().and_then(Explore::focus) != Some(object) {
        model.explore = Some(Explore::new(object, card));
    }
    model.screen = Screen::Explore;
    refresh(model)
}

/// Reads what is shown again.
pub(super) fn refresh(model: &mut Model) -> Vec<Effect> {
    let Some(explore) = model.explore.as_ref().filter(|_| model.screen == Screen::Explore) else {
        return Vec::new();
    };
    let path = explore.path.iter().map(|step| step.object).collect();
    let walk = Walk { path, depth: explore.depth, only: explore.only.clone() };
    // What is on its way to be gone to is not read past.
    let seen = explore.goes.or_else(|| explore.peek.as_ref().map(|peek| peek.sheet.object.id));
    let mut effects = vec![ask::read(model, Slot::Walk, Query::Walk(walk))];
    effects.extend(tree::read(model));
    if let Some(object) = seen {
        effects.push(ask::read(model, Slot::Peek, Query::Peek(object)));
    }
    effects
}

/// The links were read: the cursor stays on its object.
pub(super) fn walked(model: &mut Model, walked: Walked) -> Vec<Effect> {
    let Some(explore) = &mut model.explore else {
        return Vec::new();
    };
    let focus = explore.focus();
    for step in &mut explore.path {
        step.row = walked.path.iter().find(|row| row.id == step.object).cloned();
    }
    explore.path.retain(|step| step.row.is_some());
    if explore.focus() != focus {
        return gone(model);
    }
    let before = explore.cursor[Part::Links as usize];
    let meant = explore.wants.take().or_else(|| explore.links().get(before).map(|link| link.object.id));
    explore.around = Some(walked.neighbours);
    let at = meant.and_then(|id| explore.links().iter().position(|link| link.object.id == id));
    let last = explore.links().len().saturating_sub(1);
    explore.cursor[Part::Links as usize] = at.unwrap_or(before).min(last);
    let last = explore.path.len() - 1;
    explore.cursor[Part::Path as usize] =
        if explore.part == Part::Path { explore.at(Part::Path).min(last) } else { last };
    rest::first_look(model)
}

/// The object in focus is not there any more: a step back, or out.
fn gone(model: &mut Model) -> Vec<Effect> {
    notice::info(model, "It is not there any more.");
    if model.explore.as_ref().is_some_and(|e| !e.path.is_empty()) {
        return refresh(model);
    }
    model.explore = None;
    place::up(model)
}

fn line(model: &mut Model, by: i64) {
    let Some(explore) = &mut model.explore else { return };
    let last = explore.n_lines(explore.part).saturating_sub(1) as i64;
    let to = (explore.at(explore.part) as i64).saturating_add(by).clamp(0, last) as usize;
    explore.put(explore.part, to);
    if explore.part != Part::Preview {
        explore.put(Part::Preview, 0);
    }
}

fn half_page(model: &Model) -> i64 {
    (i64::from(geometry::frame(model).body.height) / 4).max(1)
}

/// Tab: the next part. In the way walked the cursor begins at the object in focus.
pub(super) fn turn_part(model: &mut Model, by: i64) {
    let Some(explore) = &mut model.explore else { return };
    let parts = explore.parts();
    let at = parts.iter().position(|part| *part == explore.part).unwrap_or(0) as i64;
    focus_part(explore, parts[(at + by).rem_euclid(parts.len() as i64) as usize]);
}

/// A click beside the lines of a part: it has the keys.
pub(super) fn click_part(model: &mut Model, part: Part) {
    if let Some(explore) = &mut model.explore {
        focus_part(explore, part);
    }
}

/// A click on a line selects it, a double one opens it.
pub(super) fn click(model: &mut Model, part: Part, line: usize, is_double: bool) -> Vec<Effect> {
    let Some(explore) = &mut model.explore else {
        return Vec::new();
    };
    focus_part(explore, part);
    explore.put(part, line);
    if is_double { go::open(model) } else { Vec::new() }
}

/// Gives the keys to a part.
pub(super) fn focus_part(explore: &mut Explore, part: Part) {
    if part == Part::Path && explore.part != Part::Path {
        explore.put(Part::Path, explore.path.len() - 1);
    }
    explore.part = part;
}

/// `ft`: of one type after the other, then of all again.
fn next_type(model: &mut Model) -> Vec<Effect> {
    let Some(explore) = &mut model.explore else {
        return Vec::new();
    };
    let types: Vec<TypeId> = explore.around.as_ref().map_or(Vec::new(), |around| around.types.clone());
    let at = explore.only.as_ref().and_then(|only| types.iter().position(|t| t == only));
    let next = match (&explore.only, at) {
        (Some(_), Some(at)) => types.get(at + 1),
        (Some(_), None) => None,
        (None, _) => types.first(),
    };
    explore.only = next.cloned();
    explore.put(Part::Links, 0);
    explore.wants = None;
    refresh(model)
}

/// `<` and `>`: so many steps of links.
fn deeper(model: &mut Model, is_more: bool) -> Vec<Effect> {
    let Some(explore) = &mut model.explore else {
        return Vec::new();
    };
    explore.depth = if is_more { explore.depth + 1 } else { explore.depth - 1 }.clamp(1, MOST_STEPS);
    refresh(model)
}

/// `d` on a link takes the link away.
fn unlink(model: &mut Model) -> Vec<Effect> {
    let Some((from, link)) = model.explore.as_ref().and_then(|e| Some((e.focus()?, e.link()?.clone()))) else {
        return Vec::new();
    };
    let object = link.object;
    let row = LinkRow {
        relation: link.relation,
        name: link.name,
        is_outgoing: link.is_outgoing,
        object: object.id,
        key: object.key,
        type_id: object.type_id,
        title: object.title,
        state: object.state,
    };
    verb::unlink(model, from, &row)
}
