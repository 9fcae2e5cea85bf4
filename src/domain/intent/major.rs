//! Something is declared major, and is over: then a review of it is handed on, with its timeline.

use super::{Author, Decided, Decision, Facts, HandOff, No, Pass, Refusal, checked, handoff};
use crate::domain::change::{Change, Kind, What, register};
use crate::domain::id::{EntityId, ObjectId};
use crate::domain::major::{End, Major, MajorRule, timeline};
use crate::domain::object::Object;

/// The priority of what is major.
const FIRST: i64 = 1;

pub(super) fn declare<F: Facts>(facts: &F, id: ObjectId, text: &str, author: &Author) -> Decided<F> {
    let object = super::object(facts, id)?;
    if object.archived {
        return Err(Refusal::Archived { key: object.key }.into());
    }
    rule(facts, &object)?;
    if object.is_major() {
        return Err(Refusal::Already { key: object.key.to_string(), what: "major".into() }.into());
    }
    checked(text, "text", true)?;
    let major = Major { at: author.at, by: author.actor.clone(), text: text.trim().to_owned(), end: None };
    let mut change = written(&object, &major);
    if object.priority != Some(1) {
        change = change.with(register::PRIORITY, FIRST);
    }
    Ok(Decision::about(&object, vec![change]))
}

pub(super) fn end<F: Facts>(facts: &F, id: ObjectId, text: &str, author: &Author) -> Decided<F> {
    let object = super::object(facts, id)?;
    let Some(major) = object.major.as_deref().cloned().filter(Major::is_on) else {
        let what = format!("{} is not major", object.key);
        return Err(Refusal::NotAllowed { what }.into());
    };
    checked(text, "text", true)?;
    let end = End { at: author.at, by: author.actor.clone(), text: text.trim().to_owned() };
    let major = Major { end: Some(end), ..major };
    let mut changes = vec![written(&object, &major)];
    changes.extend(review(facts, &object, &major, author)?);
    Ok(Decision::about(&object, changes))
}

/// A review is handed on along the edge of the type, with what happened in its text.
fn review<F: Facts>(facts: &F, object: &Object, major: &Major, author: &Author) -> Result<Vec<Change>, No<F::Error>> {
    let rule = rule(facts, object)?;
    let Some(edge) = rule.review_edge else {
        return Ok(Vec::new());
    };
    let entries = facts.happened(object.id, major.at).map_err(No::Facts)?;
    let show = |at: crate::domain::At| at.format("%Y-%m-%d %H:%M UTC").to_string();
    let body = timeline(&object.key, &object.title, major, &entries, show);
    let wish = HandOff {
        object: object.id,
        card: None,
        edge,
        stage: None,
        type_id: None,
        title: Some(format!("Review of {} {}", object.key, object.title)),
        pass: Pass::Free,
    };
    handoff::follow_up(facts, &wish, object, &body, author)
}

fn rule<F: Facts>(facts: &F, object: &Object) -> Result<MajorRule, No<F::Error>> {
    let kind = facts.object_type(&object.type_id).map_err(No::Facts)?;
    let rule = kind.and_then(|kind| kind.major.clone());
    rule.ok_or_else(|| {
        let what = format!("{} is of type {}, which is never major", object.key, object.type_id);
        Refusal::NotAllowed { what }.into()
    })
}

fn written(object: &Object, major: &Major) -> Change {
    let change = Change::new(Kind::Object, EntityId(object.id.0), What::Edited, Some(object.id));
    change.with(register::MAJOR, major.to_value())
}
