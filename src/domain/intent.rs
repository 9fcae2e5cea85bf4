//! What may be asked: intents, the facts a rule may look at, and `decide`, which allows or refuses.
//!
//! An [`Intent`] is a wish; a [`Change`] is a fact. `decide` turns the one into the other, or answers with a
//! [`Refusal`] that says why not. It is called twice on purpose: on what a screen knows, for a quick answer, and
//! inside the write transaction on fresh data, for the true one. It asks only for the facts its rule needs: a
//! move costs the same with a hundred cards and with a million.

mod approve;
mod configure;
mod edit;
mod follow;
mod handoff;
mod major;
mod movement;
mod new;
mod refusal;
mod relate;
mod settle;
mod split;

use std::rc::Rc;

use uuid::Uuid;

use super::At;
use super::card::{Card, Place};
use super::change::{Change, Via};
use super::gate::{GateRule, Tick};
use super::guard::{Graph, Linked};
use super::id::{CardId, CriterionId, ObjectId, RelationId, StageId, StreamId, TypeId};
use super::key::Key;
use super::link::{Link, Relation};
use super::object::{Object, ObjectType};
use super::person::Person;
use super::rank::Rank;
use super::score::Factor;
use super::stream::{Edge, Policy, Role, Scenario, Stream, Timing};
use super::value::Value;
use super::window::LogEntry;

pub use configure::{ORD_STEP, short_name, slug};
pub use edit::{field_value, known_state};
pub use follow::{Chain, told};
pub use handoff::fits;
pub use new::plan_lines;
pub use refusal::{Bar, Full, Refusal, RefusalKind, Stay};

/// Who asks, from where, and when it happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    pub actor: String,
    pub via: Via,
    pub at: At,
}

/// A wish.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    Add(Box<NewObject>),
    Edit {
        object: ObjectId,
        edits: Vec<Edit>,
    },
    Move {
        card: CardId,
        to: To,
        spot: Spot,
        pass: Pass,
        reason: Option<String>,
    },
    Tick {
        card: CardId,
        criteria: Vec<CriterionId>,
        mark: Mark,
    },
    Block {
        card: CardId,
        reason: String,
    },
    Unblock {
        card: CardId,
    },
    Wait {
        card: CardId,
        until: Option<At>,
    },
    Comment {
        object: ObjectId,
        text: String,
    },
    Link {
        from: ObjectId,
        relation: RelationId,
        to: ObjectId,
    },
    Unlink {
        from: ObjectId,
        relation: RelationId,
        to: ObjectId,
    },
    /// One more card of the same object.
    Place {
        object: ObjectId,
        stage: StageId,
        pass: Pass,
    },
    /// What somebody says for a role.
    Approve {
        card: CardId,
        /// The id of the role.
        role: String,
        is_rejected: bool,
        comment: Option<String>,
    },
    /// Carries work to another stream along an edge.
    HandOff(Box<HandOff>),
    /// It is no work of its own: off its boards, for a reason.
    Dismiss {
        object: ObjectId,
        reason: String,
    },
    /// It is there already as another object: linked, and off its boards.
    Duplicate {
        object: ObjectId,
        of: ObjectId,
    },
    /// It is major from now on; what is known.
    Declare {
        object: ObjectId,
        text: String,
    },
    /// It is major no longer; how it ended.
    End {
        object: ObjectId,
        text: String,
    },
    SetPerson {
        name: String,
        /// Roles by id, and whether they are held from now on.
        roles: Vec<(String, bool)>,
    },
    /// The team of a person, or none.
    SetTeam {
        person: String,
        team: Option<String>,
    },
    Archive {
        object: ObjectId,
    },
    Restore {
        object: ObjectId,
    },
    SetStream {
        stream: StreamId,
        edit: StreamEdit,
    },
    SetStage {
        stage: StageId,
        edit: StageEdit,
    },
    AddStream(Box<Stream>),
    AddStage {
        stream: StreamId,
        name: String,
        after: Option<StageId>,
    },
    RemoveStage {
        stage: StageId,
    },
    NameWorkspace {
        name: String,
    },
    /// A second object like that of a card, with a card beside it.
    Split {
        card: CardId,
        title: String,
    },
    /// Something the team sets for all of the workspace; null clears it.
    Set {
        setting: String,
        value: Value,
    },
}

/// An object to be made, with a card where `stand` says so.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NewObject {
    pub type_id: Option<TypeId>,
    /// A key to keep, when it is free.
    pub key: Option<Key>,
    pub title: String,
    pub body: String,
    pub state: Option<String>,
    pub priority: Option<u8>,
    pub assignee: Option<String>,
    pub labels: Vec<String>,
    pub due_at: Option<At>,
    pub since: Option<At>,
    pub demand: Option<String>,
    pub scenario: Option<String>,
    pub team: Option<String>,
    pub fields: Vec<(String, String)>,
    pub links: Vec<(RelationId, ObjectId)>,
    /// When it came to be, where that is not now.
    pub created_at: Option<At>,
    pub stand: Option<Stand>,
    /// Further cards, where an import brings an object that stands in several places.
    pub more: Vec<Stand>,
}

/// Where a new card is to stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Stand {
    pub stream: StreamId,
    /// The first stage when nothing is said.
    pub stage: Option<StageId>,
    pub pass: Pass,
    pub entered_at: Option<At>,
    /// It is finished already (imports).
    pub done_at: Option<At>,
    pub blocked: Option<String>,
    /// The rank, where a bulk import laid them out beforehand; the bottom otherwise.
    pub rank: Option<Rank>,
}

impl Stand {
    /// At the bottom of a stage, or of the first one.
    pub fn in_stage(stream: StreamId, stage: Option<StageId>) -> Self {
        Self { stream, stage, pass: Pass::Ask, entered_at: None, done_at: None, blocked: None, rank: None }
    }
}

/// Work to be carried to another stream.
#[derive(Debug, Clone, PartialEq)]
pub struct HandOff {
    pub object: ObjectId,
    /// The card it goes out from; none for an object that stands nowhere.
    pub card: Option<CardId>,
    pub edge: String,
    /// Where the new card stands; the edge says it otherwise.
    pub stage: Option<StageId>,
    /// The type it makes; the edge says it otherwise.
    pub type_id: Option<TypeId>,
    /// The origin's title otherwise.
    pub title: Option<String>,
    pub pass: Pass,
}

/// One thing to change on an object.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    Title(String),
    Body(String),
    Priority(Option<u8>),
    Assignee(Option<String>),
    Due(Option<At>),
    Since(Option<At>),
    Team(Option<String>),
    /// A template of the streams it stands in, by id.
    Scenario(Option<String>),
    State(String),
    Type(TypeId),
    Label {
        name: String,
        on: bool,
    },
    /// How much of a factor there is, 0 to 10, or that it is not known.
    Score {
        factor: Factor,
        points: Option<u8>,
    },
    /// A field of its type, as typed; empty clears it.
    Field {
        id: String,
        text: String,
    },
}

/// Where a move leads.
#[derive(Debug, Clone, PartialEq)]
pub enum To {
    Stage(StageId),
    /// The stage so many columns on (or, negative, back); past the last one is done.
    Step(i32),
    Done {
        value: Option<String>,
        beneficiary: Option<String>,
    },
}

/// Where in a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    Bottom,
    Top,
    Before(CardId),
    After(CardId),
}

/// How to pass a gate or a limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pass {
    /// As the rules say.
    Ask,
    /// Tick what is open, then go.
    TickAll,
    /// Go all the same, for a reason that stays on the card.
    Force(String),
    /// Nothing is asked: imports.
    Free,
}

/// What to say of a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    Met { evidence: Option<String> },
    NotApplicable { reason: String },
    Open,
}

/// One thing to change on a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StreamEdit {
    Name(String),
    Gate(Policy),
    /// The time its targets are measured in.
    Clock(Timing),
    /// Whether its clocks stand still while a card is blocked.
    BlockedPauses(bool),
    /// Seconds within which the whole stream is to be left; `None` clears it.
    Target {
        priority: Option<u8>,
        span_s: Option<i64>,
    },
}

/// One thing to change on a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StageEdit {
    Name(String),
    Wip(Option<u32>),
    /// Seconds within which the stage is to be left; `None` clears it.
    Target {
        priority: Option<u8>,
        span_s: Option<i64>,
    },
    /// Behind this stage, or to the front.
    After(Option<StageId>),
}

/// A stream as far as rules need it.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamHead {
    pub id: StreamId,
    pub name: String,
    pub gate: Policy,
    pub card_type: TypeId,
    pub stages: Vec<StageHead>,
}

/// A stage as far as rules need it.
#[derive(Debug, Clone, PartialEq)]
pub struct StageHead {
    pub id: StageId,
    pub name: String,
    pub ord: i64,
    pub wip: Option<u32>,
    /// Cards standing in it now.
    pub n_cards: u64,
}

impl StreamHead {
    /// The position of a stage among the stages.
    pub fn position(&self, stage: &StageId) -> Option<usize> {
        self.stages.iter().position(|s| s.id == *stage)
    }
}

/// What a rule may ask; answered by the open transaction, and by plain values in tests.
pub trait Facts: Graph {
    fn object_with_key(&self, key: &Key) -> Result<Option<ObjectId>, Self::Error>;
    fn card(&self, id: CardId) -> Result<Option<Card>, Self::Error>;
    /// The cards of an object that still stand somewhere.
    fn open_cards(&self, object: ObjectId) -> Result<Vec<Card>, Self::Error>;
    fn object_type(&self, id: &TypeId) -> Result<Option<Rc<ObjectType>>, Self::Error>;
    fn stream(&self, id: &StreamId) -> Result<Option<StreamHead>, Self::Error>;
    fn gate(&self, stage: &StageId) -> Result<Option<GateRule>, Self::Error>;
    fn ticks(&self, card: CardId) -> Result<Vec<Tick>, Self::Error>;
    /// The ranks a card put at `spot` comes to lie between, itself left out.
    fn neighbours(&self, stage: &StageId, spot: Spot, moving: Option<CardId>) -> Result<Neighbours, Self::Error>;
    /// All places of a stage in order; asked only when ranks have grown too long.
    fn standing(&self, stage: &StageId) -> Result<Vec<(CardId, ObjectId, Place)>, Self::Error>;
    /// The relation of this id (or inverse) that fits the two types, and whether it was named by its inverse.
    fn relation(&self, id: &RelationId, from: &TypeId, to: &TypeId) -> Result<Option<(Relation, bool)>, Self::Error>;
    /// The relation of the catalogue that fits two types, as read from the first; none that fits any two.
    fn relation_between(&self, from: &TypeId, to: &TypeId) -> Result<Option<RelationId>, Self::Error>;
    fn is_linked(&self, link: &Link) -> Result<bool, Self::Error>;
    /// The objects an object is linked with by a relation: those it leads to, or (`from` not) those it comes from.
    fn links(&self, object: ObjectId, relation: &RelationId, from: bool) -> Result<Vec<Linked>, Self::Error>;
    /// Whether `to` leads back to `from` along a relation, so that one more link would close a circle.
    fn leads_to(&self, from: ObjectId, relation: &RelationId, to: ObjectId) -> Result<bool, Self::Error>;
    /// The cards that wait for an object's answer.
    fn waiting_for(&self, object: ObjectId) -> Result<Vec<(Card, Object)>, Self::Error>;
    fn person(&self, name: &str) -> Result<Option<Person>, Self::Error>;
    /// The roles there are.
    fn roles(&self) -> Result<Vec<Role>, Self::Error>;
    fn edge(&self, id: &str) -> Result<Option<Edge>, Self::Error>;
    /// The hand-offs that leave a stream.
    fn edges(&self, from: &StreamId) -> Result<Vec<Edge>, Self::Error>;
    /// A scenario of a stream.
    fn scenario(&self, stream: &StreamId, id: &str) -> Result<Option<Scenario>, Self::Error>;
    /// The names there are of a kind.
    fn names(&self, of: Named) -> Result<Vec<String>, Self::Error>;
    /// A key of this prefix that nobody has.
    fn next_key(&self, prefix: &str) -> Result<Key, Self::Error>;
    /// What happened to an object since then, the newest first.
    fn happened(&self, object: ObjectId, since: At) -> Result<Vec<LogEntry>, Self::Error>;
    /// A new id.
    fn fresh_id(&self) -> Uuid;
    /// Three base-62 digits, so that two replicas inserting in one gap do not meet.
    fn jitter(&self) -> [u8; 3];
}

/// What the catalogue has names for: ids, and of roles the names stages go by as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    Type,
    Role,
    RoleName,
    Relation,
    Stream,
    Stage,
    Criterion,
    Edge,
}

impl Named {
    /// The word of the glossary.
    pub fn word(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Role | Self::RoleName => "role",
            Self::Relation => "relation",
            Self::Stream => "stream",
            Self::Stage => "stage",
            Self::Criterion => "criterion",
            Self::Edge => "edge",
        }
    }
}

/// The ranks above and below a gap.
pub type Neighbours = (Option<Rank>, Option<Rank>);

/// What an allowed intent comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    pub changes: Vec<Change>,
    /// Whom it concerns, as people name it: a key, or a stage.
    pub key: Option<Key>,
    pub card: Option<CardId>,
    pub object: Option<ObjectId>,
    /// Where the card came to stand, by its name.
    pub arrived: Option<String>,
    /// What a `warn` gate let pass, in the words of the criteria.
    pub left_open: Vec<String>,
    /// The group's reason, where the wish gave one.
    pub reason: Option<String>,
}

impl Decision {
    fn about(object: &Object, changes: Vec<Change>) -> Self {
        Self {
            changes,
            key: Some(object.key.clone()),
            card: None,
            object: Some(object.id),
            arrived: None,
            left_open: Vec::new(),
            reason: None,
        }
    }

    fn of_workspace(changes: Vec<Change>) -> Self {
        Self { changes, key: None, card: None, object: None, arrived: None, left_open: Vec::new(), reason: None }
    }
}

/// Why an intent did not become changes: refused by a rule, or the facts could not be read.
#[derive(Debug)]
pub enum No<E> {
    Refused(Refusal),
    Facts(E),
}

impl<E> From<Refusal> for No<E> {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

type Decided<F> = Result<Decision, No<<F as Graph>::Error>>;

/// Allows or refuses an intent.
pub fn decide<F: Facts>(facts: &F, intent: &Intent, author: &Author) -> Decided<F> {
    match intent {
        Intent::Add(new) => new::ask(facts, new, author),
        Intent::Place { object, stage, pass } => new::place(facts, *object, stage, pass, author),
        Intent::Edit { object, edits } => edit::edit(facts, *object, edits, author),
        Intent::Comment { object, text } => edit::comment(facts, *object, text, author),
        Intent::Archive { object } => edit::archive(facts, *object, true),
        Intent::Restore { object } => edit::archive(facts, *object, false),
        Intent::Move { card, to, spot, pass, reason } => {
            let wish = movement::Wish { to, spot: *spot, pass, reason: reason.as_deref() };
            movement::move_card(facts, *card, &wish, author)
        }
        Intent::Tick { card, criteria, mark } => movement::tick(facts, *card, criteria, mark, author),
        Intent::Approve { card, role, is_rejected, comment } => {
            let word = approve::Word { role, is_rejected: *is_rejected, comment: comment.as_deref() };
            approve::approve(facts, *card, &word, author)
        }
        Intent::HandOff(wish) => handoff::hand_off(facts, wish, author),
        Intent::Dismiss { object, reason } => settle::dismiss(facts, *object, reason, author),
        Intent::Duplicate { object, of } => settle::duplicate(facts, *object, *of, author),
        Intent::Declare { object, text } => major::declare(facts, *object, text, author),
        Intent::End { object, text } => major::end(facts, *object, text, author),
        Intent::SetPerson { name, roles } => approve::set_person(facts, name, roles),
        Intent::SetTeam { person, team } => approve::set_team(person, team.as_deref()),
        Intent::Block { card, reason } => edit::block(facts, *card, Some(reason)),
        Intent::Unblock { card } => edit::block(facts, *card, None),
        Intent::Wait { card, until } => edit::wait(facts, *card, *until),
        Intent::Link { from, relation, to } => relate::link(facts, *from, relation, *to),
        Intent::Unlink { from, relation, to } => relate::unlink(facts, *from, relation, *to),
        Intent::SetStream { stream, edit } => configure::set_stream(facts, stream, edit),
        Intent::SetStage { stage, edit } => configure::set_stage(facts, stage, edit),
        Intent::AddStream(stream) => configure::add_stream(facts, stream),
        Intent::AddStage { stream, name, after } => configure::add_stage(facts, stream, name, after.as_ref()),
        Intent::RemoveStage { stage } => configure::remove_stage(facts, stage),
        Intent::NameWorkspace { name } => configure::name_workspace(name),
        Intent::Split { card, title } => split::split(facts, *card, title, author),
        Intent::Set { setting, value } => Ok(configure::set(setting, value)?),
    }
}

/// The object, if it is there and not deleted.
fn object<F: Facts>(facts: &F, id: ObjectId) -> Result<Object, No<F::Error>> {
    let object = facts.object(id).map_err(No::Facts)?.filter(|o| !o.deleted);
    object.ok_or_else(|| Refusal::Gone { what: "object" }.into())
}

/// The card and its object, if they are there; an archived object's cards do not move.
fn live_card<F: Facts>(facts: &F, id: CardId) -> Result<(Card, Object), No<F::Error>> {
    let card = facts.card(id).map_err(No::Facts)?.filter(|c| !c.deleted);
    let card = card.ok_or(Refusal::Gone { what: "card" })?;
    let object = object(facts, card.object)?;
    if object.archived {
        return Err(Refusal::Archived { key: object.key }.into());
    }
    Ok((card, object))
}

fn stream<F: Facts>(facts: &F, id: &StreamId) -> Result<StreamHead, No<F::Error>> {
    let stream = facts.stream(id).map_err(No::Facts)?;
    stream.ok_or_else(|| Refusal::Gone { what: "stream" }.into())
}

/// Text that may be stored: not empty where `name` is given, no NUL, no more than a mebibyte.
fn checked(text: &str, name: &'static str, may_be_empty: bool) -> Result<Value, Refusal> {
    const MAX_BYTES: usize = 1 << 20;
    if !may_be_empty && text.trim().is_empty() {
        return Err(Refusal::Empty { what: name });
    }
    if text.contains('\0') {
        return Err(Refusal::Invalid { what: name, text: text.replace('\0', "?"), wanted: "text without NUL".into() });
    }
    if text.len() > MAX_BYTES {
        return Err(Refusal::TooLong { what: name, n_bytes: text.len(), limit: MAX_BYTES });
    }
    Ok(Value::Text(text.to_owned()))
}

#[cfg(test)]
mod tests;
