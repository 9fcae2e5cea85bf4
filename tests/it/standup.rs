//! A standup over twelve cards in a real pseudo-terminal, the keys counted, and the summary it leaves.

use crate::common::pty::Pty;
use crate::common::session::Home;

const ESC: &str = "\x1b";

/// Two mornings before, and the one before; the standup is held at `session::NOW`, a Friday at 09:30.
const BEFORE: &str = "2026-11-18T08:00:00Z";
const YESTERDAY: &str = "2026-11-19T12:00:00Z";

/// Types and counts keys.
struct Hands<'a> {
    pty: &'a mut Pty,
    n: usize,
}

impl Hands<'_> {
    fn press(&mut self, keys: &str) {
        self.n += keys.chars().count();
        self.pty.send(keys);
    }

    /// A key, and the card the walk then shows large.
    fn walk(&mut self, keys: &str, nth: usize, key: &str) {
        self.press(keys);
        self.pty.wait_for(&format!("card {nth}/12"));
        self.pty.wait_for(&format!("> {key} "));
    }
}

/// Twelve cards to walk in three stages: one blocked, and one more that was touched yesterday at noon.
fn twelve() -> Home {
    let home = Home::new();
    let add = |title: &str, stage: &str| home.ok_at(BEFORE, &["add", title, "-s", "operate", "--stage", stage]);
    for n in 1..=4 {
        add(&format!("New {n}"), "detect");
    }
    for n in 1..=5 {
        add(&format!("Sought {n}"), "diagnose");
    }
    for n in 1..=4 {
        add(&format!("Nearly {n}"), "resolve");
    }
    home.ok_at(BEFORE, &["block", "INC-7", "vendor is asked"]);
    home.ok_at(YESTERDAY, &["comment", "INC-1", "looked at it"]);
    home
}

#[test]
fn twelve_cards_are_walked_with_twelve_keys_and_what_is_done_on_the_way() {
    let home = twelve();
    let mut pty = home.open(80, 24);
    pty.wait_for("Oper");
    pty.send("g7");
    pty.wait_for("INC-1");
    let mut hands = Hands { pty: &mut pty, n: 0 };
    // Two keys to open it: the first card is the oldest of the last stage.
    hands.walk("gs", 1, "INC-10");
    hands.pty.wait_for("1 touched, skipped");
    hands.walk("n", 2, "INC-11");
    hands.walk("n", 3, "INC-12");
    hands.walk("n", 4, "INC-13");
    // The blocked one first.
    hands.walk("n", 5, "INC-7");
    hands.pty.wait_for("vendor is asked");
    hands.press("b");
    hands.pty.wait_for("INC-7 free again");
    hands.walk("n", 6, "INC-5");
    hands.press("i");
    hands.pty.wait_for("INC-5 taken");
    hands.walk("n", 7, "INC-6");
    hands.press("L");
    hands.pty.wait_for("INC-6 moved to Resolve Issue");
    // The cursor stays on the card, and the walk goes on as it was.
    hands.pty.wait_for("card 7/12");
    hands.walk("n", 8, "INC-8");
    hands.walk("n", 9, "INC-9");
    hands.press("s1");
    hands.pty.wait_for("INC-9 set to priority 1");
    hands.walk("n", 10, "INC-2");
    hands.press("d");
    hands.pty.wait_for("INC-2 archived");
    hands.press("u");
    hands.pty.wait_for("Undone");
    hands.walk("n", 11, "INC-3");
    hands.walk("n", 12, "INC-4");
    hands.press("q");
    hands.pty.wait_for("# Standup: Operate");
    hands.press("q");
    hands.pty.wait_for("Standup ended");
    // gs, eleven times n, q and q; b, i, L, s1, d and u for what was done.
    assert_eq!(hands.n, 2 + 11 + 2 + 7);
    pty.send("q");
    assert!(pty.exit().success());
    pty.assert_restored();
    // What the screen recorded, the command tells: nothing new since then.
    let next = home.ok(&["standup", "operate", "--markdown"]);
    assert!(next.contains("(the last standup): finished 0, started 0, blocked +0"), "{next}");
    let shift = home.ok(&["standup", "operate", "--since", "2026-11-20", "--markdown"]);
    let expected = "\
# Standup: Operate, Fri 20 Nov 2026 09:30

Since Fri 20 Nov 2026 00:00: finished 0, started 0, blocked +0, breached +0, WIP 13 (+0), oldest in progress 2d.

## Moved (1)

- INC-6 Sought 2: Diagnose Issue -> Resolve Issue
";
    assert!(shift.starts_with(expected), "{shift}");
}

#[test]
fn the_summary_is_written_to_a_file_and_never_over_one() {
    let home = twelve();
    let file = home.file("shift.md");
    let mut pty = Pty::spawn(
        {
            let mut command = home.command();
            command.args(["standup", "operate"]);
            command
        },
        80,
        24,
    );
    pty.wait_for("card 1/12");
    pty.send("q");
    pty.wait_for("# Standup: Operate");
    pty.send("w");
    pty.wait_for("standup-operate-2026-11-20.md");
    pty.send("\x15");
    pty.send(file.to_str().unwrap());
    pty.send("\r");
    pty.wait_for("The summary is in");
    let written = std::fs::read_to_string(&file).unwrap();
    assert_eq!(written, home.ok(&["standup", "operate", "--markdown"]));
    pty.send("w");
    pty.wait_for("Write the summary to");
    pty.send("\x15");
    pty.send(file.to_str().unwrap());
    pty.send("\r");
    pty.wait_for("was not written");
    pty.send(ESC);
    pty.wait_until(|screen| !screen.contents().contains("┏ Summary"));
    pty.send(ESC);
    pty.wait_for("filter: none");
    pty.send("q");
    assert!(pty.exit().success());
}

#[test]
fn a_board_opened_after_a_while_says_what_others_did() {
    let home = Home::new();
    home.ok(&["add", "Slow", "-s", "operate"]);
    let mut pty = home.open(80, 24);
    pty.wait_for("INC-1");
    pty.send("q");
    assert!(pty.exit().success());
    // One's own changes are no news.
    home.ok(&["comment", "INC-1", "mine"]);
    for text in ["first", "second"] {
        home.ok(&["--as", "bea", "comment", "INC-1", text]);
    }
    let mut pty = home.open(80, 24);
    pty.wait_for("since you left: 2");
    pty.send("gl");
    pty.wait_for("* since you left");
    pty.wait_for("* INC-1: bea commented second");
    pty.send(ESC);
    pty.wait_until(|screen| !screen.contents().contains("since you left"));
    pty.send("q");
    assert!(pty.exit().success());
}
