//! The store held to its contract: every door, undo, windows, races, the file itself.

mod around;
mod contract;
mod file;
mod fixture;
mod history;
mod race;
mod undo;
mod window;
