//! The end of a standup: its summary, copied or written; and from when on the next one tells.

use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::model::{Mode, Model, PromptFor, Summary};
use crate::app::update::{ask, enter, help, leave_all, place, prompt};
use crate::domain::id::StreamId;
use crate::domain::intent::Intent;
use crate::domain::standup::{markdown, setting};

/// `q`: the summary, to copy or write, before the standup ends.
pub fn offer(model: &mut Model) -> Vec<Effect> {
    let Some(text) = text(model) else {
        return place::up(model);
    };
    enter(model, Mode::Summary(Summary { text, scroll: 0 }));
    super::refresh(model)
}

fn text(model: &Model) -> Option<String> {
    let found = model.standup.as_ref()?.found.as_ref()?;
    Some(markdown(found, model.zone))
}

/// It was read again while the summary is shown.
pub fn again(model: &mut Model) {
    let Some(text) = text(model) else { return };
    let shown = model.flow.below.iter_mut().chain([&mut model.mode]);
    for mode in shown {
        if let Mode::Summary(summary) = mode {
            summary.text.clone_from(&text);
        }
    }
}

/// An action on the summary; nothing when it is the same everywhere.
pub fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::CopySummary => Some(copy(model)),
        Action::WriteSummary => Some(write(model)),
        Action::EndStandup => Some(finish(model)),
        _ => scroll(model, action).then(Vec::new),
    }
}

/// Moves about in the summary.
fn scroll(model: &mut Model, action: Action) -> bool {
    let Some(by) = help::lines(action) else {
        return false;
    };
    if let Mode::Summary(summary) = &mut model.mode {
        summary.scroll = help::moved(summary.scroll, by, summary.text.lines().count());
    }
    true
}

/// `y`: the summary on the clipboard.
fn copy(model: &mut Model) -> Vec<Effect> {
    let Mode::Summary(summary) = &model.mode else {
        return Vec::new();
    };
    vec![Effect::Copy { text: summary.text.clone(), what: "The summary".into() }]
}

/// `w`: asks for the name of a file.
fn write(model: &mut Model) -> Vec<Effect> {
    let name = proposed(model);
    prompt::open_with(model, "Write the summary to", PromptFor::SummaryFile, Vec::new(), &name)
}

/// `standup-operate-2026-11-26.md`.
fn proposed(model: &Model) -> String {
    let stream = model.standup.as_ref().and_then(|view| view.stream.as_ref());
    let day = model.now.with_timezone(&model.zone).format("%Y-%m-%d");
    format!("standup-{}-{day}.md", stream.map_or("all", StreamId::as_str))
}

/// A file was named.
pub fn write_to(model: &Model, name: &str) -> Vec<Effect> {
    let Mode::Summary(summary) = &model.mode else {
        return Vec::new();
    };
    vec![Effect::WriteFile { name: name.to_owned(), text: summary.text.clone() }]
}

/// The standup is over: the next one tells from now on.
pub fn finish(model: &mut Model) -> Vec<Effect> {
    let Some(view) = model.standup.take() else {
        return Vec::new();
    };
    leave_all(model);
    let mut effects = place::up(model);
    let value = model.now.into();
    let intent = Intent::Set { setting: setting(view.stream.as_ref()), value };
    effects.extend(ask::commit(model, vec![intent], "Standup ended, the next one tells from now on"));
    effects
}
