//! An object as a text to be edited: lines of `name: value`, then the body.

use super::show::shown;
use crate::cli::exit::{Answer, Code, Failure};
use crate::cli::names::unknown;
use crate::cli::session::Session;
use crate::cli::values;
use crate::domain::intent::Edit;
use crate::domain::object::{FieldKind, ObjectType};
use crate::domain::value::{Value, format_at};
use crate::domain::window::Sheet;
use crate::host::editor;

/// What parts the lines from the body.
const BODY: &str = "--- body";

/// The lines every object has; its fields follow.
const LINES: [&str; 6] = ["title", "state", "priority", "assignee", "labels", "due"];

/// Opens the editor, and reads what came back.
pub fn edit(session: &Session, sheet: &Sheet) -> Answer<Vec<Edit>> {
    let kind = session.object_type(sheet.object.type_id.as_str())?;
    let before = written(session, sheet, &kind);
    let file_name = format!("{}.txt", sheet.object.key);
    let program = session.config.editor.clone();
    let program =
        editor::choose(|name| std::env::var(name).ok().or_else(|| program.clone().filter(|_| name == "EDITOR")));
    let edited = editor::edit(&before, &file_name, &program);
    let edited = edited.map_err(|error| Failure::new(Code::Io, error.to_string()))?;
    if !edited.changed {
        return Ok(Vec::new());
    }
    read(session, &kind, &before, &edited.text).map_err(|failure| keep(failure, &edited.text, &file_name))
}

/// What was typed is not lost with the mistake in it.
fn keep(failure: Failure, text: &str, file_name: &str) -> Failure {
    match editor::keep(text, file_name) {
        Ok(path) => failure.hint(format!("nothing was changed; your text is in {}", path.display())),
        Err(_) => failure,
    }
}

fn written(session: &Session, sheet: &Sheet, kind: &ObjectType) -> String {
    let object = &sheet.object;
    let local = |at| session.local(at);
    let mut text = format!("# {}, {}. Lines with # are passed over; none or nothing clears.\n", object.key, kind.name);
    let values = [
        one_line(&object.title),
        object.state.clone().unwrap_or_default(),
        object.priority.map(|p| p.to_string()).unwrap_or_default(),
        object.assignee.clone().unwrap_or_default(),
        object.labels.join(", "),
        object.due_at.map(local).unwrap_or_default(),
    ];
    for (name, value) in LINES.iter().zip(values) {
        text.extend([name, ": ", &value, "\n"]);
    }
    for field in &kind.fields {
        let value = object.fields.get(&field.id);
        let date = value.and_then(Value::as_at).filter(|_| field.kind == FieldKind::Date);
        let value = date.map(local).or_else(|| value.map(shown)).unwrap_or_default();
        text.extend([&field.id, ": ", &one_line(&value), "\n"]);
    }
    text + BODY + "\n" + &object.body
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// The lines that differ, as edits.
fn read(session: &Session, kind: &ObjectType, before: &str, after: &str) -> Answer<Vec<Edit>> {
    let (old_lines, old_body) = parted(before);
    let (new_lines, new_body) = parted(after);
    let mut edits = Vec::new();
    for (name, value) in new_lines.iter().map(|line| pair(line)).collect::<Answer<Vec<_>>>()? {
        let was = old_lines.iter().filter_map(|line| pair(line).ok()).find(|(n, _)| *n == name);
        match was {
            None => {
                return Err(unknown("line", name, LINES.into_iter().chain(kind.fields.iter().map(|f| f.id.as_str()))));
            }
            Some((_, old)) if old == value => {}
            Some((_, old)) => edits.extend(line_edits(session, kind, name, old, value)?),
        }
    }
    if let (Some(new), Some(old)) = (new_body, old_body)
        && new != old
    {
        edits.push(Edit::Body(new.to_owned()));
    }
    Ok(edits)
}

fn parted(text: &str) -> (Vec<&str>, Option<&str>) {
    let (head, body) = match text.split_once(&format!("{BODY}\n")) {
        Some((head, body)) => (head, Some(body)),
        None => (text.strip_suffix(BODY).unwrap_or(text), None),
    };
    (head.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).collect(), body)
}

fn pair(line: &str) -> Answer<(&str, &str)> {
    let pair = line.split_once(':').map(|(name, value)| (name.trim(), value.trim()));
    pair.ok_or_else(|| Failure::invalid(format!("the line \"{line}\" is not of the form name: value")))
}

fn line_edits(session: &Session, kind: &ObjectType, name: &str, old: &str, value: &str) -> Answer<Vec<Edit>> {
    let or_none = if value.is_empty() { "none" } else { value };
    Ok(match name {
        "title" => vec![Edit::Title(value.to_owned())],
        "state" => vec![Edit::State(value.to_owned())],
        "priority" => vec![Edit::Priority(values::priority(or_none)?)],
        "assignee" => vec![Edit::Assignee(values::person(or_none, session.me())?)],
        "due" => vec![Edit::Due(session.due(or_none)?)],
        "labels" => label_edits(old, values::unless_none(value).unwrap_or_default()),
        field => {
            let is_date = kind.fields.iter().any(|f| f.id == field && f.kind == FieldKind::Date);
            let text = values::unless_none(or_none).unwrap_or_default();
            let date = if is_date { session.due(or_none)?.map(format_at) } else { None };
            vec![Edit::Field { id: field.to_owned(), text: date.unwrap_or_else(|| text.to_owned()) }]
        }
    })
}

fn label_edits(old: &str, new: &str) -> Vec<Edit> {
    let names = |text: &str| -> Vec<String> {
        text.split(',').map(|l| l.trim().trim_start_matches('#').to_owned()).filter(|l| !l.is_empty()).collect()
    };
    let (old, new) = (names(old), names(new));
    let off = old.iter().filter(|name| !new.contains(name)).map(|name| Edit::Label { name: name.clone(), on: false });
    let on = new.iter().filter(|name| !old.contains(name)).map(|name| Edit::Label { name: name.clone(), on: true });
    off.chain(on).collect()
}
