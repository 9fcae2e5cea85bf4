//! `edit` in an editor, which is only opened where somebody sits at a terminal.

use std::io::Read;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::common::sandbox::{NOW, Sandbox};

/// Runs the program at a terminal with this shell script for an editor; the exit code, and what was shown.
fn edit(sandbox: &Sandbox, key: &str, script: &str) -> (u32, String) {
    let file = sandbox.write("editor.sh", script);
    let pty = native_pty_system().openpty(PtySize { rows: 24, cols: 80, ..PtySize::default() }).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_streamboard"));
    command.env_clear();
    for (name, value) in [("HOME", sandbox.path("").to_str().unwrap()), ("PATH", "/usr/bin:/bin"), ("TERM", "xterm")] {
        command.env(name, value);
    }
    command.env("STREAMBOARD_NOW", NOW);
    command.env("STREAMBOARD_USER", "ana");
    command.env("TZ", "Europe/Brussels");
    command.env("STREAMBOARD_EDITOR", format!("sh {file}"));
    command.args(["edit", key]);
    let mut child = pty.slave.spawn_command(command).unwrap();
    drop(pty.slave);
    let mut shown = String::new();
    // The terminal is gone when the program is: that ends the reading, one way or the other.
    let _ = pty.master.try_clone_reader().unwrap().read_to_string(&mut shown);
    (child.wait().unwrap().exit_code(), shown)
}

#[test]
fn what_the_editor_changed_is_changed() {
    let sandbox = Sandbox::new();
    sandbox.run(&["add", "Slow", "-s", "operate", "--priority", "2", "--label", "eu", "--body", "first"]).ok();
    let script = "sed -i -e 's/^title: Slow/title: Slower/' -e 's/^priority: 2/priority:/' -e 's/^labels: eu/labels: us, db/' \
                  -e 's/^due:.*/due: fri/' \"$1\"; echo ' more' >> \"$1\"";
    let (code, shown) = edit(&sandbox, "INC-1", script);
    assert_eq!(code, 0, "{shown}");
    let object = sandbox.json(&["show", "INC-1"])["object"].clone();
    assert_eq!((object["title"].as_str(), object["body"].as_str()), (Some("Slower"), Some("first more")));
    assert!(object["priority"].is_null());
    assert_eq!(object["labels"], serde_json::json!(["db", "us"]));
    assert_eq!(object["due_at"], "2026-11-27T22:59:59Z");
}

#[test]
fn nothing_changes_where_the_editor_says_no_or_nothing_was_touched() {
    let sandbox = Sandbox::new();
    sandbox.run(&["add", "Slow", "-s", "operate", "--due", "fri"]).ok();
    assert_eq!(edit(&sandbox, "INC-1", "exit 3").0, 1);
    let (code, shown) = edit(&sandbox, "INC-1", "true");
    assert!(code == 0 && shown.contains("nothing was changed"), "{shown}");
    assert_eq!(sandbox.json(&["log", "INC-1"])["entries"].as_array().unwrap().len(), 1);
}

#[test]
fn a_mistake_keeps_what_was_typed() {
    let sandbox = Sandbox::new();
    sandbox.add("Slow", "operate");
    let (code, shown) = edit(&sandbox, "INC-1", "sed -i -e 's/^priority:.*/priority: nine/' \"$1\"");
    assert_eq!(code, 2, "{shown}");
    let kept = shown.split("your text is in ").nth(1).unwrap().trim();
    assert!(std::fs::read_to_string(kept).unwrap().contains("priority: nine"));
    std::fs::remove_dir_all(std::path::Path::new(kept).parent().unwrap()).unwrap();
}
