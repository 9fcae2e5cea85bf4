//! Sets of time: when something holds, known beforehand, so that nothing has to be written when it comes true.

use chrono::TimeDelta;

use super::At;

/// A stretch of time from (including) an instant until (not including) another; open ends reach for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: Option<At>,
    pub until: Option<At>,
}

impl Span {
    fn meet(self, other: Self) -> Option<Self> {
        let from = self.from.max(other.from);
        let until = match (self.until, other.until) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (one, None) | (None, one) => one,
        };
        let is_empty = from.zip(until).is_some_and(|(from, until)| from >= until);
        (!is_empty).then_some(Self { from, until })
    }

    fn has(self, now: At) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }
}

/// Disjoint stretches in order; none of them: never.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct When(Vec<Span>);

impl When {
    /// At no time.
    pub fn never() -> Self {
        Self::default()
    }

    /// At all times.
    pub fn always() -> Self {
        Self(vec![Span { from: None, until: None }])
    }

    /// At all times, or at none.
    pub fn if_so(holds: bool) -> Self {
        if holds { Self::always() } else { Self::never() }
    }

    /// From one instant until another; never when the first is not before the second.
    pub fn between(from: Option<At>, until: Option<At>) -> Self {
        let all = Span { from: None, until: None };
        Self(all.meet(Span { from, until }).into_iter().collect())
    }

    /// The stretches, in order.
    pub fn spans(&self) -> &[Span] {
        &self.0
    }

    /// When both hold.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let pairs = self.0.iter().flat_map(|a| other.0.iter().filter_map(|b| a.meet(*b)));
        Self::joined(pairs.collect())
    }

    /// When one of them holds.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        Self::joined(self.0.iter().chain(&other.0).copied().collect())
    }

    /// When as many of them hold as `fits` wants.
    pub fn counted(all: &[&Self], fits: impl Fn(usize) -> bool) -> Self {
        let ends = all.iter().flat_map(|when| &when.0).flat_map(|span| [span.from, span.until]);
        let mut turns: Vec<At> = ends.flatten().collect();
        turns.sort_unstable();
        turns.dedup();
        let holds = |now: At| fits(all.iter().filter(|when| when.holds_at(now)).count());
        let Some(first) = turns.first() else {
            return Self::if_so(fits(all.iter().filter(|when| when.is_always()).count()));
        };
        let before =
            Some(Span { from: None, until: Some(*first) }).filter(|_| holds(*first - TimeDelta::milliseconds(1)));
        let after = turns.iter().enumerate().filter(|(_, from)| holds(**from));
        let after = after.map(|(idx, from)| Span { from: Some(*from), until: turns.get(idx + 1).copied() });
        Self::joined(before.into_iter().chain(after).collect())
    }

    /// Whether it holds now.
    pub fn holds_at(&self, now: At) -> bool {
        self.0.iter().any(|span| span.has(now))
    }

    /// Whether it neither comes nor goes with time.
    pub fn is_settled(&self) -> bool {
        self.is_never() || self.is_always()
    }

    pub fn is_never(&self) -> bool {
        self.0.is_empty()
    }

    pub fn is_always(&self) -> bool {
        self.0.iter().any(|span| span.from.is_none() && span.until.is_none())
    }

    fn joined(mut spans: Vec<Span>) -> Self {
        spans.sort_by_key(|span| span.from);
        let mut joined: Vec<Span> = Vec::new();
        for span in spans {
            match joined.last_mut() {
                Some(last) if last.until.is_none() || last.until >= span.from => {
                    last.until = last.until.zip(span.until).map(|(a, b)| a.max(b));
                }
                _ => joined.push(span),
            }
        }
        Self(joined)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::value::from_millis;

    fn when() -> impl Strategy<Value = When> {
        let end = prop::option::of((0_i64..20).prop_map(from_millis));
        let one = (end.clone(), end).prop_map(|(from, until)| When::between(from, until));
        prop::collection::vec(one, 0..4).prop_map(|all| all.iter().fold(When::never(), |sum, w| sum.or(w)))
    }

    proptest! {
        #[test]
        fn and_and_or_are_asked_instant_by_instant(a in when(), b in when(), now in -1_i64..22) {
            let now = from_millis(now);
            prop_assert_eq!(a.and(&b).holds_at(now), a.holds_at(now) && b.holds_at(now));
            prop_assert_eq!(a.or(&b).holds_at(now), a.holds_at(now) || b.holds_at(now));
        }

        #[test]
        fn counting_is_asked_instant_by_instant(all in prop::collection::vec(when(), 0..4), n in 0_usize..4, now in -1_i64..22) {
            let now = from_millis(now);
            let holding = all.iter().filter(|when| when.holds_at(now)).count();
            let all: Vec<&When> = all.iter().collect();
            prop_assert_eq!(When::counted(&all, |found| found == n).holds_at(now), holding == n);
            prop_assert_eq!(When::counted(&all, |found| found >= n).holds_at(now), holding >= n);
        }

        #[test]
        fn stretches_are_disjoint_and_in_order(a in when(), b in when()) {
            let sum = a.or(&b);
            prop_assert!(sum.spans().windows(2).all(|two| two[0].until < two[1].from));
        }
    }

    #[test]
    fn a_window_holds_from_its_first_instant_until_its_last() {
        let window = When::between(Some(from_millis(10)), Some(from_millis(20)));
        assert_eq!([9, 10, 19, 20].map(|ms| window.holds_at(from_millis(ms))), [false, true, true, false]);
        assert!(When::between(Some(from_millis(2)), Some(from_millis(1))).is_never());
    }
}
