//! People: a name and the roles they hold. An assignee need not be one of them.

use super::id::{EntityId, named_entity};

/// A person of the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    /// Ids of roles, sorted.
    pub roles: Vec<String>,
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
