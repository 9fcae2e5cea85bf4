//! `people`, `person add` and `person set`.

use crate::cli::args::{PersonAdd, PersonCommand, PersonSet};
use crate::cli::exit::{Answer, Done};
use crate::cli::output::{Cell, Form, Output, Tone};
use crate::cli::report;
use crate::cli::session::Session;
use crate::cli::values;
use crate::domain::intent::Intent;
use crate::domain::person::{Person, Wip, set_wip_limit};
use crate::wire::json::{PeopleDoc, PersonDoc};

/// Lists people with their teams and roles, and how many open cards they have.
pub fn run(session: &Session, out: &mut Output) -> Answer {
    let (team, wip) = (session.reader()?.team()?, session.reader()?.wip()?);
    let of = |person: &Person| wip.get(&person.name).cloned().unwrap_or_default();
    if out.form == Form::Json {
        out.json(&PeopleDoc::new(team.iter().map(|person| PersonDoc::of(person, &of(person))).collect()))?;
        return Ok(Done::Whole);
    }
    let row = |person: &Person| {
        vec![
            Cell::toned(&person.name, Tone::Strong),
            open(&of(person)),
            person.team.as_deref().unwrap_or_default().into(),
            person.roles.join(", ").into(),
        ]
    };
    let unlisted = wip.iter().filter(|(name, wip)| wip.n_cards > 0 && team.iter().all(|p| p.name != **name));
    let others =
        unlisted.map(|(name, wip)| vec![name.into(), open(wip), "".into(), Cell::toned("not listed", Tone::Faint)]);
    let rows: Vec<Vec<Cell>> = team.iter().map(row).chain(others).collect();
    out.table(&rows)?;
    if team.is_empty() {
        out.say("nobody is listed; streamboard person add NAME --role ROLE lists somebody")?;
    }
    Ok(Done::Whole)
}

/// `3` or `5/4^`: how many open cards, of how many that are enough.
fn open(wip: &Wip) -> Cell {
    let limit = wip.limit.map_or(String::new(), |limit| format!("/{limit}"));
    let text = format!("{}{limit}{}", wip.n_cards, if wip.is_over() { "^" } else { "" });
    Cell::toned(&text, if wip.is_over() { Tone::Care } else { Tone::Plain })
}

/// Says so where somebody has more open cards than are enough.
pub fn mention_wip(session: &Session, out: &Output, name: Option<&str>) -> Answer<()> {
    let Some(name) = name.filter(|_| out.form == Form::Plain) else { return Ok(()) };
    let wip = session.reader()?.wip()?.remove(name).unwrap_or_default();
    if let Some(limit) = wip.limit.filter(|_| wip.is_over()) {
        session.mention(&format!("{name} has {} of {limit} now", wip.n_cards));
    }
    Ok(())
}

/// Runs a command on one person.
pub fn run_person(command: &PersonCommand, session: &Session, out: &mut Output) -> Answer {
    match command {
        PersonCommand::Add(args) => add(args, session, out),
        PersonCommand::Set(args) => set(args, session, out),
    }
}

fn add(args: &PersonAdd, session: &Session, out: &mut Output) -> Answer {
    let name = values::person(&args.name, session.me())?.unwrap_or_default();
    let mut intents = vec![Intent::SetPerson { name: name.clone(), roles: roles(args, session)? }];
    intents.extend(args.team.as_deref().map(|team| in_team(&name, team)));
    let receipt = session.commit(intents)?;
    let held = session.reader()?.person(&name)?.map_or_else(String::new, |person| person.roles.join(", "));
    let sentence = match held.as_str() {
        "" => format!("{name} holds no role"),
        held => format!("{name} holds {held}"),
    };
    report::configured(out, &receipt, &name, &sentence)
}

fn set(args: &PersonSet, session: &Session, out: &mut Output) -> Answer {
    let name = args.name.as_deref().map(|name| values::person(name, session.me())).transpose()?.flatten();
    let mut intents = Vec::new();
    let mut said = Vec::new();
    if let (Some(name), Some(team)) = (&name, &args.knobs.team) {
        intents.push(in_team(name, team));
        said.push(values::unless_none(team).map_or("in no team".to_owned(), |team| format!("in {team}")));
    }
    if let Some(limit) = &args.knobs.wip {
        let limit = values::limit(limit)?;
        intents.push(set_wip_limit(name.as_deref(), limit));
        said.push(limit.map_or("without a limit".to_owned(), |limit| format!("with {limit} open cards at most")));
    }
    let receipt = session.commit(intents)?;
    let name = name.unwrap_or_else(|| "everybody".to_owned());
    report::configured(out, &receipt, &name, &format!("{name} is {}", said.join(", ")))
}

fn in_team(name: &str, team: &str) -> Intent {
    Intent::SetTeam { person: name.to_owned(), team: values::unless_none(team).map(str::to_owned) }
}

fn roles(args: &PersonAdd, session: &Session) -> Answer<Vec<(String, bool)>> {
    let on = args.roles.iter().map(|word| (word, true));
    let off = args.no_roles.iter().map(|word| (word, false));
    on.chain(off).map(|(word, on)| Ok((session.role(word)?.id, on))).collect()
}
