//! Saved filters, teams and people's open cards on the command line.

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

#[test]
fn a_card_has_the_team_of_its_assignee_unless_it_has_its_own() {
    let sandbox = Sandbox::new();
    let one = sandbox.run(&["add", "Slow", "-s", "operate", "--assignee", "bea"]).ok().stdout.trim().to_owned();
    let two = sandbox.run(&["add", "Late", "-s", "operate", "--team", "search"]).ok().stdout.trim().to_owned();
    sandbox.run(&["person", "add", "bea", "--team", "payments"]).ok();
    let team = |key: &str| sandbox.json(&["list", &format!("key:{key}")])["cards"][0]["team"].clone();
    assert_eq!((team(&one), team(&two)), (json!("payments"), json!("search")));
    assert_eq!(sandbox.json(&["list", "team:payments,search"])["total"], 2);
    assert_eq!(sandbox.json(&["list", "team:none"])["total"], 0);
    sandbox.run(&["edit", &two, "--team", "none"]).ok();
    assert_eq!(team(&two), json!(null));
    assert_eq!(sandbox.json(&["show", &one])["object"]["team"], json!(null), "its own it has none");
    let csv = sandbox.run(&["list", "--csv"]).ok().stdout;
    assert!(csv.lines().next().unwrap().ends_with(",team"), "{csv}");
    sandbox.run(&["person", "set", "bea", "--team", "none"]).ok();
    assert_eq!(team(&one), json!(null));
}

#[test]
fn more_open_cards_than_enough_are_told_and_not_refused() {
    let sandbox = Sandbox::new();
    sandbox.run(&["person", "add", "bea"]).ok();
    sandbox.run(&["person", "set", "--everybody", "--wip", "3"]).ok();
    sandbox.run(&["person", "set", "bea", "--wip", "1"]).ok();
    let add = ["add", "Slow", "-s", "operate", "--assignee", "bea"];
    assert!(!sandbox.run(&add).ok().text().contains("bea has"));
    let second = sandbox.run(&add).ok().text();
    assert!(second.contains("bea has 2 of 1 now"), "{second}");
    let bea = sandbox.json(&["people"])["people"][0].clone();
    assert_eq!((bea["wip"].clone(), bea["wip_limit"].clone()), (json!(2), json!(1)));
    let listed = sandbox.run(&["people"]).ok().stdout;
    assert!(listed.contains("2/1^"), "{listed}");
    sandbox.run(&["person", "set", "bea", "--wip", "none"]).ok();
    assert_eq!(sandbox.json(&["people"])["people"][0]["wip_limit"], 3, "everybody's limit counts again");
}
