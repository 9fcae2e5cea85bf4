//! The nearest known word to one that is not known, for "did you mean".

/// The known word nearest to `word`: one that begins with it, else one few edits away. Case does not count.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = lower(word);
    if word.is_empty() {
        return None;
    }
    let near = known.into_iter().filter_map(|k| Some((rank(&word, &lower(k))?, k)));
    near.min_by_key(|(rank, _)| *rank).map(|(_, k)| k)
}

/// How far off, beginnings first; nothing when it is too far to be meant.
fn rank(word: &[char], known: &[char]) -> Option<(bool, usize)> {
    if known.starts_with(word) {
        return Some((false, known.len() - word.len()));
    }
    let limit = 1 + word.len() / 4;
    if word.len().abs_diff(known.len()) > limit {
        return None;
    }
    let off = edits(word, known);
    (off <= limit && off < known.len()).then_some((true, off))
}

/// Levenshtein's distance, one row at a time.
fn edits(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let swapped = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = swapped.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

fn lower(text: &str) -> Vec<char> {
    text.chars().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAGES: [&str; 4] = ["detect", "diagnose", "resolve", "review"];

    #[test]
    fn the_nearest_is_a_beginning_or_a_few_edits_away() {
        for (word, near) in [
            ("diag", Some("diagnose")),
            ("re", Some("review")),
            ("Resolv", Some("resolve")),
            ("detcet", Some("detect")),
            ("dignoze", Some("diagnose")),
            ("deploy", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, STAGES), near, "{word}");
        }
    }

    #[test]
    fn a_short_word_is_not_near_to_everything() {
        assert_eq!(nearest("x", ["is", "a"]), None);
        assert_eq!(nearest("s", ["is"]), Some("is"));
        assert_eq!(nearest("é", ["École"]), Some("École"));
    }

    #[test]
    fn edits_are_counted() {
        let count = |a: &str, b: &str| edits(&lower(a), &lower(b));
        assert_eq!(count("kitten", "sitting"), 3);
        assert_eq!(count("", "abc"), 3);
        assert_eq!(count("same", "SAME"), 0);
    }
}
