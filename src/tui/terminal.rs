//! What goes out: entering and leaving the terminal, and frames.
//!
//! # Leaving
//! [`restore`] gives everything back and may be called from anywhere, any number of times: at the end,
//! from a panic or error hook, from the signal thread. [`close`] is the same for good: nothing re-enters after it.
//! Modes are never asked for, only set and unset; every one that we may have set is unset whether it was or not.
//!
//! # Frames
//! [`FrameWriter`] collects what a draw writes and puts it out with one `write(2)` inside a synchronized update.
//! A draw that changes nothing writes nothing. It also answers ratatui's questions (size, cursor) from memory,
//! since the terminal's answer would come in between the keys, or never.

use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;
use std::{panic, thread};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::{Frame, Terminal};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::shadow::{Shadow, trim_resets};
use crate::host;

/// Alternate screen, kitty's "disambiguate" keys, paste as one event, no cursor. Focus, mouse: by option.
const ENTER: &str = "\x1b[?1049h\x1b[?2004h\x1b[0m\x1b[2J\x1b[?25l";
const KITTY_PUSH: &str = "\x1b[>1u";
const FOCUS_ON: &str = "\x1b[?1004h";
/// Presses, drags, in decimal; not every move (1003).
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";
/// An update we may be inside of, colours, mouse, focus, paste; the rest follows in [`LEAVE_SCREEN`].
const LEAVE_MODES: &str = "\x1b[?2026l\x1b[0m\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?1004l\x1b[?2004l";
const KITTY_POP: &str = "\x1b[<1u";
const LEAVE_SCREEN: &str = "\x1b[?1049l\x1b[?25h";

const UPDATE_BEGIN: &[u8] = b"\x1b[?2026h";
const UPDATE_END: &[u8] = b"\x1b[?2026l";

/// The most base64 a terminal is sure to take.
const OSC52_LIMIT: usize = 74_000;

/// Where a terminal does not say how large it is.
const USUAL_SIZE: Size = Size { width: 80, height: 24 };

/// How long [`restore`] waits for a frame being written, and for a terminal that takes nothing (Ctrl-S).
const PATIENCE: Duration = Duration::from_millis(100);

/// Whether the terminal is ours now. Changed while [`OUT`] is held.
static ENTERED: AtomicBool = AtomicBool::new(false);
/// Whether it is never to be entered again: the process is about to die.
static CLOSED: AtomicBool = AtomicBool::new(false);
/// Whether kitty's flags were pushed; terminals that print them must not be sent the pop.
static KITTY: AtomicBool = AtomicBool::new(false);
/// Held while bytes go out, so that nothing follows the last ones.
static OUT: Mutex<()> = Mutex::new(());

/// How to enter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    pub mouse: bool,
    pub focus: bool,
    /// Push kitty's "disambiguate" flag. Not for `TERM=linux`: old kernels print it.
    pub kitty: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { mouse: true, focus: true, kitty: true }
    }
}

/// The terminal while it is ours. There is one at a time; dropping it gives the terminal back.
pub struct Screen {
    terminal: Terminal<FrameWriter<Tty>>,
    options: Options,
    /// Our own stop is followed by one SIGCONT that was dealt with already.
    is_continue_due: bool,
}

impl Screen {
    /// Takes the terminal. Nothing is drawn before the first [`draw`](Self::draw).
    pub fn enter(options: Options) -> io::Result<Self> {
        let terminal = Terminal::new(FrameWriter::new(Tty, size()))?;
        let screen = Self { terminal, options, is_continue_due: false };
        screen.take()?;
        Ok(screen)
    }

    /// Draws a frame. Says whether anything had changed, and so was written.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame)) -> io::Result<bool> {
        self.terminal.draw(view)?;
        self.terminal.backend_mut().commit()
    }

    /// The size frames are drawn at.
    pub fn size(&self) -> Size {
        self.terminal.backend().size
    }

    /// The terminal has a new size: the next frame is drawn at it, whole.
    pub fn set_size(&mut self, width: u16, height: u16) -> io::Result<()> {
        self.terminal.backend_mut().size = Size { width, height };
        self.redraw()
    }

    /// The next frame is drawn whole.
    pub fn redraw(&mut self) -> io::Result<()> {
        self.terminal.clear()
    }

    /// Mouse on or off.
    pub fn set_mouse(&mut self, mouse: bool) -> io::Result<()> {
        self.options.mouse = mouse;
        self.terminal.backend_mut().send(if mouse { MOUSE_ON } else { MOUSE_OFF }.as_bytes())
    }

    /// Rings.
    pub fn bell(&mut self) -> io::Result<()> {
        self.terminal.backend_mut().send(b"\x07")
    }

    /// Puts `text`, already sanitised, on the clipboard of the terminal. `false` when it is too long to be sent.
    pub fn copy_osc52(&mut self, text: &str) -> io::Result<bool> {
        let payload = BASE64_STANDARD.encode(text);
        if payload.len() > OSC52_LIMIT {
            return Ok(false);
        }
        self.terminal.backend_mut().send(format!("\x1b]52;c;{payload}\x07").as_bytes())?;
        Ok(true)
    }

    /// What went out so far.
    pub fn stats(&self) -> Stats {
        self.terminal.backend().stats
    }

    /// Gives the terminal back, to run something else in it.
    pub fn release(&mut self) {
        restore();
    }

    /// Takes the terminal again; the next frame is drawn whole.
    pub fn reclaim(&mut self) -> io::Result<()> {
        self.take()?;
        self.terminal.backend_mut().forget(size());
        self.redraw()
    }

    /// Ctrl-z: gives the terminal back, stops, and takes it again when continued.
    /// `false`, with nothing done, when no shell is there that could continue us.
    pub fn suspend(&mut self) -> io::Result<bool> {
        if !host::signals::can_stop() {
            return Ok(false);
        }
        restore();
        self.is_continue_due = true;
        let stopped = host::signals::stop();
        self.reclaim()?;
        stopped.map(|()| true)
    }

    /// A SIGCONT came. After a stop that was not ours (`kill -STOP`) the shell may have changed everything.
    /// Says whether it was such a stop, and the screen has to be drawn whole.
    pub fn continued(&mut self) -> io::Result<bool> {
        if std::mem::take(&mut self.is_continue_due) {
            return Ok(false);
        }
        restore();
        self.reclaim().map(|()| true)
    }

    fn take(&self) -> io::Result<()> {
        let turn = OUT.lock().unwrap_or_else(PoisonError::into_inner);
        if CLOSED.load(Ordering::SeqCst) || ENTERED.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        KITTY.store(self.options.kitty, Ordering::SeqCst);
        let mut modes = ENTER.to_owned();
        for (wanted, sequence) in
            [(self.options.kitty, KITTY_PUSH), (self.options.focus, FOCUS_ON), (self.options.mouse, MOUSE_ON)]
        {
            modes.push_str(if wanted { sequence } else { "" });
        }
        let taken = enable_raw_mode().and_then(|()| put(modes.as_bytes()));
        drop(turn);
        taken.inspect_err(|_| {
            restore();
        })
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back as it was found. `false` when there was nothing to give back.
pub fn restore() -> bool {
    let _turn = turn();
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return false;
    }
    // From the background it is not ours to change, and trying would stop us.
    if host::signals::is_in_foreground() {
        if takes_bytes() {
            let pop = if KITTY.load(Ordering::SeqCst) { KITTY_POP } else { "" };
            let _ = put([LEAVE_MODES, pop, LEAVE_SCREEN].concat().as_bytes());
        }
        let _ = disable_raw_mode();
    }
    true
}

/// [`restore`] for the last time: from now on the terminal is not entered again.
pub fn close() {
    CLOSED.store(true, Ordering::SeqCst);
    restore();
}

/// Lets every panic give the terminal back before it is reported. To be called after `color_eyre::install`.
pub fn install_panic_hook() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        restore();
        report(panic);
    }));
}

/// What went out: frames and all else.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Stats {
    pub n_bytes: u64,
    pub n_writes: u64,
    pub n_frames: u64,
}

/// Collects a frame, and writes it at once; ratatui's backend.
pub struct FrameWriter<W> {
    out: W,
    /// The frame so far, behind the beginning of its update.
    frame: Vec<u8>,
    size: Size,
    /// Whether the cursor shows, and where it was put, if known.
    is_cursor_shown: Option<bool>,
    cursor: Option<Position>,
    /// What the terminal shows, so that cells between two changes may be written again where that is shorter.
    shadow: Shadow,
    stats: Stats,
}

impl<W: Write> FrameWriter<W> {
    /// Writes frames of `size` to `out`.
    pub fn new(out: W, size: Size) -> Self {
        let frame = UPDATE_BEGIN.to_vec();
        Self {
            out,
            frame,
            size,
            is_cursor_shown: None,
            cursor: None,
            shadow: Shadow::default(),
            stats: Stats::default(),
        }
    }

    /// Puts the frame out. `false` when it was empty and nothing was written.
    pub fn commit(&mut self) -> io::Result<bool> {
        if self.frame.len() == UPDATE_BEGIN.len() {
            return Ok(false);
        }
        let mut frame = std::mem::take(&mut self.frame);
        frame.extend_from_slice(UPDATE_END);
        let sent = self.send(&frame);
        frame.truncate(UPDATE_BEGIN.len());
        self.frame = frame;
        self.stats.n_frames += 1;
        sent.map(|()| true)
    }

    /// Writes something that is no frame: a mode, a bell.
    fn send(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let n_written = self.out.write(bytes)?;
            self.stats.n_writes += 1;
            self.stats.n_bytes += n_written as u64;
            bytes = &bytes[n_written..];
            if n_written == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
        }
        Ok(())
    }

    /// Somebody else had the terminal: nothing is known of it but its size.
    fn forget(&mut self, size: Size) {
        self.frame.truncate(UPDATE_BEGIN.len());
        self.shadow.clear();
        self.size = size;
        self.is_cursor_shown = None;
        self.cursor = None;
    }

    fn inner(&mut self) -> CrosstermBackend<&mut Vec<u8>> {
        CrosstermBackend::new(&mut self.frame)
    }

    fn show(&mut self, yes: bool) -> io::Result<()> {
        if self.is_cursor_shown.replace(yes) == Some(yes) {
            Ok(())
        } else if yes {
            self.inner().show_cursor()
        } else {
            self.inner().hide_cursor()
        }
    }
}

impl<W: Write> Backend for FrameWriter<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut content = content.peekable();
        if content.peek().is_none() {
            return Ok(()); // The inner backend would reset colours that nobody set.
        }
        self.cursor = None;
        let cells = self.shadow.joined(content);
        self.inner().draw(cells.iter().map(|(x, y, cell)| (*x, *y, cell)))?;
        trim_resets(&mut self.frame);
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.show(false)
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.show(true)
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor.unwrap_or_default()) // Never asked of the terminal.
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if self.cursor.replace(position) == Some(position) {
            return Ok(());
        }
        self.inner().set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.shadow.clear();
        self.inner().clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(()) // ratatui flushes up to four times a frame.
    }
}

/// Standard output without a buffer. What comes while the terminal is not ours is dropped, and also what comes
/// when it is gone: then the watchdog ends the process, and an error here would overtake its farewell.
struct Tty;

impl Write for Tty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _turn = OUT.lock().unwrap_or_else(PoisonError::into_inner);
        if !ENTERED.load(Ordering::SeqCst) {
            return Ok(bytes.len());
        }
        match put_some(bytes) {
            Err(error) if error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error()) => Ok(bytes.len()),
            written => written,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn put(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        bytes = &bytes[put_some(bytes)?..];
    }
    Ok(())
}

/// One `write(2)`, repeated only where it did nothing.
fn put_some(bytes: &[u8]) -> io::Result<usize> {
    let stdout = io::stdout();
    loop {
        match rustix::io::write(stdout.as_fd(), bytes) {
            Err(rustix::io::Errno::INTR) => {}
            // Another program may have made the shared terminal non-blocking.
            Err(rustix::io::Errno::AGAIN) => {
                poll(&mut [PollFd::new(&stdout, PollFlags::OUT)], None).or_else(again)?;
            }
            written => return written.map_err(io::Error::from),
        }
    }
}

fn again(error: rustix::io::Errno) -> Result<usize, rustix::io::Errno> {
    if error == rustix::io::Errno::INTR { Ok(0) } else { Err(error) }
}

/// Whether the terminal takes bytes, now or very soon.
fn takes_bytes() -> bool {
    let limit = Timespec { tv_sec: 0, tv_nsec: PATIENCE.subsec_nanos().into() };
    let stdout = io::stdout();
    let mut fds = [PollFd::new(&stdout, PollFlags::OUT)];
    poll(&mut fds, Some(&limit)).is_ok() && fds[0].revents().contains(PollFlags::OUT)
}

/// Waits for a frame being written, but not for ever: it may be stuck in a dead terminal.
fn turn() -> Option<MutexGuard<'static, ()>> {
    const STEP: Duration = Duration::from_millis(1);
    for _ in 0..PATIENCE.as_millis() {
        match OUT.try_lock() {
            Ok(turn) => return Some(turn),
            Err(TryLockError::Poisoned(turn)) => return Some(turn.into_inner()),
            Err(TryLockError::WouldBlock) => thread::sleep(STEP),
        }
    }
    None
}

fn size() -> Size {
    match rustix::termios::tcgetwinsize(io::stdout().as_fd()) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => Size { width: size.ws_col, height: size.ws_row },
        _ => USUAL_SIZE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::widgets::Paragraph;

    /// Remembers each write.
    #[derive(Default)]
    struct Writes(Vec<String>);

    impl Write for Writes {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.push(String::from_utf8_lossy(bytes).into_owned());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn terminal(width: u16, height: u16) -> Terminal<FrameWriter<Writes>> {
        Terminal::new(FrameWriter::new(Writes::default(), Size { width, height })).unwrap()
    }

    fn draw(terminal: &mut Terminal<FrameWriter<Writes>>, text: &str, cursor: Option<(u16, u16)>) -> bool {
        let view = |frame: &mut Frame| {
            frame.render_widget(Paragraph::new(text), frame.area());
            if let Some(cursor) = cursor {
                frame.set_cursor_position(cursor);
            }
        };
        terminal.draw(view).unwrap();
        terminal.backend_mut().commit().unwrap()
    }

    #[test]
    fn a_frame_is_one_write_inside_one_update() {
        let mut terminal = terminal(10, 2);
        assert!(draw(&mut terminal, "hello", None));
        let writes = &terminal.backend().out.0;
        assert_eq!(writes.len(), 1);
        assert!(writes[0].starts_with("\x1b[?2026h") && writes[0].ends_with("\x1b[?2026l"), "{writes:?}");
        assert_eq!(writes[0].matches("2026").count(), 2);
        let stats = Stats { n_bytes: writes[0].len() as u64, n_writes: 1, n_frames: 1 };
        assert_eq!(terminal.backend().stats, stats);
    }

    #[test]
    fn nothing_new_is_nothing_written() {
        let mut terminal = terminal(10, 2);
        draw(&mut terminal, "hello", None);
        assert!(!draw(&mut terminal, "hello", None));
        assert!(draw(&mut terminal, "hello", Some((1, 1))));
        assert!(!draw(&mut terminal, "hello", Some((1, 1))));
        assert!(draw(&mut terminal, "hello", Some((2, 1))));
        assert_eq!(terminal.backend().out.0.len(), 3);
    }

    #[test]
    fn a_shown_cursor_goes_back_to_its_place_after_drawing() {
        let mut terminal = terminal(10, 2);
        draw(&mut terminal, "hello", Some((1, 1)));
        draw(&mut terminal, "hellO", Some((1, 1)));
        assert!(terminal.backend().out.0[1].contains("\x1b[2;2H"));
    }

    #[test]
    fn clearing_and_resizing_ask_the_terminal_nothing_and_repaint_all() {
        let mut terminal = terminal(10, 2);
        draw(&mut terminal, "hello", None);
        terminal.clear().unwrap();
        assert!(draw(&mut terminal, "hello", None));
        terminal.backend_mut().size = Size { width: 4, height: 1 };
        assert!(draw(&mut terminal, "hello", None));
        let writes = &terminal.backend().out.0;
        assert!(writes[1].contains("hello") && writes[1].contains("\x1b[2J"));
        assert!(writes[2].contains("hell") && !writes[2].contains("hello"));
        assert!(writes.iter().all(|write| !write.contains("\x1b[6n")));
        terminal.backend_mut().size = Size { width: 0, height: 0 };
        draw(&mut terminal, "hello", None);
    }

    #[test]
    fn a_short_write_is_finished() {
        struct Short(Vec<u8>);
        impl Write for Short {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                let n = bytes.len().min(5);
                self.0.extend_from_slice(&bytes[..n]);
                Ok(n)
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut writer = FrameWriter::new(Short(Vec::new()), Size { width: 1, height: 1 });
        writer.send(b"0123456789ab").unwrap();
        assert_eq!(writer.out.0, b"0123456789ab");
        assert_eq!((writer.stats.n_writes, writer.stats.n_bytes), (3, 12));
    }
}
