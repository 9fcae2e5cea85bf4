//! How things are shown: lines of a card, preview, zoom, folds, mouse, theme.

use super::{lanes, notice};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::geometry;
use crate::app::model::{Density, Model};

/// The themes, in the order of `zt`.
const THEMES: [&str; 2] = ["ansi", "mono"];

/// `z` and a letter.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Density => density(model),
        Action::Preview => model.settings.preview = !model.settings.preview,
        Action::Zoom => model.board.zoom = !model.board.zoom,
        Action::Fold if model.board.rows().is_some() => lanes::fold(model),
        Action::Fold | Action::FoldStage => fold(model),
        Action::Centre => centre(model),
        Action::Ascii => model.settings.ascii = !model.settings.ascii,
        Action::Theme => return theme(model),
        _ => return mouse(model),
    }
    Vec::new()
}

fn density(model: &mut Model) {
    let (next, text) = match model.settings.density {
        Density::Auto => (Density::One, "One line a card."),
        Density::One => (Density::Two, "Two lines a card."),
        Density::Two => (Density::Three, "Three lines a card."),
        Density::Three => (Density::Auto, "As many lines a card as fit the screen."),
    };
    model.settings.density = next;
    notice::info(model, text);
}

fn fold(model: &mut Model) {
    if model.board.is_lens() {
        return notice::info(model, "A team's column does not fold; zf shows it alone.");
    }
    let Some(stage) = model.board.columns.get(model.board.focus).map(|c| c.stage.clone()) else {
        return;
    };
    if !model.board.folded.remove(&stage) {
        model.board.folded.insert(stage);
    }
}

fn centre(model: &mut Model) {
    let half = geometry::rows_per_column(model) / 2;
    if let Some(column) = model.board.columns.get_mut(model.board.focus)
        && let Some(at) = column.cursor_idx()
    {
        column.top = at.saturating_sub(half);
    }
}

fn theme(model: &mut Model) -> Vec<Effect> {
    let at = THEMES.iter().position(|t| *t == model.settings.theme).map_or(0, |at| at + 1);
    THEMES[at % THEMES.len()].clone_into(&mut model.settings.theme);
    let name = model.settings.theme.clone();
    notice::info(model, format!("Theme {name}."));
    Vec::new()
}

fn mouse(model: &mut Model) -> Vec<Effect> {
    model.settings.mouse = !model.settings.mouse;
    notice::info(model, if model.settings.mouse { "The mouse is on." } else { "The mouse is off." });
    vec![Effect::SetMouse(model.settings.mouse)]
}
