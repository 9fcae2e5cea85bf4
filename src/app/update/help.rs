//! The help, and the list of what happened lately.

use super::{ask, enter, leave, leave_all, missed, notice, place, sheet};
use crate::app::action::{self, Action};
use crate::app::effect::{Effect, Query};
use crate::app::line::Line;
use crate::app::model::{Help, HelpPage, Mode, Model, Slot};

/// `?`: the keys of here.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    enter(model, Mode::Help(Help { page: HelpPage::Here, search: None, scroll: 0, stage: None }));
    Vec::new()
}

/// An action in the help.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    use Action as A;
    match action {
        A::Down | A::ItemDown => scroll(model, 1),
        A::Up | A::ItemUp => scroll(model, -1),
        A::HalfDown => scroll(model, 10),
        A::HalfUp => scroll(model, -10),
        A::First => scroll(model, i64::MIN / 2),
        A::Last => scroll(model, i64::MAX / 2),
        A::Help => turn_page(model, HelpPage::AllKeys),
        A::HelpStage => return stage(model),
        A::Search => search(model),
        A::Accept => end_search(model),
        A::Palette => return super::palette::open(model),
        A::Jump => return super::jump::open(model),
        _ => return super::typing::edit_line(model, action),
    }
    Vec::new()
}

/// The search changed: from the top again.
pub(super) fn changed(model: &mut Model) -> Vec<Effect> {
    if let Mode::Help(help) = &mut model.mode {
        help.scroll = 0;
    }
    Vec::new()
}

/// Esc: out of the search, then out of the help.
pub(super) fn cancel(model: &mut Model) -> Vec<Effect> {
    if let Mode::Help(help) = &mut model.mode
        && help.search.take().is_some()
    {
        return Vec::new();
    }
    leave(model);
    Vec::new()
}

/// `gl`: what happened lately, newest first.
pub(super) fn open_activity(model: &mut Model) -> Vec<Effect> {
    missed::looked_at(model);
    enter(model, Mode::Activity { entries: Vec::new(), scroll: 0 });
    vec![ask::read(model, Slot::Activity, Query::Activity)]
}

/// An action in the list of what happened; nothing when it is the same everywhere.
pub(super) fn activity(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    if action == Action::Choose {
        return Some(go_there(model));
    }
    let by = lines(action)?;
    if let Mode::Activity { entries, scroll } = &mut model.mode {
        *scroll = moved(*scroll, by, entries.len());
    }
    Some(Vec::new())
}

fn go_there(model: &mut Model) -> Vec<Effect> {
    let Mode::Activity { entries, scroll } = &model.mode else {
        return Vec::new();
    };
    let Some((card, object)) = entries.get(*scroll).map(|e| (e.card, e.object)) else {
        return Vec::new();
    };
    leave_all(model);
    match (card, object) {
        (Some(card), _) => {
            place::push(model);
            vec![ask::read(model, Slot::Locate { opens: false }, Query::Locate(card))]
        }
        (None, Some(object)) => {
            place::push(model);
            sheet::show(model, object, None)
        }
        (None, None) => {
            notice::info(model, "This was about the workspace, not about a card.");
            Vec::new()
        }
    }
}

fn scroll(model: &mut Model, by: i64) {
    let Mode::Help(help) = &model.mode else {
        return;
    };
    let text = help.search.as_ref().map_or("", |l| l.text.as_str());
    let groups = action::help(model, help.page == HelpPage::AllKeys, text);
    let n: usize = groups.iter().map(|g| g.rows.len() + 2).sum();
    let n = if help.page == HelpPage::Stage { stage_lines(help) } else { n };
    if let Mode::Help(help) = &mut model.mode {
        help.scroll = moved(help.scroll, by, n);
    }
}

/// About as many lines as the page of the stage takes.
fn stage_lines(help: &Help) -> usize {
    help.stage.as_ref().map_or(1, |s| 2 * s.criteria.len() + s.value_items.len() + s.roles.len() + s.notes.len() + 12)
}

/// By how many lines an action scrolls a popup.
pub(super) fn lines(action: Action) -> Option<i64> {
    use Action as A;
    Some(match action {
        A::Down => 1,
        A::Up => -1,
        A::HalfDown => 10,
        A::HalfUp => -10,
        A::First => i64::MIN / 2,
        A::Last => i64::MAX / 2,
        _ => return None,
    })
}

/// The line of `n` that lies so many further on.
pub(super) fn moved(at: usize, by: i64, n: usize) -> usize {
    (at as i64).saturating_add(by).clamp(0, n.saturating_sub(1) as i64) as usize
}

fn turn_page(model: &mut Model, page: HelpPage) {
    if let Mode::Help(help) = &mut model.mode {
        help.page = if help.page == page { HelpPage::Here } else { page };
        help.scroll = 0;
    }
}

fn stage(model: &mut Model) -> Vec<Effect> {
    turn_page(model, HelpPage::Stage);
    let is_shown = matches!(&model.mode, Mode::Help(help) if help.page == HelpPage::Stage);
    match model.current_stage().map(|s| s.id.clone()).filter(|_| is_shown) {
        Some(id) => vec![ask::read(model, Slot::HelpStage, Query::Stage(id))],
        None => Vec::new(),
    }
}

fn search(model: &mut Model) {
    if let Mode::Help(help) = &mut model.mode {
        help.search = Some(Line::default());
        if help.page == HelpPage::Stage {
            help.page = HelpPage::Here;
        }
    }
}

/// Enter in the search: what was found stays, the keys scroll again.
fn end_search(model: &mut Model) {
    // The search stays in sight; leaving it is Esc's work.
    if let Mode::Help(help) = &mut model.mode {
        help.scroll = 0;
    }
}
