//! How high a field reaches, and the round values beside it.

use crate::domain::date::show_span;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Steps between lengths of time.
const SPANS: [i64; 22] = [
    MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    4 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    4 * DAY,
    5 * DAY,
    10 * DAY,
    20 * DAY,
    30 * DAY,
    50 * DAY,
    100 * DAY,
    200 * DAY,
    400 * DAY,
    1_000 * DAY,
];

/// The value at the upper edge of a field, and labels at their shares of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    pub top: f64,
    pub labels: Vec<(f64, String)>,
}

impl Scale {
    /// For counts up to so many, in a field of so many rows.
    pub fn of_counts(most: u32, rows: u16) -> Self {
        let steps = (0..9).flat_map(|power| [1, 2, 5].map(|n| n * 10_i64.pow(power)));
        Self::with(i64::from(most.max(1)), steps, rows, |n| n.to_string())
    }

    /// For lengths of time in seconds.
    pub fn of_spans(most_s: i64, rows: u16) -> Self {
        Self::with(most_s.max(1), SPANS.into_iter(), rows, show_span)
    }

    /// The share of a value.
    pub fn share(&self, value: f64) -> f64 {
        value / self.top
    }

    /// The smallest step whose labels stand two rows apart; the field ends at the first of them that holds the most.
    fn with(most: i64, steps: impl Iterator<Item = i64>, rows: u16, label: fn(i64) -> String) -> Self {
        let room = (i64::from(rows) / 2).max(1);
        let mut last = most;
        for step in steps {
            last = step;
            if most.div_euclid(step) + i64::from(most % step != 0) <= room {
                break;
            }
        }
        let n = most.div_euclid(last) + i64::from(most % last != 0);
        let top = (n * last) as f64;
        let labels = (1..=n).rev().map(|nth| ((nth * last) as f64 / top, label(nth * last))).collect();
        Self { top, labels }
    }
}
