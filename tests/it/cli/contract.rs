//! Small print of the contract.

use crate::common::sandbox::Sandbox;

#[test]
fn the_log_says_what_was_configured_where() {
    let sandbox = Sandbox::new();
    sandbox.add("Slow", "operate");
    sandbox.run(&["stage", "set", "operate/diagnose", "--wip", "3"]).ok();
    sandbox.run(&["stage", "set", "operate/diagnose", "--wip", "none"]).ok();
    sandbox.run(&["stream", "set", "operate", "--gate", "enforce"]).ok();
    sandbox.run(&["stream", "set", "operate", "--target", "3d:p2"]).ok();
    let log = sandbox.json(&["log", "--limit", "0"]);
    let told = |n: usize| ["what", "place", "from", "to"].map(|key| log["entries"][n][key].as_str().unwrap_or("-"));
    assert_eq!(told(0), ["configured", "operate", "target 8h for P2", "target 3d for P2"]);
    assert_eq!(told(1), ["configured", "operate", "gate warn", "gate enforce"]);
    assert_eq!(told(2), ["configured", "operate/diagnose-issue", "wip 3", "wip none"]);
    assert_eq!(told(3), ["configured", "operate/diagnose-issue", "wip none", "wip 3"]);
    assert_eq!(log["entries"].as_array().unwrap().len(), 5, "the claim of a block of keys is nobody's doing");
}

/// An escape sequence, a C1 control, and marks that turn the direction of a line.
const HOSTILE: &str = "a\u{1b}[31mb\u{9b}31mc\u{202e}d\u{2066}e";

#[test]
fn no_document_and_no_error_holds_what_a_terminal_obeys() {
    let sandbox = Sandbox::new();
    sandbox.add(HOSTILE, "operate");
    let reads =
        |c: char| c != '\n' && (c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
    for args in [
        &["list", "--json"][..],
        &["list", "--ndjson"],
        &["show", "INC-1", "--json"],
        &["log", "--json"],
        &["export", "--to", "json"],
        &["show", HOSTILE, "--json"],
        &["list", "--sort", HOSTILE],
        &["list", "--sort", HOSTILE, "--json"],
        &["completions", HOSTILE],
        &[HOSTILE],
    ] {
        let run = sandbox.run(args);
        assert!(!run.text().contains(reads), "{args:?} {:?}", run.text());
    }
    assert_eq!(sandbox.json(&["show", "INC-1"])["object"]["title"], HOSTILE);
    sandbox.run(&["export", "whole.json", "--to", "json"]).ok();
    let other = Sandbox::bare();
    let file = sandbox.path("whole.json");
    other.run(&["import", file.to_str().unwrap(), "--from", "json"]).ok();
    assert_eq!(other.json(&["show", "INC-1"])["object"]["title"], HOSTILE);
}

#[test]
fn a_terminal_gets_rows_it_does_not_obey() {
    let home = crate::common::session::Home::new();
    home.ok(&["add", HOSTILE, "--stream", "operate"]);
    let mut command = home.command();
    command.args(["list", "--csv"]);
    let pty = crate::common::pty::Pty::spawn(command, 200, 10);
    assert!(pty.exit().success());
    let bytes = String::from_utf8(pty.bytes_since(0)).unwrap();
    assert!(bytes.contains("INC-1") && !bytes.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{bytes:?}");
}

#[test]
fn a_filter_names_what_there_is() {
    let sandbox = Sandbox::new();
    sandbox.add("Slow", "operate");
    for (term, hint) in [("stream:opperate", "did you mean operate?"), ("stage:diagnoze-issue", "did you mean")] {
        let error = sandbox.run(&["list", term, "--json"]).fails(3).error();
        assert_eq!(error["code"], "not-found");
        assert!(error["hint"].as_str().unwrap().starts_with(hint), "{error}");
    }
    sandbox.run(&["list", "type:nope"]).fails(3);
    sandbox.run(&["object", "list", "-type:nope"]).fails(3);
    for term in ["stream:op", "stage:det", "stage:operate/det", "stage:\"Detect Issue\"", "type:inc", "-stream:deploy"]
    {
        assert_eq!(sandbox.json(&["list", term])["total"], 1, "{term}");
    }
}

#[test]
fn an_export_may_do_without_a_file() {
    let sandbox = Sandbox::new();
    sandbox.add("Slow", "operate");
    sandbox.add("Ship", "deploy");
    let rows = |args: &[&str]| sandbox.run(args).ok().stdout.lines().count();
    assert_eq!(rows(&["export", "--to", "csv", "stream:operate"]), 2);
    assert_eq!(rows(&["export", "-", "--to", "csv", "stream:operate"]), 2);
    assert_eq!(rows(&["export", "--to", "csv", "@bea"]), 1);
    assert_eq!(rows(&["export", "--to", "csv"]), 3);
    sandbox.run(&["export", "--to", "csv", "strem:operate"]).fails(2);
    sandbox.run(&["export", "--to", "csv", "out.csv", "stream:operate"]).ok();
    assert_eq!(std::fs::read_to_string(sandbox.path("out.csv")).unwrap().lines().count(), 2);
}

#[test]
fn rows_that_contradict_each_other_or_never_end_are_rejected() {
    let sandbox = Sandbox::new();
    let file = sandbox.write("twice.csv", "key,title,priority\nINC-5,One,1\nINC-5,Two,1\nINC-5,One,2\n");
    let run = sandbox.run(&["import", &file, "--from", "csv", "-s", "operate", "--json"]).fails(1).json();
    assert_eq!((run["added"].as_u64(), run["skipped"].as_array().unwrap().len()), (Some(1), 2), "{run}");
    assert_eq!(run["skipped"][0]["line"], 3);
    assert_eq!(sandbox.json(&["show", "INC-5"])["object"]["cards"].as_array().unwrap().len(), 1);
    let file = sandbox.write("open.csv", "title,body\nGood,text\n\"Bad,text\nSwallowed,text\n");
    let run = sandbox.run(&["import", &file, "--from", "csv", "-s", "operate", "--json"]).fails(1).json();
    assert_eq!((run["added"].as_u64(), run["skipped"][0]["line"].as_u64()), (Some(1), Some(3)), "{run}");
    assert_eq!(sandbox.json(&["list"])["total"], 2);
}
