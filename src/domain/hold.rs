//! Holds: what held a card up, and from when until when.
//!
//! Somebody said it was blocked; it waits for a date or for an answer; nobody has taken it. A hold is told by what is
//! said of a card, one word after the other: it begins when a word makes it so, and goes on until one ends it. What
//! was undone was never said, so whoever folds a history leaves it out. A card that is done is held up by nothing.

use super::At;

/// What holds a card up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HoldKind {
    /// Somebody said so.
    Blocked,
    /// For a date, or for somebody's answer.
    Waiting,
    /// Nobody has taken it.
    Unowned,
}

impl HoldKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Blocked, Self::Waiting, Self::Unowned];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Waiting => "waiting",
            Self::Unowned => "unowned",
        }
    }

    /// The one of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A time during which a card was held up. Those of one kind are disjoint and in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    pub kind: HoldKind,
    pub from_at: At,
    /// Nothing while it has no end yet. A wait for a date ends then by itself, and says so beforehand.
    pub until_at: Option<At>,
}

impl Hold {
    /// Whether it holds at an instant.
    pub fn is_on(&self, at: At) -> bool {
        self.from_at <= at && self.lasts(at)
    }

    fn lasts(&self, at: At) -> bool {
        self.until_at.is_none_or(|until| until > at)
    }
}

/// What is said of a card, as far as it holds the card up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Said {
    pub is_blocked: bool,
    /// The date it waits for.
    pub until: Option<At>,
    /// It waits for an answer.
    pub awaits: bool,
    pub is_owned: bool,
    /// It stands in a stage: not done, not gone.
    pub stands: bool,
}

impl Said {
    /// How a kind holds the card from `at` on.
    fn hold(&self, kind: HoldKind, at: At) -> Option<Hold> {
        let is_open = match kind {
            HoldKind::Blocked => self.is_blocked,
            HoldKind::Waiting => self.awaits,
            HoldKind::Unowned => !self.is_owned,
        };
        let date = self.until.filter(|until| kind == HoldKind::Waiting && *until > at);
        let hold = Hold { kind, from_at: at, until_at: date.filter(|_| !is_open) };
        (self.stands && (is_open || date.is_some())).then_some(hold)
    }

    /// Whether they say the same of a kind, whatever the time.
    fn agrees(&self, other: &Self, kind: HoldKind) -> bool {
        let of = |said: &Self| {
            let word = match kind {
                HoldKind::Blocked => (said.is_blocked, None),
                HoldKind::Waiting => (said.awaits, said.until),
                HoldKind::Unowned => (said.is_owned, None),
            };
            said.stands.then_some(word)
        };
        of(self) == of(other)
    }
}

/// Takes in the next word about a card. Only the last hold of each kind has to be at hand.
pub fn follow(holds: &mut Vec<Hold>, before: &Said, after: &Said, at: At) {
    for kind in HoldKind::ALL {
        if !before.agrees(after, kind) {
            turn(holds, kind, after.hold(kind, at), at);
        }
    }
}

/// Clocks of two machines may disagree: no hold ends before it began, and none begins within another of its kind.
fn turn(holds: &mut Vec<Hold>, kind: HoldKind, held: Option<Hold>, at: At) {
    let last = holds.iter().rposition(|hold| hold.kind == kind).filter(|idx| holds[*idx].lasts(at));
    match (last, held) {
        (Some(idx), Some(held)) => holds[idx].until_at = held.until_at,
        // What did not last was nothing.
        (Some(idx), None) if holds[idx].from_at >= at => drop(holds.remove(idx)),
        (Some(idx), None) => holds[idx].until_at = Some(at),
        (None, held) => holds.extend(held),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::value::from_millis;

    fn at(minute: i64) -> At {
        from_millis(minute * 60_000)
    }

    /// A card on the board that somebody has.
    const TAKEN: Said = Said { is_blocked: false, until: None, awaits: false, is_owned: true, stands: true };

    /// What a history comes to: `blocked 10-20, unowned 30-…`.
    fn told(history: &[(i64, Said)]) -> Vec<String> {
        let (mut holds, mut before) = (Vec::new(), Said::default());
        for (minute, said) in history {
            follow(&mut holds, &before, said, at(*minute));
            before = *said;
        }
        let minutes = |at: At| at.timestamp() / 60;
        let tell = |hold: &Hold| {
            let until = hold.until_at.map_or_else(|| "…".to_owned(), |at| minutes(at).to_string());
            format!("{} {}-{until}", hold.kind.word(), minutes(hold.from_at))
        };
        holds.iter().map(tell).collect()
    }

    fn blocked() -> Said {
        Said { is_blocked: true, ..TAKEN }
    }

    fn until(minute: i64) -> Said {
        Said { until: Some(at(minute)), ..TAKEN }
    }

    #[test]
    fn a_card_is_blocked_from_one_word_to_the_other() {
        assert_eq!(told(&[(0, TAKEN), (10, blocked()), (25, TAKEN)]), ["blocked 10-25"]);
        assert_eq!(told(&[(0, TAKEN), (10, blocked())]), ["blocked 10-…"]);
        let twice = [(0, TAKEN), (10, blocked()), (25, TAKEN), (40, blocked())];
        assert_eq!(told(&twice), ["blocked 10-25", "blocked 40-…"]);
    }

    #[test]
    fn waiting_for_a_date_ends_by_itself_and_is_cut_when_it_is_taken_back() {
        assert_eq!(told(&[(0, TAKEN), (10, until(60))]), ["waiting 10-60"]);
        assert_eq!(told(&[(0, TAKEN), (10, until(60)), (30, TAKEN)]), ["waiting 10-30"]);
        assert_eq!(told(&[(0, TAKEN), (10, until(60)), (30, until(90))]), ["waiting 10-90"], "longer");
        // It had ended at 60; clearing the date at 70 changes nothing.
        assert_eq!(told(&[(0, TAKEN), (10, until(60)), (70, TAKEN)]), ["waiting 10-60"]);
        assert_eq!(told(&[(0, TAKEN), (10, until(60)), (70, until(80))]), ["waiting 10-60", "waiting 70-80"]);
        assert_eq!(told(&[(0, TAKEN), (10, until(5))]), [""; 0], "a date that has gone by");
    }

    #[test]
    fn waiting_for_an_answer_and_for_a_date_is_waiting_once() {
        let both = Said { awaits: true, ..until(60) };
        let answer = Said { awaits: true, ..TAKEN };
        assert_eq!(told(&[(0, answer)]), ["waiting 0-…"]);
        assert_eq!(told(&[(0, TAKEN), (10, until(60)), (20, both)]), ["waiting 10-…"]);
        // The answer came at 30: what is left is the date.
        assert_eq!(told(&[(0, TAKEN), (20, both), (30, until(60))]), ["waiting 20-60"]);
        // It came at 70, when the date had gone by.
        assert_eq!(told(&[(0, TAKEN), (20, both), (70, until(60))]), ["waiting 20-70"]);
    }

    #[test]
    fn nobody_has_it_until_somebody_takes_it_or_it_is_done() {
        let free = Said { is_owned: false, ..TAKEN };
        let done = Said { stands: false, ..free };
        assert_eq!(told(&[(0, free), (15, TAKEN)]), ["unowned 0-15"]);
        assert_eq!(told(&[(0, TAKEN), (15, free), (30, TAKEN)]), ["unowned 15-30"]);
        assert_eq!(told(&[(0, free), (40, done)]), ["unowned 0-40"]);
        assert_eq!(told(&[(0, free), (40, done), (50, free)]), ["unowned 0-40", "unowned 50-…"], "back on the board");
    }

    #[test]
    fn being_done_ends_every_hold_and_a_wait_with_it() {
        let done = |said: Said| Said { stands: false, ..said };
        let said = Said { is_blocked: true, is_owned: false, ..until(60) };
        assert_eq!(told(&[(0, said), (20, done(said))]), ["blocked 0-20", "waiting 0-20", "unowned 0-20"]);
    }

    #[test]
    fn kinds_do_not_touch_each_other() {
        let all = Said { is_blocked: true, is_owned: false, ..until(60) };
        let taken = Said { is_owned: true, ..all };
        assert_eq!(told(&[(0, all), (20, taken)]), ["blocked 0-…", "waiting 0-60", "unowned 0-20"]);
    }

    #[test]
    fn what_is_said_and_taken_back_in_one_instant_was_nothing() {
        assert_eq!(told(&[(0, TAKEN), (10, blocked()), (10, TAKEN)]), [""; 0]);
        assert_eq!(told(&[(0, TAKEN), (10, blocked()), (10, TAKEN), (10, blocked())]), ["blocked 10-…"]);
        // Freed and blocked again in one instant: two holds that meet.
        let again = [(0, TAKEN), (10, blocked()), (20, TAKEN), (20, blocked())];
        assert_eq!(told(&again), ["blocked 10-20", "blocked 20-…"]);
    }

    #[test]
    fn a_clock_set_back_makes_no_hold_within_another() {
        // Freed at 5 by a clock that runs behind: it was never blocked as far as anybody can tell.
        assert_eq!(told(&[(0, TAKEN), (10, blocked()), (5, TAKEN)]), [""; 0]);
        assert_eq!(told(&[(0, TAKEN), (10, blocked()), (20, TAKEN), (15, blocked())]), ["blocked 10-…"]);
    }
}
