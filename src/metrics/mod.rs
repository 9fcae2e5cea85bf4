//! Figures of flow: from trails of cards to numbers.
//!
//! Lives here: one pure function a figure, from a [`Flow`](crate::domain::flow::Flow) and a
//! [`Period`](crate::domain::flow::Period) to plain values; one file a family of figures. What commands print and what
//! charts draw are these values and no others. Never here: the store, the screen, the time of day (the end of the
//! period is the moment at which what is open is looked at). Start reading at [`figures`].
//!
//! # Definitions
//!
//! - **finished**: done in the period. **Arrived**: entered its first stage in the period.
//! - **started**: entered the stage that starts the stream's clock, or one behind it, for the first time.
//! - **lead time**: from when the need arose, or the card was made, to its end. **Cycle time**: from its start to its end.
//! - **held**: nobody has it, it is blocked, or it waits. **Active**: in a stage, started, and not held.
//!   **Wait**: cycle time that is not active.
//! - **flow efficiency**: active time of the finished over their cycle time: the sums, not the mean of ratios.
//! - **work in progress**: started, not done, not archived. **Age**: time since its start.
//! - **stage time**: all stays of a card in a stage added up, an open one until now.
//! - **hand-over**: a card left a stage for a later one, or done. It is a *miss* when the card next comes back to that
//!   stage, or before it, and whoever moved it said why.
//! - percentiles are by nearest rank: the smallest value that at least so many of a hundred do not exceed.

pub mod accuracy;
pub mod across;
pub mod ageing;
pub mod bottleneck;
pub mod breaches;
pub mod charts;
pub mod cumulative_flow;
pub mod cycle_time;
pub mod distribution;
pub mod efficiency;
pub mod figures;
pub mod forecast;
pub mod framework;
pub mod held;
pub mod lead_time;
pub mod littles_law;
pub mod loops;
pub mod percentile;
pub mod sla;
pub mod sle;
pub mod stage_time;
pub mod stages;
pub mod throughput;
pub mod wip;

#[cfg(test)]
pub(crate) mod sketch;
#[cfg(test)]
mod tests;
