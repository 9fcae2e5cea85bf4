//! What is left behind when the boards are closed.

use crate::common::session::Home;

#[test]
fn a_closed_board_leaves_one_file() {
    let home = Home::new();
    home.ok(&["add", "Disk full", "--stream", "operate"]);
    let mut pty = home.open(120, 40);
    pty.wait_for("Oper");
    pty.send("g7");
    pty.wait_for("INC-1");
    pty.send("L");
    pty.wait_for("gate 0/4");
    pty.send("q");
    assert!(pty.exit().success());
    let wal = home.file("board.db-wal");
    assert!(!wal.exists(), "{} bytes are left in the log", wal.metadata().map_or(0, |meta| meta.len()));
    assert!(home.ok(&["list"]).contains("operate/diagnose-issue"));
}
