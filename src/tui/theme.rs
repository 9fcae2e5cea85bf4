//! Styles by what they mean. Views name a role, never a colour.
//!
//! Every mark is there without colour too: a theme only repeats what the text says. No theme paints a background,
//! and styles are few, since each change of style in a line costs about ten bytes on a slow link.

use ratatui::style::{Color, Modifier, Style};

use crate::app::model::NoticeKind;

/// A style for each role.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    pub name: &'static str,
    /// What is said beside: hints, ages, empty places.
    pub dim: Style,
    pub frame: Style,
    pub title: Style,
    /// The title of the column or pane that has the keys.
    pub title_focused: Style,
    /// The line under the cursor.
    pub selected: Style,
    /// A card that is marked.
    pub marked: Style,
    /// A card taken in hand.
    pub grabbed: Style,
    pub heading: Style,
    /// A key to press.
    pub key: Style,
    /// What was typed, where it is found.
    pub input: Style,
    pub overdue: Style,
    pub at_risk: Style,
    pub blocked: Style,
    pub over_limit: Style,
    /// A criterion that holds, a value that reads.
    pub met: Style,
    /// A value that does not read.
    pub wrong: Style,
    /// Of priority 1 to 4.
    pub priority: [Style; 4],
    pub notice_done: Style,
    pub notice_info: Style,
    pub notice_refused: Style,
    pub notice_failed: Style,
    /// The stream whose board this is.
    pub stream: Style,
    /// Areas of a chart, from the lowest on.
    pub band: [Style; 6],
    /// The line of the demo that says what it is.
    pub banner: Style,
    pub coach: Style,
}

impl Theme {
    /// The names of all themes.
    pub const NAMES: &[&str] = &["ansi", "mono"];

    /// The theme of a name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "ansi" => Some(Self::ansi()),
            "mono" => Some(Self::mono()),
            _ => None,
        }
    }

    /// The terminal's own sixteen colours.
    pub fn ansi() -> Self {
        let red = Style::new().fg(Color::Red);
        Self {
            name: "ansi",
            frame: Style::new().add_modifier(Modifier::DIM),
            overdue: red,
            at_risk: Style::new().fg(Color::Yellow),
            blocked: Style::new().fg(Color::Magenta),
            over_limit: red,
            met: Style::new().fg(Color::Green),
            wrong: red,
            band: [Color::Reset, Color::Cyan, Color::Yellow, Color::Blue, Color::Magenta, Color::Green]
                .map(|colour| Style::new().fg(colour)),
            notice_done: Style::new().fg(Color::Green),
            notice_failed: red.add_modifier(Modifier::BOLD),
            ..Self::mono()
        }
    }

    /// Bold, reverse, dim and underline only.
    pub fn mono() -> Self {
        let plain = Style::new();
        let (bold, dim) = (plain.add_modifier(Modifier::BOLD), plain.add_modifier(Modifier::DIM));
        let reverse = plain.add_modifier(Modifier::REVERSED);
        Self {
            name: "mono",
            dim,
            frame: plain,
            title: plain,
            title_focused: reverse,
            selected: reverse,
            marked: bold,
            grabbed: reverse,
            heading: bold,
            key: bold,
            input: plain.add_modifier(Modifier::UNDERLINED),
            overdue: bold,
            at_risk: plain,
            blocked: plain,
            over_limit: bold,
            met: plain,
            wrong: bold,
            priority: [bold, plain, plain, plain],
            notice_done: plain,
            notice_info: plain,
            notice_refused: bold,
            notice_failed: bold,
            stream: bold,
            band: [plain; 6],
            banner: reverse,
            coach: bold,
        }
    }

    /// The style of a priority; without one there is none.
    pub fn of_priority(&self, priority: Option<u8>) -> Style {
        let idx = priority.and_then(|p| usize::from(p).checked_sub(1));
        idx.and_then(|idx| self.priority.get(idx)).copied().unwrap_or_default()
    }

    /// The style of an area of a chart, counted from the lowest.
    pub fn of_band(&self, n: usize) -> Style {
        self.band[n % self.band.len()]
    }

    /// The style of a notice.
    pub fn of_notice(&self, kind: NoticeKind) -> Style {
        match kind {
            NoticeKind::Done => self.notice_done,
            NoticeKind::Info => self.notice_info,
            NoticeKind::Refused => self.notice_refused,
            NoticeKind::Failed => self.notice_failed,
        }
    }
}
