//! Streams and stages.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::id::{CriterionId, RelationId, StageId, TypeId};
use crate::domain::rule::Barrier;
use crate::domain::stream::{Criterion, CriterionKind, Edge, Role, Scenario, Stage, Start, Stream, Target};
use crate::domain::window::{StageLine, StreamLine};

/// A stream with counts.
#[derive(Debug, Serialize)]
pub struct StreamLineDoc<'a> {
    id: &'a str,
    name: &'a str,
    short: &'a str,
    kind: &'static str,
    gate: &'static str,
    cards: u64,
    breached: u64,
    at_risk: u64,
    blocked: u64,
    stages: Vec<StageLineDoc<'a>>,
}

#[derive(Debug, Serialize)]
struct StageLineDoc<'a> {
    id: &'a str,
    name: &'a str,
    short: &'a str,
    cards: u64,
    breached: u64,
    wip: Option<u32>,
    target_s: Option<i64>,
}

impl<'a> StreamLineDoc<'a> {
    /// The document of a stream with counts.
    pub fn of(line: &'a StreamLine) -> Self {
        Self {
            id: line.id.as_str(),
            name: &line.name,
            short: &line.short,
            kind: line.kind.word(),
            gate: line.gate.word(),
            cards: line.n_cards,
            breached: line.n_breached,
            at_risk: line.n_at_risk,
            blocked: line.n_blocked,
            stages: line.stages.iter().map(StageLineDoc::of).collect(),
        }
    }
}

impl<'a> StageLineDoc<'a> {
    fn of(line: &'a StageLine) -> Self {
        Self {
            id: line.id.local(),
            name: &line.name,
            short: &line.short,
            cards: line.n_cards,
            breached: line.n_breached,
            wip: line.wip,
            target_s: line.targets.iter().find(|t| t.priority.is_none()).map(|t| t.span_s),
        }
    }
}

/// A stream whole.
#[derive(Debug, Serialize)]
pub struct StreamDoc<'a> {
    id: &'a str,
    name: &'a str,
    short: &'a str,
    kind: &'static str,
    gate: &'static str,
    purpose: &'a str,
    outcome: &'a str,
    key_stakeholder: &'a str,
    card_type: &'a str,
    clock_starts: &'a str,
    clock: &'static str,
    blocked_pauses: bool,
    triggers: &'a [String],
    notes: &'a [String],
    targets: Vec<TargetDoc>,
    stages: Vec<StageDoc<'a>>,
    scenarios: Vec<ScenarioDoc<'a>>,
    edges: Vec<EdgeDoc<'a>>,
}

#[derive(Debug, Serialize)]
struct TargetDoc {
    priority: Option<u8>,
    s: i64,
}

#[derive(Debug, Serialize)]
struct StageDoc<'a> {
    id: &'a str,
    name: &'a str,
    short: &'a str,
    purpose: &'a str,
    activity: Option<&'a str>,
    cards: u64,
    wip: Option<u32>,
    targets: Vec<TargetDoc>,
    entrance_mode: &'static str,
    exit_mode: &'static str,
    entrance: Vec<CriterionDoc<'a>>,
    exit: Vec<CriterionDoc<'a>>,
    activities: Vec<CriterionDoc<'a>>,
    /// What must hold to come in, and to go back.
    entry: Vec<BarrierDoc<'a>>,
    back: Vec<BarrierDoc<'a>>,
    parallel_with: Vec<&'a str>,
    value_items: &'a [String],
    roles: &'a [String],
    approvals: Vec<AskedDoc<'a>>,
}

#[derive(Debug, Serialize)]
struct BarrierDoc<'a> {
    text: &'a str,
    guard: String,
    instead: Option<&'a str>,
    edge: Option<&'a str>,
}

/// An approval a stage asks for.
#[derive(Debug, Serialize)]
struct AskedDoc<'a> {
    role: &'a str,
    name: &'a str,
    r#as: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct CriterionDoc<'a> {
    id: &'a str,
    level: Option<&'static str>,
    text: &'a str,
    guard: Option<String>,
    satisfied_by: Vec<&'a str>,
}

/// A template for new work.
#[derive(Debug, Serialize)]
pub struct ScenarioDoc<'a> {
    id: &'a str,
    stream: &'a str,
    name: &'a str,
    trigger: Option<&'a str>,
    outcome: &'a str,
    objects: Vec<&'a str>,
    notes: &'a [String],
    first_stage: Option<&'a str>,
    card_type: Option<&'a str>,
    priority: Option<u8>,
    labels: &'a [String],
    fields: BTreeMap<&'a str, &'a str>,
    starts_with: Vec<StartDoc<'a>>,
    /// What to do first.
    action: Option<&'a str>,
    checklist: &'a [String],
}

#[derive(Debug, Serialize)]
struct StartDoc<'a> {
    r#type: &'a str,
    title: &'a str,
    link: &'a str,
}

#[derive(Debug, Serialize)]
struct EdgeDoc<'a> {
    id: &'a str,
    kind: &'a str,
    from_stage: Option<&'a str>,
    to: &'a str,
    to_stage: Option<&'a str>,
    same_object: bool,
    what: &'a str,
    objects: Vec<&'a str>,
    /// The types it fits; none named: any.
    types: Vec<&'a str>,
    /// Nothing: the same object, or the card type of the stream it leads to.
    makes: Option<&'a str>,
    link: Option<&'a str>,
    /// The states that are an answer, where the card that asks waits for one.
    answers: &'a [String],
}

impl<'a> StreamDoc<'a> {
    /// The document of a stream; `line` has its counts, roles have names.
    pub fn of(stream: &'a Stream, line: Option<&StreamLine>, roles: &'a [Role]) -> Self {
        let n_cards = |stage: &StageId| {
            let counted = line.and_then(|l| l.stages.iter().find(|s| s.id == *stage));
            counted.map_or(0, |s| s.n_cards)
        };
        Self {
            id: stream.id.as_str(),
            name: &stream.name,
            short: &stream.short,
            kind: stream.kind.word(),
            gate: stream.gate.word(),
            purpose: &stream.purpose,
            outcome: &stream.outcome,
            key_stakeholder: &stream.key_stakeholder,
            card_type: stream.card_type.as_str(),
            clock_starts: stream.clock_starts.local(),
            clock: stream.clock.word(),
            blocked_pauses: stream.blocked_pauses,
            triggers: &stream.triggers,
            notes: &stream.notes,
            targets: targets(&stream.targets),
            stages: stream.stages.iter().map(|s| StageDoc::of(s, n_cards(&s.id), roles)).collect(),
            scenarios: stream.scenarios.iter().map(ScenarioDoc::of).collect(),
            edges: stream.edges.iter().map(EdgeDoc::of).collect(),
        }
    }
}

impl<'a> StageDoc<'a> {
    fn of(stage: &'a Stage, cards: u64, roles: &'a [Role]) -> Self {
        let of_kind = |kind: CriterionKind| {
            let criteria = stage.criteria.iter().filter(move |c| c.kind == kind);
            criteria.map(|c| CriterionDoc::of(c, &stage.id)).collect()
        };
        Self {
            id: stage.id.local(),
            name: &stage.name,
            short: &stage.short,
            purpose: &stage.purpose,
            activity: None,
            cards,
            wip: stage.wip,
            targets: targets(&stage.targets),
            entrance_mode: stage.entrance_mode.word(),
            exit_mode: stage.exit_mode.word(),
            entrance: of_kind(CriterionKind::Entrance),
            exit: of_kind(CriterionKind::Exit),
            activities: of_kind(CriterionKind::Activity),
            value_items: &stage.value_items,
            roles: &stage.roles,
            entry: stage.rules.entry.iter().map(BarrierDoc::of).collect(),
            back: stage.rules.back.iter().map(BarrierDoc::of).collect(),
            parallel_with: stage.rules.parallel_with.iter().map(StageId::local).collect(),
            approvals: stage.approvals().into_iter().map(|asked| AskedDoc::of(asked, roles)).collect(),
        }
    }
}

impl<'a> CriterionDoc<'a> {
    fn of(criterion: &'a Criterion, stage: &StageId) -> Self {
        let stream = stage.stream();
        // A criterion of another stream needs its whole path.
        let near = |id: &'a CriterionId| {
            let own = id.as_str().split_once('/').is_some_and(|(of, _)| of == stream.as_str());
            if own { id.local() } else { id.as_str() }
        };
        Self {
            id: criterion.id.local(),
            level: criterion.level.map(crate::domain::stream::Level::word),
            text: &criterion.text,
            guard: criterion.guard.as_ref().map(ToString::to_string),
            satisfied_by: criterion.satisfied_by.iter().map(near).collect(),
        }
    }
}

impl<'a> ScenarioDoc<'a> {
    /// The document of a scenario.
    pub fn of(scenario: &'a Scenario) -> Self {
        let plan = &scenario.plan;
        Self {
            id: &scenario.id,
            stream: scenario.stream.as_str(),
            name: &scenario.name,
            trigger: scenario.trigger.as_deref(),
            outcome: &scenario.outcome,
            objects: scenario.objects.iter().map(TypeId::as_str).collect(),
            notes: &scenario.notes,
            first_stage: plan.first_stage.as_ref().map(StageId::local),
            card_type: plan.card_type.as_ref().map(TypeId::as_str),
            priority: plan.priority,
            labels: &plan.labels,
            fields: plan.fields.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect(),
            starts_with: plan.starts_with.iter().map(StartDoc::of).collect(),
            action: plan.action.as_deref(),
            checklist: &plan.checklist,
        }
    }
}

impl<'a> EdgeDoc<'a> {
    fn of(edge: &'a Edge) -> Self {
        Self {
            id: &edge.id,
            kind: &edge.kind,
            from_stage: edge.from_stage.as_ref().map(StageId::local),
            to: edge.to.as_str(),
            to_stage: edge.to_stage.as_ref().map(StageId::local),
            same_object: edge.carry.same_object,
            what: &edge.what,
            objects: edge.objects.iter().map(TypeId::as_str).collect(),
            types: edge.carry.types.iter().map(TypeId::as_str).collect(),
            makes: edge.carry.makes.as_ref().map(TypeId::as_str),
            link: edge.carry.link.as_ref().map(RelationId::as_str),
            answers: &edge.carry.answer_states,
        }
    }
}

impl<'a> BarrierDoc<'a> {
    fn of(barrier: &'a Barrier) -> Self {
        Self {
            text: &barrier.text,
            guard: barrier.guard.to_string(),
            instead: barrier.instead.as_deref(),
            edge: barrier.edge.as_deref(),
        }
    }
}

impl<'a> AskedDoc<'a> {
    fn of((role, stands_for): (&'a str, Option<&'a str>), roles: &'a [Role]) -> Self {
        let known = roles.iter().find(|known| known.id == role);
        Self { role, name: known.map_or(role, |known| &known.name), r#as: stands_for }
    }
}

impl<'a> StartDoc<'a> {
    fn of(start: &'a Start) -> Self {
        Self { r#type: start.type_id.as_str(), title: &start.title, link: start.link.as_str() }
    }
}

fn targets(targets: &[Target]) -> Vec<TargetDoc> {
    targets.iter().map(|t| TargetDoc { priority: t.priority, s: t.span_s }).collect()
}
