//! Triage: the cards of a stage that are still to be sorted, by the time that is left.

use chrono::{NaiveTime, TimeDelta, TimeZone};

use super::At;
use super::id::{CardId, StageId};
use super::window::CardRow;

/// What is left of a dismissed object: `dismissed: noise`.
pub const DISMISSED: &str = "dismissed: ";
/// What is left of a duplicate: `duplicate of INC-3`.
pub const DUPLICATE: &str = "duplicate of ";

/// Which part of a queue.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueAsk {
    pub stage: StageId,
    pub filter: super::filter::Filter,
    /// With this card in it; from the top on when it is not there.
    pub around: Option<CardId>,
    pub n: usize,
    /// When the day began: what left since then counts as done today.
    pub day_from: At,
}

/// Cards of a stage that are to be sorted: by the time that is left, those without a clock by age. What waits, or was
/// handed off from here, is not among them.
#[derive(Debug, Clone, PartialEq)]
pub struct Queue {
    pub stage: StageId,
    pub rows: Vec<CardRow>,
    /// Whether there are more before the first row, and behind the last.
    pub has_before: bool,
    pub has_after: bool,
    pub n_to_sort: u64,
    pub n_breached: u64,
    pub n_at_risk: u64,
    /// Cards that left the stage since the day began.
    pub n_done: u64,
    /// When the card longest in the stage came.
    pub oldest_at: Option<At>,
    /// Why things were dismissed of late, the latest first.
    pub reasons: Vec<String>,
}

/// When the day of a moment began, where people are.
pub fn day_start<Tz: TimeZone>(now: At, zone: &Tz) -> At {
    let midnight = now.with_timezone(zone).date_naive().and_time(NaiveTime::MIN);
    // Where clocks jump over midnight the day begins an hour later.
    let begun = [midnight, midnight + TimeDelta::hours(1)].map(|at| zone.from_local_datetime(&at).earliest());
    begun.into_iter().flatten().next().map_or(now, |at| at.to_utc())
}

/// The reasons to choose from: those given of late, then those that fit nearly everywhere.
pub fn reasons(of_late: &[String]) -> Vec<String> {
    const COMMON: [&str; 4] = ["noise", "not ours", "works as meant", "cannot be reproduced"];
    let mut reasons: Vec<String> = Vec::new();
    for reason in of_late.iter().map(String::as_str).chain(COMMON) {
        if reasons.len() < 6 && !reasons.iter().any(|known| known == reason) {
            reasons.push(reason.to_owned());
        }
    }
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::value::parse_at;

    #[test]
    fn a_day_begins_at_midnight_where_people_are() {
        let start = |now: &str, zone: chrono_tz::Tz| day_start(parse_at(now).unwrap(), &zone);
        let at = |text: &str| parse_at(text).unwrap();
        assert_eq!(start("2026-11-23T00:30:00Z", chrono_tz::Europe::Berlin), at("2026-11-22T23:00:00Z"));
        assert_eq!(start("2026-03-29T09:00:00Z", chrono_tz::Asia::Beirut), at("2026-03-28T22:00:00Z"));
    }

    #[test]
    fn reasons_given_of_late_come_first_and_are_told_once() {
        let reasons = reasons(&["vendor test".into(), "noise".into()]);
        assert_eq!(reasons, ["vendor test", "noise", "not ours", "works as meant", "cannot be reproduced"]);
    }
}
