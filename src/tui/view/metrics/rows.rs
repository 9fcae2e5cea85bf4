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
    let columns = columns(&table, &shown);
    line(look, (&table.head, &columns), layout::row(area, 0), (look.theme.heading, " "), buf);
    for (nth, row) in shown.iter().enumerate() {
        let is_cursor = table.at == Some(first + nth);
        let lead = if is_cursor { (look.theme.selected, ">") } else { (Style::new(), " ") };
        line(look, (row, &columns), layout::row(area, 1 + nth as u16), lead, buf);
    }
}

/// A column: as wide as the widest shown; numbers stand at its right.
struct Column {
    width: u16,
    is_number: bool,
}

fn texts(look: &Look<'_>, row: &[Cell]) -> Vec<String> {
    row.iter().map(|cell| cell.shown(look.model.zone)).collect()
}

fn columns(table: &Table, shown: &[Vec<String>]) -> Vec<Column> {
    let column = |(idx, name): (usize, &String)| Column {
        width: shown.iter().map(|row| cells(&row[idx])).max().unwrap_or(0).max(cells(name)),
        is_number: table.rows.first().is_some_and(|first| first[idx].is_number()),
    };
    table.head.iter().enumerate().map(column).collect()
}

fn line(
    look: &Look<'_>,
    (row, columns): (&[String], &[Column]),
    area: Rect,
    (style, lead): (Style, &str),
    buf: &mut Buffer,
) {
    let mut strip = look.strip(buf, area);
    strip.put(lead, style);
    for (text, column) in row.iter().zip(columns) {
        let pad = " ".repeat(usize::from(column.width.saturating_sub(cells(text))));
        let text = if column.is_number { format!("{pad}{text}") } else { format!("{text}{pad}") };
        strip.put(&text, style).put("  ", Style::new());
    }
}
