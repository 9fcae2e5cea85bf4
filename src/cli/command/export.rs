//! `export`: cards to a file or to the output.

use std::collections::{HashMap, HashSet};
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;

use tempfile::NamedTempFile;

use super::list::{clock, each};
use crate::cli::args::{Export, ExportForm};
use crate::cli::exit::{Answer, Code, Done, Failure, of_file};
use crate::cli::output::Output;
use crate::cli::session::{Session, named_file};
use crate::domain::filter::{Cond, Filter};
use crate::domain::id::{ObjectId, StageId};
use crate::domain::object::Object;
use crate::domain::window::CardRow;
use crate::store::{ListAsk, ObjectAsk};
use crate::text::sanitize;
use crate::wire::csv::{self, COLUMNS};

/// Writes what is wanted.
pub fn run(args: &Export, session: &Session, out: &mut Output) -> Answer {
    let (file, words) = parted(args, session);
    if args.to == ExportForm::Json && !words.is_empty() {
        let failure = Failure::new(Code::Usage, "json holds the whole workspace; it takes no filter");
        return Err(failure.hint("--to csv takes one"));
    }
    let filter = session.filter(&words)?;
    match file.and_then(named_file) {
        None => write(args.to, session, &filter, &mut |bytes| out.bytes(bytes))?,
        Some(file) => to_file(args.to, session, &filter, &file, out)?,
    }
    Ok(Done::Whole)
}

/// The file and the filter: a first word that only a filter can be is no file.
fn parted<'a>(args: &'a Export, session: &Session) -> (Option<&'a Path>, Vec<String>) {
    let first = args.file.as_deref().and_then(Path::to_str).filter(|word| is_filter(word, session));
    let file = args.file.as_deref().filter(|_| first.is_none());
    (file, first.map(str::to_owned).into_iter().chain(args.filter.iter().cloned()).collect())
}

fn is_filter(word: &str, session: &Session) -> bool {
    match session.read_filter(&[word.to_owned()]) {
        Ok(filter) => filter.terms.iter().flat_map(|term| &term.any).any(|cond| !matches!(cond, Cond::Word(_))),
        Err(_) => !word.contains(['.', '/']),
    }
}

/// Written beside, then put in place whole: a failure leaves an earlier export as it was.
fn to_file(form: ExportForm, session: &Session, filter: &Filter, file: &Path, out: &mut Output) -> Answer<()> {
    expect_other(session.file(), file)?;
    let failed = |e: std::io::Error| of_file(file, &e);
    let directory = file.parent().filter(|d| !d.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut beside = BufWriter::new(NamedTempFile::new_in(directory).map_err(failed)?);
    write(form, session, filter, &mut |bytes| beside.write_all(bytes).map_err(failed))?;
    let beside = beside.into_inner().map_err(|e| failed(e.into_error()))?;
    beside.as_file().sync_all().map_err(failed)?;
    beside.persist(file).map_err(|e| failed(e.error))?;
    out.say(&format!("written to {}", file.display()))
}

/// The database is no place for an export.
fn expect_other(database: &Path, file: &Path) -> Answer<()> {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if real(database) == real(file) {
        return Err(Failure::new(Code::NotAllowed, format!("{} is the database itself", file.display())));
    }
    Ok(())
}

/// Takes the next bytes.
pub type Sink<'a> = dyn FnMut(&[u8]) -> Answer<()> + 'a;

fn write(form: ExportForm, session: &Session, filter: &Filter, sink: &mut Sink<'_>) -> Answer<()> {
    match form {
        ExportForm::Json => super::whole::export(session, sink),
        ExportForm::Csv => rows(session, filter, sink),
        ExportForm::Markdown => markdown(session, filter, sink),
    }
}

/// Every card, done or not, and behind them the objects that stand nowhere.
fn rows(session: &Session, filter: &Filter, sink: &mut Sink<'_>) -> Answer<()> {
    let bodies = objects(session, &Filter::default())?;
    let mut standing: HashSet<ObjectId> = HashSet::new();
    sink(&csv::line(&COLUMNS))?;
    for done in [false, true] {
        each(session, &ask(filter, done), |row| {
            standing.insert(row.object);
            let body = bodies.get(&row.object).map_or("", |object| object.body.as_str());
            sink(&csv::line(&csv::card_cells(row, body)))
        })?;
    }
    let wanted = objects(session, filter)?;
    let mut others: Vec<&Object> = wanted.values().filter(|o| !standing.contains(&o.id)).collect();
    others.sort_by_key(|object| (object.key.prefix().to_owned(), object.key.number()));
    others.into_iter().try_for_each(|object| sink(&csv::line(&csv::object_cells(object))))
}

fn objects(session: &Session, filter: &Filter) -> Answer<HashMap<ObjectId, Object>> {
    let ask = ObjectAsk { filter: filter.clone(), ..ObjectAsk::default() };
    let mut objects = HashMap::new();
    session.reader()?.objects(&ask, session.now, |object| {
        objects.insert(object.id, object);
        ControlFlow::Continue(())
    })?;
    Ok(objects)
}

fn ask(filter: &Filter, done: bool) -> ListAsk {
    ListAsk { filter: filter.clone(), done, ..ListAsk::default() }
}

/// A heading a stage, a line a card.
fn markdown(session: &Session, filter: &Filter, sink: &mut Sink<'_>) -> Answer<()> {
    let mut stage: Option<StageId> = None;
    each(session, &ask(filter, false), |row| {
        if stage.as_ref() != Some(&row.stage) {
            let blank = if stage.is_some() { "\n" } else { "" };
            sink(format!("{blank}## {}\n\n", escaped(&title(session, &row.stage)?)).as_bytes())?;
            stage = Some(row.stage.clone());
        }
        sink(item(session, row).as_bytes())
    })?;
    Ok(())
}

fn title(session: &Session, stage: &StageId) -> Answer<String> {
    let stream = stage.stream();
    let line = session.streams()?.iter().find(|s| s.id == stream);
    let name = line.and_then(|s| s.stages.iter().find(|s| s.id == *stage));
    Ok(match (line, name) {
        (Some(line), Some(name)) => format!("{}: {}", line.name, name.name),
        _ => stage.to_string(),
    })
}

fn item(session: &Session, row: &CardRow) -> String {
    let mut line = format!("- **{}** {}", row.key, escaped(&row.title));
    line.extend(row.priority.map(|p| format!(", P{p}")));
    line.extend(row.assignee.as_deref().map(|name| format!(", @{}", escaped(name))));
    line.extend(row.labels.iter().map(|label| format!(", #{}", escaped(label))));
    let clock = clock(row, session.now);
    line + ", " + clock.text() + "\n"
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in sanitize(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
