//! Scope trouble: Integrate asks, Explore answers, and the asking card goes on.

use super::Team;

#[test]
fn a_release_waits_for_the_answer_about_its_scope() {
    let team = Team::new();
    team.all(
        "object add scope-agreement Deal
         edit SCO-1 --state proposed
         edit SCO-1 --state approved
         object add product-backlog-item 'Nice to have' --link is-scoped-by:SCO-1
         add 2.0 --stream integrate --link came-from:SCO-1 --link ships:PBI-1
         handoff REL-1 explore --edge integrate-to-explore-scope-exception --title 'Two weeks more'",
    );
    let card = |team: &Team| team.json("list REL-1")["cards"][0].clone();
    assert_eq!(card(&team)["waiting_for"], "SCO-2");
    assert_eq!(team.json("list is:waiting")["total"], 1);

    team.all(
        "comment SCO-2 'No more time; one item is cut.'
         edit PBI-1 --state dropped
         edit SCO-2 --state rejected",
    );
    assert!(card(&team)["waiting_for"].is_null());
    assert_eq!(team.state("SCO-1"), "approved", "what was agreed stands");
    assert_eq!(team.log("REL-1")[..3], ["waited", "waited", "handed-off"]);
    assert_eq!(team.log("SCO-2")[..2], ["edited", "commented"]);
    team.ok("undo");
    assert_eq!(card(&team)["waiting_for"], "SCO-2", "the answer taken back is no answer");
}

#[test]
fn a_rejection_sends_the_card_back_with_its_comment() {
    let team = Team::new();
    team.all(
        "add Deal --stream explore --stage refine-product-backlog
         move SCO-1 finalize --tick-all",
    );
    assert_eq!(team.run("--as pam approve SCO-1 --role product-manager --reject").code, 2, "a no says why");
    team.ok("--as pam approve SCO-1 --role product-manager --reject --comment 'no dates'");
    assert_eq!(team.json("list SCO-1")["cards"][0]["stage"], "refine-product-backlog");
    assert!(team.log("SCO-1")[..2].contains(&"rejected".to_owned()));
}
