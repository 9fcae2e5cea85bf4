//! The gate of a card: its lines under headings, in the detail and as a popup.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::look::Look;
use super::{approvals, words};
use crate::app::geometry;
use crate::app::model::{GateItem, GateView, gate_items, gate_lines, standing};
use crate::domain::gate::{Asked, Gate, Line, Status};
use crate::domain::intent::Stay;
use crate::domain::stream::{CriterionKind, Level, Mode};
use crate::domain::window::Standing;
use crate::text;
use crate::tui::layout;
use crate::tui::widget::scroll;
use crate::tui::widget::strip::{Bit, bit};

/// A row of the list: a heading, or a part of a line that may take several rows.
struct Row {
    line: Option<usize>,
    text: String,
    style: Style,
    /// What makes a line hold, or what it misses.
    is_note: bool,
}

/// Draws the popup of `x` or of a refused move.
pub fn popup(look: &Look<'_>, view: &GateView, buf: &mut Buffer) {
    let standing = view.sheet.as_ref().and_then(|sheet| standing(sheet, Some(view.card)));
    let refused = view.refused.as_deref().map_or_else(Vec::new, |stay| refusal(look, stay, standing));
    let rows = standing.map_or(0, |s| rows(look, &s.gate, view.shows_folded, 86).len());
    let height = (rows + refused.len() + 4).min(30) as u16;
    let area = layout::rect(geometry::overlay(look.model, 92, height.max(6)));
    let title = standing.map_or_else(|| vec![bit(" Gate ", look.theme.title)], |s| title(look, s, view));
    let foot = standing.map(|s| bit(format!(" gates {} ", s.gate.policy), look.theme.dim));
    let inner = layout::inset(look.popup(title, foot.into_iter().collect()).draw_over(area, buf), 1);
    // The head leaves room for the lines.
    let n_refused = (refused.len() as u16).min(inner.height.div_ceil(2));
    for (n, line) in refused.iter().take(usize::from(n_refused)).enumerate() {
        look.put(buf, layout::row(inner, n as u16), line, look.theme.notice_refused);
    }
    let Some(here) = standing else {
        look.put(buf, layout::row(inner, 0), "Reading the gate.", look.theme.dim);
        return;
    };
    let list = layout::below(inner, n_refused);
    let list = Rect { height: list.height.saturating_sub(1), ..list };
    draw(look, &here.gate, view.shows_folded, Some(view.cursor), list, buf);
    let bottom = layout::row(inner, inner.height.saturating_sub(1));
    let is_covered = area.bottom() > layout::rect(geometry::frame(look.model).status).y;
    if let Some(notice) = look.model.notice.as_ref().filter(|n| is_covered && !is_of_refusal(view, &n.text)) {
        look.put(buf, bottom, &notice.text, look.theme.of_notice(notice.kind));
        return;
    }
    let told = gate_items(&here.gate, view.shows_folded).get(view.cursor).map(|item| match item {
        GateItem::Line(line) => told(look, line),
        GateItem::Approval(asked) => approvals::told(look, asked),
    });
    look.put(buf, bottom, &told.unwrap_or_default(), look.theme.dim);
}

/// Whether a notice says what the head of the popup says already.
fn is_of_refusal(view: &GateView, text: &str) -> bool {
    view.refused.as_ref().is_some_and(|stay| text.starts_with(&format!("{} stays", stay.key)))
}

fn title<'a>(look: &Look<'_>, standing: &Standing, view: &GateView) -> Vec<Bit<'a>> {
    let key = view.sheet.as_ref().map_or_else(String::new, |sheet| sheet.object.key.to_string());
    vec![bit(format!(" {key}  {} ", heading(standing)), look.theme.title)]
}

/// `Gate 2/4  Diagnose -> Resolve`
pub fn heading(standing: &Standing) -> String {
    let gate = &standing.gate;
    let next = standing.next_name.as_deref().unwrap_or("done");
    format!("Gate {}/{}  {} -> {next}", gate.n_met(), gate.n_asked(), standing.stage_name)
}

/// Why it stays; lines ticked since then are not open any more. What bars the way in is told with what to do instead.
fn refusal(look: &Look<'_>, stay: &Stay, now: Option<&Standing>) -> Vec<String> {
    let n_open = now.map_or(stay.open.len(), |s| s.gate.open().len().min(stay.open.len()));
    if n_open == 0 && stay.full.is_none() && stay.barred.is_empty() {
        return vec![format!("Nothing is open any more. Enter moves {}.", stay.key)];
    }
    let open = (n_open > 0).then(|| words::many(n_open as u64, "line") + " open");
    let full = stay.full.as_ref().map(|full| format!("{} is full ({}/{})", full.stage, full.n_cards, full.limit));
    let barred = (!stay.barred.is_empty()).then(|| "the way in is barred".to_owned());
    let why: Vec<String> = open.into_iter().chain(full).chain(barred).collect();
    let place = stay.stage.as_ref().map_or_else(String::new, |stage| format!(" in {stage}"));
    let head = format!("{} stays{place}: {}.{}", stay.key, why.join("; "), way_on(stay));
    let bars = stay.barred.iter().map(|bar| words::with_moments(&bar.to_string(), look.model.now, look.model.zone));
    let room = usize::from(geometry::overlay(look.model, 92, 6).width).saturating_sub(4);
    let lines = std::iter::once(head).chain(bars.map(|bar| format!("- {bar}")));
    lines.flat_map(|line| text::wrap(&text::sanitize(&line), room)).collect()
}

/// What passes it all the same, where ticking does not.
fn way_on(stay: &Stay) -> &'static str {
    let in_the_way = stay.full.is_some() || !stay.barred.is_empty();
    let may_be_forced = stay.open.is_empty() && stay.barred.iter().all(|bar| bar.may_be_forced);
    if in_the_way && may_be_forced { " F moves it all the same, with a reason." } else { "" }
}

/// Draws the lines with their headings, scrolled so that the one with the cursor is in sight.
pub fn draw(look: &Look<'_>, gate: &Gate, shows_folded: bool, cursor: Option<usize>, area: Rect, buf: &mut Buffer) {
    let rows = rows(look, gate, shows_folded, area.width);
    if rows.is_empty() {
        look.put(buf, area, "Nothing is asked for here.", look.theme.dim);
        return;
    }
    let is_cursor = |row: &Row| row.line.is_some() && row.line == cursor;
    let last = rows.iter().rposition(is_cursor).unwrap_or(0);
    let first = rows.iter().position(is_cursor).unwrap_or(0);
    let top = scroll::top(0, last, rows.len(), usize::from(area.height)).min(first);
    for (n, row) in rows[top..].iter().take(usize::from(area.height)).enumerate() {
        let here = is_cursor(row);
        let style = if here { look.theme.selected } else { row.style };
        // The second line of a guarded one stays as it is.
        let style = if here && row.is_note { row.style } else { style };
        let is_first = row.text.starts_with('[');
        let lead = match row.line {
            None => "",
            Some(_) if here && is_first => ">",
            Some(_) => " ",
        };
        let mut line = look.strip(buf, layout::row(area, n as u16));
        line.put(lead, if here { style } else { Style::new() }).put(&row.text, style);
    }
}

/// Draws the lines beside the board, without headings, in at most three rows each; the rows it took.
pub fn brief(look: &Look<'_>, gate: &Gate, area: Rect, buf: &mut Buffer) -> u16 {
    let items = gate_items(gate, false);
    let mut rest = area;
    for (idx, item) in items.iter().enumerate() {
        let rows = shortened(look, of_item(look, gate, idx, item, area.width + 1));
        let is_last = idx + 1 == items.len();
        if usize::from(rest.height) < rows.len() + usize::from(!is_last) {
            let n = (items.len() - idx) as u64;
            look.put(buf, rest, &format!("+{}", words::many(n, "line")), look.theme.dim);
            return area.height - layout::below(rest, 1).height;
        }
        for row in rows {
            look.put(buf, layout::row(rest, 0), &row.text, row.style);
            rest = layout::below(rest, 1);
        }
    }
    area.height - rest.height
}

/// Two rows of the line and one of the note below it.
fn shortened(look: &Look<'_>, rows: Vec<Row>) -> Vec<Row> {
    let (notes, mut lines): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.is_note);
    let cut = |rows: &mut Vec<Row>, n: usize| {
        if rows.len() > n {
            rows.truncate(n);
            rows[n - 1].text += look.glyphs.cut;
        }
    };
    let mut notes = notes;
    cut(&mut lines, 2);
    cut(&mut notes, 1);
    lines.into_iter().chain(notes).collect()
}

fn rows(look: &Look<'_>, gate: &Gate, shows_folded: bool, width: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut last = None;
    for (idx, item) in gate_items(gate, shows_folded).iter().enumerate() {
        let heading = group(gate, item);
        if last.replace(heading) != Some(heading) {
            rows.push(told_row(format!(" {heading}"), look.theme.heading));
        }
        rows.extend(of_item(look, gate, idx, item, width));
    }
    let n = gate_lines(gate, true).len() - gate_lines(gate, false).len();
    if !shows_folded && n > 0 {
        rows.push(told_row(format!(" {n} more: what may be done, and how it came in"), look.theme.dim));
    }
    rows
}

fn told_row(text: String, style: Style) -> Row {
    Row { line: None, text, style, is_note: false }
}

fn of_item(look: &Look<'_>, gate: &Gate, idx: usize, item: &GateItem<'_>, width: u16) -> Vec<Row> {
    match item {
        GateItem::Line(line) => wrapped(look, gate, idx, line, width),
        GateItem::Approval(asked) => approval(look, idx, asked, width),
    }
}

fn wrapped(look: &Look<'_>, gate: &Gate, idx: usize, line: &Line, width: u16) -> Vec<Row> {
    let level = line.criterion.level.filter(|level| *level != Level::Shall);
    let level = level.map_or_else(String::new, |level| format!("{level}: "));
    let again = if line.status == Status::LastTime { " (met last time)" } else { "" };
    let said = format!("{level}{}{again}", text::sanitize(&line.criterion.text));
    let style = if line.status.holds() { look.theme.met } else { Style::new() };
    let room = usize::from(width).saturating_sub(5);
    let row = |(n, part): (usize, String)| {
        let lead = if n == 0 { tick(line.status) } else { "   " };
        Row { line: Some(idx), text: format!("{lead} {part}"), style, is_note: false }
    };
    let mut rows: Vec<Row> = text::wrap(&said, room).into_iter().enumerate().map(row).collect();
    if let Some(note) = note(look, gate, line) {
        rows.extend(notes(look, idx, &note, room));
    }
    rows
}

fn approval(look: &Look<'_>, idx: usize, asked: &Asked, width: u16) -> Vec<Row> {
    let is_given = asked.said.as_ref().is_some_and(|said| !said.is_rejected);
    let style = if is_given { look.theme.met } else { Style::new() };
    let (name, said) = (approvals::asked(look, asked), approvals::said(look, asked));
    let (name, said) = (text::sanitize(&name), text::sanitize(&said));
    let room = usize::from(width).saturating_sub(1);
    if text::width(&name) + text::width(&said) + 2 <= room {
        return vec![Row { line: Some(idx), text: format!("{name}  {said}"), style, is_note: false }];
    }
    let mut rows = vec![Row {
        line: Some(idx),
        text: text::cut(&name, room, look.glyphs.cut).into_owned(),
        style,
        is_note: false,
    }];
    rows.extend(notes(look, idx, &said, room.saturating_sub(4)));
    rows
}

/// What makes a guarded line hold, or what it misses.
fn note(look: &Look<'_>, gate: &Gate, line: &Line) -> Option<String> {
    let verdict = line.verdict.as_ref()?;
    let text = match line.status {
        Status::Auto if verdict.by.is_empty() => return None,
        Status::Auto => format!("by {}", verdict.by.join(", ")),
        _ if verdict.missing.is_empty() => return None,
        _ => beside_approvals(look, gate, &verdict.missing),
    };
    let text = words::with_moments(&text, look.model.now, look.model.zone);
    Some(text::sanitize(&text).into_owned())
}

/// What is missing but for the approvals, which have lines of their own.
fn beside_approvals(look: &Look<'_>, gate: &Gate, missing: &str) -> String {
    let approvals: Vec<String> =
        gate.approvals.iter().map(|a| format!("approval by {}", approvals::name(look, a))).collect();
    let (asked, others): (Vec<&str>, Vec<&str>) =
        missing.split("; ").partition(|part| approvals.iter().any(|approval| approval == part));
    let asked = (!asked.is_empty()).then(|| words::many(asked.len() as u64, "approval") + " below");
    others.into_iter().map(str::to_owned).chain(asked).collect::<Vec<_>>().join("; ")
}

fn notes(look: &Look<'_>, idx: usize, note: &str, room: usize) -> Vec<Row> {
    let row = |part: String| Row { line: Some(idx), text: format!("    {part}"), style: look.theme.dim, is_note: true };
    text::wrap(note, room).into_iter().map(row).collect()
}

fn tick(status: Status) -> &'static str {
    match status {
        Status::Open | Status::LastTime => "[ ]",
        Status::Met | Status::Auto => "[x]",
        Status::NotApplicable => "[-]",
    }
}

fn group(gate: &Gate, item: &GateItem<'_>) -> &'static str {
    let GateItem::Line(line) = item else {
        return "approvals";
    };
    match (line.criterion.kind, gate.exit_mode) {
        (CriterionKind::Exit, Mode::All) => "exit criteria (all)",
        (CriterionKind::Exit, Mode::Any) => "exit criteria (one of them)",
        (CriterionKind::Activity, _) if line.is_required() || line.criterion.level == Some(Level::Should) => "to do",
        (CriterionKind::Activity, _) => "may be done",
        (CriterionKind::Entrance, _) => "came in by",
    }
}

/// Who said so, when, and with what.
pub fn told(look: &Look<'_>, line: &Line) -> String {
    let Some(tick) = &line.tick else {
        let applies = line.criterion.applies.as_ref().map_or_else(String::new, |when| format!("applies: {when}"));
        return match (&line.verdict, line.status) {
            (Some(_), Status::Auto) => "holds by itself".to_owned(),
            (Some(_), _) => "checked by itself; it is not ticked".to_owned(),
            (None, Status::Auto) => "holds by itself: its exits were met".to_owned(),
            (None, _) => applies,
        };
    };
    let when = words::moment(tick.at, look.model.now, look.model.zone);
    let rest = if tick.with_rest { ", with the rest" } else { "" };
    let evidence = tick.evidence.as_ref().map_or_else(String::new, |text| format!(": {text}"));
    let what = if tick.na { "not applicable" } else { "met" };
    format!("{what}, {} {when}{rest}{evidence}", tick.by)
}
