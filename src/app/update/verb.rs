//! Verbs on the marked cards, else on the one under the cursor: each is one wish, one undo step.

use chrono::TimeDelta;

use super::{ask, column, lanes, menu, notice, people, prompt};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::marks::Aim;
use crate::app::model::{Explore, Model, PromptFor, Screen, Verb};
use crate::domain::At;
use crate::domain::id::{CardId, ObjectId, StageId};
use crate::domain::intent::{Edit, Intent, Pass, Spot, To};
use crate::domain::window::LinkRow;

/// A key held down stops at the last stage: one this soon after the one before asks whether to finish.
const HELD: TimeDelta = TimeDelta::milliseconds(1_000);

/// What a verb begun now is for.
pub fn aims(model: &Model) -> Vec<Aim> {
    if model.screen == Screen::Board && !model.marks.is_empty() {
        return model.marks.iter().map(|(card, object)| Aim { card: Some(card), object }).collect();
    }
    if let Some(view) = model.sheet.as_ref().filter(|_| model.screen == Screen::Sheet) {
        let card = view.standing().map(|s| s.card.id).or(view.card);
        return vec![Aim { card, object: view.object }];
    }
    if let Some(object) = model.explore.as_ref().filter(|_| model.screen == Screen::Explore).and_then(Explore::focus) {
        return vec![Aim { card: None, object }];
    }
    let row = model.current().map(|row| Aim { card: Some(row.card), object: row.object });
    row.into_iter().collect()
}

/// Changes the objects meant, each once.
pub(super) fn edit_on(model: &mut Model, on: &[Aim], edits: &[Edit], what: &str) -> Vec<Effect> {
    model.last_verb = Some(Verb::Edit(edits.to_vec()));
    people::given(model, edits);
    let intents = objects(on).into_iter().map(|object| Intent::Edit { object, edits: edits.to_vec() });
    ask::commit(model, intents.collect(), what)
}

/// Does something with each card meant.
pub(super) fn on_cards(model: &mut Model, on: &[Aim], what: &str, intent: impl Fn(CardId) -> Intent) -> Vec<Effect> {
    let cards: Vec<CardId> = on.iter().filter_map(|a| a.card).collect();
    if cards.is_empty() {
        notice::info(model, "This object has no card.");
    }
    ask::commit(model, cards.into_iter().map(intent).collect(), what)
}

pub(super) fn priority(model: &mut Model, priority: Option<u8>) -> Vec<Effect> {
    let on = aims(model);
    let what = priority.map_or("without priority".to_owned(), |p| format!("set to priority {p}"));
    edit_on(model, &on, &[Edit::Priority(priority)], &what)
}

/// `+` and `-`: one more or less urgent; each from what it is now.
pub(super) fn shift_priority(model: &mut Model, by: i8) -> Vec<Effect> {
    let on = aims(model);
    let shifted = |object: ObjectId| {
        let now = column::row_of(model, object)?.priority;
        let next = match now {
            Some(p) => Some((p.cast_signed() + by).clamp(1, 4).cast_unsigned()),
            None => (by < 0).then_some(4),
        };
        (next != now).then_some(Intent::Edit { object, edits: vec![Edit::Priority(next)] })
    };
    let intents: Vec<Intent> = objects(&on).into_iter().filter_map(shifted).collect();
    if intents.is_empty() {
        let text = if by < 0 { "Nothing is more urgent than P1." } else { "It is not urgent at all already." };
        notice::info(model, text);
    }
    let what = match intents.as_slice() {
        [Intent::Edit { edits, .. }] => match edits.first() {
            Some(Edit::Priority(Some(p))) => format!("set to priority {p}"),
            _ => "changed".into(),
        },
        _ => if by < 0 { "made more urgent" } else { "made less urgent" }.into(),
    };
    ask::commit(model, intents, what)
}

/// `i`: makes it mine.
pub(super) fn mine(model: &mut Model) -> Vec<Effect> {
    let on = aims(model);
    let is_mine = |a: &Aim| {
        let row = column::row_of(model, a.object);
        row.is_some_and(|r| r.assignee.as_deref() == Some(model.me.as_str()))
    };
    if !on.is_empty() && on.iter().all(is_mine) {
        notice::info(model, "It is yours already; sa gives it to somebody else.");
        return Vec::new();
    }
    let edit = Edit::Assignee(Some(model.me.clone()));
    edit_on(model, &on, &[edit], "taken")
}

/// `b`: asks why it is blocked; what is blocked already becomes free.
pub(super) fn block(model: &mut Model) -> Vec<Effect> {
    let on = aims(model);
    let is_blocked = |a: &Aim| {
        let row = a.card.and_then(|card| column::row(model, card));
        row.is_some_and(|r| r.blocked.is_some())
    };
    if !on.is_empty() && on.iter().all(is_blocked) {
        return on_cards(model, &on, "free again", |card| Intent::Unblock { card });
    }
    prompt::open_for(model, Action::Block)
}

/// `d`: takes the objects off their boards.
pub(super) fn archive(model: &mut Model) -> Vec<Effect> {
    let on = aims(model);
    model.last_verb = Some(Verb::Archive);
    let intents = objects(&on).into_iter().map(|object| Intent::Archive { object });
    ask::commit(model, intents.collect(), "archived")
}

pub(super) fn unlink(model: &mut Model, from: ObjectId, link: &LinkRow) -> Vec<Effect> {
    let what = format!("no longer {} {}", link.name, link.key);
    let intent = Intent::Unlink { from, relation: link.relation.clone(), to: link.object };
    ask::commit(model, vec![intent], what)
}

/// `H` and `L`: the cards meant go a stage back or on; the gate is asked where the answer is kept.
pub(super) fn step(model: &mut Model, by: i32) -> Vec<Effect> {
    if model.screen == Screen::Board && model.board.is_lens() {
        return lanes::to_team(model, by);
    }
    let on = aims(model);
    let is_held = by > 0 && model.flow.stepped_at.is_some_and(|at| model.now - at < HELD);
    if by > 0 {
        model.flow.stepped_at = Some(model.now);
    }
    let (ends, goes): (Vec<Aim>, Vec<Aim>) = on.iter().copied().partition(|a| stays(model, *a, by, is_held));
    match ends.first() {
        Some(aim) if goes.is_empty() => at_the_end(model, *aim, by),
        _ => step_on(model, &goes, by),
    }
}

/// These cards go a stage back or on.
pub(super) fn step_on(model: &mut Model, on: &[Aim], by: i32) -> Vec<Effect> {
    for card in on.iter().filter_map(|a| a.card) {
        *model.flow.steps.entry(card).or_default() += by;
    }
    model.last_verb = Some(Verb::Step(by));
    on_cards(model, on, "moved", |card| move_to(card, To::Step(by), Spot::Bottom))
}

/// `:back`: the cards meant go a stage back, for a reason that is kept with the move.
pub(super) fn step_back(model: &mut Model, why: &str) -> Vec<Effect> {
    let on = aims(model);
    on_cards(model, &on, "moved", |card| Intent::Move {
        card,
        to: To::Step(-1),
        spot: Spot::Bottom,
        pass: Pass::Ask,
        reason: Some(why.to_owned()),
    })
}

/// `J` and `K`: the card changes places with its neighbour; drawn at once, asked for all the same.
pub(super) fn reorder(model: &mut Model, by: i64) -> Vec<Effect> {
    let Some(column) = model.board.columns.get_mut(model.board.focus) else {
        return Vec::new();
    };
    let Some(at) = column.cursor_idx() else {
        return Vec::new();
    };
    let to = usize::try_from(at as i64 + by).ok().filter(|to| *to < column.rows().len());
    let Some(to) = to else {
        if let Some(effects) = lanes::carry_over(model, by) {
            return effects;
        }
        let text = if by < 0 { "It is on top already." } else { "It is at the bottom already." };
        notice::info(model, text);
        return Vec::new();
    };
    let (row, beside) = (&column.rows()[at], &column.rows()[to]);
    if row.stage != beside.stage {
        notice::info(model, "Stages order a team's column; zv shows the stages.");
        return Vec::new();
    }
    let (card, other, stage) = (row.card, beside.card, row.stage.clone());
    if let Some(window) = &mut column.window {
        window.rows.swap(at, to);
    }
    let spot = if by < 0 { Spot::Before(other) } else { Spot::After(other) };
    ask::commit(model, vec![move_to(card, To::Stage(stage), spot)], "reordered")
}

/// `.`: the last change once more, on what is meant now.
pub(super) fn repeat(model: &mut Model) -> Vec<Effect> {
    let on = aims(model);
    match model.last_verb.clone() {
        Some(Verb::Edit(edits)) => edit_on(model, &on, &edits, "changed likewise"),
        Some(Verb::Step(by)) => step(model, by),
        Some(Verb::Block(reason)) => {
            on_cards(model, &on, "blocked", |card| Intent::Block { card, reason: reason.clone() })
        }
        Some(Verb::Wait(until)) => wait(model, &on, until),
        Some(Verb::Archive) => archive(model),
        Some(Verb::Comment(text)) => comment(model, &on, &text),
        None => Vec::new(),
    }
}

pub(super) fn wait(model: &mut Model, on: &[Aim], until: Option<At>) -> Vec<Effect> {
    model.last_verb = Some(Verb::Wait(until));
    let what = if until.is_some() { "waiting" } else { "waiting no longer" };
    on_cards(model, on, what, |card| Intent::Wait { card, until })
}

pub(super) fn comment(model: &mut Model, on: &[Aim], text: &str) -> Vec<Effect> {
    model.last_verb = Some(Verb::Comment(text.to_owned()));
    let intents = objects(on).into_iter().map(|object| Intent::Comment { object, text: text.to_owned() });
    ask::commit(model, intents.collect(), "commented")
}

/// `S`: asks for the title of the second card.
pub(super) fn ask_split(model: &mut Model) -> Vec<Effect> {
    let on = aims(model).into_iter().take(1).collect();
    prompt::open(model, "Split off a second card", PromptFor::Split, on)
}

/// A second card with this title, of the same kind and in the same place.
pub(super) fn split(model: &mut Model, on: &[Aim], title: &str) -> Vec<Effect> {
    on_cards(model, on, "split off", |card| Intent::Split { card, title: title.to_owned() })
}

/// A move as the rules say.
pub(super) fn move_to(card: CardId, to: To, spot: Spot) -> Intent {
    Intent::Move { card, to, spot, pass: Pass::Ask, reason: None }
}

/// The objects meant, each once.
pub(super) fn objects(on: &[Aim]) -> Vec<ObjectId> {
    let mut objects: Vec<ObjectId> = Vec::new();
    for aim in on {
        if !objects.contains(&aim.object) {
            objects.push(aim.object);
        }
    }
    objects
}

/// Whether there is no stage to go to that way: before the first, or past the last with a key held down.
fn stays(model: &Model, aim: Aim, by: i32, held: bool) -> bool {
    let Some((position, n)) = aim.card.and_then(|card| position(model, card)) else {
        return false;
    };
    (by < 0 && position <= 0) || (by > 0 && position >= n - 1 && (held || position >= n))
}

/// The stage a card will be in when what is being saved is saved, and how many there are.
fn position(model: &Model, card: CardId) -> Option<(i64, i64)> {
    let row = column::row(model, card).filter(|r| r.done_at.is_none())?;
    let stages = stages_of(model, &row.stage)?;
    let at = stages.iter().position(|s| *s == row.stage)? as i64;
    let steps = model.flow.steps.get(&card).copied().unwrap_or(0);
    Some((at + i64::from(steps), stages.len() as i64))
}

fn stages_of(model: &Model, stage: &StageId) -> Option<Vec<StageId>> {
    let stream = model.streams.iter().find(|s| s.id == stage.stream())?;
    Some(stream.stages.iter().map(|s| s.id.clone()).collect())
}

/// The first stage has none before it. Past the last one is done: a key held down stops and is asked.
fn at_the_end(model: &mut Model, aim: Aim, by: i32) -> Vec<Effect> {
    let row = aim.card.and_then(|card| column::row(model, card));
    let Some((key, stage)) = row.map(|r| (r.key.clone(), r.stage.clone())) else {
        return Vec::new();
    };
    let stages = stages_of(model, &stage).unwrap_or_default();
    let end = if by > 0 { stages.last() } else { stages.first() };
    let name = end.and_then(|id| model.stage(id)).map_or(String::new(), |s| s.name.clone());
    if by > 0 {
        menu::open_finish(model, aim, &key, &name);
    } else {
        notice::info(model, format!("{name} is the first stage; {key} stays there."));
    }
    Vec::new()
}
