//! The queue of a stage with likely twins.

use serde::Serialize;

use super::{CardDoc, SCHEMA, at_or_null};
use crate::domain::At;
use crate::domain::triage::Queue;
use crate::domain::twin::Twin;

/// What is to be sorted in a stage.
#[derive(Debug, Serialize)]
pub struct TriageDoc<'a> {
    schema: u32,
    stream: String,
    stage: &'a str,
    to_sort: u64,
    done_today: u64,
    oldest_s: Option<i64>,
    breached: u64,
    at_risk: u64,
    cards: Vec<SortDoc<'a>>,
}

/// A card that is to be sorted.
#[derive(Debug, Serialize)]
struct SortDoc<'a> {
    #[serde(flatten)]
    card: CardDoc<'a>,
    twins: Vec<TwinDoc<'a>>,
}

/// An object that looks like it.
#[derive(Debug, Serialize)]
struct TwinDoc<'a> {
    key: &'a str,
    title: &'a str,
    closed: bool,
    #[serde(serialize_with = "at_or_null")]
    closed_at: Option<At>,
    words: &'a [String],
    shared: &'a [String],
    score: f64,
}

impl<'a> TriageDoc<'a> {
    /// The document of a queue at `now`; `twins` belong to its rows.
    pub fn of(queue: &'a Queue, twins: &'a [Vec<Twin>], now: At) -> Self {
        let card = |(row, twins): (&'a _, &'a Vec<Twin>)| SortDoc {
            card: CardDoc::of(row, now),
            twins: twins.iter().map(TwinDoc::of).collect(),
        };
        Self {
            schema: SCHEMA,
            stream: queue.stage.stream().to_string(),
            stage: queue.stage.local(),
            to_sort: queue.n_to_sort,
            done_today: queue.n_done,
            oldest_s: queue.oldest_at.map(|at| (now - at).num_seconds().max(0)),
            breached: queue.n_breached,
            at_risk: queue.n_at_risk,
            cards: queue.rows.iter().zip(twins).map(card).collect(),
        }
    }
}

impl<'a> TwinDoc<'a> {
    fn of(twin: &'a Twin) -> Self {
        Self {
            key: twin.key.as_str(),
            title: &twin.title,
            closed: twin.is_closed,
            closed_at: twin.closed_at,
            words: &twin.words,
            shared: &twin.shared,
            score: (twin.score * 100.0).round() / 100.0,
        }
    }
}
