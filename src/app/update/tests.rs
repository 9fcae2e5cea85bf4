//! Boards as pictures: a sketch in, keys, a sketch or effects out.

mod board;
mod cards;
mod explore;
mod flood;
mod gates;
mod glance;
mod handoff;
mod known;
mod lanes;
mod metrics;
mod overlays;
mod people;
mod places;
mod pointer;
mod saved;
mod world;

pub(super) use world::{World, sketch};
