//! TOML of the reference data, and of streams people write themselves, as domain types.

mod check;
mod file;

use serde::de::DeserializeOwned;
use toml::Spanned;

use crate::domain::id::{CriterionId, RelationId, StageId, StreamId, TypeId};
use crate::domain::link::Relation;
use crate::domain::object::{Field, ObjectType, State};
use crate::domain::rule::{Barrier, StageRules};
use crate::domain::stream::{Criterion, CriterionKind, Edge, Loop, Role, Scenario, Stage, Stream, Target};
use crate::wire::rules::{CarryForm, PlanForm};

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct ReferenceError {
    pub line: usize,
    pub column: usize,
    pub message: String,
}

impl ReferenceError {
    fn at(text: &str, start: usize, message: String) -> Self {
        let before = text.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        Self { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1, message }
    }
}

/// A stream of its file; what the file names of its own is there.
pub fn stream(text: &str) -> Result<Stream, ReferenceError> {
    stream_of(text, |_| None)
}

/// A stream of its file, with an id of its own where one is given for the name.
pub fn stream_of(text: &str, id: impl Fn(&str) -> Option<String>) -> Result<Stream, ReferenceError> {
    let file: file::Stream = read(text)?;
    check::stream(&file).map_err(|wrong| ReferenceError::at(text, wrong.at.start, wrong.message))?;
    let id = id(&file.name).unwrap_or_else(|| file.id.get_ref().clone());
    Ok(to_stream(StreamId::new(id), file))
}

/// The object types of a file.
pub fn object_types(text: &str) -> Result<Vec<ObjectType>, ReferenceError> {
    let file: file::Types = read(text)?;
    Ok(file.types.into_iter().map(|t| to_type(t, &file.area)).collect())
}

/// The relations of a file.
pub fn relations(text: &str) -> Result<Vec<Relation>, ReferenceError> {
    let file: file::Relations = read(text)?;
    Ok(file.relations.into_iter().map(to_relation).collect())
}

/// The roles of a file.
pub fn roles(text: &str) -> Result<Vec<Role>, ReferenceError> {
    let file: file::Roles = read(text)?;
    Ok(file.roles.into_iter().map(|r| Role { id: r.id, name: r.name }).collect())
}

pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, ReferenceError> {
    toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        ReferenceError::at(text, start, error.message().to_owned())
    })
}

fn to_stream(id: StreamId, file: file::Stream) -> Stream {
    Stream {
        name: file.name,
        short: file.short,
        kind: file.kind,
        ord: file.order,
        gate: file.gate,
        purpose: file.purpose,
        outcome: file.outcome,
        key_stakeholder: file.key_stakeholder,
        card_type: TypeId::new(file.card_type),
        clock_starts: StageId(full(&id, file.clock_starts.get_ref())),
        clock: file.clock,
        blocked_pauses: file.blocked_pauses,
        triggers: file.triggers,
        notes: file.notes,
        targets: to_targets(&file.targets),
        stages: file.stages.into_iter().map(|s| to_stage(&id, s)).collect(),
        scenarios: file.scenarios.into_iter().map(|s| to_scenario(&id, s)).collect(),
        edges: file.edges.into_iter().map(|e| to_edge(&id, e)).collect(),
        id,
    }
}

fn to_stage(stream: &StreamId, file: file::Stage) -> Stage {
    let exits = file.exit.into_iter().map(|c| (CriterionKind::Exit, c));
    let activities = file.activities.into_iter().map(|c| (CriterionKind::Activity, c));
    let entrances = file.entrance.into_iter().map(|c| (CriterionKind::Entrance, c));
    let criteria = exits.chain(activities).chain(entrances);
    Stage {
        id: StageId::of(stream, file.id.get_ref()),
        name: file.name,
        short: file.short,
        purpose: file.purpose,
        entrance_mode: file.entrance_mode,
        exit_mode: file.exit_mode,
        deliverables: file.deliverables,
        value_items: file.value_items,
        roles: file.roles,
        notes: file.notes,
        wip: file.wip,
        targets: to_targets(&file.targets),
        taken_meets_target: file.taken_meets_target,
        criteria: criteria.map(|(kind, c)| to_criterion(stream, kind, c)).collect(),
        loops: file.loops.into_iter().map(|l| Loop { to: StageId(full(stream, l.to.get_ref())), why: l.why }).collect(),
        rules: StageRules {
            entry: file.entry.into_iter().map(to_barrier).collect(),
            back: file.back.into_iter().map(to_barrier).collect(),
            effects: file.effects.into_iter().map(Into::into).collect(),
            parallel_types: to_types(file.parallel_types),
            parallel_with: file.parallel_with.iter().map(|s| StageId(full(stream, s.get_ref()))).collect(),
        },
    }
}

fn to_barrier(file: file::Barrier) -> Barrier {
    let edge = file.edge.map(Spanned::into_inner);
    Barrier { guard: file.guard.0, text: file.text, instead: file.instead, edge }
}

fn to_criterion(stream: &StreamId, kind: CriterionKind, file: file::Criterion) -> Criterion {
    Criterion {
        id: CriterionId(full(stream, file.id.get_ref())),
        kind,
        level: file.level,
        text: file.text,
        details: file.details,
        objects: to_types(file.objects),
        satisfied_by: file.satisfied_by.iter().map(|c| CriterionId(full(stream, c.get_ref()))).collect(),
        applies: file.applies,
        guard: file.guard.map(|guard| guard.0),
    }
}

fn to_scenario(stream: &StreamId, file: file::Scenario) -> Scenario {
    let plan = PlanForm {
        first_stage: file.first_stage.map(Spanned::into_inner),
        card_type: file.card_type,
        priority: file.priority.map(Spanned::into_inner),
        labels: file.labels,
        fields: file.fields,
        starts_with: file.starts_with,
        action: file.action,
        checklist: file.checklist,
    };
    Scenario {
        id: file.id.into_inner(),
        stream: stream.clone(),
        name: file.name,
        trigger: file.trigger,
        outcome: file.outcome,
        notes: file.notes,
        objects: to_types(file.objects),
        plan: plan.of_stream(stream),
    }
}

fn to_edge(stream: &StreamId, file: file::Edge) -> Edge {
    let to = StreamId::new(file.to);
    let carry = CarryForm {
        types: file.types,
        makes: file.makes,
        same_object: file.same_object,
        use_linked: file.use_linked,
        paths: file.paths,
        link: file.link,
        figures: file.figures,
        improves: file.improves,
        answer_states: file.answer_states,
        set_state: file.set_state,
        origin_state: file.origin_state,
    };
    Edge {
        id: file.id.into_inner(),
        kind: file.kind,
        from: stream.clone(),
        from_stage: file.from_stage.map(|s| StageId(full(stream, s.get_ref()))),
        to_stage: file.to_stage.map(|s| StageId(full(&to, s.get_ref()))),
        to,
        what: file.what,
        objects: to_types(file.objects),
        carry: carry.into(),
    }
}

fn to_type(file: file::Type, area: &str) -> ObjectType {
    let state = |s: file::State| State {
        id: s.id,
        name: s.name,
        next: s.next,
        is_final: s.is_final,
        guard: s.guard.map(|guard| guard.0),
        text: s.text,
    };
    let field = |f: file::Field| Field { id: f.id, name: f.name, kind: f.kind, choices: f.choices, unit: f.unit };
    ObjectType {
        id: TypeId::new(file.id),
        name: file.name,
        prefix: file.prefix,
        area: area.to_owned(),
        purpose: file.purpose,
        states: file.states.into_iter().map(state).collect(),
        fields: file.fields.into_iter().map(field).collect(),
        effects: file.effects.into_iter().map(Into::into).collect(),
        notices: file.notices.into_iter().map(Into::into).collect(),
        locks: file.locks.into_iter().map(Into::into).collect(),
        figures: file.figures.into_iter().map(Into::into).collect(),
        impact: file.impact,
        dismissed: file.dismissed,
        major: file.major.map(Into::into),
    }
}

fn to_relation(file: file::Relation) -> Relation {
    let named = |id: String| (id != "*").then(|| TypeId::new(id));
    Relation {
        id: RelationId::new(file.id),
        inverse: RelationId::new(file.inverse),
        name: file.name,
        inverse_name: file.inverse_name,
        from: named(file.from),
        to: named(file.to),
        cardinality: file.cardinality,
        flow: file.flow,
        is_acyclic: file.acyclic,
        depends: file.depends,
    }
}

fn to_targets(file: &[file::Target]) -> Vec<Target> {
    file.iter().map(|t| Target { priority: t.priority.as_ref().map(|p| *p.get_ref()), span_s: t.duration }).collect()
}

fn to_types(ids: Vec<String>) -> Vec<TypeId> {
    ids.into_iter().map(TypeId).collect()
}

/// A path in full: `stream/id`, unless it is one already.
fn full(stream: &StreamId, id: &str) -> String {
    if id.contains('/') { id.to_owned() } else { format!("{stream}/{id}") }
}

#[cfg(test)]
mod tests;
