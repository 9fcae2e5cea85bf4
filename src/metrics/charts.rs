//! All that the charts of a stream draw, in one value: worked out once, away from the screen.

use chrono::TimeDelta;

use super::ageing::{AgeingWork, ageing};
use super::breaches::{self, Breach};
use super::cumulative_flow::{Moment, cumulative_flow};
use super::cycle_time::{self, Dot};
use super::figures::{Figures, figures};
use super::forecast::{Days, Forecast, Question, forecast};
use super::throughput::{Slice, slices};
use crate::domain::At;
use crate::domain::flow::{Flow, Period, Trail};
use crate::domain::id::{CardId, ObjectId};
use crate::domain::key::Key;

/// What the charts of a stream draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Charts {
    pub figures: Figures,
    /// One a day, counted back from the end of the period; the earliest first.
    pub moments: Vec<Moment>,
    pub scatter: Vec<Dot>,
    pub ageing: AgeingWork,
    pub weeks: Vec<Slice>,
    pub breaches: Vec<Breach>,
    /// What a forecast rests on.
    pub days: Days,
    /// How many the next [`AHEAD_DAYS`] days are likely to finish.
    pub ahead: Forecast,
    /// What cards did in the period, the earliest first.
    pub steps: Vec<Step>,
}

/// Days that are looked ahead unasked.
pub const AHEAD_DAYS: i64 = 30;

/// A card that came to a stage, or to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub card: CardId,
    pub object: ObjectId,
    pub key: Key,
    pub title: String,
    pub at: At,
    /// Nothing where it was done.
    pub stage_idx: Option<usize>,
}

/// The charts of so many days up to a moment.
pub fn charts(flow: &Flow, until: At, days: u32) -> Charts {
    let period = Period { since: until - TimeDelta::days(i64::from(days)), until };
    let days_before = Days::of(flow, &period);
    let by = until + TimeDelta::days(AHEAD_DAYS);
    Charts {
        ahead: forecast(&days_before, until, Question::HowMany { by }),
        figures: figures(flow, &period),
        moments: cumulative_flow(flow, &period, days as usize + 1),
        scatter: cycle_time::scatter(flow, &period),
        ageing: ageing(flow, &period),
        weeks: slices(flow, &period, 7),
        breaches: breaches::timeline(flow, &period),
        days: days_before,
        steps: steps(flow, &period),
    }
}

impl Charts {
    /// Nothing is there to draw: no card stands, and none came or went.
    pub fn is_empty(&self) -> bool {
        self.figures.standing == 0 && self.figures.throughput == 0 && self.steps.is_empty()
    }
}

fn steps(flow: &Flow, period: &Period) -> Vec<Step> {
    let step = |trail: &Trail, at: At, stage_idx: Option<usize>| Step {
        card: trail.card,
        object: trail.object,
        key: trail.key.clone(),
        title: trail.title.clone(),
        at,
        stage_idx,
    };
    let mut steps = Vec::new();
    for trail in &flow.trails {
        let came = trail.stays.iter().filter(|stay| period.holds(stay.entered_at));
        steps.extend(came.map(|stay| step(trail, stay.entered_at, Some(stay.stage_idx))));
        steps.extend(trail.done_at.filter(|at| period.holds(*at)).map(|at| step(trail, at, None)));
    }
    steps.sort_by(|a, b| (a.at, &a.key).cmp(&(b.at, &b.key)));
    steps
}
