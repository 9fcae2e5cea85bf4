//! Guards as written: one kind key and what belongs to it.

use serde::Deserialize;

use crate::domain::guard::{Guard, Reach};
use crate::domain::id::{RelationId, TypeId};

/// A guard as written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GuardForm {
    field: Option<String>,
    one_of: Vec<String>,
    linked: Option<String>,
    none_open: Option<String>,
    paths: Vec<Vec<String>>,
    at_least: Option<u32>,
    at_most: Option<u32>,
    #[serde(rename = "where")]
    whose: Option<Box<GuardForm>>,
    approval: Option<String>,
    #[serde(rename = "as")]
    stands_for: Option<String>,
    window: Option<[String; 2]>,
    reached: Option<String>,
    before: Option<String>,
    types: Vec<String>,
    states: Vec<String>,
    all: Option<Vec<GuardForm>>,
    any: Option<Vec<GuardForm>>,
}

/// What a guard may be made of, for messages.
const KINDS: &str = "field, linked, none_open, approval, window, reached, before, types, states, all or any";

impl TryFrom<GuardForm> for Guard {
    type Error = String;

    fn try_from(form: GuardForm) -> Result<Self, String> {
        form.has_one_kind()?;
        let guard = form.clone().read()?;
        match form.strays(&guard) {
            None => Ok(guard),
            Some(key) => Err(format!("\"{key}\" does not belong to this kind of guard")),
        }
    }
}

impl GuardForm {
    fn has_one_kind(&self) -> Result<(), String> {
        let kinds = [
            self.field.is_some(),
            self.linked.is_some(),
            self.none_open.is_some(),
            self.approval.is_some(),
            self.window.is_some(),
            self.reached.is_some(),
            self.before.is_some(),
            self.all.is_some(),
            self.any.is_some(),
        ];
        match kinds.iter().filter(|is_there| **is_there).count() {
            0 if self.types.is_empty() && self.states.is_empty() => Err(format!("a guard needs a kind: {KINDS}")),
            0 | 1 => Ok(()),
            _ => Err(format!("a guard has one kind: {KINDS}")),
        }
    }

    fn read(self) -> Result<Guard, String> {
        let states = self.states;
        let whose = self.whose.map(|whose| OfObject::try_from(*whose)).transpose()?.map(|whose| Box::new(whose.0));
        let reach = |type_id: &str, states| reach_of(type_id, self.paths, states, whose);
        Ok(if let Some(field) = self.field {
            Guard::Field { field, one_of: self.one_of }
        } else if let Some(kind) = self.linked {
            let (at_least, at_most) = (self.at_least.unwrap_or(1), self.at_most);
            if at_most.is_some_and(|most| most < at_least) {
                return Err("at_most is less than at_least".into());
            }
            Guard::Linked { reach: reach(&kind, states), at_least, at_most }
        } else if let Some(kind) = self.none_open {
            Guard::NoneOpen { reach: reach(&kind, states) }
        } else if let Some(role) = self.approval {
            Guard::Approval { role, stands_for: self.stands_for }
        } else if let Some([from, until]) = self.window {
            Guard::Window { from, until }
        } else if let Some(field) = self.reached {
            Guard::Reached { field }
        } else if let Some(field) = self.before {
            Guard::Before { field }
        } else if let Some(parts) = self.all {
            Guard::All(guards(parts)?)
        } else if let Some(parts) = self.any {
            Guard::Any(guards(parts)?)
        } else {
            Guard::Is { types: self.types.into_iter().map(TypeId).collect(), states }
        })
    }

    /// A key that says something and has no say in the guard that was read.
    fn strays(&self, guard: &Guard) -> Option<&'static str> {
        let used = guard.to_value();
        let keys = [
            ("one_of", !self.one_of.is_empty()),
            ("paths", !self.paths.is_empty()),
            ("at_least", self.at_least.is_some_and(|n| n != 1)),
            ("at_most", self.at_most.is_some()),
            ("where", self.whose.is_some()),
            ("as", self.stands_for.is_some()),
            ("types", !self.types.is_empty()),
            ("states", !self.states.is_empty()),
        ];
        keys.into_iter().find(|(key, is_said)| *is_said && used.get(key).is_null()).map(|(key, _)| key)
    }
}

fn guards(forms: Vec<GuardForm>) -> Result<Vec<Guard>, String> {
    if forms.is_empty() {
        return Err("a guard of several needs at least one".into());
    }
    forms.into_iter().map(Guard::try_from).collect()
}

pub(super) fn reach_of(
    type_id: &str,
    paths: Vec<Vec<String>>,
    states: Vec<String>,
    whose: Option<Box<Guard>>,
) -> Reach {
    Reach {
        type_id: (type_id != "*").then(|| TypeId::new(type_id)),
        paths: paths.into_iter().map(|path| path.into_iter().map(RelationId).collect()).collect(),
        states,
        whose,
    }
}

/// Reads a guard where it stands, so that an error names its line.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "GuardForm")]
pub struct Checked(pub Guard);

impl TryFrom<GuardForm> for Checked {
    type Error = String;

    fn try_from(form: GuardForm) -> Result<Self, String> {
        Guard::try_from(form).map(Self)
    }
}

/// A guard that is asked of an object without a card: nobody can approve there.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "GuardForm")]
pub struct OfObject(pub Guard);

impl TryFrom<GuardForm> for OfObject {
    type Error = String;

    fn try_from(form: GuardForm) -> Result<Self, String> {
        let guard = Guard::try_from(form)?;
        if guard.roles().is_empty() {
            return Ok(Self(guard));
        }
        Err("an approval is asked of a card: in a criterion or a barrier, not here".into())
    }
}

impl From<Checked> for Guard {
    fn from(checked: Checked) -> Self {
        checked.0
    }
}

impl From<OfObject> for Guard {
    fn from(of: OfObject) -> Self {
        of.0
    }
}

/// A guard of JSON.
pub fn guard_from_json(text: &str) -> Result<Guard, serde_json::Error> {
    Ok(serde_json::from_str::<Checked>(text)?.0)
}
