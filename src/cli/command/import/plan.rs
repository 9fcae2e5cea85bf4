//! From rows to intents: what is new, what is there already, and where each card goes.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use super::row::{Cell, Row};
use crate::cli::exit::Answer;
use crate::cli::find::stage_of;
use crate::cli::session::Session;
use crate::domain::At;
use crate::domain::filter::Filter;
use crate::domain::id::{CardId, StageId, StreamId};
use crate::domain::intent::{Edit, Intent, NewObject, Pass, Spot, Stand, To, field_value, known_state};
use crate::domain::key::Key;
use crate::domain::object::{Object, ObjectType};
use crate::domain::rank::Rank;
use crate::domain::window::{Anchor, Sheet, StreamLine};
use crate::store::KeyFound;

/// What came of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    Added,
    Updated,
}

/// The rows as intents.
pub struct Plan<'a> {
    session: &'a Session,
    types: Vec<ObjectType>,
    streams: &'a [StreamLine],
    stream: Option<StreamId>,
    stage: Option<StageId>,
    places: HashMap<Asked, Result<Option<Goal>, String>>,
    kinds: HashMap<String, usize>,
    /// New objects of this file, by key: the position of their intent.
    made: HashMap<Key, usize>,
    pub intents: Vec<Intent>,
    /// The row each intent comes from.
    pub rows: Vec<usize>,
}

/// Stream and stage as a row names them.
type Asked = (Option<String>, Option<String>);

/// Where a row's card belongs.
#[derive(Debug, Clone)]
struct Goal {
    stage: StageId,
    /// The row says it has left the board, in a word.
    is_done: bool,
}

impl<'a> Plan<'a> {
    /// A plan for rows that go to `stream` and `stage` where they do not say.
    pub fn new(session: &'a Session, stream: Option<StreamId>, stage: Option<StageId>) -> Answer<Self> {
        Ok(Self {
            session,
            types: session.reader()?.types()?,
            streams: session.streams()?,
            stream,
            stage,
            places: HashMap::new(),
            kinds: HashMap::new(),
            made: HashMap::new(),
            intents: Vec::new(),
            rows: Vec::new(),
        })
    }

    /// The types there are.
    pub fn types(&self) -> &[ObjectType] {
        &self.types
    }

    /// Plans a row; why not, where it cannot be.
    pub fn row(&mut self, idx: usize, row: Row) -> Result<Became, String> {
        let goal = self.goal(&row)?;
        let Some(key) = row.key.clone() else {
            return self.add(idx, row, goal);
        };
        if let Some(made) = self.made.get(&key).copied() {
            return self.stand_too(made, &key, &row, goal);
        }
        match self.known(&key)? {
            Some(sheet) => self.update(idx, &row, &sheet, goal),
            None => self.add(idx, row, goal),
        }
    }

    /// Lays out the new cards behind those that stand there, all at once.
    pub fn rank(&mut self) -> Answer<()> {
        let mut counts: HashMap<StageId, usize> = HashMap::new();
        for stand in self.intents.iter().flat_map(stands) {
            if let Some(stage) = &stand.stage {
                *counts.entry(stage.clone()).or_default() += 1;
            }
        }
        let mut ranks = HashMap::new();
        for (stage, n) in counts {
            let reader = self.session.reader()?;
            let window = reader.window(&stage, &Filter::default(), &Anchor::Bottom, 1, self.session.now)?;
            let last = window.rows.last().map(|row| row.rank.clone());
            ranks.insert(stage, Rank::spread(n, last.as_ref(), jitter).into_iter());
        }
        for stand in self.intents.iter_mut().flat_map(stands_mut) {
            let stage = stand.stage.as_ref().and_then(|stage| ranks.get_mut(stage));
            stand.rank = stage.and_then(Iterator::next).filter(|_| stand.done_at.is_none());
        }
        Ok(())
    }

    fn push(&mut self, idx: usize, intent: Intent) {
        self.intents.push(intent);
        self.rows.push(idx);
    }

    fn add(&mut self, idx: usize, row: Row, goal: Option<Goal>) -> Result<Became, String> {
        let kind = self.kind(&row, goal.as_ref())?;
        checked_state(&row, kind)?;
        checked_fields(&row, kind)?;
        let type_id = Some(kind.id.clone());
        let now = self.session.now;
        let stand = goal.map(|goal| stand(&row, goal, now));
        let created_at = row.created_at.or_else(|| row.entered_at.into_iter().chain(row.done_at).min());
        let new = NewObject {
            type_id,
            key: row.key.clone(),
            title: row.title,
            body: row.body.some().cloned().unwrap_or_default(),
            state: row.state,
            priority: row.priority.some().copied(),
            assignee: row.assignee.some().cloned(),
            team: row.team.some().cloned(),
            labels: row.labels.some().cloned().unwrap_or_default(),
            due_at: row.due_at.some().copied(),
            fields: row.fields,
            created_at,
            stand,
            ..NewObject::default()
        };
        if let Some(key) = row.key {
            self.made.insert(key, self.intents.len());
        }
        self.push(idx, Intent::Add(Box::new(new)));
        Ok(Became::Added)
    }

    /// A further row of an object that this file brings: one more card.
    fn stand_too(&mut self, made: usize, key: &Key, row: &Row, goal: Option<Goal>) -> Result<Became, String> {
        let goal = goal.ok_or_else(|| format!("{key} is in the file twice"))?;
        let now = self.session.now;
        match self.intents.get_mut(made) {
            Some(Intent::Add(new)) if agrees(row, new) => new.more.push(stand(row, goal, now)),
            _ => return Err(format!("{key} is in the file twice, and the rows say different things of it")),
        }
        Ok(Became::Updated)
    }

    fn update(&mut self, idx: usize, row: &Row, sheet: &Sheet, goal: Option<Goal>) -> Result<Became, String> {
        let object = &sheet.object;
        if object.archived {
            return Err(format!("{} is archived; restore it first", object.key));
        }
        let kind = match &row.type_name {
            Some(_) => self.kind(row, None)?,
            None => self.types.iter().find(|t| t.id == object.type_id).ok_or("its type is not known")?,
        };
        checked_next(row, object, kind)?;
        checked_fields(row, kind)?;
        let edits = edits(row, object, kind);
        if !edits.is_empty() {
            self.push(idx, Intent::Edit { object: object.id, edits });
        }
        if let Some(goal) = goal.filter(|_| row.stream.is_some() || row.stage.is_some() || row.done_at.is_some()) {
            self.bring(idx, row, sheet, goal);
        }
        Ok(Became::Updated)
    }

    /// Brings the card of an object that is there to where the row says.
    fn bring(&mut self, idx: usize, row: &Row, sheet: &Sheet, goal: Goal) {
        let is_done = goal.is_done || row.done_at.is_some();
        let mut in_stream: Vec<_> =
            sheet.cards.iter().filter(|c| c.row.stage.stream() == goal.stage.stream()).collect();
        in_stream.sort_by_key(|c| (c.row.stage != goal.stage, c.card.place.is_done() != is_done));
        let Some(card) = in_stream.first() else {
            return self.push(idx, Intent::Place { object: sheet.object.id, stage: goal.stage, pass: Pass::Free });
        };
        let id = card.card.id;
        let said_stage = row.stage.is_some();
        match (card.card.place.is_done(), is_done) {
            (false, true) => self.push(idx, free_move(id, To::Done { value: None, beneficiary: None })),
            (was_done, false) if was_done || (said_stage && card.row.stage != goal.stage) => {
                self.push(idx, free_move(id, To::Stage(goal.stage)));
            }
            (true, true) | (_, false) => {}
        }
        match (&row.blocked, &card.row.blocked) {
            (Cell::Some(reason), was) if was.as_ref() != Some(reason) && !is_done => {
                self.push(idx, Intent::Block { card: id, reason: reason.clone() });
            }
            (Cell::None, Some(_)) if !is_done => self.push(idx, Intent::Unblock { card: id }),
            _ => {}
        }
    }

    /// The object of a key, also of one it had before.
    fn known(&self, key: &Key) -> Result<Option<Sheet>, String> {
        let failed = |error: crate::store::Error| error.to_string();
        let reader = self.session.reader().map_err(|failure| failure.message)?;
        let KeyFound::One(id) = reader.find_object(key.as_str()).map_err(failed)? else { return Ok(None) };
        let sheet = reader.sheet(id, self.session.now).map_err(failed)?;
        // A part of an id may look like a key.
        Ok(sheet.filter(|s| s.object.key == *key || s.object.aliases.contains(key)))
    }

    /// The type a row names, else that of its key, else that of its stream.
    fn kind(&mut self, row: &Row, goal: Option<&Goal>) -> Result<&ObjectType, String> {
        if let Some(word) = &row.type_name {
            if !self.kinds.contains_key(word) {
                let found = crate::cli::names::pick("type", word, &self.types).map_err(|failure| failure.message)?;
                let idx = self.types.iter().position(|t| t.id == found.id).unwrap_or_default();
                self.kinds.insert(word.clone(), idx);
            }
            return self.kinds.get(word).and_then(|idx| self.types.get(*idx)).ok_or_else(|| "no such type".to_owned());
        }
        let by_key = row.key.as_ref().and_then(|key| self.types.iter().find(|t| t.prefix == key.prefix()));
        let stream = goal.map(|goal| goal.stage.stream());
        let stream = stream.and_then(|id| self.streams.iter().find(|s| s.id == id));
        let by_stream = stream.and_then(|s| self.types.iter().find(|t| t.id == s.card_type));
        by_key.or(by_stream).ok_or_else(|| "it names neither a type nor a stream".to_owned())
    }

    /// Where a row's card belongs; nothing for an object without a card.
    fn goal(&mut self, row: &Row) -> Result<Option<Goal>, String> {
        let asked = (row.stream.clone(), row.stage.clone());
        if let Some(known) = self.places.get(&asked) {
            return known.clone();
        }
        let found = self.find_goal(asked.0.as_deref(), asked.1.as_deref());
        self.places.insert(asked, found.clone());
        found
    }

    fn find_goal(&self, stream: Option<&str>, stage: Option<&str>) -> Result<Option<Goal>, String> {
        let said = |failure: crate::cli::exit::Failure| failure.message;
        let own = self.stream.as_ref().and_then(|id| self.streams.iter().find(|s| s.id == *id));
        let line = match stream {
            Some(word) => Some(self.session.stream(word).map_err(said)?),
            None => own,
        };
        match (line, stage) {
            (None, None) => Ok(None),
            (None, Some(word)) => {
                let stage = self.session.stage(word, None).map_err(said)?;
                Ok(Some(Goal { stage, is_done: false }))
            }
            (Some(line), Some(word)) if word.contains('/') => {
                self.session.stage(word, Some(line)).map(standing).map(Some).map_err(said)
            }
            (Some(line), Some(word)) => named(line, word).map(Some).map_err(said),
            (Some(line), None) => {
                let default = self.stage.clone().filter(|stage| stage.stream() == line.id);
                let stage = default.or_else(|| line.stages.first().map(|s| s.id.clone()));
                stage.map(standing).map(Some).ok_or_else(|| format!("{} has no stages yet", line.name))
            }
        }
    }
}

fn standing(stage: StageId) -> Goal {
    Goal { stage, is_done: false }
}

/// A stage of a stream; `done` is off the board, behind the last one.
fn named(line: &StreamLine, word: &str) -> Answer<Goal> {
    match stage_of(line, word) {
        Ok(stage) => Ok(standing(stage)),
        Err(failure) => match line.stages.last() {
            Some(last) if word.eq_ignore_ascii_case("done") => Ok(Goal { stage: last.id.clone(), is_done: true }),
            _ => Err(failure),
        },
    }
}

fn stand(row: &Row, goal: Goal, now: At) -> Stand {
    let done_at = row.done_at.or_else(|| goal.is_done.then(|| row.entered_at.unwrap_or(now)));
    Stand {
        pass: Pass::Free,
        entered_at: row.entered_at,
        done_at,
        blocked: row.blocked.some().cloned(),
        ..Stand::in_stage(goal.stage.stream(), Some(goal.stage))
    }
}

fn free_move(card: CardId, to: To) -> Intent {
    Intent::Move { card, to, spot: Spot::Bottom, pass: Pass::Free, reason: None }
}

fn checked_state(row: &Row, kind: &ObjectType) -> Result<(), String> {
    row.state.as_ref().map_or(Ok(()), |state| known_state(kind, state).map(|_| ()).map_err(|no| no.to_string()))
}

/// A state must be one the present one may lead to.
fn checked_next(row: &Row, object: &Object, kind: &ObjectType) -> Result<(), String> {
    let Some(word) = &row.state else { return Ok(()) };
    let to = known_state(kind, word).map_err(|no| no.to_string())?;
    let from = object.state.as_deref().filter(|from| *from != to && kind.id == object.type_id);
    let from = from.and_then(|from| kind.states.iter().find(|s| s.id == from));
    match from {
        Some(from) if !from.next.contains(&to) => Err(format!("{} cannot go from {} to {to}", object.key, from.id)),
        _ => Ok(()),
    }
}

fn checked_fields(row: &Row, kind: &ObjectType) -> Result<(), String> {
    row.fields.iter().try_for_each(|(id, text)| field_value(kind, id, text).map(|_| ()).map_err(|no| no.to_string()))
}

/// Whether a further row says of the object what the first one said, or nothing.
fn agrees(row: &Row, new: &NewObject) -> bool {
    fn same<T: PartialEq>(cell: &Cell<T>, said: Option<&T>) -> bool {
        cell.some().is_none_or(|value| said == Some(value))
    }
    let state = row.state.as_ref().is_none_or(|state| new.state.as_ref() == Some(state));
    let texts = row.title == new.title && same(&row.body, Some(&new.body)) && state;
    let people = same(&row.assignee, new.assignee.as_ref())
        && same(&row.team, new.team.as_ref())
        && same(&row.labels, Some(&new.labels));
    texts && people && same(&row.priority, new.priority.as_ref()) && same(&row.due_at, new.due_at.as_ref())
}

/// What differs from what is there.
fn edits(row: &Row, object: &Object, kind: &ObjectType) -> Vec<Edit> {
    let mut edits = Vec::new();
    if kind.id != object.type_id {
        edits.push(Edit::Type(kind.id.clone()));
    }
    if row.title != object.title {
        edits.push(Edit::Title(row.title.clone()));
    }
    let body = Some(&object.body).filter(|body| !body.is_empty());
    edits.extend(differs(&row.body, body, |body| Edit::Body(body.unwrap_or_default())));
    edits.extend(differs(&row.priority, object.priority.as_ref(), Edit::Priority));
    edits.extend(differs(&row.assignee, object.assignee.as_ref(), Edit::Assignee));
    edits.extend(differs(&row.team, object.team.as_ref(), Edit::Team));
    edits.extend(differs(&row.due_at, object.due_at.as_ref(), Edit::Due));
    let state = row.state.as_deref().and_then(|word| known_state(kind, word).ok());
    edits.extend(state.filter(|state| object.state.as_ref() != Some(state)).map(Edit::State));
    edits.extend(label_edits(&row.labels, &object.labels));
    edits.extend(row.fields.iter().map(|(id, text)| Edit::Field { id: id.clone(), text: text.clone() }));
    edits
}

fn differs<T: Clone + PartialEq>(cell: &Cell<T>, was: Option<&T>, edit: impl Fn(Option<T>) -> Edit) -> Option<Edit> {
    match cell {
        Cell::Unsaid => None,
        Cell::None => was.map(|_| edit(None)),
        Cell::Some(value) => (was != Some(value)).then(|| edit(Some(value.clone()))),
    }
}

fn label_edits(cell: &Cell<Vec<String>>, was: &[String]) -> Vec<Edit> {
    let empty = Vec::new();
    let wanted = match cell {
        Cell::Unsaid => return Vec::new(),
        Cell::None => &empty,
        Cell::Some(labels) => labels,
    };
    let off =
        was.iter().filter(|name| !wanted.contains(name)).map(|name| Edit::Label { name: name.clone(), on: false });
    let on = wanted.iter().filter(|name| !was.contains(name)).map(|name| Edit::Label { name: name.clone(), on: true });
    off.chain(on).collect()
}

fn stands(intent: &Intent) -> impl Iterator<Item = &Stand> {
    let new = if let Intent::Add(new) = intent { Some(new) } else { None };
    new.into_iter().flat_map(|new| new.stand.iter().chain(&new.more))
}

fn stands_mut(intent: &mut Intent) -> impl Iterator<Item = &mut Stand> {
    let new = if let Intent::Add(new) = intent { Some(new) } else { None };
    new.into_iter().flat_map(|new| new.stand.iter_mut().chain(&mut new.more))
}

/// Three digits drawn by the process's own randomness.
fn jitter() -> [u8; 3] {
    let drawn = RandomState::new().hash_one(0);
    [0, 8, 16].map(|shift| ((drawn >> shift) & 0xff) as u8 % 62)
}
