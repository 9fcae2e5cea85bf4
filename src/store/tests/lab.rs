//! A small reference of the tests' own: one rule of each kind, on two streams that the shipped data know nothing of.

use super::fixture::Workspace;
use crate::wire::assets::Reference;
use crate::wire::reference;

const LAB: &str = r#"
id = "lab"
name = "Lab"
short = "Lab"
kind = "own"
gate = "enforce"
card_type = "task"
clock_starts = "gather"

[[stages]]
id = "gather"
name = "Gather"
short = "Gather"

[[stages.exit]]
id = "gather-out1"
text = "A part is accepted"
guard = { linked = "part", paths = [["needs"]], states = ["accepted"] }

[[stages.activities]]
id = "gather-act1"
level = "shall"
text = "Rank and assign it"
guard = { all = [{ field = "priority" }, { field = "assignee" }] }

[[stages]]
id = "try"
name = "Try"
short = "Try"

[[stages.entrance]]
id = "try-in1"
text = "Parts are there"
satisfied_by = ["gather-out1"]

[[stages.exit]]
id = "try-out1"
text = "The window is open"
guard = { window = ["opens", "closes"] }

[[stages.exit]]
id = "try-out2"
text = "The head of the lab says yes"
guard = { approval = "lab-head", as = "safety" }

[[stages.effects]]
on = "enter"
state = "doing"
count = "runs"
fill = { field = "notes", linked = "part", paths = [["needs"]], text = "{key} {title} ({state})" }

[[stages]]
id = "tell"
name = "Tell"
short = "Tell"
parallel_with = ["show"]

[[stages.effects]]
on = "finish"
state = "done"
set = { outcome = "told" }
finish = true

[[stages]]
id = "show"
name = "Show"
short = "Show"
parallel_with = ["tell"]

[[stages.exit]]
id = "show-out1"
text = "Some part is at hand"
guard = { linked = "part" }

[[edges]]
id = "ask"
kind = "feedback"
to = "desk"
to_stage = "inbox"
what = "A part that is missing"
types = ["task"]
makes = "part"
link = "is-needed-by"
answer_states = ["accepted", "refused"]
origin_state = "held-up"

[[edges]]
id = "carry"
kind = "flow"
from_stage = "try"
to = "desk"
to_stage = "outbox"
what = "The task itself"
same_object = true
"#;

const DESK: &str = r#"
id = "desk"
name = "Desk"
short = "Desk"
kind = "own"
gate = "open"
card_type = "part"
clock_starts = "inbox"

[[stages]]
id = "inbox"
name = "Inbox"
short = "Inbox"

[[stages]]
id = "outbox"
name = "Outbox"
short = "Outbox"
"#;

const TYPES: &str = r#"
area = "Lab"

[[types]]
id = "task"
name = "Task"
prefix = "TSK"

[[types.states]]
id = "open"
name = "open"
next = ["doing", "held-up", "done"]

[[types.states]]
id = "held-up"
name = "held up"
next = ["doing", "done"]

[[types.states]]
id = "doing"
name = "doing"
next = ["held-up", "done"]

[[types.states]]
id = "done"
name = "done"
final = true

[[types.fields]]
id = "opens"
name = "Opens"
kind = "date"

[[types.fields]]
id = "closes"
name = "Closes"
kind = "date"

[[types.fields]]
id = "runs"
name = "Runs"
kind = "number"

[[types.fields]]
id = "notes"
name = "Notes"
kind = "text"

[[types.fields]]
id = "outcome"
name = "Outcome"
kind = "choice"
choices = ["told", "dropped"]

[[types.effects]]
on = "state:done"
linked = "task"
paths = [["holds"]]
state = "done"
set = { outcome = "told" }
finish = true

[[types]]
id = "part"
name = "Part"
prefix = "PRT"

[[types.states]]
id = "draft"
name = "draft"
next = ["accepted", "refused"]

[[types.states]]
id = "accepted"
name = "accepted"
next = ["draft", "refused"]

[[types.states]]
id = "refused"
name = "refused"
final = true
"#;

const RELATIONS: &str = r#"
[[relations]]
id = "needs"
inverse = "is-needed-by"
name = "needs"
inverse_name = "is needed by"
from = "task"
to = "part"
cardinality = "n:m"
status = "own"

[[relations]]
id = "mostly-needs"
inverse = "is-mostly-needed-by"
name = "mostly needs"
inverse_name = "is mostly needed by"
from = "task"
to = "part"
cardinality = "n:1"
status = "own"

[[relations]]
id = "holds"
inverse = "is-held-by"
name = "holds"
inverse_name = "is held by"
from = "task"
to = "task"
cardinality = "1:n"
acyclic = true
status = "own"
"#;

const ROLES: &str = r#"
[[roles]]
id = "lab-head"
name = "Head of the Lab"
"#;

/// A workspace with the lab in it.
pub fn lab() -> Workspace {
    Workspace::with(Reference {
        streams: [LAB, DESK].map(|text| reference::stream(text).unwrap()).into(),
        types: reference::object_types(TYPES).unwrap(),
        relations: reference::relations(RELATIONS).unwrap(),
        roles: reference::roles(ROLES).unwrap(),
    })
}
