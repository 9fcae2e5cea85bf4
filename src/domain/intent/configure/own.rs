//! Streams of a team's own: all that their file says becomes registers, so that it survives as everything else does.

use super::{ORD_STEP, reach, stage_change, stream_change};
use crate::domain::change::{Change, What, register};
use crate::domain::intent::{Decided, Decision, Facts, No, Refusal, checked};
use crate::domain::object::PRIORITIES;
use crate::domain::stream::{Criterion, Edge, Loop, Scenario, Stage, Stream, Target};
use crate::domain::value::Value;

pub fn add_stream<F: Facts>(facts: &F, stream: &Stream) -> Decided<F> {
    if facts.stream(&stream.id).map_err(No::Facts)?.is_some() {
        return Err(Refusal::Already { key: stream.id.to_string(), what: "a stream here".into() }.into());
    }
    reach::check(facts, stream)?;
    let mut changes = vec![new_stream(stream)?];
    changes.extend(stream.stages.iter().zip(1..).map(|(stage, n)| new_stage(stage, n * ORD_STEP)));
    Ok(Decision::of_workspace(changes))
}

/// Every register is written, also where it says nothing: one added and taken back earlier comes back as it is now.
fn new_stream(stream: &Stream) -> Result<Change, Refusal> {
    let change = stream_change(&stream.id)
        .with(register::ID, stream.id.as_str())
        .with(register::NAME, checked(&stream.name, "name", false)?)
        .with(register::SHORT, stream.short.as_str())
        .with(register::KIND, stream.kind.word())
        .with(register::ORD, stream.ord)
        .with(register::GATE, stream.gate.word())
        .with(register::CARD_TYPE, stream.card_type.as_str())
        .with(register::PURPOSE, stream.purpose.as_str())
        .with(register::OUTCOME, stream.outcome.as_str())
        .with(register::KEY_STAKEHOLDER, stream.key_stakeholder.as_str())
        .with(register::CLOCK_STARTS, stream.clock_starts.as_str())
        .with(register::CLOCK, stream.clock.word())
        .with(register::BLOCKED_PAUSES, stream.blocked_pauses)
        .with(register::TRIGGERS, Value::list_or_null(&stream.triggers))
        .with(register::NOTES, Value::list_or_null(&stream.notes))
        .with(register::SCENARIOS, Value::each(&stream.scenarios, Scenario::to_value))
        .with(register::EDGES, Value::each(&stream.edges, Edge::to_value))
        .with(register::DELETED, false);
    Ok(Change { what: What::Created, ..with_targets(change, &stream.targets) })
}

fn new_stage(stage: &Stage, ord: i64) -> Change {
    let change = stage_change(&stage.id)
        .with(register::STREAM, stage.id.stream().as_str())
        .with(register::ID, stage.id.as_str())
        .with(register::NAME, stage.name.as_str())
        .with(register::SHORT, stage.short.as_str())
        .with(register::PURPOSE, stage.purpose.as_str())
        .with(register::ORD, ord)
        .with(register::WIP, stage.wip.map_or(Value::Null, |n| Value::Int(n.into())))
        .with(register::ENTRANCE_MODE, stage.entrance_mode.word())
        .with(register::EXIT_MODE, stage.exit_mode.word())
        .with(register::TAKEN_MEETS_TARGET, stage.taken_meets_target)
        .with(register::DELIVERABLES, Value::list_or_null(&stage.deliverables))
        .with(register::VALUE_ITEMS, Value::list_or_null(&stage.value_items))
        .with(register::ROLES, Value::list_or_null(&stage.roles))
        .with(register::NOTES, Value::list_or_null(&stage.notes))
        .with(register::LOOPS, Value::each(&stage.loops, Loop::to_value))
        .with(register::CRITERIA, Value::each(&stage.criteria, Criterion::to_value))
        .with(register::RULES, stage.rules.to_value())
        .with(register::DELETED, false);
    Change { what: What::Created, ..with_targets(change, &stage.targets) }
}

/// A target for all, and one for each priority; nothing where there is none.
fn with_targets(change: Change, targets: &[Target]) -> Change {
    let priorities = std::iter::once(None).chain(PRIORITIES.map(Some));
    priorities.fold(change, |change, priority| {
        let target = targets.iter().find(|target| target.priority == priority);
        super::with_target(change, priority, target.map(|target| target.span_s))
    })
}
