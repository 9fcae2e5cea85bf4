//! Hand-offs: work carried to another stream along an edge that fits where the card stands.

use super::{ask, column, menu, prompt, verb};
use crate::app::effect::Effect;
use crate::app::marks::Aim;
use crate::app::model::{Choice, MenuItem, Model, PromptFor};
use crate::domain::id::{StageId, StreamId, TypeId};
use crate::domain::intent::{HandOff, Intent, Pass, fits};
use crate::domain::stream::Edge;
use crate::domain::window::CardRow;

/// What is said of a hand-off that makes something new, and of one that carries on what is there.
const MADE: &str = "made in";
const CARRIED: &str = "handed off to";

/// `t`: the edges that fit all that is meant.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let on = verb::aims(model);
    let edges = fitting(model, &on);
    let offered = model.flow.offered_edge.take();
    let cursor = edges.iter().position(|edge| Some(&edge.id) == offered.as_ref()).unwrap_or(0);
    let items = edges.into_iter().enumerate().map(|(idx, edge)| entry(model, idx, edge)).collect();
    let title = match on.as_slice() {
        [one] => {
            column::row_of(model, one.object).map_or_else(|| "Hand off".into(), |row| format!("Hand off {}", row.key))
        }
        _ => format!("Hand off {} cards", on.len()),
    };
    menu::open(model, &title, items, cursor, on)
}

/// An edge was chosen: what it makes wants a title; many keep their own.
pub(super) fn chosen(model: &mut Model, edge: Edge, on: Vec<Aim>) -> Vec<Effect> {
    let own = on.first().and_then(|aim| title_of(model, aim));
    match own.filter(|_| on.len() == 1 && !edge.carry.same_object) {
        Some(own) => {
            let title = format!("Title of the {}", made(model, &edge));
            prompt::open_with(model, &title, PromptFor::HandOff { edge: Box::new(edge) }, on, &own)
        }
        None => commit(model, &on, &edge, None),
    }
}

/// The title was typed.
pub(super) fn titled(model: &mut Model, on: &[Aim], edge: &Edge, text: &str) -> Vec<Effect> {
    commit(model, on, edge, Some(text))
}

/// Whether a wish of this name was a hand-off: where it led is in the name.
pub(super) fn is_named(what: &str) -> bool {
    what.starts_with(MADE) || what.starts_with(CARRIED)
}

/// The edges that fit all cards meant; of a card that is not in memory the store says whether it fits.
pub fn fitting(model: &Model, on: &[Aim]) -> Vec<Edge> {
    let known: Vec<(TypeId, Option<StageId>)> = on.iter().filter_map(|aim| stands(model, aim)).collect();
    let edges = model.words.iter().flat_map(|words| &words.edges);
    let is_for = |edge: &&Edge| known.iter().all(|(kind, stage)| fits(edge, kind, stage.as_ref()));
    if known.is_empty() { Vec::new() } else { edges.filter(is_for).cloned().collect() }
}

/// Why nothing can be handed off.
pub fn none_fits(model: &Model, on: &[Aim]) -> Option<String> {
    if !fitting(model, on).is_empty() {
        return None;
    }
    if on.len() > 1 {
        return Some("no hand-off fits all of them".into());
    }
    let (kind, stage) = on.first().and_then(|aim| stands(model, aim))?;
    let kind = type_name(model, &kind);
    let place = stage.and_then(|id| model.stage(&id).map(|s| s.name.clone()));
    let place = place.map_or_else(|| "it stands on no board".to_owned(), |name| format!("it stands in {name}"));
    Some(format!("no hand-off fits: {place} and is of type {kind}"))
}

/// The type of what is meant and where it stands, as far as it is in memory.
fn stands(model: &Model, aim: &Aim) -> Option<(TypeId, Option<StageId>)> {
    let of_row = |row: &CardRow| {
        let stage = (row.done_at.is_none() && aim.card == Some(row.card)).then(|| row.stage.clone());
        (row.type_id.clone(), stage)
    };
    let sheet = model.sheet.as_ref().and_then(|view| view.sheet.as_ref()).filter(|s| s.object.id == aim.object);
    let of_sheet = sheet.map(|sheet| {
        let card = sheet.cards.iter().find(|s| Some(s.card.id) == aim.card && !s.card.place.is_done());
        (sheet.object.type_id.clone(), card.map(|s| s.row.stage.clone()))
    });
    of_sheet.or_else(|| aim.card.and_then(|card| column::row(model, card)).map(of_row))
}

fn title_of(model: &Model, aim: &Aim) -> Option<String> {
    let sheet = model.sheet.as_ref().and_then(|view| view.sheet.as_ref()).filter(|s| s.object.id == aim.object);
    let row = || column::row_of(model, aim.object).map(|row| row.title.clone());
    sheet.map(|sheet| sheet.object.title.clone()).or_else(row)
}

/// `Integrate > Plan Product Release  what it is for`
fn entry(model: &Model, idx: usize, edge: Edge) -> MenuItem {
    let stage =
        edge.to_stage.as_ref().and_then(|id| model.stage(id)).map_or_else(String::new, |s| format!(" > {}", s.name));
    let label = format!("{}{stage}  {}", stream_name(model, &edge.to), edge.what);
    menu::item(menu::nth(idx), label, Choice::HandOff(Box::new(edge)))
}

/// `Defect in Integrate`
fn made(model: &Model, edge: &Edge) -> String {
    let card_type = || model.streams.iter().find(|s| s.id == edge.to).map(|s| s.card_type.clone());
    let kind = edge.carry.makes.clone().or_else(card_type);
    let kind = kind.map_or_else(|| "card".to_owned(), |kind| type_name(model, &kind));
    format!("{kind} in {}", stream_name(model, &edge.to))
}

fn commit(model: &mut Model, on: &[Aim], edge: &Edge, title: Option<&str>) -> Vec<Effect> {
    let is_new = !edge.carry.same_object && !edge.carry.use_linked;
    let what = format!("{} {}", if is_new { MADE } else { CARRIED }, stream_name(model, &edge.to));
    let one = |aim: &Aim| {
        let card = stands(model, aim).map_or(aim.card, |(_, stage)| aim.card.filter(|_| stage.is_some()));
        Intent::HandOff(Box::new(HandOff {
            object: aim.object,
            card,
            edge: edge.id.clone(),
            stage: None,
            type_id: None,
            title: title.map(str::to_owned),
            pass: Pass::Ask,
        }))
    };
    let intents = on.iter().map(one).collect();
    ask::commit(model, intents, what)
}

/// A refusal that names a way: `t` begins there.
pub(super) fn offer(model: &mut Model, edge: &str) -> String {
    model.flow.offered_edge = Some(edge.to_owned());
    let edge = model.words.iter().flat_map(|words| &words.edges).find(|e| e.id == edge);
    let place = edge.map(|edge| stream_name(model, &edge.to));
    place.map_or_else(|| "  t hands off".to_owned(), |place| format!("  t hands off to {place}"))
}

fn stream_name(model: &Model, id: &StreamId) -> String {
    model.streams.iter().find(|s| s.id == *id).map_or_else(|| id.to_string(), |s| s.name.clone())
}

fn type_name(model: &Model, id: &TypeId) -> String {
    let types = model.words.iter().flat_map(|words| &words.types);
    types.into_iter().find(|t| t.id == *id).map_or_else(|| id.to_string(), |t| t.name.clone())
}
