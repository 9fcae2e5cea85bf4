//! The world outside the model: one thread writes the workspace, one reads it, one works out figures; all answer with
//! news.
//!
//! # Others' changes
//! A file notification beside the database is a hint to ask `data_version`; it often comes before the commit can
//! be seen, so the reader asks again shortly after. Behind it there is a slow poll, for where hints do not come
//! (network file systems). A change is read from the journal past the reader's cursor, our own left out.

mod figures;
mod place;
mod reader;
mod watch;
mod writer;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};

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

/// The threads, as the loop sees them: it hands over and never waits.
pub struct Runtime {
    writer: Hand<writer::Job>,
    reader: Hand<reader::Job>,
    figures: Hand<figures::Job>,
    /// Cuts a running read short when a newer one makes it void.
    interrupt: Interrupt,
    /// Held so that hints go on coming.
    watch: Option<watch::Watch>,
}

/// A thread and the way to it; both end when there are no more jobs.
struct Hand<Job> {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Runtime {
    /// Opens the database twice and starts the threads.
    pub fn open(workspace: &Workspace, news: Sender<News>) -> color_eyre::Result<Self> {
        let store = Store::open(&workspace.database, workspace.clock.now())?;
        let reader = Reader::open(&workspace.database)?;
        let interrupt = reader.interrupt_handle();
        let session = uuid::Uuid::now_v7().to_string();
        let (to_writer, jobs) = mpsc::channel();
        let work = writer::Writer::new(store, workspace.clone(), session.clone(), news.clone());
        let thread = thread::Builder::new().name("writer".into()).spawn(move || work.work(&jobs))?;
        let writer = Hand { jobs: Some(to_writer), thread: Some(thread) };
        let (to_reader, jobs) = mpsc::channel();
        let work = reader::Work::new(reader, workspace.clone(), session, news.clone());
        let thread = thread::Builder::new().name("reader".into()).spawn(move || work.work(&jobs))?;
        let hint = to_reader.clone();
        let reader = Hand { jobs: Some(to_reader), thread: Some(thread) };
        let (to_figures, jobs) = mpsc::channel();
        let work = figures::Work::new(workspace.database.clone(), workspace.clock, news);
        let thread = thread::Builder::new().name("figures".into()).spawn(move || work.work(&jobs))?;
        let figures = Hand { jobs: Some(to_figures), thread: Some(thread) };
        let watch = watch::beside(&workspace.database, move || {
            let _ = hint.send(reader::Job::Hint);
        });
        Ok(Self { writer, reader, figures, interrupt, watch })
    }

    /// Asks for something to be read.
    pub fn read(&self, ask: u64, query: Query) {
        if figures::is_for(&query) {
            return self.figures.give(figures::Job::Read { ask, query });
        }
        if reader::makes_earlier_void(&query) {
            self.interrupt.interrupt();
        }
        self.reader.give(reader::Job::Read { ask, query });
    }

    /// Asks for intents to be committed.
    pub fn commit(&self, wish: Wish) {
        self.writer.give(writer::Job::Commit(wish));
    }

    /// Asks for a plain board of this name.
    pub fn add_board(&self, name: String) {
        self.writer.give(writer::Job::AddBoard { name });
    }

    /// Asks for an undo or a redo.
    pub fn undo(&self, wish: UndoWish) {
        self.writer.give(writer::Job::Undo(wish));
    }
}

/// What was asked to be written is written before the end. The reader closes first: the last connection that may
/// write tidies the file up, which it cannot while somebody reads.
impl Drop for Runtime {
    fn drop(&mut self) {
        self.watch = None;
        self.reader.give(reader::Job::End);
        self.interrupt.interrupt();
        self.figures.give(figures::Job::End);
        self.reader.end();
        self.figures.end();
        self.writer.end();
    }
}

impl<Job> Hand<Job> {
    fn give(&self, job: Job) {
        let _ = self.jobs.as_ref().map(|jobs| jobs.send(job));
    }

    fn end(&mut self) {
        self.jobs = None;
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// Cards as `list --json` prints them.
pub fn cards_json(rows: &[CardRow], now: At) -> String {
    let docs: Vec<String> = rows.iter().map(|row| json::to_string(&CardDoc::of(row, now))).collect();
    docs.join("\n")
}

/// Rows of cells as comma-separated values.
pub fn csv(lines: &[Vec<String>]) -> String {
    lines.iter().map(|cells| String::from_utf8_lossy(&crate::wire::csv::line(cells)).into_owned()).collect()
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
