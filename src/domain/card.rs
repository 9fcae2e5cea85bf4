//! Cards: an object standing in a stage.

use super::At;
use super::id::{CardId, ObjectId, StageId};
use super::rank::Rank;
use super::value::{Value, format_at};

/// Where a card is. One register, so that two people can never tear it.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// On the board.
    Standing {
        stage: StageId,
        rank: Rank,
        /// When this visit began; kept when the card is only reordered, given back by an undo.
        entered_at: At,
        /// The how-manieth visit of this card; ticks count for the visit they were made in.
        visit: i64,
    },
    /// Finished: off the board, with what it was good for.
    Done {
        /// The stage it left.
        from: StageId,
        at: At,
        visit: i64,
        value: Option<String>,
        beneficiary: Option<String>,
    },
}

impl Place {
    /// The stage it stands in, or left when done.
    pub fn stage(&self) -> &StageId {
        match self {
            Self::Standing { stage, .. } | Self::Done { from: stage, .. } => stage,
        }
    }

    /// The number of its visit.
    pub fn visit(&self) -> i64 {
        match self {
            Self::Standing { visit, .. } | Self::Done { visit, .. } => *visit,
        }
    }

    /// Whether the card has left the board.
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Done { .. })
    }

    /// The register's value.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Standing { stage, rank, entered_at, visit } => Value::map([
                ("stage", stage.as_str().into()),
                ("rank", rank.0.as_str().into()),
                ("entered", format_at(*entered_at).into()),
                ("visit", (*visit).into()),
            ]),
            Self::Done { from, at, visit, value, beneficiary } => Value::map([
                ("done", true.into()),
                ("stage", from.as_str().into()),
                ("at", format_at(*at).into()),
                ("visit", (*visit).into()),
                ("value", Value::text_or_null(value.as_deref())),
                ("for", Value::text_or_null(beneficiary.as_deref())),
            ]),
        }
    }

    /// Reads the register's value; `None` when it is none of ours.
    pub fn from_value(value: &Value) -> Option<Self> {
        let stage = StageId::new(value.get("stage").as_str()?);
        let visit = value.get("visit").as_int().unwrap_or(1);
        if value.get("done").as_bool() == Some(true) {
            return Some(Self::Done {
                from: stage,
                at: value.get("at").as_at()?,
                visit,
                value: value.get("value").as_str().map(str::to_owned),
                beneficiary: value.get("for").as_str().map(str::to_owned),
            });
        }
        Some(Self::Standing {
            stage,
            rank: Rank(value.get("rank").as_str()?.to_owned()),
            entered_at: value.get("entered").as_at()?,
            visit,
        })
    }
}

/// A card as it is now: what rules ask of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    pub id: CardId,
    pub object: ObjectId,
    pub place: Place,
    /// Why it is blocked.
    pub blocked: Option<String>,
    pub waiting_until: Option<At>,
    pub created_at: At,
    pub deleted: bool,
    /// How often a gate or limit was forced.
    pub n_overrides: u32,
}
