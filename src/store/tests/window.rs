//! Columns, lists and counts, with and without a filter; and ten thousand rows at once.

use std::ops::ControlFlow;

use super::fixture::*;
use crate::domain::change::Via;
use crate::domain::filter::{Cmp, Cond, Filter, Is, Sla, Term};
use crate::domain::intent::{Author, Intent, NewObject, Pass, Stand};
use crate::domain::rank::Rank;
use crate::domain::window::{Anchor, CardRow, Found, HitRow};
use crate::store::{Ask, ListAsk, ObjectAsk, Sort};

const COLUMN: &str = "operate/detect-issue";

fn filter(conds: Vec<Cond>) -> Filter {
    Filter { terms: conds.into_iter().map(|cond| Term { negated: false, any: vec![cond] }).collect() }
}

fn not(cond: Cond) -> Filter {
    Filter { terms: vec![Term { negated: true, any: vec![cond] }] }
}

/// `n` cards in one column, imported in one group; every third belongs to ana, every tenth is about the checkout.
fn import(work: &mut Workspace, n: usize) {
    let ranks = Rank::spread(n, None, || [1, 2, 3]);
    let row = |(idx, rank): (usize, Rank)| {
        let stand =
            Stand { pass: Pass::Free, rank: Some(rank), ..Stand::in_stage(stream("operate"), Some(stage(COLUMN))) };
        let about = if idx % 10 == 0 { "checkout" } else { "printer" };
        Intent::Add(Box::new(NewObject {
            title: format!("{about} {idx}"),
            priority: Some((idx % 4 + 1) as u8),
            assignee: (idx % 3 == 0).then(|| "Ana".into()),
            labels: if idx % 7 == 0 { vec!["eu".into()] } else { Vec::new() },
            stand: Some(stand),
            ..NewObject::default()
        }))
    };
    let intents = ranks.into_iter().enumerate().map(row).collect();
    work.store.commit(&Ask::new(Author { via: Via::Import, ..author("ana") }, intents)).unwrap();
}

fn numbers(rows: &[CardRow]) -> Vec<usize> {
    rows.iter().map(|r| r.title.split(' ').nth(1).unwrap().parse().unwrap()).collect()
}

fn list(work: &Workspace, ask: &ListAsk) -> (Vec<CardRow>, u64) {
    let mut rows = Vec::new();
    let total = work.reader.cards(ask, now(), |row| {
        rows.push(row);
        ControlFlow::Continue(())
    });
    (rows, total.unwrap())
}

#[test]
fn a_window_is_read_from_any_place() {
    let mut work = Workspace::new();
    import(&mut work, 2_000);
    let top = work.window(COLUMN, &Anchor::Top, 10);
    assert_eq!((numbers(&top.rows), top.n_above, top.n_total), ((0..10).collect(), 0, 2_000));
    let last = top.rows.last().unwrap();
    let below = work.window(COLUMN, &Anchor::Below(last.rank.clone(), last.card), 5);
    assert_eq!((numbers(&below.rows), below.n_above), ((10..15).collect(), 10));
    let first = &below.rows[0];
    let above = work.window(COLUMN, &Anchor::Above(first.rank.clone(), first.card), 3);
    assert_eq!((numbers(&above.rows), above.n_above), (vec![7, 8, 9], 7));
    let bottom = work.window(COLUMN, &Anchor::Bottom, 4);
    assert_eq!((numbers(&bottom.rows), bottom.n_above), ((1_996..2_000).collect(), 1_996));
    let middle = work.window(COLUMN, &Anchor::Below(Rank("b08".into()), last.card), 1);
    let n = numbers(&middle.rows)[0];
    assert_eq!(middle.n_above, n as u64, "what lies above is known without counting it");
    let around = work.window(COLUMN, &Anchor::Around(middle.rows[0].card), 10);
    assert_eq!((numbers(&around.rows), around.n_above), ((n - 5..n + 5).collect(), n as u64 - 5));
    let at_end = work.window(COLUMN, &Anchor::Around(bottom.rows[3].card), 10);
    assert_eq!(numbers(&at_end.rows), (1_990..2_000).collect::<Vec<_>>());
    let at_start = work.window(COLUMN, &Anchor::Around(top.rows[1].card), 10);
    assert_eq!(numbers(&at_start.rows), (0..10).collect::<Vec<_>>());
}

#[test]
fn counts_hold_while_cards_come_and_go() {
    let mut work = Workspace::new();
    import(&mut work, 1_500);
    let rows = work.window(COLUMN, &Anchor::Top, 1_500).rows;
    for row in rows.iter().step_by(5) {
        work.done(move_to(row.card, "operate/diagnose-issue"));
    }
    assert_eq!((work.n_cards(COLUMN), work.n_cards("operate/diagnose-issue")), (1_200, 300));
    for nth in [0_u64, 511, 512, 700, 1_199] {
        let all = work.window(COLUMN, &Anchor::Top, nth as usize + 1);
        let place = &all.rows[nth as usize];
        let window = work.window(COLUMN, &Anchor::Around(place.card), 1);
        assert_eq!((window.rows[0].card, window.n_above), (place.card, nth));
    }
}

#[test]
fn a_filter_narrows_a_window() {
    let mut work = Workspace::new();
    import(&mut work, 300);
    let fits = |filter: &Filter, anchor: &Anchor, n: usize| {
        let window = work.reader.window(&stage(COLUMN), filter, anchor, n, now()).unwrap();
        (numbers(&window.rows), window.n_above, window.n_total)
    };
    let ana = filter(vec![Cond::Assignee("ana".into())]);
    assert_eq!(fits(&ana, &Anchor::Top, 3), (vec![0, 3, 6], 0, 100));
    assert_eq!(fits(&ana, &Anchor::Bottom, 2), (vec![294, 297], 98, 100));
    let words = filter(vec![Cond::Word("check".into()), Cond::Assignee("ANA".into())]);
    assert_eq!(fits(&words, &Anchor::Top, 3), (vec![0, 30, 60], 0, 10));
    assert_eq!(fits(&filter(vec![Cond::Word("checkout 12".into())]), &Anchor::Top, 9).0, [120]);
    assert_eq!(fits(&not(Cond::Word("printer".into())), &Anchor::Top, 2), (vec![0, 10], 0, 30));
    let anchored = work.window(COLUMN, &Anchor::Top, 61).rows.remove(60);
    assert_eq!(fits(&words, &Anchor::Around(anchored.card), 2), (vec![30, 60], 1, 10));
    assert_eq!(fits(&words, &Anchor::Below(anchored.rank.clone(), anchored.card), 2), (vec![90, 120], 3, 10));
    assert_eq!(fits(&words, &Anchor::Above(anchored.rank, anchored.card), 2), (vec![0, 30], 0, 10));
}

#[test]
fn every_condition_asks_what_it_says() {
    let mut work = Workspace::new();
    import(&mut work, 40);
    let rows = work.window(COLUMN, &Anchor::Top, 40).rows;
    work.done(Intent::Block { card: rows[1].card, reason: "x".into() });
    work.done(Intent::Wait { card: rows[2].card, until: Some(minutes(30)) });
    work.done(Intent::Edit {
        object: rows[5].object,
        edits: vec![crate::domain::intent::Edit::Due(Some(minutes(-1)))],
    });
    let n = |filter: &Filter| work.reader.window(&stage(COLUMN), filter, &Anchor::Top, 0, now()).unwrap().n_total;
    for (cond, expected) in [
        (Cond::Label("EU".into()), 6),
        (Cond::Priority(1), 10),
        (Cond::Priority(0), 0),
        (Cond::Stage("detect".into()), 40),
        (Cond::Stage("operate/diagnose-issue".into()), 0),
        (Cond::Stream("Oper".into()), 40),
        (Cond::Stream("deploy".into()), 0),
        (Cond::Type("Incident".into()), 40),
        (Cond::State("new".into()), 40),
        (Cond::Key("INC-7".into()), 1),
        (Cond::Key("INC".into()), 40),
        (Cond::Is(Is::Blocked), 1),
        (Cond::Is(Is::Waiting), 1),
        (Cond::Is(Is::Ready), 14),
        (Cond::Is(Is::Done), 0),
        (Cond::Is(Is::Unassigned), 26),
        (Cond::Is(Is::Overdue), 1),
        (Cond::Sla(Sla::Ok), 40),
        (Cond::Sla(Sla::Breach), 0),
        (Cond::Age(Cmp::Less, 1), 40),
        (Cond::Age(Cmp::More, 1), 0),
        (Cond::Entered(Cmp::Less, 60), 40),
        (Cond::Due(Cmp::Less, now()), 1),
        (Cond::Due(Cmp::More, now()), 0),
        (Cond::Word("\" OR printer".into()), 0),
    ] {
        assert_eq!(n(&filter(vec![cond.clone()])), expected, "{cond:?}");
        assert_eq!(n(&not(cond.clone())), 40 - expected, "not {cond:?}");
    }
    let either = Filter { terms: vec![Term { negated: false, any: vec![Cond::Priority(1), Cond::Priority(2)] }] };
    assert_eq!(n(&either), 20);
}

#[test]
fn lists_are_in_the_order_asked_for() {
    let mut work = Workspace::new();
    import(&mut work, 12);
    let other = work.add("Other 99", "evaluate/gather-influencers");
    let (rows, total) = list(&work, &ListAsk { limit: Some(2), ..ListAsk::default() });
    assert_eq!((rows.len(), total, rows[0].card), (2, 13, *other));
    assert!(!rows[0].open.is_empty() && rows[0].open.iter().all(|id| !id.contains('/')));
    let operate = ListAsk { stream: Some(stream("operate")), ..ListAsk::default() };
    assert_eq!(numbers(&list(&work, &operate).0), (0..12).collect::<Vec<_>>());
    let urgent = ListAsk { sort: Sort::Priority, ..operate.clone() };
    assert_eq!(numbers(&list(&work, &urgent).0)[..4], [0, 4, 8, 1]);
    let next = ListAsk { sort: Sort::Sla, limit: Some(3), ..operate };
    assert_eq!(numbers(&list(&work, &next).0), [4, 8, 1], "the first is taken");

    let to = crate::domain::intent::To::Done { value: None, beneficiary: None };
    let spot = crate::domain::intent::Spot::Bottom;
    work.done(Intent::Move { card: *other, to, spot, pass: Pass::Free, reason: None });
    let (rows, _) = list(&work, &ListAsk { done: true, ..ListAsk::default() });
    assert_eq!((rows.len(), rows[0].done_at), (1, Some(now())));
    work.done(Intent::Archive { object: other.object });
    assert_eq!(list(&work, &ListAsk { done: true, ..ListAsk::default() }).1, 0);
    assert_eq!(list(&work, &ListAsk { done: true, archived: true, ..ListAsk::default() }).1, 1);
    let said = filter(vec![Cond::Is(Is::Archived), Cond::Is(Is::Done)]);
    assert_eq!(list(&work, &ListAsk { filter: said, ..ListAsk::default() }).1, 1);
}

#[test]
fn objects_are_listed_and_searched_with_or_without_cards() {
    let mut work = Workspace::new();
    let problem = work.object("problem", "Index is missing");
    let card = work.add("Index grows", COLUMN);
    let hits = work.reader.search("ind", 10).unwrap();
    assert_eq!(hits.len(), 2);
    assert!(matches!(hits[0].row, HitRow::Card { card: found, is_done: false, .. } if found == *card));
    assert_eq!((hits[0].place.as_str(), hits[1].place.as_str()), ("Operate, Detect Issue", "Problem"));
    assert_eq!(work.reader.search("prb-1", 10).unwrap()[0].row, HitRow::Object(problem));
    assert!(work.reader.search("*&\"", 10).unwrap().is_empty());
    let mut titles = Vec::new();
    let ask = ObjectAsk { filter: filter(vec![Cond::Type("problem".into())]), ..ObjectAsk::default() };
    let total = work.reader.objects(&ask, now(), |object| {
        titles.push(object.title);
        ControlFlow::Continue(())
    });
    assert_eq!((total.unwrap(), titles), (1, vec!["Index is missing".to_owned()]));
}

#[test]
fn what_fits_elsewhere_is_counted_too() {
    let mut work = Workspace::new();
    work.add("Slow checkout", COLUMN);
    work.add("Checkout idea", "evaluate/gather-influencers");
    let found = work.reader.found(&stream("operate"), &filter(vec![Cond::Word("checkout".into())]), now()).unwrap();
    assert_eq!(found, Found { n_here: 1, n_elsewhere: 1, n_done: 0 });
}

#[test]
fn people_and_labels_are_those_seen() {
    let mut work = Workspace::new();
    import(&mut work, 8);
    assert_eq!(work.reader.people().unwrap(), ["Ana", "ana"]);
    assert_eq!(work.reader.labels().unwrap(), ["eu"]);
}

#[test]
fn ten_thousand_rows_are_one_group_and_two_ops_a_row() {
    let mut work = Workspace::new();
    import(&mut work, 10_000);
    let count = |sql: &str| work.reader.db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM grp"), 1);
    assert_eq!(count("SELECT count(*) FROM op WHERE kind <> 'workspace'"), 20_000);
    assert_eq!(count("SELECT count(*) FROM reg WHERE field NOT LIKE 'keys:%'"), 0);
    assert_eq!(work.n_cards(COLUMN), 10_000);
    assert!(count("SELECT max(n) FROM stretch") <= 512);
    work.undo("ana").unwrap();
    assert_eq!(work.n_cards(COLUMN), 0);
}
