//! Objects.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{CardDoc, at, at_or_null, shown};
use crate::domain::At;
use crate::domain::id::ObjectId;
use crate::domain::major::Major;
use crate::domain::object::Object;
use crate::domain::past::SheetThen;
use crate::domain::window::{Comment, FigureRow, LinkRow, NoticeRow, Sheet};
use crate::wire::value::WrittenMap;

/// An object without what hangs on it.
#[derive(Serialize)]
pub struct ObjectDoc<'a> {
    key: &'a str,
    #[serde(serialize_with = "shown")]
    id: ObjectId,
    r#type: &'a str,
    title: &'a str,
    body: &'a str,
    state: Option<&'a str>,
    priority: Option<u8>,
    assignee: Option<&'a str>,
    team: Option<&'a str>,
    labels: &'a [String],
    #[serde(serialize_with = "at_or_null")]
    due_at: Option<At>,
    #[serde(serialize_with = "at_or_null")]
    since: Option<At>,
    demand: Option<&'a str>,
    scenario: Option<&'a str>,
    #[serde(serialize_with = "at")]
    created_at: At,
    created_by: &'a str,
    /// That it is major now.
    major: Option<MajorDoc<'a>>,
    archived: bool,
    fields: WrittenMap<'a>,
    aliases: Vec<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    scores: BTreeMap<&'static str, u8>,
}

/// That something is major: since when, who said so, what was known.
#[derive(Debug, Serialize)]
struct MajorDoc<'a> {
    #[serde(serialize_with = "at")]
    at: At,
    by: &'a str,
    text: &'a str,
}

impl<'a> MajorDoc<'a> {
    fn of(major: &'a Major) -> Self {
        Self { at: major.at, by: &major.by, text: &major.text }
    }
}

impl std::fmt::Debug for ObjectDoc<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ObjectDoc").field("key", &self.key).finish_non_exhaustive()
    }
}

impl<'a> ObjectDoc<'a> {
    /// The document of an object.
    pub fn of(object: &'a Object) -> Self {
        Self {
            key: object.key.as_str(),
            id: object.id,
            r#type: object.type_id.as_str(),
            title: &object.title,
            body: &object.body,
            state: object.state.as_deref(),
            priority: object.priority,
            assignee: object.assignee.as_deref(),
            team: object.team.as_deref(),
            labels: &object.labels,
            due_at: object.due_at,
            since: object.since,
            demand: object.demand.as_deref(),
            scenario: object.scenario.as_deref(),
            created_at: object.created_at,
            created_by: &object.created_by,
            major: object.major.as_deref().filter(|major| major.is_on()).map(MajorDoc::of),
            archived: object.archived,
            fields: WrittenMap(&object.fields),
            scores: object.scores.known().map(|(factor, points)| (factor.word(), points)).collect(),
            aliases: object.aliases.iter().map(crate::domain::key::Key::as_str).collect(),
        }
    }
}

/// An object whole.
#[derive(Debug, Serialize)]
pub struct ShownDoc<'a> {
    #[serde(flatten)]
    object: ObjectDoc<'a>,
    closed: bool,
    cards: Vec<CardDoc<'a>>,
    links: Vec<LinkDoc<'a>>,
    comments: Vec<CommentDoc<'a>>,
    notices: Vec<NoticeDoc<'a>>,
    figures: Vec<FigureDoc<'a>>,
}

/// An object as it was.
#[derive(Debug, Serialize)]
pub struct ShownThenDoc<'a> {
    #[serde(flatten)]
    object: ObjectDoc<'a>,
    cards: Vec<CardDoc<'a>>,
    links: Vec<LinkDoc<'a>>,
    comments: Vec<CommentDoc<'a>>,
}

impl<'a> ShownThenDoc<'a> {
    /// The document of an object as it was.
    pub fn of(sheet: &'a SheetThen) -> Self {
        Self {
            object: ObjectDoc::of(&sheet.object),
            cards: sheet.cards.iter().map(|row| CardDoc::of(row, sheet.at)).collect(),
            links: sheet.links.iter().map(LinkDoc::of).collect(),
            comments: sheet.comments.iter().map(CommentDoc::of).collect(),
        }
    }
}

/// What became true by itself.
#[derive(Debug, Serialize)]
struct NoticeDoc<'a> {
    text: &'a str,
    key: &'a str,
    #[serde(serialize_with = "at")]
    at: At,
}

/// A figure over the objects around it.
#[derive(Debug, Serialize)]
struct FigureDoc<'a> {
    id: &'a str,
    name: &'a str,
    value: f64,
    unit: Option<&'a str>,
}

/// A link, read from the object at hand.
#[derive(Debug, Serialize)]
pub struct LinkDoc<'a> {
    relation: &'a str,
    key: &'a str,
    r#type: &'a str,
    title: &'a str,
    state: Option<&'a str>,
}

/// What somebody said.
#[derive(Debug, Serialize)]
pub struct CommentDoc<'a> {
    actor: &'a str,
    #[serde(serialize_with = "at")]
    at: At,
    text: &'a str,
}

impl<'a> ShownDoc<'a> {
    /// The document of an object at `now`.
    pub fn of(sheet: &'a Sheet, now: At) -> Self {
        Self {
            object: ObjectDoc::of(&sheet.object),
            closed: sheet.is_closed,
            cards: sheet.cards.iter().map(|standing| CardDoc::of(&standing.row, now)).collect(),
            links: sheet.links.iter().map(LinkDoc::of).collect(),
            comments: sheet.comments.iter().map(CommentDoc::of).collect(),
            notices: sheet.notices.iter().map(NoticeDoc::of).collect(),
            figures: sheet.figures.iter().map(FigureDoc::of).collect(),
        }
    }
}

impl<'a> NoticeDoc<'a> {
    fn of(notice: &'a NoticeRow) -> Self {
        Self { text: &notice.text, key: notice.key.as_str(), at: notice.at }
    }
}

impl<'a> FigureDoc<'a> {
    fn of(figure: &'a FigureRow) -> Self {
        Self { id: &figure.id, name: &figure.name, value: figure.value, unit: figure.unit.as_deref() }
    }
}

impl<'a> LinkDoc<'a> {
    fn of(link: &'a LinkRow) -> Self {
        Self {
            relation: link.relation.as_str(),
            key: link.key.as_str(),
            r#type: link.type_id.as_str(),
            title: &link.title,
            state: link.state.as_deref(),
        }
    }
}

impl<'a> CommentDoc<'a> {
    fn of(comment: &'a Comment) -> Self {
        Self { actor: &comment.actor, at: comment.at, text: &comment.text }
    }
}
