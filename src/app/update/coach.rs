//! The lesson of the demo: one line, a step for each thing done.

use super::notice;
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::model::Model;
use crate::domain::id::StageId;
use crate::domain::stream::Policy;
use crate::domain::window::{StageLine, StreamLine};

/// What brings a step to its end.
#[derive(Clone, Copy, PartialEq)]
enum Until {
    Done(Action),
    /// Done, and the workspace agreed.
    Written(Action),
    /// A gate refused a move.
    Refused,
}

/// A step: what to do, and what ends it. `{enforced}` is a stream whose gates refuse.
struct Step {
    text: &'static str,
    until: Until,
}

const STEPS: &[Step] = &[
    Step { text: "L carries this card to the next stage.", until: Until::Written(Action::MoveRight) },
    Step { text: "u takes it back. Everything can be undone.", until: Until::Written(Action::Undo) },
    Step { text: "{enforced} refuses: go there and press L on a card.", until: Until::Refused },
    Step { text: "Space ticks a line of the gate; x opens it.", until: Until::Written(Action::Tick) },
    Step { text: "Enter ticks the rest and moves, if no guard is in the way.", until: Until::Done(Action::TickRest) },
    Step { text: "go shows all streams on one map.", until: Until::Done(Action::GoMap) },
    Step { text: ": lists every command with its key.", until: Until::Done(Action::Palette) },
    Step { text: "? is the help of wherever you are.", until: Until::Done(Action::Help) },
];

/// The line of the lesson, when it is shown.
pub fn line(model: &Model) -> Option<String> {
    let at = model.coach?;
    let step = STEPS.get(at)?;
    let enforced = model.streams.iter().position(|s| s.gate == Policy::Enforce && s.n_cards > 0);
    let enforced = enforced.map_or("A stream".into(), |i| format!("{} (g{})", model.streams[i].name, i + 1));
    let text = step.text.replace("{enforced}", &enforced);
    let line = format!("{}/{} {text}", at + 1, STEPS.len());
    let end = "  Esc ends the lesson.";
    // What to do comes before how to be rid of it.
    let fits = line.chars().count() + end.len() < usize::from(model.width);
    Some(if fits { line + end } else { line })
}

/// An action was done.
pub(super) fn saw(model: &mut Model, action: Action) {
    let waits = model.coach.and_then(|at| STEPS.get(at)).is_some_and(|s| s.until == Until::Written(action));
    if waits {
        model.flow.coach_waits = Some(action);
    }
    step(model, Until::Done(action));
}

/// What was done was written.
pub(super) fn written(model: &mut Model) {
    if let Some(action) = model.flow.coach_waits.take() {
        step(model, Until::Written(action));
    }
}

/// It was refused: by a gate, or otherwise.
pub(super) fn refused(model: &mut Model, by_gate: bool) {
    model.flow.coach_waits = None;
    if by_gate {
        step(model, Until::Refused);
    }
}

/// A stage of a board whose cards can go on: the lesson begins there.
pub(super) fn begins_at(stream: &StreamLine) -> Option<&StageId> {
    let has_room = |next: &StageLine| next.wip.is_none_or(|limit| next.n_cards < u64::from(limit));
    let pairs = stream.stages.iter().zip(stream.stages.iter().skip(1));
    pairs.filter(|(stage, next)| stage.n_cards > 0 && has_room(next)).map(|(stage, _)| &stage.id).next()
}

/// Esc: the lesson ends for good.
pub(super) fn end(model: &mut Model) {
    model.coach = None;
    model.flow.coach_ended = true;
    notice::info(model, "The lesson is over; :tutor brings it back.");
}

/// `:tutor`: from the start again.
pub(super) fn again(model: &mut Model) -> Vec<Effect> {
    model.coach = Some(0);
    model.flow.coach_ended = false;
    Vec::new()
}

fn step(model: &mut Model, seen: Until) {
    let Some(at) = model.coach else { return };
    if STEPS.get(at).is_some_and(|s| s.until == seen) {
        model.coach = Some(at + 1);
    }
    if at + 1 >= STEPS.len() && model.coach == Some(at + 1) {
        model.coach = None;
        model.flow.coach_ended = true;
        notice::info(model, "That was the lesson; :tutor brings it back.");
    }
}
