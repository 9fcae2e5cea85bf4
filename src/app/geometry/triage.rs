//! Where the queue, the card and what can be decided are.

use super::{Area, Class, frame};
use crate::app::model::Model;

/// The triage on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TriageLayout {
    pub class: Class,
    /// With its frame or title.
    pub queue: Area,
    /// Where its cards are.
    pub rows: Area,
    pub card_lines: u16,
    /// How many cards fit.
    pub n_rows: usize,
    pub card: Area,
    /// What can be decided, and what looks similar; none where there is no room.
    pub decide: Option<Area>,
    pub has_frames: bool,
}

/// Rows of the decisions with what looks similar, frame included.
const DECIDE: u16 = 14;

/// The layout of the triage in this model.
pub fn triage(model: &Model) -> TriageLayout {
    let frame = frame(model);
    let b = frame.body;
    if frame.class <= Class::Xs {
        return narrow(frame.class, b);
    }
    let width = match frame.class {
        Class::S => 28,
        Class::M => 42,
        _ => 60,
    };
    let queue = Area { width, ..b };
    let rows = Area::new(b.x + 1, b.y + 1, width - 2, b.height.saturating_sub(2));
    let right = Area::new(b.x + width, b.y, b.width - width, b.height);
    // The card keeps at least half of the height.
    let decide = DECIDE.min(b.height / 2 + 2);
    let card_lines = if frame.class == Class::L { 3 } else { 2 };
    TriageLayout {
        class: frame.class,
        queue,
        rows,
        card_lines,
        n_rows: usize::from(rows.height / card_lines),
        card: Area { height: b.height - decide, ..right },
        decide: Some(Area::new(right.x, b.y + b.height - decide, right.width, decide)),
        has_frames: true,
    }
}

/// The queue above the card, without frames; the keys say what can be decided.
fn narrow(class: Class, b: Area) -> TriageLayout {
    let height = (b.height / 2).max(1);
    let queue = Area { height, ..b };
    let rows = queue;
    TriageLayout {
        class,
        queue,
        rows,
        card_lines: 1,
        n_rows: usize::from(rows.height),
        card: Area::new(b.x, b.y + height, b.width, b.height - height),
        decide: None,
        has_frames: false,
    }
}

/// The row of the queue under a cell, counted among those shown.
pub fn row_at(model: &Model, x: u16, y: u16) -> Option<usize> {
    let layout = triage(model);
    let triage = model.triage.as_ref().filter(|_| layout.rows.contains(x, y))?;
    let line = usize::from((y - layout.rows.y) / layout.card_lines);
    let row = triage.top + line;
    (line < layout.n_rows && row < triage.rows().len()).then_some(row)
}
