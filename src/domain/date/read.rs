//! What a date text says, before asking where in time that lies.

use std::str::FromStr;

use chrono::{DateTime, Month, NaiveDate, NaiveTime, Utc, Weekday};

use super::span::{parse_span, unit_seconds};
use crate::domain::At;

/// What was said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Said {
    Now,
    Instant(At),
    /// `signed`: which way was said too, by a sign, `in` or `ago`.
    Span {
        seconds: i64,
        signed: bool,
    },
    Day(Day),
    Time(NaiveTime),
    DayTime(Day, NaiveTime),
}

/// How a day was named.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Day {
    /// Days from today.
    Offset(i64),
    /// The day that this span leads to; only beside a time, as in `+3d 17:00`.
    Span(i64),
    Weekday(Weekday),
    EndOfWeek,
    EndOfMonth,
    Date(NaiveDate),
    /// Month and day, in whichever year.
    Yearly(u32, u32),
}

/// Reads a text; nothing when it is no date.
pub(super) fn said(text: &str) -> Option<Said> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text.trim()) {
        return Some(Said::Instant(at.with_timezone(&Utc)));
    }
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split_whitespace().filter(|w| *w != "at").collect();
    whole(&words).or_else(|| day_and_time(&words))
}

/// One thing said.
fn whole(words: &[&str]) -> Option<Said> {
    if let ["now"] = words {
        return Some(Said::Now);
    }
    let spanned = || span(words).map(|(seconds, signed)| Said::Span { seconds, signed });
    day(words).map(Said::Day).or_else(|| time(words).map(Said::Time)).or_else(spanned)
}

/// A day and a time, in either order: `fri 5pm`, `17:00 tomorrow`, `2026-12-01t10:00`.
fn day_and_time(words: &[&str]) -> Option<Said> {
    if let [one] = words {
        let (date, clock) = one.split_once('t')?;
        return Some(Said::DayTime(iso(date)?, time(&[clock])?));
    }
    (1..words.len()).find_map(|at| {
        let (left, right) = words.split_at(at);
        let pair = |d, t| Some(Said::DayTime(day_beside_time(d)?, time(t)?));
        pair(left, right).or_else(|| pair(right, left))
    })
}

fn day_beside_time(words: &[&str]) -> Option<Day> {
    day(words).or_else(|| match span(words)? {
        (seconds, true) if seconds % unit_seconds("d")? == 0 => Some(Day::Span(seconds)),
        _ => None,
    })
}

fn day(words: &[&str]) -> Option<Day> {
    match *words {
        ["today"] => Some(Day::Offset(0)),
        ["tomorrow"] => Some(Day::Offset(1)),
        ["yesterday"] => Some(Day::Offset(-1)),
        ["eow"] => Some(Day::EndOfWeek),
        ["eom"] => Some(Day::EndOfMonth),
        [one] => named(one).and_then(|n| Weekday::from_str(n).ok()).map(Day::Weekday).or_else(|| iso(one)),
        [a, b] => month_day(a, b).or_else(|| month_day(b, a)),
        [a, b, year] => month_day(a, b).or_else(|| month_day(b, a)).and_then(|d| in_year(d, year)),
        _ => None,
    }
}

/// A name of at least three letters: chrono reads `thu` and `thursday`, and `thurs` is cut to fit.
fn named(word: &str) -> Option<&str> {
    const LONG: [&str; 19] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches(['.', ',']);
    LONG.iter().find(|long| long.starts_with(word))?;
    word.get(..3)
}

fn month_day(day: &str, month: &str) -> Option<Day> {
    let month = Month::from_str(named(month)?).ok()?.number_from_month();
    let day = ordinal(day)?;
    // 2024 is a leap year: 29 February is a day, 31 April is none.
    NaiveDate::from_ymd_opt(2024, month, day)?;
    Some(Day::Yearly(month, day))
}

/// `1`, `1.`, `1st`.
fn ordinal(text: &str) -> Option<u32> {
    let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, ending) = text.split_at(n_digits);
    let fits = n_digits <= 2 && matches!(ending, "" | "." | "," | "st" | "nd" | "rd" | "th");
    fits.then(|| digits.parse().ok())?
}

fn in_year(day: Day, year: &str) -> Option<Day> {
    let Day::Yearly(month, day) = day else {
        return None;
    };
    let year = (year.len() == 4).then(|| digits(year))??;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).map(Day::Date)
}

fn iso(text: &str) -> Option<Day> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else {
        return None;
    };
    let formed = year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&day.len());
    let date = NaiveDate::from_ymd_opt(i32::try_from(digits(year)?).ok()?, digits(month)?, digits(day)?)?;
    formed.then_some(Day::Date(date))
}

/// `17:00`, `17:00:30`, `5pm`, `5:30 pm`, `noon`, `midnight`.
fn time(words: &[&str]) -> Option<NaiveTime> {
    let word = match *words {
        ["noon"] => return NaiveTime::from_hms_opt(12, 0, 0),
        ["midnight"] => return Some(NaiveTime::MIN),
        [one] => one.to_owned(),
        [clock, half @ ("am" | "pm")] => format!("{clock}{half}"),
        _ => return None,
    };
    match word.strip_suffix("am").map(|c| (c, 0)).or_else(|| word.strip_suffix("pm").map(|c| (c, 12))) {
        Some((clock, half)) => {
            let (hour, minute, second) = clock_parts(clock)?;
            let hour = (1..=12).contains(&hour).then_some(hour % 12 + half)?;
            NaiveTime::from_hms_opt(hour, minute, second)
        }
        None if word.contains(':') => clock_parts(&word).and_then(|(h, m, s)| NaiveTime::from_hms_opt(h, m, s)),
        None => None,
    }
}

fn clock_parts(text: &str) -> Option<(u32, u32, u32)> {
    let parts: Vec<&str> = text.split(':').collect();
    let tail = |part: &str| (part.len() == 2).then(|| digits(part))?;
    match parts[..] {
        [hour] => Some((digits(hour)?, 0, 0)),
        [hour, minute] => Some((digits(hour)?, tail(minute)?, 0)),
        [hour, minute, second] => Some((digits(hour)?, tail(minute)?, tail(second)?)),
        _ => None,
    }
}

/// Digits alone; `parse` by itself would take a sign.
fn digits(text: &str) -> Option<u32> {
    let formed = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    formed.then(|| text.parse().ok())?
}

/// `2h`, `+3d`, `-2h`, `in 3 days`, `3 days ago`: seconds, and whether the way was said too.
fn span(words: &[&str]) -> Option<(i64, bool)> {
    match words {
        ["in", rest @ ..] => Some((length(rest)?, true)),
        [rest @ .., "ago"] => Some((-length(rest)?, true)),
        [one] if one.starts_with(['+', '-']) => {
            let seconds = length(&[&one[1..]])?;
            Some((if one.starts_with('-') { -seconds } else { seconds }, true))
        }
        _ => Some((length(words)?, false)),
    }
}

fn length(words: &[&str]) -> Option<i64> {
    match words {
        ["a" | "an", unit] => unit_seconds(unit),
        _ => parse_span(&words.join(" ")).ok(),
    }
}
