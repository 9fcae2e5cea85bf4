//! Where the panes of the detail are.

use super::{Area, Class, frame};
use crate::app::model::{Model, Pane};

/// The detail of an object on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLayout {
    pub title: Area,
    /// The panes shown, frames included: all four, or the one with the keys where there is little room.
    pub panes: Vec<(Pane, Area)>,
    pub has_frames: bool,
}

/// The layout of the detail in this model.
pub fn sheet(model: &Model) -> SheetLayout {
    let frame = frame(model);
    let b = frame.body;
    let title = Area { height: b.height.min(1), ..b };
    let rest = Area::new(b.x, b.y + title.height, b.width, b.height - title.height);
    let has_frames = frame.class > Class::Xs;
    let pane = model.sheet.as_ref().map_or(Pane::Gate, |s| s.pane);
    let panes = if has_frames { all(rest) } else { vec![(pane, rest)] };
    SheetLayout { title, panes, has_frames }
}

fn all(rest: Area) -> Vec<(Pane, Area)> {
    let left = rest.width / 2;
    let (gate, links) = (rest.height * 11 / 20, rest.height * 9 / 20);
    let at = |x: u16, y: u16, width: u16, height: u16| Area::new(rest.x + x, rest.y + y, width, height);
    let right = rest.width - left;
    vec![
        (Pane::Gate, at(0, 0, left, gate)),
        (Pane::Fields, at(0, gate, left, rest.height - gate)),
        (Pane::Links, at(left, 0, right, links)),
        (Pane::Activity, at(left, links, right, rest.height - links)),
    ]
}
