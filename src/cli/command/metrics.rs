//! `metrics`: figures of flow, a forecast, what can be expected.

mod csv;
mod doc;
mod plain;
#[cfg(test)]
mod tests;

use chrono::TimeDelta;

pub(super) use csv::{STAGE_COLUMNS, stage_cells};
pub(super) use doc::stage as stage_doc;
pub(super) use plain::load;

use super::standup::is_term;
use crate::cli::args::Metrics;
use crate::cli::exit::{Answer, Code, Done, Failure};
use crate::cli::output::{Form, Output};
use crate::cli::session::Session;
use crate::domain::flow::{Flow, Period};
use crate::domain::id::StreamId;
use crate::metrics::figures::{Figures, figures};
use crate::metrics::forecast::{Days, Question, forecast};
use crate::metrics::sle::expectations;
use crate::store::FlowAsk;
use crate::wire::json::{AllMetricsDoc, MetricsDoc};

/// How far a forecast looks when nothing is said, in days.
const FORECAST_DAYS: i64 = 14;

/// Prints figures.
pub fn run(args: &Metrics, session: &Session, out: &mut Output) -> Answer {
    if args.csv {
        out.form = Form::Csv;
    }
    let (stream, words) = scope(args, session)?;
    let period = period(&args.since, &args.until, session)?;
    let Some(stream) = stream else {
        if args.forecast || args.sle {
            return Err(Failure::new(Code::Usage, "a forecast and an expectation are of one stream; name it"));
        }
        let all = all_figures(&words, &period, session)?;
        print_all(&all, &period, session, out)?;
        return Ok(Done::Whole);
    };
    let flow = flows(Some(&stream), &words, &period, session)?.pop();
    let flow = flow.ok_or_else(|| Failure::invalid(format!("{stream} has no stages")))?;
    if args.forecast {
        return run_forecast(args, &flow, &period, session, out);
    }
    if args.sle {
        return run_sle(&flow, &period, session, out);
    }
    print_one(&figures(&flow, &period), session, out)?;
    Ok(Done::Whole)
}

/// The period of `--since` and `--until`.
pub(super) fn period(since: &str, until: &str, session: &Session) -> Answer<Period> {
    let past = |text: &str| {
        let at = session.past(text)?;
        at.ok_or_else(|| Failure::invalid(format!("\"{text}\" is no time; wanted is a date, or a span such as 90d")))
    };
    let period = Period { since: past(since)?, until: past(until)? };
    if period.since >= period.until {
        return Err(Failure::invalid(format!("--since {since} is not before --until {until}")));
    }
    Ok(period)
}

/// The figures of all streams, for cards that fit.
pub(super) fn all_figures(words: &[String], period: &Period, session: &Session) -> Answer<Vec<Figures>> {
    Ok(flows(None, words, period, session)?.iter().map(|flow| figures(flow, period)).collect())
}

fn flows(stream: Option<&StreamId>, words: &[String], period: &Period, session: &Session) -> Answer<Vec<Flow>> {
    let filter = session.filter(words)?;
    let ask = FlowAsk { stream: stream.cloned(), since: period.since, filter };
    Ok(session.reader()?.flows(&ask, session.now)?)
}

/// Which stream is meant, if any; what is no stream is the first word of the filter.
fn scope(args: &Metrics, session: &Session) -> Answer<(Option<StreamId>, Vec<String>)> {
    let Some(word) = &args.stream else { return Ok((None, args.filter.clone())) };
    match session.stream(word) {
        Ok(line) => Ok((Some(line.id.clone()), args.filter.clone())),
        Err(_) if is_term(word) => Ok((None, [std::slice::from_ref(word), &args.filter].concat())),
        Err(unknown) => Err(unknown),
    }
}

fn print_one(figures: &Figures, session: &Session, out: &mut Output) -> Answer<()> {
    match out.form {
        Form::Json => out.json(&MetricsDoc::new(doc::of(figures))),
        Form::Csv => csv::print(std::slice::from_ref(figures), out),
        _ => plain::one(figures, session, out),
    }
}

fn print_all(all: &[Figures], period: &Period, session: &Session, out: &mut Output) -> Answer<()> {
    match out.form {
        Form::Json => out.json(&AllMetricsDoc::new(period, all.iter().map(doc::of).collect())),
        Form::Csv => csv::print(all, out),
        _ => plain::all(all, period, session, out),
    }
}

fn run_forecast(args: &Metrics, flow: &Flow, period: &Period, session: &Session, out: &mut Output) -> Answer {
    let question = match (&args.by, args.items) {
        (_, Some(n)) => Question::When { n },
        (Some(text), None) => Question::HowMany { by: ahead(text, session)? },
        (None, None) => Question::HowMany { by: session.now + TimeDelta::days(FORECAST_DAYS) },
    };
    let days = Days::of(flow, period);
    let forecast = forecast(&days, session.now, question);
    match out.form {
        Form::Json => out.json(&doc::forecast(&forecast, &days, flow, period))?,
        _ => plain::forecast(&forecast, &flow.name, session, out)?,
    }
    Ok(Done::Whole)
}

fn ahead(text: &str, session: &Session) -> Answer<crate::domain::At> {
    let at = session.due(text)?.filter(|at| *at > session.now);
    at.ok_or_else(|| Failure::invalid(format!("\"{text}\" does not lie ahead; a forecast is of what is to come")))
}

fn run_sle(flow: &Flow, period: &Period, session: &Session, out: &mut Output) -> Answer {
    let expected = expectations(flow, period);
    let n_finished = crate::metrics::throughput::throughput(flow, period);
    match out.form {
        Form::Json => out.json(&doc::sle(&expected, n_finished, flow, period))?,
        _ => plain::sle(&expected, n_finished, flow, period, session, out)?,
    }
    Ok(Done::Whole)
}
