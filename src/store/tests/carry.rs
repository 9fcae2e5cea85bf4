//! The reference at work: every hand-off can be walked, and what follows from a deployment is told where it matters.

use super::fixture::{Workspace, minutes, move_to, stage};
use crate::domain::id::{CardId, ObjectId, RelationId, TypeId};
use crate::domain::intent::{Edit, HandOff, Intent, NewObject, Pass, Spot, To};
use crate::domain::value::format_at;
use crate::wire::assets::reference;

fn typed(kind: &str, title: &str) -> NewObject {
    NewObject { type_id: Some(TypeId::new(kind)), title: title.into(), ..NewObject::default() }
}

fn link(work: &mut Workspace, from: ObjectId, relation: &str, to: ObjectId) {
    work.done(Intent::Link { from, relation: RelationId::new(relation), to });
}

fn set(work: &mut Workspace, object: ObjectId, field: &str, text: &str) {
    let edit = Edit::Field { id: field.into(), text: text.into() };
    work.done(Intent::Edit { object, edits: vec![edit] });
}

fn enter(work: &mut Workspace, object: ObjectId, state: &str) {
    work.done(Intent::Edit { object, edits: vec![Edit::State(state.into())] });
}

fn told(work: &Workspace, object: ObjectId) -> Vec<String> {
    work.sheet(object).notices.into_iter().map(|n| n.text).collect()
}

fn state(work: &Workspace, object: ObjectId) -> String {
    work.sheet(object).object.state.unwrap_or_default()
}

fn go(work: &mut Workspace, card: CardId, place: &str) {
    let to = if place == "done" { To::Done { value: None, beneficiary: None } } else { To::Stage(stage(place)) };
    work.done(Intent::Move { card, to, spot: Spot::Bottom, pass: Pass::TickAll, reason: None });
}

fn hand_off(edge: &str, object: ObjectId, card: CardId) -> Intent {
    let (stage, type_id, title) = (None, None, None);
    Intent::HandOff(Box::new(HandOff {
        object,
        card: Some(card),
        edge: edge.into(),
        stage,
        type_id,
        title,
        pass: Pass::Ask,
    }))
}

#[test]
fn every_hand_off_can_be_walked() {
    for stream in reference().unwrap().streams {
        for edge in &stream.edges {
            let types =
                if edge.carry.types.is_empty() { vec![stream.card_type.clone()] } else { edge.carry.types.clone() };
            for kind in types {
                let mut work = Workspace::new();
                let from = edge.from_stage.clone().unwrap_or_else(|| stream.stages[0].id.clone());
                let origin = work.add_with(typed(kind.as_str(), "It"), from.as_str());
                let done = work.ask(hand_off(&edge.id, origin.object, origin.card));
                assert!(done.is_ok(), "{} of {kind}: {done:?}", edge.id);
            }
        }
    }
}

/// A Change of a release that carries a Defect, approved and in its window.
fn deployment(work: &mut Workspace, release: ObjectId, instance: ObjectId) -> CardId {
    let change = work.add_with(typed("change", "Roll out"), "deploy/plan-approve-deployment");
    link(work, change.object, "deploys", release);
    link(work, change.object, "changes", instance);
    set(work, change.object, "window_start", &format_at(minutes(-60)));
    set(work, change.object, "window_end", &format_at(minutes(60)));
    set(work, change.object, "rollback_plan", "back to 1.0.0");
    let asked = ["operations-manager", "support-specialist", "security-analyst", "compliance-manager"];
    for role in asked {
        work.refused(move_to(change.card, "deploy/fulfill-deployment"));
        let roles = vec![(role.to_owned(), true)];
        work.done(Intent::SetPerson { name: "ana".into(), roles });
        let (role, comment) = (role.to_owned(), None);
        work.done(Intent::Approve { card: change.card, role, is_rejected: false, comment });
    }
    go(work, change.card, "deploy/fulfill-deployment");
    change.card
}

#[test]
fn a_fix_is_told_where_the_trouble_was() {
    let mut work = Workspace::new();
    let instance = work.object("actual-product-instance", "pay-api eu");
    enter(&mut work, instance, "running");
    let subscription = work.object("subscription", "shop");
    link(&mut work, subscription, "uses-instance", instance);
    let incident = work.add_with(typed("incident", "Slow"), "operate/detect-issue");
    link(&mut work, incident.object, "affects", instance);
    assert!(told(&work, subscription)[0].starts_with("disturbed: "));
    let problem = work.add_with(typed("problem", "Leak"), "operate/diagnose-issue");
    link(&mut work, problem.object, "causes", incident.object);
    let defect = work.done(hand_off("operate-to-integrate-defect", problem.object, problem.card)).object.unwrap();
    assert_eq!(state(&work, problem.object), "fix-in-progress");
    work.refused(Intent::Edit { object: problem.object, edits: vec![Edit::State("resolved".into())] });
    for next in ["confirmed", "in-progress", "fixed"] {
        enter(&mut work, defect, next);
    }
    let release = work.object("product-release", "1.0.1");
    link(&mut work, release, "carries", defect);
    for next in ["candidate", "accepted"] {
        enter(&mut work, release, next);
    }
    let card = deployment(&mut work, release, instance);
    let event = work.object("event", "Probe is red");
    link(&mut work, event, "concerns", instance);
    assert_eq!(state(&work, event), "suppressed");
    go(&mut work, card, "deploy/validate-deployment");
    set(&mut work, instance, "configuration_check", "as-desired");
    go(&mut work, card, "deploy/observe-deployment");
    go(&mut work, card, "done");
    assert_eq!(state(&work, release), "deployed");
    for object in [incident.object, problem.object] {
        assert!(told(&work, object).iter().any(|text| text.starts_with("fixed by REL-")), "{:?}", told(&work, object));
    }
    enter(&mut work, problem.object, "resolved");
    let child = work.add_with(typed("incident", "Slow too"), "operate/detect-issue");
    link(&mut work, child.object, "child-of", incident.object);
    go(&mut work, incident.card, "done");
    assert_eq!((state(&work, incident.object), state(&work, child.object)), ("resolved".into(), "resolved".into()));
    assert!(told(&work, subscription).is_empty(), "{:?}", told(&work, subscription));
}

#[test]
fn an_offer_waits_for_its_release_and_its_date() {
    let mut work = Workspace::new();
    let release = work.object("product-release", "1.0");
    let offer = work.add_with(typed("service-offer", "Shop"), "release/publish-service-offer");
    link(&mut work, offer.object, "offers", release);
    set(&mut work, offer.object, "valid_from", &format_at(minutes(-1)));
    let publish = Intent::Edit { object: offer.object, edits: vec![Edit::State("published".into())] };
    work.refused(publish.clone());
    for next in ["candidate", "accepted", "published", "deployed"] {
        enter(&mut work, release, next);
    }
    set(&mut work, offer.object, "valid_from", &format_at(minutes(60)));
    work.refused(publish);
    work.refused(move_to_end(offer.card));
    set(&mut work, offer.object, "valid_from", &format_at(minutes(-1)));
    go(&mut work, offer.card, "done");
    assert_eq!(state(&work, offer.object), "published");
}

fn move_to_end(card: CardId) -> Intent {
    let to = To::Done { value: None, beneficiary: None };
    Intent::Move { card, to, spot: Spot::Bottom, pass: Pass::TickAll, reason: None }
}

#[test]
fn maintenance_is_told_to_the_subscriptions_it_touches() {
    let mut work = Workspace::new();
    let instance = work.object("actual-product-instance", "pg eu");
    let subscription = work.object("subscription", "shop");
    link(&mut work, subscription, "uses-instance", instance);
    let change = work.add_with(typed("change", "Patch the hosts"), "operate/detect-issue");
    link(&mut work, change.object, "changes", instance);
    assert!(told(&work, subscription).is_empty());
    set(&mut work, change.object, "window_start", &format_at(minutes(60)));
    set(&mut work, change.object, "window_end", &format_at(minutes(120)));
    assert!(told(&work, subscription)[0].starts_with("maintenance: "), "{:?}", told(&work, subscription));
    set(&mut work, change.object, "window_start", &format_at(minutes(-120)));
    set(&mut work, change.object, "window_end", &format_at(minutes(-60)));
    assert!(told(&work, subscription).is_empty());
}

#[test]
fn behind_the_point_of_no_return_the_way_leads_forward() {
    let mut work = Workspace::new();
    let change = work.add_with(typed("change", "Roll out"), "deploy/observe-deployment");
    set(&mut work, change.object, "point_of_no_return", &format_at(minutes(-5)));
    let refusal = work.refused(move_to(change.card, "deploy/plan-approve-deployment"));
    assert!(format!("{refusal:?}").contains("deploy-to-integrate-into-production"));
    set(&mut work, change.object, "point_of_no_return", &format_at(minutes(5)));
    go(&mut work, change.card, "deploy/plan-approve-deployment");
    assert_eq!(state(&work, change.object), "assess");
}
