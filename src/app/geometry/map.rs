//! Where the streams and stages of the map are.

use super::{Area, Class, frame};
use crate::app::model::Model;

/// The map on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapLayout {
    pub class: Class,
    /// The streams shown, top to bottom.
    pub rows: Vec<MapRow>,
    /// Where the worst stages are told, if there is room.
    pub bottlenecks: Option<Area>,
    /// The panel of the first run.
    pub panel: Option<Area>,
}

/// A stream on the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapRow {
    /// Its position among the streams.
    pub stream_idx: usize,
    /// Its name and counts.
    pub label: Area,
    /// Rows to the next stream.
    pub pitch: u16,
    /// Its stages; in a list only those of the stream with the cursor, with their positions.
    pub stages: Vec<(usize, Area)>,
}

/// Rows that tell the worst stages at least: a rule, a heading, three lines.
const BOTTLENECKS: u16 = 5;
/// Lines a stage has at most.
const LINES: u16 = 5;
/// Rows of the first run's panel, frame included.
const PANEL: u16 = 6;

/// The layout of the map in this model.
pub fn map(model: &Model) -> MapLayout {
    let frame = frame(model);
    let (class, body) = (frame.class, frame.body);
    let panel = model.is_first_run.then(|| panel(class, body));
    let room = Area { height: body.height - panel.map_or(0, |p| p.height), ..body };
    if class <= Class::Xs {
        return MapLayout { class, rows: list(model, room), bottlenecks: None, panel };
    }
    let n = model.streams.len() as u16;
    // The rule goes first where a row is short.
    let asked = BOTTLENECKS.min(room.height.saturating_sub(2 * n));
    let told = panel.is_none() && asked + 1 >= BOTTLENECKS;
    let height = room.height - if told { asked } else { 0 };
    let rows = bars(model, class, Area { height, ..room });
    let end = rows.last().map_or(room.y, |row| row.label.y + row.pitch).min(room.y + height);
    // What is left over tells more of them.
    let bottlenecks = told.then(|| Area::new(room.x, end, room.width, (room.y + room.height - end).max(asked)));
    MapLayout { class, rows, bottlenecks, panel }
}

fn panel(class: Class, body: Area) -> Area {
    let height = if class <= Class::Xs { body.height } else { PANEL.min(body.height) };
    Area::new(body.x, body.y + body.height - height, body.width, height)
}

/// Two lines a stream, parted by an empty one where there is room; on a large screen four or six.
fn bars(model: &Model, class: Class, room: Area) -> Vec<MapRow> {
    let n = model.streams.len();
    let most = match class {
        _ if model.is_first_run => 3,
        Class::L => 6,
        Class::M => 4,
        _ => 3,
    };
    let pitch = (room.height / (n as u16).max(1)).clamp(2, most);
    let lines = if pitch == 3 { 2 } else { pitch.min(LINES) };
    let fit = usize::from((room.height + pitch - 2) / pitch).min(n);
    let cursor = model.map.stream_idx.min(n.saturating_sub(1));
    let first = (cursor + 1).saturating_sub(fit);
    let label_width = if class == Class::S { 7 } else { 14 };
    (first..first + fit)
        .map(|stream_idx| {
            let y = room.y + (stream_idx - first) as u16 * pitch;
            let label = Area::new(room.x, y, label_width, lines);
            let stages = Area::new(room.x + label_width, y, room.width - label_width, lines);
            MapRow { stream_idx, label, pitch, stages: cells(model.streams[stream_idx].stages.len(), stages) }
        })
        .collect()
}

fn cells(n: usize, room: Area) -> Vec<(usize, Area)> {
    let n_cells = n.max(1) as u16;
    let (width, extra) = (room.width / n_cells, room.width % n_cells);
    let mut x = room.x;
    let cell = |idx: usize| {
        let width = width + u16::from((idx as u16) < extra);
        let area = Area::new(x, room.y, width, room.height);
        x += width;
        (idx, area)
    };
    (0..n).map(cell).collect()
}

/// One line a stream, and under the one with the cursor one line a stage.
fn list(model: &Model, room: Area) -> Vec<MapRow> {
    let cursor = model.map.stream_idx;
    let n_before = |stream_idx: usize| {
        let unfolded = if stream_idx > cursor { model.streams[cursor].stages.len() } else { 0 };
        stream_idx + unfolded
    };
    let wanted = cursor + 1 + model.map.stage_idx;
    let top = (wanted + 1).saturating_sub(usize::from(room.height)).min(cursor);
    let line = |n: usize| {
        let y = n.checked_sub(top)?;
        let inside = y < usize::from(room.height);
        inside.then(|| Area::new(room.x, room.y + y as u16, room.width, 1))
    };
    let row = |stream_idx: usize| {
        let label = line(n_before(stream_idx))?;
        let n_stages = if stream_idx == cursor { model.streams[cursor].stages.len() } else { 0 };
        let stages = (0..n_stages).filter_map(|idx| Some((idx, line(stream_idx + 1 + idx)?))).collect();
        Some(MapRow { stream_idx, label, pitch: 1, stages })
    };
    (0..model.streams.len()).filter_map(row).collect()
}
