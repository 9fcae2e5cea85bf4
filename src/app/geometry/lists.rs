//! Where the rows of lists above the screen are.

use super::{Area, Class, overlay};
use crate::app::model::{Menu, Mode, Model};

/// A list above the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListLayout {
    /// With its frame.
    pub area: Area,
    /// Where the items are, a row each.
    pub items: Area,
    /// The item in the first row.
    pub first: usize,
    pub n_items: usize,
}

/// Bytes of an item from which a menu takes more room.
const WIDE_FROM: usize = 60;

/// Rows of the palette above its items: the line being typed and a rule.
const PALETTE_HEAD: u16 = 2;

/// The list above the screen, if there is one.
pub fn list(model: &Model) -> Option<ListLayout> {
    match &model.mode {
        Mode::Menu(menu) => Some(laid_out(menu_area(model, menu), 0, menu.cursor, menu.items.len())),
        Mode::Palette(palette) => {
            let area = overlay(model, 92, 18);
            Some(laid_out(area, PALETTE_HEAD, palette.cursor, palette.entries.len()))
        }
        _ => None,
    }
}

/// Where a menu is: under the mouse, else in the middle.
pub fn menu_area(model: &Model, menu: &Menu) -> Area {
    let height = u16::try_from(menu.items.len()).unwrap_or(u16::MAX).saturating_add(2);
    let is_wide = menu.items.iter().any(|item| item.label.len() > WIDE_FROM);
    let middle = overlay(model, if is_wide { 110 } else { 60 }, height);
    let Some((x, y)) = menu.at.filter(|_| Class::of(model.width, model.height) > Class::Xs) else {
        return middle;
    };
    let width = middle.width.min(44);
    Area { x: x.min(model.width - width), y: y.min(model.height - middle.height), width, height: middle.height }
}

fn laid_out(area: Area, head: u16, cursor: usize, n_items: usize) -> ListLayout {
    let items = Area::new(
        area.x.saturating_add(1),
        area.y.saturating_add(1 + head),
        area.width.saturating_sub(2),
        area.height.saturating_sub(2 + head),
    );
    let n_rows = usize::from(items.height);
    let first = (cursor + 1).saturating_sub(n_rows).min(n_items.saturating_sub(n_rows));
    ListLayout { area, items, first, n_items }
}
