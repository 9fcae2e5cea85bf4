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
