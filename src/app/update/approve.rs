//! Approvals: what somebody says for a role they hold, and what waits for me.

use super::{ask, column, leave, menu, notice, prompt};
use crate::app::effect::{Effect, Query};
use crate::app::marks::Aim;
use crate::app::model::{Choice, MenuItem, Mode, Model, PromptFor, Slot, Spoken, item_here};
use crate::domain::id::CardId;
use crate::domain::intent::Intent;
use crate::domain::trace::WaitingRow;

pub(super) use crate::app::model::spoken;

/// `p`, or Space on an approval: yes, for the role asked for.
pub(super) fn approve(model: &mut Model) -> Vec<Effect> {
    let Some((aim, spoken)) = here(model) else {
        return Vec::new();
    };
    say(model, &[aim], &spoken.role, false, None)
}

/// `e` on an approval: yes, with a comment.
pub(super) fn with_comment(model: &mut Model) -> Vec<Effect> {
    let Some((aim, Spoken { role, role_name })) = here(model) else {
        return Vec::new();
    };
    let title = format!("Approve as {role_name}, comment");
    prompt::open(model, &title, PromptFor::Approve { role, is_rejected: false }, vec![aim])
}

/// `R`: no; the comment is asked for and is the reason.
pub(super) fn reject(model: &mut Model) -> Vec<Effect> {
    let Some((aim, Spoken { role, role_name })) = here(model) else {
        return Vec::new();
    };
    let title = format!("Reject as {role_name}: why");
    prompt::open(model, &title, PromptFor::Approve { role, is_rejected: true }, vec![aim])
}

/// The comment was typed. A card that was rejected goes back: its gate is not this one any more.
pub(super) fn said(model: &mut Model, on: &[Aim], role: &str, is_rejected: bool, text: &str) -> Vec<Effect> {
    if is_rejected && matches!(model.mode, Mode::Gate(_)) {
        leave(model);
    }
    say(model, on, role, is_rejected, Some(text.to_owned()).filter(|text| !text.is_empty()))
}

/// `ga`: what waits for my approval is read, then listed.
pub(super) fn ask_for_list(model: &mut Model) -> Vec<Effect> {
    vec![ask::read(model, Slot::Approvals { opens: true }, Query::Approvals)]
}

/// What waits for me is known.
pub(super) fn listed(model: &mut Model, waits: Vec<WaitingRow>, opens: bool) {
    model.approvals = waits;
    if !opens || !matches!(model.mode, Mode::Normal | Mode::Range { .. }) {
        return;
    }
    if model.approvals.is_empty() {
        notice::info(model, nothing_waits(model));
        return;
    }
    let items = model.approvals.iter().enumerate().map(|(idx, waits)| entry(idx, waits)).collect();
    menu::open(model, "Waits for your approval", items, 0, Vec::new());
}

fn entry(idx: usize, waits: &WaitingRow) -> MenuItem {
    let stands_for = waits.stands_for.as_ref().map_or_else(String::new, |what| format!(" ({what})"));
    let label = format!("{}  {}{stands_for}  {}  in {}", waits.key, waits.role_name, waits.title, waits.stage_name);
    let aim = Aim { card: Some(waits.card), object: waits.object };
    menu::item(menu::nth(idx), label, Choice::Gate { aim, role: waits.role.clone() })
}

fn nothing_waits(model: &Model) -> String {
    let team = model.words.iter().flat_map(|words| &words.team);
    let has_role = team.into_iter().any(|person| person.name == model.me && !person.roles.is_empty());
    if has_role {
        return "Nothing waits for your approval.".into();
    }
    format!("Nothing waits for your approval: {} holds no role.", model.me)
}

/// The card whose gate has the cursor, and the role I speak for there; says so when there is none.
fn here(model: &mut Model) -> Option<(Aim, Spoken)> {
    let card = item_here(model).map(|(standing, _)| (standing.card.id, standing.card.object));
    match (card, spoken(model)) {
        (Some((card, object)), Ok(spoken)) => Some((Aim { card: Some(card), object }, spoken)),
        (_, Err(why)) => {
            notice::info(model, notice::sentence(&why));
            None
        }
        (None, _) => None,
    }
}

fn say(model: &mut Model, on: &[Aim], role: &str, is_rejected: bool, comment: Option<String>) -> Vec<Effect> {
    let Some(card) = on.first().and_then(|aim| aim.card) else {
        return Vec::new();
    };
    let name = model.role_name(role);
    let what = match (is_rejected, has_stage_before(model, card)) {
        (false, _) => format!("approved as {name}"),
        (true, true) => format!("rejected as {name}, sent back"),
        (true, false) => format!("rejected as {name}"),
    };
    let intent = Intent::Approve { card, role: role.to_owned(), is_rejected, comment };
    ask::commit(model, vec![intent], what)
}

fn has_stage_before(model: &Model, card: CardId) -> bool {
    let here = item_here(model).filter(|(standing, _)| standing.card.id == card).map(|(s, _)| s.row.stage.clone());
    let stage = here.or_else(|| column::row(model, card).map(|row| row.stage.clone()));
    let first = stage.and_then(|id| {
        let stream = model.streams.iter().find(|s| s.id == id.stream())?;
        Some(stream.stages.first()?.id == id)
    });
    first == Some(false)
}

/// Counts changed: what waits for me may have too. Nobody without a role is asked.
pub(super) fn settle(model: &mut Model) -> Option<Effect> {
    let team = model.words.iter().flat_map(|words| &words.team);
    let has_role = team.into_iter().any(|person| person.name == model.me && !person.roles.is_empty());
    let is_due = has_role && model.flow.has_new_counts && !ask::is_asked(model, &Slot::Overview);
    if !is_due || ask::is_asked(model, &Slot::Approvals { opens: true }) {
        return None;
    }
    model.flow.has_new_counts = false;
    Some(ask::read(model, Slot::Approvals { opens: false }, Query::Approvals))
}
