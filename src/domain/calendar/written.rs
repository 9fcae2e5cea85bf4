//! The calendar as the journal keeps it and as people type it.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::Calendar;
use crate::domain::value::Value;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// What a calendar cannot hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    #[error("\"{0}\" are no days; write mon-fri, or mon,wed,sat")]
    Days(String),
    #[error("\"{0}\" are no hours; write 09:00-17:00, or 09:00-12:00,13:00-17:00")]
    Hours(String),
    #[error("\"{0}\" is no date; write 2026-12-25")]
    Holiday(String),
    #[error("\"{0}\" is no time zone; write Europe/Berlin, or UTC")]
    Zone(String),
}

impl Calendar {
    /// The days as typed: `mon-fri`, `mon,wed,sat`.
    pub fn read_days(text: &str) -> Result<[bool; 7], CalendarError> {
        let wrong = || CalendarError::Days(text.to_owned());
        let day =
            |word: &str| DAYS.iter().position(|day| word.trim().to_lowercase().starts_with(day)).ok_or_else(wrong);
        let mut days = [false; 7];
        for part in text.split(',') {
            let (from, until) = part.split_once('-').unwrap_or((part, part));
            let (from, until) = (day(from)?, day(until)?);
            let n = (until + 7 - from) % 7;
            (0..=n).for_each(|n| days[(from + n) % 7] = true);
        }
        Ok(days)
    }

    /// The hours as typed: `09:00-12:00,13:00-17:00`.
    pub fn read_hours(text: &str) -> Result<Vec<(u32, u32)>, CalendarError> {
        let wrong = || CalendarError::Hours(text.to_owned());
        let mut hours = Vec::new();
        for part in text.split(',') {
            let (from, until) = part.split_once('-').ok_or_else(wrong)?;
            hours.push((minute(from).ok_or_else(wrong)?, minute(until).ok_or_else(wrong)?));
        }
        hours.sort_unstable();
        let is_whole = hours.iter().all(|(from, until)| from < until);
        let is_apart = hours.windows(2).all(|two| two[0].1 <= two[1].0);
        if is_whole && is_apart { Ok(hours) } else { Err(wrong()) }
    }

    /// A day nobody works, as typed.
    pub fn read_holiday(text: &str) -> Result<NaiveDate, CalendarError> {
        text.trim().parse().map_err(|_| CalendarError::Holiday(text.to_owned()))
    }

    /// The zone as typed.
    pub fn read_zone(text: &str) -> Result<Tz, CalendarError> {
        text.trim().parse().map_err(|_| CalendarError::Zone(text.to_owned()))
    }

    /// The days in words: `mon-fri`.
    pub fn show_days(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut idx = 0;
        while idx < 7 {
            let end = (idx..7).take_while(|day| self.days[*day]).last();
            match end {
                Some(end) if end > idx + 1 => parts.push(format!("{}-{}", DAYS[idx], DAYS[end])),
                Some(end) => parts.extend((idx..=end).map(|day| DAYS[day].to_owned())),
                None => {}
            }
            idx = end.unwrap_or(idx) + 1;
        }
        parts.join(",")
    }

    /// The hours in words: `09:00-17:00`.
    pub fn show_hours(&self) -> String {
        let time = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
        let parts: Vec<String> =
            self.hours.iter().map(|(from, until)| format!("{}-{}", time(*from), time(*until))).collect();
        parts.join(",")
    }

    /// All of it in words.
    pub fn words(&self) -> String {
        let holidays: Vec<String> = self.holidays.iter().map(NaiveDate::to_string).collect();
        let free = if holidays.is_empty() { String::new() } else { format!(", free on {}", holidays.join(", ")) };
        format!("{} {} {}{free}", self.show_days(), self.show_hours(), self.zone.name())
    }

    /// The setting's value.
    pub fn to_value(&self) -> Value {
        let holidays: Vec<String> = self.holidays.iter().map(NaiveDate::to_string).collect();
        Value::map([
            ("days", self.show_days().into()),
            ("hours", self.show_hours().into()),
            ("holidays", Value::list_or_null(&holidays)),
            ("zone", self.zone.name().into()),
        ])
    }

    /// Reads the setting's value.
    pub fn from_value(value: &Value) -> Result<Self, CalendarError> {
        let text = |name: &str| value.get(name).as_str().unwrap_or_default();
        let days = value.get("holidays").items();
        Ok(Self {
            days: Self::read_days(text("days"))?,
            hours: Self::read_hours(text("hours"))?,
            holidays: days
                .iter()
                .map(|day| Self::read_holiday(day.as_str().unwrap_or_default()))
                .collect::<Result<_, _>>()?,
            zone: Self::read_zone(text("zone"))?,
        })
    }
}

/// `9`, `09:30`, `24:00`.
fn minute(text: &str) -> Option<u32> {
    let (hour, minute) = text.trim().split_once(':').unwrap_or((text.trim(), "00"));
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60 && hour * 60 + minute <= 24 * 60).then_some(hour * 60 + minute)
}
