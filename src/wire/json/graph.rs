//! What leads from object to object; people, and the approvals that wait for them.

use std::collections::HashMap;

use serde::Serialize;

use super::card::split;
use super::{SCHEMA, at};
use crate::domain::At;
use crate::domain::id::{ObjectId, StageId};
use crate::domain::person::{Person, Wip};
use crate::domain::trace::{Impact, Trace, TraceEdge, TraceNode, WaitingRow};

/// What an object came from and what came of it.
#[derive(Debug, Serialize)]
pub struct TraceDoc<'a> {
    schema: u32,
    root: &'a str,
    nodes: Vec<NodeDoc<'a>>,
    edges: Vec<LeadDoc<'a>>,
    /// There is more than is told.
    cut: bool,
}

/// What depends on an object.
#[derive(Debug, Serialize)]
pub struct ImpactDoc<'a> {
    #[serde(flatten)]
    trace: TraceDoc<'a>,
    /// Open, and troubling one of them.
    open: Vec<NodeDoc<'a>>,
    at_risk: Vec<NodeDoc<'a>>,
}

#[derive(Debug, Serialize)]
struct NodeDoc<'a> {
    key: &'a str,
    r#type: &'a str,
    title: &'a str,
    state: Option<&'a str>,
    closed: bool,
    /// Steps from the root; negative towards what it came from.
    depth: i32,
    cards: Vec<StandDoc<'a>>,
}

#[derive(Debug, Serialize)]
struct StandDoc<'a> {
    stream: &'a str,
    stage: &'a str,
}

#[derive(Debug, Serialize)]
struct LeadDoc<'a> {
    from: &'a str,
    relation: &'a str,
    to: &'a str,
}

impl<'a> TraceDoc<'a> {
    /// The document of a trace.
    pub fn of(trace: &'a Trace) -> Self {
        let keys: HashMap<ObjectId, &str> = trace.nodes.iter().map(|node| (node.object, node.key.as_str())).collect();
        Self {
            schema: SCHEMA,
            root: trace.nodes.first().map_or("", |node| node.key.as_str()),
            nodes: trace.nodes.iter().map(NodeDoc::of).collect(),
            edges: trace.edges.iter().filter_map(|edge| LeadDoc::of(edge, &keys)).collect(),
            cut: trace.is_cut,
        }
    }
}

impl<'a> ImpactDoc<'a> {
    /// The document of what depends on an object.
    pub fn of(impact: &'a Impact) -> Self {
        Self {
            trace: TraceDoc::of(&impact.trace),
            open: impact.disturbing.iter().map(NodeDoc::of).collect(),
            at_risk: impact.at_risk.iter().map(NodeDoc::of).collect(),
        }
    }
}

impl<'a> NodeDoc<'a> {
    fn of(node: &'a TraceNode) -> Self {
        let stand = |(stage, _): &'a (StageId, String)| {
            let (stream, stage) = split(stage);
            StandDoc { stream, stage }
        };
        Self {
            key: node.key.as_str(),
            r#type: node.type_id.as_str(),
            title: &node.title,
            state: node.state.as_deref(),
            closed: node.is_closed,
            depth: node.depth,
            cards: node.stands.iter().map(stand).collect(),
        }
    }
}

impl<'a> LeadDoc<'a> {
    fn of(edge: &'a TraceEdge, keys: &HashMap<ObjectId, &'a str>) -> Option<Self> {
        Some(Self { from: keys.get(&edge.from)?, relation: edge.relation.as_str(), to: keys.get(&edge.to)? })
    }
}

/// An approval somebody could give.
#[derive(Debug, Serialize)]
pub struct WaitingDoc<'a> {
    key: &'a str,
    title: &'a str,
    stream: &'a str,
    stage: &'a str,
    role: &'a str,
    name: &'a str,
    r#as: Option<&'a str>,
    #[serde(serialize_with = "at")]
    since: At,
}

impl<'a> WaitingDoc<'a> {
    /// The document of an approval that waits.
    pub fn of(row: &'a WaitingRow) -> Self {
        let (stream, stage) = split(&row.stage);
        Self {
            key: row.key.as_str(),
            title: &row.title,
            stream,
            stage,
            role: &row.role,
            name: &row.role_name,
            r#as: row.stands_for.as_deref(),
            since: row.since,
        }
    }
}

/// A person.
#[derive(Debug, Serialize)]
pub struct PersonDoc<'a> {
    name: &'a str,
    roles: &'a [String],
    team: Option<&'a str>,
    /// Open cards over all streams, and how many are enough.
    wip: u64,
    wip_limit: Option<u32>,
}

impl<'a> PersonDoc<'a> {
    /// The document of a person.
    pub fn of(person: &'a Person, wip: &Wip) -> Self {
        let team = person.team.as_deref();
        Self { name: &person.name, roles: &person.roles, team, wip: wip.n_cards, wip_limit: wip.limit }
    }
}
