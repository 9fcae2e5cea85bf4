//! Triage: the part of a stage's queue that is in memory, the place in it, and what looks like the card there.

use std::collections::BTreeSet;

use crate::domain::id::{CardId, ObjectId, StageId};
use crate::domain::triage::Queue;
use crate::domain::twin::Twin;
use crate::domain::window::CardRow;

/// The triage of a stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Triage {
    pub stage: StageId,
    pub queue: Option<Queue>,
    /// The card the cursor is on; it follows the card, never the row.
    pub cursor: Option<CardId>,
    /// Where the cursor goes when that card is not there.
    pub otherwise: Option<CardId>,
    /// The first row on screen, counted within what is shown.
    pub top: usize,
    /// Cards decided on, while that is being saved.
    pub gone: BTreeSet<CardId>,
    /// What looks like an object, as it was read last.
    pub twins: Option<(ObjectId, Vec<Twin>)>,
    /// The last decision, in words.
    pub last: Option<String>,
}

impl Triage {
    /// The triage of a stage that is still to be read.
    pub fn new(stage: StageId, cursor: Option<CardId>) -> Self {
        Self { stage, queue: None, cursor, otherwise: None, top: 0, gone: BTreeSet::new(), twins: None, last: None }
    }

    /// The rows shown: those in memory, without what was decided on.
    pub fn rows(&self) -> Vec<&CardRow> {
        let rows = self.queue.iter().flat_map(|queue| &queue.rows);
        rows.filter(|row| !self.gone.contains(&row.card)).collect()
    }

    /// The row of the cursor among those shown.
    pub fn cursor_idx(&self) -> Option<usize> {
        self.rows().iter().position(|row| Some(row.card) == self.cursor)
    }

    /// The card under the cursor.
    pub fn current(&self) -> Option<&CardRow> {
        self.rows().into_iter().find(|row| Some(row.card) == self.cursor)
    }

    /// What looks like the card under the cursor; none while that is being read.
    pub fn twins(&self) -> Option<&[Twin]> {
        let current = self.current()?;
        self.twins.as_ref().filter(|(object, _)| *object == current.object).map(|(_, twins)| twins.as_slice())
    }

    /// How many are to be sorted, without those decided on.
    pub fn n_to_sort(&self) -> u64 {
        let queue = self.queue.as_ref();
        let n_gone = queue.map_or(0, |q| q.rows.iter().filter(|row| self.gone.contains(&row.card)).count());
        queue.map_or(0, |q| q.n_to_sort.saturating_sub(n_gone as u64))
    }
}
