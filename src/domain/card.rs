//! Cards: an object standing in a stage.

use super::At;
use super::id::{CardId, CriterionId, ObjectId, StageId};
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
        /// Guarded exits of stages behind it that held when it moved on: what entrance criteria go by.
        passed: Vec<CriterionId>,
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

    /// The guarded exits that held on its way here.
    pub fn passed(&self) -> &[CriterionId] {
        match self {
            Self::Standing { passed, .. } => passed,
            Self::Done { .. } => &[],
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
            Self::Standing { stage, rank, entered_at, visit, passed } => Value::map([
                ("stage", stage.as_str().into()),
                ("rank", rank.0.as_str().into()),
                ("entered", format_at(*entered_at).into()),
                ("visit", (*visit).into()),
                ("passed", names(passed)),
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
            passed: passed(value.get("passed")),
        })
    }
}

fn names(criteria: &[CriterionId]) -> Value {
    let names: Vec<&str> = criteria.iter().map(CriterionId::as_str).collect();
    if names.is_empty() { Value::Null } else { names.into() }
}

fn passed(value: &Value) -> Vec<CriterionId> {
    let Value::List(list) = value else {
        return Vec::new();
    };
    list.iter().filter_map(|name| name.as_str().map(CriterionId::new)).collect()
}

/// Whose answer a card waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub object: ObjectId,
    /// The states that are an answer.
    pub states: Vec<String>,
}

impl Waiting {
    /// The register's value.
    pub fn to_value(&self) -> Value {
        Value::map([("object", self.object.to_string().into()), ("states", self.states.clone().into())])
    }

    /// Reads the register's value; `None` when it waits for nobody.
    pub fn from_value(value: &Value) -> Option<Self> {
        let object = ObjectId(value.get("object").as_str()?.parse().ok()?);
        let Value::List(states) = value.get("states") else {
            return None;
        };
        Some(Self { object, states: states.iter().filter_map(|s| s.as_str().map(str::to_owned)).collect() })
    }
}

/// A card as it is now: what rules ask of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    pub id: CardId,
    pub object: ObjectId,
    pub place: Place,
    /// Why somebody holds it.
    pub held: Option<String>,
    /// Why it is blocked: what somebody said, or the open object that blocks it.
    pub blocked: Option<String>,
    pub waiting_until: Option<At>,
    pub waiting: Option<Waiting>,
    pub created_at: At,
    pub deleted: bool,
    /// How often a gate or limit was forced.
    pub n_overrides: u32,
}
