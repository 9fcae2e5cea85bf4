//! What came of what, what depends on what, and what waits for whom.

use super::fixture::*;
use crate::domain::id::{ObjectId, StageId, TypeId};
use crate::domain::intent::{Intent, Pass, Spot, To, fits};
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

#[test]
fn what_depends_on_an_object_is_told_with_what_troubles_it_and_what_is_at_risk() {
    let mut work = Workspace::new();
    let (incident, instance) = chain(&mut work);
    let subscription = work.object("subscription", "Checkout for the shop");
    let contract = work.object("service-contract", "99.9 %");
    let other = work.object("actual-product-instance", "shop");
    for (from, relation, to) in [
        (subscription, "uses-instance", instance),
        (subscription, "is-governed-by", contract),
        (other, "depends-on", instance),
    ] {
        work.done(link(from, relation, to));
    }
    let impact = work.reader.impact(instance, usize::MAX).unwrap();
    assert_eq!(told(&impact.trace), ["0 API-1", "1 API-2", "1 SUB-1", "2 CTR-1"]);
    let keys = |nodes: &[crate::domain::trace::TraceNode]| nodes.iter().map(|n| n.key.to_string()).collect::<Vec<_>>();
    assert_eq!((keys(&impact.disturbing), keys(&impact.at_risk)), (vec!["INC-1".into()], vec!["CTR-1".into()]));
    assert_eq!(keys(&work.reader.impact(other, 9).unwrap().trace.nodes), ["API-2"]);
    let felt = work.reader.impact(incident.object, 9).unwrap();
    assert!(felt.trace.nodes.iter().any(|n| n.key.as_str() == "CTR-1"));
    work.done(move_to_done(incident.card));
    assert_eq!(work.reader.impact(instance, 9).unwrap().disturbing, []);
}

fn move_to_done(card: crate::domain::id::CardId) -> Intent {
    let to = To::Done { value: None, beneficiary: None };
    Intent::Move { card, to, spot: Spot::Bottom, pass: Pass::Free, reason: None }
}

#[test]
fn approvals_wait_for_those_who_may_give_them() {
    let mut work = Workspace::new();
    work.add("Roll out", "deploy/plan-approve-deployment");
    assert_eq!(work.reader.waiting_for_me("bea", now()).unwrap(), []);
    let roles = vec![("operations-manager".to_owned(), true)];
    work.done(Intent::SetPerson { name: "bea".into(), roles });
    let waiting = work.reader.waiting_for_me("bea", now()).unwrap();
    let told: Vec<_> = waiting.iter().map(|row| (row.key.as_str(), row.role.as_str())).collect();
    assert_eq!(told, [("CHG-1", "operations-manager")]);
    let card = waiting[0].card;
    let role = waiting[0].role.clone();
    work.ask_as("bea", Intent::Approve { card, role, is_rejected: false, comment: None }).unwrap();
    assert_eq!(work.reader.waiting_for_me("bea", now()).unwrap(), []);
}

#[test]
fn hand_offs_fit_the_type_and_the_stage() {
    let work = Workspace::new();
    let edges = work.reader.edges().unwrap();
    let makes = |type_id: &str, stage: Option<&str>| {
        let (type_id, stage) = (TypeId::new(type_id), stage.map(StageId::new));
        let fitting = edges.iter().filter(|edge| fits(edge, &type_id, stage.as_ref()));
        fitting.filter_map(|edge| edge.carry.makes.as_ref().map(TypeId::as_str)).collect::<Vec<_>>()
    };
    assert!(makes("problem", None).contains(&"defect"));
    assert!(!makes("incident", Some("operate/detect-issue")).contains(&"defect"));
}
