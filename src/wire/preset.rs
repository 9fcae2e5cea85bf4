//! Streams a team makes from a preset, under its own name.

use super::assets::PRESETS;
use super::reference::{self, ReferenceError};
use crate::domain::id::{StageId, StreamId};
use crate::domain::intent::slug;
use crate::domain::stream::{Stage, Stream};

/// The names of the presets.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    PRESETS.iter().map(|(name, _)| *name)
}

/// A stream made of a preset; `None` where there is no such preset.
///
/// Its id is made of `name`, or of the preset's own name, and is none of `taken`.
pub fn stream(preset: &str, name: Option<&str>, taken: &[&str]) -> Option<Result<Stream, ReferenceError>> {
    let (_, text) = PRESETS.iter().find(|(known, _)| *known == preset)?;
    let make = |stream: Stream| {
        let name = name.unwrap_or(&stream.name).trim().to_owned();
        let id = StreamId::new(free(&slug(&name), taken));
        renamed(stream, id, name, taken.len() as i64 + 1)
    };
    Some(reference::stream(text).map(make))
}

/// The id, with a number where it is taken.
fn free(id: &str, taken: &[&str]) -> String {
    let numbered = (2..=taken.len() + 2).map(|n| format!("{id}-{n}"));
    let mut all = std::iter::once(id.to_owned()).chain(numbered);
    all.find(|id| !taken.contains(&id.as_str())).unwrap_or_else(|| id.to_owned())
}

fn renamed(stream: Stream, id: StreamId, name: String, ord: i64) -> Stream {
    let moved = |stage: &StageId| StageId::of(&id, stage.local());
    let stages = stream.stages.iter();
    let stages = stages.map(|stage| Stage { id: moved(&stage.id), ..stage.clone() }).collect();
    let clock_starts = moved(&stream.clock_starts);
    let short = name.chars().take(4).collect();
    Stream { id, name, short, ord, clock_starts, stages, ..stream }
}
