//! The filter: typed and seen at once, put on and off by quick keys.

use super::{ask, board, column, enter, leave, place};
use crate::app::effect::{Effect, Query};
use crate::app::line::Line;
use crate::app::model::{FilterState, Mode, Model, Screen, Slot};
use crate::domain::filter::{Asker, Cond, Filter};
use crate::domain::nearest::nearest;
use crate::domain::window::Found;

/// `/`: the filter as a line; Esc brings the old one back.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let before = model.filter.clone();
    let effects = to_board(model);
    enter(model, Mode::Filter { line: Line::new(before.text.clone()), before });
    effects
}

/// The line changed: the board shows what fits so far.
pub(super) fn changed(model: &mut Model) -> Vec<Effect> {
    let Mode::Filter { line, .. } = &model.mode else {
        return Vec::new();
    };
    let text = line.text.clone();
    let read = Filter::parse_typing(&text, &asker(model));
    apply(model, text, read.map_err(|e| e.to_string()))
}

/// Enter: the filter stays, when it reads.
pub(super) fn accept(model: &mut Model) -> Vec<Effect> {
    let Mode::Filter { line, .. } = &model.mode else {
        return Vec::new();
    };
    let text = line.text.trim().to_owned();
    match Filter::parse(&text, &asker(model)) {
        Err(error) => {
            model.filter.error = Some(error.to_string());
            Vec::new()
        }
        Ok(filter) => {
            leave(model);
            apply(model, text, Ok(filter))
        }
    }
}

/// Esc: the filter as it was before.
pub(super) fn cancel(model: &mut Model) -> Vec<Effect> {
    let Mode::Filter { before, .. } = model.mode.clone() else {
        return Vec::new();
    };
    leave(model);
    let is_changed = model.filter.filter != before.filter;
    model.filter = before;
    if is_changed { column::refresh(model) } else { Vec::new() }
}

/// Puts a filter on, or with no text off.
pub(super) fn set(model: &mut Model, text: &str) -> Vec<Effect> {
    let read = Filter::parse(text, &asker(model)).map_err(|e| e.to_string());
    let mut effects = to_board(model);
    effects.extend(apply(model, text.to_owned(), read));
    effects
}

/// The filter of the last time, before anything is read.
pub(super) fn preset(model: &mut Model, text: &str) {
    if let Ok(filter) = Filter::parse(text, &asker(model)) {
        model.filter = FilterState { text: text.to_owned(), filter, ..FilterState::default() };
    }
}

/// `f` and a letter: one term more, or the term away.
pub(super) fn toggle(model: &mut Model, term: &str) -> Vec<Effect> {
    let words: Vec<&str> = model.filter.text.split_whitespace().collect();
    let kept: Vec<&str> = words.iter().copied().filter(|w| *w != term).collect();
    let text = if kept.len() < words.len() { kept.join(" ") } else { [words.join(" "), term.into()].join(" ") };
    set(model, text.trim())
}

/// `gi`, `gr`: the board with this filter alone.
pub(super) fn go(model: &mut Model, text: &str) -> Vec<Effect> {
    place::push(model);
    set(model, text)
}

/// How many cards fit is counted when it is not known.
pub(super) fn settle(model: &mut Model) -> Option<Effect> {
    let is_known = model.filter.found.is_some() || ask::is_asked(model, &Slot::Found);
    let filter = model.filter.filter.clone();
    if is_known || filter.is_empty() || !model.flow.has_overview {
        return None;
    }
    let stream = model.board.stream.clone();
    Some(ask::read(model, Slot::Found, Query::Found { stream, filter }))
}

/// How many cards fit is counted again: something changed.
pub(super) fn recount(model: &mut Model) -> Option<Effect> {
    model.asked.retain(|_, slot| *slot != Slot::Found);
    let shown = model.filter.found.take();
    let effect = settle(model);
    model.filter.found = shown;
    effect
}

/// How many cards fit.
pub(super) fn found(model: &mut Model, found: Found) {
    model.filter.found = Some(found);
    let is_nothing = found.n_here + found.n_elsewhere + found.n_done == 0;
    model.filter.nearest = if is_nothing { nearest_word(model) } else { None };
}

fn apply(model: &mut Model, text: String, read: Result<Filter, String>) -> Vec<Effect> {
    model.filter.text = text;
    let filter = match read {
        Err(error) => {
            model.filter.error = Some(error);
            return Vec::new();
        }
        Ok(filter) => filter,
    };
    model.filter.error = None;
    if model.filter.filter == filter {
        return Vec::new();
    }
    model.filter.filter = filter;
    (model.filter.found, model.filter.nearest) = (None, None);
    // What is being counted is of the filter before.
    model.asked.retain(|_, slot| *slot != Slot::Found);
    model.flow.wants.clear();
    column::refresh(model)
}

/// A filter is seen on a board: the map opens the one under its cursor.
fn to_board(model: &mut Model) -> Vec<Effect> {
    match model.screen {
        Screen::Board | Screen::Metrics => Vec::new(),
        Screen::Map | Screen::Sheet | Screen::Explore => board::go_here(model),
    }
}

/// The known word nearest to the last one typed.
fn nearest_word(model: &Model) -> Option<String> {
    let words = model.filter.filter.terms.iter().rev().flat_map(|t| &t.any);
    let asked = words.filter_map(|c| match c {
        Cond::Word(w) | Cond::Assignee(w) | Cond::Label(w) | Cond::Stage(w) | Cond::Type(w) | Cond::Stream(w) => {
            Some(w)
        }
        _ => None,
    });
    let stages = model.streams.iter().flat_map(|s| &s.stages).map(|s| s.name.as_str());
    let words = model.words.iter().flat_map(|w| w.people.iter().chain(&w.labels)).map(String::as_str);
    let types = model.words.iter().flat_map(|w| &w.types).map(|t| t.name.as_str());
    let known: Vec<&str> = stages.chain(words).chain(types).collect();
    asked.into_iter().find_map(|w| nearest(w, known.iter().copied())).map(str::to_owned)
}

/// Who asks, when and where.
pub(super) fn asker(model: &Model) -> Asker<'_, chrono_tz::Tz> {
    Asker { me: &model.me, now: model.now, zone: &model.zone }
}
