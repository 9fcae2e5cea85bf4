//! The journal written down and read back, and its seals.

use std::ops::ControlFlow;

use rusqlite::Connection;

use super::fixture::*;
use crate::domain::gate::Status;
use crate::domain::id::CriterionId;
use crate::domain::intent::{Edit, Intent, Mark, StageEdit};
use crate::store::{CommitError, Error, Group, LogAsk, Reader, check};

fn history(reader: &Reader) -> Vec<Group> {
    let mut groups = Vec::new();
    reader
        .history(|group| {
            groups.push(group);
            ControlFlow::Continue(())
        })
        .unwrap();
    groups
}

/// A bit of everything.
fn busy() -> (Workspace, Added) {
    let mut work = Workspace::new();
    let added = work.add("Slow", "operate/detect-issue");
    let problem = work.object("problem", "Index");
    let exit = CriterionId::new("operate/detect-issue-act1");
    work.done(Intent::Tick { card: *added, criteria: vec![exit], mark: Mark::Met { evidence: None } });
    work.done(link(added.object, "is-caused-by", problem));
    work.done(Intent::Comment { object: added.object, text: "on it".into() });
    work.done(Intent::SetStage { stage: stage("operate/detect-issue"), edit: StageEdit::Name("Spot".into()) });
    work.done(move_to(*added, "operate/diagnose-issue"));
    work.done(Intent::Edit { object: added.object, edits: vec![Edit::Title("Slower".into())] });
    work.undo("ana").unwrap();
    let blocked = work.add("Roll out", "deploy/plan-approve-deployment");
    work.refused(move_to(*blocked, "deploy/fulfill-deployment"));
    (work, added)
}

#[test]
fn a_history_read_back_is_the_same_workspace() {
    let (work, added) = busy();
    let mut copy = Workspace::new();
    copy.store.load_history(history(&work.reader)).unwrap();
    assert_eq!(copy.sheet(added.object), work.sheet(added.object));
    assert_eq!(copy.reader.overview(now()).unwrap(), work.reader.overview(now()).unwrap());
    let log = |work: &Workspace| -> Vec<_> {
        let all = work.reader.log(&LogAsk::default()).unwrap();
        all.into_iter().map(|e| (e.at, e.actor, e.key, e.what, e.from, e.to, e.reason)).collect()
    };
    assert_eq!(log(&copy), log(&work));
    let mut without_old = history(&copy.reader);
    without_old.iter_mut().flat_map(|g| &mut g.ops).for_each(|op| op.old.clear());
    let mut original = history(&work.reader);
    original.iter_mut().flat_map(|g| &mut g.ops).for_each(|op| op.old.clear());
    assert_eq!(without_old, original, "what agrees is written alike");
    assert_eq!(copy.add("next", "operate/detect-issue").key, "INC-2");
    let again = copy.store.load_history(history(&work.reader));
    assert!(matches!(again, Err(CommitError::Store(Error::NotEmpty { .. }))));
}

#[test]
fn a_tick_survives_the_journey() {
    let (work, added) = busy();
    let mut copy = Workspace::new();
    copy.store.load_history(history(&work.reader)).unwrap();
    copy.done(move_to(*added, "operate/detect-issue"));
    let gate = copy.reader.gate(*added, now()).unwrap().unwrap();
    assert!(gate.lines.iter().any(|l| l.status == Status::LastTime));
}

#[test]
fn an_altered_journal_is_noticed() {
    let (work, _) = busy();
    let copy = work.file.with_file_name("altered.db");
    for change in [
        "UPDATE op SET val = replace(val, 'Slow', 'Fast') WHERE seq = 1",
        "UPDATE op SET what = 'edited' WHERE seq = 2",
        "UPDATE op SET about = NULL WHERE seq = 4",
        "UPDATE grp SET actor = 'mallory' WHERE gid = 3",
        "UPDATE grp SET at = at + 1 WHERE gid = 2",
        "DELETE FROM op WHERE seq = 5",
        "DELETE FROM op WHERE seq = (SELECT max(seq) FROM op)",
        "UPDATE op SET n = n + 100 WHERE seq = 6",
    ] {
        let _ = std::fs::remove_file(&copy);
        work.store.db.execute("VACUUM INTO ?1", [copy.to_string_lossy()]).unwrap();
        Connection::open(&copy).unwrap().execute(change, []).unwrap();
        assert!(check::broken_seal(&Reader::open(&copy).unwrap()).unwrap().is_some(), "{change}");
    }
}

#[test]
fn a_table_that_was_tampered_with_differs_from_the_journal() {
    let (work, _) = busy();
    let copy = work.file.with_file_name("altered.db");
    for change in [
        "UPDATE object SET title = 'x' WHERE oid = 1",
        "UPDATE card SET rank = 'a0zzz' WHERE cid = 1",
        "UPDATE stage SET n_live = 5 WHERE id = 'operate/diagnose-issue'",
        "DELETE FROM tick",
        "DELETE FROM comment",
        "UPDATE stretch SET n = n + 1",
    ] {
        let _ = std::fs::remove_file(&copy);
        work.store.db.execute("VACUUM INTO ?1", [copy.to_string_lossy()]).unwrap();
        Connection::open(&copy).unwrap().execute(change, []).unwrap();
        assert_ne!(check::replay_and_compare(&Reader::open(&copy).unwrap()).unwrap(), [], "{change}");
    }
}
