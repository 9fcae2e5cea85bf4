//! What comes in: the only place that knows the terminal crate's events.
//!
//! A thread waits for the terminal, takes everything that is there and hands it over as one batch.
//!
//! # Waiting
//! The thread waits in its own `poll(2)` on three things: the terminal, a wake-up of ours, and SIGWINCH;
//! crossterm is asked only when one of them is ready, and never to wait. So the thread can be stopped or
//! paused at any time, and a pause is acknowledged: afterwards no byte meant for an editor is taken.
//! crossterm reads again after half a sequence (Alt-[ alone) and would hang there, so while the thread
//! runs, standard input is the same terminal opened once more without blocking. That opening is ours
//! alone: the shell's, and that of a child started during a pause, stays as it was.
//!
//! # Esc
//! `ESC` and what belongs to it may arrive apart on a slow line. [`Assembler`] puts them together.

mod assembler;

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crossterm::event::{
    self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;

use crate::app::key::{Button, Code, Input, Key, Mouse, MouseKind};
pub use assembler::Assembler;
use assembler::settle;

/// A poll of zero never sees events crossterm has read already; this one does, and does not wait.
const MOMENT: Duration = Duration::from_micros(1);

/// How long [`Reader::pause`] waits for the thread, in case the sink is blocked.
const PAUSE_LIMIT: Duration = Duration::from_secs(1);

/// The thread that reads the terminal. Dropping it stops the thread.
pub struct Reader {
    shared: Arc<Shared>,
    waker: UnixStream,
}

/// Starts reading. Each batch goes to `sink`, which says whether to go on. After a lone Esc `esc_wait` is waited.
pub fn spawn(esc_wait: Duration, sink: impl FnMut(Vec<Input>) -> bool + Send + 'static) -> io::Result<Reader> {
    let (wake, waker) = pair()?;
    let (winch, on_winch) = pair()?;
    let original = open_terminal()?;
    event::poll(MOMENT)?; // crossterm listens to SIGWINCH from here on, so before us.
    signal_hook::low_level::pipe::register(signal_hook::consts::SIGWINCH, on_winch)?;
    let shared = Arc::new(Shared::default());
    let source = Source { unblocked: unblocked(), original, wake, winch };
    let mut work = Work { shared: Arc::clone(&shared), source, assembler: Assembler::default(), esc_wait, sink };
    thread::Builder::new().name("terminal input".to_owned()).spawn(move || {
        work.source.unblock(true);
        let _ = work.run();
        work.source.unblock(false);
        work.shared.set(Phase::Ended);
    })?;
    Ok(Reader { shared, waker })
}

impl Reader {
    /// Stops reading until [`resume`](Self::resume). When it returns `true`, nothing more is taken from the terminal.
    pub fn pause(&self) -> bool {
        let mut phase = self.shared.lock();
        if *phase == Phase::Running {
            *phase = Phase::ToPause;
            self.wake();
        }
        let waiting = |phase: &mut Phase| *phase == Phase::ToPause;
        let result = self.shared.changed.wait_timeout_while(phase, PAUSE_LIMIT, waiting);
        !result.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    /// Reads on.
    pub fn resume(&self) {
        let mut phase = self.shared.lock();
        if matches!(*phase, Phase::ToPause | Phase::Paused) {
            *phase = Phase::Running;
            self.shared.changed.notify_all();
        }
    }

    /// Whether the terminal went away, or the sink said no.
    pub fn is_ended(&self) -> bool {
        *self.shared.lock() == Phase::Ended
    }

    fn wake(&self) {
        let _ = (&self.waker).write(b"!"); // A full pipe wakes as well.
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let mut phase = self.shared.lock();
        if *phase != Phase::Ended {
            *phase = Phase::ToEnd;
        }
        self.shared.changed.notify_all();
        self.wake();
    }
}

#[derive(Default)]
struct Shared {
    phase: Mutex<Phase>,
    changed: Condvar,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Phase {
    #[default]
    Running,
    ToPause,
    Paused,
    ToEnd,
    Ended,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Phase> {
        self.phase.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, phase: Phase) {
        *self.lock() = phase;
        self.changed.notify_all();
    }
}

/// What the thread owns.
struct Work<S> {
    shared: Arc<Shared>,
    source: Source,
    assembler: Assembler,
    esc_wait: Duration,
    sink: S,
}

impl<S: FnMut(Vec<Input>) -> bool> Work<S> {
    fn run(&mut self) -> io::Result<()> {
        while self.obey() {
            let limit = self.assembler.is_waiting().then_some(self.esc_wait);
            let mut batch = Vec::new();
            match self.source.wait(limit)? {
                Ready::Gone => return Ok(()),
                Ready::Nothing => self.assembler.give_up(&mut batch),
                Ready::Something => self.take(&mut batch)?,
            }
            if !batch.is_empty() && !(self.sink)(batch) {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Everything that is there. crossterm measures its moment by the clock: when this thread is set aside
    /// just then, it says no without having looked, so it is asked twice.
    fn take(&mut self, batch: &mut Vec<Input>) -> io::Result<()> {
        let mut n_misses = 0;
        while n_misses < 2 {
            if event::poll(MOMENT)? {
                n_misses = 0;
                if let Some(input) = translate(event::read()?) {
                    self.assembler.push(input, batch);
                }
            } else {
                n_misses += 1;
            }
        }
        Ok(())
    }

    /// Pauses when asked to; `false` when it is time to end.
    fn obey(&mut self) -> bool {
        let shared = Arc::clone(&self.shared);
        let mut phase = shared.lock();
        if *phase == Phase::ToPause {
            self.source.unblock(false);
            *phase = Phase::Paused;
            shared.changed.notify_all();
            let paused = |phase: &mut Phase| *phase == Phase::Paused;
            phase = shared.changed.wait_while(phase, paused).unwrap_or_else(PoisonError::into_inner);
            self.source.unblock(true);
        }
        *phase != Phase::ToEnd
    }
}

/// What is waited for.
struct Source {
    /// The terminal as we found it.
    original: OwnedFd,
    /// The same without blocking, where standard input is a terminal that can be opened again.
    unblocked: Option<File>,
    wake: UnixStream,
    winch: UnixStream,
}

enum Ready {
    Something,
    Nothing,
    Gone,
}

impl Source {
    fn wait(&self, limit: Option<Duration>) -> io::Result<Ready> {
        let limit = limit.map(|limit| Timespec { tv_sec: limit.as_secs() as _, tv_nsec: limit.subsec_nanos().into() });
        let mut fds = [
            PollFd::new(&self.original, PollFlags::IN),
            PollFd::new(&self.wake, PollFlags::IN),
            PollFd::new(&self.winch, PollFlags::IN),
        ];
        let n_ready = match poll(&mut fds, limit.as_ref()) {
            Err(rustix::io::Errno::INTR) => return Ok(Ready::Something),
            n_ready => n_ready?,
        };
        if fds[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            return Ok(Ready::Gone);
        }
        drain(&self.wake);
        drain(&self.winch);
        Ok(if n_ready == 0 { Ready::Nothing } else { Ready::Something })
    }

    fn unblock(&self, yes: bool) {
        if let Some(unblocked) = &self.unblocked {
            let _ = if yes { rustix::stdio::dup2_stdin(unblocked) } else { rustix::stdio::dup2_stdin(&self.original) };
        }
    }
}

/// The terminal crossterm reads: standard input, else the controlling terminal.
fn open_terminal() -> io::Result<OwnedFd> {
    let stdin = io::stdin();
    if stdin.is_terminal() { stdin.as_fd().try_clone_to_owned() } else { Ok(File::open("/dev/tty")?.into()) }
}

/// Standard input opened once more. After `su` only `/dev/tty` may be opened.
fn unblocked() -> Option<File> {
    let open = |path: &str| {
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        OpenOptions::new().read(true).write(true).custom_flags(flags.bits().cast_signed()).open(path).ok()
    };
    let is_same_kind = |file: &File| file.is_terminal();
    let paths = ["/proc/self/fd/0", "/dev/tty"];
    io::stdin().is_terminal().then(|| paths.into_iter().filter_map(open).find(is_same_kind)).flatten()
}

fn pair() -> io::Result<(UnixStream, UnixStream)> {
    let (read, write) = UnixStream::pair()?;
    read.set_nonblocking(true)?;
    write.set_nonblocking(true)?;
    Ok((read, write))
}

fn drain(mut pipe: &UnixStream) {
    let mut bytes = [0; 64];
    while matches!(pipe.read(&mut bytes), Ok(n) if n > 0) {}
}

/// A crossterm event in our words; `None` for what we do not handle.
fn translate(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) => translate_key(key).map(Input::Key),
        Event::Mouse(mouse) => translate_mouse(mouse).map(Input::Mouse),
        Event::Paste(text) => Some(Input::Paste(text)),
        Event::Resize(width, height) => Some(Input::Resize { width, height }),
        Event::FocusGained => Some(Input::Focus(true)),
        Event::FocusLost => Some(Input::Focus(false)),
    }
}

fn translate_key(key: KeyEvent) -> Option<Key> {
    let foreign = KeyModifiers::SUPER | KeyModifiers::HYPER | KeyModifiers::META;
    if key.kind == KeyEventKind::Release || key.modifiers.intersects(foreign) {
        return None;
    }
    let code = match key.code {
        KeyCode::Char(c) if c.is_control() => return None,
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab | KeyCode::BackTab => Code::Tab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(n) => Code::F(n),
        _ => return None,
    };
    let held = |modifier| key.modifiers.contains(modifier);
    let shift = held(KeyModifiers::SHIFT) || key.code == KeyCode::BackTab;
    Some(settle(Key { code, ctrl: held(KeyModifiers::CONTROL), alt: held(KeyModifiers::ALT), shift }))
}

fn translate_mouse(mouse: MouseEvent) -> Option<Mouse> {
    let button = |button| match button {
        MouseButton::Left => Button::Left,
        MouseButton::Middle => Button::Middle,
        MouseButton::Right => Button::Right,
    };
    let kind = match mouse.kind {
        MouseEventKind::Down(which) => MouseKind::Down(button(which)),
        MouseEventKind::Up(which) => MouseKind::Up(button(which)),
        MouseEventKind::Drag(which) => MouseKind::Drag(button(which)),
        MouseEventKind::ScrollUp => MouseKind::WheelUp,
        MouseEventKind::ScrollDown => MouseKind::WheelDown,
        MouseEventKind::Moved | MouseEventKind::ScrollLeft | MouseEventKind::ScrollRight => {
            return None;
        }
    };
    let held = |modifier| mouse.modifiers.contains(modifier);
    Some(Mouse {
        kind,
        column: mouse.column,
        row: mouse.row,
        ctrl: held(KeyModifiers::CONTROL),
        shift: held(KeyModifiers::SHIFT),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossterm_keys_come_in_our_words() {
        let key = |code, modifiers| translate_key(KeyEvent::new(code, modifiers)).map(|key| key.to_string());
        let named = |name: &str| Some(name.to_owned());
        assert_eq!(key(KeyCode::Char('L'), KeyModifiers::SHIFT), named("L"));
        assert_eq!(key(KeyCode::BackTab, KeyModifiers::SHIFT), named("shift-tab"));
        assert_eq!(key(KeyCode::Tab, KeyModifiers::SHIFT), named("shift-tab"));
        assert_eq!(key(KeyCode::Char('l'), KeyModifiers::SHIFT | KeyModifiers::CONTROL), named("ctrl-L"));
        assert_eq!(key(KeyCode::PageDown, KeyModifiers::NONE), named("pgdn"));
        assert_eq!(key(KeyCode::Char('q'), KeyModifiers::SUPER), None);
        assert_eq!(key(KeyCode::CapsLock, KeyModifiers::NONE), None);
        let release = KeyEvent::new_with_kind(KeyCode::Enter, KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(translate_key(release), None);
    }
}
