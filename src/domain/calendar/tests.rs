//! Working time, worked by hand.

use chrono_tz::Europe::Berlin;
use chrono_tz::{Tz, UTC};
use proptest::prelude::*;

use super::*;
use crate::domain::value::parse_at;

const HOUR: i64 = 3_600_000;

fn at(text: &str) -> At {
    parse_at(text).unwrap()
}

fn hours(calendar: &Calendar, from: &str, to: &str) -> i64 {
    let worked = calendar.between(at(from), at(to));
    assert_eq!(worked % HOUR, 0, "whole hours");
    worked / HOUR
}

fn with(days: &str, hours: &str, zone: Tz) -> Calendar {
    let (days, hours) = (Calendar::read_days(days).unwrap(), Calendar::read_hours(hours).unwrap());
    Calendar { days, hours, holidays: BTreeSet::new(), zone }
}

#[test]
fn a_weekend_and_the_night_do_not_count() {
    let usual = Calendar::usual(UTC);
    // Friday 27 November 2026 15:00: two hours until 17:00. Monday: from 09:00, three hours until 12:00.
    assert_eq!(hours(&usual, "2026-11-27T15:00:00Z", "2026-11-30T12:00:00Z"), 5);
    assert_eq!(usual.add(at("2026-11-27T15:00:00Z"), 4 * HOUR), Some(at("2026-11-30T11:00:00Z")));
    // Two hours are over with the day, not when the next one begins.
    assert_eq!(usual.add(at("2026-11-27T15:00:00Z"), 2 * HOUR), Some(at("2026-11-27T17:00:00Z")));
    assert_eq!(hours(&usual, "2026-11-28T00:00:00Z", "2026-11-30T00:00:00Z"), 0);
}

#[test]
fn a_holiday_and_a_lunch_do_not_count() {
    let mut calendar = with("mon-fri", "09:00-12:00,13:00-17:00", UTC);
    calendar.holidays.insert(Calendar::read_holiday("2026-12-25").unwrap());
    // Thursday 24 December 11:00: one hour, lunch, four hours. Friday is free, so is the weekend. Monday: one hour.
    assert_eq!(hours(&calendar, "2026-12-24T11:00:00Z", "2026-12-28T10:00:00Z"), 6);
    assert_eq!(calendar.add(at("2026-12-24T11:00:00Z"), 6 * HOUR), Some(at("2026-12-28T10:00:00Z")));
    assert_eq!(calendar.add(at("2026-12-24T12:30:00Z"), HOUR), Some(at("2026-12-24T14:00:00Z")), "after lunch");
}

#[test]
fn hours_are_local_and_a_day_of_a_change_is_as_long_as_it_is() {
    // Berlin goes from 02:00 to 03:00 on Sunday 29 March 2026. Nine to five is 08-16 UTC before and 07-15 UTC after.
    let office = Calendar::usual(Berlin);
    assert_eq!(office.add(at("2026-03-27T15:00:00Z"), 2 * HOUR), Some(at("2026-03-30T08:00:00Z")));
    assert_eq!(hours(&office, "2026-03-27T00:00:00Z", "2026-03-31T00:00:00Z"), 16);
    // Around the clock that Sunday has 23 hours; from 02:30 there is nothing of it until 03:00.
    let always = with("mon-sun", "00:00-24:00", Berlin);
    assert_eq!(hours(&always, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"), 23);
    let night = with("sun", "01:00-02:30", Berlin);
    assert_eq!(hours(&night, "2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z"), 1, "01:00 to 02:00, when it was 03:00");
    // On 25 October 02:00 to 03:00 comes twice: 01:00 to 04:00 lasts four hours.
    let night = with("sun", "01:00-04:00", Berlin);
    assert_eq!(hours(&night, "2026-10-24T00:00:00Z", "2026-10-26T00:00:00Z"), 4);
}

#[test]
fn years_are_counted_by_weeks_and_end_somewhere() {
    let usual = Calendar::usual(Berlin);
    let from = at("2026-01-05T08:00:00Z");
    // 52 weeks of five days of eight hours.
    assert_eq!(usual.add(from, 52 * 40 * HOUR), Some(at("2027-01-01T16:00:00Z")));
    assert_eq!(usual.add(from, i64::MAX), None);
    assert!(usual.between(from, at("2200-01-01T00:00:00Z")) > 170 * 50 * 40 * HOUR);
}

#[test]
fn it_is_written_as_it_is_typed() {
    let mut calendar = with("mon-thu,sat", "9-12,13:00-17:30", Berlin);
    calendar.holidays.insert(Calendar::read_holiday("2026-12-25").unwrap());
    assert_eq!((calendar.show_days(), calendar.show_hours()), ("mon-thu,sat".into(), "09:00-12:00,13:00-17:30".into()));
    assert_eq!(Calendar::from_value(&calendar.to_value()), Ok(calendar));
    assert_eq!(with("fri-mon", "9-10", UTC).show_days(), "mon,fri-sun", "over the end of the week");
}

#[test]
fn what_is_no_calendar_says_what_to_write() {
    let no = |e: CalendarError| e.to_string();
    assert!(no(Calendar::read_days("monfri-x").unwrap_err()).contains("mon-fri"));
    for hours in ["17:00-09:00", "9-12,11-13", "9", "9-25", "x-y", ""] {
        assert!(Calendar::read_hours(hours).is_err(), "{hours}");
    }
    assert!(no(Calendar::read_holiday("25.12.").unwrap_err()).contains("2026-12-25"));
    assert!(no(Calendar::read_zone("Berlin").unwrap_err()).contains("Europe/Berlin"));
}

proptest! {
    #[test]
    fn what_is_added_lies_between(from in 0_i64..40_000_000, minutes in 1_i64..200_000, zone in 0_usize..3) {
        let zone = [UTC, Berlin, chrono_tz::America::New_York][zone];
        let mut calendar = with("mon-thu,sat", "00:00-06:30,09:00-17:00", zone);
        calendar.holidays.insert(Calendar::read_holiday("2027-05-01").unwrap());
        let from = at("2026-01-01T00:00:00Z") + TimeDelta::seconds(from);
        let span = minutes * 60_000;
        let to = calendar.add(from, span).unwrap();
        prop_assert_eq!(calendar.between(from, to), span);
        prop_assert_eq!(calendar.between(from, to - TimeDelta::milliseconds(1)), span - 1, "no sooner");
    }
}
