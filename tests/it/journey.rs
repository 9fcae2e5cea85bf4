//! A few journeys of a user through the real program in a real pseudo-terminal.
//!
//! The rules, the screens and the keys have their own tests; these see that it all holds together: threads,
//! terminal, database, two processes on one file.

use rustix::process::Signal;

use crate::common::pty::{Pty, n_frames};
use crate::common::session::Home;

const ESC: &str = "\x1b";

/// A home with three cards in the first stage of Operate, and the board open on it.
fn board_of_three() -> (Home, Pty) {
    let home = Home::new();
    for title in ["Disk full on db-3", "Checkout is slow", "Login fails"] {
        home.ok(&["add", title, "--stream", "operate", "--priority", "2"]);
    }
    let pty = open_operate(&home, 80, 24);
    (home, pty)
}

fn open_operate(home: &Home, cols: u16, rows: u16) -> Pty {
    let mut pty = home.open(cols, rows);
    pty.wait_for("Oper");
    pty.send("g7");
    pty.wait_for("INC-1");
    pty
}

/// Which column of the screen a text stands in now.
fn column_of(pty: &Pty, text: &str) -> Option<usize> {
    column_in(&pty.screen(), text)
}

fn column_in(screen: &str, text: &str) -> Option<usize> {
    screen.lines().skip(2).find_map(|line| line.find(text).map(|at| line[..at].chars().count()))
}

#[test]
fn a_stranger_adds_moves_finds_and_undoes_a_card() {
    let home = Home::new();
    let mut pty = home.open(80, 24);
    pty.wait_for("A new workspace was made in");
    pty.wait_for("adds the first card");
    pty.send("\r");
    pty.wait_for("Detect");
    pty.send("aPrinter on fire !p2 @me #eu\r");
    pty.wait_for("INC-1");
    pty.wait_for("Printer on fire");
    let before = column_of(&pty, "Printer").unwrap();
    pty.send("L");
    pty.wait_until(|screen| column_in(&screen.contents(), "Printer").is_some_and(|x| x > before));
    pty.wait_for("u undoes");
    pty.send("/prin\r");
    pty.wait_for("filter: prin");
    pty.send(ESC);
    pty.wait_for("filter: none");
    pty.send("u");
    pty.wait_until(|screen| column_in(&screen.contents(), "Printer") == Some(before));
    pty.send("q");
    assert!(pty.exit().success());
    pty.assert_restored();
    let log = home.ok(&["log", "--json"]);
    for what in ["\"created\"", "\"moved\"", "\"undone\""] {
        assert!(log.contains(what), "{what} is not in {log}");
    }
}

#[test]
fn an_enforced_gate_opens_and_is_ticked_through() {
    let home = Home::new();
    home.ok(&["stream", "set", "operate", "--gate", "enforce"]);
    home.ok(&["add", "Slow", "--stream", "operate", "--stage", "diagnose", "--assignee", "ana"]);
    let mut pty = home.open(120, 40);
    pty.wait_for("Oper");
    pty.send("g7");
    pty.wait_for("INC-1");
    pty.send("l");
    pty.wait_for(">   INC-1");
    pty.send("L");
    pty.wait_for("course of action");
    pty.wait_for("stays in");
    pty.send(" ");
    pty.wait_for("[x]");
    pty.send("\r");
    pty.wait_for("INC-1 moved to");
    let gate = home.ok(&["show", "INC-1", "--json"]);
    assert!(gate.contains("resolve-issue"), "{gate}");
    pty.send("u");
    pty.wait_for("Undone: INC-1 moved");
}

#[test]
fn a_force_asks_for_a_reason_that_stays() {
    let home = Home::new();
    home.ok(&["stream", "set", "operate", "--gate", "enforce"]);
    home.ok(&["add", "Slow", "--stream", "operate"]);
    let mut pty = home.open(80, 24);
    pty.wait_for("Oper");
    pty.send("g7");
    pty.wait_for("INC-1");
    pty.send("L");
    pty.wait_for("stays in");
    pty.send("F");
    pty.wait_for("why");
    pty.send("the bank is down\r");
    pty.wait_for("u undoes");
    let log = home.ok(&["log", "INC-1", "--json"]);
    assert!(log.contains("\"forced\"") && log.contains("the bank is down"), "{log}");
}

#[test]
fn marked_cards_move_as_one_step_and_come_back_as_one() {
    let (home, mut pty) = board_of_three();
    pty.send("   ");
    pty.wait_for("*");
    pty.send("L");
    pty.wait_for("3 moved");
    pty.send("u");
    pty.wait_until(|_| home.ok(&["list", "--stage", "operate/detect-issue", "--json"]).contains("\"total\":3"));
}

#[test]
fn a_card_is_grabbed_carried_and_dropped() {
    let (_home, mut pty) = board_of_three();
    let before = column_of(&pty, "Disk full").unwrap();
    pty.send("gg");
    pty.send("m");
    pty.wait_for("drop");
    pty.send("ll\r");
    pty.wait_for("u undoes");
    pty.wait_until(|screen| column_in(&screen.contents(), "Disk full").is_some_and(|x| x > before));
}

#[test]
fn the_mouse_selects_and_drags() {
    let (_home, mut pty) = board_of_three();
    let row = pty.screen().lines().position(|l| l.contains("Checkout is slow")).unwrap() + 1;
    let before = column_of(&pty, "Checkout").unwrap();
    pty.send(format!("\x1b[<0;6;{row}M\x1b[<32;20;{row}M\x1b[<32;45;{row}M\x1b[<0;45;{row}m"));
    pty.wait_for("u undoes");
    pty.wait_until(|screen| column_in(&screen.contents(), "Checkout").is_some_and(|x| x > before));
}

#[test]
fn the_palette_the_jump_and_the_help_lead_on() {
    let (_home, mut pty) = board_of_three();
    pty.send(":");
    pty.send("priority 1");
    pty.wait_for("s1");
    pty.send(ESC);
    pty.wait_until(|screen| !screen.contents().contains("palette"));
    pty.send("\x10login");
    pty.wait_for("INC-3");
    pty.send("\r");
    pty.send("?");
    pty.wait_for("Help");
    pty.send(ESC);
    pty.wait_until(|screen| !screen.contents().contains("Help"));
    pty.send("q");
    assert!(pty.exit().success());
}

#[test]
fn a_form_and_the_editor_change_a_card() {
    let home = Home::new();
    home.ok(&["add", "Disk full on db-3", "--stream", "operate"]);
    let editor = home.file("editor.sh");
    std::fs::write(&editor, "#!/bin/sh\necho 'the pool is exhausted' > \"$1\"\n").unwrap();
    let mut command = home.command();
    command.env("EDITOR", format!("sh {}", editor.display()));
    let mut pty = Pty::spawn(command, 100, 30);
    pty.wait_for("Oper");
    pty.send("g7");
    pty.wait_for("INC-1");
    pty.send("e");
    pty.wait_for("Save");
    pty.send(" again");
    pty.wait_for("db-3 again");
    pty.send(ESC);
    pty.wait_for("Esc again drops them");
    pty.send(ESC);
    pty.wait_until(|screen| !screen.contents().contains("Save"));
    pty.send("E");
    pty.wait_until(|_| home.ok(&["show", "INC-1", "--json"]).contains("the pool is exhausted"));
    pty.send("\r");
    pty.wait_for("the pool is exhausted");
}

#[test]
fn one_sees_what_the_other_moves_and_keeps_the_cursor() {
    let (home, ana) = board_of_three();
    let mut bea = home.open_as("bea", 80, 24);
    bea.wait_for("Oper");
    bea.send("g7");
    bea.wait_for("INC-3");
    bea.send("G");
    bea.wait_for(">P2 INC-3");
    let before = column_of(&ana, "Login").unwrap();
    bea.send("L");
    ana.wait_until(|screen| column_in(&screen.contents(), "Login").is_some_and(|x| x > before));
    ana.wait_for("bea moved INC-3");
    ana.wait_for(">P2 INC-1");
}

#[test]
fn a_thousand_arrow_keys_at_once_all_arrive() {
    let home = Home::new();
    let rows: Vec<String> = (0..1_200).map(|n| format!("Card {n:04}")).collect();
    let csv = home.file("cards.csv");
    std::fs::write(&csv, format!("title\n{}\n", rows.join("\n"))).unwrap();
    home.ok(&["import", csv.to_str().unwrap(), "--from", "csv", "--stream", "operate"]);
    let mut pty = open_operate(&home, 80, 24);
    pty.wait_for("Card 0000");
    let mark = pty.mark();
    pty.send("\x1b[B".repeat(1_000));
    pty.wait_for(">   INC-1001");
    let frames = n_frames(&pty.bytes_since(mark));
    assert!(frames <= 8, "{frames} frames for keys that came at once");
}

#[test]
fn where_we_left_off_comes_back() {
    let (home, mut pty) = board_of_three();
    pty.send("j");
    pty.wait_for(">P2 INC-2");
    pty.send("q");
    assert!(pty.exit().success());
    let again = home.open(120, 40);
    again.wait_for(">P2 INC-2");
}

#[test]
fn any_size_is_drawn_down_to_a_message_and_back() {
    let (_home, mut pty) = board_of_three();
    pty.resize(40, 10);
    pty.wait_for("INC-1");
    pty.resize(20, 5);
    pty.wait_for("40x10");
    pty.resize(200, 60);
    pty.wait_for("INC-1");
    pty.send("q");
    assert!(pty.exit().success());
}

#[test]
fn every_deadly_signal_on_every_screen_leaves_a_sane_terminal() {
    let screens: &[(&str, &str)] = &[
        ("", "INC-1"),
        ("go", "Enter board"),
        ("\r", "Activity"),
        ("x", "ate"),
        ("?", "Help"),
        (":", "alette"),
        ("a", "dd"),
        ("e", "Save"),
        ("/", "ilter"),
        ("m", "drop"),
        ("c", "omment"),
        ("gl", "ctivity"),
    ];
    for (n, (keys, shown)) in screens.iter().enumerate() {
        let (_home, mut pty) = board_of_three();
        pty.send(keys);
        pty.wait_for(shown);
        let signals = [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT];
        pty.signal(signals[n % signals.len()]);
        assert!(!pty.exit().success());
        pty.assert_restored();
    }
}

#[test]
fn colours_and_frames_do_without() {
    let home = Home::new();
    home.ok(&["add", "Disk full", "--stream", "operate"]);
    let mut command = home.command();
    command.env("NO_COLOR", "1");
    command.arg("--ascii");
    let mut pty = Pty::spawn(command, 80, 24);
    pty.wait_for("Oper");
    pty.send("g7");
    pty.wait_for("INC-1");
    assert!(pty.screen().is_ascii(), "{}", pty.screen());
    let is_coloured = pty.look(|screen| {
        let cells = (0..24).flat_map(|r| (0..80).map(move |c| (r, c)));
        cells.filter_map(|(r, c)| screen.cell(r, c)).any(|cell| cell.fgcolor() != vt100::Color::Default)
    });
    assert!(!is_coloured);
    assert!(pty.look(|s| (0..80).any(|c| s.cell(3, c).is_some_and(vt100::Cell::inverse))), "the selection shows");
}

#[test]
fn nothing_hidden_in_a_title_reaches_the_terminal() {
    let home = Home::new();
    home.ok(&["add", "evil \u{1b}]52;c;aGk=\u{7} \u{202e}txt \u{9b}2J", "--stream", "operate"]);
    let mut pty = open_operate(&home, 120, 40);
    pty.wait_for("evil");
    pty.send("\r");
    pty.wait_for("Activity");
    let bytes = String::from_utf8_lossy(&pty.bytes_since(0)).into_owned();
    for wrong in ["\u{1b}]52", "\u{202e}", "\u{9b}"] {
        assert!(!bytes.contains(wrong), "{wrong:?} went out");
    }
}

#[test]
fn what_fails_beside_the_screen_is_in_a_log_only_its_owner_reads() {
    use std::os::unix::fs::PermissionsExt;

    let home = Home::new();
    let state = home.file(".local/state/streamboard");
    std::fs::create_dir_all(&state).unwrap();
    std::fs::write(state.join("places"), "in the way").unwrap();
    let mut pty = home.open(80, 24);
    pty.wait_for("adds the first card");
    pty.send("q");
    pty.send("q");
    assert!(pty.exit().success());
    let log = state.join("streamboard.log");
    assert!(std::fs::read_to_string(&log).unwrap().contains("was not kept"));
    assert_eq!(std::fs::metadata(&log).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn broken_lines_of_the_configuration_are_told_with_their_line_and_never_stop_the_start() {
    let home = Home::new();
    let folder = home.file(".config/streamboard");
    std::fs::create_dir_all(&folder).unwrap();
    let lines = "theem = \"mono\"\n\n[keys]\ngrab = \"d\"\nmove-right = \"W\"\n";
    std::fs::write(folder.join("config.toml"), lines).unwrap();
    home.ok(&["add", "Disk full on db-3", "--stream", "operate"]);
    let mut pty = home.open(120, 24);
    pty.wait_for("config.toml, line 4: \"d\" cannot do both grab and archive  (1 more in");
    pty.send("W");
    pty.wait_for("INC-1 moved to");
    let log = std::fs::read_to_string(home.file(".local/state/streamboard/streamboard.log")).unwrap();
    assert!(log.contains("line 1: no such setting `theem`; did you mean `theme`?"), "{log}");
}

#[test]
fn a_moved_card_costs_at_most_1500_bytes() {
    let (home, mut pty) = board_of_three();
    let mark = pty.mark();
    pty.send("L");
    pty.wait_for("u undoes");
    pty.wait_until(|screen| column_in(&screen.contents(), "Disk full").is_some_and(|x| x > 20));
    let moved = pty.bytes_since(mark).len();
    assert!((1..=1_500).contains(&moved), "{moved} bytes");
    pty.send("q");
    assert!(pty.exit().success());
    assert!(home.ok(&["log", "--json"]).contains("\"moved\""));
}
