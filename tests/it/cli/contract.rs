//! Small print of the contract.

use crate::common::sandbox::Sandbox;

#[test]
fn the_log_says_what_was_configured_where() {
    let sandbox = Sandbox::new();
    sandbox.add("Slow", "operate");
    sandbox.run(&["stage", "set", "operate/diagnose", "--wip", "3"]).ok();
    sandbox.run(&["stage", "set", "operate/diagnose", "--wip", "none"]).ok();
    sandbox.run(&["stream", "set", "operate", "--gate", "enforce"]).ok();
    sandbox.run(&["stream", "set", "operate", "--target", "3d:p2"]).ok();
    let log = sandbox.json(&["log", "--limit", "0"]);
    let told = |n: usize| ["what", "place", "from", "to"].map(|key| log["entries"][n][key].as_str().unwrap_or("-"));
    assert_eq!(told(0), ["configured", "operate", "target 8h for P2", "target 3d for P2"]);
    assert_eq!(told(1), ["configured", "operate", "gate warn", "gate enforce"]);
    assert_eq!(told(2), ["configured", "operate/diagnose-issue", "wip 3", "wip none"]);
    assert_eq!(told(3), ["configured", "operate/diagnose-issue", "wip none", "wip 3"]);
    assert_eq!(log["entries"].as_array().unwrap().len(), 5, "the claim of a block of keys is nobody's doing");
}
