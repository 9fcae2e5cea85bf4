//! Quick hands: what is typed before a form is there goes into the form, and Enter waits for the hits it chooses from.

use super::{ask, keys};
use crate::app::effect::Effect;
use crate::app::key::{Code, Input, Key};
use crate::app::model::{Mode, Model, PaletteKind, Screen, Slot};

/// Keeps an input for later; `false` when it is for now. Esc and Ctrl-c never wait, and drop what does.
pub(super) fn keeps(model: &mut Model, input: &Input) -> bool {
    let (Input::Key(_) | Input::Paste(_)) = input else {
        return false;
    };
    if matches!(input, Input::Key(key) if *key == Key::new(Code::Esc) || *key == Key::ctrl('c')) {
        model.flow.typed_ahead.clear();
        model.asked.retain(|_, slot| {
            !matches!(slot, Slot::Form | Slot::Approvals { opens: true } | Slot::Twins { opens: true })
        });
        return false;
    }
    let keeps = waits(model, input);
    if keeps {
        model.flow.typed_ahead.push(input.clone());
    }
    keeps
}

/// Types what was kept, now that nothing is waited for.
pub(super) fn replay(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    for input in std::mem::take(&mut model.flow.typed_ahead) {
        effects.extend(keys::input(model, input));
    }
    effects
}

fn waits(model: &Model, input: &Input) -> bool {
    let is_enter = matches!(input, Input::Key(key) if *key == Key::new(Code::Enter));
    let chooses_hits = matches!(&model.mode, Mode::Palette(palette) if palette.kind == PaletteKind::Jump);
    let awaits_hits = is_enter && chooses_hits && ask::is_asked(model, &Slot::Hits);
    // Before the streams are known there is nothing a key could be about; words come right behind them.
    let is_early = !model.flow.has_overview || (model.words.is_none() && ask::is_asked(model, &Slot::Words));
    let is_queued = !model.flow.typed_ahead.is_empty();
    let opening = [Slot::Form, Slot::Approvals { opens: true }, Slot::Twins { opens: true }];
    let opens_soon = opening.iter().any(|slot| ask::is_asked(model, slot));
    // On the triage a key is about the card the cursor comes to.
    let awaits_queue = model.screen == Screen::Triage
        && matches!(model.mode, Mode::Normal)
        && ask::is_asked(model, &Slot::Queue)
        && model.current().is_none();
    // In the explorer a key is about what the last one led to.
    let awaits_walk = model.screen == Screen::Explore
        && matches!(model.mode, Mode::Normal)
        && [Slot::Walk, Slot::Tree].iter().any(|slot| ask::is_asked(model, slot));
    !model.flow.read_failed && (is_early || is_queued || awaits_hits || opens_soon || awaits_walk || awaits_queue)
}
