//! Text as it is compared: lower case, accents off, cut into words.
//!
//! This follows SQLite's FTS5 tokenizer `unicode61 remove_diacritics 2` letter by letter, because a word typed once
//! is looked up twice: in the cards on the screen here, and in the whole workspace there. So accents come off Latin
//! letters only, and `ø`, `ł` and `ß`, which are letters rather than accents, stay. Compared over all of Unicode, the
//! two differ only in rare marks and in what came after Unicode 6.1, which FTS5 takes for letters: newer emoji, say.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Lower case, without accents.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars().filter_map(fold_char).collect()
}

/// The words of a text: runs of letters and digits, folded.
pub fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let runs = text.split(|c: char| !belongs(c));
    runs.map(fold).filter(|word| !word.is_empty())
}

/// Whether a character is part of a word: letters, digits, private use, and accents that follow them.
fn belongs(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    is_accent(c) || is_private(c) || c.is_alphanumeric() && !is_combining_mark(c) && !is_enclosed(c)
}

/// The accents that are dropped; other marks are separators, as in FTS5.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{331}')
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

/// Letters in circles and squares: symbols to FTS5, though alphabetic to Unicode.
fn is_enclosed(c: char) -> bool {
    matches!(c, '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f189}')
}

fn fold_char(c: char) -> Option<char> {
    if is_accent(c) {
        return None;
    }
    let lower = match c {
        'ς' => 'σ',
        'ſ' => 's',
        'µ' => 'μ',
        _ => c.to_lowercase().next().unwrap_or(c),
    };
    let base = std::iter::once(lower).nfd().next().filter(char::is_ascii_alphabetic);
    Some(base.unwrap_or(lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        words(text).collect()
    }

    #[test]
    fn case_and_accents_fold() {
        for (text, folded) in [
            ("Café CRÈME", "cafe creme"),
            ("Cafe\u{301}", "cafe"),
            ("Zürich Ångström Łódź", "zurich angstrom łodz"),
            ("Điện tử ế", "đien tu e"),
            ("İstanbul STRAẞE", "istanbul straße"),
            ("ΣΊΣΥΦΟΣ σίσυφος", "σίσυφοσ σίσυφοσ"),
            ("Йод 한글 結算", "йод 한글 結算"),
            ("5µs", "5μs"),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded);
            assert_eq!(fold(folded), folded);
        }
    }

    #[test]
    fn text_is_cut_as_the_search_index_cuts_it() {
        assert_eq!(cut("INC-142: pay_api's p95 > 2.5s"), ["inc", "142", "pay", "api", "s", "p95", "2", "5s"]);
        assert_eq!(cut("Cafe\u{301}s/Überlauf"), ["cafes", "uberlauf"]);
        assert_eq!(cut("結算が遅い、再起動"), ["結算が遅い", "再起動"]);
        assert_eq!(cut("a👍b Ⓐ ½ مرحبا"), ["a", "b", "½", "مرحبا"]);
        assert_eq!(cut(" -\u{301}- "), Vec::<String>::new());
    }
}
