//! The terminal: one loop, one channel of news, one frame after all that has come in.
//!
//! # Threads
//! One reads the terminal ([`event`]), one writes the workspace and one reads it ([`runtime`]), one waits for
//! signals, one for the terminal to vanish. All of them hand over messages; only this loop touches the model and
//! the screen. It sleeps until something comes; nothing ticks but the minute.
//!
//! Start reading at [`run`].

pub mod event;
pub mod layout;
mod pace;
pub mod runtime;
pub mod shadow;
pub mod terminal;
pub mod theme;
pub mod view;
pub mod widget;

use std::io;
use std::os::fd::AsFd;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use crate::app::effect::{EditFor, Effect};
use crate::app::key::Input;
use crate::app::model::Model;
use crate::app::msg::Msg;
use crate::app::update::{SavedPlace, Start, start, update};
use crate::clock::Clock;
use crate::host::clipboard::Way;
use crate::host::signals::{Notice, Signals};
use crate::host::tty::Seen;
use crate::host::{Farewell, clipboard, editor, signals, watchdog};
use event::Reader as Keys;
use pace::Pace;
use runtime::{Runtime, Workspace};
use terminal::{Options, Screen};
use theme::Theme;

/// What the program is started with.
pub struct Session {
    pub database: PathBuf,
    pub actor: String,
    pub os_user: Option<String>,
    pub clock: Clock,
    /// The editor of the configuration, before those of the environment.
    pub editor: Option<String>,
    pub start: Start,
    /// Where the place on screen is kept, for the next start; `None` for a throw-away workspace.
    pub place_file: Option<PathBuf>,
}

/// How the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    Quit,
    /// The user wants to look around in demo data.
    WantsDemo,
}

/// What can come in.
pub enum News {
    Input(Vec<Input>),
    Signal(Notice),
    Msg(Msg),
}

/// Shows the workspace until the user leaves. The terminal is given back on every way out.
///
/// # Errors
/// The terminal or the database could not be opened, or the terminal is gone.
pub fn run(session: Session) -> color_eyre::Result<Ended> {
    let seen = Seen::now();
    let (news, incoming) = mpsc::channel();
    let workspace = Workspace {
        database: session.database.clone(),
        actor: session.actor.clone(),
        os_user: session.os_user.clone(),
        clock: session.clock,
    };
    let runtime = Runtime::open(&workspace, news.clone())?;
    let farewell = Farewell::new(|| {});
    let to_loop = news.clone();
    let signals = signals::spawn(terminal::close, farewell.clone(), move |notice| {
        let _ = to_loop.send(News::Signal(notice));
    })?;
    watchdog::spawn(io::stdin().as_fd().try_clone_to_owned()?, farewell)?;
    let options =
        Options { mouse: session.start.settings.mouse, kitty: seen.takes_kitty_flags(), ..Options::default() };
    let screen = Screen::enter(options)?;
    let keys = event::spawn(seen.esc_wait(), move |batch| news.send(News::Input(batch)).is_ok())?;
    let size = screen.size();
    let begin = Start { width: size.width, height: size.height, ..session.start };
    let (model, effects) = start(begin);
    let mut program = Program {
        model,
        screen,
        keys,
        signals,
        runtime,
        clock: session.clock,
        started: Instant::now(),
        editor: session.editor,
        place_file: session.place_file,
        ended: None,
        pace: Pace::new(),
    };
    program.carry_out(effects)?;
    program.turn(&incoming)
}

struct Program {
    model: Model,
    screen: Screen,
    keys: Keys,
    signals: Signals,
    runtime: Runtime,
    clock: Clock,
    started: Instant,
    editor: Option<String>,
    place_file: Option<PathBuf>,
    ended: Option<Ended>,
    pace: Pace,
}

impl Program {
    fn turn(&mut self, incoming: &Receiver<News>) -> color_eyre::Result<Ended> {
        loop {
            while let Ok(news) = incoming.try_recv() {
                self.take_in(news)?;
            }
            if let Some(ended) = self.ended {
                return Ok(ended);
            }
            let wait = match self.pace.until_frame(self.model.awaits_answers()) {
                Some(Duration::ZERO) => {
                    self.draw()?;
                    continue;
                }
                Some(wait) => wait,
                None => self.until_next_tick(),
            };
            match incoming.recv_timeout(wait) {
                Ok(news) => self.take_in(news)?,
                Err(RecvTimeoutError::Timeout) if self.pace.is_stale() => {}
                Err(RecvTimeoutError::Timeout) => self.tell(Msg::Tick(self.ui_now()))?,
                Err(RecvTimeoutError::Disconnected) => return Ok(Ended::Quit),
            }
        }
    }

    fn take_in(&mut self, news: News) -> color_eyre::Result<()> {
        match news {
            News::Input(inputs) => {
                self.model.now = self.ui_now();
                for input in inputs {
                    if let Input::Resize { width, height } = input {
                        self.screen.set_size(width, height)?;
                    }
                    self.tell(Msg::Input(input))?;
                }
                Ok(())
            }
            News::Msg(msg) => self.tell(msg),
            News::Signal(Notice::Stop) => self.suspend(),
            News::Signal(Notice::Continue) if self.screen.continued()? => self.tell(Msg::Resumed),
            News::Signal(Notice::Continue) => Ok(()),
        }
    }

    fn tell(&mut self, msg: Msg) -> color_eyre::Result<()> {
        let effects = update(&mut self.model, msg);
        self.pace.changed();
        self.carry_out(effects)
    }

    fn draw(&mut self) -> io::Result<()> {
        let model = &self.model;
        let theme = Theme::named(&model.settings.theme).unwrap_or_else(Theme::mono);
        let has_written = self.screen.draw(|frame| view::view(model, &theme, frame))?;
        self.pace.drawn(has_written);
        Ok(())
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> color_eyre::Result<()> {
        for effect in effects {
            match effect {
                Effect::Read { ask, query } => self.runtime.read(ask, query),
                Effect::Commit(wish) => self.runtime.commit(wish),
                Effect::Undo(wish) => self.runtime.undo(wish),
                Effect::Copy { text, what } => self.copy(&text, &what)?,
                Effect::CopyJson(rows) => {
                    let text = runtime::cards_json(&rows, self.clock.now());
                    self.copy(&text, "JSON")?;
                }
                Effect::CopyCsv { lines, what } => self.copy(&runtime::csv(&lines), &what)?,
                Effect::AddBoard { name } => self.runtime.add_board(name),
                Effect::OpenEditor { file_name, text, then } => self.open_editor(&file_name, &text, then)?,
                Effect::Suspend => self.suspend()?,
                Effect::Redraw => self.redraw()?,
                Effect::SetMouse(on) => self.screen.set_mouse(on)?,
                Effect::Bell => self.screen.bell()?,
                Effect::SavePlace(place) => self.save_place(&place),
                Effect::OpenDemo => self.ended = Some(Ended::WantsDemo),
                Effect::Quit => self.ended = Some(Ended::Quit),
            }
        }
        Ok(())
    }

    fn redraw(&mut self) -> io::Result<()> {
        self.screen.redraw()
    }

    fn copy(&mut self, text: &str, what: &str) -> color_eyre::Result<()> {
        let text = crate::text::sanitize_lines(text).into_owned();
        let said = match clipboard::copy(&text) {
            Way::Helper(program) => format!("{what} copied by {program}."),
            Way::Osc52 if self.screen.copy_osc52(&text)? => format!("{what} copied through the terminal."),
            Way::Osc52 => format!("{what} is too long for the terminal's clipboard."),
        };
        self.tell(Msg::Copied { text: said })
    }

    fn open_editor(&mut self, file_name: &str, text: &str, then: EditFor) -> color_eyre::Result<()> {
        let from_env = || editor::choose(|name| std::env::var(name).ok());
        let editor = self.editor.clone().unwrap_or_else(from_env);
        self.keys.pause();
        // From the release on, Ctrl-c and Ctrl-z are signals, and the editor's.
        let lent = self.signals.lend();
        self.screen.release();
        let edited = editor::edit(text, file_name, &editor);
        self.screen.reclaim()?;
        drop(lent);
        self.keys.resume();
        match edited {
            Ok(edited) => self.tell(Msg::Edited { then, text: edited.changed.then_some(edited.text) }),
            Err(error) => self.tell(Msg::Failed { text: error.to_string(), is_write: false }),
        }
    }

    fn suspend(&mut self) -> color_eyre::Result<()> {
        if self.screen.suspend()? {
            return self.tell(Msg::Resumed);
        }
        self.tell(Msg::Failed { text: "No shell is there that could continue the program.".into(), is_write: false })
    }

    fn save_place(&self, place: &SavedPlace) {
        let Some(file) = &self.place_file else { return };
        if let Err(error) = runtime::save_place(file, place) {
            tracing::warn!(%error, "the place on screen was not kept");
        }
    }

    /// The time on screen. Where the clock is fixed, what is timed on screen goes on all the same.
    fn ui_now(&self) -> crate::domain::At {
        self.clock.on_screen(self.started.elapsed())
    }

    /// Until the next thing that comes true by itself; the turn of the minute otherwise.
    fn until_next_tick(&self) -> Duration {
        let now = self.ui_now();
        let next = crate::app::update::next_tick_at(&self.model);
        (next - now).to_std().unwrap_or_default().clamp(Duration::from_millis(1), Duration::from_mins(1))
    }
}
