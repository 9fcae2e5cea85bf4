//! Deployments: four approvals, one release, the window, and the way back before and after the point of no return.

use super::{FOUR, Team};

/// A Change of an accepted release, planned.
pub(super) fn planned() -> Team {
    let team = Team::new();
    team.all(
        "object add product-release 1.0.0
         edit REL-1 --state candidate
         edit REL-1 --state accepted
         object add actual-product-instance eu
         add 'Roll out' --stream deploy --link changes:API-1",
    );
    team.plan("2026-11-20T09:00:00Z", "2026-11-20T11:00:00Z");
    team
}

#[test]
fn three_approvals_are_not_four() {
    let team = planned();
    team.ok("link CHG-1 deploys REL-1");
    for (name, role) in &FOUR[..3] {
        team.ok(&format!("--as {name} approve CHG-1 --role {role}"));
    }
    let refused = team.no("move CHG-1 fulfill --tick-all");
    assert!(refused.contains("approval by Compliance Manager (legal)") && !refused.contains("Operations"), "{refused}");
    assert!(team.no("move CHG-1 fulfill --force 'no time'").contains("Compliance Manager"), "no force passes it");
    assert!(team.no("--as pam approve CHG-1 --role compliance-manager").contains("pam does not hold the role"));
    assert_eq!(team.log("CHG-1")[0], "refused");
    assert!(team.ok("--as lex approvals").contains("CHG-1"));

    team.ok("--as lex approve CHG-1 --role compliance-manager --comment 'licences are fine'");
    assert!(!team.ok("--as lex approvals").contains("CHG-1"));
    let gate = team.json("gate CHG-1");
    let said: Vec<_> = gate["approvals"].as_array().unwrap().iter().map(|a| a["status"].as_str().unwrap()).collect();
    assert_eq!(said, ["approved"; 4]);
    team.ok("move CHG-1 fulfill --tick-all");
}

#[test]
fn a_deployment_is_of_exactly_one_release() {
    let team = planned();
    team.approve_all();
    assert!(team.no("move CHG-1 fulfill --tick-all").contains("no Product Release is linked"));
    team.ok("link CHG-1 deploys REL-1");
    team.ok("object add product-release 2.0.0");
    assert!(team.no("link CHG-1 deploys REL-2").contains("only one is allowed"));
    team.ok("move CHG-1 fulfill --tick-all");
    // The same object, whichever board it is looked at from.
    team.ok("place REL-1 integrate --stage accept-publish-release");
    team.ok("edit REL-1 --priority 2");
    let sheet = team.json("show CHG-1");
    let link = sheet["object"]["links"].as_array().unwrap().iter().find(|l| l["key"] == "REL-1").unwrap();
    assert_eq!(link["relation"], "deploys");
    assert_eq!(team.json("list --stream integrate")["cards"][0]["priority"], 2);
}

#[test]
fn the_way_back_ends_at_the_point_of_no_return() {
    let mut team = planned();
    team.ok("link CHG-1 deploys REL-1");
    team.ok("edit CHG-1 --field point_of_no_return=2026-11-20T10:00:00Z");
    team.approve_all();
    team.ok("move CHG-1 fulfill --tick-all");
    team.ok("move CHG-1 plan --reason 'the probe is red'");
    let log = team.json("log CHG-1");
    let moved = log["entries"].as_array().unwrap().iter().find(|e| e["what"] == "moved").unwrap();
    assert_eq!(moved["reason"], "the probe is red");
    assert!(team.no("move CHG-1 fulfill --tick-all").contains("approval by"), "what was approved counts no more");
    team.approve_all();
    team.ok("move CHG-1 fulfill --tick-all");

    team.0.at("2026-11-20T10:00:00Z");
    let refused = team.no("move CHG-1 plan --reason 'still red'");
    assert!(refused.contains("deploy-to-integrate-into-production"), "{refused}");
    assert!(team.no("move CHG-1 plan --force 'still red'").contains("no return"), "no force passes it");
    team.ok("handoff CHG-1 integrate --title 1.0.1");
    assert_eq!(team.json("list --stream integrate")["cards"][0]["title"], "1.0.1");
}

#[test]
fn the_window_opens_with_time() {
    let mut team = planned();
    team.ok("link CHG-1 deploys REL-1");
    team.plan("2026-11-20T12:00:00Z", "2026-11-20T14:00:00Z");
    team.approve_all();
    assert!(team.no("move CHG-1 fulfill --tick-all").contains("window"));
    team.0.at("2026-11-20T12:00:00Z");
    team.ok("move CHG-1 fulfill --tick-all");
    // What comes up on the instance while the window is open is suppressed, and listed with the Change.
    team.ok("object add event 'Probe is red' --link concerns:API-1");
    assert_eq!(team.state("EVT-1"), "suppressed");
    assert!(team.notices("CHG-1").iter().any(|text| text.contains("EVT-1")), "{:?}", team.notices("CHG-1"));
}
