//! People: a name, a team, and the roles they hold. An assignee need not be one of them.

use std::collections::BTreeMap;

use super::id::{EntityId, named_entity};
use super::intent::Intent;
use super::value::Value;

/// A person of the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    /// Ids of roles, sorted.
    pub roles: Vec<String>,
    pub team: Option<String>,
}

impl Person {
    /// The journal's entity of this name: the same on every replica.
    pub fn entity(name: &str) -> EntityId {
        named_entity("person", name)
    }

    /// Whether they may speak for a role.
    pub fn holds(&self, role: &str) -> bool {
        self.roles.iter().any(|held| held == role)
    }
}

/// How many open cards a person has over all streams, and how many are enough.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wip {
    pub n_cards: u64,
    pub limit: Option<u32>,
}

impl Wip {
    /// `ana 3`, `ana 5/4^`: whose they are, how many of how many, and whether that is too many.
    pub fn told(&self, name: &str) -> String {
        let limit = self.limit.map_or(String::new(), |limit| format!("/{limit}"));
        format!("{name} {}{limit}{}", self.n_cards, if self.is_over() { "^" } else { "" })
    }

    /// Whether there are more than enough.
    pub fn is_over(&self) -> bool {
        self.limit.is_some_and(|limit| self.n_cards > u64::from(limit))
    }
}

/// What the settings begin with that say how many cards are enough: for everybody, and with `:NAME` for one.
const LIMIT: &str = "wip";

/// How many cards are enough for somebody: their own limit, else everybody's.
pub fn wip_limit(settings: &BTreeMap<String, Value>, name: &str) -> Option<u32> {
    let of = |setting: &str| settings.get(setting).and_then(Value::as_int).and_then(|n| u32::try_from(n).ok());
    of(&format!("{LIMIT}:{name}")).or_else(|| of(LIMIT))
}

/// What to ask for to set a limit: of one, or of everybody.
pub fn set_wip_limit(name: Option<&str>, limit: Option<u32>) -> Intent {
    let setting = name.map_or(LIMIT.to_owned(), |name| format!("{LIMIT}:{name}"));
    Intent::Set { setting, value: limit.map_or(Value::Null, |n| Value::Int(n.into())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ones_own_limit_goes_before_everybodys() {
        let settings = BTreeMap::from([("wip".to_owned(), Value::Int(4)), ("wip:ana".to_owned(), Value::Int(2))]);
        assert_eq!((wip_limit(&settings, "ana"), wip_limit(&settings, "bea")), (Some(2), Some(4)));
        assert_eq!(wip_limit(&BTreeMap::from([("wip".to_owned(), "x".into())]), "ana"), None);
        let over = |n_cards, limit| Wip { n_cards, limit }.is_over();
        assert!(over(5, Some(4)) && !over(4, Some(4)) && !over(99, None));
    }
}
