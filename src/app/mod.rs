//! The running program as data: what is shown, what can happen, what is asked of the world.
//!
//! `update(&mut Model, Msg) -> Vec<Effect>` is the whole program; the runtime carries effects out and answers
//! with messages. Never here: a terminal, a database, a thread, a file, the time of day (it arrives in
//! [`msg::Msg::Tick`]). Start reading at [`model`], then [`update`].

pub mod action;
pub mod charts;
pub mod effect;
pub mod flow;
pub mod geometry;
pub mod key;
pub mod keymap;
pub mod line;
pub mod marks;
pub mod model;
pub mod msg;
pub mod update;
