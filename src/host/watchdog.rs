//! A terminal may vanish without SIGHUP reaching us: when the session's leader ignores it. A process that
//! goes on then is seen by nobody; crossterm's own wait even turns at full speed.
//!
//! A thread sleeps in `poll(2)` until the kernel says the terminal hung up. It costs nothing.

use std::io;
use std::os::fd::OwnedFd;
use std::thread;

use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::SIGHUP;

use super::{Farewell, die};

/// Ends the process, after `farewell`, when the terminal `tty` is gone. Take a duplicate of standard input.
pub fn spawn(tty: OwnedFd, farewell: Farewell) -> io::Result<()> {
    let watch = move || {
        let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
        loop {
            let mut fds = [PollFd::new(&tty, PollFlags::empty())];
            match poll(&mut fds, None) {
                Ok(_) if fds[0].revents().intersects(gone) => break,
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(_) => return,
            }
        }
        farewell.say();
        die(SIGHUP);
    };
    thread::Builder::new().name("watchdog".to_owned()).spawn(watch).map(|_| ())
}
