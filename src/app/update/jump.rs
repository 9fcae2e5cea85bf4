//! Ctrl-p: to a stream, a stage, a card, an object, a saved filter.

use super::{ask, board, filter, palette, place, saved, sheet};
use crate::app::effect::{Effect, Query};
use crate::app::model::{Model, PaletteEntry, PaletteKind, Run, Slot};
use crate::domain::window::{Hit, HitRow};

/// Hits asked for.
const HITS: usize = 20;

/// Ctrl-p.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    palette::show(model, PaletteKind::Jump)
}

/// Asks for cards and objects of these words.
pub(super) fn search(model: &mut Model, text: &str) -> Vec<Effect> {
    let text = text.trim().to_owned();
    if text.is_empty() {
        return Vec::new();
    }
    vec![ask::read(model, Slot::Hits, Query::Search { text, n: HITS })]
}

/// Streams and stages that fit, then what was found.
pub(super) fn entries(model: &Model, text: &str, hits: &[Hit]) -> Vec<PaletteEntry> {
    let places = model.streams.iter().flat_map(|stream| {
        let own = place_entry(stream.name.clone(), "stream", Run::Stream(stream.id.clone()));
        let stages = stream.stages.iter().map(|stage| {
            place_entry(format!("{} > {}", stream.name, stage.name), "stage", Run::Stage(stage.id.clone()))
        });
        std::iter::once(own).chain(stages)
    });
    let saved = model.words.iter().flat_map(|words| &words.saved);
    let filters = saved.map(|s| place_entry(format!("{}: {}", s.name, s.text), "saved filter", Run::Saved(s.clone())));
    let text = text.trim();
    if text.is_empty() {
        return places.filter(|e| matches!(e.run, Run::Stream(_))).chain(filters).collect();
    }
    let hits = hits.iter().map(|hit| {
        let label = format!("{} {}", hit.key, hit.title);
        place_entry(label, &hit.place, Run::Hit(hit.clone()))
    });
    // A key is meant as it stands; a name may be meant loosely.
    let is_exact = |e: &PaletteEntry| matches!(&e.run, Run::Hit(h) if h.key.as_str().eq_ignore_ascii_case(text));
    let (exact, others): (Vec<_>, Vec<_>) = hits.partition(is_exact);
    let places = palette::fitting(places.chain(filters).collect(), text);
    // A place that has the words as they stand comes before what was found; one that fits loosely behind it.
    let has_words = |e: &PaletteEntry| {
        let label = e.label.to_lowercase();
        text.to_lowercase().split_whitespace().all(|word| label.contains(word))
    };
    let (near, loose): (Vec<_>, Vec<_>) = places.into_iter().partition(has_words);
    exact.into_iter().chain(near).chain(others).chain(loose).collect()
}

/// Goes there.
pub(super) fn run(model: &mut Model, run: Run) -> Vec<Effect> {
    match run {
        Run::Stream(id) => {
            place::push(model);
            board::show(model, &id, None, None);
            Vec::new()
        }
        Run::Stage(id) => {
            place::push(model);
            board::show(model, &id.stream(), Some(&id), None);
            Vec::new()
        }
        Run::Hit(hit) => to_hit(model, &hit.row),
        Run::Filter(text) => filter::set(model, &text),
        Run::Saved(one) => saved::put_on(model, &one),
        Run::Action(_) | Run::Typed(_) => Vec::new(),
    }
}

fn to_hit(model: &mut Model, row: &HitRow) -> Vec<Effect> {
    place::push(model);
    match row {
        HitRow::Card { card, stage, is_done: false, .. } => {
            board::show_card(model, *card, stage);
            Vec::new()
        }
        HitRow::Card { card, object, .. } => sheet::show(model, *object, Some(*card)),
        HitRow::Object(object) => sheet::show(model, *object, None),
    }
}

fn place_entry(label: String, side: &str, run: Run) -> PaletteEntry {
    PaletteEntry { label, side: side.to_owned(), off: None, run }
}
