//! A program in a real pseudo-terminal, with a screen that can be looked at.
//!
//! Waiting is always for something to be seen, never for time to pass: a thread feeds what the program writes
//! to a vt100 screen and wakes whoever waits. What vt100 does not keep (focus, kitty's flags, synchronized
//! updates) is read from the bytes by [`modes`].

#![allow(dead_code, clippy::unwrap_used)] // Each test program uses its own part.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;

use portable_pty::{ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::fs::OFlags;
use rustix::process::{Pid, Signal, kill_process};

pub use portable_pty::CommandBuilder;

/// After this long something is wrong.
const LIMIT: Duration = Duration::from_secs(20);

/// Written by ourselves behind the program's last byte.
const END: &[u8] = b"\x1b]777;the end\x07";

/// A program in a pseudo-terminal. Dropping it kills the program.
pub struct Pty {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    /// Held so that the terminal outlives the program, and can be asked afterwards.
    slave: Option<Box<dyn SlavePty + Send>>,
    shared: Arc<Shared>,
    reader: Option<JoinHandle<()>>,
    pid: Pid,
    before: String,
}

#[derive(Default)]
struct Shared {
    seen: Mutex<Seen>,
    changed: Condvar,
}

#[derive(Default)]
struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    status: Option<ExitStatus>,
    is_to_end: bool,
}

/// A command with nothing in its environment but a path, a terminal type and a UTF-8 locale.
pub fn command(program: &str) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.env_clear();
    command.env("PATH", "/usr/bin:/bin");
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.cwd(std::env::temp_dir());
    command
}

impl Pty {
    /// Starts `command` as the only program of a terminal.
    pub fn spawn(command: CommandBuilder, cols: u16, rows: u16) -> Self {
        let pair = native_pty_system().openpty(size(cols, rows)).unwrap();
        let before = termios(&*pair.master);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let shared = Arc::new(Shared::default());
        shared.lock().parser = parser(cols, rows);
        let seen = Arc::clone(&shared);
        let reader = std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(n @ 1..) = reader.read(&mut bytes) {
                if !seen.take(&bytes[..n]) {
                    break;
                }
            }
        });
        let mut child = pair.slave.spawn_command(command).unwrap();
        let pid = Pid::from_raw(child.process_id().unwrap().cast_signed()).unwrap();
        let ended = Arc::clone(&shared);
        std::thread::spawn(move || {
            let status = child.wait().unwrap();
            ended.lock().status = Some(status);
            ended.changed.notify_all();
        });
        Self {
            master: Some(pair.master),
            writer: Some(writer),
            slave: Some(pair.slave),
            shared,
            reader: Some(reader),
            pid,
            before,
        }
    }

    /// Types.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(bytes.as_ref()).unwrap();
        writer.flush().unwrap();
    }

    /// Waits until the screen shows `text`.
    #[track_caller]
    pub fn wait_for(&self, text: &str) {
        self.wait(&format!("{text:?} on the screen"), |seen| seen.parser.screen().contents().contains(text));
    }

    /// Waits until the screen is as wished.
    #[track_caller]
    pub fn wait_until(&self, wish: impl Fn(&vt100::Screen) -> bool) {
        self.wait("the screen as wished", |seen| wish(seen.parser.screen()));
    }

    /// Waits until what was written since `mark` is as wished.
    #[track_caller]
    pub fn wait_bytes(&self, mark: usize, wish: impl Fn(&[u8]) -> bool) {
        self.wait("the bytes as wished", |seen| wish(&seen.bytes[mark..]));
    }

    /// Waits until `text` was written since `mark`: for what an older screen shows already.
    #[track_caller]
    pub fn wait_said(&self, mark: usize, text: &str) {
        self.wait(&format!("{text:?} to be written"), |seen| {
            String::from_utf8_lossy(&seen.bytes[mark..]).contains(text)
        });
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).unwrap();
    }

    /// Waits for the program's end, and until all it wrote was read.
    #[track_caller]
    pub fn exit(&self) -> ExitStatus {
        self.wait("the program's end", |seen| seen.status.is_some());
        if self.master.is_some() {
            self.write_behind(END);
            self.wait("the last byte", |seen| seen.bytes.ends_with(END));
            let mut seen = self.shared.lock();
            let n = seen.bytes.len() - END.len();
            seen.bytes.truncate(n);
        }
        self.shared.lock().status.clone().unwrap()
    }

    /// A place in what was written, for [`bytes_since`](Self::bytes_since).
    pub fn mark(&self) -> usize {
        self.shared.lock().bytes.len()
    }

    /// What was written since `mark`.
    pub fn bytes_since(&self, mark: usize) -> Vec<u8> {
        self.shared.lock().bytes[mark..].to_vec()
    }

    /// The screen's text.
    pub fn screen(&self) -> String {
        self.shared.lock().parser.screen().contents()
    }

    /// The screen as vt100 knows it: colours, cursor, modes.
    pub fn look<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.shared.lock().parser.screen())
    }

    /// The terminal's line settings, in a form that can be compared and read.
    pub fn termios(&self) -> String {
        termios(&**self.master.as_ref().unwrap())
    }

    /// The modes that are on now, see [`modes`].
    pub fn modes(&self) -> BTreeSet<String> {
        modes(&self.shared.lock().bytes)
    }

    /// The terminal is as it was before the program: line settings, modes, screen, cursor.
    #[track_caller]
    pub fn assert_restored(&self) {
        assert_eq!(self.modes(), BTreeSet::new(), "modes left on");
        assert_eq!(self.termios(), self.before, "line settings");
        self.look(|screen| {
            assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
            assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
            assert_eq!((screen.fgcolor(), screen.bgcolor()), (vt100::Color::Default, vt100::Color::Default));
            assert!(!screen.bold() && !screen.inverse() && !screen.underline());
        });
    }

    /// Makes the window another size.
    pub fn resize(&self, cols: u16, rows: u16) {
        self.shared.lock().parser.set_size(rows.try_into().unwrap(), cols.try_into().unwrap());
        self.master.as_ref().unwrap().resize(size(cols, rows)).unwrap();
    }

    /// Takes the terminal away, as when its window is killed.
    pub fn vanish(&mut self) {
        self.shared.lock().is_to_end = true;
        self.slave = None;
        self.write_behind(b" "); // Wakes our own reader, which holds the terminal too.
        self.writer = None;
        self.master = None;
        self.reader.take().unwrap().join().unwrap();
    }

    fn write_behind(&self, bytes: &[u8]) {
        let name = self.master.as_ref().unwrap().tty_name().unwrap();
        let flags = OFlags::NOCTTY.bits().cast_signed();
        let mut tty = OpenOptions::new().write(true).custom_flags(flags).open(name).unwrap();
        tty.write_all(bytes).unwrap();
    }

    #[track_caller]
    fn wait(&self, what: &str, is_so: impl Fn(&Seen) -> bool) {
        let seen = self.shared.lock();
        let (seen, result) = self.shared.changed.wait_timeout_while(seen, LIMIT, |seen| !is_so(seen)).unwrap();
        let (text, status) = (seen.parser.screen().contents(), seen.status.clone());
        let tail = seen.bytes[seen.bytes.len().saturating_sub(400)..].escape_ascii().to_string();
        drop(seen);
        assert!(
            !result.timed_out(),
            "waited {LIMIT:?} for {what}\nprogram: {status:?}\nlast bytes: {tail}\n--- screen ---\n{text}\n--------------"
        );
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if self.shared.lock().status.is_none() {
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn take(&self, bytes: &[u8]) -> bool {
        let mut seen = self.lock();
        seen.parser.process(bytes);
        seen.bytes.extend_from_slice(bytes);
        self.changed.notify_all();
        !seen.is_to_end
    }
}

/// The modes a program that wrote `bytes` has left on: private modes by number, `kitty` for pushed key flags,
/// and `cursor hidden`. Empty is a terminal as it was.
pub fn modes(bytes: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut on = BTreeSet::new();
    let mut n_pushed = 0_u32;
    for sequence in text.split("\x1b[").skip(1) {
        let Some(end) = sequence.find(|c: char| c.is_ascii_alphabetic()) else {
            continue;
        };
        let (body, last) = (&sequence[..end], &sequence[end..=end]);
        match (body.split_at_checked(1), last) {
            (Some(("?", "25")), "l") => on.extend(["cursor hidden".to_owned()]),
            (Some(("?", "25")), "h") => _ = on.remove("cursor hidden"),
            (Some(("?", numbers)), "h") => on.extend(numbers.split(';').map(str::to_owned)),
            (Some(("?", numbers)), "l") => {
                numbers.split(';').for_each(|number| _ = on.remove(number));
            }
            (Some((">", _)), "u") => n_pushed += 1,
            (Some(("<", _)), "u") => n_pushed = n_pushed.saturating_sub(1),
            _ => {}
        }
    }
    if n_pushed > 0 {
        on.insert("kitty".to_owned());
    }
    on
}

/// The questions to the terminal among `bytes`: cursor, attributes, keys, colours, modes, clipboard.
pub fn questions(bytes: &[u8]) -> Vec<&'static str> {
    let asked = [
        "\x1b[6n", "\x1b[5n", "\x1b[c", "\x1b[0c", "\x1b[>c", "\x1b[>q", "\x1b[?u", "\x1b[14t", "\x1b[18t", "$p",
        ";?\x07", ";?\x1b\\",
    ];
    let text = String::from_utf8_lossy(bytes);
    asked.into_iter().filter(|question| text.contains(question)).collect()
}

/// How many frames are in `bytes`.
pub fn n_frames(bytes: &[u8]) -> usize {
    String::from_utf8_lossy(bytes).matches("\x1b[?2026h").count()
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn parser(cols: u16, rows: u16) -> vt100::Parser {
    vt100::Parser::new(rows.try_into().unwrap(), cols.try_into().unwrap(), 0)
}

fn termios(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}
