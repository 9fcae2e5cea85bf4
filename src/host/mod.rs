//! The world around a terminal: signals, a terminal that vanishes, the editor, the clipboard, what is there.
//!
//! Nothing here knows boards, the screen or its keys; what is to be done at the end is handed in.

pub mod clipboard;
pub mod editor;
pub mod log;
pub mod signals;
pub mod tty;
pub mod watchdog;

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How long a dying process may take to save what is open.
pub const FAREWELL_LIMIT: Duration = Duration::from_millis(300);

/// What to do before the process dies of a signal or of a vanished terminal: once, and not for long.
#[derive(Clone)]
pub struct Farewell(Arc<Mutex<Option<Work>>>);

type Work = Box<dyn FnOnce() + Send>;

impl Farewell {
    /// Does `work`, on a thread of its own.
    pub fn new(work: impl FnOnce() + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Some(Box::new(work)))))
    }

    /// Does it now, unless it was done; whoever comes second waits for the first. `false` when time ran out.
    pub fn say(&self) -> bool {
        let mut work = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(work) = work.take() else { return true };
        let (done, is_done) = channel::<()>();
        let thread = thread::Builder::new().name("farewell".to_owned()).spawn(move || {
            let _done = done; // Dropped also by a panic.
            work();
        });
        thread.is_ok() && is_done.recv_timeout(FAREWELL_LIMIT) == Err(RecvTimeoutError::Disconnected)
    }
}

/// Ends the process by `signal`, as if nobody had caught it.
fn die(signal: i32) -> ! {
    editor::remove_leftovers();
    let _ = signal_hook::low_level::emulate_default_handler(signal);
    std::process::exit(128 + signal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[test]
    fn a_farewell_is_said_once_even_if_it_panics() {
        let count = Arc::new(AtomicU32::new(0));
        let farewell = Farewell::new({
            let count = Arc::clone(&count);
            move || {
                count.fetch_add(1, Ordering::SeqCst);
            }
        });
        assert!(farewell.say() && farewell.clone().say());
        assert_eq!(count.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn a_farewell_that_takes_too_long_is_cut_short() {
        let (_never, wait) = channel::<()>();
        let farewell = Farewell::new(move || {
            let _ = wait.recv();
        });
        assert!(!farewell.say());
    }
}
