//! Targets: when a card turns at risk and when it is breached, known beforehand.

use chrono::TimeDelta;

use super::At;
use super::stream::Target;

/// What a card's clock depends on.
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
    /// Somebody took it, and in this stage that is what the target asks for.
    pub is_taken: bool,
    pub stream_targets: &'a [Target],
}

/// The instants at which a card turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turns {
    /// At three quarters of the span.
    pub at_risk_at: At,
    pub breached_at: At,
}

impl Clock<'_> {
    /// The next breach to come and the risk before it. A due date counts only where no target does.
    pub fn turns(&self) -> Option<Turns> {
        let started_at = self.since.map_or(self.created_at, |s| s.min(self.created_at));
        let entered_at = if self.is_first_visit { started_at.min(self.entered_at) } else { self.entered_at };
        let stage = target_for(self.stage_targets, self.priority).filter(|_| !self.is_taken);
        let stream = target_for(self.stream_targets, self.priority);
        let stage = stage.map(|span_s| turns(entered_at, span_s));
        let stream = stream.map(|span_s| turns(started_at, span_s));
        let due = self.due_at.map(|due| turns(started_at.min(due), (due - started_at.min(due)).num_seconds()));
        stage.into_iter().chain(stream).min_by_key(|t| t.breached_at).or(due)
    }
}

/// The span of a priority: its own target, else the one for all.
pub fn target_for(targets: &[Target], priority: Option<u8>) -> Option<i64> {
    let of = |wanted: Option<u8>| targets.iter().find(|t| t.priority == wanted).map(|t| t.span_s);
    priority.and_then(|p| of(Some(p))).or_else(|| of(None))
}

fn turns(start: At, span_s: i64) -> Turns {
    Turns {
        at_risk_at: start + TimeDelta::seconds(span_s.saturating_mul(3) / 4),
        breached_at: start + TimeDelta::seconds(span_s),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::value::from_millis;

    const P1_15M: [Target; 1] = [Target { priority: Some(1), span_s: 900 }];

    fn clock(priority: u8) -> Clock<'static> {
        Clock {
            created_at: from_millis(1_000_000),
            since: None,
            entered_at: from_millis(1_000_000),
            is_first_visit: true,
            priority: Some(priority),
            due_at: None,
            stage_targets: &P1_15M,
            is_taken: false,
            stream_targets: &[],
        }
    }

    #[test]
    fn a_card_turns_at_three_quarters_and_at_the_end_of_its_span() {
        let turns = clock(1).turns().unwrap();
        assert_eq!(turns.at_risk_at, from_millis(1_000_000 + 675_000));
        assert_eq!(turns.breached_at, from_millis(1_000_000 + 900_000));
    }

    #[test]
    fn the_clock_starts_when_the_need_arose() {
        let early = Clock { since: Some(from_millis(400_000)), ..clock(1) };
        assert_eq!(early.turns().unwrap().breached_at, from_millis(1_300_000));
    }

    #[test]
    fn being_taken_meets_the_target_and_a_due_date_counts_instead() {
        let taken = Clock { is_taken: true, ..clock(1) };
        assert_eq!(taken.turns(), None);
        let due = Clock { due_at: Some(from_millis(5_000_000)), ..taken };
        assert_eq!(due.turns().unwrap().breached_at, from_millis(5_000_000));
        assert_eq!(clock(3).turns(), None, "no target for P3 here");
    }
}
