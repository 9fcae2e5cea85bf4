//! Streams and stages.

use serde::Serialize;

use crate::domain::id::{CriterionId, StageId, TypeId};
use crate::domain::stream::{Criterion, CriterionKind, Edge, Scenario, Stage, Stream, Target};
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
    value_items: &'a [String],
    roles: &'a [String],
    approvals: [(); 0],
}

#[derive(Debug, Serialize)]
struct CriterionDoc<'a> {
    id: &'a str,
    level: Option<&'static str>,
    text: &'a str,
    guard: Option<&'a str>,
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
}

impl<'a> StreamDoc<'a> {
    /// The document of a stream; `line` has its counts.
    pub fn of(stream: &'a Stream, line: Option<&StreamLine>) -> Self {
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
            triggers: &stream.triggers,
            notes: &stream.notes,
            targets: targets(&stream.targets),
            stages: stream.stages.iter().map(|s| StageDoc::of(s, n_cards(&s.id))).collect(),
            scenarios: stream.scenarios.iter().map(ScenarioDoc::of).collect(),
            edges: stream.edges.iter().map(EdgeDoc::of).collect(),
        }
    }
}

impl<'a> StageDoc<'a> {
    fn of(stage: &'a Stage, cards: u64) -> Self {
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
            approvals: [],
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
            guard: None,
            satisfied_by: criterion.satisfied_by.iter().map(near).collect(),
        }
    }
}

impl<'a> ScenarioDoc<'a> {
    /// The document of a scenario.
    pub fn of(scenario: &'a Scenario) -> Self {
        Self {
            id: &scenario.id,
            stream: scenario.stream.as_str(),
            name: &scenario.name,
            trigger: scenario.trigger.as_deref(),
            outcome: &scenario.outcome,
            objects: scenario.objects.iter().map(TypeId::as_str).collect(),
            notes: &scenario.notes,
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
            same_object: false,
            what: &edge.what,
            objects: edge.objects.iter().map(TypeId::as_str).collect(),
        }
    }
}

fn targets(targets: &[Target]) -> Vec<TargetDoc> {
    targets.iter().map(|t| TargetDoc { priority: t.priority, s: t.span_s }).collect()
}
