//! The line under the board: what was done, what was refused and why.

use chrono::TimeDelta;

use crate::app::model::{Model, Notice, NoticeKind};

/// How long a notice stays.
pub(super) const STAYS: TimeDelta = TimeDelta::seconds(4);

/// Notices kept in memory.
const KEPT: usize = 200;

/// Something was done.
pub(super) fn done(model: &mut Model, text: impl Into<String>) {
    say(model, NoticeKind::Done, text.into(), false);
}

/// Something to know.
pub(super) fn info(model: &mut Model, text: impl Into<String>) {
    say(model, NoticeKind::Info, text.into(), false);
}

/// Something to know that is said once: it stays until a key.
pub(super) fn once(model: &mut Model, text: impl Into<String>) {
    say(model, NoticeKind::Info, text.into(), true);
}

/// A rule said no; it stays until a key.
pub(super) fn refused(model: &mut Model, text: impl Into<String>) {
    say(model, NoticeKind::Refused, text.into(), true);
}

/// Something outside failed; it stays until a key.
pub(super) fn failed(model: &mut Model, text: impl Into<String>) {
    say(model, NoticeKind::Failed, text.into(), true);
}

/// A reason as a sentence.
pub(super) fn sentence(why: &str) -> String {
    let mut chars = why.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let end = if why.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{end}", chars.as_str())
}

/// Notices go after four seconds, unless they stay until a key.
pub(super) fn fade(model: &mut Model) {
    let is_over = |n: &Notice| !n.sticky && model.now - n.at >= STAYS;
    if model.notice.as_ref().is_some_and(is_over) {
        model.notice = None;
    }
}

/// A key takes away what stayed until one.
pub(super) fn key_pressed(model: &mut Model) {
    if model.notice.as_ref().is_some_and(|n| n.sticky) {
        model.notice = None;
    }
}

fn say(model: &mut Model, kind: NoticeKind, text: String, sticky: bool) {
    let notice = Notice { text, kind, at: model.now, sticky };
    if model.notices.len() >= KEPT {
        model.notices.remove(0);
    }
    model.notices.push(notice.clone());
    model.notice = Some(notice);
}
