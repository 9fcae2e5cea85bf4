//! The only file that asks for the time. Everybody else is told.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// The variable that fixes the clock, for tests, demos and replays.
pub const VARIABLE: &str = "STREAMBOARD_NOW";

/// The clock of this process: the machine's, or one that stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Clock {
    fixed: Option<DateTime<Utc>>,
    /// How far it goes before the machine's: the demo's clock started at a day of its own.
    ahead: TimeDelta,
}

/// The variable does not hold a time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("STREAMBOARD_NOW is \"{text}\"; wanted is a time such as 2026-11-20T09:30:00Z")]
pub struct BadClock {
    pub text: String,
}

impl Clock {
    /// The clock the environment asks for.
    pub fn from_env() -> Result<Self, BadClock> {
        let Some(value) = std::env::var_os(VARIABLE).filter(|value| !value.is_empty()) else {
            return Ok(Self::default());
        };
        Self::at(&value.to_string_lossy())
    }

    /// A clock that stands still at an RFC 3339 time.
    pub fn at(text: &str) -> Result<Self, BadClock> {
        let bad = || BadClock { text: text.escape_debug().to_string() };
        let at = DateTime::parse_from_rfc3339(text.trim()).map_err(|_| bad())?;
        let fixed = Some(at.with_timezone(&Utc).trunc_subsecs(3));
        Ok(Self { fixed, ahead: TimeDelta::zero() })
    }

    /// A clock that is at `at` now and goes on from there; one that stands still stays as it is.
    #[must_use]
    pub fn started_at(self, at: DateTime<Utc>) -> Self {
        let ahead = if self.fixed.is_some() { TimeDelta::zero() } else { at - Utc::now() };
        Self { ahead, ..self }
    }

    /// The time now, in whole milliseconds as it is stored.
    pub fn now(&self) -> DateTime<Utc> {
        self.fixed.unwrap_or_else(|| (Utc::now() + self.ahead).trunc_subsecs(3))
    }

    /// The time a screen shows that was opened `since`: where the clock stands still, what is timed on screen (a
    /// notice that goes after four seconds) goes on all the same.
    pub fn on_screen(&self, since: std::time::Duration) -> DateTime<Utc> {
        self.fixed.map_or_else(|| self.now(), |at| at + since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_stands_still() {
        let clock = Clock::at("2026-11-20T10:30:00.1234+01:00").unwrap();
        assert_eq!(clock.now().to_rfc3339(), "2026-11-20T09:30:00.123+00:00");
        assert_eq!(clock.now(), clock.now());
    }

    #[test]
    fn a_bad_time_is_shown_harmlessly() {
        let text = Clock::at("soon\u{1b}[31m").unwrap_err().to_string();
        assert!(text.starts_with("STREAMBOARD_NOW is \"soon\\u{1b}[31m\""), "{text}");
    }
}
