//! The stories at the screen: keys go in, what is on the screen is looked at.

mod deployment;
mod incident;
mod product;
mod scope;

use super::Team;
use crate::common::pty::{self, Pty};

const ESC: &str = "\x1b";
const DOWN: &str = "\x1b[B";
const ENTER: &str = "\r";
/// What is below an open gate and nothing else.
const GATE: &str = "Tab more  Esc close";
const SHIFT_TAB: &str = "\x1b[Z";

/// Somebody before a screen.
struct Seat(Pty);

impl Team {
    /// Somebody opens the program, at the time it is in the team.
    #[track_caller]
    fn seat(&self, who: &str) -> Seat {
        let mut command = pty::command(env!("CARGO_BIN_EXE_streamboard"));
        for (name, value) in self.0.command(&[]).get_envs() {
            if let Some(value) = value {
                command.env(name, value);
            }
        }
        command.env("STREAMBOARD_USER", who);
        let pty = Pty::spawn(command, 120, 40);
        pty.wait_for("7 Operate");
        Seat(pty)
    }
}

impl Seat {
    /// Keys, and what they bring to the screen; it is not there before.
    #[track_caller]
    fn press(&mut self, keys: &str, brings: &str) {
        let before = self.0.screen();
        assert!(!before.contains(brings), "{brings:?} is there before {keys:?}\n{before}");
        self.0.send(keys);
        self.0.wait_for(brings);
    }

    /// Esc, and what goes with it.
    #[track_caller]
    fn leave(&mut self, goes: &str) {
        self.0.send(ESC);
        self.0.wait_until(|screen| !screen.contents().contains(goes));
    }

    #[track_caller]
    fn sees(&self, text: &str) {
        self.0.wait_for(text);
    }

    /// Goes to a card on its board, or to an object in its detail.
    #[track_caller]
    fn goes_to(&mut self, key: &str) {
        self.press("\x10", "Jump to");
        self.press(key, &format!(">{key} "));
        self.0.send(ENTER);
        self.0.wait_until(|screen| {
            let text = screen.contents();
            !text.contains("Jump to") && text.lines().any(|line| has_cursor(line, key))
        });
    }

    /// Opens the card under the cursor whole.
    #[track_caller]
    fn opens(&mut self) {
        self.press(ENTER, "Activity");
    }

    /// What is open in the gate of the card is ticked, and it moves on.
    #[track_caller]
    fn passes(&mut self, brings: &str) {
        self.press("x", GATE);
        self.press(ENTER, brings);
    }

    /// Links what is under the cursor to an object that is there.
    #[track_caller]
    fn relates(&mut self, how: &str, key: &str) {
        self.press("r", "Relate: how, then to what");
        self.0.send(format!("{how} {key}"));
        let found = format!(" {key} ");
        self.0.wait_until(|screen| screen.contents().lines().any(|line| line.starts_with(&found)));
        self.press(ENTER, &format!("{how} {key}. u undoes."));
    }

    /// Hands off what is under the cursor along the edge that these words are of.
    #[track_caller]
    fn hands_off(&mut self, words: &str, brings: &str) {
        self.press("t", words);
        let text = self.0.screen();
        let line = text.lines().find(|line| line.contains(words)).unwrap();
        let digit = line.chars().find(char::is_ascii_digit).unwrap();
        self.press(&digit.to_string(), brings);
    }

    /// Puts a value into a field of the form, and saves it.
    #[track_caller]
    fn edits(&mut self, label: &str, value: &str, brings: &str) {
        self.press("e", "[ Save ]");
        for _ in 0..40 {
            if self.0.look(|screen| focused(screen).is_some_and(|line| line.starts_with(label))) {
                break;
            }
            let before = self.0.look(focused);
            self.0.send("\t");
            self.0.wait_until(|screen| focused(screen) != before);
        }
        assert!(self.0.look(focused).is_some_and(|line| line.starts_with(label)), "no field {label}");
        self.press(&format!("\x15{value}"), value);
        while !self.0.look(|screen| focused(screen).is_some_and(|line| line.starts_with("[ Save ]"))) {
            let before = self.0.look(focused);
            self.0.send(SHIFT_TAB);
            self.0.wait_until(|screen| focused(screen) != before);
        }
        self.press(ENTER, brings);
    }

    /// Leaves the form without what was typed.
    #[track_caller]
    fn drops(&mut self) {
        self.press(ESC, "Esc again drops them");
        self.leave("[ Save ]");
    }
}

/// The line of the form that has the keys.
fn focused(screen: &vt100::Screen) -> Option<String> {
    let text = screen.contents();
    let inside = |line: &str| Some(line.split_once("┃ >")?.1.to_owned());
    text.lines().find_map(inside)
}

/// Whether the cursor stands before a key.
fn has_cursor(line: &str, key: &str) -> bool {
    let Some(at) = line.find(&format!("{key} ")) else {
        return false;
    };
    let before: Vec<char> = line[..at].chars().rev().take(7).collect();
    before.contains(&'>')
}
