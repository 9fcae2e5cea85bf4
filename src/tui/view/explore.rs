//! The object explorer: the way walked, what is linked to the object in focus, the one picked.

mod peek;
mod tree;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::look::Look;
use super::words;
use crate::app::geometry::Class;
use crate::app::geometry::explore::{LinkLine, PathLine};
use crate::app::geometry::{self, explore as place};
use crate::app::model::explore::{Explore, Part, Shape};
use crate::domain::around::{Neighbour, ObjectRow};
use crate::domain::id::{StageId, TypeId};
use crate::domain::window::StreamLine;
use crate::tui::layout;
use crate::tui::widget::strip::{Bit, Strip, bit, cells};

/// Draws the explorer.
pub fn draw(look: &Look<'_>, buf: &mut Buffer) {
    let Some(explore) = &look.model.explore else { return };
    let places = geometry::explore(look.model);
    for (part, area) in &places.parts {
        let (heading, foot) = (heading(look, explore, *part), foot(look, explore, *part));
        if places.has_frames {
            look.panel(heading, foot).draw(layout::rect(*area), buf);
        } else {
            look.strip(buf, layout::row(layout::rect(*area), 0)).put_all(&heading).skip(1).put_whole(&foot, 1);
        }
        let inner = place::inside(*area, places.has_frames);
        match part {
            Part::Path => path(look, explore, inner, buf),
            Part::Links if explore.shape != Shape::Columns => tree::draw(look, explore, inner, buf),
            Part::Links => links(look, explore, inner, places.has_frames, buf),
            Part::Preview => peek::draw(look, explore, inner, buf),
        }
    }
}

fn heading<'a>(look: &Look<'_>, explore: &Explore, part: Part) -> Vec<Bit<'a>> {
    let text = match part {
        Part::Path => "came from".to_owned(),
        Part::Links => {
            let n = explore.around.as_ref().map(|around| format!(" ({})", around.n_in + around.n_out));
            let key = explore.focus_row().map_or_else(String::new, |row| format!("{} ", row.key));
            match explore.shape {
                Shape::Columns => format!("{key}links{}", n.unwrap_or_default()),
                Shape::Trace => format!("{key}trace"),
                Shape::Impact => format!("{key}impact"),
            }
        }
        Part::Preview => match &explore.peek {
            Some(peek) => format!("preview: {}", peek.sheet.object.key),
            None => "preview".to_owned(),
        },
    };
    if explore.part == part {
        vec![bit(format!(">{text} "), look.theme.title_focused)]
    } else {
        vec![bit(format!(" {text} "), look.theme.title)]
    }
}

/// Which types are listed, and how many steps.
fn foot<'a>(look: &Look<'_>, explore: &Explore, part: Part) -> Vec<Bit<'a>> {
    if part != Part::Links || explore.shape != Shape::Columns {
        return Vec::new();
    }
    let only = explore.only.as_ref().map_or_else(|| "all".to_owned(), |only| type_name(look, only));
    vec![bit(format!(" ft: {only}  < > {} ", words::many(u64::from(explore.depth), "step")), look.theme.dim)]
}

/// The way walked, with the relations between.
fn path(look: &Look<'_>, explore: &Explore, inner: geometry::Area, buf: &mut Buffer) {
    let cursor = (explore.part == Part::Path).then(|| explore.at(Part::Path));
    for (line, area) in place::path_rows(explore, inner) {
        path_line(look, explore, line, cursor, layout::rect(area), buf);
    }
}

fn path_line(look: &Look<'_>, explore: &Explore, line: PathLine, cursor: Option<usize>, area: Rect, buf: &mut Buffer) {
    let (PathLine::Key(idx) | PathLine::Title(idx) | PathLine::Stand(idx) | PathLine::Bar(idx) | PathLine::Via(idx)) =
        line;
    let step = &explore.path[idx];
    let row = step.row.as_ref();
    let mut strip = look.strip(buf, area);
    match line {
        PathLine::Key(_) => {
            let Some(row) = row else {
                strip.put(" Reading.", look.theme.dim);
                return;
            };
            let is_focus = idx + 1 == explore.path.len();
            let style = look.cursor_style(cursor == Some(idx));
            let mark = if cursor == Some(idx) { '>' } else { ' ' };
            let here = if is_focus && idx > 0 { "  <-" } else { "" };
            strip.put(&format!("{mark}{}", row.key), style);
            strip.skip(1).put(&format!("{}{here}", type_name(look, &row.type_id)), Style::new());
        }
        PathLine::Title(_) => {
            strip.skip(3).put(row.map_or("", |row| &row.title), Style::new());
        }
        PathLine::Stand(_) => {
            let stands = row.map_or_else(Vec::new, |row| stands(look, row));
            strip.skip(3).put_whole(&dimmed(look, stands), 2);
        }
        PathLine::Bar(_) => {
            strip.skip(3).put("|", look.theme.dim);
        }
        PathLine::Via(_) => {
            strip.skip(3).put(step.via.as_deref().unwrap_or("over others"), Style::new());
        }
    }
}

/// What is linked: incoming first, each with its type and where it stands.
fn links(look: &Look<'_>, explore: &Explore, inner: geometry::Area, has_frames: bool, buf: &mut Buffer) {
    let Some(around) = &explore.around else {
        look.put(buf, layout::indent(layout::rect(inner), 1), "Reading.", look.theme.dim);
        return;
    };
    if around.rows.is_empty() {
        let text = match &explore.only {
            None => "Linked to nothing yet.\nr relates it.\n? tells the keys.".to_owned(),
            Some(only) => format!("No {} here.\nft goes on to the next type.", type_name(look, only)),
        };
        look.put_wrapped(buf, layout::indent(layout::rect(inner), 1), &text, look.theme.dim);
        return;
    }
    let cursor = explore.at(Part::Links);
    let has_keys = explore.part == Part::Links;
    for (line, area) in place::link_rows(explore, inner, has_frames) {
        let area = layout::rect(area);
        match line {
            LinkLine::Way { is_outgoing } => {
                let (word, n) = if is_outgoing { ("out", around.n_out) } else { ("in", around.n_in) };
                look.put(buf, area, &format!(" {word} ({n})"), look.theme.dim);
            }
            LinkLine::Key(idx) => {
                link_key(look, &around.rows[idx], (idx == cursor, has_keys), area, buf);
            }
            LinkLine::Type(idx) => link_type(look, &around.rows[idx], area, buf),
            LinkLine::Rest => look.put(buf, area, &format!(" and {} more; ft narrows", around.n_rest), look.theme.dim),
        }
    }
}

/// `>^ is created by PRB-310`, and the title where there is room.
fn link_key(look: &Look<'_>, link: &Neighbour, (is_cursor, has_keys): (bool, bool), area: Rect, buf: &mut Buffer) {
    let mut strip = look.strip(buf, area);
    let style = look.cursor_style(is_cursor && has_keys);
    let way = if link.is_outgoing { '>' } else { '^' };
    let mark = if is_cursor { '>' } else { ' ' };
    let lead = " ".repeat(usize::from(link.steps - 1) * 2);
    let lead = format!("{mark}{lead}{way} ");
    related(look, &mut strip, &lead, &link.name, (&link.object, style));
    titled(look, &mut strip, &link.object);
}

/// `is created by PRB-310`: where there is little room the relation is cut, never the key. The key alone has the
/// style of the cursor: what changes is sent with every step of it.
pub fn related(look: &Look<'_>, line: &mut Strip<'_>, lead: &str, name: &str, (object, style): (&ObjectRow, Style)) {
    let key = object.key.as_str();
    let room = usize::from(line.room().saturating_sub(cells(lead) + cells(key) + 1));
    let name = crate::text::sanitize(name);
    let name = crate::text::cut(&name, room, look.glyphs.cut);
    let gap = if name.is_empty() { "" } else { " " };
    line.put(&format!("{lead}{name}{gap}"), Style::new()).put(key, style);
}

/// The title behind what was said, where there is room for a word of it; of a closed object faintly.
pub fn titled(look: &Look<'_>, line: &mut Strip<'_>, object: &ObjectRow) {
    if line.room() >= LEAST_TITLE {
        line.skip(2).put(&object.title, if object.is_closed { look.theme.dim } else { Style::new() });
    }
}

/// Cells a title takes at least, with the gap before it.
const LEAST_TITLE: u16 = 8;

fn dimmed<'a>(look: &Look<'_>, parts: Vec<String>) -> Vec<Bit<'a>> {
    parts.into_iter().map(|part| bit(part, look.theme.dim)).collect()
}

fn link_type(look: &Look<'_>, link: &Neighbour, area: Rect, buf: &mut Buffer) {
    let mut strip = look.strip(buf, area);
    strip.skip(3 + 2 * u16::from(link.steps - 1));
    let stands = stands(look, &link.object);
    let kind = type_name(look, &link.object.type_id);
    // Where it stands is worth more than all of the type's name, and both more than the state.
    let room = strip.room().saturating_sub(stands.first().map_or(0, |first| cells(first) + 2));
    let room = if room < LEAST_TYPE { strip.room() } else { room };
    let shown = crate::text::sanitize(&kind);
    strip.put(&crate::text::cut(&shown, usize::from(room), look.glyphs.cut), look.theme.dim);
    strip.skip(2).put_whole(&dimmed(look, stands), 2);
}

/// Cells a type is told in at least.
const LEAST_TYPE: u16 = 4;

/// Where an object stands, and its state: `Operate/Diagnose`, `new`.
pub fn stands(look: &Look<'_>, row: &ObjectRow) -> Vec<String> {
    let place = row.stand.as_ref().map(|stand| {
        let place = short_place(look, &stand.stage);
        if stand.is_done { format!("{place} done") } else { place }
    });
    place.into_iter().chain(row.state.clone()).collect()
}

/// `Operate/Diagnose`, with the short name of the stage, and where there is little room of the stream too.
pub fn short_place(look: &Look<'_>, stage: &StageId) -> String {
    let stream = look.model.streams.iter().find(|s| s.id == stage.stream());
    let name = look.model.stage(stage).map_or_else(|| stage.local().to_owned(), |s| s.short.clone());
    let is_narrow = Class::of(look.model.width, look.model.height) < Class::M;
    let stream_name = |stream: &StreamLine| if is_narrow { stream.short.clone() } else { stream.name.clone() };
    stream.map_or_else(|| stage.to_string(), |stream| format!("{}/{name}", stream_name(stream)))
}

/// The name of a type, where types are known; else its id.
pub fn type_name(look: &Look<'_>, id: &TypeId) -> String {
    let types = look.model.words.as_ref().map_or(&[][..], |words| &words.types);
    types.iter().find(|t| t.id == *id).map_or_else(|| id.as_str().replace('-', " "), |t| t.name.clone())
}

/// The way walked on one line, its end where not all fits.
pub fn head<'a>(look: &Look<'_>, room: u16) -> Vec<Bit<'a>> {
    let Some(explore) = &look.model.explore else { return Vec::new() };
    let keys: Vec<&str> = explore.path.iter().filter_map(|s| s.row.as_ref()).map(|row| row.key.as_str()).collect();
    let mut crumbs = keys.join(" > ");
    let room = room.saturating_sub(WORD.len() as u16 + 2);
    while cells(&crumbs) > room
        && let Some((_, rest)) = crumbs.trim_start_matches(CUT).split_once(" > ")
    {
        crumbs = format!("{CUT}{rest}");
    }
    vec![bit(WORD, look.theme.dim), bit(crumbs, look.theme.heading)]
}

const WORD: &str = "Objects";
const CUT: &str = ".. > ";

/// Cells of what the line below says of an object: it is sent with every step of the cursor, and the preview has all.
const LONGEST_SAID: u16 = 40;

/// The line below: the object picked; its title is cut before where it stands.
pub fn said(look: &Look<'_>, line: &mut Strip<'_>) {
    let Some(row) = look.model.explore.as_ref().and_then(Explore::picked) else { return };
    let stands = stands(look, row).join("  ");
    let room = line.room().saturating_sub(cells(&stands) + 2).max(line.room() / 2).min(LONGEST_SAID);
    let title = format!("{} {}", row.key, row.title);
    let shown = crate::text::sanitize(&title);
    line.put(&crate::text::cut(&shown, usize::from(room), look.glyphs.cut), Style::new());
    // In the style of the title: each change of style is sent with every step of the cursor.
    line.skip(2).put(&stands, Style::new());
}
