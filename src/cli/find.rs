//! From what was typed to the one thing meant: objects, cards, streams, stages, types, relations.

use super::exit::{Answer, Code, Failure};
use super::names::{Named, expect_some, pick, unknown};
use super::session::Session;
use crate::domain::filter::{Cond, Filter};
use crate::domain::id::{ObjectId, RelationId, StageId, StreamId};
use crate::domain::key::Key;
use crate::domain::link::Relation;
use crate::domain::object::{Field, ObjectType};
use crate::domain::stream::{Role, Scenario};
use crate::domain::window::{Sheet, StageLine, Standing, StreamLine};
use crate::store::KeyFound;

impl Named for StreamLine {
    fn names(&self) -> Vec<&str> {
        vec![self.id.as_str(), &self.name]
    }
}

impl Named for StageLine {
    fn names(&self) -> Vec<&str> {
        vec![self.id.local(), &self.name, &self.short]
    }
}

impl Named for ObjectType {
    fn names(&self) -> Vec<&str> {
        vec![self.id.as_str(), &self.name]
    }
}

impl Named for Scenario {
    fn names(&self) -> Vec<&str> {
        vec![&self.id, &self.name]
    }
}

impl Named for Role {
    fn names(&self) -> Vec<&str> {
        vec![&self.id, &self.name]
    }
}

impl Named for Field {
    fn names(&self) -> Vec<&str> {
        vec![&self.id, &self.name]
    }
}

/// A relation as read from one of its ends.
struct Reading<'a>(&'a str, &'a str);

impl Named for Reading<'_> {
    fn names(&self) -> Vec<&str> {
        vec![self.0, self.1]
    }
}

impl Session {
    /// The object of a key or of a part of an id.
    pub fn object(&self, key: &str) -> Answer<ObjectId> {
        match self.reader()?.find_object(key)? {
            KeyFound::One(id) => Ok(id),
            KeyFound::Many(keys) => Err(super::names::ambiguous("object", key, keys.iter().map(Key::as_str))),
            KeyFound::None { nearest } => {
                let failure = Failure::new(Code::NotFound, format!("there is no object \"{key}\""));
                Err(match nearest {
                    Some(near) => failure.hint(format!("did you mean {near}?")),
                    None => failure.hint("streamboard list shows what there is"),
                })
            }
        }
    }

    /// The object whole.
    pub fn sheet(&self, key: &str) -> Answer<Sheet> {
        let id = self.object(key)?;
        self.sheet_of(id)?.ok_or_else(|| Failure::new(Code::NotFound, format!("there is no object \"{key}\"")))
    }

    /// The object whole, by its id; its cards know what their gates leave open.
    pub fn sheet_of(&self, id: ObjectId) -> Answer<Option<Sheet>> {
        let mut sheet = self.reader()?.sheet(id, self.now)?;
        for card in sheet.iter_mut().flat_map(|sheet| &mut sheet.cards).filter(|c| !c.card.place.is_done()) {
            card.row.open = card.gate.open().iter().map(|line| line.criterion.id.local().to_owned()).collect();
        }
        Ok(sheet)
    }

    /// The object with the one open card that is meant; where none is open, the one that is done.
    pub fn card(&self, key: &str, stream: Option<&str>) -> Answer<(Sheet, Standing)> {
        let sheet = self.sheet(key)?;
        let wanted = stream.map(|word| self.place(word)).transpose()?;
        let fits = |card: &&Standing| match &wanted {
            None => true,
            Some((stream, None)) => card.row.stage.stream() == stream.id,
            Some((_, Some(stage))) => card.row.stage == *stage,
        };
        let (done, open): (Vec<_>, Vec<_>) = sheet.cards.iter().filter(fits).partition(|c| c.card.place.is_done());
        let found = match (open.as_slice(), done.as_slice()) {
            ([one], _) | ([], [one]) => Ok((*one).clone()),
            ([], []) => Err(no_card(&sheet, stream)),
            ([], many) | (many, _) => Err(several(&sheet, many)),
        };
        found.map(|card| (sheet, card))
    }

    /// The same, where a done card will not do.
    pub fn open_card(&self, key: &str, stream: Option<&str>) -> Answer<(Sheet, Standing)> {
        let (sheet, card) = self.card(key, stream)?;
        if card.card.place.is_done() {
            let message = format!("{} is done and has left the board", sheet.object.key);
            let hint = format!("streamboard move {} STAGE brings it back", sheet.object.key);
            return Err(Failure::new(Code::NotAllowed, message).hint(hint));
        }
        Ok((sheet, card))
    }

    /// A stream.
    pub fn stream(&self, word: &str) -> Answer<&StreamLine> {
        pick("stream", word, self.streams()?)
    }

    /// What a stage is called; its id where nothing is known of it.
    pub fn stage_name(&self, id: &StageId) -> String {
        let lines = self.streams().unwrap_or_default().iter().flat_map(|line| &line.stages);
        lines.into_iter().find(|stage| stage.id == *id).map_or_else(|| id.to_string(), |stage| stage.name.clone())
    }

    /// What a stream is called.
    pub fn stream_name(&self, id: &StreamId) -> String {
        let line = self.streams().unwrap_or_default().iter().find(|line| line.id == *id);
        line.map_or_else(|| id.to_string(), |line| line.name.clone())
    }

    /// `STREAM` or `STREAM/STAGE`.
    pub fn place(&self, word: &str) -> Answer<(&StreamLine, Option<StageId>)> {
        match word.split_once('/') {
            None => Ok((self.stream(word)?, None)),
            Some((stream, stage)) => {
                let stream = self.stream(stream)?;
                Ok((stream, Some(stage_of(stream, stage)?)))
            }
        }
    }

    /// A stage: of `stream`, or `STREAM/STAGE`, or of any stream where only one has it.
    pub fn stage(&self, word: &str, stream: Option<&StreamLine>) -> Answer<StageId> {
        if let Some((of, stage)) = word.split_once('/') {
            let of = self.stream(of)?;
            if let Some(other) = stream.filter(|stream| stream.id != of.id) {
                return Err(Failure::invalid(format!("\"{word}\" is no stage of {}", other.name)));
            }
            return stage_of(of, stage);
        }
        if let Some(stream) = stream {
            return stage_of(stream, word);
        }
        let found: Vec<Answer<StageId>> = self.streams()?.iter().map(|s| stage_of(s, word)).collect();
        let fitting: Vec<&StageId> = found.iter().flatten().collect();
        match fitting.as_slice() {
            [one] => Ok((*one).clone()),
            [] => Err(unknown("stage", word, self.streams()?.iter().flat_map(|s| &s.stages).map(|s| s.id.local()))),
            many => Err(super::names::ambiguous("stage", word, many.iter().map(|s| s.as_str()))),
        }
    }

    /// A type of objects.
    pub fn object_type(&self, word: &str) -> Answer<ObjectType> {
        pick("type", word, &self.reader()?.types()?).cloned()
    }

    /// A scenario, of a stream or of all.
    pub fn scenario(&self, word: &str, stream: Option<&StreamId>) -> Answer<Scenario> {
        pick("scenario", word, &self.reader()?.scenarios(stream)?).cloned()
    }

    /// A role people can hold.
    pub fn role(&self, word: &str) -> Answer<Role> {
        pick("role", word, &self.reader()?.roles()?).cloned()
    }

    /// A filter that names what is not there would find nothing, and nobody would learn why.
    pub fn expect_known(&self, filter: &Filter) -> Answer<()> {
        for cond in filter.terms.iter().flat_map(|term| &term.any) {
            match cond {
                Cond::Stream(word) => expect_some("stream", word, self.streams()?.iter().flat_map(Named::names))?,
                Cond::Stage(word) => {
                    let stages = self.streams()?.iter().flat_map(|s| &s.stages);
                    let names = stages.flat_map(|s| [s.id.local(), s.id.as_str(), &s.name]);
                    expect_some("stage", word, names)?;
                }
                Cond::Type(word) => {
                    let types = self.reader()?.types()?;
                    expect_some("type", word, types.iter().flat_map(Named::names))?;
                }
                Cond::State(word) => {
                    let types = self.reader()?.types()?;
                    let states = types.iter().flat_map(|t| &t.states).flat_map(|s| [s.id.as_str(), &s.name]);
                    expect_some("state", word, states)?;
                }
                Cond::Field(word, _) => {
                    let types = self.reader()?.types()?;
                    let fields = types.iter().flat_map(|t| &t.fields).flat_map(|f| [f.id.as_str(), &f.name]);
                    expect_some("field", word, fields)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// A relation, read from either end.
    pub fn relation(&self, word: &str) -> Answer<RelationId> {
        let relations = self.reader()?.relations()?;
        let mut readings: Vec<Reading<'_>> = relations.iter().flat_map(readings).collect();
        readings.sort_by_key(|r| (r.0, r.1));
        readings.dedup_by_key(|r| r.0);
        pick("relation", word, &readings).map(|r| RelationId::new(r.0))
    }
}

/// A stage of a stream.
pub fn stage_of(stream: &StreamLine, word: &str) -> Answer<StageId> {
    pick("stage", word, &stream.stages).map(|stage| stage.id.clone())
}

fn readings(relation: &Relation) -> [Reading<'_>; 2] {
    [Reading(relation.id.as_str(), &relation.name), Reading(relation.inverse.as_str(), &relation.inverse_name)]
}

fn no_card(sheet: &Sheet, stream: Option<&str>) -> Failure {
    let key = &sheet.object.key;
    let message = match stream {
        Some(stream) if !sheet.cards.is_empty() => format!("{key} has no card in {stream}"),
        _ => format!("{key} has no card"),
    };
    Failure::new(Code::NotAllowed, message).hint(format!("streamboard place {key} STREAM makes one"))
}

fn several(sheet: &Sheet, cards: &[&Standing]) -> Failure {
    let places: Vec<&str> = cards.iter().map(|c| c.row.stage.as_str()).collect();
    let message = format!("{} has {} cards: {}", sheet.object.key, cards.len(), places.join(", "));
    Failure::new(Code::Ambiguous, message).hint("name one with --stream STREAM or --stream STREAM/STAGE")
}
