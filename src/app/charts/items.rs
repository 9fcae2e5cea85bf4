//! What can be picked in a chart, and the slot of the cursor each thing belongs to: a day, a week, a stage.

use chrono::TimeDelta;

use crate::app::model::metrics::{Chart, Metrics};
use crate::domain::At;
use crate::domain::id::{CardId, ObjectId};
use crate::domain::key::Key;
use crate::metrics::charts::Charts;

/// A card in a chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Item<'a> {
    /// The day, week or stage it belongs to.
    pub slot: usize,
    pub card: CardId,
    pub object: ObjectId,
    pub key: &'a Key,
    pub title: &'a str,
    pub what: What,
}

/// What a card did, or how it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// It came to a stage.
    Came {
        stage_idx: usize,
    },
    Done,
    /// It was done after so many seconds.
    Took {
        cycle_s: i64,
        at: At,
    },
    /// It is in progress.
    Stands {
        age_s: i64,
        in_stage_s: i64,
    },
    /// Its target ran out.
    Breached {
        stage_idx: usize,
        at: At,
        ended_at: Option<At>,
    },
}

/// How many places the cursor of a chart has.
pub fn n_slots(chart: Chart, charts: &Charts) -> usize {
    match chart {
        Chart::Flow | Chart::Cycle | Chart::Breaches => charts.moments.len(),
        Chart::Throughput => charts.weeks.len(),
        Chart::Ageing => charts.figures.stages.len(),
    }
}

/// Where the cursor of a chart stands.
pub fn slot(view: &Metrics, charts: &Charts) -> usize {
    let last = n_slots(view.chart, charts).saturating_sub(1);
    match view.chart {
        Chart::Ageing => view.stage.min(last),
        Chart::Throughput => last.saturating_sub(view.back / 7),
        _ => last.saturating_sub(view.back),
    }
}

/// The share of the field at which a slot is marked.
pub fn share(chart: Chart, charts: &Charts, slot: usize) -> f64 {
    let n = n_slots(chart, charts).max(1) as f64;
    match chart {
        // A day of dots ends at its moment.
        Chart::Cycle | Chart::Breaches => ((slot as f64 - 0.5) / (n - 1.0).max(1.0)).max(0.0),
        _ => (slot as f64 + 0.5) / n,
    }
}

/// All that can be picked in a chart, in order.
pub fn items(chart: Chart, charts: &Charts) -> Vec<Item<'_>> {
    match chart {
        Chart::Flow => charts.steps.iter().map(|step| of_step(charts, step)).collect(),
        Chart::Cycle => charts.scatter.iter().map(|dot| of_dot(dot, day(charts, dot.done_at))).collect(),
        Chart::Ageing => charts.ageing.cards.iter().map(of_ageing).collect(),
        Chart::Throughput => {
            let in_week = |dot| Some(of_dot(dot, week(charts, dot.done_at)?));
            charts.scatter.iter().filter_map(in_week).collect()
        }
        Chart::Breaches => charts.breaches.iter().map(|breach| of_breach(charts, breach)).collect(),
    }
}

/// The thing picked, with its position: the one chosen, else the first at the cursor.
pub fn picked<'a>(view: &Metrics, charts: &'a Charts) -> Option<(usize, Item<'a>)> {
    let items = items(view.chart, charts);
    let here = slot(view, charts);
    let chosen = view.item.filter(|idx| items.get(*idx).is_some_and(|item| item.slot == here));
    let idx = chosen.or_else(|| items.iter().position(|item| item.slot == here))?;
    Some((idx, items[idx]))
}

/// The day an instant belongs to: that of the first moment not before it.
pub fn day(charts: &Charts, at: At) -> usize {
    let into_s = (at - charts.figures.period.since).num_milliseconds().max(0);
    let day_ms = TimeDelta::days(1).num_milliseconds();
    usize::try_from((into_s + day_ms - 1) / day_ms).unwrap_or(0).min(charts.moments.len().saturating_sub(1))
}

fn week(charts: &Charts, at: At) -> Option<usize> {
    charts.weeks.iter().position(|week| week.period.holds(at))
}

fn of_step<'a>(charts: &Charts, step: &'a crate::metrics::charts::Step) -> Item<'a> {
    Item {
        slot: day(charts, step.at),
        card: step.card,
        object: step.object,
        key: &step.key,
        title: &step.title,
        what: step.stage_idx.map_or(What::Done, |stage_idx| What::Came { stage_idx }),
    }
}

fn of_dot(dot: &crate::metrics::cycle_time::Dot, slot: usize) -> Item<'_> {
    let what = What::Took { cycle_s: dot.cycle_s, at: dot.done_at };
    Item { slot, card: dot.card, object: dot.object, key: &dot.key, title: &dot.title, what }
}

fn of_ageing(card: &crate::metrics::ageing::Ageing) -> Item<'_> {
    let what = What::Stands { age_s: card.age_s, in_stage_s: card.in_stage_s };
    Item { slot: card.stage_idx, card: card.card, object: card.object, key: &card.key, title: &card.title, what }
}

fn of_breach<'a>(charts: &Charts, breach: &'a crate::metrics::breaches::Breach) -> Item<'a> {
    Item {
        slot: day(charts, breach.at),
        card: breach.card,
        object: breach.object,
        key: &breach.key,
        title: &breach.title,
        what: What::Breached { stage_idx: breach.stage_idx, at: breach.at, ended_at: breach.ended_at },
    }
}

/// Dots of a chart in the order of its things: shares across and up, where a field that ends at `top` seconds holds
/// them. Those of one stage are spread over its part of the field.
pub fn dots(chart: Chart, charts: &Charts, top: f64) -> Vec<(f64, f64)> {
    let period = charts.figures.period;
    let n_stages = charts.figures.stages.len().max(1) as f64;
    let mut seen = vec![0_usize; charts.figures.stages.len()];
    let mut count = vec![0_usize; charts.figures.stages.len()];
    charts.ageing.cards.iter().for_each(|card| count[card.stage_idx] += 1);
    let mut dot = |item: Item<'_>| match item.what {
        What::Took { cycle_s, at } => {
            let x = (at - period.since).num_seconds() as f64 / period.len_s() as f64;
            Some((x, cycle_s as f64 / top))
        }
        What::Stands { age_s, .. } => {
            seen[item.slot] += 1;
            let within = seen[item.slot] as f64 / (count[item.slot] + 1) as f64;
            Some(((item.slot as f64 + within) / n_stages, age_s as f64 / top))
        }
        _ => None,
    };
    let items = if chart == Chart::Throughput { Vec::new() } else { items(chart, charts) };
    items.into_iter().filter_map(&mut dot).collect()
}

/// How high the field of a chart of dots reaches, in seconds: past the usual, with room above it; few that lie far
/// beyond do not press all others to the ground.
pub fn most_s(chart: Chart, charts: &Charts) -> i64 {
    let usual = charts.ageing.cycle.map_or(0, |cycle| cycle.p95);
    let spans = |item: Item<'_>| match item.what {
        What::Took { cycle_s, .. } => cycle_s,
        What::Stands { age_s, .. } => age_s,
        _ => 0,
    };
    let most = items(chart, charts).into_iter().map(spans).max().unwrap_or(0).max(usual);
    if usual > 0 { most.min(usual * 2) } else { most }
}
