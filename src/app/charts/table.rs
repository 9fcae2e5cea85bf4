//! The numbers of a chart in rows: what `zv` shows and what is copied.

use chrono_tz::Tz;

use super::items::{self, Item, What};
use super::told::day;
use crate::app::model::metrics::{Chart, Metrics};
use crate::domain::At;
use crate::domain::date::show_span;
use crate::domain::value::format_at;
use crate::metrics::charts::Charts;

/// A chart in rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub head: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
    /// The row of the cursor.
    pub at: Option<usize>,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Day(At),
    /// Seconds.
    Span(i64),
    Count(u32),
    Text(String),
    Nothing,
}

impl Cell {
    /// As people read it.
    pub fn shown(&self, zone: Tz) -> String {
        match self {
            Self::Day(at) => day(*at, zone),
            Self::Span(seconds) => show_span(*seconds),
            Self::Count(n) => n.to_string(),
            Self::Text(text) => text.clone(),
            Self::Nothing => String::new(),
        }
    }

    /// As programs read it: instants in full, lengths of time in seconds.
    pub fn plain(&self) -> String {
        match self {
            Self::Day(at) => format_at(*at),
            Self::Span(seconds) => seconds.to_string(),
            other => other.shown(Tz::UTC),
        }
    }

    /// Whether it stands at the right of its column.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Span(_) | Self::Count(_))
    }
}

/// The chart that has the keys, in rows.
pub fn table(view: &Metrics, charts: &Charts) -> Table {
    let stages = &charts.figures.stages;
    let slot = items::slot(view, charts);
    let picked = || items::picked(view, charts).map(|(idx, _)| idx);
    let head = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let listed = || items::items(view.chart, charts).iter().map(|item| cells(item, charts)).collect();
    match view.chart {
        Chart::Flow => {
            let names = stages.iter().map(|stage| stage.short.clone());
            let head = std::iter::once("day".to_owned()).chain(names).chain(["done".to_owned()]).collect();
            let row = |moment: &crate::metrics::cumulative_flow::Moment| {
                let counts = moment.standing.iter().chain([&moment.n_done]).map(|n| Cell::Count(*n));
                std::iter::once(Cell::Day(moment.at)).chain(counts).collect()
            };
            Table { head, rows: charts.moments.iter().map(row).collect(), at: Some(slot) }
        }
        Chart::Throughput => {
            let row = |week: &crate::metrics::throughput::Slice| {
                vec![Cell::Day(week.period.until), Cell::Count(week.n_arrived), Cell::Count(week.n_finished)]
            };
            let rows = charts.weeks.iter().map(row).collect();
            Table { head: head(&["week to", "arrived", "finished"]), rows, at: Some(slot) }
        }
        Chart::Cycle => Table { head: head(&["done", "took", "key", "title"]), rows: listed(), at: picked() },
        Chart::Ageing => {
            Table { head: head(&["stage", "age", "in stage", "key", "title"]), rows: listed(), at: picked() }
        }
        Chart::Breaches => {
            Table { head: head(&["day", "stage", "over", "key", "title"]), rows: listed(), at: picked() }
        }
    }
}

fn cells(item: &Item<'_>, charts: &Charts) -> Vec<Cell> {
    let stage = |idx: usize| Cell::Text(charts.figures.stages.get(idx).map_or_else(String::new, |s| s.short.clone()));
    let mut cells = match item.what {
        What::Took { cycle_s, at } => vec![Cell::Day(at), Cell::Span(cycle_s)],
        What::Stands { age_s, in_stage_s } => vec![stage(item.slot), Cell::Span(age_s), Cell::Span(in_stage_s)],
        What::Breached { stage_idx, at, ended_at } => {
            let over = ended_at.map_or(Cell::Nothing, |end| Cell::Span((end - at).num_seconds()));
            vec![Cell::Day(at), stage(stage_idx), over]
        }
        What::Came { .. } | What::Done => Vec::new(),
    };
    cells.extend([Cell::Text(item.key.to_string()), Cell::Text(item.title.to_owned())]);
    cells
}
