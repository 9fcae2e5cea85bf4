//! `standup`: what changed, what is held up, and the cards to talk about.

use crate::cli::args::Standup as StandupArgs;
use crate::cli::command::list::clock;
use crate::cli::exit::{Answer, Done};
use crate::cli::output::{Cell, Form, Output, Tone};
use crate::cli::report;
use crate::cli::session::Session;
use crate::domain::id::StreamId;
use crate::domain::intent::Intent;
use crate::domain::standup::{LENGTH, Since, Standup, StandupAsk, Step, figures, markdown, sections, setting};
use crate::domain::value::Value;
use crate::wire::json::StandupDoc;

/// Prints a standup; ends it where that is asked.
pub fn run(args: &StandupArgs, session: &Session, out: &mut Output) -> Answer {
    if let Some(minutes) = args.minutes {
        return set_length(minutes, session, out);
    }
    let ask = ask(args, session)?;
    let standup = session.reader()?.standup(&ask, session.now)?;
    match out.form {
        Form::Json => out.json(&StandupDoc::of(&standup, session.zone()))?,
        _ if args.markdown => out.bytes(markdown(&standup, session.zone()).as_bytes())?,
        _ => plain(&standup, session, out)?,
    }
    if args.done {
        end(ask.stream.as_ref(), session, out)?;
    }
    Ok(Done::Whole)
}

/// Which stream is meant on the command line, if any; what is no stream is the first word of the filter.
pub fn scope<'a>(args: &'a StandupArgs, session: &Session) -> Answer<(Option<StreamId>, Vec<&'a String>)> {
    let words = args.stream.iter().chain(&args.filter);
    let Some(word) = &args.stream else { return Ok((None, words.collect())) };
    match session.stream(word) {
        Ok(line) => Ok((Some(line.id.clone()), args.filter.iter().collect())),
        Err(_) if is_term(word) => Ok((None, words.collect())),
        Err(unknown) => Err(unknown),
    }
}

/// Whether the walk is wanted, and nothing that only text can answer.
pub fn is_for_the_screen(args: &StandupArgs) -> bool {
    let is_text = args.markdown || args.done || args.minutes.is_some() || args.all || args.since != "last";
    !is_text && args.filter.is_empty() && !args.stream.as_deref().is_some_and(is_term)
}

/// Whether a word is a term of a filter: `@me`, `#eu`, `is:blocked`, `p1`.
pub fn is_term(word: &str) -> bool {
    let is_priority = word.strip_prefix('p').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    word.starts_with(['@', '#', '-', '"']) || word.contains([':', '<', '>']) || is_priority
}

fn ask(args: &StandupArgs, session: &Session) -> Answer<StandupAsk> {
    let (stream, words) = scope(args, session)?;
    let words: Vec<String> = words.into_iter().cloned().collect();
    let since = match args.since.as_str() {
        "last" => Since::Last,
        text => session.past(text)?.map_or(Since::Last, Since::At),
    };
    Ok(StandupAsk { stream, filter: session.filter(&words)?, since, shows_touched: args.all, keep: Vec::new() })
}

fn set_length(minutes: u16, session: &Session, out: &mut Output) -> Answer {
    let intent = Intent::Set { setting: LENGTH.into(), value: Value::Int(minutes.into()) };
    let receipt = session.commit(vec![intent])?;
    report::configured(out, &receipt, LENGTH, &format!("a standup is to take {minutes} minutes"))
}

/// From now on the next standup tells.
fn end(stream: Option<&StreamId>, session: &Session, out: &mut Output) -> Answer<()> {
    session.commit(vec![Intent::Set { setting: setting(stream), value: session.now.into() }])?;
    out.say("the standup is over; the next one tells from now on")
}

fn plain(standup: &Standup, session: &Session, out: &mut Output) -> Answer<()> {
    let last = if standup.is_last { "last standup, " } else { "" };
    out.heading(&format!("{}, since {last}{}", standup.name, session.local(standup.since)))?;
    out.line(&figures(standup).join("  "))?;
    for section in sections(standup, session.zone()) {
        out.line("")?;
        out.heading(section.title)?;
        section.lines.iter().try_for_each(|line| out.line(&format!("  {line}")))?;
        if section.n_more > 0 {
            out.line(&format!("  and {} more", section.n_more))?;
        }
    }
    walk(standup, out)
}

fn walk(standup: &Standup, out: &mut Output) -> Answer<()> {
    if !standup.steps.is_empty() {
        out.line("")?;
        out.heading("Walk")?;
        out.table(&standup.steps.iter().map(|step| cells(step, standup)).collect::<Vec<_>>())?;
    }
    let mut rest = Vec::new();
    if standup.n_skipped > 0 {
        rest.push(format!("{} touched today, skipped; --all walks them too", standup.n_skipped));
    }
    if standup.n_rest > 0 {
        rest.push(format!("and {} more", standup.n_rest));
    }
    if standup.steps.is_empty() && rest.is_empty() {
        rest.push("no card stands here".to_owned());
    }
    rest.iter().try_for_each(|sentence| out.say(sentence))
}

fn cells(step: &Step, standup: &Standup) -> Vec<Cell> {
    let row = &step.row;
    let why = row.blocked.as_ref().map_or_else(String::new, |why| format!("  #{why}"));
    vec![
        format!("  {}", row.key).into(),
        row.priority.map(|p| format!("P{p}")).unwrap_or_default().into(),
        clock(row, standup.now),
        row.stage.as_str().into(),
        row.assignee.as_deref().map(|name| format!("@{name}")).unwrap_or_default().into(),
        Cell::toned(&format!("{}{why}", row.title), Tone::Plain),
    ]
}
