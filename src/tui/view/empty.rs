//! Empty places: one sentence, one key to fill them, one key to learn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::look::Look;
use super::words;
use crate::tui::layout;

/// What stands in a column without cards. Only the first one of an empty board says it all: it does not change
/// with the focus, and is not said several times.
pub fn column(look: &Look<'_>, idx: usize, inner: Rect, buf: &mut Buffer) {
    let model = look.model;
    if model.board.columns[idx].window.is_none() {
        return;
    }
    let board_is_empty = model.board.columns.iter().all(|c| c.rows().is_empty());
    let says_all = board_is_empty && model.board.columns.iter().position(|c| c.window.is_some()) == Some(idx);
    let sentence = match (says_all, model.filter.text.is_empty()) {
        _ if model.past.is_some() => "No card stood here.".to_owned(),
        (true, true) => "No card here yet.\na adds one.\n? tells the keys.".to_owned(),
        (true, false) => filtered(look),
        (false, true) => "No card here.".to_owned(),
        (false, false) => "No match.".to_owned(),
    };
    look.put_wrapped(buf, layout::indent(inner, 1), &sentence, look.theme.dim);
}

fn filtered(look: &Look<'_>) -> String {
    let filter = &look.model.filter;
    let near = filter.nearest.as_ref().map_or_else(String::new, |word| format!("\nDid you mean {word}?"));
    let elsewhere = filter.found.filter(|f| f.n_elsewhere + f.n_done > 0).map_or_else(String::new, |f| {
        format!("\n{} elsewhere, {} done.", words::many(f.n_elsewhere, "card"), f.n_done)
    });
    format!("No card matches {}.{near}{elsewhere}\nEsc clears the filter.\n/ edits it.", filter.text)
}
