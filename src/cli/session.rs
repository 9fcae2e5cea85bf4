//! What every command works with: the configuration, the time, the one who acts, and the workspace, opened when it is
//! first needed.

use std::cell::{OnceCell, RefCell, RefMut};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use tempfile::TempDir;

use super::args::Global;
use super::exit::{Answer, Failure};
use super::output::tell;
use super::who::Who;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::At;
use crate::domain::change::Via;
use crate::domain::date::{parse_back, parse_due, parse_past};
use crate::domain::filter::{Asker, Filter};
use crate::domain::intent::{Author, Intent};
use crate::domain::window::StreamLine;
use crate::store::{Ask, Reader, Receipt, Store};
use crate::text::sanitize;

/// One run of the program.
pub struct Session {
    pub config: Config,
    pub clock: Clock,
    pub now: At,
    pub who: Who,
    /// Whether somebody is there to be asked.
    pub may_ask: bool,
    is_silent: bool,
    streams: OnceCell<Vec<StreamLine>>,
    reader: OnceCell<Reader>,
    /// Closed last: the last connection that may write tidies the file up, and the next command finds it small.
    store: RefCell<Option<Store>>,
}

impl Session {
    /// Settles who acts, when and where; opens nothing yet.
    pub fn new(global: &Global) -> Answer<Self> {
        let clock = Clock::from_env().map_err(|e| Failure::invalid(e.to_string()))?;
        let config = Config::load(global.db.as_deref()).map_err(|e| Failure::invalid(e.to_string()))?;
        let who = Who::find(global.actor.as_deref())?;
        let is_there = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        let session = Self {
            config,
            clock,
            now: clock.now(),
            who,
            may_ask: is_there && !global.json && !global.no_input,
            is_silent: global.json,
            streams: OnceCell::new(),
            reader: OnceCell::new(),
            store: RefCell::new(None),
        };
        session.warn();
        Ok(session)
    }

    /// The database.
    pub fn file(&self) -> &Path {
        &self.config.database
    }

    /// Works in a throw-away workspace from now on, which is gone with what is answered.
    pub fn use_scratch(&mut self) -> Answer<TempDir> {
        let failed = |e: std::io::Error| Failure::new(super::exit::Code::Io, format!("no temporary directory: {e}"));
        let scratch = tempfile::tempdir().map_err(failed)?;
        self.config.database = scratch.path().join("scratch.db");
        self.is_silent = true;
        Ok(scratch)
    }

    /// The time zone people see.
    pub fn zone(&self) -> Tz {
        self.config.time_zone
    }

    /// The one who acts.
    pub fn me(&self) -> &str {
        &self.who.actor
    }

    /// The workspace, for reading; a missing one is made, and one of an older format brought up to date.
    pub fn reader(&self) -> Answer<&Reader> {
        if let Some(reader) = self.reader.get() {
            return Ok(reader);
        }
        if self.is_new() {
            self.store()?;
        }
        let reader = match Reader::open(self.file()) {
            Err(crate::store::Error::Outdated { .. }) => {
                self.store()?;
                Reader::open(self.file())?
            }
            opened => opened?,
        };
        Ok(self.reader.get_or_init(|| reader))
    }

    /// The workspace, for writing; a missing one is made, and that is said once.
    pub fn store(&self) -> Answer<RefMut<'_, Store>> {
        let store = match self.store.take() {
            Some(open) => open,
            None => self.open()?,
        };
        Ok(RefMut::map(self.store.borrow_mut(), |slot| slot.insert(store)))
    }

    fn open(&self) -> Answer<Store> {
        let is_new = self.is_new();
        let store = Store::open(self.file(), self.now)?;
        if is_new {
            self.mention(&format!("a new workspace was made in {}", self.file().display()));
        }
        Ok(store)
    }

    /// Whether there is no workspace yet; in an empty file there is none, or somebody is making one this very moment.
    pub fn is_new(&self) -> bool {
        self.file().metadata().map_or(true, |meta| meta.is_file() && meta.len() == 0)
    }

    /// All streams with counts.
    pub fn streams(&self) -> Answer<&[StreamLine]> {
        if let Some(streams) = self.streams.get() {
            return Ok(streams);
        }
        let streams = self.reader()?.overview(self.now)?;
        Ok(self.streams.get_or_init(|| streams))
    }

    /// Does one thing, or refuses.
    pub fn commit(&self, intents: Vec<Intent>) -> Answer<Receipt> {
        Ok(self.store()?.commit(&self.ask(intents))?)
    }

    /// What is asked of the store in our name.
    pub fn ask(&self, intents: Vec<Intent>) -> Ask {
        let author = Author { actor: self.who.actor.clone(), via: Via::Cli, at: self.now };
        let os_user = Some(self.who.os_user.clone());
        Ask { os_user, terminal: self.who.terminal.clone(), ..Ask::new(author, intents) }
    }

    /// A filter as typed, word by word; the streams, stages and types it names are known.
    pub fn filter(&self, words: &[String]) -> Answer<Filter> {
        let filter = self.read_filter(words)?;
        self.expect_known(&filter)?;
        Ok(filter)
    }

    /// A filter as typed, whatever it names.
    pub fn read_filter(&self, words: &[String]) -> Answer<Filter> {
        self.read_text(&typed(words))
    }

    /// A filter in one text.
    pub fn read_text(&self, text: &str) -> Answer<Filter> {
        let zone = self.zone();
        Ok(Filter::parse(text, &Asker { me: self.me(), now: self.now, zone: &zone })?)
    }

    /// A moment to come, or nothing for `none`.
    pub fn due(&self, text: &str) -> Answer<Option<At>> {
        let Some(text) = super::values::unless_none(text) else { return Ok(None) };
        Ok(Some(parse_due(text, self.now, &self.zone())?))
    }

    /// A moment that was, or nothing for `none`.
    pub fn past(&self, text: &str) -> Answer<Option<At>> {
        let Some(text) = super::values::unless_none(text) else { return Ok(None) };
        let at = parse_past(text, self.now, &self.zone())?;
        if at > self.now {
            return Err(Failure::invalid(format!("\"{text}\" lies ahead; wanted is a time that was")));
        }
        Ok(Some(at))
    }

    /// An instant to look back at: a day is its end, today is now.
    pub fn back(&self, text: &str) -> Answer<At> {
        let at = parse_back(text, self.now, &self.zone())?;
        if at > self.now {
            return Err(Failure::invalid(format!("\"{text}\" lies ahead; the past ends now")));
        }
        Ok(at)
    }

    /// Says why nothing is shown of a time at which nothing stood on the boards.
    pub fn say_if_nothing_then(&self, at: At, n_cards: u64) -> Answer<()> {
        let began_at = self.reader()?.began_at()?;
        match began_at {
            Some(began_at) if at < began_at && n_cards == 0 => self.mention(&format!(
                "nothing stood on the boards on {}; this workspace began on {}",
                self.local(at),
                self.local(began_at)
            )),
            _ if n_cards == 0 => self.mention(&format!("nothing stood on the boards on {}", self.local(at))),
            _ => {}
        }
        Ok(())
    }

    /// A moment as people read it.
    pub fn local(&self, at: At) -> String {
        at.with_timezone(&self.zone()).format("%Y-%m-%d %H:%M").to_string()
    }

    /// Tells people something beside the data.
    pub fn mention(&self, sentence: &str) {
        if !self.is_silent {
            tell(&format!("streamboard: {}\n", sanitize(sentence)));
        }
    }

    fn warn(&self) {
        self.config.warnings.iter().for_each(|warning| self.mention(&warning.to_string()));
    }
}

/// A file named on the command line; `-` is none.
pub fn named_file(file: &Path) -> Option<PathBuf> {
    (file.as_os_str() != "-").then(|| file.to_owned())
}

/// A filter's words as one text.
pub fn typed(words: &[String]) -> String {
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

/// The shell took the quotes off `stage:"Detect Issue"`; they are put on again.
fn quoted(word: &str) -> String {
    let needs = word.contains(char::is_whitespace) && !word.contains('"');
    let value = word.find([':', '<', '>']).map(|at| word.split_at(at + 1));
    match value.filter(|(name, _)| needs && !name.contains(char::is_whitespace)) {
        Some((name, value)) => format!("{name}\"{value}\""),
        None => word.to_owned(),
    }
}
