//! Who acts, as they say; and who that is to the operating system, which cannot be talked into anything.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use super::exit::{Answer, Failure};

/// Names nobody has: longer ones and empty ones.
const MAX_BYTES: usize = 100;

/// The one who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    pub actor: String,
    /// The operating system's user, recorded beside the actor.
    pub os_user: String,
    /// The terminal, which undo takes first.
    pub terminal: Option<String>,
}

impl Who {
    /// `--as`, else `STREAMBOARD_USER`, `SUDO_USER`, the operating system's user.
    pub fn find(flag: Option<&str>) -> Answer<Self> {
        let os_user = os_user();
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let claimed = match flag {
            Some(name) => Some(("--as", OsString::from(name))),
            None => ["STREAMBOARD_USER", "SUDO_USER"].iter().find_map(|name| Some((*name, set(name)?))),
        };
        let actor = match claimed {
            Some((from, name)) => checked(from, name)?,
            None => os_user.clone(),
        };
        Ok(Self { actor, os_user, terminal: terminal() })
    }
}

fn checked(from: &str, name: OsString) -> Answer<String> {
    let wrong = |why: &str| Failure::invalid(format!("{from} {why}; wanted is a name such as ana"));
    let name = name.into_string().map_err(|_| wrong("is not UTF-8"))?;
    let name = name.trim();
    match () {
        () if name.is_empty() => Err(wrong("is empty")),
        () if name.len() > MAX_BYTES => Err(wrong("is too long")),
        () if name.chars().any(char::is_control) => Err(wrong("holds control characters")),
        () => Ok(name.to_owned()),
    }
}

/// The name of our uid; `USER` may say anything.
fn os_user() -> String {
    let uid = rustix::process::getuid().as_raw();
    let listed = std::fs::read("/etc/passwd").ok().and_then(|file| name_of(&String::from_utf8_lossy(&file), uid));
    // People of a directory service are in no file; then their login says who they are.
    let login = || ["LOGNAME", "USER"].iter().find_map(|name| std::env::var(name).ok().filter(|n| !n.is_empty()));
    listed.or_else(login).unwrap_or_else(|| format!("uid-{uid}"))
}

fn name_of(passwd: &str, uid: u32) -> Option<String> {
    let fields = |line: &str| {
        let mut fields = line.split(':');
        Some((fields.next()?.to_owned(), fields.nth(1)?.parse::<u32>().ok()?))
    };
    passwd.lines().filter_map(fields).find(|(_, id)| *id == uid).map(|(name, _)| name)
}

/// The terminal we were started from, if any.
fn terminal() -> Option<String> {
    let name = rustix::termios::ttyname(rustix::stdio::stdin(), Vec::new())
        .or_else(|_| rustix::termios::ttyname(rustix::stdio::stderr(), Vec::new()));
    OsString::from_vec(name.ok()?.into_bytes()).into_string().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uid_has_the_name_of_the_password_file() {
        let file = "root:x:0:0:root:/root:/bin/sh\nbroken\nana:x:1000:1000::/home/ana:/bin/sh\n";
        assert_eq!(name_of(file, 1000).as_deref(), Some("ana"));
        assert_eq!(name_of(file, 7), None);
    }

    #[test]
    fn a_name_is_one_that_can_be_shown() {
        assert_eq!(checked("--as", " Zoé Li ".into()).unwrap(), "Zoé Li");
        for wrong in ["", " ", "a\u{1b}[31m", "a\nb"] {
            assert!(checked("--as", wrong.into()).is_err(), "{wrong:?}");
        }
        assert!(checked("--as", OsString::from_vec(vec![0xff])).is_err());
    }
}
