//! The standup: walking the cards, the timer, the end.
//!
//! The order of the walk is that of its beginning: what is done on the way is read again card by card, and moves none
//! from under the cursor.

mod end;

use chrono::TimeDelta;

use super::{ask, board, glance, groom, notice, place, sheet};
use crate::app::action::Action;
use crate::app::effect::{Effect, Query};
use crate::app::model::standup::StandupView;
use crate::app::model::{Mode, Model, Screen, Slot};
use crate::domain::At;
use crate::domain::id::StreamId;
use crate::domain::standup::{Since, Standup, StandupAsk, Step};

pub(super) use end::{act as on_summary, finish, offer, write_to};

/// A standup left for longer than this is begun anew.
const GOES_ON: TimeDelta = TimeDelta::hours(4);

/// An action in the standup; nothing when it is the same on every screen.
pub(super) fn act(model: &mut Model, action: Action, n: i64) -> Option<Vec<Effect>> {
    use Action as A;
    match action {
        A::Down | A::Next => walk(model, n),
        A::Up | A::Prev => walk(model, -n),
        A::HalfDown => walk(model, 10 * n),
        A::HalfUp => walk(model, -10 * n),
        A::First | A::FirstColumn => walk(model, i64::MIN / 2),
        A::Last | A::LastColumn => walk(model, i64::MAX / 2),
        A::Right => to(model, 1, |step, here| step.stage != here.stage),
        A::Left => to(model, -1, |step, here| step.stage != here.stage),
        A::NextAlert => to(model, 1, |step, _| step.call.is_some()),
        A::PrevAlert => to(model, -1, |step, _| step.call.is_some()),
        A::Variant => return Some(groom::open(model)),
        A::Timer => turn_timer(model),
        A::Open => return Some(sheet::open_current(model)),
        A::Fold => return Some(show_touched(model)),
        A::PrevStream => return Some(turn_stream(model, -1)),
        A::NextStream => return Some(turn_stream(model, 1)),
        _ => return None,
    }
    Some(Vec::new())
}

/// `gs`: the standup of this stream, from the map that of all.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let stream = Some(model.board.stream.clone()).filter(|_| model.screen != Screen::Map);
    open_on(model, stream)
}

/// The standup of a stream, or of all; one begun goes on.
pub(super) fn open_on(model: &mut Model, stream: Option<StreamId>) -> Vec<Effect> {
    place::push(model);
    show(model, stream)
}

/// Shows a standup, without keeping where we are.
pub(super) fn show(model: &mut Model, stream: Option<StreamId>) -> Vec<Effect> {
    model.screen = Screen::Standup;
    let goes_on = |view: &StandupView| {
        let read_at = view.found.as_ref().map(|found| found.now);
        view.stream == stream && read_at.is_none_or(|at| model.now - at < GOES_ON)
    };
    if model.standup.as_ref().is_some_and(goes_on) {
        return refresh(model);
    }
    model.standup = Some(StandupView::new(stream, model.filter.filter.clone()));
    begin(model)
}

/// Back to the standup being held.
pub(super) fn again(model: &mut Model) -> Vec<Effect> {
    model.screen = Screen::Standup;
    refresh(model)
}

/// A click on a card of the walk goes there, a double one opens it.
pub(super) fn click(model: &mut Model, idx: usize, is_double: bool) -> Vec<Effect> {
    go(model, idx);
    if is_double { sheet::open_current(model) } else { Vec::new() }
}

/// Reads the walk anew.
fn begin(model: &mut Model) -> Vec<Effect> {
    let Some(view) = &mut model.standup else {
        return Vec::new();
    };
    view.filter = model.filter.filter.clone();
    let query = Query::Standup(Box::new(asked(view)));
    vec![ask::read(model, Slot::Standup { is_new: true }, query)]
}

fn asked(view: &StandupView) -> StandupAsk {
    StandupAsk {
        stream: view.stream.clone(),
        filter: view.filter.clone(),
        since: Since::Last,
        shows_touched: view.shows_touched,
        keep: Vec::new(),
    }
}

/// Reads the cards of the walk again.
pub(super) fn refresh(model: &mut Model) -> Vec<Effect> {
    let Some(view) = model.standup.as_ref().filter(|_| model.screen == Screen::Standup) else {
        return Vec::new();
    };
    if view.steps().is_empty() || ask::is_asked(model, &Slot::Standup { is_new: true }) {
        return begin(model);
    }
    let keep = view.steps().iter().map(|step| step.row.card).collect();
    let query = Query::Standup(Box::new(StandupAsk { keep, ..asked(view) }));
    vec![ask::read(model, Slot::Standup { is_new: false }, query)]
}

/// It was read: a walk begun keeps its order, and the cursor its card.
pub(super) fn read(model: &mut Model, found: Standup, is_new: bool) -> Vec<Effect> {
    let Some(view) = &mut model.standup else {
        return Vec::new();
    };
    let card = view.current().map(|row| row.card);
    let kept = view.found.take().filter(|_| !is_new);
    view.found = Some(match kept {
        Some(kept) => in_order_of(&kept, found),
        None => found,
    });
    view.put_on(card);
    end::again(model);
    glance::first_look(model)
}

/// What was read now, in the order of before.
fn in_order_of(before: &Standup, now: Standup) -> Standup {
    let mut rows: Vec<Option<Step>> = now.steps.into_iter().map(Some).collect();
    let mut fresh = |old: &Step| {
        let found = rows.iter_mut().find(|row| row.as_ref().is_some_and(|step| step.row.card == old.row.card))?;
        found.take().map(|step| Step { stage: old.stage.clone(), is_touched: old.is_touched, ..step })
    };
    let steps = before.steps.iter().filter_map(&mut fresh).collect();
    Standup { steps, n_skipped: before.n_skipped, n_rest: before.n_rest, ..now }
}

/// Another filter is another walk.
pub(super) fn settle(model: &mut Model) -> Vec<Effect> {
    let is_other = model.standup.as_ref().is_some_and(|view| view.filter != model.filter.filter);
    if is_other && model.screen == Screen::Standup { begin(model) } else { Vec::new() }
}

/// When the timer shows another second.
pub(super) fn due_at(model: &Model) -> Option<At> {
    let view = model.standup.as_ref().filter(|_| model.screen == Screen::Standup)?;
    let since = view.timer.since.filter(|_| !matches!(model.mode, Mode::Summary(_)))?;
    let ran = model.now.signed_duration_since(since).num_milliseconds().max(0);
    Some(model.now + TimeDelta::milliseconds(1_000 - ran % 1_000))
}

fn walk(model: &mut Model, by: i64) {
    let Some(view) = &mut model.standup else { return };
    let last = view.steps().len().saturating_sub(1) as i64;
    let to = (view.cursor as i64).saturating_add(by).clamp(0, last) as usize;
    let is_at_the_end = to == view.cursor && by == 1 && !view.steps().is_empty();
    go(model, to);
    if is_at_the_end {
        notice::info(model, "This was the last card; q ends with the summary.");
    }
}

fn go(model: &mut Model, to: usize) {
    let now = model.now;
    let Some(view) = &mut model.standup else { return };
    if view.cursor != to {
        view.cursor = to;
        view.timer.card_from_s = view.timer.shown_s(now);
    }
}

/// To the next card that way of which something holds, beside the one the walk has come to.
fn to(model: &mut Model, way: i64, holds: impl Fn(&Step, &Step) -> bool) {
    let Some(view) = &model.standup else { return };
    let Some(here) = view.step() else { return };
    let n = view.steps().len() as i64;
    let mut ahead = (1..n).map(|by| view.cursor as i64 + way * by).take_while(|at| (0..n).contains(at));
    let found = ahead.find(|at| holds(&view.steps()[*at as usize], here));
    match found {
        Some(at) => go(model, at as usize),
        None => notice::info(model, "There is none further that way."),
    }
}

/// T: the timer starts, or stops.
fn turn_timer(model: &mut Model) {
    let now = model.now;
    let Some(view) = &mut model.standup else { return };
    let timer = &mut view.timer;
    timer.before_s = timer.shown_s(now);
    timer.since = if timer.since.is_some() { None } else { Some(now) };
}

/// `za`: cards touched within a day are walked too, or passed over again.
fn show_touched(model: &mut Model) -> Vec<Effect> {
    let Some(view) = &mut model.standup else {
        return Vec::new();
    };
    view.shows_touched = !view.shows_touched;
    let text =
        if view.shows_touched { "Cards touched today are walked too." } else { "Cards touched today are skipped." };
    notice::info(model, text);
    begin(model)
}

/// `[` and `]`: the standup of the stream beside this one.
fn turn_stream(model: &mut Model, by: i64) -> Vec<Effect> {
    let effects = board::turn_stream(model, by);
    let stream = Some(model.board.stream.clone());
    if model.screen == Screen::Standup {
        return effects;
    }
    show(model, stream)
}
