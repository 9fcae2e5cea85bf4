//! Import and export.

use crate::common::sandbox::{Sandbox, has_keys};

const ROWS: &str = "Title,PRIORITY,stage,stream,key,labels,created_at,entered_at,done_at,blocked
Alpha,1,detect,operate,INC-500,a;b,2026-11-01T08:00:00Z,2026-11-02T08:00:00Z,,vendor
'=1+1,,Diagnose Issue,operate,,,,,,
Done,2,,operate,,,2026-10-01T08:00:00Z,,2026-11-01T08:00:00Z,
Alpha,,develop,integrate,INC-500,,,,,
";

#[test]
fn rows_become_cards_in_one_group() {
    let sandbox = Sandbox::new();
    let file = sandbox.write("in.csv", ROWS);
    let done = sandbox.json(&["import", &file, "--from", "csv"]);
    has_keys(&done, "schema added updated skipped group dry_run");
    assert_eq!((done["added"].as_u64(), done["updated"].as_u64()), (Some(3), Some(1)));
    let list = sandbox.json(&["list", "--sort", "priority"]);
    assert_eq!(list["total"], 3);
    let alpha = list["cards"].as_array().unwrap().iter().find(|c| c["stage"] == "detect-issue").unwrap();
    assert_eq!(alpha["key"], "INC-500");
    assert_eq!(alpha["labels"], serde_json::json!(["a", "b"]));
    assert_eq!(
        (alpha["created_at"].as_str(), alpha["entered_at"].as_str()),
        (Some("2026-11-01T08:00:00Z"), Some("2026-11-02T08:00:00Z"))
    );
    assert_eq!(alpha["blocked"], "vendor");
    assert!(list["cards"].as_array().unwrap().iter().any(|c| c["title"] == "=1+1"));
    assert_eq!(sandbox.json(&["list", "--done"])["cards"][0]["done_at"], "2026-11-01T08:00:00Z");
    sandbox.run(&["undo"]).ok();
    assert_eq!(sandbox.json(&["list"])["total"], 0);
    assert_eq!(sandbox.json(&["list", "--done"])["total"], 0);
}

#[test]
fn broken_rows_are_named_put_aside_and_taken_when_mended() {
    let sandbox = Sandbox::new();
    let mut rows = b"title,priority,due_at,stage,key,state\n".to_vec();
    rows.extend(b"good,1,fri,detect,,\nbad,9,,,,\nbad,,soonish,,,\nbad,,,nowhere,,\n,,,,,\nbad,,,,x y,\nbad,,,,,zebra\n\xff,,,,,\nbad,1,2,3,4,5,6,7\n");
    let file = sandbox.write("in.csv", &rows);
    let dry = sandbox.run(&["import", &file, "--from", "csv", "-s", "operate", "--dry-run", "--json"]).fails(1);
    assert_eq!(sandbox.json(&["list"])["total"], 0);
    assert!(!sandbox.path("in.rejects.csv").exists(), "a dry run writes nothing");
    let run = sandbox.run(&["import", &file, "--from", "csv", "-s", "operate", "--json"]).fails(1);
    assert_eq!(dry.json()["skipped"], run.json()["skipped"]);
    let lines: Vec<u64> =
        run.json()["skipped"].as_array().unwrap().iter().map(|s| s["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [3, 4, 5, 6, 7, 8, 9, 10]);
    assert_eq!(sandbox.json(&["list"])["total"], 1);
    let rejects = std::fs::read(sandbox.path("in.rejects.csv")).unwrap();
    let mended = String::from_utf8_lossy(&rejects);
    assert!(mended.starts_with("title,priority,due_at,stage,key,state,reason\nbad,9,,,,,"), "{mended}");
    let mended: String = mended.lines().take(2).map(|l| l.replace(",9,", ",2,") + "\n").collect();
    let file = sandbox.write("mended.csv", mended);
    sandbox.run(&["import", &file, "--from", "csv", "-s", "operate"]).ok();
    assert_eq!(sandbox.json(&["list"])["total"], 2);
}

#[test]
fn a_row_with_a_known_key_updates() {
    let sandbox = Sandbox::new();
    sandbox.run(&["add", "Slow", "-s", "operate", "--priority", "1", "--assignee", "bo", "--label", "eu"]).ok();
    let file = sandbox
        .write("in.csv", "key,title,priority,assignee,labels,stage,stream\ninc-1,Slower,,none,us,diagnose,operate\n");
    let done = sandbox.json(&["import", &file, "--from", "csv"]);
    assert_eq!((done["added"].as_u64(), done["updated"].as_u64()), (Some(0), Some(1)));
    let card = sandbox.json(&["list"])["cards"][0].clone();
    assert_eq!((card["title"].as_str(), card["priority"].as_u64()), (Some("Slower"), Some(1)));
    assert!(card["assignee"].is_null());
    assert_eq!(card["labels"], serde_json::json!(["us"]));
    assert_eq!(card["stage"], "diagnose-issue");
    let again = sandbox.json(&["import", &file, "--from", "csv"]);
    assert!(again["group"].is_null(), "nothing differed");
    sandbox.run(&["undo"]).ok();
    assert_eq!(sandbox.json(&["list"])["cards"][0]["title"], "Slow");
}

#[test]
fn columns_and_values_are_mapped() {
    let sandbox = Sandbox::new();
    let file = sandbox.write("in.csv", "Summary;Severity;Status\nSlow;Very high;Open\nOld;low;Closed\n");
    let import = |more: &[&str]| {
        let args =
            ["import", &file, "--from", "csv", "-s", "operate", "--map", "Summary=title", "--map", "severity=priority"];
        sandbox.run(&[&args[..], more].concat())
    };
    let maps = ["--map", "Status=stage", "--map-value", "priority:\"Very high\"=1", "--map-value", "priority:low=4"];
    let words = ["--map-value", "stage:\"Open\"=diagnose", "--map-value", "stage:Closed=done"];
    import(&[&maps[..], &words].concat()).ok();
    let card = sandbox.json(&["list"])["cards"][0].clone();
    assert_eq!((card["priority"].as_u64(), card["stage"].as_str()), (Some(1), Some("diagnose-issue")));
    assert_eq!(sandbox.json(&["list", "--done"])["total"], 1);
    import(&["--map", "nope=body"]).fails(3);
    import(&["--map", "Status=zebra"]).fails(3);
    import(&["--map", "Status"]).fails(2);
    import(&["--map-value", "priority=1"]).fails(2);
    sandbox.run(&["import", &file, "--from", "csv", "-s", "operate"]).fails(2);
}

#[test]
fn what_is_exported_is_imported() {
    let sandbox = Sandbox::new();
    let file = sandbox.write("in.csv", ROWS);
    sandbox.run(&["import", &file, "--from", "csv"]).ok();
    sandbox.run(&["object", "add", "problem", "'tis @home", "--body", "a, \"b\"\nc"]).ok();
    sandbox.run(&["export", "one.csv", "--to", "csv"]).ok();
    let one = std::fs::read_to_string(sandbox.path("one.csv")).unwrap();
    assert!(one.starts_with(
        "key,type,title,body,state,stream,stage,priority,assignee,labels,due_at,created_at,entered_at,done_at,blocked,team\n"
    ));
    assert!(one.contains(",'=1+1,"), "{one}");
    sandbox.run(&["--db", "two.db", "import", "one.csv", "--from", "csv"]).ok();
    sandbox.run(&["--db", "two.db", "export", "two.csv", "--to", "csv"]).ok();
    assert_eq!(std::fs::read_to_string(sandbox.path("two.csv")).unwrap(), one);
    let filtered = sandbox.run(&["export", "-", "--to", "csv", "p1", "stage:detect-issue"]).ok().stdout;
    assert_eq!(filtered.lines().filter(|l| l.starts_with("INC-")).count(), 1, "{filtered}");
}

#[test]
fn the_whole_workspace_goes_round() {
    let sandbox = Sandbox::new();
    sandbox.add("Slow \u{1b}[31m", "operate");
    sandbox.run(&["move", "INC-1", "diagnose", "--tick-all"]).ok();
    sandbox.run(&["comment", "INC-1", "note"]).ok();
    sandbox.run(&["stage", "set", "operate/diagnose", "--wip", "3"]).ok();
    sandbox.run(&["undo"]).ok();
    sandbox.run(&["export", "one.json", "--to", "json"]).ok();
    sandbox.run(&["--db", "two.db", "import", "one.json", "--from", "json", "--dry-run"]).ok();
    assert!(!sandbox.path("two.db").exists());
    sandbox.run(&["--db", "two.db", "import", "one.json", "--from", "json"]).ok();
    sandbox.run(&["--db", "two.db", "export", "two.json", "--to", "json"]).ok();
    let (one, two) =
        (std::fs::read(sandbox.path("one.json")).unwrap(), std::fs::read(sandbox.path("two.json")).unwrap());
    assert!(one == two, "the same bytes");
    assert_eq!(sandbox.json(&["list"]), sandbox.json(&["--db", "two.db", "list"]));
    assert_eq!(sandbox.json(&["show", "INC-1"]), sandbox.json(&["--db", "two.db", "show", "INC-1"]));
    sandbox.run(&["--db", "two.db", "import", "one.json", "--from", "json"]).fails(4);
    let broken = sandbox.write("broken.json", "{\"schema\":1");
    sandbox.run(&["--db", "three.db", "import", &broken, "--from", "json"]).fails(2);
    sandbox.run(&["export", "x.json", "--to", "json", "p1"]).fails(2);
}

#[test]
fn files_that_are_not_there_or_not_to_be_written() {
    let sandbox = Sandbox::new();
    sandbox.run(&["import", "nowhere.csv", "--from", "csv"]).fails(3);
    let empty = sandbox.write("empty.csv", "");
    sandbox.run(&["import", &empty, "--from", "csv"]).fails(2);
    sandbox.run(&["import", &empty, "--from", "excel"]).fails(2);
    sandbox.run(&["export", "no/such/dir/x.csv", "--to", "csv"]).fails(3);
    sandbox.run(&["export", ".local/share/streamboard/streamboard.db", "--to", "csv"]).fails(4);
    let header = sandbox.write("header.csv", "title\n");
    assert_eq!(sandbox.run(&["import", &header, "--from", "csv"]).ok().stdout, "0 added, 0 updated, 0 rejected\n");
}

#[test]
fn rows_come_from_the_input() {
    let sandbox = Sandbox::new();
    let run = sandbox.run_with(&["import", "-", "--from", "csv", "-s", "operate"], b"title\none\ntwo\n");
    assert_eq!(run.ok().stdout, "2 added, 0 updated, 0 rejected\n");
    let bad = sandbox
        .run_with(&["import", "-", "--from", "csv", "-s", "operate", "--rejects", "r.csv"], b"title,priority\none,7\n");
    bad.fails(1);
    assert!(sandbox.path("r.csv").exists());
}

#[test]
fn ten_thousand_rows_are_one_group() {
    let sandbox = Sandbox::new();
    let rows: Vec<String> = (0..10_000).map(|n| format!("Card {n},{},label{}\n", 1 + n % 4, n % 7)).collect();
    let file = sandbox.write("many.csv", "title,priority,labels\n".to_owned() + &rows.concat());
    let done = sandbox.json(&["import", &file, "--from", "csv", "-s", "operate"]);
    assert_eq!(done["added"], 10_000);
    let list = sandbox.json(&["list", "--limit", "3"]);
    assert_eq!(list["total"], 10_000);
    assert_eq!(list["cards"][2]["title"], "Card 2", "in the order of the file");
    sandbox.run(&["undo"]).ok();
    assert_eq!(sandbox.json(&["list"])["total"], 0);
}

#[test]
fn markdown_is_escaped() {
    let sandbox = Sandbox::new();
    sandbox.run(&["add", "a_b *c* [x](y)", "-s", "operate", "--priority", "2"]).ok();
    let text = sandbox.run(&["export", "--to", "markdown"]).ok().stdout;
    assert_eq!(text, "## Operate: Detect Issue\n\n- **INC-1** a\\_b \\*c\\* \\[x\\](y), P2, 0m\n");
}

/// The workspace of a sandbox as the first format had it.
fn as_format_1(sandbox: &Sandbox) {
    let file = sandbox.path(".local/share/streamboard/streamboard.db");
    let old = sandbox.path("old.db");
    let db = rusqlite::Connection::open(&old).unwrap();
    db.execute_batch(include_str!("../../../assets/schema/0001_start.sql")).unwrap();
    db.execute("ATTACH ?1 AS new", [file.to_str().unwrap()]).unwrap();
    let words = |sql: &str| -> Vec<String> {
        db.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    let same = "PRAGMA foreign_keys = OFF; PRAGMA user_version = 1; PRAGMA application_id = 0x53427264;";
    db.execute_batch(same).unwrap();
    for table in words("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'object_fts%'") {
        let columns = words(&format!("SELECT name FROM pragma_table_info('{table}')")).join(", ");
        let copy = format!("INSERT OR REPLACE INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}");
        db.execute_batch(&copy).unwrap();
    }
    drop(db);
    std::fs::rename(old, file).unwrap();
}

#[test]
fn a_file_of_an_older_format_is_brought_up_to_date_by_whatever_comes_first() {
    let sandbox = Sandbox::new();
    let key = sandbox.add("From before", "operate");
    as_format_1(&sandbox);
    assert_eq!(sandbox.json(&["list"])["cards"][0]["key"], key.as_str());
    let kept = sandbox.path(".local/share/streamboard/streamboard.db.before-format-2.1");
    assert!(kept.exists(), "the file as it was is kept");
}
