//! The card beside the board: its gate and what happened to it, read when the cursor has come to rest on it.
//!
//! A cursor key only says where the cursor came to rest, and when; the read is asked for by the clock. So a key held
//! down asks for nothing.

use chrono::TimeDelta;

use super::ask;
use crate::app::effect::{Effect, Query};
use crate::app::flow::Rest;
use crate::app::geometry;
use crate::app::model::{Glance, Mode, Model, Screen, Slot};
use crate::domain::At;
use crate::domain::window::{LogEntry, Sheet};

/// How long the cursor stays on a card before its gate is read.
const RESTED: TimeDelta = TimeDelta::milliseconds(150);

/// Notes where the cursor rests, and drops what is shown of a card it has left.
pub(super) fn settle(model: &mut Model) {
    let is_beside = model.screen == Screen::Board && geometry::shows_preview(model);
    let is_shown = is_beside || matches!(model.screen, Screen::Triage | Screen::Standup);
    let card = model.current().filter(|_| is_shown).map(|row| row.card);
    if model.flow.rest.map(|rest| rest.card) == card {
        return;
    }
    model.flow.rest = card.map(|card| Rest { card, since: model.now, is_asked: false });
    if model.glance.as_ref().is_some_and(|glance| card.is_some_and(|card| card != glance.card)) {
        model.glance = None;
    }
}

/// Something was written: what is shown is read once more.
pub(super) fn stale(model: &mut Model) {
    if let Some(rest) = &mut model.flow.rest {
        *rest = Rest { since: model.now, is_asked: false, ..*rest };
    }
}

/// When the cursor will have rested long enough.
pub(super) fn due_at(model: &Model) -> Option<At> {
    let rest = model.flow.rest.filter(|rest| !rest.is_asked && matches!(model.mode, Mode::Normal))?;
    Some(rest.since + RESTED)
}

/// A walk was read: its card is read at once where nothing of it is shown.
pub(super) fn first_look(model: &mut Model) -> Vec<Effect> {
    let Some((card, object)) = model.current().map(|row| (row.card, row.object)) else {
        return Vec::new();
    };
    if model.glance.as_ref().is_some_and(|glance| glance.card == card) {
        return Vec::new();
    }
    model.flow.rest = Some(Rest { card, since: model.now, is_asked: true });
    vec![ask::read(model, Slot::Glance, Query::Glance(object))]
}

/// Time went on: the card is read if the cursor has rested on it.
pub(super) fn tick(model: &mut Model) -> Option<Effect> {
    due_at(model).filter(|due| *due <= model.now)?;
    let object = model.current()?.object;
    if let Some(rest) = &mut model.flow.rest {
        rest.is_asked = true;
    }
    Some(ask::read(model, Slot::Glance, Query::Glance(object)))
}

/// The card was read.
pub(super) fn read(model: &mut Model, found: Option<(Sheet, Vec<LogEntry>)>) {
    let current = model.current().map(|row| (row.card, row.object));
    let here = found.zip(current).filter(|((sheet, _), (_, object))| sheet.object.id == *object);
    model.glance = here.map(|((sheet, log), (card, _))| Glance { card, sheet, log });
}
