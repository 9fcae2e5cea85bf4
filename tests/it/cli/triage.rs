//! Sorting what came in from the command line: the queue, dismissing, duplicates, and what is major.

use crate::common::sandbox::{Sandbox, has_keys};

#[test]
fn the_queue_tells_what_is_to_be_sorted_and_what_looks_like_it() {
    let sandbox = Sandbox::new();
    sandbox.run(&["add", "Disk 90% on pg-07", "-s", "operate", "--priority", "3"]).ok();
    sandbox.run(&["add", "Disk 91% on pg-07", "-s", "operate", "--priority", "1", "--since", "10 min ago"]).ok();
    sandbox.run(&["add", "Login is slow", "-s", "operate"]).ok();
    let queue = sandbox.json(&["triage", "operate"]);
    has_keys(&queue, "schema stream stage to_sort done_today oldest_s breached at_risk cards");
    assert_eq!((queue["stage"].as_str(), queue["to_sort"].as_u64()), (Some("detect-issue"), Some(3)));
    let first = &queue["cards"][0];
    has_keys(first, "key sla twins");
    assert_eq!((first["key"].as_str(), first["twins"][0]["key"].as_str()), (Some("INC-2"), Some("INC-1")));
    has_keys(&first["twins"][0], "key title closed closed_at words shared score");
    let text = sandbox.run(&["triage", "operate", "--limit", "1"]).ok();
    assert!(text.stdout.starts_with("Detect Issue  3 to sort  0 done today"), "{}", text.stdout);
    assert!(text.stdout.contains("like INC-1: Disk 90% on pg-07"), "{}", text.stdout);
    assert!(text.stderr.contains("2 more"), "{}", text.stderr);
    let empty = sandbox.run(&["triage", "operate/diagnose"]).ok();
    assert!(empty.stderr.contains("nothing is to be sorted here"), "{}", empty.stderr);
    sandbox.run(&["triage", "nowhere"]).fails(3);
}

#[test]
fn what_is_dismissed_or_a_duplicate_leaves_its_board_and_comes_back() {
    let sandbox = Sandbox::new();
    sandbox.add("Checkout down", "operate");
    sandbox.add("Checkout is down", "operate");
    let said = sandbox.run(&["duplicate", "INC-2", "INC-1"]).ok().stderr;
    assert!(said.contains("INC-2 is a duplicate of INC-1"), "{said}");
    let shown = sandbox.json(&["show", "INC-2"]);
    assert_eq!(
        (shown["object"]["state"].as_str(), shown["object"]["closed"].as_bool()),
        (Some("cancelled"), Some(true))
    );
    sandbox.run(&["duplicate", "INC-1", "INC-2"]).fails(4);
    let said = sandbox.run(&["dismiss", "INC-1", "planned test"]).ok().stderr;
    assert!(said.contains("INC-1 dismissed: planned test"), "{said}");
    assert_eq!(sandbox.json(&["triage", "operate"])["done_today"], 2);
    assert_eq!(sandbox.json(&["log", "INC-1", "--limit", "1"])["entries"][0]["reason"], "planned test");
    sandbox.run(&["undo", "2"]).ok();
    assert_eq!(sandbox.json(&["triage", "operate"])["to_sort"], 2);
    sandbox.run(&["dismiss", "INC-1", " "]).fails(2);
}

#[test]
fn something_major_is_found_by_filter_and_ends_with_a_review() {
    let sandbox = Sandbox::new();
    sandbox.add("Checkout down", "operate");
    sandbox.run(&["major", "INC-1", "no payments"]).ok();
    let shown = sandbox.json(&["show", "INC-1"]);
    has_keys(&shown["object"]["major"], "at by text");
    assert_eq!(shown["object"]["priority"], 1);
    assert_eq!(sandbox.json(&["list", "is:major"])["total"], 1);
    sandbox.run(&["comment", "INC-1", "rolled back"]).ok();
    let timeline = sandbox.run(&["major", "INC-1", "--timeline"]).ok().stdout;
    assert!(timeline.starts_with("# Timeline of INC-1 Checkout down"), "{timeline}");
    assert!(timeline.contains("declared it major: no payments") && timeline.contains("rolled back"), "{timeline}");
    sandbox.run(&["major", "INC-1"]).fails(4);
    sandbox.run(&["major", "INC-1", "--end", "fine again"]).ok();
    assert_eq!(sandbox.json(&["list", "is:major"])["total"], 0);
    let review = sandbox.json(&["list", "--stream", "evaluate"]);
    assert_eq!(review["cards"][0]["title"], "Review of INC-1 Checkout down");
    sandbox.run(&["undo"]).ok();
    assert_eq!(sandbox.json(&["list", "is:major"])["total"], 1);
}
