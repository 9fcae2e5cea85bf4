//! Lanes: the cards of a board by something they share, from nobody's to the 20th team.
//!
//! A lane is a value of a kind. What an object shares is counted where its cards stand; carrying a card from one lane
//! to another writes that value.

use super::id::{StageId, TypeId};
use super::intent::Edit;
use super::object::Object;

/// Lanes a board shows at most, one for all others beside.
pub const MOST_LANES: usize = 20;

/// What lanes are made by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LaneBy {
    Assignee,
    Priority,
    Type,
    Label,
    Team,
    Scenario,
}

impl LaneBy {
    /// Every one with its word.
    pub const WORDS: &[(Self, &str)] = &[
        (Self::Assignee, "assignee"),
        (Self::Priority, "priority"),
        (Self::Type, "type"),
        (Self::Label, "label"),
        (Self::Team, "team"),
        (Self::Scenario, "scenario"),
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(by, _)| *by == self).map_or("", |(_, word)| word)
    }

    /// The one of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, w)| *w == word).map(|(by, _)| *by)
    }

    /// What the cards without one are called.
    pub fn none(self) -> String {
        if self == Self::Assignee { "nobody".into() } else { format!("no {}", self.word()) }
    }
}

/// Which of the lanes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LaneKey {
    /// The cards that share this value: a name, a number, an id.
    Of(String),
    /// The cards without one.
    None,
    /// The cards of all lanes that are not shown.
    Others,
}

/// A lane of a board.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lane {
    pub by: LaneBy,
    pub key: LaneKey,
}

/// Which cards a column holds: those of a stage, of a lane, or of both.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slice {
    /// None: all stages of the stream, from the last to the first.
    pub stage: Option<StageId>,
    pub lane: Option<Lane>,
}

impl Slice {
    /// All cards of a stage.
    pub fn stage(stage: StageId) -> Self {
        Self { stage: Some(stage), lane: None }
    }
}

/// A lane with counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaneLine {
    pub key: LaneKey,
    /// As people call it.
    pub name: String,
    /// Cards in each stage of the stream, in order.
    pub counts: Vec<u64>,
}

impl LaneLine {
    /// All its cards.
    pub fn n_cards(&self) -> u64 {
        self.counts.iter().sum()
    }
}

/// What an object shares, as it is counted: nothing is an empty word. Without a team of its own it counts for
/// `@assignee`, so that a person who changes teams takes the cards along.
pub fn shares(object: &Object) -> Vec<(LaneBy, String)> {
    let word = |text: &Option<String>| text.clone().unwrap_or_default();
    let team = object.team.clone().or_else(|| object.assignee.as_ref().map(|name| format!("@{name}")));
    let mut all = vec![
        (LaneBy::Assignee, word(&object.assignee)),
        (LaneBy::Priority, object.priority.map(|p| p.to_string()).unwrap_or_default()),
        (LaneBy::Type, object.type_id.to_string()),
        (LaneBy::Scenario, word(&object.scenario)),
        (LaneBy::Team, word(&team)),
    ];
    if object.labels.is_empty() {
        all.push((LaneBy::Label, String::new()));
    }
    all.extend(object.labels.iter().map(|label| (LaneBy::Label, label.clone())));
    all
}

/// What carrying a card from a lane to another writes, or why it cannot be carried there.
pub fn carry(by: LaneBy, from: &LaneKey, to: &LaneKey) -> Result<Vec<Edit>, String> {
    let value = match to {
        LaneKey::Of(value) => Some(value.clone()),
        LaneKey::None => None,
        LaneKey::Others => return Err("this lane holds what has no lane of its own; set the value instead: s".into()),
    };
    Ok(vec![match (by, value) {
        (LaneBy::Assignee, value) => Edit::Assignee(value),
        (LaneBy::Priority, value) => Edit::Priority(value.and_then(|p| p.parse().ok())),
        (LaneBy::Team, value) => Edit::Team(value),
        (LaneBy::Scenario, value) => Edit::Scenario(value),
        (LaneBy::Type, Some(value)) => Edit::Type(TypeId::new(value)),
        (LaneBy::Type, None) => return Err("everything has a type".into()),
        (LaneBy::Label, value) => return Ok(labels(from, value)),
    }])
}

/// The label of the lane it leaves goes, that of the lane it comes to is put on.
fn labels(from: &LaneKey, to: Option<String>) -> Vec<Edit> {
    let off = if let LaneKey::Of(name) = from { Some(Edit::Label { name: name.clone(), on: false }) } else { None };
    off.into_iter().chain(to.map(|name| Edit::Label { name, on: true })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::ObjectId;
    use crate::domain::key::Key;
    use crate::domain::value::from_millis;

    fn object() -> Object {
        let mut object = Object::blank(ObjectId(uuid::Uuid::nil()), Key::new("INC", 1), from_millis(0));
        object.type_id = TypeId::new("incident");
        object
    }

    #[test]
    fn an_object_shares_one_value_of_each_kind_and_each_label() {
        let bare = shares(&object());
        assert_eq!(bare.iter().filter(|(_, value)| value.is_empty()).count(), 5);
        assert!(bare.contains(&(LaneBy::Type, "incident".into())));
        let mut full = object();
        (full.assignee, full.labels) = (Some("ana".into()), vec!["eu".into(), "us".into()]);
        let all = shares(&full);
        assert!(all.contains(&(LaneBy::Team, "@ana".into())), "the team is that of its assignee");
        assert_eq!(all.iter().filter(|(by, _)| *by == LaneBy::Label).count(), 2);
        full.team = Some("payments".into());
        assert!(shares(&full).contains(&(LaneBy::Team, "payments".into())));
    }

    #[test]
    fn carrying_a_card_to_a_lane_writes_its_value() {
        let of = |value: &str| LaneKey::Of(value.into());
        assert_eq!(carry(LaneBy::Assignee, &of("ana"), &LaneKey::None), Ok(vec![Edit::Assignee(None)]));
        assert_eq!(carry(LaneBy::Priority, &LaneKey::None, &of("2")), Ok(vec![Edit::Priority(Some(2))]));
        assert_eq!(carry(LaneBy::Team, &LaneKey::None, &of("x")), Ok(vec![Edit::Team(Some("x".into()))]));
        let label = |name: &str, on| Edit::Label { name: name.into(), on };
        assert_eq!(carry(LaneBy::Label, &of("eu"), &of("us")), Ok(vec![label("eu", false), label("us", true)]));
        assert_eq!(carry(LaneBy::Label, &of("eu"), &LaneKey::None), Ok(vec![label("eu", false)]));
        assert!(carry(LaneBy::Assignee, &of("ana"), &LaneKey::Others).is_err());
        assert!(carry(LaneBy::Type, &of("incident"), &LaneKey::None).is_err());
    }
}
