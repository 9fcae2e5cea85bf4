//! Streams of a team's own: all that their file says is kept, works, survives a replay, and is taken back whole.

use super::fixture::*;
use crate::domain::gate::Status;
use crate::domain::id::StreamId;
use crate::domain::intent::{HandOff, Intent, NewObject, Pass, Refusal, Stand};
use crate::domain::stream::Stream;
use crate::wire::reference;

/// A stream with everything a file can say.
const FILE: &str = r#"
id = "audit"
name = "Audit"
short = "Aud"
kind = "own"
gate = "enforce"
purpose = "Look into what was done"
outcome = "Findings are known"
key_stakeholder = "Auditor"
card_type = "change"
clock_starts = "look"
triggers = ["A year has passed"]
notes = ["Kept for ten years"]
targets = [{ duration = "10d" }]

[[stages]]
id = "look"
name = "Look"
short = "Look"
purpose = "See what was done"
wip = 3
roles = ["Operations Manager"]
deliverables = ["A list"]
value_items = ["Insight"]
notes = ["Alone"]
targets = [{ priority = 1, duration = "1d" }]
taken_meets_target = true
exit = [{ id = "look-out1", text = "Somebody has it", guard = { field = "assignee" } }]
activities = [{ id = "look-act1", level = "may", text = "Ask around" }]
[[stages.effects]]
on = "leave"
set = { approval_status = "approved" }

[[stages]]
id = "tell"
name = "Tell"
short = "Tell"
purpose = "Say what was found"
exit_mode = "any"
entrance = [{ id = "tell-in1", text = "Looked", satisfied_by = ["look-out1"] }]
exit = [
  { id = "tell-out1", text = "Told", guard = { approval = "operations-manager" } },
  { id = "tell-out2", text = "Nobody wants to know" },
]
[[stages.entry]]
guard = { field = "priority" }
text = "It has a priority"
[[stages.back]]
guard = { before = "point_of_no_return" }
text = "Nobody was told yet"
edge = "audit-to-operate"
[[stages.loops]]
to = "look"
why = "something is missing"

[[edges]]
id = "audit-to-operate"
kind = "main"
from_stage = "tell"
to = "operate"
to_stage = "detect-issue"
what = "a finding"
makes = "event"

[[scenarios]]
id = "yearly"
name = "Yearly"
outcome = "It is known"
first_stage = "look"
priority = 3
labels = ["audit"]
"#;

fn file() -> Stream {
    reference::stream(FILE).unwrap()
}

fn with_it() -> Workspace {
    let mut work = Workspace::new();
    work.done(Intent::AddStream(Box::new(file())));
    work
}

fn kept(work: &Workspace) -> Option<Stream> {
    work.reader.stream(&StreamId::new("audit")).unwrap()
}

#[test]
fn a_stream_is_kept_as_its_file_says_it() {
    let mut work = with_it();
    assert_eq!(kept(&work), Some(file()));
    work.reopen();
    assert_eq!(kept(&work), Some(file()));
}

#[test]
fn its_gates_barriers_and_effects_work() {
    let mut work = with_it();
    let card = work.add("Last year", "audit/look");
    let no = work.refused(move_to(*card, "audit/tell")).to_string();
    assert!(no.contains("Somebody has it: assignee is not set") && no.contains("It has a priority"), "{no}");
    let edit = |edit| Intent::Edit { object: card.object, edits: vec![edit] };
    work.done(edit(crate::domain::intent::Edit::Assignee(Some("ana".into()))));
    work.done(edit(crate::domain::intent::Edit::Priority(Some(2))));
    work.done(move_to(*card, "audit/tell"));
    let object = work.sheet(card.object).object;
    assert_eq!(object.fields.get("approval_status"), Some(&"approved".into()), "the effect of leaving");
    let gate = work.reader.gate(*card, now()).unwrap().unwrap();
    let entrance = gate.lines.iter().find(|line| line.criterion.id.local() == "tell-in1").unwrap();
    assert_eq!(entrance.status, Status::Auto, "what its exit stands for");
    assert_eq!((gate.n_asked(), gate.n_met()), (1, 0), "of alternatives one is asked for");
}

#[test]
fn its_hand_offs_and_scenarios_work() {
    let mut work = with_it();
    let stand = Stand::in_stage(stream("audit"), None);
    let new = NewObject { title: "Last year".into(), scenario: Some("yearly".into()), ..NewObject::default() };
    let done = work.done(Intent::Add(Box::new(NewObject { stand: Some(stand), ..new })));
    let (object, card) = (done.object.unwrap(), done.card.unwrap());
    assert_eq!(work.sheet(object).object.labels, ["audit"]);
    let hand_off = |card| {
        Intent::HandOff(Box::new(HandOff {
            object,
            card: Some(card),
            edge: "audit-to-operate".into(),
            stage: None,
            type_id: None,
            title: None,
            pass: Pass::Ask,
        }))
    };
    assert!(matches!(work.refused(hand_off(card)), Refusal::NoEdge { .. }), "not from where it is");
    let told = work.done(Intent::Place { object, stage: stage("audit/tell"), pass: Pass::Ask });
    let made = work.done(hand_off(told.card.unwrap()));
    assert!(made.key.unwrap().as_str().starts_with("EVT-"));
    assert_eq!(made.arrived.as_deref(), Some("Detect Issue"));
}

#[test]
fn undo_takes_all_of_it_back_and_redo_brings_it_again() {
    let mut work = with_it();
    work.undo("ana").unwrap();
    assert_eq!(kept(&work), None);
    let scenarios = work.reader.scenarios(None).unwrap();
    assert!(scenarios.iter().all(|scenario| scenario.stream.as_str() != "audit"));
    work.redo("ana").unwrap();
    assert_eq!(kept(&work), Some(file()));
}

#[test]
fn one_taken_back_comes_again_as_its_file_says_now() {
    let mut work = with_it();
    work.undo("ana").unwrap();
    let mut other = file();
    other.targets.clear();
    other.edges.clear();
    other.scenarios.clear();
    other.stages[0].wip = None;
    other.stages[0].targets.clear();
    other.stages[0].criteria.remove(0);
    other.stages[1].rules = crate::domain::rule::StageRules::default();
    other.stages[1].criteria.remove(2);
    work.done(Intent::AddStream(Box::new(other.clone())));
    assert_eq!(kept(&work), Some(other));
}

#[test]
fn the_reference_stays_as_it_is_beside_it() {
    let work = with_it();
    for shipped in crate::wire::assets::reference().unwrap().streams {
        assert_eq!(work.reader.stream(&shipped.id).unwrap(), Some(shipped));
    }
}

/// Why the file is refused with one part of it replaced; nothing of it is there then.
fn refused(part: &str, by: &str) -> String {
    assert!(FILE.contains(part), "{part}");
    let mut work = Workspace::new();
    let stream = reference::stream(&FILE.replace(part, by)).unwrap();
    let no = work.refused(Intent::AddStream(Box::new(stream))).to_string();
    assert_eq!(kept(&work), None);
    no
}

#[test]
fn what_leads_nowhere_is_refused_with_what_was_meant() {
    let near = |what: &str, word: &str, meant: &str| format!("there is no {what} \"{word}\"; there is {meant}");
    assert_eq!(refused(r#""change""#, r#""chang""#), near("type", "chang", "change"));
    assert_eq!(
        refused(r#""operations-manager""#, r#""operation-manager""#),
        near("role", "operation-manager", "operations-manager")
    );
    assert_eq!(refused(r#"to = "operate""#, r#"to = "operat""#), near("stream", "operat", "operate"));
    assert_eq!(
        refused(r#""detect-issue""#, r#""detect-issues""#),
        near("stage", "operate/detect-issues", "operate/detect-issue")
    );
    let guard = r#"{ linked = "product-release", paths = [["deployz"]] }"#;
    assert_eq!(refused(r#"{ field = "priority" }"#, guard), near("relation", "deployz", "deploys"));
    let guard = r#"{ any = [{ types = ["changes"] }] }"#;
    assert_eq!(refused(r#"{ field = "priority" }"#, guard), near("type", "changes", "change"));
}

#[test]
fn an_edge_keeps_its_id_to_itself() {
    let shipped = crate::wire::assets::reference().unwrap().streams[0].edges[0].id.clone();
    let no = refused("\"audit-to-operate\"", &format!("\"{shipped}\"")).replace(&shipped, "X");
    assert_eq!(no, "X is already an edge of another stream");
}
