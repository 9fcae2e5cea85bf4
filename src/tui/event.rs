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

/// A poll of zero never sees events crossterm has read already; this one does, and does not wait.
const MOMENT: Duration = Duration::from_micros(1);

/// How long [`Reader::pause`] waits for the thread, in case the sink is blocked.
const PAUSE_LIMIT: Duration = Duration::from_secs(1);

/// No escape sequence meant for us is longer.
const LONGEST_SEQUENCE: usize = 32;

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

/// Puts together what belongs together: an Esc followed by `[` or `O` is the beginning of a sequence that
/// came in pieces. What such a sequence means is handed over, what means nothing is swallowed.
#[derive(Debug, Default)]
pub struct Assembler {
    state: State,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Plain,
    Esc,
    /// After `ESC [`: what came since.
    Csi(String),
    /// After `ESC O`.
    Ss3,
    /// After `ESC [ 200 ~`. crossterm drops the end mark it cannot place, so the wait ends a paste as well.
    Paste(String),
}

const PASTE_END: &str = "\u{1b}[201~";

impl Assembler {
    /// Takes one input, hands over what is certain now. Two sizes at once are one.
    pub fn push(&mut self, input: Input, out: &mut Vec<Input>) {
        match (std::mem::take(&mut self.state), input) {
            (State::Plain, Input::Key(key)) if key == Key::new(Code::Esc) => {
                self.state = State::Esc;
            }
            (State::Plain, size @ Input::Resize { .. }) => {
                if matches!(out.last(), Some(Input::Resize { .. })) {
                    out.pop();
                }
                out.push(size);
            }
            (State::Plain, input) => out.push(input),
            (State::Esc, Input::Key(key)) if key == Key::char('[') => {
                self.state = State::Csi(String::new());
            }
            (State::Esc, Input::Key(key)) if key == Key::char('O') => self.state = State::Ss3,
            (State::Esc, input) => {
                out.push(Input::Key(Key::new(Code::Esc)));
                self.push(input, out);
            }
            (State::Csi(sequence), Input::Key(key)) => match key.typed() {
                Some(c @ '@'..='~') => self.finish(&sequence, c, out),
                Some(c @ ' '..='?') if sequence.len() < LONGEST_SEQUENCE => {
                    self.state = State::Csi(sequence + c.encode_utf8(&mut [0; 4]));
                }
                Some(_) => {}
                None => self.push(Input::Key(key), out),
            },
            (State::Ss3, Input::Key(key)) => match key.typed() {
                Some(c) => out.extend(letter(c).map(|code| Input::Key(Key::new(code)))),
                None => self.push(Input::Key(key), out),
            },
            (State::Paste(text), Input::Key(key)) => self.paste(text, key, out),
            (state, other) => {
                // A size or the mouse between the pieces changes nothing.
                self.push(other, out);
                self.state = state;
            }
        }
    }

    /// Whether more may belong to what came.
    pub fn is_waiting(&self) -> bool {
        !matches!(self.state, State::Plain)
    }

    /// Nothing more came in time: a lone Esc is an Esc, half a sequence is nothing.
    pub fn give_up(&mut self, out: &mut Vec<Input>) {
        match std::mem::take(&mut self.state) {
            State::Esc => out.push(Input::Key(Key::new(Code::Esc))),
            State::Paste(text) => out.push(Input::Paste(text)),
            State::Plain | State::Csi(_) | State::Ss3 => {}
        }
    }

    fn finish(&mut self, sequence: &str, last: char, out: &mut Vec<Input>) {
        match (sequence, last) {
            ("200", '~') => self.state = State::Paste(String::new()),
            ("", 'I') => out.push(Input::Focus(true)),
            ("", 'O') => out.push(Input::Focus(false)),
            (_, 'M' | 'm') => out.extend(mouse_of(sequence, last == 'm').map(Input::Mouse)),
            _ => out.extend(key_of(sequence, last).map(Input::Key)),
        }
    }

    fn paste(&mut self, mut text: String, key: Key, out: &mut Vec<Input>) {
        match key.code {
            Code::Char('j') if key.ctrl => text.push('\n'),
            Code::Enter => text.push('\n'),
            Code::Char(c) if !key.ctrl => text.push(c),
            Code::Tab => text.push('\t'),
            Code::Esc => text.push('\u{1b}'),
            _ => {}
        }
        match text.strip_suffix(PASTE_END) {
            Some(text) => out.push(Input::Paste(text.to_owned())),
            None => self.state = State::Paste(text),
        }
    }
}

/// The key of `ESC [ sequence last`: `1;5` and `A` is Ctrl-Up.
fn key_of(sequence: &str, last: char) -> Option<Key> {
    let mut numbers = sequence.split(';').map(|number| number.split(':').next().unwrap_or_default());
    let first = numbers.next().unwrap_or_default();
    let held = numbers.next().map_or(Some(1_u16), |held| held.parse().ok())?.checked_sub(1)?;
    let code = match last {
        '~' => tilde(first.parse().ok()?)?,
        'u' => unicode(first.parse().ok()?)?,
        'Z' => Code::Tab,
        _ if matches!(first, "" | "1") => letter(last)?,
        _ => return None,
    };
    let (shift, alt, ctrl) = (held & 1 != 0 || last == 'Z', held & 2 != 0, held & 4 != 0);
    (held < 8).then(|| settle(Key { code, ctrl, alt, shift }))
}

fn letter(last: char) -> Option<Code> {
    Some(match last {
        'A' => Code::Up,
        'B' => Code::Down,
        'C' => Code::Right,
        'D' => Code::Left,
        'H' => Code::Home,
        'F' => Code::End,
        'P' => Code::F(1),
        'Q' => Code::F(2),
        'R' => Code::F(3),
        'S' => Code::F(4),
        _ => return None,
    })
}

fn tilde(number: u8) -> Option<Code> {
    Some(match number {
        1 | 7 => Code::Home,
        2 => Code::Insert,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        11..=15 => Code::F(number - 10),
        17..=21 => Code::F(number - 11),
        23..=26 => Code::F(number - 12),
        _ => return None,
    })
}

/// The key of the kitty protocol's number.
fn unicode(number: u32) -> Option<Code> {
    Some(match number {
        9 => Code::Tab,
        13 => Code::Enter,
        27 => Code::Esc,
        127 => Code::Backspace,
        _ => Code::Char(char::from_u32(number).filter(|c| !c.is_control() && !('\u{e000}'..='\u{f8ff}').contains(c))?),
    })
}

/// The mouse of `ESC [ < buttons ; column ; row M`, `m` when released.
fn mouse_of(sequence: &str, released: bool) -> Option<Mouse> {
    let numbers: Option<Vec<u16>> = sequence.strip_prefix('<')?.split(';').map(|number| number.parse().ok()).collect();
    let [flags, column, row] = numbers?.try_into().ok()?;
    let button = match flags & 0b11 {
        0 => Button::Left,
        1 => Button::Middle,
        _ => Button::Right,
    };
    let kind = match (flags & 0b1110_0000, flags & 0b11) {
        (0, 0..=2) if released => MouseKind::Up(button),
        (0, 0..=2) => MouseKind::Down(button),
        (32, 0..=2) => MouseKind::Drag(button),
        (64, 0) => MouseKind::WheelUp,
        (64, 1) => MouseKind::WheelDown,
        _ => return None,
    };
    let (column, row) = (column.checked_sub(1)?, row.checked_sub(1)?);
    Some(Mouse { kind, column, row, ctrl: flags & 16 != 0, shift: flags & 4 != 0 })
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

/// A shifted character is that character: kitty's Ctrl-Shift-l is `ctrl-L`.
fn settle(key: Key) -> Key {
    match key.code {
        Code::Char(c) if key.shift && c.is_lowercase() && c.to_uppercase().count() == 1 => {
            Key { code: Code::Char(c.to_uppercase().next().unwrap_or(c)), shift: false, ..key }
        }
        Code::Char(_) => Key { shift: false, ..key },
        _ => key,
    }
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

    /// The keys pressed, `...` where the wait ran out, and what came of it.
    fn pieces(keys: &str) -> String {
        let (mut assembler, mut out) = (Assembler::default(), Vec::new());
        for word in keys.split(' ') {
            match word {
                "..." => assembler.give_up(&mut out),
                word => assembler.push(Input::Key(Key::parse(word).unwrap()), &mut out),
            }
        }
        let word = |input: &Input| match input {
            Input::Key(key) => key.to_string(),
            Input::Paste(text) => format!("{text:?}"),
            other => format!("{other:?}"),
        };
        let waits = if assembler.is_waiting() { " waits" } else { "" };
        out.iter().map(word).collect::<Vec<_>>().join(" ") + waits
    }

    #[test]
    fn a_lone_esc_is_an_esc_after_the_wait() {
        assert_eq!(pieces("esc"), " waits");
        assert_eq!(pieces("esc ..."), "esc");
        assert_eq!(pieces("esc a"), "esc a");
        assert_eq!(pieces("esc esc ..."), "esc esc");
        assert_eq!(pieces("esc ctrl-c"), "esc ctrl-c");
    }

    #[test]
    fn a_sequence_in_pieces_is_the_key_it_means() {
        let cases = [
            ("esc [ A", "up"),
            ("esc [ B", "down"),
            ("esc O C", "right"),
            ("esc O H", "home"),
            ("esc [ F", "end"),
            ("esc [ Z", "shift-tab"),
            ("esc [ 5 ~", "pgup"),
            ("esc [ 6 ~", "pgdn"),
            ("esc [ 1 ; 2 A", "shift-up"),
            ("esc [ 3 ; 5 ~", "ctrl-delete"),
            ("esc [ 1 5 ~", "f5"),
            ("esc [ 9 9 ; 5 u", "ctrl-c"),
            ("esc [ 1 0 8 ; 6 u", "ctrl-L"),
            ("esc esc [ B", "esc down"),
        ];
        for (keys, meant) in cases {
            assert_eq!(pieces(keys), meant, "{keys}");
        }
    }

    #[test]
    fn what_means_nothing_is_swallowed_and_no_more_than_that() {
        assert_eq!(pieces("esc [ x j"), "j");
        assert_eq!(pieces("esc [ ? 6 2 c j"), "j");
        assert_eq!(pieces("esc [ ... j"), "j");
        assert_eq!(pieces("esc O ... j"), "j");
        assert_eq!(pieces("esc [ 1 enter j"), "enter j");
        assert_eq!(pieces("esc [ 1 esc ..."), "esc");
        assert_eq!(pieces("esc [ 1 ; 9 A j"), "j");
    }

    #[test]
    fn a_paste_in_pieces_never_becomes_keys() {
        assert_eq!(pieces("esc [ 2 0 0 ~ d d enter tab X ..."), r#""dd\n\tX""#);
        assert_eq!(pieces("esc [ 2 0 0 ~ d d esc [ 2 0 1 ~ j"), r#""dd" j"#);
    }

    #[test]
    fn the_mouse_and_the_focus_in_pieces_are_understood() {
        assert_eq!(pieces("esc [ I esc [ O"), "Focus(true) Focus(false)");
        let mouse = Mouse { kind: MouseKind::Drag(Button::Left), column: 9, row: 4, ctrl: true, shift: false };
        assert_eq!(mouse_of("<48;10;5", false), Some(mouse));
        assert_eq!(mouse_of("<2;1;1", true).map(|mouse| mouse.kind), Some(MouseKind::Up(Button::Right)));
        assert_eq!(mouse_of("<65;1;1", false).map(|mouse| mouse.kind), Some(MouseKind::WheelDown));
        assert_eq!(mouse_of("<35;1;1", false), None);
        assert_eq!(mouse_of("<0;0;1", false), None);
    }

    #[test]
    fn sizes_in_a_row_are_one_and_do_not_break_a_sequence() {
        let (mut assembler, mut out) = (Assembler::default(), Vec::new());
        let size = |width| Input::Resize { width, height: 24 };
        assembler.push(size(80), &mut out);
        assembler.push(size(90), &mut out);
        assert_eq!(out, [size(90)]);
        assembler.push(Input::Key(Key::new(Code::Esc)), &mut out);
        assembler.push(Input::Key(Key::char('[')), &mut out);
        assembler.push(size(70), &mut out);
        assembler.push(Input::Key(Key::char('B')), &mut out);
        assert_eq!(out, [size(70), Input::Key(Key::new(Code::Down))]);
    }

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
