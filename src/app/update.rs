//! What happens when something happens: the whole program as one function.
//!
//! [`update`] takes news, changes the model and says what is asked of the world. Keys go through [`keys`] to an
//! action, the action to the file of its mode; answers come in through [`answer`]. At the end of every message the
//! columns on screen are settled: what they lack is asked for, what is there causes nothing.

mod act;
pub mod add;
mod ahead;
mod answer;
mod approve;
mod ask;
mod board;
mod changed;
pub mod coach;
mod column;
mod committed;
mod copy;
mod edit;
mod explore;
mod filter;
mod form;
mod gate;
mod glance;
mod grab;
pub mod handoff;
mod help;
pub mod improve;
mod jump;
mod keys;
mod lanes;
mod map;
mod marks;
mod menu;
mod metrics;
mod mouse;
mod notice;
mod palette;
mod people;
pub mod place;
mod prompt;
mod relate;
mod saved;
mod sheet;
mod typing;
mod undo;
pub(super) mod verb;
mod view;

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::effect::{Effect, Query};
use super::model::{Mode, Model, Settings, Slot};
use super::msg::Msg;
use crate::domain::At;
pub use place::SavedPlace;

/// What a program starts with.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    pub now: At,
    pub zone: Tz,
    pub me: String,
    pub width: u16,
    pub height: u16,
    pub settings: Settings,
    /// Where this person left off.
    pub place: Option<SavedPlace>,
    /// This is the demo: it has a banner and a lesson.
    pub is_demo: bool,
    /// Said once at the start: which file was made.
    pub news: Option<String>,
    /// What of the configuration was passed over.
    pub warnings: Vec<String>,
}

/// The model at the start, and what it asks first.
pub fn start(start: Start) -> (Model, Vec<Effect>) {
    let mut model = Model::new(start.now, start.zone, start.me, start.width, start.height);
    model.settings = start.settings;
    model.flow.is_demo = start.is_demo;
    if start.is_demo {
        model.banner = Some("Demo data: try anything, nothing is kept.".into());
    }
    model.flow.place = start.place;
    place::restore_settings(&mut model);
    if let Some(news) = start.news {
        notice::once(&mut model, news);
    }
    if !start.warnings.is_empty() {
        notice::refused(&mut model, start.warnings.join("  "));
    }
    let ask = ask::overview(&mut model);
    (model, vec![ask])
}

/// One step of the program.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let mut effects = step(model, msg);
    effects.extend(column::settle(model));
    effects.extend(filter::settle(model));
    glance::settle(model);
    explore::settle(model);
    if model.flow.has_overview && model.words.is_none() && !ask::is_asked(model, &Slot::Words) {
        effects.push(ask::read(model, Slot::Words, Query::Words));
    }
    effects.extend(approve::settle(model));
    effects.extend(metrics::settle(model));
    effects.extend(improve::settle(model));
    effects
}

fn step(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Input(input) => keys::input(model, input),
        Msg::Tick(now) => tick(model, now),
        Msg::Answer { ask, answer } => {
            let mut effects = answer::take(model, ask, answer);
            effects.extend(ahead::replay(model));
            effects
        }
        Msg::Committed(committed) => committed::take(model, &committed),
        Msg::Refused { refusal, wish } => committed::refused(model, &refusal, &wish),
        Msg::Undone(undone) => undo::done(model, undone),
        Msg::UndoRefused { text, asks, has_rest, wish } => undo::refused(model, &text, asks, has_rest, wish),
        Msg::Failed { text, is_write } => committed::failed(model, text, is_write),
        Msg::Changed(entries) => changed::take(model, &entries),
        Msg::Copied { text } => {
            notice::info(model, text);
            Vec::new()
        }
        Msg::Edited { then, text } => edit::edited(model, &then, text),
        Msg::Resumed => vec![Effect::Redraw],
    }
}

/// When something comes true by itself: a box opens, a notice fades, a write takes long, the minute turns.
pub fn next_tick_at(model: &Model) -> At {
    let after = |since: Option<At>, ms: i64| since.map(|at| at + TimeDelta::milliseconds(ms));
    let notice = model.notice.as_ref().filter(|n| !n.sticky).map(|n| n.at + notice::STAYS);
    let keys = after(model.pending_since, 300);
    let saving = after(model.saving_since, 150);
    let figures = [metrics::due_at(model), improve::tick_at(model)];
    let soon = [notice, keys, saving, glance::due_at(model), explore::due_at(model)]
        .into_iter()
        .chain(figures)
        .flatten()
        .filter(|at| *at > model.now)
        .min();
    let minute = TimeDelta::seconds(60 - model.now.timestamp().rem_euclid(60));
    soon.map_or(model.now + minute, |at| at.min(model.now + minute))
}

/// Time goes on: notices fade; counts are read again when the minute has turned.
fn tick(model: &mut Model, now: At) -> Vec<Effect> {
    let minute = |at: At| at.timestamp().div_euclid(60);
    model.now = now;
    notice::fade(model);
    let mut effects: Vec<Effect> = glance::tick(model).into_iter().chain(explore::tick(model)).collect();
    if model.flow.counted_at.is_some_and(|at| minute(at) != minute(now)) {
        effects.push(ask::overview(model));
    }
    effects
}

/// Puts a mode above the one that has the keys.
fn enter(model: &mut Model, mode: Mode) {
    let old = std::mem::replace(&mut model.mode, mode);
    if !matches!(old, Mode::Normal | Mode::Range { .. }) {
        model.flow.below.push(old);
    }
}

/// Takes the mode away, back to the one below.
fn leave(model: &mut Model) {
    model.mode = model.flow.below.pop().unwrap_or(Mode::Normal);
}

/// Takes every mode away.
fn leave_all(model: &mut Model) {
    model.flow.below.clear();
    model.mode = Mode::Normal;
}

#[cfg(test)]
mod tests;
