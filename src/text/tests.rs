//! Odd letters: wide, joined, hidden, harmful.

use proptest::prelude::*;

use super::*;

const FAMILY: &str = "👨\u{200d}👩\u{200d}👧\u{200d}👦";

/// Whatever could hurt, and what it may stand beside.
fn nasty() -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        any::<char>(),
        prop::sample::select(vec![
            'a',
            ' ',
            '\n',
            '\t',
            '\r',
            '\u{1b}',
            '\u{9b}',
            '結',
            'é',
            '\u{301}',
            '\u{200d}',
            '\u{200b}',
            '\u{fe0f}',
            '\u{ad}',
            '👩',
            '🏽',
            '🇧',
            '🇪',
            'ש',
            'م',
            '\u{600}',
            '\u{202e}',
            '\u{e0041}',
            '\u{1100}',
            '\u{1161}',
            'क',
            '\u{94d}',
        ]),
    ];
    prop::collection::vec(letter, 0..40).prop_map(|chars| chars.into_iter().collect())
}

#[test]
fn plain_text_is_not_copied() {
    for text in ["", "plain", "Zürich 結算 שלום مرحبا", FAMILY] {
        assert!(matches!(sanitize(text), Cow::Borrowed(_)), "{text}");
    }
    assert!(matches!(sanitize_lines("two\nlines"), Cow::Borrowed(_)));
}

#[test]
fn what_a_terminal_would_obey_is_shown_instead() {
    for (text, safe) in [
        ("\u{1b}[31mred\u{1b}[0m", "?[31mred?[0m"),
        ("\u{1b}]52;c;cm0gLXJm\u{7}", "?]52;c;cm0gLXJm?"),
        ("\u{1b}]8;;http://x\u{1b}\\link\u{1b}]8;;\u{1b}\\", "?]8;;http://x?\\link?]8;;?\\"),
        ("\u{9b}2J\u{9d}0;title\u{9c}", "?2J?0;title?"),
        ("a\u{0}b\u{8}c\u{7f}d\re", "a?b?c?d?e"),
        ("a\tb", "a    b"),
        ("a\nb\r\nc\u{2028}d", "a b c d"),
        ("evil\u{202e}txt.exe\u{2066}x\u{2069}", "evil?txt.exe?x?"),
        ("flag\u{e0067}\u{e007f}", "flag??"),
        ("a\u{200b}b\u{ad}c\u{feff}d", "abcd"),
        ("❤\u{fe0f}", "❤"),
    ] {
        assert_eq!(sanitize(text), safe);
    }
    assert_eq!(sanitize_lines("a\r\nb\n\tc\u{1b}"), "a\nb\n    c?");
}

#[test]
fn marks_do_not_pile_up_and_emoji_stay_whole() {
    let pile = format!("e{}x", "\u{301}".repeat(300));
    assert_eq!(sanitize(&pile), format!("e{}x", "\u{301}".repeat(8)));
    let apart = format!("e{0}\u{200b}{0}", "\u{301}".repeat(8));
    assert_eq!(sanitize(&apart), format!("e{}", "\u{301}".repeat(8)));
    for whole in [FAMILY, "👩🏽\u{200d}❤\u{200d}💋\u{200d}👨🏾", "🇧🇪", "नमस्ते", "Điện"]
    {
        assert_eq!(sanitize(whole), whole);
    }
}

#[test]
fn widths_are_counted_by_grapheme() {
    for (text, cells) in [
        ("", 0),
        ("abc", 3),
        ("結算", 4),
        ("Cafe\u{301}", 4),
        (FAMILY, 2),
        ("🇧🇪", 2),
        ("שלום", 4),
        ("مرحبا", 5),
        ("…", 1),
    ] {
        assert_eq!(width(text), cells, "{text}");
    }
    assert_eq!(width(&"結".repeat(10_000)), 20_000);
}

#[test]
fn a_cut_never_goes_through_a_grapheme() {
    let family = format!("a{FAMILY}bc");
    for (text, cells, left) in [
        ("checkout", 8, "checkout"),
        ("checkout", 5, "chec…"),
        ("checkout", 1, "…"),
        ("checkout", 0, ""),
        ("結算遅い", 5, "結算…"),
        ("結算遅い", 4, "結…"),
        ("Cafe\u{301}s au lait", 5, "Cafe\u{301}…"),
        ("שלום עולם", 5, "שלום…"),
        (family.as_str(), 4, "a\u{1f468}\u{200d}👩\u{200d}👧\u{200d}👦…"),
        (family.as_str(), 3, "a…"),
    ] {
        assert_eq!(cut(text, cells, "…"), left, "{text} {cells}");
    }
    assert_eq!(cut("checkout", 5, "~"), "chec~");
    assert_eq!(cut("checkout", 2, "..."), "");
    assert_eq!(width(&cut(&"x".repeat(10_000), 80, "…")), 80);
    assert_eq!(width(&cut(&FAMILY.repeat(10_000), 80, "…")), 79);
}

#[test]
fn padding_fills_exactly() {
    assert_eq!(pad("ab", 4, "…"), "ab  ");
    assert_eq!(pad("結算遅い", 4, "…"), "結… ");
    assert_eq!(pad("checkout", 4, "~"), "che~");
    assert_eq!(pad("x", 0, "…"), "");
}

#[test]
fn lines_are_broken_between_words() {
    for (text, cells, lines) in [
        ("the pool is exhausted", 9, vec!["the pool", "is", "exhausted"]),
        ("one\n\ntwo  three", 20, vec!["one", "", "two three"]),
        ("a exhausted b", 4, vec!["a", "exha", "uste", "d b"]),
        ("結算が遅い", 5, vec!["結算", "が遅", "い"]),
        ("a 結 b", 1, vec!["a", "?", "b"]),
        ("", 5, vec![""]),
        ("x", 0, vec![]),
    ] {
        assert_eq!(wrap(text, cells), lines, "{text}");
    }
    assert_eq!(wrap(&FAMILY.repeat(3), 4), [FAMILY.repeat(2), FAMILY.to_owned()]);
    assert_eq!(wrap(&"x".repeat(10_000), 80).len(), 125);
}

proptest! {
    #[test]
    fn sanitized_text_is_safe_and_stays_as_it_is(text in nasty()) {
        let safe = sanitize_lines(&text).into_owned();
        prop_assert!(!safe.chars().any(|c| c != '\n' && is_hidden(c) || is_dropped(c)));
        prop_assert!(safe.graphemes(true).all(|g| g.chars().filter(|c| c.width() == Some(0)).count() <= 8));
        prop_assert_eq!(sanitize_lines(&safe), &*safe);
        let line = sanitize(&text);
        prop_assert!(!line.contains('\n'));
        prop_assert_eq!(sanitize(&line), &*line);
    }

    #[test]
    fn anything_fits_where_it_should(text in nasty(), cells in 0_usize..12) {
        let safe = sanitize_lines(&text);
        let line = sanitize(&text);
        prop_assert!(width(&cut(&line, cells, "…")) <= cells);
        prop_assert_eq!(width(&pad(&line, cells, "~")), cells);
        for line in wrap(&safe, cells) {
            prop_assert!(width(&line) <= cells, "{:?}", line);
        }
    }
}
