//! Undo and redo; what was done elsewhere or changed since is asked about first.

use super::{ask, board, coach, column, committed, enter, filter, notice, triage};
use crate::app::effect::{Effect, Query, UndoWish};
use crate::app::model::{Choice, Menu, MenuItem, Mode, Model, Screen, Slot};
use crate::app::msg::Undone;

/// `u` and `U`.
pub(super) fn ask(model: &mut Model, redo: bool) -> Vec<Effect> {
    wish(model, UndoWish { redo, rest: false, skip: false, elsewhere_ok: false })
}

/// An undo as wished.
pub(super) fn wish(model: &mut Model, wish: UndoWish) -> Vec<Effect> {
    ask::saving(model);
    vec![Effect::Undo(wish)]
}

/// It was taken back, or done again: the cursor goes to the card.
pub(super) fn done(model: &mut Model, undone: Undone) -> Vec<Effect> {
    ask::saved(model);
    let Undone { redo, text, card, stage } = undone;
    let (verb, back) = if redo { ("Done again", "u undoes") } else { ("Undone", "U does it again") };
    notice::done(model, format!("{verb}: {text}. {back}."));
    coach::written(model);
    let mut effects = vec![ask::overview(model)];
    effects.extend(column::refresh(model));
    match (card, stage) {
        (Some(card), Some(stage)) if model.screen == Screen::Board => board::show_card(model, card, &stage),
        (Some(card), None) if model.screen == Screen::Board => {
            effects.push(ask::read(model, Slot::Undone, Query::Locate(card)));
        }
        // No card: something of the workspace may have been taken back.
        (None, _) => effects.push(ask::read(model, Slot::Words, Query::Words)),
        _ => {}
    }
    effects.extend(triage::undone(model, card));
    effects.extend(committed::again(model));
    effects.extend(filter::recount(model));
    effects
}

/// It was refused, or asks first.
pub(super) fn refused(model: &mut Model, text: &str, asks: bool, has_rest: bool, wish: UndoWish) -> Vec<Effect> {
    ask::saved(model);
    coach::refused(model, false);
    let text = notice::sentence(text);
    let verb = if wish.redo { "Do it again" } else { "Take it back" };
    let mut items = Vec::new();
    if asks {
        items.push(item(format!("{verb} all the same"), UndoWish { elsewhere_ok: true, ..wish }));
    }
    if has_rest {
        items.push(item("Take back the rest".into(), UndoWish { rest: true, elsewhere_ok: true, ..wish }));
        items.push(item("Pass over it, to the one before".into(), UndoWish { skip: true, ..wish }));
    }
    notice::refused(model, text.clone());
    if items.is_empty() || !matches!(model.mode, Mode::Normal) {
        return Vec::new();
    }
    items.push(MenuItem { key: None, label: "Leave it".into(), off: None, chosen: Choice::Nothing });
    // The question is what the choices are; the line below has all of it.
    let title = text.split(';').next().unwrap_or_default().trim_end_matches('.').to_owned();
    enter(model, Mode::Menu(Menu { title, items, cursor: 0, at: None, on: Vec::new() }));
    Vec::new()
}

fn item(label: String, wish: UndoWish) -> MenuItem {
    MenuItem { key: None, label, off: None, chosen: Choice::UndoElsewhere(wish) }
}
