//! Percentiles by nearest rank: a value that was really there, never one in between.

/// The four that are shown of spans, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Percentiles {
    pub p50: i64,
    pub p70: i64,
    pub p85: i64,
    pub p95: i64,
}

impl Percentiles {
    /// Of these spans, in any order; of none there are none.
    pub fn of(mut spans: Vec<i64>) -> Option<Self> {
        spans.sort_unstable();
        let rank = |percent| nearest_rank(&spans, percent);
        Some(Self { p50: rank(50)?, p70: rank(70)?, p85: rank(85)?, p95: rank(95)? })
    }

    /// With their percents.
    pub fn each(&self) -> [(u32, i64); 4] {
        [(50, self.p50), (70, self.p70), (85, self.p85), (95, self.p95)]
    }
}

/// The smallest of the sorted values that at least `percent` of a hundred do not exceed.
pub fn nearest_rank(sorted: &[i64], percent: u32) -> Option<i64> {
    let rank = (sorted.len() * percent as usize).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_the_nearest_rank_and_was_really_there() {
        // Five values: 50 % of 5 is 2.5, so the third; 70 % is 3.5, the fourth; 85 % and 95 %, the fifth.
        let of_five = Percentiles::of(vec![40, 15, 20, 50, 35]).unwrap();
        assert_eq!(of_five, Percentiles { p50: 35, p70: 40, p85: 50, p95: 50 });
        // Twenty values 1 to 20: the 10th, 14th, 17th and 19th.
        let of_twenty = Percentiles::of((1..=20).collect()).unwrap();
        assert_eq!(of_twenty, Percentiles { p50: 10, p70: 14, p85: 17, p95: 19 });
    }

    #[test]
    fn one_value_is_all_of_them_and_none_has_none() {
        assert_eq!(Percentiles::of(vec![7]).unwrap(), Percentiles { p50: 7, p70: 7, p85: 7, p95: 7 });
        assert_eq!(Percentiles::of(Vec::new()), None);
    }
}
