//! Twins: objects that look like one at hand, told by the words of their titles and by what both are linked with.
//!
//! A word weighs more the fewer objects hold it, as in bm25; what the store counts of a common word ends at a limit,
//! so that the same is read among a hundred objects and among a hundred thousand.

use std::collections::BTreeMap;

use super::At;
use super::id::{ObjectId, TypeId};
use super::key::Key;

/// Words looked for at most, and how many objects are looked at for each.
pub const MOST_WORDS: usize = 12;
pub const MOST_OF_A_WORD: usize = 100;
/// Objects compared whole.
pub const MOST_COMPARED: usize = 40;
/// Twins told.
pub const MOST_TOLD: usize = 5;
/// For how long something closed is still worth looking at, in days.
pub const CLOSED_DAYS: i64 = 30;

/// How much of what there is in common makes a twin.
const ENOUGH: f64 = 0.4;
/// What an object in common is worth beside all words in common; two are worth no more than that.
const SHARED: f64 = 0.25;
/// What is left of it where the types are not the same.
const OTHER_TYPE: f64 = 0.7;
/// Words shorter than this say nothing.
const SHORTEST: usize = 2;

/// An object that may be a twin.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    pub object: ObjectId,
    pub key: Key,
    pub title: String,
    pub type_id: TypeId,
    /// When it was closed, where it is.
    pub closed_at: Option<At>,
    pub is_closed: bool,
    /// Objects both are linked with, by key.
    pub shared: Vec<String>,
}

/// An object that looks like another one.
#[derive(Debug, Clone, PartialEq)]
pub struct Twin {
    pub object: ObjectId,
    pub key: Key,
    pub title: String,
    pub closed_at: Option<At>,
    pub is_closed: bool,
    /// The words and objects in common.
    pub words: Vec<String>,
    pub shared: Vec<String>,
    /// From 0 to 1.5: the larger, the more alike.
    pub score: f64,
}

/// The words of a title that say something: each once, folded, in order.
pub fn words(title: &str) -> Vec<String> {
    let folded = super::filter::fold(title);
    let mut words: Vec<String> = Vec::new();
    for word in folded.split(|c: char| !c.is_alphanumeric()) {
        let is_known = words.iter().any(|w| w == word);
        if word.chars().count() >= SHORTEST && !is_known && words.len() < MOST_WORDS {
            words.push(word.to_owned());
        }
    }
    words
}

/// What each word weighs, from how many objects hold it (counted up to the limit).
pub fn weights(held_by: &[(String, usize)]) -> BTreeMap<String, f64> {
    let most = MOST_OF_A_WORD as f64;
    let weight = |n: usize| (1.0 + most / (n.max(1) as f64)).ln();
    held_by.iter().map(|(word, n)| (word.clone(), weight(*n))).collect()
}

/// The most alike first; what has too little in common, or was closed too long ago, is no twin.
pub fn twins(of_type: &TypeId, weights: &BTreeMap<String, f64>, candidates: Vec<Candidate>, now: At) -> Vec<Twin> {
    let mut twins: Vec<Twin> =
        candidates.into_iter().filter_map(|candidate| twin(of_type, weights, candidate, now)).collect();
    twins.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.is_closed.cmp(&b.is_closed)).then(b.key.cmp(&a.key)));
    twins.truncate(MOST_TOLD);
    twins
}

fn twin(of_type: &TypeId, weights: &BTreeMap<String, f64>, found: Candidate, now: At) -> Option<Twin> {
    if found.closed_at.is_some_and(|at| (now - at).num_days() >= CLOSED_DAYS) {
        return None;
    }
    let own = words(&found.title);
    let words: Vec<String> = weights.keys().filter(|word| own.contains(word)).cloned().collect();
    let total: f64 = weights.values().sum();
    let common: f64 = words.iter().filter_map(|word| weights.get(word)).sum();
    let of_words = if total > 0.0 { common / total } else { 0.0 };
    let of_links = SHARED * found.shared.len().min(2) as f64;
    let of_type = if found.type_id == *of_type { 1.0 } else { OTHER_TYPE };
    let score = (of_words + of_links) * of_type;
    let Candidate { object, key, title, closed_at, is_closed, shared, .. } = found;
    (score >= ENOUGH).then_some(Twin { object, key, title, closed_at, is_closed, words, shared, score })
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::domain::value::from_millis;

    fn now() -> At {
        from_millis(100 * 86_400_000)
    }

    fn found(n: u64, title: &str) -> Candidate {
        Candidate {
            object: ObjectId(uuid::Uuid::from_u128(n.into())),
            key: Key::new("INC", n),
            title: title.into(),
            type_id: TypeId::new("incident"),
            closed_at: None,
            is_closed: false,
            shared: Vec::new(),
        }
    }

    /// The keys of the twins of `Disk of pg07 full`.
    fn keys(candidates: Vec<Candidate>) -> Vec<String> {
        let weights = weights(&[("disk".into(), MOST_OF_A_WORD), ("pg07".into(), 1), ("full".into(), 20)]);
        twins(&TypeId::new("incident"), &weights, candidates, now()).iter().map(|t| t.key.to_string()).collect()
    }

    #[test]
    fn the_words_of_a_title_are_folded_and_told_once() {
        assert_eq!(words("Café: the DISK of pg07, disk 9 %"), ["cafe", "the", "disk", "of", "pg07"]);
    }

    #[test]
    fn rare_words_weigh_more_than_common_ones() {
        let weights = weights(&[("disk".into(), 100), ("pg07".into(), 1)]);
        assert!(weights["pg07"] > 5.0 * weights["disk"], "{weights:?}");
        let twins = |title: &str| twins(&TypeId::new("incident"), &weights, vec![found(1, title)], now()).len();
        assert_eq!((twins("pg07 is slow"), twins("disk is slow")), (1, 0));
    }

    #[test]
    fn objects_in_common_make_up_for_words() {
        let linked = Candidate { shared: vec!["API-1".into(), "API-2".into()], ..found(1, "Checkout is slow") };
        let one = Candidate { shared: vec!["API-1".into()], ..found(2, "Checkout is slow") };
        assert_eq!(keys(vec![one, linked]), ["INC-1"]);
    }

    #[test]
    fn what_was_closed_long_ago_is_no_twin_and_another_type_comes_behind() {
        let closed = |days: i64| Some(now() - TimeDelta::days(days));
        let title = "pg07 disk full";
        let weights = weights(&[("disk".into(), 10), ("pg07".into(), 10), ("full".into(), 10)]);
        let old = Candidate { closed_at: closed(30), is_closed: true, ..found(1, title) };
        let late = Candidate { closed_at: closed(9), is_closed: true, ..found(2, title) };
        let event = Candidate { type_id: TypeId::new("event"), ..found(3, title) };
        let twins = twins(&TypeId::new("incident"), &weights, vec![event, late, old], now());
        let keys: Vec<&str> = twins.iter().map(|t| t.key.as_str()).collect();
        assert_eq!(keys, ["INC-2", "INC-3"]);
    }
}
