//! Copying: by a helper program where there is a display, else the terminal is asked by OSC 52.

use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How a text got, or is to get, to the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By this program.
    Helper(&'static str),
    /// By the terminal; the caller sends the sequence.
    Osc52,
}

/// A program, its arguments, and what must be in the environment.
const HELPERS: [(&str, &[&str], Need); 4] = [
    ("wl-copy", &[], Need::Set("WAYLAND_DISPLAY")),
    ("xclip", &["-selection", "clipboard"], Need::Set("DISPLAY")),
    ("xsel", &["--clipboard", "--input"], Need::Set("DISPLAY")),
    // On macOS a display is there unless we came from afar.
    ("pbcopy", &[], Need::Unset("SSH_TTY")),
];

enum Need {
    Set(&'static str),
    Unset(&'static str),
}

/// How long a helper may take to read the text.
const LIMIT: Duration = Duration::from_secs(1);

/// The way to copy in this environment; `is_there` knows the programs.
pub fn choose(env: impl Fn(&str) -> Option<String>, is_there: impl Fn(&str) -> bool) -> Way {
    let is_set = |name: &str| env(name).is_some_and(|value| !value.is_empty());
    let fits = |need: &Need| match need {
        Need::Set(name) => is_set(name),
        Need::Unset(name) => !is_set(name),
    };
    let helper = HELPERS.iter().find(|(program, _, need)| fits(need) && is_there(program));
    helper.map_or(Way::Osc52, |(program, ..)| Way::Helper(program))
}

/// Copies `text`, sanitised by the caller, by a helper. [`Way::Osc52`] when there is none, or it failed:
/// then the caller sends the sequence. May take a second: not for the thread that draws.
pub fn copy(text: &str) -> Way {
    let way = choose(|name| std::env::var(name).ok(), is_on_path);
    match way {
        Way::Helper(program) if !feed(program, text) => Way::Osc52,
        way => way,
    }
}

/// Whether a program of that name is on the path.
pub fn is_on_path(program: &str) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let runs = |path: &Path| path.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0);
    std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|dir| runs(&dir.join(program))))
}

fn feed(program: &str, text: &str) -> bool {
    let args = HELPERS.iter().find(|(name, ..)| *name == program).map_or(&[][..], |(_, args, _)| args);
    let child =
        Command::new(program).args(args).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut child) = child else { return false };
    if let Some(mut stdin) = child.stdin.take() {
        let text = text.to_owned();
        // A thread of its own, for a helper that does not read; the pipe closes with it.
        let _ = thread::Builder::new().spawn(move || stdin.write_all(text.as_bytes()));
    }
    ends_well(&mut child)
}

fn ends_well(child: &mut Child) -> bool {
    const STEP: Duration = Duration::from_millis(5);
    let began_at = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if began_at.elapsed() < LIMIT => thread::sleep(STEP),
            _ => break,
        }
    }
    let _ = child.kill();
    let _ = child.wait();
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(env: &[(&str, &str)], programs: &[&str]) -> Way {
        let value = |name: &str| env.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned());
        choose(value, |program| programs.contains(&program))
    }

    #[test]
    fn a_helper_needs_its_display_and_a_place_on_the_path() {
        let wayland = ("WAYLAND_DISPLAY", "wayland-0");
        let x = ("DISPLAY", ":0");
        assert_eq!(way(&[wayland, x], &["xclip", "wl-copy"]), Way::Helper("wl-copy"));
        assert_eq!(way(&[wayland, x], &["xclip"]), Way::Helper("xclip"));
        assert_eq!(way(&[x], &["wl-copy", "xsel"]), Way::Helper("xsel"));
        assert_eq!(way(&[wayland], &["xclip"]), Way::Osc52);
        assert_eq!(way(&[("DISPLAY", "")], &["xclip"]), Way::Osc52);
        assert_eq!(way(&[], &["pbcopy"]), Way::Helper("pbcopy"));
        assert_eq!(way(&[("SSH_TTY", "/dev/ttys001")], &["pbcopy"]), Way::Osc52);
    }

    #[test]
    fn a_helper_that_fails_or_is_missing_is_noticed() {
        assert!(feed("cat", "text"));
        assert!(!feed("false", "text"));
        assert!(!feed("no-such-program", "text"));
    }

    #[test]
    fn the_path_is_searched() {
        assert!(is_on_path("sh"));
        assert!(!is_on_path("no-such-program"));
    }
}
