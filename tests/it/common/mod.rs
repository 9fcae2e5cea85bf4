//! What several tests need.

pub mod explore;
pub mod lanes;
pub mod metrics;
pub mod pty;
pub mod sample;
pub mod sandbox;
pub mod session;
pub mod sheet;
