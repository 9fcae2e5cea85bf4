//! Small things to draw with. They know text and cells, nothing of boards.

pub mod bar;
pub mod chart;
pub mod glyphs;
pub mod popup;
pub mod scroll;
pub mod spark;
pub mod strip;
pub mod text_field;
