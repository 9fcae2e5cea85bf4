//! Working time: the days of the week and the hours a team works, its holidays, its time zone.
//!
//! A working clock runs only then. Hours are local: a day on which the clocks change has an hour more or less of them
//! where the change falls into them. Whole weeks are counted at once, so that a span of years costs little.

mod written;

use std::collections::BTreeSet;

use chrono::{Datelike, Days, MappedLocalTime, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use super::At;

pub use written::CalendarError;

/// The setting that holds the team's calendar.
pub const CALENDAR: &str = "calendar";

/// Nothing is looked for further ahead.
const MOST_DAYS: u64 = 366 * 200;
const WEEK: u64 = 7;

/// When a team works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Monday first.
    pub days: [bool; 7],
    /// Minutes of the day, from and until; in order, none within another.
    pub hours: Vec<(u32, u32)>,
    pub holidays: BTreeSet<NaiveDate>,
    pub zone: Tz,
}

impl Calendar {
    /// Monday to Friday, nine to five.
    pub fn usual(zone: Tz) -> Self {
        let days = [true, true, true, true, true, false, false];
        Self { days, hours: vec![(9 * 60, 17 * 60)], holidays: BTreeSet::new(), zone }
    }

    /// The working time from one instant to another, in milliseconds.
    pub fn between(&self, from: At, to: At) -> i64 {
        let (mut day, last) = (self.date(from), self.date(to));
        let (first, mut sum) = (day, 0);
        while day <= last && to > from {
            let whole = if day > first && day + Days::new(WEEK) <= last { self.week_ms(day) } else { None };
            sum += whole.unwrap_or_else(|| {
                let clipped = self.spans(day).into_iter().map(|(a, b)| b.min(to) - a.max(from));
                clipped.map(|span| span.num_milliseconds().max(0)).sum()
            });
            day = day + Days::new(if whole.is_some() { WEEK } else { 1 });
        }
        sum
    }

    /// The instant at which so many milliseconds of working time have gone by; none within two hundred years.
    pub fn add(&self, from: At, span_ms: i64) -> Option<At> {
        let (first, mut left) = (self.date(from), span_ms.max(0));
        let mut n_days = 0;
        while n_days < MOST_DAYS {
            let day = first.checked_add_days(Days::new(n_days))?;
            // A span that ends with the week ends in it, not when the next one begins.
            if let Some(whole) = (n_days > 0).then(|| self.week_ms(day)).flatten().filter(|whole| left > *whole) {
                left -= whole;
                n_days += WEEK;
                continue;
            }
            for (a, b) in self.spans(day) {
                let a = a.max(from);
                let span = (b - a).num_milliseconds();
                if span > 0 && left <= span {
                    return Some(a + TimeDelta::milliseconds(left));
                }
                left -= span.max(0);
            }
            n_days += 1;
        }
        None
    }

    fn date(&self, at: At) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    fn is_worked(&self, day: NaiveDate) -> bool {
        self.days[day.weekday().num_days_from_monday() as usize] && !self.holidays.contains(&day)
    }

    /// The working time of a day.
    fn spans(&self, day: NaiveDate) -> Vec<(At, At)> {
        if !self.is_worked(day) {
            return Vec::new();
        }
        let at = |minute: u32| self.at(day.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(minute.into()));
        self.hours.iter().map(|(from, until)| (at(*from), at(*until))).collect()
    }

    /// The working time of the seven days from this one on; nothing when the clocks change among them.
    fn week_ms(&self, day: NaiveDate) -> Option<i64> {
        let end = day + Days::new(WEEK);
        let offset = |day: NaiveDate| self.zone.offset_from_utc_date(&day).fix().local_minus_utc();
        // From a day before to a day after, since midnight of UTC lies within another day elsewhere.
        if offset(day - Days::new(1)) != offset(end + Days::new(1)) {
            return None;
        }
        let n_days = self.days.iter().filter(|works| **works).count();
        let free = self.holidays.range(day..end);
        let n_free = free.filter(|day| self.days[day.weekday().num_days_from_monday() as usize]).count();
        let day_ms: i64 = self.hours.iter().map(|(from, until)| i64::from(until - from) * 60_000).sum();
        Some(day_ms * (n_days - n_free) as i64)
    }

    /// The instant of a local time. One that comes twice is its first; one that is left out is when it would be over.
    fn at(&self, local: NaiveDateTime) -> At {
        match self.zone.from_local_datetime(&local) {
            MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(at, _) => at.to_utc(),
            MappedLocalTime::None => self.after_gap(local),
        }
    }

    /// The instant at which the clocks were put forward over a local time.
    fn after_gap(&self, local: NaiveDateTime) -> At {
        let day = TimeDelta::hours(26);
        let (mut before, mut after) = (Utc.from_utc_datetime(&(local - day)), Utc.from_utc_datetime(&(local + day)));
        let reads = |at: At| at.with_timezone(&self.zone).naive_local();
        while after - before > TimeDelta::milliseconds(1) {
            let middle = before + (after - before) / 2;
            if reads(middle) < local { before = middle } else { after = middle }
        }
        after
    }
}

#[cfg(test)]
mod tests;
