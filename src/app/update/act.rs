//! From an action to the file of its mode.

use super::{
    add, approve, board, coach, column, copy, edit, explore, filter, form, gate, grab, handoff, help, improve, jump,
    lanes, leave, map, marks, menu, metrics, notice, palette, place, prompt, relate, saved, sheet, typing, undo, verb,
    view,
};
use crate::app::action::{Action, Context, disabled};
use crate::app::effect::Effect;
use crate::app::model::{Mode, Model, Screen};

/// Does an action, or says why not.
pub(super) fn perform(model: &mut Model, action: Action, count: Option<u32>) -> Vec<Effect> {
    let was_interrupted = std::mem::take(&mut model.flow.interrupted);
    if action != Action::MoveRight {
        model.flow.stepped_at = None;
    }
    if let Some(why) = disabled(model, action) {
        notice::info(model, notice::sentence(&why));
        return Vec::new();
    }
    coach::saw(model, action);
    match action {
        Action::Interrupt => interrupt(model, was_interrupted),
        Action::Suspend => vec![Effect::Suspend],
        Action::Redraw => vec![Effect::Redraw],
        Action::Cancel => cancel(model),
        Action::Close => close(model),
        _ => by_context(model, action, count),
    }
}

fn by_context(model: &mut Model, action: Action, count: Option<u32>) -> Vec<Effect> {
    let n = i64::from(count.filter(|_| action.takes_count()).unwrap_or(1));
    match Context::of(model) {
        Context::Map => map::act(model, action, n).unwrap_or_else(|| on_screen(model, action)),
        Context::Board => board::act(model, action, n).unwrap_or_else(|| on_screen(model, action)),
        Context::Sheet => sheet::act(model, action, n).unwrap_or_else(|| on_screen(model, action)),
        Context::Explore => explore::act(model, action, n).unwrap_or_else(|| on_screen(model, action)),
        Context::Metrics => metrics::act(model, action, n).unwrap_or_else(|| on_screen(model, action)),
        Context::Gate => gate::act(model, action).unwrap_or_else(|| on_screen(model, action)),
        Context::Grab => grab::act(model, action),
        Context::Menu => menu::act(model, action).unwrap_or_else(|| on_screen(model, action)),
        Context::Help | Context::Search => help::act(model, action),
        Context::Activity => help::activity(model, action).unwrap_or_else(|| on_screen(model, action)),
        Context::Filter | Context::Add | Context::Prompt | Context::Palette | Context::Form => {
            typing::act(model, action)
        }
    }
}

/// What an action does on every screen.
fn on_screen(model: &mut Model, action: Action) -> Vec<Effect> {
    use Action as A;
    match action {
        A::Help => help::open(model),
        A::Palette => palette::open(model),
        A::Jump => jump::open(model),
        A::Undo => undo::ask(model, false),
        A::Redo => undo::ask(model, true),
        A::Repeat => verb::repeat(model),
        A::Demo => vec![Effect::OpenDemo],
        A::Tutor => coach::again(model),
        A::PrevStream => board::turn_stream(model, -1),
        A::NextStream => board::turn_stream(model, 1),
        A::GoStream(n) => board::go_to(model, usize::from(n) - 1),
        A::GoMap => map::go(model),
        A::GoBoard => board::go_here(model),
        A::GoMine => filter::go(model, "@me"),
        A::GoReady => filter::go(model, "is:ready"),
        A::GoActivity => help::open_activity(model),
        A::GoApprovals => approve::ask_for_list(model),
        A::GoMetrics => metrics::open(model),
        A::Forecast => metrics::ask_ahead(model),
        A::Improve => improve::open(model),
        A::GoBack => place::back(model),
        A::GoForward => place::forward(model),
        A::Explore => explore::open(model),
        A::Add => add::open(model),
        A::AddForm => form::open_add(model),
        A::EditForm => form::open_edit(model),
        A::EditText => edit::open(model),
        A::MoveLeft => verb::step(model, -1),
        A::MoveRight => verb::step(model, 1),
        A::Gate => gate::open(model),
        A::Force => gate::force(model),
        A::HandOff => handoff::open(model),
        A::Mine => verb::mine(model),
        A::Block | A::SetBlocked => verb::block(model),
        A::Archive => verb::archive(model),
        A::Raise => verb::shift_priority(model, -1),
        A::Lower => verb::shift_priority(model, 1),
        A::SetBox => open_box(model, A::SetPriority),
        A::QuickFilter => open_box(model, A::FilterMine),
        A::SetPriority => menu::open_priority(model),
        A::SetPriorityTo(p) => verb::priority(model, Some(p)),
        A::SetType => menu::open_type(model),
        A::Wait | A::Comment | A::SetAssignee | A::SetDue | A::SetLabels | A::SetTeam => {
            prompt::open_for(model, action)
        }
        A::Relate => relate::open(model),
        A::Filter => filter::open(model),
        A::FilterMine => filter::toggle(model, "@me"),
        A::FilterUnassigned => filter::toggle(model, "is:unassigned"),
        A::FilterSla => filter::toggle(model, "sla:risk,breach"),
        A::FilterBlocked => filter::toggle(model, "is:blocked"),
        A::FilterAgeing => filter::toggle(model, "age>7d"),
        A::FilterReady => filter::toggle(model, "is:ready"),
        A::FilterType => menu::open_filter_type(model),
        A::FilterPriority => menu::open_filter_priority(model),
        A::FilterSaved => saved::open(model),
        A::FilterSave => saved::ask_name(model),
        A::FilterSlot(n) => saved::put_on_slot(model, n),
        A::FilterForget => saved::forget(model),
        A::FilterClear => filter::set(model, ""),
        A::CopyKey | A::CopyTitle | A::CopyLink | A::CopyMarkdown | A::CopyJson => copy::copy(model, action),
        A::Density | A::Preview | A::Mouse | A::Theme | A::Ascii | A::Zoom | A::Fold | A::FoldStage | A::Centre => {
            view::act(model, action)
        }
        A::Swimlanes => lanes::open(model),
        A::Variant if model.screen == Screen::Board => lanes::swap_lens(model),
        A::MarkStage | A::MarkAll => marks::all(model, action),
        A::Next => column::walk(model, 1),
        A::Prev => column::walk(model, -1),
        _ => Vec::new(),
    }
}

/// Opens the box of continuations, as if the key before them had been pressed.
fn open_box(model: &mut Model, one: Action) -> Vec<Effect> {
    let keys = model.settings.keymap.keys_in(Context::of(model), one);
    if let Some(first) = keys.first().and_then(|seq| seq.first()) {
        model.pending = vec![*first];
        model.pending_since = Some(model.now);
    }
    Vec::new()
}

/// Ctrl-c: cancels what is there; pressed twice it quits.
fn interrupt(model: &mut Model, was_interrupted: bool) -> Vec<Effect> {
    if was_interrupted && matches!(model.mode, Mode::Normal) {
        return quit(model);
    }
    model.flow.interrupted = true;
    let effects = match model.mode {
        Mode::Normal => Vec::new(),
        Mode::Form(_) => form::cancel(model),
        _ => cancel(model),
    };
    if matches!(model.mode, Mode::Normal) {
        notice::info(model, "Ctrl-c once more quits.");
    }
    effects
}

/// Esc: one step back; never quits, never throws text away unasked.
fn cancel(model: &mut Model) -> Vec<Effect> {
    match &model.mode {
        Mode::Normal => cancel_on_screen(model),
        Mode::Range { .. } => {
            model.mode = Mode::Normal;
            Vec::new()
        }
        Mode::Filter { .. } => filter::cancel(model),
        Mode::Form(_) => form::cancel(model),
        Mode::Help(_) => help::cancel(model),
        Mode::Grab(_) => {
            grab::cancel(model);
            Vec::new()
        }
        _ => {
            leave(model);
            Vec::new()
        }
    }
}

fn cancel_on_screen(model: &mut Model) -> Vec<Effect> {
    if model.count.take().is_some() {
        return Vec::new();
    }
    if !model.marks.is_empty() {
        model.marks.clear();
        return Vec::new();
    }
    if !model.filter.text.is_empty() && model.screen == Screen::Board {
        return filter::set(model, "");
    }
    if metrics::closes_forecast(model) {
        return Vec::new();
    }
    if matches!(model.screen, Screen::Sheet | Screen::Explore | Screen::Metrics) {
        return place::up(model);
    }
    if model.coach.is_some() {
        coach::end(model);
    } else {
        model.notice = None;
    }
    Vec::new()
}

/// `q`: closes; on the board and on the map it quits.
fn close(model: &mut Model) -> Vec<Effect> {
    match (&model.mode, model.screen) {
        (Mode::Normal | Mode::Range { .. }, Screen::Sheet | Screen::Explore | Screen::Metrics) => place::up(model),
        (Mode::Normal | Mode::Range { .. }, _) => quit(model),
        _ => cancel(model),
    }
}

pub(super) fn quit(model: &mut Model) -> Vec<Effect> {
    model.quits = true;
    vec![Effect::SavePlace(place::save(model)), Effect::Quit]
}
