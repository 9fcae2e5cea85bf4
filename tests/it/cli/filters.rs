//! Saved filters on the command line.

use serde_json::json;

use crate::common::sandbox::Sandbox;

#[test]
fn a_filter_is_saved_used_shown_and_forgotten() {
    let sandbox = Sandbox::new();
    sandbox.run(&["add", "Checkout slow", "-s", "operate", "--priority", "1"]).ok();
    sandbox.run(&["add", "Queue alert", "-s", "operate", "--priority", "3"]).ok();
    let said = sandbox.run(&["filter", "save", "hot", "p1,p2", "-#eu", "--slot", "3"]).ok();
    assert!(said.text().contains("filter hot is saved on f3: p1,p2 -#eu"), "{}", said.text());
    let listed = sandbox.run(&["list", "--filter", "HOT"]).ok().stdout;
    assert!(listed.contains("Checkout slow") && !listed.contains("Queue alert"), "{listed}");
    assert_eq!(sandbox.json(&["list", "--filter", "hot", "queue"])["total"], 0);
    let one = json!({"name": "hot", "filter": "p1,p2 -#eu", "slot": 3, "by": "ana"});
    assert_eq!(sandbox.json(&["filter", "list"])["filters"], json!([one]));
    assert_eq!(sandbox.json(&["filter", "show", "hot"])["filter"], one);
    assert_eq!(sandbox.run(&["filter", "show", "hot"]).ok().stdout, "p1,p2 -#eu\n");
    sandbox.run(&["filter", "remove", "hot"]).ok();
    assert_eq!(sandbox.json(&["filter", "list"])["filters"], json!([]));
    sandbox.run(&["undo"]).ok();
    assert_eq!(sandbox.json(&["filter", "list"])["filters"], json!([one]), "undo brings it back");
}

#[test]
fn a_slot_goes_to_the_filter_that_asks_for_it_last() {
    let sandbox = Sandbox::new();
    sandbox.run(&["filter", "save", "old", "@me", "--slot", "1"]).ok();
    sandbox.run(&["filter", "save", "new", "p1", "--slot", "1"]).ok();
    let slots = |sandbox: &Sandbox| {
        let filters = sandbox.json(&["filter", "list"])["filters"].clone();
        let all =
            filters.as_array().unwrap().iter().map(|f| (f["name"].as_str().unwrap().to_owned(), f["slot"].clone()));
        all.collect::<Vec<_>>()
    };
    assert_eq!(slots(&sandbox), [("new".into(), json!(1)), ("old".into(), json!(null))]);
    sandbox.run(&["undo"]).ok();
    assert_eq!(slots(&sandbox), [("old".into(), json!(1))]);
}

#[test]
fn what_is_no_filter_or_not_there_is_refused() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["filter", "save", "x", "sla:never", "--json"]).fails(2).error()["code"], "invalid");
    assert_eq!(
        sandbox.run(&["filter", "save", "x", "p1", "--slot", "12", "--json"]).fails(2).error()["code"],
        "invalid"
    );
    assert_eq!(sandbox.run(&["filter", "show", "x", "--json"]).fails(3).error()["code"], "not-found");
    assert_eq!(sandbox.run(&["list", "--filter", "x", "--json"]).fails(3).error()["code"], "not-found");
}
