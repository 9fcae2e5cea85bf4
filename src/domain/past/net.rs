//! What changed between two instants: of each card the net of it, whatever happened on the way.

use crate::domain::At;
use crate::domain::id::StageId;
use crate::domain::window::{CardRow, Sla};

/// A card with what changed of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// As it was at the end, or where it is gone, as it was last.
    pub row: CardRow,
    pub changes: Vec<Net>,
}

/// One thing that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Net {
    /// It was not there before.
    New {
        to: StageId,
    },
    Moved {
        from: StageId,
        to: StageId,
    },
    Finished {
        from: StageId,
    },
    /// It was done and stands on a board again.
    Reopened {
        to: StageId,
    },
    /// Archived.
    Gone {
        from: StageId,
    },
    /// It had been archived and stands on a board again.
    Back {
        to: StageId,
    },
    Blocked {
        reason: String,
    },
    Unblocked,
    Breached,
    Priority {
        from: Option<u8>,
        to: Option<u8>,
    },
    Owner {
        from: Option<String>,
        to: Option<String>,
    },
    State {
        from: Option<String>,
        to: Option<String>,
    },
    Title {
        from: String,
        to: String,
    },
    Labels {
        gained: Vec<String>,
        lost: Vec<String>,
    },
}

/// What kind of change it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NetKind {
    New,
    Moved,
    Finished,
    Reopened,
    Gone,
    Back,
    Breached,
    Blocked,
    Unblocked,
    Priority,
    Owner,
    State,
    Title,
    Labels,
}

impl NetKind {
    /// Every kind with its word, in the order told.
    pub const WORDS: &[(Self, &str)] = &[
        (Self::New, "new"),
        (Self::Moved, "moved"),
        (Self::Finished, "finished"),
        (Self::Reopened, "reopened"),
        (Self::Gone, "gone"),
        (Self::Back, "back"),
        (Self::Breached, "breached"),
        (Self::Blocked, "blocked"),
        (Self::Unblocked, "unblocked"),
        (Self::Priority, "priority"),
        (Self::Owner, "owner"),
        (Self::State, "state"),
        (Self::Title, "title"),
        (Self::Labels, "labels"),
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }
}

impl Net {
    /// Of which kind it is.
    pub fn kind(&self) -> NetKind {
        match self {
            Self::New { .. } => NetKind::New,
            Self::Moved { .. } => NetKind::Moved,
            Self::Finished { .. } => NetKind::Finished,
            Self::Reopened { .. } => NetKind::Reopened,
            Self::Gone { .. } => NetKind::Gone,
            Self::Back { .. } => NetKind::Back,
            Self::Blocked { .. } => NetKind::Blocked,
            Self::Unblocked => NetKind::Unblocked,
            Self::Breached => NetKind::Breached,
            Self::Priority { .. } => NetKind::Priority,
            Self::Owner { .. } => NetKind::Owner,
            Self::State { .. } => NetKind::State,
            Self::Title { .. } => NetKind::Title,
            Self::Labels { .. } => NetKind::Labels,
        }
    }
}

/// What a group of changes is called.
pub fn title(kind: NetKind) -> &'static str {
    match kind {
        NetKind::New => "New",
        NetKind::Moved => "Moved",
        NetKind::Finished => "Finished",
        NetKind::Reopened => "Reopened",
        NetKind::Gone => "Gone",
        NetKind::Back => "Back again",
        NetKind::Breached => "Breached",
        NetKind::Blocked => "Blocked",
        NetKind::Unblocked => "Free again",
        NetKind::Priority => "Priority",
        NetKind::Owner => "Owner",
        NetKind::State => "State",
        NetKind::Title => "Title",
        NetKind::Labels => "Labels",
    }
}

/// From what, to what, in words; `name` says what a stage is called.
pub fn ends(change: &Net, name: &dyn Fn(&StageId) -> String) -> (Option<String>, Option<String>) {
    let priority = |p: &Option<u8>| p.map(|p| format!("P{p}"));
    let owner = |name: &Option<String>| name.as_ref().map(|name| format!("@{name}"));
    match change {
        Net::New { to } | Net::Reopened { to } | Net::Back { to } => (None, Some(name(to))),
        Net::Moved { from, to } => (Some(name(from)), Some(name(to))),
        Net::Finished { from } | Net::Gone { from } => (Some(name(from)), None),
        Net::Blocked { reason } => (None, Some(reason.clone())),
        Net::Unblocked | Net::Breached => (None, None),
        Net::Priority { from, to } => (priority(from), priority(to)),
        Net::Owner { from, to } => (owner(from), owner(to)),
        Net::State { from, to } => (from.clone(), to.clone()),
        Net::Title { from, to } => (Some(from.clone()), Some(to.clone())),
        Net::Labels { gained, lost } => {
            let signed =
                |sign: char, labels: &[String]| labels.iter().map(|l| format!("{sign}{l}")).collect::<Vec<_>>();
            (None, Some([signed('+', gained), signed('-', lost)].concat().join(" ")))
        }
    }
}

/// A card at one end: what it was, and when that was.
type End<'a> = (Option<&'a CardRow>, At);

/// What changed of a card from one end to the other; of a card that is off the boards at both ends, nothing.
pub fn net((before, from_at): End<'_>, (after, to_at): End<'_>) -> Vec<Net> {
    let mut changes = place(before, after);
    if let (Some(before), Some(after)) = (before, after)
        && !after.archived
    {
        facts(before, after, &mut changes);
    }
    let stands = after.filter(|row| is_on_board(row));
    let late = |row: &CardRow, at: At| row.sla(at) == Some(Sla::Breached);
    if stands.is_some_and(|row| late(row, to_at)) && !before.is_some_and(|row| is_on_board(row) && late(row, from_at)) {
        changes.push(Net::Breached);
    }
    changes.sort_by_key(Net::kind);
    changes
}

fn is_on_board(row: &CardRow) -> bool {
    row.done_at.is_none() && !row.archived
}

/// Where it stood, and where it stands.
fn place(before: Option<&CardRow>, after: Option<&CardRow>) -> Vec<Net> {
    let from = before.map(|row| row.stage.clone());
    let to = after.map(|row| row.stage.clone());
    let was_on_board = before.is_some_and(is_on_board);
    let was_away = before.is_some_and(|row| row.archived);
    let (Some(after), Some(to)) = (after, to) else {
        return from.filter(|_| was_on_board).map(|from| Net::Gone { from }).into_iter().collect();
    };
    match from {
        _ if after.archived => from.filter(|_| was_on_board).map(|from| Net::Gone { from }).into_iter().collect(),
        None if after.done_at.is_some() => vec![Net::New { to: to.clone() }, Net::Finished { from: to }],
        None => vec![Net::New { to }],
        Some(_) if after.done_at.is_some() && was_on_board => vec![Net::Finished { from: to }],
        Some(_) if after.done_at.is_some() => Vec::new(),
        Some(_) if was_away => vec![Net::Back { to }],
        Some(_) if !was_on_board => vec![Net::Reopened { to }],
        Some(from) if from != to => vec![Net::Moved { from, to }],
        Some(_) => Vec::new(),
    }
}

/// What is known of it.
fn facts(before: &CardRow, after: &CardRow, changes: &mut Vec<Net>) {
    let mut push = |differs: bool, change: Net| changes.extend(differs.then_some(change));
    let (from, to) = (before.priority, after.priority);
    push(from != to, Net::Priority { from, to });
    let (from, to) = (before.assignee.clone(), after.assignee.clone());
    push(from != to, Net::Owner { from, to });
    let (from, to) = (before.state.clone(), after.state.clone());
    // A state that came with the stage is told by the stage.
    push(from != to && before.stage == after.stage && before.done_at == after.done_at, Net::State { from, to });
    let (from, to) = (before.title.clone(), after.title.clone());
    push(from != to, Net::Title { from, to });
    let only = |these: &[String], those: &[String]| these.iter().filter(|l| !those.contains(l)).cloned().collect();
    let (gained, lost) = (only(&after.labels, &before.labels), only(&before.labels, &after.labels));
    push(before.labels != after.labels, Net::Labels { gained, lost });
    match (&before.blocked, &after.blocked) {
        (None, Some(reason)) => changes.push(Net::Blocked { reason: reason.clone() }),
        (Some(_), None) => changes.push(Net::Unblocked),
        _ => {}
    }
}
