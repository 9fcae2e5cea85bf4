//! One line that holds a whole card, and what it reads as.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Style;

use super::look::Look;
use super::{typing, words};
use crate::app::geometry::Frame;
use crate::app::line::Line;
use crate::domain::filter::Asker;
use crate::domain::id::StageId;
use crate::domain::quick_add::QuickAdd;
use crate::tui::layout;
use crate::tui::widget::strip::{Bit, bit};

/// Draws the line and, above it, the card as it would be.
pub fn draw(look: &Look<'_>, frame: &Frame, line: &Line, stage: &StageId, buf: &mut Buffer) -> Option<Position> {
    let row = typing::rows_above(frame, 1, buf);
    look.strip(buf, layout::indent(row, 1)).put_whole(&preview(look, line), 2);
    let name = look.model.stage(stage).map_or_else(|| stage.local().to_owned(), |s| s.short.clone());
    typing::ask(look, frame, &format!("add to {name}: "), line, None, buf)
}

fn preview<'a>(look: &Look<'_>, line: &Line) -> Vec<Bit<'a>> {
    let model = look.model;
    if line.text.trim().is_empty() {
        return vec![bit("a title, then !p1 @owner #label ^due since:06:55", look.theme.dim)];
    }
    let asker = Asker { me: &model.me, now: model.now, zone: &model.zone };
    let card = QuickAdd::parse(&line.text, &asker);
    let moment = |at| words::moment(at, model.now, model.zone);
    let plain = |text: String| bit(text, Style::new());
    let title = if card.title.is_empty() { "(no title yet)".to_owned() } else { card.title };
    let mut bits: Vec<Bit<'a>> = card.priority.map(|p| plain(format!("P{p}"))).into_iter().collect();
    bits.extend(card.assignee.map(|name| plain(format!("@{name}"))));
    bits.extend((!card.labels.is_empty()).then(|| plain(format!("labels {}", card.labels.join(", ")))));
    bits.extend(card.due_at.map(|at| plain(format!("due {}", moment(at)))));
    bits.extend(card.since.map(|at| plain(format!("since {}", moment(at)))));
    bits.push(bit(title, look.theme.heading));
    bits
}
