//! JSON documents have the keys of the contract.

use serde_json::Value;

use crate::common::sandbox::{Sandbox, has_keys};

const CARD: &str =
    "key id title type state stream stage priority assignee labels due_at blocked waiting_until created_at
    entered_at age_s in_stage_s archived gate sla links overrides waiting_for done_at";

#[test]
fn lists_hold_cards() {
    let sandbox = Sandbox::new();
    sandbox.run(&["add", "Disk", "-s", "operate", "--priority", "1", "--label", "eu", "--since", "20m"]).ok();
    let list = sandbox.json(&["list"]);
    assert_eq!((list["total"].as_u64(), list["cards"].as_array().unwrap().len()), (Some(1), 1));
    let card = &list["cards"][0];
    has_keys(card, CARD);
    has_keys(&card["gate"], "met of open");
    has_keys(&card["sla"], "due_at left_s status");
    assert_eq!(card["sla"]["status"], "breached", "a P1 seen twenty minutes ago is to leave detection in fifteen");
    assert_eq!(card["sla"]["left_s"], -300);
    assert_eq!((card["age_s"].as_i64(), card["stage"].as_str()), (Some(1200), Some("detect-issue")));
    assert_eq!(card["created_at"], "2026-11-20T09:30:00Z");
    let line = sandbox.run(&["list", "--ndjson"]).ok().stdout;
    assert_eq!(serde_json::from_str::<Value>(line.trim()).unwrap(), *card);
}

#[test]
fn an_object_is_shown_whole() {
    let sandbox = Sandbox::new();
    sandbox.run(&["object", "add", "problem", "Leak"]).ok();
    sandbox.run(&["add", "Slow", "-s", "operate", "--link", "is-caused-by:PRB-1", "--body", "a\nb"]).ok();
    sandbox.run(&["comment", "INC-1", "look"]).ok();
    let object = sandbox.json(&["show", "INC-1"])["object"].clone();
    has_keys(
        &object,
        "key id type title body state priority assignee labels due_at fields cards links comments aliases notices",
    );
    has_keys(&object["cards"][0], CARD);
    let link = &object["links"][0];
    has_keys(link, "relation key type title state");
    assert_eq!((link["relation"].as_str(), link["key"].as_str()), (Some("is-caused-by"), Some("PRB-1")));
    has_keys(&object["comments"][0], "actor at text");
    let other = sandbox.json(&["show", "PRB-1"])["object"].clone();
    assert_eq!(other["links"][0]["relation"], "causes");
    assert_eq!(other["cards"], serde_json::json!([]));
}

#[test]
fn gates_tell_every_line() {
    let sandbox = Sandbox::new();
    sandbox.add("Slow", "operate");
    sandbox.run(&["tick", "INC-1", "act3", "--evidence", "seen"]).ok();
    let gate = sandbox.json(&["gate", "INC-1"]);
    has_keys(&gate, "schema key stream stage next policy passable criteria approvals");
    assert_eq!((gate["next"].as_str(), gate["policy"].as_str()), (Some("diagnose-issue"), Some("warn")));
    let ticked = gate["criteria"].as_array().unwrap().iter().find(|c| c["status"] == "met").unwrap();
    has_keys(ticked, "id text kind level status by at evidence guard missing");
    assert_eq!((ticked["by"].as_str(), ticked["evidence"].as_str()), (Some("ana"), Some("seen")));
    assert_eq!((ticked["guard"].as_str(), ticked["missing"].as_str()), (None, None));
}

#[test]
fn streams_types_and_scenarios_are_data() {
    let sandbox = Sandbox::new();
    let streams = sandbox.json(&["streams"])["streams"].clone();
    let ids: Vec<&str> = streams.as_array().unwrap().iter().map(|s| s["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["evaluate", "explore", "integrate", "deploy", "release", "consume", "operate"]);
    has_keys(&streams[0], "id name kind gate cards breached stages");
    has_keys(&streams[0]["stages"][0], "id name short cards wip target_s");

    let stream = sandbox.json(&["stream", "show", "operate"])["stream"].clone();
    has_keys(
        &stream,
        "id name kind gate purpose outcome key_stakeholder card_type clock_starts triggers stages scenarios edges",
    );
    let stage = &stream["stages"][0];
    has_keys(
        stage,
        "id name short purpose activity cards wip targets entrance exit activities value_items roles approvals",
    );
    has_keys(&stage["exit"][0], "id text guard");
    has_keys(&stage["activities"][0], "id level text guard");
    has_keys(&stage["entrance"][0], "id text satisfied_by");
    has_keys(&stage["targets"][0], "priority s");
    has_keys(&stream["scenarios"][0], "id name trigger outcome");
    has_keys(&stream["edges"][0], "id kind from_stage to to_stage same_object what");

    let types = sandbox.json(&["types"])["types"].clone();
    let incident = types.as_array().unwrap().iter().find(|t| t["id"] == "incident").unwrap();
    has_keys(incident, "id name prefix area states fields relations");
    has_keys(&incident["states"][0], "id next");
    let caused = incident["relations"]
        .as_array()
        .unwrap()
        .iter()
        .find(|r| r["id"] == "is-caused-by" && r["to"] == "problem")
        .unwrap();
    assert_eq!((caused["inverse"].as_str(), caused["to"].as_str()), (Some("causes"), Some("problem")));

    let all = sandbox.json(&["scenarios"])["scenarios"].as_array().unwrap().len();
    let some = sandbox.json(&["scenarios", "--stream", "operate"])["scenarios"].as_array().unwrap().len();
    assert!(all == 28 && 0 < some && some < all);
}

#[test]
fn changes_name_their_group() {
    let sandbox = Sandbox::new();
    let added = sandbox.json(&["add", "Slow", "-s", "operate"]);
    has_keys(&added, "schema key card");
    has_keys(&added["card"], CARD);
    let gate = &added["card"]["gate"];
    let n_open = gate["open"].as_array().unwrap().len() as u64;
    assert_eq!(n_open, gate["of"].as_u64().unwrap() - gate["met"].as_u64().unwrap());
    for args in [
        &["edit", "INC-1", "--priority", "2"][..],
        &["move", "INC-1", "diagnose"],
        &["block", "INC-1", "vendor"],
        &["unblock", "INC-1"],
        &["wait", "INC-1", "mon"],
        &["comment", "INC-1", "x"],
        &["archive", "INC-1"],
        &["restore", "INC-1"],
        &["object", "add", "problem", "Leak"],
        &["undo"],
        &["stage", "set", "operate/diagnose", "--wip", "3"],
    ] {
        let changed = sandbox.json(args);
        has_keys(&changed, "schema key group");
        assert!(changed["group"].is_string() && changed["key"].is_string(), "{args:?} {changed}");
    }
    let placed = sandbox.json(&["place", "INC-1", "integrate"]);
    has_keys(&placed, "schema key card");
}

#[test]
fn the_log_tells_from_and_to() {
    let sandbox = Sandbox::new();
    sandbox.add("Slow", "operate");
    sandbox.run(&["move", "INC-1", "diagnose", "--reason", "seen before"]).ok();
    let log = sandbox.json(&["log", "INC-1"]);
    // What follows from a move is told after it.
    let moved = log["entries"].as_array().unwrap().iter().find(|entry| entry["what"] == "moved").unwrap();
    has_keys(moved, "group at actor via key what from to reason");
    let told: Vec<&str> = ["what", "from", "to", "reason", "actor", "via"].map(|k| moved[k].as_str().unwrap()).to_vec();
    assert_eq!(told, ["moved", "detect-issue", "diagnose-issue", "seen before", "ana", "cli"]);
    assert_eq!(log["entries"].as_array().unwrap().last().unwrap()["what"], "created");
    assert!(sandbox.run(&["log"]).ok().stdout.contains("moved    Detect Issue -> Diagnose Issue  (seen before)"));
    assert_eq!(sandbox.json(&["log", "--limit", "1"])["entries"].as_array().unwrap().len(), 1);
    assert_eq!(sandbox.json(&["log", "--actor", "bea"])["entries"], serde_json::json!([]));
}

#[test]
fn objects_are_listed_without_what_hangs_on_them() {
    let sandbox = Sandbox::new();
    sandbox.run(&["object", "add", "problem", "Leak in pool"]).ok();
    sandbox.add("Slow", "operate");
    let list = sandbox.json(&["object", "list", "--type", "problem"]);
    assert_eq!(list["total"], 1);
    has_keys(&list["objects"][0], "key id type title body state priority assignee labels due_at fields aliases");
    assert_eq!(sandbox.json(&["object", "list", "leak"])["objects"][0]["key"], "PRB-1");
    assert_eq!(sandbox.run(&["object", "list", "--ndjson"]).ok().stdout.lines().count(), 2);
    assert!(sandbox.run(&["object", "list", "--csv"]).ok().stdout.starts_with("key,type,title,body,"));
}

#[test]
fn paths_are_told_and_nothing_is_opened() {
    let sandbox = Sandbox::bare();
    let paths = sandbox.json(&["paths"]);
    has_keys(&paths, "schema database config state backups log");
    assert_eq!(paths["database"], "HOME/.local/share/streamboard/streamboard.db");
    assert!(!sandbox.path(".local").exists());
}
