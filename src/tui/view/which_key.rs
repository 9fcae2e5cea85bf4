//! The box of keys that may follow what was typed so far.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::look::Look;
use crate::app::action;
use crate::app::geometry::Frame;
use crate::app::key::show_seq;
use crate::tui::layout;
use crate::tui::widget::strip::{bit, cells};

/// Cells of a column of keys.
const COLUMN: u16 = 26;

/// Draws the box above the status line.
pub fn draw(look: &Look<'_>, frame: &Frame, buf: &mut Buffer) {
    let found = action::continuations(look.model);
    if found.is_empty() {
        return;
    }
    let status = layout::rect(frame.status);
    let widest = found.iter().map(|(keys, does)| cells(keys) + cells(does) + 4).max().unwrap_or(COLUMN).max(COLUMN);
    let n_columns = (status.width.saturating_sub(2) / widest).max(1);
    let n_rows = (found.len() as u16).div_ceil(n_columns).min(status.y.saturating_sub(2));
    let area = Rect { y: status.y - n_rows - 2, height: n_rows + 2, ..status };
    let title = vec![bit(format!(" {} ", show_seq(&look.model.pending)), look.theme.key)];
    let inner = look.popup(title, Vec::new()).draw_over(area, buf);
    let width = inner.width / n_columns;
    for (idx, (keys, does)) in found.iter().enumerate() {
        let (x, y) = (idx as u16 / n_rows.max(1) * width, idx as u16 % n_rows.max(1));
        let place = Rect { width: width.saturating_sub(1), ..layout::indent(layout::row(inner, y), x + 1) };
        look.strip(buf, place.intersection(inner)).put(keys, look.theme.key).skip(1).put(does, Style::new());
    }
}
