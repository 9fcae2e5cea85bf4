//! Steps of the told history: what somebody did at some time, before anything has an id.

use std::collections::HashMap;

use crate::domain::At;
use crate::domain::change::Via;
use crate::domain::id::{CardId, CriterionId, ObjectId, RelationId, StageId};
use crate::domain::intent::{Author, Edit, Intent, Mark, NewObject, Pass, Spot, StageEdit, To};

/// One action of one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub at: At,
    pub actor: String,
    pub via: Via,
    pub acts: Vec<Act>,
    pub reason: Option<String>,
}

/// A thing of the told history by its number: an object with its card, or one more card of an object.
pub type Thing = usize;

/// What is done in a step.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    Add(Thing, Box<NewObject>),
    /// The object's further card is a thing of its own.
    Place {
        thing: Thing,
        of: Thing,
        stage: StageId,
    },
    Edit(Thing, Edit),
    Tick(Thing, Vec<CriterionId>),
    Move {
        thing: Thing,
        to: To,
        spot: Spot,
        pass: Pass,
    },
    Block(Thing, String),
    Unblock(Thing),
    Wait(Thing, At),
    Comment(Thing, String),
    Link {
        from: Thing,
        relation: RelationId,
        to: Thing,
    },
    Limit(StageId, u32),
    Name(String),
}

impl Step {
    /// A step of one act, made at the screen.
    pub fn new(at: At, actor: &str, act: Act) -> Self {
        Self { at, actor: actor.to_owned(), via: Via::Tui, acts: vec![act], reason: None }
    }

    /// The thing this step makes.
    pub fn makes(&self) -> Option<Thing> {
        self.acts.iter().find_map(|act| match act {
            Act::Add(thing, _) | Act::Place { thing, .. } => Some(*thing),
            _ => None,
        })
    }

    /// Who did it, and when.
    pub fn author(&self) -> Author {
        Author { actor: self.actor.clone(), via: self.via, at: self.at }
    }

    /// Its wishes, now that things have ids; nothing where one has none yet.
    pub fn intents(&self, ids: &Ids) -> Option<Vec<Intent>> {
        self.acts.iter().map(|act| ids.intent(act, self.reason.as_deref())).collect()
    }
}

/// The ids of the things made so far.
#[derive(Debug, Default)]
pub struct Ids {
    objects: HashMap<Thing, ObjectId>,
    cards: HashMap<Thing, CardId>,
}

impl Ids {
    /// Takes note of what a step made.
    pub fn note(&mut self, thing: Thing, object: Option<ObjectId>, card: Option<CardId>) {
        self.objects.extend(object.map(|id| (thing, id)));
        self.cards.extend(card.map(|id| (thing, id)));
    }

    /// How many things have cards.
    pub fn n_cards(&self) -> usize {
        self.cards.len()
    }

    fn object(&self, thing: Thing) -> Option<ObjectId> {
        self.objects.get(&thing).copied()
    }

    fn card(&self, thing: Thing) -> Option<CardId> {
        self.cards.get(&thing).copied()
    }

    fn intent(&self, act: &Act, reason: Option<&str>) -> Option<Intent> {
        Some(match act {
            Act::Add(_, new) => Intent::Add(new.clone()),
            Act::Place { of, stage, .. } => {
                Intent::Place { object: self.object(*of)?, stage: stage.clone(), pass: Pass::Ask }
            }
            Act::Edit(thing, edit) => Intent::Edit { object: self.object(*thing)?, edits: vec![edit.clone()] },
            Act::Tick(thing, criteria) => Intent::Tick {
                card: self.card(*thing)?,
                criteria: criteria.clone(),
                mark: Mark::Met { evidence: None },
            },
            Act::Move { thing, to, spot, pass } => Intent::Move {
                card: self.card(*thing)?,
                to: to.clone(),
                spot: *spot,
                pass: pass.clone(),
                reason: reason.map(str::to_owned),
            },
            Act::Block(thing, why) => Intent::Block { card: self.card(*thing)?, reason: why.clone() },
            Act::Unblock(thing) => Intent::Unblock { card: self.card(*thing)? },
            Act::Wait(thing, until) => Intent::Wait { card: self.card(*thing)?, until: Some(*until) },
            Act::Comment(thing, text) => Intent::Comment { object: self.object(*thing)?, text: text.clone() },
            Act::Link { from, relation, to } => {
                Intent::Link { from: self.object(*from)?, relation: relation.clone(), to: self.object(*to)? }
            }
            Act::Limit(stage, n) => Intent::SetStage { stage: stage.clone(), edit: StageEdit::Wip(Some(*n)) },
            Act::Name(name) => Intent::NameWorkspace { name: name.clone() },
        })
    }
}
