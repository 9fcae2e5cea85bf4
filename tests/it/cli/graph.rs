//! Objects and what leads from one to the other: links, hand-offs, approvals, traces; and each kind of no.

use serde_json::Value;

use crate::common::sandbox::{Sandbox, has_keys};

/// Adds an object without a card.
fn object(sandbox: &Sandbox, kind: &str, title: &str) -> String {
    sandbox.run(&["object", "add", kind, title]).ok().stdout.trim().to_owned()
}

/// What happened, but for what was refused.
fn n_happened(sandbox: &Sandbox) -> usize {
    let log = sandbox.json(&["log", "--limit", "0"]);
    log["entries"].as_array().unwrap().iter().filter(|entry| entry["what"] != "refused").count()
}

fn texts<'a>(list: &'a Value, key: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().map(|item| item[key].as_str().unwrap_or("-")).collect()
}

#[test]
fn a_trace_leads_from_the_incident_to_what_fixed_it() {
    let sandbox = Sandbox::new();
    sandbox.add("Slow", "operate");
    sandbox.run(&["link", "INC-1", "is-caused-by", "--new", "Pool leak", "--type", "problem"]).ok();
    let made = sandbox.run(&["handoff", "PRB-1", "integrate"]).ok();
    assert_eq!((made.stdout.as_str(), made.stderr.contains("Integrate > Plan Product Release")), ("DEF-1\n", true));
    let trace = sandbox.json(&["trace", "INC-1"]);
    has_keys(&trace, "schema root nodes edges");
    assert_eq!(
        (trace["root"].as_str(), texts(&trace["nodes"], "key")),
        (Some("INC-1"), vec!["INC-1", "PRB-1", "DEF-1"])
    );
    has_keys(&trace["nodes"][0], "key type title state cards");
    assert_eq!(trace["nodes"][0]["cards"][0]["stage"], "detect-issue");
    has_keys(&trace["edges"][0], "from relation to");
    assert_eq!(texts(&trace["edges"], "relation"), ["is-caused-by", "creates"]);
    let up = sandbox.json(&["trace", "DEF-1", "--up", "--depth", "1"]);
    assert_eq!(texts(&up["nodes"], "key"), ["DEF-1", "PRB-1"]);
    assert_eq!(texts(&sandbox.json(&["trace", "DEF-1", "--down"])["nodes"], "key"), ["DEF-1"]);
    let tree = sandbox.run(&["trace", "INC-1"]).ok().stdout;
    let lines: Vec<&str> = tree.lines().collect();
    assert_eq!(lines[0], "INC-1  Incident, new: Slow  (Operate > Detect Issue)");
    assert_eq!(lines[1..3], ["  came from: nothing", "  led to"]);
    assert!(lines[3].starts_with("    is caused by PRB-1  ") && lines[4].starts_with("      creates DEF-1"), "{tree}");
    sandbox.run(&["trace", "INC-9"]).fails(3);
    sandbox.run(&["trace", "INC-1", "--depth", "0"]).fails(2);
}

#[test]
fn impact_tells_what_depends_on_an_object() {
    let sandbox = Sandbox::new();
    let [instance, subscription, contract] =
        [("actual-product-instance", "pay"), ("subscription", "Shop"), ("service-contract", "99.9 %")]
            .map(|(kind, title)| object(&sandbox, kind, title));
    sandbox.run(&["link", &subscription, "uses-instance", &instance]).ok();
    sandbox.run(&["link", &subscription, "is-governed-by", &contract]).ok();
    sandbox.run(&["add", "Slow", "-s", "operate", "--link", &format!("affects:{instance}")]).ok();
    let impact = sandbox.json(&["impact", &instance]);
    has_keys(&impact, "schema root nodes edges open at_risk");
    assert_eq!(texts(&impact["nodes"], "key"), [&instance, &subscription, &contract]);
    assert_eq!((texts(&impact["open"], "key"), texts(&impact["at_risk"], "key")), (vec!["INC-1"], vec![&*contract]));
    let told = sandbox.run(&["impact", &instance]).ok().stdout;
    assert!(told.contains("  open now\n    INC-1  ") && told.contains("  at risk\n    CTR-1  "), "{told}");
    assert_eq!(sandbox.json(&["show", &subscription])["object"]["notices"].as_array().unwrap().len(), 1);
}

#[test]
fn approvals_are_given_by_those_who_hold_the_role() {
    let sandbox = Sandbox::new();
    sandbox.add("Roll out", "deploy");
    let gate = sandbox.json(&["gate", "CHG-1"]);
    has_keys(&gate["approvals"][0], "role status by name as comment at");
    assert_eq!(
        (gate["approvals"].as_array().unwrap().len(), gate["approvals"][0]["status"].as_str()),
        (4, Some("open"))
    );
    let exit = &gate["criteria"][0];
    assert!(exit["guard"].as_str().unwrap().contains("approval:operations-manager"), "{exit}");
    assert!(exit["missing"].as_str().unwrap().contains("approval by Operations Manager"), "{exit}");

    let refused = sandbox.run(&["approve", "CHG-1", "--role", "operations-manager", "--json"]).fails(4).error();
    assert_eq!(refused["code"], "not-allowed");
    assert_eq!(sandbox.json(&["log", "CHG-1"])["entries"][0]["what"], "refused");
    sandbox.run(&["approve", "CHG-1", "--role", "zebra"]).fails(3);
    sandbox.run(&["person", "add", "bea", "--role", "Operations Manager", "--role", "product-manager"]).ok();
    let people = sandbox.json(&["people"]);
    has_keys(&people["people"][0], "name roles");
    assert_eq!(people["people"][0]["roles"].as_array().unwrap().len(), 2);

    let waiting = sandbox.json(&["approvals", "--as", "bea"]);
    has_keys(&waiting["approvals"][0], "key title stream stage role name as since");
    assert_eq!(texts(&waiting["approvals"], "role"), ["operations-manager"]);
    sandbox.run(&["approve", "CHG-1", "--role", "operations manager", "--as", "bea", "--comment", "fine"]).ok();
    assert_eq!(sandbox.json(&["approvals", "--as", "bea"])["approvals"], serde_json::json!([]));
    let gate = sandbox.json(&["gate", "CHG-1"]);
    let said = gate["approvals"].as_array().unwrap().iter().find(|a| a["status"] == "approved").unwrap();
    assert_eq!((said["by"].as_str(), said["comment"].as_str()), (Some("bea"), Some("fine")));
    assert!(sandbox.run(&["gate", "CHG-1"]).ok().stdout.contains("[x]  operations-manager"));

    sandbox.run(&["approve", "CHG-1", "--role", "product-manager", "--as", "bea"]).fails(4);
    sandbox.run(&["approve", "CHG-1", "--role", "operations-manager", "--as", "bea", "--reject"]).fails(2);
    let not_asked = sandbox.run(&["person", "add", "bea", "--no-role", "operations-manager"]).ok();
    assert!(not_asked.stderr.contains("bea holds product-manager"), "{}", not_asked.text());
    sandbox.run(&["approve", "CHG-1", "--role", "operations-manager", "--as", "bea"]).fails(4);
}

#[test]
fn a_gate_that_checks_itself_says_by_what() {
    let sandbox = Sandbox::new();
    sandbox.run(&["add", "Slow", "-s", "operate", "--priority", "1", "--assignee", "ana"]).ok();
    let gate = sandbox.json(&["gate", "INC-1"]);
    let first = &gate["criteria"][0];
    assert_eq!((first["status"].as_str(), gate["passable"].as_bool()), (Some("auto"), Some(true)));
    assert_eq!((first["by"].as_str(), first["missing"].as_str()), (Some("priority 1, assignee ana"), None));
    assert_eq!(first["guard"], "field:priority+field:assignee");
    assert!(sandbox.run(&["gate", "INC-1"]).ok().stdout.contains("by itself: priority 1, assignee ana"));
    sandbox.run(&["edit", "INC-1", "--assignee", "none"]).ok();
    assert_eq!(sandbox.json(&["gate", "INC-1"])["criteria"][0]["missing"], "assignee is not set");
}

#[test]
fn hand_offs_go_where_an_edge_leads() {
    let sandbox = Sandbox::new();
    sandbox.add("Slow", "operate");
    let made = sandbox.json(&["handoff", "INC-1", "evaluate", "--title", "Alarms come late"]);
    has_keys(&made, "schema key card");
    assert_eq!(
        (made["card"]["stream"].as_str(), made["card"]["title"].as_str()),
        (Some("evaluate"), Some("Alarms come late"))
    );
    let idea = made["key"].as_str().unwrap();
    assert!(sandbox.json(&["show", idea])["object"]["body"].as_str().unwrap().contains("Raised from INC-1"));
    let whats = sandbox.json(&["log", "INC-1"]);
    assert!(texts(&whats["entries"], "what").contains(&"handed-off"), "{whats}");
    let before = n_happened(&sandbox);
    let no = sandbox.run(&["handoff", "INC-1", "integrate", "--json"]).fails(4).error();
    assert_eq!(no["code"], "not-allowed");
    assert!(no["hint"].as_str().unwrap().contains("operate-to-evaluate-drivers-and-risks"), "{no}");
    sandbox.run(&["handoff", "INC-1", "evaluate", "--edge", "nowhere"]).fails(4);
    sandbox.run(&["handoff", "INC-1", "evaluate", "--stage", "zebra"]).fails(3);
    sandbox.run(&["handoff", "INC-1", "nowhere"]).fails(3);
    sandbox.run(&["handoff", "INC-9", "evaluate"]).fails(3);
    sandbox.run(&["handoff", "INC-1", "evaluate", "--from", "deploy"]).fails(4);
    assert_eq!(n_happened(&sandbox), before);
}

#[test]
fn where_several_edges_lead_one_must_be_named() {
    let sandbox = Sandbox::new();
    let release = object(&sandbox, "product-release", "1.0");
    sandbox.run(&["place", &release, "integrate"]).ok();
    let several = sandbox.run(&["handoff", &release, "explore", "--json"]).fails(2).error();
    assert_eq!(several["code"], "ambiguous");
    assert!(several["message"].as_str().unwrap().contains("integrate-to-explore-scope-exception"), "{several}");
    let edge = "integrate-to-explore-scope-exception";
    let asked = sandbox.json(&["handoff", &release, "explore", "--edge", edge, "--title", "Two more weeks"]);
    let asked = asked["key"].as_str().unwrap();
    let waits = || sandbox.json(&["list", "stream:integrate"])["cards"][0]["waiting_for"].as_str().map(str::to_owned);
    assert_eq!(waits().as_deref(), Some(asked));
    assert!(sandbox.run(&["show", &release]).ok().stdout.contains(&format!("an answer from {asked}")));
    sandbox.run(&["edit", asked, "--state", "rejected"]).ok();
    assert_eq!(waits(), None);
}

#[test]
fn what_a_link_leads_to_may_be_made_in_the_same_step() {
    let sandbox = Sandbox::new();
    sandbox.add("Slow", "operate");
    let made = sandbox.run(&["link", "INC-1", "is-caused-by", "--new", "Leak", "--type", "problem", "--json"]).ok();
    assert_eq!(made.json()["key"], "PRB-1");
    assert_eq!(sandbox.json(&["show", "PRB-1"])["object"]["links"][0]["relation"], "causes");
    assert_eq!(sandbox.run(&["link", "INC-1", "affects", "--new", "pay-eu"]).ok().stdout, "API-1\n");
    let before = n_happened(&sandbox);
    for (args, code, word) in [
        (&["link", "INC-1", "is-caused-by", "--new", "x"][..], 2, "ambiguous"),
        (&["link", "INC-1", "blocks", "--new", "x"], 2, "usage"),
        (&["link", "INC-1", "ships", "--new", "x"], 4, "not-allowed"),
        (&["link", "INC-1", "affects", "--new", "x", "--type", "policy"], 4, "not-allowed"),
        (&["link", "INC-1", "affects", "--new", " "], 2, "invalid"),
        (&["link", "INC-1", "affects"], 2, "usage"),
        (&["link", "INC-1", "affects", "API-1", "--new", "x"], 2, "usage"),
        (&["link", "INC-1", "zebra", "--new", "x"], 3, "not-found"),
    ] {
        let args = [args, &["--json"]].concat();
        assert_eq!(sandbox.run(&args).fails(code).error()["code"], word, "{args:?}");
    }
    assert_eq!(n_happened(&sandbox), before);
}

#[test]
fn bad_input_changes_nothing_and_says_what_would_do() {
    let sandbox = Sandbox::new();
    sandbox.add("Slow", "operate");
    sandbox.add("Slower", "operate");
    object(&sandbox, "product-backlog-item", "Pool");
    for title in ["1.0", "1.1"] {
        object(&sandbox, "product-release", title);
    }
    object(&sandbox, "budget-item", "Checkout");
    sandbox.run(&["link", "PBI-1", "ships-in", "REL-1"]).ok();
    sandbox.run(&["link", "INC-1", "child-of", "INC-2"]).ok();
    let before = n_happened(&sandbox);
    for (args, code, word, said) in [
        (&["link", "INC-1", "is-caused-by", "PRB-9"][..], 3, "not-found", "PRB-9"),
        (&["link", "INC-1", "is-solved-by", "REL-1"], 4, "not-allowed", "from incident to product-release fit blocks"),
        (&["add", "x", "-s", "operate", "--link", "ships-in:REL-1"], 4, "not-allowed", "fit blocks"),
        (&["link", "PBI-1", "ships-in", "REL-2"], 4, "not-allowed", "ships in REL-1 already, and only one is allowed"),
        (&["link", "PBI-1", "ships-in", "REL-1"], 4, "not-allowed", "already"),
        (&["link", "INC-2", "child-of", "INC-1"], 4, "not-allowed", "close a circle"),
        (&["link", "INC-1", "blocks", "INC-1"], 4, "not-allowed", "itself"),
        (&["link", "INC-1", "zebra", "INC-2"], 3, "not-found", "zebra"),
        (&["unlink", "INC-1", "relates-to", "INC-2"], 3, "not-found", "relates-to"),
        (&["edit", "INC-1", "--state", "closed"], 4, "not-allowed", "next can be"),
        (&["edit", "INC-1", "--state", "zebra"], 3, "not-found", "there is new"),
        (&["edit", "INC-1", "--field", "zebra=1"], 3, "not-found", "known are"),
        (&["edit", "INC-1", "--field", "zebra"], 2, "invalid", "name=value"),
        (&["object", "add", "change", "x", "--field", "window_start=soonish"], 2, "invalid", "as a date"),
        (&["object", "add", "change", "x", "--field", "risk=enormous"], 2, "invalid", "one of"),
        (&["object", "list", "--field", "zebra=1"], 3, "not-found", "zebra"),
        (&["object", "list", "--state", "zebra"], 3, "not-found", "zebra"),
        (&["person", "add", "bea", "--role", "zebra"], 3, "not-found", "known are"),
        (&["person", "add", " "], 2, "invalid", "name"),
        (&["impact", "INC-9"], 3, "not-found", "INC-9"),
    ] {
        let args = [args, &["--json"]].concat();
        let error = sandbox.run(&args).fails(code).error();
        let told = format!("{} {}", error["message"], error["hint"]);
        assert_eq!(error["code"], word, "{args:?} {told}");
        assert!(told.contains(said), "{args:?} {told}");
    }
    assert_eq!(n_happened(&sandbox), before);
}

#[test]
fn fields_are_said_as_people_say_them() {
    let sandbox = Sandbox::new();
    sandbox.run(&["add", "Roll out", "-s", "deploy", "--field", "window_start=tomorrow 17:00"]).ok();
    sandbox.run(&["edit", "CHG-1", "--field", "Risk=HIGH", "--field", "rollback_plan=Take the old one"]).ok();
    let fields = sandbox.json(&["show", "CHG-1"])["object"]["fields"].clone();
    assert_eq!(
        (fields["window_start"].as_str(), fields["risk"].as_str()),
        (Some("2026-11-21T16:00:00Z"), Some("high"))
    );
    assert!(sandbox.run(&["show", "CHG-1"]).ok().stdout.contains("window_start   2026-11-21 17:00"));
    sandbox.add("Another", "deploy");
    let found = |args: &[&str]| {
        let list = sandbox.json(&[&["object", "list"], args].concat());
        assert_eq!(list["total"].as_u64().unwrap() as usize, list["objects"].as_array().unwrap().len());
        texts(&list["objects"], "key").join(" ")
    };
    assert_eq!(found(&["risk=high"]), "CHG-1");
    assert_eq!(found(&["--type", "change", "--field", "risk=none"]), "CHG-2");
    assert_eq!(found(&["--state", "new"]), "CHG-1 CHG-2");
    assert_eq!(found(&["state:new", "another"]), "CHG-2");
    sandbox.run(&["edit", "CHG-1", "--field", "risk=none"]).ok();
    assert_eq!(found(&["risk=high"]), "");
}

#[test]
fn a_scenario_is_a_template() {
    let sandbox = Sandbox::new();
    let scenarios = sandbox.json(&["scenarios", "--stream", "operate"])["scenarios"].clone();
    has_keys(&scenarios[0], "id name trigger outcome first_stage card_type action checklist starts_with");
    let scenario = scenarios.as_array().unwrap().iter().find(|s| s["checklist"][0].is_string()).unwrap();
    let made = sandbox.json(&["add", "Something", "--scenario", scenario["id"].as_str().unwrap()]);
    assert_eq!(made["card"]["stream"], "operate");
    if let Some(stage) = scenario["first_stage"].as_str() {
        assert_eq!(made["card"]["stage"], stage);
    }
    let object = sandbox.json(&["show", made["key"].as_str().unwrap()])["object"].clone();
    let line = format!("- [ ] {}", scenario["checklist"][0].as_str().unwrap());
    assert!(object["body"].as_str().unwrap().contains(&line), "{object}");
    assert_eq!(object["links"].as_array().unwrap().len(), scenario["starts_with"].as_array().unwrap().len());
    assert_eq!(object["scenario"], scenario["id"]);
}

#[test]
fn a_stream_tells_its_guards_approvals_and_edges() {
    let sandbox = Sandbox::new();
    let stream = sandbox.json(&["stream", "show", "deploy"])["stream"].clone();
    let stage = &stream["stages"][0];
    has_keys(&stage["approvals"][0], "role name as");
    assert_eq!(stage["approvals"].as_array().unwrap().len(), 4);
    assert!(stage["exit"][0]["guard"].as_str().unwrap().starts_with("link:product-release"), "{stage}");
    assert!(stream["stages"].as_array().unwrap().iter().any(|s| s["back"][0]["guard"].is_string()), "{stream}");
    has_keys(&stream["edges"][0], "id kind from_stage to to_stage same_object what types makes");
    let text = sandbox.run(&["stream", "show", "deploy"]).ok().stdout;
    assert!(
        text.contains("approval") && text.contains("Hand-offs") && text.contains("[link:product-release"),
        "{text}"
    );
    let same = sandbox.json(&["stream", "show", "consume"])["stream"]["edges"].clone();
    assert!(same.as_array().unwrap().iter().any(|edge| edge["same_object"] == true), "{same}");
    let types = sandbox.json(&["types"])["types"].clone();
    let states = types.as_array().unwrap().iter().flat_map(|t| t["states"].as_array().unwrap());
    assert!(states.into_iter().any(|state| state["guard"].is_string()));
}
