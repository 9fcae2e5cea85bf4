//! Triage: the queue of a stage by the time left, a decision a key, the next card by itself.
//!
//! A card decided on leaves the list at once, and the cursor goes to the next; when the wish is refused, it comes back.
//! What is read afterwards says how it really stands. A key behind it is always about the card the cursor came to.

mod decide;

use super::{ask, board, column, filter, notice, place, sheet};
use crate::app::action::Action;
use crate::app::effect::{Effect, Query};
use crate::app::geometry;
use crate::app::model::{Model, NoticeKind, Screen, Slot, Triage};
use crate::domain::At;
use crate::domain::id::{CardId, StageId};
use crate::domain::intent::{Edit, Intent};
use crate::domain::triage::{Queue, QueueAsk, day_start};
use crate::domain::window::CardRow;

pub(super) use decide::{
    accept_for, ask_for_original, dismiss, dismissed, duplicate, duplicate_of, original_typed, original_wanted,
    twins_came,
};

/// Pages read at once, and how near to the edge of them the next are read.
const PAGES: usize = 4;

/// An action on the triage; nothing when it is the same on every screen.
pub(super) fn act(model: &mut Model, action: Action, n: i64) -> Option<Vec<Effect>> {
    use Action as A;
    let page = geometry::triage(model).n_rows.max(2) as i64;
    match action {
        A::Down | A::Next | A::NextPane => step(model, n),
        A::Up | A::Prev | A::PrevPane => step(model, -n),
        A::HalfDown => step(model, n * page / 2),
        A::HalfUp => step(model, -n * page / 2),
        A::First => step(model, i64::MIN / 2),
        A::Last => step(model, i64::MAX / 2),
        A::Left => return Some(turn(model, -n)),
        A::Right => return Some(turn(model, n)),
        A::FirstColumn => return Some(turn(model, i64::MIN / 2)),
        A::LastColumn => return Some(turn(model, i64::MAX / 2)),
        A::PrevStream => return Some(turn_stream(model, -1)),
        A::NextStream => return Some(turn_stream(model, 1)),
        A::Open => return Some(sheet::open_current(model)),
        A::MoveRight => return Some(decide::accept(model)),
        A::Wait => return Some(decide::wait(model)),
        _ => return None,
    }
    Some(Vec::new())
}

/// `gt`: the queue of the stage the cursor is in, else of the first one.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    if model.screen == Screen::Triage {
        return Vec::new();
    }
    let Some(stage) = model.current_stage().map(|stage| stage.id.clone()) else {
        return Vec::new();
    };
    let card = model.current().map(|row| row.card).filter(|_| model.screen == Screen::Board);
    place::push(model);
    show(model, stage, card)
}

/// Shows the queue of a stage, with the cursor on a card where that is in it.
pub(super) fn show(model: &mut Model, stage: StageId, card: Option<CardId>) -> Vec<Effect> {
    board::show(model, &stage.stream(), Some(&stage), None);
    model.screen = Screen::Triage;
    let last = model.triage.take().filter(|triage| triage.stage == stage).and_then(|triage| triage.last);
    model.triage = Some(Triage { last, ..Triage::new(stage, card) });
    refresh(model)
}

/// Reads the queue again.
pub(super) fn refresh(model: &mut Model) -> Vec<Effect> {
    let Some(triage) = model.triage.as_ref().filter(|_| model.screen == Screen::Triage) else {
        return Vec::new();
    };
    // The card may have left: then its neighbour is looked around for.
    let around = triage.cursor.filter(|card| !triage.gone.contains(card)).or(triage.otherwise);
    let ask = QueueAsk {
        stage: triage.stage.clone(),
        filter: model.filter.filter.clone(),
        around,
        n: (geometry::triage(model).n_rows * PAGES).max(40),
        day_from: day_start(model.now, &model.zone),
    };
    vec![ask::read(model, Slot::Queue, Query::Queue(ask))]
}

/// The queue was read: the cursor stays on its card, or goes to the one that follows.
pub(super) fn arrived(model: &mut Model, queue: Queue) -> Vec<Effect> {
    let is_saving = model.n_saving > 0;
    let Some(triage) = model.triage.as_mut().filter(|triage| triage.stage == queue.stage) else {
        return Vec::new();
    };
    if !is_saving {
        triage.gone.clear();
    }
    let followers: Vec<CardId> = after(triage);
    triage.queue = Some(queue);
    let rows: Vec<CardId> = triage.rows().iter().map(|row| row.card).collect();
    let wanted = triage.cursor.into_iter().chain(triage.otherwise).chain(followers);
    let found = wanted.into_iter().find(|card| rows.contains(card));
    triage.cursor = found.or(rows.first().copied());
    triage.otherwise = neighbour(triage);
    Vec::new()
}

/// The cards behind the cursor, then those before it, the nearest first.
fn after(triage: &Triage) -> Vec<CardId> {
    let rows = triage.queue.as_ref().map_or(&[][..], |queue| &queue.rows);
    let at = rows.iter().position(|row| Some(row.card) == triage.cursor).unwrap_or(0);
    let (before, behind) = rows.split_at(at.min(rows.len()));
    behind.iter().chain(before.iter().rev()).map(|row| row.card).collect()
}

/// The card the cursor goes to when the one it is on leaves.
fn neighbour(triage: &Triage) -> Option<CardId> {
    let rows = triage.rows();
    let at = triage.cursor_idx()?;
    rows.get(at + 1).or_else(|| rows.get(at.checked_sub(1)?)).map(|row| row.card)
}

/// Scrolls so that the cursor is in sight, reads on near the edge of what is in memory, and reads what looks like the
/// card the cursor rests on.
pub(super) fn settle(model: &mut Model) -> Vec<Effect> {
    if model.screen != Screen::Triage {
        return Vec::new();
    }
    let n_rows = geometry::triage(model).n_rows.max(1);
    let Some(triage) = &mut model.triage else {
        return Vec::new();
    };
    let len = triage.rows().len();
    let at = triage.cursor_idx().unwrap_or(0);
    triage.top = column::scrolled(triage.top.min(len.saturating_sub(1)), at, n_rows, len);
    triage.otherwise = neighbour(triage).or(triage.otherwise);
    let is_near = |queue: &Queue| (queue.has_before && at < n_rows) || (queue.has_after && at + n_rows >= len);
    let needs_more = triage.queue.as_ref().is_some_and(is_near);
    let mut effects = Vec::new();
    if needs_more && !ask::is_asked(model, &Slot::Queue) && model.flow.queued_around != cursor(model) {
        model.flow.queued_around = cursor(model);
        effects.extend(refresh(model));
    }
    effects.extend(twins(model));
    effects
}

fn cursor(model: &Model) -> Option<CardId> {
    model.triage.as_ref().and_then(|triage| triage.cursor)
}

/// What looks like the card is read together with what is known of it: when the cursor has come to rest.
fn twins(model: &mut Model) -> Option<Effect> {
    let object = model.current()?.object;
    let is_known = model.triage.as_ref()?.twins.as_ref().is_some_and(|(known, _)| *known == object);
    let is_rested = model.flow.rest.is_some_and(|rest| rest.is_asked);
    let is_asked =
        ask::is_asked(model, &Slot::Twins { opens: false }) || ask::is_asked(model, &Slot::Twins { opens: true });
    if is_known || !is_rested || is_asked {
        return None;
    }
    Some(ask::read(model, Slot::Twins { opens: false }, Query::Twins(object)))
}

/// A wish is on its way: the cards it takes away from the queue leave it at once.
pub(super) fn leaving(model: &mut Model, intents: &[Intent]) {
    let Some(triage) = model.triage.as_mut().filter(|_| model.screen == Screen::Triage) else {
        return;
    };
    let rows = || triage.queue.iter().flat_map(|queue| &queue.rows);
    let goes = |intent: &Intent| match intent {
        Intent::Move { card, .. } | Intent::Wait { card, until: Some(_) } => Some(*card),
        Intent::HandOff(wish) => wish.card,
        Intent::Dismiss { object, .. } | Intent::Duplicate { object, .. } | Intent::Archive { object } => {
            rows().find(|row| row.object == *object).map(|row| row.card)
        }
        _ => None,
    };
    let gone: Vec<CardId> = intents.iter().filter_map(goes).collect();
    if gone.iter().any(|card| Some(*card) == triage.cursor) {
        triage.otherwise = triage.cursor;
        triage.cursor = neighbour(triage);
    }
    triage.gone.extend(gone);
    let edits = intents.iter().filter_map(|intent| match intent {
        Intent::Edit { object, edits } => Some((*object, edits)),
        _ => None,
    });
    for (object, edits) in edits {
        let rows = triage.queue.iter_mut().flat_map(|queue| &mut queue.rows);
        rows.filter(|row| row.object == object).for_each(|row| edits.iter().for_each(|edit| write(row, edit)));
    }
}

/// What the next key goes by is seen at once.
fn write(row: &mut CardRow, edit: &Edit) {
    match edit {
        Edit::Priority(priority) => row.priority = *priority,
        Edit::Assignee(who) => row.assignee.clone_from(who),
        _ => {}
    }
}

/// A wish was refused: its cards come back, and the cursor with them.
pub(super) fn back(model: &mut Model, intents: &[Intent]) -> Vec<Effect> {
    let Some(triage) = model.triage.as_mut().filter(|_| model.screen == Screen::Triage) else {
        return Vec::new();
    };
    let rows = || triage.queue.iter().flat_map(|queue| &queue.rows);
    let is_meant = |card: &CardId| {
        intents.iter().any(|intent| match intent {
            Intent::Move { card: of, .. } | Intent::Wait { card: of, .. } => of == card,
            Intent::HandOff(wish) => wish.card == Some(*card),
            Intent::Dismiss { object, .. } | Intent::Duplicate { object, .. } | Intent::Archive { object } => {
                rows().any(|row| row.card == *card && row.object == *object)
            }
            _ => false,
        })
    };
    let came: Vec<CardId> = triage.gone.iter().copied().filter(is_meant).collect();
    for card in &came {
        triage.gone.remove(card);
    }
    triage.cursor = came.first().copied().or(triage.cursor);
    refresh(model)
}

/// Something was decided: it is told in the line below until the next.
pub(super) fn decided(model: &mut Model) {
    let said = model.notice.as_ref().filter(|notice| notice.kind == NoticeKind::Done);
    let said = said.map(|notice| notice.text.split(". u undoes").next().unwrap_or_default().to_owned());
    if let (Some(triage), Some(said)) = (&mut model.triage, said) {
        triage.last = Some(said);
    }
}

/// It was taken back: the cursor goes to the card, where that is in this queue.
pub(super) fn undone(model: &mut Model, card: Option<CardId>) -> Vec<Effect> {
    if let Some(triage) = model.triage.as_mut().filter(|_| model.screen == Screen::Triage) {
        triage.otherwise = triage.cursor.or(triage.otherwise);
        triage.cursor = card.or(triage.cursor);
        triage.last = None;
    }
    refresh(model)
}

/// A click on a card; a double one opens it.
pub(super) fn click(model: &mut Model, row: usize, is_double: bool) -> Vec<Effect> {
    if let Some(triage) = &mut model.triage {
        triage.cursor = triage.rows().get(row).map(|row| row.card).or(triage.cursor);
    }
    if is_double { sheet::open_current(model) } else { Vec::new() }
}

fn step(model: &mut Model, by: i64) {
    let Some(triage) = &mut model.triage else { return };
    let rows = triage.rows();
    let at = triage.cursor_idx().unwrap_or(0) as i64;
    let to = at.saturating_add(by).clamp(0, rows.len().saturating_sub(1) as i64) as usize;
    triage.cursor = rows.get(to).map(|row| row.card);
    if to as i64 == at && by.abs() == 1 {
        notice::info(model, if by > 0 { "This is the last one." } else { "This is the first one." });
    }
}

/// `h` and `l`: the queue of the stage before or behind.
fn turn(model: &mut Model, by: i64) -> Vec<Effect> {
    let Some(stage) = model.triage.as_ref().map(|triage| triage.stage.clone()) else {
        return Vec::new();
    };
    let stages: Vec<StageId> = model.stream().iter().flat_map(|s| &s.stages).map(|stage| stage.id.clone()).collect();
    let at = stages.iter().position(|id| *id == stage).unwrap_or(0) as i64;
    let to = at.saturating_add(by).clamp(0, stages.len().saturating_sub(1) as i64) as usize;
    match stages.into_iter().nth(to).filter(|to| *to != stage) {
        Some(stage) => show(model, stage, None),
        None => Vec::new(),
    }
}

/// `[` and `]`: the first stage of the stream beside this one.
fn turn_stream(model: &mut Model, by: i64) -> Vec<Effect> {
    let n = model.streams.len() as i64;
    let to = (geometry::current_stream(model) as i64 + by).rem_euclid(n.max(1)) as usize;
    match model.streams.get(to).and_then(|stream| stream.stages.first()).map(|stage| stage.id.clone()) {
        Some(stage) => show(model, stage, None),
        None => Vec::new(),
    }
}

/// A date as typed, as it would be read in a prompt.
fn moment(model: &Model, text: &str) -> Option<At> {
    let asker = filter::asker(model);
    crate::domain::date::parse_due(text, asker.now, asker.zone).ok()
}
