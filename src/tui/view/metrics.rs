//! The metrics screen: tabs, charts or their numbers in rows, what stands out, the card picked.

mod chart;
mod rows;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::look::Look;
use crate::app::charts::told;
use crate::app::geometry::{self, MetricsLayout};
use crate::app::model::Metrics;
use crate::app::model::metrics::Chart;
use crate::metrics::charts::Charts;
use crate::tui::layout;
use crate::tui::widget::strip::{Bit, Strip, bit, cells};

/// Draws the metrics screen.
pub fn draw(look: &Look<'_>, buf: &mut Buffer) {
    let Some(view) = &look.model.metrics else { return };
    let place = geometry::metrics(look.model);
    let charts = view.read.as_deref();
    tabs(look, view, charts, &place, buf);
    for (chart, pane) in &place.panes {
        let pane = layout::rect(*pane);
        let inner = framed(look, view, *chart, charts, &place, pane, buf);
        match (charts, empty(look, *chart, charts)) {
            (None, _) => look.put(buf, layout::indent(inner, 1), "The figures are being read.", look.theme.dim),
            (_, Some(why)) => {
                look.put_wrapped(buf, layout::inset(inner, 1), &why, look.theme.dim);
            }
            (Some(charts), None) if place.is_table => rows::draw(look, view, charts, &place, inner, buf),
            (Some(charts), None) => chart::draw(look, view, *chart, charts, pane, buf),
        }
    }
    let Some(charts) = charts else { return };
    if let (Some(area), Some(forecast)) = (place.foretold, &view.forecast) {
        foretold(look, forecast, layout::rect(area), buf);
    }
    if let Some(said) = told::insight(view.chart, charts, look.model.zone) {
        look.put(buf, layout::indent(layout::rect(place.insight), 1), &said, look.theme.heading);
    }
    item(look, view, charts, layout::rect(place.item), buf);
}

/// `Flow metrics  Operate  90 days  filter: none`
pub fn head<'a>(look: &Look<'_>) -> Vec<Bit<'a>> {
    let model = look.model;
    let stream = model.stream().map_or_else(String::new, |s| s.name.clone());
    let days = model.metrics.as_ref().map_or(0, Metrics::days);
    let filter = &model.filter.text;
    let told = if filter.is_empty() { "filter: none".to_owned() } else { format!("filter: {filter}") };
    let style = if filter.is_empty() { look.theme.dim } else { look.theme.key };
    vec![
        bit(if model.width < 60 { stream.clone() } else { format!("Flow metrics  {stream}") }, look.theme.heading),
        bit(format!("{days} days"), Style::new()),
        bit(told, style),
    ]
}

/// The figures at the cursor.
pub fn said(look: &Look<'_>, line: &mut Strip<'_>) {
    let view = look.model.metrics.as_ref();
    if let Some((view, charts)) = view.and_then(|view| Some((view, view.read.as_deref()?))) {
        line.put(&told::cursor(view, charts, look.model.zone), Style::new());
    }
}

fn tabs(look: &Look<'_>, view: &Metrics, charts: Option<&Charts>, place: &MetricsLayout, buf: &mut Buffer) {
    let class = geometry::frame(look.model).class;
    let mut end = place.head.x;
    for (chart, area) in &place.tabs {
        let is_current = *chart == view.chart;
        let text = geometry::metrics::tab_text(*chart, class, is_current);
        let text = if is_current { format!("[{text}]") } else { format!(" {text} ") };
        let style = if is_current { look.theme.stream } else { Style::new() };
        look.put(buf, layout::rect(*area), &text, style);
        end = area.x + area.width;
    }
    let rest = layout::indent(layout::rect(place.head), end - place.head.x);
    if let Some(charts) = charts {
        look.strip(buf, rest).put_right(&format!(" {} ", told::summary(charts)), Style::new());
    }
}

/// The frame of a chart, where there is one; the area inside.
fn framed(
    look: &Look<'_>,
    view: &Metrics,
    chart: Chart,
    charts: Option<&Charts>,
    place: &MetricsLayout,
    pane: Rect,
    buf: &mut Buffer,
) -> Rect {
    if !place.has_frames {
        return pane;
    }
    let is_focused = chart == view.chart && place.panes.len() > 1;
    let style = if is_focused { look.theme.title_focused } else { look.theme.title };
    let lead = if is_focused { ">" } else { " " };
    let mut title = vec![bit(format!("{lead}{} ", chart.name()), style)];
    if let Some(charts) = charts.filter(|_| !place.is_table) {
        title.extend(chart::legend(look, chart, charts, pane.width.saturating_sub(4 + cells(chart.name()))));
    }
    look.panel(title, Vec::new()).draw(pane, buf)
}

/// Why there is nothing to draw.
fn empty(look: &Look<'_>, chart: Chart, charts: Option<&Charts>) -> Option<String> {
    let charts = charts?;
    let days = look.model.metrics.as_ref().map_or(0, Metrics::days);
    let filtered = if look.model.filter.text.is_empty() { "" } else { " that fits the filter" };
    let none_finished = || format!("No card{filtered} has finished in {days} days. > looks further back.");
    match chart {
        _ if charts.is_empty() => Some(format!(
            "No card{filtered} has finished yet, and none stands here: charts come with the first. gb goes to the board, a adds a card."
        )),
        Chart::Cycle if charts.scatter.is_empty() => Some(none_finished()),
        Chart::Ageing if charts.ageing.cards.is_empty() => Some(format!("No card{filtered} is in progress.")),
        Chart::Throughput if charts.weeks.iter().all(|w| w.n_arrived + w.n_finished == 0) => Some(none_finished()),
        Chart::Breaches if charts.breaches.is_empty() => Some(format!("No target ran out in {days} days.")),
        _ => None,
    }
}

fn foretold(look: &Look<'_>, forecast: &crate::metrics::forecast::Forecast, area: Rect, buf: &mut Buffer) {
    let mut rest = layout::inset(area, 1);
    for (n, line) in told::foretold(forecast, look.model.zone).iter().enumerate() {
        let style = if n == 0 { look.theme.heading } else { look.theme.dim };
        let taken = look.put_wrapped(buf, rest, line, style);
        rest = layout::below(rest, taken);
    }
}

/// `> INC-1038 Roll back pay-api 4.18  done  2 of 6`
fn item(look: &Look<'_>, view: &Metrics, charts: &Charts, area: Rect, buf: &mut Buffer) {
    let Some((name, what)) = told::picked(view, charts, look.model.zone) else {
        return;
    };
    let mut line = look.strip(buf, layout::indent(area, 1));
    line.put(">", look.theme.key);
    let room = line.room().saturating_sub(cells(&what) + 2);
    let name = crate::text::sanitize(&name).into_owned();
    line.put(&crate::text::cut(&name, usize::from(room), look.glyphs.cut), Style::new());
    line.skip(2).put(&what, Style::new());
}
