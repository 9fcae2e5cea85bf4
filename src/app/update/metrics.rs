//! The metrics screen: the charts of a stream over some days, a cursor through time, the cards behind the dots.

mod ahead;

use chrono::TimeDelta;

use super::{ask, board, notice, place, sheet};
use crate::app::action::Action;
use crate::app::charts::{items, table};
use crate::app::effect::{Effect, Query};
use crate::app::geometry;
use crate::app::model::metrics::{Asked, Chart, Metrics, RANGES};
use crate::app::model::{Model, Screen, Slot};
use crate::domain::At;
use crate::domain::id::{CardId, StreamId};
use crate::metrics::charts::Charts;

pub(super) use ahead::{ask_ahead, asked, foretell, foretold, reads_as};

/// Between two reads, however much others write.
const REST: TimeDelta = TimeDelta::seconds(3);

/// What was read is read again after so long without a change: ages grow, targets run out.
const AGES: TimeDelta = TimeDelta::minutes(5);

/// An action on the metrics screen; nothing when it is the same on every screen.
pub(super) fn act(model: &mut Model, action: Action, n: i64) -> Option<Vec<Effect>> {
    use Action as A;
    match action {
        A::Left => turn(model, -n),
        A::Right => turn(model, n),
        A::FirstColumn => turn(model, i64::MIN / 2),
        A::LastColumn => turn(model, i64::MAX / 2),
        A::Down | A::Next => line(model, n),
        A::Up | A::Prev => line(model, -n),
        A::HalfDown => page(model, n),
        A::HalfUp => page(model, -n),
        A::First => line(model, i64::MIN / 2),
        A::Last => line(model, i64::MAX / 2),
        A::NextPane => next_chart(model, 1),
        A::PrevPane => next_chart(model, -1),
        A::ShowChart(nth) => show(model, Chart::ALL[usize::from(nth - 1).min(Chart::ALL.len() - 1)]),
        A::Narrower => range(model, -1),
        A::Wider => range(model, 1),
        A::PrevStream => return Some(turn_stream(model, -1)),
        A::NextStream => return Some(turn_stream(model, 1)),
        A::Variant => with(model, |view| view.is_table = !view.is_table),
        A::Open => return Some(open_picked(model)),
        A::CopyCsv => return Some(copy(model)),
        _ => return None,
    }
    Some(Vec::new())
}

/// `gm`: the charts of the stream this screen is about.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    if model.screen == Screen::Metrics {
        return Vec::new();
    }
    place::push(model);
    let on_map = model.streams.get(model.map.stream_idx).filter(|_| model.screen == Screen::Map);
    if let Some(stream) = on_map.map(|s| s.id.clone()) {
        board::show(model, &stream, None, None);
    }
    come(model);
    Vec::new()
}

/// Shows the charts of the stream of the board.
pub(super) fn come(model: &mut Model) {
    model.metrics.get_or_insert_default();
    model.screen = Screen::Metrics;
}

/// The charts of another stream.
pub(super) fn of_stream(model: &mut Model, stream: &StreamId) {
    board::show(model, stream, None, None);
    come(model);
}

fn turn_stream(model: &mut Model, by: i64) -> Vec<Effect> {
    let effects = board::turn_stream(model, by);
    come(model);
    effects
}

/// What is drawn is read when it is not what is asked for, or has become old.
pub(super) fn settle(model: &mut Model) -> Option<Effect> {
    let view = model.metrics.as_ref().filter(|_| model.screen == Screen::Metrics && model.flow.has_overview)?;
    let wanted = Asked { stream: model.board.stream.clone(), filter: model.filter.filter.clone(), days: view.days() };
    let is_other = view.of.as_ref() != Some(&wanted);
    let is_due = due_at(model).is_some_and(|due| due <= model.now);
    if !is_other && (!is_due || ask::is_asked(model, &Slot::Charts)) {
        return None;
    }
    let now = model.now;
    let view = model.metrics.as_mut()?;
    if is_other {
        (view.read, view.item, view.forecast) = (None, None, None);
        model.asked.retain(|_, slot| *slot != Slot::Forecast);
    }
    (view.of, view.asked_at, view.is_stale) = (Some(wanted.clone()), Some(now), false);
    let Asked { stream, filter, days } = wanted;
    Some(ask::read(model, Slot::Charts, Query::Charts { stream, filter, days }))
}

/// A read failed: what is not there is asked for once more.
pub(super) fn failed(model: &mut Model) {
    with(model, |view| view.of = view.of.take().filter(|_| view.read.is_some()));
    if model.bottlenecks.read.is_none() {
        model.bottlenecks.asked_at = None;
    }
}

/// When it is read again.
pub(super) fn due_at(model: &Model) -> Option<At> {
    let view = model.metrics.as_ref().filter(|_| model.screen == Screen::Metrics)?;
    Some(view.asked_at? + if view.is_stale { REST } else { AGES })
}

/// Something was written.
pub(super) fn stale(model: &mut Model) {
    with(model, |view| view.is_stale = true);
    model.bottlenecks.is_stale = true;
}

/// Takes away what was asked of the days to come, if it is there.
pub(super) fn closes_forecast(model: &mut Model) -> bool {
    let is_shown = |view: &&mut Metrics| model.screen == Screen::Metrics && view.forecast.is_some();
    model.metrics.as_mut().filter(is_shown).is_some_and(|view| view.forecast.take().is_some())
}

/// The charts were read: the cursor stays on its card.
pub(super) fn arrived(model: &mut Model, charts: Option<Charts>) {
    let Some(view) = &mut model.metrics else { return };
    let old = view.read.as_deref().and_then(|old| items::picked(view, old)).map(|(_, item)| (item.card, item.slot));
    let chosen = view.item.take();
    view.read = charts.map(Box::new);
    if let (Some(_), Some((card, slot)), Some(charts)) = (chosen, old, view.read.as_deref()) {
        view.item = find(view.chart, charts, card, slot);
    }
}

fn find(chart: Chart, charts: &Charts, card: CardId, slot: usize) -> Option<usize> {
    items::items(chart, charts).iter().position(|item| item.card == card && item.slot == slot)
}

/// Shows a chart.
pub(super) fn show(model: &mut Model, chart: Chart) {
    with(model, |view| (view.chart, view.item) = (chart, None));
}

fn next_chart(model: &mut Model, by: i64) {
    let Some(view) = &model.metrics else { return };
    let n = Chart::ALL.len() as i64;
    show(model, Chart::ALL[(view.chart.idx() as i64 + by).rem_euclid(n) as usize]);
}

fn range(model: &mut Model, by: i64) {
    with(model, |view| {
        view.range = (view.range as i64 + by).clamp(0, RANGES.len() as i64 - 1) as usize;
        view.back = view.back.min(view.days() as usize);
    });
}

/// The cursor some days, weeks or stages on.
fn turn(model: &mut Model, by: i64) {
    let Some((view, charts)) = read(model) else { return };
    let last = items::n_slots(view.chart, charts).saturating_sub(1) as i64;
    let slot = (items::slot(view, charts) as i64).saturating_add(by).clamp(0, last) as usize;
    put(model, slot, None);
}

/// Puts the cursor on a day, week or stage, and picks a thing there.
pub(super) fn put(model: &mut Model, slot: usize, item: Option<usize>) {
    let Some((view, charts)) = read(model) else { return };
    let back = items::n_slots(view.chart, charts).saturating_sub(1).saturating_sub(slot);
    with(model, |view| {
        match view.chart {
            Chart::Ageing => view.stage = slot,
            Chart::Throughput => view.back = back * 7,
            _ => view.back = back,
        }
        view.item = item;
    });
}

/// The next things of the chart, wherever they are in time; rows of a table where those are days or weeks.
fn line(model: &mut Model, by: i64) {
    let is_table = geometry::metrics(model).is_table;
    let Some((view, charts)) = read(model) else { return };
    if is_table && matches!(view.chart, Chart::Flow | Chart::Throughput) {
        return turn(model, by);
    }
    let all = items::items(view.chart, charts);
    let slot = items::slot(view, charts);
    // From a day without a thing the next one lies behind it, the one before in front.
    let at = items::picked(view, charts).map(|(idx, _)| idx as i64);
    let behind = || all.iter().filter(|item| item.slot <= slot).count() as i64;
    let from = at.unwrap_or_else(|| if by > 0 { behind() - 1 } else { behind() });
    let to = from.saturating_add(by).clamp(0, (all.len() as i64 - 1).max(0)) as usize;
    if let Some(slot) = all.get(to).map(|item| item.slot) {
        put(model, slot, Some(to));
    }
}

/// A week of days, or a page of a table.
fn page(model: &mut Model, by: i64) {
    let layout = geometry::metrics(model);
    if layout.is_table {
        let height = layout.panes.first().map_or(1, |(_, pane)| i64::from(pane.height) / 2);
        return line(model, by * height.max(1));
    }
    let is_daily = model.metrics.as_ref().is_some_and(|view| !matches!(view.chart, Chart::Ageing | Chart::Throughput));
    turn(model, by * if is_daily { 7 } else { 1 });
}

/// Enter: the detail of the card picked.
pub(super) fn open_picked(model: &mut Model) -> Vec<Effect> {
    let picked = read(model).and_then(|(view, charts)| items::picked(view, charts));
    let Some((object, card)) = picked.map(|(_, item)| (item.object, item.card)) else {
        notice::info(model, "No card is at the cursor; j and k go to the next.");
        return Vec::new();
    };
    place::push(model);
    sheet::show(model, object, Some(card))
}

/// A click on a thing, by its position; the second opens it.
pub(super) fn click(model: &mut Model, chart: Chart, idx: usize, is_double: bool) -> Vec<Effect> {
    show(model, chart);
    let slot = read(model).and_then(|(_, charts)| items::items(chart, charts).get(idx).map(|item| item.slot));
    if let Some(slot) = slot {
        put(model, slot, Some(idx));
    }
    if is_double { open_picked(model) } else { Vec::new() }
}

/// A click on a row of the table.
pub(super) fn click_row(model: &mut Model, row: usize, is_double: bool) -> Vec<Effect> {
    let Some(chart) = model.metrics.as_ref().map(|view| view.chart) else { return Vec::new() };
    if matches!(chart, Chart::Flow | Chart::Throughput) {
        put(model, row, None);
        return Vec::new();
    }
    click(model, chart, row, is_double)
}

fn copy(model: &mut Model) -> Vec<Effect> {
    let Some((view, charts)) = read(model) else {
        notice::info(model, "The figures are being read.");
        return Vec::new();
    };
    let table = table::table(view, charts);
    let rows = table.rows.iter().map(|row| row.iter().map(table::Cell::plain).collect());
    let lines = std::iter::once(table.head.clone()).chain(rows).collect();
    vec![Effect::CopyCsv { lines, what: format!("{} as CSV", view.chart.name()) }]
}

/// The screen and what was read for it.
fn read(model: &Model) -> Option<(&Metrics, &Charts)> {
    let view = model.metrics.as_ref()?;
    Some((view, view.read.as_deref()?))
}

fn with(model: &mut Model, change: impl FnOnce(&mut Metrics)) {
    if let Some(view) = &mut model.metrics {
        change(view);
    }
}
