//! The demo workspace: a team, seven busy boards and ninety days of history, the same each time.
//!
//! Lives here: how the plan of `assets/demo` becomes steps in the order of time ([`story`]), and how those go through
//! the one door of the store. Never here: a clock, a terminal, SQL, and no stage or type by name: who works on what
//! is all in the plan. Start reading at [`story`], then [`life`]; [`pace`] knows when things happened.

mod cast;
mod jam;
mod life;
mod office;
mod pace;
mod step;
mod story;
mod visit;

use std::collections::BTreeMap;

use crate::domain::At;
use crate::domain::key::Key;
use crate::store::{Ask, CommitError, Receipt, Store};
use crate::wire::reference::ReferenceError;
use crate::wire::{assets, demo as plan};
use step::{Ids, Step, Thing};

/// The moment the demo stands at, unless somebody wants another: a Friday morning, 2026-11-20T09:30:00Z.
pub const DEMO_AT: At = match At::from_timestamp(1_795_167_000, 0) {
    Some(at) => at,
    None => At::UNIX_EPOCH,
};

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seeded {
    /// Cards, finished ones included.
    pub n_cards: usize,
    /// Actions of people that make up the history.
    pub n_groups: usize,
    /// The keys of what the plan calls by a name: `checkout`, `pay-release`.
    pub keys: BTreeMap<String, Key>,
}

/// Why the demo could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    #[error("the data of the demo cannot be read: {0}")]
    Plan(#[from] ReferenceError),
    #[error(transparent)]
    Commit(#[from] CommitError),
}

/// Fills a new workspace with the demo as it stands at `at`, in one transaction.
pub fn seed(store: &mut Store, at: At) -> Result<Seeded, SeedError> {
    let tale = story::tell(&plan::plan()?, &assets::reference()?, at);
    let mut told = Told { steps: tale.steps.iter(), last: None, ids: Ids::default(), keys: BTreeMap::new() };
    let n_groups = store.commit_each(|receipt| told.next(receipt))?;
    let keys = tale.names.into_iter().filter_map(|(name, thing)| Some((name, told.keys.get(&thing)?.clone())));
    Ok(Seeded { n_cards: told.ids.n_cards(), n_groups, keys: keys.collect() })
}

/// Hands out the steps one by one, each with the ids that those before brought.
struct Told<'a> {
    steps: std::slice::Iter<'a, Step>,
    last: Option<&'a Step>,
    ids: Ids,
    keys: BTreeMap<Thing, Key>,
}

impl Told<'_> {
    fn next(&mut self, receipt: Option<&Receipt>) -> Option<Ask> {
        self.note(receipt);
        let ids = &self.ids;
        let (step, intents) = self.steps.find_map(|step| Some((step, step.intents(ids)?)))?;
        self.last = Some(step);
        Some(Ask { reason: step.reason.clone(), ..Ask::new(step.author(), intents) })
    }

    fn note(&mut self, receipt: Option<&Receipt>) {
        let Some(done) = receipt.and_then(|r| r.done.first()) else {
            return;
        };
        let Some(thing) = self.last.and_then(Step::makes) else {
            return;
        };
        self.ids.note(thing, done.object, done.card);
        self.keys.extend(done.key.clone().map(|key| (thing, key)));
    }
}

#[cfg(test)]
mod tests;
