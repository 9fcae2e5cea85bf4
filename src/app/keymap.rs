//! Which keys do what: built from the table of actions, changed by name.

use std::collections::BTreeMap;

use super::action::{Action, Context, TABLE};
use super::key::{Key, KeyError, parse_seq, print_seq};
use crate::domain::nearest::nearest;

/// Key sequences and their actions, in each context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    contexts: BTreeMap<Context, BTreeMap<Vec<Key>, Action>>,
}

/// What a sequence of keys means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup {
    Action(Action),
    /// More keys may follow.
    Prefix,
    Nothing,
}

/// Why keys could not be bound.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeymapError {
    #[error("there is no action \"{name}\"{}", near.map(|n| format!("; did you mean \"{n}\"?")).unwrap_or_default())]
    NoAction { name: String, near: Option<&'static str> },
    #[error("\"{name}\" does not exist in {context}")]
    NotThere { name: String, context: String },
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("\"{keys}\" cannot do both {name} and {other}")]
    Taken { keys: String, name: String, other: String },
    #[error("\"{keys}\" is text where {name} is used")]
    IsText { keys: String, name: String },
}

impl Default for Keymap {
    fn default() -> Self {
        let mut contexts: BTreeMap<Context, BTreeMap<Vec<Key>, Action>> = BTreeMap::new();
        for entry in TABLE {
            for seq in entry.keys.iter().filter_map(|keys| parse_seq(keys).ok()) {
                for context in entry.contexts {
                    contexts.entry(*context).or_default().insert(seq.clone(), entry.action);
                }
            }
        }
        Self { contexts }
    }
}

impl Keymap {
    /// What keys typed so far mean.
    pub fn lookup(&self, context: Context, keys: &[Key]) -> Lookup {
        let Some(map) = self.contexts.get(&context) else {
            return Lookup::Nothing;
        };
        if let Some(action) = map.get(keys) {
            return Lookup::Action(*action);
        }
        if map.keys().any(|seq| seq.starts_with(keys)) { Lookup::Prefix } else { Lookup::Nothing }
    }

    /// The keys that may follow the ones typed, with what each does.
    pub fn after(&self, context: Context, typed: &[Key]) -> Vec<(Key, Action)> {
        let Some(map) = self.contexts.get(&context).filter(|_| !typed.is_empty()) else {
            return Vec::new();
        };
        let follows = |(seq, action): (&Vec<Key>, &Action)| Some((*seq.strip_prefix(typed)?.first()?, *action));
        map.iter().filter_map(follows).collect()
    }

    /// The keys of an action in a context, in the order of the table where they are its own.
    pub fn keys_in(&self, context: Context, action: Action) -> Vec<Vec<Key>> {
        let Some(map) = self.contexts.get(&context) else {
            return Vec::new();
        };
        let own: Vec<Vec<Key>> = table_keys(action);
        let mut found: Vec<Vec<Key>> = map.iter().filter(|(_, a)| **a == action).map(|(seq, _)| seq.clone()).collect();
        found.sort_by_key(|seq| own.iter().position(|o| o == seq).unwrap_or(own.len()));
        found
    }

    /// The keys of an action in the first context that has any.
    pub fn keys_of(&self, action: Action) -> Vec<Vec<Key>> {
        let contexts = action.entry().map_or(&[][..], |e| e.contexts);
        contexts.iter().map(|c| self.keys_in(*c, action)).find(|keys| !keys.is_empty()).unwrap_or_default()
    }

    /// Gives an action other keys: `move-right`, or `board/move-right` for one context only.
    pub fn rebind(&mut self, name: &str, keys: &[&str]) -> Result<(), KeymapError> {
        let (action, contexts) = meant(name)?;
        let seqs = keys.iter().map(|k| parse_seq(k)).collect::<Result<Vec<_>, _>>()?;
        for (context, seq) in contexts.iter().flat_map(|c| seqs.iter().map(move |s| (*c, s))) {
            self.check(context, seq, action, name)?;
        }
        for context in contexts {
            let map = self.contexts.entry(context).or_default();
            map.retain(|_, a| *a != action);
            map.extend(seqs.iter().map(|seq| (seq.clone(), action)));
        }
        Ok(())
    }

    /// Rebinds many at once, so that two actions may swap keys. What is refused keeps its own keys where they are
    /// still free, and is named with the reason.
    pub fn rebind_all(&mut self, wishes: &[(String, Vec<String>)]) -> Vec<(String, KeymapError)> {
        let before = self.clone();
        for (action, contexts) in wishes.iter().filter_map(|(name, _)| meant(name).ok()) {
            for context in contexts {
                self.contexts.entry(context).or_default().retain(|_, a| *a != action);
            }
        }
        let mut errors = Vec::new();
        for (name, keys) in wishes {
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            if let Err(error) = self.rebind(name, &keys) {
                errors.push((name.clone(), error));
                self.restore(name, &before);
            }
        }
        errors
    }

    fn check(&self, context: Context, seq: &[Key], action: Action, name: &str) -> Result<(), KeymapError> {
        if context.types() && seq.first().is_some_and(|k| k.typed().is_some()) {
            return Err(KeymapError::IsText { keys: print_seq(seq), name: name.to_owned() });
        }
        let Some(map) = self.contexts.get(&context) else {
            return Ok(());
        };
        let clash = map.iter().find(|(other, a)| **a != action && (other.starts_with(seq) || seq.starts_with(other)));
        let Some((_, other)) = clash else {
            return Ok(());
        };
        let other = other.entry().map_or("", |e| e.name).to_owned();
        Err(KeymapError::Taken { keys: print_seq(seq), name: name.to_owned(), other })
    }

    fn restore(&mut self, name: &str, before: &Self) {
        let Ok((action, contexts)) = meant(name) else {
            return;
        };
        for context in contexts {
            for seq in before.keys_in(context, action) {
                if self.check(context, &seq, action, name).is_ok() {
                    self.contexts.entry(context).or_default().insert(seq, action);
                }
            }
        }
    }
}

fn table_keys(action: Action) -> Vec<Vec<Key>> {
    let keys = action.entry().map_or(&[][..], |e| e.keys);
    keys.iter().filter_map(|k| parse_seq(k).ok()).collect()
}

/// The action of a name, and the contexts meant.
fn meant(name: &str) -> Result<(Action, Vec<Context>), KeymapError> {
    let (place, local) = name.split_once('/').map_or((None, name), |(place, local)| (Some(place), local));
    let entry = TABLE.iter().find(|e| e.name == local).ok_or_else(|| KeymapError::NoAction {
        name: local.to_owned(),
        near: nearest(local, TABLE.iter().map(|e| e.name)),
    })?;
    let is_meant = |c: &&Context| place.is_none_or(|place| c.word() == place);
    let contexts: Vec<Context> = entry.contexts.iter().filter(is_meant).copied().collect();
    if contexts.is_empty() {
        return Err(KeymapError::NotThere { name: local.to_owned(), context: place.unwrap_or_default().to_owned() });
    }
    Ok((entry.action, contexts))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<Key> {
        parse_seq(text).unwrap()
    }

    #[test]
    fn keys_lead_to_actions_by_context() {
        let map = Keymap::default();
        assert_eq!(map.lookup(Context::Board, &keys("L")), Lookup::Action(Action::MoveRight));
        assert_eq!(map.lookup(Context::Board, &keys("g")), Lookup::Prefix);
        assert_eq!(map.lookup(Context::Board, &keys("g o")), Lookup::Action(Action::GoMap));
        assert_eq!(map.lookup(Context::Gate, &keys("space")), Lookup::Action(Action::Tick));
        assert_eq!(map.lookup(Context::Prompt, &keys("L")), Lookup::Nothing);
    }

    #[test]
    fn an_action_is_rebound_by_name() {
        let mut map = Keymap::default();
        map.rebind("move-right", &["ctrl-right"]).unwrap();
        assert_eq!(map.lookup(Context::Board, &keys("L")), Lookup::Nothing);
        assert_eq!(map.lookup(Context::Sheet, &keys("ctrl-right")), Lookup::Action(Action::MoveRight));
        map.rebind("board/close", &["ctrl-x"]).unwrap();
        assert_eq!(map.lookup(Context::Map, &keys("q")), Lookup::Action(Action::Close));
        assert_eq!(map.lookup(Context::Board, &keys("q")), Lookup::Nothing);
    }

    #[test]
    fn a_conflict_is_refused_and_names_both() {
        let mut map = Keymap::default();
        let no = map.rebind("archive", &["u"]).unwrap_err();
        assert_eq!(no.to_string(), "\"u\" cannot do both archive and undo");
        let no = map.rebind("archive", &["g"]).unwrap_err();
        assert!(no.to_string().starts_with("\"g\" cannot do both archive and "), "{no}");
        assert_eq!(map.rebind("accept", &["x"]).unwrap_err().to_string(), "\"x\" is text where accept is used");
        let no = map.rebind("archve", &["x"]).unwrap_err();
        assert_eq!(no.to_string(), "there is no action \"archve\"; did you mean \"archive\"?");
        assert_eq!(map, Keymap::default());
    }

    #[test]
    fn two_actions_may_swap_their_keys() {
        let mut map = Keymap::default();
        let wish = |name: &str, key: &str| (name.to_owned(), vec![key.to_owned()]);
        let wishes = [wish("archive", "u"), wish("undo", "d"), wish("dismiss", "X")];
        assert_eq!(map.rebind_all(&wishes), []);
        assert_eq!(map.lookup(Context::Board, &keys("u")), Lookup::Action(Action::Archive));
        let errors = map.rebind_all(&[wish("grab", "d")]);
        assert_eq!(errors.len(), 1);
        assert_eq!(map.lookup(Context::Board, &keys("m")), Lookup::Action(Action::Grab), "it keeps its own key");
    }

    #[test]
    fn what_may_follow_a_prefix_is_listed() {
        let after = Keymap::default().after(Context::Board, &keys("y"));
        assert_eq!(after.len(), 5);
        assert!(after.contains(&(Key::char('y'), Action::CopyKey)));
    }
}
