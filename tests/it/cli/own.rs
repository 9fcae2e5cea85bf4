//! Streams people write: taken whole, or refused with line and column and nothing changed.

use crate::common::sandbox::Sandbox;

const FILE: &str = r#"id = "audit"
name = "Audit"
short = "Aud"
kind = "own"
gate = "enforce"
card_type = "change"
clock_starts = "look"

[[stages]]
id = "look"
name = "Look"
short = "Look"
exit = [{ id = "look-out1", text = "Somebody has it", guard = { field = "assignee" } }]

[[stages]]
id = "tell"
name = "Tell"
short = "Tell"

[[edges]]
id = "audit-to-operate"
kind = "main"
from_stage = "tell"
to = "operate"
to_stage = "detect-issue"
what = "a finding"
makes = "event"
"#;

#[test]
fn a_stream_is_made_of_a_file_and_of_the_input() {
    let sandbox = Sandbox::new();
    let file = sandbox.write("audit.toml", FILE);
    assert_eq!(sandbox.run(&["stream", "add", &file]).ok().stdout, "audit\n");
    let key = sandbox.add("Last year", "audit");
    let no = sandbox.run(&["move", &key, "tell", "--json"]).fails(4).error();
    assert!(no["message"].as_str().unwrap().contains("Somebody has it: assignee is not set"), "{no}");
    sandbox.run(&["edit", &key, "--assignee", "ana"]).ok();
    sandbox.run(&["move", &key, "tell"]).ok();
    assert!(sandbox.run(&["handoff", &key, "operate"]).ok().stdout.contains('-'));
    let other = FILE.replace("\"audit", "\"other");
    let run = sandbox.run_with(&["stream", "add", "-"], other.as_bytes());
    assert_eq!(run.ok().stdout, "other\n");
    assert_eq!(sandbox.run(&["stream", "add", &file, "--json"]).fails(4).error()["code"], "not-allowed");
}

/// Why a file is refused with one part of it replaced, after a look that nothing changed.
fn refused(part: &str, by: &str, code: i32) -> String {
    let sandbox = Sandbox::new();
    let before = (sandbox.run(&["streams", "--json"]).ok().stdout, sandbox.run(&["log", "--json"]).ok().stdout);
    assert!(FILE.contains(part), "{part}");
    let file = sandbox.write("audit.toml", FILE.replacen(part, by, 1));
    let error = sandbox.run(&["stream", "add", &file, "--json"]).fails(code).error();
    let after = (sandbox.run(&["streams", "--json"]).ok().stdout, sandbox.run(&["log", "--json"]).ok().stdout);
    assert_eq!(before, after);
    error["message"].as_str().unwrap().replace("HOME/", "")
}

#[test]
fn what_is_wrong_in_a_file_is_told_with_its_line_and_column() {
    let no = refused("{ field = \"assignee\" }", "{ feild = \"assignee\" }", 2);
    assert!(no.starts_with("audit.toml: line 13, column 65: unknown field `feild`"), "{no}");
    let no = refused("from_stage = \"tell\"", "from_stage = \"told\"", 2);
    assert_eq!(no, "audit.toml: line 23, column 14: there is no stage \"told\" in this file; there is look, tell");
    let no = refused("id = \"tell\"", "id = \"look\"", 2);
    assert_eq!(no, "audit.toml: line 16, column 6: there is a stage \"look\" already");
}

#[test]
fn what_is_not_in_the_workspace_is_told_with_what_was_meant() {
    let no = refused("\"change\"", "\"chang\"", 3);
    assert_eq!(no, "audit.toml: line 6, column 13: there is no type \"chang\"; there is change");
    let no = refused("to = \"operate\"", "to = \"operat\"", 3);
    assert_eq!(no, "audit.toml: line 24, column 6: there is no stream \"operat\"; there is operate");
    let no = refused("to_stage = \"detect-issue\"", "to_stage = \"nowhere\"", 3);
    assert!(no.starts_with("audit.toml: line 25, column 12: there is no stage \"operate/nowhere\""), "{no}");
}

#[test]
fn a_file_or_a_preset_is_asked_for() {
    let sandbox = Sandbox::new();
    sandbox.run(&["stream", "add"]).fails(2);
    sandbox.run(&["stream", "add", "x.toml", "--preset", "plain"]).fails(2);
    sandbox.run(&["stream", "add", "gone.toml"]).fails(3);
    let latin = sandbox.write("latin.toml", [b'n', 0xe9]);
    sandbox.run(&["stream", "add", &latin]).fails(2);
}
