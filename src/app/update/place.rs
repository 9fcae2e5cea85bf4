//! Places: back and forward, and where we left off.

use super::{board, coach, explore, filter, map, metrics, sheet};
use crate::app::effect::Effect;
use crate::app::model::{Density, Explore, Lanes, Model, Screen, Spot};
use crate::domain::id::{CardId, ObjectId, StageId, StreamId};
use crate::domain::lane::{LaneBy, LaneKey};

/// Where somebody left off, for the next start. What is no longer there is passed over in silence.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedPlace {
    pub screen: Screen,
    pub stream: StreamId,
    pub stage: Option<StageId>,
    pub card: Option<CardId>,
    /// The object, when its detail was open.
    pub object: Option<ObjectId>,
    pub filter: String,
    pub density: Density,
    pub preview: bool,
    pub coach_ended: bool,
    /// How boards are cut: what lanes are made by, and whether columns are teams.
    pub lanes: Option<(LaneBy, bool)>,
    /// Folded lanes, as the board that was open had them.
    pub folded: Vec<LaneKey>,
}

/// Places kept to go back to.
const KEPT: usize = 100;

/// Where we are, to be kept until the next start.
pub fn save(model: &Model) -> SavedPlace {
    let spot = spot(model);
    SavedPlace {
        screen: spot.screen,
        stream: spot.stream,
        stage: spot.stage,
        card: spot.card,
        object: spot.object,
        filter: model.filter.text.clone(),
        density: model.settings.density,
        preview: model.settings.preview,
        coach_ended: model.flow.coach_ended,
        lanes: model.board.lanes.as_ref().map(|lanes| (lanes.by, lanes.is_lens)),
        folded: model.board.lanes.iter().flat_map(|lanes| lanes.folded.iter().cloned()).collect(),
    }
}

/// What of a place can be put back before anything is read.
pub(super) fn restore_settings(model: &mut Model) {
    let Some(place) = model.flow.place.clone() else {
        model.coach = model.flow.is_demo.then_some(0);
        return;
    };
    model.settings.density = place.density;
    model.settings.preview = place.preview;
    model.flow.coach_ended = place.coach_ended;
    model.coach = (model.flow.is_demo && !place.coach_ended).then_some(0);
    filter::preset(model, &place.filter);
}

/// The first look at the streams: where we left off; else the fullest board; else the map of an empty workspace.
pub(super) fn first(model: &mut Model) -> Vec<Effect> {
    let place = model.flow.place.take();
    let is_known = |p: &SavedPlace| model.streams.iter().any(|s| s.id == p.stream);
    if let Some(place) = place.filter(is_known) {
        let SavedPlace { screen, stream, stage, card, object, lanes, folded, .. } = place;
        model.board.lanes = lanes.map(|(by, is_lens)| Lanes::new(by, is_lens));
        model.flow.folded = folded;
        return go(model, &Spot { screen, stream, stage, card, object });
    }
    let last = model.streams.len().saturating_sub(1);
    let fullest = (0..model.streams.len()).max_by_key(|i| model.streams[*i].n_cards).unwrap_or(last);
    let is_empty = model.streams.iter().all(|s| s.n_cards == 0);
    if let Some(stream) = model.streams.get(if is_empty { last } else { fullest }) {
        let id = stream.id.clone();
        let stage = model.coach.and_then(|_| coach::begins_at(stream)).cloned();
        board::show(model, &id, stage.as_ref(), None);
    }
    if is_empty {
        model.is_first_run = true;
        model.screen = Screen::Map;
        map::put(model, last, 0);
    }
    Vec::new()
}

/// Keeps where we are, before going elsewhere.
pub(super) fn push(model: &mut Model) {
    let spot = spot(model);
    if model.back.last() != Some(&spot) {
        model.back.push(spot);
    }
    if model.back.len() > KEPT {
        model.back.remove(0);
    }
    model.forward.clear();
}

/// The place before; where there is none, one up.
pub(super) fn back(model: &mut Model) -> Vec<Effect> {
    let Some(to) = model.back.pop() else {
        return up(model);
    };
    let here = spot(model);
    model.forward.push(here);
    go(model, &to)
}

/// The place we came back from.
pub(super) fn forward(model: &mut Model) -> Vec<Effect> {
    let Some(to) = model.forward.pop() else {
        return Vec::new();
    };
    let here = spot(model);
    model.back.push(here);
    go(model, &to)
}

/// One up: from the detail to where it was opened, from the board to the map.
pub(super) fn up(model: &mut Model) -> Vec<Effect> {
    match model.screen {
        Screen::Map => Vec::new(),
        Screen::Board => {
            map::up(model);
            Vec::new()
        }
        Screen::Sheet => close_sheet(model),
        Screen::Explore => close_explore(model),
        Screen::Metrics => close_lens(model),
    }
}

/// Back to the board as it is now: `n` may have led to another card meanwhile.
fn close_sheet(model: &mut Model) -> Vec<Effect> {
    let from = model.back.pop();
    if let Some(spot) = from.filter(|s| s.screen != Screen::Board || s.stream != model.board.stream) {
        return go(model, &spot);
    }
    model.sheet = None;
    model.screen = if model.board.columns.is_empty() { Screen::Map } else { Screen::Board };
    Vec::new()
}

/// Back to where a lens was opened.
fn close_lens(model: &mut Model) -> Vec<Effect> {
    let lens = model.screen;
    while let Some(spot) = model.back.pop() {
        if spot.screen != lens {
            return go(model, &spot);
        }
    }
    model.screen = if model.board.columns.is_empty() { Screen::Map } else { Screen::Board };
    Vec::new()
}

/// Back to where the explorer was opened.
fn close_explore(model: &mut Model) -> Vec<Effect> {
    let is_elsewhere = |spot: &Spot| spot.screen != Screen::Explore;
    let from = model.back.iter().rposition(is_elsewhere).map(|at| model.back.split_off(at).swap_remove(0));
    if let Some(spot) = from {
        return go(model, &spot);
    }
    model.screen = if model.board.columns.is_empty() { Screen::Map } else { Screen::Board };
    Vec::new()
}

fn spot(model: &Model) -> Spot {
    let on_map = model.streams.get(model.map.stream_idx).map(|s| s.id.clone());
    Spot {
        screen: model.screen,
        stream: on_map.filter(|_| model.screen == Screen::Map).unwrap_or_else(|| model.board.stream.clone()),
        stage: model.current_stage().map(|s| s.id.clone()),
        card: match model.screen {
            Screen::Sheet => model.sheet.as_ref().and_then(|s| s.card),
            Screen::Explore => model.explore.as_ref().and_then(|e| e.card),
            Screen::Map | Screen::Board | Screen::Metrics => model.current().map(|row| row.card),
        },
        object: match model.screen {
            Screen::Sheet => model.sheet.as_ref().map(|s| s.object),
            Screen::Explore => model.explore.as_ref().and_then(Explore::focus),
            Screen::Map | Screen::Board | Screen::Metrics => None,
        },
    }
}

fn go(model: &mut Model, spot: &Spot) -> Vec<Effect> {
    match (spot.screen, spot.object) {
        (Screen::Map, _) => {
            let stream = model.streams.iter().position(|s| s.id == spot.stream).unwrap_or(model.map.stream_idx);
            let stages = model.streams.get(stream).map_or(&[][..], |s| &s.stages);
            let stage = stages.iter().position(|s| Some(&s.id) == spot.stage.as_ref()).unwrap_or(0);
            if model.board.columns.is_empty() {
                board::show(model, &spot.stream, spot.stage.as_ref(), None);
            }
            map::put(model, stream, stage);
            model.screen = Screen::Map;
            Vec::new()
        }
        (Screen::Sheet, Some(object)) => {
            board::show(model, &spot.stream, spot.stage.as_ref(), spot.card);
            sheet::show(model, object, spot.card)
        }
        (Screen::Explore, Some(object)) => {
            board::show(model, &spot.stream, spot.stage.as_ref(), spot.card);
            explore::show(model, object, spot.card)
        }
        (Screen::Metrics, _) => {
            board::show(model, &spot.stream, spot.stage.as_ref(), None);
            metrics::come(model);
            Vec::new()
        }
        (Screen::Board | Screen::Sheet | Screen::Explore, _) => {
            board::show(model, &spot.stream, spot.stage.as_ref(), spot.card);
            Vec::new()
        }
    }
}
