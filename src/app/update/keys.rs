//! From a key to an action: sequences, counts, text.

use super::{act, add, ahead, form, menu, metrics, mouse, notice, typing};
use crate::app::action::{Action, Context};
use crate::app::effect::Effect;
use crate::app::key::{Input, Key};
use crate::app::keymap::Lookup;
use crate::app::model::{Mode, Model};

/// Counts end here: nobody means more.
const MOST: u32 = 99_999;

/// Takes what came from the terminal.
pub(super) fn input(model: &mut Model, input: Input) -> Vec<Effect> {
    if ahead::keeps(model, &input) {
        return Vec::new();
    }
    match input {
        Input::Key(key) => press(model, key),
        Input::Paste(text) => paste(model, &text),
        Input::Mouse(mouse) => mouse::take(model, mouse),
        Input::Resize { width, height } => {
            (model.width, model.height) = (width.max(1), height.max(1));
            Vec::new()
        }
        Input::Focus(_) => Vec::new(),
    }
}

fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    notice::key_pressed(model);
    if std::mem::take(&mut model.flow.read_failed) {
        model.asked.clear();
        metrics::failed(model);
    }
    let context = Context::of(model);
    if let Some(idx) = menu::item_of(model, key).filter(|_| model.pending.is_empty()) {
        return menu::pick(model, idx);
    }
    if is_digit_of_count(model, context, key) {
        return Vec::new();
    }
    model.pending.push(key);
    match model.settings.keymap.lookup(context, &model.pending) {
        Lookup::Action(action) => {
            end_sequence(model);
            let count = model.count.take();
            act::perform(model, action, count)
        }
        Lookup::Prefix => {
            model.pending_since.get_or_insert(model.now);
            Vec::new()
        }
        Lookup::Nothing => nothing(model, context, key),
    }
}

/// Keys that mean nothing together: inside a box Esc and wrong keys end it; alone a letter may be text.
fn nothing(model: &mut Model, context: Context, key: Key) -> Vec<Effect> {
    let was_sequence = model.pending.len() > 1;
    end_sequence(model);
    model.count = None;
    model.flow.interrupted = false;
    if was_sequence {
        // Ctrl-c and Esc end a sequence without being anything else.
        return Vec::new();
    }
    match key.typed() {
        Some(c) if context.types() => typing::insert(model, c.encode_utf8(&mut [0; 4])),
        Some(c) => super::grab::typed(model, c),
        None => Vec::new(),
    }
}

fn end_sequence(model: &mut Model) {
    model.pending.clear();
    model.pending_since = None;
}

/// A digit counts when no sequence has begun and it has no meaning of its own; `0` only behind another digit.
fn is_digit_of_count(model: &mut Model, context: Context, key: Key) -> bool {
    let digit = key.typed().and_then(|c| c.to_digit(10));
    let Some(digit) = digit.filter(|_| context.is_screen() && model.pending.is_empty()) else {
        return false;
    };
    let follows = model.count.is_some();
    let is_free = model.settings.keymap.lookup(context, &[key]) == Lookup::Nothing;
    if !follows && (digit == 0 || !is_free) {
        return false;
    }
    model.count = Some(model.count.unwrap_or(0).saturating_mul(10).saturating_add(digit).min(MOST));
    true
}

/// A paste is text, never keys; on a screen it begins a card.
fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    notice::key_pressed(model);
    end_sequence(model);
    model.count = None;
    if Context::of(model).types() {
        let several = matches!(&model.mode, Mode::Form(form) if form::is_multi_line(form));
        return typing::insert(model, &plain(text, several));
    }
    if !matches!(model.mode, Mode::Normal) {
        return Vec::new();
    }
    let mut effects = act::perform(model, Action::Add, None);
    if matches!(model.mode, Mode::Add { .. }) {
        effects.extend(typing::insert(model, &plain(text, false)));
        effects.extend(add::pasted(model));
    }
    effects
}

/// Pasted text without what is no text; one line where only one fits.
fn plain(text: &str, several_lines: bool) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let keep = |c: char| match c {
        '\n' if several_lines => Some('\n'),
        '\n' | '\t' => Some(' '),
        c if c.is_control() => None,
        c => Some(c),
    };
    let text: String = text.chars().filter_map(keep).collect();
    if several_lines { text } else { text.trim().to_owned() }
}
