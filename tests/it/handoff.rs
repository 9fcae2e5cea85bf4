//! Work that goes on to another stream, and approvals, through the real program in a real pseudo-terminal.

use crate::common::pty::Pty;
use crate::common::session::Home;

/// The board of Deploy with a change on it; ana holds two of the roles that are asked.
fn change_to_approve() -> (Home, Pty) {
    let home = Home::new();
    home.ok(&["add", "Deploy pay-api 1.0", "--stream", "deploy"]);
    home.ok(&["person", "add", "ana", "--role", "operations-manager", "--role", "security-analyst"]);
    let mut pty = home.open(120, 40);
    pty.wait_for("2 to approve");
    pty.send("g4");
    pty.wait_for("CHG-1");
    (home, pty)
}

#[test]
fn a_gate_is_approved_for_the_roles_held_and_no_other() {
    let (home, mut pty) = change_to_approve();
    pty.send("ga");
    pty.wait_for("Waits for your approval");
    pty.send("\r");
    pty.wait_for("p approves, e with a comment, R rejects");
    pty.send("p");
    pty.wait_for("CHG-1 approved as Operations Manager. u undoes.");
    pty.wait_for("approved by ana");
    pty.send("j ");
    pty.wait_for("You lack the role Support Specialist.");
    pty.send("jRno mandate\r");
    pty.wait_for("CHG-1 rejected as Security Analyst");
    let log = home.ok(&["log", "CHG-1", "--json"]);
    assert!(log.contains("\"approved\"") && log.contains("\"rejected\"") && log.contains("no mandate"), "{log}");
}

#[test]
fn a_line_that_is_checked_says_what_it_misses() {
    let (_home, mut pty) = change_to_approve();
    pty.send("x");
    pty.wait_for("no Product Release is linked; 4 approvals below");
    pty.send(" ");
    pty.wait_for("It is checked by itself, not ticked");
    pty.send(":approve for");
    pty.wait_for("approve for a role of yours");
}

#[test]
fn a_problem_is_handed_off_with_one_key_and_comes_back_with_one() {
    let home = Home::new();
    home.ok(&["add", "Pool leaks", "--stream", "operate", "--type", "problem"]);
    home.ok(&["move", "PRB-1", "operate/diagnose-issue", "--force", "seen already"]);
    let mut pty = home.open(80, 24);
    pty.wait_for("Oper");
    pty.send("g7");
    pty.wait_for("PRB-1");
    pty.send("t");
    pty.wait_for("No card is under the cursor");
    pty.send("lt");
    pty.wait_for("Hand off PRB-1");
    pty.wait_for("Integrate > Plan Product Release");
    pty.send("2");
    pty.wait_for("Title of the Defect in Integrate: Pool leaks");
    pty.send(" under retry\r");
    pty.wait_for("DEF-1 made in Integrate. u undoes.");
    let made = home.ok(&["show", "DEF-1", "--json"]);
    assert!(made.contains("Pool leaks under retry") && made.contains("PRB-1"), "{made}");
    let log = home.ok(&["log", "PRB-1"]);
    assert!(log.contains("DEF-1"), "{log}");
    pty.send("u");
    pty.wait_for("Undone");
    assert!(!home.run(&["show", "DEF-1"]).status.success(), "it is gone again");
}

#[test]
fn what_a_relation_wants_is_made_with_it() {
    let home = Home::new();
    home.ok(&["add", "Pool leaks", "--stream", "operate", "--type", "problem"]);
    let mut pty = home.open(80, 24);
    pty.wait_for("Oper");
    pty.send("g7");
    pty.wait_for("PRB-1");
    pty.send("rcreates\rthe pool of connections");
    pty.wait_for("new Defect \"the pool of connections\"");
    pty.send("\r");
    pty.wait_for("DEF-1 made and related");
    assert!(home.ok(&["show", "DEF-1"]).contains("PRB-1"));
}
