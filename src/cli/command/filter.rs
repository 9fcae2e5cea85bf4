//! `filter list`, `filter show`, `filter save`, `filter remove`.

use crate::cli::args::{FilterCommand, FilterSave};
use crate::cli::exit::{Answer, Done, Failure};
use crate::cli::names::unknown;
use crate::cli::output::{Cell, Form, Output, Tone};
use crate::cli::session::{Session, typed};
use crate::cli::{report, values};
use crate::domain::saved::{SLOTS, Saved, read_name};
use crate::wire::json::{FilterShowDoc, FiltersDoc, SavedDoc};

/// Runs a command on saved filters.
pub fn run(command: &FilterCommand, session: &Session, out: &mut Output) -> Answer {
    match command {
        FilterCommand::List => list(session, out),
        FilterCommand::Show { name } => show(name, session, out),
        FilterCommand::Save(args) => save(args, session, out),
        FilterCommand::Remove { name } => {
            let saved = named(session, name)?;
            let receipt = session.commit(vec![Saved::remove(&saved.name)])?;
            report::configured(out, &receipt, &saved.name, &format!("filter {} is forgotten", saved.name))
        }
    }
}

/// The text of a saved filter, word by word.
pub fn words(session: &Session, name: &str) -> Answer<String> {
    Ok(named(session, name)?.text)
}

fn list(session: &Session, out: &mut Output) -> Answer {
    let all = known(session)?;
    if out.form == Form::Json {
        out.json(&FiltersDoc::new(all.iter().map(SavedDoc::of).collect()))?;
        return Ok(Done::Whole);
    }
    let slot = |saved: &Saved| saved.slot.map(|slot| format!("f{slot}")).unwrap_or_default();
    let row = |s: &Saved| vec![Cell::toned(&s.name, Tone::Strong), slot(s).into(), s.text.as_str().into()];
    out.table(&all.iter().map(row).collect::<Vec<_>>())?;
    if all.is_empty() {
        out.say("no filter is saved; streamboard filter save NAME FILTER keeps one")?;
    }
    Ok(Done::Whole)
}

fn show(name: &str, session: &Session, out: &mut Output) -> Answer {
    let saved = named(session, name)?;
    if out.form == Form::Json {
        out.json(&FilterShowDoc::new(SavedDoc::of(&saved)))?;
    } else {
        out.line(&saved.text)?;
    }
    Ok(Done::Whole)
}

fn save(args: &FilterSave, session: &Session, out: &mut Output) -> Answer {
    let wrong = |why: String| Failure::invalid(format!("filter name \"{}\": {why}", args.name));
    let (name, _) = read_name(&args.name).map_err(wrong)?;
    // It must read now; that what it names is there is no matter, it may come.
    session.read_filter(&args.filter)?;
    let all = known(session)?;
    let slot = match &args.slot {
        Some(text) => slot(text)?,
        None => all.iter().find(|s| s.name == name).and_then(|s| s.slot),
    };
    let saved = Saved { name, text: typed(&args.filter), slot, by: session.me().to_owned() };
    let receipt = session.commit(saved.save(&all))?;
    let on = saved.slot.map_or(String::new(), |slot| format!(" on f{slot}"));
    report::configured(out, &receipt, &saved.name, &format!("filter {} is saved{on}: {}", saved.name, saved.text))
}

fn slot(text: &str) -> Answer<Option<u8>> {
    let Some(text) = values::unless_none(text) else { return Ok(None) };
    let slot = text.trim().trim_start_matches('f').parse().ok().filter(|n| SLOTS.contains(n));
    slot.map(Some).ok_or_else(|| Failure::invalid(format!("slot \"{text}\" is not a digit from 1 to 9 or none")))
}

fn named(session: &Session, name: &str) -> Answer<Saved> {
    let all = known(session)?;
    let found = all.iter().find(|s| s.name.eq_ignore_ascii_case(name.trim())).cloned();
    found.ok_or_else(|| unknown("saved filter", name, all.iter().map(|s| s.name.as_str())))
}

fn known(session: &Session) -> Answer<Vec<Saved>> {
    Ok(Saved::all(&session.reader()?.settings()?))
}
