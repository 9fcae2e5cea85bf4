//! Where the parts of the standup are, and which line of the walk stands in which row.

use super::{Area, Class, Target, frame};
use crate::app::model::Model;
use crate::app::model::standup::StandupView;

/// The standup on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandupLayout {
    /// The walk at the left; none where there is room for one card only.
    pub walk: Option<Area>,
    pub card: Area,
    /// What changed since the last one.
    pub changes: Option<Area>,
    pub has_frames: bool,
}

/// A line of the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WalkLine {
    /// The stage of the cards below, by the first of them.
    Stage(usize),
    Card(usize),
    /// How many the walk does not take in.
    Rest,
}

/// Rows of what changed, with its frame.
const CHANGES: u16 = 4;

/// The layout of the standup in this model.
pub fn standup(model: &Model) -> StandupLayout {
    let frame = frame(model);
    let body = frame.body;
    let width = match frame.class {
        Class::None | Class::Xs => {
            return StandupLayout { walk: None, card: body, changes: None, has_frames: false };
        }
        Class::S => 26,
        Class::M => 38,
        Class::L => 54,
    };
    let walk = Area::new(body.x, body.y, width, body.height);
    let right = Area::new(body.x + width, body.y, body.width - width, body.height);
    let changes = (right.height >= 3 * CHANGES)
        .then(|| Area::new(right.x, right.y + right.height - CHANGES, right.width, CHANGES));
    let card = Area { height: right.height - changes.map_or(0, |area| area.height), ..right };
    StandupLayout { walk: Some(walk), card, changes, has_frames: true }
}

/// The lines of the walk that fit, so that the card it has come to is among them.
pub fn walk_rows(view: &StandupView, area: Area) -> Vec<(WalkLine, Area)> {
    let mut lines = Vec::new();
    let mut kept = 0;
    let steps = view.steps();
    for (idx, step) in steps.iter().enumerate() {
        if idx == 0 || steps[idx - 1].stage != step.stage {
            lines.push(WalkLine::Stage(idx));
        }
        if idx == view.cursor {
            kept = lines.len();
        }
        lines.push(WalkLine::Card(idx));
    }
    if view.found.as_ref().is_some_and(|found| found.n_rest > 0) {
        lines.push(WalkLine::Rest);
    }
    let height = usize::from(area.height).max(1);
    // In half pages: a step redraws two rows, not all of them.
    let half = (height / 2).max(1);
    let first = if kept < height { 0 } else { (kept - height) / half * half + half };
    let first = first.min(lines.len().saturating_sub(height));
    let shown = lines.into_iter().skip(first).take(usize::from(area.height));
    shown.zip(area.y..).map(|(line, y)| (line, Area::new(area.x, y, area.width, 1))).collect()
}

/// The inside of a part.
pub fn inside(area: Area) -> Area {
    Area::new(area.x + 1, area.y + 1, area.width.saturating_sub(2), area.height.saturating_sub(2))
}

/// What of the standup lies under a cell.
pub fn hit(model: &Model, x: u16, y: u16) -> Option<Target> {
    let (view, layout) = (model.standup.as_ref()?, standup(model));
    let walk = layout.walk.filter(|walk| walk.contains(x, y))?;
    let mut rows = walk_rows(view, inside(walk)).into_iter();
    match rows.find(|(_, area)| area.contains(x, y)) {
        Some((WalkLine::Card(idx) | WalkLine::Stage(idx), _)) => Some(Target::Step(idx)),
        _ => None,
    }
}
