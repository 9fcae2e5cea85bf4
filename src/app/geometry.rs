//! Where things are on the screen: one pure function of the model, asked by views, by scrolling and by the mouse.

pub mod explore;
mod hit;
mod lanes;
mod lists;
mod map;
pub mod metrics;
mod sheet;
mod spans;

use super::model::{Density, Model};
pub use explore::{ExploreLayout, explore};
pub use hit::{Target, hit};
pub use lanes::LaneLayout;
pub use lists::{ListLayout, list, menu_area, told};
pub use map::{MapLayout, MapRow, map};
pub use metrics::{MetricsLayout, metrics};
pub use sheet::{SheetLayout, sheet};
pub use spans::{HintSpan, Tab, current_stream, hints, tabs};

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    pub x: u16,
    pub y: u16,
    pub width: u16,
    pub height: u16,
}

impl Area {
    pub fn new(x: u16, y: u16, width: u16, height: u16) -> Self {
        Self { x, y, width, height }
    }

    /// Whether a cell lies in it.
    pub fn contains(self, x: u16, y: u16) -> bool {
        x >= self.x && x < self.x + self.width && y >= self.y && y < self.y + self.height
    }
}

/// How much room there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Below 40x10: one message.
    None,
    Xs,
    S,
    M,
    L,
}

impl Class {
    /// The class of a screen size.
    pub fn of(width: u16, height: u16) -> Self {
        match (width, height) {
            (w, h) if w < 40 || h < 10 => Self::None,
            (w, h) if w < 60 || h < 16 => Self::Xs,
            (w, _) if w < 100 => Self::S,
            (w, _) if w < 160 => Self::M,
            _ => Self::L,
        }
    }
}

/// The rows every screen shares: streams on top, a head, the body, the line of the notice, the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    pub class: Class,
    /// The line of the demo that says what this is, when there is one.
    pub banner: Option<Area>,
    pub streams: Area,
    pub head: Area,
    pub body: Area,
    /// The coach line of the demo, when it is shown.
    pub coach: Option<Area>,
    /// The current card in words, or a notice.
    pub status: Area,
    pub footer: Area,
}

/// Cells the narrowest column takes, frame included.
const MIN_COLUMN: u16 = 18;

/// The rows of a screen of this model.
pub fn frame(model: &Model) -> Frame {
    let (w, h) = (model.width, model.height);
    let class = Class::of(w, h);
    let banner = u16::from(model.banner.is_some() && h >= 12);
    let coach = u16::from(model.coach.is_some() && h >= 12);
    let top = banner + 2;
    let body_height = h.saturating_sub(4 + banner + coach);
    let row = |y: u16| Area::new(0, y.min(h.saturating_sub(1)), w, 1);
    Frame {
        class,
        banner: (banner == 1).then(|| row(0)),
        streams: row(banner),
        head: row(banner + 1),
        body: Area::new(0, top, w, body_height),
        coach: (coach == 1).then(|| row(top + body_height)),
        status: row(top + body_height + coach),
        footer: row(top + body_height + coach + 1),
    }
}

/// A board on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardLayout {
    pub class: Class,
    pub columns: Vec<ColumnLayout>,
    /// In lanes: the titles of the stages, and the lanes in sight; columns are their cells then.
    pub titles: Vec<ColumnLayout>,
    pub lanes: Vec<LaneLayout>,
    /// A strip at the right that says what lies beyond, where not all columns fit.
    pub more: Option<Area>,
    pub preview: Option<Area>,
    pub card_lines: u16,
    pub has_frames: bool,
}

/// A column on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnLayout {
    /// Its position among the board's columns.
    pub idx: usize,
    /// With its frame or title.
    pub area: Area,
    /// Where cards are.
    pub inner: Area,
    /// How many cards fit.
    pub n_rows: usize,
    pub is_folded: bool,
}

/// The layout of the board in this model.
pub fn board(model: &Model) -> BoardLayout {
    let frame = frame(model);
    let class = frame.class;
    let has_frames = class > Class::Xs && model.board.rows().is_none();
    let card_lines = card_lines(model, class);
    let preview = preview(model, frame);
    let width = frame.body.width - preview.map_or(0, |p| p.width);
    let shown = shown_columns(model, class, width);
    let hidden = shown.len() < model.board.n_across() && class > Class::Xs && !model.board.zoom;
    let strip = u16::from(hidden);
    let widths = widths(model, &shown, width - strip);
    let mut x = frame.body.x;
    let mut columns = Vec::with_capacity(shown.len());
    for (idx, width) in shown.into_iter().zip(widths) {
        let area = Area::new(x, frame.body.y, width, frame.body.height);
        columns.push(column(model, idx, area, has_frames, card_lines));
        x += width;
    }
    let more = hidden.then(|| Area::new(x, frame.body.y, strip, frame.body.height));
    let (mut titles, mut lanes) = (Vec::new(), Vec::new());
    if model.board.rows().is_some() {
        titles = columns;
        (lanes, columns) = lanes::lay_out(model, &titles, card_lines);
    }
    BoardLayout { class, columns, titles, lanes, more, preview, card_lines, has_frames }
}

/// Whether the card under the cursor is shown beside the board.
pub fn shows_preview(model: &Model) -> bool {
    preview(model, frame(model)).is_some()
}

/// How many cards fit in a column.
pub fn rows_per_column(model: &Model) -> usize {
    board(model).columns.iter().map(|c| c.n_rows).max().unwrap_or(1).max(1)
}

fn card_lines(model: &Model, class: Class) -> u16 {
    match (model.settings.density, class) {
        (_, Class::None | Class::Xs) | (Density::One, _) => 1,
        (Density::Two, _) | (Density::Auto, Class::S) => 2,
        (Density::Three, _) | (Density::Auto, Class::L) => 3,
        (Density::Auto, Class::M) => 2 + u16::from(model.height >= 36),
    }
}

fn preview(model: &Model, frame: Frame) -> Option<Area> {
    let width = match frame.class {
        Class::M => 38,
        Class::L => 54,
        Class::None | Class::Xs | Class::S => return None,
    };
    let b = frame.body;
    // All stages go before the preview.
    let all = (0..model.board.n_across().min(model.board.columns.len())).map(|idx| least(model, idx)).sum::<usize>();
    let columns = if model.board.zoom { usize::from(MIN_COLUMN) } else { all };
    let fits = columns + usize::from(width) <= usize::from(b.width);
    (model.settings.preview && fits).then(|| Area::new(b.width - width, b.y, width, b.height))
}

/// The columns on screen: all that fit, from the first one on, so that the focus is among them.
fn shown_columns(model: &Model, class: Class, width: u16) -> Vec<usize> {
    let n = model.board.n_across();
    let focus = model.board.across();
    if model.board.columns.is_empty() {
        return Vec::new();
    }
    if class <= Class::Xs || model.board.zoom {
        return vec![focus];
    }
    let room = usize::from(width);
    let needed = |from: usize, to: usize| (from..=to).map(|idx| least(model, idx)).sum::<usize>();
    let mut first = model.board.first.min(focus);
    while first < focus && needed(first, focus) > room {
        first += 1;
    }
    let mut last = focus;
    while last + 1 < n && needed(first, last + 1) <= room {
        last += 1;
    }
    while first > 0 && needed(first - 1, last) <= room {
        first -= 1;
    }
    (first..=last).collect()
}

/// The cells a column needs at least.
fn least(model: &Model, idx: usize) -> usize {
    usize::from(if model.board.folded.contains(&model.board.columns[idx].stage) { FOLDED } else { MIN_COLUMN })
}

/// Cells of a folded column.
const FOLDED: u16 = 3;

fn widths(model: &Model, shown: &[usize], width: u16) -> Vec<u16> {
    let folded = |idx: &usize| shown.len() > 1 && model.board.folded.contains(&model.board.columns[*idx].stage);
    let n_folded = shown.iter().filter(|i| folded(i)).count() as u16;
    let n_open = shown.len() as u16 - n_folded;
    if n_open == 0 {
        return shown.iter().map(|_| width / shown.len().max(1) as u16).collect();
    }
    let room = width - n_folded * FOLDED;
    let mut extra = room % n_open;
    let mut width_of = |idx: &usize| {
        if folded(idx) {
            return FOLDED;
        }
        let one = u16::from(extra > 0);
        extra -= one;
        room / n_open + one
    };
    shown.iter().map(&mut width_of).collect()
}

fn column(model: &Model, idx: usize, area: Area, has_frames: bool, card_lines: u16) -> ColumnLayout {
    let edge = u16::from(has_frames);
    // Without frames the title still takes the first row.
    let inner =
        Area::new(area.x + edge, area.y + 1, area.width.saturating_sub(2 * edge), area.height.saturating_sub(1 + edge));
    let is_folded = area.width == FOLDED && model.board.folded.contains(&model.board.columns[idx].stage);
    ColumnLayout { idx, area, inner, n_rows: usize::from(inner.height / card_lines), is_folded }
}

/// An overlay in the middle, at most `width` by 30 cells; the full screen where there is little room.
pub fn overlay(model: &Model, width: u16, height: u16) -> Area {
    let (w, h) = (model.width, model.height);
    if Class::of(w, h) <= Class::Xs {
        return Area::new(0, 0, w, h);
    }
    let (width, height) = (width.min(w.saturating_sub(2)), height.min(30).min(h.saturating_sub(2)));
    Area::new((w - width) / 2, (h - height) / 2, width, height)
}
