//! Idea to running product, and its end, at the screen.

use super::{ENTER, GATE, Seat};
use crate::stories::Team;
use crate::stories::product::deploy;

#[test]
fn an_idea_becomes_a_product_that_somebody_subscribes_to() {
    let mut team = Team::new();
    team.ok("object add strategic-objective 'Pay in one click'");
    let mut ana = team.seat("ana");
    funded(&team, &mut ana);
    scoped(&team, &mut ana);
    released(&team, &mut ana);
    offered(&mut team, &mut ana);

    let mut ana = team.seat("ana");
    subscribed(&team, &mut ana);
    ana.press("o", "Objects  SUB-1");
    ana.press("zv", "OBJ-1  Pay in one click");
    for step in ["subscribes to OFR-1", "offers REL-1", "came from SCO-1", "covers IDE-1", "is driven by OBJ-1"] {
        ana.sees(step);
    }
    ana.sees("uses API-1");
}

/// An idea that serves an objective; the Scope Agreement about it is funded and goes on to Explore.
fn funded(team: &Team, ana: &mut Seat) {
    team.ok("add 'One-click pay' --stream evaluate --type portfolio-backlog-item --priority 2");
    ana.goes_to("IDE-1");
    ana.relates("is driven by", "OBJ-1");
    team.all(
        "add Deal --stream evaluate --stage identify-gaps --priority 2 --link covers:IDE-1 --field investment_class=invest
         object add digital-product Pay --link is-affected-by:IDE-1
         move SCO-1 propose --tick-all
         move SCO-1 define-backlog --tick-all",
    );
    ana.goes_to("SCO-1");
    ana.edits("Approved budget to build", "180000", "SCO-1 edited. u undoes.");
    let mut pam = team.seat("pam");
    pam.press("ga", "Waits for your approval");
    pam.press(ENTER, "p approves");
    pam.press("p", "SCO-1 approved as Product Portfolio Manager. u undoes.");
    ana.hands_off("Explore > ", "SCO-1 handed off to Explore. u undoes.");
    ana.passes("SCO-1 moved to Ensure Governance. u undoes.");
    ana.passes("SCO-1 moved to done. u undoes.");
    ana.goes_to("PRD-1");
    ana.sees("180000");
}

/// Explore agrees about the scope; it goes on to Integrate, where a release is made for it.
fn scoped(team: &Team, ana: &mut Seat) {
    team.all(
        "object add product-backlog-item Button --link is-scoped-by:SCO-1 --priority 1
         edit SCO-1 --due 2027-03-31 --field verdict=continue
         move SCO-1 finalize --tick-all
         --as pam approve SCO-1 --role product-manager
         --as cat approve SCO-1 --role enterprise-architect",
    );
    ana.goes_to("SCO-1");
    ana.hands_off("Integrate > Plan Product Release", "New Product Release in Integrate: Deal");
    ana.press("\x15Pay 1.0\r", "REL-1 made in Integrate. u undoes.");
    ana.passes("SCO-1 moved to done. u undoes.");
}

/// The release is accepted and goes two ways at once: to Deploy, and as an offer to Release.
fn released(team: &Team, ana: &mut Seat) {
    team.all(
        "link REL-1 is-version-of PRD-1
         move REL-1 accept --tick-all
         --as pam approve REL-1 --role product-manager",
    );
    ana.goes_to("REL-1");
    ana.hands_off("Deploy > Plan & Approve", "New Change in Deploy: Pay 1.0");
    ana.press(ENTER, "CHG-1 made in Deploy. u undoes.");
    ana.hands_off("Release > ", "in Release: Pay 1.0");
    ana.press(ENTER, "OFR-1 made in Release. u undoes.");
    ana.passes("REL-1 moved to done. u undoes.");
}

/// Not published before the deployment, nor before its date.
fn offered(team: &mut Team, ana: &mut Seat) {
    team.all(
        "--as cat approve OFR-1 --role catalog-manager
         edit OFR-1 --field valid_from=2026-11-21T00:00:00Z
         move OFR-1 publish --tick-all",
    );
    ana.goes_to("OFR-1");
    ana.press("L", "in the way: REL-1 published");
    ana.leave(GATE);
    ana.edits("State", "published", "REL-1 published");
    ana.drops();
    deploy(team);
    ana.press("L", GATE);
    ana.sees("Valid from is Sat 21 Nov 01:00");
    assert!(!ana.0.screen().contains("REL-1 published"));
    team.0.at("2026-11-21T08:00:00Z");
}

/// Published now; an Order comes of it, and a Subscription of that, with support and status side by side.
fn subscribed(team: &Team, ana: &mut Seat) {
    ana.goes_to("OFR-1");
    ana.passes("OFR-1 moved to done. u undoes.");
    ana.goes_to("OFR-1");
    ana.sees("Service Offer, published");
    ana.hands_off("Consume > ", "New Order in Consume: Pay 1.0");
    ana.press(ENTER, "ORD-1 made in Consume. u undoes.");
    team.all("move ORD-1 agree --tick-all\n--as cat approve ORD-1 --role consumer");
    ana.goes_to("ORD-1");
    ana.passes("ORD-1 moved to Subscribe to Service Offer. u undoes.");
    ana.press("r", "Relate: how, then to what");
    ana.press("results in Shop", "new Subscription \"Shop\"");
    ana.press(ENTER, "SUB-1 made and related. u undoes.");
    ana.passes("ORD-1 moved to Provide Service Support. u undoes.");
    ana.goes_to("SUB-1");
    ana.relates("uses", "API-1");
    ana.relates("subscribes to", "OFR-1");
    team.ok("place SUB-1 consume --stage provide-service-support");
    ana.sees("Consume/Provide Service Support");
    ana.sees("Consume/Publish Service Status");
}

#[test]
fn a_product_with_a_live_subscription_is_not_retired() {
    let team = Team::new();
    team.all(
        "object add digital-product Pay
         object add product-release 1.0 --link is-version-of:PRD-1
         object add service-offer 'Pay now' --link offers:REL-1
         object add subscription Shop --link subscribes-to:OFR-1",
    );
    let mut ana = team.seat("ana");
    ana.goes_to("PRD-1");
    ana.edits("State", "retired", "in the way: SUB-1 wip");
    ana.drops();
    ana.goes_to("SUB-1");
    ana.edits("State", "closed", "SUB-1 edited. u undoes.");
    ana.goes_to("PRD-1");
    ana.edits("State", "retired", "PRD-1 edited. u undoes.");
    ana.sees("Digital Product, retired");
    assert!(team.log("PRD-1").contains(&"refused".to_owned()), "{:?}", team.log("PRD-1"));
}
