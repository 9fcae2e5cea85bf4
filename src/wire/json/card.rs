//! Cards and their gates.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::{SCHEMA, at, at_or_null, shown};
use crate::domain::At;
use crate::domain::gate::{Asked, Gate, Line, Status};
use crate::domain::id::{CardId, ObjectId, StageId};
use crate::domain::stream::Role;
use crate::domain::window::CardRow;

/// A card.
#[derive(Debug, Serialize)]
pub struct CardDoc<'a> {
    key: &'a str,
    /// The object's, which a KEY may be a part of.
    #[serde(serialize_with = "shown")]
    id: ObjectId,
    #[serde(serialize_with = "shown")]
    card: CardId,
    title: &'a str,
    r#type: &'a str,
    state: Option<&'a str>,
    stream: &'a str,
    stage: &'a str,
    priority: Option<u8>,
    assignee: Option<&'a str>,
    /// The object's, else the assignee's.
    team: Option<&'a str>,
    labels: &'a [String],
    #[serde(serialize_with = "at_or_null")]
    due_at: Option<At>,
    blocked: Option<&'a str>,
    #[serde(serialize_with = "at_or_null")]
    waiting_until: Option<At>,
    #[serde(serialize_with = "at")]
    created_at: At,
    #[serde(serialize_with = "at")]
    entered_at: At,
    age_s: i64,
    in_stage_s: i64,
    archived: bool,
    gate: GateCount<'a>,
    sla: Option<SlaDoc>,
    links: u32,
    overrides: u32,
    waiting_for: Option<&'a str>,
    #[serde(serialize_with = "at_or_null")]
    done_at: Option<At>,
    /// What is known of it by factor, and what that comes to.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    scores: BTreeMap<&'static str, u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
}

#[derive(Debug, Serialize)]
struct GateCount<'a> {
    met: u32,
    of: u32,
    open: &'a [String],
}

#[derive(Debug, Serialize)]
struct SlaDoc {
    /// Nothing while the clock stands still and nobody knows until when.
    #[serde(serialize_with = "at_or_null")]
    due_at: Option<At>,
    left_s: i64,
    status: &'static str,
    paused: bool,
}

impl<'a> CardDoc<'a> {
    /// The document of a card at `now`.
    pub fn of(row: &'a CardRow, now: At) -> Self {
        let (stream, stage) = split(&row.stage);
        Self {
            key: row.key.as_str(),
            id: row.object,
            card: row.card,
            title: &row.title,
            r#type: row.type_id.as_str(),
            state: row.state.as_deref(),
            stream,
            stage,
            priority: row.priority,
            assignee: row.assignee.as_deref(),
            team: row.team.as_deref(),
            labels: &row.labels,
            due_at: row.due_at,
            blocked: row.blocked.as_deref(),
            waiting_until: row.waiting_until,
            created_at: row.created_at,
            entered_at: row.entered_at,
            age_s: row.age_s(now),
            in_stage_s: row.in_stage_s(now),
            archived: row.archived,
            gate: GateCount { met: row.n_met(now), of: row.n_asked, open: &row.open },
            sla: sla(row, now),
            links: row.n_links,
            overrides: row.n_overrides,
            waiting_for: row.waiting_for.as_ref().map(crate::domain::key::Key::as_str),
            done_at: row.done_at,
            scores: row.scores.known().map(|(factor, points)| (factor.word(), points)).collect(),
            score: row.score,
        }
    }
}

fn sla(row: &CardRow, now: At) -> Option<SlaDoc> {
    let (status, turns) = row.sla(now).zip(row.turns)?;
    let left_s = turns.left_s(now);
    Some(SlaDoc { due_at: turns.breached_at, left_s, status: status.word(), paused: turns.is_paused(now) })
}

/// Stream and stage of a full id.
pub(super) fn split(stage: &StageId) -> (&str, &str) {
    stage.as_str().split_once('/').unwrap_or(("", stage.as_str()))
}

/// A gate on a card.
#[derive(Debug, Serialize)]
pub struct GateDoc<'a> {
    schema: u32,
    key: &'a str,
    stream: &'a str,
    stage: &'a str,
    /// Nothing where the gate leads off the board.
    next: Option<&'a str>,
    policy: &'static str,
    passable: bool,
    met: usize,
    of: usize,
    criteria: Vec<CriterionDoc<'a>>,
    approvals: Vec<ApprovalDoc<'a>>,
}

/// An approval a gate asks for.
#[derive(Debug, Serialize)]
struct ApprovalDoc<'a> {
    role: &'a str,
    name: &'a str,
    /// What it stands for.
    r#as: Option<&'a str>,
    status: &'static str,
    by: Option<&'a str>,
    #[serde(serialize_with = "at_or_null")]
    at: Option<At>,
    comment: Option<&'a str>,
}

/// A line of a gate.
#[derive(Debug, Serialize)]
pub struct CriterionDoc<'a> {
    id: &'a str,
    text: &'a str,
    kind: &'static str,
    level: Option<&'static str>,
    /// Whether the gate asks for it.
    required: bool,
    status: &'static str,
    by: Option<Cow<'a, str>>,
    #[serde(serialize_with = "at_or_null")]
    at: Option<At>,
    evidence: Option<Cow<'a, str>>,
    /// Ticked together with all that were open.
    with_rest: bool,
    guard: Option<String>,
    missing: Option<&'a str>,
}

impl<'a> GateDoc<'a> {
    /// The document of a gate on the card of `key`; roles have names.
    pub fn of(key: &'a str, gate: &'a Gate, roles: &'a [Role]) -> Self {
        let (stream, stage) = split(&gate.stage);
        Self {
            schema: SCHEMA,
            key,
            stream,
            stage,
            next: gate.next.as_ref().map(StageId::local),
            policy: gate.policy.word(),
            passable: gate.is_passable(),
            met: gate.n_met(),
            of: gate.n_asked(),
            criteria: gate.lines.iter().map(CriterionDoc::of).collect(),
            approvals: gate.approvals.iter().map(|asked| ApprovalDoc::of(asked, roles)).collect(),
        }
    }
}

impl<'a> ApprovalDoc<'a> {
    fn of(asked: &'a Asked, roles: &'a [Role]) -> Self {
        let said = asked.said.as_ref();
        let known = roles.iter().find(|role| role.id == asked.role);
        Self {
            role: &asked.role,
            name: known.map_or(&asked.role, |role| &role.name),
            r#as: asked.stands_for.as_deref(),
            status: match said.map(|said| said.is_rejected) {
                None => "open",
                Some(false) => "approved",
                Some(true) => "rejected",
            },
            by: said.map(|said| said.by.as_str()),
            at: said.map(|said| said.at),
            comment: said.and_then(|said| said.comment.as_deref()),
        }
    }
}

impl<'a> CriterionDoc<'a> {
    fn of(line: &'a Line) -> Self {
        let criterion = &line.criterion;
        let tick = line.tick.as_ref().filter(|_| matches!(line.status, Status::Met | Status::NotApplicable));
        let itself = line.by_itself().map(Cow::from);
        Self {
            id: criterion.id.local(),
            text: &criterion.text,
            kind: criterion.kind.word(),
            level: criterion.level.map(crate::domain::stream::Level::word),
            required: line.is_required(),
            status: line.status.word(),
            by: tick.map(|t| t.by.as_str().into()).or_else(|| itself.clone()),
            at: tick.map(|t| t.at),
            evidence: tick.and_then(|t| t.evidence.as_deref()).map(Into::into).or(itself),
            with_rest: tick.is_some_and(|t| t.with_rest),
            guard: criterion.guard.as_ref().map(ToString::to_string),
            missing: line.missing(),
        }
    }
}
