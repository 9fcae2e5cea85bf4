//! The panel of an empty workspace: what can be done now. It asks nothing.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::look::Look;
use crate::tui::layout;

/// Keys or words to type, what they do in few words, and what more there is to say.
const WAYS: [(&str, &str, &str); 4] = [
    ("a", "adds the first card", ", in the stage under the cursor"),
    (":own NAME", "makes a plain board", " of your own"),
    ("D", "opens demo data", " to look around in, thrown away afterwards"),
    ("?", "tells the keys", "; `streamboard import FILE` brings cards in"),
];

/// Cells from which there is a frame, and room for the whole sentences.
const WIDE: u16 = 60;

/// Draws the panel; without a frame where there is little room.
pub fn draw(look: &Look<'_>, area: Rect, buf: &mut Buffer) {
    let title = " There are no cards yet. ";
    let inner = if area.width < WIDE {
        look.put(buf, layout::row(area, 0), title, look.theme.heading);
        layout::below(area, 1)
    } else {
        look.panel(vec![(title.into(), look.theme.heading)], Vec::new()).draw(area, buf)
    };
    for (n, (keys, does, more)) in WAYS.iter().enumerate() {
        let mut line = look.strip(buf, layout::indent(layout::row(inner, n as u16), 1));
        let more = if area.width < WIDE { "" } else { more };
        line.put(&format!("{keys:11}"), look.theme.key).put(does, Style::new()).put(more, Style::new());
    }
}
