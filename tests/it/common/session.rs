//! The program in a sandbox: an empty home, a fixed clock, a workspace of its own, on a real pseudo-terminal.

use std::path::PathBuf;
use std::process::{Command, Output};

use tempfile::TempDir;

use super::pty::{CommandBuilder, Pty};

/// The clock of every sandbox.
pub const NOW: &str = "2026-11-20T09:30:00Z";

/// An empty home with a workspace in it.
pub struct Home {
    dir: TempDir,
}

impl Home {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// The workspace's file.
    pub fn database(&self) -> PathBuf {
        self.dir.path().join("board.db")
    }

    /// A file of this home.
    pub fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Runs a command on the workspace.
    pub fn run(&self, args: &[&str]) -> Output {
        self.base(args).output().unwrap()
    }

    fn base(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_streamboard"));
        command.env_clear().env("HOME", self.dir.path()).env("PATH", "/usr/bin:/bin").env("STREAMBOARD_NOW", NOW);
        command.env("STREAMBOARD_USER", "ana").env("LANG", "C.UTF-8").env("STREAMBOARD_DB", self.database());
        command.args(args);
        command
    }

    /// Runs a command at a moment; it must succeed.
    #[track_caller]
    pub fn ok_at(&self, now: &str, args: &[&str]) -> String {
        let output = self.base(args).env("STREAMBOARD_NOW", now).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?}: {stderr}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a command that must succeed; what it printed.
    #[track_caller]
    pub fn ok(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?}: {stderr}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The command that shows the board, for a terminal.
    pub fn command(&self) -> CommandBuilder {
        let mut command = super::pty::command(env!("CARGO_BIN_EXE_streamboard"));
        command.env("HOME", self.dir.path());
        command.env("STREAMBOARD_NOW", NOW);
        command.env("STREAMBOARD_USER", "ana");
        command.env("STREAMBOARD_DB", self.database());
        command
    }

    /// Shows the board in a terminal.
    pub fn open(&self, cols: u16, rows: u16) -> Pty {
        Pty::spawn(self.command(), cols, rows)
    }

    /// Shows the board in a terminal as somebody else.
    pub fn open_as(&self, who: &str, cols: u16, rows: u16) -> Pty {
        let mut command = self.command();
        command.env("STREAMBOARD_USER", who);
        Pty::spawn(command, cols, rows)
    }
}
