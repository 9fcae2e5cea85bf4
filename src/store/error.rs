//! What can go wrong with the file, said so that people know what to do. No message holds a command that destroys.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use rusqlite::types::Type;

use super::undo::UndoRefusal;
use crate::domain::intent::{No, Refusal};

/// What happened inside; [`Error`] says it about a file.
pub(super) type Db<T> = rusqlite::Result<T>;

/// Why the file could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{} is busy: another program has been writing for ten seconds; try again", file.display())]
    Busy { file: PathBuf },
    #[error("{} was written by a newer version of streamboard (format {found}, this one knows {known}); update it", file.display())]
    TooNew { file: PathBuf, found: i64, known: i64 },
    #[error("{} is damaged ({detail}); it was left as it is: keep it and take the newest backup", file.display())]
    Corrupt { file: PathBuf, detail: String },
    #[error("{} is not a streamboard database; it was left as it is: name another file", file.display())]
    NotOurs { file: PathBuf },
    #[error("there is no database at {}", file.display())]
    Missing { file: PathBuf },
    #[error("{} was written by an older version of streamboard; open it once for writing to bring it up to date", file.display())]
    Outdated { file: PathBuf },
    #[error("{} may only be read, nothing was saved; ask its owner for the right to write", file.display())]
    ReadOnly { file: PathBuf },
    #[error("the disk of {} is full, nothing was saved; make room and try again", file.display())]
    Full { file: PathBuf },
    #[error("{} cannot be reached: {detail}", file.display())]
    Io { file: PathBuf, detail: String },
    #[error("reading {} was interrupted", file.display())]
    Interrupted { file: PathBuf },
    #[error("{} already holds work; history can only be loaded into a new database", file.display())]
    NotEmpty { file: PathBuf },
    #[error("{}: {source}", file.display())]
    Sqlite { file: PathBuf, source: rusqlite::Error },
}

impl Error {
    /// The word scripts branch on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Busy { .. } => "busy",
            Self::TooNew { .. } => "too-new",
            Self::Corrupt { .. } | Self::NotOurs { .. } => "corrupt",
            Self::ReadOnly { .. } => "read-only",
            Self::NotEmpty { .. } => "not-allowed",
            Self::Missing { .. }
            | Self::Outdated { .. }
            | Self::Full { .. }
            | Self::Io { .. }
            | Self::Interrupted { .. }
            | Self::Sqlite { .. } => "io",
        }
    }

    /// What SQLite said about a file.
    pub(super) fn of(file: &Path, source: rusqlite::Error) -> Self {
        let detail = source.to_string();
        let file = file.to_path_buf();
        if matches!(source, rusqlite::Error::FromSqlConversionFailure(..)) {
            return Self::Corrupt { file, detail };
        }
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { file },
            Some(ErrorCode::DatabaseCorrupt) => Self::Corrupt { file, detail },
            Some(ErrorCode::NotADatabase) => Self::NotOurs { file },
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { file },
            Some(ErrorCode::DiskFull) => Self::Full { file },
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::Io { file, detail }
            }
            Some(ErrorCode::OperationInterrupted) => Self::Interrupted { file },
            _ => Self::Sqlite { file, source },
        }
    }

    /// What the operating system said about a file.
    pub(super) fn io(file: &Path, error: &std::io::Error) -> Self {
        Self::Io { file: file.to_path_buf(), detail: error.to_string() }
    }
}

/// Why an ask came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    #[error(transparent)]
    Refused(Refusal),
    #[error(transparent)]
    Undo(UndoRefusal),
    #[error(transparent)]
    Store(#[from] Error),
}

/// Why a group was not written: a rule said no, or the file failed.
#[derive(Debug)]
pub(super) enum Stop {
    Refused(Refusal),
    Undo(UndoRefusal),
    Db(rusqlite::Error),
}

impl Stop {
    pub(super) fn about(self, file: &Path) -> CommitError {
        match self {
            Self::Refused(refusal) => CommitError::Refused(refusal),
            Self::Undo(refusal) => CommitError::Undo(refusal),
            Self::Db(error) => CommitError::Store(Error::of(file, error)),
        }
    }
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Self {
        Self::Db(error)
    }
}

impl From<No<rusqlite::Error>> for Stop {
    fn from(no: No<rusqlite::Error>) -> Self {
        match no {
            No::Refused(refusal) => Self::Refused(refusal),
            No::Facts(error) => Self::Db(error),
        }
    }
}

/// Something stored that cannot be read back: the file is damaged, or was written by something else.
pub(super) fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error))
}

/// The same, in words.
pub(super) fn damaged(what: &str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, what.to_owned().into())
}
