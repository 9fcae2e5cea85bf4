//! The line over everything that tells what is major.
//!
//! ```text
//! MAJOR INC-142 Checkout down  P1 @ana  1h12  next update in 0h18  (gM opens)
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::look::Look;
use super::words;
use crate::domain::date::{show_left, show_span};
use crate::domain::major::MajorRow;
use crate::text;
use crate::tui::layout;
use crate::tui::widget::strip::{Bit, bit, cells};

/// Cells the title keeps at least.
const TITLE: u16 = 12;

/// Draws the line.
pub fn draw(look: &Look<'_>, area: Rect, buf: &mut Buffer) {
    let majors = &look.model.majors;
    let Some(first) = majors.first() else { return };
    let mut line = look.strip(buf, layout::indent(area, 1));
    if majors.len() > 1 {
        let named = majors.iter().map(|row| format!("{} {}", row.key, row.title)).collect::<Vec<_>>().join(", ");
        line.put_right("  (gM opens)", look.theme.key);
        line.put(&format!("MAJOR {}: {named}", majors.len()), look.theme.overdue);
        return;
    }
    let facts = facts(look, first);
    let lead = format!("MAJOR {} ", first.key);
    let needed: u16 = facts.iter().map(|(text, _)| cells(text) + 2).sum();
    let room = line.room().saturating_sub(cells(&lead));
    let title = usize::from(room.saturating_sub(needed).max(TITLE));
    let shown = text::sanitize(&first.title);
    line.put(&lead, look.theme.overdue).put(&text::cut(&shown, title, look.glyphs.cut), look.theme.heading);
    line.skip(2).put_whole(&facts, 2);
}

/// Who has it, for how long, when people are told next, how to get there.
fn facts<'a>(look: &Look<'_>, row: &MajorRow) -> Vec<Bit<'a>> {
    let (theme, now) = (look.theme, look.model.now);
    let owner = words::owner(row.assignee.as_deref());
    let who = format!("{} {owner}", words::priority(row.priority)).trim().to_owned();
    let mut facts = vec![
        bit(who, theme.of_priority(row.priority)),
        bit(show_span((now - row.major.at).num_seconds()), ratatui::style::Style::new()),
    ];
    facts.extend(row.next_update_at().map(|at| {
        let left = (at - now).num_seconds();
        let late = left < 0;
        let text = if late {
            format!("update late {}", show_left(left))
        } else {
            format!("next update in {}", show_left(left))
        };
        bit(text, if late { theme.overdue } else { ratatui::style::Style::new() })
    }));
    facts.push(bit("(gM opens)", theme.key));
    facts
}
