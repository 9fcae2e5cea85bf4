//! The object explorer: the way walked, what lies around the object in focus, what is picked of it.

use crate::domain::At;
use crate::domain::around::{Neighbour, Neighbours, ObjectRow, Peek};
use crate::domain::id::{CardId, ObjectId, TypeId};

/// The explorer.
#[derive(Debug, Clone, PartialEq)]
pub struct Explore {
    /// The card it was opened from.
    pub card: Option<CardId>,
    /// The way walked; the last is in focus. Never empty.
    pub path: Vec<Step>,
    /// What lies around the one in focus, once read.
    pub around: Option<Neighbours>,
    /// Only objects of this type are listed.
    pub only: Option<TypeId>,
    /// How many steps of links are listed.
    pub depth: u8,
    pub part: Part,
    /// The cursor in each part: a step of the way, a link, a line of the preview that leads somewhere.
    pub cursor: [usize; 3],
    /// The object the cursor is to stand on, once it is read.
    pub wants: Option<ObjectId>,
    /// An object as it was seen in passing: the one picked, once the cursor has come to rest on it.
    pub peek: Option<Peek>,
    /// What the cursor rests on, until that is asked for.
    pub rest: Option<Rested>,
    /// Where to go as soon as it is read.
    pub goes: Option<ObjectId>,
}

/// An object walked over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub object: ObjectId,
    /// The relation that led to it, as read from the one before; nothing where it was not a single one.
    pub via: Option<String>,
    /// As it was read last.
    pub row: Option<ObjectRow>,
}

/// The object the cursor came to rest on, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rested {
    pub object: ObjectId,
    pub since: At,
    pub is_asked: bool,
}

/// The columns, in the order of Tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The way walked.
    Path,
    Links,
    Preview,
}

impl Part {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Path, Self::Links, Self::Preview];
}

/// Where a line of the preview leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lead {
    /// To the detail of the object.
    Sheet,
    /// To a card of it, by position.
    Card(usize),
    /// Along a link of it, by position.
    Link(usize),
}

impl Explore {
    /// The explorer of an object, before anything is read.
    pub fn new(object: ObjectId, card: Option<CardId>) -> Self {
        Self {
            card,
            path: vec![Step { object, via: None, row: None }],
            around: None,
            only: None,
            depth: 1,
            part: Part::Links,
            cursor: [0; 3],
            wants: None,
            peek: None,
            rest: None,
            goes: None,
        }
    }

    /// The object in focus.
    pub fn focus(&self) -> Option<ObjectId> {
        self.path.last().map(|step| step.object)
    }

    /// The object in focus as it was read last.
    pub fn focus_row(&self) -> Option<&ObjectRow> {
        self.path.last()?.row.as_ref()
    }

    /// The links listed.
    pub fn links(&self) -> &[Neighbour] {
        self.around.as_ref().map_or(&[], |around| &around.rows)
    }

    /// The link under the cursor.
    pub fn link(&self) -> Option<&Neighbour> {
        self.links().get(self.at(Part::Links))
    }

    /// The cursor of a part.
    pub fn at(&self, part: Part) -> usize {
        self.cursor[part as usize]
    }

    /// The object the cursor picks: a step of the way, else a link, else the one in focus.
    pub fn picked(&self) -> Option<&ObjectRow> {
        match self.part {
            Part::Path => self.path.get(self.at(Part::Path))?.row.as_ref(),
            Part::Links | Part::Preview => self.link().map(|link| &link.object).or_else(|| self.focus_row()),
        }
    }

    /// How many lines of a part the cursor can stand on.
    pub fn n_lines(&self, part: Part) -> usize {
        match part {
            Part::Path => self.path.len(),
            Part::Links => self.links().len(),
            Part::Preview => self.peek.as_ref().map_or(0, |peek| leads(peek).len()),
        }
    }
}

/// Where the lines of a preview lead, in their order.
pub fn leads(peek: &Peek) -> Vec<Lead> {
    let cards = (0..peek.sheet.cards.len()).map(Lead::Card);
    let links = (0..peek.neighbours.rows.len()).map(Lead::Link);
    std::iter::once(Lead::Sheet).chain(cards).chain(links).collect()
}
