//! The numbers of a chart in rows.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::charts::table::{Cell, Table, table};
use crate::app::geometry::{self, Area, MetricsLayout};
use crate::app::model::Metrics;
use crate::metrics::charts::Charts;
use crate::tui::layout;
use crate::tui::view::look::Look;
use crate::tui::widget::strip::cells;

/// Draws the table of the chart that has the keys.
pub fn draw(look: &Look<'_>, view: &Metrics, charts: &Charts, place: &MetricsLayout, area: Rect, buf: &mut Buffer) {
    let table = table(view, charts);
    let pane = place.panes.first().map_or(Area::default(), |(_, pane)| *pane);
    let (first, n) = geometry::metrics::table_rows(table.at, table.rows.len(), pane, place.has_frames);
    let shown: Vec<Vec<String>> = table.rows[first..first + n].iter().map(|row| texts(look, row)).collect();
    let widths = widths(&table, &shown);
    let head: Vec<&str> = table.head.iter().map(String::as_str).collect();
    line(look, &table, &head, &widths, layout::row(area, 0), look.theme.heading, " ", buf);
    for (nth, row) in shown.iter().enumerate() {
        let is_cursor = table.at == Some(first + nth);
        let (style, lead) = if is_cursor { (look.theme.selected, ">") } else { (Style::new(), " ") };
        let row: Vec<&str> = row.iter().map(String::as_str).collect();
        line(look, &table, &row, &widths, layout::row(area, 1 + nth as u16), style, lead, buf);
    }
}

fn texts(look: &Look<'_>, row: &[Cell]) -> Vec<String> {
    row.iter().map(|cell| cell.shown(look.model.zone)).collect()
}

/// As wide as the widest shown.
fn widths(table: &Table, shown: &[Vec<String>]) -> Vec<u16> {
    let width =
        |(idx, name): (usize, &String)| shown.iter().map(|row| cells(&row[idx])).max().unwrap_or(0).max(cells(name));
    table.head.iter().enumerate().map(width).collect()
}

#[expect(clippy::too_many_arguments, reason = "a row is drawn in one way for the head and for the values")]
fn line(
    look: &Look<'_>,
    table: &Table,
    row: &[&str],
    widths: &[u16],
    area: Rect,
    style: Style,
    lead: &str,
    buf: &mut Buffer,
) {
    let mut strip = look.strip(buf, area);
    strip.put(lead, style);
    for (idx, (text, width)) in row.iter().zip(widths).enumerate() {
        let is_number = table.rows.first().is_some_and(|first| first[idx].is_number());
        let pad = " ".repeat(usize::from(width.saturating_sub(cells(text))));
        let text = if is_number { format!("{pad}{text}") } else { format!("{text}{pad}") };
        strip.put(&text, style).put("  ", Style::new());
    }
}
