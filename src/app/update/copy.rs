//! Copies of the cards meant.

use super::{column, notice, verb};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::model::{Model, Screen};
use crate::domain::At;
use crate::domain::major;
use crate::domain::window::CardRow;

/// `y` and a letter.
pub(super) fn copy(model: &mut Model, action: Action) -> Vec<Effect> {
    let aims = verb::aims(model);
    if let Some(text) = timeline(model).filter(|_| action == Action::CopyMarkdown) {
        let what = text.lines().next().unwrap_or_default().trim_start_matches("# ").to_owned();
        return vec![Effect::Copy { text, what }];
    }
    let rows: Vec<CardRow> = aims.iter().filter_map(|a| column::row(model, a.card?)).cloned().collect();
    if rows.is_empty() {
        notice::info(model, "The card is still being read.");
        return Vec::new();
    }
    if action == Action::CopyJson {
        return vec![Effect::CopyJson(rows)];
    }
    let lines: Vec<String> = rows.iter().map(|row| text(model, row, action)).collect();
    let what = match lines.as_slice() {
        [one] => one.lines().next().unwrap_or_default().to_owned(),
        several => format!("{} cards", several.len()),
    };
    vec![Effect::Copy { text: lines.join("\n"), what }]
}

/// Of something major whose detail is open, what happened since it was declared.
fn timeline(model: &Model) -> Option<String> {
    let view = model.sheet.as_ref().filter(|_| model.screen == Screen::Sheet)?;
    let object = &view.sheet.as_ref()?.object;
    let show = |at: At| at.with_timezone(&model.zone).format("%Y-%m-%d %H:%M").to_string();
    Some(major::timeline(&object.key, &object.title, object.major.as_deref()?, &view.log, show))
}

fn text(model: &Model, row: &CardRow, action: Action) -> String {
    match action {
        Action::CopyTitle => row.title.clone(),
        Action::CopyLink => format!("streamboard show {}", row.key),
        Action::CopyMarkdown => markdown(model, row),
        _ => row.key.to_string(),
    }
}

fn markdown(model: &Model, row: &CardRow) -> String {
    let stage = model.stage(&row.stage).map_or(String::new(), |s| format!(" ({})", s.name));
    let priority = row.priority.map_or(String::new(), |p| format!(" P{p}"));
    let who = row.assignee.as_ref().map_or(String::new(), |a| format!(" @{a}"));
    format!("- **{}** {}{stage}{priority}{who}", row.key, row.title)
}
