//! Working hours: Monday to Friday, eight to six.

use chrono::{Datelike, Days, TimeDelta, Timelike, Weekday};

use crate::domain::At;

const OPENS_S: i64 = 8 * 3_600;
const OPEN_S: i64 = 10 * 3_600;
const DAY_S: i64 = 86_400;

/// The instant squeezed into the working hours of its week; what comes earlier stays earlier.
pub fn hours(at: At) -> At {
    let day = i64::from(at.weekday().num_days_from_monday());
    let into_week_s = day * DAY_S + i64::from(at.num_seconds_from_midnight());
    let monday = at - TimeDelta::seconds(into_week_s);
    let worked_s = into_week_s * 5 / 7;
    monday + TimeDelta::seconds(worked_s / DAY_S * DAY_S + OPENS_S + worked_s % DAY_S * OPEN_S / DAY_S)
}

/// The instant at a decent time of its day, on a weekend of the nearest weekday; what comes earlier stays earlier.
pub fn near(at: At) -> At {
    let day = match at.weekday() {
        Weekday::Sat => at - Days::new(1),
        Weekday::Sun => at + Days::new(1),
        _ => at,
    };
    let into_day_s = i64::from(at.num_seconds_from_midnight());
    day + TimeDelta::seconds(OPENS_S + into_day_s * OPEN_S / DAY_S - into_day_s)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::value::{format_at, parse_at};

    #[test]
    fn every_instant_of_a_week_falls_into_working_hours_and_keeps_its_order() {
        let monday = parse_at("2026-11-16T00:00:00Z").unwrap();
        let all: Vec<At> = (0..7 * 24).map(|h| hours(monday + TimeDelta::hours(h))).collect();
        assert!(all.is_sorted());
        let is_open = |at: &At| at.weekday().num_days_from_monday() < 5 && (8..18).contains(&at.hour());
        assert!(all.iter().all(is_open));
    }

    #[test]
    fn a_weekend_goes_to_its_neighbours_and_a_night_to_its_day() {
        let moved = |at: &str| format_at(near(parse_at(at).unwrap()));
        assert_eq!(moved("2026-11-14T12:00:00Z"), "2026-11-13T13:00:00Z");
        assert_eq!(moved("2026-11-15T00:00:00Z"), "2026-11-16T08:00:00Z");
        assert_eq!(moved("2026-11-16T00:00:00Z"), "2026-11-16T08:00:00Z");
    }
}
