//! The standup: who is walked in which order, who is passed over, what is told; the same after undo.

use super::fixture::*;
use crate::domain::At;
use crate::domain::filter::{Asker, Filter};
use crate::domain::id::CardId;
use crate::domain::intent::{Author, Edit, Intent, NewObject, Pass, Spot, Stand, To};
use crate::domain::standup::{Since, Standup, StandupAsk, setting};
use crate::store::Ask;

fn hours(n: i64) -> At {
    minutes(60 * n)
}

fn standup_of(stream: Option<&str>) -> StandupAsk {
    let stream = stream.map(self::stream);
    StandupAsk { stream, filter: Filter::default(), since: Since::Last, shows_touched: false, keep: Vec::new() }
}

/// The standup of Operate, at an hour.
fn at(work: &Workspace, hour: i64) -> Standup {
    work.reader.standup(&standup_of(Some("operate")), hours(hour)).unwrap()
}

fn walked(standup: &Standup) -> Vec<&str> {
    standup.steps.iter().map(|step| step.row.title.as_str()).collect()
}

/// Somebody does something at an hour.
fn then(work: &mut Workspace, hour: i64, intent: Intent) {
    let author = Author { at: hours(hour), ..author("ana") };
    work.store.commit(&Ask::new(author, vec![intent])).unwrap();
}

fn go(card: CardId, to: &str) -> Intent {
    let to = if to == "done" { To::Done { value: None, beneficiary: None } } else { To::Stage(stage(to)) };
    Intent::Move { card, to, spot: Spot::Bottom, pass: Pass::Free, reason: None }
}

fn block(card: CardId) -> Intent {
    Intent::Block { card, reason: "vendor".into() }
}

#[test]
fn the_walk_goes_from_right_to_left_and_passes_over_who_was_touched() {
    let mut work = Workspace::new();
    let old = work.add("Old", "operate/detect-issue");
    let fixing = work.add("Fixing", "operate/resolve-issue");
    let held = work.add("Held", "operate/detect-issue");
    let told = work.add("Told", "operate/diagnose-issue");
    work.done(block(*held));
    // Two days later somebody says something of one, and of one that calls.
    let (told, held_object) = (told.object, held.object);
    then(&mut work, 48, Intent::Comment { object: told, text: "looked at it".into() });
    then(&mut work, 48, Intent::Comment { object: held_object, text: "asked again".into() });
    let standup = at(&work, 50);
    assert_eq!(walked(&standup), ["Fixing", "Held", "Old"]);
    assert_eq!((standup.n_skipped, standup.n_rest), (1, 0));
    assert_eq!((standup.changes.wip, standup.changes.oldest_s), (4, Some(50 * 3600)));
    let all = StandupAsk { shows_touched: true, ..standup_of(Some("operate")) };
    let all = work.reader.standup(&all, hours(50)).unwrap();
    assert_eq!(walked(&all), ["Fixing", "Told", "Held", "Old"]);
    assert!(all.steps[1].is_touched && !all.steps[0].is_touched);
    // A walk begun keeps its order, whatever happens to its cards.
    then(&mut work, 50, go(*fixing, "operate/detect-issue"));
    let keep = StandupAsk { keep: vec![*fixing, *held, *old], ..standup_of(Some("operate")) };
    let kept = work.reader.standup(&keep, hours(51)).unwrap();
    assert_eq!(walked(&kept), ["Fixing", "Held", "Old"]);
    assert_eq!(kept.steps[0].place, "Detect Issue");
}

#[test]
fn a_change_taken_back_is_no_touch() {
    let mut work = Workspace::new();
    let card = work.add("Slow", "operate/detect-issue");
    let object = card.object;
    then(&mut work, 48, Intent::Edit { object, edits: vec![Edit::Title("Slower".into())] });
    assert_eq!(at(&work, 50).n_skipped, 1);
    work.undo("ana").unwrap();
    assert_eq!(walked(&at(&work, 50)), ["Slow"]);
}

#[test]
fn what_changed_is_told_since_the_last_one() {
    let mut work = Workspace::new();
    let (done, moved, held) = (
        work.add("Done", "operate/resolve-issue"),
        work.add("Moved", "operate/detect-issue"),
        work.add("Held", "operate/diagnose-issue"),
    );
    let ended = Intent::Set { setting: setting(Some(&stream("operate"))), value: hours(30).into() };
    then(&mut work, 30, ended);
    let (done, moved, held) = (*done, *moved, *held);
    then(&mut work, 40, go(done, "done"));
    then(&mut work, 41, go(moved, "operate/diagnose-issue"));
    then(&mut work, 42, block(held));
    let stand = Some(Stand::in_stage(stream("operate"), None));
    then(&mut work, 43, Intent::Add(Box::new(NewObject { title: "New".into(), stand, ..NewObject::default() })));
    let standup = at(&work, 54);
    assert_eq!((standup.since, standup.is_last), (hours(30), true));
    let told = |lines: &[crate::domain::standup::Line]| lines.iter().map(|l| l.title.clone()).collect::<Vec<_>>();
    let changes = &standup.changes;
    assert_eq!(told(&changes.started), ["New"]);
    assert_eq!(
        [told(&changes.finished), told(&changes.moved), told(&changes.blocked)],
        [["Done"], ["Moved"], ["Held"]]
    );
    assert_eq!((changes.n_new_blocked, changes.wip), (1, 3));
    // Before that one it was no change.
    let before = StandupAsk { since: Since::At(hours(53)), ..standup_of(Some("operate")) };
    let before = work.reader.standup(&before, hours(54)).unwrap();
    assert_eq!((before.changes.n_new_blocked, before.changes.moved.len(), before.is_last), (0, 0, false));
}

#[test]
fn a_move_undone_and_done_again_is_told_as_the_move() {
    let mut work = Workspace::new();
    let card = *work.add("Moved", "operate/detect-issue");
    let moved = |work: &Workspace| at(work, 30).changes.moved.len();
    then(&mut work, 20, go(card, "operate/diagnose-issue"));
    assert_eq!(moved(&work), 1);
    work.undo("ana").unwrap();
    assert_eq!(moved(&work), 0);
    work.redo("ana").unwrap();
    assert_eq!(moved(&work), 1);
}

#[test]
fn all_streams_are_walked_under_a_filter() {
    let mut work = Workspace::new();
    work.add("Idea", "evaluate/gather-influencers");
    work.add("Incident", "operate/detect-issue");
    let ana = NewObject { assignee: Some("ana".into()), title: "Of ana".into(), ..NewObject::default() };
    work.add_with(ana, "operate/detect-issue");
    let all = work.reader.standup(&standup_of(None), hours(30)).unwrap();
    assert_eq!(walked(&all), ["Idea", "Incident", "Of ana"]);
    let asker = Asker { me: "ana", now: now(), zone: &chrono_tz::UTC };
    let mine = StandupAsk { filter: Filter::parse("@me", &asker).unwrap(), ..standup_of(None) };
    let mine = work.reader.standup(&mine, hours(30)).unwrap();
    assert_eq!((walked(&mine), mine.changes.wip, mine.n_rest), (vec!["Of ana"], 1, 0));
}
