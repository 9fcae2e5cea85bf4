//! Going somewhere from the explorer: along a link, back, to a board or a detail.

use super::{focus_part, refresh, rest, tree};
use crate::app::effect::Effect;
use crate::app::model::Model;
use crate::app::model::explore::{Explore, Lead, Part, Shape, Step, leads};
use crate::app::update::{board, notice, place, sheet};
use crate::domain::around::{Neighbour, Peek};
use crate::domain::id::ObjectId;

/// Enter: what the line under the cursor leads to.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let Some(explore) = &model.explore else {
        return Vec::new();
    };
    let at = explore.at(explore.part);
    match explore.part {
        Part::Path => back_to(model, at),
        Part::Links if explore.shape != Shape::Columns => down_the_tree(model, at),
        Part::Links => drill(model, at),
        Part::Preview => drill_line(model, at),
    }
}

/// `l`: to the right, and at a link along it.
pub fn right(model: &mut Model) -> Vec<Effect> {
    match &mut model.explore {
        Some(explore) if explore.part == Part::Path => {
            focus_part(explore, Part::Links);
            Vec::new()
        }
        _ => open(model),
    }
}

/// `h`: to the left, and from the links a step back.
pub fn left(model: &mut Model) -> Vec<Effect> {
    let Some(explore) = &mut model.explore else {
        return Vec::new();
    };
    match explore.part {
        Part::Preview => {
            focus_part(explore, Part::Links);
            Vec::new()
        }
        _ if explore.path.len() > 1 => back(model),
        _ => {
            notice::info(model, "The way begins here; Esc goes back to where it was opened.");
            Vec::new()
        }
    }
}

/// Backspace: a step back; from the first one to where the explorer was opened.
pub fn back(model: &mut Model) -> Vec<Effect> {
    let n = model.explore.as_ref().map_or(0, |explore| explore.path.len());
    if n > 1 { back_to(model, n - 2) } else { place::back(model) }
}

/// Back to a step of the way; the cursor stands on the one it led to.
pub fn back_to(model: &mut Model, idx: usize) -> Vec<Effect> {
    let Some(explore) = &mut model.explore else {
        return Vec::new();
    };
    let next = explore.path.get(idx + 1).map(|step| step.object);
    if next.is_none() {
        focus_part(explore, Part::Links);
        return Vec::new();
    }
    explore.path.truncate(idx + 1);
    arrive(explore, next);
    refresh(model)
}

/// Along a link: the object at its other end comes into focus.
fn drill(model: &mut Model, idx: usize) -> Vec<Effect> {
    let Some(explore) = &mut model.explore else {
        return Vec::new();
    };
    let steps = way_to(explore, idx);
    walk(explore, steps);
    refresh(model)
}

/// To a branch of the tree: it comes into focus, with what lies around it.
fn down_the_tree(model: &mut Model, idx: usize) -> Vec<Effect> {
    let Some(explore) = &mut model.explore else {
        return Vec::new();
    };
    let steps = tree::way_to(explore, idx);
    explore.shape = Shape::Columns;
    walk(explore, steps);
    refresh(model)
}

/// What a line of the preview leads to.
pub fn drill_line(model: &mut Model, idx: usize) -> Vec<Effect> {
    let Some(explore) = &mut model.explore else {
        return Vec::new();
    };
    let Some((peek, lead)) = explore.peek.as_ref().and_then(|peek| Some((peek, *leads(peek).get(idx)?))) else {
        return Vec::new();
    };
    match lead {
        Lead::Sheet => {
            let (object, card) = (peek.sheet.object.id, peek.sheet.cards.first().map(|s| s.card.id));
            place::push(model);
            sheet::show(model, object, card)
        }
        Lead::Card(idx) => {
            let peek = peek.clone();
            to_card(model, &peek, idx)
        }
        Lead::Link(link) => {
            let (seen, next) = (peek.sheet.object.id, step_of(&peek.neighbours.rows[link]));
            let mut steps = way_to_seen(explore, seen);
            explore.shape = Shape::Columns;
            steps.push(next);
            walk(explore, steps);
            refresh(model)
        }
    }
}

/// `o`: to the board of the object picked, or to its detail where it stands on none; read first what is not known.
pub fn there(model: &mut Model) -> Vec<Effect> {
    let Some(explore) = &mut model.explore else {
        return Vec::new();
    };
    let Some(object) = explore.picked().map(|row| row.id) else {
        return Vec::new();
    };
    explore.goes = Some(object);
    match explore.peek.clone().filter(|peek| peek.sheet.object.id == object) {
        Some(peek) => arrived(model, &peek),
        None => rest::look(model, object).into_iter().collect(),
    }
}

/// Where to go was read.
pub fn arrived(model: &mut Model, peek: &Peek) -> Vec<Effect> {
    if let Some(explore) = &mut model.explore {
        explore.goes = None;
    }
    to_card(model, peek, 0)
}

/// To a card on its board; to the detail of one that is done.
fn to_card(model: &mut Model, peek: &Peek, idx: usize) -> Vec<Effect> {
    place::push(model);
    let object = peek.sheet.object.id;
    match peek.sheet.cards.get(idx) {
        Some(standing) if standing.row.done_at.is_none() => {
            board::show_card(model, standing.row.card, &standing.row.stage);
            Vec::new()
        }
        standing => sheet::show(model, object, standing.map(|s| s.card.id)),
    }
}

/// The steps from the object in focus to a link listed: over those it was reached through.
fn way_to(explore: &Explore, idx: usize) -> Vec<Step> {
    let links = explore.links();
    let Some(link) = links.get(idx) else {
        return Vec::new();
    };
    if explore.only.is_some() && link.steps > 1 {
        // What lies between is not listed.
        return vec![Step { via: None, ..step_of(link) }];
    }
    let mut steps = vec![step_of(link)];
    let mut wanted = link.steps - 1;
    for between in links[..idx].iter().rev() {
        if between.steps == wanted && wanted > 0 {
            steps.push(step_of(between));
            wanted -= 1;
        }
    }
    steps.reverse();
    steps
}

/// The steps from the object in focus to the one in the preview.
fn way_to_seen(explore: &Explore, seen: ObjectId) -> Vec<Step> {
    if explore.shape == Shape::Columns {
        let at = explore.links().iter().position(|link| link.object.id == seen);
        return at.map_or_else(Vec::new, |at| way_to(explore, at));
    }
    let at = explore.branches().position(|branch| branch.object.id == seen);
    at.map_or_else(Vec::new, |at| tree::way_to(explore, at))
}

fn step_of(link: &Neighbour) -> Step {
    Step { object: link.object.id, via: Some(link.name.clone()), row: Some(link.object.clone()) }
}

/// Walks on; where that leads to an object walked over already, it leads back to it.
fn walk(explore: &mut Explore, steps: Vec<Step>) {
    let mut left = None;
    for step in steps {
        if let Some(at) = explore.path.iter().position(|known| known.object == step.object) {
            left = explore.path.get(at + 1).map(|next| next.object).or(left);
            explore.path.truncate(at + 1);
        } else {
            explore.path.push(step);
            left = None;
        }
    }
    arrive(explore, left);
}

/// Another object is in focus.
fn arrive(explore: &mut Explore, wants: Option<ObjectId>) {
    explore.around = None;
    explore.only = None;
    explore.part = Part::Links;
    explore.cursor = [explore.path.len() - 1, 0, 0, 0];
    explore.tree = None;
    explore.wants = wants;
}
