//! Where the parts of the explorer are, and which line of a part stands in which row.

use unicode_width::UnicodeWidthStr;

use super::{Area, Class, Target, frame};
use crate::app::model::Model;
use crate::app::model::explore::{Explore, Lead, Part, Shape, TreeLine, leads};
use crate::domain::around::Peek;
use crate::domain::object::Object;

/// The explorer on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExploreLayout {
    /// The parts shown, frames included: all of them, or the one with the keys where there is little room.
    pub parts: Vec<(Part, Area)>,
    pub has_frames: bool,
}

/// A line of the way walked; the number is the step's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathLine {
    Key(usize),
    Title(usize),
    Stand(usize),
    /// Between two steps.
    Bar(usize),
    /// The relation that led to the step.
    Via(usize),
}

/// A line of the links; the number is the link's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkLine {
    Way {
        is_outgoing: bool,
    },
    Key(usize),
    Type(usize),
    /// How many are not listed.
    Rest,
}

/// A line of the preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeekLine {
    /// A line of the title; it leads to the detail.
    Title(usize),
    Kind,
    Owner,
    Notice(usize),
    Heading(&'static str),
    /// It stands on no board.
    NoCard,
    Card(usize),
    /// The gate and the clock of a card that still stands.
    Gate(usize),
    Field(usize),
    Link(usize),
    Rest,
    Empty,
}

/// Lines of a part with the rows they stand in.
pub type Rows<T> = Vec<(T, Area)>;

/// The layout of the explorer in this model.
pub fn explore(model: &Model) -> ExploreLayout {
    let frame = frame(model);
    let body = frame.body;
    let has_frames = frame.class > Class::Xs;
    let part = model.explore.as_ref().map_or(Part::Links, |e| e.part);
    let shape = model.explore.as_ref().map_or(Shape::Columns, |e| e.shape);
    if !has_frames {
        return ExploreLayout { parts: vec![(part, body)], has_frames };
    }
    let path = (body.width * 13 / 40).min(WIDEST_PATH);
    let preview = (body.width - path) / 2;
    // A tree takes the room of the way walked too.
    let widths = match shape {
        Shape::Columns => [path, body.width - path - preview, preview],
        Shape::Trace | Shape::Impact => [0, body.width - body.width * 3 / 8, body.width * 3 / 8],
    };
    let mut x = body.x;
    let mut parts = Vec::with_capacity(widths.len());
    for (part, width) in Part::ALL.into_iter().zip(widths).filter(|(_, width)| *width > 0) {
        parts.push((part, Area::new(x, body.y, width, body.height)));
        x += width;
    }
    ExploreLayout { parts, has_frames }
}

/// Cells the way walked takes at most.
const WIDEST_PATH: u16 = 36;

/// The inside of a part: without its frame, or without the line of its title.
pub fn inside(area: Area, has_frames: bool) -> Area {
    let edge = u16::from(has_frames);
    let (width, height) = (area.width.saturating_sub(2 * edge), area.height.saturating_sub(1 + edge));
    Area::new(area.x + edge, area.y + 1, width, height)
}

/// The way walked, as far as it fits: the step with the cursor, else the one in focus, is in sight.
pub fn path_rows(explore: &Explore, area: Area) -> Rows<PathLine> {
    let n = explore.path.len();
    // With room to spare there is air between the steps.
    let is_airy = n * 6 <= usize::from(area.height) + 3;
    let mut lines = Vec::new();
    let mut kept = (0, 0);
    let meant = if explore.part == Part::Path { explore.at(Part::Path) } else { n.saturating_sub(1) };
    for idx in 0..n {
        if idx > 0 {
            let between = [PathLine::Bar(idx), PathLine::Via(idx), PathLine::Bar(idx)];
            lines.extend(between.into_iter().filter(|line| is_airy || matches!(line, PathLine::Via(_))));
        }
        let first = lines.len();
        lines.extend([PathLine::Key(idx), PathLine::Title(idx), PathLine::Stand(idx)]);
        if idx == meant {
            kept = (first, lines.len());
        }
    }
    windowed(lines, kept, area)
}

/// The links, as far as they fit: the one with the cursor is in sight.
pub fn link_rows(explore: &Explore, area: Area, has_frames: bool) -> Rows<LinkLine> {
    let mut lines = Vec::new();
    let mut kept = (0, 0);
    let mut way = None;
    for (idx, link) in explore.links().iter().enumerate() {
        let first = lines.len();
        if link.steps == 1 && way != Some(link.is_outgoing) {
            way = Some(link.is_outgoing);
            lines.push(LinkLine::Way { is_outgoing: link.is_outgoing });
        }
        lines.push(LinkLine::Key(idx));
        if has_frames {
            lines.push(LinkLine::Type(idx));
        }
        if idx == explore.at(Part::Links) {
            kept = (first, lines.len());
        }
    }
    if explore.around.as_ref().is_some_and(|around| around.n_rest > 0) {
        lines.push(LinkLine::Rest);
    }
    windowed(lines, kept, area)
}

/// The tree, as far as it fits: the branch with the cursor, and what it stands below, are in sight. A branch comes
/// with its position among the branches.
pub fn tree_rows(explore: &Explore, area: Area) -> Rows<(Option<usize>, &TreeLine)> {
    let mut n = 0;
    let number = |line| match line {
        &TreeLine::Branch(_) => {
            n += 1;
            (Some(n - 1), line)
        }
        _ => (None, line),
    };
    let lines: Vec<(Option<usize>, &TreeLine)> = explore.tree.iter().flatten().map(number).collect();
    let at = lines.iter().position(|(idx, _)| *idx == Some(explore.at(Part::Links))).unwrap_or(0);
    windowed(lines, (at, at + 1), area)
}

/// The preview, as far as it fits: its line with the cursor is in sight.
pub fn peek_rows(explore: &Explore, peek: &Peek, area: Area) -> Rows<PeekLine> {
    let lines = peek_lines(peek, area.width);
    let lead = leads(peek).get(explore.at(Part::Preview)).copied();
    let is_kept = |line: &PeekLine| explore.part == Part::Preview && lead_of(*line) == lead;
    let at = lines.iter().rposition(is_kept).unwrap_or(0);
    windowed(lines, (at, at + 1), area)
}

/// Where a line of the preview leads.
pub fn lead_of(line: PeekLine) -> Option<Lead> {
    match line {
        PeekLine::Title(_) => Some(Lead::Sheet),
        PeekLine::Card(idx) => Some(Lead::Card(idx)),
        PeekLine::Link(idx) => Some(Lead::Link(idx)),
        _ => None,
    }
}

fn peek_lines(peek: &Peek, width: u16) -> Vec<PeekLine> {
    let sheet = &peek.sheet;
    let n_title = if sheet.object.title.width() > usize::from(width) { 2 } else { 1 };
    let mut lines: Vec<PeekLine> = (0..n_title).map(PeekLine::Title).collect();
    lines.push(PeekLine::Kind);
    if has_owner(&sheet.object) {
        lines.push(PeekLine::Owner);
    }
    lines.extend((0..sheet.notices.len()).map(PeekLine::Notice));
    lines.extend([PeekLine::Empty, PeekLine::Heading("stands in")]);
    if sheet.cards.is_empty() {
        lines.push(PeekLine::NoCard);
    }
    for (idx, standing) in sheet.cards.iter().enumerate() {
        lines.push(PeekLine::Card(idx));
        lines.extend(standing.row.done_at.is_none().then_some(PeekLine::Gate(idx)));
    }
    if !sheet.object.fields.is_empty() {
        lines.extend([PeekLine::Empty, PeekLine::Heading("fields")]);
        lines.extend((0..sheet.object.fields.len()).map(PeekLine::Field));
    }
    if !peek.neighbours.rows.is_empty() {
        lines.extend([PeekLine::Empty, PeekLine::Heading("links")]);
        lines.extend((0..peek.neighbours.rows.len()).map(PeekLine::Link));
    }
    if peek.neighbours.n_rest > 0 {
        lines.push(PeekLine::Rest);
    }
    lines
}

fn has_owner(object: &Object) -> bool {
    object.priority.is_some() || object.assignee.is_some() || object.due_at.is_some()
}

/// What of the explorer lies under a cell.
pub fn hit(model: &Model, x: u16, y: u16) -> Option<Target> {
    let layout = explore(model);
    let (part, area) = layout.parts.iter().find(|(_, area)| area.contains(x, y))?;
    let (explore, area) = (model.explore.as_ref()?, inside(*area, layout.has_frames));
    let line = match part {
        Part::Path => at(path_rows(explore, area), x, y).and_then(step_of),
        Part::Links if explore.shape != Shape::Columns => at(tree_rows(explore, area), x, y).and_then(|(idx, _)| idx),
        Part::Links => at(link_rows(explore, area, layout.has_frames), x, y).and_then(link_of),
        Part::Preview => {
            let peek = explore.peek.as_ref();
            let line = peek.and_then(|peek| at(peek_rows(explore, peek, area), x, y));
            let lead = line.and_then(lead_of);
            peek.zip(lead).and_then(|(peek, lead)| leads(peek).iter().position(|l| *l == lead))
        }
    };
    Some(line.map_or(Target::Part(*part), |line| Target::Line(*part, line)))
}

fn at<T>(rows: Rows<T>, x: u16, y: u16) -> Option<T> {
    rows.into_iter().find(|(_, area)| area.contains(x, y)).map(|(line, _)| line)
}

fn step_of(line: PathLine) -> Option<usize> {
    match line {
        PathLine::Key(idx) | PathLine::Title(idx) | PathLine::Stand(idx) => Some(idx),
        PathLine::Bar(_) | PathLine::Via(_) => None,
    }
}

fn link_of(line: LinkLine) -> Option<usize> {
    match line {
        LinkLine::Key(idx) | LinkLine::Type(idx) => Some(idx),
        LinkLine::Way { .. } | LinkLine::Rest => None,
    }
}

/// The part of the lines that fits, so that those from `kept.0` up to `kept.1` are among them.
fn windowed<T>(lines: Vec<T>, kept: (usize, usize), area: Area) -> Rows<T> {
    let height = usize::from(area.height);
    let first = kept.1.saturating_sub(height).min(kept.0);
    let shown = lines.into_iter().skip(first).take(height);
    shown.zip(area.y..).map(|(line, y)| (line, Area::new(area.x, y, area.width, 1))).collect()
}
