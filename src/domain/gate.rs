//! Gates: what must hold to leave a stage.
//!
//! Asked for are the exit criteria (an any-group counts as one) and every `shall`; `should` warns, `may` and
//! `can` are offered, entrance criteria only tell. A tick counts for the visit it was made in.

use super::At;
use super::id::{CriterionId, StageId};
use super::stream::{Criterion, CriterionKind, Level, Mode, Policy};
use super::value::Value;

/// What somebody said about a criterion of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    pub criterion: CriterionId,
    /// Not applicable, for the reason in `evidence`.
    pub na: bool,
    pub evidence: Option<String>,
    pub by: String,
    pub at: At,
    /// The visit it was made in.
    pub visit: i64,
    /// Made together with all that were open, in one step.
    pub with_rest: bool,
}

impl Tick {
    /// The register's value.
    pub fn to_value(&self) -> Value {
        Value::map([
            ("na", if self.na { true.into() } else { Value::Null }),
            ("evidence", Value::text_or_null(self.evidence.as_deref())),
            ("by", self.by.as_str().into()),
            ("at", self.at.into()),
            ("visit", self.visit.into()),
            ("rest", if self.with_rest { true.into() } else { Value::Null }),
        ])
    }

    /// Reads the register's value; `None` when it was taken back.
    pub fn from_value(criterion: CriterionId, value: &Value) -> Option<Self> {
        Some(Self {
            criterion,
            na: value.get("na").as_bool() == Some(true),
            evidence: value.get("evidence").as_str().map(str::to_owned),
            by: value.get("by").as_str()?.to_owned(),
            at: value.get("at").as_at()?,
            visit: value.get("visit").as_int()?,
            with_rest: value.get("rest").as_bool() == Some(true),
        })
    }
}

/// How a criterion stands on a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Open,
    Met,
    NotApplicable,
    /// Met by itself: an entrance criterion whose exits were met.
    Auto,
    /// Met in an earlier visit; open until somebody confirms it.
    LastTime,
}

impl Status {
    /// The word in JSON; what was met last time is open.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open | Self::LastTime => "open",
            Self::Met => "met",
            Self::NotApplicable => "na",
            Self::Auto => "auto",
        }
    }

    /// Whether nothing more is asked for.
    pub fn holds(self) -> bool {
        matches!(self, Self::Met | Self::NotApplicable | Self::Auto)
    }
}

/// What a stage asks, without the card.
#[derive(Debug, Clone, PartialEq)]
pub struct GateRule {
    pub stage: StageId,
    /// The stage behind the gate; `None` when the gate leads off the board.
    pub next: Option<StageId>,
    pub policy: Policy,
    pub exit_mode: Mode,
    pub criteria: Vec<Criterion>,
}

/// One line of a gate on a card.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub criterion: Criterion,
    pub status: Status,
    pub tick: Option<Tick>,
}

impl Line {
    /// Whether the gate asks for it.
    pub fn is_required(&self) -> bool {
        is_required(&self.criterion)
    }
}

/// A gate on a card.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    pub stage: StageId,
    pub next: Option<StageId>,
    pub policy: Policy,
    pub exit_mode: Mode,
    pub lines: Vec<Line>,
}

impl Gate {
    /// The gate of `rule` for a card with these ticks in its `visit`.
    pub fn of(rule: GateRule, ticks: &[Tick], visit: i64) -> Self {
        let line = |criterion: Criterion| {
            let tick = ticks.iter().find(|t| t.criterion == criterion.id).cloned();
            let status = status(&criterion, tick.as_ref(), ticks, visit);
            Line { criterion, status, tick }
        };
        Self {
            stage: rule.stage,
            next: rule.next,
            policy: rule.policy,
            exit_mode: rule.exit_mode,
            lines: rule.criteria.into_iter().map(line).collect(),
        }
    }

    /// How many things are asked for, an any-group counting as one.
    pub fn n_asked(&self) -> usize {
        self.asked().len()
    }

    /// How many of them hold.
    pub fn n_met(&self) -> usize {
        self.asked().iter().filter(|holds| **holds).count()
    }

    /// The lines still to be met; of an any-group all of its lines.
    pub fn open(&self) -> Vec<&Line> {
        let any_met = self.any_exit_holds();
        let open = |line: &&Line| {
            let spared = any_met && line.criterion.kind == CriterionKind::Exit;
            line.is_required() && !line.status.holds() && !spared
        };
        self.lines.iter().filter(open).collect()
    }

    /// The `should` lines nobody ticked: worth a warning, never in the way.
    pub fn advised(&self) -> Vec<&Line> {
        let advised = |line: &&Line| line.criterion.level == Some(Level::Should) && !line.status.holds();
        self.lines.iter().filter(advised).collect()
    }

    /// Whether nothing is open.
    pub fn is_met(&self) -> bool {
        self.open().is_empty()
    }

    /// Whether a card may pass as it is.
    pub fn is_passable(&self) -> bool {
        self.policy != Policy::Enforce || self.is_met()
    }

    fn asked(&self) -> Vec<bool> {
        let of_kind = |exit: bool| {
            self.lines
                .iter()
                .filter(move |l| l.is_required() && (l.criterion.kind == CriterionKind::Exit) == exit)
                .map(|l| l.status.holds())
        };
        let mut asked: Vec<bool> = of_kind(true).collect();
        if self.exit_mode == Mode::Any && asked.len() > 1 {
            asked = vec![asked.contains(&true)];
        }
        asked.extend(of_kind(false));
        asked
    }

    fn any_exit_holds(&self) -> bool {
        let exit_holds = |l: &Line| l.criterion.kind == CriterionKind::Exit && l.status.holds();
        self.exit_mode == Mode::Any && self.lines.iter().any(exit_holds)
    }
}

/// Whether a gate asks for this criterion: exit criteria and every `shall`.
pub fn is_required(criterion: &Criterion) -> bool {
    match criterion.kind {
        CriterionKind::Exit => true,
        CriterionKind::Activity => criterion.level == Some(Level::Shall),
        CriterionKind::Entrance => false,
    }
}

fn status(criterion: &Criterion, tick: Option<&Tick>, ticks: &[Tick], visit: i64) -> Status {
    match tick {
        Some(tick) if tick.visit == visit && tick.na => Status::NotApplicable,
        Some(tick) if tick.visit == visit => Status::Met,
        _ if is_satisfied(criterion, ticks) => Status::Auto,
        Some(_) => Status::LastTime,
        None => Status::Open,
    }
}

/// An entrance criterion holds by itself when all the exits that satisfy it were ticked.
fn is_satisfied(criterion: &Criterion, ticks: &[Tick]) -> bool {
    let exits = &criterion.satisfied_by;
    !exits.is_empty() && exits.iter().all(|exit| ticks.iter().any(|t| t.criterion == *exit))
}
