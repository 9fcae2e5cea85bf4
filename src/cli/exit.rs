//! How commands end: the exit code scripts branch on, the sentence people read.

use std::process::ExitCode;

use clap::error::ErrorKind;

use crate::domain::date::DateError;
use crate::domain::filter::FilterError;
use crate::domain::intent::{Refusal, RefusalKind};
use crate::store::{self, CommitError, UndoRefusal};
use crate::text::sanitize;
use crate::wire::json::{self, ErrorDoc};

/// The end of a command that did what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    Whole,
    /// An import took some rows only.
    Partly,
}

/// What kind of failure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    NotFound,
    Ambiguous,
    GateOpen,
    WipFull,
    Guard,
    NotAllowed,
    /// Somebody wrote in between.
    Stale,
    Busy,
    TooNew,
    Corrupt,
    ReadOnly,
    Invalid,
    Usage,
    Io,
    /// Whoever read our output has gone: no failure at all.
    Closed,
}

impl Code {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Ambiguous => "ambiguous",
            Self::GateOpen => "gate-open",
            Self::WipFull => "wip-full",
            Self::Guard => "guard",
            Self::NotAllowed => "not-allowed",
            Self::Stale => "stale",
            Self::Busy => "busy",
            Self::TooNew => "too-new",
            Self::Corrupt => "corrupt",
            Self::ReadOnly => "read-only",
            Self::Invalid => "invalid",
            Self::Usage => "usage",
            Self::Io => "io",
            Self::Closed => "",
        }
    }

    /// The exit code.
    pub fn number(self) -> u8 {
        match self {
            Self::Closed => 0,
            Self::Io | Self::Corrupt | Self::TooNew => 1,
            Self::Usage | Self::Invalid | Self::Ambiguous => 2,
            Self::NotFound => 3,
            Self::GateOpen | Self::WipFull | Self::Guard | Self::NotAllowed | Self::Stale | Self::ReadOnly => 4,
            Self::Busy => 5,
        }
    }
}

/// Why a command did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub code: Code,
    pub message: String,
    /// What to do now.
    pub hint: Option<String>,
    /// The open criteria, where a gate refused.
    pub open: Vec<String>,
}

/// What commands answer.
pub type Answer<T = Done> = Result<T, Failure>;

impl Failure {
    /// A failure of a kind, in a sentence.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: None, open: Vec::new() }
    }

    /// A value that cannot be read.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(Code::Invalid, message)
    }

    /// Says what to do now.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The document of `--json`.
    pub fn document(&self) -> String {
        let Self { code, message, hint, open } = self;
        json::to_string(&ErrorDoc::new(code.word(), message, hint.as_deref(), open))
    }

    /// The lines for people.
    pub fn lines(&self) -> String {
        let mut lines = format!("streamboard: {}\n", sanitize(&self.message));
        if let Some(hint) = &self.hint {
            lines.extend(["  ", &sanitize(hint), "\n"]);
        }
        lines
    }
}

impl From<Code> for ExitCode {
    fn from(code: Code) -> Self {
        Self::from(code.number())
    }
}

/// A failure of clap's: what was typed does not fit the declarations. Help is no failure and handled before.
pub fn of_usage(error: &clap::Error) -> Failure {
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return Failure::new(Code::Usage, "a command is missing").hint("--help lists them");
    }
    let code = match error.kind() {
        ErrorKind::InvalidValue | ErrorKind::ValueValidation | ErrorKind::InvalidUtf8 => Code::Invalid,
        _ => Code::Usage,
    };
    let text = error.to_string();
    let mut paragraphs = text.trim().split("\n\n").map(joined);
    let message = paragraphs.next().unwrap_or_default();
    let hint = paragraphs.find(|p| p.starts_with("tip:")).map(|tip| tip.trim_start_matches("tip:").trim().to_owned());
    Failure { code, message: message.trim_start_matches("error: ").to_owned(), hint, open: Vec::new() }
}

fn joined(paragraph: &str) -> String {
    paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let code = match refusal.kind() {
            RefusalKind::GateOpen => Code::GateOpen,
            RefusalKind::Guard => Code::Guard,
            RefusalKind::WipFull => Code::WipFull,
            RefusalKind::NotAllowed => Code::NotAllowed,
            RefusalKind::NotFound => Code::NotFound,
            RefusalKind::Invalid => Code::Invalid,
        };
        let failure = Self::new(code, refusal.to_string());
        match refusal {
            Refusal::Stays(stay) => {
                let open = stay.open.iter().map(|(id, _)| id.local().to_owned()).collect();
                let hint = stays_hint(stay.key.as_str(), stay.stage.is_some(), &stay.open);
                Self { open, ..failure.hint(hint) }
            }
            Refusal::Guarded { key, edge: Some(edge), .. } => {
                failure.hint(format!("streamboard handoff {key} --edge {edge}"))
            }
            Refusal::Archived { key } => failure.hint(format!("streamboard restore {key}")),
            _ => failure,
        }
    }
}

fn stays_hint<T>(key: &str, stands: bool, open: &[T]) -> String {
    if open.is_empty() || !stands {
        return "--force REASON goes all the same; the reason stays on the card".to_owned();
    }
    format!(
        "streamboard gate {key} shows the gate; --tick-all ticks what can be ticked, --force REASON goes all the same"
    )
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        let code = match error.code() {
            "busy" => Code::Busy,
            "too-new" => Code::TooNew,
            "corrupt" => Code::Corrupt,
            "read-only" => Code::ReadOnly,
            "not-allowed" => Code::NotAllowed,
            _ => Code::Io,
        };
        Self::new(code, error.to_string())
    }
}

impl From<CommitError> for Failure {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Refused(refusal) => refusal.into(),
            CommitError::Undo(refusal) => refusal.into(),
            CommitError::Store(error) => error.into(),
        }
    }
}

impl From<UndoRefusal> for Failure {
    fn from(refusal: UndoRefusal) -> Self {
        let is_stale = matches!(refusal, UndoRefusal::WrittenLater { .. });
        let failure = Self::new(if is_stale { Code::Stale } else { Code::NotAllowed }, refusal.to_string());
        if is_stale {
            failure.hint("streamboard undo --rest takes back the rest, undo --skip passes it over")
        } else {
            failure
        }
    }
}

impl From<DateError> for Failure {
    fn from(error: DateError) -> Self {
        Self::invalid(error.to_string())
    }
}

impl From<FilterError> for Failure {
    fn from(error: FilterError) -> Self {
        Self::invalid(error.to_string())
    }
}

/// A file that could not be read or written.
pub fn of_file(file: &std::path::Path, error: &std::io::Error) -> Failure {
    let code = if error.kind() == std::io::ErrorKind::NotFound { Code::NotFound } else { Code::Io };
    Failure::new(code, format!("{}: {error}", file.display()))
}

/// Our own output that could not be written.
pub fn of_output(error: &std::io::Error) -> Failure {
    match error.kind() {
        std::io::ErrorKind::BrokenPipe => Failure::new(Code::Closed, ""),
        _ => Failure::new(Code::Io, format!("the output cannot be written: {error}")),
    }
}
