//! `triage`: what is to be sorted in a stage, by the time that is left, with the first twins.

use super::list::clock;
use crate::cli::args::Triage;
use crate::cli::exit::{Answer, Done, Failure};
use crate::cli::output::{Cell, Form, Output, Tone};
use crate::cli::session::Session;
use crate::domain::date::show_span;
use crate::domain::filter::Filter;
use crate::domain::id::StageId;
use crate::domain::triage::{Queue, QueueAsk, day_start};
use crate::domain::twin::Twin;
use crate::domain::window::CardRow;
use crate::wire::json::TriageDoc;

/// Prints the queue.
pub fn run(args: &Triage, session: &Session, out: &mut Output) -> Answer {
    let ask = QueueAsk {
        stage: stage(args, session)?,
        filter: Filter::default(),
        around: None,
        n: if args.limit == 0 { usize::MAX / 2 } else { args.limit },
        day_from: day_start(session.now, &session.zone()),
    };
    let reader = session.reader()?;
    let queue = reader.queue(&ask, session.now)?;
    let twins = queue.rows.iter().map(|row| reader.twins(row.object, session.now));
    let twins: Vec<Vec<Twin>> = twins.collect::<Result<_, _>>()?;
    if out.form == Form::Json {
        out.json(&TriageDoc::of(&queue, &twins, session.now))?;
        return Ok(Done::Whole);
    }
    plain(session, out, &queue, &twins)
}

/// The stage meant: of a stream its first; where none is named, the stream of the configuration, else the one with
/// most to do.
pub fn stage(args: &Triage, session: &Session) -> Answer<StageId> {
    let (stream, stage) = if let Some(word) = args.stream.as_deref().or(session.config.stream.as_deref()) {
        session.place(word)?
    } else {
        let fullest = session.streams()?.iter().rev().max_by_key(|stream| stream.n_cards);
        (fullest.ok_or_else(|| Failure::invalid("there is no stream".to_owned()))?, None)
    };
    let first = stage.or_else(|| stream.stages.first().map(|stage| stage.id.clone()));
    first.ok_or_else(|| Failure::invalid(format!("{} has no stage", stream.name)))
}

fn plain(session: &Session, out: &mut Output, queue: &Queue, twins: &[Vec<Twin>]) -> Answer {
    let stage = session.streams()?.iter().flat_map(|s| &s.stages).find(|stage| stage.id == queue.stage);
    let name = stage.map_or_else(|| queue.stage.to_string(), |stage| stage.name.clone());
    let oldest = queue.oldest_at.map(|at| format!("  oldest {}", show_span((session.now - at).num_seconds())));
    out.heading(&format!(
        "{name}  {} to sort  {} done today{}  !{} breached  ~{} at risk",
        queue.n_to_sort,
        queue.n_done,
        oldest.unwrap_or_default(),
        queue.n_breached,
        queue.n_at_risk,
    ))?;
    let rows: Vec<Vec<Cell>> = queue.rows.iter().zip(twins).map(|(row, twins)| cells(session, row, twins)).collect();
    out.table(&rows)?;
    match queue.n_to_sort.saturating_sub(queue.rows.len() as u64) {
        0 if queue.rows.is_empty() => out.say("nothing is to be sorted here")?,
        0 => {}
        n => out.say(&format!("{n} more; --limit 0 tells all"))?,
    }
    Ok(Done::Whole)
}

/// Key, priority, clock, owner and title of a card, and what looks like it.
fn cells(session: &Session, row: &CardRow, twins: &[Twin]) -> Vec<Cell> {
    let like = twins.first().map(|twin| {
        let closed = if twin.is_closed { " (closed)" } else { "" };
        format!("like {}{closed}: {}", twin.key, twin.title)
    });
    vec![
        Cell::toned(row.key.as_str(), Tone::Strong),
        row.priority.map(|p| format!("P{p}")).unwrap_or_default().into(),
        clock(row, session.now),
        row.assignee.as_deref().map(|name| format!("@{name}")).unwrap_or_default().into(),
        row.title.as_str().into(),
        Cell::toned(&like.unwrap_or_default(), Tone::Faint),
    ]
}
