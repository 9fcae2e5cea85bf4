//! streamboard: value streams as kanban boards in a terminal.
//!
//! # The house
//!
//! Rooms in reading order; an arrow says who may know whom, and a test (`tests/it/tidy.rs`) holds the walls.
//!
//! ```text
//! main ─┬─ cli ──> demo ──> store ──> wire ──> domain
//!       └─ tui ──> app ─────────────────────> domain
//! ```
//!
//! - [`domain`]: nouns and rules. What exists, what may be asked, what happens. Knows nobody.
//! - [`text`]: text on a screen: harmless, measured, cut.

pub mod domain;
pub mod text;
