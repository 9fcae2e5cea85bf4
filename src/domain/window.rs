//! What screens and lists read: parts of the workspace, never all of it.

use super::At;
use super::card::Card;
use super::change::{Via, What};
use super::gate::Gate;
use super::id::{CardId, GroupId, ObjectId, RelationId, StageId, StreamId, TypeId};
use super::key::Key;
use super::object::Object;
use super::rank::Rank;
use super::stream::{Policy, StreamKind, Target};
use super::target::Turns;
use super::when::When;

/// A card as a list or a column shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct CardRow {
    pub card: CardId,
    pub object: ObjectId,
    pub key: Key,
    pub title: String,
    pub type_id: TypeId,
    pub state: Option<String>,
    /// Where it stands, or the stage it left when done.
    pub stage: StageId,
    /// Empty when done.
    pub rank: Rank,
    pub priority: Option<u8>,
    pub assignee: Option<String>,
    pub labels: Vec<String>,
    pub due_at: Option<At>,
    pub blocked: Option<String>,
    pub waiting_until: Option<At>,
    pub created_at: At,
    pub since: Option<At>,
    pub entered_at: At,
    pub done_at: Option<At>,
    pub archived: bool,
    /// When it turns at risk and breached, if its clock runs.
    pub turns: Option<Turns>,
    /// Lines of its gate that hold whatever the time, and that are asked for.
    pub n_met: u32,
    pub n_asked: u32,
    /// When the lines hold that come or go with time.
    pub times: Vec<When>,
    /// The object whose answer it waits for.
    pub waiting_for: Option<Key>,
    /// Local ids of the open criteria; filled by lists, empty in windows of a board.
    pub open: Vec<String>,
    pub n_links: u32,
    pub n_overrides: u32,
    /// Its object's team, else its assignee's.
    pub team: Option<String>,
    pub own_team: Option<String>,
}

/// How a card stands against its clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sla {
    Ok,
    AtRisk,
    Breached,
}

impl Sla {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::AtRisk => "at-risk",
            Self::Breached => "breached",
        }
    }
}

impl CardRow {
    /// How it stands against its clock at `now`; a done card has no clock.
    pub fn sla(&self, now: At) -> Option<Sla> {
        let turns = self.turns.filter(|_| self.done_at.is_none())?;
        Some(match () {
            () if turns.is_breached(now) => Sla::Breached,
            () if turns.is_at_risk(now) => Sla::AtRisk,
            () => Sla::Ok,
        })
    }

    /// Whether it waits for a time still to come, or for an answer.
    pub fn is_waiting(&self, now: At) -> bool {
        self.waiting_for.is_some() || self.waiting_until.is_some_and(|until| until > now)
    }

    /// Whether its gate is met and nothing holds it.
    pub fn is_ready(&self, now: At) -> bool {
        self.n_met(now) == self.n_asked && self.blocked.is_none() && !self.is_waiting(now) && self.done_at.is_none()
    }

    /// Lines of its gate that hold now.
    pub fn n_met(&self, now: At) -> u32 {
        self.n_met + self.times.iter().filter(|when| when.holds_at(now)).count() as u32
    }

    /// Seconds since it was created, or since the need arose.
    pub fn age_s(&self, now: At) -> i64 {
        let start = self.since.map_or(self.created_at, |s| s.min(self.created_at));
        (self.done_at.unwrap_or(now) - start).num_seconds().max(0)
    }

    /// Seconds in its stage.
    pub fn in_stage_s(&self, now: At) -> i64 {
        (self.done_at.unwrap_or(now) - self.entered_at).num_seconds().max(0)
    }
}

/// A stream in the row of streams and on the map, with counts.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamLine {
    pub id: StreamId,
    pub name: String,
    pub short: String,
    pub kind: StreamKind,
    pub gate: Policy,
    pub card_type: TypeId,
    pub targets: Vec<Target>,
    pub n_cards: u64,
    pub n_breached: u64,
    pub n_at_risk: u64,
    pub n_blocked: u64,
    /// The first breach to come, and whose.
    pub next_breach: Option<(At, Key)>,
    pub stages: Vec<StageLine>,
}

/// A stage with counts.
#[derive(Debug, Clone, PartialEq)]
pub struct StageLine {
    pub id: StageId,
    pub name: String,
    pub short: String,
    pub wip: Option<u32>,
    pub targets: Vec<Target>,
    pub n_cards: u64,
    pub n_breached: u64,
    pub n_at_risk: u64,
    pub n_blocked: u64,
    /// When the card longest in it came.
    pub oldest_entered_at: Option<At>,
}

impl StageLine {
    /// Whether more cards stand in it than it may hold.
    pub fn is_over(&self) -> bool {
        self.wip.is_some_and(|limit| self.n_cards > u64::from(limit))
    }
}

/// From where a window of a column is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchor {
    Top,
    Bottom,
    /// So that this card is in it, with about half of the rows before it; the top when it is not there.
    Around(CardId),
    /// The rows from just behind this place on.
    Below(Rank, CardId),
    /// The rows up to just before this place.
    Above(Rank, CardId),
}

/// Some cards of a stage in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    pub stage: StageId,
    pub rows: Vec<CardRow>,
    pub n_above: u64,
    /// All cards of the stage that fit the filter.
    pub n_total: u64,
}

/// An object whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    pub object: Object,
    pub type_name: String,
    pub is_closed: bool,
    pub cards: Vec<Standing>,
    pub links: Vec<LinkRow>,
    pub comments: Vec<Comment>,
    /// What became true by itself.
    pub notices: Vec<NoticeRow>,
    /// Figures over the objects around it.
    pub figures: Vec<FigureRow>,
}

/// What is told of an object because of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRow {
    pub text: String,
    pub object: ObjectId,
    pub key: Key,
    /// When the other object came into its state.
    pub at: At,
}

/// A figure over the objects around one.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureRow {
    pub id: String,
    pub name: String,
    pub value: f64,
    pub unit: Option<String>,
}

/// One card of an object, with its gate.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    pub card: Card,
    pub row: CardRow,
    pub stream_name: String,
    pub stage_name: String,
    /// The stage behind its gate.
    pub next_name: Option<String>,
    pub gate: Gate,
    /// What was forced: why, by whom, when.
    pub overrides: Vec<Override>,
}

/// A gate or a limit that was passed all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    pub reason: String,
    pub by: String,
    pub at: At,
}

/// A link as seen from one of its ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// The relation's id from this end.
    pub relation: RelationId,
    pub name: String,
    /// This end is where the relation starts.
    pub is_outgoing: bool,
    pub object: ObjectId,
    pub key: Key,
    pub type_id: TypeId,
    pub title: String,
    pub state: Option<String>,
}

/// What somebody said about an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    pub actor: String,
    pub at: At,
    pub text: String,
}

/// One op, as the log tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct LogEntry {
    /// Local commit order.
    pub seq: i64,
    pub group: GroupId,
    pub at: At,
    pub actor: String,
    /// The operating system's user, where that is somebody else.
    pub os_user: Option<String>,
    pub via: Via,
    pub object: Option<ObjectId>,
    pub key: Option<Key>,
    pub card: Option<CardId>,
    pub what: What,
    /// What was there before and after: names of stages, words of values.
    pub from: Option<String>,
    pub to: Option<String>,
    /// The stages of a move, for those who read ids.
    pub from_stage: Option<StageId>,
    pub to_stage: Option<StageId>,
    /// The stream or stage that was configured, or the person.
    pub place: Option<String>,
    pub reason: Option<String>,
    /// The terminal it was done in.
    pub terminal: Option<String>,
}

/// Something a jump or a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub row: HitRow,
    pub key: Key,
    pub title: String,
    /// Where it stands, in words; the type's name for an object without a card.
    pub place: String,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HitRow {
    Card { card: CardId, object: ObjectId, stage: StageId, is_done: bool },
    Object(ObjectId),
}

/// How many cards fit a filter, here and elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Found {
    pub n_here: u64,
    pub n_elsewhere: u64,
    pub n_done: u64,
}
