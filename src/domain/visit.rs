//! Visits: the time a card spent in a stage, the base of every figure.
//!
//! They follow from the places of a card alone. A place carries the number of its visit, so a move undone leaves no
//! visit: the place that comes back has the earlier number, and the earlier visit goes on.

use super::At;
use super::card::Place;
use super::id::StageId;

/// A stay of a card in a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The how-manieth of its card.
    pub n: i64,
    pub stage: StageId,
    pub entered_at: At,
    /// Nothing while it still stands there.
    pub left_at: Option<At>,
}

/// Takes in the next place of a card. Visits behind its number are gone; the one right before it ended when it began.
/// Where a number is missing between, the card was done meanwhile: that visit had ended already.
pub fn follow(visits: &mut Vec<Visit>, place: &Place) {
    visits.retain(|visit| visit.n < place.visit());
    let began_at = match place {
        Place::Standing { entered_at, .. } => *entered_at,
        Place::Done { at, .. } => *at,
    };
    if let Some(before) = visits.last_mut().filter(|before| before.n + 1 == place.visit()) {
        // Clocks of two machines may disagree; no visit ends before it began.
        before.left_at = Some(began_at.max(before.entered_at));
    }
    if let Place::Standing { stage, visit, .. } = place {
        visits.push(Visit { n: *visit, stage: stage.clone(), entered_at: began_at, left_at: None });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rank::Rank;
    use crate::domain::value::from_millis;

    fn at(minute: i64) -> At {
        from_millis(minute * 60_000)
    }

    fn standing(stage: &str, visit: i64, minute: i64) -> Place {
        let rank = Rank("a".into());
        Place::Standing { stage: StageId::new(stage), rank, entered_at: at(minute), visit, passed: Vec::new() }
    }

    fn done(from: &str, visit: i64, minute: i64) -> Place {
        Place::Done { from: StageId::new(from), at: at(minute), visit, value: None, beneficiary: None }
    }

    fn told(places: &[Place]) -> Vec<String> {
        let mut visits = Vec::new();
        for place in places {
            follow(&mut visits, place);
        }
        let minutes = |at: At| at.timestamp() / 60;
        let tell = |v: &Visit| {
            let left = v.left_at.map_or_else(|| "…".to_owned(), |at| minutes(at).to_string());
            format!("{} {} {}-{left}", v.n, v.stage, minutes(v.entered_at))
        };
        visits.iter().map(tell).collect()
    }

    #[test]
    fn a_visit_ends_when_the_next_begins() {
        let places = [standing("s/a", 1, 0), standing("s/b", 2, 10), done("s/b", 3, 25)];
        assert_eq!(told(&places), ["1 s/a 0-10", "2 s/b 10-25"]);
    }

    #[test]
    fn a_move_undone_leaves_no_visit_and_done_again_leaves_the_same() {
        let (a, b) = (standing("s/a", 1, 0), standing("s/b", 2, 10));
        assert_eq!(told(&[a.clone(), b.clone(), a.clone()]), ["1 s/a 0-…"]);
        assert_eq!(told(&[a.clone(), b.clone(), a, b]), ["1 s/a 0-10", "2 s/b 10-…"]);
    }

    #[test]
    fn a_card_put_elsewhere_in_its_stage_stays_in_its_visit() {
        assert_eq!(told(&[standing("s/a", 1, 0), standing("s/a", 1, 0)]), ["1 s/a 0-…"]);
    }

    #[test]
    fn coming_back_is_a_visit_of_its_own_and_being_done_is_taken_back_whole() {
        let (a, b) = (standing("s/a", 1, 0), standing("s/b", 2, 10));
        let back = standing("s/a", 3, 20);
        assert_eq!(told(&[a.clone(), b.clone(), back]), ["1 s/a 0-10", "2 s/b 10-20", "3 s/a 20-…"]);
        assert_eq!(told(&[a, b.clone(), done("s/b", 3, 30), b]), ["1 s/a 0-10", "2 s/b 10-…"]);
    }

    #[test]
    fn while_a_card_is_done_it_visits_nothing() {
        let (a, done, again) = (standing("s/a", 1, 0), done("s/a", 2, 10), standing("s/a", 3, 30));
        assert_eq!(told(&[a.clone(), done.clone(), again.clone()]), ["1 s/a 0-10", "3 s/a 30-…"]);
        assert_eq!(told(&[a, done.clone(), again, done]), ["1 s/a 0-10"], "and a reopening undone leaves none");
    }
}
