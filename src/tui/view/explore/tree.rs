//! The trace and the impact of an object: a branch a line, further in the further away.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{related, short_place, titled};
use crate::app::geometry::Area;
use crate::app::geometry::explore::tree_rows;
use crate::app::model::explore::{Branch, Explore, Part, TreeLine};
use crate::tui::layout;
use crate::tui::view::look::Look;
use crate::tui::widget::strip::cells;

/// Draws the tree.
pub fn draw(look: &Look<'_>, explore: &Explore, inner: Area, buf: &mut Buffer) {
    if explore.tree.is_none() {
        look.put(buf, layout::indent(layout::rect(inner), 1), "Reading.", look.theme.dim);
        return;
    }
    let (at, has_keys) = (explore.at(Part::Links), explore.part == Part::Links);
    for ((idx, line), area) in tree_rows(explore, inner) {
        let area = layout::rect(area);
        match line {
            TreeLine::Heading(word) => look.put(buf, area, &format!(" {word}"), look.theme.dim),
            TreeLine::Nothing => look.put(buf, area, "   Nothing.", look.theme.dim),
            TreeLine::Cut => look.put(buf, area, " and more", look.theme.dim),
            TreeLine::Branch(branch) => draw_branch(look, branch, (idx == Some(at), has_keys), area, buf),
        }
    }
}

/// `>  ^ is created by PRB-310  Pool leaks    open`
fn draw_branch(look: &Look<'_>, branch: &Branch, (is_cursor, has_keys): (bool, bool), area: Rect, buf: &mut Buffer) {
    let mut line = look.strip(buf, area);
    let style = look.cursor_style(is_cursor && has_keys);
    let mark = if is_cursor { '>' } else { ' ' };
    let way = match (branch.steps, branch.is_up) {
        (0, _) => "",
        (_, true) => "^ ",
        (_, false) => "> ",
    };
    let lead = "  ".repeat(branch.steps.min(DEEPEST));
    let lead = format!("{mark}{lead}{way}");
    let name = branch.name.as_deref().unwrap_or_default();
    let side = told(look, branch, area.width >= WIDE);
    // What leads here is never cut for its state.
    let needed = cells(&lead) + cells(name) + cells(branch.object.key.as_str()) + cells(&side);
    if needed + 3 <= line.room() {
        line.put_right(&format!(" {side} "), look.theme.dim);
    }
    related(look, &mut line, &lead, name, (&branch.object, style));
    titled(look, &mut line, &branch.object);
}

/// Steps that are drawn further in.
const DEEPEST: usize = 12;
/// Cells from which on it is also told where an object stands.
const WIDE: u16 = 70;

/// The state, and where there is room the place.
fn told(look: &Look<'_>, branch: &Branch, is_wide: bool) -> String {
    let object = &branch.object;
    let place = object.stand.as_ref().filter(|_| is_wide).map(|stand| short_place(look, &stand.stage));
    let parts: Vec<String> = place.into_iter().chain(object.state.clone()).collect();
    parts.join("  ")
}
