//! What queries found.

use super::{
    approve, board, column, edit, explore, filter, form, gate, glance, improve, lanes, marks, metrics, notice, palette,
    people, place, prompt, relate, sheet,
};
use crate::app::effect::Effect;
use crate::app::model::{Bell, Mode, Model, Screen, Slot};
use crate::app::msg::Answer;
use crate::domain::id::{CardId, StageId};
use crate::domain::window::{Sheet, StreamLine};

/// A card and the stage it stands in.
type Located = Option<(CardId, StageId)>;

/// Puts an answer where it belongs; one that nobody waits for any more is dropped.
pub(super) fn take(model: &mut Model, number: u64, answer: Answer) -> Vec<Effect> {
    let Some(slot) = model.asked.remove(&number) else {
        return Vec::new();
    };
    match (slot, answer) {
        (Slot::Overview, Answer::Overview(streams)) => overview(model, streams),
        (Slot::Lanes, Answer::Lanes(lines)) => lanes::arrived(model, lines),
        (Slot::Column(cell), Answer::Window(window)) => {
            column::arrived(model, &cell, window);
            marks::extend(model);
            if model.flow.follows && model.screen == Screen::Sheet { sheet::follow(model) } else { Vec::new() }
        }
        (Slot::Wip { opens }, Answer::Wip(wip)) => people::counted(model, wip, opens),
        (Slot::Found, Answer::Found(found)) => {
            filter::found(model, found);
            Vec::new()
        }
        (Slot::Locate { opens }, Answer::Located(place)) => located(model, place, opens),
        (Slot::Alert, Answer::Located(place)) => alert(model, place),
        (Slot::Undone, Answer::Located(place)) => {
            if let Some((card, stage)) = place.filter(|_| model.screen == Screen::Board) {
                board::show_card(model, card, &stage);
            }
            Vec::new()
        }
        (Slot::Walk, Answer::Walked(walked)) => explore::walked(model, *walked),
        (Slot::Tree, Answer::Trace(trace)) => explore::traced(model, &trace),
        (Slot::Tree, Answer::Impact(impact)) => explore::impacted(model, &impact),
        (Slot::Peek, Answer::Peek(peek)) => explore::peeked(model, peek.map(|p| *p)),
        (slot, Answer::Sheet(sheet)) => read_sheet(model, &slot, sheet.map(|s| *s)),
        (slot, answer) => put(model, &slot, answer),
    }
}

fn put(model: &mut Model, slot: &Slot, answer: Answer) -> Vec<Effect> {
    match (slot, answer) {
        (Slot::Glance, Answer::Glance(found)) => glance::read(model, found.map(|f| *f)),
        (Slot::Log, Answer::Log(entries)) => {
            if let Some(view) = &mut model.sheet {
                view.log = entries;
            }
        }
        (Slot::Activity, Answer::Log(found)) => {
            if let Mode::Activity { entries, .. } = &mut model.mode {
                *entries = found;
            }
        }
        (Slot::HelpStage, Answer::Stage(stage)) => {
            if let Mode::Help(help) = &mut model.mode {
                help.stage = stage.map(|s| *s);
            }
        }
        (Slot::Hits, Answer::Hits(hits)) => palette::found(model, hits),
        (Slot::Relatives, Answer::Hits(hits)) => relate::found(model, hits),
        (Slot::Words, Answer::Words(words)) => {
            model.words = Some(*words);
            prompt::words_came(model);
        }
        (Slot::Charts, Answer::Charts(charts)) => metrics::arrived(model, charts.map(|c| *c)),
        (Slot::Forecast, Answer::Forecast(forecast)) => metrics::foretold(model, *forecast),
        (Slot::Across, Answer::Across(across)) => improve::arrived(model, *across),
        (Slot::Approvals { opens }, Answer::Approvals(waits)) => approve::listed(model, waits, *opens),
        (Slot::Marks, Answer::Ids(ids)) => {
            for (card, object) in ids {
                model.marks.insert(card, object);
            }
        }
        _ => {}
    }
    Vec::new()
}

fn read_sheet(model: &mut Model, slot: &Slot, sheet: Option<Sheet>) -> Vec<Effect> {
    // Two reads of one object may be answered by one: whoever shows it takes what came.
    if let Some(sheet) = &sheet {
        sheet::read(model, sheet);
        gate::read(model, sheet);
    }
    match (slot, sheet) {
        (Slot::Form, Some(sheet)) => form::read(model, &sheet),
        (Slot::Body, Some(sheet)) => edit::read(&sheet),
        (Slot::Sheet, None) if model.screen == Screen::Sheet => {
            notice::info(model, "It is not there any more.");
            place::up(model)
        }
        (_, None) => {
            notice::info(model, "It is not there any more.");
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// The streams as they are now.
fn overview(model: &mut Model, streams: Vec<StreamLine>) -> Vec<Effect> {
    let n_breached = |streams: &[StreamLine]| streams.iter().map(|s| s.n_breached).sum::<u64>();
    let is_worse = model.flow.has_overview && n_breached(&streams) > n_breached(&model.streams);
    model.streams = streams;
    let mut effects = Vec::new();
    if model.flow.has_overview {
        keep_place(model);
    } else {
        model.flow.has_overview = true;
        effects = place::first(model);
    }
    if model.streams.iter().any(|s| s.n_cards > 0) {
        model.is_first_run = false;
    }
    effects.extend(new_board(model));
    if is_worse && model.settings.bell == Bell::Audible {
        effects.push(Effect::Bell);
    }
    effects
}

/// Stages may have come, gone or changed places; a stream may be gone.
fn keep_place(model: &mut Model) {
    let is_gone = model.stream().is_none();
    if let Some(first) = model.streams.first().map(|s| s.id.clone()).filter(|_| is_gone) {
        let screen = model.screen;
        board::show(model, &first, None, None);
        model.screen = if matches!(screen, Screen::Sheet | Screen::Explore) { Screen::Board } else { screen };
    }
    board::sync(model);
    super::map::put(model, model.map.stream_idx, model.map.stage_idx);
}

/// A board just made is opened when it is there.
fn new_board(model: &mut Model) -> Vec<Effect> {
    let Some(name) = &model.flow.new_board else {
        return Vec::new();
    };
    let Some(id) = model.streams.iter().rev().find(|s| s.name == *name).map(|s| s.id.clone()) else {
        return Vec::new();
    };
    model.flow.new_board = None;
    place::push(model);
    board::show(model, &id, None, None);
    Vec::new()
}

fn located(model: &mut Model, place: Located, opens: bool) -> Vec<Effect> {
    let Some((card, stage)) = place else {
        notice::info(model, "The card is not on a board any more.");
        return Vec::new();
    };
    board::show_card(model, card, &stage);
    if opens { sheet::open_current(model) } else { Vec::new() }
}

fn alert(model: &mut Model, place: Located) -> Vec<Effect> {
    let Some((card, stage)) = place else {
        notice::info(model, "Nothing is late, at risk or blocked on this board.");
        return Vec::new();
    };
    let was_sheet = model.screen == Screen::Sheet;
    board::show_card(model, card, &stage);
    if was_sheet {
        model.screen = Screen::Sheet;
        model.flow.follows = true;
        return sheet::follow(model);
    }
    Vec::new()
}
