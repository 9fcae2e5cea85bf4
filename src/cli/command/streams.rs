//! `streams`: the overview, which is also what the program prints when it has no terminal and no command.

use crate::cli::args::Streams;
use crate::cli::exit::{Answer, Done};
use crate::cli::output::{Cell, Form, Output, Tone};
use crate::cli::session::Session;
use crate::domain::window::{StageLine, StreamLine};
use crate::wire::json::{StreamLineDoc, StreamsDoc, StreamsThenDoc, Then};

/// Prints all streams with their stages and counts, as they are or as they were.
pub fn run_at(args: &Streams, session: &Session, out: &mut Output) -> Answer {
    let Some(at) = args.at.as_deref().map(|text| session.back(text)).transpose()? else {
        return run(session, out);
    };
    let streams = session.reader()?.overview_at(at)?;
    session.say_if_nothing_then(at, streams.iter().map(|stream| stream.n_cards).sum())?;
    if out.form == Form::Json {
        out.json(&StreamsThenDoc::new(Then(at), streams.iter().map(StreamLineDoc::of).collect()))?;
        return Ok(Done::Whole);
    }
    out.table(&streams.iter().map(cells).collect::<Vec<_>>())?;
    Ok(Done::Whole)
}

/// Prints all streams with their stages and counts.
pub fn run(session: &Session, out: &mut Output) -> Answer {
    let streams = session.streams()?;
    if out.form == Form::Json {
        out.json(&StreamsDoc::new(streams.iter().map(StreamLineDoc::of).collect()))?;
        return Ok(Done::Whole);
    }
    out.table(&streams.iter().map(cells).collect::<Vec<_>>())?;
    Ok(Done::Whole)
}

fn cells(stream: &StreamLine) -> Vec<Cell> {
    let mut cells = vec![
        Cell::toned(&stream.name, Tone::Strong),
        stream.n_cards.to_string().into(),
        mark('!', stream.n_breached, Tone::Alarm),
        mark('~', stream.n_at_risk, Tone::Care),
        mark('#', stream.n_blocked, Tone::Plain),
    ];
    cells.extend(stream.stages.iter().map(stage));
    cells
}

fn mark(mark: char, n: u64, tone: Tone) -> Cell {
    if n == 0 { Cell::default() } else { Cell::toned(&format!("{mark}{n}"), tone) }
}

/// `Detect 14/18`, with `^` over its limit.
fn stage(stage: &StageLine) -> Cell {
    let limit = stage.wip.map(|limit| format!("/{limit}")).unwrap_or_default();
    let over = if stage.is_over() { "^" } else { "" };
    let text = format!("{} {}{limit}{over}", stage.short, stage.n_cards);
    Cell::toned(&text, if stage.is_over() { Tone::Care } else { Tone::Plain })
}
