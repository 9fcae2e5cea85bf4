//! Gates: what must hold to leave a stage.
//!
//! Asked for are the exit criteria (an any-group counts as one) and every `shall`; `should` warns, `may` and
//! `can` are offered, entrance criteria only tell. A tick counts for the visit it was made in.

use super::At;
use super::guard::{Approval, Graph, Guard, Subject, Verdict, judge};
use super::id::{CriterionId, StageId};
use super::rule::StageRules;
use super::stream::{Criterion, CriterionKind, Level, Mode, Policy};
use super::value::Value;
use super::when::When;

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
    /// Met by itself: its guard holds, or it is an entrance criterion whose exits were met.
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
    pub rules: StageRules,
}

/// One line of a gate on a card.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub criterion: Criterion,
    pub status: Status,
    pub tick: Option<Tick>,
    /// How its guard stands, where it has one.
    pub verdict: Option<Verdict>,
}

impl Line {
    /// Whether the gate asks for it.
    pub fn is_required(&self) -> bool {
        is_required(&self.criterion)
    }

    /// What makes it hold where nobody ticked it: what its guard goes by, or the exits that were met.
    pub fn by_itself(&self) -> Option<String> {
        if self.status != Status::Auto {
            return None;
        }
        Some(match &self.verdict {
            Some(verdict) if !verdict.by.is_empty() => verdict.by.join(", "),
            _ => self.criterion.satisfied_by.iter().map(CriterionId::local).collect::<Vec<_>>().join(", "),
        })
    }

    /// What its guard misses, where it does not hold.
    pub fn missing(&self) -> Option<&str> {
        let verdict = self.verdict.as_ref().filter(|_| !self.status.holds())?;
        Some(verdict.missing.as_str()).filter(|missing| !missing.is_empty())
    }

    fn is_exit(&self) -> bool {
        self.criterion.kind == CriterionKind::Exit
    }
}

/// An approval a gate asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub role: String,
    /// What it stands for, where the role's name does not say it.
    pub stands_for: Option<String>,
    /// What was said in this visit.
    pub said: Option<Approval>,
}

/// What is known of a card when its gate is asked.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    pub ticks: &'a [Tick],
    pub approvals: &'a [Approval],
    /// How the guards stand.
    pub verdicts: &'a [(CriterionId, Verdict)],
    /// Guarded exits that held on the way here.
    pub passed: &'a [CriterionId],
    /// The visit the card is in.
    pub visit: i64,
    pub now: At,
}

/// A gate on a card.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    pub stage: StageId,
    pub next: Option<StageId>,
    pub policy: Policy,
    pub exit_mode: Mode,
    pub lines: Vec<Line>,
    pub approvals: Vec<Asked>,
}

/// A gate in numbers that stay true while time passes.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    pub n_asked: usize,
    /// Of those asked for, how many hold whatever the time.
    pub n_always: usize,
    /// When the others hold that come or go with time.
    pub times: Vec<When>,
    /// When nothing is open.
    pub ready: When,
}

impl Gate {
    /// The gate of `rule` for a card.
    pub fn of(rule: GateRule, seen: &Seen<'_>) -> Self {
        let approvals = asked_of(&rule, seen);
        let line = |criterion: Criterion| {
            let tick = seen.ticks.iter().find(|t| t.criterion == criterion.id).cloned();
            let verdict = seen.verdicts.iter().find(|(id, _)| *id == criterion.id).map(|(_, v)| v.clone());
            let verdict = criterion.guard.as_ref().map(|_| verdict.unwrap_or_default());
            let status = status(&criterion, tick.as_ref(), verdict.as_ref(), seen);
            Line { criterion, status, tick, verdict }
        };
        Self {
            stage: rule.stage,
            next: rule.next,
            policy: rule.policy,
            exit_mode: rule.exit_mode,
            lines: rule.criteria.into_iter().map(line).collect(),
            approvals,
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
            let spared = any_met && line.is_exit();
            line.is_required() && !line.status.holds() && !spared
        };
        self.lines.iter().filter(open).collect()
    }

    /// The open lines that no force passes, since an approval is missing; of an any-group none, where another line of
    /// it could be passed.
    pub fn unapproved(&self) -> Vec<&Line> {
        let said_yes = |a: &Asked| a.said.as_ref().is_some_and(|said| !said.is_rejected);
        let is_given = |role: &str| self.approvals.iter().any(|a| a.role == role && said_yes(a));
        let is_approved = |l: &Line| l.criterion.guard.as_ref().is_none_or(|guard| guard.is_approved(&is_given));
        let is_spared = self.exit_mode == Mode::Any && self.lines.iter().any(|l| l.is_exit() && is_approved(l));
        self.open().into_iter().filter(|l| !is_approved(l)).filter(|l| !is_spared || !l.is_exit()).collect()
    }

    /// The open lines that somebody can tick, and those that stay open when all of these are.
    pub fn tickable(&self) -> (Vec<&Line>, Vec<&Line>) {
        let (ticked, mut left): (Vec<&Line>, Vec<&Line>) =
            self.open().into_iter().partition(|l| l.criterion.guard.is_none());
        let is_spared = self.exit_mode == Mode::Any && ticked.iter().any(|l| l.is_exit());
        left.retain(|l| !(is_spared && l.is_exit()));
        (ticked, left)
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
        let answers = self.lines.iter().map(|line| (&line.criterion, line.status.holds()));
        asked(answers, self.exit_mode, |all| all.contains(&true))
    }

    fn any_exit_holds(&self) -> bool {
        let exit_holds = |l: &Line| l.is_exit() && l.status.holds();
        self.exit_mode == Mode::Any && self.lines.iter().any(exit_holds)
    }
}

impl Tally {
    /// Of what a stage asks, without making a gate of it.
    pub fn of(criteria: &[Criterion], exit_mode: Mode, seen: &Seen<'_>) -> Self {
        let answers = criteria.iter().filter(|c| is_required(c)).map(|c| (c, when(c, seen)));
        let asked = asked(answers, exit_mode, |all| all.iter().fold(When::never(), |sum, when| sum.or(when)));
        Self {
            n_asked: asked.len(),
            n_always: asked.iter().filter(|when| when.is_always()).count(),
            ready: asked.iter().fold(When::always(), |all, when| all.and(when)),
            times: asked.into_iter().filter(|when| !when.is_settled()).collect(),
        }
    }
}

/// When a criterion is met: always or never where time has no say.
fn when(criterion: &Criterion, seen: &Seen<'_>) -> When {
    if criterion.guard.is_some() {
        let verdict = seen.verdicts.iter().find(|(id, _)| *id == criterion.id);
        return verdict.map(|(_, verdict)| verdict.when.clone()).unwrap_or_default();
    }
    let tick = seen.ticks.iter().find(|tick| tick.criterion == criterion.id);
    When::if_so(status(criterion, tick, None, seen).holds())
}

/// An answer for everything asked for; the answers of an any-group are made one.
fn asked<'c, T>(
    answers: impl Iterator<Item = (&'c Criterion, T)>,
    exit_mode: Mode,
    one_of: impl Fn(Vec<T>) -> T,
) -> Vec<T> {
    let required = answers.filter(|(criterion, _)| is_required(criterion));
    let (exits, others): (Vec<_>, Vec<_>) = required.partition(|(c, _)| c.kind == CriterionKind::Exit);
    let mut asked: Vec<T> = exits.into_iter().map(|(_, answer)| answer).collect();
    if exit_mode == Mode::Any && asked.len() > 1 {
        asked = vec![one_of(asked)];
    }
    asked.extend(others.into_iter().map(|(_, answer)| answer));
    asked
}

/// Whether a gate asks for this criterion: exit criteria and every `shall`.
pub fn is_required(criterion: &Criterion) -> bool {
    match criterion.kind {
        CriterionKind::Exit => true,
        CriterionKind::Activity => criterion.level == Some(Level::Shall),
        CriterionKind::Entrance => false,
    }
}

/// How a card's guarded criteria stand.
pub fn judge_all<G: Graph>(
    graph: &G,
    criteria: &[Criterion],
    of: Subject<'_>,
) -> Result<Vec<(CriterionId, Verdict)>, G::Error> {
    let guarded = criteria.iter().filter_map(|c| Some((&c.id, c.guard.as_ref()?)));
    guarded.map(|(id, guard)| Ok((id.clone(), judge(graph, guard, of)?))).collect()
}

fn asked_of(rule: &GateRule, seen: &Seen<'_>) -> Vec<Asked> {
    let mut asked: Vec<Asked> = Vec::new();
    for (role, stands_for) in rule.criteria.iter().filter_map(|c| c.guard.as_ref()).flat_map(Guard::roles) {
        if asked.iter().any(|a| a.role == role) {
            continue;
        }
        let said = seen.approvals.iter().find(|a| a.role == role && a.visit == seen.visit).cloned();
        asked.push(Asked { role: role.to_owned(), stands_for: stands_for.map(str::to_owned), said });
    }
    asked
}

fn status(criterion: &Criterion, tick: Option<&Tick>, verdict: Option<&Verdict>, seen: &Seen<'_>) -> Status {
    match (verdict, tick) {
        (Some(verdict), _) if verdict.when.holds_at(seen.now) => Status::Auto,
        (Some(_), _) if criterion.kind != CriterionKind::Entrance => Status::Open,
        (_, Some(tick)) if tick.visit == seen.visit && tick.na => Status::NotApplicable,
        (_, Some(tick)) if tick.visit == seen.visit => Status::Met,
        _ if is_satisfied(criterion, seen) => Status::Auto,
        (None, Some(_)) => Status::LastTime,
        _ => Status::Open,
    }
}

/// An entrance criterion holds by itself when all the exits that satisfy it were met.
fn is_satisfied(criterion: &Criterion, seen: &Seen<'_>) -> bool {
    let is_met = |exit: &CriterionId| seen.passed.contains(exit) || seen.ticks.iter().any(|t| t.criterion == *exit);
    !criterion.satisfied_by.is_empty() && criterion.satisfied_by.iter().all(is_met)
}
