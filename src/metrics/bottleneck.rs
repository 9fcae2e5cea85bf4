//! Bottlenecks: the stages in which work waited longest, and why.

use std::cmp::Ordering;

use super::figures::Figures;
use super::stages::{Spent, StageFigures};
use crate::domain::date::show_span;
use crate::domain::flow::Period;
use crate::domain::id::StreamId;

/// A stage of some stream, as it stands among all.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    pub stream: StreamId,
    pub stream_name: String,
    pub stage: StageFigures,
    /// Why, in one line.
    pub reason: String,
}

/// The bottleneck of a stream: the stage in which most time was waited; of equals the one that fills up, then the
/// fuller one. None where nothing waited.
pub fn of_stream(stages: &[StageFigures]) -> Option<usize> {
    let waited = stages.iter().enumerate().filter(|(_, stage)| stage.spent.wait_s > 0);
    waited.min_by(|(_, a), (_, b)| worse_first(a, b)).map(|(idx, _)| idx)
}

/// Stages of all streams in which something stands or waited, the worst first.
pub fn ranking(streams: &[Figures]) -> Vec<Ranked> {
    let with_work = |stage: &&StageFigures| stage.spent.wait_s > 0 || stage.wip > 0;
    let ranked = streams.iter().flat_map(|figures| {
        figures.stages.iter().filter(with_work).map(|stage| Ranked {
            stream: figures.stream.clone(),
            stream_name: figures.name.clone(),
            stage: stage.clone(),
            reason: reason(stage, &figures.period),
        })
    });
    let mut ranked: Vec<Ranked> = ranked.collect();
    ranked.sort_by(|a, b| worse_first(&a.stage, &b.stage));
    ranked
}

/// Why a stage is where it is, in one line: what is most wrong first, three things at most.
pub fn reason(stage: &StageFigures, period: &Period) -> String {
    let parts = [over_limit(stage), fills_up(stage, period), breached(stage), waits(&stage.spent), oldest(stage)];
    let said: Vec<String> = parts.into_iter().flatten().take(3).collect();
    if said.is_empty() { "work passes through".into() } else { said.join(", ") }
}

fn worse_first(a: &StageFigures, b: &StageFigures) -> Ordering {
    let growth = |stage: &StageFigures| i64::from(stage.arrivals) - i64::from(stage.departures);
    let load = |stage: &StageFigures| stage.limit.map_or(0.0, |limit| f64::from(stage.wip) / f64::from(limit.max(1)));
    let waited = b.spent.wait_s.cmp(&a.spent.wait_s);
    waited.then(growth(b).cmp(&growth(a))).then(load(b).total_cmp(&load(a)))
}

fn over_limit(stage: &StageFigures) -> Option<String> {
    let limit = stage.limit.filter(|limit| stage.wip >= *limit)?;
    let word = if stage.wip > limit { "over" } else { "full" };
    Some(format!("{word} {}/{limit}", stage.wip))
}

/// Only where the rates differ as people read them.
fn fills_up(stage: &StageFigures, period: &Period) -> Option<String> {
    let [came, went] = [stage.arrivals, stage.departures].map(|n| show_rate(period.per_week(n)));
    (stage.arrivals > stage.departures && came != went).then(|| format!("in {came} > out {went}/wk"))
}

fn breached(stage: &StageFigures) -> Option<String> {
    (stage.breaches > 0).then(|| format!("{} breached", stage.breaches))
}

/// How much of the time was waited, and what for most of it.
fn waits(spent: &Spent) -> Option<String> {
    let share = spent.wait_share().filter(|share| *share >= 0.005)?;
    let causes = [(spent.unowned_s, "no owner"), (spent.blocked_s, "blocked"), (spent.waiting_s, "no answer")];
    let (_, cause) = causes.into_iter().max_by_key(|(span_s, _)| *span_s)?;
    Some(format!("waits {:.0}% ({cause})", share * 100.0))
}

fn oldest(stage: &StageFigures) -> Option<String> {
    let oldest = stage.oldest.as_ref()?;
    Some(format!("oldest {} {}", oldest.key, show_span(oldest.in_stage_s)))
}

/// A rate as people read it: whole from ten on, else to a tenth.
pub fn show_rate(rate: f64) -> String {
    if rate >= 9.95 { format!("{rate:.0}") } else { format!("{rate:.1}") }
}
