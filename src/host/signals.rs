//! Signals: the deadly ones give the terminal back first, the stopping ones are passed on.
//!
//! A thread takes them from signal-hook, so nothing runs inside a handler. SIGWINCH is the event reader's.
//!
//! # Stopping
//! The kernel ignores SIGTSTP for a process group nobody could continue (a terminal's only program); SIGSTOP
//! it does not ignore. So [`can_stop`] asks first, and [`stop`] then stops the whole group, as Ctrl-z would:
//! a wrapper (`cargo run`, a script) that went on waiting would keep the shell from coming back.

use std::io;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use rustix::termios::tcgetpgrp;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGURG};
use signal_hook::iterator::Signals as Incoming;
use signal_hook::low_level;

use super::{FAREWELL_LIMIT, Farewell, die};

/// A signal that is for the program to act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// SIGTSTP from outside: please give the terminal back and stop.
    Stop,
    /// SIGCONT: we were stopped, perhaps without knowing.
    Continue,
}

/// The signal thread.
pub struct Signals {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// Whether another program has the terminal.
    is_lent: AtomicBool,
    /// How often the thread has dealt with all it found.
    n_rounds: Mutex<u64>,
    round: Condvar,
}

/// Starts the thread. On TERM, HUP, INT and QUIT it calls `give_back` and `farewell`, then the process dies
/// of the same signal; TSTP and CONT go to `report`.
pub fn spawn(
    give_back: impl Fn() + Send + 'static,
    farewell: Farewell,
    mut report: impl FnMut(Notice) + Send + 'static,
) -> io::Result<Signals> {
    // SIGURG is ours: it only wakes the thread.
    let mut incoming = Incoming::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGURG])?;
    let shared = Arc::new(Shared::default());
    let signals = Signals { shared: Arc::clone(&shared) };
    let work = move || {
        loop {
            for signal in incoming.wait().filter(|signal| *signal != SIGURG) {
                match (signal, shared.is_lent.load(Ordering::SeqCst)) {
                    (SIGCONT, false) => report(Notice::Continue),
                    (SIGTSTP, false) => report(Notice::Stop),
                    (SIGTSTP, true) if can_stop() => {
                        let _ = low_level::emulate_default_handler(SIGTSTP);
                    }
                    // With a child in the terminal these are the child's.
                    (SIGCONT | SIGTSTP | SIGINT | SIGQUIT, true) => {}
                    (deadly, _) => {
                        give_back();
                        farewell.say();
                        die(deadly);
                    }
                }
            }
            shared.end_round();
        }
    };
    thread::Builder::new().name("signals".to_owned()).spawn(work)?;
    Ok(signals)
}

impl Signals {
    /// While the guard lives another program has the terminal: its Ctrl-c is its own, its Ctrl-z stops us with it.
    /// Take it before the terminal is released, drop it after the terminal is reclaimed.
    pub fn lend(&self) -> Lent {
        self.shared.is_lent.store(true, Ordering::SeqCst);
        Lent(Arc::clone(&self.shared))
    }
}

/// See [`Signals::lend`].
pub struct Lent(Arc<Shared>);

impl Drop for Lent {
    /// What came while the terminal was lent is dealt with as such: the Ctrl-c that ended the child is not ours.
    fn drop(&mut self) {
        self.0.settle();
        self.0.is_lent.store(false, Ordering::SeqCst);
    }
}

impl Shared {
    fn end_round(&self) {
        *self.n_rounds.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.round.notify_all();
    }

    /// Waits until a round is over that began after now: the second one to end.
    fn settle(&self) {
        const LIMIT: Duration = Duration::from_millis(500);
        let mut n_rounds = self.n_rounds.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..2 {
            let before = *n_rounds;
            let _ = low_level::raise(SIGURG);
            let waited = self.round.wait_timeout_while(n_rounds, LIMIT, |n_rounds| *n_rounds == before);
            n_rounds = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// Whether a shell is there that could continue us: not for the program a terminal was opened with.
pub fn can_stop() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// Whether the terminal listens to us, and not to a shell that has put us aside. A terminal that cannot say counts as ours.
pub fn is_in_foreground() -> bool {
    tcgetpgrp(io::stdin()).map_or(true, |group| group == getpgrp())
}

/// Stops the process group and returns when it is continued in the foreground. The terminal must have been given back.
///
/// Continued in the background (`bg`), it stops again, as touching the terminal would do. It waits a little before,
/// so that a signal to die (`kill %1` sends TERM, then CONT) is heard.
pub fn stop() -> io::Result<()> {
    const STOP_LIMIT: Timespec = Timespec { tv_sec: 1, tv_nsec: 0 };
    const STEP: Duration = Duration::from_millis(20);
    let (continued, on_continue) = UnixStream::pair()?;
    continued.set_nonblocking(true)?;
    let id = low_level::pipe::register(SIGCONT, on_continue)?;
    loop {
        kill_current_process_group(Signal::STOP)?;
        // The stop may come a moment after the call, on another thread.
        let _ = poll(&mut [PollFd::new(&continued, PollFlags::IN)], Some(&STOP_LIMIT));
        while matches!(io::Read::read(&mut &continued, &mut [0; 8]), Ok(n) if n > 0) {}
        let mut waited = Duration::ZERO;
        while !is_in_foreground() && waited < FAREWELL_LIMIT * 2 {
            thread::sleep(STEP);
            waited += STEP;
        }
        if is_in_foreground() {
            low_level::unregister(id);
            return Ok(());
        }
    }
}
