//! Flow distribution: what kinds of work were finished.

use std::collections::BTreeMap;

use crate::domain::flow::{Flow, Period};
use crate::domain::id::TypeId;

/// The finished of one type.
#[derive(Debug, Clone, PartialEq)]
pub struct Kind {
    pub type_id: TypeId,
    pub n_finished: u32,
    /// Of all that were finished, 0 to 1.
    pub share: f64,
}

/// By type, the most first.
pub fn distribution(flow: &Flow, period: &Period) -> Vec<Kind> {
    let mut counts: BTreeMap<&TypeId, u32> = BTreeMap::new();
    for trail in flow.trails.iter().filter(|trail| trail.done_at.is_some_and(|at| period.holds(at))) {
        *counts.entry(&trail.type_id).or_default() += 1;
    }
    let all: u32 = counts.values().sum();
    let kind = |(type_id, n): (&TypeId, u32)| Kind {
        type_id: type_id.clone(),
        n_finished: n,
        share: f64::from(n) / f64::from(all),
    };
    let mut kinds: Vec<Kind> = counts.into_iter().map(kind).collect();
    kinds.sort_by(|a, b| b.n_finished.cmp(&a.n_finished).then_with(|| a.type_id.cmp(&b.type_id)));
    kinds
}
