//! What every intent does, and what it refuses.

use super::fixture::*;
use crate::domain::change::What;
use crate::domain::gate::Status;
use crate::domain::id::{CriterionId, RelationId, TypeId};
use crate::domain::intent::{
    Edit, Intent, Mark, NewObject, Pass, Refusal, RefusalKind, Spot, StageEdit, Stand, StreamEdit, To,
};
use crate::domain::key::Key;
use crate::domain::object::Object;
use crate::domain::stream::Policy;
use crate::domain::value::Value;
use crate::store::{Ask, CommitError, KeyFound, LogAsk};
use crate::wire::assets::PRESETS;
use crate::wire::reference;

fn edited(work: &mut Workspace, added: &Added, edits: Vec<Edit>) -> Object {
    work.done(Intent::Edit { object: added.object, edits });
    work.sheet(added.object).object
}

#[test]
fn a_new_object_has_a_key_a_type_a_state_and_a_card() {
    let mut work = Workspace::new();
    let new = NewObject {
        title: "Checkout slow".into(),
        body: "p95".into(),
        priority: Some(2),
        labels: vec!["eu".into(), "#db".into()],
        fields: vec![],
        ..NewObject::default()
    };
    let added = work.add_with(new, "operate/detect-issue");
    let sheet = work.sheet(added.object);
    assert_eq!(added.key, "INC-1");
    assert_eq!(sheet.object.type_id.as_str(), "incident");
    assert_eq!(sheet.object.labels, ["db", "eu"]);
    assert_eq!(sheet.object.state.as_deref(), Some("new"));
    assert_eq!((sheet.cards.len(), sheet.cards[0].stage_name.as_str()), (1, "Detect Issue"));
    assert_eq!(sheet.cards[0].next_name.as_deref(), Some("Diagnose Issue"));
    assert_eq!(work.n_cards("operate/detect-issue"), 1);
    let turns = sheet.cards[0].row.turns.unwrap();
    assert_eq!(turns.breached_at, Some(minutes(30)), "P2 leaves Detect within half an hour");
}

#[test]
fn what_is_not_allowed_to_be_added_is_refused() {
    let mut work = Workspace::new();
    let new = |new: NewObject| Intent::Add(Box::new(new));
    let incident = || NewObject { type_id: Some(TypeId::new("incident")), title: "x".into(), ..NewObject::default() };
    assert!(matches!(work.refused(new(NewObject { title: " ".into(), ..incident() })), Refusal::Empty { .. }));
    assert!(matches!(work.refused(new(NewObject { type_id: None, ..incident() })), Refusal::Empty { .. }));
    assert!(matches!(work.refused(new(NewObject { priority: Some(5), ..incident() })), Refusal::Invalid { .. }));
    let unknown = NewObject { type_id: Some(TypeId::new("gadget")), ..incident() };
    assert_eq!(work.refused(new(unknown)).kind(), RefusalKind::NotFound);
    work.done(new(NewObject { key: Key::parse("INC-7"), ..incident() }));
    let taken = work.refused(new(NewObject { key: Key::parse("INC-7"), ..incident() }));
    assert!(matches!(taken, Refusal::KeyTaken { .. }));
    assert_eq!(work.reader.last_seq().unwrap(), 1, "nothing of what was refused was written");
}

#[test]
fn keys_skip_numbers_that_are_in_use() {
    let mut work = Workspace::new();
    let key = |n: u64| NewObject { key: Some(Key::new("INC", n)), title: "kept".into(), ..NewObject::default() };
    work.add_with(key(1), "operate/detect-issue");
    work.add_with(key(3), "operate/detect-issue");
    let added: Vec<String> = (0..3).map(|_| work.add("new", "operate/detect-issue").key).collect();
    assert_eq!(added, ["INC-2", "INC-4", "INC-5"]);
    for _ in 0..70 {
        work.add("more", "operate/detect-issue");
    }
    assert!(matches!(work.reader.find_object("inc-75").unwrap(), KeyFound::One(_)));
}

#[test]
fn every_edit_is_kept() {
    let mut work = Workspace::new();
    let added = work.add("Fonts", "operate/detect-issue");
    let due = minutes(60);
    let object = edited(
        &mut work,
        &added,
        vec![
            Edit::Title("Fonts missing".into()),
            Edit::Body("in PDF".into()),
            Edit::Priority(Some(1)),
            Edit::Assignee(Some("raj".into())),
            Edit::Due(Some(due)),
            Edit::Since(Some(minutes(-20))),
            Edit::State("in-progress".into()),
            Edit::Label { name: "pdf".into(), on: true },
        ],
    );
    assert_eq!((object.title.as_str(), object.body.as_str()), ("Fonts missing", "in PDF"));
    assert_eq!((object.priority, object.assignee.as_deref(), object.due_at), (Some(1), Some("raj"), Some(due)));
    assert_eq!((object.state.as_deref(), object.labels.as_slice()), (Some("in-progress"), &["pdf".to_owned()][..]));
    let turns = work.sheet(added.object).cards[0].row.turns.unwrap();
    assert_eq!(
        turns.breached_at,
        Some(minutes(220)),
        "taken meets Detect's target; the stream's P1 counts from `since`"
    );
    let object = edited(&mut work, &added, vec![Edit::Label { name: "pdf".into(), on: false }, Edit::Priority(None)]);
    assert_eq!((object.labels.len(), object.priority), (0, None));
}

#[test]
fn an_edit_that_changes_nothing_writes_nothing() {
    let mut work = Workspace::new();
    let added = work.add("Same", "operate/detect-issue");
    let before = work.reader.last_seq().unwrap();
    edited(&mut work, &added, vec![Edit::Title("Same".into()), Edit::Priority(None)]);
    assert_eq!(work.reader.last_seq().unwrap(), before);
}

#[test]
fn states_go_where_they_may() {
    let mut work = Workspace::new();
    let added = work.add("Fonts", "operate/detect-issue");
    let states = work.reader.types().unwrap().into_iter().find(|t| t.id.as_str() == "incident").unwrap().states;
    let not_next = states.iter().find(|s| s.id != "new" && !states[0].next.contains(&s.id)).unwrap();
    let wish = Intent::Edit { object: added.object, edits: vec![Edit::State(not_next.id.clone())] };
    assert!(matches!(work.refused(wish), Refusal::NotNext { .. }));
}

#[test]
fn fields_are_read_by_their_kind() {
    let mut work = Workspace::new();
    let change = work.object("change", "Roll out");
    let field = |text: &str| Intent::Edit {
        object: change,
        edits: vec![Edit::Field { id: "window_start".into(), text: text.into() }],
    };
    work.done(field("2026-12-01T10:00:00Z"));
    assert_eq!(work.sheet(change).object.fields["window_start"], Value::from("2026-12-01T10:00:00Z"));
    assert_eq!(work.refused(field("soon")).kind(), RefusalKind::Invalid);
    work.done(field(""));
    assert!(work.sheet(change).object.fields.is_empty());
}

#[test]
fn another_type_brings_another_key_and_keeps_the_old_one_as_alias() {
    let mut work = Workspace::new();
    let added = work.add("Not an incident", "operate/detect-issue");
    let object = edited(&mut work, &added, vec![Edit::Type(TypeId::new("problem"))]);
    assert_eq!(object.key.as_str(), "PRB-1");
    assert_eq!(object.aliases, [Key::new("INC", 1)]);
    assert_eq!(work.reader.find_object("inc-1").unwrap(), KeyFound::One(added.object));
    work.undo("ana").unwrap();
    assert_eq!(work.sheet(added.object).object.key.as_str(), "INC-1");
    assert_eq!(work.reader.find_object("PRB-1").unwrap(), KeyFound::None { nearest: None });
}

#[test]
fn a_warning_gate_lets_pass_and_says_what_was_open() {
    let mut work = Workspace::new();
    let added = work.add("Slow", "operate/detect-issue");
    let done = work.done(move_to(*added, "operate/diagnose-issue"));
    assert_eq!(done.what, What::Moved);
    assert_eq!(done.arrived.as_deref(), Some("Diagnose Issue"));
    assert!(!done.left_open.is_empty());
    assert_eq!((work.n_cards("operate/detect-issue"), work.n_cards("operate/diagnose-issue")), (0, 1));
}

#[test]
fn an_enforcing_gate_keeps_a_card_until_it_is_met_or_forced() {
    let mut work = Workspace::new();
    work.done(Intent::SetStream { stream: stream("operate"), edit: StreamEdit::Gate(Policy::Enforce) });
    let added = work.add("Roll out", "operate/diagnose-issue");
    let Refusal::Stays(stay) = work.refused(move_to(*added, "operate/resolve-issue")) else {
        panic!("the gate let it pass");
    };
    assert_eq!(stay.open.len(), 4, "two exits and two shall");
    let refusals = work.reader.log(&LogAsk { about: Some(added.object), ..LogAsk::default() }).unwrap();
    assert_eq!(refusals.iter().filter(|e| e.what == What::Refused).count(), 1, "a refusal is remembered");

    let (first, rest) = stay.open.split_first().unwrap();
    let mark = Mark::Met { evidence: Some("CAB".into()) };
    work.done(Intent::Tick { card: *added, criteria: vec![first.0.clone()], mark });
    let standing = work.sheet(added.object).cards.remove(0);
    assert_eq!((standing.row.n_met, standing.row.n_asked), (1, 4));
    let Intent::Move { card, to, spot, reason, .. } = move_to(*added, "operate/resolve-issue") else { unreachable!() };
    let pass = |pass: Pass| Intent::Move { card, to: to.clone(), spot, pass, reason: reason.clone() };
    let forced = work.done(pass(Pass::Force("night shift".into())));
    assert_eq!(forced.what, What::Forced);
    let standing = work.sheet(added.object).cards.remove(0);
    assert_eq!(standing.overrides[0].reason, "night shift");
    assert_eq!(standing.row.n_overrides, 1);

    work.undo("ana").unwrap();
    let standing = work.sheet(added.object).cards.remove(0);
    assert_eq!((standing.row.n_overrides, standing.overrides.len(), standing.row.n_met), (0, 0, 1));
    work.done(pass(Pass::TickAll));
    let log = work.reader.log(&LogAsk { about: Some(added.object), limit: 2, ..LogAsk::default() }).unwrap();
    assert_eq!(log.iter().map(|e| e.what).collect::<Vec<_>>(), [What::Moved, What::Ticked]);
    assert_eq!(rest.len(), 3);
}

#[test]
fn a_tick_counts_for_its_visit() {
    let mut work = Workspace::new();
    let added = work.add("Slow", "operate/detect-issue");
    let exit = CriterionId::new("operate/detect-issue-act1");
    let tick = |mark| Intent::Tick { card: *added, criteria: vec![exit.clone()], mark };
    let status = |work: &Workspace| {
        let gate = work.reader.gate(*added, now()).unwrap().unwrap();
        gate.lines.into_iter().find(|l| l.criterion.id == exit).unwrap().status
    };
    work.done(tick(Mark::NotApplicable { reason: "drill".into() }));
    assert_eq!(status(&work), Status::NotApplicable);
    work.done(tick(Mark::Met { evidence: None }));
    assert_eq!(status(&work), Status::Met);
    work.done(move_to(*added, "operate/diagnose-issue"));
    work.done(move_to(*added, "operate/detect-issue"));
    assert_eq!(status(&work), Status::LastTime);
    work.done(tick(Mark::Open));
    assert_eq!(status(&work), Status::Open);
    let unknown = Intent::Tick { card: *added, criteria: vec![CriterionId::new("operate/nothing")], mark: Mark::Open };
    assert_eq!(work.refused(unknown).kind(), RefusalKind::NotFound);
}

#[test]
fn a_limit_holds_and_the_most_urgent_pass() {
    let mut work = Workspace::new();
    work.done(Intent::SetStage { stage: stage("operate/detect-issue"), edit: StageEdit::Wip(Some(1)) });
    work.add("first", "operate/detect-issue");
    let stand = || Some(Stand::in_stage(stream("operate"), None));
    let second = NewObject { title: "second".into(), stand: stand(), ..NewObject::default() };
    assert_eq!(work.refused(Intent::Add(Box::new(second))).kind(), RefusalKind::WipFull);
    work.add_with(
        NewObject { title: "page".into(), priority: Some(1), ..NewObject::default() },
        "operate/detect-issue",
    );
    assert_eq!(work.titles("operate/detect-issue"), ["first", "page"]);
    let overview = work.reader.overview(now()).unwrap();
    assert!(overview.iter().flat_map(|l| &l.stages).find(|s| s.id == stage("operate/detect-issue")).unwrap().is_over());
}

#[test]
fn cards_are_put_where_they_are_wanted() {
    let mut work = Workspace::new();
    let [a, b, c] = ["a", "b", "c"].map(|title| work.add(title, "operate/detect-issue"));
    let put = |card, spot| Intent::Move {
        card,
        to: To::Stage(stage("operate/detect-issue")),
        spot,
        pass: Pass::Ask,
        reason: None,
    };
    work.done(put(*c, Spot::Top));
    assert_eq!(work.titles("operate/detect-issue"), ["c", "a", "b"]);
    work.done(put(*a, Spot::After(*b)));
    assert_eq!(work.titles("operate/detect-issue"), ["c", "b", "a"]);
    let done = work.done(put(*a, Spot::Before(*b)));
    assert_eq!(work.titles("operate/detect-issue"), ["c", "a", "b"]);
    assert_eq!(done.what, What::Reordered);
    assert_eq!(work.n_cards("operate/detect-issue"), 3);
}

#[test]
fn a_column_reordered_without_end_keeps_its_order() {
    let mut work = Workspace::new();
    let [a, b, c] = ["a", "b", "c"].map(|title| work.add(title, "operate/detect-issue"));
    let (mut first, mut second) = (*b, *c);
    for _ in 0..200 {
        let spot = Spot::After(*a);
        let to = To::Stage(stage("operate/detect-issue"));
        work.done(Intent::Move { card: second, to, spot, pass: Pass::Ask, reason: None });
        (first, second) = (second, first);
    }
    assert_eq!(work.titles("operate/detect-issue"), ["a", "b", "c"]);
    assert!(
        work.window("operate/detect-issue", &crate::domain::window::Anchor::Top, 9)
            .rows
            .iter()
            .all(|r| !r.rank.is_long())
    );
}

#[test]
fn a_finished_card_leaves_the_board_and_comes_back() {
    let mut work = Workspace::new();
    let added = work.add("Slow", "operate/resolve-issue");
    let to = To::Done { value: Some("paid again".into()), beneficiary: Some("shop".into()) };
    let finish = Intent::Move { card: *added, to, spot: Spot::Bottom, pass: Pass::Ask, reason: None };
    assert_eq!(work.done(finish.clone()).what, What::Finished);
    assert!(work.sheet(added.object).is_closed);
    assert_eq!(work.n_cards("operate/resolve-issue"), 0);
    assert_eq!(work.refused(finish).kind(), RefusalKind::NotAllowed);
    work.done(move_to(*added, "operate/diagnose-issue"));
    assert_eq!(work.titles("operate/diagnose-issue"), ["Slow"]);
}

#[test]
fn blocks_waits_and_comments_stay_with_the_card() {
    let mut work = Workspace::new();
    let added = work.add("Slow", "operate/detect-issue");
    work.done(Intent::Block { card: *added, reason: "vendor".into() });
    work.done(Intent::Wait { card: *added, until: Some(minutes(90)) });
    work.done(Intent::Comment { object: added.object, text: "called Zürich".into() });
    let sheet = work.sheet(added.object);
    assert_eq!(sheet.cards[0].row.blocked.as_deref(), Some("vendor"));
    assert_eq!(sheet.cards[0].row.waiting_until, Some(minutes(90)));
    assert_eq!(sheet.comments[0].text, "called Zürich");
    assert_eq!(work.reader.search("zurich", 5).unwrap().len(), 1, "comments are found, accents or not");
    let n_blocked = |work: &Workspace| work.reader.overview(now()).unwrap().iter().map(|l| l.n_blocked).sum::<u64>();
    assert_eq!(n_blocked(&work), 1);
    work.done(Intent::Unblock { card: *added });
    assert_eq!(n_blocked(&work), 0);
    assert_eq!(work.refused(Intent::Unblock { card: *added }).kind(), RefusalKind::NotAllowed);
}

#[test]
fn links_read_from_both_ends() {
    let mut work = Workspace::new();
    let incident = work.add("Slow", "operate/detect-issue");
    let problem = work.object("problem", "Index missing");
    work.done(link(incident.object, "is-caused-by", problem));
    let names = |work: &Workspace, object| -> Vec<String> {
        work.sheet(object).links.into_iter().map(|l| l.relation.0).collect()
    };
    assert_eq!(names(&work, incident.object), ["is-caused-by"]);
    assert_eq!(names(&work, problem), ["causes"]);
    assert_eq!(work.reader.row(*incident).unwrap().unwrap().n_links, 1);
    assert_eq!(work.refused(link(problem, "causes", incident.object)).kind(), RefusalKind::NotAllowed, "it is there");
    assert_eq!(work.refused(link(problem, "is-caused-by", problem)).kind(), RefusalKind::NotAllowed);
    work.done(Intent::Unlink { from: problem, relation: RelationId::new("causes"), to: incident.object });
    assert!(names(&work, problem).is_empty());
    work.done(link(incident.object, "is-caused-by", problem));
    work.undo("ana").unwrap();
    assert!(names(&work, problem).is_empty());
    work.redo("ana").unwrap();
    assert_eq!(names(&work, problem), ["causes"]);
}

#[test]
fn a_link_that_reads_alike_from_both_ends_is_one() {
    let mut work = Workspace::new();
    let [a, b] = ["a", "b"].map(|title| work.object("problem", title));
    work.done(link(a, "relates-to", b));
    assert_eq!(work.refused(link(b, "relates-to", a)).kind(), RefusalKind::NotAllowed);
    work.done(Intent::Unlink { from: b, relation: RelationId::new("relates-to"), to: a });
    assert!(work.sheet(a).links.is_empty());
}

#[test]
fn an_object_stands_on_several_boards_and_an_archived_one_on_none() {
    let mut work = Workspace::new();
    let added = work.add("Slow", "operate/detect-issue");
    let place = Intent::Place { object: added.object, stage: stage("integrate/plan-product-release"), pass: Pass::Ask };
    let placed = work.done(place.clone());
    assert_eq!(placed.what, What::Placed);
    work.done(Intent::Archive { object: added.object });
    assert_eq!((work.n_cards("operate/detect-issue"), work.n_cards("integrate/plan-product-release")), (0, 0));
    assert_eq!(work.refused(place).kind(), RefusalKind::NotAllowed);
    assert_eq!(work.refused(move_to(*added, "operate/resolve-issue")).kind(), RefusalKind::NotAllowed);
    work.done(Intent::Restore { object: added.object });
    assert_eq!(work.titles("integrate/plan-product-release"), ["Slow"]);
}

#[test]
fn a_team_changes_its_boards_and_undo_gives_the_shipped_ones_back() {
    let mut work = Workspace::new();
    let detect = stage("operate/detect-issue");
    work.done(Intent::SetStage { stage: detect.clone(), edit: StageEdit::Name("Spot".into()) });
    work.done(Intent::SetStream { stream: stream("operate"), edit: StreamEdit::Gate(Policy::Enforce) });
    work.done(Intent::AddStage { stream: stream("operate"), name: "Review".into(), after: None });
    let names = |work: &Workspace| -> Vec<String> {
        work.reader.stream(&stream("operate")).unwrap().unwrap().stages.into_iter().map(|s| s.name).collect()
    };
    assert_eq!(names(&work), ["Spot", "Diagnose Issue", "Resolve Issue", "Review"]);
    work.done(Intent::SetStage { stage: stage("operate/review"), edit: StageEdit::After(Some(detect.clone())) });
    assert_eq!(names(&work), ["Spot", "Review", "Diagnose Issue", "Resolve Issue"]);
    work.add("here", "operate/review");
    assert!(matches!(work.refused(Intent::RemoveStage { stage: stage("operate/review") }), Refusal::NotEmpty { .. }));
    for _ in 0..5 {
        work.undo("ana").unwrap();
    }
    let operate = work.reader.stream(&stream("operate")).unwrap().unwrap();
    assert_eq!(names(&work), ["Detect Issue", "Diagnose Issue", "Resolve Issue"]);
    assert_eq!(operate.gate, Policy::Warn);
}

#[test]
fn targets_are_the_team_s_own_and_turn_the_cards() {
    let mut work = Workspace::new();
    let added = work.add("Idea", "explore/refine-product-backlog");
    let turns = |work: &Workspace| work.reader.row(*added).unwrap().unwrap().turns.and_then(|t| t.breached_at);
    assert_eq!(turns(&work), None);
    let edit = StageEdit::Target { priority: None, span_s: Some(3_600) };
    let stage = work.reader.row(*added).unwrap().unwrap().stage;
    work.done(Intent::SetStage { stage, edit });
    assert_eq!(turns(&work), Some(minutes(60)));
    let at_risk = work.reader.overview(minutes(50)).unwrap();
    assert_eq!(at_risk.iter().map(|l| (l.n_at_risk, l.n_breached)).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1)), (1, 0));
    let breached = work.reader.overview(minutes(60)).unwrap();
    assert_eq!(
        breached.iter().map(|l| (l.n_at_risk, l.n_breached)).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1)),
        (0, 1)
    );
}

#[test]
fn a_stream_of_one_s_own_is_a_board() {
    let mut work = Workspace::new();
    let plain = reference::stream(PRESETS[0].1).unwrap();
    work.done(Intent::AddStream(Box::new(plain.clone())));
    work.add("Tidy up", "plain/to-do");
    assert_eq!(work.titles("plain/to-do"), ["Tidy up"]);
    assert!(matches!(work.refused(Intent::AddStream(Box::new(plain))), Refusal::Already { .. }));
    work.done(Intent::NameWorkspace { name: "Platform".into() });
    assert_eq!(work.reader.identity().unwrap().name.as_deref(), Some("Platform"));
}

#[test]
fn a_bulk_ask_does_what_can_be_done() {
    let mut work = Workspace::new();
    let free = work.add("a", "operate/detect-issue");
    let gone = work.add("b", "operate/detect-issue");
    work.done(Intent::Archive { object: gone.object });
    let intents = vec![move_to(*free, "operate/diagnose-issue"), move_to(*gone, "operate/diagnose-issue")];
    let whole = Ask::new(author("ana"), intents);
    assert!(matches!(work.store.commit(&whole), Err(CommitError::Refused(Refusal::Archived { .. }))));
    assert_eq!(work.n_cards("operate/detect-issue"), 1, "all or nothing");
    let receipt = work.store.commit(&Ask { partial: true, ..whole }).unwrap();
    assert_eq!((receipt.done.len(), receipt.stay.len(), receipt.stay[0].0), (1, 1, 1));
    assert_eq!(work.n_cards("operate/diagnose-issue"), 1);
}

#[test]
fn the_same_idempotency_key_is_the_same_ask() {
    let mut work = Workspace::new();
    let stand = Some(Stand::in_stage(stream("operate"), None));
    let intent = Intent::Add(Box::new(NewObject { title: "once".into(), stand, ..NewObject::default() }));
    let ask = Ask { idempotency_key: Some("page-17".into()), ..Ask::new(author("ana"), vec![intent]) };
    let first = work.store.commit(&ask).unwrap();
    work.reopen();
    let again = work.store.commit(&ask).unwrap();
    assert!(again.repeated && !first.repeated);
    assert_eq!(
        (again.group, &again.done[0].key, again.done[0].card),
        (first.group, &first.done[0].key, first.done[0].card)
    );
    assert_eq!(work.titles("operate/detect-issue"), ["once"]);
}

#[test]
fn the_log_tells_who_did_what_from_where_to_where() {
    let mut work = Workspace::new();
    let added = work.add("Slow", "operate/detect-issue");
    work.done(move_to(*added, "operate/diagnose-issue"));
    work.done(Intent::Edit { object: added.object, edits: vec![Edit::Priority(Some(2))] });
    let problem = work.object("problem", "Index");
    work.done(link(added.object, "is-caused-by", problem));
    let log = work.reader.log(&LogAsk { about: Some(added.object), ..LogAsk::default() }).unwrap();
    let told: Vec<(What, Option<&str>, Option<&str>)> =
        log.iter().map(|e| (e.what, e.from.as_deref(), e.to.as_deref())).collect();
    assert_eq!(
        told,
        [
            (What::Linked, None, Some("is caused by PRB-1")),
            (What::Edited, None, Some("priority 2")),
            (What::Edited, Some("state new"), Some("state in-progress")),
            (What::Moved, Some("Detect Issue"), Some("Diagnose Issue")),
            (What::Created, None, Some("Detect Issue")),
        ]
    );
    assert!(log.iter().all(|e| e.actor == "ana" && e.key == Key::parse("INC-1")));
    assert_eq!(log[4].card, Some(*added));
    let news = work.reader.news(log[3].seq).unwrap();
    assert_eq!(
        news.iter().map(|e| e.what).collect::<Vec<_>>(),
        [What::Edited, What::Edited, What::Created, What::Linked]
    );
    let since = LogAsk { since: Some(minutes(1)), ..LogAsk::default() };
    assert_eq!(work.reader.log(&since).unwrap(), []);
    let all = LogAsk { since: Some(now()), limit: 2, ..LogAsk::default() };
    assert_eq!(work.reader.log(&all).unwrap().len(), 2);
}

#[test]
fn an_object_is_found_by_key_alias_or_part_of_its_id() {
    let mut work = Workspace::new();
    let added = work.add("Slow", "operate/detect-issue");
    assert_eq!(work.reader.find_object(" inc-1").unwrap(), KeyFound::One(added.object));
    let id = added.object.to_string();
    assert_eq!(work.reader.find_object(&id[20..]).unwrap(), KeyFound::One(added.object));
    assert_eq!(work.reader.find_object("IMC-1").unwrap(), KeyFound::None { nearest: Key::parse("INC-1") });
    assert_eq!(work.reader.find_object("nothing").unwrap(), KeyFound::None { nearest: None });
}
