//! What lies around an object: windows of its links, and the objects at the other ends.

use super::fixture::{Workspace, link, now};
use crate::domain::around::{MOST_LINKS, Neighbours, Walk};
use crate::domain::id::{ObjectId, TypeId};
use crate::store::Ask;

fn around(work: &Workspace, focus: ObjectId, depth: u8, only: Option<&str>) -> Neighbours {
    let walk = Walk { path: vec![focus], depth, only: only.map(TypeId::new) };
    work.reader.walk(&walk).unwrap().neighbours
}

/// `^2 is caused by: Pool`
fn told(found: &Neighbours) -> Vec<String> {
    let row = |r: &crate::domain::around::Neighbour| {
        format!("{}{} {}: {}", if r.is_outgoing { '>' } else { '^' }, r.steps, r.name, r.object.title)
    };
    found.rows.iter().map(row).collect()
}

#[test]
fn links_are_told_both_ways_and_step_by_step() {
    let mut work = Workspace::new();
    let incident = work.add("Slow", "operate/detect-issue");
    let problem = work.object("problem", "Pool");
    let defect = work.object("defect", "Leak");
    work.done(link(incident.object, "is-caused-by", problem));
    work.done(link(problem, "creates", defect));
    let near = around(&work, problem, 1, None);
    assert_eq!(told(&near), ["^1 causes: Slow", ">1 creates: Leak"]);
    assert_eq!((near.n_in, near.n_out, near.n_rest), (1, 1, 0));
    assert_eq!(near.types, [TypeId::new("defect"), TypeId::new("incident")]);
    let stand = near.rows[0].object.stand.clone().unwrap();
    assert_eq!((stand.stage.as_str(), stand.is_done), ("operate/detect-issue", false));
    assert_eq!(told(&around(&work, incident.object, 3, None)), [">1 is caused by: Pool", ">2 creates: Leak"]);
    assert_eq!(told(&around(&work, incident.object, 2, Some("defect"))), [">2 creates: Leak"]);
    let only = around(&work, problem, 1, Some("incident"));
    assert_eq!((told(&only).len(), only.n_out, only.types.len()), (1, 0, 2));
}

#[test]
fn of_many_links_a_window_is_read_and_the_rest_counted() {
    let mut work = Workspace::new();
    let product = work.object("digital-product", "Pay");
    let first = work.object("incident", "first");
    let mut intents = vec![];
    for _ in 0..MOST_LINKS + 30 {
        let other = work.object("incident", "one");
        intents.push(link(other, "blocks", product));
    }
    intents.push(link(product, "blocks", first));
    let ask = Ask::new(super::fixture::author("ana"), intents);
    work.store.commit(&ask).unwrap();
    let found = around(&work, product, 3, None);
    assert_eq!((found.rows.len(), found.n_in, found.n_out), (MOST_LINKS, MOST_LINKS as u64 + 30, 1));
    assert_eq!(found.n_rest, 31);
    assert!(found.rows.last().unwrap().is_outgoing, "neither way is left out");
    let peek = work.reader.peek(product, now()).unwrap().unwrap();
    assert_eq!((peek.sheet.links.len(), peek.neighbours.rows.len(), peek.neighbours.n_rest), (0, 20, 211));
}

#[test]
fn what_is_gone_is_not_on_the_way_any_more() {
    let mut work = Workspace::new();
    let [a, b] = ["a", "b"].map(|title| work.object("problem", title));
    work.done(link(a, "relates-to", b));
    work.undo("ana").unwrap();
    work.undo("ana").unwrap();
    let walked = work.reader.walk(&Walk { path: vec![a, b], depth: 1, only: None }).unwrap();
    assert_eq!((walked.path.len(), walked.neighbours), (1, Neighbours::default()));
    assert_eq!(work.reader.peek(b, now()).unwrap(), None);
}
