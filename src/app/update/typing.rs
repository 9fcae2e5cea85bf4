//! Text being typed: which line has the keys, and what Enter, Tab and the arrows do in each mode.

use super::{add, filter, form, help, jump, palette, prompt};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::line::Line;
use crate::app::model::{Mode, Model};

/// Types text into the line that has the keys.
pub(super) fn insert(model: &mut Model, text: &str) -> Vec<Effect> {
    let Some(line) = line(model) else {
        return Vec::new();
    };
    line.insert(text);
    changed(model)
}

/// An action where text is typed.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    use Action as A;
    match action {
        A::Accept => accept(model),
        A::Complete => complete(model),
        A::ItemUp => item(model, -1),
        A::ItemDown => item(model, 1),
        A::NextField | A::PrevField | A::OpenEditor if matches!(model.mode, Mode::Form(_)) => form::act(model, action),
        A::OpenEditor => prompt::to_editor(model),
        A::Jump => jump::open(model),
        _ => edit_line(model, action),
    }
}

/// Moves the cursor in the line or takes something away.
pub(super) fn edit_line(model: &mut Model, action: Action) -> Vec<Effect> {
    use Action as A;
    let Some(line) = line(model) else {
        return Vec::new();
    };
    let before = line.text.len();
    match action {
        A::CursorLeft => line.left(),
        A::CursorRight => line.right(),
        A::CursorHome => line.home(),
        A::CursorEnd => line.end(),
        A::DeleteBack => _ = line.backspace(),
        A::DeleteForward => _ = line.delete(),
        A::DeleteWord => _ = line.delete_word(),
        A::DeleteToStart => _ = line.delete_to_start(),
        _ => return Vec::new(),
    }
    let is_changed = line.text.len() != before;
    if is_changed { changed(model) } else { Vec::new() }
}

/// The line that has the keys.
fn line(model: &mut Model) -> Option<&mut Line> {
    match &mut model.mode {
        Mode::Filter { line, .. } | Mode::Add { line, .. } => Some(line),
        Mode::Prompt(prompt) => Some(&mut prompt.line),
        Mode::Palette(palette) => Some(&mut palette.line),
        Mode::Help(help) => help.search.as_mut(),
        Mode::Form(form) => form.fields.get_mut(form.focus).map(|f| &mut f.line),
        _ => None,
    }
}

fn changed(model: &mut Model) -> Vec<Effect> {
    match model.mode {
        Mode::Filter { .. } => filter::changed(model),
        Mode::Prompt(_) => prompt::changed(model),
        Mode::Palette(_) => palette::changed(model),
        Mode::Form(_) => form::changed(model),
        Mode::Help(_) => help::changed(model),
        _ => Vec::new(),
    }
}

fn accept(model: &mut Model) -> Vec<Effect> {
    match model.mode {
        Mode::Filter { .. } => filter::accept(model),
        Mode::Add { .. } => add::accept(model),
        Mode::Prompt(_) => prompt::accept(model),
        Mode::Palette(_) => palette::accept(model),
        Mode::Form(_) => form::accept(model),
        _ => Vec::new(),
    }
}

fn complete(model: &mut Model) -> Vec<Effect> {
    match model.mode {
        Mode::Prompt(_) => prompt::complete(model),
        Mode::Palette(_) => palette::complete(model),
        _ => Vec::new(),
    }
}

fn item(model: &mut Model, by: i64) -> Vec<Effect> {
    match model.mode {
        Mode::Prompt(_) => prompt::choose(model, by),
        Mode::Palette(_) => palette::choose(model, by),
        Mode::Form(_) => return form::vertical(model, by),
        _ => {}
    }
    Vec::new()
}
