//! Rules over the graph, as data: what stands in the way, what follows from what happened, what is told.

mod written;

use super::guard::{Guard, Reach};
use super::id::{RelationId, StageId, TypeId};

/// A guard that stands in the way by itself: of entering a stage, or of going back from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Barrier {
    pub guard: Guard,
    /// What must hold, in one line.
    pub text: String,
    /// What to do instead.
    pub instead: Option<String>,
    /// The hand-off that is offered instead.
    pub edge: Option<String>,
}

/// What a stage asks beside its gate, and what follows from standing in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StageRules {
    /// What must hold to come in.
    pub entry: Vec<Barrier>,
    /// What must hold to go back from here; never forced.
    pub back: Vec<Barrier>,
    pub effects: Vec<Effect>,
    /// Stages that run beside this one: a card that comes here gets a second one there.
    pub parallel_with: Vec<StageId>,
    /// Only objects of these types; none named: any.
    pub parallel_types: Vec<TypeId>,
}

/// When a consequence follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum On {
    /// A card came into the stage.
    Enter,
    /// A card left the stage forward, or was done.
    Leave,
    /// A card was done from the stage.
    Finish,
    /// An object of the type entered this state.
    State(String),
    /// An object of the type was made.
    Created,
    /// An object of the type was linked with another.
    Linked,
}

/// What follows from something that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    pub on: On,
    /// Only for objects of these types; none named: any.
    pub types: Vec<TypeId>,
    /// Asked of the object it happened to.
    pub guard: Option<Guard>,
    /// To which objects; the one it happened to when not said.
    pub to: Option<Reach>,
    pub act: Act,
}

/// What is done to an object.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Act {
    /// The state it enters, where its own rules allow that.
    pub state: Option<String>,
    /// Even where the state is not a next one.
    pub force_state: bool,
    /// Fields with the text they are set to.
    pub set: Vec<(String, String)>,
    /// A number field that is raised by one.
    pub count: Option<String>,
    /// Its open cards in the stream where it happened are done; in every stream where it did not happen in one.
    pub finish: bool,
    pub fill: Option<Fill>,
}

/// A text field filled with a line for each object found.
#[derive(Debug, Clone, PartialEq)]
pub struct Fill {
    pub field: String,
    pub reach: Reach,
    /// `{key}`, `{title}`, `{state}` and `{field id}` stand for the object's own.
    pub text: String,
}

/// What is told of an object because of another.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// Asked of the object it is told of.
    pub guard: Option<Guard>,
    pub reach: Reach,
    /// Only of those that are not closed.
    pub open_only: bool,
    /// As in [`Fill`].
    pub text: String,
}

/// What an object in one of these states no longer takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Lock {
    pub states: Vec<String>,
    /// Links that may neither come nor go, read from this end.
    pub relations: Vec<RelationId>,
    /// Fields that may not change; `*` is all of them.
    pub fields: Vec<String>,
    pub instead: String,
}

/// A figure over the objects around one.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub id: String,
    pub name: String,
    pub fold: Fold,
    pub reach: Reach,
    /// What is summed up.
    pub field: Option<String>,
    pub unit: Option<String>,
}

/// How a figure is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// The sum of a field.
    Sum,
    /// How many there are.
    Count,
    /// How many percent of them are closed.
    Closed,
}

/// A text with the words of an object put in: `{key}`, `{title}`, `{state}`, `{field id}`.
pub fn fill_in(text: &str, word: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = from.split_once('}') else {
            out.push('{');
            rest = from;
            continue;
        };
        out.push_str(&word(name));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_put_in_and_an_open_brace_stays() {
        let word = |name: &str| name.to_uppercase();
        assert_eq!(fill_in("fixed by {key}, {state}", word), "fixed by KEY, STATE");
        assert_eq!(fill_in("a { b", word), "a { b");
    }
}
