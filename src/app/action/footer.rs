//! The footer: what works here and now, most useful first.

use super::show::first_key;
use super::{Action, Context, disabled};
use crate::app::action::Action as A;
use crate::app::key::show_seq;
use crate::app::keymap::Keymap;
use crate::app::model::{Model, Pane};

/// A hint of the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    pub keys: String,
    pub word: String,
    pub action: Action,
}

/// Actions under one word; a click does the last of them.
type Row = (&'static [Action], &'static str);

const MAP: &[Row] = &[
    (&[A::Left, A::Down, A::Up, A::Right], "stage"),
    (&[A::Open], "board"),
    (&[A::Demo], "demo"),
    (&[A::Add], "add"),
    (&[A::PrevAlert, A::NextAlert], "alert"),
    (&[A::Improve], "improve"),
    (&[A::GoMetrics], "metrics"),
    (&[A::Filter], "find"),
    (&[A::Palette], "cmd"),
    (&[A::Help], "help"),
];

// What needs a card stands behind what does not, so that a step to an empty column redraws the end alone.
const BOARD: &[Row] = &[
    (&[A::Left, A::Down, A::Up, A::Right], "move"),
    (&[A::Filter], "find"),
    (&[A::QuickFilter], "filter"),
    (&[A::Add], "add"),
    (&[A::Palette], "cmd"),
    (&[A::MoveLeft, A::MoveRight], "drag"),
    (&[A::Open], "open"),
    (&[A::Gate], "gate"),
    (&[A::SetBox], "set"),
    (&[A::Mark], "mark"),
    (&[A::Grab], "grab"),
    (&[A::HandOff], "hand off"),
    (&[A::Help], "help"),
];

const MARKED: &[Row] = &[
    (&[A::MoveLeft, A::MoveRight], "drag them"),
    (&[A::SetBox], "set"),
    (&[A::Mine], "mine"),
    (&[A::Block], "block"),
    (&[A::HandOff], "hand off"),
    (&[A::Archive], "archive"),
    (&[A::Mark], "mark"),
    (&[A::Cancel], "no marks"),
    (&[A::Help], "help"),
];

const SHEET: &[Row] = &[
    (&[A::NextPane], "pane"),
    (&[A::MoveRight], "advance"),
    (&[A::Gate], "gate"),
    (&[A::HandOff], "hand off"),
    (&[A::EditForm], "edit"),
    (&[A::Comment], "note"),
    (&[A::Relate], "relate"),
    (&[A::Explore], "objects"),
    (&[A::Next], "next"),
    (&[A::Cancel], "back"),
    (&[A::Help], "help"),
];

const SHEET_GATE: &[Row] = &[
    (&[A::NextPane], "pane"),
    (&[A::Tick], "tick"),
    (&[A::Approve], "approve"),
    (&[A::MoveRight], "advance"),
    (&[A::Gate], "gate"),
    (&[A::HandOff], "hand off"),
    (&[A::EditForm], "edit"),
    (&[A::Comment], "note"),
    (&[A::Explore], "objects"),
    (&[A::Next], "next"),
    (&[A::Cancel], "back"),
    (&[A::Help], "help"),
];

const EXPLORE: &[Row] = &[
    (&[A::Down, A::Up], "pick"),
    (&[A::Open], "drill"),
    (&[A::Left], "back"),
    (&[A::FilterType], "type"),
    (&[A::Narrower, A::Wider], "depth"),
    (&[A::Variant], "view"),
    (&[A::Relate], "relate"),
    (&[A::GoThere], "go there"),
    (&[A::Help], "help"),
];

const METRICS: &[Row] = &[
    (&[A::ShowChart(1), A::ShowChart(2), A::ShowChart(3), A::ShowChart(4), A::ShowChart(5)], "chart"),
    (&[A::Left, A::Right], "cursor"),
    (&[A::Down, A::Up], "card"),
    (&[A::Open], "open"),
    (&[A::Narrower, A::Wider], "range"),
    (&[A::Variant], "table"),
    (&[A::Forecast], "forecast"),
    (&[A::CopyCsv], "csv"),
    (&[A::PrevStream, A::NextStream], "stream"),
    (&[A::Improve], "improve"),
    (&[A::Help], "help"),
];

const GATE: &[Row] = &[
    (&[A::Tick], "tick"),
    (&[A::Approve], "approve"),
    (&[A::Reject], "reject"),
    (&[A::TickRest], "tick all, move"),
    (&[A::Evidence], "evidence"),
    (&[A::Force], "force"),
    (&[A::NotApplicable], "not applicable"),
    (&[A::ShowFolded], "more"),
    (&[A::Cancel], "close"),
    (&[A::Help], "help"),
];

const GRAB: &[Row] = &[
    (&[A::Left, A::Down, A::Up, A::Right], "carry"),
    (&[A::GrabName], "stage by name"),
    (&[A::Drop], "drop"),
    (&[A::Cancel], "put back"),
];

const MENU: &[Row] = &[
    (&[A::Down, A::Up], "pick"),
    (&[A::Choose], "choose"),
    (&[A::FilterForget], "forget"),
    (&[A::Cancel], "close"),
    (&[A::Help], "help"),
];
const ACTIVITY: &[Row] =
    &[(&[A::Down, A::Up], "scroll"), (&[A::Choose], "go there"), (&[A::Cancel], "close"), (&[A::Help], "help")];
const HELP: &[Row] = &[
    (&[A::Down, A::Up], "scroll"),
    (&[A::Search], "search"),
    (&[A::HelpStage], "this stage"),
    (&[A::Help], "all keys"),
    (&[A::Cancel], "close"),
];
const LINE: &[Row] = &[(&[A::Accept], "done"), (&[A::Cancel], "cancel")];
const SEARCH: &[Row] = &[(&[A::Accept], "done"), (&[A::Cancel], "back")];
const FILTER: &[Row] = &[(&[A::Accept], "keep"), (&[A::Cancel], "as before")];
const ADD: &[Row] = &[(&[A::Accept], "add"), (&[A::Cancel], "cancel")];
const PROMPT: &[Row] = &[(&[A::Accept], "done"), (&[A::Complete], "complete"), (&[A::Cancel], "cancel")];
const PALETTE: &[Row] = &[
    (&[A::ItemUp, A::ItemDown], "pick"),
    (&[A::Accept], "run"),
    (&[A::Complete], "complete"),
    (&[A::Cancel], "close"),
];
const FORM: &[Row] = &[
    (&[A::NextField], "next field"),
    (&[A::Accept], "next, save at the end"),
    (&[A::OpenEditor], "$EDITOR"),
    (&[A::Cancel], "cancel"),
];

/// What works here and now, most useful first; `? help` last.
pub fn footer(model: &Model) -> Vec<Hint> {
    let here = Context::of(model);
    rows(model, here).iter().filter_map(|row| hint(model, here, row)).collect()
}

fn rows(model: &Model, here: Context) -> &'static [Row] {
    match here {
        Context::Map => MAP,
        Context::Board if !model.marks.is_empty() => MARKED,
        Context::Board => BOARD,
        Context::Sheet if model.sheet.as_ref().is_some_and(|s| s.pane == Pane::Gate) => SHEET_GATE,
        Context::Sheet => SHEET,
        Context::Explore => EXPLORE,
        Context::Metrics => METRICS,
        Context::Gate => GATE,
        Context::Grab => GRAB,
        Context::Menu => MENU,
        Context::Help => HELP,
        Context::Activity => ACTIVITY,
        Context::Filter => FILTER,
        Context::Add => ADD,
        Context::Prompt => PROMPT,
        Context::Palette => PALETTE,
        Context::Search => SEARCH,
        Context::Form if model.flow.below.is_empty() => FORM,
        Context::Form => LINE,
    }
}

fn hint(model: &Model, here: Context, (actions, word): &Row) -> Option<Hint> {
    let works = |action: &&Action| disabled(model, **action).is_none();
    let action = actions.iter().rfind(works)?;
    let keys: Vec<String> = actions.iter().filter_map(|a| shown(&model.settings.keymap, here, *a)).collect();
    let is_plain = keys.iter().all(|k| k.chars().count() == 1);
    let keys = keys.join(if is_plain { "" } else { " " });
    (!keys.is_empty()).then(|| Hint { keys, word: (*word).to_owned(), action: *action })
}

/// The key of an action; of a box of continuations the key that opens it.
fn shown(keymap: &Keymap, here: Context, action: Action) -> Option<String> {
    let opens = match action {
        A::QuickFilter => Some(A::FilterMine),
        A::SetBox => Some(A::SetPriority),
        _ => None,
    };
    let seq = first_key(keymap, here, opens.unwrap_or(action))?;
    Some(show_seq(if opens.is_some() { &seq[..1] } else { &seq }))
}
