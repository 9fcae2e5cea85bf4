//! Dates as people type them, in zones whose clocks jump.

use chrono::DateTime;
use chrono_tz::{America::Havana, America::New_York, Asia::Beirut, Europe::Brussels, Pacific::Apia, Tz};
use proptest::prelude::*;

use super::*;

fn utc(text: &str) -> At {
    DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc)
}

fn local(at: At, zone: Tz) -> String {
    at.with_timezone(&zone).format("%a %Y-%m-%d %H:%M:%S").to_string()
}

/// Thursday 26 November 2026, 15:30 in Brussels.
fn now() -> At {
    utc("2026-11-26T14:30:00Z")
}

fn due(text: &str) -> String {
    parse_due(text, now(), &Brussels).map_or_else(|e| e.to_string(), |at| local(at, Brussels))
}

fn past(text: &str) -> String {
    parse_past(text, now(), &Brussels).map_or_else(|e| e.to_string(), |at| local(at, Brussels))
}

#[test]
fn a_due_date_lies_ahead_and_ends_its_day() {
    for (text, at) in [
        ("now", "Thu 2026-11-26 15:30:00"),
        ("today", "Thu 2026-11-26 23:59:59"),
        ("Tomorrow", "Fri 2026-11-27 23:59:59"),
        ("yesterday", "Wed 2026-11-25 23:59:59"),
        ("fri", "Fri 2026-11-27 23:59:59"),
        ("thu", "Thu 2026-12-03 23:59:59"),
        ("THURSDAY", "Thu 2026-12-03 23:59:59"),
        ("monday", "Mon 2026-11-30 23:59:59"),
        ("eow", "Sun 2026-11-29 23:59:59"),
        ("eom", "Mon 2026-11-30 23:59:59"),
        ("+3d", "Sun 2026-11-29 15:30:00"),
        ("-2h", "Thu 2026-11-26 13:30:00"),
        ("2w", "Thu 2026-12-10 15:30:00"),
        ("2h", "Thu 2026-11-26 17:30:00"),
        ("1h30m", "Thu 2026-11-26 17:00:00"),
        ("in 3 days", "Sun 2026-11-29 15:30:00"),
        ("in an hour", "Thu 2026-11-26 16:30:00"),
        ("3 days", "Sun 2026-11-29 15:30:00"),
        ("3 days ago", "Mon 2026-11-23 15:30:00"),
        ("17:00", "Thu 2026-11-26 17:00:00"),
        ("15:30", "Thu 2026-11-26 15:30:00"),
        ("5pm", "Thu 2026-11-26 17:00:00"),
        ("5 pm", "Thu 2026-11-26 17:00:00"),
        ("5:15am", "Fri 2026-11-27 05:15:00"),
        ("12am", "Fri 2026-11-27 00:00:00"),
        ("noon", "Fri 2026-11-27 12:00:00"),
        ("midnight", "Fri 2026-11-27 00:00:00"),
        ("2026-12-01", "Tue 2026-12-01 23:59:59"),
        ("2026-12-01T10:00", "Tue 2026-12-01 10:00:00"),
        ("2026-12-01 10:00:05", "Tue 2026-12-01 10:00:05"),
        ("2026-12-01T10:00:00Z", "Tue 2026-12-01 11:00:00"),
        ("1 dec", "Tue 2026-12-01 23:59:59"),
        ("dec 1st", "Tue 2026-12-01 23:59:59"),
        ("1 sept", "Wed 2027-09-01 23:59:59"),
        ("26 nov", "Thu 2026-11-26 23:59:59"),
        ("29 feb", "Tue 2028-02-29 23:59:59"),
        ("Dec 1, 2030", "Sun 2030-12-01 23:59:59"),
        ("tomorrow 17:00", "Fri 2026-11-27 17:00:00"),
        ("tomorrow at 5 pm", "Fri 2026-11-27 17:00:00"),
        ("fri 5pm", "Fri 2026-11-27 17:00:00"),
        ("thu 5pm", "Thu 2026-12-03 17:00:00"),
        ("17:00 today", "Thu 2026-11-26 17:00:00"),
        ("1 dec noon", "Tue 2026-12-01 12:00:00"),
        ("+3d 17:00", "Sun 2026-11-29 17:00:00"),
        ("in 2 weeks 9:00", "Thu 2026-12-10 09:00:00"),
    ] {
        assert_eq!(due(text), at, "{text}");
    }
}

#[test]
fn a_past_date_lies_behind_and_starts_its_day() {
    for (text, at) in [
        ("now", "Thu 2026-11-26 15:30:00"),
        ("2h", "Thu 2026-11-26 13:30:00"),
        ("-2h", "Thu 2026-11-26 13:30:00"),
        ("3 days ago", "Mon 2026-11-23 15:30:00"),
        ("24h", "Wed 2026-11-25 15:30:00"),
        ("06:55", "Thu 2026-11-26 06:55:00"),
        ("17:00", "Wed 2026-11-25 17:00:00"),
        ("15:30", "Thu 2026-11-26 15:30:00"),
        ("midnight", "Thu 2026-11-26 00:00:00"),
        ("today", "Thu 2026-11-26 00:00:00"),
        ("yesterday", "Wed 2026-11-25 00:00:00"),
        ("yesterday 17:00", "Wed 2026-11-25 17:00:00"),
        ("thu", "Thu 2026-11-19 00:00:00"),
        ("fri 5pm", "Fri 2026-11-20 17:00:00"),
        ("eow", "Sun 2026-11-22 00:00:00"),
        ("eom", "Sat 2026-10-31 00:00:00"),
        ("1 dec", "Mon 2025-12-01 00:00:00"),
        ("2026-11-01", "Sun 2026-11-01 00:00:00"),
        ("tomorrow", "Fri 2026-11-27 00:00:00"),
        ("+2h", "Thu 2026-11-26 17:30:00"),
    ] {
        assert_eq!(past(text), at, "{text}");
    }
}

#[test]
fn what_cannot_be_read_says_what_can() {
    for text in [
        "",
        "soon",
        "fri fri",
        "25:00",
        "13pm",
        "0pm",
        "17:0",
        "1:2:3:4",
        "32 dec",
        "31 apr",
        "2026-13-01",
        "26-12-01",
        "now 17:00",
        "in",
        "ago",
        "+",
        "-",
        "3",
        "m",
        "fr",
        "feb",
        "1 dec 20260",
        "99999999999d",
        "+95000000d 17:00",
        "2026-12-01T",
        "t10:00",
        "fri 2h",
        "+2h 17:00",
        "１２:00",
        "é",
        "9999-12-31",
    ] {
        let error = format!("cannot read `{text}` as a date; try fri, tomorrow 17:00, +3d, 1 dec or 2026-12-01");
        assert_eq!(due(text), error);
    }
    assert!(past("soon").ends_with("try 2h, 06:55, yesterday, mon or 2026-12-01"));
}

#[test]
fn a_week_ends_on_sunday_and_on_sunday_that_is_today() {
    let sunday = utc("2026-11-29T09:00:00Z");
    assert_eq!(local(parse_due("eow", sunday, &Brussels).unwrap(), Brussels), "Sun 2026-11-29 23:59:59");
    assert_eq!(local(parse_past("eow", sunday, &Brussels).unwrap(), Brussels), "Sun 2026-11-22 00:00:00");
}

#[test]
fn a_time_that_is_skipped_becomes_the_first_after_it() {
    let now = utc("2027-03-27T12:00:00Z");
    let at = |text| local(parse_due(text, now, &Brussels).unwrap(), Brussels);
    assert_eq!(at("tomorrow 02:30"), "Sun 2027-03-28 03:00:00");
    assert_eq!(at("+1d"), "Sun 2027-03-28 14:00:00");
    // Beirut's clocks jump from midnight to one; Samoa had no 30 December 2011.
    let beirut = parse_past("2024-03-31", now, &Beirut).unwrap();
    assert_eq!(local(beirut, Beirut), "Sun 2024-03-31 01:00:00");
    let apia = parse_past("2011-12-30", now, &Apia).unwrap();
    assert_eq!(local(apia, Apia), "Sat 2011-12-31 00:00:00");
}

#[test]
fn a_time_that_happens_twice_is_the_later_but_a_day_starts_at_the_earlier() {
    let now = utc("2026-10-31T12:00:00Z");
    assert_eq!(parse_due("tomorrow 01:30", now, &New_York), Ok(utc("2026-11-01T06:30:00Z")));
    assert_eq!(parse_past("2026-11-01", now, &Havana), Ok(utc("2026-11-01T04:00:00Z")));
    // Between the two 01:30, the one that was is meant.
    let between = utc("2026-11-01T05:45:00Z");
    assert_eq!(parse_past("01:30", between, &New_York), Ok(utc("2026-11-01T05:30:00Z")));
}

#[test]
fn a_day_to_compare_with_has_a_start_and_an_end() {
    let day = parse_day("fri", now(), &Brussels).unwrap();
    assert_eq!(day, (utc("2026-11-26T23:00:00Z"), utc("2026-11-27T23:00:00Z")));
    assert_eq!(parse_day("fri 5pm", now(), &Brussels), None);
    assert_eq!(parse_day("2h", now(), &Brussels), None);
}

proptest! {
    #[test]
    fn no_text_panics(text in ".{0,24}", seconds in 0..4_000_000_000_i64) {
        let now = DateTime::from_timestamp(seconds, 0).unwrap();
        for zone in [Brussels, Apia, New_York] {
            let _ = (parse_due(&text, now, &zone), parse_past(&text, now, &zone), parse_day(&text, now, &zone));
        }
    }

    #[test]
    fn no_words_panic(words in prop::collection::vec("now|in|ago|fri|dec|[0-9+-]{1,12}|[0-9]{1,12}[smhdw]|[0-9:]{1,5}(am|pm)?|t|days|at", 1..5)) {
        let text = words.join(" ");
        let _ = (parse_due(&text, now(), &Brussels), parse_past(&text, now(), &Brussels));
    }

    #[test]
    fn every_minute_of_the_year_can_be_said(minute in 0..527_040_i64) {
        let at = utc("2027-01-01T00:00:00Z") + TimeDelta::minutes(minute);
        for zone in [Brussels, New_York, Havana] {
            let text = at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string();
            let read = parse_due(&text, now(), &zone).unwrap();
            prop_assert!(read == at || read == at + TimeDelta::hours(1));
        }
    }
}

#[test]
fn looking_back_a_day_is_its_end_and_today_is_now() {
    let back = |text: &str| parse_back(text, now(), &Brussels).map_or_else(|e| e.to_string(), |at| local(at, Brussels));
    let today = local(now(), Brussels);
    let (day, _) = today.rsplit_once(' ').unwrap();
    assert_eq!((back("today"), back("now")), (today.clone(), today.clone()));
    assert_eq!(back("2026-11-02"), "Mon 2026-11-02 23:59:59");
    assert_eq!(back("2026-11-02 18:00"), "Mon 2026-11-02 18:00:00");
    assert!(!back("yesterday").starts_with(day) && back("yesterday").ends_with("23:59:59"));
    assert_eq!(back("2 weeks ago"), past("2w"));
    assert!(back("soon").contains("cannot read"));
}
