//! Writing filters, so that reading gives them back.

use std::fmt::Write as _;

use super::{Cmp, Cond, Filter, Is, Sla, Term};
use crate::domain::value::format_at;

impl Filter {
    /// The filter as text; reading it gives the same filter.
    pub fn show(&self) -> String {
        let terms: Vec<String> = self.terms.iter().map(Term::show).collect();
        terms.join(" ")
    }
}

impl Term {
    /// Every condition brings its own name, except words and `p1` where nothing stands before them that they would
    /// be taken to belong to.
    fn show(&self) -> String {
        let mut shown = String::from(if self.negated { "-" } else { "" });
        let mut led = false;
        for (idx, cond) in self.any.iter().enumerate() {
            let comma = if idx > 0 { "," } else { "" };
            let _ = write!(shown, "{comma}{}", cond.show(led));
            led |= !matches!(cond, Cond::Word(_) | Cond::Priority(_));
        }
        shown
    }
}

impl Cond {
    /// `led`: a name before a `,` still holds.
    fn show(&self, led: bool) -> String {
        match self {
            Self::Word(word) if led => format!("text:{}", quoted(word)),
            Self::Word(word) => plain_word(word),
            Self::Priority(priority) if led => format!("priority:{priority}"),
            Self::Priority(priority) => format!("p{priority}"),
            // Bare, it would be whoever reads the filter.
            Self::Assignee(name) if name.eq_ignore_ascii_case("me") => format!("@\"{name}\""),
            Self::Assignee(name) => format!("@{}", quoted(name)),
            Self::Team(None) => "team:none".into(),
            Self::Team(Some(team)) if team.eq_ignore_ascii_case("none") => format!("team:\"{team}\""),
            Self::Team(Some(team)) => format!("team:{}", quoted(team)),
            Self::Label(label) => format!("#{}", quoted(label)),
            Self::Stage(stage) => format!("stage:{}", quoted(stage)),
            Self::Stream(stream) => format!("stream:{}", quoted(stream)),
            Self::Type(kind) => format!("type:{}", quoted(kind)),
            Self::State(state) => format!("state:{}", quoted(state)),
            Self::Key(key) => format!("key:{}", quoted(key)),
            Self::Is(is) => format!("is:{}", is.word()),
            Self::Sla(sla) => format!("sla:{}", sla.word()),
            Self::Age(cmp, seconds) => format!("age{}{}", cmp.sign(), span(*seconds)),
            Self::Entered(cmp, seconds) => format!("entered{}{}", cmp.sign(), span(*seconds)),
            Self::Due(cmp, at) => format!("due{}{}", cmp.sign(), format_at(*at)),
            Self::Field(name, None) => format!("field:{}", quoted_name(name)),
            Self::Field(name, Some(value)) => format!("field:{}={}", quoted_name(name), quoted(value)),
        }
    }
}

impl Is {
    fn word(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Waiting => "waiting",
            Self::Ready => "ready",
            Self::Done => "done",
            Self::Unassigned => "unassigned",
            Self::Archived => "archived",
            Self::Overdue => "overdue",
            Self::Major => "major",
        }
    }
}

impl Sla {
    fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Risk => "risk",
            Self::Breach => "breach",
        }
    }
}

impl Cmp {
    fn sign(self) -> char {
        match self {
            Self::Less => '<',
            Self::More => '>',
        }
    }
}

/// A word, in quotes unless it is plainly no more than a word.
fn plain_word(word: &str) -> String {
    let lettered = word.chars().all(|c| c.is_alphanumeric() || "_./'+-".contains(c)) && !word.starts_with('-');
    let priority = matches!(word.as_bytes(), [b'p' | b'P', b'0'..=b'4']);
    if lettered && !priority && !word.is_empty() { word.to_owned() } else { in_quotes(word) }
}

/// A value after a name, in quotes where it would end early.
fn quoted(value: &str) -> String {
    let ends = value.is_empty() || value.chars().any(|c| c.is_whitespace() || matches!(c, ',' | '"'));
    if ends { in_quotes(value) } else { value.to_owned() }
}

/// A field's name, which ends at `=`.
fn quoted_name(name: &str) -> String {
    if name.contains('=') { in_quotes(name) } else { quoted(name) }
}

fn in_quotes(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A length without rounding: `1d4h`.
fn span(seconds: i64) -> String {
    let mut rest = seconds;
    let mut shown = String::new();
    for (unit, size) in [("w", 604_800), ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)] {
        if rest >= size {
            let _ = write!(shown, "{}{unit}", rest / size);
            rest %= size;
        }
    }
    if shown.is_empty() { "0s".to_owned() } else { shown }
}
