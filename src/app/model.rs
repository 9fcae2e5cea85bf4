//! What is shown, and all that decides it. A frame depends on this alone.

mod asked;
pub mod explore;
mod lanes;
pub mod metrics;
mod mode;

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;

use super::flow::Flow;
use super::key::Key;
use super::marks::Marks;
use super::msg::Words;
use crate::domain::At;
use crate::domain::filter::Filter;
use crate::domain::gate::{self, Gate};
use crate::domain::id::{CardId, ObjectId, StageId, StreamId};
use crate::domain::lane::LaneKey;
use crate::domain::person::Wip;
use crate::domain::stream::Level;
use crate::domain::trace::WaitingRow;
use crate::domain::window::{CardRow, Found, LogEntry, Sheet, StageLine, Standing, StreamLine, Window};

pub use asked::{GateItem, Spoken, gate_items, held_by, item_here, spoken};
pub use explore::Explore;
pub use lanes::{Cell, Lanes};
pub use metrics::{Bottlenecks, Metrics};
pub use mode::{
    Choice, Form, FormField, FormFor, GateView, Grab, Help, HelpPage, Menu, MenuItem, Mode, Palette, PaletteEntry,
    PaletteKind, Prompt, PromptFor, Run,
};

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
    pub explore: Option<Explore>,
    pub metrics: Option<Metrics>,
    /// The figures of the map.
    pub bottlenecks: Bottlenecks,
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
    /// What waits for my approval.
    pub approvals: Vec<WaitingRow>,
    /// How many open cards each has, as it was asked last.
    pub wip: BTreeMap<String, Wip>,
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
            explore: None,
            metrics: None,
            bottlenecks: Bottlenecks::default(),
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
            approvals: Vec::new(),
            wip: BTreeMap::new(),
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
            Screen::Board | Screen::Sheet | Screen::Explore | Screen::Metrics => self.stage(self.stage_at_cursor()?),
        }
    }

    /// The card under the cursor: of the focused column, or the one the detail was opened from.
    pub fn current(&self) -> Option<&CardRow> {
        match self.screen {
            Screen::Map | Screen::Explore | Screen::Metrics => None,
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
        let is_first = |slot: &Slot| {
            matches!(slot, Slot::Overview | Slot::Column(_) | Slot::Lanes | Slot::Sheet | Slot::Walk | Slot::Charts)
        };
        !self.flow.has_overview || self.asked.values().any(is_first)
    }

    /// Whether an answer is on its way that a frame waits for; the figures of the map come when they come.
    pub fn awaits_answers(&self) -> bool {
        self.asked.values().any(|slot| *slot != Slot::Across)
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
    Explore,
    Metrics,
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
    /// In lanes, or by team.
    pub lanes: Option<Lanes>,
}

impl Board {
    /// The board of a stream whose stages are not known yet.
    pub fn empty(stream: StreamId) -> Self {
        Self { stream, columns: Vec::new(), focus: 0, first: 0, zoom: false, folded: BTreeSet::new(), lanes: None }
    }
}

/// A column: the part of a stage that is in memory, and the place in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub stage: StageId,
    /// The lane it is a part of, or the team it is of.
    pub lane: Option<LaneKey>,
    pub window: Option<Window>,
    /// The card the cursor is on; it follows the card, never the row.
    pub cursor: Option<CardId>,
    /// The first row on screen, counted within the window.
    pub top: usize,
}

impl Column {
    /// A column of which nothing is in memory yet.
    pub fn new(stage: StageId) -> Self {
        Self { stage, lane: None, window: None, cursor: None, top: 0 }
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
    Column(Cell),
    /// The lanes of the board.
    Lanes,
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
    /// What waits for my approval; it is listed when it comes.
    Approvals {
        opens: bool,
    },
    /// How many open cards each has; they are listed when they come.
    Wip {
        opens: bool,
    },
    Alert,
    /// Where the card is that an undo touched.
    Undone,
    Marks,
    Form,
    /// Objects to relate to.
    Relatives,
    /// What lies around the object in focus.
    Walk,
    /// An object seen in passing.
    Peek,
    /// The trace or the impact of the object in focus.
    Tree,
    /// What the charts draw.
    Charts,
    /// What was asked of the days to come.
    Forecast,
    /// The figures of all streams.
    Across,
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
