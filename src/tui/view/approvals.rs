//! What people are to say for their roles, as lines of a gate.

use super::look::Look;
use super::words;
use crate::domain::gate::Asked;

/// `[x] Operations Manager (operations)`
pub fn asked(look: &Look<'_>, asked: &Asked) -> String {
    let is_given = asked.said.as_ref().is_some_and(|said| !said.is_rejected);
    format!("{} {}", if is_given { "[x]" } else { "[ ]" }, name(look, asked))
}

/// `Operations Manager (operations)`
pub fn name(look: &Look<'_>, asked: &Asked) -> String {
    let stands_for = asked.stands_for.as_ref().map_or_else(String::new, |what| format!(" ({what})"));
    format!("{}{stands_for}", look.model.role_name(&asked.role))
}

/// What was said, by whom and when; else that it is open.
pub fn said(look: &Look<'_>, asked: &Asked) -> String {
    let Some(said) = &asked.said else {
        let mine = if look.model.holds_role(&asked.role) { ", yours to give" } else { "" };
        return format!("open{mine}");
    };
    let what = if said.is_rejected { "rejected" } else { "approved" };
    let when = words::moment(said.at, look.model.now, look.model.zone);
    let comment = said.comment.as_ref().map_or_else(String::new, |text| format!(": {text}"));
    format!("{what} by {} {when}{comment}", said.by)
}

/// What can be done about it, for the line below.
pub fn told(look: &Look<'_>, asked: &Asked) -> String {
    match &asked.said {
        Some(said) if !said.is_rejected => format!("approved by {}", said.by),
        _ if look.model.holds_role(&asked.role) => "p approves, e with a comment, R rejects".into(),
        _ => format!("off: you lack the role {}", look.model.role_name(&asked.role)),
    }
}
