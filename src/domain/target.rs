//! Targets: when a card turns at risk and when it is breached, known beforehand.
//!
//! A clock runs in elapsed or in working time. It stands still while the card waits, and while it is blocked where the
//! stream says so. While nobody knows until when, there is no instant to come, only the time that is left.

use chrono::TimeDelta;

use super::At;
use super::calendar::Calendar;
use super::hold::{Hold, HoldKind};
use super::stream::Target;

/// What a card's clocks depend on.
#[derive(Debug, Clone, PartialEq)]
pub struct Clock<'a> {
    pub created_at: At,
    pub since: Option<At>,
    pub entered_at: At,
    /// Whether the card has only been in this stage.
    pub is_first_visit: bool,
    pub priority: Option<u8>,
    pub due_at: Option<At>,
    pub stage_targets: &'a [Target],
    /// In this stage being taken by somebody is what the target asks for.
    pub taken_meets: bool,
    pub stream_targets: &'a [Target],
    /// What held the card up.
    pub holds: &'a [Hold],
    pub blocked_pauses: bool,
    /// The team's working time, where the stream goes by it.
    pub calendar: Option<&'a Calendar>,
}

/// The instants at which a card turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turns {
    /// At three quarters of the span. Nothing while the clock stands still before that, and nobody knows until when.
    pub at_risk_at: Option<At>,
    pub breached_at: Option<At>,
    /// The last time the clock stood still, or stands still.
    pub stands: Option<Stands>,
}

/// A clock that stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stands {
    /// Of the clock's own time.
    pub left_ms: i64,
    pub until: Option<At>,
}

impl Turns {
    /// Turns that come with time alone.
    pub fn at(at_risk_at: At, breached_at: At) -> Self {
        Self { at_risk_at: Some(at_risk_at), breached_at: Some(breached_at), stands: None }
    }

    /// Whether it is past its span.
    pub fn is_breached(&self, now: At) -> bool {
        self.breached_at.is_some_and(|at| at <= now)
    }

    /// Whether three quarters of its span are over.
    pub fn is_at_risk(&self, now: At) -> bool {
        self.at_risk_at.is_some_and(|at| at <= now)
    }

    /// Whether the clock stands still now.
    pub fn is_paused(&self, now: At) -> bool {
        self.stands.is_some_and(|stands| stands.until.is_none_or(|until| until > now))
    }

    /// Seconds until it is breached, negative since it was; of a clock that stands still, what it has left.
    pub fn left_s(&self, now: At) -> i64 {
        match (self.stands, self.breached_at) {
            (Some(stands), _) if self.is_paused(now) => stands.left_ms / 1_000,
            (_, Some(at)) => (at - now).num_seconds(),
            (stands, None) => stands.map_or(0, |stands| stands.left_ms / 1_000),
        }
    }

    /// What comes first: an instant before none, then what has least left.
    fn urgency(&self) -> (bool, Option<At>, i64) {
        (self.breached_at.is_none(), self.breached_at, self.stands.map_or(0, |stands| stands.left_ms))
    }
}

/// What a card's clocks come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reckoning {
    /// The next breach to come and the risk before it.
    pub turns: Option<Turns>,
    /// When the stage's target runs out, whether it was met or not.
    pub stage_due_at: Option<At>,
    /// When it was met by being taken.
    pub met_at: Option<At>,
    /// When the stream's target runs out, or the due date where no target counts.
    pub whole_due_at: Option<At>,
}

impl Clock<'_> {
    /// Works it out. A due date counts only where no target does.
    pub fn reckon(&self) -> Reckoning {
        let started_at = self.since.map_or(self.created_at, |s| s.min(self.created_at));
        let entered_at = if self.is_first_visit { started_at.min(self.entered_at) } else { self.entered_at };
        let stage = target_for(self.stage_targets, self.priority).and_then(|span_s| self.turns(entered_at, span_s));
        let stream = target_for(self.stream_targets, self.priority).and_then(|span_s| self.turns(started_at, span_s));
        let met_at = stage.and_then(|_| self.met_at());
        let running = stage.filter(|_| met_at.is_none());
        let of_targets = running.into_iter().chain(stream).min_by_key(Turns::urgency);
        let due = self.due_at.filter(|_| of_targets.is_none());
        let of_due = due.map(|due| {
            let start = started_at.min(due);
            Turns::at(start + (due - start) * 3 / 4, due)
        });
        Reckoning {
            turns: of_targets.or(of_due),
            stage_due_at: stage.and_then(|turns| turns.breached_at),
            met_at,
            whole_due_at: stream.map_or(due, |turns| turns.breached_at),
        }
    }

    /// When somebody had it first in this visit.
    fn met_at(&self) -> Option<At> {
        let free = self.holds.iter().find(|hold| hold.kind == HoldKind::Unowned && hold.is_on(self.entered_at));
        let taken_at = free.map_or(Some(self.entered_at), |free| free.until_at);
        taken_at.filter(|_| self.taken_meets)
    }

    fn turns(&self, start: At, span_s: i64) -> Option<Turns> {
        let whole = span_s.saturating_mul(1_000);
        let (at_risk_at, _) = self.run_out(start, whole / 4 * 3);
        let (breached_at, stands) = self.run_out(start, whole);
        // What lies beyond all calendars never comes.
        (breached_at.is_some() || stands.is_some()).then_some(Turns { at_risk_at, breached_at, stands })
    }

    /// When a span is over; and how the clock stood still last before that.
    fn run_out(&self, start: At, span_ms: i64) -> (Option<At>, Option<Stands>) {
        let pauses = |hold: &&Hold| match hold.kind {
            HoldKind::Waiting => true,
            HoldKind::Blocked => self.blocked_pauses,
            HoldKind::Unowned => false,
        };
        let mut pauses: Vec<&Hold> = self.holds.iter().filter(pauses).collect();
        pauses.sort_by_key(|hold| hold.from_at);
        let (mut at, mut left_ms, mut stands) = (start, span_ms, None);
        for pause in pauses {
            if pause.until_at.is_some_and(|until| until <= at) {
                continue;
            }
            let ran_ms = if pause.from_at > at { self.between(at, pause.from_at) } else { 0 };
            if ran_ms >= left_ms {
                break;
            }
            left_ms -= ran_ms;
            stands = Some(Stands { left_ms, until: pause.until_at });
            let Some(until) = pause.until_at else {
                return (None, stands);
            };
            at = until;
        }
        (self.add(at, left_ms), stands)
    }

    fn between(&self, from: At, to: At) -> i64 {
        self.calendar.map_or_else(|| (to - from).num_milliseconds(), |calendar| calendar.between(from, to))
    }

    fn add(&self, from: At, span_ms: i64) -> Option<At> {
        let elapsed = || from.checked_add_signed(TimeDelta::try_milliseconds(span_ms)?);
        self.calendar.map_or_else(elapsed, |calendar| calendar.add(from, span_ms))
    }
}

/// The span of a priority: its own target, else the one for all.
pub fn target_for(targets: &[Target], priority: Option<u8>) -> Option<i64> {
    let of = |wanted: Option<u8>| targets.iter().find(|t| t.priority == wanted).map(|t| t.span_s);
    priority.and_then(|p| of(Some(p))).or_else(|| of(None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::value::parse_at;

    /// An instant of Friday 27 November 2026, in minutes from midnight.
    fn at(minute: i64) -> At {
        parse_at("2026-11-27T00:00:00Z").unwrap() + TimeDelta::minutes(minute)
    }

    const HOURS_4: [Target; 1] = [Target { priority: None, span_s: 4 * 3_600 }];
    const DAYS_10: [Target; 1] = [Target { priority: None, span_s: 864_000 }];

    /// A card of P1 that entered at noon and is to be on its way at four.
    fn clock(holds: &[Hold]) -> Clock<'_> {
        Clock {
            created_at: at(720),
            since: None,
            entered_at: at(720),
            is_first_visit: true,
            priority: Some(1),
            due_at: None,
            stage_targets: &HOURS_4,
            taken_meets: false,
            stream_targets: &[],
            holds,
            blocked_pauses: false,
            calendar: None,
        }
    }

    fn hold(kind: HoldKind, from: i64, until: Option<i64>) -> Hold {
        Hold { kind, from_at: at(from), until_at: until.map(at) }
    }

    fn breached(clock: &Clock<'_>) -> Option<At> {
        clock.reckon().turns.and_then(|turns| turns.breached_at)
    }

    #[test]
    fn a_card_turns_at_three_hours_of_four_and_at_four() {
        let turns = clock(&[]).reckon().turns.unwrap();
        assert_eq!(turns, Turns::at(at(900), at(960)));
        assert_eq!((turns.left_s(at(900)), turns.left_s(at(970))), (3_600, -600));
    }

    #[test]
    fn the_clock_starts_when_the_need_arose_and_anew_with_each_later_visit() {
        let early = Clock { since: Some(at(660)), ..clock(&[]) };
        assert_eq!(breached(&early), Some(at(900)));
        assert_eq!(breached(&Clock { since: Some(at(800)), ..clock(&[]) }), Some(at(960)), "not later");
        let second = Clock { is_first_visit: false, entered_at: at(780), ..early };
        assert_eq!(breached(&second), Some(at(1_020)));
        let whole = Clock { stage_targets: &[], stream_targets: &HOURS_4, ..second };
        assert_eq!(breached(&whole), Some(at(900)), "the stream's goes on from the start");
    }

    #[test]
    fn a_clock_stands_still_while_the_card_waits() {
        // Waits 13:00 to 14:30: an hour ran, three are left; they are over at 17:30.
        let waited = [hold(HoldKind::Waiting, 780, Some(870))];
        let turns = clock(&waited).reckon().turns.unwrap();
        assert_eq!((turns.at_risk_at, turns.breached_at), (Some(at(990)), Some(at(1_050))));
        assert_eq!((turns.is_paused(at(800)), turns.left_s(at(800))), (true, 3 * 3_600));
        assert_eq!((turns.is_paused(at(870)), turns.left_s(at(870))), (false, 3 * 3_600));
        // For an answer: nobody knows until when.
        let waits = [hold(HoldKind::Waiting, 780, None)];
        let turns = clock(&waits).reckon().turns.unwrap();
        assert_eq!((turns.at_risk_at, turns.breached_at, turns.left_s(at(2_000))), (None, None, 3 * 3_600));
        // What was breached before stays so, and what was at risk too.
        let late = [hold(HoldKind::Waiting, 970, None)];
        assert_eq!(clock(&late).reckon().turns, Some(Turns::at(at(900), at(960))));
        let late = [hold(HoldKind::Waiting, 930, None)];
        let turns = clock(&late).reckon().turns.unwrap();
        assert_eq!((turns.at_risk_at, turns.breached_at, turns.left_s(at(2_000))), (Some(at(900)), None, 1_800));
    }

    #[test]
    fn being_blocked_pauses_only_where_the_stream_says_so() {
        let blocked = [hold(HoldKind::Blocked, 780, Some(840))];
        assert_eq!(breached(&clock(&blocked)), Some(at(960)));
        assert_eq!(breached(&Clock { blocked_pauses: true, ..clock(&blocked) }), Some(at(1_020)));
        // Waiting 13:00-15:00 and blocked 14:00-15:30 are two and a half hours, not three and a half.
        let both = [hold(HoldKind::Blocked, 840, Some(930)), hold(HoldKind::Waiting, 780, Some(900))];
        assert_eq!(breached(&Clock { blocked_pauses: true, ..clock(&both) }), Some(at(1_110)));
        assert_eq!(breached(&clock(&[hold(HoldKind::Unowned, 720, None)])), Some(at(960)));
    }

    #[test]
    fn working_time_goes_over_the_weekend_with_a_pause_in_it() {
        let calendar = Calendar::usual(chrono_tz::UTC);
        let working = |holds| {
            breached(&Clock { entered_at: at(900), created_at: at(900), calendar: Some(&calendar), ..clock(holds) })
        };
        // Friday 15:00 and four hours: two until 17:00, two on Monday from 09:00.
        let monday = |minute: i64| Some(at(3 * 1_440 + minute));
        assert_eq!(working(&[]), monday(660));
        // Waits from Friday 16:00 to Monday 10:00: one hour ran, three are left.
        assert_eq!(working(&[hold(HoldKind::Waiting, 960, Some(3 * 1_440 + 600))]), monday(780));
    }

    #[test]
    fn being_taken_meets_the_target_in_time_or_too_late() {
        let taken = |until| [hold(HoldKind::Unowned, 720, until)];
        let of = |holds: &[Hold]| Clock { taken_meets: true, stream_targets: &DAYS_10, ..clock(holds) }.reckon();
        let open = of(&taken(None));
        assert_eq!((open.met_at, open.turns.and_then(|t| t.breached_at)), (None, Some(at(960))));
        let whole = Some(at(720 + 14_400));
        for (minute, is_late) in [(730, false), (990, true)] {
            let met = of(&taken(Some(minute)));
            assert_eq!((met.met_at, met.stage_due_at), (Some(at(minute)), Some(at(960))));
            assert_eq!(met.met_at > met.stage_due_at, is_late);
            assert_eq!(
                (met.turns.and_then(|t| t.breached_at), met.whole_due_at),
                (whole, whole),
                "the stream's goes on"
            );
        }
        assert_eq!(of(&[]).met_at, Some(at(720)), "it came with an owner");
        // Taken and given back is taken all the same.
        let given_back = [hold(HoldKind::Unowned, 720, Some(730)), hold(HoldKind::Unowned, 740, None)];
        assert_eq!(of(&given_back).met_at, Some(at(730)));
    }

    #[test]
    fn a_due_date_counts_where_no_target_does() {
        let due = Clock { due_at: Some(at(1_120)), ..clock(&[]) };
        assert_eq!((breached(&due), due.reckon().whole_due_at), (Some(at(960)), None));
        let due = Clock { stage_targets: &[], ..due };
        assert_eq!(due.reckon().turns, Some(Turns::at(at(1_020), at(1_120))));
        assert_eq!(due.reckon().whole_due_at, Some(at(1_120)));
        let only_p2 = [Target { priority: Some(2), span_s: 60 }];
        assert_eq!(Clock { stage_targets: &only_p2, ..clock(&[]) }.reckon(), Reckoning::default());
    }

    #[test]
    fn a_target_beyond_all_time_never_comes() {
        let long = [Target { priority: None, span_s: i64::MAX }];
        assert_eq!(Clock { stage_targets: &long, ..clock(&[]) }.reckon().turns, None);
    }
}
