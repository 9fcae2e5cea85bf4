//! The table itself. A row is an action; what is not here does not exist for a key.

use super::Action as A;
use super::Context as C;
use super::{Action, Context, Group};

/// An action: what it is called, where it works, which keys do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub action: Action,
    /// The name for rebinding.
    pub name: &'static str,
    pub group: Group,
    pub contexts: &'static [Context],
    /// Key sequences as `key::parse_seq` reads them; none for what only the palette does.
    pub keys: &'static [&'static str],
    pub help: &'static str,
    /// The word in the footer.
    pub short: &'static str,
}

const ALL: &[C] = C::ALL;
/// The screens, with nothing above them.
const SCREENS: &[C] = &[C::Map, C::Board, C::Sheet, C::Explore, C::Metrics];
/// Everywhere a letter is a key.
const KEYS: &[C] = &[C::Map, C::Board, C::Sheet, C::Explore, C::Metrics, C::Gate, C::Menu, C::Help, C::Activity];
const LISTS: &[C] =
    &[C::Map, C::Board, C::Sheet, C::Explore, C::Metrics, C::Gate, C::Grab, C::Menu, C::Help, C::Activity];
const ACROSS: &[C] = &[C::Map, C::Board, C::Sheet, C::Explore, C::Metrics, C::Grab];
const TYPING: &[C] = &[C::Filter, C::Add, C::Prompt, C::Palette, C::Search, C::Form];
/// One line with a list below it.
const CHOOSING: &[C] = &[C::Prompt, C::Palette];

const fn row(
    action: Action,
    name: &'static str,
    group: Group,
    contexts: &'static [Context],
    keys: &'static [&'static str],
    help: &'static str,
    short: &'static str,
) -> Entry {
    Entry { action, name, group, contexts, keys, help, short }
}

/// Every action.
#[rustfmt::skip]
pub const TABLE: &[Entry] = &[
    row(A::Left, "left", Group::Move, ACROSS, &["h", "left"], "stage to the left", "move"),
    row(A::Down, "down", Group::Move, LISTS, &["j", "down"], "down", "move"),
    row(A::Up, "up", Group::Move, LISTS, &["k", "up"], "up", "move"),
    row(A::Right, "right", Group::Move, ACROSS, &["l", "right"], "stage to the right", "move"),
    row(A::First, "first", Group::Move, LISTS, &["g g", "home"], "first card", "first"),
    row(A::Last, "last", Group::Move, LISTS, &["G", "end"], "last card", "last"),
    row(A::FirstColumn, "first-stage", Group::Move, ACROSS, &["0"], "first stage", "first stage"),
    row(A::LastColumn, "last-stage", Group::Move, ACROSS, &["$"], "last stage", "last stage"),
    row(A::HalfDown, "half-page-down", Group::Move, KEYS, &["ctrl-d", "pgdn"], "half a page down", "page"),
    row(A::HalfUp, "half-page-up", Group::Move, KEYS, &["ctrl-u", "pgup"], "half a page up", "page"),
    row(A::PrevAlert, "previous-alert", Group::Move, SCREENS, &["{"], "previous alert", "alert"),
    row(A::NextAlert, "next-alert", Group::Move, SCREENS, &["}"], "next alert", "alert"),
    row(A::PrevStream, "previous-stream", Group::Move, SCREENS, &["["], "previous stream", "stream"),
    row(A::NextStream, "next-stream", Group::Move, SCREENS, &["]"], "next stream", "stream"),
    row(A::Next, "next", Group::Move, SCREENS, &["n"], "next card, of the next stage at the end", "next"),
    row(A::Prev, "previous", Group::Move, SCREENS, &["N"], "previous card", "previous"),

    row(A::GoStream(1), "go-stream-1", Group::Go, SCREENS, &["g 1"], "stream 1", ""),
    row(A::GoStream(2), "go-stream-2", Group::Go, SCREENS, &["g 2"], "stream 2", ""),
    row(A::GoStream(3), "go-stream-3", Group::Go, SCREENS, &["g 3"], "stream 3", ""),
    row(A::GoStream(4), "go-stream-4", Group::Go, SCREENS, &["g 4"], "stream 4", ""),
    row(A::GoStream(5), "go-stream-5", Group::Go, SCREENS, &["g 5"], "stream 5", ""),
    row(A::GoStream(6), "go-stream-6", Group::Go, SCREENS, &["g 6"], "stream 6", ""),
    row(A::GoStream(7), "go-stream-7", Group::Go, SCREENS, &["g 7"], "stream 7", ""),
    row(A::GoStream(8), "go-stream-8", Group::Go, SCREENS, &["g 8"], "stream 8", ""),
    row(A::GoStream(9), "go-stream-9", Group::Go, SCREENS, &["g 9"], "stream 9", ""),
    row(A::GoMap, "go-map", Group::Go, SCREENS, &["g o"], "map of all streams", "map"),
    row(A::GoBoard, "go-board", Group::Go, SCREENS, &["g b"], "board of this stream", "board"),
    row(A::GoMine, "go-mine", Group::Go, SCREENS, &["g i"], "my cards", "mine"),
    row(A::GoReady, "go-ready", Group::Go, SCREENS, &["g r"], "cards ready to pull", "ready"),
    row(A::GoActivity, "go-activity", Group::Go, SCREENS, &["g l"], "what happened lately", "activity"),
    row(A::GoApprovals, "go-approvals", Group::Go, SCREENS, &["g a"], "what waits for my approval", "approvals"),
    row(A::GoMetrics, "go-metrics", Group::Go, SCREENS, &["g m"], "how work flows: charts and figures", "metrics"),
    row(A::GoBack, "go-back", Group::Go, SCREENS, &["ctrl-o", "backspace", "g p"], "back to the place before", "back"),
    row(A::GoForward, "go-forward", Group::Go, SCREENS, &["g n"], "forward again", "forward"),
    row(A::Jump, "jump", Group::Go, KEYS, &["ctrl-p"], "jump to a card, object, stage or stream", "jump"),
    row(A::Explore, "objects", Group::Go, &[C::Map, C::Board, C::Sheet, C::Metrics], &["o", "g x"], "objects around it: where it came from, what it is linked to", "objects"),
    row(A::GoThere, "go-there", Group::Go, &[C::Explore], &["o", "g x"], "go to the object picked: its board, or its detail", "go there"),

    row(A::Open, "open", Group::Card, SCREENS, &["enter"], "open: board of a stage, card, link", "open"),
    row(A::Add, "add", Group::Card, SCREENS, &["a"], "add a card in one line", "add"),
    row(A::AddForm, "add-form", Group::Card, SCREENS, &["A"], "add a card with a form", "form"),
    row(A::EditForm, "edit", Group::Card, SCREENS, &["e"], "edit", "edit"),
    row(A::EditText, "edit-text", Group::Card, SCREENS, &["E"], "edit the text in $EDITOR", "text"),
    row(A::MoveLeft, "move-left", Group::Card, SCREENS, &["H"], "carry the card a stage back", "drag"),
    row(A::MoveRight, "move-right", Group::Card, SCREENS, &["L"], "carry the card a stage on, through the gate", "drag"),
    row(A::MoveDown, "move-down", Group::Card, SCREENS, &["J"], "put the card one down", "order"),
    row(A::MoveUp, "move-up", Group::Card, SCREENS, &["K"], "put the card one up", "order"),
    row(A::Grab, "grab", Group::Card, SCREENS, &["m"], "grab the card: then hjkl or a stage's name", "grab"),
    row(A::Gate, "gate", Group::Card, SCREENS, &["x"], "gate of this stage", "gate"),
    row(A::HandOff, "hand-off", Group::Card, SCREENS, &["t"], "hand off to another stream", "hand off"),
    row(A::Mine, "mine", Group::Card, SCREENS, &["i"], "make it mine", "mine"),
    row(A::Block, "block", Group::Card, SCREENS, &["b"], "blocked, with a reason; again: free", "block"),
    row(A::Wait, "wait", Group::Card, SCREENS, &["w"], "wait until a date", "wait"),
    row(A::Comment, "comment", Group::Card, SCREENS, &["c"], "comment", "comment"),
    row(A::Relate, "relate", Group::Card, SCREENS, &["r"], "relate to another object", "relate"),
    row(A::Archive, "archive", Group::Card, SCREENS, &["d"], "archive; on a link: unlink", "archive"),
    row(A::Raise, "raise", Group::Card, SCREENS, &["+"], "more urgent", "urgent"),
    row(A::Lower, "lower", Group::Card, SCREENS, &["-"], "less urgent", "urgent"),

    row(A::SetBox, "set", Group::Set, SCREENS, &[], "set a value of the card", "set"),
    row(A::SetPriority, "set-priority", Group::Set, SCREENS, &["s p"], "priority", "priority"),
    row(A::SetPriorityTo(1), "set-priority-1", Group::Set, SCREENS, &["s 1"], "priority 1", ""),
    row(A::SetPriorityTo(2), "set-priority-2", Group::Set, SCREENS, &["s 2"], "priority 2", ""),
    row(A::SetPriorityTo(3), "set-priority-3", Group::Set, SCREENS, &["s 3"], "priority 3", ""),
    row(A::SetPriorityTo(4), "set-priority-4", Group::Set, SCREENS, &["s 4"], "priority 4", ""),
    row(A::SetAssignee, "set-assignee", Group::Set, SCREENS, &["s a"], "assignee", "assignee"),
    row(A::SetDue, "set-due", Group::Set, SCREENS, &["s d"], "due date", "due"),
    row(A::SetLabels, "set-labels", Group::Set, SCREENS, &["s l"], "labels", "labels"),
    row(A::SetTeam, "set-team", Group::Set, SCREENS, &["s g"], "team", "team"),
    row(A::SetBlocked, "set-blocked", Group::Set, SCREENS, &["s b"], "blocked", "blocked"),
    row(A::SetType, "set-type", Group::Set, SCREENS, &["s t"], "type", "type"),

    row(A::Mark, "mark", Group::Marks, &[C::Board], &["space"], "mark and step", "mark"),
    row(A::Range, "mark-range", Group::Marks, &[C::Board], &["v"], "mark a range; again ends it", "range"),
    row(A::RangeDown, "mark-down", Group::Marks, &[C::Board], &["shift-down"], "mark downwards", ""),
    row(A::RangeUp, "mark-up", Group::Marks, &[C::Board], &["shift-up"], "mark upwards", ""),
    row(A::MarkStage, "mark-stage", Group::Marks, &[C::Board], &["V"], "mark the stage", "stage"),
    row(A::MarkAll, "mark-all", Group::Marks, &[C::Board], &["*"], "mark all cards that fit the filter", "all"),

    row(A::Filter, "filter", Group::Filter, SCREENS, &["/"], "filter as you type", "find"),
    row(A::QuickFilter, "quick-filter", Group::Filter, SCREENS, &[], "quick filters", "filter"),
    row(A::FilterMine, "filter-mine", Group::Filter, SCREENS, &["f m"], "mine", "mine"),
    row(A::FilterUnassigned, "filter-unassigned", Group::Filter, SCREENS, &["f u"], "unassigned", ""),
    row(A::FilterSla, "filter-sla", Group::Filter, SCREENS, &["f s"], "at risk or breached", "SLA"),
    row(A::FilterBlocked, "filter-blocked", Group::Filter, SCREENS, &["f b"], "blocked", ""),
    row(A::FilterAgeing, "filter-ageing", Group::Filter, SCREENS, &["f a"], "older than a week", ""),
    row(A::FilterReady, "filter-ready", Group::Filter, SCREENS, &["f g"], "gate met, ready to pull", ""),
    row(A::FilterType, "filter-type", Group::Filter, SCREENS, &["f t"], "type", ""),
    row(A::FilterPriority, "filter-priority", Group::Filter, SCREENS, &["f p"], "priority", ""),
    row(A::FilterSaved, "filter-saved", Group::Filter, SCREENS, &["f f"], "a saved filter", "saved"),
    row(A::FilterSave, "filter-save", Group::Filter, SCREENS, &["f S"], "save the filter under a name, perhaps on a digit", ""),
    row(A::FilterSlot(1), "filter-1", Group::Filter, SCREENS, &["f 1"], "saved filter 1", ""),
    row(A::FilterSlot(2), "filter-2", Group::Filter, SCREENS, &["f 2"], "saved filter 2", ""),
    row(A::FilterSlot(3), "filter-3", Group::Filter, SCREENS, &["f 3"], "saved filter 3", ""),
    row(A::FilterSlot(4), "filter-4", Group::Filter, SCREENS, &["f 4"], "saved filter 4", ""),
    row(A::FilterSlot(5), "filter-5", Group::Filter, SCREENS, &["f 5"], "saved filter 5", ""),
    row(A::FilterSlot(6), "filter-6", Group::Filter, SCREENS, &["f 6"], "saved filter 6", ""),
    row(A::FilterSlot(7), "filter-7", Group::Filter, SCREENS, &["f 7"], "saved filter 7", ""),
    row(A::FilterSlot(8), "filter-8", Group::Filter, SCREENS, &["f 8"], "saved filter 8", ""),
    row(A::FilterSlot(9), "filter-9", Group::Filter, SCREENS, &["f 9"], "saved filter 9", ""),
    row(A::FilterForget, "filter-forget", Group::Filter, &[C::Menu], &["d"], "forget a saved filter", "forget"),
    row(A::FilterClear, "filter-clear", Group::Filter, SCREENS, &["f c"], "clear the filter", "clear"),

    row(A::Density, "density", Group::View, SCREENS, &["z d"], "lines a card takes", ""),
    row(A::Preview, "preview", Group::View, SCREENS, &["z p"], "preview on or off", ""),
    row(A::Zoom, "zoom", Group::View, SCREENS, &["z f"], "this stage over the whole width", "zoom"),
    row(A::Fold, "fold", Group::View, SCREENS, &["z a"], "fold this stage; in lanes this lane", "fold"),
    row(A::FoldStage, "fold-stage", Group::View, SCREENS, &["z A"], "fold this stage, in lanes too", ""),
    row(A::Swimlanes, "lanes", Group::View, SCREENS, &["z s"], "lanes by assignee, priority, type, label, team or scenario", "lanes"),
    row(A::Centre, "centre", Group::View, SCREENS, &["z z"], "bring the cursor to the middle", ""),
    row(A::Mouse, "mouse", Group::View, SCREENS, &["z m"], "mouse on or off", ""),
    row(A::Theme, "theme", Group::View, SCREENS, &["z t"], "next theme", ""),
    row(A::Ascii, "ascii", Group::View, SCREENS, &["z u"], "plain ASCII frames or lines", ""),
    row(A::Narrower, "narrower", Group::View, &[C::Explore, C::Metrics], &["<"], "less: steps of links, days", "less"),
    row(A::Wider, "wider", Group::View, &[C::Explore, C::Metrics], &[">"], "more: steps of links, days", "more"),
    row(A::Variant, "variant", Group::View, &[C::Board, C::Explore, C::Metrics], &["z v"], "the other view: by stage or team; columns, trace, impact; chart or table", "view"),

    row(A::CopyKey, "copy-key", Group::Copy, SCREENS, &["y y"], "key", "copy"),
    row(A::CopyTitle, "copy-title", Group::Copy, SCREENS, &["y t"], "title", ""),
    row(A::CopyLink, "copy-link", Group::Copy, SCREENS, &["y l"], "the command that shows it", ""),
    row(A::CopyMarkdown, "copy-markdown", Group::Copy, SCREENS, &["y m"], "as Markdown", ""),
    row(A::CopyJson, "copy-json", Group::Copy, SCREENS, &["y j"], "as JSON", ""),

    row(A::CopyCsv, "copy-csv", Group::Copy, &[C::Metrics], &["y c"], "the chart's numbers as CSV", "csv"),

    row(A::ShowChart(1), "chart-1", Group::Metrics, &[C::Metrics], &["1"], "cumulative flow", ""),
    row(A::ShowChart(2), "chart-2", Group::Metrics, &[C::Metrics], &["2"], "cycle time of what is finished", ""),
    row(A::ShowChart(3), "chart-3", Group::Metrics, &[C::Metrics], &["3"], "age of what is in progress", ""),
    row(A::ShowChart(4), "chart-4", Group::Metrics, &[C::Metrics], &["4"], "throughput and arrivals", ""),
    row(A::ShowChart(5), "chart-5", Group::Metrics, &[C::Metrics], &["5"], "breaches as they happened", ""),
    row(A::Forecast, "forecast", Group::Metrics, &[C::Metrics], &["%"], "forecast: how many by a date, when for a number", "forecast"),
    row(A::Improve, "raise-improvement", Group::Metrics, &[C::Map, C::Metrics], &["I"], "raise an improvement with the figures of the stage", "improve"),

    row(A::Tick, "tick", Group::Gate, &[C::Gate, C::Sheet], &["space"], "tick a line of the gate, or take the tick back", "tick"),
    row(A::TickRest, "tick-rest", Group::Gate, &[C::Gate], &["enter"], "tick the rest and move", "tick rest, move"),
    row(A::Evidence, "evidence", Group::Gate, &[C::Gate], &["e"], "tick with evidence", "evidence"),
    row(A::NotApplicable, "not-applicable", Group::Gate, &[C::Gate], &["n"], "not applicable, with a reason", "not applicable"),
    row(A::Approve, "approve", Group::Gate, &[C::Gate, C::Sheet], &["p"], "approve for a role of yours", "approve"),
    row(A::Reject, "reject", Group::Gate, &[C::Gate, C::Sheet], &["R"], "reject, with a reason; the card goes back", "reject"),
    row(A::Force, "force", Group::Gate, &[C::Gate, C::Sheet], &["F"], "move all the same, with a reason", "force"),
    row(A::ShowFolded, "show-folded", Group::Gate, &[C::Gate], &["tab"], "show or fold what is not asked for", "more"),

    row(A::Drop, "drop", Group::Grab, &[C::Grab], &["enter", "space"], "drop it here", "drop"),
    row(A::GrabName, "drop-by-name", Group::Grab, &[C::Grab], &["/"], "type the name of a stage", "name"),
    row(A::Choose, "choose", Group::General, &[C::Menu, C::Activity], &["enter"], "choose", "choose"),
    row(A::Search, "search-help", Group::General, &[C::Help], &["/"], "search keys", "search"),
    row(A::HelpStage, "help-stage", Group::General, &[C::Help], &["tab"], "what this stage is for", "this stage"),

    row(A::Palette, "palette", Group::General, KEYS, &[":"], "command palette", "cmd"),
    row(A::Undo, "undo", Group::General, &[C::Map, C::Board, C::Sheet, C::Explore, C::Metrics, C::Gate], &["u"], "undo", "undo"),
    row(A::Redo, "redo", Group::General, &[C::Map, C::Board, C::Sheet, C::Explore, C::Metrics, C::Gate], &["U", "ctrl-r"], "redo", "redo"),
    row(A::Repeat, "repeat", Group::General, SCREENS, &["."], "repeat the last change", "repeat"),
    row(A::NextPane, "next-pane", Group::General, SCREENS, &["tab"], "next pane", "pane"),
    row(A::PrevPane, "previous-pane", Group::General, SCREENS, &["shift-tab"], "pane before", ""),
    row(A::Cancel, "cancel", Group::General, ALL, &["esc"], "one step back", "back"),
    row(A::Close, "close", Group::General, KEYS, &["q"], "close; on the board: quit", "close"),
    row(A::Interrupt, "interrupt", Group::General, ALL, &["ctrl-c"], "cancel; twice: quit", ""),
    row(A::Suspend, "suspend", Group::General, ALL, &["ctrl-z"], "suspend", ""),
    row(A::Redraw, "redraw", Group::General, ALL, &["ctrl-l"], "draw anew", ""),
    row(A::Demo, "demo", Group::General, SCREENS, &["D"], "look around in demo data", "demo"),
    row(A::Tutor, "tutor", Group::General, SCREENS, &[], "the lesson of the demo", ""),
    row(A::Help, "help", Group::General, KEYS, &["?", "f1"], "help; again: all keys", "help"),

    row(A::Accept, "accept", Group::Text, TYPING, &["enter"], "done; next field", "accept"),
    row(A::Complete, "complete", Group::Text, CHOOSING, &["tab"], "complete", "complete"),
    row(A::NextField, "next-field", Group::Text, &[C::Form], &["tab"], "next field", "next field"),
    row(A::PrevField, "previous-field", Group::Text, &[C::Form], &["shift-tab"], "field before", ""),
    row(A::ItemUp, "item-up", Group::Text, TYPING, &["up"], "one up", "choose"),
    row(A::ItemDown, "item-down", Group::Text, TYPING, &["down"], "one down", "choose"),
    row(A::CursorLeft, "cursor-left", Group::Text, TYPING, &["left"], "left", ""),
    row(A::CursorRight, "cursor-right", Group::Text, TYPING, &["right"], "right", ""),
    row(A::CursorHome, "cursor-home", Group::Text, TYPING, &["home"], "start of the line", ""),
    row(A::CursorEnd, "cursor-end", Group::Text, TYPING, &["end", "ctrl-e"], "end of the line", ""),
    row(A::DeleteBack, "delete-back", Group::Text, TYPING, &["backspace"], "delete", ""),
    row(A::DeleteForward, "delete-forward", Group::Text, TYPING, &["delete"], "delete ahead", ""),
    row(A::DeleteWord, "delete-word", Group::Text, TYPING, &["ctrl-w"], "delete a word", ""),
    row(A::DeleteToStart, "delete-to-start", Group::Text, TYPING, &["ctrl-u"], "delete to the start", ""),
    row(A::OpenEditor, "open-editor", Group::Text, &[C::Prompt, C::Form], &["ctrl-o"], "write it in $EDITOR", "$EDITOR"),
];
