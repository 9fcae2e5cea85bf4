//! The hybrid logical clock: orders ops, and only that. It follows the wall clock and never goes back.

use crate::domain::At;

/// A point in the order of all ops; the larger one wins a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Stamp {
    /// Milliseconds since 1970.
    pub ms: i64,
    /// Which of the ops of that millisecond.
    pub counter: i64,
}

impl Stamp {
    /// The next one after this, at `now` or as soon after as order allows.
    pub(super) fn next(self, now: At) -> Self {
        let ms = now.timestamp_millis();
        if ms > self.ms { Self { ms, counter: 0 } } else { Self { counter: self.counter + 1, ..self } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::value::from_millis;

    #[test]
    fn a_clock_that_is_set_back_goes_on_by_counting() {
        let first = Stamp::default().next(from_millis(1_000));
        let second = first.next(from_millis(400));
        let third = second.next(from_millis(2_000));
        assert_eq!((first.ms, first.counter), (1_000, 0));
        assert_eq!((second.ms, second.counter), (1_000, 1));
        assert_eq!((third.ms, third.counter), (2_000, 0));
        assert!(first < second && second < third);
    }
}
