//! Where somebody left off, between the screen's words and the file's.

use std::fs;
use std::path::Path;

use uuid::Uuid;

use crate::app::model::{Density, Screen};
use crate::app::update::place::SavedPlace;
use crate::domain::id::{CardId, ObjectId, StageId, StreamId};
use crate::domain::lane::{LaneBy, LaneKey};
use crate::wire::place::{Place, from_toml};

const SCREENS: [(Screen, &str); 5] = [
    (Screen::Map, "map"),
    (Screen::Board, "board"),
    (Screen::Sheet, "sheet"),
    (Screen::Explore, "objects"),
    (Screen::Metrics, "metrics"),
];
const DENSITIES: [(Density, &str); 4] =
    [(Density::Auto, "auto"), (Density::One, "one"), (Density::Two, "two"), (Density::Three, "three")];

/// The place of the last start; `None` when there is none, or none that reads.
pub fn read(file: &Path) -> Option<SavedPlace> {
    let place = from_toml(&fs::read_to_string(file).ok()?)?;
    let id = |text: &Option<String>| text.as_deref().and_then(|t| Uuid::parse_str(t).ok());
    Some(SavedPlace {
        screen: of(&SCREENS, &place.screen)?,
        stream: StreamId::new(place.stream.clone()),
        stage: place.stage.clone().map(StageId::new),
        card: id(&place.card).map(CardId),
        object: id(&place.object).map(ObjectId),
        filter: place.filter.clone(),
        density: of(&DENSITIES, &place.density).unwrap_or(Density::Auto),
        preview: place.preview,
        coach_ended: place.coach_ended,
        lanes: cut(&place.lanes),
        folded: place
            .folded
            .iter()
            .map(|v| if v.is_empty() { LaneKey::None } else { LaneKey::Of(v.clone()) })
            .collect(),
    })
}

/// The place in the file's words.
pub fn written(place: &SavedPlace) -> Place {
    Place {
        screen: word(&SCREENS, place.screen).to_owned(),
        stream: place.stream.to_string(),
        stage: place.stage.as_ref().map(ToString::to_string),
        card: place.card.map(|card| card.to_string()),
        object: place.object.map(|object| object.to_string()),
        filter: place.filter.clone(),
        density: word(&DENSITIES, place.density).to_owned(),
        preview: place.preview,
        coach_ended: place.coach_ended,
        lanes: place.lanes.map_or("", |(by, is_lens)| if is_lens { LENS } else { by.word() }).to_owned(),
        folded: place.folded.iter().filter_map(value).collect(),
    }
}

/// The word for columns by team.
const LENS: &str = "lens";

fn cut(word: &str) -> Option<(LaneBy, bool)> {
    if word == LENS { Some((LaneBy::Team, true)) } else { LaneBy::of(word).map(|by| (by, false)) }
}

fn value(lane: &LaneKey) -> Option<String> {
    match lane {
        LaneKey::Of(value) => Some(value.clone()),
        LaneKey::None => Some(String::new()),
        LaneKey::Others => None,
    }
}

fn word<T: Copy + PartialEq>(words: &[(T, &'static str)], it: T) -> &'static str {
    words.iter().find(|(known, _)| *known == it).map_or("", |(_, word)| word)
}

fn of<T: Copy>(words: &[(T, &'static str)], word: &str) -> Option<T> {
    words.iter().find(|(_, known)| *known == word).map(|(it, _)| *it)
}
