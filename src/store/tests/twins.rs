//! Twins: found by words and links, and no more is looked at among many.

use rusqlite::params;

use super::fixture::{Workspace, author, now, stage};
use crate::domain::id::{ObjectId, RelationId};
use crate::domain::intent::{Intent, NewObject, Stand};
use crate::domain::twin::{MOST_OF_A_WORD, MOST_WORDS};
use crate::store::row::Id;
use crate::store::{Ask, twins};

const DETECT: &str = "operate/detect-issue";

fn keys(work: &Workspace, object: ObjectId) -> Vec<String> {
    work.reader.twins(object, now()).unwrap().into_iter().map(|twin| twin.key.to_string()).collect()
}

#[test]
fn twins_are_found_by_words_and_by_what_both_are_linked_with() {
    let mut work = Workspace::new();
    let disk = work.add("Disk 91% on pg-07", DETECT);
    work.add("Disk 90% on pg-07", DETECT);
    work.add("Login is slow", DETECT);
    assert_eq!(keys(&work, disk.object), ["INC-2"]);
    let (one, other) = (work.add("Checkout answers 500", DETECT), work.add("Basket cannot be paid", DETECT));
    assert_eq!(keys(&work, one.object), Vec::<String>::new());
    for service in ["pay-api prod", "pay-db prod"] {
        let service = work.object("actual-product-instance", service);
        for from in [one.object, other.object] {
            work.done(Intent::Link { from, relation: RelationId::new("relates-to"), to: service });
        }
    }
    assert_eq!(keys(&work, one.object), ["INC-5"]);
    let shared = work.reader.twins(one.object, now()).unwrap().remove(0).shared;
    assert_eq!(shared, ["API-1", "API-2"]);
}

#[test]
fn a_duplicate_is_told_no_more_and_what_is_closed_says_so() {
    let mut work = Workspace::new();
    let first = work.add("Disk full on pg-07", DETECT);
    let second = work.add("Disk full on pg-07 again", DETECT);
    work.done(Intent::Duplicate { object: second.object, of: first.object });
    assert_eq!(keys(&work, first.object), Vec::<String>::new());
    let third = work.add("Disk full on pg-07", DETECT);
    work.done(Intent::Dismiss { object: first.object, reason: "noise".into() });
    let twins = work.reader.twins(third.object, now()).unwrap();
    assert_eq!((twins[0].key.as_str(), twins[0].closed_at), ("INC-1", Some(now())));
}

#[test]
fn what_is_looked_at_does_not_grow_with_the_number_of_objects() {
    let mut work = Workspace::new();
    let one = work.add("Disk full on host", DETECT);
    let add = |work: &mut Workspace, n: usize| {
        let stand = Some(Stand::in_stage(stage(DETECT).stream(), Some(stage(DETECT))));
        let new =
            |n| NewObject { title: format!("Disk full on host {n}"), stand: stand.clone(), ..NewObject::default() };
        let intents = (0..n).map(|n| Intent::Add(Box::new(new(n)))).collect();
        work.store.commit(&Ask::new(author("ana"), intents)).unwrap();
    };
    let n_rows = |work: &Workspace| {
        let find = "SELECT oid FROM object WHERE id = ?1";
        let oid = work.reader.db.query_row(find, params![Id(one.object.0)], |row| row.get(0)).unwrap();
        twins::look(&work.reader.db, oid, "Disk full on host").unwrap().n_rows
    };
    add(&mut work, 150);
    let few = n_rows(&work);
    add(&mut work, 1_500);
    assert_eq!(n_rows(&work), few);
    assert!(few <= MOST_WORDS * MOST_OF_A_WORD, "{few}");
}
