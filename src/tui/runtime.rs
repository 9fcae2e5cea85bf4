//! The world outside the model: one thread writes the workspace, one reads it, both answer with news.
//!
//! # Others' changes
//! A file notification beside the database is a hint to ask `data_version`; it often comes before the commit can
//! be seen, so the reader asks again shortly after. Behind it there is a slow poll, for where hints do not come
//! (network file systems). A change is read from the journal past the reader's cursor, our own left out.

mod place;
mod reader;
mod watch;
mod writer;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Sender};
use std::thread;

use super::News;
use crate::app::effect::{Query, UndoWish, Wish};
use crate::app::update::place::SavedPlace;
use crate::clock::Clock;
use crate::domain::At;
use crate::domain::window::CardRow;
use crate::store::{Interrupt, Reader, Store};
use crate::wire::json::{self, CardDoc};

pub use place::read as read_place;

/// Which workspace, and in whose name.
#[derive(Clone)]
pub struct Workspace {
    pub database: PathBuf,
    pub actor: String,
    pub os_user: Option<String>,
    pub clock: Clock,
}

/// The two threads, as the loop sees them: it hands over and never waits.
pub struct Runtime {
    to_writer: Sender<writer::Job>,
    to_reader: Sender<reader::Job>,
    /// Cuts a running read short when a newer one makes it void.
    interrupt: Interrupt,
    /// Held so that hints go on coming.
    _watch: Option<watch::Watch>,
}

impl Runtime {
    /// Opens the database twice and starts the threads.
    pub fn open(workspace: &Workspace, news: Sender<News>) -> color_eyre::Result<Self> {
        let store = Store::open(&workspace.database, workspace.clock.now())?;
        let reader = Reader::open(&workspace.database)?;
        let interrupt = reader.interrupt_handle();
        let session = uuid::Uuid::now_v7().to_string();
        let (to_writer, jobs) = mpsc::channel();
        let writer = writer::Writer::new(store, workspace.clone(), session.clone(), news.clone());
        thread::Builder::new().name("writer".into()).spawn(move || writer.work(&jobs))?;
        let (to_reader, jobs) = mpsc::channel();
        let reader = reader::Work::new(reader, workspace.clone(), session, news);
        thread::Builder::new().name("reader".into()).spawn(move || reader.work(&jobs))?;
        let hint = to_reader.clone();
        let watch = watch::beside(&workspace.database, move || {
            let _ = hint.send(reader::Job::Hint);
        });
        Ok(Self { to_writer, to_reader, interrupt, _watch: watch })
    }

    /// Asks for something to be read.
    pub fn read(&self, ask: u64, query: Query) {
        if reader::makes_earlier_void(&query) {
            self.interrupt.interrupt();
        }
        let _ = self.to_reader.send(reader::Job::Read { ask, query });
    }

    /// Asks for intents to be committed.
    pub fn commit(&self, wish: Wish) {
        let _ = self.to_writer.send(writer::Job::Commit(wish));
    }

    /// Asks for a plain board of this name.
    pub fn add_board(&self, name: String) {
        let _ = self.to_writer.send(writer::Job::AddBoard { name });
    }

    /// Asks for an undo or a redo.
    pub fn undo(&self, wish: UndoWish) {
        let _ = self.to_writer.send(writer::Job::Undo(wish));
    }
}

/// Cards as `list --json` prints them.
pub fn cards_json(rows: &[CardRow], now: At) -> String {
    let docs: Vec<String> = rows.iter().map(|row| json::to_string(&CardDoc::of(row, now))).collect();
    docs.join("\n")
}

/// Keeps the place on screen; a half-written file is never seen.
pub fn save_place(file: &Path, place: &SavedPlace) -> std::io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut draft = tempfile::NamedTempFile::new_in(folder)?;
    draft.write_all(crate::wire::place::to_toml(&place::written(place)).as_bytes())?;
    draft.persist(file)?;
    Ok(())
}
