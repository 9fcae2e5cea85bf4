//! Lines being typed below the body: a filter, a card to add, an answer to a prompt. No dialog covers the board:
//! the line takes the place of the status, and what it reads as stands in the row above.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::look::Look;
use super::status;
use crate::app::geometry::Frame;
use crate::app::line::Line;
use crate::app::model::{Prompt, PromptFor};
use crate::tui::layout;
use crate::tui::widget::popup;
use crate::tui::widget::scroll;
use crate::tui::widget::strip::{Bit, bit, cells};
use crate::tui::widget::text_field::text_field;

/// Draws the filter being typed, and how many cards fit it.
pub fn filter(look: &Look<'_>, frame: &Frame, line: &Line, buf: &mut Buffer) -> Option<Position> {
    let state = &look.model.filter;
    let says = match (&state.error, &state.nearest) {
        (Some(error), _) => Some(bit(error.clone(), look.theme.wrong)),
        (None, Some(word)) => Some(bit(format!("nothing; did you mean {word}?"), look.theme.wrong)),
        (None, None) => status::found(look),
    };
    ask(look, frame, "/", line, says, buf)
}

/// Draws a prompt with the words that fit, or with what the text reads as.
pub fn prompt(look: &Look<'_>, frame: &Frame, prompt: &Prompt, buf: &mut Buffer) -> Option<Position> {
    let makes_new =
        || matches!(prompt.purpose, PromptFor::Relate) && prompt.completions.iter().any(|c| c.ends_with('"'));
    match prompt.completions.is_empty() {
        true => {}
        false if prompt.hits.is_empty() && !makes_new() => completions(look, frame, prompt, buf),
        false => offers(look, frame, prompt, buf),
    }
    let says = prompt.reads_as.as_ref().map(|read| reads_as(look, read));
    let title = format!("{}: ", prompt.title.trim_end_matches([':', ' ']));
    ask(look, frame, &title, &prompt.line, says, buf)
}

/// What a text reads as, or why it does not.
pub fn reads_as<'a>(look: &Look<'_>, read: &Result<String, String>) -> Bit<'a> {
    match read {
        Ok(text) => bit(format!("= {text}"), look.theme.met),
        Err(why) => bit(why.clone(), look.theme.wrong),
    }
}

/// Draws what is asked, the text with its cursor, and what is said of it at the right.
pub fn ask(
    look: &Look<'_>,
    frame: &Frame,
    title: &str,
    line: &Line,
    says: Option<Bit<'_>>,
    buf: &mut Buffer,
) -> Option<Position> {
    let row = layout::rect(frame.status);
    popup::clear(row, buf);
    let row = layout::indent(row, 1);
    let title = crate::text::sanitize(title);
    let title = crate::text::cut(&title, usize::from(row.width / 2), look.glyphs.cut);
    look.put(buf, row, &title, look.theme.key);
    let mut room = layout::indent(row, cells(&title));
    if let Some((text, style)) = says {
        let spare = room.width.saturating_sub(cells(&line.text) + 4);
        let width = cells(&text).min(spare.max(room.width * 3 / 5)).min(room.width);
        let area = Rect { x: room.right() - width, width, ..room };
        look.put(buf, area, &text, style);
        room.width -= width + u16::from(width > 0) * 2.min(room.width - width);
    }
    text_field(buf, room, &line.text, line.at, look.theme.input)
}

/// The rows above the line, emptied.
pub fn rows_above(frame: &Frame, n: u16, buf: &mut Buffer) -> Rect {
    let status = layout::rect(frame.status);
    let row = Rect { y: status.y.saturating_sub(n), height: n.min(status.y), ..status };
    popup::clear(row, buf);
    row
}

/// Words that fit, in one row, scrolled so that the chosen one is seen.
fn completions(look: &Look<'_>, frame: &Frame, prompt: &Prompt, buf: &mut Buffer) {
    let row = rows_above(frame, 1, buf);
    let mut line = look.strip(buf, layout::indent(row, 1));
    let room = usize::from(line.room());
    let shown: Vec<String> = prompt.completions.iter().map(|word| shown(look, prompt, word)).collect();
    let widths: Vec<usize> = shown.iter().map(|word| usize::from(cells(word)) + 2).collect();
    let chosen = prompt.choice.unwrap_or(0).min(widths.len() - 1);
    let mut first = 0;
    while first < chosen && widths[first..=chosen].iter().sum::<usize>() > room {
        first += 1;
    }
    for (idx, word) in shown.iter().enumerate().skip(first) {
        if cells(word) > line.room() {
            break;
        }
        line.put(word, look.cursor_style(prompt.choice == Some(idx))).skip(2);
    }
}

/// A word that fits; a person with the open cards they have.
fn shown(look: &Look<'_>, prompt: &Prompt, word: &str) -> String {
    let wip = look.model.wip.get(word).filter(|_| matches!(prompt.purpose, PromptFor::Assign));
    wip.map_or_else(|| word.to_owned(), |wip| wip.told(word))
}

/// What fits, a row each where it is long: objects to relate to, and what could be made.
fn offers(look: &Look<'_>, frame: &Frame, prompt: &Prompt, buf: &mut Buffer) {
    const MOST: usize = 7;
    let (all, choice) = (&prompt.completions, prompt.choice);
    let n = all.len().min(MOST);
    let top = scroll::top(0, choice.unwrap_or(0), all.len(), n);
    let rows = rows_above(frame, n as u16, buf);
    for (row, (idx, offer)) in all.iter().enumerate().skip(top).take(n).enumerate() {
        let is_chosen = choice == Some(idx);
        let lead = if is_chosen { ">" } else { " " };
        let style = look.cursor_style(is_chosen);
        look.strip(buf, layout::row(rows, row as u16)).put(lead, style).put(offer, style);
    }
}
