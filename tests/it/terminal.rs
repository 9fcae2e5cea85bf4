//! The terminal is always given back: after a stop, a stop nobody announced, a terminal that vanishes, a panic.

use rustix::process::Signal;

use crate::common::pty::{CommandBuilder, Pty, command, n_frames, questions};
use crate::common::session::{Home, NOW};

const PROGRAM: &str = env!("CARGO_BIN_EXE_streamboard");

/// A command around the program, in the home's sandbox.
fn around(home: &Home, program: &str) -> CommandBuilder {
    let mut command = command(program);
    command.env("HOME", home.file(""));
    command.env("STREAMBOARD_NOW", NOW);
    command.env("STREAMBOARD_USER", "ana");
    command.env("STREAMBOARD_DB", home.database());
    command.env("PROGRAM", PROGRAM);
    command
}

/// A shell as people have it around the program: it can stop and continue it.
fn shell(home: &Home) -> Pty {
    let mut shell = around(home, "/bin/sh");
    shell.arg("-i");
    shell.env("PS1", "$ ");
    shell.env("ENV", "");
    let pty = Pty::spawn(shell, 80, 24);
    pty.wait_for("$");
    pty
}

fn home_with_a_card() -> Home {
    let home = Home::new();
    home.ok(&["add", "Disk full on db-3", "--stream", "operate"]);
    home
}

#[test]
fn ctrl_z_gives_the_terminal_to_the_shell_and_fg_repaints_all() {
    let home = home_with_a_card();
    let mut pty = shell(&home);
    let (before, modes) = (pty.termios(), pty.modes());
    pty.send("$PROGRAM\r");
    pty.wait_for("Disk full");
    let mark = pty.mark();
    pty.send("\x1a");
    pty.wait_said(mark, "Stopped");
    pty.send("echo bet''ween\r");
    pty.wait_for("between");
    assert_eq!((pty.termios(), pty.modes()), (before.clone(), modes.clone()));
    pty.send("fg\r");
    pty.wait_until(|screen| screen.alternate_screen() && screen.contents().contains("Disk full"));
    assert_eq!(questions(&pty.bytes_since(0)), [""; 0], "nothing is ever asked of the terminal");
    let mark = pty.mark();
    pty.send("q");
    pty.wait_said(mark, "$ ");
    assert_eq!((pty.termios(), pty.modes()), (before, modes));
}

#[test]
fn without_a_shell_ctrl_z_stops_nothing_and_says_so() {
    let home = home_with_a_card();
    let mut pty = home.open(80, 24);
    pty.wait_for("Disk full");
    pty.send("\x1a");
    pty.wait_for("No shell is there");
    pty.send("q");
    assert!(pty.exit().success());
    pty.assert_restored();
}

#[test]
fn after_a_stop_nobody_announced_the_screen_is_taken_again() {
    let home = home_with_a_card();
    let mut pty = home.open(80, 24);
    pty.wait_for("Disk full");
    pty.signal(Signal::STOP);
    let mark = pty.mark();
    pty.signal(Signal::CONT);
    pty.wait_bytes(mark, |bytes| n_frames(bytes) >= 1);
    pty.wait_for("Disk full");
    pty.send("q");
    assert!(pty.exit().success());
    pty.assert_restored();
}

#[test]
fn a_terminal_that_vanishes_without_a_signal_ends_the_program() {
    let home = home_with_a_card();
    let status = home.file("status");
    let mut leader = around(&home, "/bin/sh");
    leader.args(["-c", "trap '' HUP; $PROGRAM; echo $? > $STATUS"]);
    leader.env("STATUS", &status);
    let mut pty = Pty::spawn(leader, 80, 24);
    pty.wait_for("Disk full");
    pty.vanish();
    assert!(pty.exit().success());
    assert_eq!(std::fs::read_to_string(status).unwrap().trim(), "129");
}

#[test]
fn an_arrow_in_two_pieces_is_one_arrow() {
    let home = home_with_a_card();
    home.ok(&["add", "Login fails", "--stream", "operate"]);
    let mut command = home.command();
    command.env("SSH_TTY", "/dev/pts/0");
    let mut pty = Pty::spawn(command, 80, 24);
    pty.wait_for(">   INC-1");
    // Over a slow line the second half may come 60 ms later; on its own `[` would lead to another stream.
    pty.send("\x1b");
    pty.send("[B");
    pty.wait_for(">   INC-2");
    pty.send("q");
    assert!(pty.exit().success());
}
