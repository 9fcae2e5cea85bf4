//! `people` and `person add`.

use crate::cli::args::{PersonAdd, PersonCommand};
use crate::cli::exit::{Answer, Done};
use crate::cli::output::{Cell, Form, Output, Tone};
use crate::cli::report;
use crate::cli::session::Session;
use crate::cli::values;
use crate::domain::intent::Intent;
use crate::domain::person::Person;
use crate::wire::json::{PeopleDoc, PersonDoc};

/// Lists people with their roles.
pub fn run(session: &Session, out: &mut Output) -> Answer {
    let team = session.reader()?.team()?;
    if out.form == Form::Json {
        out.json(&PeopleDoc::new(team.iter().map(PersonDoc::of).collect()))?;
        return Ok(Done::Whole);
    }
    let row = |person: &Person| vec![Cell::toned(&person.name, Tone::Strong), person.roles.join(", ").into()];
    out.table(&team.iter().map(row).collect::<Vec<_>>())?;
    if team.is_empty() {
        out.say("nobody is listed; streamboard person add NAME --role ROLE lists somebody")?;
    }
    Ok(Done::Whole)
}

/// Runs a command on one person.
pub fn run_person(command: &PersonCommand, session: &Session, out: &mut Output) -> Answer {
    let PersonCommand::Add(args) = command;
    let name = values::person(&args.name, session.me())?.unwrap_or_default();
    let intent = Intent::SetPerson { name: name.clone(), roles: roles(args, session)? };
    let receipt = session.commit(vec![intent])?;
    let held = session.reader()?.person(&name)?.map_or_else(String::new, |person| person.roles.join(", "));
    let sentence = match held.as_str() {
        "" => format!("{name} holds no role"),
        held => format!("{name} holds {held}"),
    };
    report::configured(out, &receipt, &name, &sentence)
}

fn roles(args: &PersonAdd, session: &Session) -> Answer<Vec<(String, bool)>> {
    let on = args.roles.iter().map(|word| (word, true));
    let off = args.no_roles.iter().map(|word| (word, false));
    on.chain(off).map(|(word, on)| Ok((session.role(word)?.id, on))).collect()
}
