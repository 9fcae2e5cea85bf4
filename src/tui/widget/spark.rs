//! A line of small columns: how a count went, in as many cells as there are counts.

use super::glyphs::Glyphs;

/// The counts against the largest of them; what is there shows more than what is not.
pub fn spark(counts: &[u64], glyphs: &Glyphs) -> String {
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let last = glyphs.spark.len() - 1;
    let step = |n: u64| if n == 0 { 0 } else { ((n * last as u64).div_ceil(most) as usize).clamp(1, last) };
    counts.iter().map(|n| glyphs.spark[step(*n)]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::glyphs::{ASCII, UNICODE};
    use super::*;

    #[test]
    fn the_largest_is_the_highest_and_nothing_is_the_lowest() {
        assert_eq!(spark(&[0, 1, 2, 4, 8], &UNICODE), "▁▂▃▅█");
        assert_eq!(spark(&[0, 1, 2, 4, 8], &ASCII), "_.:=#");
        assert_eq!(spark(&[0, 0], &ASCII), "__");
        assert_eq!(spark(&[], &ASCII), "");
    }
}
