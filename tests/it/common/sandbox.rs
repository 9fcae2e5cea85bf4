//! The program in a place nothing outside can shake: an empty home, a fixed clock, no terminal, no environment.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// When it is, unless a test says otherwise.
pub const NOW: &str = "2026-11-20T09:30:00Z";

/// A home with a workspace of its own.
pub struct Sandbox {
    home: TempDir,
    now: String,
    user: String,
}

/// What a run came to.
#[derive(Debug, Clone)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Sandbox {
    /// An empty one, with a workspace that is there already.
    pub fn new() -> Self {
        let sandbox = Self::bare();
        sandbox.run(&["init"]).ok();
        sandbox
    }

    /// One without a workspace.
    pub fn bare() -> Self {
        Self { home: tempfile::tempdir().unwrap(), now: NOW.to_owned(), user: "ana".to_owned() }
    }

    /// The same home at another time.
    pub fn at(&mut self, now: &str) -> &Self {
        now.clone_into(&mut self.now);
        self
    }

    /// A file of this home.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Writes a file into this home.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The program, ready to run.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_streamboard"));
        command.env_clear().current_dir(self.home.path()).args(args);
        command.env("HOME", self.home.path()).env("PATH", "/usr/bin:/bin");
        command.env("STREAMBOARD_NOW", &self.now).env("STREAMBOARD_USER", &self.user);
        command.env("TZ", "Europe/Brussels").env("COLUMNS", "100").stdin(Stdio::null());
        command
    }

    /// Runs it.
    pub fn run(&self, args: &[&str]) -> Run {
        Run::of(&self.command(args).output().unwrap(), self)
    }

    /// Runs it with something on its input.
    pub fn run_with(&self, args: &[&str], input: &[u8]) -> Run {
        let mut command = self.command(args);
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        Run::of(&child.wait_with_output().unwrap(), self)
    }

    /// Runs it with `--json`, and answers the one document.
    pub fn json(&self, args: &[&str]) -> Value {
        let mut args = args.to_vec();
        args.push("--json");
        self.run(&args).ok().json()
    }

    /// Adds a card, and answers its key.
    pub fn add(&self, title: &str, stream: &str) -> String {
        self.run(&["add", title, "--stream", stream]).ok().stdout.trim().to_owned()
    }
}

impl Run {
    /// A run, with the home's own path taken out.
    pub fn of(output: &Output, sandbox: &Sandbox) -> Self {
        let home = sandbox.home.path().to_str().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(home, "HOME");
        Self { code: output.status.code().unwrap_or(-1), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }

    /// The run, which must have gone well.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{}", self.text());
        self
    }

    /// The run, which must have failed so.
    #[track_caller]
    pub fn fails(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}", self.text());
        self
    }

    /// Output, talk and exit code as one text.
    pub fn text(&self) -> String {
        format!("{}--- stderr\n{}--- exit {}\n", self.stdout, self.stderr, self.code)
    }

    /// The one document on stdout.
    #[track_caller]
    pub fn json(&self) -> Value {
        let document: Value = serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("{e}\n{}", self.text()));
        assert_eq!(document["schema"], 1, "{}", self.text());
        document
    }

    /// The error's document on stderr.
    #[track_caller]
    pub fn error(&self) -> Value {
        assert_eq!(self.stdout, "", "{}", self.text());
        let document: Value = serde_json::from_str(&self.stderr).unwrap_or_else(|e| panic!("{e}\n{}", self.text()));
        document["error"].clone()
    }
}

/// The keys of an object, sorted.
pub fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

/// Whether an object has all of these keys, told by those it lacks.
#[track_caller]
pub fn has_keys(value: &Value, wanted: &str) {
    let there = keys(value);
    let missing: Vec<&str> = wanted.split_whitespace().filter(|key| !there.contains(key)).collect();
    assert!(missing.is_empty(), "missing {missing:?} in {value}");
}
