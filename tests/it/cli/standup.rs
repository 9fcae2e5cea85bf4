//! `standup`: as text, as Markdown, as JSON; when the last one ended.

use crate::common::sandbox::{Sandbox, has_keys};

/// Three cards of the day before, one of them moved on in the morning.
fn morning() -> Sandbox {
    let mut sandbox = Sandbox::new();
    sandbox.at("2026-11-25T09:00:00Z");
    for title in ["Disk full", "Slow", "Login fails"] {
        sandbox.add(title, "operate");
    }
    sandbox.run(&["edit", "INC-2", "--priority", "2", "--assignee", "ana"]).ok();
    sandbox.run(&["block", "INC-3", "vendor is asked"]).ok();
    sandbox.at("2026-11-26T10:00:00Z");
    sandbox.run(&["move", "INC-2", "diagnose"]).ok();
    sandbox
}

#[test]
fn a_shift_is_handed_over_as_markdown() {
    let mut sandbox = morning();
    sandbox.at("2026-11-26T10:30:00Z");
    let expected = "\
# Standup: Operate, Thu 26 Nov 2026 11:30

Since Wed 25 Nov 2026 11:30: finished 0, started 0, blocked +0, breached +1, WIP 3 (+0), oldest in progress 25h.

## Moved (1)

- INC-2 Slow (P2, @ana): Detect Issue -> Diagnose Issue

## Blocked (1)

- INC-3 Login fails: vendor is asked

## Breached (1)

- INC-2 Slow (P2, @ana): 17h over, in Diagnose Issue
";
    let args = ["standup", "operate", "--markdown", "--done"];
    let run = sandbox.run(&args).ok();
    assert_eq!((run.stdout.as_str(), run.stderr.contains("the standup is over")), (expected, true));
    // The next one tells from there; of all streams there was none yet.
    sandbox.at("2026-11-26T11:30:00Z");
    let next = sandbox.json(&["standup", "operate"]);
    has_keys(&next, "schema stream since since_last finished started moved blocked breached waiting next");
    has_keys(&next, "new_blocked new_breached wip oldest_s walk skipped rest");
    assert_eq!((&next["since"], &next["since_last"]), (&"2026-11-26T10:30:00Z".into(), &true.into()));
    assert_eq!((next["moved"].as_array().unwrap().len(), &next["new_breached"]), (0, &0.into()));
    assert_eq!(sandbox.json(&["standup"])["since_last"], false);
}

#[test]
fn the_walk_is_listed_and_skips_who_was_touched() {
    let sandbox = morning();
    let walk = |args: &[&str]| {
        let standup = sandbox.json(args);
        let steps = standup["walk"].as_array().unwrap();
        steps.iter().map(|s| format!("{} {}", s["key"].as_str().unwrap(), s["call"])).collect::<Vec<_>>()
    };
    // What calls is never skipped.
    assert_eq!(walk(&["standup", "operate"]), ["INC-2 \"breached\"", "INC-3 \"blocked\"", "INC-1 null"]);
    assert_eq!(walk(&["standup", "@ana"]), ["INC-2 \"breached\""]);
    sandbox.run(&["comment", "INC-1", "looked at it"]).ok();
    let text = sandbox.run(&["standup", "operate"]).ok();
    assert!(text.stderr.contains("1 touched today, skipped; --all walks them too"), "{}", text.text());
    assert!(!text.stdout.contains("INC-1 "), "{}", text.text());
    assert_eq!(walk(&["standup", "operate", "--all"]).len(), 3);
    sandbox.run(&["standup", "nowhere"]).fails(3);
    sandbox.run(&["standup", "--minutes", "20"]).ok();
    sandbox.run(&["standup", "--minutes", "0"]).fails(2);
}
