//! Stories of work that knows what it needs, where it came from and where it goes, through the command line.

mod deployment;
mod incident;
mod product;
mod scope;
mod screen;

use serde_json::Value;

use crate::common::sandbox::{Run, Sandbox};

/// The four who are asked before a deployment, with their roles.
const FOUR: [(&str, &str); 4] = [
    ("olga", "operations-manager"),
    ("sam", "support-specialist"),
    ("sue", "security-analyst"),
    ("lex", "compliance-manager"),
];

/// A workspace whose people hold roles.
struct Team(Sandbox);

impl Team {
    fn new() -> Self {
        let team = Self(Sandbox::new());
        for (name, role) in FOUR {
            team.ok(&format!("person add {name} --role {role}"));
        }
        team.ok("person add pam --role product-manager --role product-portfolio-manager");
        team.ok("person add cat --role catalog-manager --role consumer --role enterprise-architect");
        team
    }

    fn run(&self, line: &str) -> Run {
        let words = words(line);
        self.0.run(&words.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// What a command says, which must go well.
    #[track_caller]
    fn ok(&self, line: &str) -> String {
        let run = self.run(line);
        assert_eq!(run.code, 0, "{line}\n{}", run.text());
        format!("{}{}", run.stdout, run.stderr)
    }

    /// Several commands, a line each.
    #[track_caller]
    fn all(&self, lines: &str) {
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            self.ok(line);
        }
    }

    /// What a command says that must be refused by a rule.
    #[track_caller]
    fn no(&self, line: &str) -> String {
        let run = self.run(line);
        assert_eq!(run.code, 4, "{line}\n{}", run.text());
        run.stderr
    }

    #[track_caller]
    fn json(&self, line: &str) -> Value {
        let run = self.run(&format!("{line} --json"));
        assert_eq!(run.code, 0, "{line}\n{}", run.text());
        run.json()
    }

    #[track_caller]
    fn state(&self, key: &str) -> String {
        self.json(&format!("show {key}"))["object"]["state"].as_str().unwrap_or_default().to_owned()
    }

    /// What is told of an object because of others.
    #[track_caller]
    fn notices(&self, key: &str) -> Vec<String> {
        let sheet = self.json(&format!("show {key}"));
        let notices = sheet["object"]["notices"].as_array().unwrap();
        notices.iter().map(|n| n["text"].as_str().unwrap().to_owned()).collect()
    }

    /// What the log has of an object, newest first.
    #[track_caller]
    fn log(&self, key: &str) -> Vec<String> {
        let log = self.json(&format!("log {key}"));
        log["entries"].as_array().unwrap().iter().map(|e| e["what"].as_str().unwrap().to_owned()).collect()
    }

    /// Everything a deployment of `CHG-1` is asked for, but the approvals.
    #[track_caller]
    fn plan(&self, from: &str, until: &str) {
        let window = format!("--field window_start={from} --field window_end={until}");
        self.ok(&format!("edit CHG-1 {window} --field 'rollback_plan=back to the last one'"));
    }

    #[track_caller]
    fn approve_all(&self) {
        for (name, role) in FOUR {
            self.ok(&format!("--as {name} approve CHG-1 --role {role}"));
        }
    }
}

/// The words of a line; single quotes hold some together.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    for letter in line.chars() {
        match letter {
            '\'' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.push(String::new()),
            letter => words.last_mut().unwrap().push(letter),
        }
    }
    words
}
