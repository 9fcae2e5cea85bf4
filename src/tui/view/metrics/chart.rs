//! From figures to the shares and letters a chart is drawn with.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::charts::items::{self, slot};
use crate::app::charts::scale::Scale;
use crate::app::charts::told::day;
use crate::app::geometry;
use crate::app::model::Metrics;
use crate::app::model::metrics::Chart as Which;
use crate::domain::date::show_span;
use crate::metrics::charts::Charts;
use crate::tui::layout;
use crate::tui::view::look::Look;
use crate::tui::widget::chart::Chart;
use crate::tui::widget::chart::dots::{Dot, Level};
use crate::tui::widget::chart::stack::{Band, letters};
use crate::tui::widget::chart::strips::Row;
use crate::tui::widget::strip::{Bit, bit, cells};

/// Draws a chart into its pane.
pub fn draw(look: &Look<'_>, view: &Metrics, which: Which, charts: &Charts, pane: Rect, buf: &mut Buffer) {
    let area = geometry::metrics::field(which, geometry::Area::new(pane.x, pane.y, pane.width, pane.height));
    let chart = Chart { field: layout::rect(area), glyphs: &look.glyphs, style: Style::new() };
    let picked = items::picked(view, charts).map(|(idx, _)| idx).filter(|_| view.chart == which);
    match which {
        Which::Flow => flow(look, charts, &chart, buf),
        Which::Throughput => throughput(look, charts, &chart, buf),
        Which::Breaches => breaches(look, charts, &chart, buf),
        Which::Cycle | Which::Ageing => {
            let scale = geometry::metrics::dot_scale(which, charts, area);
            let below = if which == Which::Cycle { dates(look, charts) } else { stages(charts, area.width) };
            chart.axes(&scale.labels, &below, buf);
            levels(look, charts, &scale, &chart, buf);
            let dots = items::dots(which, charts, scale.top).into_iter();
            let dots: Vec<Dot> = dots.map(|(x, y)| Dot { x, y, style: Style::new() }).collect();
            chart.dots(&dots, picked, look.theme.selected, buf);
        }
    }
    if view.chart == which {
        chart.mark(items::share(which, charts, slot(view, charts)), look.theme.selected, buf);
    }
}

/// What the letters of a chart mean, as far as it fits.
pub fn legend<'a>(look: &Look<'_>, which: Which, charts: &Charts, room: u16) -> Vec<Bit<'a>> {
    let told: Vec<(String, Style)> = match which {
        Which::Flow => {
            let bands = bands(look, charts);
            let stages = charts.figures.stages.iter().zip(bands.iter().skip(1).rev());
            let done = (format!("{} done", bands[0].letter), bands[0].style);
            stages.map(|(stage, band)| (format!("{} {}", band.letter, stage.short), band.style)).chain([done]).collect()
        }
        Which::Throughput => {
            let bars = bars(look);
            let name = |(band, name): (&Band, &str)| (format!("{} {name}", band.letter), band.style);
            bars.iter().zip(["arrived", "finished"]).map(name).collect()
        }
        Which::Cycle | Which::Ageing => vec![("o a card, 2-9 several, ^ beyond".to_owned(), look.theme.dim)],
        Which::Breaches => vec![("! one, 2-9 several".to_owned(), look.theme.dim)],
    };
    let mut left = room;
    let fits = |(text, _): &(String, Style)| {
        let needed = cells(text) + 2;
        let fits = needed <= left;
        left = left.saturating_sub(needed);
        fits
    };
    let fitting = told.into_iter().take_while(fits);
    fitting.flat_map(|(text, style)| [bit(" ", Style::new()), bit(text, style), bit(" ", Style::new())]).collect()
}

/// Done at the bottom, then the stages from the last to the first.
fn bands(look: &Look<'_>, charts: &Charts) -> Vec<Band> {
    let letters = letters(charts.figures.stages.len() + 1).into_iter();
    letters.enumerate().map(|(n, letter)| Band { letter, style: look.theme.of_band(n) }).collect()
}

fn bars(look: &Look<'_>) -> [Band; 2] {
    [Band { letter: ".", style: look.theme.of_band(1) }, Band { letter: "#", style: look.theme.of_band(0) }]
}

fn flow(look: &Look<'_>, charts: &Charts, chart: &Chart<'_>, buf: &mut Buffer) {
    let moments: Vec<Vec<f64>> = charts
        .moments
        .iter()
        .map(|m| std::iter::once(m.n_done).chain(m.standing.iter().rev().copied()).map(f64::from).collect())
        .collect();
    let most = moments.iter().map(|parts| parts.iter().sum::<f64>()).fold(0.0, f64::max);
    let scale = Scale::of_counts(most as u32, chart.field.height);
    chart.axes(&scale.labels, &dates(look, charts), buf);
    chart.stack(&bands(look, charts), &moments, scale.top, buf);
}

fn throughput(look: &Look<'_>, charts: &Charts, chart: &Chart<'_>, buf: &mut Buffer) {
    let most = charts.weeks.iter().map(|week| week.n_arrived.max(week.n_finished)).max().unwrap_or(0);
    let scale = Scale::of_counts(most, chart.field.height);
    let n = charts.weeks.len().max(1) as f64;
    let label = |(idx, week): (usize, &crate::metrics::throughput::Slice)| {
        (idx as f64 / n, day(week.period.until, look.model.zone))
    };
    let below: Vec<(f64, String)> = charts.weeks.iter().enumerate().map(label).collect();
    chart.axes(&scale.labels, &below, buf);
    let group = |week: &crate::metrics::throughput::Slice| vec![u64::from(week.n_arrived), u64::from(week.n_finished)];
    let groups: Vec<Vec<u64>> = charts.weeks.iter().map(group).collect();
    chart.bars(&bars(look), &groups, scale.top, buf);
}

fn breaches(look: &Look<'_>, charts: &Charts, chart: &Chart<'_>, buf: &mut Buffer) {
    chart.axes(&[], &dates(look, charts), buf);
    let period = charts.figures.period;
    let share = |at: crate::domain::At| (at - period.since).num_seconds() as f64 / period.len_s() as f64;
    let row = |(idx, stage): (usize, &crate::metrics::stages::StageFigures)| {
        let here = charts.breaches.iter().filter(|breach| breach.stage_idx == idx);
        let times: Vec<f64> = here.map(|breach| share(breach.at)).collect();
        Row { name: stage.name.clone(), total: times.len().to_string(), times }
    };
    let rows: Vec<Row> = charts.figures.stages.iter().enumerate().map(row).collect();
    chart.strips(&rows, look.theme.dim, look.theme.overdue, buf);
}

/// The percentiles of the finished, across the field.
fn levels(look: &Look<'_>, charts: &Charts, scale: &Scale, chart: &Chart<'_>, buf: &mut Buffer) {
    let each = charts.ageing.cycle.map_or_else(Vec::new, |cycle| cycle.each().to_vec());
    let level = |(percent, span_s): (u32, i64)| Level {
        y: scale.share(span_s as f64),
        name: format!("p{percent} {}", show_span(span_s)),
        style: look.theme.dim,
    };
    let levels: Vec<Level> = each.into_iter().rev().map(level).collect();
    chart.levels(&levels, buf);
}

/// The first and the last day, and some between.
fn dates(look: &Look<'_>, charts: &Charts) -> Vec<(f64, String)> {
    const PARTS: usize = 4;
    let last = charts.moments.len().saturating_sub(1);
    let label = |part: usize| {
        let at = charts.moments.get(last * part / PARTS)?.at;
        Some((part as f64 / PARTS as f64, day(at, look.model.zone)))
    };
    (0..=PARTS).filter_map(label).collect()
}

/// The stages, each below its part of the field.
fn stages(charts: &Charts, width: u16) -> Vec<(f64, String)> {
    let n = charts.figures.stages.len().max(1);
    let room = usize::from(width) / n;
    let stages = charts.figures.stages.iter().enumerate();
    stages
        .map(|(idx, stage)| {
            let name = crate::text::sanitize(&stage.short).into_owned();
            let name = crate::text::cut(&name, room.saturating_sub(1), "").into_owned();
            let centre = (room.saturating_sub(crate::text::width(&name)) / 2) as f64 / f64::from(width.max(1));
            (idx as f64 / n as f64 + centre, name)
        })
        .collect()
}
