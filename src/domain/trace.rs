//! What an object came from, what came of it, what depends on it; and what waits for whom.

use std::collections::HashMap;

use super::At;
use super::id::{CardId, ObjectId, RelationId, StageId, TypeId};
use super::key::Key;

/// How far from an object, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceAsk {
    pub root: ObjectId,
    /// To what it came from.
    pub up: bool,
    /// To what came of it.
    pub down: bool,
    /// At most so many steps; `usize::MAX`: as far as it goes.
    pub depth: usize,
}

/// The objects around one, the one itself first, then from near to far; each once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trace {
    pub nodes: Vec<TraceNode>,
    /// In the order in which they were found: the first that leads to an object is its branch of the tree.
    pub edges: Vec<TraceEdge>,
    /// There are more objects than are told.
    pub is_cut: bool,
}

/// An object in a trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceNode {
    pub object: ObjectId,
    pub key: Key,
    pub type_id: TypeId,
    pub type_name: String,
    pub title: String,
    pub state: Option<String>,
    pub is_closed: bool,
    /// Where it stands: the stage, and `Stream > Stage`.
    pub stands: Vec<(StageId, String)>,
    /// Steps from the root; negative towards what it came from.
    pub depth: i32,
}

/// A link that was followed, read from the end that is nearer to the root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceEdge {
    pub from: ObjectId,
    pub relation: RelationId,
    /// As read from `from`.
    pub name: String,
    pub to: ObjectId,
}

impl Trace {
    /// An object of it.
    pub fn node(&self, object: ObjectId) -> Option<&TraceNode> {
        self.nodes.iter().find(|node| node.object == object)
    }

    /// The trace as a tree: from each object the branches that leave it; every object hangs on one branch only.
    pub fn tree(&self) -> HashMap<ObjectId, Vec<(&TraceEdge, &TraceNode)>> {
        let mut bare: HashMap<ObjectId, &TraceNode> = self.nodes.iter().skip(1).map(|n| (n.object, n)).collect();
        let mut tree: HashMap<ObjectId, Vec<_>> = HashMap::new();
        for edge in &self.edges {
            if let Some(node) = bare.remove(&edge.to) {
                tree.entry(edge.from).or_default().push((edge, node));
            }
        }
        tree
    }
}

/// What feels it when something happens to an object.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Impact {
    /// The object and what depends on it, directly or through others.
    pub trace: Trace,
    /// Open objects that trouble one of these now.
    pub disturbing: Vec<TraceNode>,
    /// Of what depends on it, the promises that are at risk.
    pub at_risk: Vec<TraceNode>,
}

/// An approval somebody could give now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingRow {
    pub card: CardId,
    pub object: ObjectId,
    pub key: Key,
    pub title: String,
    pub stage: StageId,
    pub stage_name: String,
    pub role: String,
    pub role_name: String,
    /// What the approval stands for, where the role's name does not say it.
    pub stands_for: Option<String>,
    /// Since when the card stands there.
    pub since: At,
}
