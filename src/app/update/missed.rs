//! What others did while one was away: told on board and map until it was looked at.

use super::ask;
use crate::app::effect::{Effect, Query};
use crate::app::model::{Model, Slot};
use crate::app::msg::Missed;

/// Asks what others did since this person left.
pub(super) fn ask(model: &mut Model) -> Effect {
    ask::read(model, Slot::Missed, Query::Missed(model.flow.seen))
}

/// It is known.
pub(super) fn read(model: &mut Model, found: Missed) {
    model.missed = found;
    seen(model, found.until);
}

/// The journal was seen up to here.
pub(super) fn seen(model: &mut Model, seq: i64) {
    model.flow.seen = model.flow.seen.max(Some(seq));
}

/// It was looked at; what it was stays marked.
pub(super) fn looked_at(model: &mut Model) {
    model.missed.n = 0;
}
