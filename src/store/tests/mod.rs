//! The store held to its contract: every door, undo, windows, races, the file itself.

mod around;
mod carry;
mod contract;
mod file;
mod fixture;
mod follows;
mod guards;
mod history;
mod holds;
mod lab;
mod own;
mod past;
mod race;
mod shares;
mod standup;
mod trace;
mod triage;
mod twins;
mod undo;
mod visits;
mod window;
