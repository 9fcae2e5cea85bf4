//! Incident to fix: an Event on an instance, the Incident, its Problem, the Defect, the release that carries the fix.

use super::Team;

/// An Incident in Diagnose, raised by an Event on an instance that somebody subscribes to.
fn diagnosed() -> Team {
    let team = Team::new();
    team.all(
        "object add actual-product-instance 'pay-api eu'
         edit API-1 --state running
         object add subscription Shop --link uses-instance:API-1
         add 'p95 over 2 s' --stream operate --type event --link concerns:API-1
         add 'Checkout slow' --stream operate --link is-raised-by:EVT-1 --link affects:API-1",
    );
    assert_eq!(team.json("gate INC-1")["passable"], true, "a gate that warns lets everything pass");
    assert_eq!(team.json("list INC-1")["cards"][0]["gate"]["met"], 1, "an Incident is there, and nothing more");
    team.ok("edit INC-1 --priority 2 --assignee ana");
    assert_eq!(team.json("list INC-1")["cards"][0]["gate"]["met"], 3, "ranked and assigned: the gate ticks itself");
    let moved = team.ok("move INC-1 diagnose");
    assert!(!moved.contains("left open"), "{moved}");
    team
}

#[test]
fn an_incident_is_fixed_by_a_release_and_says_so_by_itself() {
    let team = diagnosed();
    assert_eq!(team.notices("SUB-1"), ["disturbed: INC-1 Checkout slow, in-progress"]);
    team.ok("link INC-1 is-caused-by --new 'Pool leaks' --type problem");
    assert!(team.ok("handoff PRB-1 integrate").contains("Plan Product Release"));
    assert_eq!((team.state("PRB-1"), team.state("DEF-1")), ("fix-in-progress".into(), "new".into()));
    assert!(team.no("edit PRB-1 --state resolved").contains("DEF-1 new"));

    team.all(
        "edit DEF-1 --state confirmed
         edit DEF-1 --state in-progress
         edit DEF-1 --state fixed
         add 1.0.1 --stream integrate --link carries:DEF-1
         object add desired-product-instance eu --link is-wanted-form-of:REL-1
         link API-1 is-realisation-of DPI-1
         move REL-1 design-develop --tick-all
         move REL-1 build-integrate-test --tick-all
         move REL-1 accept --tick-all
         --as pam approve REL-1 --role product-manager
         handoff REL-1 deploy
         finish REL-1 --tick-all
         link CHG-1 changes API-1",
    );
    assert_eq!(team.state("REL-1"), "published");
    assert_eq!(team.notices("INC-1"), [""; 0]);

    team.plan("2026-11-20T09:00:00Z", "2026-11-20T11:00:00Z");
    team.approve_all();
    team.all(
        "move CHG-1 fulfill --tick-all
         move CHG-1 validate --tick-all
         edit API-1 --field configuration_check=as-desired
         move CHG-1 observe --tick-all
         finish CHG-1 --tick-all",
    );
    for key in ["INC-1", "PRB-1"] {
        assert_eq!(team.notices(key), ["fixed by REL-1 1.0.1, deployed"], "{key}");
    }
    team.ok("edit PRB-1 --state resolved");
    traced(&team);
}

fn traced(team: &Team) {
    let trace = team.ok("trace INC-1 --down");
    let places: Vec<usize> =
        ["INC-1", "PRB-1", "DEF-1", "REL-1", "DPI-1", "API-1"].map(|key| trace.find(key).unwrap()).into();
    assert!(places.is_sorted(), "{trace}");
    let trace = team.json("trace INC-1 --down");
    assert_eq!(trace["root"], "INC-1");
    let edges = trace["edges"].as_array().unwrap();
    let has = |from: &str, relation: &str, to: &str| {
        edges.iter().any(|e| e["from"] == from && e["relation"] == relation && e["to"] == to)
    };
    assert!(has("INC-1", "is-caused-by", "PRB-1") && has("PRB-1", "creates", "DEF-1"), "{trace}");
    assert!(has("DEF-1", "is-carried-by", "REL-1") && has("DPI-1", "is-realised-as", "API-1"), "{trace}");
}

#[test]
fn resolving_a_parent_resolves_its_children_and_one_undo_takes_all_back() {
    let team = diagnosed();
    team.ok("add 'Cart slow' --stream operate --link child-of:INC-1");
    team.ok("edit INC-1 --state resolved");
    assert_eq!(team.state("INC-2"), "resolved");
    assert_eq!(team.json("list INC-2")["total"], 0, "its card is done");
    team.ok("undo");
    assert_eq!((team.state("INC-1"), team.state("INC-2")), ("in-progress".into(), "new".into()));
    assert_eq!(team.json("list INC-2")["total"], 1);
}

#[test]
fn a_card_blocked_by_an_open_object_is_free_when_that_is_done() {
    let team = diagnosed();
    team.ok("add 'Wait for the vendor' --stream operate");
    team.ok("link INC-2 blocks INC-1");
    assert_eq!(team.json("list INC-1")["cards"][0]["blocked"], "by INC-2");
    assert!(team.no("unblock INC-1").contains("by INC-2"));
    team.ok("finish INC-2 --tick-all");
    assert!(team.json("list INC-1")["cards"][0]["blocked"].is_null());
    assert!(team.no("link INC-1 blocks INC-2").contains("circle"));
}
