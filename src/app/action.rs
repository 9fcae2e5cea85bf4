//! The one table of actions: footer, help, palette, the box of continuations, rebinding and the README read it.
//!
//! [`table::TABLE`] says what there is; [`why`] says why something cannot be done now. Nothing here acts.

mod footer;
mod show;
pub mod table;
mod why;

pub use footer::{Hint, footer};
pub use show::{HelpGroup, called, continuations, help, key_table};
pub use table::{Entry, TABLE};
pub use why::disabled;

use super::model::{Mode, Model, Screen};

/// Where keys are read: one meaning a key in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    Map,
    Board,
    Sheet,
    Explore,
    Metrics,
    Gate,
    Grab,
    Menu,
    Help,
    Activity,
    /// Where letters are text.
    Filter,
    Add,
    Prompt,
    Palette,
    Search,
    Form,
}

impl Context {
    /// Every one.
    pub const ALL: &[Self] = &[
        Self::Map,
        Self::Board,
        Self::Sheet,
        Self::Explore,
        Self::Metrics,
        Self::Gate,
        Self::Grab,
        Self::Menu,
        Self::Help,
        Self::Activity,
        Self::Filter,
        Self::Add,
        Self::Prompt,
        Self::Palette,
        Self::Search,
        Self::Form,
    ];

    /// The context of a model.
    pub fn of(model: &Model) -> Self {
        Self::with(&model.mode, model.screen)
    }

    /// The context of a mode above a screen.
    pub fn with(mode: &Mode, screen: Screen) -> Self {
        match mode {
            Mode::Normal | Mode::Range { .. } => match screen {
                Screen::Map => Self::Map,
                Screen::Board => Self::Board,
                Screen::Sheet => Self::Sheet,
                Screen::Explore => Self::Explore,
                Screen::Metrics => Self::Metrics,
            },
            Mode::Filter { .. } => Self::Filter,
            Mode::Add { .. } => Self::Add,
            Mode::Form(_) => Self::Form,
            Mode::Prompt(_) => Self::Prompt,
            Mode::Menu(_) => Self::Menu,
            Mode::Palette(_) => Self::Palette,
            Mode::Help(help) if help.search.is_some() => Self::Search,
            Mode::Help(_) => Self::Help,
            Mode::Gate(_) => Self::Gate,
            Mode::Grab(_) => Self::Grab,
            Mode::Activity { .. } => Self::Activity,
        }
    }

    /// Whether letters are text here.
    pub fn types(self) -> bool {
        self >= Self::Filter
    }

    /// Whether this is a screen of its own, not something above one.
    pub fn is_screen(self) -> bool {
        self <= Self::Metrics
    }

    /// The word for it in the configuration and in messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Map => "map",
            Self::Board => "board",
            Self::Sheet => "sheet",
            Self::Explore => "objects",
            Self::Metrics => "metrics",
            Self::Gate => "gate",
            Self::Grab => "grab",
            Self::Menu => "menu",
            Self::Help => "help",
            Self::Activity => "activity",
            Self::Filter => "filter",
            Self::Add => "add",
            Self::Prompt => "prompt",
            Self::Palette => "palette",
            Self::Search => "search",
            Self::Form => "form",
        }
    }
}

/// What a group of actions is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    General,
    Move,
    Go,
    Card,
    Set,
    Marks,
    Filter,
    View,
    Copy,
    Gate,
    Grab,
    Metrics,
    Text,
}

impl Group {
    /// Every one, in the order of the help.
    pub const ALL: &[Self] = &[
        Self::Move,
        Self::Go,
        Self::Card,
        Self::Set,
        Self::Gate,
        Self::Grab,
        Self::Marks,
        Self::Filter,
        Self::View,
        Self::Copy,
        Self::Metrics,
        Self::General,
        Self::Text,
    ];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::General => "EVERYWHERE",
            Self::Move => "MOVE",
            Self::Go => "GO (g)",
            Self::Card => "CARD",
            Self::Set => "SET (s)",
            Self::Marks => "MARKS",
            Self::Filter => "FILTER (f)",
            Self::View => "VIEW (z)",
            Self::Copy => "COPY (y)",
            Self::Gate => "GATE",
            Self::Grab => "GRAB",
            Self::Metrics => "METRICS",
            Self::Text => "TYPING",
        }
    }
}

/// Something that can be done with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    Help,
    Palette,
    Jump,
    Cancel,
    Close,
    Interrupt,
    Suspend,
    Redraw,
    Undo,
    Redo,
    Repeat,
    NextPane,
    PrevPane,
    Next,
    Prev,
    Demo,
    Tutor,
    Left,
    Down,
    Up,
    Right,
    First,
    Last,
    FirstColumn,
    LastColumn,
    HalfDown,
    HalfUp,
    PrevAlert,
    NextAlert,
    PrevStream,
    NextStream,
    GoStream(u8),
    GoMap,
    GoBoard,
    GoMine,
    GoReady,
    GoActivity,
    GoApprovals,
    GoMetrics,
    GoBack,
    GoForward,
    Explore,
    GoThere,
    Open,
    Add,
    AddForm,
    EditForm,
    EditText,
    MoveLeft,
    MoveRight,
    MoveUp,
    MoveDown,
    Grab,
    Gate,
    HandOff,
    Mine,
    Block,
    Wait,
    Comment,
    Relate,
    Archive,
    Raise,
    Lower,
    SetBox,
    SetPriority,
    SetPriorityTo(u8),
    SetAssignee,
    SetDue,
    SetLabels,
    SetTeam,
    SetBlocked,
    SetType,
    Mark,
    Range,
    RangeDown,
    RangeUp,
    MarkStage,
    MarkAll,
    Filter,
    QuickFilter,
    FilterMine,
    FilterUnassigned,
    FilterSla,
    FilterBlocked,
    FilterAgeing,
    FilterReady,
    FilterType,
    FilterPriority,
    FilterSaved,
    FilterSave,
    FilterSlot(u8),
    FilterForget,
    FilterClear,
    Density,
    Preview,
    Zoom,
    Fold,
    FoldStage,
    Swimlanes,
    Centre,
    Mouse,
    Theme,
    Ascii,
    Narrower,
    Wider,
    Variant,
    CopyKey,
    CopyTitle,
    CopyLink,
    CopyMarkdown,
    CopyJson,
    CopyCsv,
    ShowChart(u8),
    Forecast,
    Improve,
    Tick,
    TickRest,
    Evidence,
    NotApplicable,
    Approve,
    Reject,
    Force,
    ShowFolded,
    Drop,
    GrabName,
    Choose,
    Search,
    HelpStage,
    Accept,
    Complete,
    NextField,
    PrevField,
    ItemUp,
    ItemDown,
    CursorLeft,
    CursorRight,
    CursorHome,
    CursorEnd,
    DeleteBack,
    DeleteForward,
    DeleteWord,
    DeleteToStart,
    OpenEditor,
}

impl Action {
    /// Its row of the table.
    pub fn entry(self) -> Option<&'static Entry> {
        TABLE.iter().find(|entry| entry.action == self)
    }

    /// The action of a name.
    pub fn named(name: &str) -> Option<Self> {
        TABLE.iter().find(|entry| entry.name == name).map(|entry| entry.action)
    }

    /// Whether a count before it means so many times: cursor keys only, never a verb.
    pub fn takes_count(self) -> bool {
        use Action as A;
        matches!(
            self,
            A::Left
                | A::Down
                | A::Up
                | A::Right
                | A::HalfDown
                | A::HalfUp
                | A::Next
                | A::Prev
                | A::RangeDown
                | A::RangeUp
        )
    }
}

#[cfg(test)]
mod tests;
