//! The screens: pictures of the model, and nothing else. A frame depends on the model alone.
//!
//! Lives here: what is written where, in which role. Never here: a key, a query, a colour, a change to the model.
//! One noun, one file; start reading at [`view`], then [`board`]. Text from data goes through
//! [`crate::tui::widget::strip::Strip`], which lets nothing raw reach the terminal.

mod add;
mod approvals;
mod board;
mod bottlenecks;
mod card;
mod coach;
mod column;
mod empty;
mod explore;
mod fields;
mod first_run;
mod form;
mod gate;
mod happened;
mod help;
mod lanes;
mod look;
mod map;
mod menu;
mod metrics;
mod palette;
mod preview;
mod sheet;
mod status;
mod typing;
mod which_key;
mod words;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::look::Look;
use super::layout;
use super::theme::Theme;
use crate::app::geometry::{self, Class};
use crate::app::model::{Mode, Model, Screen};

/// Draws the model.
pub fn view(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let look = Look::new(model, theme);
    if let Some(cursor) = draw(&look, frame.buffer_mut()) {
        frame.set_cursor_position(cursor);
    }
}

/// Draws all of it, from the screen up; answers where the terminal's cursor is to stand.
fn draw(look: &Look<'_>, buf: &mut Buffer) -> Option<Position> {
    let model = look.model;
    let rows = geometry::frame(model);
    if rows.class == Class::None {
        too_small(look, buf);
        return None;
    }
    status::draw(look, &rows, buf);
    match model.screen {
        Screen::Map => map::draw(look, buf),
        Screen::Board => board::draw(look, buf),
        Screen::Sheet => sheet::draw(look, buf),
        Screen::Explore => explore::draw(look, buf),
        Screen::Metrics => metrics::draw(look, buf),
    }
    if let Some(area) = rows.coach {
        coach::draw(look, layout::rect(area), buf);
    }
    let stays = |mode: &&Mode| matches!(mode, Mode::Gate(_) | Mode::Form(_) | Mode::Activity { .. } | Mode::Help(_));
    for mode in model.flow.below.iter().filter(stays) {
        above(look, &rows, mode, buf);
    }
    let cursor = above(look, &rows, &model.mode, buf);
    if model.shows_continuations() {
        which_key::draw(look, &rows, buf);
    }
    status::footer(look, &rows, buf);
    cursor
}

/// Draws what lies above the screen.
fn above(look: &Look<'_>, rows: &geometry::Frame, mode: &Mode, buf: &mut Buffer) -> Option<Position> {
    match mode {
        Mode::Normal | Mode::Range { .. } | Mode::Grab(_) => return None,
        Mode::Filter { line, .. } => return typing::filter(look, rows, line, buf),
        Mode::Add { line, stage } => return add::draw(look, rows, line, stage, buf),
        Mode::Prompt(prompt) => return typing::prompt(look, rows, prompt, buf),
        Mode::Form(form) => return form::draw(look, form, buf),
        Mode::Palette(palette) => return palette::draw(look, palette, buf),
        Mode::Help(help) => return help::draw(look, help, buf),
        Mode::Menu(menu) => menu::draw(look, menu, buf),
        Mode::Gate(view) => gate::popup(look, view, buf),
        Mode::Activity { entries, scroll } => happened::popup(look, entries, *scroll, buf),
    }
    None
}

/// One message with the size needed and the size there is.
fn too_small(look: &Look<'_>, buf: &mut Buffer) {
    let (width, height) = (look.model.width, look.model.height);
    let text = format!("40x10 cells are needed; here are {width}x{height}. q quits.");
    look.put_wrapped(buf, Rect::new(0, 0, width, height), &text, ratatui::style::Style::new());
}
