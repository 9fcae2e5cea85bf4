//! A jammed stage: more came in than left, a fixed number in each of the last weeks.
//!
//! The comings and goings at its doors are laid out first. The cards that stand somewhere now are a part of them; the
//! finished ones get what is left, and are spread evenly over the time before. Who leaves is the most urgent of those
//! waiting, as on a real board.

use fastrand::Rng;

use crate::domain::At;
use crate::wire::demo::Jam;

use super::pace::{Pace, SHORTEST_S, Times, seconds};

const WEEK_S: i64 = 7 * 86_400;
/// Nobody waits longer than this behind more urgent ones.
const PATIENCE_S: i64 = 4 * 86_400;

/// A card that came to the stage: its priority, and when.
type Comer = (Option<u8>, At);

impl Pace<'_> {
    /// The times of finished cards of a stream with a jam; `standing` are those that still stand.
    pub fn jammed(&self, jam: &Jam, standing: &[Times], rng: &mut Rng) -> Vec<Times> {
        let stages = &self.stream.stages;
        let pivot = stages.iter().position(|s| s.id == jam.stage).unwrap_or(0);
        let passes = self.passes(jam, pivot, standing, rng);
        passes.into_iter().map(|(comer, leave)| self.through(pivot, comer, leave, rng)).collect()
    }

    /// The times of a card that passed the jammed stage so: backwards to its first stage, onwards to its end.
    fn through(&self, pivot: usize, (priority, enter): Comer, leave: At, rng: &mut Rng) -> Times {
        let stages = &self.stream.stages;
        let mut entered = vec![enter];
        let mut first = enter;
        for stage in stages[..pivot].iter().rev() {
            first -= seconds(self.dwell(stage.dwell, priority, rng));
            entered.push(first);
        }
        entered.reverse();
        let mut end = leave;
        for stage in &stages[pivot + 1..] {
            entered.push(end);
            end += seconds(self.dwell(stage.dwell, priority, rng));
        }
        Times { priority, entered, done: Some(end) }
    }

    /// When each finished card came into the jammed stage and when it left.
    fn passes(&self, jam: &Jam, pivot: usize, standing: &[Times], rng: &mut Rng) -> Vec<(Comer, At)> {
        let stages = &self.stream.stages;
        let before: i64 = stages[..pivot].iter().map(|s| s.dwell).sum();
        let after: i64 = stages[pivot + 1..].iter().map(|s| s.dwell).sum();
        let dwell = stages[pivot].dwell;
        let start = self.start() + seconds(2 * before);
        let came = Door { n: jam.n_in, start, margin_s: 2 * after + dwell, idx: pivot };
        let left = Door { n: jam.n_out, start: start + seconds(dwell), margin_s: 2 * after, idx: pivot + 1 };
        let came = self.slots(jam.weeks, &came, standing);
        let mut coming: Vec<Comer> = came.into_iter().map(|at| (self.priority(rng), at)).collect();
        coming.reverse();
        let mut waiting: Vec<Comer> = Vec::new();
        let mut passes = Vec::new();
        for slot in self.slots(jam.weeks, &left, standing) {
            while coming.last().is_some_and(|(_, at)| *at + seconds(SHORTEST_S) <= slot) {
                waiting.extend(coming.pop());
            }
            let Some(comer) = take_next(&mut waiting, slot).or_else(|| coming.pop()) else {
                break;
            };
            passes.push((comer, self.leave(comer, slot, dwell, rng)));
        }
        passes
    }

    /// When somebody whose turn is at `slot` leaves: the urgent earlier, but in the same week.
    fn leave(&self, (priority, enter): Comer, slot: At, dwell_s: i64, rng: &mut Rng) -> At {
        let quick = enter + seconds(self.dwell(dwell_s, priority, rng));
        let is_urgent = priority.is_some_and(|p| p <= 2) && self.week(quick) == self.week(slot);
        let leave = if is_urgent { quick.min(slot) } else { slot };
        leave.max(enter + seconds(SHORTEST_S))
    }

    /// Instants for the finished cards at a door: in each of the last weeks what the cards that stand now leave of
    /// its number, the rest evenly from its start on.
    fn slots(&self, weeks: usize, door: &Door, standing: &[Times]) -> Vec<At> {
        let crossed = |week: usize| {
            let crossings = standing.iter().filter_map(|t| t.entered.get(door.idx));
            crossings.filter(|at| self.week(**at) == week).count()
        };
        let quota: Vec<usize> = (0..weeks).map(|week| door.n.saturating_sub(crossed(week))).collect();
        let ago = |weeks: usize| self.at - seconds(WEEK_S * weeks as i64);
        let n_before = self.stream.finished.saturating_sub(quota.iter().sum());
        let mut slots = spread(door.start, ago(weeks), n_before);
        for week in (0..weeks).rev() {
            let margin_s = if week == 0 { door.margin_s } else { 0 };
            slots.extend(spread(ago(week + 1), ago(week) - seconds(margin_s), quota[week]));
        }
        slots
    }

    /// How many whole weeks ago.
    fn week(&self, at: At) -> usize {
        usize::try_from((self.at - at).num_seconds().max(0) / WEEK_S).unwrap_or_default()
    }
}

/// The way into a stage or out of it: how many pass in a week, since when, and how long before the end finished
/// cards no longer do.
struct Door {
    n: usize,
    start: At,
    margin_s: i64,
    /// The stage behind it.
    idx: usize,
}

/// The one to go next: the most urgent, but nobody who waited too long is passed over.
fn take_next(waiting: &mut Vec<Comer>, now: At) -> Option<Comer> {
    let is_late = |at: At| (now - at).num_seconds() > PATIENCE_S;
    let late = waiting.iter().position(|(_, at)| is_late(*at));
    let urgent = (0..waiting.len()).min_by_key(|i| waiting[*i].0.unwrap_or(u8::MAX));
    late.or(urgent).map(|idx| waiting.remove(idx))
}

fn spread(from: At, to: At, n: usize) -> Vec<At> {
    let span_s = (to - from).num_seconds().max(0);
    let slot = |i: usize| from + seconds((2 * i as i64 + 1) * span_s / (2 * n as i64));
    (0..n).map(slot).collect()
}
