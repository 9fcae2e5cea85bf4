//! Stage by stage: what stands there, what came and went, what it waited for.

use super::accuracy::{self, Accuracy};
use super::held::Held;
use super::loops::steps;
use super::stage_time::{self, StageTime};
use super::{bottleneck, breaches};
use crate::domain::At;
use crate::domain::flow::{Flow, Period, Stay, Trail};
use crate::domain::hold::HoldKind;
use crate::domain::id::{CardId, ObjectId, StageId};
use crate::domain::key::Key;

/// The figures of one stage.
#[derive(Debug, Clone, PartialEq)]
pub struct StageFigures {
    pub id: StageId,
    pub name: String,
    pub short: String,
    /// How many cards may stand here.
    pub limit: Option<u32>,
    pub wip: u32,
    pub arrivals: u32,
    pub departures: u32,
    pub time: Option<StageTime>,
    pub spent: Spent,
    /// Targets that ran out in the period with the card here.
    pub breaches: u32,
    /// Cards that came back here in the period.
    pub returns: u32,
    pub accuracy: Accuracy,
    /// The card that has stood here longest.
    pub oldest: Option<Oldest>,
    /// It is the bottleneck of its stream.
    pub is_bottleneck: bool,
}

/// Time spent in a stage within the period by cards that were started, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spent {
    pub all_s: i64,
    /// Held in any way.
    pub wait_s: i64,
    pub blocked_s: i64,
    pub waiting_s: i64,
    pub unowned_s: i64,
}

impl Spent {
    /// The part that was waited, 0 to 1.
    pub fn wait_share(&self) -> Option<f64> {
        (self.all_s > 0).then(|| self.wait_s as f64 / self.all_s as f64)
    }
}

/// The card that has stood longest in a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oldest {
    pub card: CardId,
    pub object: ObjectId,
    pub key: Key,
    pub title: String,
    pub entered_at: At,
    pub in_stage_s: i64,
}

/// Of every stage, in order.
pub fn stages(flow: &Flow, period: &Period) -> Vec<StageFigures> {
    let times = stage_time::by_stage(flow, period);
    let breaches = breaches::by_stage(flow, period);
    let accuracies = accuracy::by_stage(flow, period);
    let spent = spent(flow, period);
    let mut stages: Vec<StageFigures> = flow
        .stages
        .iter()
        .enumerate()
        .map(|(idx, stage)| StageFigures {
            id: stage.id.clone(),
            name: stage.name.clone(),
            short: stage.short.clone(),
            limit: stage.wip,
            wip: 0,
            arrivals: 0,
            departures: 0,
            time: times[idx],
            spent: spent[idx],
            breaches: breaches[idx],
            returns: 0,
            accuracy: accuracies[idx],
            oldest: None,
            is_bottleneck: false,
        })
        .collect();
    flow.trails.iter().for_each(|trail| count(&mut stages, trail, period));
    if let Some(idx) = bottleneck::of_stream(&stages) {
        stages[idx].is_bottleneck = true;
    }
    stages
}

/// Counts a card where it stands, came and went.
fn count(stages: &mut [StageFigures], trail: &Trail, period: &Period) {
    for stay in &trail.stays {
        let stage = &mut stages[stay.stage_idx];
        stage.arrivals += u32::from(period.holds(stay.entered_at));
        let ended_at = stay.left_at.or(trail.gone_at);
        stage.departures += u32::from(ended_at.is_some_and(|at| period.holds(at)));
    }
    for step in steps(trail).filter(|step| step.is_back && period.holds(step.at)) {
        if let Some(idx) = step.to_idx {
            stages[idx].returns += 1;
        }
    }
    if let Some(stay) = trail.standing_at(period.until) {
        let stage = &mut stages[stay.stage_idx];
        stage.wip += 1;
        if stage.oldest.as_ref().is_none_or(|oldest| stay.entered_at < oldest.entered_at) {
            stage.oldest = Some(oldest(trail, stay, period.until));
        }
    }
}

fn oldest(trail: &Trail, stay: &Stay, until: At) -> Oldest {
    Oldest {
        card: trail.card,
        object: trail.object,
        key: trail.key.clone(),
        title: trail.title.clone(),
        entered_at: stay.entered_at,
        in_stage_s: (until - stay.entered_at).num_seconds(),
    }
}

/// Where started cards spent the time of the period, in order of the stages.
fn spent(flow: &Flow, period: &Period) -> Vec<Spent> {
    let mut sums = vec![[0; 5]; flow.stages.len()];
    for trail in &flow.trails {
        let Some(started_at) = trail.started_by(flow, period.until) else { continue };
        let held = [
            Held::of(trail, period.until),
            Held::by(trail, HoldKind::Blocked, period.until),
            Held::by(trail, HoldKind::Waiting, period.until),
            Held::by(trail, HoldKind::Unowned, period.until),
        ];
        for stay in &trail.stays {
            let from = stay.entered_at.max(period.since).max(started_at);
            let to = trail.end_of(stay, period.until);
            if from < to {
                let sum = &mut sums[stay.stage_idx];
                sum[0] += (to - from).num_milliseconds();
                held.iter().zip(&mut sum[1..]).for_each(|(held, sum)| *sum += held.within(from, to));
            }
        }
    }
    let seconds = |ms: [i64; 5]| ms.map(|ms| ms / 1_000);
    sums.into_iter()
        .map(seconds)
        .map(|[all_s, wait_s, blocked_s, waiting_s, unowned_s]| Spent {
            all_s,
            wait_s,
            blocked_s,
            waiting_s,
            unowned_s,
        })
        .collect()
}
