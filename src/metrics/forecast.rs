//! Monte Carlo forecasts: the days to come are drawn from the days that were, many times over.
//!
//! The generator is ours, a few lines of `splitmix64` with a fixed seed: the same history gives the same forecast on
//! every machine and in every version, which a library does not promise.

use chrono::TimeDelta;

use super::percentile::nearest_rank;
use super::throughput::slices;
use crate::domain::At;
use crate::domain::flow::{Flow, Period};

/// How many futures are drawn.
pub const RUNS: usize = 10_000;

/// The seed of all forecasts.
pub const SEED: u64 = 0x5eed_0f10;

/// The chances that are said, of a hundred.
pub const CHANCES: [u32; 4] = [50, 70, 85, 95];

/// Nobody plans further than that.
const MOST_DAYS: i64 = 3_650;

/// How many were finished on each day that was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days {
    /// The earliest first.
    pub finished: Vec<u32>,
}

/// What is likely, and what that rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    pub question: Question,
    /// The chance of a hundred, and what is reached with it.
    pub answers: Vec<(u32, Answer)>,
    /// What it rests on, in words.
    pub assumptions: Vec<String>,
}

/// What can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// How many will be finished by then.
    HowMany { by: At },
    /// When so many more will be finished.
    When { n: u32 },
}

/// What is said with some chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// At least so many.
    AtLeast(u32),
    /// At the latest then.
    By(At),
    /// Not in ten years.
    Never,
}

impl Days {
    /// The days of the period, counted back from its end.
    pub fn of(flow: &Flow, period: &Period) -> Self {
        Self { finished: slices(flow, period, 1).iter().map(|slice| slice.n_finished).collect() }
    }

    /// How many days saw nothing finished; they are drawn like the others.
    pub fn n_idle(&self) -> usize {
        self.finished.iter().filter(|n| **n == 0).count()
    }
}

/// Answers a question at `now` from the days that were.
pub fn forecast(days: &Days, now: At, question: Question) -> Forecast {
    let answers = match question {
        Question::HowMany { by } => how_many(days, whole_days(by - now)),
        Question::When { n } => when(days, now, n),
    };
    Forecast { question, answers, assumptions: assumptions(days) }
}

/// With a chance of 85 of a hundred at least what 85 of a hundred futures reach: the 15th percentile of the sums.
fn how_many(days: &Days, n_days: i64) -> Vec<(u32, Answer)> {
    let mut draw = Draw::new();
    let mut sums: Vec<i64> =
        (0..RUNS).map(|_| (0..n_days).map(|_| i64::from(draw.one_of(&days.finished))).sum()).collect();
    sums.sort_unstable_by(|a, b| b.cmp(a));
    let answer = |chance| nearest_rank(&sums, chance).map(|n| (chance, Answer::AtLeast(n as u32)));
    CHANCES.into_iter().filter_map(answer).collect()
}

fn when(days: &Days, now: At, n: u32) -> Vec<(u32, Answer)> {
    if n > 0 && days.n_idle() == days.finished.len() {
        return CHANCES.map(|chance| (chance, Answer::Never)).to_vec();
    }
    let mut draw = Draw::new();
    let mut needed: Vec<i64> = (0..RUNS).map(|_| days_until(&mut draw, days, n)).collect();
    needed.sort_unstable();
    let answer = |chance| {
        let n_days = nearest_rank(&needed, chance)?;
        let is_known = n_days < MOST_DAYS;
        Some((chance, if is_known { Answer::By(now + TimeDelta::days(n_days)) } else { Answer::Never }))
    };
    CHANCES.into_iter().filter_map(answer).collect()
}

fn days_until(draw: &mut Draw, days: &Days, n: u32) -> i64 {
    let mut left = i64::from(n);
    for day in 0..MOST_DAYS {
        if left <= 0 {
            return day;
        }
        left -= i64::from(draw.one_of(&days.finished));
    }
    MOST_DAYS
}

/// Days that are whole: what is left of the last one is not counted on.
fn whole_days(span: TimeDelta) -> i64 {
    span.num_days().clamp(0, MOST_DAYS)
}

fn assumptions(days: &Days) -> Vec<String> {
    let sum: u32 = days.finished.iter().sum();
    let n = days.finished.len();
    vec![
        format!("the days to come are like the last {n} days: {sum} finished, nothing on {} of them", days.n_idle()),
        "days without an end are drawn like the others; days do not depend on each other".into(),
        "work is of the same size and mix, and as many people do it".into(),
        format!("{RUNS} futures drawn, seed {SEED:#x}: the same history gives the same forecast"),
    ]
}

/// A small generator with a fixed seed.
struct Draw(u64);

impl Draw {
    fn new() -> Self {
        Self(SEED)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    fn one_of(&mut self, all: &[u32]) -> u32 {
        let idx = (u128::from(self.next()) * all.len() as u128) >> 64;
        all.get(idx as usize).copied().unwrap_or(0)
    }
}
