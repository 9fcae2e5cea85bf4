//! Streams and stages: what a board is made of. All of it is data; code knows kinds only.

mod written;

use std::fmt;
use std::str::FromStr;

use super::guard::Guard;
use super::id::{CriterionId, RelationId, StageId, StreamId, TypeId};
use super::rule::StageRules;

/// Where a stream comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamKind {
    /// One of the seven of the reference model.
    It4it,
    /// Made of the six ITIL activities, from demand to value.
    Itil,
    /// A team's own.
    Own,
}

/// What the gates of a stream do with a card that is not ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Policy {
    /// No check.
    Open,
    /// Moves at once, says what was open, records it.
    #[default]
    Warn,
    /// Refuses; a force asks for a reason.
    Enforce,
}

/// The time a clock measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Timing {
    /// All of it.
    #[default]
    Elapsed,
    /// The hours the team works.
    Working,
}

/// How strongly an activity is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Shall,
    Should,
    May,
    Can,
}

/// Whether a gate asks for all of its criteria or for one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    #[default]
    All,
    Any,
}

/// What a criterion is to its stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CriterionKind {
    Exit,
    Activity,
    Entrance,
}

macro_rules! words {
    ($($name:ident { $($variant:ident = $word:literal),+ $(,)? })+) => {$(
        impl $name {
            /// Every one, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word for it, in data, JSON and on screen.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(UnknownWord { word: word.to_owned(), known: &[$($word),+] }),
                }
            }
        }
    )+};
}

words! {
    StreamKind { It4it = "it4it", Itil = "itil", Own = "own" }
    Policy { Open = "open", Warn = "warn", Enforce = "enforce" }
    Timing { Elapsed = "elapsed", Working = "working" }
    Level { Shall = "shall", Should = "should", May = "may", Can = "can" }
    Mode { All = "all", Any = "any" }
    CriterionKind { Exit = "exit", Activity = "activity", Entrance = "entrance" }
}

/// A word that is not one of a closed set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{word}\" is none of {}", known.join(", "))]
pub struct UnknownWord {
    pub word: String,
    pub known: &'static [&'static str],
}

/// A duration a stage or a stream is to be left within, for a priority or (with `None`) for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    pub priority: Option<u8>,
    /// Seconds.
    pub span_s: i64,
}

/// A value stream, as its file or its registers describe it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stream {
    pub id: StreamId,
    pub name: String,
    /// Four letters or so, for the row of streams.
    pub short: String,
    pub kind: StreamKind,
    /// Its place in the row of streams.
    pub ord: i64,
    pub gate: Policy,
    pub purpose: String,
    pub outcome: String,
    pub key_stakeholder: String,
    /// The type of a card added without naming one.
    pub card_type: TypeId,
    /// Where cycle time starts.
    pub clock_starts: StageId,
    pub triggers: Vec<String>,
    pub notes: Vec<String>,
    /// Of its targets: the time they are measured in.
    pub clock: Timing,
    /// Whether its clocks stand still while a card is blocked.
    pub blocked_pauses: bool,
    /// Of the whole stream.
    pub targets: Vec<Target>,
    pub stages: Vec<Stage>,
    pub scenarios: Vec<Scenario>,
    pub edges: Vec<Edge>,
}

/// A stage: one column of a board.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    pub id: StageId,
    pub name: String,
    /// At most nine cells.
    pub short: String,
    pub purpose: String,
    pub entrance_mode: Mode,
    pub exit_mode: Mode,
    pub deliverables: Vec<String>,
    pub value_items: Vec<String>,
    pub roles: Vec<String>,
    pub notes: Vec<String>,
    /// How many cards may stand here.
    pub wip: Option<u32>,
    pub targets: Vec<Target>,
    /// Being taken by somebody meets the target too.
    pub taken_meets_target: bool,
    /// Exit criteria, then activities, then entrance criteria, each in the order of the file.
    pub criteria: Vec<Criterion>,
    pub loops: Vec<Loop>,
    pub rules: StageRules,
}

impl Stage {
    /// The roles whose approval its gate asks for, each once, with what they stand for.
    pub fn approvals(&self) -> Vec<(&str, Option<&str>)> {
        let mut asked: Vec<(&str, Option<&str>)> = Vec::new();
        for (role, stands_for) in self.criteria.iter().filter_map(|c| c.guard.as_ref()).flat_map(Guard::roles) {
            if !asked.iter().any(|(known, _)| *known == role) {
                asked.push((role, stands_for));
            }
        }
        asked
    }
}

/// One line of a stage's gate.
#[derive(Debug, Clone, PartialEq)]
pub struct Criterion {
    pub id: CriterionId,
    pub kind: CriterionKind,
    /// Of activities only.
    pub level: Option<Level>,
    pub text: String,
    pub details: Vec<String>,
    /// Types of the objects it speaks of.
    pub objects: Vec<TypeId>,
    /// Of entrance criteria: the exits that make it true.
    pub satisfied_by: Vec<CriterionId>,
    /// When it applies, where that is not always.
    pub applies: Option<String>,
    /// Where a machine can check it: it is met by itself, and never ticked by hand.
    pub guard: Option<Guard>,
}

/// A usual way back.
#[derive(Debug, Clone, PartialEq)]
pub struct Loop {
    pub to: StageId,
    pub why: String,
}

/// A template for new work on a stream.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    pub id: String,
    pub stream: StreamId,
    pub name: String,
    pub trigger: Option<String>,
    pub outcome: String,
    pub notes: Vec<String>,
    pub objects: Vec<TypeId>,
    pub plan: Plan,
}

/// What a scenario puts on the board.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// The stream's first when not said.
    pub first_stage: Option<StageId>,
    /// The stream's card type when not said.
    pub card_type: Option<TypeId>,
    pub priority: Option<u8>,
    pub labels: Vec<String>,
    pub fields: Vec<(String, String)>,
    pub starts_with: Vec<Start>,
    /// What to do first.
    pub action: Option<String>,
    pub checklist: Vec<String>,
}

/// An object a scenario starts with.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    pub type_id: TypeId,
    pub title: String,
    /// From the card's object to this one.
    pub link: RelationId,
}

/// What people can be: stages name it, approvals ask for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    pub id: String,
    pub name: String,
}

/// A hand-off between streams.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    pub id: String,
    pub kind: String,
    pub from: StreamId,
    pub from_stage: Option<StageId>,
    pub to: StreamId,
    pub to_stage: Option<StageId>,
    pub what: String,
    pub objects: Vec<TypeId>,
    pub carry: Carry,
}

/// How a hand-off carries work over.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Carry {
    /// Types of objects it fits; none named: any.
    pub types: Vec<TypeId>,
    /// The type it makes; the target stream's card type when not said.
    pub makes: Option<TypeId>,
    /// It carries the object itself on.
    pub same_object: bool,
    /// An open object of the type that is linked already (along `paths`, or by any link) is taken on instead of a new one.
    pub use_linked: bool,
    pub paths: Vec<Vec<RelationId>>,
    /// The relation from the new object to the origin.
    pub link: Option<RelationId>,
    /// The new object tells the figures at hand.
    pub figures: bool,
    /// This way goes what is to get better about the stream itself.
    pub improves: bool,
    /// The asking card waits until the other object enters one of these states; none named: it does not wait.
    pub answer_states: Vec<String>,
    /// The state the target object goes to.
    pub set_state: Option<String>,
    /// The state the origin goes to.
    pub origin_state: Option<String>,
}
