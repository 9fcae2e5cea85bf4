//! Twelve incidents sorted at the keyboard, through the real program in a real pseudo-terminal, the keys counted.

use crate::common::pty::Pty;
use crate::common::session::Home;

/// The most keys an incident takes that needs no text.
const MOST: usize = 3;

/// What comes in, the oldest first, and the keys that sort it. Enter is one key.
const INCIDENTS: [(&str, &str); 12] = [
    ("Probe red in eu-west", "d1"),
    ("Disk 90% on pg-07", "=\r"),
    ("Checkout answers 500", "iL"),
    ("Mobile login fails", "1L\r"),
    ("Vendor has an outage", "w3"),
    ("Pool alarms come too late", "t1\r"),
    ("Invoices printed twice", "L\r"),
    ("Queue depth flaps", "d\r"),
    ("Fonts are missing in a PDF", "2d2"),
    ("Disk 91% on pg-07", "=1"),
    ("Night batch hangs", "4L\r"),
    ("Disk 92% on pg-07", "w\r"),
];

/// The line of the last change, where it is told.
fn told(pty: &Pty) -> String {
    pty.screen().lines().nth(22).unwrap_or_default().trim_end().to_owned()
}

fn waits_for_head(pty: &Pty, n: usize) {
    pty.wait_for(&format!("Operate/Detect  {n} to sort"));
}

#[test]
fn twelve_incidents_are_sorted_with_three_keys_each_and_all_of_it_is_undone() {
    let home = Home::new();
    for (idx, (title, _)) in INCIDENTS.iter().enumerate() {
        let since = format!("{} min ago", 60 - idx);
        home.ok(&["add", title, "--stream", "operate", "--priority", "3", "--since", &since]);
    }
    let before = home.ok(&["list", "--json"]);
    let mut command = home.command();
    command.args(["triage", "operate"]);
    let mut pty = Pty::spawn(command, 80, 24);
    for (idx, (title, keys)) in INCIDENTS.iter().enumerate() {
        waits_for_head(&pty, INCIDENTS.len() - idx);
        let (key, start) = (format!("INC-{}", idx + 1), title.split(' ').next().unwrap());
        // The cursor has come to the next by itself, and what was decided before is saved.
        pty.wait_until(|screen| {
            let text = screen.contents();
            text.contains(&format!(">P3 {key} ")) && text.contains(start) && (idx == 0 || text.contains("u undo"))
        });
        assert!(keys.chars().count() <= MOST, "{key} takes more than {MOST} keys: {keys:?}");
        pty.send(keys);
    }
    waits_for_head(&pty, 0);
    pty.wait_for("Nothing to sort here.");
    // A change each, and one more where a priority was set or it was taken first.
    let n_changes =
        INCIDENTS.len() + INCIDENTS.iter().filter(|(_, keys)| keys.starts_with(|c| "124i".contains(c))).count();
    for _ in 0..n_changes {
        let last = told(&pty);
        pty.send("u");
        pty.wait_until(|screen| {
            let now = screen.contents().lines().nth(22).unwrap_or_default().trim_end().to_owned();
            now.trim_start().starts_with("Undone") && now != last
        });
    }
    waits_for_head(&pty, INCIDENTS.len());
    pty.send("q");
    pty.send("q");
    assert!(pty.exit().success());
    pty.assert_restored();
    assert_eq!(home.ok(&["list", "--json"]), before);
}

#[test]
fn a_key_right_behind_a_decision_is_about_the_next_card() {
    let home = Home::new();
    for title in ["Login fails", "Search is slow", "Mail bounces"] {
        home.ok(&["add", title, "--stream", "operate", "--priority", "3"]);
    }
    let mut command = home.command();
    command.args(["triage", "operate"]);
    let mut pty = Pty::spawn(command, 80, 24);
    waits_for_head(&pty, 3);
    pty.send("d1d2d3");
    waits_for_head(&pty, 0);
    pty.wait_for("u undoes");
    pty.send("qq");
    assert!(pty.exit().success());
    let log = home.ok(&["log", "--limit", "0"]);
    for reason in ["noise", "not ours", "works as meant"] {
        assert!(log.contains(reason), "{reason} is not in {log}");
    }
}

#[test]
fn something_major_is_told_on_every_screen_until_it_ends() {
    let home = Home::new();
    home.ok(&["add", "Checkout down", "--stream", "operate", "--priority", "2"]);
    let mut pty = home.open(120, 40);
    pty.wait_for("Oper");
    pty.send("g7");
    pty.wait_for("INC-1");
    pty.send("Mno payments since nine\r");
    pty.wait_for("MAJOR INC-1 Checkout down");
    pty.send("go");
    pty.wait_for("Value-stream map");
    assert!(pty.screen().contains("MAJOR INC-1"));
    pty.send("gM");
    pty.wait_for("Timeline since");
    pty.send("crolled back\r");
    pty.wait_for("rolled back");
    pty.send("Mpayments are back\r");
    pty.wait_until(|screen| !screen.contents().contains("MAJOR"));
    pty.send("qq");
    pty.send("q");
    assert!(pty.exit().success());
    let review = home.ok(&["list", "--stream", "evaluate"]);
    assert!(review.contains("Review of INC-1 Checkout down"), "{review}");
}
