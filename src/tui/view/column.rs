//! A column: title with count and limit, cards, and what lies above and below.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::card::{self, Held};
use super::look::Look;
use super::{empty, words};
use crate::app::geometry::ColumnLayout;
use crate::app::model::{Column, Grab, Mode};
use crate::domain::window::{CardRow, StageLine};
use crate::tui::layout;
use crate::tui::widget::scroll;
use crate::tui::widget::strip::{Bit, bit, cells};

/// Draws a column. `long`: the full name of the stage has room on every column.
pub fn draw(look: &Look<'_>, place: &ColumnLayout, has_frames: bool, card_lines: u16, long: bool, buf: &mut Buffer) {
    let column = &look.model.board.columns[place.idx];
    let stage = stage(look, column);
    let area = layout::rect(place.area);
    let inner = layout::rect(place.inner);
    if place.is_folded {
        return folded(look, place, stage, area, buf);
    }
    let list = List::of(look, place);
    let room = place.area.width.saturating_sub(4);
    let title = title(look, place, stage, long);
    if has_frames {
        look.panel(title, foot(look, &list, stage, room)).draw(area, buf);
    } else {
        let mut line = look.strip(buf, layout::row(area, 0));
        line.put_all(&title);
        line.put_right(&plain_foot(look, &list, place.idx), Style::new());
    }
    if list.rows.is_empty() {
        return empty::column(look, place.idx, inner, buf);
    }
    for (n, (row, held)) in list.on_screen().enumerate() {
        let y = n as u16 * card_lines;
        let rows = card_lines.min(inner.height.saturating_sub(y));
        let area = Rect::new(inner.x, inner.y + y, inner.width, rows);
        card::draw(look, row, held, area, buf);
    }
}

/// The name and counts of a stage as its title.
fn title_text(look: &Look<'_>, column: &Column, stage: &StageLine, long: bool) -> String {
    let name = if long { &stage.name } else { &stage.short };
    let limit = || stage.wip.map_or_else(String::new, |limit| format!("/{limit}"));
    let found = column.window.as_ref().filter(|_| !look.model.filter.text.is_empty()).map(|w| w.n_total);
    match found {
        Some(found) => format!("{name} {found} of {}", stage.n_cards),
        None => format!("{name} {}{}", stage.n_cards, limit()),
    }
}

fn title<'a>(look: &Look<'_>, place: &ColumnLayout, stage: Option<&StageLine>, long: bool) -> Vec<Bit<'a>> {
    let (column, width) = (&look.model.board.columns[place.idx], place.inner.width);
    let is_focused = place.idx == look.model.board.focus;
    let (lead, style) = if is_focused { (">", look.theme.title_focused) } else { (" ", look.theme.title) };
    let Some(stage) = stage else { return team(look, place, lead, style) };
    let text = title_text(look, column, stage, long);
    let mut bits = vec![bit(format!("{lead}{text}"), style)];
    if stage.is_over() {
        let over = if cells(&text) + 8 <= width { " ^OVER" } else { "^" };
        bits.push(bit(over, if is_focused { style } else { look.theme.over_limit }));
    }
    bits.push(bit(" ", if is_focused { style } else { Style::new() }));
    bits
}

/// The title of a team's column.
fn team<'a>(look: &Look<'_>, place: &ColumnLayout, lead: &str, style: Style) -> Vec<Bit<'a>> {
    let Some(line) = look.model.board.line_of(place.idx) else { return Vec::new() };
    vec![bit(format!("{lead}{} {}", line.name, line.n_cards()), style), bit(" ", Style::new())]
}

/// In the frame below: what lies out of sight, and how the stage stands; what does not fit whole is left out.
fn foot<'a>(look: &Look<'_>, list: &List<'_>, stage: Option<&StageLine>, room: u16) -> Vec<Bit<'a>> {
    let (above, below) = (list.n_above(), list.n_below());
    let mut parts = Vec::new();
    let mut say = |n: u64, text: String| {
        if n > 0 {
            parts.push(text);
        }
    };
    say(above, format!("+{above} above"));
    say(below, format!("+{below} below"));
    if let Some(oldest) = stage.and_then(|s| s.oldest_entered_at) {
        let age_s = (look.model.now - oldest).num_seconds();
        say(1, format!("oldest {}", crate::domain::date::show_span(age_s)));
    }
    while parts.len() > 1 && cells(&parts.join("  ")) > room {
        parts.pop();
    }
    if parts.is_empty() { Vec::new() } else { vec![bit(format!(" {} ", parts.join("  ")), look.theme.dim)] }
}

/// Without a frame: what lies below, and which stage of how many this is.
fn plain_foot(look: &Look<'_>, list: &List<'_>, idx: usize) -> String {
    let below = list.n_below();
    let below = if below > 0 { format!("  +{below} below") } else { String::new() };
    format!("{below}  {} of {} ", idx + 1, look.model.board.columns.len())
}

/// Three cells wide: the short name from top to bottom, its count below.
fn folded(look: &Look<'_>, place: &ColumnLayout, stage: Option<&StageLine>, area: Rect, buf: &mut Buffer) {
    let inner = look.panel(Vec::new(), Vec::new()).draw(area, buf);
    let Some(stage) = stage else { return };
    let is_focused = place.idx == look.model.board.focus;
    if is_focused {
        look.put(buf, layout::row(inner, 0), ">", look.theme.title_focused);
    }
    upright(look, &format!("{} {}", stage.short, stage.n_cards), layout::below(inner, 1), buf);
}

/// Writes a text from top to bottom.
pub fn upright(look: &Look<'_>, text: &str, area: Rect, buf: &mut Buffer) {
    for (n, letter) in text.chars().enumerate() {
        look.put(buf, layout::row(area, n as u16), letter.encode_utf8(&mut [0; 4]), Style::new());
    }
}

/// Whether the titles of all columns have room for the full names.
pub fn names_fit(look: &Look<'_>, places: &[ColumnLayout]) -> bool {
    let fits = |place: &ColumnLayout| {
        let column = &look.model.board.columns[place.idx];
        let Some(stage) = stage(look, column) else { return true };
        // Mark, space and the word for a stage over its limit.
        place.is_folded || cells(&title_text(look, column, stage, true)) + 9 <= place.inner.width
    };
    places.iter().all(fits)
}

/// The counts of a column's stage.
pub fn stage<'a>(look: &Look<'a>, column: &Column) -> Option<&'a StageLine> {
    look.model.streams.iter().flat_map(|s| &s.stages).find(|s| s.id == column.stage)
}

/// The cards of a column as they lie now: one taken in hand is already where it would be dropped.
pub struct List<'a> {
    rows: Vec<(&'a CardRow, Held)>,
    top: usize,
    n_fit: usize,
    /// Rows of the stage before and in all, in memory or not.
    n_before: u64,
    n_total: u64,
}

impl<'a> List<'a> {
    /// The cards of a column's layout.
    pub fn of(look: &Look<'a>, place: &ColumnLayout) -> Self {
        let model = look.model;
        let column = &model.board.columns[place.idx];
        let grab = match &model.mode {
            Mode::Grab(grab) => Some(grab),
            _ => None,
        };
        let is_focused = place.idx == model.board.focus && grab.is_none();
        let held = |row: &CardRow| Held {
            is_cursor: is_focused && column.cursor == Some(row.card),
            is_marked: model.marks.contains(&row.card),
            is_grabbed: false,
        };
        let is_grabbed = |row: &&CardRow| grab.is_some_and(|g| g.row.card == row.card);
        let mut rows: Vec<_> = column.rows().iter().filter(|r| !is_grabbed(r)).map(|r| (r, held(r))).collect();
        let n_lost = column.rows().len() - rows.len();
        let mut top = column.top.min(rows.len().saturating_sub(1));
        let target = grab.filter(|g| g.column == place.idx);
        if let Some(Grab { row, row_idx, .. }) = target {
            let at = (*row_idx).min(rows.len());
            rows.insert(
                at,
                (row, Held { is_grabbed: true, is_marked: model.marks.contains(&row.card), ..Held::default() }),
            );
            top = scroll::top(top, at, rows.len(), place.n_rows);
        }
        let (n_before, n_total) = column.window.as_ref().map_or((0, 0), |w| (w.n_above, w.n_total));
        let n_total = n_total - n_lost as u64 + u64::from(target.is_some());
        Self { rows, top, n_fit: place.n_rows, n_before, n_total }
    }

    /// Those in sight, with how each is held.
    pub fn on_screen(&self) -> impl Iterator<Item = (&'a CardRow, Held)> + '_ {
        self.rows.iter().skip(self.top).take(self.n_fit).copied()
    }

    fn n_above(&self) -> u64 {
        self.n_before + self.top as u64
    }

    fn n_below(&self) -> u64 {
        self.n_total.saturating_sub(self.n_above() + self.on_screen().count() as u64)
    }
}

/// The stages that are out of sight at the right (or else at the left): the next one's name, upright.
pub fn more(look: &Look<'_>, shown: &[ColumnLayout], area: Rect, buf: &mut Buffer) {
    let columns = &look.model.board.columns;
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else { return };
    let right = columns.get(last.idx + 1).map(|c| (">", c));
    let left = || first.idx.checked_sub(1).and_then(|idx| columns.get(idx)).map(|c| ("<", c));
    let Some((arrow, column)) = right.or_else(left) else { return };
    look.put(buf, layout::row(area, 1), arrow, look.theme.key);
    if let Some(stage) = stage(look, column) {
        upright(look, &format!("{} {}", stage.short, stage.n_cards), layout::below(area, 3), buf);
    }
}

/// A sentence for a stage on the map and in the status line: `Diagnose: 15 cards, limit 10, !3 breached`.
pub fn told(look: &Look<'_>, stage: &StageLine) -> String {
    let limit = stage.wip.map_or_else(String::new, |limit| format!(", limit {limit}"));
    let over = if stage.is_over() { " ^OVER" } else { "" };
    let mut parts = vec![format!("{}{limit}{over}", words::many(stage.n_cards, "card"))];
    for (n, text) in
        [(stage.n_breached, "!{} breached"), (stage.n_at_risk, "~{} at risk"), (stage.n_blocked, "#{} blocked")]
    {
        if n > 0 {
            parts.push(text.replace("{}", &n.to_string()));
        }
    }
    if let Some(oldest) = stage.oldest_entered_at {
        parts.push(format!("oldest {}", crate::domain::date::show_span((look.model.now - oldest).num_seconds())));
    }
    parts.join(", ")
}
