//! Several writers at once: nothing lost, nothing twice.

use std::path::Path;
use std::thread;

use tempfile::TempDir;

use super::fixture::*;
use crate::domain::intent::{Intent, NewObject, Stand};
use crate::domain::window::Anchor;
use crate::store::{Ask, Reader, Store, check};

const N_THREADS: usize = 8;
const N_MOVES: usize = 100;

#[test]
fn eight_writers_lose_nothing() {
    let mut work = Workspace::new();
    let cards: Vec<_> = (0..N_THREADS).map(|n| *work.add(&format!("card {n}"), "operate/detect-issue")).collect();
    let before = work.reader.last_seq().unwrap();
    let file: &Path = &work.file;
    thread::scope(|scope| {
        for (n, card) in cards.iter().enumerate() {
            scope.spawn(move || {
                let mut store = Store::open(file, now()).unwrap();
                for round in 0..N_MOVES {
                    let place = ["operate/diagnose-issue", "operate/detect-issue"][round % 2];
                    store.commit(&Ask::new(author(&format!("user{n}")), vec![move_to(*card, place)])).unwrap();
                }
            });
        }
    });
    // Each card's Incident comes to be in progress with the first move, and stays so.
    assert_eq!(work.reader.last_seq().unwrap() - before, (N_THREADS * (N_MOVES + 1)) as i64);
    let window = work.window("operate/detect-issue", &Anchor::Top, 100);
    assert_eq!((window.rows.len(), window.n_total), (N_THREADS, N_THREADS as u64));
}

#[test]
fn eight_openers_of_a_new_file_all_succeed_and_keys_are_unique() {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("new/board.db");
    thread::scope(|scope| {
        for n in 0..N_THREADS {
            let file = &file;
            scope.spawn(move || {
                let mut store = Store::open(file, now()).unwrap();
                for round in 0..10 {
                    let stand = Some(Stand::in_stage(stream("operate"), None));
                    let new = NewObject { title: format!("{n}.{round}"), stand, ..NewObject::default() };
                    store.commit(&Ask::new(author("ana"), vec![Intent::Add(Box::new(new))])).unwrap();
                }
            });
        }
    });
    let reader = Reader::open(&file).unwrap();
    let window = reader.window(
        &stage("operate/detect-issue"),
        &crate::domain::filter::Filter::default(),
        &Anchor::Top,
        200,
        now(),
    );
    let mut keys: Vec<u64> = window.unwrap().rows.iter().map(|r| r.key.number()).collect();
    keys.sort_unstable();
    assert_eq!(keys, (1..=N_THREADS as u64 * 10).collect::<Vec<_>>());
    assert_eq!(check::replay_and_compare(&reader).unwrap(), []);
}
