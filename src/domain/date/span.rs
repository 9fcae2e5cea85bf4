//! Lengths of time: read as typed, shown as short as the board needs them.

use super::{DateError, Wanted};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;

/// Reads a length in seconds: `15m 4h 3d 1w 90s 1h30m 1d4h`, and `2h10` as the board shows it.
pub fn parse_span(text: &str) -> Result<i64, DateError> {
    let lower = text.trim().to_lowercase();
    sum(&lower).ok_or_else(|| DateError { text: text.to_owned(), wanted: Wanted::Span })
}

/// Short, as on the board: `4m 2h 3h10 30h 9d 14w`. What is below nothing shows as nothing: clocks differ.
pub fn show_span(seconds: i64) -> String {
    let seconds = seconds.max(0);
    match seconds / HOUR {
        0 => format!("{}m", seconds / MINUTE),
        1..10 => hours_minutes(seconds),
        hours @ 10..48 => format!("{hours}h"),
        _ => days(seconds),
    }
}

/// Time left or over, the same width for the same urgency: `0h20 1h 2h10 12h 1d`. The sign is left to a mark.
pub fn show_left(seconds: i64) -> String {
    let seconds = seconds.saturating_abs();
    match seconds / HOUR {
        0 => format!("0h{:02}", seconds / MINUTE),
        1..10 => hours_minutes(seconds),
        hours @ 10..24 => format!("{hours}h"),
        _ => days(seconds),
    }
}

/// The seconds of a unit, short or in words.
pub(super) fn unit_seconds(unit: &str) -> Option<i64> {
    match unit {
        "s" | "sec" | "secs" | "second" | "seconds" => Some(1),
        "m" | "min" | "mins" | "minute" | "minutes" => Some(MINUTE),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some(HOUR),
        "d" | "day" | "days" => Some(DAY),
        "w" | "wk" | "wks" | "week" | "weeks" => Some(WEEK),
        _ => None,
    }
}

/// Adds up the parts; each unit is smaller than the one before, so that `1m1h` is no typo for something else.
fn sum(text: &str) -> Option<i64> {
    let (mut rest, mut total, mut last) = (text, 0_i64, i64::MAX);
    while !rest.is_empty() {
        let n_digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, tail) = rest.split_at(n_digits);
        let tail = tail.trim_start();
        let n_letters = tail.bytes().take_while(u8::is_ascii_lowercase).count();
        let (unit, tail) = tail.split_at(n_letters);
        let unit = if unit.is_empty() && last == HOUR { Some(MINUTE) } else { unit_seconds(unit) };
        let unit = unit.filter(|u| *u < last)?;
        total = total.checked_add(digits.parse::<i64>().ok()?.checked_mul(unit)?)?;
        (rest, last) = (tail.trim_start(), unit);
    }
    (last < i64::MAX).then_some(total)
}

fn hours_minutes(seconds: i64) -> String {
    match (seconds / HOUR, seconds % HOUR / MINUTE) {
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h{minutes:02}"),
    }
}

fn days(seconds: i64) -> String {
    let days = seconds / DAY;
    if days < 100 { format!("{days}d") } else { format!("{}w", seconds / WEEK) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read() {
        for (text, seconds) in [
            ("15m", 900),
            ("4h", 14_400),
            ("3d", 259_200),
            ("1w", 604_800),
            ("90s", 90),
            ("1h30m", 5_400),
            ("1d4h", 100_800),
            (" 1H 30M ", 5_400),
            ("2h10", 7_800),
            ("2 weeks", 1_209_600),
            ("0m", 0),
        ] {
            assert_eq!(parse_span(text), Ok(seconds), "{text}");
        }
    }

    #[test]
    fn what_is_no_span_says_so() {
        for text in [
            "",
            "h",
            "3",
            "-3d",
            "3x",
            "1m1h",
            "1d1d",
            "3d 4",
            "1.5h",
            "99999999999999999999d",
            "9999999999999999w",
            "3é",
        ] {
            let error = parse_span(text).unwrap_err();
            assert_eq!(error.to_string(), format!("cannot read `{text}` as a span; try 15m, 4h, 3d or 1h30m"));
        }
    }

    #[test]
    fn spans_are_shown_short() {
        for (seconds, text) in [
            (-5, "0m"),
            (59, "0m"),
            (240, "4m"),
            (3_599, "59m"),
            (7_200, "2h"),
            (11_400, "3h10"),
            (7_500, "2h05"),
            (35_999, "9h59"),
            (36_600, "10h"),
            (172_799, "47h"),
            (172_800, "2d"),
            (99 * DAY, "99d"),
            (100 * DAY, "14w"),
        ] {
            assert_eq!(show_span(seconds), text);
        }
    }

    #[test]
    fn time_left_is_shown_short() {
        for (seconds, text) in [
            (1_200, "0h20"),
            (-300, "0h05"),
            (10, "0h00"),
            (3_600, "1h"),
            (-7_800, "2h10"),
            (50_000, "13h"),
            (90_000, "1d"),
            (i64::MIN, "15250284452471w"),
        ] {
            assert_eq!(show_left(seconds), text);
        }
    }
}
