//! Where the parts of the metrics screen are, and which thing of a chart lies under a cell.

use unicode_width::UnicodeWidthStr;

use super::{Area, Class, Target, frame};
use crate::app::charts::scale::Scale;
use crate::app::charts::{items, table, told};
use crate::app::model::Model;
use crate::app::model::metrics::{Chart, Metrics};
use crate::metrics::charts::Charts;

/// The metrics screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricsLayout {
    /// The row of tabs, and each chart's part of it.
    pub head: Area,
    pub tabs: Vec<(Chart, Area)>,
    /// The charts shown, frames included; where there is little room the one that has the keys, as a table.
    pub panes: Vec<(Chart, Area)>,
    pub has_frames: bool,
    pub is_table: bool,
    /// What was asked of the days to come.
    pub foretold: Option<Area>,
    /// What stands out.
    pub insight: Area,
    /// The card picked.
    pub item: Area,
}

/// Cells of the labels at the left of a field, the axis with them.
const LABELS: u16 = 5;
/// Cells of the names of levels behind a field of dots.
const NAMES: u16 = 8;
/// Rows of the axis below a field and of its labels.
const BELOW: u16 = 2;

/// The layout of the metrics screen in this model.
pub fn metrics(model: &Model) -> MetricsLayout {
    let frame = frame(model);
    let (class, body) = (frame.class, frame.body);
    let view = model.metrics.as_ref();
    let chart = view.map_or(Chart::Flow, |view| view.chart);
    let row = |n: u16| Area::new(body.x, body.y + n.min(body.height), body.width, u16::from(n < body.height));
    let told = if class > Class::Xs { 2 } else { 1 };
    let told = told.min(body.height.saturating_sub(2));
    let rest = body.height.saturating_sub(1 + told);
    let lines = view.and_then(|view| view.forecast.as_ref()).map_or(0, |asked| told_lines(asked, model, body.width));
    let asked = lines.min(rest.saturating_sub(3));
    let room = Area::new(body.x, body.y + 1, body.width, rest - asked);
    let end = 1 + rest;
    let is_table = class <= Class::Xs || view.is_some_and(|view| view.is_table);
    MetricsLayout {
        head: row(0),
        tabs: tabs(row(0), chart, class),
        panes: if is_table { vec![(chart, room)] } else { panes(class, chart, room) },
        has_frames: class > Class::Xs,
        is_table,
        foretold: (asked > 0).then(|| Area::new(body.x, body.y + 1 + rest - asked, body.width, asked)),
        insight: if told > 1 { row(end) } else { Area::default() },
        item: row(end + told - 1),
    }
}

fn told_lines(asked: &crate::metrics::forecast::Forecast, model: &Model, width: u16) -> u16 {
    let width = usize::from(width.saturating_sub(2)).max(1);
    let lines = told::foretold(asked, model.zone);
    lines.iter().map(|line| line.width().div_ceil(width).max(1) as u16).sum()
}

/// `[1 CFD]  2 Cycle time`: the names as far as they fit, else the numbers alone.
fn tabs(row: Area, chart: Chart, class: Class) -> Vec<(Chart, Area)> {
    let mut x = row.x;
    let tab = |it: Chart| {
        let width = tab_text(it, class, it == chart).width() as u16 + 2;
        let area = Area::new(x, row.y, width.min((row.x + row.width).saturating_sub(x)), row.height);
        x = x.saturating_add(width).min(row.x + row.width);
        (it, area)
    };
    Chart::ALL.into_iter().map(tab).collect()
}

/// The text of a tab, without what stands around the current one.
pub fn tab_text(chart: Chart, class: Class, is_current: bool) -> String {
    let n = chart.idx() + 1;
    if class <= Class::Xs && !is_current { n.to_string() } else { format!("{n} {}", chart.short()) }
}

/// One chart; from a middling size cumulative flow over two, on a large screen four.
fn panes(class: Class, chart: Chart, room: Area) -> Vec<(Chart, Area)> {
    let (left, top) = (room.width / 2, room.height / 2);
    let at = |x: u16, y: u16, width: u16, height: u16| Area::new(room.x + x, room.y + y, width, height);
    let (right, bottom) = (room.width - left, room.height - top);
    // What has no place of its own takes that of the last.
    let or = |usual: Chart, taken: &[Chart]| if taken.contains(&chart) { usual } else { chart };
    match class {
        Class::M if room.height >= 20 => {
            let last = or(Chart::Ageing, &[Chart::Flow, Chart::Cycle]);
            vec![
                (Chart::Flow, at(0, 0, room.width, top)),
                (Chart::Cycle, at(0, top, left, bottom)),
                (last, at(left, top, right, bottom)),
            ]
        }
        Class::L if room.height >= 20 => {
            let last = or(Chart::Throughput, &[Chart::Flow, Chart::Cycle, Chart::Ageing]);
            vec![
                (Chart::Flow, at(0, 0, left, top)),
                (Chart::Cycle, at(left, 0, right, top)),
                (Chart::Ageing, at(0, top, left, bottom)),
                (last, at(left, top, right, bottom)),
            ]
        }
        _ => vec![(chart, room)],
    }
}

/// The field of a chart in its pane: without the frame, the labels, the names of levels and the axes.
pub fn field(chart: Chart, pane: Area) -> Area {
    let names = if matches!(chart, Chart::Cycle | Chart::Ageing) { NAMES } else { 0 };
    Area::new(
        pane.x + 1 + LABELS,
        pane.y + 1,
        pane.width.saturating_sub(3 + LABELS + names),
        pane.height.saturating_sub(2 + BELOW),
    )
}

/// How high the field of a chart of dots reaches.
pub fn dot_scale(chart: Chart, charts: &Charts, field: Area) -> Scale {
    Scale::of_spans(items::most_s(chart, charts), field.height)
}

/// The rows of the table that fit, so that the one of the cursor is among them: the first, and how many.
pub fn table_rows(at: Option<usize>, n_rows: usize, pane: Area, has_frames: bool) -> (usize, usize) {
    let around = if has_frames { 3 } else { 1 };
    let height = usize::from(pane.height.saturating_sub(around));
    let at = at.unwrap_or(0);
    let first = (at + 1 + height / 2).min(n_rows).saturating_sub(height);
    (first, height.min(n_rows.saturating_sub(first)))
}

/// What lies under a cell.
pub fn hit(model: &Model, x: u16, y: u16) -> Option<Target> {
    let layout = metrics(model);
    if let Some((chart, _)) = layout.tabs.iter().find(|(_, area)| area.contains(x, y)) {
        return Some(Target::Chart(*chart));
    }
    if layout.item.contains(x, y) {
        return Some(Target::Picked);
    }
    let (chart, pane) = *layout.panes.iter().find(|(_, area)| area.contains(x, y))?;
    let view = model.metrics.as_ref()?;
    let charts = view.read.as_deref().filter(|charts| !charts.is_empty());
    let Some(charts) = charts else { return Some(Target::Chart(chart)) };
    if layout.is_table {
        return Some(in_table(view, charts, &layout, pane, y).map_or(Target::Chart(chart), Target::ChartRow));
    }
    let field = field(chart, pane);
    if let Some(idx) = nearest_dot(chart, charts, field, x, y) {
        return Some(Target::Dot { chart, idx });
    }
    let is_over = field.contains(x, y) || field.contains(x, y.saturating_sub(BELOW));
    Some(if is_over { Target::Slot { chart, slot: slot_at(chart, charts, field, x) } } else { Target::Chart(chart) })
}

fn in_table(view: &Metrics, charts: &Charts, layout: &MetricsLayout, pane: Area, y: u16) -> Option<usize> {
    let table = table::table(view, charts);
    let (first, n) = table_rows(table.at, table.rows.len(), pane, layout.has_frames);
    let top = pane.y + if layout.has_frames { 2 } else { 1 };
    let row = usize::from(y.checked_sub(top)?);
    (row < n).then_some(first + row)
}

/// The dot nearest to a cell, if it is in it or beside it.
fn nearest_dot(chart: Chart, charts: &Charts, field: Area, x: u16, y: u16) -> Option<usize> {
    if !field.contains(x, y) {
        return None;
    }
    let top = dot_scale(chart, charts, field).top;
    let (x, y) = (f64::from(x - field.x) + 0.5, f64::from(field.y + field.height - y) - 0.5);
    let away = |(dx, dy): &(f64, f64)| {
        (dx * f64::from(field.width) - x).abs().max((dy.min(1.0) * f64::from(field.height) - y).abs())
    };
    let dots = items::dots(chart, charts, top);
    let nearest = dots.iter().map(away).enumerate().min_by(|(_, a), (_, b)| a.total_cmp(b));
    nearest.filter(|(_, away)| *away <= 1.0).map(|(idx, _)| idx)
}

/// The slot of the cursor nearest to a column.
fn slot_at(chart: Chart, charts: &Charts, field: Area, x: u16) -> usize {
    let share = (f64::from(x.saturating_sub(field.x)) + 0.5) / f64::from(field.width.max(1));
    let away = |slot: &usize| (items::share(chart, charts, *slot) - share).abs();
    (0..items::n_slots(chart, charts)).min_by(|a, b| away(a).total_cmp(&away(b))).unwrap_or(0)
}
