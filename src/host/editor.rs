//! A text in the user's own editor.
//!
//! The command is split like a shell does and run without one. The text lies in a file of mode 0600 in a
//! directory of mode 0700 under the runtime directory, removed whatever happens: also when a signal ends us
//! while the editor is open ([`remove_leftovers`]). Giving the terminal away and taking it back is the caller's.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::TempDir;

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    pub text: String,
    pub changed: bool,
}

/// Why nothing came back.
#[derive(Debug, thiserror::Error)]
pub enum EditorError {
    #[error("the editor command {command:?} cannot be read: {reason}")]
    Command { command: String, reason: String },
    #[error("the editor {program:?} cannot be started: {source}")]
    Start { program: String, source: io::Error },
    /// The editor said no: a failing exit, or a signal.
    #[error("the editor ended with {0}; nothing was changed")]
    Cancelled(ExitStatus),
    #[error("the edited text is not UTF-8; nothing was changed")]
    NotText,
    #[error("the text for the editor: {0}")]
    File(#[from] io::Error),
}

/// The editor the user wants: `STREAMBOARD_EDITOR`, `VISUAL`, `EDITOR`, else `vi`.
pub fn choose(env: impl Fn(&str) -> Option<String>) -> String {
    let mut commands = ["STREAMBOARD_EDITOR", "VISUAL", "EDITOR"].into_iter().filter_map(env);
    commands.find(|command| !command.trim().is_empty()).unwrap_or_else(|| "vi".to_owned())
}

/// Opens `text` in `editor`, as a file called `file_name`, and waits.
pub fn edit(text: &str, file_name: &str, editor: &str) -> Result<Edited, EditorError> {
    let no_command = |reason: String| EditorError::Command { command: editor.to_owned(), reason };
    let words = shell_words::split(editor).map_err(|error| no_command(error.to_string()))?;
    let (program, args) = words.split_first().ok_or_else(|| no_command("it is empty".to_owned()))?;
    let file = TextFile::new(text, file_name)?;
    let status = Command::new(program).args(args).arg(&file.path).status();
    let status = status.map_err(|source| EditorError::Start { program: program.clone(), source })?;
    if !status.success() {
        return Err(EditorError::Cancelled(status));
    }
    let edited = String::from_utf8(fs::read(&file.path)?).map_err(|_| EditorError::NotText)?;
    let edited = as_ended_before(text, edited);
    Ok(Edited { changed: edited != text, text: edited })
}

/// Puts `text` where it stays, readable by the user alone, and says where: for a text that could not be saved.
pub fn keep(text: &str, file_name: &str) -> io::Result<PathBuf> {
    let file = TextFile::new(text, file_name)?;
    Ok(file.keep())
}

/// Removes the files of editors still open. For the end of the process, when nothing else will.
pub fn remove_leftovers() {
    for dir in open_dirs().drain(..) {
        let _ = fs::remove_dir_all(dir);
    }
}

/// The directories of the moment.
static OPEN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn open_dirs() -> MutexGuard<'static, Vec<PathBuf>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

struct TextFile {
    dir: Option<TempDir>,
    path: PathBuf,
}

impl TextFile {
    fn new(text: &str, file_name: &str) -> io::Result<Self> {
        if Path::new(file_name).file_name().is_none_or(|name| name != file_name) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{file_name:?} is no file name")));
        }
        let mode = Permissions::from_mode(0o700);
        let dir = tempfile::Builder::new().prefix("streamboard-").permissions(mode).tempdir_in(runtime_dir())?;
        open_dirs().push(dir.path().to_owned());
        let file = Self { path: dir.path().join(file_name), dir: Some(dir) };
        let mut out = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file.path)?;
        out.write_all(text.as_bytes())?;
        Ok(file)
    }

    fn keep(mut self) -> PathBuf {
        if let Some(dir) = self.dir.take() {
            let dir = dir.keep();
            open_dirs().retain(|open| *open != dir);
        }
        self.path.clone()
    }
}

impl Drop for TextFile {
    fn drop(&mut self) {
        if let Some(dir) = self.dir.take() {
            open_dirs().retain(|open| open != dir.path());
        }
    }
}

fn runtime_dir() -> PathBuf {
    let dir = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    dir.filter(|dir| dir.is_absolute() && dir.is_dir()).unwrap_or_else(std::env::temp_dir)
}

/// Editors end the last line; a text that did not end so is given back as it was.
fn as_ended_before(before: &str, mut edited: String) -> String {
    if !before.ends_with('\n') && edited.ends_with('\n') {
        edited.pop();
    }
    edited
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A script that is the editor.
    fn script(lines: &str) -> (TempDir, String) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("my editor");
        fs::write(&path, lines).unwrap();
        let command = format!("sh '{}'", path.display());
        (dir, command)
    }

    #[test]
    fn the_editor_is_the_first_that_is_named() {
        let with = |env: &'static [(&str, &str)]| {
            choose(|name| env.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned()))
        };
        assert_eq!(with(&[]), "vi");
        assert_eq!(with(&[("EDITOR", "ed"), ("VISUAL", "vim -f")]), "vim -f");
        assert_eq!(with(&[("EDITOR", "ed"), ("VISUAL", " ")]), "ed");
        assert_eq!(with(&[("EDITOR", "ed"), ("STREAMBOARD_EDITOR", "hx")]), "hx");
    }

    #[test]
    fn the_text_goes_out_and_comes_back_from_a_private_place_that_is_gone_afterwards() {
        let (dir, editor) =
            script("stat -c '%a %n' \"$1\" \"$(dirname \"$1\")\" > \"$(dirname \"$0\")/seen\"; echo more >> \"$1\"");
        let edited = edit("text\n", "INC-1.md", &editor).unwrap();
        assert_eq!(edited, Edited { text: "text\nmore\n".to_owned(), changed: true });
        let seen = fs::read_to_string(dir.path().join("seen")).unwrap();
        let (file, folder) = seen.trim().split_once('\n').unwrap();
        assert!(file.starts_with("600 ") && file.ends_with("/INC-1.md"), "{seen}");
        let folder = folder.strip_prefix("700 ").unwrap();
        assert!(!Path::new(folder).exists());
    }

    #[test]
    fn a_last_line_ended_by_the_editor_is_no_change() {
        let (_dir, editor) = script("echo >> \"$1\"");
        let same = Edited { text: "text".to_owned(), changed: false };
        assert_eq!(edit("text", "a.md", &editor).unwrap(), same);
        assert_eq!(edit("text", "a.md", "true").unwrap(), same);
    }

    #[test]
    fn every_no_has_its_reason() {
        let (_dir, no_text) = script("printf '\\377' > \"$1\"");
        assert!(matches!(edit("", "a", "false"), Err(EditorError::Cancelled(_))));
        assert!(matches!(edit("", "a", "no-such-editor"), Err(EditorError::Start { .. })));
        assert!(matches!(edit("", "a", "vi 'x"), Err(EditorError::Command { .. })));
        assert!(matches!(edit("", "a", " "), Err(EditorError::Command { .. })));
        assert!(matches!(edit("", "a", &no_text), Err(EditorError::NotText)));
        for name in ["", "..", "a/b", "/etc/passwd"] {
            assert!(matches!(edit("", name, "true"), Err(EditorError::File(_))), "{name}");
        }
    }

    #[test]
    fn a_text_is_kept_when_asked() {
        let path = keep("text", "INC-1.md").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "text");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }
}
