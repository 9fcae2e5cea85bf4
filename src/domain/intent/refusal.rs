//! Every no has a reason, with the facts in it. Screen and command line print the same sentence.

use crate::domain::id::CriterionId;
use crate::domain::key::Key;

/// Why an intent was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The gate is not met, the target stage is full, or both.
    #[error("{0}")]
    Stays(Box<Stay>),
    #[error("there is no such {what} any more")]
    Gone { what: &'static str },
    #[error("{key} is archived; restore it first")]
    Archived { key: Key },
    #[error("{what} may not be empty")]
    Empty { what: &'static str },
    #[error("{what} \"{text}\" does not fit: wanted is {wanted}")]
    Invalid { what: &'static str, text: String, wanted: String },
    #[error("{what} is {n_bytes} bytes long; at most {limit} are kept")]
    TooLong { what: &'static str, n_bytes: usize, limit: usize },
    #[error("there is no {what} \"{word}\"{}", near(known))]
    Unknown { what: &'static str, word: String, known: Vec<String> },
    #[error("{key} cannot go from {from} to {to}; next can be {}", states(next))]
    NotNext { key: Key, from: String, to: String, next: Vec<String> },
    #[error("{key} is there already")]
    KeyTaken { key: Key },
    #[error("{what}")]
    NotAllowed { what: String },
    #[error("{stage} still holds {n_cards} card{}", if *n_cards == 1 { "; move it first" } else { "s; move them first" })]
    NotEmpty { stage: String, n_cards: u64 },
    #[error("{key} is already {what}")]
    Already { key: String, what: String },
    /// A guard stands in the way, and no force passes it.
    #[error("{key} {stays}: {missing}{}", instead.as_ref().map_or(String::new(), |i| format!(". {i}")))]
    Guarded { key: Key, stays: String, missing: String, instead: Option<String>, edge: Option<String> },
    #[error("{key} is {state} and no longer takes {what}. {instead}")]
    Locked { key: Key, state: String, what: String, instead: String },
    #[error("{actor} does not hold the role {role}")]
    NoRole { actor: String, role: String },
    #[error("{key} cannot be handed off along {edge} from where it is; {}", edges(fit))]
    NoEdge { key: Key, edge: String, fit: Vec<String> },
}

/// Why a card stays where it is: the gate and the limit together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    pub key: Key,
    /// Where it stays; `None` for a card that is not there yet.
    pub stage: Option<String>,
    /// The open criteria and their texts.
    pub open: Vec<(CriterionId, String)>,
    /// What stands in the way of coming in: what must hold and what is missing.
    pub barred: Vec<Bar>,
    pub full: Option<Full>,
}

/// A guard in the way of coming into a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    pub text: String,
    pub missing: String,
    pub instead: Option<String>,
    /// Whether a reason given passes it.
    pub may_be_forced: bool,
}

impl std::fmt::Display for Bar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.text, self.missing)?;
        self.instead.as_ref().map_or(Ok(()), |instead| write!(f, ". {instead}"))
    }
}

/// A stage at its limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Full {
    pub stage: String,
    pub n_cards: u64,
    pub limit: u32,
}

impl std::fmt::Display for Stay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.stage {
            Some(stage) => write!(f, "{} stays in {stage}: ", self.key)?,
            None => write!(f, "{} was not added: ", self.key)?,
        }
        if !self.open.is_empty() {
            let texts: Vec<&str> = self.open.iter().map(|(_, text)| text.as_str()).collect();
            write!(f, "open {} {}", if texts.len() == 1 { "is" } else { "are" }, texts.join(", "))?;
        }
        for (idx, bar) in self.barred.iter().enumerate() {
            let join = if self.open.is_empty() && idx == 0 { "" } else { "; " };
            write!(f, "{join}{bar}")?;
        }
        if let Some(full) = &self.full {
            let join = if self.open.is_empty() && self.barred.is_empty() { "" } else { "; " };
            write!(f, "{join}{} is full ({}/{})", full.stage, full.n_cards, full.limit)?;
        }
        Ok(())
    }
}

/// What kind of no it is; scripts branch on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    GateOpen,
    Guard,
    WipFull,
    NotAllowed,
    NotFound,
    Invalid,
}

impl Refusal {
    /// Whether the history keeps it: a gate, a limit, a guard or a role said no.
    pub fn is_worth_keeping(&self) -> bool {
        matches!(self, Self::Stays(_) | Self::Guarded { .. } | Self::Locked { .. } | Self::NoRole { .. })
    }

    /// The kind.
    pub fn kind(&self) -> RefusalKind {
        match self {
            Self::Stays(stay) if !stay.open.is_empty() => RefusalKind::GateOpen,
            Self::Stays(stay) if stay.barred.is_empty() => RefusalKind::WipFull,
            Self::Stays(_) | Self::Guarded { .. } | Self::Locked { .. } => RefusalKind::Guard,
            Self::Gone { .. } | Self::Unknown { .. } => RefusalKind::NotFound,
            Self::Empty { .. } | Self::Invalid { .. } | Self::TooLong { .. } => RefusalKind::Invalid,
            Self::Archived { .. }
            | Self::NotNext { .. }
            | Self::KeyTaken { .. }
            | Self::NotAllowed { .. }
            | Self::NotEmpty { .. }
            | Self::NoRole { .. }
            | Self::NoEdge { .. }
            | Self::Already { .. } => RefusalKind::NotAllowed,
        }
    }
}

fn near(known: &[String]) -> String {
    if known.is_empty() { String::new() } else { format!("; there is {}", known.join(", ")) }
}

fn states(next: &[String]) -> String {
    if next.is_empty() { "nothing more".into() } else { next.join(", ") }
}

fn edges(fit: &[String]) -> String {
    if fit.is_empty() { "no hand-off leaves from there".into() } else { format!("there is {}", fit.join(", ")) }
}
