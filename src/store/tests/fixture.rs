//! A workspace of its own for each test; when it goes, the journal is replayed and compared with the tables.

use std::ops::Deref;
use std::path::PathBuf;

use chrono::TimeDelta;
use rusqlite::Connection;
use tempfile::TempDir;

use crate::domain::At;
use crate::domain::change::Via;
use crate::domain::filter::Filter;
use crate::domain::id::{CardId, ObjectId, RelationId, StageId, StreamId, TypeId};
use crate::domain::intent::{Author, Intent, NewObject, Pass, Refusal, Spot, Stand, To};
use crate::domain::value::parse_at;
use crate::domain::window::{Anchor, Sheet, Window};
use crate::store::work::Work;
use crate::store::{Ask, CommitError, Done, Reader, Receipt, Store, UndoAsk, apply, check, reference};
use crate::wire::assets::Reference;

/// So many cards take long to work out anew, and tell nothing that fewer do not.
const MANY: i64 = 3_000;

/// Monday morning.
pub fn now() -> At {
    parse_at("2026-11-23T09:00:00Z").unwrap()
}

pub fn minutes(n: i64) -> At {
    now() + TimeDelta::minutes(n)
}

pub fn author(actor: &str) -> Author {
    Author { actor: actor.into(), via: Via::Cli, at: now() }
}

pub fn stage(path: &str) -> StageId {
    StageId::new(path)
}

pub struct Workspace {
    _directory: TempDir,
    pub file: PathBuf,
    pub store: Store,
    pub reader: Reader,
    /// What it has beside the shipped reference.
    own: Option<Reference>,
}

impl Workspace {
    pub fn new() -> Self {
        let directory = TempDir::new().unwrap();
        let file = directory.path().join("work/board.db");
        Self::at(directory, file)
    }

    /// The workspace in a file that is there, or is made.
    pub fn at(directory: TempDir, file: PathBuf) -> Self {
        let store = Store::open(&file, now()).unwrap();
        let reader = Reader::open(&file).unwrap();
        Self { _directory: directory, file, store, reader, own: None }
    }

    /// A workspace with streams, types and relations of its own beside the shipped ones.
    pub fn with(own: Reference) -> Self {
        let mut work = Self::new();
        work.store.transact(|open| Ok(reference::add(open, &own)?)).unwrap();
        work.own = Some(own);
        work
    }

    /// Closes the file and opens it again.
    pub fn reopen(&mut self) {
        self.store = Store::open(&self.file, now()).unwrap();
        self.reader = Reader::open(&self.file).unwrap();
    }

    pub fn ask(&mut self, intent: Intent) -> Result<Receipt, CommitError> {
        self.ask_as("ana", intent)
    }

    pub fn ask_as(&mut self, actor: &str, intent: Intent) -> Result<Receipt, CommitError> {
        self.store.commit(&Ask::new(author(actor), vec![intent]))
    }

    pub fn done(&mut self, intent: Intent) -> Done {
        self.ask(intent).unwrap().done.remove(0)
    }

    pub fn refused(&mut self, intent: Intent) -> Refusal {
        match self.ask(intent) {
            Err(CommitError::Refused(refusal)) => refusal,
            other => panic!("not refused: {other:?}"),
        }
    }

    /// A card at the bottom of a stage.
    pub fn add(&mut self, title: &str, place: &str) -> Added {
        self.add_with(NewObject { title: title.into(), ..NewObject::default() }, place)
    }

    pub fn add_with(&mut self, new: NewObject, place: &str) -> Added {
        let stage = stage(place);
        let stand = Some(Stand::in_stage(stage.stream(), Some(stage)));
        let done = self.done(Intent::Add(Box::new(NewObject { stand, ..new })));
        Added { key: done.key.unwrap().to_string(), object: done.object.unwrap(), card: done.card.unwrap() }
    }

    /// An object without a card.
    pub fn object(&mut self, kind: &str, title: &str) -> ObjectId {
        let new = NewObject { type_id: Some(TypeId::new(kind)), title: title.into(), ..NewObject::default() };
        self.done(Intent::Add(Box::new(new))).object.unwrap()
    }

    pub fn sheet(&self, object: ObjectId) -> Sheet {
        self.reader.sheet(object, now()).unwrap().unwrap()
    }

    pub fn titles(&self, place: &str) -> Vec<String> {
        self.window(place, &Anchor::Top, 1_000).rows.into_iter().map(|r| r.title).collect()
    }

    pub fn window(&self, place: &str, anchor: &Anchor, n: usize) -> Window {
        self.reader.window(&stage(place), &Filter::default(), anchor, n, now()).unwrap()
    }

    /// The kept count of a stage.
    pub fn n_cards(&self, place: &str) -> u64 {
        let lines = self.reader.overview(now()).unwrap();
        let stage = stage(place);
        lines.iter().flat_map(|l| &l.stages).find(|s| s.id == stage).unwrap().n_cards
    }

    pub fn undo(&mut self, actor: &str) -> Result<crate::store::UndoReceipt, CommitError> {
        self.store.undo(&UndoAsk::last(actor, minutes(5)))
    }

    pub fn redo(&mut self, actor: &str) -> Result<crate::store::UndoReceipt, CommitError> {
        self.store.redo(&UndoAsk::last(actor, minutes(6)))
    }
}

impl Workspace {
    /// Where the tables of a file differ from its journal, over this workspace's reference.
    pub fn differences(&self, reader: &Reader) -> Vec<check::Difference> {
        let write = |open: &Work<'_>| {
            reference::write(open)?;
            self.own.iter().try_for_each(|own| reference::add(open, own))
        };
        check::compare_over(reader, &write).unwrap()
    }

    /// What is kept with the cards, and what it comes to when all of it is worked out anew.
    fn fresh_and_kept(&mut self) -> [Vec<String>; 2] {
        let tx = self.store.db.transaction().unwrap();
        let work = Work::begin(&tx, self.store.me, self.store.replica, &self.store.ids, now()).unwrap();
        let kept = cards(&tx);
        apply::rebuild_holds(&tx).unwrap();
        apply::refresh_all(&work).unwrap();
        work.finish().unwrap();
        [kept, cards(&tx)]
    }
}

/// Every card with what follows from others, and every stage with its counts.
fn cards(db: &Connection) -> Vec<String> {
    let mut all = db
        .prepare(
            "SELECT json_array(plain, title, blocked, gate_met, gate_asked, verdicts, gate_times, ready_from, ready_until,
               at_risk_at, breached_at, clock_left_ms, stands_until, whole_due_at, live, (SELECT group_concat(oid) FROM watch WHERE watch.cid = card.cid))
             FROM card JOIN object USING (oid)
             UNION ALL SELECT json_array(id, n_live, n_blocked) FROM stage
             UNION ALL SELECT json_array(cid, n, due_at, met_at) FROM visit
             UNION ALL SELECT json_array(cid, kind, from_at, until_at) FROM hold ORDER BY 1",
        )
        .unwrap();
    all.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

impl Drop for Workspace {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert_eq!(self.differences(&self.reader), []);
            assert_eq!(check::broken_seal(&self.reader).unwrap(), None);
            let n_cards: i64 = self.reader.db.query_row("SELECT count(*) FROM card", [], |row| row.get(0)).unwrap();
            let [kept, fresh] = if n_cards < MANY { self.fresh_and_kept() } else { Default::default() };
            assert_eq!(kept, fresh, "a card was not worked out anew when something around it changed");
        }
    }
}

/// A card that was made.
#[derive(Debug, Clone)]
pub struct Added {
    pub key: String,
    pub object: ObjectId,
    pub card: CardId,
}

impl Deref for Added {
    type Target = CardId;

    fn deref(&self) -> &CardId {
        &self.card
    }
}

pub fn move_to(card: CardId, place: &str) -> Intent {
    Intent::Move { card, to: To::Stage(stage(place)), spot: Spot::Bottom, pass: Pass::Ask, reason: None }
}

pub fn link(from: ObjectId, relation: &str, to: ObjectId) -> Intent {
    Intent::Link { from, relation: RelationId::new(relation), to }
}

pub fn stream(id: &str) -> StreamId {
    StreamId::new(id)
}
