//! Decisions on a card: accepted, a duplicate, dismissed, waiting. What there is to choose from needs no text.

use super::moment;
use crate::app::effect::{Effect, Query};
use crate::app::key::Key;
use crate::app::marks::Aim;
use crate::app::model::{Choice, MenuItem, Mode, Model, Prompt, PromptFor, Screen, Slot};
use crate::app::update::{ask, edit, leave, menu, notice, prompt, relate, verb};
use crate::domain::id::{CardId, ObjectId};
use crate::domain::intent::{Edit, Intent, Spot, To};
use crate::domain::triage::reasons;
use crate::domain::twin::Twin;
use crate::domain::window::CardRow;

/// Hits offered for an original.
const HITS: usize = 6;

/// What a wait is likely to end with.
const WAITS: [&str; 4] = ["+1h", "+4h", "tomorrow 09:00", "mon 09:00"];

/// `L`: on to the next stage through its gate; an owner is asked for only where there is none.
pub(super) fn accept(model: &mut Model) -> Vec<Effect> {
    let Some((aim, assignee)) = current(model).map(|row| (aim(row), row.assignee.clone())) else {
        return Vec::new();
    };
    if assignee.is_some() {
        return verb::on_cards(model, &[aim], "accepted", step);
    }
    let title = format!("Owner (Enter: {})", model.me);
    prompt::open(model, &title, PromptFor::Accept, vec![aim])
}

/// The owner was named: given and accepted in one step.
pub(in crate::app::update) fn accept_for(model: &mut Model, on: &[Aim], who: String) -> Vec<Effect> {
    let Some((card, object)) = on.first().and_then(|aim| Some((aim.card?, aim.object))) else {
        return Vec::new();
    };
    let what = format!("accepted for {who}, moved");
    let give = Intent::Edit { object, edits: vec![Edit::Assignee(Some(who))] };
    ask::commit_whole(model, vec![give, step(card)], what)
}

fn step(card: CardId) -> Intent {
    verb::move_to(card, To::Step(1), Spot::Bottom)
}

/// `w`: dates to choose from, or another one.
pub(super) fn wait(model: &mut Model) -> Vec<Effect> {
    let on = verb::aims(model);
    let mut items: Vec<MenuItem> = Vec::new();
    for (idx, text) in WAITS.iter().enumerate() {
        if let Some(at) = moment(model, text) {
            let label = format!("{text}  {}", edit::show(model, at));
            items.push(menu::item(menu::nth(idx), label, Choice::Wait(Some(at))));
        }
    }
    items.push(menu::item(Some(Key::char('e')), "another date".into(), Choice::Wait(None)));
    menu::open(model, "Wait until", items, 0, on)
}

/// `d` here: reasons to choose from, those given of late first.
pub(in crate::app::update) fn dismiss(model: &mut Model) -> Vec<Effect> {
    let on = verb::aims(model);
    let of_late = model.triage.as_ref().filter(|_| model.screen == Screen::Triage).and_then(|t| t.queue.as_ref());
    let reasons = reasons(of_late.map_or(&[][..], |queue| &queue.reasons));
    let mut items: Vec<MenuItem> = Vec::new();
    for (idx, reason) in reasons.into_iter().enumerate() {
        items.push(menu::item(menu::nth(idx), reason.clone(), Choice::Dismiss(Some(reason))));
    }
    items.push(menu::item(Some(Key::char('e')), "another reason".into(), Choice::Dismiss(None)));
    menu::open(model, "Dismiss as", items, 0, on)
}

/// The reason was given.
pub(in crate::app::update) fn dismissed(model: &mut Model, on: &[Aim], reason: &str) -> Vec<Effect> {
    let intents = verb::objects(on).into_iter().map(|object| Intent::Dismiss { object, reason: reason.to_owned() });
    ask::commit(model, intents.collect(), format!("dismissed as {reason}"))
}

/// `=`: what looks like it is offered once it is read.
pub(in crate::app::update) fn duplicate(model: &mut Model) -> Vec<Effect> {
    let on = verb::aims(model);
    let [one] = on.as_slice() else {
        return ask_for_original(model, on);
    };
    let known = model.triage.as_ref().and_then(|t| t.twins.clone()).filter(|(object, _)| *object == one.object);
    match known {
        Some((_, twins)) => offer(model, on, &twins),
        None => vec![ask::read(model, Slot::Twins { opens: true }, Query::Twins(one.object))],
    }
}

/// What looks like an object is known.
pub(in crate::app::update) fn twins_came(
    model: &mut Model,
    object: ObjectId,
    twins: Vec<Twin>,
    opens: bool,
) -> Vec<Effect> {
    let on = verb::aims(model);
    let is_meant = opens && matches!(model.mode, Mode::Normal | Mode::Range { .. });
    let mut effects = Vec::new();
    if is_meant && on.first().is_some_and(|aim| aim.object == object) {
        effects = offer(model, on, &twins);
    }
    if let Some(triage) = &mut model.triage {
        triage.twins = Some((object, twins));
    }
    effects
}

fn offer(model: &mut Model, on: Vec<Aim>, twins: &[Twin]) -> Vec<Effect> {
    if twins.is_empty() {
        return ask_for_original(model, on);
    }
    let twin = |(idx, twin): (usize, &Twin)| {
        let closed = if twin.is_closed { "  closed" } else { "" };
        let chosen = Choice::Duplicate(Some((twin.object, twin.key.to_string())));
        menu::item(menu::nth(idx), format!("{} {}{closed}", twin.key, twin.title), chosen)
    };
    let mut items: Vec<MenuItem> = twins.iter().enumerate().map(twin).collect();
    items.push(menu::item(Some(Key::char('e')), "another, by key or words".into(), Choice::Duplicate(None)));
    menu::open(model, "Duplicate of", items, 0, on)
}

/// Another one, by its key or by words.
pub(in crate::app::update) fn ask_for_original(model: &mut Model, on: Vec<Aim>) -> Vec<Effect> {
    prompt::open(model, "Duplicate of: key or words", PromptFor::Duplicate, on)
}

/// The text changed: objects that fit it.
pub(in crate::app::update) fn original_wanted(model: &mut Model) -> Vec<Effect> {
    let Mode::Prompt(prompt) = &model.mode else {
        return Vec::new();
    };
    let text = prompt.line.text.trim().to_owned();
    if text.is_empty() {
        return Vec::new();
    }
    vec![ask::read(model, Slot::Relatives, Query::Search { text, n: HITS })]
}

/// Enter: the one chosen, the one whose key was typed, or the only one.
pub(in crate::app::update) fn original_typed(model: &mut Model, prompt: &Prompt) -> Vec<Effect> {
    let typed = prompt.line.text.trim();
    let hits = &prompt.hits;
    let by_key = || hits.iter().find(|hit| hit.key.as_str().eq_ignore_ascii_case(typed));
    let only = || hits.first().filter(|_| hits.len() == 1);
    let hit = prompt.choice.and_then(|idx| hits.get(idx)).or_else(by_key).or_else(only);
    let Some((of, key)) = hit.map(|hit| (relate::object_of(hit), hit.key.to_string())) else {
        if let Mode::Prompt(prompt) = &mut model.mode {
            let why = if typed.is_empty() {
                "A key or words of the other one."
            } else {
                "Several fit, or none; the arrows choose one."
            };
            prompt.reads_as = Some(Err(why.into()));
        } else {
            notice::info(model, "A key or words of the other one.");
        }
        return Vec::new();
    };
    leave(model);
    duplicate_of(model, &prompt.on, of, &key)
}

/// It is one of these.
pub(in crate::app::update) fn duplicate_of(model: &mut Model, on: &[Aim], of: ObjectId, key: &str) -> Vec<Effect> {
    let intents = verb::objects(on).into_iter().map(|object| Intent::Duplicate { object, of });
    ask::commit(model, intents.collect(), format!("is a duplicate of {key}"))
}

fn current(model: &Model) -> Option<&CardRow> {
    model.current()
}

fn aim(row: &CardRow) -> Aim {
    Aim { card: Some(row.card), object: row.object }
}
