//! Wishes that came true, and wishes that did not.

use super::{ask, board, coach, column, explore, filter, gate, glance, handoff, lanes, metrics, notice, people, sheet};
use crate::app::effect::{Effect, Query, Wish};
use crate::app::model::{Column, Mode, Model, Screen, Slot};
use crate::app::msg::{Committed, Did};
use crate::domain::id::{CardId, StageId};
use crate::domain::intent::{Intent, Pass, Refusal};

/// A wish came true: says so, follows the card, reads again what it changed.
pub(super) fn take(model: &mut Model, committed: &Committed) -> Vec<Effect> {
    ask::saved(model);
    model.flow.held = None;
    say(model, committed);
    if committed.stay.is_empty() {
        coach::written(model);
    } else {
        coach::refused(model, false);
    }
    unmark(model, &committed.done);
    let stages = concerned(model, &committed.done);
    match committed.done.as_slice() {
        // What was handed off stands on another board: the cursor stays where it is.
        _ if handoff::is_named(&committed.what) => unmark_all(model, committed),
        _ if lanes::follow(model, committed) => {}
        [did] => follow(model, did),
        _ => {}
    }
    let mut effects = vec![ask::overview(model)];
    if model.board.lanes.is_some() {
        effects.extend(column::refresh(model));
    } else {
        effects.extend(column::refresh_stages(model, &stages));
    }
    effects.extend(again(model));
    effects.extend(filter::recount(model));
    effects.extend(people::committed(model));
    if committed.done.iter().any(|did| did.object.is_none()) {
        effects.push(ask::read(model, Slot::Words, Query::Words));
    }
    effects
}

/// A rule said no: the gate opens on its first open line; what was typed comes back.
pub(super) fn refused(model: &mut Model, refusal: &Refusal, wish: &Wish) -> Vec<Effect> {
    ask::saved(model);
    (model.flow.given, model.flow.carried) = (None, None);
    give_back(model, &refusal.to_string());
    let text = told(model, refusal, wish);
    notice::refused(model, text);
    coach::refused(model, matches!(refusal, Refusal::Stays(stay) if !stay.open.is_empty()));
    let mut effects = Vec::new();
    if let (Refusal::Stays(stay), [Intent::Move { card, to, .. }]) = (refusal, wish.intents.as_slice())
        && matches!(model.mode, Mode::Normal)
    {
        effects.extend(gate::open_refused(model, *card, stay, to));
    }
    if wish.intents.iter().any(|i| matches!(i, Intent::Move { .. })) {
        effects.extend(column::refresh(model));
    }
    effects
}

/// The refusal with the way on; that comes before a long reason, so that it is not cut off.
fn told(model: &mut Model, refusal: &Refusal, wish: &Wish) -> String {
    let text = refusal.to_string();
    let text = text.trim_end_matches('.');
    match refusal {
        Refusal::Stays(stay) if stay.stage.is_some() && !is_forced(wish) => format!("{text}.  F force with reason"),
        Refusal::Guarded { key, stays, missing, instead, edge: Some(edge) } => {
            let way = handoff::offer(model, edge);
            let instead =
                instead.as_ref().map_or_else(String::new, |instead| format!(" {}", notice::sentence(instead)));
            format!("{key} {stays}.  {way}.  {}{instead}", notice::sentence(missing))
        }
        _ => format!("{text}."),
    }
}

/// A force was refused: an approval or a barrier stands in the way that no reason passes.
fn is_forced(wish: &Wish) -> bool {
    wish.intents.iter().any(|intent| matches!(intent, Intent::Move { pass: Pass::Force(_), .. }))
}

/// Something outside failed: the sentence stays until a key, what was typed comes back.
pub(super) fn failed(model: &mut Model, text: String, is_write: bool) -> Vec<Effect> {
    let mut effects = Vec::new();
    if is_write {
        ask::saved(model);
        give_back(model, &text);
        effects = column::refresh(model);
    }
    coach::refused(model, false);
    model.flow.read_failed |= !is_write;
    notice::failed(model, text);
    effects
}

/// Reads the open detail and the open gate again.
pub(super) fn again(model: &mut Model) -> Vec<Effect> {
    glance::stale(model);
    metrics::stale(model);
    let mut effects = sheet::refresh(model);
    effects.extend(explore::refresh(model));
    let shown = model.sheet.as_ref().filter(|_| model.screen == Screen::Sheet).map(|s| s.object);
    if let Mode::Gate(view) = &model.mode
        && shown != Some(view.object)
    {
        let object = view.object;
        effects.push(ask::read(model, Slot::GateSheet, Query::Sheet(object)));
    }
    effects
}

/// What was typed for a wish comes back, unless something else is being typed.
fn give_back(model: &mut Model, why: &str) {
    let Some(mode) = model.flow.held.take().filter(|_| matches!(model.mode, Mode::Normal)) else {
        return;
    };
    model.mode = *mode;
    match &mut model.mode {
        Mode::Form(form) => form.error = Some((form.focus, why.to_owned())),
        Mode::Prompt(prompt) => prompt.reads_as = Some(Err(why.to_owned())),
        _ => {}
    }
}

fn say(model: &mut Model, committed: &Committed) {
    let Committed { what, done, stay, .. } = committed;
    let text = match (done.as_slice(), stay.first()) {
        ([did], None) => one(did, what),
        (_, None) => format!("{} {what}. u undoes.", done.len()),
        ([], Some(why)) => format!("{} stay: {why}.", stay.len()),
        (_, Some(why)) => format!("{} {what}, {} stay: {why}. u undoes.", done.len(), stay.len()),
    };
    if stay.is_empty() {
        notice::done(model, text);
    } else {
        notice::refused(model, text);
    }
}

fn one(did: &Did, what: &str) -> String {
    let who = did.key.as_ref().map_or(String::new(), |key| format!("{key} "));
    let to =
        did.arrived.as_ref().filter(|_| !handoff::is_named(what)).map_or(String::new(), |stage| format!(" to {stage}"));
    let open = match did.left_open.as_slice() {
        [] => String::new(),
        open => format!(" Left open: {}.", open.join(", ")),
    };
    // The way back comes first: what was left open may be long.
    format!("{who}{what}{to}. u undoes.{open}")
}

/// What was done is no longer marked; what stays is.
fn unmark(model: &mut Model, done: &[Did]) {
    let is_done = |card: CardId, object| {
        done.iter().any(|d| d.card == Some(card) || (d.card.is_none() && d.object == Some(object)))
    };
    let over: Vec<CardId> = model.marks.iter().filter(|(c, o)| is_done(*c, *o)).map(|(c, _)| c).collect();
    for card in over {
        model.marks.remove(&card);
    }
}

/// The marks were for the origins, the answers are about what was made.
fn unmark_all(model: &mut Model, committed: &Committed) {
    if committed.stay.is_empty() {
        model.marks.clear();
    }
}

/// The stages of this board that changed: where a card was, and where it came to. All, when that is not plain.
fn concerned(model: &Model, done: &[Did]) -> Vec<StageId> {
    let names = |stage: &StageId| model.stage(stage).map(|s| s.name.as_str());
    let is_meant = |column: &&Column| {
        done.iter().any(|did| {
            let was_here =
                |r: &crate::domain::window::CardRow| Some(r.card) == did.card || Some(r.object) == did.object;
            let came_here = did.arrived.is_some() && did.arrived.as_deref() == names(&column.stage);
            came_here || column.rows().iter().any(was_here)
        })
    };
    let stages: Vec<StageId> = model.board.columns.iter().filter(is_meant).map(|c| c.stage.clone()).collect();
    if stages.is_empty() { model.board.columns.iter().map(|c| c.stage.clone()).collect() } else { stages }
}

/// The cursor follows the card it is on, and goes to a card just made.
fn follow(model: &mut Model, did: &Did) {
    let (Some(card), Some(arrived)) = (did.card, did.arrived.as_deref()) else {
        return;
    };
    let is_new = column::row(model, card).is_none();
    let is_current = || model.current().is_some_and(|row| row.card == card);
    if matches!(model.screen, Screen::Map | Screen::Explore | Screen::Metrics) || !(is_new || is_current()) {
        return;
    }
    let stages = model.stream().map_or(&[][..], |s| &s.stages);
    let Some(across) = stages.iter().position(|s| s.name == arrived) else {
        return;
    };
    let stage = stages[across].id.clone();
    if model.board.is_lens() || (is_new && model.board.lanes.is_some()) {
        return lanes::land(model, Some(&stage), Some(card));
    }
    let idx = model.board.focus - model.board.across() + across;
    if idx < model.board.columns.len() {
        leave_column(model, card, idx);
        model.board.focus = idx;
        column::put_on(model, idx, card);
        board::sync(model);
    }
}

/// The column the card left keeps its place: the cursor there goes to the neighbour.
fn leave_column(model: &mut Model, card: CardId, to: usize) {
    for (idx, column) in model.board.columns.iter_mut().enumerate() {
        let Some(at) = column.cursor_idx().filter(|_| idx != to && column.cursor == Some(card)) else {
            continue;
        };
        let rows = column.rows();
        let neighbour = rows.get(at + 1).or_else(|| rows.get(at.checked_sub(1)?));
        column.cursor = neighbour.map(|r| r.card);
        if let Some(window) = &mut column.window {
            window.rows.remove(at);
            window.n_total = window.n_total.saturating_sub(1);
        }
    }
}
