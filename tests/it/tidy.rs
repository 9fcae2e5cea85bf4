//! What a machine can check of the house: walls between rooms, data kept out of code, files of a size to read.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A room, the rooms of ours it may know, and words it never says.
struct Room {
    path: &'static str,
    knows: &'static [&'static str],
    never: &'static [&'static str],
}

const WORLD: &[&str] =
    &["std::fs", "std::env", "std::thread", "std::process", "Utc::now", "Instant::now", "SystemTime"];

/// The first row whose path fits a file is its room; what lies deeper stands first.
const ROOMS: &[Room] = &[
    Room {
        path: "src/domain",
        knows: &["domain"],
        never: &["rusqlite", "ratatui", "crossterm", "serde", "color_eyre", "notify::"],
    },
    Room { path: "src/metrics", knows: &["domain", "metrics"], never: &["rusqlite", "ratatui", "crossterm", "serde"] },
    Room { path: "src/wire", knows: &["domain", "wire"], never: &["rusqlite", "ratatui", "crossterm", "color_eyre"] },
    Room {
        path: "src/store",
        knows: &["domain", "wire", "store"],
        never: &["ratatui", "crossterm", "color_eyre", "Utc::now"],
    },
    Room {
        path: "src/demo",
        knows: &["domain", "wire", "store", "demo"],
        never: &["ratatui", "crossterm", "Utc::now"],
    },
    Room {
        path: "src/app",
        knows: &["domain", "metrics", "app"],
        never: &["rusqlite", "ratatui", "crossterm", "serde", "color_eyre"],
    },
    Room {
        path: "src/tui/view",
        knows: &["app", "domain", "metrics", "text", "tui"],
        never: &["rusqlite", "crossterm", "&mut Model", "tui::runtime", "tui::event", "tui::terminal"],
    },
    Room { path: "src/tui/widget", knows: &["text"], never: &["rusqlite", "crossterm"] },
    Room {
        path: "src/tui/runtime",
        knows: &["app", "domain", "metrics", "config", "clock", "store", "host", "text", "tui", "wire"],
        never: &["rusqlite", "crossterm", "ratatui"],
    },
    Room { path: "src/tui", knows: &["app", "domain", "config", "clock", "host", "text", "tui"], never: &["rusqlite"] },
    Room { path: "src/text", knows: &["text"], never: &["rusqlite", "ratatui", "crossterm", "serde"] },
    Room { path: "src/host", knows: &["host", "text"], never: &["rusqlite", "ratatui", "crossterm"] },
    Room {
        path: "src/cli",
        knows: &["domain", "metrics", "wire", "store", "text", "host", "config", "clock", "app", "demo", "cli"],
        never: &["ratatui", "crossterm", "rusqlite", "app::model", "app::update", "app::msg", "app::effect"],
    },
    Room {
        path: "src/launch",
        knows: &["app", "cli", "config", "host", "tui"],
        never: &["rusqlite", "ratatui", "crossterm"],
    },
    Room { path: "src/config", knows: &["wire", "config"], never: &["rusqlite", "ratatui", "crossterm"] },
    Room { path: "src/clock", knows: &["clock"], never: &["rusqlite", "ratatui", "crossterm"] },
];

/// Rooms that look at nothing outside themselves: no files, no environment, no threads, no time of day.
const PURE: &[&str] =
    &["src/domain", "src/metrics", "src/wire", "src/app", "src/tui/view", "src/tui/widget", "src/text"];

#[test]
fn rooms_know_only_the_rooms_they_may_know() {
    let mut wrong = Vec::new();
    for (path, text) in sources("src") {
        let Some(room) = ROOMS.iter().find(|room| path.starts_with(room.path)) else {
            continue;
        };
        for (n, line) in code_lines(&text) {
            for name in named_rooms(line) {
                if !room.knows.contains(&name.as_str()) {
                    wrong.push(format!("{path}:{n} names {name}"));
                }
            }
            let is_pure = PURE.iter().any(|p| path.starts_with(p));
            let world = if is_pure { WORLD } else { &[] };
            for word in room.never.iter().chain(world).filter(|word| line.contains(**word)) {
                wrong.push(format!("{path}:{n} says {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "walls broken:\n{}", wrong.join("\n"));
}

#[test]
fn crossterm_is_named_by_the_terminal_and_its_translator_alone() {
    let allowed = ["src/tui/event", "src/tui/terminal"];
    let named =
        sources("src").into_iter().filter(|(_, text)| code_lines(text).any(|(_, line)| line.contains("crossterm")));
    let wrong: Vec<String> =
        named.map(|(path, _)| path).filter(|p| !allowed.iter().any(|a| p.starts_with(a))).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn the_time_is_asked_for_in_one_file() {
    let asking = |text: &str| code_lines(text).any(|(_, l)| l.contains("Utc::now") || l.contains("SystemTime::now"));
    let askers: Vec<String> = sources("src").into_iter().filter(|(_, t)| asking(t)).map(|(p, _)| p).collect();
    assert_eq!(askers, ["src/clock.rs"]);
}

#[test]
fn no_stage_or_type_of_the_reference_is_named_in_code() {
    let ids = reference_ids();
    assert!(ids.len() > 50, "the ids were read: {}", ids.len());
    let mut wrong = Vec::new();
    for (path, text) in sources("src").into_iter().filter(|(path, _)| !path.contains("/tests")) {
        for (n, line) in code_lines(&text) {
            wrong.extend(
                ids.iter().filter(|id| line.contains(&format!("\"{id}\""))).map(|id| format!("{path}:{n} {id}")),
            );
        }
    }
    assert!(wrong.is_empty(), "it should be data:\n{}", wrong.join("\n"));
}

#[test]
fn files_are_of_a_size_to_read() {
    let long = |(path, text): (String, String)| {
        let n = text.lines().count();
        (n > 600).then(|| format!("{path} has {n} lines"))
    };
    let wrong: Vec<String> = sources("src").into_iter().filter_map(long).collect();
    assert!(wrong.is_empty(), "which noun inside wants a room?\n{}", wrong.join("\n"));
}

#[test]
fn every_file_says_first_what_it_is() {
    let silent = |(path, text): (String, String)| (!text.starts_with("//!")).then_some(path);
    let wrong: Vec<String> = sources("src").into_iter().chain(sources("tests")).filter_map(silent).collect();
    assert!(wrong.is_empty(), "no header: {wrong:?}");
}

#[test]
fn tests_wait_for_what_they_expect_and_none_is_left_out() {
    // Put together here, so that this file does not find itself.
    let words = [["thread::", "sleep"].concat(), ["#[", "ignore"].concat(), ["todo", "!("].concat()];
    let mut wrong = Vec::new();
    for (path, text) in sources("tests").into_iter().chain(sources("src")) {
        let is_test = path.starts_with("tests");
        wrong.extend(
            words
                .iter()
                .filter(|w| text.contains(w.as_str()) && (is_test || !w.contains("sleep")))
                .map(|w| format!("{path}: {w}")),
        );
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn every_test_file_is_part_of_the_test_program() {
    let main = fs::read_to_string("tests/it/main.rs").unwrap();
    for entry in fs::read_dir("tests/it").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(name == "main" || main.contains(&format!("mod {name};")), "{name} is forgotten");
    }
}

#[test]
fn every_write_takes_the_right_to_write_at_its_start() {
    let mut wrong = Vec::new();
    for (path, text) in sources("src/store") {
        for (n, line) in code_lines(&text) {
            let begins = line.contains("\"BEGIN") || line.contains("TransactionBehavior::Deferred");
            if begins && !line.contains("BEGIN IMMEDIATE") {
                wrong.push(format!("{path}:{n}"));
            }
        }
    }
    assert!(wrong.is_empty(), "a write begun without the right to write: {wrong:?}");
}

/// Lines of code with their numbers: comments left out, and what stands behind `#[cfg(test)]`.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    code.lines().zip(1..).map(|(line, n)| (n, line)).filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// The rooms a line names by `crate::`.
fn named_rooms(line: &str) -> Vec<String> {
    let ends = |c: char| !c.is_alphanumeric() && c != '_';
    let names = line.split("crate::").skip(1).filter(|rest| !rest.starts_with('{'));
    names.map(|rest| rest.split(ends).next().unwrap_or_default().to_owned()).collect()
}

/// The ids that could only mean one stage or one type: those of more than one word.
fn reference_ids() -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for folder in ["assets/streams", "assets/objects"] {
        for path in files(Path::new(folder), "toml") {
            let text = fs::read_to_string(path).unwrap();
            let mut table = "";
            for line in text.lines() {
                if line.starts_with('[') {
                    table = line;
                }
                if let Some(id) = line.strip_prefix("id = \"").and_then(|l| l.split('"').next()) {
                    let is_noun = table == "[[stages]]" || table == "[[types]]";
                    if is_noun && id.contains('-') {
                        ids.insert(id.to_owned());
                    }
                }
            }
        }
    }
    ids
}

fn sources(folder: &str) -> Vec<(String, String)> {
    let read = |path: PathBuf| (path.to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap());
    files(Path::new(folder), "rs").into_iter().map(read).collect()
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}
