//! What a team changes about its boards.

mod own;
mod reach;

use super::{Decided, Decision, Facts, Refusal, StageEdit, StageHead, StreamEdit, StreamHead, checked};
use crate::domain::calendar::{CALENDAR, Calendar, CalendarError};
use crate::domain::change::{Change, Kind, What, register};
use crate::domain::filter::fold;
use crate::domain::id::{StageId, StreamId, named_entity};
use crate::domain::value::Value;

/// The distance between the orders of neighbouring stages, so that others fit between them.
pub const ORD_STEP: i64 = 1 << 20;

/// Cells a stage's short name may take.
const SHORT_CELLS: usize = 9;

pub(super) use own::add_stream;

pub(super) fn set_stream<F: Facts>(facts: &F, id: &StreamId, edit: &StreamEdit) -> Decided<F> {
    super::stream(facts, id)?;
    let change = stream_change(id);
    let change = match edit {
        StreamEdit::Name(name) => change.with(register::NAME, checked(name, "name", false)?),
        StreamEdit::Gate(policy) => change.with(register::GATE, policy.word()),
        StreamEdit::Clock(timing) => change.with(register::CLOCK, timing.word()),
        StreamEdit::BlockedPauses(on) => change.with(register::BLOCKED_PAUSES, *on),
        StreamEdit::Target { priority, span_s } => set_target(change, *priority, *span_s),
    };
    Ok(Decision::of_workspace(vec![change]))
}

pub(super) fn set_stage<F: Facts>(facts: &F, id: &StageId, edit: &StageEdit) -> Decided<F> {
    let stream = super::stream(facts, &id.stream())?;
    let position = stream.position(id).ok_or(Refusal::Gone { what: "stage" })?;
    let change = stage_change(id);
    let change = match edit {
        StageEdit::Name(name) => {
            change.with(register::NAME, checked(name, "name", false)?).with(register::SHORT, short_name(name))
        }
        StageEdit::Wip(limit) => change.with(register::WIP, limit.map_or(Value::Null, |n| Value::Int(n.into()))),
        StageEdit::Target { priority, span_s } => set_target(change, *priority, *span_s),
        StageEdit::After(after) => {
            let others: Vec<&StageHead> = stream.stages.iter().filter(|s| s.id != *id).collect();
            let ord = ord_after(&others, after.as_ref())?;
            if ord == stream.stages[position].ord {
                let key = stream.stages[position].name.clone();
                return Err(Refusal::Already { key, what: "there".into() }.into());
            }
            change.with(register::ORD, ord)
        }
    };
    Ok(Decision::of_workspace(vec![change]))
}

pub(super) fn add_stage<F: Facts>(facts: &F, id: &StreamId, name: &str, after: Option<&StageId>) -> Decided<F> {
    let stream = super::stream(facts, id)?;
    checked(name, "name", false)?;
    let others: Vec<&StageHead> = stream.stages.iter().collect();
    let last = stream.stages.last().map(|s| &s.id);
    let ord = ord_after(&others, after.or(last))?;
    let stage = free_id(&stream, name);
    let change = stage_change(&stage)
        .with(register::STREAM, id.as_str())
        .with(register::ID, stage.as_str())
        .with(register::NAME, name.trim())
        .with(register::SHORT, short_name(name))
        .with(register::ORD, ord)
        // A stage removed earlier may have had this id; it comes back as it is asked for now.
        .with(register::DELETED, false);
    Ok(Decision::of_workspace(vec![Change { what: What::Created, ..change }]))
}

pub(super) fn remove_stage<F: Facts>(facts: &F, id: &StageId) -> Decided<F> {
    let stream = super::stream(facts, &id.stream())?;
    let position = stream.position(id).ok_or(Refusal::Gone { what: "stage" })?;
    let stage = &stream.stages[position];
    if stage.n_cards > 0 {
        return Err(Refusal::NotEmpty { stage: stage.name.clone(), n_cards: stage.n_cards }.into());
    }
    if stream.stages.len() == 1 {
        return Err(Refusal::NotAllowed { what: format!("{} is the last stage of {}", stage.name, stream.name) }.into());
    }
    Ok(Decision::of_workspace(vec![stage_change(id).with(register::DELETED, true)]))
}

pub(super) fn name_workspace<E>(name: &str) -> Result<Decision, super::No<E>> {
    let entity = named_entity("workspace", "");
    let change = Change::new(Kind::Workspace, entity, What::Configured, None);
    Ok(Decision::of_workspace(vec![change.with(register::NAME, checked(name, "name", false)?)]))
}

pub(super) fn set(setting: &str, value: &Value) -> Result<Decision, Refusal> {
    if setting == CALENDAR && !value.is_null() {
        let wrong = |no: CalendarError| Refusal::NotAllowed { what: no.to_string() };
        Calendar::from_value(value).map_err(wrong)?;
    }
    let change = Change::new(Kind::Workspace, named_entity("workspace", ""), What::Configured, None);
    Ok(Decision::of_workspace(vec![change.with(format!("{}{setting}", register::SETTING), value.clone())]))
}

/// An order behind `after`, or in front of all.
fn ord_after(stages: &[&StageHead], after: Option<&StageId>) -> Result<i64, Refusal> {
    let idx = match after {
        None => 0,
        Some(id) => 1 + stages.iter().position(|s| s.id == *id).ok_or(Refusal::Gone { what: "stage" })?,
    };
    let below = idx.checked_sub(1).map_or(0, |i| stages[i].ord);
    let above = stages.get(idx).map_or(below + 2 * ORD_STEP, |s| s.ord);
    Ok(below + (above - below) / 2)
}

fn free_id(stream: &StreamHead, name: &str) -> StageId {
    let slug = slug(name);
    let taken = |slug: &str| stream.position(&StageId::of(&stream.id, slug)).is_some();
    let numbered = (2..=stream.stages.len() + 2).map(|n| format!("{slug}-{n}"));
    let free = std::iter::once(slug.clone()).chain(numbered).find(|s| !taken(s));
    StageId::of(&stream.id, &free.unwrap_or(slug))
}

/// A kebab-case id of a name; letters go without their accents.
pub fn slug(name: &str) -> String {
    let dashed: String = fold(name).chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let parts: Vec<String> = dashed.split('-').filter(|p| !p.is_empty()).map(str::to_lowercase).collect();
    if parts.is_empty() { "unnamed".into() } else { parts.join("-") }
}

/// At most nine cells of a name: its first word, cut.
pub fn short_name(name: &str) -> String {
    let word = name.split_whitespace().next().unwrap_or(name);
    cut(if name.chars().count() <= SHORT_CELLS { name } else { word }, SHORT_CELLS)
}

/// No target is said in so many words: nothing would give the shipped one back.
fn set_target(change: Change, priority: Option<u8>, span_s: Option<i64>) -> Change {
    let none = |change: Change| {
        let register = priority.map_or(register::TARGET.to_owned(), |p| format!("{}{p}", register::TARGET));
        change.with(register, false)
    };
    if span_s.is_some() { with_target(change, priority, span_s) } else { none(change) }
}

fn with_target(change: Change, priority: Option<u8>, span_s: Option<i64>) -> Change {
    let register = priority.map_or(register::TARGET.to_owned(), |p| format!("{}{p}", register::TARGET));
    change.with(register, span_s.map_or(Value::Null, Value::Int))
}

fn stream_change(id: &StreamId) -> Change {
    Change::new(Kind::Stream, id.entity(), What::Configured, None)
}

fn stage_change(id: &StageId) -> Change {
    Change::new(Kind::Stage, id.entity(), What::Configured, None)
}

fn cut(name: &str, cells: usize) -> String {
    // Wide letters take two cells; counting each so keeps every script within the limit.
    let wide = |c: char| if (c as u32) < 0x1100 { 1 } else { 2 };
    let mut used = 0;
    name.chars()
        .take_while(|c| {
            used += wide(*c);
            used <= cells
        })
        .collect()
}
