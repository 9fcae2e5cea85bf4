//! When cards came into their stages and left them: drawn so that the boards fill up as the plan says.
//!
//! Cards that stand somewhere have their ages from the plan. Finished ones are spread evenly over the days, each
//! with a dwell of its own per stage; where a stage is jammed, `jam` knows when they passed it.

use chrono::TimeDelta;
use fastrand::Rng;

use crate::domain::At;
use crate::wire::demo::{CardPlan, DemoPlan, StreamPlan};

use super::office;

const DAY_S: i64 = 86_400;
/// Finished work was finished at least this long ago.
const LAST_DONE_S: i64 = 12 * 60;
/// Nobody passes a stage faster.
pub const SHORTEST_S: i64 = 4 * 60;

/// When a card came into each of its stages, and when it was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Times {
    pub priority: Option<u8>,
    pub entered: Vec<At>,
    pub done: Option<At>,
}

/// The span of the history and its chance.
pub struct Pace<'a> {
    pub plan: &'a DemoPlan,
    pub stream: &'a StreamPlan,
    pub at: At,
}

impl Pace<'_> {
    /// The times of a card that stands in the stage `idx` now.
    pub fn standing(&self, idx: usize, card: &CardPlan, rng: &mut Rng) -> Times {
        let created = self.ago(card.age, rng);
        let stay_s = card.stay.filter(|_| idx > 0);
        let arrived = stay_s.map_or(created, |s| self.ago(s, rng));
        let dwell_to = |i: usize| self.stream.stages[..i].iter().map(|s| s.dwell).sum::<i64>();
        let (total_s, span_s) = (dwell_to(idx).max(1), (arrived - created).num_seconds());
        let door = |i: usize| self.decent(created + seconds(span_s * dwell_to(i) / total_s));
        let mut entered: Vec<At> = (0..=idx).map(door).collect();
        in_order(&mut entered);
        let priority = card.prio;
        Times { priority, entered, done: None }
    }

    /// The times of the finished cards, oldest first; `standing` are those that came through and still stand.
    pub fn finished(&self, standing: &[Times], rng: &mut Rng) -> Vec<Times> {
        let mut all = match &self.stream.jam {
            Some(jam) => self.jammed(jam, standing, rng),
            None => self.steady(rng),
        };
        for times in &mut all {
            self.tidy(times);
        }
        all.sort_by_key(|times| times.entered.first().copied());
        all
    }

    fn steady(&self, rng: &mut Rng) -> Vec<Times> {
        let n = self.stream.finished;
        let spread = |i: usize, rng: &mut Rng| {
            let priority = self.priority(rng);
            let dwells: Vec<i64> = self.stream.stages.iter().map(|s| self.dwell(s.dwell, priority, rng)).collect();
            let room_s = (self.plan.days * DAY_S - dwells.iter().sum::<i64>() - LAST_DONE_S).max(0);
            let first = self.start() + seconds((room_s as f64 * (i as f64 + rng.f64()) / n as f64) as i64);
            let ends: Vec<At> = dwells
                .iter()
                .scan(first, |at, dwell| {
                    *at += seconds(*dwell);
                    Some(*at)
                })
                .collect();
            let entered = [&[first][..], &ends[..ends.len() - 1]].concat();
            Times { priority, entered, done: ends.last().copied() }
        };
        (0..n).map(|i| spread(i, rng)).collect()
    }

    /// Puts the times into working hours where the stream keeps them, and in order, and before the end.
    fn tidy(&self, times: &mut Times) {
        let mut all = times.entered.clone();
        all.extend(times.done);
        for at in &mut all {
            *at = self.by_day(*at).min(self.at - seconds(LAST_DONE_S));
        }
        in_order(&mut all);
        times.done = all.pop();
        times.entered = all;
    }

    fn by_day(&self, at: At) -> At {
        if self.stream.office { office::hours(at) } else { at }
    }

    /// So long ago; whole days get some odd minutes, nobody works by the clock.
    fn ago(&self, span_s: i64, rng: &mut Rng) -> At {
        let odd_s = if span_s >= DAY_S { rng.i64(0..47) * 60 } else { 0 };
        self.at - seconds(span_s + odd_s)
    }

    /// What was not just now was at a decent hour, where the stream keeps such hours.
    fn decent(&self, at: At) -> At {
        let is_old = (self.at - at).num_seconds() >= DAY_S;
        if is_old && self.stream.office { office::near(at).min(self.at) } else { at }
    }

    /// How long a card of this priority stays where `usual_s` is usual.
    pub fn dwell(&self, usual_s: i64, priority: Option<u8>, rng: &mut Rng) -> i64 {
        let pace = self.plan.pace[priority.map_or(4, |p| usize::from(p) - 1)];
        let chance = 0.35 + 1.3 * rng.f64() * rng.f64().mul_add(0.6, 0.4);
        ((usual_s as f64 * pace * chance) as i64).max(SHORTEST_S)
    }

    /// A priority by the shares of the plan.
    pub fn priority(&self, rng: &mut Rng) -> Option<u8> {
        let mut left = rng.u32(0..self.plan.priorities.iter().sum());
        let fits = |share: &u32| {
            let is_it = left < *share;
            left = left.saturating_sub(*share);
            is_it
        };
        let idx = self.plan.priorities.iter().position(fits).unwrap_or(4);
        u8::try_from(idx + 1).ok().filter(|p| *p <= 4)
    }

    /// When the history begins.
    pub fn start(&self) -> At {
        self.at - TimeDelta::days(self.plan.days)
    }
}

/// Moves what is late before what follows it; the last one stays.
fn in_order(times: &mut [At]) {
    for i in (1..times.len()).rev() {
        times[i - 1] = times[i - 1].min(times[i] - seconds(SHORTEST_S));
    }
}

/// So many seconds.
pub fn seconds(n: i64) -> TimeDelta {
    TimeDelta::seconds(n)
}
