//! One test program: the house, its rooms and its journeys.
#![allow(clippy::unwrap_used)]

mod bytes;
mod charts;
mod cli;
mod common;
mod demo;
mod explore;
mod flat;
mod handoff;
mod journey;
mod readme;
mod screen;
mod stories;
mod story;
mod terminal;
mod tidy;
