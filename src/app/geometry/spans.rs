//! Where the words of the one-line rows are: tabs of streams on top, hints in the footer.

use unicode_width::UnicodeWidthStr;

use super::{Area, frame};
use crate::app::action::{Hint, footer};
use crate::app::model::{Model, Screen};
use crate::domain::window::StreamLine;

/// A stream in the row on top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Its position among the streams.
    pub stream_idx: usize,
    /// Its text and one cell on either side.
    pub area: Area,
    /// `7 Oper 41!`
    pub text: String,
    /// The stream of the board.
    pub is_current: bool,
    pub is_breached: bool,
}

/// A hint of the footer and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HintSpan {
    pub area: Area,
    pub hint: Hint,
}

/// The tabs of streams that fit, scrolled so that the current one is among them.
pub fn tabs(model: &Model) -> Vec<Tab> {
    let row = frame(model).streams;
    let texts = tab_texts(model, row.width);
    let widths: Vec<u16> = texts.iter().map(|t| width(t) + 2).collect();
    let current = current_stream(model);
    let mut first = 0;
    while first < current && widths[first..=current].iter().map(|w| u32::from(*w)).sum::<u32>() > u32::from(row.width) {
        first += 1;
    }
    let mut x = row.x;
    let mut tabs = Vec::new();
    for (idx, text) in texts.into_iter().enumerate().skip(first) {
        if x.saturating_add(widths[idx]) > row.x + row.width {
            break;
        }
        let area = Area::new(x, row.y, widths[idx], row.height);
        let is_breached = model.streams[idx].n_breached > 0;
        tabs.push(Tab { stream_idx: idx, area, text, is_current: idx == current, is_breached });
        x += widths[idx];
    }
    tabs
}

/// The hints that fit the footer: whole ones are dropped from the right, the last one is kept.
pub fn hints(model: &Model) -> Vec<HintSpan> {
    let row = frame(model).footer;
    let mut hints = footer(model);
    let Some(last) = hints.pop() else {
        return Vec::new();
    };
    let room = row.width.saturating_sub(1);
    let kept = hint_width(&last);
    let mut used = 0;
    let fits = |hint: &Hint| {
        used += hint_width(hint) + GAP;
        used + kept <= room
    };
    let shown: Vec<Hint> = hints.into_iter().take_while(fits).chain([last]).collect();
    let mut x = row.x + 1;
    let place = |hint: Hint| {
        let width = hint_width(&hint).min((row.x + row.width).saturating_sub(x));
        let area = Area::new(x, row.y, width, row.height);
        x = x.saturating_add(width + GAP);
        HintSpan { area, hint }
    };
    shown.into_iter().map(place).collect()
}

/// Cells between two hints.
const GAP: u16 = 2;

/// The position of the stream this screen is about.
pub fn current_stream(model: &Model) -> usize {
    match model.screen {
        Screen::Map => model.map.stream_idx.min(model.streams.len().saturating_sub(1)),
        Screen::Board | Screen::Sheet | Screen::Explore | Screen::Metrics => {
            model.streams.iter().position(|s| s.id == model.board.stream).unwrap_or_default()
        }
    }
}

/// Full names where all of them fit, else the short ones.
fn tab_texts(model: &Model, room: u16) -> Vec<String> {
    let texts = |name: fn(&StreamLine) -> &str| -> Vec<String> {
        model.streams.iter().enumerate().map(|(idx, stream)| tab_text(idx, stream, name(stream))).collect()
    };
    let long = texts(|s| &s.name);
    let needed: u32 = long.iter().map(|text| u32::from(width(text)) + 2).sum();
    if needed <= u32::from(room) { long } else { texts(|s| &s.short) }
}

fn tab_text(idx: usize, stream: &StreamLine, name: &str) -> String {
    let number = if idx < 9 { format!("{} ", idx + 1) } else { String::new() };
    let breach = if stream.n_breached > 0 { "!" } else { "" };
    // Names are people's own: what is no letter is not drawn raw, and is not counted either.
    let name: String = name.chars().map(|c| if c.is_control() { '?' } else { c }).collect();
    format!("{number}{name} {}{breach}", stream.n_cards)
}

fn hint_width(hint: &Hint) -> u16 {
    width(&hint.keys) + 1 + width(&hint.word)
}

fn width(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX / 2).min(u16::MAX / 2)
}
