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
    pub shape: Shape,
    /// What it came from and what came of it, or what depends on it, once read.
    pub tree: Option<Vec<TreeLine>>,
    pub part: Part,
    /// The cursor in each part: a step of the way, a link, a line of the preview that leads somewhere; last, a
    /// branch of the tree.
    pub cursor: [usize; 4],
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

/// How the objects around are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Columns,
    /// What it came from and what came of it, as a tree.
    Trace,
    /// What depends on it, as a tree.
    Impact,
}

/// A line of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TreeLine {
    Heading(String),
    /// There is nothing below the heading.
    Nothing,
    Branch(Box<Branch>),
    /// There is more than is told.
    Cut,
}

/// An object in a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    pub object: ObjectRow,
    /// Steps to the object in focus; none for that itself.
    pub steps: usize,
    /// It came of what stands nearer, or nearer stands what it came from.
    pub is_up: bool,
    /// The relation as it is read from the nearer end, where it hangs on one.
    pub name: Option<String>,
    /// The branch it hangs on, by position among the branches.
    pub on: Option<usize>,
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
            shape: Shape::Columns,
            tree: None,
            part: Part::Links,
            cursor: [0; 4],
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
        self.links().get(self.at(Part::Links)).filter(|_| self.shape == Shape::Columns)
    }

    /// The branches of the tree, in the order of its lines.
    pub fn branches(&self) -> impl Iterator<Item = &Branch> {
        self.tree.iter().flatten().filter_map(|line| match line {
            TreeLine::Branch(branch) => Some(branch.as_ref()),
            _ => None,
        })
    }

    /// The branch under the cursor.
    pub fn branch(&self) -> Option<&Branch> {
        self.branches().nth(self.at(Part::Links)).filter(|_| self.shape != Shape::Columns)
    }

    /// The cursor of a part.
    pub fn at(&self, part: Part) -> usize {
        self.cursor[self.slot(part)]
    }

    /// Puts the cursor of a part.
    pub fn put(&mut self, part: Part, line: usize) {
        self.cursor[self.slot(part)] = line;
    }

    /// Links and branches stand in one part, each with a cursor of its own.
    fn slot(&self, part: Part) -> usize {
        if part == Part::Links && self.shape != Shape::Columns { Part::ALL.len() } else { part as usize }
    }

    /// The parts this shape has.
    pub fn parts(&self) -> &'static [Part] {
        if self.shape == Shape::Columns { &Part::ALL } else { &Part::ALL[1..] }
    }

    /// The object the cursor picks: a step of the way, else a link, else the one in focus.
    pub fn picked(&self) -> Option<&ObjectRow> {
        match self.part {
            Part::Path => self.path.get(self.at(Part::Path))?.row.as_ref(),
            Part::Links | Part::Preview => {
                let branch = || self.branch().map(|branch| &branch.object);
                self.link().map(|link| &link.object).or_else(branch).or_else(|| self.focus_row())
            }
        }
    }

    /// How many lines of a part the cursor can stand on.
    pub fn n_lines(&self, part: Part) -> usize {
        match part {
            Part::Path => self.path.len(),
            Part::Links if self.shape != Shape::Columns => self.branches().count(),
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
