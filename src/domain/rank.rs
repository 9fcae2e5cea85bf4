//! Order keys: where a card lies in its stage, as text that sorts by bytes.
//!
//! A key is an integer head, a base-62 fraction and three characters of jitter: `a0` `V` `k3x`.
//! The head's first letter tells how long it is, so adding to either end only counts up or down and keys stay
//! short; the fraction makes room between two neighbours. The jitter keeps two laptops that insert into the same
//! gap apart. Read back, jitter is simply more fraction.
//!
//! Two things keep a key strictly between its neighbours once jitter is added: the part before the jitter is never
//! a beginning of the key above it, and no key ends in `0` (nothing fits between `a0V` and `a0V0`).

use std::fmt;

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE: usize = DIGITS.len();
/// Beyond this a key is worth a rebalance of its list.
const LONG: usize = 24;

/// An order key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank(pub String);

impl Rank {
    /// A key strictly between two neighbours; `jitter` is three digits below 62, drawn by the caller.
    ///
    /// Keys come from other machines too. A malformed one counts as absent. Neighbours that are equal or the wrong
    /// way round leave no room: the new key then follows `before` closely, and a rebalance is due.
    pub fn between(before: Option<&Rank>, after: Option<&Rank>, jitter: [u8; 3]) -> Rank {
        let place = match (before.and_then(read), after.and_then(read)) {
            (None, None) => "a0".to_owned(),
            (Some(low), None) => above(low),
            (None, Some(high)) => below(high),
            (Some(low), Some(high)) => inside(low, high),
        };
        Rank(place + &tail(jitter))
    }

    /// Keys for `n` cards in a row after `start`, or from scratch: what a rebalance and an import need.
    pub fn spread(n: usize, start: Option<&Rank>, mut jitter: impl FnMut() -> [u8; 3]) -> Vec<Rank> {
        let mut ranks: Vec<Rank> = Vec::with_capacity(n);
        for _ in 0..n {
            let next = Self::between(ranks.last().or(start), None, jitter());
            ranks.push(next);
        }
        ranks
    }

    /// Whether the key has grown so long that its list should be spread anew.
    pub fn is_long(&self) -> bool {
        self.0.len() > LONG
    }
}

impl fmt::Display for Rank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A well-formed key, taken apart.
#[derive(Clone, Copy)]
struct Parts<'a> {
    head: &'a str,
    fraction: &'a str,
}

fn read(rank: &Rank) -> Option<Parts<'_>> {
    let text = rank.0.as_str();
    let len = head_len(*text.as_bytes().first()?)?;
    let (head, fraction) = text.split_at_checked(len)?;
    let formed = text.bytes().all(|b| b.is_ascii_alphanumeric()) && !fraction.ends_with('0');
    formed.then_some(Parts { head, fraction })
}

/// `a` heads two characters, `b` three, and so on up; `Z` two, `Y` three, and so on down.
fn head_len(letter: u8) -> Option<usize> {
    match letter {
        b'a'..=b'z' => Some(usize::from(letter - b'a') + 2),
        b'A'..=b'Z' => Some(usize::from(b'Z' - letter) + 2),
        _ => None,
    }
}

fn above(low: Parts<'_>) -> String {
    next_head(low.head).unwrap_or_else(|| low.head.to_owned() + &middle(low.fraction, None))
}

fn below(high: Parts<'_>) -> String {
    previous_head(high.head).unwrap_or_else(|| high.head.to_owned() + &middle("", Some(high.fraction)))
}

fn inside(low: Parts<'_>, high: Parts<'_>) -> String {
    let roomy = next_head(low.head).filter(|next| next.as_str() < high.head);
    let within = (low.head == high.head && low.fraction < high.fraction).then_some(high.fraction);
    roomy.unwrap_or_else(|| low.head.to_owned() + &middle(low.fraction, within))
}

/// A fraction between two others, not a beginning of the upper one; no upper one means the end of the head.
///
/// Digits are copied from below until there is room for one in between. Where the digits differ by one only, the
/// lower is taken, after which there is no bound above: taking the upper would make a beginning of the key above.
fn middle(low: &str, high: Option<&str>) -> String {
    let (low, mut high) = (low.as_bytes(), high.map(str::as_bytes));
    let mut fraction = String::new();
    for idx in 0.. {
        let floor = low.get(idx).map_or(0, |b| value(*b));
        let ceiling = high.and_then(|h| h.get(idx)).map_or(BASE, |b| value(*b));
        if ceiling > floor + 1 {
            fraction.push(digit(usize::midpoint(floor, ceiling)));
            break;
        }
        fraction.push(digit(floor));
        high = high.filter(|_| ceiling == floor);
    }
    fraction
}

/// The head one higher; none past the last of the longest.
fn next_head(head: &str) -> Option<String> {
    count(head, 0, 1).or_else(|| match head.as_bytes().first()? {
        b'Z' => Some("a0".to_owned()),
        b'z' => None,
        letter => Some(filled(letter + 1, '0')),
    })
}

/// The head one lower; none past the first of the longest.
fn previous_head(head: &str) -> Option<String> {
    count(head, BASE - 1, BASE - 1).or_else(|| match head.as_bytes().first()? {
        b'a' => Some("Zz".to_owned()),
        b'A' => None,
        letter => Some(filled(letter - 1, 'z')),
    })
}

/// Adds `step` to the last digit, modulo 62; a digit that becomes `wrapped` carries on to its left. None when every
/// digit did.
fn count(head: &str, wrapped: usize, step: usize) -> Option<String> {
    let mut bytes = head.as_bytes().to_vec();
    for byte in bytes.iter_mut().skip(1).rev() {
        let sum = (value(*byte) + step) % BASE;
        *byte = DIGITS[sum];
        if sum != wrapped {
            return String::from_utf8(bytes).ok();
        }
    }
    None
}

fn filled(letter: u8, with: char) -> String {
    let n_digits = head_len(letter).unwrap_or(2) - 1;
    std::iter::once(char::from(letter)).chain(std::iter::repeat_n(with, n_digits)).collect()
}

/// The jitter as digits; the last is never `0`, which no key may end in.
fn tail([one, two, three]: [u8; 3]) -> String {
    let last = 1 + usize::from(three) % (BASE - 1);
    [usize::from(one) % BASE, usize::from(two) % BASE, last].map(digit).iter().collect()
}

fn digit(value: usize) -> char {
    char::from(DIGITS[value])
}

/// The value of a digit; `read` has let only digits through.
fn value(byte: u8) -> usize {
    DIGITS.iter().position(|d| *d == byte).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A small generator, so that a failure repeats.
    fn dice(mut seed: u64) -> impl FnMut(usize) -> usize {
        move |below| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below
        }
    }

    fn draw(roll: &mut impl FnMut(usize) -> usize) -> [u8; 3] {
        [roll(62) as u8, roll(62) as u8, roll(62) as u8]
    }

    /// Inserts `n` times where `place` says and answers the list.
    fn grow(n: usize, mut place: impl FnMut(usize, usize) -> usize, mut jitter: impl FnMut() -> [u8; 3]) -> Vec<Rank> {
        let mut ranks: Vec<Rank> = Vec::new();
        for turn in 0..n {
            let idx = place(turn, ranks.len());
            let before = idx.checked_sub(1).map(|i| &ranks[i]);
            let rank = Rank::between(before, ranks.get(idx), jitter());
            assert!(before.is_none_or(|b| *b < rank), "{before:?} < {rank}");
            assert!(ranks.get(idx).is_none_or(|a| rank < *a), "{rank} < {:?}", ranks.get(idx));
            ranks.insert(idx, rank);
        }
        assert!(ranks.is_sorted_by(|a, b| a < b));
        ranks
    }

    fn longest(ranks: &[Rank]) -> usize {
        ranks.iter().map(|r| r.0.len()).max().unwrap()
    }

    #[test]
    fn adding_at_either_end_keeps_keys_short() {
        assert!(longest(&grow(10_000, |_, len| len, || [61, 61, 61])) <= 7);
        assert!(longest(&grow(10_000, |_, _| 0, || [0, 0, 0])) <= 7);
    }

    #[test]
    fn ten_thousand_random_inserts_keep_order() {
        let (mut roll, mut jitter) = (dice(7), dice(11));
        let ranks = grow(10_000, |_, len| roll(len + 1), || draw(&mut jitter));
        assert!(longest(&ranks) <= 24, "{}", longest(&ranks));
    }

    #[test]
    fn adversarial_inserts_keep_order() {
        for jitter in [[0, 0, 0], [61, 61, 61], [0, 0, 61], [61, 0, 0]] {
            grow(2_000, |_, len| len.min(1), || jitter);
            grow(2_000, |_, len| len.saturating_sub(1), || jitter);
            grow(2_000, |turn, len| (len / 2 + turn % 2).min(len), || jitter);
        }
    }

    #[test]
    fn ten_thousand_inserts_into_one_gap_keep_order_when_long_lists_are_spread() {
        let mut roll = dice(3);
        let mut ranks = Rank::spread(2, None, || [0, 0, 0]);
        for _ in 0..10_000 {
            let rank = Rank::between(Some(&ranks[0]), Some(&ranks[1]), draw(&mut roll));
            assert!(ranks[0] < rank && rank < ranks[1]);
            let long = rank.is_long();
            ranks.insert(1, rank);
            if long {
                ranks = Rank::spread(ranks.len().min(50), None, || draw(&mut roll));
            }
        }
    }

    #[test]
    fn spread_goes_on_after_a_start() {
        let start = Rank("a5V".to_owned());
        let ranks = Rank::spread(200, Some(&start), || [5, 5, 5]);
        assert!(ranks.len() == 200 && start < ranks[0] && ranks.is_sorted_by(|a, b| a < b));
        assert!(Rank::spread(0, None, || [0, 0, 0]).is_empty());
    }

    #[test]
    fn heads_run_out_far_away_and_even_then_there_is_room() {
        let top = Rank(format!("z{}", "z".repeat(26)));
        let bottom = Rank(format!("A{}V", "0".repeat(26)));
        assert!(Rank::between(Some(&top), None, [0, 0, 0]) > top);
        assert!(Rank::between(None, Some(&bottom), [61, 61, 61]) < bottom);
    }

    #[test]
    fn keys_from_elsewhere_do_no_harm() {
        for wrong in ["", "0", "a", "zz", "a0V0", "a0é1", "…", "b1"] {
            let wrong = Rank(wrong.to_owned());
            assert_eq!(Rank::between(Some(&wrong), Some(&wrong), [1, 2, 3]), Rank("a0124".to_owned()));
        }
        let (low, high) = (Rank("a1V".to_owned()), Rank("a5V".to_owned()));
        assert!(Rank::between(Some(&high), Some(&low), [255; 3]) > high);
        assert!(Rank::between(Some(&low), Some(&low), [0; 3]) > low);
    }

    #[test]
    fn two_laptops_in_one_gap_differ() {
        let (low, high) = (Rank("a1V".to_owned()), Rank("a2V".to_owned()));
        let one = Rank::between(Some(&low), Some(&high), [1, 2, 3]);
        assert_ne!(one, Rank::between(Some(&low), Some(&high), [1, 2, 4]));
    }

    proptest! {
        #[test]
        fn any_inserts_keep_order(turns in prop::collection::vec((any::<u16>(), any::<[u8; 3]>()), 1..300)) {
            let mut jitter = turns.iter().map(|t| t.1);
            grow(turns.len(), |turn, len| usize::from(turns[turn].0) % (len + 1), || jitter.next().unwrap());
        }

        #[test]
        fn any_two_keys_leave_room(a in "[Za-b][0-9A-Za-z]{1,8}[1-9]", b in "[Za-b][0-9A-Za-z]{1,8}[1-9]", jitter: [u8; 3]) {
            let (low, high) = (Rank(a.clone().min(b.clone())), Rank(a.max(b)));
            prop_assume!(low != high && read(&low).is_some() && read(&high).is_some());
            let rank = Rank::between(Some(&low), Some(&high), jitter);
            prop_assert!(low < rank && rank < high && read(&rank).is_some());
        }
    }
}
