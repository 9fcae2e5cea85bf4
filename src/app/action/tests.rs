//! The table of actions holds together: names, keys, help.

use std::collections::BTreeSet;

use super::*;
use crate::app::key::parse_seq;

#[test]
fn names_are_unique() {
    let names: BTreeSet<&str> = TABLE.iter().map(|e| e.name).collect();
    assert_eq!(names.len(), TABLE.len());
    let actions: BTreeSet<Action> = TABLE.iter().map(|e| e.action).collect();
    assert_eq!(actions.len(), TABLE.len());
}

#[test]
fn no_key_has_two_meanings_in_one_context() {
    for context in Context::ALL {
        let mut seen: Vec<(Vec<super::super::key::Key>, &str)> = Vec::new();
        for entry in TABLE.iter().filter(|e| e.contexts.contains(context)) {
            for keys in entry.keys {
                let seq = parse_seq(keys).unwrap();
                let clash = seen.iter().find(|(other, _)| other.starts_with(&seq) || seq.starts_with(other));
                assert_eq!(clash, None, "{keys} of {} in {context:?}", entry.name);
                seen.push((seq, entry.name));
            }
        }
    }
}

#[test]
fn every_action_has_a_help_line_and_a_place() {
    for entry in TABLE {
        assert!(!entry.help.is_empty() && !entry.contexts.is_empty(), "{}", entry.name);
        assert!(entry.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{}", entry.name);
    }
}

#[test]
fn letters_stay_text_where_text_is_typed() {
    for entry in TABLE.iter().filter(|e| e.contexts.iter().any(|c| c.types())) {
        let is_text = |keys: &&&str| parse_seq(keys).unwrap()[0].typed().is_some();
        assert_eq!(entry.keys.iter().find(is_text), None, "{}", entry.name);
    }
}

#[test]
fn the_key_table_names_every_key() {
    let table = key_table();
    assert!(table.starts_with("| Where | Keys | What | Name |\n|---|---|---|---|\n"));
    assert!(
        table.contains("| screens | `L` | carry the card a stage on, through the gate | `move-right` |"),
        "{table}"
    );
    assert!(table.contains("| everywhere | `Esc` | one step back | `cancel` |"), "{table}");
}
