//! Where somebody left off, as a small TOML file. What it does not know, or no longer finds, is passed over.

use serde::{Deserialize, Serialize};

/// The place on screen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// `map`, `board`, `sheet` or `objects`.
    pub screen: String,
    pub stream: String,
    pub stage: Option<String>,
    pub card: Option<String>,
    pub object: Option<String>,
    pub filter: String,
    /// `auto`, `one`, `two` or `three`.
    pub density: String,
    pub preview: bool,
    pub coach_ended: bool,
    /// `assignee`, `priority` ... or `lens`: lanes, or columns by team.
    pub lanes: String,
    /// Values of folded lanes; empty is the lane without a value.
    pub folded: Vec<String>,
    /// The journal's position that was seen.
    pub seen: Option<i64>,
}

/// The file's text.
pub fn to_toml(place: &Place) -> String {
    toml::to_string(place).unwrap_or_default()
}

/// Reads the file's text; `None` when it is none of ours.
pub fn from_toml(text: &str) -> Option<Place> {
    toml::from_str(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_was_written() {
        let place =
            Place { screen: "board".into(), stream: "s".into(), filter: "@me \"a b\"".into(), ..Place::default() };
        assert_eq!(from_toml(&to_toml(&place)), Some(place));
        assert_eq!(from_toml("screen = 3"), None);
    }
}
