//! The detail of one object: its gate, fields, links and what happened.

use super::{approve, ask, board, column, form, gate, notice, place, prompt, verb};
use crate::app::action::Action;
use crate::app::effect::{Effect, Query};
use crate::app::geometry;
use crate::app::model::{Model, Pane, Screen, SheetView, Slot, gate_items};
use crate::domain::id::{CardId, ObjectId};
use crate::domain::window::Sheet;

/// The panes in the order of Tab.
const PANES: [Pane; 4] = [Pane::Gate, Pane::Fields, Pane::Links, Pane::Activity];

/// An action on the detail; nothing when it is the same on every screen.
pub(super) fn act(model: &mut Model, action: Action, n: i64) -> Option<Vec<Effect>> {
    use Action as A;
    match action {
        A::Down => line(model, n),
        A::Up => line(model, -n),
        A::HalfDown => line(model, n * half_page(model)),
        A::HalfUp => line(model, -n * half_page(model)),
        A::First | A::FirstColumn => line(model, i64::MIN / 2),
        A::Last | A::LastColumn => line(model, i64::MAX / 2),
        A::NextPane | A::Right => turn_pane(model, 1),
        A::PrevPane | A::Left => turn_pane(model, -1),
        A::Next => return Some(walk(model, n)),
        A::Prev => return Some(walk(model, -n)),
        A::NextAlert => return Some(board::alert(model, true)),
        A::PrevAlert => return Some(board::alert(model, false)),
        A::Open => return Some(open_line(model)),
        A::Tick => return Some(gate::tick(model)),
        A::Approve => return Some(approve::approve(model)),
        A::Reject => return Some(approve::reject(model)),
        A::Archive => return unlink(model),
        _ => return None,
    }
    Some(Vec::new())
}

/// Enter on the board: the detail of the card.
pub(super) fn open_current(model: &mut Model) -> Vec<Effect> {
    let Some((object, card)) = model.current().map(|row| (row.object, row.card)) else {
        return Vec::new();
    };
    place::push(model);
    show(model, object, Some(card))
}

/// Shows the detail of an object.
pub(super) fn show(model: &mut Model, object: ObjectId, card: Option<CardId>) -> Vec<Effect> {
    let pane = model.sheet.as_ref().filter(|_| model.screen == Screen::Sheet).map_or(Pane::Gate, |s| s.pane);
    model.sheet = Some(SheetView { pane, ..SheetView::new(object, card) });
    model.screen = Screen::Sheet;
    refresh(model)
}

/// Reads the detail again.
pub(super) fn refresh(model: &mut Model) -> Vec<Effect> {
    let Some(object) = model.sheet.as_ref().filter(|_| model.screen == Screen::Sheet).map(|s| s.object) else {
        return Vec::new();
    };
    vec![ask::read(model, Slot::Sheet, Query::Sheet(object)), ask::read(model, Slot::Log, Query::ObjectLog(object))]
}

/// The object was read, for the detail or for something above it.
pub(super) fn read(model: &mut Model, sheet: &Sheet) {
    if let Some(view) = model.sheet.as_mut().filter(|v| v.object == sheet.object.id) {
        view.sheet = Some(sheet.clone());
        let idx = pane_idx(view.pane);
        view.cursor[idx] = view.cursor[idx].min(n_lines(view, view.pane).saturating_sub(1));
    }
}

/// The cursor came to another card while the detail was open.
pub(super) fn follow(model: &mut Model) -> Vec<Effect> {
    let row = model.board.columns.get(model.board.focus).and_then(|c| c.current());
    let Some((object, card)) = row.map(|r| (r.object, r.card)) else {
        return Vec::new();
    };
    model.flow.follows = false;
    if model.sheet.as_ref().is_some_and(|s| s.card == Some(card)) {
        return Vec::new();
    }
    show(model, object, Some(card))
}

/// How many lines a pane has.
pub(super) fn n_lines(view: &SheetView, pane: Pane) -> usize {
    let Some(sheet) = &view.sheet else { return 0 };
    match pane {
        Pane::Gate => view.standing().map_or(0, |s| gate_items(&s.gate, view.shows_folded).len()),
        Pane::Fields => {
            let told = 2 * sheet.notices.len() + sheet.figures.len();
            sheet.object.body.lines().count() + sheet.object.fields.len() + told + 8
        }
        Pane::Links => sheet.links.len(),
        Pane::Activity => view.log.len() + sheet.comments.len(),
    }
}

/// The position of a pane in the cursors.
pub(super) fn pane_idx(pane: Pane) -> usize {
    PANES.iter().position(|p| *p == pane).unwrap_or(0)
}

fn line(model: &mut Model, by: i64) {
    let Some(view) = &mut model.sheet else { return };
    let idx = pane_idx(view.pane);
    let last = n_lines(view, view.pane).saturating_sub(1) as i64;
    view.cursor[idx] = (view.cursor[idx] as i64).saturating_add(by).clamp(0, last) as usize;
    view.scroll[idx] = view.cursor[idx];
}

fn turn_pane(model: &mut Model, by: i64) {
    let Some(view) = &mut model.sheet else { return };
    let idx = (pane_idx(view.pane) as i64 + by).rem_euclid(PANES.len() as i64);
    view.pane = PANES[idx as usize];
}

fn half_page(model: &Model) -> i64 {
    (i64::from(geometry::frame(model).body.height) / 4).max(1)
}

/// `n` and `N`: the detail of the next card of the board.
fn walk(model: &mut Model, by: i64) -> Vec<Effect> {
    model.flow.follows = true;
    let mut effects = column::walk(model, by);
    effects.extend(follow(model));
    effects
}

/// Enter: what the line of this pane leads to.
fn open_line(model: &mut Model) -> Vec<Effect> {
    let Some(view) = &model.sheet else {
        return Vec::new();
    };
    match view.pane {
        Pane::Gate => gate::open(model),
        Pane::Fields => form::open_edit(model),
        Pane::Activity => prompt::open_for(model, Action::Comment),
        Pane::Links => {
            let links = view.sheet.as_ref().map_or(&[][..], |s| &s.links);
            let Some(object) = links.get(view.cursor[pane_idx(Pane::Links)]).map(|l| l.object) else {
                notice::info(model, "No link here yet; r relates it to another object.");
                return Vec::new();
            };
            place::push(model);
            show(model, object, None)
        }
    }
}

/// `d` on a link takes the link away; elsewhere it archives.
fn unlink(model: &mut Model) -> Option<Vec<Effect>> {
    let view = model.sheet.as_ref().filter(|s| s.pane == Pane::Links)?;
    let links = view.sheet.as_ref().map_or(&[][..], |s| &s.links);
    let link = links.get(view.cursor[pane_idx(Pane::Links)]).cloned();
    let from = view.object;
    let Some(link) = link else {
        notice::info(model, "No link is under the cursor.");
        return Some(Vec::new());
    };
    Some(verb::unlink(model, from, &link))
}
