//! Streams a team makes from a preset, under its own name.

use super::assets::PRESETS;
use super::reference::{self, ReferenceError};
use crate::domain::intent::slug;
use crate::domain::stream::Stream;

/// The names of the presets.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    PRESETS.iter().map(|(name, _)| *name)
}

/// A stream made of a preset; `None` where there is no such preset.
///
/// Its id is made of `name`, or of the preset's own name, and is none of `taken`.
pub fn stream(preset: &str, name: Option<&str>, taken: &[&str]) -> Option<Result<Stream, ReferenceError>> {
    let (_, text) = PRESETS.iter().find(|(known, _)| *known == preset)?;
    let called = |own: &str| name.unwrap_or(own).trim().to_owned();
    let made = reference::stream_of(text, |own| Some(free(&slug(&called(own)), taken)));
    Some(made.map(|stream| {
        let name = called(&stream.name);
        let short = name.chars().take(4).collect();
        Stream { name, short, ord: taken.len() as i64 + 1, ..stream }
    }))
}

/// The id, with a number where it is taken.
fn free(id: &str, taken: &[&str]) -> String {
    let numbered = (2..=taken.len() + 2).map(|n| format!("{id}-{n}"));
    let mut all = std::iter::once(id.to_owned()).chain(numbered);
    all.find(|id| !taken.contains(&id.as_str())).unwrap_or_else(|| id.to_owned())
}
