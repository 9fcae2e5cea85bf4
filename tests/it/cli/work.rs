//! Objects and cards: the happy paths, and each kind of no.

use crate::common::sandbox::Sandbox;

#[test]
fn a_card_is_added_moved_and_finished() {
    let sandbox = Sandbox::bare();
    let first = sandbox.run(&["add", "Slow", "-s", "oper", "--priority", "p2", "--assignee", "@me"]);
    let made = "INC-1\n--- stderr\nstreamboard: a new workspace was made in HOME/.local/share/streamboard/streamboard.db\n--- exit 0\n";
    assert_eq!(first.text(), made);
    let moved = sandbox.run(&["move", "inc-1", "Diagnose Issue", "--tick-all"]);
    assert_eq!(
        moved.text(),
        "--- stderr\nINC-1 ticked, and moved to Diagnose Issue\n--- exit 0\n"
            .replace("ticked, and ", &ticked(&moved.stderr))
    );
    let warned = sandbox.run(&["move", "INC-1", "operate/resolve-issue"]).ok();
    assert!(warned.stderr.starts_with("INC-1 moved to Resolve Issue\nleft open: "), "{}", warned.text());
    sandbox.run(&["move", "INC-1", "done"]).ok();
    assert_eq!(sandbox.json(&["list"])["total"], 0);
    let done = sandbox.json(&["list", "is:done"]);
    assert_eq!(done["cards"][0]["done_at"], "2026-11-20T09:30:00Z");
    sandbox.run(&["move", "INC-1", "resolve"]).ok();
    sandbox.run(&["finish", "INC-1", "--value", "fast again", "--for", "Payments"]).ok();
    sandbox.run(&["finish", "INC-1"]).fails(4);
    sandbox.run(&["gate", "INC-1"]).fails(4);
}

/// Either sentence is fine as long as it says where the card went.
fn ticked(stderr: &str) -> String {
    if stderr.contains("ticked, and ") { "ticked, and ".into() } else { String::new() }
}

#[test]
fn a_gate_that_enforces_refuses_and_says_what_is_open() {
    let sandbox = Sandbox::new();
    sandbox.add("Roll out", "deploy");
    let refused = sandbox.run(&["move", "CHG-1", "fulfill", "--json"]).fails(4).error();
    assert_eq!(refused["code"], "gate-open");
    assert_eq!(refused["open"].as_array().unwrap().len(), 5);
    assert!(refused["hint"].as_str().unwrap().contains("--tick-all"));
    let plain = sandbox.run(&["move", "CHG-1", "fulfill"]).fails(4);
    assert!(plain.stderr.starts_with("streamboard: CHG-1 stays in Plan & Approve Deployment: open are "));
    let forced = sandbox.run(&["move", "CHG-1", "fulfill", "--force", "board said so", "--json"]).fails(4).error();
    assert!(forced["hint"].as_str().unwrap().contains("no force passes an approval"), "{forced}");
}

#[test]
fn a_gate_is_forced_for_a_reason_or_ticked_with_the_rest() {
    let sandbox = Sandbox::new();
    sandbox.run(&["stream", "set", "operate", "--gate", "enforce"]).ok();
    sandbox.add("Slow", "operate");
    sandbox.run(&["move", "INC-1", "diagnose"]).fails(4);
    sandbox.run(&["move", "INC-1", "diagnose", "--force", "it burns"]).ok();
    assert_eq!(sandbox.json(&["list"])["cards"][0]["overrides"], 1);
    sandbox.run(&["move", "INC-1", "detect", "--reason", "not yet"]).ok();
    let checked = sandbox.run(&["move", "INC-1", "diagnose", "--tick-all"]).fails(4);
    assert!(checked.stderr.contains("priority is not set"), "a guard is not ticked by hand: {}", checked.text());
    sandbox.run(&["edit", "INC-1", "--priority", "1", "--assignee", "ana"]).ok();
    sandbox.run(&["move", "INC-1", "diagnose"]).ok();
}

#[test]
fn a_full_stage_refuses() {
    let sandbox = Sandbox::new();
    sandbox.run(&["stage", "set", "operate/detect", "--wip", "1"]).ok();
    sandbox.add("One", "operate");
    let full = sandbox.run(&["add", "Two", "-s", "operate", "--json"]).fails(4).error();
    assert_eq!(full["code"], "wip-full");
    sandbox.run(&["add", "Two", "-s", "operate", "--force", "all hands"]).ok();
    sandbox.run(&["add", "Three", "-s", "operate", "--priority", "1"]).ok();
}

#[test]
fn criteria_are_ticked_by_id_or_words() {
    let sandbox = Sandbox::new();
    sandbox.add("Slow", "operate");
    let n_met = || {
        let gate = sandbox.json(&["gate", "INC-1"]);
        gate["criteria"].as_array().unwrap().iter().filter(|c| c["status"] == "met" || c["status"] == "na").count()
    };
    sandbox.run(&["tick", "INC-1", "detect-issue-act1"]).ok();
    sandbox.run(&["tick", "INC-1", "correlate Events", "--na", "one of its kind"]).ok();
    assert_eq!(n_met(), 2);
    sandbox.run(&["tick", "INC-1", "act1", "--undo"]).ok();
    assert_eq!(n_met(), 1);
    let checked = sandbox.run(&["tick", "INC-1", "out1", "--json"]).fails(4).error();
    assert!(checked["message"].as_str().unwrap().contains("priority is not set"), "{checked}");
    let unknown = sandbox.run(&["tick", "INC-1", "zebra", "--json"]).fails(3).error();
    assert_eq!(unknown["code"], "not-found");
    assert_eq!(sandbox.run(&["tick", "INC-1", "the", "--json"]).fails(2).error()["code"], "ambiguous");
    sandbox.run(&["tick", "INC-1"]).fails(2);
}

#[test]
fn names_are_found_or_refused_as_the_contract_says() {
    let sandbox = Sandbox::new();
    sandbox.add("Slow", "operate");
    for (args, code, word) in [
        (&["show", "INC-9"][..], 3, "not-found"),
        (&["add", "x", "-s", "nowhere"], 3, "not-found"),
        (&["add", "x", "-s", "e"], 2, "ambiguous"),
        (&["add", "x", "-s", "operate", "--stage", "nowhere"], 3, "not-found"),
        (&["add", "x", "-s", "operate", "--type", "zebra"], 3, "not-found"),
        (&["add", "x", "-s", "operate", "--stage", "deploy/fulfill"], 2, "invalid"),
        (&["add", "x", "-s", "operate", "--scenario", "zebra"], 3, "not-found"),
        (&["add", "x", "-s", "operate", "--link", "causes:PRB-9"], 3, "not-found"),
        (&["add", "x", "-s", "operate", "--link", "causes"], 2, "invalid"),
        (&["add", "x", "-s", "operate", "--priority", "5"], 2, "invalid"),
        (&["add", "x", "-s", "operate", "--due", "soonish"], 2, "invalid"),
        (&["add", "x", "-s", "operate", "--since", "+2h"], 2, "invalid"),
        (&["add", "x", "-s", "operate", "--field", "novalue"], 2, "invalid"),
        (&["add", "x", "-s", "operate", "--field", "zebra=1"], 3, "not-found"),
        (&["add", " ", "-s", "operate"], 2, "invalid"),
        (&["add", "x"], 2, "usage"),
        (&["move", "INC-1", "nowhere"], 3, "not-found"),
        (&["move", "INC-1", "d"], 2, "ambiguous"),
        (&["edit", "INC-1"], 2, "usage"),
        (&["edit", "INC-1", "--state", "zebra"], 3, "not-found"),
        (&["edit", "INC-1", "--state", "closed"], 4, "not-allowed"),
        (&["wait", "INC-1", "someday"], 2, "invalid"),
        (&["unblock", "INC-1"], 4, "not-allowed"),
        (&["restore", "INC-1"], 4, "not-allowed"),
        (&["link", "INC-1", "zebra", "INC-1"], 3, "not-found"),
        (&["link", "INC-1", "blocks", "INC-1"], 4, "not-allowed"),
        (&["list", "stat:new"], 2, "invalid"),
        (&["list", "--sort", "name"], 2, "invalid"),
        (&["log", "--since", "soonish"], 2, "invalid"),
        (&["log", "INC-9"], 3, "not-found"),
        (&["stage", "set", "operate/detect", "--wip", "many"], 2, "invalid"),
        (&["stage", "set", "operate/detect", "--target", "4x"], 2, "invalid"),
        (&["stage", "set", "operate/detect"], 2, "usage"),
        (&["stream", "add", "--preset", "zebra"], 3, "not-found"),
        (&["place", "INC-1", "nowhere"], 3, "not-found"),
        (&["redo"], 4, "not-allowed"),
        (&["frobnicate"], 2, "usage"),
        (&["list", "--frobnicate"], 2, "usage"),
    ] {
        let mut json = args.to_vec();
        json.push("--json");
        let error = sandbox.run(&json).fails(code).error();
        assert_eq!(error["code"], word, "{args:?} {error}");
        let plain = sandbox.run(args).fails(code);
        assert!(plain.stdout.is_empty() && !plain.stderr.is_empty(), "{args:?}");
    }
    assert_eq!(sandbox.json(&["list"])["total"], 1, "nothing was changed");
}

#[test]
fn a_key_may_be_part_of_an_id() {
    let sandbox = Sandbox::new();
    sandbox.add("Slow", "operate");
    let id = sandbox.json(&["list"])["cards"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(sandbox.json(&["show", &id])["object"]["key"], "INC-1");
    assert_eq!(sandbox.json(&["show", &id[19..]])["object"]["key"], "INC-1");
}

#[test]
fn an_object_with_several_cards_needs_its_stream() {
    let sandbox = Sandbox::new();
    sandbox.add("Slow", "operate");
    assert_eq!(sandbox.run(&["place", "INC-1", "integrate", "--stage", "test"]).ok().stdout, "INC-1\n");
    assert_eq!(sandbox.run(&["move", "INC-1", "diagnose", "--json"]).fails(2).error()["code"], "ambiguous");
    sandbox.run(&["move", "INC-1", "diagnose", "--stream", "operate"]).ok();
    sandbox.run(&["block", "INC-1", "later", "--stream", "integrate/test"]).ok();
    sandbox.run(&["move", "INC-1", "operate/resolve"]).ok();
    sandbox.run(&["gate", "INC-1", "--stream", "deploy"]).fails(4);
}

#[test]
fn objects_are_edited_and_cleared() {
    let sandbox = Sandbox::new();
    sandbox.run(&["add", "Slow", "-s", "operate", "--label", "eu", "--label", "web"]).ok();
    sandbox
        .run(&[
            "edit",
            "INC-1",
            "--title",
            "Slower",
            "--priority",
            "1",
            "--assignee",
            "bo",
            "--due",
            "fri",
            "--label",
            "-eu,+db",
        ])
        .ok();
    let card = sandbox.json(&["list"])["cards"][0].clone();
    assert_eq!(card["labels"], serde_json::json!(["db", "web"]));
    assert_eq!((card["title"].as_str(), card["due_at"].as_str()), (Some("Slower"), Some("2026-11-27T22:59:59Z")));
    sandbox
        .run(&["edit", "INC-1", "--priority", "none", "--assignee", "none", "--due", "none", "--label", "none"])
        .ok();
    let card = sandbox.json(&["list"])["cards"][0].clone();
    assert!(card["priority"].is_null() && card["assignee"].is_null() && card["due_at"].is_null());
    assert_eq!(card["labels"], serde_json::json!([]));
    assert_eq!(sandbox.json(&["edit", "INC-1", "--type", "problem"])["key"], "PRB-1");
    assert_eq!(sandbox.json(&["show", "inc-1"])["object"]["key"], "PRB-1", "the old key is still found");
}

#[test]
fn a_card_lies_where_it_is_put() {
    let sandbox = Sandbox::new();
    for title in ["A", "B", "C"] {
        sandbox.add(title, "operate");
    }
    let order = || {
        let list = sandbox.json(&["list"]);
        let cards = list["cards"].as_array().unwrap();
        cards.iter().map(|c| c["title"].as_str().unwrap().to_owned()).collect::<String>()
    };
    assert_eq!(order(), "ABC");
    sandbox.run(&["move", "INC-3", "detect", "--top"]).ok();
    assert_eq!(order(), "CAB");
    sandbox.run(&["move", "INC-2", "detect", "--before", "INC-1"]).ok();
    assert_eq!(order(), "CBA");
    sandbox.run(&["move", "INC-3", "detect", "--after", "INC-1"]).ok();
    assert_eq!(order(), "BAC");
    sandbox.run(&["move", "INC-1", "diagnose"]).ok();
    sandbox.run(&["move", "INC-3", "detect", "--before", "INC-1"]).fails(4);
    sandbox.run(&["move", "INC-3", "detect", "--top", "--bottom"]).fails(2);
}

#[test]
fn undo_takes_back_and_redo_does_again() {
    let sandbox = Sandbox::new();
    sandbox.add("Slow", "operate");
    sandbox.run(&["move", "INC-1", "diagnose"]).ok();
    sandbox.run(&["edit", "INC-1", "--priority", "1"]).ok();
    assert_eq!(sandbox.run(&["undo", "2"]).ok().stderr, "taken back: INC-1 edited\ntaken back: INC-1 moved\n");
    let card = sandbox.json(&["list"])["cards"][0].clone();
    assert!(card["stage"] == "detect-issue" && card["priority"].is_null());
    sandbox.run(&["redo"]).ok();
    assert_eq!(sandbox.json(&["list"])["cards"][0]["stage"], "diagnose-issue");
    assert_eq!(sandbox.run(&["--as", "bea", "undo", "--json"]).fails(4).error()["code"], "not-allowed");
    sandbox.run(&["undo", "0"]).fails(2);
}

#[test]
fn what_somebody_wrote_since_is_not_taken_back() {
    let sandbox = Sandbox::new();
    sandbox.add("Slow", "operate");
    sandbox.run(&["edit", "INC-1", "--priority", "1"]).ok();
    sandbox.run(&["--as", "bea", "edit", "INC-1", "--priority", "2"]).ok();
    let refused = sandbox.run(&["undo"]).fails(4);
    assert!(refused.stderr.contains("bea") && refused.stderr.contains("INC-1"), "{}", refused.text());
    assert_eq!(sandbox.json(&["list"])["cards"][0]["priority"], 2);
}

#[test]
fn adding_with_a_key_happens_once() {
    let sandbox = Sandbox::new();
    let add = ["add", "Slow", "-s", "operate", "--idempotency-key", "alert-7"];
    assert_eq!(sandbox.run(&add).ok().stdout, "INC-1\n");
    assert_eq!(sandbox.run(&add).ok().stdout, "INC-1\n");
    assert_eq!(sandbox.json(&["list"])["total"], 1);
}

#[test]
fn text_comes_from_the_input() {
    let sandbox = Sandbox::new();
    sandbox.run_with(&["add", "Slow", "-s", "operate", "--body", "-"], b"first\nsecond\n").ok();
    assert_eq!(sandbox.json(&["show", "INC-1"])["object"]["body"], "first\nsecond");
    sandbox.run_with(&["comment", "INC-1", "-"], "été".as_bytes()).ok();
    assert_eq!(sandbox.json(&["show", "INC-1"])["object"]["comments"][0]["text"], "été");
    sandbox.run_with(&["comment", "INC-1", "-"], b"\xff").fails(2);
    sandbox.run_with(&["comment", "INC-1", "-"], b"a\0b").fails(2);
}

#[test]
fn an_argument_that_is_no_text_is_refused() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let sandbox = Sandbox::new();
    let output = sandbox.command(&["add", "-s", "operate"]).arg(OsStr::from_bytes(b"\xff\xfe")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn text_is_stored_as_it_is_and_shown_harmlessly() {
    let sandbox = Sandbox::new();
    let evil = "red \u{1b}[31m \u{202e}txt\u{7} nl\nend";
    sandbox.run(&["add", evil, "-s", "operate", "--body", evil, "--assignee", "a\u{1b}b", "--label", "x\u{9b}"]).ok();
    sandbox.run(&["comment", "INC-1", evil]).ok();
    sandbox.run(&["block", "INC-1", evil]).ok();
    assert_eq!(sandbox.json(&["show", "INC-1"])["object"]["title"], evil);
    for args in [
        &["list"][..],
        &["show", "INC-1"],
        &["log"],
        &["gate", "INC-1"],
        &["object", "list"],
        &["export", "--to", "markdown"],
        &["move", "INC-1", "diagnose"],
        &["show", evil],
        &["add", "x", "-s", evil],
    ] {
        let run = sandbox.run(args);
        let shown = run.stdout + &run.stderr;
        let is_bad = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!shown.contains(is_bad), "{args:?} {shown:?}");
    }
}

#[test]
fn lists_are_filtered_sorted_and_cut() {
    let sandbox = Sandbox::new();
    sandbox.run(&["add", "Checkout slow", "-s", "operate", "--priority", "3", "--label", "eu"]).ok();
    sandbox.run(&["add", "Login slow", "-s", "operate", "--priority", "1", "--assignee", "me"]).ok();
    sandbox.run(&["add", "Build red", "-s", "integrate"]).ok();
    let keys = |args: &[&str]| {
        let list = sandbox.json(&[&["list"], args].concat());
        list["cards"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["title"].as_str().unwrap()[..5].to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(keys(&["slow", "--sort", "priority"]), ["Login", "Check"]);
    assert_eq!(keys(&["@me"]), ["Login"]);
    assert_eq!(keys(&["-#eu", "slow"]), ["Login"]);
    assert_eq!(keys(&["--stream", "integrate"]), ["Build"]);
    assert_eq!(keys(&["--stage", "operate/detect", "p3"]), ["Check"]);
    assert_eq!(keys(&["stage:Detect Issue", "p1"]), ["Login"]);
    let limited = sandbox.json(&["list", "--limit", "1"]);
    assert_eq!((limited["cards"].as_array().unwrap().len(), limited["total"].as_u64()), (1, Some(3)));
    assert!(sandbox.run(&["list", "--csv"]).ok().stdout.starts_with("key,type,title,state,stream,stage,priority,"));
    let none = sandbox.run(&["list", "zebra"]).ok();
    assert!(none.stdout.is_empty() && none.stderr.starts_with("no card fits"));
}

#[test]
fn the_actor_is_claimed_and_the_user_recorded() {
    let sandbox = Sandbox::new();
    sandbox.run(&["--as", "bea", "add", "Slow", "-s", "operate"]).ok();
    let entry = sandbox.json(&["log", "INC-1"])["entries"][0].clone();
    assert_eq!(entry["actor"], "bea");
    let mut sudo = sandbox.command(&["add", "x", "-s", "operate", "--json"]);
    sudo.env_remove("STREAMBOARD_USER").env("SUDO_USER", "kim").env("USER", "liar");
    assert!(sudo.output().unwrap().status.success());
    assert_eq!(sandbox.json(&["log"])["entries"].as_array().unwrap().iter().filter(|e| e["actor"] == "kim").count(), 1);
    let mut own = sandbox.command(&["add", "x", "-s", "operate"]);
    own.env_remove("STREAMBOARD_USER").env("USER", "liar");
    assert!(own.output().unwrap().status.success());
    assert!(!sandbox.run(&["log"]).ok().stdout.contains("liar"), "USER may say anything");
    sandbox.run(&["--as", "a\nb", "list"]).fails(2);
}

#[test]
fn an_archived_object_comes_back() {
    let sandbox = Sandbox::new();
    sandbox.add("Slow", "operate");
    sandbox.run(&["archive", "INC-1"]).ok();
    assert_eq!(sandbox.json(&["list"])["total"], 0);
    assert_eq!(sandbox.json(&["list", "--archived"])["total"], 1);
    sandbox.run(&["move", "INC-1", "diagnose"]).fails(4);
    sandbox.run(&["restore", "INC-1"]).ok();
    assert_eq!(sandbox.json(&["list"])["total"], 1);
}

#[test]
fn links_come_and_go() {
    let sandbox = Sandbox::new();
    sandbox.add("Slow", "operate");
    sandbox.add("Slower", "operate");
    sandbox.run(&["link", "INC-1", "blocks", "INC-2"]).ok();
    sandbox.run(&["link", "INC-1", "blocks", "INC-2"]).fails(4);
    assert_eq!(sandbox.json(&["list"])["cards"][0]["links"], 1);
    sandbox.run(&["unlink", "INC-1", "blocks", "INC-2"]).ok();
    sandbox.run(&["unlink", "INC-1", "blocks", "INC-2"]).fails(3);
}
