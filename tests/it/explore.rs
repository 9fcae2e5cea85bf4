//! The object explorer in a real terminal: from an Incident over its Problem to the Defect and back.

use crate::common::pty::Pty;
use crate::common::session::Home;

const ESC: &str = "\x1b";

/// The demo, the cursor on the Incident that most hangs on.
fn demo() -> (Home, Pty) {
    let home = Home::new();
    home.ok(&["demo", "--out", home.database().to_str().unwrap()]);
    let mut pty = home.open(120, 40);
    pty.wait_for("7 Operate");
    pty.send("g7");
    pty.wait_for("Checkout p95");
    pty.send("l");
    pty.wait_until(|screen| screen.contents().contains(">P1 INC-"));
    (home, pty)
}

/// The line of the links that has the cursor.
fn picked(screen: &vt100::Screen) -> Option<String> {
    let text = screen.contents();
    let line = text.lines().find(|line| line.contains("│>> ") || line.contains("│>^ "))?;
    line.split('│').find(|cell| cell.starts_with(">> ") || cell.starts_with(">^ ")).map(str::to_owned)
}

/// Goes down the links to the first that leads to a key of this kind.
fn pick(pty: &mut Pty, kind: &str) {
    pty.wait_until(|screen| picked(screen).is_some());
    for _ in 0..20 {
        let before = pty.look(picked);
        if before.as_ref().is_some_and(|line| line.contains(kind)) {
            return;
        }
        pty.send("j");
        pty.wait_until(|screen| picked(screen) != before);
    }
    panic!("no link to {kind}");
}

/// And along it.
fn follow(pty: &mut Pty, kind: &str) {
    pick(pty, kind);
    pty.send("\r");
    pty.wait_until(|screen| crumbs(screen).is_some_and(|last| last.starts_with(kind)) && picked(screen).is_some());
}

/// The last object of the way walked.
fn crumbs(screen: &vt100::Screen) -> Option<String> {
    let text = screen.contents();
    let head = text.lines().find(|line| line.starts_with(" Objects"))?;
    head.split_whitespace().last().map(str::to_owned)
}

#[test]
fn from_an_incident_over_its_problem_to_the_defect_and_back() {
    let (home, mut pty) = demo();
    pty.send("o");
    pty.wait_for("is caused by PRB-");
    follow(&mut pty, "PRB-");
    pty.wait_for("is caused by");
    follow(&mut pty, "DEF-");
    pty.wait_for("is created by PRB-");

    pty.send("zv");
    pty.wait_for("led to");
    pty.wait_for("causes INC-");
    pty.wait_for("REL-");
    pty.send("zv");
    pty.wait_for("depends on it");
    pty.send("zv");
    pty.wait_for("DEF-");

    let defect = pty.look(crumbs).unwrap();
    home.ok(&[
        "add",
        "Probe the pool",
        "--stream",
        "integrate",
        "--type",
        "requirement",
        "--link",
        &format!("relates-to:{defect}"),
    ]);
    pty.wait_for("Probe the pool");

    pty.send("\x7f");
    pty.wait_until(|screen| crumbs(screen).is_some_and(|last| last.starts_with("PRB-")));
    pty.send("h");
    pty.wait_until(|screen| crumbs(screen).is_some_and(|last| last.starts_with("INC-")));
    pty.send(ESC);
    pty.wait_until(|screen| screen.contents().contains(">P1 INC-"));
    pty.send("q");
    assert!(pty.exit().success());
    pty.assert_restored();
}

#[test]
fn o_goes_to_the_board_of_the_object_picked_and_we_come_back_to_the_explorer() {
    let (_home, mut pty) = demo();
    pty.send("gx");
    follow(&mut pty, "PRB-");
    pick(&mut pty, "DEF-");
    pty.send("o");
    pty.wait_for("[3 Integrate");
    pty.send("\x0f");
    pty.wait_until(|screen| crumbs(screen).is_some_and(|last| last.starts_with("PRB-")));
    pty.send("q");
    pty.wait_until(|screen| screen.contents().contains("[7 Operate"));
}
