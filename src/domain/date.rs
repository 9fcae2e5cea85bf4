//! The date grammar: `fri`, `tomorrow 17:00`, `+3d`, `in 3 days`, `1 dec`, `2026-12-01`, RFC 3339.
//!
//! Reading goes in two steps: `read` finds out what was said, this file where it lies. The same words lie ahead for
//! a due date and behind for a `--since`: `2h`, `fri`, `06:55` and `1 dec` are the nearest such moment that way.
//! A weekday is never today: on a Friday, `fri` is a week away, and today has a name of its own. Spans are exact
//! seconds, so `+1d` over a change of clocks is 24 hours.
//!
//! Clocks that jump: of a time that happens twice the later is taken, of one that never happens the first after it.
//! Only the start of a day takes the earlier of two, or the day would lose an hour.

mod read;
mod span;

use std::fmt;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};

use super::At;
use read::{Day, Said};
pub use span::{parse_span, show_left, show_span};

/// What could not be read, and as what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateError {
    /// The text as typed.
    pub text: String,
    /// What it should have been.
    pub wanted: Wanted,
}

/// What a text should have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A moment to come.
    Due,
    /// A moment that was.
    Past,
    /// A length of time.
    Span,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (noun, example) = match self.wanted {
            Wanted::Due => ("date", "fri, tomorrow 17:00, +3d, 1 dec or 2026-12-01"),
            Wanted::Past => ("date", "2h, 06:55, yesterday, mon or 2026-12-01"),
            Wanted::Span => ("span", "15m, 4h, 3d or 1h30m"),
        };
        write!(f, "cannot read `{}` as a {noun}; try {example}", self.text)
    }
}

impl std::error::Error for DateError {}

/// Reads when something is due. A day without a time is its end, 23:59:59; a time already past today is tomorrow's.
pub fn parse_due<Tz: TimeZone>(text: &str, now: At, zone: &Tz) -> Result<At, DateError> {
    Asked { now, zone, way: Way::Ahead }.parse(text)
}

/// Reads when something was. A day without a time is its start; a time still to come today is yesterday's. What
/// plainly lies ahead (`tomorrow`, `+2h`) is read as said: whether that makes sense is the caller's to judge.
pub fn parse_past<Tz: TimeZone>(text: &str, now: At, zone: &Tz) -> Result<At, DateError> {
    Asked { now, zone, way: Way::Behind }.parse(text)
}

/// Reads an instant to look back at. A day without a time is its end, and today without one is now; a time still to
/// come today is yesterday's. What plainly lies ahead is read as said.
pub fn parse_back<Tz: TimeZone>(text: &str, now: At, zone: &Tz) -> Result<At, DateError> {
    let asked = Asked { now, zone, way: Way::Behind };
    let Some(Said::Day(day)) = read::said(text) else {
        return asked.parse(text);
    };
    let date = asked.date(day);
    let end = date.and_then(|date| asked.end_of(date)).filter(storable);
    let is_today = date == Some(asked.today());
    let at = end.map(|end| if is_today { now } else { end });
    at.ok_or_else(|| DateError { text: text.to_owned(), wanted: Wanted::Past })
}

/// Reads a day without a time, to compare with: its first instant and the first of the next day.
pub fn parse_day<Tz: TimeZone>(text: &str, now: At, zone: &Tz) -> Option<(At, At)> {
    let asked = Asked { now, zone, way: Way::Ahead };
    let Said::Day(day) = read::said(text)? else {
        return None;
    };
    let date = asked.date(day)?;
    let bounds = (asked.start_of(date)?, asked.start_of(date.succ_opt()?)?);
    (storable(&bounds.0) && storable(&bounds.1)).then_some(bounds)
}

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Ahead,
    Behind,
}

/// Where the asker stands in time, and which way he looks.
struct Asked<'a, Tz> {
    now: At,
    zone: &'a Tz,
    way: Way,
}

impl<Tz: TimeZone> Asked<'_, Tz> {
    fn parse(&self, text: &str) -> Result<At, DateError> {
        let wanted = if self.way == Way::Ahead { Wanted::Due } else { Wanted::Past };
        let at = read::said(text).and_then(|said| self.place(said));
        at.filter(storable).ok_or_else(|| DateError { text: text.to_owned(), wanted })
    }

    fn place(&self, said: Said) -> Option<At> {
        match said {
            Said::Now => Some(self.now),
            Said::Instant(at) => Some(at),
            Said::Span { seconds, signed } => {
                let turned = self.way == Way::Behind && !signed;
                self.shift(if turned { -seconds } else { seconds })
            }
            Said::Day(day) if self.way == Way::Ahead => self.end_of(self.date(day)?),
            Said::Day(day) => self.start_of(self.date(day)?),
            Said::Time(time) => self.nearest_time(time),
            Said::DayTime(day, time) => self.instant(self.date(day)?.and_time(time)),
        }
    }

    fn shift(&self, seconds: i64) -> Option<At> {
        self.now.checked_add_signed(TimeDelta::try_seconds(seconds)?).filter(storable)
    }

    fn today(&self) -> NaiveDate {
        self.now.with_timezone(self.zone).date_naive()
    }

    fn date(&self, day: Day) -> Option<NaiveDate> {
        let today = self.today();
        match day {
            Day::Offset(days) => shift_days(today, days),
            Day::Span(seconds) => Some(self.shift(seconds)?.with_timezone(self.zone).date_naive()),
            Day::Weekday(weekday) => self.search(today, 1, 7, |d| d.weekday() == weekday),
            // The week ends on Sunday; on a Sunday that is today, unless one looks back.
            Day::EndOfWeek if self.way == Way::Ahead => {
                shift_days(today, 6 - i64::from(today.weekday().num_days_from_monday()))
            }
            Day::EndOfWeek => shift_days(today, -i64::from(today.weekday().number_from_monday())),
            Day::EndOfMonth if self.way == Way::Ahead => last_of_month(today),
            Day::EndOfMonth => today.with_day(1)?.pred_opt(),
            Day::Date(date) => Some(date),
            // Nine years hold a 29 February even where a century has none.
            Day::Yearly(month, day) => self.search(today, 0, 9 * 366, |d| (d.month(), d.day()) == (month, day)),
        }
    }

    /// The nearest day this way that fits.
    fn search(&self, from: NaiveDate, first: i64, last: i64, fits: impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
        let sign = if self.way == Way::Ahead { 1 } else { -1 };
        (first..=last).filter_map(|n| shift_days(from, sign * n)).find(|d| fits(*d))
    }

    fn nearest_time(&self, time: NaiveTime) -> Option<At> {
        let today = self.today();
        if self.way == Way::Ahead {
            let first = self.instant(today.and_time(time))?;
            let passed = first < self.now;
            return if passed { self.instant(today.succ_opt()?.and_time(time)) } else { Some(first) };
        }
        let [early, late] = self.instants(today.and_time(time))?;
        let passed = [late, early].into_iter().find(|at| *at <= self.now);
        passed.or_else(|| self.instant(today.pred_opt()?.and_time(time)))
    }

    fn start_of(&self, date: NaiveDate) -> Option<At> {
        self.instants(date.and_time(NaiveTime::MIN)).map(|[early, _]| early)
    }

    fn end_of(&self, date: NaiveDate) -> Option<At> {
        self.instant(date.and_hms_opt(23, 59, 59)?)
    }

    fn instant(&self, local: NaiveDateTime) -> Option<At> {
        self.instants(local).map(|[_, late]| late)
    }

    /// When it is this local time: earliest and latest. A time that is skipped is looked for minute by minute, for
    /// two days, since whole days have been skipped too (Samoa, 2011).
    fn instants(&self, local: NaiveDateTime) -> Option<[At; 2]> {
        (0..2 * 24 * 60).find_map(|minutes| {
            let local = local.checked_add_signed(TimeDelta::minutes(minutes))?;
            let found = self.zone.from_local_datetime(&local);
            let [early, late] = [found.clone().earliest()?, found.latest()?];
            Some([early.with_timezone(&Utc), late.with_timezone(&Utc)])
        })
    }
}

/// Years of five digits cannot be written as RFC 3339; the last and first of four are kept clear for zones.
fn storable(at: &At) -> bool {
    (1..=9998).contains(&at.year())
}

fn shift_days(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    let span = Days::new(days.unsigned_abs());
    if days < 0 { date.checked_sub_days(span) } else { date.checked_add_days(span) }
}

fn last_of_month(date: NaiveDate) -> Option<NaiveDate> {
    let next = date.with_day(1)?.checked_add_months(chrono::Months::new(1))?;
    next.pred_opt()
}

#[cfg(test)]
mod tests;
