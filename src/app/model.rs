//! What is shown, and all that decides it. A frame depends on this alone.

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;

use super::flow::Flow;
use super::key::Key;
use super::line::Line;
use super::marks::{Aim, Marks};
use super::msg::Words;
use crate::domain::At;
use crate::domain::filter::Filter;
use crate::domain::gate::{self, Gate};
use crate::domain::id::{CardId, CriterionId, ObjectId, StageId, StreamId};
use crate::domain::intent::Stay;
use crate::domain::stream::{Level, Stage};
use crate::domain::window::{CardRow, Found, Hit, LogEntry, Sheet, StageLine, Standing, StreamLine, Window};

/// The running program.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    pub now: At,
    pub zone: Tz,
    /// The screen, in cells.
    pub width: u16,
    pub height: u16,
    pub me: String,
    pub settings: Settings,
    /// Streams, stages and counts: the row on top, the map, the heads of columns.
    pub streams: Vec<StreamLine>,
    pub screen: Screen,
    pub map: MapCursor,
    pub board: Board,
    pub sheet: Option<SheetView>,
    /// What is known of the card beside the board.
    pub glance: Option<Glance>,
    /// What takes the keys, above the screen.
    pub mode: Mode,
    /// Keys typed of a sequence so far (`g`), and when the first came.
    pub pending: Vec<Key>,
    pub pending_since: Option<At>,
    /// The count typed before a cursor key.
    pub count: Option<u32>,
    pub marks: Marks,
    pub filter: FilterState,
    pub notice: Option<Notice>,
    /// All notices of this session, newest last.
    pub notices: Vec<Notice>,
    /// Places to go back and forward to.
    pub back: Vec<Spot>,
    pub forward: Vec<Spot>,
    pub words: Option<Words>,
    /// A write is under way since then.
    pub saving_since: Option<At>,
    /// How many writes are under way.
    pub n_saving: u32,
    /// The number of the last query asked.
    pub last_ask: u64,
    /// Queries under way: what they are for.
    pub asked: BTreeMap<u64, Slot>,
    /// The last verb, for repeating it.
    pub last_verb: Option<Verb>,
    /// The step of the coach line, when it is shown.
    pub coach: Option<usize>,
    /// A line over everything: the demo says that it is one.
    pub banner: Option<String>,
    /// The workspace has no cards yet and the first-run panel is shown.
    pub is_first_run: bool,
    pub quits: bool,
    /// What goes on between messages; never drawn.
    pub flow: Flow,
}

impl Model {
    /// A model that knows nothing of the workspace yet.
    pub fn new(now: At, zone: Tz, me: impl Into<String>, width: u16, height: u16) -> Self {
        Self {
            now,
            zone,
            width,
            height,
            me: me.into(),
            settings: Settings::default(),
            streams: Vec::new(),
            screen: Screen::Map,
            map: MapCursor::default(),
            board: Board::empty(StreamId::new("")),
            sheet: None,
            glance: None,
            mode: Mode::Normal,
            pending: Vec::new(),
            pending_since: None,
            count: None,
            marks: Marks::default(),
            filter: FilterState::default(),
            notice: None,
            notices: Vec::new(),
            back: Vec::new(),
            forward: Vec::new(),
            words: None,
            saving_since: None,
            n_saving: 0,
            last_ask: 0,
            asked: BTreeMap::new(),
            last_verb: None,
            coach: None,
            banner: None,
            is_first_run: false,
            quits: false,
            flow: Flow::default(),
        }
    }

    /// The line of the stream whose board this is.
    pub fn stream(&self) -> Option<&StreamLine> {
        self.streams.iter().find(|s| s.id == self.board.stream)
    }

    /// The line of a stage.
    pub fn stage(&self, id: &StageId) -> Option<&StageLine> {
        self.streams.iter().flat_map(|s| &s.stages).find(|s| s.id == *id)
    }

    /// The stage the cursor of this screen is in.
    pub fn current_stage(&self) -> Option<&StageLine> {
        match self.screen {
            Screen::Map => self.streams.get(self.map.stream_idx)?.stages.get(self.map.stage_idx),
            Screen::Board | Screen::Sheet => self.stage(&self.board.columns.get(self.board.focus)?.stage),
        }
    }

    /// The card under the cursor: of the focused column, or the one the detail was opened from.
    pub fn current(&self) -> Option<&CardRow> {
        match self.screen {
            Screen::Map => None,
            Screen::Board => self.board.columns.get(self.board.focus)?.current(),
            Screen::Sheet => {
                let sheet = self.sheet.as_ref()?;
                let in_memory = || {
                    let mut rows = self.board.columns.iter().flat_map(Column::rows);
                    rows.find(|row| Some(row.card) == sheet.card)
                };
                sheet.standing().map(|s| &s.row).or_else(in_memory)
            }
        }
    }

    /// Whether the first frame would be empty and soon drawn anew.
    pub fn is_waiting_for_first_answers(&self) -> bool {
        let is_first = |slot: &Slot| matches!(slot, Slot::Overview | Slot::Column(_) | Slot::Sheet);
        !self.flow.has_overview || self.asked.values().any(is_first)
    }

    /// Whether the box with the keys that may follow is to be shown: 300 ms after the first of them.
    pub fn shows_continuations(&self) -> bool {
        let is_due = |since: At| self.now - since >= chrono::TimeDelta::milliseconds(300);
        !self.pending.is_empty() && self.pending_since.is_some_and(is_due)
    }
}

/// What people set, and what fits their terminal.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    pub theme: String,
    pub ascii: bool,
    pub mouse: bool,
    pub density: Density,
    pub preview: bool,
    pub bell: Bell,
    pub keymap: super::keymap::Keymap,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: "ansi".into(),
            ascii: false,
            mouse: true,
            density: Density::Auto,
            preview: true,
            bell: Bell::None,
            keymap: super::keymap::Keymap::default(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bell {
    None,
    Visual,
    Audible,
}

/// How many lines a card takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Density {
    /// As many as fit the class of the screen.
    Auto,
    One,
    Two,
    Three,
}

/// The altitudes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    Map,
    Board,
    Sheet,
}

/// The cursor on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MapCursor {
    pub stream_idx: usize,
    pub stage_idx: usize,
}

/// One stream as columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    pub stream: StreamId,
    pub columns: Vec<Column>,
    pub focus: usize,
    /// The first column on screen, where not all fit.
    pub first: usize,
    /// One column over the whole width.
    pub zoom: bool,
    pub folded: BTreeSet<StageId>,
}

impl Board {
    /// The board of a stream whose stages are not known yet.
    pub fn empty(stream: StreamId) -> Self {
        Self { stream, columns: Vec::new(), focus: 0, first: 0, zoom: false, folded: BTreeSet::new() }
    }
}

/// A column: the part of a stage that is in memory, and the place in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub stage: StageId,
    pub window: Option<Window>,
    /// The card the cursor is on; it follows the card, never the row.
    pub cursor: Option<CardId>,
    /// The first row on screen, counted within the window.
    pub top: usize,
}

impl Column {
    /// A column of which nothing is in memory yet.
    pub fn new(stage: StageId) -> Self {
        Self { stage, window: None, cursor: None, top: 0 }
    }

    /// The rows in memory.
    pub fn rows(&self) -> &[CardRow] {
        self.window.as_ref().map_or(&[], |w| &w.rows)
    }

    /// The position of the cursor within the rows in memory.
    pub fn cursor_idx(&self) -> Option<usize> {
        let cursor = self.cursor?;
        self.rows().iter().position(|row| row.card == cursor)
    }

    /// The card under the cursor.
    pub fn current(&self) -> Option<&CardRow> {
        self.rows().get(self.cursor_idx()?)
    }
}

/// A card beside the board: the object whole, and what happened to it of late.
#[derive(Debug, Clone, PartialEq)]
pub struct Glance {
    pub card: CardId,
    pub sheet: Sheet,
    pub log: Vec<LogEntry>,
}

impl Glance {
    /// The card with its gate.
    pub fn standing(&self) -> Option<&Standing> {
        standing(&self.sheet, Some(self.card))
    }
}

/// The detail of one object.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetView {
    pub object: ObjectId,
    /// The card it was opened from.
    pub card: Option<CardId>,
    pub sheet: Option<Sheet>,
    pub log: Vec<LogEntry>,
    pub pane: Pane,
    /// The cursor in each pane, by line.
    pub cursor: [usize; 4],
    /// Scroll of the text and activity panes.
    pub scroll: [usize; 4],
    pub shows_folded: bool,
}

impl SheetView {
    /// The detail of an object, before it is read.
    pub fn new(object: ObjectId, card: Option<CardId>) -> Self {
        Self {
            object,
            card,
            sheet: None,
            log: Vec::new(),
            pane: Pane::Gate,
            cursor: [0; 4],
            scroll: [0; 4],
            shows_folded: false,
        }
    }

    /// The card it was opened from with its gate, else the first one that still stands, else the first.
    pub fn standing(&self) -> Option<&Standing> {
        standing(self.sheet.as_ref()?, self.card)
    }
}

/// The card asked for with its gate, else the first one that still stands, else the first.
pub fn standing(sheet: &Sheet, card: Option<CardId>) -> Option<&Standing> {
    let asked = sheet.cards.iter().find(|s| Some(s.card.id) == card);
    let open = || sheet.cards.iter().find(|s| !s.card.place.is_done());
    asked.or_else(open).or(sheet.cards.first())
}

/// The lines of a gate in the order shown: what it asks for and what it advises; folded ones behind.
pub fn gate_lines(gate: &Gate, shows_folded: bool) -> Vec<&gate::Line> {
    let is_plain = |l: &&gate::Line| l.is_required() || l.criterion.level == Some(Level::Should);
    let plain = gate.lines.iter().filter(is_plain);
    let folded = gate.lines.iter().filter(|l| shows_folded && !is_plain(l));
    plain.chain(folded).collect()
}

/// The panes of the detail, in the order of Tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    Gate,
    Fields,
    Links,
    Activity,
}

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
    /// `may` and `can` lines and entrance criteria are shown too.
    pub shows_folded: bool,
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
    /// m then a name: grab and go there.
    GrabTo,
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
    Action(super::action::Action),
    SetType(String),
    Priority(Option<u8>),
    /// Off the board, behind the last stage.
    Finish,
    Stream(StreamId),
    UndoElsewhere(super::effect::UndoWish),
    Filter(String),
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
    Action(super::action::Action),
    /// A command typed with words behind it: `own Kitchen`, `wip 5`.
    Typed(String),
    Hit(Hit),
    Stream(StreamId),
    Stage(StageId),
    Filter(String),
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

/// The filter in force and what it was typed as.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FilterState {
    pub text: String,
    pub filter: Filter,
    /// Why the text does not read, while typing.
    pub error: Option<String>,
    pub found: Option<Found>,
    /// The closest known word, where nothing was found.
    pub nearest: Option<String>,
}

/// A short message under the board.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    pub text: String,
    pub kind: NoticeKind,
    pub at: At,
    /// It stays until a key, where others go after four seconds.
    pub sticky: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    Done,
    Info,
    Refused,
    Failed,
}

/// A place to come back to.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    pub screen: Screen,
    pub stream: StreamId,
    pub stage: Option<StageId>,
    pub card: Option<CardId>,
    pub object: Option<ObjectId>,
}

/// What a query was asked for, so that late answers are put where they belong or dropped.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    Overview,
    Column(StageId),
    Found,
    Locate {
        opens: bool,
    },
    Sheet,
    GateSheet,
    /// The card beside the board.
    Glance,
    Log,
    Activity,
    /// The text of an object, for the editor.
    Body,
    HelpStage,
    Hits,
    Words,
    Alert,
    Marks,
    Form,
    /// Objects to relate to.
    Relatives,
}

/// A verb with its argument, to be repeated on other cards.
#[derive(Debug, Clone, PartialEq)]
pub enum Verb {
    Edit(Vec<crate::domain::intent::Edit>),
    Step(i32),
    Block(String),
    Wait(Option<At>),
    Archive,
    Comment(String),
}
