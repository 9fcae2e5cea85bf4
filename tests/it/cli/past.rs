//! Looking back: boards, streams and objects as they were, and what changed between two dates.

use crate::common::sandbox::{Sandbox, has_keys};

/// Three incidents on Monday 16 November; on Tuesday one moved and one was finished, on Wednesday a move was undone.
fn week() -> Sandbox {
    let mut sandbox = Sandbox::new();
    sandbox.at("2026-11-16T09:00:00Z");
    for title in ["Slow checkout", "Disk full", "Login fails"] {
        sandbox.add(title, "operate");
    }
    sandbox.at("2026-11-17T09:00:00Z").run(&["move", "INC-1", "diagnose"]).ok();
    sandbox.run(&["edit", "INC-1", "--priority", "1", "--title", "Slow checkout in eu"]).ok();
    sandbox.run(&["finish", "INC-2", "--force", "closed by hand"]);
    sandbox.run(&["move", "INC-2", "resolve"]).ok();
    sandbox.run(&["finish", "INC-2"]).ok();
    sandbox.at("2026-11-18T09:00:00Z").run(&["move", "INC-3", "diagnose"]).ok();
    sandbox.at("2026-11-18T09:05:00Z").run(&["undo"]).ok();
    sandbox.at("2026-11-20T09:30:00Z");
    sandbox
}

#[test]
fn a_list_shows_the_cards_as_they_stood_then() {
    let sandbox = week();
    let then = sandbox.json(&["list", "--at", "2026-11-16"]);
    has_keys(&then, "schema at cards total");
    assert_eq!((&then["total"], &then["at"]), (&3.into(), &"2026-11-16T22:59:59Z".into()), "a day is its end");
    let first = &then["cards"][0];
    assert_eq!((&first["title"], &first["stage"]), (&"Slow checkout".into(), &"detect-issue".into()));
    assert_eq!((&first["priority"], &first["in_stage_s"]), (&().into(), &50_399.into()));
    let tuesday = sandbox.json(&["list", "--at", "2026-11-17 18:00", "--stream", "operate", "p1"]);
    assert_eq!((&tuesday["total"], &tuesday["cards"][0]["key"]), (&1.into(), &"INC-1".into()));
    let undone = sandbox.json(&["list", "--at", "2026-11-18 10:02", "--stage", "operate/diagnose"]);
    assert_eq!(undone["total"], 1, "what was undone was never there");
    let csv = sandbox.run(&["list", "--at", "2026-11-16", "--csv", "disk"]).ok();
    assert!(csv.stdout.lines().nth(1).unwrap().starts_with("INC-2,incident,Disk full,"), "{}", csv.text());
    let plain = sandbox.run(&["list", "--at", "mon", "slow"]).ok();
    assert!(
        plain.stdout.starts_with("INC-1") && plain.stdout.trim_end().ends_with("Slow checkout"),
        "{}",
        plain.text()
    );
}

#[test]
fn what_cannot_be_asked_of_the_past_is_refused() {
    let sandbox = week();
    let ahead = sandbox.run(&["list", "--at", "2026-12-24", "--json"]).fails(2).error();
    assert!(ahead["message"].as_str().unwrap().contains("lies ahead"), "{ahead}");
    sandbox.run(&["streams", "--at", "tomorrow"]).fails(2);
    sandbox.run(&["changes", "--from", "+2d"]).fails(2);
    sandbox.run(&["changes", "--from", "wed", "--to", "mon"]).fails(2);
    sandbox.run(&["changes", "nowhere", "--from", "mon"]).fails(3);
    sandbox.run(&["list", "--at", "mon", "--done"]).fails(2);
    let gates = sandbox.run(&["list", "--at", "mon", "is:ready"]).fails(2);
    assert!(gates.stderr.contains("a filter of the past cannot ask which gates were met"), "{}", gates.text());
    let before = sandbox.run(&["list", "--at", "2025-01-01"]).ok();
    assert!(
        before.stdout.is_empty() && before.stderr.contains("this workspace began on 2026-11-16"),
        "{}",
        before.text()
    );
    assert_eq!(sandbox.json(&["list", "--at", "2025-01-01"])["total"], 0);
    sandbox.run(&["show", "INC-1", "--at", "2025-01-01"]).fails(3);
}

#[test]
fn streams_count_what_stood_in_them_then() {
    let sandbox = week();
    let stages = |at: &str| {
        let streams = sandbox.json(&["streams", "--at", at]);
        let operate = streams["streams"].as_array().unwrap().iter().find(|s| s["id"] == "operate").unwrap().clone();
        operate["stages"].as_array().unwrap().iter().map(|s| s["cards"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(stages("2026-11-16"), [3, 0, 0]);
    assert_eq!(stages("2026-11-17"), [1, 1, 0]);
    assert_eq!(stages("now"), [1, 1, 0]);
}

#[test]
fn an_object_is_shown_as_it_was() {
    let sandbox = week();
    let then = sandbox.json(&["show", "INC-1", "--at", "2026-11-16"]);
    has_keys(&then["object"], "key title fields cards links comments");
    assert_eq!((&then["object"]["title"], &then["object"]["priority"]), (&"Slow checkout".into(), &().into()));
    assert_eq!(then["object"]["cards"][0]["stage"], "detect-issue");
    let plain = sandbox.run(&["show", "inc-1", "--at", "2026-11-17"]).ok();
    assert!(
        plain.stdout.starts_with("as it was on 2026-11-17 23:59\nINC-1  Slow checkout in eu\n"),
        "{}",
        plain.text()
    );
    assert!(plain.stdout.contains("Operate / Diagnose Issue"), "{}", plain.text());
}

#[test]
fn changes_are_the_net_of_what_happened() {
    let sandbox = week();
    let changes = sandbox.json(&["changes", "operate", "--from", "2026-11-17", "--to", "2026-11-19"]);
    has_keys(&changes, "schema stream from to counts stages cards");
    let counts = &changes["counts"];
    let told = [&counts["moved"], &counts["finished"], &counts["priority"], &counts["title"], &counts["new"]];
    assert_eq!(told.map(|n| n.as_u64().unwrap()), [1, 1, 1, 1, 0]);
    assert_eq!((&changes["stages"][0]["before"], &changes["stages"][0]["after"]), (&3.into(), &1.into()));
    let first = changes["cards"].as_array().unwrap().iter().find(|card| card["key"] == "INC-1").unwrap();
    let moved = serde_json::json!({"what": "moved", "from": "detect-issue", "to": "diagnose-issue"});
    assert_eq!(first["changes"][0], moved);
    let plain = sandbox.run(&["changes", "operate", "--from", "2026-11-17"]).ok();
    let head = "Operate: 2026-11-17 00:00 to 2026-11-20 10:30\nDetect 3 -> 1, Diagnose 0 -> 1\n\nMoved 1\n";
    assert!(plain.stdout.starts_with(head), "{}", plain.text());
    let markdown = sandbox.run(&["changes", "--from", "2026-11-16", "--markdown"]).ok();
    assert!(markdown.stdout.contains("### New (3)\n\n- **INC-3** Login fails: Detect Issue\n"), "{}", markdown.text());
    let csv = sandbox.run(&["changes", "--from", "2026-11-17", "--csv"]).ok();
    assert!(
        csv.stdout.contains("INC-1,incident,Slow checkout in eu,operate,diagnose-issue,priority,,P1\n"),
        "{}",
        csv.text()
    );
    let nothing = sandbox.run(&["changes", "--from", "2026-11-19"]).ok();
    assert!(nothing.stdout.ends_with("nothing changed\n"), "{}", nothing.text());
}
