//! `major`: declares something major, ends it, tells what happened meanwhile.

use crate::cli::args::Major as Args;
use crate::cli::exit::{Answer, Done, Failure};
use crate::cli::output::Output;
use crate::cli::report;
use crate::cli::session::Session;
use crate::domain::intent::Intent;
use crate::domain::major::{Major, timeline};
use crate::store::LogAsk;

/// Declares, ends or tells.
pub fn run(args: &Args, session: &Session, out: &mut Output) -> Answer {
    let sheet = session.sheet(&args.key)?;
    let (object, key) = (sheet.object.id, sheet.object.key.clone());
    if args.timeline {
        return told(sheet.object.major.as_deref(), &sheet, session, out);
    }
    let (intent, sentence) = if let Some(text) = &args.end {
        (Intent::End { object, text: text.clone() }, format!("{key} is major no longer"))
    } else {
        let text = args.text.clone().unwrap_or_default();
        (Intent::Declare { object, text }, format!("{key} is major; streamboard major {key} --end TEXT ends it"))
    };
    let receipt = session.commit(vec![intent])?;
    if out.is_plain() {
        out.say(&sentence)?;
        return Ok(Done::Whole);
    }
    report::changed(out, &receipt)
}

fn told(major: Option<&Major>, sheet: &crate::domain::window::Sheet, session: &Session, out: &mut Output) -> Answer {
    let (key, title) = (&sheet.object.key, &sheet.object.title);
    let major = major.ok_or_else(|| Failure::invalid(format!("{key} never was major")))?;
    let ask = LogAsk { about: Some(sheet.object.id), since: Some(major.at), ..LogAsk::default() };
    let entries = session.reader()?.log(&ask)?;
    let text = timeline(key, title, major, &entries, |at| session.local(at));
    text.lines().try_for_each(|line| out.line(line))?;
    Ok(Done::Whole)
}
