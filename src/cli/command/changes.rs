//! `changes`: what changed on the boards between two dates.

use std::collections::BTreeMap;

use crate::cli::args::Changes;
use crate::cli::exit::{Answer, Done, Failure};
use crate::cli::output::{Cell, Form, Output, Tone};
use crate::cli::session::Session;
use crate::domain::At;
use crate::domain::id::StageId;
use crate::domain::past::{Changed, Net, NetKind, ends, title};
use crate::store::Between;
use crate::wire::csv::{CHANGE_COLUMNS, change_cells, line};
use crate::wire::json::ChangesDoc;

/// Prints what changed.
pub fn run(args: &Changes, session: &Session, out: &mut Output) -> Answer {
    let stream = args.stream.as_deref().map(|word| session.stream(word)).transpose()?;
    let (from, to) = span(args, session)?;
    let between = session.reader()?.between(stream.map(|s| &s.id), from, to)?;
    let name = stream.map_or("all streams", |s| s.name.as_str());
    session.say_if_nothing_then(to, 1)?;
    match () {
        () if out.form == Form::Json => {
            let stages: Vec<_> = between.stages.iter().map(|(id, _, ends)| (id, *ends)).collect();
            out.json(&ChangesDoc::of(stream.map(|s| s.id.as_str()), (from, to), &between.cards, &stages))?;
        }
        () if args.csv => {
            out.bytes(&line(&CHANGE_COLUMNS))?;
            let rows = between.cards.iter().flat_map(|card| card.changes.iter().map(move |change| (card, change)));
            rows.into_iter().try_for_each(|(card, change)| out.bytes(&line(&change_cells(card, change))))?;
        }
        () if args.markdown => markdown(session, out, &between, name)?,
        () => plain(session, out, &between, name)?,
    }
    Ok(Done::Whole)
}

/// From when until when; nothing lies ahead, and the first is the earlier.
fn span(args: &Changes, session: &Session) -> Answer<(At, At)> {
    let from = session.past(&args.from)?;
    let from = from.ok_or_else(|| Failure::invalid("--from needs a date, such as mon or 2026-11-01"))?;
    let to = args.to.as_deref().map_or(Ok(session.now), |text| session.back(text))?;
    if from > to {
        let (from, to) = (session.local(from), session.local(to));
        return Err(Failure::invalid(format!("--from ({from}) lies behind --to ({to}); turn them round")));
    }
    Ok((from, to))
}

/// The cards by what happened to them; one that changed in several ways stands in each.
fn by_kind(between: &Between) -> BTreeMap<NetKind, Vec<(&Changed, &Net)>> {
    let mut groups: BTreeMap<NetKind, Vec<(&Changed, &Net)>> = BTreeMap::new();
    for card in &between.cards {
        for change in &card.changes {
            groups.entry(change.kind()).or_default().push((card, change));
        }
    }
    groups
}

fn plain(session: &Session, out: &mut Output, between: &Between, name: &str) -> Answer<()> {
    let (from, to) = (session.local(between.from), session.local(between.to));
    out.heading(&format!("{name}: {from} to {to}"))?;
    out.line(&stages(between))?;
    if between.cards.is_empty() {
        return out.line("nothing changed");
    }
    for (kind, cards) in by_kind(between) {
        out.line("")?;
        out.heading(&format!("{} {}", title(kind), cards.len()))?;
        out.table(&cards.into_iter().map(|(card, change)| cells(session, card, change)).collect::<Vec<_>>())?;
    }
    Ok(())
}

fn cells(session: &Session, card: &Changed, change: &Net) -> Vec<Cell> {
    let name = |stage: &StageId| session.stage_name(stage);
    vec![
        Cell::toned(&format!("  {}", card.row.key), Tone::Strong),
        told(change, &card.row.stage, &name).into(),
        card.row.title.as_str().into(),
    ]
}

fn markdown(session: &Session, out: &mut Output, between: &Between, name: &str) -> Answer<()> {
    let (from, to) = (session.local(between.from), session.local(between.to));
    out.line(&format!("## What changed in {name}, {from} to {to}\n"))?;
    out.line(&stages(between))?;
    if between.cards.is_empty() {
        return out.line("\nNothing changed.");
    }
    for (kind, cards) in by_kind(between) {
        out.line("")?;
        out.line(&format!("### {} ({})", title(kind), cards.len()))?;
        out.line("")?;
        for (card, change) in cells_of(session, &cards) {
            out.line(&format!("- **{}** {}: {change}", card.row.key, escaped(&card.row.title)))?;
        }
    }
    Ok(())
}

fn cells_of<'a>(session: &Session, cards: &[(&'a Changed, &Net)]) -> Vec<(&'a Changed, String)> {
    let name = |stage: &StageId| session.stage_name(stage);
    cards.iter().map(|(card, change)| (*card, told(change, &card.row.stage, &name))).collect()
}

/// What Markdown would read as its own.
fn escaped(text: &str) -> String {
    text.replace(['*', '_', '`', '[', ']', '<', '>'], " ")
}

/// `Detect 14 -> 12, Diagnose 15`: what stood in the stages at both ends.
fn stages(between: &Between) -> String {
    let stage = |(_, short, [before, after]): &(StageId, String, [u64; 2])| {
        if before == after { format!("{short} {after}") } else { format!("{short} {before} -> {after}") }
    };
    let is_used = |(.., ends): &&(StageId, String, [u64; 2])| *ends != [0, 0];
    between.stages.iter().filter(is_used).map(stage).collect::<Vec<_>>().join(", ")
}

/// A change in words, beside the card it is of.
fn told(change: &Net, stage: &StageId, name: &dyn Fn(&StageId) -> String) -> String {
    match ends(change, name) {
        (Some(from), Some(to)) => format!("{from} -> {to}"),
        (None, Some(to)) => to,
        (Some(from), None) if matches!(change, Net::Finished { .. } | Net::Gone { .. }) => format!("from {from}"),
        (Some(from), None) => format!("{from} -> none"),
        (None, None) => name(stage),
    }
}
