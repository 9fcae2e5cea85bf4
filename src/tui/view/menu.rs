//! Several things to choose from; what cannot be chosen says why.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::look::Look;
use crate::app::geometry;
use crate::app::key::Key;
use crate::app::model::Menu;
use crate::tui::layout;
use crate::tui::widget::strip::{bit, cells};

/// Draws the menu.
pub fn draw(look: &Look<'_>, menu: &Menu, buf: &mut Buffer) {
    let Some(list) = geometry::list(look.model) else { return };
    let title = vec![bit(format!(" {} ", menu.title), look.theme.title)];
    look.popup(title, Vec::new()).draw_over(layout::rect(list.area), buf);
    let items = layout::rect(list.items);
    let n_told = geometry::told(menu);
    if let Some(item) = menu.items.get(menu.cursor).filter(|_| n_told > 0) {
        let below = Rect { y: items.bottom(), height: n_told, ..items };
        look.put_wrapped(buf, layout::inset(below, 1), &item.label, look.theme.dim);
    }
    let keys: Vec<String> = menu.items.iter().map(|i| i.key.map_or_else(String::new, Key::show)).collect();
    let width = keys.iter().map(|key| usize::from(cells(key))).max().unwrap_or(0);
    let shown = menu.items.iter().zip(&keys).enumerate().skip(list.first).take(usize::from(items.height));
    for (n, (idx, (item, key))) in shown.enumerate() {
        let is_cursor = idx == menu.cursor;
        let style = match (&item.off, is_cursor) {
            (_, true) => look.theme.selected,
            (Some(_), false) => look.theme.dim,
            (None, false) => Style::new(),
        };
        let mut line = look.strip(buf, layout::row(items, n as u16));
        let gap = if width > 0 { "  " } else { "" };
        line.put(if is_cursor { ">" } else { " " }, style).put(&format!("{key:width$}{gap}{}", item.label), style);
        if let Some(why) = &item.off {
            line.skip(2).put(why, look.theme.dim);
        }
    }
}
