//! The reference data: its counts, and that every reference leads somewhere.

mod story;

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::*;
use crate::domain::stream::{Criterion, CriterionKind, Level, Stage};

fn stages(all: &Reference) -> impl Iterator<Item = &Stage> {
    all.streams.iter().flat_map(|s| &s.stages)
}

fn criteria(all: &Reference) -> impl Iterator<Item = &Criterion> {
    stages(all).flat_map(|s| &s.criteria)
}

#[test]
fn the_counts_of_the_model_come_out() {
    let all = reference().unwrap();
    let of_kind = |kind| criteria(&all).filter(|c| c.kind == kind).count();
    let of_level = |level| criteria(&all).filter(|c| c.level == Some(level)).count();
    assert_eq!(all.streams.iter().map(|s| s.stages.len()).collect::<Vec<_>>(), [5, 4, 4, 4, 3, 5, 3]);
    assert_eq!(all.streams.iter().map(|s| s.scenarios.len()).sum::<usize>(), 28);
    assert_eq!(all.streams.iter().map(|s| s.edges.len()).sum::<usize>(), 26);
    assert_eq!(of_kind(CriterionKind::Entrance), 42);
    assert_eq!(of_kind(CriterionKind::Exit), 46);
    assert_eq!(of_kind(CriterionKind::Activity), 144);
    let levels = [Level::Shall, Level::Should, Level::May, Level::Can].map(of_level);
    assert_eq!(levels, [85, 26, 31, 2]);
    assert_eq!(stages(&all).map(|s| s.value_items.len()).sum::<usize>(), 33);
    assert_eq!((all.roles.len(), all.types.len()), (24, 46));
}

#[test]
fn every_reference_resolves() {
    let all = reference().unwrap();
    let types: BTreeSet<&str> = all.types.iter().map(|t| t.id.as_str()).collect();
    let stage_ids: BTreeSet<_> = stages(&all).map(|s| &s.id).collect();
    let exits: BTreeSet<_> = criteria(&all).filter(|c| c.kind == CriterionKind::Exit).map(|c| &c.id).collect();
    let roles: BTreeSet<&str> = all.roles.iter().map(|r| r.name.as_str()).collect();
    for criterion in criteria(&all) {
        assert!(criterion.objects.iter().all(|o| types.contains(o.as_str())), "{}", criterion.id);
        assert!(criterion.satisfied_by.iter().all(|c| exits.contains(c)), "{}", criterion.id);
        assert_eq!(criterion.level.is_some(), criterion.kind == CriterionKind::Activity, "{}", criterion.id);
    }
    for stage in stages(&all) {
        assert!(stage.roles.iter().all(|r| roles.contains(r.as_str())), "{}", stage.id);
        assert!(stage.loops.iter().all(|l| stage_ids.contains(&l.to)), "{}", stage.id);
    }
    for stream in &all.streams {
        assert!(types.contains(stream.card_type.as_str()), "{}", stream.id);
        assert!(stream.stages.iter().any(|s| s.id == stream.clock_starts), "{}", stream.id);
        for edge in &stream.edges {
            assert!(all.streams.iter().any(|s| s.id == edge.to), "{}", edge.id);
            let ends = edge.from_stage.iter().chain(&edge.to_stage);
            assert!(ends.into_iter().all(|s| stage_ids.contains(s)), "{}", edge.id);
        }
        let named =
            stream.edges.iter().flat_map(|e| &e.objects).chain(stream.scenarios.iter().flat_map(|s| &s.objects));
        assert!(named.into_iter().all(|o| types.contains(o.as_str())), "{}", stream.id);
    }
    for relation in &all.relations {
        let ends = relation.from.iter().chain(&relation.to);
        assert!(ends.into_iter().all(|t| types.contains(t.as_str())), "{}", relation.id);
    }
    for kind in &all.types {
        let known = |id: &String| kind.states.iter().any(|s| s.id == *id);
        assert!(kind.states.iter().flat_map(|s| &s.next).all(known), "{}", kind.id);
    }
}

#[test]
fn ids_are_unique_and_short_names_fit() {
    let all = reference().unwrap();
    let unique = |ids: Vec<String>| assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    unique(stages(&all).map(|s| s.id.to_string()).collect());
    unique(criteria(&all).map(|c| c.id.to_string()).collect());
    unique(all.types.iter().map(|t| t.id.to_string()).collect());
    unique(all.types.iter().map(|t| t.prefix.clone()).collect());
    unique(all.roles.iter().map(|r| r.id.clone()).collect());
    unique(all.streams.iter().flat_map(|s| &s.edges).map(|e| e.id.clone()).collect());
    unique(all.relations.iter().map(|r| format!("{} {:?} {:?}", r.id, r.from, r.to)).collect());
    let short = |name: &str| unicode_width::UnicodeWidthStr::width(name) <= 9;
    assert!(stages(&all).all(|s| short(&s.short)));
    assert!(all.streams.iter().all(|s| short(&s.short)));
}

#[test]
fn a_relation_has_one_inverse() {
    let all = reference().unwrap();
    let mut seen: HashMap<&str, &str> = HashMap::new();
    for relation in &all.relations {
        let inverse = seen.entry(relation.id.as_str()).or_insert(relation.inverse.as_str());
        assert_eq!(*inverse, relation.inverse.as_str(), "{}", relation.id);
    }
}

#[test]
fn presets_can_be_read() {
    for (word, text) in PRESETS {
        assert_eq!(reference::stream(text).unwrap().id.as_str(), word);
    }
}

#[test]
fn the_mark_is_that_of_the_files() {
    let mut hash = Sha256::new();
    for text in STREAMS.iter().chain(&TYPES).chain([&RELATIONS, &ROLES]) {
        hash.update(text.len().to_le_bytes());
        hash.update(text);
    }
    let hex = hash.finalize().iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    });
    assert_eq!(REFERENCE_MARK, hex, "the reference data changed: write this into assets/reference.sha256");
}
