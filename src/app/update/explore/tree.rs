//! The trace and the impact of the object in focus, as trees of lines.

use std::collections::HashMap;

use super::refresh;
use crate::app::effect::{Effect, Query};
use crate::app::model::explore::{Branch, Explore, Part, Shape, Step, TreeLine};
use crate::app::model::{Model, Slot};
use crate::app::update::ask;
use crate::domain::around::{ObjectRow, Stand};
use crate::domain::id::ObjectId;
use crate::domain::trace::{Impact, Trace, TraceAsk, TraceEdge, TraceNode};

/// `zv`: the columns, the trace, the impact, the columns again.
pub fn turn(model: &mut Model) -> Vec<Effect> {
    let Some(explore) = &mut model.explore else {
        return Vec::new();
    };
    explore.shape = match explore.shape {
        Shape::Columns => Shape::Trace,
        Shape::Trace => Shape::Impact,
        Shape::Impact => Shape::Columns,
    };
    explore.tree = None;
    explore.part = Part::Links;
    explore.wants = None;
    refresh(model)
}

/// Reads the tree that is shown.
pub fn read(model: &mut Model) -> Option<Effect> {
    let explore = model.explore.as_ref()?;
    let root = explore.focus()?;
    let query = match explore.shape {
        Shape::Columns => return None,
        Shape::Trace => Query::Trace(TraceAsk { root, up: true, down: true, depth: usize::MAX }),
        Shape::Impact => Query::Impact(root),
    };
    Some(ask::read(model, Slot::Tree, query))
}

/// The trace was read.
pub fn traced(model: &mut Model, trace: &Trace) -> Vec<Effect> {
    let mut planted = Planted::of(trace);
    let Some(root) = trace.nodes.first() else {
        return Vec::new();
    };
    planted.heading("came from");
    planted.grow(root.object, 0, None, Some(true));
    planted.or_nothing();
    // What stands above the root hangs on it all the same.
    let here = planted.n_branches;
    planted.put(root, 0, false, None, None);
    planted.hang_bare_on(here);
    planted.heading("led to");
    planted.grow(root.object, 0, Some(here), Some(false));
    planted.or_nothing();
    planted.end(trace.is_cut);
    let lines = planted.lines;
    arrived(model, Shape::Trace, lines, Some(here))
}

/// The impact was read: what is wrong now comes first, apart.
pub fn impacted(model: &mut Model, impact: &Impact) -> Vec<Effect> {
    let mut planted = Planted::of(&impact.trace);
    let Some(root) = impact.trace.nodes.first() else {
        return Vec::new();
    };
    for (word, nodes) in [("open now", &impact.disturbing), ("at risk", &impact.at_risk)] {
        planted.heading(word);
        for node in nodes {
            planted.put(node, 1, false, None, None);
        }
        planted.or_nothing();
    }
    planted.heading("depends on it");
    planted.grow(root.object, 0, None, None);
    planted.or_nothing();
    planted.end(impact.trace.is_cut);
    let lines = planted.lines;
    arrived(model, Shape::Impact, lines, None)
}

/// The cursor stays on its object; at first it stands on the one in focus.
fn arrived(model: &mut Model, shape: Shape, lines: Vec<TreeLine>, here: Option<usize>) -> Vec<Effect> {
    let Some(explore) = model.explore.as_mut().filter(|e| e.shape == shape) else {
        return Vec::new();
    };
    let before = explore.branch().map(|branch| branch.object.id);
    explore.tree = Some(lines);
    let kept = before.and_then(|id| explore.branches().position(|branch| branch.object.id == id));
    let first = here.unwrap_or(0);
    explore.put(Part::Links, kept.unwrap_or(first));
    super::rest::first_look(model)
}

/// The steps from the object in focus to a branch.
pub fn way_to(explore: &Explore, idx: usize) -> Vec<Step> {
    let branches: Vec<&Branch> = explore.branches().collect();
    let mut steps = Vec::new();
    let mut at = Some(idx);
    while let Some(branch) = at.and_then(|at| branches.get(at)) {
        let row = Some(branch.object.clone());
        steps.push(Step { object: branch.object.id, via: branch.name.clone(), row });
        at = branch.on;
    }
    steps.reverse();
    steps
}

/// Lines of a tree in the making.
struct Planted<'a> {
    tree: HashMap<ObjectId, Vec<(&'a TraceEdge, &'a TraceNode)>>,
    lines: Vec<TreeLine>,
    n_branches: usize,
}

impl<'a> Planted<'a> {
    fn of(trace: &'a Trace) -> Self {
        Self { tree: trace.tree(), lines: Vec::new(), n_branches: 0 }
    }

    fn heading(&mut self, word: &str) {
        self.lines.push(TreeLine::Heading(word.to_owned()));
    }

    /// Says so where nothing came below a heading.
    fn or_nothing(&mut self) {
        if matches!(self.lines.last(), Some(TreeLine::Heading(_))) {
            self.lines.push(TreeLine::Nothing);
        }
    }

    fn end(&mut self, is_cut: bool) {
        self.lines.extend(is_cut.then_some(TreeLine::Cut));
    }

    /// The branches that hang on an object, each with its own; only those of one way, where one is meant.
    fn grow(&mut self, from: ObjectId, steps: usize, on: Option<usize>, is_up: Option<bool>) {
        let Some(hanging) = self.tree.remove(&from) else { return };
        let (meant, rest): (Vec<_>, Vec<_>) =
            hanging.into_iter().partition(|(_, node)| is_up.is_none_or(|is_up| (node.depth < 0) == is_up));
        if !rest.is_empty() {
            self.tree.insert(from, rest);
        }
        for (edge, node) in meant {
            let at = self.n_branches;
            self.put(node, steps + 1, node.depth < 0, Some(edge.name.clone()), on);
            self.grow(node.object, steps + 1, Some(at), is_up);
        }
    }

    fn put(&mut self, node: &TraceNode, steps: usize, is_up: bool, name: Option<String>, on: Option<usize>) {
        let object = row(node);
        self.lines.push(TreeLine::Branch(Box::new(Branch { object, steps, is_up, name, on })));
        self.n_branches += 1;
    }

    /// Branches that hang on nothing hang on this one.
    fn hang_bare_on(&mut self, at: usize) {
        let branches = self.lines.iter_mut().filter_map(|line| match line {
            TreeLine::Branch(branch) => Some(branch),
            _ => None,
        });
        branches.take(at).filter(|b| b.on.is_none()).for_each(|branch| branch.on = Some(at));
    }
}

fn row(node: &TraceNode) -> ObjectRow {
    ObjectRow {
        id: node.object,
        key: node.key.clone(),
        type_id: node.type_id.clone(),
        title: node.title.clone(),
        state: node.state.clone(),
        is_closed: node.is_closed,
        stand: node.stands.first().map(|(stage, _)| Stand { stage: stage.clone(), is_done: false }),
    }
}
