//! The filter grammar: which cards are meant by `@me p1,p2 stage:diagnose age>3d -#eu checkout`.
//!
//! Terms are and-ed; a term begins with `-` to negate it, and its conditions, parted by `,`, are or-ed. What stands
//! before a `,` holds for what follows: `stage:new,done`, `#eu,us`, `field:verdict=stop,pivot`. Quotes group, and a
//! quoted word is only a word.
//!
//! A filter is read at a moment by someone: `@me`, `fri` and `+3d` are settled then. To keep a filter (saved, in a
//! config file) keep the text as typed, not what `show` makes of it.

mod letters;
mod parse;
mod show;
mod token;
mod value;

use std::fmt;

use super::At;
pub use letters::{fold, words};

/// What is asked of a card: all of these.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    /// In the order typed.
    pub terms: Vec<Term>,
}

/// Any of these, or none of these.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Whether it began with `-`.
    pub negated: bool,
    /// At least one.
    pub any: Vec<Cond>,
}

/// One condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Cond {
    /// A word by its beginning, or a phrase, in key, title, text and labels.
    Word(String),
    Assignee(String),
    /// Its own team, else that of its assignee; none at all.
    Team(Option<String>),
    Label(String),
    /// 1 to 4; 0 is none.
    Priority(u8),
    Stage(String),
    Stream(String),
    Type(String),
    State(String),
    /// A key, or the prefix of keys.
    Key(String),
    Is(Is),
    Sla(Sla),
    /// Seconds since it was made.
    Age(Cmp, i64),
    /// Seconds in its stage.
    Entered(Cmp, i64),
    Due(Cmp, At),
    /// A field of its type, by id or name: with this value, or set at all.
    Field(String, Option<String>),
}

/// What a card can be. `is:mine` is read as an assignee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    Blocked,
    Waiting,
    Ready,
    Done,
    Unassigned,
    Archived,
    Overdue,
    Major,
}

/// How a card stands to its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sla {
    Ok,
    Risk,
    Breach,
}

/// On which side of a bound; the bound itself is on neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cmp {
    Less,
    More,
}

/// Who asks, when and where: what `@me` and `fri` mean.
#[derive(Debug, Clone, Copy)]
pub struct Asker<'a, Tz> {
    pub me: &'a str,
    pub now: At,
    pub zone: &'a Tz,
}

/// What a filter looks at: one card with what it stands for.
#[derive(Debug, Clone, Default)]
pub struct Subject<'a> {
    pub key: &'a str,
    pub title: &'a str,
    /// Body and comments.
    pub text: &'a str,
    pub labels: &'a [String],
    pub assignee: Option<&'a str>,
    /// Its own team, else that of its assignee.
    pub team: Option<&'a str>,
    pub priority: Option<u8>,
    pub stage: &'a str,
    pub stage_name: &'a str,
    pub stream: &'a str,
    pub stream_name: &'a str,
    pub type_id: &'a str,
    pub type_name: &'a str,
    pub state: &'a str,
    pub blocked: bool,
    pub waiting: bool,
    pub ready: bool,
    pub done: bool,
    pub archived: bool,
    pub major: bool,
    pub sla: Option<Sla>,
    pub age_s: i64,
    pub entered_s: i64,
    pub due_at: Option<At>,
    /// Fields that are set, by id, as people read them.
    pub fields: &'a [(String, String)],
}

/// Why a text is no filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterError {
    /// The term as typed.
    pub term: String,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// What is wrong with a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// No such name; the nearest there is.
    Name(&'static str),
    /// Nothing after the name; what could stand there.
    Empty(&'static str),
    /// The name wants another sign; how it is written.
    Sign(&'static str),
    /// No such value: the nearest there is, and all there are.
    Value { nearest: Option<&'static str>, valid: &'static [&'static str] },
    /// The value cannot be read; what could stand there.
    Unread(&'static str),
}

impl Filter {
    /// Whether it lets every card through.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether a card is meant.
    pub fn matches(&self, card: &Subject<'_>, now: At) -> bool {
        self.terms.iter().all(|term| term.any.iter().any(|cond| cond.holds(card, now)) != term.negated)
    }
}

impl Cond {
    fn holds(&self, card: &Subject<'_>, now: At) -> bool {
        match self {
            Self::Word(word) => has_word(word, card),
            Self::Assignee(name) => card.assignee.is_some_and(|a| fold(a) == fold(name)),
            Self::Team(team) => card.team.map(fold) == team.as_deref().map(fold),
            Self::Label(label) => card.labels.iter().any(|l| fold(l) == fold(label)),
            Self::Priority(priority) => card.priority.unwrap_or(0) == *priority,
            Self::Stage(stage) => named(stage, card.stage, card.stage_name),
            Self::Stream(stream) => named(stream, card.stream, card.stream_name),
            Self::Type(kind) => named(kind, card.type_id, card.type_name),
            Self::State(state) => named(state, card.state, ""),
            Self::Key(key) => has_key(key, card.key),
            Self::Is(is) => is.holds(card, now),
            Self::Sla(sla) => card.sla == Some(*sla),
            Self::Age(cmp, seconds) => cmp.holds(card.age_s, *seconds),
            Self::Entered(cmp, seconds) => cmp.holds(card.entered_s, *seconds),
            Self::Due(cmp, at) => card.due_at.is_some_and(|due| cmp.holds(due, *at)),
            Self::Field(name, value) => {
                let mut set = card.fields.iter().filter(|(id, _)| alike(name, id));
                set.any(|(_, held)| value.as_ref().is_none_or(|value| alike(value, held)))
            }
        }
    }
}

impl Is {
    fn holds(self, card: &Subject<'_>, now: At) -> bool {
        match self {
            Self::Blocked => card.blocked,
            Self::Waiting => card.waiting,
            Self::Ready => card.ready,
            Self::Done => card.done,
            Self::Unassigned => card.assignee.is_none(),
            Self::Archived => card.archived,
            Self::Major => card.major,
            Self::Overdue => !card.done && card.due_at.is_some_and(|due| due < now),
        }
    }
}

impl Cmp {
    fn holds<T: PartialOrd + Copy>(self, value: T, bound: T) -> bool {
        match self {
            Self::Less => value < bound,
            Self::More => value > bound,
        }
    }
}

/// Whether `asked` is the id, the end of the id or the name: `diagnose`, `operate/diagnose`, `Diagnose`.
fn named(asked: &str, id: &str, name: &str) -> bool {
    let asked = plain(asked);
    let local = id.rsplit('/').next().unwrap_or(id);
    [id, local, name].into_iter().any(|n| !n.is_empty() && plain(n) == asked)
}

/// Folded, and with ids and names alike: `Course of action` is `course-of-action`.
fn plain(text: &str) -> String {
    fold(text).replace([' ', '_'], "-")
}

/// Whether two are written alike.
pub fn alike(one: &str, other: &str) -> bool {
    plain(one) == plain(other)
}

fn has_key(asked: &str, key: &str) -> bool {
    let prefix = key.split('-').next().unwrap_or_default();
    asked.eq_ignore_ascii_case(key) || asked.eq_ignore_ascii_case(prefix)
}

/// Whether the words of `asked` follow each other somewhere, the last by its beginning. Text without words, such as
/// an emoji, is looked for as it is.
fn has_word(asked: &str, card: &Subject<'_>) -> bool {
    let phrase: Vec<String> = words(asked).collect();
    let places = || [card.key, card.title, card.text].into_iter().chain(card.labels.iter().map(String::as_str));
    if phrase.is_empty() {
        return places().any(|place| place.contains(asked.trim()));
    }
    places().any(|place| has_phrase(&phrase, place))
}

fn has_phrase(phrase: &[String], place: &str) -> bool {
    let Some((last, first)) = phrase.split_last() else {
        return true;
    };
    if first.is_empty() {
        return words(place).any(|word| word.starts_with(last.as_str()));
    }
    let there: Vec<String> = words(place).collect();
    there.windows(phrase.len()).any(|run| run.starts_with(first) && run[first.len()].starts_with(last.as_str()))
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let term: String = self.term.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        match &self.wrong {
            Wrong::Name(near) => write!(f, "`{term}`: no such filter; did you mean `{near}`?"),
            Wrong::Empty(like) => write!(f, "`{term}`: something is missing after it; like {like}"),
            Wrong::Sign(like) => write!(f, "`{term}`: written as {like}"),
            Wrong::Value { nearest: Some(near), .. } => write!(f, "`{term}`: no such value; did you mean `{near}`?"),
            Wrong::Value { nearest: None, valid } => {
                write!(f, "`{term}`: no such value; there are {}", valid.join(", "))
            }
            Wrong::Unread(like) => write!(f, "`{term}`: cannot be read; like {like}"),
        }
    }
}

impl std::error::Error for FilterError {}

#[cfg(test)]
mod tests;
