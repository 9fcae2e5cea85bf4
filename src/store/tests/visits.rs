//! Visits: one for each stay, none for a move undone, the same from the journal as from the tables.

use super::fixture::*;
use crate::domain::id::CardId;
use crate::domain::intent::{Intent, Pass, Spot, To};
use crate::store::apply::rebuild_visits;
use crate::store::row::Id;

fn go(card: CardId, to: &str) -> Intent {
    let to = if to == "done" { To::Done { value: None, beneficiary: None } } else { To::Stage(stage(to)) };
    Intent::Move { card, to, spot: Spot::Bottom, pass: Pass::Free, reason: None }
}

/// The visits of a card: number, stage, whether it ended.
fn visits(work: &Workspace, card: CardId) -> Vec<String> {
    let mut all = work
        .store
        .db
        .prepare(
            "SELECT n || ' ' || stage.id || iif(left_at IS NULL, '', ' left') FROM visit JOIN stage USING (sid)
             WHERE cid = (SELECT cid FROM card WHERE id = ?1) ORDER BY n",
        )
        .unwrap();
    all.query_map([Id(card.0)], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn an_undone_move_leaves_no_visit_and_a_move_back_is_one_more() {
    let mut work = Workspace::new();
    let added = work.add("Slow", "operate/detect-issue");
    let card = *added;
    work.done(go(card, "operate/diagnose-issue"));
    assert_eq!(visits(&work, card), ["1 operate/detect-issue left", "2 operate/diagnose-issue"]);
    work.undo("ana").unwrap();
    assert_eq!(visits(&work, card), ["1 operate/detect-issue"]);
    work.redo("ana").unwrap();
    work.done(go(card, "operate/detect-issue"));
    work.done(go(card, "done"));
    let whole = ["1 operate/detect-issue left", "2 operate/diagnose-issue left", "3 operate/detect-issue left"];
    assert_eq!(visits(&work, card), whole);
    rebuild_visits(&work.store.db).unwrap();
    assert_eq!(visits(&work, card), whole, "as the journal tells them");
}
