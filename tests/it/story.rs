//! The story the program is made for: ten thousand rows come in, a card is found, moved past its gate, seen by
//! somebody else, taken back; and the log knows every step.

#![allow(clippy::print_stdout)] // The delays, for whoever asks with --nocapture.

use std::time::{Duration, Instant};

use crate::common::pty::Pty;
use crate::common::session::Home;

const N_ROWS: usize = 10_000;
const N_MOVES: usize = 20;

/// Ten thousand incidents from a file, and the program open on their board.
fn imported() -> (Home, Pty) {
    let home = Home::new();
    let rows: Vec<String> = (1..=N_ROWS).map(|n| format!("Ticket {n:05},3")).collect();
    let csv = home.file("tickets.csv");
    std::fs::write(&csv, format!("title,priority\n{}", rows.join("\n"))).unwrap();
    let said = home.ok(&["import", csv.to_str().unwrap(), "--from", "csv", "--stream", "operate"]);
    assert!(said.contains("10000 added, 0 updated, 0 rejected"), "{said}");
    let pty = open_as(&home, "ana");
    (home, pty)
}

fn open_as(home: &Home, who: &str) -> Pty {
    let mut pty = home.open_as(who, 80, 24);
    pty.wait_for("7 Oper");
    pty.send("g7");
    pty.wait_for("INC-1 ");
    pty
}

/// Finds one card and stands on it.
fn find(pty: &mut Pty, title: &str) {
    pty.send(format!("/{title}"));
    pty.wait_until(|screen| cards(screen) == 1 && screen.contents().contains(title));
    pty.send("\r");
    pty.wait_until(|screen| cursor(screen).is_some());
}

/// How many cards are on the board.
fn cards(screen: &vt100::Screen) -> usize {
    screen
        .contents()
        .lines()
        .skip(2)
        .map(|line| line.matches(" P3 INC-").count() + line.matches(">P3 INC-").count())
        .sum()
}

/// In which column of the three the cursor's card stands.
fn cursor(screen: &vt100::Screen) -> Option<usize> {
    place(screen, ">P3 INC-7777 ")
}

fn place(screen: &vt100::Screen, text: &str) -> Option<usize> {
    let text_lines = screen.contents();
    let found = text_lines.lines().skip(2).find_map(|line| line.find(text).map(|at| line[..at].chars().count()));
    found.map(|x| x * 3 / usize::from(screen.size().1.get()))
}

#[test]
fn ten_thousand_rows_a_card_moved_seen_undone_and_every_step_logged() {
    let (home, mut ana) = imported();
    let mut bea = open_as(&home, "bea");
    find(&mut bea, "Ticket 07777");
    find(&mut ana, "Ticket 07777");
    assert_eq!(ana.look(cursor), Some(0));

    let mark = bea.mark();
    ana.send("L");
    ana.wait_until(|screen| cursor(screen) == Some(1));
    ana.wait_for("Left open: ");
    bea.wait_until(|screen| place(screen, "P3 INC-7777 ") == Some(1));
    bea.wait_said(mark, "ana moved INC-7777");

    ana.send("u");
    ana.wait_until(|screen| cursor(screen) == Some(0));
    bea.wait_until(|screen| place(screen, "P3 INC-7777 ") == Some(0));

    for mut pty in [ana, bea] {
        pty.send("q");
        assert!(pty.exit().success());
        pty.assert_restored();
    }
    assert_logged(&home);
}

/// Newest first: undone, moved, imported; who and by which way.
fn assert_logged(home: &Home) {
    let log: serde_json::Value = serde_json::from_str(&home.ok(&["log", "--json", "--limit", "0"])).unwrap();
    let entries = log["entries"].as_array().unwrap();
    let step = |what: &str| {
        let found = entries.iter().position(|e| e["what"] == what);
        found.unwrap_or_else(|| panic!("{what} is not in the log"))
    };
    let (undone, moved, imported) = (step("undone"), step("moved"), step("imported"));
    assert!(undone < moved && moved < imported, "{undone} {moved} {imported}");
    let moved = &entries[moved];
    assert_eq!(moved["key"], "INC-7777");
    assert_eq!(moved["actor"], "ana");
    assert_eq!(moved["via"], "tui");
    assert_eq!((&moved["from"], &moved["to"]), (&"detect-issue".into(), &"diagnose-issue".into()));
    assert_eq!(entries[undone]["key"], "INC-7777");
    assert_eq!(entries[imported]["via"], "import");
}

#[test]
fn every_move_arrives_at_the_other_terminal() {
    let (home, mut ana) = imported();
    let mut bea = open_as(&home, "bea");
    find(&mut bea, "Ticket 07777");
    find(&mut ana, "Ticket 07777");
    let mut delays: Vec<Duration> = (0..N_MOVES).map(|n| seen_after(&mut ana, &bea, n)).collect();
    delays.sort_unstable();
    println!("seen by the other: p50 {:?}, max {:?}", delays[N_MOVES / 2], delays[N_MOVES - 1]);
}

/// How long it takes from one's key to the other's frame.
fn seen_after(ana: &mut Pty, bea: &Pty, n: usize) -> Duration {
    let (key, to) = if n.is_multiple_of(2) { ("L", 1) } else { ("H", 0) };
    let begun = Instant::now();
    ana.send(key);
    bea.wait_until(|screen| place(screen, "P3 INC-7777 ") == Some(to));
    let seen = begun.elapsed();
    ana.wait_until(|screen| cursor(screen) == Some(to));
    seen
}
