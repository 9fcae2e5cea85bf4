//! What goes on between messages: what is below, held, owed, waited for.

use std::collections::BTreeMap;

use super::action::Action;
use super::key::Input;
use super::model::{Cell, Mode};
use super::update::place::SavedPlace;
use crate::domain::At;
use crate::domain::id::{CardId, StageId, StreamId};
use crate::domain::lane::LaneKey;

/// What goes on between messages; never drawn.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Flow {
    /// Modes below the one that has the keys, to come back to.
    pub below: Vec<Mode>,
    /// What was typed for a wish under way; it comes back when the wish is refused.
    pub held: Option<Box<Mode>>,
    /// Keys typed ahead of a form or of hits that are on their way.
    pub typed_ahead: Vec<Input>,
    /// Ctrl-c was pressed last; once more quits.
    pub interrupted: bool,
    pub coach_ended: bool,
    /// What the lesson waits for to be written.
    pub coach_waits: Option<Action>,
    /// Steps forward that are being saved, by card.
    pub steps: BTreeMap<CardId, i32>,
    /// Who was given cards by the write under way: whether they have too many is told.
    pub given: Option<String>,
    /// When a card was last moved on by key: a held key does not finish it.
    pub stepped_at: Option<At>,
    pub pointer: Pointer,
    /// The detail shows the card the cursor comes to, once that is read.
    pub follows: bool,
    /// The name of a board being made, to be opened when it is there.
    pub new_board: Option<String>,
    /// What a column's cursor waits for, until its window comes.
    pub wants: BTreeMap<Cell, Wants>,
    /// The card a column's window was last read around.
    pub around: BTreeMap<Cell, CardId>,
    /// The card the cursor goes to once it is seen in one of the lanes.
    pub seeks: Option<CardId>,
    /// Lanes that were folded when we left off, until the lanes are known.
    pub folded: Vec<LaneKey>,
    /// Where the cursor goes once the lanes are known.
    pub lands: Option<(StageId, Option<CardId>)>,
    /// The card carried to another lane by the write under way: the cursor goes along.
    pub carried: Option<(CardId, LaneKey)>,
    /// The card the cursor came to rest on, where it is shown beside the board.
    pub rest: Option<Rest>,
    /// Where we left off, until the streams are known.
    pub place: Option<SavedPlace>,
    /// The journal's position that was seen.
    pub seen: Option<i64>,
    /// Where to go once they are.
    pub opens_standup: Option<Option<StreamId>>,
    /// When the streams were asked for last.
    pub counted_at: Option<At>,
    /// The edge a refusal offered: `t` begins there.
    pub offered_edge: Option<String>,
    /// Counts were asked for: what waits for my approval is to be read behind them.
    pub has_new_counts: bool,
    /// The card the queue of a triage was last read around.
    pub queued_around: Option<CardId>,
    /// Counts were asked for: what is major is to be read behind them.
    pub asks_majors: bool,
    /// A read failed: with the next key it is tried again.
    pub read_failed: bool,
    /// The counts in memory are those of the past.
    pub counted_then: bool,
    /// The streams have been read once.
    pub has_overview: bool,
    /// This workspace is the demo.
    pub is_demo: bool,
}

/// Where the cursor rests, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rest {
    pub card: CardId,
    pub since: At,
    /// Its gate was asked for already.
    pub is_asked: bool,
}

/// What a column's cursor waits for: so many rows on (or, negative, back) from somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wants {
    pub from: Origin,
    pub steps: i64,
    /// How often it was read for in vain; after a few times it is given up.
    pub n_tries: u8,
}

impl Wants {
    /// Not read for yet.
    pub fn new(from: Origin, steps: i64) -> Self {
        Self { from, steps, n_tries: 0 }
    }
}

/// Where a cursor's way begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    First,
    Last,
    Cursor,
}

/// What the mouse did last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pointer {
    /// Where its button went down on a card, until it comes up.
    pub down: Option<(u16, u16)>,
    /// The last click, to tell a double one.
    pub click: Option<(u16, u16, At)>,
}
