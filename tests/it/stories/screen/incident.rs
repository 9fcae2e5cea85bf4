//! Incident to fix at the screen.

use super::{DOWN, ENTER, Seat};
use crate::stories::Team;

#[test]
fn an_incident_is_fixed_by_a_release_and_says_so_by_itself() {
    let team = Team::new();
    team.all(
        "object add actual-product-instance 'pay-api eu'
         edit API-1 --state running
         object add subscription Shop --link uses-instance:API-1
         add 'p95 over 2 s' --stream operate --type event --link concerns:API-1",
    );
    let mut ana = team.seat("ana");
    raised(&mut ana);
    handed_off(&mut ana);
    released(&team, &mut ana);
    deployed(&team, &mut ana);

    ana.goes_to("INC-1");
    ana.opens();
    ana.sees("fixed by REL-1 1.0.1, deployed");
    ana.goes_to("PRB-1");
    ana.sees("fixed by REL-1 1.0.1, deployed");
    ana.edits("State", "resolved", "PRB-1 edited. u undoes.");
    traced(&mut ana);
}

/// An Event becomes an Incident in the first stage, and goes on as its gate ticks itself.
fn raised(ana: &mut Seat) {
    ana.goes_to("EVT-1");
    ana.press("aCheckout slow\r", ">   INC-1");
    ana.relates("is raised by", "EVT-1");
    ana.relates("affects", "API-1");
    ana.press("s2", ">P2 INC-1");
    ana.press("i", "@ana");
    ana.press("L", "INC-1 moved to Diagnose Issue. u undoes.");
}

/// The Problem is made with the link, the Defect with the hand-off.
fn handed_off(ana: &mut Seat) {
    ana.press("r", "Relate: how, then to what");
    ana.press("is caused by Pool leaks", "new Problem \"Pool leaks\"");
    ana.press(&format!("{DOWN}{DOWN}{ENTER}"), "PRB-1 made and related. u undoes.");
    ana.goes_to("PRB-1");
    ana.hands_off("Integrate > Plan Product Release", "New Defect in Integrate: Pool leaks");
    ana.press(ENTER, "DEF-1 made in Integrate. u undoes.");
    ana.edits("State", "resolved", "DEF-1 new");
    ana.drops();
}

/// The release that carries the Defect comes to its end in Integrate.
fn released(team: &Team, ana: &mut Seat) {
    ana.goes_to("DEF-1");
    for state in ["confirmed", "in-progress", "fixed"] {
        ana.edits("State", state, &format!("@-  {state}"));
    }
    ana.press("a1.0.1\r", ">   REL-1");
    ana.relates("carries", "DEF-1");
    team.ok("object add desired-product-instance eu --link is-wanted-form-of:REL-1");
    team.ok("link API-1 is-realisation-of DPI-1");
    for stage in ["Design & Develop", "Build, Integrate, & Test", "Accept & Publish Release"] {
        ana.press("L", &format!("REL-1 moved to {stage}. u undoes."));
    }
    let mut pam = team.seat("pam");
    pam.press("ga", "Waits for your approval");
    pam.press(ENTER, "p approves");
    pam.press("p", "REL-1 approved as Product Manager. u undoes.");
    ana.hands_off("Deploy > Plan & Approve", "New Change in Deploy: 1.0.1");
    ana.press(ENTER, "CHG-1 made in Deploy. u undoes.");
    ana.passes("REL-1 moved to done. u undoes.");
}

/// The deployment comes to its end.
fn deployed(team: &Team, ana: &mut Seat) {
    ana.goes_to("CHG-1");
    ana.relates("changes", "API-1");
    team.plan("2026-11-20T09:00:00Z", "2026-11-20T11:00:00Z");
    team.approve_all();
    ana.sees("lex approved CHG-1");
    ana.passes("CHG-1 moved to Fulfill Deployment. u undoes.");
    ana.passes("CHG-1 moved to Validate Deployment. u undoes.");
    ana.goes_to("API-1");
    ana.edits("Configuration check", "as-desired", "API-1 edited. u undoes.");
    ana.goes_to("CHG-1");
    ana.passes("CHG-1 moved to Observe Deployment. u undoes.");
    ana.passes("CHG-1 moved to done. u undoes.");
}

/// From the Incident down to the instance, each with its state; and one key takes the last step back.
fn traced(ana: &mut Seat) {
    ana.goes_to("INC-1");
    ana.press("o", "is caused by PRB-1");
    ana.press("zv", "INC-1 trace");
    ana.sees("is realised as API-1");
    let text = ana.0.screen();
    let steps = ["is caused by PRB-1", "creates DEF-1", "carried by REL-1", "wanted as DPI-1", "realised as API-1"];
    let places = steps.map(|step| text.find(step).unwrap());
    assert!(places.is_sorted(), "{text}");
    ana.press("u", "Undone: PRB-1 edited");
    ana.0
        .wait_until(|screen| screen.contents().lines().any(|line| line.contains("PRB-1") && line.contains("fix-in-p")));
}
