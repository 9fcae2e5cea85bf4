//! Grooming: the cards of a stage by score, and weights tried out.

use crate::domain::filter::Filter;
use crate::domain::id::{CardId, StageId};
use crate::domain::score::{Factor, Weights};
use crate::domain::window::CardRow;

/// The cards of a stage as they are groomed.
#[derive(Debug, Clone, PartialEq)]
pub struct GroomView {
    pub stage: StageId,
    /// The filter it was read under.
    pub filter: Filter,
    /// By score, the highest first; nothing before they are read.
    pub rows: Option<Vec<CardRow>>,
    /// In the order of the board.
    pub on_board: Vec<CardId>,
    /// Beyond what is read.
    pub n_rest: u64,
    pub cursor: usize,
    /// The factor that digits set.
    pub factor: Factor,
    /// As the team has set them.
    pub saved: Weights,
    /// As they are tried out.
    pub weights: Weights,
}

impl GroomView {
    /// A stage of which nothing is read yet.
    pub fn new(stage: StageId, filter: Filter) -> Self {
        Self {
            stage,
            filter,
            rows: None,
            on_board: Vec::new(),
            n_rest: 0,
            cursor: 0,
            factor: Factor::Value,
            saved: Weights::default(),
            weights: Weights::default(),
        }
    }

    /// The cards, by score.
    pub fn rows(&self) -> &[CardRow] {
        self.rows.as_deref().unwrap_or_default()
    }

    /// The card under the cursor.
    pub fn current(&self) -> Option<&CardRow> {
        self.rows().get(self.cursor)
    }

    /// Whether weights are tried out that nobody saved.
    pub fn is_what_if(&self) -> bool {
        self.weights != self.saved
    }

    /// Puts the cards in order; the cursor stays on its card.
    pub fn sort(&mut self) {
        let card = self.current().map(|row| row.card);
        let weights = self.weights;
        if let Some(rows) = &mut self.rows {
            for row in rows.iter_mut() {
                row.score = row.scores.score(&weights);
            }
            let score = |row: &CardRow| row.score.unwrap_or(-1.0);
            rows.sort_by(|a, b| score(b).total_cmp(&score(a)).then_with(|| (&a.rank, a.card).cmp(&(&b.rank, b.card))));
        }
        let at = card.and_then(|card| self.rows().iter().position(|row| row.card == card));
        self.cursor = at.unwrap_or(self.cursor).min(self.rows().len().saturating_sub(1));
    }
}
