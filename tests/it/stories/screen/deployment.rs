//! Deployments at the screen.

use super::{ENTER, GATE};
use crate::stories::deployment::planned;

#[test]
fn three_approvals_are_not_four_and_the_fourth_opens_the_gate() {
    let team = planned();
    team.ok("link CHG-1 deploys REL-1");
    for (who, role) in [("olga", "Operations Manager"), ("sam", "Support Specialist"), ("sue", "Security Analyst")] {
        let mut seat = team.seat(who);
        seat.press("ga", "Waits for your approval");
        seat.press(ENTER, "p approves");
        seat.press("p", &format!("CHG-1 approved as {role}. u undoes."));
    }

    let mut ana = team.seat("ana");
    ana.goes_to("CHG-1");
    ana.press("L", "stays in Plan");
    ana.sees("Compliance Manager (legal)  open");
    ana.press("p", "You lack the role Compliance Manager.");
    ana.press(ENTER, "approval by Compliance Manager");
    assert!(team.log("CHG-1").contains(&"refused".to_owned()), "{:?}", team.log("CHG-1"));

    let mut lex = team.seat("lex");
    lex.press("ga", "Waits for your approval");
    lex.press(ENTER, "p approves");
    lex.press("e", "Approve as Compliance Manager, comment");
    lex.press("licences are fine\r", "CHG-1 approved as Compliance Manager. u undoes.");
    lex.press(ENTER, "CHG-1 moved to Fulfill Deployment. u undoes.");
}

#[test]
fn the_way_back_ends_at_the_point_of_no_return_and_leads_forward() {
    let mut team = planned();
    team.ok("link CHG-1 deploys REL-1");
    team.ok("edit CHG-1 --field point_of_no_return=2026-11-20T10:00:00Z");
    team.approve_all();
    let mut ana = team.seat("ana");
    ana.goes_to("CHG-1");
    ana.passes("CHG-1 moved to Fulfill Deployment. u undoes.");
    ana.press(":back the probe is red", "with a reason that stays");
    ana.press(ENTER, "CHG-1 moved to Plan & Approve Deployment. u undoes.");
    ana.opens();
    ana.sees("the probe is red");
    ana.sees("4 approvals below");
    team.approve_all();
    ana.sees("Gate 2/5");
    ana.passes("CHG-1 moved to Fulfill Deployment. u undoes.");

    team.0.at("2026-11-20T10:00:00Z");
    let mut ana = team.seat("ana");
    ana.goes_to("CHG-1");
    ana.press("H", "t hands off to Integrate");
    ana.press(":back still red", "with a reason that stays");
    ana.press(ENTER, "CHG-1 stays in Fulfill");
    ana.press("t", "Hand off CHG-1");
    ana.press(ENTER, "New Product Release in Integrate: Roll out");
    ana.press("\x151.0.1\r", "REL-2 made in Integrate. u undoes.");
    ana.press("g3", ">   REL-2");
    assert_eq!(team.state("CHG-1"), "implement", "it goes on where it is");
}

#[test]
fn a_deployment_is_of_exactly_one_release_and_that_is_the_same_from_both_sides() {
    let team = planned();
    team.approve_all();
    let mut ana = team.seat("ana");
    ana.goes_to("CHG-1");
    ana.press("L", "CHG-1 stays in Plan & Approve Deployment");
    ana.press(ENTER, "open is Deployment plan is approved: no Product Release");
    ana.leave(GATE);
    ana.relates("deploys", "REL-1");
    team.ok("object add product-release 2.0.0");
    ana.press("r", "Relate: how, then to what");
    ana.press("deploys REL-2", "REL-2 2.0.0");
    ana.press(ENTER, "only one is allowed");
    ana.sees("Relate: how, then to what: deploys REL-2");
    ana.leave("Relate: how");
    ana.passes("CHG-1 moved to Fulfill Deployment. u undoes.");

    team.ok("place REL-1 integrate --stage accept-publish-release");
    ana.opens();
    ana.press("\t\t", ">3 Linked");
    ana.press("j", ">deploys REL-1");
    ana.press(ENTER, "Accept & Publish Release > REL-1");
    let mut bea = team.seat("bea");
    bea.goes_to("REL-1");
    bea.press("s2", ">P2 REL-1");
    ana.sees("P2");
    ana.press("s3", "REL-1 set to priority 3. u undoes.");
    bea.sees(">P3 REL-1");
}
