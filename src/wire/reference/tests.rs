//! Files people write: what is wrong is told with its line and column, at the word it is about.

use super::*;

/// Two stages with all that can be wrong, each part named so that a test can replace it.
const FILE: &str = r#"id = "own"
name = "Own"
short = "Own"
kind = "own"
gate = "enforce"
card_type = "change"
clock_starts = "one"

[[stages]]
id = "one"
name = "One"
short = "One"
parallel_with = ["two"]
exit = [{ id = "one-out1", text = "Done", guard = { field = "priority" } }]
activities = [{ id = "one-act1", level = "shall", text = "Do it" }]
[[stages.effects]]
on = "enter"
state = "assess"

[[stages]]
id = "two"
name = "Two"
short = "Two"
entrance = [{ id = "two-in1", text = "Begun", satisfied_by = ["one-out1"] }]
[[stages.back]]
guard = { before = "since" }
text = "Not too late"
edge = "on"
[[stages.loops]]
to = "one"
why = "not understood"

[[edges]]
id = "on"
kind = "main"
from_stage = "two"
to = "operate"
what = "what is left"

[[scenarios]]
id = "usual"
name = "Usual"
outcome = "Done"
first_stage = "one"
priority = 2
"#;

/// What is said of the file with one part of it replaced: line, column, words.
fn said(part: &str, by: &str) -> String {
    assert!(FILE.contains(part), "{part}");
    stream(&FILE.replacen(part, by, 1)).unwrap_err().to_string()
}

#[test]
fn the_file_as_it_is_can_be_read() {
    let stream = stream(FILE).unwrap();
    assert_eq!(stream.stages[1].criteria[0].satisfied_by[0].as_str(), "own/one-out1");
    assert_eq!(stream.stages[1].rules.back[0].edge.as_deref(), Some("on"));
}

#[test]
fn an_unknown_word_is_told_where_it_stands() {
    let no = said(r#"kind = "own""#, r#"kind = "odd""#);
    assert_eq!(no, "line 4, column 8: \"odd\" is none of it4it, itil, own");
}

#[test]
fn a_guard_of_an_unknown_kind_is_told_where_it_stands() {
    let no = said(r#"{ field = "priority" }"#, r#"{ feild = "priority" }"#);
    assert!(no.starts_with("line 14, column 53: unknown field `feild`, expected one of `field`"), "{no}");
    let no = said(r#"{ field = "priority" }"#, r#"{ paths = [["*"]] }"#);
    assert!(no.starts_with("line 14, column 51: a guard needs a kind: field, linked"), "{no}");
    let no = said(r#"{ field = "priority" }"#, r#"{ field = "a", reached = "b" }"#);
    assert!(no.starts_with("line 14, column 51: a guard has one kind"), "{no}");
}

#[test]
fn a_key_of_another_kind_of_guard_is_refused() {
    let no = said(r#"{ field = "priority" }"#, r#"{ field = "priority", states = ["new"] }"#);
    assert_eq!(no, "line 14, column 51: \"states\" does not belong to this kind of guard");
    let no = said(r#"{ field = "priority" }"#, r#"{ approval = "x", at_most = 2 }"#);
    assert_eq!(no, "line 14, column 51: \"at_most\" does not belong to this kind of guard");
    let no = said(r#"{ field = "priority" }"#, "{ all = [] }");
    assert_eq!(no, "line 14, column 51: a guard of several needs at least one");
    let no = said(r#"{ field = "priority" }"#, r#"{ linked = "*", at_least = 2, at_most = 1 }"#);
    assert_eq!(no, "line 14, column 51: at_most is less than at_least");
}

#[test]
fn an_approval_is_asked_of_a_card_only() {
    let no = said(r#"{ field = "priority" }"#, r#"{ linked = "change", where = { approval = "x" } }"#);
    assert!(no.starts_with("line 14, column 51: an approval is asked of a card"), "{no}");
    let effect = FILE.replacen("state = \"assess\"", "state = \"assess\"\nguard = { approval = \"x\" }", 1);
    assert!(stream(&effect).is_ok(), "what follows from a card's move may hang on who approved there");
}

#[test]
fn two_of_one_id_are_told_at_the_second() {
    assert_eq!(said(r#"id = "two""#, r#"id = "one""#), "line 21, column 6: there is a stage \"one\" already");
    let no = said("two-in1", "one-out1");
    assert_eq!(no, "line 24, column 20: there is a criterion \"one-out1\" already");
}

#[test]
fn an_id_is_a_word() {
    let no = said(r#"id = "two""#, r#"id = "Two/2""#);
    assert_eq!(no, "line 21, column 6: \"Two/2\" is no id: wanted are small letters, digits and dashes");
}

#[test]
fn what_leads_nowhere_in_the_file_is_told_where_it_stands() {
    let near = "there is one, two";
    let no = said(r#"clock_starts = "one""#, r#"clock_starts = "on""#);
    assert_eq!(no, format!("line 7, column 16: there is no stage \"on\" in this file; {near}"));
    let no = said(r#"["two"]"#, r#"["three"]"#);
    assert_eq!(no, format!("line 13, column 18: there is no stage \"three\" in this file; {near}"));
    let no = said(r#"["one-out1"]"#, r#"["one-act1"]"#);
    assert_eq!(no, "line 24, column 63: there is no exit criterion \"one-act1\" in this file; there is one-out1");
    let no = said(r#"edge = "on""#, r#"edge = "off""#);
    assert_eq!(no, "line 28, column 8: there is no edge \"off\" in this file; there is on");
    let no = said(r#"to = "one""#, r#"to = "none""#);
    assert_eq!(no, format!("line 30, column 6: there is no stage \"none\" in this file; {near}"));
    let no = said(r#"from_stage = "two""#, r#"from_stage = "own/three""#);
    assert_eq!(no, format!("line 36, column 14: there is no stage \"own/three\" in this file; {near}"));
    let no = said(r#"first_stage = "one""#, r#"first_stage = "zero""#);
    assert_eq!(no, format!("line 44, column 15: there is no stage \"zero\" in this file; {near}"));
}

#[test]
fn an_effect_follows_what_happens_in_a_stage() {
    let no = said(r#"on = "enter""#, r#"on = "created""#);
    assert_eq!(no, "line 17, column 6: \"created\" is none of enter, leave, finish");
    let no = said(r#"state = "assess""#, r#"stat = "assess""#);
    assert!(no.starts_with("line 18, column 1: unknown field `stat`"), "{no}");
}

#[test]
fn levels_and_priorities_are_what_they_can_be() {
    let no = said(r#"level = "shall", "#, "");
    assert_eq!(no, "line 15, column 22: an activity needs a level: shall, should, may or can");
    assert_eq!(said("priority = 2", "priority = 5"), "line 45, column 12: 5 is no priority: wanted is 1 to 4");
}
