//! `metrics` and `bottlenecks`: shapes, codes, and lines that fit eighty columns.

use crate::common::sandbox::{Sandbox, has_keys};

/// Three incidents: one done within the day, one under way, one nobody has taken.
fn three() -> Sandbox {
    let mut sandbox = Sandbox::new();
    sandbox.at("2026-11-20T09:00:00Z");
    for title in ["Disk full", "Slow", "Login fails"] {
        sandbox.add(title, "operate");
    }
    sandbox.run(&["edit", "INC-1", "--priority", "1", "--assignee", "ana"]).ok();
    sandbox.at("2026-11-20T11:00:00Z");
    sandbox.run(&["move", "INC-1", "diagnose"]).ok();
    sandbox.run(&["move", "INC-2", "diagnose"]).ok();
    sandbox.at("2026-11-20T19:00:00Z");
    sandbox.run(&["move", "INC-1", "resolve"]).ok();
    sandbox.run(&["finish", "INC-1"]).ok();
    sandbox.at("2026-11-26T09:00:00Z");
    sandbox
}

#[test]
fn the_figures_of_a_stream_are_a_contract() {
    let sandbox = three();
    let told = sandbox.json(&["metrics", "operate"]);
    has_keys(
        &told,
        "schema stream since until wip throughput arrivals flow_efficiency cycle_time_s lead_time_s sla stages",
    );
    has_keys(&told["cycle_time_s"], "p50 p70 p85 p95");
    has_keys(&told["sla"], "visits breaches compliance");
    has_keys(&told["stages"][0], "id wip arrivals departures mean_s p85_s wait_share breaches bottleneck");
    assert_eq!((&told["wip"], &told["throughput"], &told["arrivals"]), (&2.into(), &1.into(), &3.into()));
    // From 9 to 19.
    assert_eq!(told["cycle_time_s"]["p85"], 36_000);
    assert_eq!(told["stages"][0]["id"], "detect-issue");
    let urgent = sandbox.json(&["metrics", "operate", "p1"]);
    assert_eq!((&urgent["arrivals"], &urgent["wip"]), (&1.into(), &0.into()));
    // As it was at ten: three stood in the first stage.
    let then = sandbox.json(&["metrics", "operate", "--until", "2026-11-20T10:00:00Z"]);
    assert_eq!((&then["wip"], &then["stages"][0]["wip"]), (&3.into(), &3.into()));
}

#[test]
fn without_a_stream_there_is_one_entry_each() {
    let sandbox = three();
    let all = sandbox.json(&["metrics"]);
    assert_eq!(all["streams"].as_array().unwrap().len(), 7);
    let ranked = sandbox.json(&["bottlenecks"]);
    has_keys(&ranked["bottlenecks"][0], "rank stream id wip limit arrivals departures wait_s breaches oldest reason");
    let csv = sandbox.run(&["metrics", "operate", "--csv"]).ok().stdout;
    assert_eq!(csv.lines().count(), 1 + 1 + 3, "a head, the stream, its stages");
    assert!(sandbox.run(&["bottlenecks", "--csv"]).ok().stdout.starts_with("rank,stream,stage,reason,wip,limit"));
    for args in [&["metrics"][..], &["metrics", "operate"], &["metrics", "operate", "--sle"]] {
        let text = sandbox.run(args).ok().stdout;
        let longest = text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        assert!(longest <= 80, "{longest}:\n{text}");
    }
}

#[test]
fn a_forecast_says_what_it_rests_on() {
    let sandbox = three();
    let when = sandbox.json(&["metrics", "operate", "--forecast", "--items", "3"]);
    has_keys(&when, "schema stream items answers days idle_days runs seed assumptions");
    assert_eq!(
        (when["answers"].as_array().unwrap().len(), &when["days"], &when["idle_days"]),
        (4, &90.into(), &89.into())
    );
    assert_eq!(when, sandbox.json(&["metrics", "operate", "--forecast", "--items", "3"]));
    let many = sandbox.json(&["metrics", "operate", "--forecast", "--by", "+10d"]);
    assert!(many["answers"][0]["items"].is_u64(), "{many}");
    assert_eq!(sandbox.json(&["metrics", "operate", "--sle"])["sle"][2]["within_s"], 36_000);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let sandbox = three();
    sandbox.run(&["metrics", "nowhere"]).fails(3);
    sandbox.run(&["metrics", "operate", "--since", "whenever"]).fails(2);
    sandbox.run(&["metrics", "operate", "--since", "2d", "--until", "3d"]).fails(2);
    sandbox.run(&["metrics", "operate", "--forecast", "--by", "2026-11-01"]).fails(2);
    sandbox.run(&["metrics", "--forecast"]).fails(2);
    sandbox.run(&["metrics", "is:nonsense"]).fails(2);
}
