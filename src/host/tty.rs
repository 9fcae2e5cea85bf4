//! What is seen of the terminal without asking it: by its file descriptors and the environment.

use std::io::{self, IsTerminal};
use std::time::Duration;

/// What is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub is_stdin_tty: bool,
    pub is_stdout_tty: bool,
    /// `TERM`, empty when unset.
    pub term: String,
    /// `COLORTERM`, empty when unset.
    pub colorterm: String,
    /// `NO_COLOR` is set to something.
    pub no_color: bool,
    /// The locale's text is UTF-8.
    pub is_utf8: bool,
    /// We are at the far end of ssh.
    pub is_ssh: bool,
    /// A display is there that a clipboard program could use.
    pub has_display: bool,
}

impl Seen {
    /// Looks around.
    pub fn now() -> Self {
        Self::new(io::stdin().is_terminal(), io::stdout().is_terminal(), |name| std::env::var(name).ok())
    }

    /// Looks at the environment through `env`.
    pub fn new(is_stdin_tty: bool, is_stdout_tty: bool, env: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name: &str| env(name).unwrap_or_default();
        let is_set = |name: &str| !value(name).is_empty();
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].map(value).into_iter().find(|locale| !locale.is_empty());
        let locale = locale.unwrap_or_default().to_ascii_lowercase();
        Self {
            is_stdin_tty,
            is_stdout_tty,
            term: value("TERM"),
            colorterm: value("COLORTERM"),
            no_color: is_set("NO_COLOR"),
            is_utf8: locale.contains("utf-8") || locale.contains("utf8"),
            is_ssh: is_set("SSH_TTY"),
            has_display: is_set("WAYLAND_DISPLAY") || is_set("DISPLAY"),
        }
    }

    /// Whether a screen can be drawn at all.
    pub fn is_screen(&self) -> bool {
        self.is_stdin_tty && self.is_stdout_tty && !self.is_dumb()
    }

    /// A terminal that understands nothing.
    pub fn is_dumb(&self) -> bool {
        self.term == "dumb"
    }

    /// Whether kitty's key flags may be sent unasked: the consoles of old kernels print them.
    pub fn takes_kitty_flags(&self) -> bool {
        !self.is_dumb() && self.term != "linux"
    }

    /// How long after an Esc the rest of a sequence may come.
    pub fn esc_wait(&self) -> Duration {
        Duration::from_millis(if self.is_ssh { 60 } else { 25 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(env: &[(&str, &str)]) -> Seen {
        Seen::new(true, true, |name| env.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_first_locale_that_says_something_counts() {
        assert!(seen(&[("LANG", "de_DE.UTF-8")]).is_utf8);
        assert!(seen(&[("LC_ALL", ""), ("LC_CTYPE", "C.utf8"), ("LANG", "C")]).is_utf8);
        assert!(!seen(&[("LC_ALL", "C"), ("LANG", "de_DE.UTF-8")]).is_utf8);
        assert!(!seen(&[]).is_utf8);
    }

    #[test]
    fn an_empty_no_color_is_none() {
        assert!(!seen(&[("NO_COLOR", "")]).no_color);
        assert!(seen(&[("NO_COLOR", "1")]).no_color);
    }

    #[test]
    fn esc_waits_longer_over_ssh() {
        assert_eq!(seen(&[]).esc_wait(), Duration::from_millis(25));
        assert_eq!(seen(&[("SSH_TTY", "/dev/pts/3")]).esc_wait(), Duration::from_millis(60));
    }

    #[test]
    fn dumb_and_old_consoles_are_spared() {
        assert!(!seen(&[("TERM", "dumb")]).is_screen());
        assert!(seen(&[("TERM", "xterm")]).is_screen() && seen(&[("TERM", "xterm")]).takes_kitty_flags());
        assert!(!seen(&[("TERM", "linux")]).takes_kitty_flags());
    }
}
