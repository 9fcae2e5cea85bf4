//! What cards share is counted as they come, go and change; teams and who has how much read it. Each workspace ends
//! with its tables compared to the journal.

use super::fixture::*;
use crate::domain::filter::{Cond, Filter, Term};
use crate::domain::intent::{Edit, Intent, NewObject};
use crate::domain::person::set_wip_limit;
use crate::store::ListAsk;

const HERE: &str = "operate/detect-issue";

fn of(who: Option<&str>) -> NewObject {
    NewObject { title: "Slow".into(), assignee: who.map(str::to_owned), ..NewObject::default() }
}

fn edit(added: &Added, edit: Edit) -> Intent {
    Intent::Edit { object: added.object, edits: vec![edit] }
}

/// The kept counts of a kind over all stages.
fn counts(work: &Workspace, kind: &str) -> Vec<(String, i64)> {
    let sql = "SELECT value, sum(n) FROM share WHERE kind = ?1 GROUP BY value ORDER BY value";
    let mut all = work.reader.db.prepare(sql).unwrap();
    all.query_map([kind], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().collect::<Result<_, _>>().unwrap()
}

/// How many cards fit a condition.
fn n_fitting(work: &Workspace, cond: Cond) -> u64 {
    let filter = Filter { terms: vec![Term { negated: false, any: vec![cond] }] };
    let ask = ListAsk { filter, ..ListAsk::default() };
    work.reader.cards(&ask, now(), |_| std::ops::ControlFlow::Continue(())).unwrap()
}

#[test]
fn a_card_is_counted_where_it_stands_and_for_what_it_shares() {
    let mut work = Workspace::new();
    let one = work.add_with(of(Some("ana")), HERE);
    work.add_with(of(None), HERE);
    let pair = |value: &str, n| (value.to_owned(), n);
    assert_eq!(counts(&work, "assignee"), [pair("", 1), pair("ana", 1)]);
    work.done(edit(&one, Edit::Label { name: "eu".into(), on: true }));
    work.done(edit(&one, Edit::Label { name: "us".into(), on: true }));
    assert_eq!(counts(&work, "label"), [pair("", 1), pair("eu", 1), pair("us", 1)]);
    work.done(edit(&one, Edit::Assignee(Some("bea".into()))));
    work.done(move_to(*one, "operate/diagnose-issue"));
    assert_eq!(counts(&work, "assignee"), [pair("", 1), pair("bea", 1)]);
    work.done(Intent::Archive { object: one.object });
    assert_eq!(counts(&work, "assignee"), [pair("", 1)]);
    work.done(edit(&one, Edit::Priority(Some(1))));
    work.done(Intent::Restore { object: one.object });
    assert_eq!(counts(&work, "priority"), [pair("", 1), pair("1", 1)]);
    work.undo("ana").unwrap();
    assert_eq!(counts(&work, "priority"), [pair("", 1)]);
}

#[test]
fn a_person_takes_the_cards_along_into_another_team() {
    let mut work = Workspace::new();
    let one = work.add_with(of(Some("ana")), HERE);
    let two = work.add_with(of(Some("ana")), HERE);
    work.add_with(of(None), HERE);
    let in_team = |team: &str| Intent::SetTeam { person: "ana".into(), team: Some(team.into()) };
    let team = |work: &Workspace, added: &Added| work.reader.row(added.card).unwrap().unwrap().team;
    work.done(in_team("payments"));
    work.done(edit(&two, Edit::Team(Some("search".into()))));
    assert_eq!((team(&work, &one).as_deref(), team(&work, &two).as_deref()), (Some("payments"), Some("search")));
    let cond = |name: &str| Cond::Team(Some(name.into()));
    assert_eq!([n_fitting(&work, cond("Payments")), n_fitting(&work, cond("search"))], [1, 1]);
    assert_eq!(n_fitting(&work, Cond::Team(None)), 1);
    work.done(in_team("core"));
    assert_eq!([n_fitting(&work, cond("core")), n_fitting(&work, cond("payments"))], [1, 0]);
    assert_eq!(work.reader.teams().unwrap(), ["core", "search"]);
    work.undo("ana").unwrap();
    assert_eq!(team(&work, &one).as_deref(), Some("payments"));
    let no = work.refused(edit(&one, Edit::Team(Some("@ana".into()))));
    assert!(no.to_string().contains("a name without @"), "{no}");
}

#[test]
fn what_somebody_has_is_told_with_what_is_enough() {
    let mut work = Workspace::new();
    let one = work.add_with(of(Some("ana")), HERE);
    work.add_with(of(Some("ana")), "integrate/plan-product-release");
    work.done(set_wip_limit(Some("ana"), Some(1)));
    work.done(set_wip_limit(None, Some(5)));
    let wip = work.reader.wip().unwrap();
    assert_eq!((wip["ana"].n_cards, wip["ana"].limit, wip["ana"].is_over()), (2, Some(1), true));
    work.done(edit(&one, Edit::Assignee(Some("bea".into()))));
    let wip = work.reader.wip().unwrap();
    assert_eq!((wip["ana"].n_cards, wip["bea"].n_cards, wip["bea"].limit), (1, 1, Some(5)));
}

#[test]
fn a_scenario_is_one_of_a_stream_it_stands_in() {
    let mut work = Workspace::new();
    let one = work.add_with(of(None), HERE);
    let own = work.reader.scenarios(Some(&stream("operate"))).unwrap()[0].id.clone();
    work.done(edit(&one, Edit::Scenario(Some(own.clone()))));
    assert_eq!(work.sheet(one.object).object.scenario.as_deref(), Some(own.as_str()));
    let no = work.refused(edit(&one, Edit::Scenario(Some("nothing-such".into()))));
    assert!(no.to_string().contains("belongs to none of the streams"), "{no}");
}
