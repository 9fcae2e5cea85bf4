//! A card in hand: carried with keys, the name of a stage or the mouse; Enter drops it, Esc puts it back.

use super::{ask, enter, lanes, leave, leave_all, notice, people, prompt, verb};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::marks::Aim;
use crate::app::model::{Column, Grab, Mode, Model, PromptFor};
use crate::domain::id::StageId;
use crate::domain::intent::{Intent, Pass, Spot, To};
use crate::domain::nearest::nearest;

/// `m`: takes the card in hand.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    take(model, None);
    Vec::new()
}

/// Takes the card under the cursor in hand, by key or at a cell of the mouse.
pub(super) fn take(model: &mut Model, at: Option<(u16, u16)>) {
    let Some(row) = model.current().cloned() else {
        return;
    };
    let column = model.board.focus;
    let row_idx = model.board.columns[column].cursor_idx().unwrap_or(0);
    enter(model, Mode::Grab(Grab { row, column, row_idx, at }));
}

/// An action with a card in hand.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    use Action as A;
    match action {
        A::Left => carry_across(model, -1),
        A::Right => carry_across(model, 1),
        A::FirstColumn => carry_across(model, i64::MIN / 2),
        A::LastColumn => carry_across(model, i64::MAX / 2),
        A::Down => carry(model, 1),
        A::Up => carry(model, -1),
        A::First => carry(model, i64::MIN / 2),
        A::Last => carry(model, i64::MAX / 2),
        A::Drop => return drop(model),
        A::GrabName => return ask_name(model, ""),
        _ => {}
    }
    Vec::new()
}

/// A letter begins the name of a stage.
pub(super) fn typed(model: &mut Model, c: char) -> Vec<Effect> {
    if matches!(model.mode, Mode::Grab(_)) { ask_name(model, c.encode_utf8(&mut [0; 4])) } else { Vec::new() }
}

/// Esc: back where it was.
pub(super) fn cancel(model: &mut Model) {
    if let Mode::Grab(grab) = &model.mode {
        model.board.focus = home(model, grab).unwrap_or(model.board.focus);
    }
    leave(model);
}

/// Drops the card where it is held.
pub(super) fn drop(model: &mut Model) -> Vec<Effect> {
    let Mode::Grab(grab) = model.mode.clone() else {
        return Vec::new();
    };
    let home = home(model, &grab);
    cancel(model);
    let Some(column) = model.board.columns.get(grab.column) else {
        return Vec::new();
    };
    let rows = column.rows();
    let is_other = |r: &&crate::domain::window::CardRow| r.card != grab.row.card;
    let before = rows.iter().skip(grab.row_idx).find(is_other).map(|r| r.card);
    let last = rows.iter().rfind(is_other).map(|r| r.card);
    let is_end = column.window.as_ref().is_none_or(|w| w.n_total == w.n_above + rows.len() as u64);
    let is_home = home == Some(grab.column);
    let own = rows.iter().position(|r| r.card == grab.row.card);
    if is_home && (own == Some(grab.row_idx) || own.map(|i| i + 1) == Some(grab.row_idx)) {
        notice::info(model, "It stays where it was.");
        return Vec::new();
    }
    let spot = match (before, last) {
        (Some(card), _) => Spot::Before(card),
        (None, Some(last)) if !is_end => Spot::After(last),
        _ => Spot::Bottom,
    };
    let stage = column.stage.clone();
    if let Some(home) = home.filter(|_| model.board.lanes.is_some()) {
        return drop_in_lane(model, &grab, home, (stage, spot));
    }
    let what = if is_home { "reordered" } else { "moved" };
    ask::commit(model, vec![verb::move_to(grab.row.card, To::Stage(stage), spot)], what)
}

/// Drops the card in a lane: what it shares and where it stands are written together, or neither.
fn drop_in_lane(model: &mut Model, grab: &Grab, home: usize, (stage, spot): (StageId, Spot)) -> Vec<Effect> {
    let edits = match lanes::edits(model, home, grab.column) {
        Ok(edits) => edits,
        Err(why) => {
            notice::info(model, notice::sentence(&why));
            return Vec::new();
        }
    };
    let is_lens = model.board.is_lens();
    let stays = grab.row.stage == stage;
    let mut intents = Vec::new();
    if !edits.is_empty() {
        intents.push(Intent::Edit { object: grab.row.object, edits: edits.clone() });
    }
    // A team's column has no order across stages, and a change of lane alone keeps the card's place.
    if !is_lens && (edits.is_empty() || !stays) {
        intents.push(verb::move_to(grab.row.card, To::Stage(stage), spot));
    }
    if intents.is_empty() {
        notice::info(model, "J and K order the cards of a stage.");
        return Vec::new();
    }
    people::given(model, &edits);
    lanes::goes_along(model, Some(grab.row.card), grab.column);
    let what = match (edits.is_empty(), stays) {
        (true, true) => "reordered".to_owned(),
        (true, false) => "moved".to_owned(),
        _ => format!("carried to {}", model.board.line_of(grab.column).map_or("", |line| &line.name)),
    };
    ask::commit_whole(model, intents, what)
}

/// Drops the card at the bottom of a stage given by name.
pub(super) fn drop_in(model: &mut Model, name: &str) -> Vec<Effect> {
    let Mode::Grab(grab) = model.mode.clone() else {
        return Vec::new();
    };
    let Some(stage) = stage_named(model, name) else {
        return Vec::new();
    };
    cancel(model);
    leave_all(model);
    ask::commit(model, vec![verb::move_to(grab.row.card, To::Stage(stage), Spot::Bottom)], "moved")
}

/// Drops the card on another stream: one more card of the same object.
pub(super) fn drop_on_stream(model: &mut Model, stream_idx: usize) -> Vec<Effect> {
    let Mode::Grab(grab) = model.mode.clone() else {
        return Vec::new();
    };
    cancel(model);
    let Some(stream) = model.streams.get(stream_idx) else {
        return Vec::new();
    };
    let (id, name) = (stream.id.clone(), stream.name.clone());
    let Some(stage) = stream.stages.first().map(|s| s.id.clone()) else {
        notice::info(model, format!("{name} has no stages yet."));
        return Vec::new();
    };
    let sheet = model.sheet.as_ref().and_then(|s| s.sheet.as_ref()).filter(|s| s.object.id == grab.row.object);
    let stands = |s: &crate::domain::window::Standing| !s.card.place.is_done() && s.card.place.stage().stream() == id;
    if grab.row.stage.stream() == id || sheet.is_some_and(|s| s.cards.iter().any(stands)) {
        notice::info(model, format!("{} has a card on {name} already.", grab.row.key));
        return Vec::new();
    }
    let intent = Intent::Place { object: grab.row.object, stage, pass: Pass::Ask };
    ask::commit(model, vec![intent], format!("added on {name}"))
}

/// The stage of this board a name means: as it is, by its beginning, or nearly.
pub(super) fn stage_named(model: &Model, text: &str) -> Option<StageId> {
    let stages = &model.stream()?.stages;
    let text = text.trim();
    let same = stages.iter().find(|s| s.name.eq_ignore_ascii_case(text) || s.short.eq_ignore_ascii_case(text));
    let near = || {
        let name = nearest(text, stages.iter().flat_map(|s| [s.name.as_str(), s.short.as_str()]))?;
        stages.iter().find(|s| s.name == name || s.short == name)
    };
    same.or_else(near).map(|s| s.id.clone())
}

fn ask_name(model: &mut Model, text: &str) -> Vec<Effect> {
    let Mode::Grab(grab) = &model.mode else {
        return Vec::new();
    };
    let on = vec![Aim { card: Some(grab.row.card), object: grab.row.object }];
    prompt::open_with(model, "To stage", PromptFor::GrabTo, on, text)
}

fn carry_across(model: &mut Model, by: i64) {
    let n = model.board.n_across();
    let Mode::Grab(grab) = &mut model.mode else {
        return;
    };
    let across = grab.column % n;
    grab.column = grab.column - across + (across as i64).saturating_add(by).clamp(0, n as i64 - 1) as usize;
    let n = model.board.columns[grab.column].rows().len();
    let own = model.board.columns[grab.column].rows().iter().position(|r| r.card == grab.row.card);
    grab.row_idx = own.unwrap_or(grab.row_idx.min(n));
    model.board.focus = grab.column;
}

fn carry(model: &mut Model, by: i64) {
    let Mode::Grab(grab) = &mut model.mode else {
        return;
    };
    let rows = model.board.columns[grab.column].rows();
    let own = rows.iter().position(|r| r.card == grab.row.card);
    let n = model.board.n_across() as i64;
    let at_end = if by > 0 {
        grab.row_idx >= rows.len() || own.is_some_and(|own| own + 1 >= rows.len() && grab.row_idx + 1 >= rows.len())
    } else {
        grab.row_idx == 0
    };
    let beside =
        usize::try_from(grab.column as i64 + by.signum() * n).ok().filter(|to| *to < model.board.columns.len());
    if let Some(to) = beside.filter(|_| at_end && by.abs() < 1_000 && model.board.rows().is_some()) {
        grab.column = to;
        grab.row_idx = if by > 0 { 0 } else { model.board.columns[to].rows().len() };
        model.board.focus = to;
        return;
    }
    let to = (grab.row_idx as i64).saturating_add(by).clamp(0, rows.len() as i64) as usize;
    // Before itself and before the one behind it are the same place.
    grab.row_idx = match own {
        Some(own) if to == own + 1 && by > 0 => (own + 2).min(rows.len()),
        Some(own) if to == own + 1 => own,
        _ => to,
    };
}

/// The column the card was taken from.
fn home(model: &Model, grab: &Grab) -> Option<usize> {
    let holds = |c: &Column| c.rows().iter().any(|r| r.card == grab.row.card);
    let columns = &model.board.columns;
    let with_cursor = columns.iter().position(|c| c.cursor == Some(grab.row.card) && holds(c));
    with_cursor.or_else(|| columns.iter().position(|c| c.stage == grab.row.stage))
}
