//! Looking back: every board that was, whatever was undone, archived, finished or reopened since.

use super::fixture::*;
use crate::domain::At;
use crate::domain::change::Via;
use crate::domain::id::CardId;
use crate::domain::intent::{Author, Edit, Intent, Pass, Spot, To};
use crate::domain::past::NetKind;
use crate::domain::window::Anchor;
use crate::store::{Ask, ThenAsk, UndoAsk};

const DETECT: &str = "operate/detect-issue";
const DIAGNOSE: &str = "operate/diagnose-issue";

impl Workspace {
    fn at_minute(&mut self, minute: i64, actor: &str, intent: Intent) {
        let author = Author { actor: actor.into(), via: Via::Cli, at: minutes(minute) };
        self.store.commit(&Ask::new(author, vec![intent])).unwrap();
    }

    fn undo_at(&mut self, minute: i64, actor: &str) {
        self.store.undo(&UndoAsk::last(actor, minutes(minute))).unwrap();
    }

    /// Titles in a stage at a minute, in the order they came.
    fn then(&self, place: &str, minute: i64) -> Vec<String> {
        let window = self.reader.window_at(&stage(place), &Anchor::Top, 1_000, minutes(minute)).unwrap();
        assert_eq!(window.n_total, window.rows.len() as u64, "the count is that of the rows");
        window.rows.into_iter().map(|row| row.title).collect()
    }

    /// What changed, as `KEY kind kind`.
    fn changes(&self, from: i64, to: i64) -> Vec<String> {
        let between = self.reader.between(None, minutes(from), minutes(to)).unwrap();
        let kinds = |changes: &[crate::domain::past::Net]| {
            changes.iter().map(|change| change.kind().word()).collect::<Vec<_>>().join(" ")
        };
        between.cards.iter().map(|card| format!("{} {}", card.row.title, kinds(&card.changes))).collect()
    }
}

fn go(card: CardId, to: &str) -> Intent {
    let to = if to == "done" { To::Done { value: None, beneficiary: None } } else { To::Stage(stage(to)) };
    Intent::Move { card, to, spot: Spot::Bottom, pass: Pass::Free, reason: None }
}

#[test]
fn a_board_shows_where_cards_stood_then() {
    let mut work = Workspace::new();
    let slow = work.add("Slow", DETECT);
    work.add("Disk", DETECT);
    work.at_minute(10, "ana", go(*slow, DIAGNOSE));
    work.at_minute(20, "ana", go(*slow, "done"));
    work.at_minute(30, "ana", go(*slow, DETECT));
    assert_eq!(work.then(DETECT, -1), [""; 0], "before it was written down there was nothing");
    assert_eq!((work.then(DETECT, 0), work.then(DIAGNOSE, 0)), (vec!["Slow".into(), "Disk".into()], vec![]));
    assert_eq!((work.then(DETECT, 10), work.then(DIAGNOSE, 10)), (vec!["Disk".into()], vec!["Slow".into()]));
    assert_eq!((work.then(DETECT, 20), work.then(DIAGNOSE, 20)), (vec!["Disk".into()], vec![]), "done");
    assert_eq!(work.then(DETECT, 30), ["Disk", "Slow"], "reopened, it came in last");
    assert_eq!(work.changes(0, 15), ["Slow moved"]);
    assert_eq!(work.changes(0, 25), ["Slow finished"]);
    assert_eq!(work.changes(25, 35), ["Slow reopened"]);
    assert_eq!(work.changes(-5, 35), ["Disk new", "Slow new"]);
    assert_eq!(work.changes(5, 35), ["Slow state"], "there and back again, but not in the state it was in");
    let lines = work.reader.overview_at(minutes(10)).unwrap();
    let counts = |id: &str| lines.iter().flat_map(|l| &l.stages).find(|s| s.id == stage(id)).unwrap().n_cards;
    assert_eq!((counts(DETECT), counts(DIAGNOSE)), (1, 1));
}

#[test]
fn an_undone_move_was_never_there_and_one_done_again_always_was() {
    let mut work = Workspace::new();
    let slow = work.add("Slow", DETECT);
    work.at_minute(10, "ana", go(*slow, DIAGNOSE));
    work.undo_at(20, "ana");
    assert_eq!((work.then(DETECT, 15), work.then(DIAGNOSE, 15)), (vec!["Slow".into()], vec![]));
    assert_eq!(work.changes(5, 15), [""; 0]);
    work.store.redo(&UndoAsk::last("ana", minutes(30))).unwrap();
    assert_eq!((work.then(DETECT, 15), work.then(DIAGNOSE, 15)), (vec![], vec!["Slow".into()]));
    work.at_minute(40, "bea", Intent::Edit { object: slow.object, edits: vec![Edit::Title("Fast".into())] });
    work.undo_at(50, "bea");
    assert_eq!(work.then(DIAGNOSE, 45), ["Slow"], "what it was called then is what it is called");
    work.add("Gone", DETECT);
    assert_eq!(work.then(DETECT, 1), ["Slow", "Gone"]);
    work.undo_at(60, "ana");
    assert_eq!(work.then(DETECT, 1), ["Slow"], "its making was undone");
}

#[test]
fn an_archived_card_is_on_the_board_until_it_was_archived_and_from_when_it_came_back() {
    let mut work = Workspace::new();
    let slow = work.add("Slow", DETECT);
    work.add("Other", DETECT);
    let object = slow.object;
    let archive = |on: bool| if on { Intent::Archive { object } } else { Intent::Restore { object } };
    work.at_minute(10, "ana", archive(true));
    assert_eq!(
        (work.then(DETECT, 5), work.then(DETECT, 15)),
        (vec!["Slow".into(), "Other".into()], vec!["Other".into()])
    );
    work.at_minute(20, "ana", archive(false));
    assert_eq!([5, 15, 25].map(|minute| work.then(DETECT, minute).len()), [2, 1, 2]);
    work.at_minute(30, "ana", go(*slow, DIAGNOSE));
    assert_eq!([5, 15, 25, 35].map(|minute| work.then(DETECT, minute).len()), [2, 1, 2, 1]);
    work.at_minute(40, "ana", archive(true));
    assert_eq!([15, 35, 45].map(|minute| work.then(DIAGNOSE, minute).len()), [0, 1, 0]);
    assert_eq!(work.changes(5, 15), ["Slow gone"]);
    assert_eq!(work.changes(15, 25), ["Slow back"]);
    assert_eq!(work.changes(5, 45), ["Slow gone"]);
    work.undo_at(50, "ana");
    assert_eq!(work.then(DIAGNOSE, 45), ["Slow"], "an archive undone was none");
}

#[test]
fn what_was_known_of_a_card_is_told_as_it_was() {
    let mut work = Workspace::new();
    let slow = work.add("Slow", DETECT);
    let edit = |edits: Vec<Edit>| Intent::Edit { object: slow.object, edits };
    work.at_minute(10, "ana", edit(vec![Edit::Priority(Some(1)), Edit::Assignee(Some("bea".into()))]));
    work.at_minute(20, "ana", Intent::Block { card: *slow, reason: "vendor".into() });
    work.at_minute(30, "ana", edit(vec![Edit::Title("Slower".into()), Edit::Label { name: "eu".into(), on: true }]));
    work.at_minute(40, "ana", Intent::Unblock { card: *slow });
    let row = |minute: i64| {
        let window = work.reader.window_at(&stage(DETECT), &Anchor::Top, 9, minutes(minute)).unwrap();
        let row = window.rows[0].clone();
        (
            row.title,
            row.priority,
            row.assignee.unwrap_or_default(),
            row.blocked.unwrap_or_default(),
            row.labels.join(" "),
        )
    };
    let told = |title: &str, priority, owner: &str, blocked: &str, labels: &str| {
        (title.to_owned(), priority, owner.to_owned(), blocked.to_owned(), labels.to_owned())
    };
    assert_eq!(row(5), told("Slow", None, "", "", ""));
    assert_eq!(row(25), told("Slow", Some(1), "bea", "vendor", ""));
    assert_eq!(row(35), told("Slower", Some(1), "bea", "vendor", "eu"));
    assert_eq!(row(45), told("Slower", Some(1), "bea", "", "eu"));
    assert_eq!(work.changes(5, 35), ["Slower blocked priority owner title labels"]);
    assert_eq!(work.changes(25, 45), ["Slower unblocked title labels"]);
    let counts = work.reader.between(None, minutes(-5), minutes(45)).unwrap().counts();
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), [(NetKind::New, 1)]);
}

#[test]
fn a_card_in_two_streams_is_told_in_each() {
    let mut work = Workspace::new();
    let slow = work.add("Slow", DETECT);
    let place =
        Intent::Place { object: slow.object, stage: stage("explore/prioritize-backlog-items"), pass: Pass::Free };
    work.at_minute(10, "ana", place);
    assert_eq!(work.then(DETECT, 15), ["Slow"]);
    let all = |minute: i64| {
        let mut keys = Vec::new();
        let total = work.reader.cards_at(&ThenAsk::default(), minutes(minute), |row| {
            keys.push(row.stage.to_string());
            std::ops::ControlFlow::Continue(())
        });
        (total.unwrap(), keys)
    };
    assert_eq!(all(5), (1, vec![DETECT.to_owned()]));
    assert_eq!(all(15).0, 2);
    let explore = work.reader.between(Some(&stream("explore")), minutes(5), minutes(15)).unwrap();
    assert_eq!(explore.cards.len(), 1);
    assert_eq!(work.reader.between(Some(&stream("operate")), minutes(5), minutes(15)).unwrap().cards.len(), 0);
}

#[test]
fn an_object_is_told_as_it_was_with_the_links_of_then() {
    let mut work = Workspace::new();
    let slow = work.add("Slow", DETECT);
    let leak = work.object("problem", "Leak");
    work.at_minute(10, "ana", link(slow.object, "is-caused-by", leak));
    work.at_minute(20, "ana", Intent::Comment { object: slow.object, text: "pool at 100%".into() });
    work.at_minute(
        30,
        "ana",
        Intent::Unlink { from: slow.object, relation: crate::domain::id::RelationId::new("is-caused-by"), to: leak },
    );
    let told = |minute: i64| {
        let sheet = work.reader.sheet_at(slow.object, minutes(minute)).unwrap();
        sheet.map(|sheet| (sheet.cards.len(), sheet.links.len(), sheet.comments.len()))
    };
    assert_eq!(
        [-5, 5, 15, 25, 35].map(told),
        [None, Some((1, 0, 0)), Some((1, 1, 0)), Some((1, 1, 1)), Some((1, 0, 1))]
    );
}

#[test]
fn windows_page_through_a_column_of_then() {
    let mut work = Workspace::new();
    let cards: Vec<_> = (0..40).map(|n| work.add(&format!("Card {n:02}"), DETECT)).collect();
    for card in cards.iter().step_by(3) {
        work.at_minute(10, "ana", go(card.card, DIAGNOSE));
    }
    let window = |anchor: &Anchor, n: usize| {
        let window = work.reader.window_at(&stage(DETECT), anchor, n, minutes(5)).unwrap();
        let titles: Vec<String> = window.rows.iter().map(|row| row.title[5..].to_owned()).collect();
        (titles.join(" "), window.n_above, window.n_total, window.rows)
    };
    let (titles, n_above, n_total, rows) = window(&Anchor::Top, 5);
    assert_eq!(
        (titles.as_str(), n_above, n_total),
        ("00 01 02 03 04", 0, 40),
        "those that left stand among the others"
    );
    let last = rows.last().unwrap();
    let (titles, n_above, ..) = window(&Anchor::Below(last.rank.clone(), last.card), 3);
    assert_eq!((titles.as_str(), n_above), ("05 06 07", 5));
    let (titles, n_above, ..) = window(&Anchor::Above(last.rank.clone(), last.card), 2);
    assert_eq!((titles.as_str(), n_above), ("02 03", 2));
    let (titles, n_above, ..) = window(&Anchor::Bottom, 2);
    assert_eq!((titles.as_str(), n_above), ("38 39", 38));
    let (titles, n_above, ..) = window(&Anchor::Around(cards[21].card), 4);
    assert_eq!((titles.as_str(), n_above), ("19 20 21 22", 19));
    let (titles, n_above, ..) = window(&Anchor::Around(cards[39].card), 4);
    assert_eq!((titles.as_str(), n_above), ("36 37 38 39", 36));
}

/// Every stage as it is and as it was a moment ago: rows without what is not told of the past, in one order.
fn compare(work: &Workspace, at: At) {
    for line in work.reader.overview(at).unwrap() {
        for now in &line.stages {
            let window = work.window(now.id.as_str(), &Anchor::Top, 1_000);
            let then = work.reader.window_at(&now.id, &Anchor::Top, 1_000, at).unwrap();
            let told = |rows: &[crate::domain::window::CardRow]| {
                let tell = |r: &crate::domain::window::CardRow| {
                    let blocked = r.blocked.clone().unwrap_or_default();
                    format!(
                        "{} {} {:?} {:?} {blocked} {:?} {}",
                        r.key, r.title, r.priority, r.assignee, r.labels, r.entered_at
                    )
                };
                let mut told: Vec<String> = rows.iter().map(tell).collect();
                told.sort();
                told
            };
            assert_eq!(told(&then.rows), told(&window.rows), "{}", now.id);
            assert_eq!(then.n_total, window.n_total, "{}", now.id);
        }
    }
    let counts = |lines: Vec<crate::domain::window::StreamLine>| -> Vec<(u64, u64, Option<At>)> {
        let stages = lines.into_iter().flat_map(|line| line.stages);
        stages.map(|stage| (stage.n_cards, stage.n_breached, stage.oldest_entered_at)).collect()
    };
    assert_eq!(counts(work.reader.overview_at(at).unwrap()), counts(work.reader.overview(at).unwrap()));
}

/// A small generator: the next of a row of numbers that look random.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

#[test]
fn the_board_of_now_is_the_board_as_it_was_now_whatever_happened() {
    const STAGES: [&str; 3] = [DETECT, DIAGNOSE, "operate/resolve-issue"];
    for seed in 1..=6 {
        let mut work = Workspace::new();
        let mut dice = Dice(seed);
        let mut cards = vec![work.add("First", DETECT)];
        let mut boards: Vec<(i64, Vec<Vec<String>>)> = Vec::new();
        let board = |work: &Workspace, minute| STAGES.map(|place| work.then(place, minute)).to_vec();
        for minute in 1..60 {
            let card = cards[dice.below(cards.len() as u64) as usize].clone();
            let actor = ["ana", "bea"][dice.below(2) as usize];
            let author = Author { actor: actor.into(), via: Via::Cli, at: minutes(minute) };
            let edit = |edit: Edit| Intent::Edit { object: card.object, edits: vec![edit] };
            let intent = match dice.below(11) {
                0 | 1 => {
                    cards.push(work.add(&format!("Card {minute}"), STAGES[dice.below(3) as usize]));
                    continue;
                }
                2..=4 => go(card.card, STAGES[dice.below(3) as usize]),
                5 => go(card.card, "done"),
                6 if dice.below(2) == 0 => Intent::Archive { object: card.object },
                6 => Intent::Restore { object: card.object },
                7 => edit(Edit::Priority(Some(dice.below(4) as u8 + 1))),
                8 if dice.below(2) == 0 => Intent::Unblock { card: card.card },
                8 => Intent::Block { card: card.card, reason: "vendor".into() },
                9 => {
                    let _ = work.store.undo(&UndoAsk::last(actor, minutes(minute)));
                    continue;
                }
                _ => {
                    let _ = work.store.redo(&UndoAsk::last(actor, minutes(minute)));
                    continue;
                }
            };
            // A refusal leaves things as they are.
            let _ = work.store.commit(&Ask::new(author, vec![intent]));
            compare(&work, minutes(minute));
        }
        compare(&work, minutes(100));
        // What nobody touches any more is told alike from then on: by the board of each minute, and by the net.
        boards.extend((0..60).step_by(7).map(|minute| (minute, board(&work, minute))));
        for (minute, then) in boards {
            let n_then: usize = then.iter().map(Vec::len).sum();
            let between = work.reader.between(None, minutes(minute), minutes(100)).unwrap();
            let of = |end: usize| between.stages.iter().map(|(_, _, ends)| ends[end] as usize).sum::<usize>();
            let n = |kind: NetKind| between.counts().get(&kind).copied().unwrap_or(0);
            let came = n(NetKind::New) + n(NetKind::Reopened) + n(NetKind::Back);
            let went = n(NetKind::Finished) + n(NetKind::Gone);
            assert_eq!((of(0), of(0) + came), (n_then, of(1) + went), "seed {seed}, minute {minute}");
        }
    }
}
