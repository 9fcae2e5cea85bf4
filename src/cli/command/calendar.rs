//! `calendar`: the hours the team works, which the clocks of some streams go by.

use chrono::NaiveDate;

use crate::cli::args::CalendarArgs;
use crate::cli::exit::{Answer, Done, Failure};
use crate::cli::output::{Cell, Form, Output, Tone};
use crate::cli::session::Session;
use crate::domain::calendar::{CALENDAR, Calendar, CalendarError};
use crate::domain::intent::Intent;
use crate::wire::json::CalendarDoc;

/// Sets what was given, and shows what holds.
pub fn run(args: &CalendarArgs, session: &Session, out: &mut Output) -> Answer {
    let value = session.reader()?.settings()?.remove(CALENDAR);
    let kept = value.as_ref().and_then(|value| Calendar::from_value(value).ok());
    let mut calendar = kept.clone().unwrap_or_else(|| Calendar::usual(chrono_tz::UTC));
    if is_change(args) {
        if kept.is_none() {
            calendar.zone = session.zone();
        }
        change(&mut calendar, args).map_err(|no| Failure::invalid(no.to_string()))?;
        let value = calendar.to_value();
        session.commit(vec![Intent::Set { setting: CALENDAR.to_owned(), value }])?;
    }
    show(&calendar, out)
}

fn is_change(args: &CalendarArgs) -> bool {
    args.days.is_some() || args.hours.is_some() || args.zone.is_some() || !args.holidays.is_empty()
}

fn change(calendar: &mut Calendar, args: &CalendarArgs) -> Result<(), CalendarError> {
    if let Some(days) = &args.days {
        calendar.days = Calendar::read_days(days)?;
    }
    if let Some(hours) = &args.hours {
        calendar.hours = Calendar::read_hours(hours)?;
    }
    if let Some(zone) = &args.zone {
        calendar.zone = Calendar::read_zone(zone)?;
    }
    for holiday in &args.holidays {
        match holiday.strip_prefix('-') {
            Some(day) => calendar.holidays.remove(&Calendar::read_holiday(day)?),
            None => calendar.holidays.insert(Calendar::read_holiday(holiday)?),
        };
    }
    Ok(())
}

fn show(calendar: &Calendar, out: &mut Output) -> Answer {
    if out.form == Form::Json {
        out.json(&CalendarDoc::of(calendar))?;
        return Ok(Done::Whole);
    }
    let holidays: Vec<String> = calendar.holidays.iter().map(NaiveDate::to_string).collect();
    let fact = |name: &str, value: String| vec![Cell::toned(name, Tone::Faint), value.into()];
    let holidays = if holidays.is_empty() { "none".to_owned() } else { holidays.join(", ") };
    out.table(&[
        fact("days", calendar.show_days()),
        fact("hours", calendar.show_hours()),
        fact("holidays", holidays),
        fact("zone", calendar.zone.name().to_owned()),
    ])?;
    Ok(Done::Whole)
}
