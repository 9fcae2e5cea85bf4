//! The cards of a stage by score, a column for each factor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::look::Look;
use super::words;
use crate::app::geometry;
use crate::app::model::GroomView;
use crate::domain::score::Factor;
use crate::domain::window::CardRow;
use crate::tui::layout;
use crate::tui::widget::strip::{Bit, bit};

/// Cells of a factor's column.
const COLUMN: usize = 8;

/// Draws the cards.
pub fn draw(look: &Look<'_>, buf: &mut Buffer) {
    let Some(view) = &look.model.groom else { return };
    let frame = geometry::frame(look.model);
    let body = layout::rect(frame.body);
    let is_small = frame.class <= geometry::Class::Xs;
    let inner = if is_small {
        body
    } else {
        let title = if view.is_what_if() { " By score: what if, not saved " } else { " By score " };
        let style = if view.is_what_if() { look.theme.at_risk } else { look.theme.title };
        layout::inset(look.panel(vec![bit(title, style)], foot(look, view)).draw(body, buf), 1)
    };
    if view.rows().is_empty() {
        let text = match &view.rows {
            None => "Reading.",
            Some(_) => "No card stands here.\na adds one.\nzv goes back to the walk.",
        };
        look.put_wrapped(buf, inner, text, look.theme.dim);
        return;
    }
    heads(look, view, is_small, inner, buf);
    let list = layout::below(inner, 2);
    let height = usize::from(list.height).max(1);
    let half = (height / 2).max(1);
    let first = if view.cursor < height { 0 } else { (view.cursor - height) / half * half + half };
    for (n, (idx, row)) in view.rows().iter().enumerate().skip(first).take(height).enumerate() {
        line(look, view, row, idx == view.cursor, is_small, layout::row(list, n as u16), buf);
    }
}

fn foot<'a>(look: &Look<'_>, view: &GroomView) -> Vec<Bit<'a>> {
    if view.n_rest == 0 {
        return Vec::new();
    }
    vec![bit(format!(" and {} more ", view.n_rest), look.theme.dim)]
}

/// The factors told: all, or where there is little room the one that digits set.
fn factors(view: &GroomView, is_small: bool) -> impl Iterator<Item = Factor> + use<> {
    let only = view.factor;
    Factor::ALL.into_iter().filter(move |factor| !is_small || *factor == only)
}

/// The names of the columns, and below them their weights.
fn heads(look: &Look<'_>, view: &GroomView, is_small: bool, area: Rect, buf: &mut Buffer) {
    let mut names = look.strip(buf, layout::row(area, 0));
    names.put(&format!("{:<8}", "score"), look.theme.dim);
    for factor in factors(view, is_small) {
        let is_here = factor == view.factor;
        let mark = if is_here { '>' } else { ' ' };
        let style = if is_here { look.theme.title_focused } else { look.theme.title };
        names.put(&format!("{:>width$}", format!("{mark}{}", factor.word()), width = COLUMN), style);
    }
    let mut weights = look.strip(buf, layout::row(area, 1));
    weights.put(&format!("{:<8}", "weight"), look.theme.dim);
    for factor in factors(view, is_small) {
        let weight = view.weights.get(factor);
        let is_tried = weight != view.saved.get(factor);
        let mark = if is_tried { "~" } else { "x" };
        let style = if is_tried { look.theme.at_risk } else { look.theme.dim };
        weights.put(&format!("{:>width$}", format!("{mark}{weight}"), width = COLUMN), style);
    }
    weights.put(if is_small { "" } else { "   card" }, look.theme.dim);
}

fn line(
    look: &Look<'_>,
    view: &GroomView,
    row: &CardRow,
    is_cursor: bool,
    is_small: bool,
    area: Rect,
    buf: &mut Buffer,
) {
    let mut strip = look.strip(buf, area);
    let score = row.score.map_or_else(|| "-".to_owned(), |score| score.to_string());
    strip.put(&format!("{score:<8}"), look.theme.heading);
    for factor in factors(view, is_small) {
        let points = row.scores.get(factor).map_or_else(|| "-".to_owned(), |points| points.to_string());
        strip.put(&format!("{points:>COLUMN$}"), Style::new());
    }
    let mark = if is_cursor { '>' } else { ' ' };
    strip.put(&format!("  {mark}{}", row.key), look.cursor_style(is_cursor)).skip(1);
    strip.put(&format!("{} ", words::priority(row.priority)), Style::new()).put(&row.title, Style::new());
}

/// `Grooming  Explore  Backlog Ranking  12 cards`.
pub fn head<'a>(look: &Look<'_>) -> Vec<Bit<'a>> {
    let Some(view) = &look.model.groom else { return Vec::new() };
    let name = look.model.stage(&view.stage).map_or_else(String::new, |stage| stage.name.clone());
    let mut bits = vec![bit("Grooming", look.theme.heading), bit(name, Style::new())];
    bits.push(bit(words::many(view.rows().len() as u64 + view.n_rest, "card"), Style::new()));
    if view.is_what_if() {
        bits.push(bit("what if, not saved", look.theme.at_risk));
    }
    if !look.model.filter.text.is_empty() {
        bits.push(bit(format!("filter: {}", look.model.filter.text), look.theme.key));
    }
    bits
}

/// The line below.
pub const SAID: &str = "score = (value + risk + urgency + impact) / (cost + time), each times its weight.";
