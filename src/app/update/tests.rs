//! Boards as pictures: a sketch in, keys, a sketch or effects out.

mod board;
mod cards;
mod explore;
mod flood;
mod gates;
mod glance;
mod handoff;
mod known;
mod overlays;
mod people;
mod places;
mod pointer;
mod saved;
mod standup;
mod world;

pub(super) use world::{World, sketch};
