//! The workspace: where it is, what is set, what is printed about it.

use std::io::Read;
use std::process::Stdio;

use crate::common::sandbox::Sandbox;

#[test]
fn without_a_terminal_the_overview_is_printed() {
    let sandbox = Sandbox::new();
    sandbox.add("Slow", "operate");
    let overview = sandbox.run(&[]).ok().stdout;
    assert_eq!(overview.lines().count(), 7);
    assert!(overview.lines().last().unwrap().starts_with("Operate    1  "), "{overview}");
    assert_eq!(sandbox.json(&[])["streams"].as_array().unwrap().len(), 7);
}

#[test]
fn the_database_is_the_first_that_is_named() {
    let sandbox = Sandbox::bare();
    sandbox.write(".config/streamboard/config.toml", "database = \"own.db\"\nstream = \"operate\"\nthem = 1\n");
    let made = sandbox.run(&["add", "x"]).ok();
    assert_eq!(made.stdout, "INC-1\n");
    assert!(
        made.stderr.starts_with(
            "streamboard: HOME/.config/streamboard/config.toml, line 3: no such setting `them`; did you mean `theme`?"
        ),
        "{}",
        made.text()
    );
    assert!(sandbox.path(".config/streamboard/own.db").exists());
    sandbox.run(&["--db", "flag.db", "list", "--json"]).ok();
    assert!(sandbox.path("flag.db").exists());
    let mut variable = sandbox.command(&["list"]);
    assert!(variable.env("STREAMBOARD_DB", "variable.db").status().unwrap().success());
    assert!(sandbox.path("variable.db").exists());
}

#[test]
fn under_json_nothing_else_is_said() {
    let sandbox = Sandbox::bare();
    sandbox.write(".config/streamboard/config.toml", "nonsense\n");
    let run = sandbox.run(&["add", "x", "-s", "operate", "--json"]).ok();
    assert_eq!(run.stderr, "");
    assert_eq!(run.json()["key"], "INC-1");
}

#[test]
fn a_workspace_is_made_and_named() {
    let sandbox = Sandbox::bare();
    let made = sandbox.run(&["--db", "team.db", "init", "--name", "Payments"]).ok();
    assert_eq!(made.stdout, "team.db\n");
    let again = sandbox.run(&["--db", "team.db", "init"]).ok();
    assert_eq!(again.stderr, "the workspace was there already\n");
    sandbox.run(&["--db", "team.db", "init", "--shared", "root"]).fails(4);
    sandbox.run(&["--db", "other.db", "init", "--shared", "no-such-group"]).fails(3);
}

#[test]
fn a_shared_workspace_is_for_its_group() {
    use std::os::unix::fs::MetadataExt;
    let sandbox = Sandbox::bare();
    let group = std::fs::metadata(sandbox.path("")).unwrap().gid().to_string();
    let mut init = sandbox.command(&["--db", "team/board.db", "init", "--shared", &group]);
    assert!(init.status().unwrap().success());
    sandbox.run(&["--db", "team/board.db", "add", "Slow", "-s", "operate"]).ok();
    let mode = |path: &str| std::fs::metadata(sandbox.path(path)).unwrap().mode() & 0o7777;
    assert_eq!((mode("team"), mode("team/board.db")), (0o2770, 0o660));
    let there = sandbox.run(&["--db", "here.db", "init", "--shared", &group]).ok();
    assert!(there.stderr.contains("must own it, with mode 2770"), "{}", there.text());
}

#[test]
fn a_foreign_file_is_left_alone() {
    let sandbox = Sandbox::bare();
    let file = sandbox.write("notes.db", "not a database at all, but somebody's work".repeat(40));
    for args in [&["list"][..], &["add", "x", "-s", "operate"], &["init"]] {
        let mut args = args.to_vec();
        args.extend(["--db", &file, "--json"]);
        assert_eq!(sandbox.run(&args).fails(1).error()["code"], "corrupt");
    }
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("not a database"));
}

#[test]
fn streams_and_stages_are_made_and_set() {
    let sandbox = Sandbox::new();
    assert_eq!(
        sandbox.run(&["stream", "add", "--preset", "plain", "--name", "Office move"]).ok().stdout,
        "office-move\n"
    );
    assert_eq!(
        sandbox.run(&["stream", "add", "--preset", "plain", "--name", "Office move"]).ok().stdout,
        "office-move-2\n"
    );
    assert_eq!(
        sandbox.run(&["stage", "add", "office-move", "Waiting for keys", "--after", "doing"]).ok().stdout,
        "office-move/waiting-for-keys\n"
    );
    sandbox.run(&["stage", "rename", "office-move/waiting", "Keys"]).ok();
    sandbox.run(&["stage", "move", "office-move/review", "--first"]).ok();
    sandbox.run(&["stage", "set", "office-move/doing", "--wip", "2", "--target", "1d", "--target", "4h:p1"]).ok();
    sandbox.run(&["stream", "set", "office-move", "--gate", "enforce", "--target", "10d", "--name", "Move"]).ok();
    let stream = sandbox.json(&["stream", "show", "office-move"])["stream"].clone();
    let stages: Vec<&str> = stream["stages"].as_array().unwrap().iter().map(|s| s["name"].as_str().unwrap()).collect();
    assert_eq!(stages, ["Review", "To do", "Doing", "Keys"]);
    assert_eq!((stream["gate"].as_str(), stream["name"].as_str()), (Some("enforce"), Some("Move")));
    assert_eq!(stream["stages"][2]["wip"], 2);
    assert_eq!(stream["stages"][2]["targets"].as_array().unwrap().len(), 2);
    sandbox.run(&["stage", "set", "office-move/doing", "--wip", "none", "--target", "none"]).ok();
    sandbox.add("Pack", "office-move");
    sandbox.run(&["stage", "remove", "office-move/review"]).fails(4);
    sandbox.run(&["stage", "remove", "office-move/keys"]).ok();
    sandbox.run(&["undo"]).ok();
    assert_eq!(sandbox.json(&["stream", "show", "office-move"])["stream"]["stages"].as_array().unwrap().len(), 4);
}

#[test]
fn help_completions_and_manual_are_there() {
    let sandbox = Sandbox::bare();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(sandbox.run(&["completions", shell]).ok().stdout.len() > 1000, "{shell}");
    }
    let manual = sandbox.run(&["man"]).ok().stdout;
    assert!(manual.contains(".TH streamboard") && manual.contains("idempotency"));
    assert!(sandbox.run(&["--help"]).ok().stdout.contains("Examples:"));
    assert!(sandbox.run(&["stage", "set", "--help"]).ok().stdout.contains("Example:"));
    assert!(sandbox.run(&["help", "add"]).ok().stdout.contains("Examples:"));
    assert_eq!(sandbox.run(&["stage", "--json"]).fails(2).error()["code"], "usage");
    assert!(sandbox.run(&["--version"]).ok().stdout.starts_with("streamboard "));
    sandbox.run(&["keys"]).ok();
    assert!(!sandbox.path(".local").exists(), "none of these opens a workspace");
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let sandbox = Sandbox::new();
    let rows: Vec<String> = (0..3000).map(|n| format!("a rather long title of card number {n}\n")).collect();
    let file = sandbox.write("many.csv", "title\n".to_owned() + &rows.concat());
    sandbox.run(&["import", &file, "--from", "csv", "--stream", "operate"]).ok();
    for args in
        [&["list"][..], &["list", "--json"], &["list", "--ndjson"], &["log"], &["export", "--to", "csv"], &["man"]]
    {
        let mut child = sandbox.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0_u8; 10];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{args:?}");
    }
}

#[test]
fn a_full_disk_is_told() {
    let sandbox = Sandbox::new();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = sandbox.command(&["types"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn colours_come_only_when_wanted() {
    let sandbox = Sandbox::new();
    sandbox.add("Slow", "operate");
    assert!(!sandbox.run(&["list"]).ok().stdout.contains('\u{1b}'));
    assert!(sandbox.run(&["list", "--color", "always"]).ok().stdout.contains("\u{1b}[1mINC-1\u{1b}[0m"));
    assert!(!sandbox.run(&["list", "--color", "never"]).ok().stdout.contains('\u{1b}'));
}

#[test]
fn the_clock_can_be_fixed_only_to_a_time() {
    let mut sandbox = Sandbox::new();
    assert_eq!(sandbox.at("tomorrow").run(&["list", "--json"]).fails(2).error()["code"], "invalid");
}

#[test]
fn the_log_is_followed() {
    let sandbox = Sandbox::new();
    sandbox.add("First", "operate");
    let mut child = sandbox.command(&["log", "--follow", "--ndjson"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap()));
    let mut until =
        |key: &str| lines.by_ref().map(Result::unwrap).find(|l| l.contains(key) && l.contains("created")).unwrap();
    until("INC-1");
    sandbox.add("Second", "operate");
    until("INC-2");
    let id = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "interrupted");
    sandbox.run(&["log", "--follow", "--json"]).fails(2);
}

#[test]
fn the_demo_is_written_to_a_new_file() {
    let sandbox = Sandbox::bare();
    sandbox.run(&["demo", "--out", "demo.db"]).ok();
    sandbox.run(&["demo", "--out", "demo.db"]).fails(4);
    assert!(sandbox.json(&["--db", "demo.db", "list"])["total"].as_u64().unwrap() > 100);
    assert!(!sandbox.path(".local").exists());
}
