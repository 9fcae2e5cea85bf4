//! The characters that change with `--ascii`: frames, bars and dots. All others are plain ASCII everywhere.

use ratatui::symbols::border;

/// What to draw frames, bars and dots with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyphs {
    pub frame: border::Set<'static>,
    /// Around what lies above a screen.
    pub popup: border::Set<'static>,
    /// Where a text was cut.
    pub cut: &'static str,
    pub rule: &'static str,
    pub bar_full: &'static str,
    pub bar_empty: &'static str,
    /// A level across a chart.
    pub level: &'static str,
    /// Small columns, from none to the highest.
    pub spark: [&'static str; 8],
}

const ASCII_FRAME: border::Set<'static> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

/// For terminals that only know ASCII.
pub const ASCII: Glyphs = Glyphs {
    frame: ASCII_FRAME,
    popup: ASCII_FRAME,
    cut: "~",
    rule: "-",
    bar_full: "#",
    bar_empty: ".",
    level: "-",
    spark: ["_", ".", ":", "-", "=", "+", "*", "#"],
};

/// For all others.
pub const UNICODE: Glyphs = Glyphs {
    frame: border::PLAIN,
    popup: border::THICK,
    cut: "…",
    rule: "─",
    bar_full: "━",
    bar_empty: "─",
    level: "╌",
    spark: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
};

/// The characters of a terminal.
pub fn glyphs(ascii: bool) -> Glyphs {
    if ascii { ASCII } else { UNICODE }
}
