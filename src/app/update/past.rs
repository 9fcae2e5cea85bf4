//! Looking back: the board as it was, a day earlier or later, and what changed since. Nothing is changed there.

use chrono::TimeDelta;

use super::{ask, board, column, enter, help, lanes, leave_all, notice, place, prompt, sheet};
use crate::app::action::Action;
use crate::app::effect::{Effect, Query};
use crate::app::model::{ChangesView, Mode, Model, Past, PromptFor, Screen, Slot, ThenView};
use crate::domain::At;
use crate::domain::date::{parse_back, parse_past};
use crate::domain::past::{Between, Changed, SheetThen};

/// `g@`: asks for the date.
pub(super) fn ask_when(model: &mut Model) -> Vec<Effect> {
    prompt::open(model, "The board as it was (2w, mon, 2026-11-01 18:00)", PromptFor::LookBack, Vec::new())
}

/// `g=`: looking back what changed from then until now; else asks since when.
pub(super) fn ask_changes(model: &mut Model) -> Vec<Effect> {
    match &model.past {
        Some(past) => changes(model, past.at),
        None => prompt::open(model, "What changed since (2w, mon, 2026-11-01)", PromptFor::ChangesSince, Vec::new()),
    }
}

/// The instant a text means; a day to look at is its end, one to tell from its start.
pub(super) fn when(model: &Model, purpose: &PromptFor, text: &str) -> Result<At, String> {
    let read = match purpose {
        PromptFor::ChangesSince => parse_past(text, model.now, &model.zone),
        _ => parse_back(text, model.now, &model.zone),
    };
    match read {
        Ok(at) if at > model.now => Err("That lies ahead; the past ends now.".into()),
        Ok(at) => Ok(at),
        Err(error) => Err(error.to_string()),
    }
}

/// `:at DATE`: the board as it was then.
pub(super) fn look(model: &mut Model, text: &str) -> Vec<Effect> {
    match when(model, &PromptFor::LookBack, text) {
        Ok(at) => go(model, at),
        Err(why) => say(model, why),
    }
}

/// `:changes since DATE`: what changed from then until now.
pub(super) fn since(model: &mut Model, text: &str) -> Vec<Effect> {
    let text = text.strip_prefix("since").map_or(text, str::trim);
    match when(model, &PromptFor::ChangesSince, text) {
        Ok(from) => changes(model, from),
        Err(why) => say(model, why),
    }
}

/// `<` and `>`: some days earlier or later; behind now there is no more past.
pub(super) fn step(model: &mut Model, days: i64) -> Vec<Effect> {
    let span = TimeDelta::try_days(days).unwrap_or_default();
    let to = model.past.as_ref().and_then(|past| past.at.checked_add_signed(span));
    match to {
        Some(at) if at < model.now => go(model, at),
        _ => come_back(model),
    }
}

/// Back to now, with the filter of before.
pub(super) fn come_back(model: &mut Model) -> Vec<Effect> {
    let Some(past) = model.past.take() else {
        return Vec::new();
    };
    model.filter = past.filter;
    if past.lanes.is_some() {
        lanes::cut(model, past.lanes);
    }
    read_again(model)
}

fn go(model: &mut Model, at: At) -> Vec<Effect> {
    if let Some(past) = &mut model.past {
        past.at = at;
    } else {
        show_board(model);
        model.marks.clear();
        let filter = std::mem::take(&mut model.filter);
        let lanes = model.board.lanes.clone();
        if lanes.is_some() {
            lanes::cut(model, None);
        }
        model.past = Some(Past { at, filter, lanes });
    }
    read_again(model)
}

/// The past is a board: of the stream this screen is about.
fn show_board(model: &mut Model) {
    if model.screen != Screen::Board {
        place::push(model);
    }
    let on_map = model.streams.get(model.map.stream_idx).filter(|_| model.screen == Screen::Map);
    let stream = on_map.map_or_else(|| model.board.stream.clone(), |line| line.id.clone());
    board::show(model, &stream, None, None);
}

/// Everything on screen is of another time: it is read again.
fn read_again(model: &mut Model) -> Vec<Effect> {
    model.flow.wants.clear();
    model.flow.around.clear();
    let mut effects = vec![ask::overview(model)];
    effects.extend(column::refresh(model));
    effects
}

/// Enter looking back: the object as it was.
pub(super) fn open_current(model: &mut Model) -> Vec<Effect> {
    let Some((object, card)) = model.current().map(|row| (row.object, row.card)) else {
        return Vec::new();
    };
    let at = model.past.as_ref().map_or(model.now, |past| past.at);
    enter(model, Mode::Then(ThenView { object, card, sheet: None, scroll: 0 }));
    vec![ask::read(model, Slot::Then, Query::SheetAt(object, at))]
}

/// The object as it was came.
pub(super) fn read(model: &mut Model, found: Option<Box<SheetThen>>) {
    let is_there = found.is_some();
    if let Mode::Then(view) = &mut model.mode {
        view.sheet = found;
        if !is_there {
            leave_all(model);
            notice::info(model, "It was not there yet.");
        }
    }
}

fn changes(model: &mut Model, from: At) -> Vec<Effect> {
    let on_map = model.streams.get(model.map.stream_idx).filter(|_| model.screen == Screen::Map);
    let stream = on_map.map_or_else(|| model.board.stream.clone(), |line| line.id.clone());
    let to = model.now;
    enter(model, Mode::Changes(ChangesView { between: None, cursor: 0 }));
    vec![ask::read(model, Slot::Changes, Query::Between { stream, from, to })]
}

/// What changed came.
pub(super) fn changed(model: &mut Model, found: Box<Between>) {
    if let Mode::Changes(view) = &mut model.mode {
        view.between = Some(found);
    }
}

/// An action in one of the popups; nothing when it is the same everywhere.
pub(super) fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    if action == Action::Choose {
        return Some(choose(model));
    }
    let by = help::lines(action)?;
    match &mut model.mode {
        Mode::Changes(view) => {
            let n =
                view.between.as_ref().map_or(0, |between| between.cards.iter().map(|card| card.changes.len()).sum());
            view.cursor = help::moved(view.cursor, by, n);
        }
        Mode::Then(view) => {
            let n = view.sheet.as_ref().map_or(1, |sheet| sheet.n_lines());
            view.scroll = help::moved(view.scroll, by, n);
        }
        _ => {}
    }
    Some(Vec::new())
}

/// Enter: to the card as it is now; where it is on no board any more, to its object.
fn choose(model: &mut Model) -> Vec<Effect> {
    let found = match &model.mode {
        Mode::Then(view) => Some((view.object, view.card, true)),
        Mode::Changes(view) => view.between.as_ref().and_then(|between| {
            let all = between.by_kind().into_values().flatten().map(|(card, _): (&Changed, _)| &card.row);
            let row = all.into_iter().nth(view.cursor)?;
            Some((row.object, row.card, row.done_at.is_some() || row.archived))
        }),
        _ => None,
    };
    let Some((object, card, opens)) = found else {
        return Vec::new();
    };
    leave_all(model);
    let mut effects = come_back(model);
    place::push(model);
    if opens {
        effects.extend(sheet::show(model, object, Some(card)));
    } else {
        effects.push(ask::read(model, Slot::Locate { opens: false }, Query::Locate(card)));
    }
    effects
}

fn say(model: &mut Model, why: String) -> Vec<Effect> {
    notice::info(model, why);
    Vec::new()
}
