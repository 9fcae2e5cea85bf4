//! `log`: the journal.

use std::thread;
use std::time::Duration;

use chrono::TimeDelta;

use crate::cli::args::Log;
use crate::cli::exit::{Answer, Done};
use crate::cli::output::{Cell, Form, Output, Tone};
use crate::cli::session::Session;
use crate::domain::At;
use crate::domain::key::Key;
use crate::domain::window::LogEntry;
use crate::store::LogAsk;
use crate::wire::csv::{LOG_COLUMNS, line, log_cells};
use crate::wire::json::{LogDoc, LogEntryDoc};

/// How often the journal is looked at for news.
/// How often breaches are looked for.
const SECOND: TimeDelta = TimeDelta::seconds(1);
const STEP: Duration = Duration::from_millis(100);

/// Prints the journal.
pub fn run(args: &Log, session: &Session, out: &mut Output) -> Answer {
    out.shape(&args.shape);
    let ask = ask(args, session)?;
    let reader = session.reader()?;
    let last = reader.last_seq()?;
    let mut entries = reader.log(&ask)?;
    if out.form == Form::Csv {
        out.bytes(&line(&LOG_COLUMNS))?;
    }
    if !args.follow {
        print(session, out, &entries)?;
        return Ok(Done::Whole);
    }
    entries.reverse();
    print_lines(session, out, &entries)?;
    follow(session, out, &ask, last)
}

fn ask(args: &Log, session: &Session) -> Answer<LogAsk> {
    Ok(LogAsk {
        about: args.key.as_deref().map(|key| session.object(key)).transpose()?,
        since: args.since.as_deref().map(|text| session.past(text)).transpose()?.flatten(),
        actor: args.actor.clone(),
        limit: args.limit,
        after_seq: None,
        breached_by: Some(session.now),
    })
}

fn print(session: &Session, out: &mut Output, entries: &[LogEntry]) -> Answer<()> {
    match out.form {
        Form::Json => out.json(&LogDoc::new(entries.iter().map(LogEntryDoc::of).collect())),
        Form::Plain => out.table(&entries.iter().map(|entry| cells(session, entry)).collect::<Vec<_>>()),
        _ => print_lines(session, out, entries),
    }
}

/// One by one, each whole in itself.
fn print_lines(session: &Session, out: &mut Output, entries: &[LogEntry]) -> Answer<()> {
    for entry in entries {
        match out.form {
            Form::Plain | Form::Json => out.table(&[cells(session, entry)])?,
            Form::Ndjson => out.json(&LogEntryDoc::of(entry))?,
            Form::Csv => out.bytes(&line(&log_cells(entry)))?,
        }
    }
    out.flush()
}

/// Prints what happens from now on, until somebody ends it or stops reading.
fn follow(session: &Session, out: &mut Output, ask: &LogAsk, mut seq: i64) -> Answer {
    let reader = session.reader()?;
    let (mut version, mut told) = (None, session.now);
    loop {
        let now = reader.data_version()?;
        if version.replace(now) != Some(now) {
            let news = reader.news(seq)?;
            seq = news.iter().map(|entry| entry.seq).max().unwrap_or(seq);
            let wanted: Vec<LogEntry> = news.into_iter().filter(|entry| is_wanted(entry, ask)).collect();
            print_lines(session, out, &wanted)?;
        }
        told = breached(session, out, ask, told)?;
        thread::sleep(STEP);
    }
}

/// Prints what was breached since it was last told, and says up to when it is told now.
fn breached(session: &Session, out: &mut Output, ask: &LogAsk, told: At) -> Answer<At> {
    let now = session.clock.now();
    if now < told + SECOND || ask.actor.is_some() {
        return Ok(told);
    }
    let since = Some(told + TimeDelta::milliseconds(1));
    let mut breaches = session.reader()?.breaches(&LogAsk { since, limit: 0, ..ask.clone() }, now)?;
    breaches.reverse();
    print_lines(session, out, &breaches)?;
    Ok(now)
}

fn is_wanted(entry: &LogEntry, ask: &LogAsk) -> bool {
    let about = ask.about.is_none() || entry.object == ask.about;
    about && ask.actor.as_ref().is_none_or(|actor| *actor == entry.actor)
}

fn cells(session: &Session, entry: &LogEntry) -> Vec<Cell> {
    let who = match &entry.os_user {
        Some(user) if *user != entry.actor => format!("{} ({user})", entry.actor),
        _ => entry.actor.clone(),
    };
    vec![
        Cell::toned(&session.local(entry.at), Tone::Faint),
        who.into(),
        Cell::toned(entry.key.as_ref().map(Key::as_str).or(entry.place.as_deref()).unwrap_or(""), Tone::Strong),
        entry.what.word().into(),
        change(entry).into(),
    ]
}

fn change(entry: &LogEntry) -> String {
    let change = match (&entry.from, &entry.to) {
        (Some(from), Some(to)) => format!("{from} -> {to}"),
        (None, Some(to)) => to.clone(),
        (Some(from), None) => format!("{from} -> none"),
        (None, None) => String::new(),
    };
    match &entry.reason {
        Some(reason) if change.is_empty() => reason.clone(),
        Some(reason) => format!("{change}  ({reason})"),
        None => change,
    }
}
