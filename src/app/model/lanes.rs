//! How a board is cut: its columns alone, each in lanes, or by team instead of by stage.
//!
//! The columns of a board in lanes lie one lane after another, all stages of the first lane first: a cell of this grid
//! is a column like any other, with a window and a cursor of its own.

use std::collections::BTreeSet;

use super::{Board, Column, Model};
use crate::domain::id::StageId;
use crate::domain::lane::{Lane, LaneBy, LaneKey, LaneLine, Slice};
use crate::domain::window::CardRow;

/// Which column of a board: of a stage, of a lane of it; the stage of a team's column is empty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    pub stage: StageId,
    pub lane: Option<LaneKey>,
}

/// The lanes of a board.
#[derive(Debug, Clone, PartialEq)]
pub struct Lanes {
    pub by: LaneBy,
    /// Columns are teams, over the same cards: the team lens.
    pub is_lens: bool,
    /// None before they are read.
    pub lines: Option<Vec<LaneLine>>,
    pub folded: BTreeSet<LaneKey>,
    /// The first lane on screen, where not all fit.
    pub first: usize,
}

impl Lanes {
    /// Lanes that are still to be read.
    pub fn new(by: LaneBy, is_lens: bool) -> Self {
        Self { by, is_lens, lines: None, folded: BTreeSet::new(), first: 0 }
    }
}

impl Board {
    /// The lanes, where they run across the stages and are known.
    pub fn rows(&self) -> Option<(&Lanes, &[LaneLine])> {
        let lanes = self.lanes.as_ref().filter(|lanes| !lanes.is_lens)?;
        Some((lanes, lanes.lines.as_deref()?))
    }

    /// Whether the columns are teams.
    pub fn is_lens(&self) -> bool {
        self.lanes.as_ref().is_some_and(|lanes| lanes.is_lens)
    }

    /// How many columns lie side by side.
    pub fn n_across(&self) -> usize {
        let n_lanes = self.rows().map_or(1, |(_, lines)| lines.len().max(1));
        (self.columns.len() / n_lanes).max(1)
    }

    /// The position of the focus from left to right.
    pub fn across(&self) -> usize {
        self.focus % self.n_across()
    }

    /// The lane of a column, by its position.
    pub fn lane_of(&self, idx: usize) -> Option<usize> {
        self.rows().map(|_| idx / self.n_across())
    }

    /// The line of the lane of a column; of a team's column that of the team.
    pub fn line_of(&self, idx: usize) -> Option<&LaneLine> {
        let key = self.columns.get(idx)?.lane.as_ref()?;
        self.lanes.as_ref()?.lines.as_ref()?.iter().find(|line| line.key == *key)
    }

    /// How many cards a column holds, where lanes know it.
    pub fn n_in(&self, idx: usize) -> Option<u64> {
        let line = self.line_of(idx)?;
        if self.is_lens() { Some(line.n_cards()) } else { line.counts.get(idx % self.n_across()).copied() }
    }

    /// Whether the lane of a column is folded.
    pub fn is_lane_folded(&self, idx: usize) -> bool {
        let key = self.columns.get(idx).and_then(|c| c.lane.as_ref());
        self.rows().zip(key).is_some_and(|((lanes, _), key)| lanes.folded.contains(key))
    }

    /// What a column holds.
    pub fn slice(&self, idx: usize) -> Option<Slice> {
        let (column, lanes) = (self.columns.get(idx)?, self.lanes.as_ref());
        let lane = lanes.zip(column.lane.clone()).map(|(lanes, key)| Lane { by: lanes.by, key });
        let stage = Some(column.stage.clone()).filter(|stage| !stage.as_str().is_empty());
        Some(Slice { stage, lane })
    }
}

impl Column {
    /// Which column this is.
    pub fn cell(&self) -> Cell {
        Cell { stage: self.stage.clone(), lane: self.lane.clone() }
    }
}

impl Model {
    /// The stage of the column the cursor is in; where columns are teams that of the card, else the first.
    pub(super) fn stage_at_cursor(&self) -> Option<&StageId> {
        let column = self.board.columns.get(self.board.focus)?;
        if self.board.is_lens() {
            let first = || self.stream().and_then(|s| s.stages.first()).map(|s| &s.id);
            return column.current().map(|row: &CardRow| &row.stage).or_else(first);
        }
        Some(&column.stage)
    }
}
