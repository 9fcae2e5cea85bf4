//! What the plan of the demo comes to, before it is stored.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::step::{Act, Step};
use super::story::{Story, tell};
use super::{DEMO_AT, seed};
use crate::domain::At;
use crate::domain::intent::To;
use crate::domain::value::format_at;
use crate::store::Store;
use crate::wire::{assets, demo};

fn story() -> Story {
    tell(&demo::plan().unwrap(), &assets::reference().unwrap(), DEMO_AT)
}

fn moves_to<'a>(steps: &'a [Step], place: &'a str) -> impl Iterator<Item = At> + 'a {
    let leads = move |act: &Act| match act {
        Act::Move { to: To::Stage(stage), .. } => stage.as_str() == place,
        _ => false,
    };
    steps.iter().filter(move |s| s.acts.iter().any(leads)).map(|s| s.at)
}

#[test]
fn the_demo_stands_at_a_friday_morning() {
    assert_eq!(format_at(DEMO_AT), "2026-11-20T09:30:00Z");
}

#[test]
fn the_same_story_is_told_each_time() {
    assert_eq!(story().steps, story().steps);
}

#[test]
fn steps_come_in_order_and_none_is_in_the_future_whenever_it_is_told() {
    let (plan, reference) = (demo::plan().unwrap(), assets::reference().unwrap());
    for hours in (0..24 * 7).step_by(5) {
        let at = DEMO_AT + TimeDelta::hours(hours);
        let steps = tell(&plan, &reference, at).steps;
        assert!(steps.is_sorted_by_key(|s| s.at));
        assert!(steps.iter().all(|s| s.at <= at));
        // What would begin on a weekend began on the Friday before.
        assert!(steps.first().unwrap().at >= at - TimeDelta::days(plan.days + 3));
    }
}

#[test]
fn more_comes_into_the_jammed_stage_than_leaves_it() {
    let steps = story().steps;
    let in_week = |week: i64, when: &At| {
        let end = DEMO_AT - TimeDelta::weeks(week);
        (end - TimeDelta::weeks(1)..end).contains(when) || (week == 0 && *when == end)
    };
    for week in [0, 1] {
        let n = |place: &str| moves_to(&steps, place).filter(|at| in_week(week, at)).count();
        assert_eq!((n("operate/diagnose-issue"), n("operate/resolve-issue")), (26, 21), "{week} weeks ago");
    }
}

#[test]
fn every_finished_card_has_a_title_of_its_own() {
    let plan = demo::plan().unwrap();
    let titles: Vec<String> = story()
        .steps
        .iter()
        .flat_map(|s| &s.acts)
        .filter_map(|act| if let Act::Add(_, new) = act { Some(new.title.clone()) } else { None })
        .collect();
    let n_standing: usize = plan.streams.iter().flat_map(|s| &s.stages).map(|s| s.cards.len()).sum();
    let n_finished: usize = plan.streams.iter().map(|s| s.finished).sum();
    assert_eq!(titles.len(), n_standing + n_finished + plan.objects.len());
    assert_eq!(titles.iter().collect::<BTreeSet<_>>().len(), titles.len());
}

#[test]
fn the_names_of_the_plan_hold_together() {
    let (plan, story) = (demo::plan().unwrap(), story());
    let named = |name: &String| story.names.contains_key(name);
    assert!(plan.links.iter().all(|l| named(&l.from) && named(&l.to)));
    assert!(plan.places.iter().all(|p| named(&p.of)));
    assert!(plan.notes.iter().all(|n| named(&n.card)));
    let people: BTreeSet<&String> = plan.teams.iter().flat_map(|t| &t.people).collect();
    let cards = plan.streams.iter().flat_map(|s| &s.stages).flat_map(|s| &s.cards);
    assert!(cards.filter_map(|c| c.who.as_ref()).all(|who| people.contains(who)));
}

#[test]
fn no_step_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(&dir.path().join("demo.db"), DEMO_AT).unwrap();
    let seeded = seed(&mut store, DEMO_AT).unwrap();
    assert_eq!(seeded.n_groups, story().steps.len());
}
