//! `import`: rows of a file as one undo group, or a whole workspace.
//!
//! A row that cannot be taken is named with its line and why, and put aside to be mended and imported alone; it does
//! not hold up the others.

mod columns;
mod plan;
mod row;

use std::io::Read;
use std::path::{Path, PathBuf};

use columns::Columns;
use plan::{Became, Plan};
use row::Row;

use crate::cli::args::{Import, ImportForm};
use crate::cli::exit::{Answer, Code, Done, Failure, of_file};
use crate::cli::output::{Form, Output};
use crate::cli::session::{Session, named_file};
use crate::domain::change::Via;
use crate::domain::id::GroupId;
use crate::wire::csv::Table;
use crate::wire::json::{ImportDoc, SkippedDoc};

/// Takes a file in.
pub fn run(args: &Import, session: &Session, out: &mut Output) -> Answer {
    let file = named_file(&args.file);
    let bytes = read(file.as_deref())?;
    match args.from {
        ImportForm::Csv => csv(args, session, out, &bytes),
        ImportForm::Json => super::whole::import(args, session, out, &bytes),
    }
}

fn read(file: Option<&Path>) -> Answer<Vec<u8>> {
    let Some(file) = file else {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        return read.map(|_| bytes).map_err(|e| of_file(Path::new("the input"), &e));
    };
    std::fs::read(file).map_err(|e| of_file(file, &e))
}

/// What an import came to.
#[derive(Default)]
struct Outcome {
    added: usize,
    updated: usize,
    /// Rows by position, and why they were not taken.
    rejected: Vec<(usize, String)>,
    group: Option<GroupId>,
}

fn csv(args: &Import, session: &Session, out: &mut Output, bytes: &[u8]) -> Answer {
    let table = Table::read(bytes).map_err(|error| Failure::invalid(error.to_string()))?;
    let mut plan = plan(args, session)?;
    let columns = Columns::of(&table.columns, &args.maps, &args.map_values, plan.types())?;
    if !columns.unread.is_empty() {
        session.mention(&format!("passed over: {}; --map COL=FIELD takes a column in", columns.unread.join(", ")));
    }
    let mut outcome = Outcome::default();
    for (idx, row) in table.rows.iter().enumerate() {
        let became = row.cells(table.columns.len());
        let became = became.and_then(|cells| Row::read(&cells, &columns, session)).and_then(|row| plan.row(idx, row));
        match became {
            Ok(Became::Added) => outcome.added += 1,
            Ok(Became::Updated) => outcome.updated += 1,
            Err(reason) => outcome.rejected.push((idx, reason)),
        }
    }
    if !args.dry_run && !plan.intents.is_empty() {
        commit(args, session, plan, &mut outcome)?;
    }
    let rejects = keep_rejects(args, &table, &outcome)?;
    print(args, out, &table, &outcome, rejects.as_deref())
}

fn plan<'a>(args: &Import, session: &'a Session) -> Answer<Plan<'a>> {
    let (stream, stage) = match args.stream.as_deref() {
        Some(word) => session.place(word).map(|(stream, stage)| (Some(stream), stage))?,
        None => (None, None),
    };
    let stage = match &args.stage {
        Some(word) => Some(session.stage(word, stream)?),
        None => stage,
    };
    let stream = stage.as_ref().map(crate::domain::id::StageId::stream).or_else(|| stream.map(|s| s.id.clone()));
    Plan::new(session, stream, stage)
}

/// All rows in one group. What a rule refuses although it looked well is rejected too.
fn commit(args: &Import, session: &Session, mut plan: Plan<'_>, outcome: &mut Outcome) -> Answer<()> {
    plan.rank()?;
    let rows = std::mem::take(&mut plan.rows);
    let mut ask = session.ask(std::mem::take(&mut plan.intents));
    ask.author.via = Via::Import;
    ask.partial = true;
    ask.reason = args.file.file_name().map(|name| name.to_string_lossy().into_owned());
    let receipt = session.store()?.commit(&ask)?;
    for (idx, refusal) in &receipt.stay {
        let row = rows.get(*idx).copied().unwrap_or_default();
        let is_new = matches!(ask.intents.get(*idx), Some(crate::domain::intent::Intent::Add(_)));
        let count = if is_new { &mut outcome.added } else { &mut outcome.updated };
        if !outcome.rejected.iter().any(|(rejected, _)| *rejected == row) {
            *count = count.saturating_sub(1);
            outcome.rejected.push((row, refusal.to_string()));
        }
    }
    outcome.rejected.sort_by_key(|(row, _)| *row);
    outcome.group = (!receipt.done.is_empty()).then_some(receipt.group);
    Ok(())
}

/// The rows not taken, beside the source unless told otherwise. A dry run writes nothing.
fn keep_rejects(args: &Import, table: &Table, outcome: &Outcome) -> Answer<Option<PathBuf>> {
    let beside = named_file(&args.file).map(|file| file.with_extension("rejects.csv"));
    let Some(file) = args.rejects.clone().or(beside).filter(|_| !outcome.rejected.is_empty() && !args.dry_run) else {
        return Ok(None);
    };
    if file == args.file {
        return Err(Failure::new(Code::Usage, "--rejects names the file that is read"));
    }
    std::fs::write(&file, table.rejects(&outcome.rejected)).map_err(|e| of_file(&file, &e))?;
    Ok(Some(file))
}

fn print(args: &Import, out: &mut Output, table: &Table, outcome: &Outcome, rejects: Option<&Path>) -> Answer {
    let line = |idx: usize| table.rows.get(idx).map_or(0, |row| row.line);
    let rejects = rejects.map(|file| file.display().to_string());
    if out.form == Form::Json {
        let skipped = outcome.rejected.iter().map(|(idx, reason)| SkippedDoc { line: line(*idx), reason });
        let group = outcome.group.map(|group| group.to_string());
        let document = ImportDoc::new(outcome.added, outcome.updated, skipped.collect(), group, args.dry_run, rejects);
        out.json(&document)?;
    } else {
        let would = if args.dry_run { "would be " } else { "" };
        let (added, updated, n) = (outcome.added, outcome.updated, outcome.rejected.len());
        out.line(&format!("{added} {would}added, {updated} {would}updated, {n} {would}rejected"))?;
        for (idx, reason) in &outcome.rejected {
            out.line(&format!("line {}: {reason}", line(*idx)))?;
        }
        if let Some(file) = rejects {
            out.say(&format!("the rejected rows are in {file}; mend them and import that file"))?;
        }
    }
    Ok(if outcome.rejected.is_empty() { Done::Whole } else { Done::Partly })
}
