//! Scope trouble at the screen.

use crate::stories::Team;

#[test]
fn a_release_waits_for_the_answer_about_its_scope_and_goes_on() {
    let team = Team::new();
    team.all(
        "object add scope-agreement Deal
         edit SCO-1 --state proposed
         edit SCO-1 --state approved
         object add product-backlog-item 'Nice to have' --link is-scoped-by:SCO-1
         add 2.0 --stream integrate --link came-from:SCO-1 --link ships:PBI-1",
    );
    let mut ana = team.seat("ana");
    ana.goes_to("REL-1");
    ana.hands_off("The Scope Agreement cannot be met", "New Scope Agreement in Explore: 2.0");
    ana.press("\x15Two weeks more\r", "SCO-2 made in Explore. u undoes.");
    ana.sees("waits for SCO-2");
    ana.press("/is:waiting", "1 here");
    ana.leave("1 here");

    let mut bea = team.seat("bea");
    bea.goes_to("SCO-2");
    bea.press("c", "Comment:");
    bea.press("No more time; one item is cut.\r", "SCO-2 commented");
    bea.goes_to("PBI-1");
    bea.edits("State", "dropped", "PBI-1 edited. u undoes.");
    bea.goes_to("SCO-2");
    bea.edits("State", "rejected", "SCO-2 edited. u undoes.");
    bea.opens();
    bea.sees("No more time; one item is cut.");

    ana.0.wait_until(|screen| !screen.contents().contains("waits for SCO-2"));
    ana.opens();
    ana.sees("bea ended the wait for SCO-2");
    assert_eq!(team.log("REL-1")[..3], ["waited", "waited", "handed-off"]);
    bea.press("u", "Undone: ");
    ana.sees("waits for SCO-2");
    assert_eq!(team.state("SCO-1"), "approved", "what was agreed stands");
}
