//! The palette of commands and the jump: a line being typed, and what fits it.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Style;

use super::look::Look;
use crate::app::geometry;
use crate::app::model::{Palette, PaletteEntry, PaletteKind};
use crate::tui::layout;
use crate::tui::widget::strip::bit;
use crate::tui::widget::text_field::text_field;

/// Draws the palette; answers where the cursor stands in its line.
pub fn draw(look: &Look<'_>, palette: &Palette, buf: &mut Buffer) -> Option<Position> {
    let list = geometry::list(look.model)?;
    let (title, lead) = match palette.kind {
        PaletteKind::Commands => (" Command palette ", ": "),
        PaletteKind::Jump => (" Jump to ", "> "),
    };
    let foot = match palette.entries.len() {
        0 => Vec::new(),
        n => vec![bit(format!(" {} of {n} ", palette.cursor.min(n - 1) + 1), Style::new())],
    };
    let popup = look.popup(vec![bit(title, look.theme.title)], foot);
    let inner = popup.draw_over(layout::rect(list.area), buf);
    let typed = layout::indent(layout::row(inner, 0), 1);
    look.put(buf, typed, lead, look.theme.key);
    look.put(buf, layout::row(inner, 1), &look.glyphs.rule.repeat(usize::from(inner.width)), look.theme.frame);
    let items = layout::rect(list.items);
    for (n, (idx, entry)) in palette.entries.iter().enumerate().skip(list.first).take(items.height.into()).enumerate() {
        let mut line = look.strip(buf, layout::row(items, n as u16));
        one(look, entry, idx == palette.cursor, &mut line);
    }
    if palette.entries.is_empty() {
        look.put(buf, layout::indent(items, 1), nothing(palette), look.theme.dim);
    }
    text_field(buf, layout::indent(typed, 2), &palette.line.text, palette.line.at, Style::new())
}

fn one(look: &Look<'_>, entry: &PaletteEntry, is_cursor: bool, line: &mut crate::tui::widget::strip::Strip<'_>) {
    let style = match (&entry.off, is_cursor) {
        (_, true) => look.theme.selected,
        (Some(_), false) => look.theme.dim,
        (None, false) => Style::new(),
    };
    line.put_right(&format!("  {} ", entry.side), look.theme.key);
    line.put(if is_cursor { ">" } else { " " }, style).put(&entry.label, style);
    if let Some(why) = &entry.off {
        line.skip(2).put(&format!("off: {why}"), look.theme.dim);
    }
}

fn nothing(palette: &Palette) -> &'static str {
    match (palette.kind, palette.line.is_empty()) {
        (PaletteKind::Jump, true) => "Type a key, a word, a stage or a stream.",
        (PaletteKind::Jump, false) => "Nothing fits.  Backspace takes a letter back, Esc closes.",
        (PaletteKind::Commands, _) => "No command fits.  Backspace takes a letter back, Esc closes.",
    }
}
