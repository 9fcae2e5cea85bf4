//! `bottlenecks`: stages of all streams, those first in which work waited longest.

use super::metrics::{STAGE_COLUMNS, all_figures, load, period, stage_cells, stage_doc};
use crate::cli::args::Bottlenecks;
use crate::cli::exit::{Answer, Done};
use crate::cli::output::{Cell, Form, Output, Tone};
use crate::cli::session::Session;
use crate::domain::flow::Period;
use crate::metrics::bottleneck::{Ranked, ranking};
use crate::wire::csv::line;
use crate::wire::json::{BottlenecksDoc, RankedDoc};

/// Prints the ranking.
pub fn run(args: &Bottlenecks, session: &Session, out: &mut Output) -> Answer {
    if args.csv {
        out.form = Form::Csv;
    }
    let period = period(&args.since, &args.until, session)?;
    let mut ranked = ranking(&all_figures(&args.filter, &period, session)?);
    if args.limit > 0 {
        ranked.truncate(args.limit);
    }
    match out.form {
        Form::Json => out.json(&doc(&ranked, &period))?,
        Form::Csv => csv(&ranked, out)?,
        _ => plain(&ranked, &period, session, out)?,
    }
    Ok(Done::Whole)
}

fn doc<'a>(ranked: &'a [Ranked], period: &Period) -> BottlenecksDoc<'a> {
    let row = |(ranked, rank): (&'a Ranked, usize)| RankedDoc {
        rank,
        stream: ranked.stream.as_str(),
        stage: stage_doc(&ranked.stage),
        reason: &ranked.reason,
    };
    BottlenecksDoc::new(period, ranked.iter().zip(1..).map(row).collect())
}

fn csv(ranked: &[Ranked], out: &mut Output) -> Answer<()> {
    out.bytes(&line(&[&["rank", "stream", "stage", "reason"], STAGE_COLUMNS].concat()))?;
    ranked.iter().zip(1..).try_for_each(|(ranked, rank)| {
        let stage = &ranked.stage;
        let names = [format!("{rank}"), ranked.stream.to_string(), stage.id.local().to_owned(), ranked.reason.clone()];
        out.bytes(&line(&[&names[..], &stage_cells(stage)[..]].concat()))
    })
}

fn plain(ranked: &[Ranked], period: &Period, session: &Session, out: &mut Output) -> Answer<()> {
    let (since, until) = (session.local(period.since), session.local(period.until));
    out.heading(&format!("Bottlenecks, {:.0} days, {since} to {until}", period.days()))?;
    let row = |(ranked, rank): (&Ranked, usize)| -> Vec<Cell> {
        let stage = &ranked.stage;
        let is_over = stage.limit.is_some_and(|limit| stage.wip > limit);
        vec![
            format!("{rank:>3}").into(),
            Cell::toned(&format!("{}/{}", ranked.stream_name, stage.short), Tone::Strong),
            Cell::toned(&load(stage), if is_over { Tone::Care } else { Tone::Plain }),
            Cell::whole(&ranked.reason, Tone::Plain),
        ]
    };
    if ranked.is_empty() {
        return out.say("no card stands or waited anywhere");
    }
    out.table(&ranked.iter().zip(1..).map(row).collect::<Vec<_>>())
}
