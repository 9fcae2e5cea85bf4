//! What happened: registers written. A change is a fact and may not be refused.

use std::collections::BTreeMap;

use super::id::{EntityId, ObjectId};
use super::value::Value;

/// What a register's entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Object,
    Card,
    Comment,
    Link,
    Stream,
    Stage,
    Person,
    Workspace,
}

impl Kind {
    /// Every kind with its word in the journal.
    pub const WORDS: &[(Self, &str)] = &[
        (Self::Object, "object"),
        (Self::Card, "card"),
        (Self::Comment, "comment"),
        (Self::Link, "link"),
        (Self::Stream, "stream"),
        (Self::Stage, "stage"),
        (Self::Person, "person"),
        (Self::Workspace, "workspace"),
    ];
}

/// What an op did, in the words of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    Created,
    Edited,
    Moved,
    Finished,
    Reordered,
    Ticked,
    Unticked,
    Approved,
    Rejected,
    Refused,
    Forced,
    Linked,
    Unlinked,
    HandedOff,
    Placed,
    Blocked,
    Unblocked,
    Waited,
    Commented,
    Archived,
    Restored,
    Undone,
    Redone,
    Imported,
    Configured,
    /// By nobody: a target ran out.
    Breached,
}

impl What {
    /// Every one with its word in the log.
    pub const WORDS: &[(Self, &str)] = &[
        (Self::Created, "created"),
        (Self::Edited, "edited"),
        (Self::Moved, "moved"),
        (Self::Finished, "finished"),
        (Self::Reordered, "reordered"),
        (Self::Ticked, "ticked"),
        (Self::Unticked, "unticked"),
        (Self::Approved, "approved"),
        (Self::Rejected, "rejected"),
        (Self::Refused, "refused"),
        (Self::Forced, "forced"),
        (Self::Linked, "linked"),
        (Self::Unlinked, "unlinked"),
        (Self::HandedOff, "handed-off"),
        (Self::Placed, "placed"),
        (Self::Blocked, "blocked"),
        (Self::Unblocked, "unblocked"),
        (Self::Waited, "waited"),
        (Self::Commented, "commented"),
        (Self::Archived, "archived"),
        (Self::Restored, "restored"),
        (Self::Undone, "undone"),
        (Self::Redone, "redone"),
        (Self::Imported, "imported"),
        (Self::Configured, "configured"),
        (Self::Breached, "breached"),
    ];
}

macro_rules! words_of {
    ($($name:ident)+) => {$(
        impl $name {
            /// The word for it.
            pub fn word(self) -> &'static str {
                Self::WORDS.iter().find(|(it, _)| *it == self).map_or("", |(_, word)| word)
            }

            /// The one of a word.
            pub fn of(word: &str) -> Option<Self> {
                Self::WORDS.iter().find(|(_, w)| *w == word).map(|(it, _)| *it)
            }
        }
    )+};
}
words_of! { Kind What }

/// How a change came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    Tui,
    Cli,
    Import,
    Undo,
    System,
}

impl Via {
    /// Every way with its word in the log.
    pub const WORDS: &[(Self, &str)] = &[
        (Self::Tui, "tui"),
        (Self::Cli, "cli"),
        (Self::Import, "import"),
        (Self::Undo, "undo"),
        (Self::System, "system"),
    ];
}
words_of! { Via }

/// Names of registers. One that ends in a colon is followed by what it is for: `label:eu`.
pub mod register {
    pub const TYPE: &str = "type";
    pub const KEY: &str = "key";
    pub const TITLE: &str = "title";
    pub const BODY: &str = "body";
    pub const STATE: &str = "state";
    pub const PRIORITY: &str = "priority";
    pub const ASSIGNEE: &str = "assignee";
    pub const DUE_AT: &str = "due_at";
    pub const SINCE: &str = "since";
    pub const DEMAND: &str = "demand";
    pub const SCENARIO: &str = "scenario";
    /// Of objects and people.
    pub const TEAM: &str = "team";
    pub const ARCHIVED: &str = "archived";
    pub const DELETED: &str = "deleted";
    /// That an object is major: since when, who said so, what was known, and how it ended.
    pub const MAJOR: &str = "major";
    pub const CREATED_AT: &str = "created_at";
    pub const CREATED_BY: &str = "created_by";
    /// `label:<name>` holds whether the object has it.
    pub const LABEL: &str = "label:";
    /// `field:<id>` holds a field of the object's type.
    pub const FIELD: &str = "field:";
    /// `alias:<KEY>` holds whether the object had that key.
    pub const ALIAS: &str = "alias:";

    /// Of cards and comments: the object they belong to.
    pub const OBJECT: &str = "object";
    pub const PLACE: &str = "place";
    pub const BLOCKED: &str = "blocked";
    pub const WAITING_UNTIL: &str = "waiting_until";
    /// `tick:<criterion>` holds a tick.
    pub const TICK: &str = "tick:";
    /// `force:<id>` holds why a gate or a limit was passed all the same.
    pub const FORCE: &str = "force:";
    /// Why it came back in this visit.
    pub const BACK: &str = "back:";
    /// `approval:<role>` holds what was said for a role.
    pub const APPROVAL: &str = "approval:";
    /// Whose answer it waits for.
    pub const WAITS: &str = "waits";
    /// Of a card: the object it was handed off from, and the edge.
    pub const ORIGIN: &str = "origin";
    /// `handoff:<id>` on the object handed off holds where it went: the edge, the other object, the stage.
    pub const HANDOFF: &str = "handoff:";
    /// `role:<id>` of a person holds whether they have it.
    pub const ROLE: &str = "role:";

    pub const TEXT: &str = "text";
    /// Of links: their ends, and whether the link holds.
    pub const FROM: &str = "from";
    pub const RELATION: &str = "relation";
    pub const TO: &str = "to";
    pub const ON: &str = "on";

    pub const NAME: &str = "name";
    pub const SHORT: &str = "short";
    pub const ORD: &str = "ord";
    pub const WIP: &str = "wip";
    pub const GATE: &str = "gate";
    pub const CARD_TYPE: &str = "card_type";
    pub const STREAM: &str = "stream";
    pub const ID: &str = "id";
    pub const PURPOSE: &str = "purpose";
    /// Of streams and stages of a team's own: what their file says.
    pub const KIND: &str = "kind";
    pub const OUTCOME: &str = "outcome";
    pub const KEY_STAKEHOLDER: &str = "key_stakeholder";
    pub const CLOCK_STARTS: &str = "clock_starts";
    /// Of streams: the time their targets are measured in, and whether being blocked stops it.
    pub const CLOCK: &str = "clock";
    pub const BLOCKED_PAUSES: &str = "blocked_pauses";
    pub const TRIGGERS: &str = "triggers";
    pub const NOTES: &str = "notes";
    pub const SCENARIOS: &str = "scenarios";
    pub const EDGES: &str = "edges";
    pub const ENTRANCE_MODE: &str = "entrance_mode";
    pub const EXIT_MODE: &str = "exit_mode";
    pub const TAKEN_MEETS_TARGET: &str = "taken_meets_target";
    pub const DELIVERABLES: &str = "deliverables";
    pub const VALUE_ITEMS: &str = "value_items";
    pub const ROLES: &str = "roles";
    pub const LOOPS: &str = "loops";
    pub const CRITERIA: &str = "criteria";
    pub const RULES: &str = "rules";
    /// `target:` and `target:<priority>` hold seconds.
    pub const TARGET: &str = "target:";
    /// `keys:<PREFIX>:<first>` holds the replica that claimed the numbers from `first`.
    pub const KEYS: &str = "keys:";
    /// `setting:<name>` of the workspace holds what the team has set: its calendar, its saved filters.
    pub const SETTING: &str = "setting:";
}

/// The registers of one entity written together.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub kind: Kind,
    pub entity: EntityId,
    pub what: What,
    /// The object this belongs to in the log; `None` for streams and the workspace.
    pub about: Option<ObjectId>,
    pub fields: BTreeMap<String, Value>,
}

impl Change {
    /// A change that writes nothing yet.
    pub fn new(kind: Kind, entity: EntityId, what: What, about: Option<ObjectId>) -> Self {
        Self { kind, entity, what, about, fields: BTreeMap::new() }
    }

    /// Writes one register too.
    #[must_use]
    pub fn with(mut self, register: impl Into<String>, value: impl Into<Value>) -> Self {
        self.fields.insert(register.into(), value.into());
        self
    }

    /// Writes one register too, unless there is nothing to write.
    #[must_use]
    pub fn with_some(self, register: impl Into<String>, value: impl Into<Value>) -> Self {
        let value = value.into();
        if value.is_null() { self } else { self.with(register, value) }
    }

    /// Whether it holds what the first change of an entity holds; a later one may hold it too.
    pub fn is_birth(&self) -> bool {
        let mark = match self.kind {
            Kind::Object | Kind::Card | Kind::Comment => register::CREATED_AT,
            Kind::Link => register::FROM,
            Kind::Stream | Kind::Stage => register::ID,
            Kind::Person => register::NAME,
            Kind::Workspace => return false,
        };
        self.fields.contains_key(mark)
    }

    /// The change that takes this one back, given what it overwrote. What it created it deletes; a link, which is
    /// the same entity whenever two objects are linked so, it switches off.
    #[must_use]
    pub fn inverse(&self, old: &BTreeMap<String, Value>, creates: bool, what: What) -> Self {
        let mut back = Self::new(self.kind, self.entity, what, self.about);
        if creates {
            let gone = if self.kind == Kind::Link { (register::ON, false) } else { (register::DELETED, true) };
            return back.with(gone.0, gone.1);
        }
        for field in self.fields.keys() {
            let was = old.get(field).cloned().unwrap_or_default();
            back.fields.insert(field.clone(), was);
        }
        back
    }
}
