//! `gate`: what stands between a card and its next stage.

use crate::cli::args::OnCard;
use crate::cli::exit::{Answer, Done};
use crate::cli::output::{Cell, Form, Output, Tone};
use crate::cli::session::Session;
use crate::domain::gate::{Asked, Gate, Line, Status};
use crate::domain::guard::Approval;
use crate::domain::stream::{CriterionKind, Level};
use crate::wire::json::GateDoc;

/// Shows the gate of a card.
pub fn run(args: &OnCard, session: &Session, out: &mut Output) -> Answer {
    let (sheet, card) = session.open_card(&args.key, args.stream.as_deref())?;
    let key = sheet.object.key.as_str();
    if out.form == Form::Json {
        let roles = session.reader()?.roles()?;
        out.json(&GateDoc::of(key, &card.gate, &roles))?;
        return Ok(Done::Whole);
    }
    out.heading(&format!("{key}  {}", sheet.object.title))?;
    print_lines(out, &card.gate, card.next_name.as_deref())?;
    print_approvals(session, out, &card.gate)?;
    Ok(Done::Whole)
}

/// Who is asked for an approval, and what they said.
pub fn print_approvals(session: &Session, out: &mut Output, gate: &Gate) -> Answer<()> {
    if gate.approvals.is_empty() {
        return Ok(());
    }
    let roles = session.reader()?.roles()?;
    out.line("  approvals")?;
    let row = |asked: &Asked| {
        let name = roles.iter().find(|role| role.id == asked.role).map_or(&asked.role, |role| &role.name);
        let (mark, said) = match &asked.said {
            None => ("[ ]", String::new()),
            Some(said) => (if said.is_rejected { "[!]" } else { "[x]" }, spoken(session, said)),
        };
        let stands_for = asked.stands_for.as_deref().map(|what| format!(" ({what})")).unwrap_or_default();
        vec![
            format!("  {mark}").into(),
            Cell::toned(&asked.role, Tone::Faint),
            format!("{name}{stands_for}{said}").into(),
        ]
    };
    out.table(&gate.approvals.iter().map(row).collect::<Vec<_>>())
}

/// `: bea, 2026-11-20 10:30, looks good`.
fn spoken(session: &Session, said: &Approval) -> String {
    let word = if said.is_rejected { "rejected by" } else { "approved by" };
    let comment = said.comment.as_deref().map(|text| format!(", {text}")).unwrap_or_default();
    format!(": {word} {}, {}{comment}", said.by, session.local(said.at))
}

/// The lines of a gate, what is asked for first.
pub fn print_lines(out: &mut Output, gate: &Gate, next: Option<&str>) -> Answer<()> {
    let count = format!("{}/{}", gate.n_met(), gate.n_asked());
    out.line(&format!("  gate to {}: {count}, {}", next.unwrap_or("done"), gate.policy))?;
    let (asked, others): (Vec<&Line>, Vec<&Line>) = gate.lines.iter().partition(|line| line.is_required());
    let rows = asked.into_iter().chain(others).flat_map(rows);
    out.table(&rows.collect::<Vec<_>>())
}

/// A line, and below it what makes it hold or what is missing.
fn rows(line: &Line) -> Vec<Vec<Cell>> {
    let told = match (line.missing(), line.by_itself()) {
        (Some(missing), _) => Some(format!("missing: {missing}")),
        (None, Some(by)) if !by.is_empty() => Some(format!("by itself: {by}")),
        _ => None,
    };
    let told = told.map(|told| vec![Cell::whole(&format!("        {told}"), Tone::Faint)]);
    std::iter::once(cells(line)).chain(told).collect()
}

fn cells(line: &Line) -> Vec<Cell> {
    let mark = match line.status {
        Status::Met | Status::Auto => "[x]",
        Status::NotApplicable => "[-]",
        Status::Open | Status::LastTime => "[ ]",
    };
    let tone = if line.is_required() && !line.status.holds() { Tone::Care } else { Tone::Plain };
    vec![
        format!("  {mark}").into(),
        Cell::toned(word(line), Tone::Faint),
        Cell::toned(line.criterion.id.local(), Tone::Faint),
        Cell::toned(&format!("{}{}", line.criterion.text, remark(line)), tone),
    ]
}

fn word(line: &Line) -> &'static str {
    match line.criterion.kind {
        CriterionKind::Activity => line.criterion.level.map_or("", Level::word),
        kind => kind.word(),
    }
}

fn remark(line: &Line) -> String {
    let Some(tick) = &line.tick else { return String::new() };
    let evidence = tick.evidence.as_deref().map(|text| format!(": {text}")).unwrap_or_default();
    match line.status {
        Status::Met if tick.with_rest => format!(" (with the rest, {})", tick.by),
        Status::Met => format!(" ({}{evidence})", tick.by),
        Status::NotApplicable => format!(" (not applicable{evidence}, {})", tick.by),
        Status::LastTime => " (met last time)".to_owned(),
        Status::Open | Status::Auto => String::new(),
    }
}
