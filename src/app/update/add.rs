//! One-line add: `Fix login !p1 @ana #eu ^fri`.

use super::{ask, enter, leave, notice};
use crate::app::effect::Effect;
use crate::app::line::Line;
use crate::app::model::{Mode, Model};
use crate::domain::filter::Asker;
use crate::domain::id::StageId;
use crate::domain::intent::{Intent, NewObject, Stand};
use crate::domain::quick_add::QuickAdd;

/// `a`: a line for a new card in the stage of the cursor.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    if let Some(stage) = model.current_stage().map(|s| s.id.clone()) {
        enter(model, Mode::Add { line: Line::default(), stage });
    }
    Vec::new()
}

/// A paste began the line.
pub(super) fn pasted(model: &mut Model) -> Vec<Effect> {
    notice::info(model, "Pasted as a new card: Enter adds it, Esc does not.");
    Vec::new()
}

/// What the line reads as, for the preview while typing.
pub fn reads_as(model: &Model, text: &str) -> QuickAdd {
    QuickAdd::parse(text, &Asker { me: &model.me, now: model.now, zone: &model.zone })
}

/// Enter: the card is made; the line comes back when it is refused.
pub(super) fn accept(model: &mut Model) -> Vec<Effect> {
    let Mode::Add { line, stage } = model.mode.clone() else {
        return Vec::new();
    };
    let read = reads_as(model, &line.text);
    if read.title.trim().is_empty() {
        notice::info(model, "A card needs a title. Esc cancels.");
        return Vec::new();
    }
    model.flow.held = Some(Box::new(model.mode.clone()));
    leave(model);
    let new = object(read, &stage);
    ask::commit(model, vec![Intent::Add(Box::new(new))], "added")
}

fn object(read: QuickAdd, stage: &StageId) -> NewObject {
    NewObject {
        title: read.title,
        priority: read.priority,
        assignee: read.assignee,
        labels: read.labels,
        due_at: read.due_at,
        since: read.since,
        stand: Some(Stand::in_stage(stage.stream(), Some(stage.clone()))),
        ..NewObject::default()
    }
}
