//! What the rules of the reference must be able to tell: where work comes from and goes, what stands in its way.

use super::*;
use crate::domain::guard::Guard;
use crate::domain::link::Flow;
use crate::domain::object::ObjectType;

/// The types that a trace finds from one, going down or up.
fn traced<'a>(all: &'a Reference, from: &'a str, flow: Flow) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::from([from]);
    loop {
        let mut next = found.clone();
        for r in &all.relations {
            let (Some(a), Some(b)) = (&r.from, &r.to) else { continue };
            let (here, there) = if r.flow == flow { (a, b) } else { (b, a) };
            if r.flow != Flow::Side && found.contains(here.as_str()) {
                next.insert(there.as_str());
            }
        }
        if next == found {
            return found;
        }
        found = next;
    }
}

fn kind<'a>(all: &'a Reference, id: &str) -> &'a ObjectType {
    all.types.iter().find(|t| t.id.as_str() == id).unwrap()
}

fn criterion<'a>(all: &'a Reference, id: &str) -> &'a Criterion {
    criteria(all).find(|c| c.id.as_str() == id).unwrap()
}

#[test]
fn a_trace_reaches_strategy_and_what_runs() {
    let all = reference().unwrap();
    let down = traced(&all, "incident", Flow::Down);
    for id in ["problem", "defect", "product-release", "desired-product-instance", "actual-product-instance"] {
        assert!(down.contains(id), "{id} comes of an Incident");
    }
    for id in ["subscription", "order", "actual-product-instance", "product-release", "service-offer"] {
        let up = traced(&all, id, Flow::Up);
        assert!(up.contains("strategic-objective") && up.contains("strategic-theme"), "where {id} came from");
    }
    assert!(traced(&all, "strategic-objective", Flow::Down).contains("actual-product-instance"));
}

#[test]
fn our_own_relations_are_read_as_agreed() {
    let all = reference().unwrap();
    let is_there = |id: &str, from: &str, to: &str, cardinality: &str| {
        all.relations.iter().any(|r| {
            let ends = (
                r.from.as_ref().map(crate::domain::id::TypeId::as_str),
                r.to.as_ref().map(crate::domain::id::TypeId::as_str),
            );
            r.id.as_str() == id && ends == (Some(from), Some(to)) && r.cardinality == cardinality
        })
    };
    assert!(is_there("deploys", "change", "product-release", "n:1"));
    assert!(is_there("changes", "change", "actual-product-instance", "n:m"));
    assert!(is_there("offers", "service-offer", "product-release", "n:m"));
    assert!(is_there("is-version-of", "product-release", "digital-product", "n:1"));
    assert!(is_there("uses-instance", "subscription", "actual-product-instance", "n:m"));
    assert!(is_there("is-about", "interaction", "subscription", "n:1"));
    let loops = all.relations.iter().filter(|r| r.is_acyclic).map(|r| r.id.as_str());
    let names: BTreeSet<&str> = loops.collect();
    assert_eq!(names, BTreeSet::from(["blocks", "bundles", "child-of", "depends-on", "is-split-into"]));
    assert!(all.relations.iter().all(|r| !r.is_acyclic || r.from == r.to));
}

#[test]
fn every_stream_feeds_improvements_back() {
    let all = reference().unwrap();
    for stream in all.streams.iter().filter(|s| s.id.as_str() != "evaluate") {
        let back = stream.edges.iter().find(|e| e.kind == "feedback" && e.to.as_str() == "evaluate").unwrap();
        assert!(back.from_stage.is_none() && back.carry.types.is_empty(), "{} from everywhere", back.id);
        assert!(back.carry.figures, "{} tells figures", back.id);
        let ways = stream.edges.iter().filter(|e| e.carry.improves).map(|e| &e.id);
        assert_eq!(ways.collect::<Vec<_>>(), [&back.id], "what is to get better goes this way");
        let makes = back.carry.makes.as_ref().map(crate::domain::id::TypeId::as_str);
        assert_eq!(makes, Some("portfolio-backlog-item"), "{}", back.id);
    }
}

#[test]
fn a_request_for_another_scope_waits_for_its_answer() {
    let all = reference().unwrap();
    let edges = all.streams.iter().flat_map(|s| &s.edges);
    let asking: Vec<_> = edges.filter(|e| !e.carry.answer_states.is_empty()).collect();
    let ask = asking.iter().find(|e| e.kind == "exception").unwrap();
    let kind = kind(&all, ask.carry.makes.as_ref().unwrap().as_str());
    let from = ask.carry.set_state.as_ref().unwrap();
    let next = &kind.states.iter().find(|s| s.id == *from).unwrap().next;
    assert!(ask.carry.answer_states.iter().all(|s| next.contains(s)), "each answer can be given");
}

#[test]
fn the_states_that_must_be_guarded_are() {
    let all = reference().unwrap();
    let guard = |id: &str, state: &str| kind(&all, id).states.iter().find(|s| s.id == state).unwrap().guard.clone();
    let Some(Guard::NoneOpen { reach }) = guard("digital-product", "retired") else {
        panic!("a product is retired when nobody subscribes to it");
    };
    assert_eq!(reach.type_id.unwrap().as_str(), "subscription");
    assert!(reach.paths.len() > 5);
    assert!(guard("product-release", "accepted").is_some());
    let lock = &kind(&all, "product-release").locks[0];
    assert!(lock.states.iter().any(|s| s == "accepted") && lock.relations.iter().any(|r| r.as_str() == "ships"));
}

#[test]
fn a_gate_can_be_passed_by_the_type_of_its_stream() {
    let all = reference().unwrap();
    let asks = |id: &str, role: &str| {
        let guard = criterion(&all, id).guard.as_ref().unwrap();
        assert!(guard.roles().iter().any(|(asked, _)| *asked == role), "{id} asks for {role}");
    };
    asks("evaluate/define-backlog-mandates-out1", "product-portfolio-manager");
    asks("explore/finalize-roadmap-scope-agreement-out1", "product-manager");
    asks("explore/finalize-roadmap-scope-agreement-act4", "enterprise-architect");
    asks("integrate/accept-publish-release-out1", "product-manager");
}
