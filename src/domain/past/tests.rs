//! Registers as of then, absences, and the net of changes, by hand.

use super::*;
use crate::domain::id::{CardId, ObjectId, StageId, TypeId};
use crate::domain::key::Key;
use crate::domain::rank::Rank;
use crate::domain::target::Turns;
use crate::domain::value::from_millis;
use crate::domain::window::CardRow;
use uuid::Uuid;

fn at(minute: i64) -> At {
    from_millis(minute * 60_000)
}

fn group(n: u128) -> GroupId {
    GroupId(Uuid::from_u128(n))
}

/// An op of group `n` at that minute.
fn op(n: u128, minute: i64, fields: &[(&str, Value)]) -> Written {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    Written { group: group(n), at: at(minute), undoes: None, undone_by: None, creates: n == 1, fields }
}

/// The op by which group `n` takes `undone` back.
fn undo(n: u128, undone: &mut Written, minute: i64, fields: &[(&str, Value)]) -> Written {
    undone.undone_by = Some(group(n));
    Written { undoes: Some(undone.group), ..op(n, minute, fields) }
}

fn title(ops: &[Written], minute: i64) -> String {
    registers(ops, at(minute)).get("title").and_then(Value::as_str).unwrap_or("-").to_owned()
}

#[test]
fn a_register_holds_what_was_written_last_by_then_and_from_birth_on_whatever_the_instant() {
    let ops = [op(1, 10, &[("title", "A".into())]), op(2, 20, &[("title", "B".into())])];
    assert_eq!([5, 10, 19, 20].map(|minute| title(&ops, minute)), ["A", "A", "A", "B"]);
}

#[test]
fn what_was_undone_was_never_there_and_done_again_it_always_was() {
    let mut edit = op(2, 20, &[("title", "B".into())]);
    let mut back = undo(3, &mut edit, 30, &[("title", "A".into())]);
    let birth = op(1, 10, &[("title", "A".into())]);
    let undone = [birth.clone(), edit.clone(), back.clone()];
    assert_eq!([15, 25, 35].map(|minute| title(&undone, minute)), ["A", "A", "A"]);
    // Redo: a group that takes the undo back, and the first is in force again.
    let again = undo(4, &mut back, 40, &[("title", "B".into())]);
    edit.undone_by = None;
    let redone = [birth, edit, back, again];
    assert_eq!([15, 25, 45].map(|minute| title(&redone, minute)), ["A", "B", "B"]);
}

#[test]
fn what_an_undo_left_behind_since_it_was_written_later_did_happen() {
    let mut both = op(2, 20, &[("title", "B".into()), ("state", "open".into())]);
    let later = op(3, 25, &[("title", "C".into())]);
    let rest = undo(4, &mut both, 30, &[("state", Value::Null)]);
    let ops = [op(1, 10, &[("title", "A".into())]), both, later, rest];
    assert_eq!([15, 22, 27].map(|minute| title(&ops, minute)), ["A", "B", "C"]);
    assert!(!registers(&ops, at(22)).contains_key("state"));
}

#[test]
fn an_object_is_away_while_archived_and_an_archive_undone_leaves_nothing() {
    let archived = |is: bool| [("archived", Value::Bool(is))];
    let ops = [op(1, 0, &[]), op(2, 10, &archived(true)), op(3, 20, &archived(false)), op(4, 30, &archived(true))];
    assert_eq!(away(&ops), [(at(10), Some(at(20))), (at(30), None)]);
    let mut last = ops[3].clone();
    let back = undo(5, &mut last, 40, &archived(false));
    assert_eq!(away(&[ops[0].clone(), ops[1].clone(), ops[2].clone(), last, back]), [(at(10), Some(at(20)))]);
}

fn row(stage: &str) -> CardRow {
    CardRow {
        card: CardId(Uuid::from_u128(7)),
        object: ObjectId(Uuid::from_u128(8)),
        key: Key::new("INC", 1),
        title: "Slow".into(),
        type_id: TypeId::new("incident"),
        state: None,
        stage: StageId::new(stage),
        rank: Rank(String::new()),
        priority: Some(2),
        assignee: None,
        labels: vec!["eu".into()],
        due_at: None,
        blocked: None,
        waiting_until: None,
        created_at: at(0),
        since: None,
        entered_at: at(0),
        done_at: None,
        archived: false,
        turns: None,
        n_met: 0,
        n_asked: 0,
        times: Vec::new(),
        waiting_for: None,
        open: Vec::new(),
        n_links: 0,
        n_overrides: 0,
        team: None,
        own_team: None,
        scores: crate::domain::score::Scores::default(),
        score: None,
    }
}

fn told(before: Option<&CardRow>, after: Option<&CardRow>) -> Vec<&'static str> {
    net((before, at(0)), (after, at(100))).iter().map(|change| change.kind().word()).collect()
}

#[test]
fn of_where_a_card_stood_the_net_is_told() {
    let (a, b) = (row("s/a"), row("s/b"));
    let done = CardRow { done_at: Some(at(50)), ..row("s/b") };
    let away = CardRow { archived: true, ..row("s/a") };
    assert_eq!(told(Some(&a), Some(&a)), [""; 0], "there and back again is nothing");
    assert_eq!(told(None, Some(&a)), ["new"]);
    assert_eq!(told(None, Some(&done)), ["new", "finished"]);
    assert_eq!(told(Some(&a), Some(&b)), ["moved"]);
    assert_eq!(told(Some(&a), Some(&done)), ["finished"]);
    assert_eq!(told(Some(&done), Some(&a)), ["reopened"]);
    assert_eq!(told(Some(&a), Some(&away)), ["gone"]);
    assert_eq!(told(Some(&away), Some(&a)), ["back"]);
    assert_eq!(told(Some(&away), Some(&away)), [""; 0]);
    assert_eq!(told(None, Some(&away)), [""; 0], "it came and went between the two");
    assert_eq!(told(None, None), [""; 0]);
}

#[test]
fn of_what_is_known_of_a_card_each_difference_is_told() {
    let before = row("s/a");
    let after = CardRow {
        priority: Some(1),
        assignee: Some("bea".into()),
        title: "Slower".into(),
        state: Some("open".into()),
        labels: vec!["us".into()],
        blocked: Some("vendor".into()),
        turns: Some(Turns::at(at(50), at(90))),
        ..row("s/a")
    };
    let all = ["breached", "blocked", "priority", "owner", "state", "title", "labels"];
    assert_eq!(told(Some(&before), Some(&after)), all);
    let labels = Net::Labels { gained: vec!["us".into()], lost: vec!["eu".into()] };
    assert_eq!(net((Some(&before), at(0)), (Some(&after), at(100))).last(), Some(&labels));
    let moved = CardRow { stage: StageId::new("s/b"), ..before.clone() };
    assert_eq!(told(Some(&before), Some(&CardRow { state: Some("open".into()), ..moved })), ["moved"]);
    assert_eq!(told(Some(&after), Some(&CardRow { blocked: None, ..after.clone() })), ["breached", "unblocked"]);
    let late = CardRow { turns: Some(Turns::at(at(-9), at(-5))), ..before.clone() };
    assert_eq!(told(Some(&late), Some(&late)), [""; 0], "it was late before");
}
