//! streamboard: value streams as kanban boards in a terminal.
//!
//! # The house
//!
//! Rooms in reading order; an arrow says who may know whom, and a test (`tests/it/tidy.rs`) holds the walls.
//!
//! ```text
//! main ──> launch ─┬─ cli ──> demo ──> store ──> wire ──> domain <── metrics
//!                  └─ tui ──> app ─────────────────────> domain, metrics
//! ```
//!
//! - [`domain`]: nouns and rules. What exists, what may be asked, what happens. Knows nobody.
//! - [`metrics`]: figures of flow, from the ways cards went to numbers. Knows the domain alone.
//! - [`wire`]: written forms: JSON of registers, TOML of the reference data, what commands print and take.
//! - [`store`]: the SQLite file: one door for writing, reads in windows, the journal as the truth.
//! - [`demo`]: a workspace with a team's ninety days in it.
//! - [`app`]: the running program as data: model, messages, effects, one table of actions.
//! - [`tui`]: the terminal: the loop, what comes in, what is drawn.
//! - [`cli`]: the command line.
//! - [`launch`]: from what was asked on the command line to boards on the screen.
//! - [`text`], [`host`], [`clock`], [`config`]: text made harmless; the world around a terminal; the time; what was
//!   set and where files lie.
//!
//! One change, start to end: a key becomes an action (`app::keymap`), the action an intent (`app::update`), the intent
//! is decided on fresh facts inside the write transaction (`store::commit` asks `domain::intent::decide`), the changes
//! are applied and journalled, and the answer comes back as a message, which the views draw.

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod domain;
pub mod host;
pub mod launch;
pub mod metrics;
pub mod store;
pub mod text;
pub mod tui;
pub mod wire;
