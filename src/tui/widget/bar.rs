//! A bar of text: how much of something is taken.

use super::glyphs::Glyphs;

/// A bar of so many cells, filled by `part` of `whole`; more than the whole fills it. What is there shows at least
/// one cell, and what is not full keeps one empty.
pub fn bar(part: u64, whole: u64, cells: u16, glyphs: &Glyphs) -> String {
    let cells = usize::from(cells);
    let full = filled(part, whole, cells);
    glyphs.bar_full.repeat(full) + &glyphs.bar_empty.repeat(cells - full)
}

fn filled(part: u64, whole: u64, cells: usize) -> usize {
    match (part, whole) {
        (0, _) => 0,
        (part, whole) if part >= whole => cells,
        (part, whole) => ((part * cells as u64 / whole) as usize).clamp(1, cells.saturating_sub(1).max(1)).min(cells),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::widget::glyphs::ASCII;

    #[test]
    fn a_bar_is_full_only_when_all_is_taken() {
        let shown = |part, whole| bar(part, whole, 4, &ASCII);
        let bars = [(0, 8), (1, 8), (4, 8), (7, 8), (8, 8), (13, 8), (2, 0), (0, 0)];
        let wanted = ["....", "#...", "##..", "###.", "####", "####", "####", "...."];
        assert_eq!(bars.map(|(part, whole)| shown(part, whole)), wanted);
    }
}
