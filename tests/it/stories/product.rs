//! Idea to running product, and its end.

use super::Team;

/// An idea that came through Evaluate and Explore, and its release through Integrate.
fn released() -> Team {
    let team = Team::new();
    team.all(
        "object add strategic-objective 'Pay in one click'
         add 'One-click pay' --stream evaluate --type portfolio-backlog-item --link is-driven-by:OBJ-1 --priority 2
         add Deal --stream evaluate --stage identify-gaps --priority 2 --link covers:IDE-1 --field investment_class=invest
         object add digital-product Pay --link is-affected-by:IDE-1
         move SCO-1 propose --tick-all
         move SCO-1 define-backlog --tick-all
         edit SCO-1 --field approved_build_budget=180000
         --as pam approve SCO-1 --role product-portfolio-manager
         handoff SCO-1 explore
         finish SCO-1 --stream evaluate --tick-all",
    );
    assert_eq!(team.state("SCO-1"), "approved");
    let figures = team.json("show PRD-1")["object"]["figures"].clone();
    assert_eq!(figures[0]["value"].as_f64(), Some(180_000.0), "the budget of the product: {figures}");
    team.all(
        "object add product-backlog-item Button --link is-scoped-by:SCO-1 --priority 1
         edit SCO-1 --due 2027-03-31 --field verdict=continue
         move SCO-1 finalize --tick-all
         --as pam approve SCO-1 --role product-manager
         --as cat approve SCO-1 --role enterprise-architect
         handoff SCO-1 integrate --title 'Pay 1.0'
         finish SCO-1 --stream explore --tick-all
         link REL-1 is-version-of PRD-1
         move REL-1 accept --tick-all
         --as pam approve REL-1 --role product-manager
         handoff REL-1 deploy
         handoff REL-1 release
         finish REL-1 --tick-all",
    );
    team
}

/// The release is deployed on an instance.
pub(super) fn deploy(team: &Team) {
    team.all(
        "object add desired-product-instance eu --link is-wanted-form-of:REL-1
         object add actual-product-instance 'pay eu' --link is-realisation-of:DPI-1 --link is-changed-by:CHG-1",
    );
    team.plan("2026-11-20T09:00:00Z", "2026-11-20T11:00:00Z");
    team.approve_all();
    team.all(
        "move CHG-1 fulfill --tick-all
         move CHG-1 validate --tick-all
         edit API-1 --state running --field configuration_check=as-desired
         move CHG-1 observe --tick-all
         finish CHG-1 --tick-all",
    );
}

#[test]
fn an_idea_becomes_a_product_that_somebody_subscribes_to() {
    let mut team = released();
    team.all(
        "--as cat approve OFR-1 --role catalog-manager
         edit OFR-1 --field valid_from=2026-11-21T00:00:00Z
         move OFR-1 publish --tick-all",
    );
    assert!(team.no("finish OFR-1 --tick-all").contains("REL-1 published"), "not before the deployment");
    assert!(team.no("edit OFR-1 --state published").contains("REL-1 published"));
    deploy(&team);
    assert!(team.no("finish OFR-1 --tick-all").contains("Valid from"), "not before its date");
    assert_eq!(team.state("OFR-1"), "draft");
    team.0.at("2026-11-21T08:00:00Z");
    team.ok("finish OFR-1 --tick-all");
    assert_eq!(team.state("OFR-1"), "published");

    team.all(
        "handoff OFR-1 consume
         move ORD-1 agree --tick-all
         --as cat approve ORD-1 --role consumer
         move ORD-1 subscribe --tick-all
         object add subscription Shop --link results-from:ORD-1 --link uses-instance:API-1 --link subscribes-to:OFR-1
         finish ORD-1 --tick-all
         place SUB-1 consume --stage provide-service-support",
    );
    let cards = team.json("show SUB-1")["object"]["cards"].clone();
    let stages: Vec<_> = cards.as_array().unwrap().iter().map(|c| c["stage"].as_str().unwrap()).collect();
    assert_eq!(stages, ["provide-service-support", "publish-service-status"], "support and status side by side");

    let trace = team.ok("trace SUB-1 --up");
    let places: Vec<usize> =
        ["SUB-1", "OFR-1", "REL-1", "SCO-1", "IDE-1", "OBJ-1"].map(|key| trace.find(key).unwrap()).into();
    assert!(places.is_sorted(), "{trace}");
    assert!(team.ok("trace SUB-1 --down").contains("API-1"));
    retire(&team);
}

/// A product with a live Subscription cannot become retired.
fn retire(team: &Team) {
    let refused = team.no("edit PRD-1 --state retired");
    assert!(refused.contains("SUB-1"), "{refused}");
    team.ok("edit SUB-1 --state closed");
    team.ok("edit PRD-1 --state retired");
}

#[test]
fn a_published_release_takes_nothing_new_and_says_how_to_go_on() {
    let team = released();
    team.ok("object add product-backlog-item Late");
    let refused = team.no("link PBI-2 ships-in REL-1");
    assert!(refused.contains("published") && refused.contains("new Product Release"), "{refused}");
    assert!(team.json("show REL-1")["object"]["fields"]["release_notes"].as_str().unwrap().contains("PBI-1 Button"));
}
