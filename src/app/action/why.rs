//! Why an action cannot be done now: every no has a reason.

use super::{Action, Context};
use crate::app::geometry::Class;
use crate::app::model::explore::{Explore, Part, Shape};
use crate::app::model::metrics::RANGES;
use crate::app::model::{Choice, Mode, Model, Pane, Screen, spoken};
use crate::app::update::{handoff, improve, verb};
use crate::domain::around::MOST_STEPS;
use crate::domain::saved::Saved;

/// Why an action cannot be done now.
pub fn disabled(model: &Model, action: Action) -> Option<String> {
    if matches!(model.mode, Mode::Normal | Mode::Range { .. }) {
        return on_screen(model, action);
    }
    let here = Context::of(model);
    match action {
        Action::Complete if matches!(&model.mode, Mode::Prompt(p) if p.completions.is_empty() && p.hits.is_empty()) => {
            Some("there is nothing to complete".into())
        }
        Action::Approve | Action::Reject if here == Context::Gate => spoken(model).err(),
        Action::FilterForget => no_saved_filter(model),
        Action::Force | Action::Tick | Action::TickRest | Action::Evidence | Action::NotApplicable
            if here == Context::Gate =>
        {
            gate_line(model, action)
        }
        _ => None,
    }
}

fn on_screen(model: &Model, action: Action) -> Option<String> {
    use Action as A;
    match action {
        A::Relate if model.screen == Screen::Explore => None,
        A::Archive if model.screen == Screen::Explore => own_link(model),
        A::Narrower | A::Wider if model.screen == Screen::Metrics => no_range(model, action),
        A::Narrower | A::Wider => columns_only(model).or_else(|| no_step(model, action)),
        A::Improve => improve::cannot(model),
        A::FilterType if model.screen == Screen::Explore => columns_only(model),
        A::PrevAlert | A::NextAlert if matches!(model.screen, Screen::Explore | Screen::Metrics) => board_only(model),
        A::Explore => needs_one(model),
        A::EditForm
        | A::EditText
        | A::Comment
        | A::Relate
        | A::Archive
        | A::Mine
        | A::Raise
        | A::Lower
        | A::SetBox
        | A::SetPriority
        | A::SetPriorityTo(_)
        | A::SetAssignee
        | A::SetDue
        | A::SetLabels
        | A::SetTeam
        | A::SetType => needs_object(model),
        A::HandOff => needs_object(model).or_else(|| handoff::none_fits(model, &verb::aims(model))),
        A::MoveLeft
        | A::MoveRight
        | A::Gate
        | A::Block
        | A::Wait
        | A::SetBlocked
        | A::CopyKey
        | A::CopyTitle
        | A::CopyLink
        | A::CopyMarkdown
        | A::CopyJson => needs_card(model),
        A::MoveDown | A::MoveUp | A::Grab => needs_card(model).or_else(|| board_only(model)),
        A::Tick => needs_card(model).or_else(|| gate_pane(model)).or_else(|| sheet_line(model)),
        A::Force => needs_card(model).or_else(|| gate_pane(model)),
        A::Approve | A::Reject => {
            let role = || no_role(model).or_else(|| gate_pane(model)).or_else(|| spoken(model).err());
            needs_card(model).or_else(role)
        }
        A::Mark | A::Range | A::RangeDown | A::RangeUp => board_only(model).or_else(|| needs_card(model)),
        A::MarkStage | A::MarkAll | A::Zoom | A::Fold | A::FoldStage | A::Centre => board_only(model),
        A::Swimlanes => board_only(model).or_else(|| {
            model.board.is_lens().then(|| "columns are teams now; zv shows the stages, which lanes run across".into())
        }),
        A::Add | A::AddForm => model.current_stage().is_none().then(|| "there is no stage to add to".into()),
        A::Open => cannot_open(model),
        A::Repeat => model.last_verb.is_none().then(|| "nothing to repeat yet".into()).or_else(|| needs_object(model)),
        A::GoBack => (model.back.is_empty() && model.screen == Screen::Map).then(|| "this is the first place".into()),
        A::GoForward => model.forward.is_empty().then(|| "there is no later place".into()),
        A::GoStream(n) => {
            let idx = usize::from(n);
            (idx > model.streams.len()).then(|| format!("there is no stream {n}"))
        }
        A::FilterClear => model.filter.text.is_empty().then(|| "no filter is set".into()),
        A::FilterSave => model.filter.text.is_empty().then(|| "no filter is set; / sets one".into()),
        A::FilterSaved => saved(model).is_empty().then(|| "no filter is saved yet; fS saves the one in force".into()),
        A::FilterSlot(n) => {
            let is_free = saved(model).iter().all(|s| s.slot != Some(n));
            is_free.then(|| format!("no filter is saved on {n}; fS saves one: a name and {n}"))
        }
        A::FilterForget => Some("this works in the list of saved filters: ff".into()),
        A::Preview => {
            let is_narrow = Class::of(model.width, model.height) < Class::M;
            is_narrow.then(|| "the screen is too narrow for a preview; Enter opens the card".into())
        }
        A::Demo => (!model.is_first_run).then(|| "D is for an empty workspace; `:demo` opens the demo".into()),
        A::Tutor => (!model.flow.is_demo).then(|| "the lesson is in the demo; `:demo` opens it".into()),
        _ => None,
    }
}

fn needs_card(model: &Model) -> Option<String> {
    let has_marks = model.screen == Screen::Board && !model.marks.is_empty();
    if has_marks || model.current().is_some() {
        return None;
    }
    Some(no_card(model))
}

/// The detail of an object without a card still has the object.
fn needs_object(model: &Model) -> Option<String> {
    let has_object = model.screen == Screen::Sheet && model.sheet.is_some();
    if has_object { None } else { needs_card(model) }
}

fn no_card(model: &Model) -> String {
    match model.screen {
        Screen::Map => "no card is chosen on the map; Enter opens the board".into(),
        Screen::Board => "no card is under the cursor".into(),
        Screen::Sheet => "this object has no card".into(),
        Screen::Explore => "this is done on a board or in a detail; o goes there".into(),
        Screen::Metrics => "this is done on a board or in a detail; Enter opens the card picked".into(),
    }
}

fn saved(model: &Model) -> &[Saved] {
    model.words.as_ref().map_or(&[], |words| &words.saved)
}

/// Only in the list of saved filters there is something to forget.
fn no_saved_filter(model: &Model) -> Option<String> {
    let Mode::Menu(menu) = &model.mode else { return Some("this works in the list of saved filters: ff".into()) };
    let is_saved = menu.items.get(menu.cursor).is_some_and(|item| matches!(item.chosen, Choice::Saved(_)));
    (!is_saved).then(|| "nothing here can be forgotten".into())
}

/// The card or object the explorer begins at: one, whatever is marked.
fn needs_one(model: &Model) -> Option<String> {
    let has_object = model.screen == Screen::Sheet && model.sheet.is_some();
    (!has_object && model.current().is_none()).then(|| no_card(model))
}

/// In the explorer: nothing to follow where nothing is linked.
fn no_link(model: &Model) -> Option<String> {
    let explore = model.explore.as_ref()?;
    let is_bare = explore.part == Part::Links && explore.link().is_none() && explore.branch().is_none();
    is_bare.then(|| "nothing is linked here; r relates it".into())
}

/// In the explorer: only a link of the object in focus itself is taken away.
fn own_link(model: &Model) -> Option<String> {
    let link = model.explore.as_ref().filter(|e| e.part == Part::Links).and_then(Explore::link);
    match link {
        None => Some("no link is under the cursor".into()),
        Some(link) if link.steps > 1 => Some("it is not linked to this object itself; Enter goes there".into()),
        Some(_) => None,
    }
}

/// A tree goes as far as it goes, whatever the types.
fn columns_only(model: &Model) -> Option<String> {
    let is_tree = model.explore.as_ref().is_some_and(|e| e.shape != Shape::Columns);
    is_tree.then(|| "this works in the columns; zv goes on to them".into())
}

fn no_step(model: &Model, action: Action) -> Option<String> {
    let depth = model.explore.as_ref()?.depth;
    match action {
        Action::Narrower if depth <= 1 => Some("one step is the least".into()),
        Action::Wider if depth >= MOST_STEPS => Some(format!("{MOST_STEPS} steps are the most")),
        _ => None,
    }
}

fn no_range(model: &Model, action: Action) -> Option<String> {
    let days = model.metrics.as_ref()?.days();
    match action {
        Action::Narrower if days == RANGES[0] => Some(format!("{days} days are the least")),
        Action::Wider if Some(&days) == RANGES.last() => Some(format!("{days} days are the most")),
        _ => None,
    }
}

fn board_only(model: &Model) -> Option<String> {
    (model.screen != Screen::Board).then(|| "this works on a board".into())
}

fn gate_pane(model: &Model) -> Option<String> {
    if model.screen != Screen::Sheet {
        return Some("open the gate first: x".into());
    }
    let is_there = model.sheet.as_ref().is_some_and(|s| s.pane == Pane::Gate);
    (!is_there).then(|| "this works in the gate pane; Tab goes there".into())
}

/// Whoever holds no role at all is told so before a gate is open.
fn no_role(model: &Model) -> Option<String> {
    let words = model.words.as_ref()?;
    let has_role = words.team.iter().any(|person| person.name == model.me && !person.roles.is_empty());
    (!has_role).then(|| format!("{} holds no role", model.me))
}

/// In the detail: a gate without lines has nothing to tick.
fn sheet_line(model: &Model) -> Option<String> {
    let standing = model.sheet.as_ref().and_then(crate::app::model::SheetView::standing);
    standing.filter(|s| s.gate.lines.is_empty()).map(|_| "this gate asks for nothing".into())
}

fn cannot_open(model: &Model) -> Option<String> {
    match model.screen {
        Screen::Map => model.streams.is_empty().then(|| "there is no stream".into()),
        Screen::Board => model.current().is_none().then(|| no_card(model)),
        Screen::Sheet | Screen::Metrics => None,
        Screen::Explore => no_link(model),
    }
}

/// In the popup of a gate: it must have been read, and some actions need a line that is open.
fn gate_line(model: &Model, action: Action) -> Option<String> {
    let Mode::Gate(view) = &model.mode else {
        return None;
    };
    let Some(sheet) = &view.sheet else {
        return Some("the gate is being read".into());
    };
    let has_lines = crate::app::model::standing(sheet, Some(view.card)).is_some_and(|s| !s.gate.lines.is_empty());
    match action {
        Action::TickRest if is_only_full(view) => Some("the stage ahead is full; F moves it all the same".into()),
        Action::TickRest if is_only_barred(view) => Some("what is in the way is checked, not ticked".into()),
        Action::Tick | Action::Evidence | Action::NotApplicable if !has_lines => {
            Some("this gate asks for nothing".into())
        }
        _ => None,
    }
}

/// Not the gate refused, but the limit of the stage ahead: ticking does not help.
fn is_only_full(view: &crate::app::model::GateView) -> bool {
    view.refused.as_ref().is_some_and(|stay| stay.full.is_some() && stay.open.is_empty() && stay.barred.is_empty())
}

/// Something is in the way of coming in, and nothing is left to tick.
fn is_only_barred(view: &crate::app::model::GateView) -> bool {
    view.refused.as_ref().is_some_and(|stay| !stay.barred.is_empty() && stay.open.is_empty())
}
