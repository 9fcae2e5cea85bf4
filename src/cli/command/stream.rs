//! `stream show`, `stream set`, `stream add`.

use std::path::Path;

use crate::cli::args::{ClockWord, GateWord, StreamAdd, StreamCommand, StreamSet, YesNo};
use crate::cli::exit::{self, Answer, Code, Done, Failure};
use crate::cli::names::unknown;
use crate::cli::output::{Cell, Form, Output, Tone};
use crate::cli::session::Session;
use crate::cli::{report, values};
use crate::domain::date::show_span;
use crate::domain::id::StageId;
use crate::domain::intent::{Intent, StreamEdit};
use crate::domain::rule::Barrier;
use crate::domain::stream::{Criterion, CriterionKind, Edge, Level, Policy, Stage, Stream, Target, Timing};
use crate::wire::json::{StreamDoc, StreamShowDoc};
use crate::wire::{preset, reference};

/// Runs one of them.
pub fn run(command: &StreamCommand, session: &Session, out: &mut Output) -> Answer {
    match command {
        StreamCommand::Show { stream } => show(stream, session, out),
        StreamCommand::Set(args) => set(args, session, out),
        StreamCommand::Add(args) => add(args, session, out),
    }
}

fn show(word: &str, session: &Session, out: &mut Output) -> Answer {
    let line = session.stream(word)?;
    let stream = session.reader()?.stream(&line.id)?;
    let stream = stream.ok_or_else(|| Failure::new(Code::NotFound, format!("there is no stream \"{word}\"")))?;
    if out.form == Form::Json {
        let roles = session.reader()?.roles()?;
        out.json(&StreamShowDoc::new(StreamDoc::of(&stream, Some(line), &roles)))?;
        return Ok(Done::Whole);
    }
    print(out, &stream)?;
    Ok(Done::Whole)
}

fn print(out: &mut Output, stream: &Stream) -> Answer<()> {
    out.heading(&format!("{}  {}", stream.id, stream.name))?;
    let fact = |name: &str, value: &str| vec![Cell::toned(&format!("  {name}"), Tone::Faint), Cell::from(value)];
    let targets = targets(&stream.targets);
    let pauses = if stream.blocked_pauses { ", stands still while blocked" } else { "" };
    let clock = format!("{} time{pauses}", stream.clock.word());
    let facts = [
        fact("purpose", &stream.purpose),
        fact("outcome", &stream.outcome),
        fact("for", &stream.key_stakeholder),
        fact("gate", stream.gate.word()),
        fact("card type", stream.card_type.as_str()),
        fact("targets", &targets),
        fact("clock", &clock),
    ];
    let has_value = |row: &&Vec<Cell>| row.get(1).is_some_and(|cell| !cell.is_empty());
    out.table(&facts.iter().filter(has_value).cloned().collect::<Vec<_>>())?;
    stream.stages.iter().try_for_each(|stage| print_stage(out, stage))?;
    print_edges(out, stream)?;
    if stream.scenarios.is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.heading("Scenarios")?;
    let row = |s: &crate::domain::stream::Scenario| vec![Cell::from(format!("  {}", s.id)), Cell::from(&s.name)];
    out.table(&stream.scenarios.iter().map(row).collect::<Vec<_>>())
}

fn print_stage(out: &mut Output, stage: &Stage) -> Answer<()> {
    let limit = stage.wip.map(|limit| format!("  limit {limit}")).unwrap_or_default();
    let target = Some(targets(&stage.targets)).filter(|t| !t.is_empty()).map(|t| format!("  within {t}"));
    out.line("")?;
    out.heading(&format!("{}  {}{limit}{}", stage.id.local(), stage.name, target.unwrap_or_default()))?;
    out.paragraph(&stage.purpose, "  ")?;
    let mut rows: Vec<Vec<Cell>> = stage.criteria.iter().map(criterion).collect();
    rows.extend(stage.rules.entry.iter().map(|barrier| self::barrier("to come in", barrier)));
    rows.extend(stage.rules.back.iter().map(|barrier| self::barrier("to go back", barrier)));
    rows.extend(stage.approvals().into_iter().map(|(role, stands_for)| {
        let word = Cell::toned("  approval", Tone::Faint);
        vec![word, Cell::toned(role, Tone::Faint), stands_for.unwrap_or_default().into()]
    }));
    out.table(&rows)
}

fn barrier(word: &str, barrier: &Barrier) -> Vec<Cell> {
    let text = format!("{} [{}]", barrier.text, barrier.guard);
    vec![Cell::toned(&format!("  {word}"), Tone::Faint), Cell::default(), text.into()]
}

/// The hand-offs that leave it.
fn print_edges(out: &mut Output, stream: &Stream) -> Answer<()> {
    if stream.edges.is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.heading("Hand-offs")?;
    let row = |edge: &Edge| {
        let from = edge.from_stage.as_ref().map_or("any stage", StageId::local);
        let to = edge.to_stage.as_ref().map_or(edge.to.as_str(), StageId::as_str);
        vec![format!("  {}", edge.id).into(), format!("{from} > {to}").into(), edge.what.as_str().into()]
    };
    out.table(&stream.edges.iter().map(row).collect::<Vec<_>>())
}

fn criterion(criterion: &Criterion) -> Vec<Cell> {
    let word = match criterion.kind {
        CriterionKind::Activity => criterion.level.map_or("", Level::word),
        kind => kind.word(),
    };
    let word = Cell::toned(&format!("  {word}"), Tone::Faint);
    let guard = criterion.guard.as_ref().map(|guard| format!(" [{guard}]")).unwrap_or_default();
    vec![word, Cell::toned(criterion.id.local(), Tone::Faint), format!("{}{guard}", criterion.text).into()]
}

fn targets(targets: &[Target]) -> String {
    let target = |t: &Target| match t.priority {
        Some(priority) => format!("{} for P{priority}", show_span(t.span_s)),
        None => show_span(t.span_s),
    };
    targets.iter().map(target).collect::<Vec<_>>().join(", ")
}

fn set(args: &StreamSet, session: &Session, out: &mut Output) -> Answer {
    let stream = session.stream(&args.stream)?.id.clone();
    let mut edits = Vec::new();
    edits.extend(args.knobs.name.clone().map(StreamEdit::Name));
    edits.extend(args.knobs.gate.map(|word| StreamEdit::Gate(policy(word))));
    let timing = |word| match word {
        ClockWord::Elapsed => Timing::Elapsed,
        ClockWord::Working => Timing::Working,
    };
    edits.extend(args.knobs.clock.map(|word| StreamEdit::Clock(timing(word))));
    edits.extend(args.knobs.pause_blocked.map(|word| StreamEdit::BlockedPauses(word == YesNo::Yes)));
    for text in &args.knobs.targets {
        let (priority, span_s) = values::target(text)?;
        edits.push(StreamEdit::Target { priority, span_s });
    }
    let intents = edits.into_iter().map(|edit| Intent::SetStream { stream: stream.clone(), edit }).collect();
    let receipt = session.commit(intents)?;
    report::configured(out, &receipt, stream.as_str(), &format!("{stream} is set"))
}

fn policy(word: GateWord) -> Policy {
    match word {
        GateWord::Open => Policy::Open,
        GateWord::Warn => Policy::Warn,
        GateWord::Enforce => Policy::Enforce,
    }
}

fn add(args: &StreamAdd, session: &Session, out: &mut Output) -> Answer {
    if args.name.as_ref().is_some_and(|name| name.trim().is_empty()) {
        return Err(Failure::invalid("name may not be empty"));
    }
    let (stream, source) = match (&args.file, &args.preset) {
        (Some(file), _) => of_file(file).map(|(stream, source)| (stream, Some(source)))?,
        (None, Some(preset)) => (of_preset(preset, args.name.as_deref(), session)?, None),
        (None, None) => return Err(Failure::invalid("a file or a preset is missing")),
    };
    let id = stream.id.clone();
    let made = session.commit(vec![Intent::AddStream(Box::new(stream))]);
    let receipt = made.map_err(|failure| match &source {
        Some(source) => source.locate(failure),
        None => failure,
    })?;
    if out.is_plain() {
        out.line(id.as_str())?;
    }
    let sentence = format!("the stream is there; streamboard add TITLE --stream {id} adds a card");
    report::configured(out, &receipt, id.as_str(), &sentence)
}

fn of_preset(preset: &str, name: Option<&str>, session: &Session) -> Answer<Stream> {
    let taken: Vec<&str> = session.streams()?.iter().map(|s| s.id.as_str()).collect();
    let made = preset::stream(preset, name, &taken);
    let made = made.ok_or_else(|| unknown("preset", preset, preset::names()))?;
    made.map_err(|e| Failure::new(Code::Io, e.to_string()))
}

/// A stream somebody wrote; what is wrong with it is told with its line and column.
fn of_file(file: &Path) -> Answer<(Stream, Source)> {
    let is_input = file.as_os_str() == "-";
    let name = if is_input { "the input".to_owned() } else { file.display().to_string() };
    let text = if is_input { std::io::read_to_string(std::io::stdin().lock()) } else { std::fs::read_to_string(file) };
    let text = text.map_err(|error| match error.kind() {
        std::io::ErrorKind::InvalidData => Failure::invalid(format!("{name} is not UTF-8")),
        _ => exit::of_file(file, &error),
    })?;
    let stream = reference::stream(&text).map_err(|error| Failure::invalid(format!("{name}: {error}")))?;
    Ok((stream, Source { name, text }))
}

/// A file people wrote, for saying where in it something is that the workspace does not have.
struct Source {
    name: String,
    text: String,
}

impl Source {
    /// The failure with the line and column of the word it is about, where the file has that word.
    fn locate(&self, failure: Failure) -> Failure {
        let word = failure.message.split('"').nth(1).unwrap_or_default();
        let local = word.rsplit('/').next().unwrap_or_default();
        let found =
            [word, local].into_iter().filter(|w| !w.is_empty()).find_map(|w| self.text.find(&format!("\"{w}\"")));
        let Some(at) = found else {
            return failure;
        };
        let before = &self.text[..at];
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let line = before.matches('\n').count() + 1;
        let message = format!("{}: line {line}, column {column}: {}", self.name, failure.message);
        Failure { message, ..failure }
    }
}
