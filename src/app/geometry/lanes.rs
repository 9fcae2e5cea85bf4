//! Where lanes lie on a board: a line that tells the lane, and its cards stage by stage below it.
//!
//! A lane is as high as its fullest stage in sight, but no higher than lets all lanes be seen at once; where even two
//! cards of each do not fit, lanes go out of sight. Heights come from counts, not from the cursor: it moves at no cost.

use super::{Area, ColumnLayout};
use crate::app::model::Model;

/// A lane on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LaneLayout {
    /// Its position among the lanes.
    pub idx: usize,
    /// The line that tells it.
    pub head: Area,
    pub is_folded: bool,
}

/// The titles of stages, the lanes in sight, and their cells.
pub(super) fn lay_out(model: &Model, titles: &[ColumnLayout], card_lines: u16) -> (Vec<LaneLayout>, Vec<ColumnLayout>) {
    let Some((cut, lines)) = model.board.rows() else {
        return (Vec::new(), Vec::new());
    };
    let n = model.board.n_across();
    let Some(area) = titles.first().map(|t| t.area) else {
        return (Vec::new(), Vec::new());
    };
    let room = area.height.saturating_sub(1);
    let needs: Vec<u16> = lines
        .iter()
        .map(|line| {
            let most = titles.iter().filter(|t| !t.is_folded).filter_map(|t| line.counts.get(t.idx)).max();
            if cut.folded.contains(&line.key) { 0 } else { most.map_or(0, |n| (*n).min(999) as u16) }
        })
        .collect();
    let height = heights(&needs, room, card_lines);
    let focus = model.board.focus / n;
    let mut y = area.y + 1;
    let bottom = area.y + area.height;
    let (mut heads, mut cells) = (Vec::new(), Vec::new());
    for idx in first(cut.first, focus, &height, room)..lines.len() {
        if y >= bottom {
            break;
        }
        let is_folded = cut.folded.contains(&lines[idx].key);
        let right = titles.last().map_or(area.x, |t| t.area.x + t.area.width);
        heads.push(LaneLayout { idx, head: Area::new(area.x, y, right - area.x, 1), is_folded });
        let rows = (height[idx] - 1).min(bottom - y - 1);
        for title in titles.iter().filter(|t| !t.is_folded && rows > 0) {
            cells.push(cell(title, idx * n + title.idx, (y + 1, rows), card_lines));
        }
        y += height[idx];
    }
    (heads, cells)
}

fn cell(title: &ColumnLayout, idx: usize, (y, height): (u16, u16), card_lines: u16) -> ColumnLayout {
    // One cell between columns.
    let area = Area::new(title.area.x, y, title.area.width.saturating_sub(1), height);
    ColumnLayout { idx, area, inner: area, n_rows: usize::from(height / card_lines), is_folded: false }
}

/// The rows of each lane with the line that tells it: as many cards as it has, up to a number all can have.
fn heights(needs: &[u16], room: u16, card_lines: u16) -> Vec<u16> {
    let of = |most: u16| needs.iter().map(|need| 1 + (*need).min(most) * card_lines).collect::<Vec<u16>>();
    let fits = |most: &u16| of(*most).iter().map(|h| u32::from(*h)).sum::<u32>() <= u32::from(room);
    let least = if room >= 5 * card_lines { 2 } else { 1 };
    let most = needs.iter().copied().max().unwrap_or(0).min(room);
    of((least..=most.max(least)).rev().find(fits).unwrap_or(least))
}

/// The first lane in sight, so that the one with the cursor is.
fn first(was: usize, focus: usize, heights: &[u16], room: u16) -> usize {
    let mut first = was.min(focus).min(heights.len().saturating_sub(1));
    let last = focus.min(heights.len().saturating_sub(1));
    let sum = |from: usize| heights[from..=last].iter().map(|h| u32::from(*h)).sum::<u32>();
    while first < last && sum(first) > u32::from(room) {
        first += 1;
    }
    let all = |from: usize| heights[from..].iter().map(|h| u32::from(*h)).sum::<u32>();
    while first > 0 && all(first - 1) <= u32::from(room) {
        first -= 1;
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lane_has_what_it_needs_or_an_even_share() {
        assert_eq!(heights(&[1, 2, 0], 20, 2), [3, 5, 1]);
        assert_eq!(heights(&[9, 1, 9], 20, 2), [7, 3, 7], "three cards each fit, four do not");
        assert_eq!(heights(&[9, 9, 9, 9, 9, 9], 12, 2), [5, 5, 5, 5, 5, 5], "two cards, and the rest out of sight");
    }

    #[test]
    fn the_lane_with_the_cursor_is_in_sight() {
        let heights = [5, 5, 5, 5];
        assert_eq!(first(0, 1, &heights, 12), 0);
        assert_eq!(first(0, 3, &heights, 12), 2);
        assert_eq!(first(3, 3, &heights, 20), 0, "no room is left over while something is out of sight");
        assert_eq!(first(2, 1, &heights, 12), 1);
    }
}
