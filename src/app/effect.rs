//! What is asked of the world. Plain values, so that a test compares them.

use super::update::place::SavedPlace;
use crate::domain::around::Walk;
use crate::domain::filter::Filter;
use crate::domain::id::{CardId, ObjectId, StageId, StreamId};
use crate::domain::intent::Intent;
use crate::domain::lane::{LaneBy, Slice};
use crate::domain::trace::TraceAsk;
use crate::domain::window::{Anchor, CardRow};
use crate::metrics::forecast::{Days, Question};

/// Something the runtime is to do; it may only answer with news, never press a key for the user.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Read; answered by `Msg::Answer` with the same number. A later query of the same slot makes an earlier one void.
    Read {
        ask: u64,
        query: Query,
    },
    /// Write; answered by `Msg::Committed` or `Msg::Refused`.
    Commit(Wish),
    /// Take back or do again; answered by `Msg::Undone` or `Msg::Refused`.
    Undo(UndoWish),
    /// Put text on the clipboard; answered by `Msg::Copied`.
    Copy {
        text: String,
        what: String,
    },
    /// Put cards on the clipboard, each as `list --json` prints it; answered by `Msg::Copied`.
    CopyJson(Vec<CardRow>),
    /// Put a table on the clipboard as comma-separated values; answered by `Msg::Copied`.
    CopyCsv {
        lines: Vec<Vec<String>>,
        what: String,
    },
    /// Make a plain board of this name; answered by `Msg::Committed`.
    AddBoard {
        name: String,
    },
    /// Open the editor on a text; answered by `Msg::Edited`.
    OpenEditor {
        file_name: String,
        text: String,
        then: EditFor,
    },
    Suspend,
    /// Repaint everything.
    Redraw,
    SetMouse(bool),
    Bell,
    /// Remember where we are, for the next start.
    SavePlace(SavedPlace),
    /// Leave this workspace for a throw-away one with demo data.
    OpenDemo,
    Quit,
}

/// Something to read.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// Streams, stages and counts.
    Overview,
    Window {
        stage: StageId,
        filter: Filter,
        anchor: Anchor,
        n: usize,
    },
    /// Some cards of a lane of a stream, or of a team's column.
    Slice {
        stream: StreamId,
        slice: Slice,
        filter: Filter,
        anchor: Anchor,
        n: usize,
    },
    /// The lanes of a stream with their counts.
    Lanes {
        stream: StreamId,
        by: LaneBy,
        filter: Filter,
    },
    /// How many cards fit the filter here and elsewhere.
    Found {
        stream: StreamId,
        filter: Filter,
    },
    /// The stage a card stands in, to go there.
    Locate(CardId),
    Sheet(ObjectId),
    /// An object whole, and the last that happened to it.
    Glance(ObjectId),
    /// The newest entries about an object.
    ObjectLog(ObjectId),
    /// The newest entries of all.
    Activity,
    /// What a stage is for: purpose, criteria, activities.
    Stage(StageId),
    /// Cards and objects for the jump.
    Search {
        text: String,
        n: usize,
    },
    /// Known people, labels, types, relations and scenarios, for completing what is typed.
    Words,
    /// What waits for my approval.
    Approvals,
    /// How many open cards each has.
    Wip,
    /// The next card with an alert in this stream, in the direction given.
    Alert {
        stream: StreamId,
        from: Option<CardId>,
        forward: bool,
    },
    /// All cards of a stage or of the stream under the filter, to mark them.
    Ids {
        stages: Vec<StageId>,
        filter: Filter,
    },
    /// What lies around an object, and the way walked to it.
    Walk(Walk),
    /// An object in passing.
    Peek(ObjectId),
    Trace(TraceAsk),
    /// What depends on an object.
    Impact(ObjectId),
    /// What the charts of a stream draw.
    Charts {
        stream: StreamId,
        filter: Filter,
        days: u32,
    },
    /// What the days that were say of those to come.
    Forecast {
        days: Days,
        question: Question,
    },
    /// The figures of all streams.
    Across,
}

/// Intents to commit as one group.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    pub intents: Vec<Intent>,
    /// Several cards: do what can be done, say what stays.
    pub partial: bool,
    /// What this was, for the notice: `moved`, `priority 1`.
    pub what: String,
}

/// An undo or a redo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UndoWish {
    pub redo: bool,
    /// Take back what can be, where somebody changed a part of it later.
    pub rest: bool,
    /// Pass over the last one.
    pub skip: bool,
    /// The user has agreed to take back something done elsewhere or long ago.
    pub elsewhere_ok: bool,
}

/// What an edited text is for.
#[derive(Debug, Clone, PartialEq)]
pub enum EditFor {
    Body(ObjectId),
    Comment(ObjectId),
    /// The body field of the form that is open.
    FormBody,
}
