//! Filters a team keeps under a name, the handiest in a slot: settings `filter:<name>` of the workspace.
//!
//! What is kept is the text as typed: `@me` means whoever asks, `fri` the Friday to come. A text that no longer reads
//! is shown as it is and says so when it is put on.

use std::collections::BTreeMap;

use super::intent::Intent;
use super::value::Value;

/// What the names of these settings begin with.
const SETTING: &str = "filter:";

/// The slots: a digit each.
pub const SLOTS: std::ops::RangeInclusive<u8> = 1..=9;

/// The longest name.
const LONGEST: usize = 40;

/// A filter kept under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    pub name: String,
    pub text: String,
    /// `f` and this digit put it on.
    pub slot: Option<u8>,
    /// Who saved it.
    pub by: String,
}

impl Saved {
    /// The filter of a setting; nothing when that is none, or holds no text.
    pub fn of(setting: &str, value: &Value) -> Option<Self> {
        let name = setting.strip_prefix(SETTING)?.to_owned();
        let text = value.get("text").as_str()?.to_owned();
        let slot = value.get("slot").as_int().and_then(|n| u8::try_from(n).ok()).filter(|n| SLOTS.contains(n));
        Some(Self { name, text, slot, by: value.get("by").as_str().unwrap_or_default().to_owned() })
    }

    /// The filters among settings: those with a slot first, in its order, then by name. Of two in one slot, which a
    /// merge may bring, the later by name has none.
    pub fn all(settings: &BTreeMap<String, Value>) -> Vec<Self> {
        let mut all: Vec<Self> = settings.iter().filter_map(|(name, value)| Self::of(name, value)).collect();
        let mut taken = Vec::new();
        for saved in &mut all {
            saved.slot = saved.slot.filter(|slot| !taken.contains(slot));
            taken.extend(saved.slot);
        }
        all.sort_by(|a, b| {
            let rank = |s: &Self| (s.slot.is_none(), s.slot);
            rank(a).cmp(&rank(b)).then_with(|| a.name.cmp(&b.name))
        });
        all
    }

    /// What to ask for to keep it; another filter in its slot keeps its name and loses the slot.
    pub fn save(&self, known: &[Self]) -> Vec<Intent> {
        let in_the_way = |s: &&Self| s.slot.is_some() && s.slot == self.slot && s.name != self.name;
        let moved = known.iter().find(in_the_way).map(|other| Self { slot: None, ..other.clone() });
        moved.iter().chain([self]).map(Self::set).collect()
    }

    /// What to ask for to forget a filter.
    pub fn remove(name: &str) -> Intent {
        Intent::Set { setting: format!("{SETTING}{name}"), value: Value::Null }
    }

    fn set(&self) -> Intent {
        let value = Value::map([
            ("text", self.text.as_str().into()),
            ("slot", self.slot.map_or(Value::Null, |slot| Value::Int(slot.into()))),
            ("by", self.by.as_str().into()),
        ]);
        Intent::Set { setting: format!("{SETTING}{}", self.name), value }
    }
}

/// `name` or `name 3`: what to call a filter, and its slot.
pub fn read_name(text: &str) -> Result<(String, Option<u8>), String> {
    let text = text.trim();
    let slot = |word: &str| word.parse().ok().filter(|n| SLOTS.contains(n));
    let (name, slot) = match text.rsplit_once(char::is_whitespace) {
        Some((name, last)) if slot(last).is_some() => (name.trim(), slot(last)),
        _ => (text, None),
    };
    match () {
        () if name.is_empty() => Err("a name is needed".into()),
        () if name.chars().count() > LONGEST => Err(format!("a name has at most {LONGEST} letters")),
        () if name.chars().any(char::is_control) => Err("a name has no control characters".into()),
        () => Ok((name.to_owned(), slot)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(name: &str, slot: Option<u8>) -> Saved {
        Saved { name: name.into(), text: "@me p1".into(), slot, by: "ana".into() }
    }

    fn kept(intents: &[Intent]) -> BTreeMap<String, Value> {
        let pair = |intent: &Intent| match intent {
            Intent::Set { setting, value } => (setting.clone(), value.clone()),
            other => panic!("{other:?}"),
        };
        intents.iter().map(pair).collect()
    }

    #[test]
    fn a_filter_is_read_as_it_was_saved() {
        let one = saved("hot", Some(3));
        assert_eq!(Saved::all(&kept(&one.save(&[]))), [one]);
    }

    #[test]
    fn a_slot_holds_one_filter_and_the_one_before_keeps_its_name() {
        let (old, new) = (saved("old", Some(1)), saved("new", Some(1)));
        let all = Saved::all(&kept(&new.save(std::slice::from_ref(&old))));
        assert_eq!(all, [new, Saved { slot: None, ..old }]);
    }

    #[test]
    fn what_is_no_filter_is_passed_over() {
        let odd = BTreeMap::from([
            ("filter:a".to_owned(), Value::Int(3)),
            ("filter:b".to_owned(), Value::map([("slot", Value::Int(1))])),
            ("calendar".to_owned(), Value::map([("text", "x".into())])),
            ("filter:c".to_owned(), Value::map([("text", "age>".into()), ("slot", Value::Int(77))])),
        ]);
        let all = Saved::all(&odd);
        assert_eq!((all.len(), all[0].name.as_str(), all[0].slot), (1, "c", None));
    }

    #[test]
    fn two_in_one_slot_after_a_merge_are_told_apart() {
        let both = [saved("b", Some(2)), saved("a", Some(2))];
        let all = Saved::all(&kept(&[both[0].save(&[]), both[1].save(&[])].concat()));
        assert_eq!(all, [saved("a", Some(2)), saved("b", None)]);
    }

    #[test]
    fn a_name_may_end_in_its_slot() {
        assert_eq!(read_name(" mine 3 "), Ok(("mine".into(), Some(3))));
        assert_eq!(read_name("top 10"), Ok(("top 10".into(), None)));
        assert_eq!(read_name("3"), Ok(("3".into(), None)));
        assert!(read_name("  ").is_err() && read_name(&"x".repeat(41)).is_err());
    }
}
