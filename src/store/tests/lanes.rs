//! Lanes of a stream, and their cards some at a time.

use super::fixture::*;
use crate::domain::change::Via;
use crate::domain::filter::{Cond, Filter, Is, Term};
use crate::domain::intent::{Author, Edit, Intent, NewObject, Pass, Stand};
use crate::domain::lane::{Lane, LaneBy, LaneKey, Slice};
use crate::domain::rank::Rank;
use crate::domain::window::{Anchor, Window};
use crate::store::Ask;

const FIRST: &str = "operate/detect-issue";
const LAST: &str = "operate/resolve-issue";

/// `n` cards: even ones in the first stage, odd ones in the last; by threes ana, bea and nobody.
fn import(work: &mut Workspace, n: usize) {
    let ranks = Rank::spread(n, None, || [1, 2, 3]);
    let row = |(idx, rank): (usize, Rank)| {
        let place = stage(if idx % 2 == 0 { FIRST } else { LAST });
        let stand = Stand { pass: Pass::Free, rank: Some(rank), ..Stand::in_stage(stream("operate"), Some(place)) };
        Intent::Add(Box::new(NewObject {
            title: format!("card {idx}"),
            assignee: [Some("ana"), Some("bea"), None][idx % 3].map(str::to_owned),
            priority: Some((idx % 4 + 1) as u8),
            stand: Some(stand),
            ..NewObject::default()
        }))
    };
    let intents = ranks.into_iter().enumerate().map(row).collect();
    work.store.commit(&Ask::new(Author { via: Via::Import, ..author("ana") }, intents)).unwrap();
}

fn lane(by: LaneBy, key: &str) -> Lane {
    Lane { by, key: if key.is_empty() { LaneKey::None } else { LaneKey::Of(key.into()) } }
}

fn slice(work: &Workspace, place: Option<&str>, lane: &Lane, filter: &Filter, anchor: &Anchor, n: usize) -> Window {
    let slice = Slice { stage: place.map(stage), lane: Some(lane.clone()) };
    work.reader.slice(&stream("operate"), &slice, filter, anchor, n, now()).unwrap()
}

fn numbers(window: &Window) -> Vec<usize> {
    window.rows.iter().map(|r| r.title.split(' ').nth(1).unwrap().parse().unwrap()).collect()
}

fn told(work: &Workspace, by: LaneBy, filter: &Filter) -> Vec<(String, Vec<u64>)> {
    let lanes = work.reader.lanes(&stream("operate"), by, filter, now()).unwrap();
    lanes.into_iter().map(|line| (line.name, line.counts)).collect()
}

fn only(cond: Cond) -> Filter {
    Filter { terms: vec![Term { negated: false, any: vec![cond] }] }
}

#[test]
fn a_stream_tells_its_lanes_with_their_counts() {
    let mut work = Workspace::new();
    import(&mut work, 12);
    let all = Filter::default();
    let line = |name: &str, counts: [u64; 3]| (name.to_owned(), counts.to_vec());
    let by_three = [line("ana", [2, 0, 2]), line("bea", [2, 0, 2]), line("nobody", [2, 0, 2])];
    assert_eq!(told(&work, LaneBy::Assignee, &all), by_three);
    let by_four = [line("P1", [3, 0, 0]), line("P2", [0, 0, 3]), line("P3", [3, 0, 0]), line("P4", [0, 0, 3])];
    assert_eq!(told(&work, LaneBy::Priority, &all), by_four);
    assert_eq!(told(&work, LaneBy::Label, &all), [line("no label", [6, 0, 6])]);
    let few = only(Cond::Priority(1));
    assert_eq!(told(&work, LaneBy::Priority, &few), [line("P1", [3, 0, 0])], "empty ones go under a filter");
    work.done(Intent::SetTeam { person: "ana".into(), team: Some("core".into()) });
    work.done(Intent::SetTeam { person: "zoe".into(), team: Some("idle".into()) });
    let teams = [line("core", [2, 0, 2]), line("idle", [0, 0, 0]), line("no team", [4, 0, 4])];
    assert_eq!(told(&work, LaneBy::Team, &all), teams);
}

#[test]
fn the_cards_of_a_lane_are_read_from_any_place() {
    let mut work = Workspace::new();
    import(&mut work, 1_200);
    let ana = lane(LaneBy::Assignee, "ana");
    let all = Filter::default();
    let top = slice(&work, Some(FIRST), &ana, &all, &Anchor::Top, 3);
    assert_eq!((numbers(&top), top.n_above, top.n_total), (vec![0, 6, 12], 0, 200));
    let last = &top.rows[2];
    let below = slice(&work, Some(FIRST), &ana, &all, &Anchor::Below(last.rank.clone(), last.card), 2);
    assert_eq!((numbers(&below), below.n_above), (vec![18, 24], 3));
    let bottom = slice(&work, Some(FIRST), &ana, &all, &Anchor::Bottom, 2);
    assert_eq!((numbers(&bottom), bottom.n_above), (vec![1_188, 1_194], 198));
    let first = &bottom.rows[0];
    let above = slice(&work, Some(FIRST), &ana, &all, &Anchor::Above(first.rank.clone(), first.card), 2);
    assert_eq!((numbers(&above), above.n_above), (vec![1_176, 1_182], 196));
    let around = slice(&work, Some(FIRST), &ana, &all, &Anchor::Around(below.rows[0].card), 4);
    assert_eq!((numbers(&around), around.n_above), (vec![6, 12, 18, 24], 1));
    let strayed = slice(&work, Some(FIRST), &lane(LaneBy::Assignee, "bea"), &all, &Anchor::Around(last.card), 2);
    assert_eq!(numbers(&strayed), [4, 10], "a card of another lane is not here: the top");
}

#[test]
fn a_filter_and_a_lane_hold_together() {
    let mut work = Workspace::new();
    import(&mut work, 120);
    for filter in [only(Cond::Priority(1)), Filter { terms: vec![] }] {
        for key in ["ana", "bea", ""] {
            let whole = slice(&work, Some(FIRST), &lane(LaneBy::Assignee, key), &filter, &Anchor::Top, 1_000);
            let fits = |n: &usize| ["ana", "bea", ""][n % 3] == key && (filter.is_empty() || n.is_multiple_of(4));
            let wanted: Vec<usize> = (0..120).step_by(2).filter(fits).collect();
            assert_eq!((numbers(&whole), whole.n_total as usize), (wanted.clone(), wanted.len()));
        }
    }
    let ready = only(Cond::Is(Is::Unassigned));
    assert_eq!(slice(&work, Some(FIRST), &lane(LaneBy::Assignee, "ana"), &ready, &Anchor::Top, 9).n_total, 0);
}

#[test]
fn a_team_is_one_column_from_the_last_stage_to_the_first() {
    let mut work = Workspace::new();
    import(&mut work, 12);
    work.done(Intent::SetTeam { person: "ana".into(), team: Some("core".into()) });
    let core = lane(LaneBy::Team, "core");
    let all = Filter::default();
    let whole = slice(&work, None, &core, &all, &Anchor::Top, 10);
    assert_eq!((numbers(&whole), whole.n_total), (vec![3, 9, 0, 6], 4));
    let second = &whole.rows[1];
    let rest = slice(&work, None, &core, &all, &Anchor::Below(second.rank.clone(), second.card), 10);
    assert_eq!((numbers(&rest), rest.n_above), (vec![0, 6], 2));
    let back = slice(&work, None, &core, &all, &Anchor::Above(rest.rows[0].rank.clone(), rest.rows[0].card), 10);
    assert_eq!(numbers(&back), [3, 9]);
    assert_eq!(numbers(&slice(&work, None, &core, &all, &Anchor::Bottom, 3)), [9, 0, 6]);
    assert_eq!(slice(&work, None, &lane(LaneBy::Team, ""), &all, &Anchor::Top, 10).n_total, 8);
}

#[test]
fn what_has_no_lane_of_its_own_is_in_one_for_all_others() {
    let mut work = Workspace::new();
    for n in 0..23 {
        let added = work.add(&format!("card {n}"), FIRST);
        let label = Edit::Label { name: format!("l{n:02}"), on: true };
        work.done(Intent::Edit { object: added.object, edits: vec![label] });
    }
    let lanes = work.reader.lanes(&stream("operate"), LaneBy::Label, &Filter::default(), now()).unwrap();
    let last = lanes.last().unwrap();
    assert_eq!((lanes.len(), last.name.as_str(), last.counts[0]), (21, "3 others", 3));
    let others = Lane { by: LaneBy::Label, key: LaneKey::Others };
    assert_eq!(numbers(&slice(&work, Some(FIRST), &others, &Filter::default(), &Anchor::Top, 9)), [20, 21, 22]);
}
