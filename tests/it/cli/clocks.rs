//! Clocks on the command line: targets, pauses, working time, breaches in the log.

use crate::common::sandbox::Sandbox;

/// A home with a card of P3: taken or on its way within four hours.
fn with_card() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.run(&["add", "Slow", "-s", "operate", "--priority", "3"]).ok();
    sandbox
}

fn sla(sandbox: &Sandbox) -> serde_json::Value {
    sandbox.json(&["list"])["cards"][0]["sla"].clone()
}

#[test]
fn a_card_is_amber_at_three_hours_of_four_and_red_at_four() {
    let mut sandbox = with_card();
    let told: Vec<(String, i64)> = ["12:29:59", "12:30:00", "13:29:59", "13:30:00"]
        .iter()
        .map(|time| {
            let sla = sla(sandbox.at(&format!("2026-11-20T{time}Z")));
            (sla["status"].as_str().unwrap().to_owned(), sla["left_s"].as_i64().unwrap())
        })
        .collect();
    let as_told = |(word, left): (&str, i64)| (word.to_owned(), left);
    assert_eq!(told, [("ok", 3_601), ("at-risk", 3_600), ("at-risk", 1), ("breached", 0)].map(as_told));
    assert_eq!(sandbox.json(&["list", "sla:breach"])["total"], 1);
    let log = sandbox.json(&["log", "INC-1"]);
    let breach = &log["entries"][0];
    assert_eq!(
        (&breach["what"], &breach["actor"], &breach["via"]),
        (&"breached".into(), &"-".into(), &"system".into())
    );
    assert_eq!((&breach["at"], &breach["to"]), (&"2026-11-20T13:30:00Z".into(), &"Detect Issue within 4h".into()));
    let text = sandbox.run(&["log", "--limit", "1"]).ok().stdout;
    assert!(text.contains("INC-1  breached  Detect Issue within 4h"), "{text}");
    assert!(sandbox.run(&["log", "--csv"]).ok().stdout.contains("breached"));
}

#[test]
fn a_pause_is_said_and_has_no_due_instant_while_it_is_open() {
    let mut sandbox = with_card();
    sandbox.at("2026-11-20T10:30:00Z").run(&["wait", "INC-1", "2h"]).ok();
    let waits = sla(&sandbox);
    assert_eq!((&waits["paused"], &waits["left_s"], &waits["status"]), (&true.into(), &10_800.into(), &"ok".into()));
    sandbox.run(&["wait", "INC-1", "none"]).ok();
    assert_eq!(sla(&sandbox)["paused"], false);
    sandbox.run(&["stream", "set", "operate", "--pause-blocked", "yes"]).ok();
    sandbox.run(&["block", "INC-1", "vendor"]).ok();
    let stands = sla(sandbox.at("2026-11-21T10:30:00Z"));
    assert_eq!((&stands["due_at"], &stands["left_s"]), (&serde_json::Value::Null, &10_800.into()));
    sandbox.run(&["stream", "set", "operate", "--pause-blocked", "no"]).ok();
    assert_eq!(sla(&sandbox)["status"], "breached");
    sandbox.run(&["stream", "set", "operate", "--pause-blocked", "perhaps"]).fails(2);
}

#[test]
fn a_stream_may_go_by_the_hours_of_the_team() {
    let sandbox = with_card();
    sandbox.run(&["calendar", "--days", "mon-fri", "--hours", "09:00-12:00", "--zone", "UTC"]).ok();
    sandbox.run(&["stream", "set", "operate", "--clock", "working"]).ok();
    // Friday 09:30: two and a half hours until noon; one and a half on Monday.
    assert_eq!(sla(&sandbox)["due_at"], "2026-11-23T10:30:00Z");
    sandbox.run(&["calendar", "--holiday", "2026-11-23", "--holiday", "2026-12-25"]).ok();
    assert_eq!(sla(&sandbox)["due_at"], "2026-11-24T10:30:00Z");
    let kept = sandbox.json(&["calendar", "--holiday", "-2026-11-23"])["calendar"].clone();
    assert_eq!(
        (&kept["days"], &kept["hours"], &kept["zone"]),
        (&"mon-fri".into(), &"09:00-12:00".into(), &"UTC".into())
    );
    assert_eq!(kept["holidays"], serde_json::json!(["2026-12-25"]));
    let shown = sandbox.run(&["stream", "show", "operate"]).ok().stdout;
    assert!(shown.contains("working time"), "{shown}");
    let stream = sandbox.json(&["stream", "show", "operate"])["stream"].clone();
    assert_eq!((&stream["clock"], &stream["blocked_pauses"]), (&"working".into(), &false.into()));
    let log = sandbox.run(&["log", "--limit", "1"]).ok().stdout;
    assert!(log.contains("calendar mon-fri 09:00-12:00 UTC, free on 2026-12-25"), "{log}");
    sandbox.run(&["undo"]).ok();
    assert_eq!(sla(&sandbox)["due_at"], "2026-11-24T10:30:00Z");
    for wrong in [["--days", "x"], ["--hours", "17-9"], ["--holiday", "xmas"], ["--zone", "Berlin"]] {
        sandbox.run(&["calendar", wrong[0], wrong[1]]).fails(2);
    }
    sandbox.run(&["stream", "set", "operate", "--clock", "sundial"]).fails(2);
}

#[test]
fn a_target_is_set_for_a_priority_or_all_and_cleared() {
    let sandbox = with_card();
    sandbox.run(&["edit", "INC-1", "--assignee", "@me"]).ok();
    sandbox.run(&["stream", "set", "operate", "--target", "1h:p3", "--target", "5d"]).ok();
    assert_eq!(sla(&sandbox)["left_s"], 3_600);
    sandbox.run(&["stream", "set", "operate", "--target", "none:p3"]).ok();
    assert_eq!(sla(&sandbox)["left_s"], 5 * 86_400, "the one for all");
    sandbox.run(&["stream", "set", "operate", "--target", "none"]).ok();
    assert_eq!(sla(&sandbox), serde_json::Value::Null);
    sandbox.run(&["stream", "set", "operate", "--target", "soon"]).fails(2);
}

#[test]
fn the_clock_counts_from_when_the_need_arose() {
    let sandbox = with_card();
    sandbox.run(&["edit", "INC-1", "--since", "3h30m"]).ok();
    assert_eq!(sla(&sandbox)["left_s"], 1_800);
    sandbox.run(&["edit", "INC-1", "--since", "none"]).ok();
    assert_eq!(sla(&sandbox)["left_s"], 14_400);
    sandbox.run(&["edit", "INC-1", "--since", "+1h"]).fails(2);
    sandbox.run(&["add", "Older", "-s", "operate", "--priority", "3", "--since", "20 min ago"]).ok();
    sandbox.run(&["add", "None", "-s", "evaluate"]).ok();
    let order = sandbox.json(&["list", "--sort", "sla"])["cards"].clone();
    let keys: Vec<&str> = order.as_array().unwrap().iter().map(|card| card["key"].as_str().unwrap()).collect();
    assert_eq!(keys[..2], ["INC-2", "INC-1"], "the least time left first, none last");
}
