//! What came of what, what depends on what, and what waits for whom.

use super::fixture::*;
use crate::domain::id::ObjectId;
use crate::domain::trace::{Trace, TraceAsk};

fn trace(work: &Workspace, root: ObjectId, up: bool, down: bool, depth: usize) -> Trace {
    work.reader.trace(&TraceAsk { root, up, down, depth }).unwrap()
}

fn told(trace: &Trace) -> Vec<String> {
    trace.nodes.iter().map(|n| format!("{} {}", n.depth, n.key)).collect()
}

/// From an Incident to the instance that runs its fix.
fn chain(work: &mut Workspace) -> (Added, ObjectId) {
    let incident = work.add("Slow", "operate/detect-issue");
    let [problem, defect, release, wanted, instance] = [
        ("problem", "Leak"),
        ("defect", "Pool"),
        ("product-release", "1.0.1"),
        ("desired-product-instance", "pay-eu wanted"),
        ("actual-product-instance", "pay-eu"),
    ]
    .map(|(kind, title)| work.object(kind, title));
    for (from, relation, to) in [
        (incident.object, "is-caused-by", problem),
        (problem, "creates", defect),
        (release, "carries", defect),
        (release, "is-wanted-as", wanted),
        (wanted, "is-realised-as", instance),
        (incident.object, "affects", instance),
    ] {
        work.done(link(from, relation, to));
    }
    (incident, instance)
}

#[test]
fn a_trace_follows_what_came_of_what_whichever_end_a_link_was_written_from() {
    let mut work = Workspace::new();
    let (incident, instance) = chain(&mut work);
    let down = trace(&work, incident.object, false, true, usize::MAX);
    assert_eq!(told(&down), ["0 INC-1", "1 PRB-1", "2 DEF-1", "3 REL-1", "4 DPI-1", "5 API-1"]);
    let names: Vec<&str> = down.edges.iter().map(|e| e.name.as_str()).collect();
    assert_eq!(names[..3], ["is caused by", "creates", "is carried by"]);
    assert_eq!(down.nodes[0].stands[0].1, "Operate > Detect Issue");
    let up = trace(&work, instance, true, true, usize::MAX);
    assert_eq!(told(&up).last().unwrap(), "-5 INC-1");
    assert_eq!(told(&trace(&work, instance, true, true, 2)), ["0 API-1", "-1 DPI-1", "-2 REL-1"]);
    assert_eq!(trace(&work, instance, false, true, 9).nodes.len(), 1);
    let tree = up.tree();
    assert_eq!(tree[&instance][0].1.key.as_str(), "DPI-1");
}
