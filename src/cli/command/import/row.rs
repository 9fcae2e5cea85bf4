//! A row understood: every cell read, or why not.

use super::columns::{Columns, Holds};
use crate::cli::session::Session;
use crate::cli::values;
use crate::domain::At;
use crate::domain::date::parse_past;
use crate::domain::key::Key;
use crate::wire::csv::{LABELS_BETWEEN, unguarded};

/// A cell of a file to be taken in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cell<T> {
    /// Empty: leave it as it is.
    #[default]
    Unsaid,
    /// `none`: clear it.
    None,
    Some(T),
}

impl<T> Cell<T> {
    /// The value, if one was said.
    pub fn some(&self) -> Option<&T> {
        match self {
            Self::Some(value) => Some(value),
            Self::Unsaid | Self::None => None,
        }
    }

    fn read<'a>(text: &'a str, read: impl FnOnce(&'a str) -> Result<T, String>) -> Result<Self, String> {
        match text.trim() {
            "" => Ok(Self::Unsaid),
            word => values::unless_none(word).map_or(Ok(Self::None), |_| read(text).map(Self::Some)),
        }
    }
}

/// What a row says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    pub key: Option<Key>,
    pub type_name: Option<String>,
    pub title: String,
    pub body: Cell<String>,
    pub state: Option<String>,
    pub stream: Option<String>,
    pub stage: Option<String>,
    pub priority: Cell<u8>,
    pub assignee: Cell<String>,
    pub labels: Cell<Vec<String>>,
    pub due_at: Cell<At>,
    pub created_at: Option<At>,
    pub entered_at: Option<At>,
    pub done_at: Option<At>,
    pub blocked: Cell<String>,
    pub team: Cell<String>,
    /// Fields of its type, in the words rules read.
    pub fields: Vec<(String, String)>,
}

/// Longer texts are not kept.
const MAX_BYTES: usize = 1 << 20;

impl Row {
    /// Reads the cells of a row.
    pub fn read(cells: &[&str], columns: &Columns, session: &Session) -> Result<Self, String> {
        let mut row = Self::default();
        for (cell, holds) in cells.iter().zip(&columns.holds) {
            let text = columns.word(holds, unguarded(cell));
            if text.contains('\0') || text.len() > MAX_BYTES {
                return Err("a cell holds a NUL or more than a mebibyte".to_owned());
            }
            match holds {
                Holds::Own(name) => row.take(name, text, session)?,
                Holds::Field(id) if !text.trim().is_empty() => {
                    row.fields.push((id.clone(), values::unless_none(text).unwrap_or_default().to_owned()));
                }
                Holds::Field(_) | Holds::Nothing => {}
            }
        }
        if row.title.trim().is_empty() {
            return Err("title is empty".to_owned());
        }
        Ok(row)
    }

    fn take(&mut self, name: &str, text: &str, session: &Session) -> Result<(), String> {
        let said = || Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned);
        match name {
            "key" => self.key = said().map(|text| key(&text)).transpose()?,
            "type" => self.type_name = said(),
            "title" => text.clone_into(&mut self.title),
            "body" => self.body = Cell::read(text, |text| Ok(text.to_owned()))?,
            "state" => self.state = said(),
            "stream" => self.stream = said(),
            "stage" => self.stage = said(),
            "priority" => self.priority = Cell::read(text, priority)?,
            "assignee" => self.assignee = Cell::read(text, |text| person(text, session.me()))?,
            "labels" => self.labels = Cell::read(text, |text| Ok(labels(text)))?,
            "due_at" => self.due_at = Cell::read(text, |text| due(text, session))?,
            "created_at" => self.created_at = said().map(|text| past(&text, name, session)).transpose()?,
            "entered_at" => self.entered_at = said().map(|text| past(&text, name, session)).transpose()?,
            "done_at" => self.done_at = said().map(|text| past(&text, name, session)).transpose()?,
            "blocked" => self.blocked = Cell::read(text, |text| Ok(text.to_owned()))?,
            "team" => self.team = Cell::read(text, |text| Ok(text.trim().to_owned()))?,
            _ => {}
        }
        Ok(())
    }
}

fn key(text: &str) -> Result<Key, String> {
    Key::parse(text).ok_or_else(|| format!("key \"{text}\" is not of the form INC-142"))
}

fn priority(text: &str) -> Result<u8, String> {
    let read = values::priority(text).map_err(|failure| failure.message)?;
    read.ok_or_else(|| format!("priority \"{text}\" is not 1, 2, 3, 4 or none"))
}

fn person(text: &str, me: &str) -> Result<String, String> {
    let read = values::person(text, me).map_err(|failure| failure.message)?;
    read.ok_or_else(|| "a name may not be empty".to_owned())
}

fn labels(text: &str) -> Vec<String> {
    let parts = text.split(',').flat_map(|part| part.split(LABELS_BETWEEN));
    let mut labels: Vec<String> =
        parts.map(|label| label.trim().trim_start_matches('#').to_owned()).filter(|label| !label.is_empty()).collect();
    labels.sort();
    labels.dedup();
    labels
}

fn due(text: &str, session: &Session) -> Result<At, String> {
    let at = session.due(text.trim()).map_err(|failure| format!("due_at: {}", failure.message))?;
    at.ok_or_else(|| "due_at is empty".to_owned())
}

fn past(text: &str, name: &str, session: &Session) -> Result<At, String> {
    let at = parse_past(text, session.now, &session.zone()).map_err(|error| format!("{name}: {error}"))?;
    if at > session.now {
        return Err(format!("{name} \"{text}\" lies ahead"));
    }
    Ok(at)
}
