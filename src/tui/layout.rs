//! From the areas of [`crate::app::geometry`] to the rectangles of the drawing library.

use ratatui::layout::Rect;

use crate::app::geometry::Area;

/// The same cells as a rectangle.
pub fn rect(area: Area) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height)
}

/// The `n`th row of a rectangle; empty when it has no such row.
pub fn row(rect: Rect, n: u16) -> Rect {
    if n >= rect.height {
        return Rect { height: 0, ..rect };
    }
    Rect::new(rect.x, rect.y + n, rect.width, 1)
}

/// Without its first `n` rows.
pub fn below(rect: Rect, n: u16) -> Rect {
    let n = n.min(rect.height);
    Rect::new(rect.x, rect.y + n, rect.width, rect.height - n)
}

/// Without so many cells at the left and at the right.
pub fn inset(rect: Rect, cells: u16) -> Rect {
    let width = rect.width.saturating_sub(2 * cells);
    Rect { x: rect.x + cells.min(rect.width), width, ..rect }
}

/// Without so many cells at the left.
pub fn indent(rect: Rect, cells: u16) -> Rect {
    let cells = cells.min(rect.width);
    Rect { x: rect.x + cells, width: rect.width - cells, ..rect }
}
