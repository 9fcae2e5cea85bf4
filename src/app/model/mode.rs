//! What takes the keys above a screen: lines being typed, forms, menus, the palette, the gate, a card in hand.

use super::FilterState;
use crate::app::key::Key;
use crate::app::line::Line;
use crate::app::marks::Aim;
use crate::domain::id::{CardId, CriterionId, ObjectId, StageId, StreamId};
use crate::domain::intent::Stay;
use crate::domain::lane::LaneBy;
use crate::domain::saved::Saved;
use crate::domain::stream::{Edge, Stage};
use crate::domain::window::{CardRow, Hit, LogEntry, Sheet};

/// What takes the keys.
#[derive(Debug, Clone, PartialEq)]
pub enum Mode {
    Normal,
    /// `/`: filter as you type.
    Filter {
        line: Line,
        before: FilterState,
    },
    /// `a`: one-line add, previewed while typing.
    Add {
        line: Line,
        stage: StageId,
    },
    Form(Form),
    /// One line asked for: a reason, a comment, a date, a name.
    Prompt(Prompt),
    /// One of several things to choose.
    Menu(Menu),
    Palette(Palette),
    Help(Help),
    Gate(GateView),
    Grab(Grab),
    /// v: a range of marks from this card.
    Range {
        from: CardId,
    },
    /// Recent activity (`gl`).
    Activity {
        entries: Vec<LogEntry>,
        scroll: usize,
    },
}

/// The gate of a card as a popup, after `x` or a refused move.
#[derive(Debug, Clone, PartialEq)]
pub struct GateView {
    pub object: ObjectId,
    pub card: CardId,
    pub sheet: Option<Sheet>,
    pub cursor: usize,
    /// Why the move was refused, and where it led.
    pub refused: Option<Box<Stay>>,
    /// What Enter tries again after ticking the rest.
    pub retry: Option<crate::domain::intent::To>,
    /// The role whose approval the cursor begins on.
    pub role: Option<String>,
    /// `may` and `can` lines and entrance criteria are shown too.
    pub shows_folded: bool,
}

impl GateView {
    /// The gate of a card that is still to be read.
    pub fn new(object: ObjectId, card: CardId) -> Self {
        Self { object, card, sheet: None, cursor: 0, refused: None, retry: None, role: None, shows_folded: false }
    }
}

/// A card taken in hand: where it is held now. Enter drops it, Esc puts it back.
#[derive(Debug, Clone, PartialEq)]
pub struct Grab {
    pub row: CardRow,
    /// Where it would be dropped: the column and the row it would come before.
    pub column: usize,
    pub row_idx: usize,
    /// It is held by the mouse, at this cell.
    pub at: Option<(u16, u16)>,
}

/// A form with fields, to add or to edit.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    pub title: String,
    pub purpose: FormFor,
    pub fields: Vec<FormField>,
    /// The field that has the keys; one past the last is the Save line.
    pub focus: usize,
    /// Why it could not be saved, and at which field.
    pub error: Option<(usize, String)>,
    /// What is told below the fields: of a scenario its outcome and what to do first.
    pub told: Vec<String>,
    /// Esc was pressed once on a changed form.
    pub asks_discard: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum FormFor {
    Add {
        stage: StageId,
    },
    Edit {
        object: ObjectId,
    },
    /// `:own`: a plain board.
    NewStream,
}

/// One field of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct FormField {
    /// The register it is for: `title`, `priority`, `field:severity`.
    pub id: String,
    pub label: String,
    pub line: Line,
    /// As it was when the form opened.
    pub was: String,
    pub multi_line: bool,
    /// What may be chosen with the arrow keys; empty for free text.
    pub choices: Vec<String>,
    /// What the text reads as: a date in full, or why it does not read.
    pub reads_as: Option<Result<String, String>>,
}

/// One line asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Prompt {
    pub title: String,
    pub line: Line,
    pub purpose: PromptFor,
    /// Words that fit what is typed.
    pub completions: Vec<String>,
    pub choice: Option<usize>,
    /// What the text reads as, for dates.
    pub reads_as: Option<Result<String, String>>,
    /// The cards it is for.
    pub on: Vec<Aim>,
    /// What was found for it, where it asks for an object.
    pub hits: Vec<Hit>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum PromptFor {
    Block,
    Wait,
    Due,
    Assign,
    Team,
    Labels,
    Comment,
    Force {
        to: crate::domain::intent::To,
    },
    Evidence {
        criterion: CriterionId,
    },
    NotApplicable {
        criterion: CriterionId,
    },
    /// `:own`, `:stage add`, `:stage rename` ...
    RenameStage(StageId),
    AddStage {
        after: StageId,
    },
    Wip(StageId),
    Relate,
    /// What is said with an approval, or why not.
    Approve {
        role: String,
        is_rejected: bool,
    },
    /// The title of what a hand-off makes.
    HandOff {
        edge: Box<Edge>,
    },
    /// m then a name: grab and go there.
    GrabTo,
    /// A name for the filter in force, and perhaps its slot.
    SaveFilter,
    /// A date or a number of cards.
    Forecast,
    /// The title of an improvement; its text tells the figures.
    Improve {
        stage: StageId,
        body: String,
    },
}

/// Things to choose from.
#[derive(Debug, Clone, PartialEq)]
pub struct Menu {
    pub title: String,
    pub items: Vec<MenuItem>,
    pub cursor: usize,
    /// Where it hangs, for a menu under the mouse.
    pub at: Option<(u16, u16)>,
    /// The cards it is for.
    pub on: Vec<Aim>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct MenuItem {
    pub key: Option<Key>,
    pub label: String,
    /// Why it cannot be chosen now.
    pub off: Option<String>,
    pub chosen: Choice,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    Action(crate::app::action::Action),
    SetType(String),
    Priority(Option<u8>),
    /// Off the board, behind the last stage.
    Finish,
    Stream(StreamId),
    /// Carry it over to another stream.
    HandOff(Box<Edge>),
    /// The gate of a card that waits for my approval.
    Gate {
        aim: Aim,
        role: String,
    },
    UndoElsewhere(crate::app::effect::UndoWish),
    Filter(String),
    /// A saved filter, to be put on.
    Saved(Saved),
    /// What lanes are made by; none takes them off.
    Lanes(Option<LaneBy>),
    Nothing,
}

/// The palette (`:`) and the jump (Ctrl-p).
#[derive(Debug, Clone, PartialEq)]
pub struct Palette {
    pub kind: PaletteKind,
    pub line: Line,
    pub entries: Vec<PaletteEntry>,
    pub cursor: usize,
    pub hits: Vec<Hit>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaletteKind {
    Commands,
    Jump,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PaletteEntry {
    pub label: String,
    /// The keys of a command, or the place of a hit.
    pub side: String,
    pub off: Option<String>,
    pub run: Run,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Run {
    Action(crate::app::action::Action),
    /// A command typed with words behind it: `own Kitchen`, `wip 5`.
    Typed(String),
    Hit(Hit),
    Stream(StreamId),
    Stage(StageId),
    Filter(String),
    Saved(Saved),
}

/// The help overlay.
#[derive(Debug, Clone, PartialEq)]
pub struct Help {
    pub page: HelpPage,
    pub search: Option<Line>,
    pub scroll: usize,
    /// What the current stage is for.
    pub stage: Option<Stage>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HelpPage {
    Here,
    AllKeys,
    Stage,
}
