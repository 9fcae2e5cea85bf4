//! `edit`: by flags, or in the editor.

use super::add::fields;
use super::edit_form;
use crate::cli::args::Edit as EditArgs;
use crate::cli::exit::{Answer, Code, Done, Failure};
use crate::cli::output::Output;
use crate::cli::report;
use crate::cli::session::Session;
use crate::cli::values;
use crate::domain::intent::{Edit, Intent};
use crate::domain::window::Sheet;

/// Changes an object.
pub fn run(args: &EditArgs, session: &Session, out: &mut Output) -> Answer {
    let sheet = session.sheet(&args.key)?;
    let edits = if has_flags(args) { by_flags(args, session, &sheet)? } else { in_editor(session, &sheet)? };
    if edits.is_empty() {
        out.say("nothing was changed")?;
        return Ok(Done::Whole);
    }
    let given = edits.iter().find_map(|edit| if let Edit::Assignee(who) = edit { who.clone() } else { None });
    let receipt = session.commit(vec![Intent::Edit { object: sheet.object.id, edits }])?;
    super::people::mention_wip(session, out, given.as_deref())?;
    report::changed(out, &receipt)
}

fn has_flags(args: &EditArgs) -> bool {
    let texts =
        [&args.title, &args.body, &args.priority, &args.assignee, &args.due, &args.since, &args.state, &args.team];
    let is_set = texts.iter().any(|text| text.is_some());
    is_set || args.type_name.is_some() || !args.labels.is_empty() || !args.fields.is_empty() || !args.scores.is_empty()
}

/// The type comes first: fields and states are those of the new one.
fn by_flags(args: &EditArgs, session: &Session, sheet: &Sheet) -> Answer<Vec<Edit>> {
    let mut edits = Vec::new();
    let mut type_id = sheet.object.type_id.clone();
    if let Some(word) = &args.type_name {
        type_id = session.object_type(word)?.id;
        edits.push(Edit::Type(type_id.clone()));
    }
    if let Some(title) = &args.title {
        edits.push(Edit::Title(title.clone()));
    }
    if let Some(body) = &args.body {
        edits.push(Edit::Body(body_text(body)?));
    }
    if let Some(priority) = &args.priority {
        edits.push(Edit::Priority(values::priority(priority)?));
    }
    if let Some(name) = &args.assignee {
        edits.push(Edit::Assignee(values::person(name, session.me())?));
    }
    if let Some(team) = &args.team {
        edits.push(Edit::Team(values::unless_none(team).map(str::to_owned)));
    }
    if let Some(due) = &args.due {
        edits.push(Edit::Due(session.due(due)?));
    }
    if let Some(since) = &args.since {
        edits.push(Edit::Since(session.past(since)?));
    }
    if let Some(state) = &args.state {
        edits.push(Edit::State(state.clone()));
    }
    edits.extend(labels(&args.labels, sheet)?);
    for text in &args.scores {
        let (factor, points) = values::factor(text)?;
        edits.push(Edit::Score { factor, points });
    }
    let fields = fields(session, &type_id, &args.fields)?;
    edits.extend(fields.into_iter().map(|(id, text)| Edit::Field { id, text }));
    Ok(edits)
}

fn body_text(text: &str) -> Answer<String> {
    if text == "-" { values::text_or_input(text) } else { Ok(values::unless_none(text).unwrap_or_default().to_owned()) }
}

/// `none` takes all labels off.
fn labels(texts: &[String], sheet: &Sheet) -> Answer<Vec<Edit>> {
    if let [only] = texts
        && values::unless_none(only).is_none()
    {
        let off = |name: &String| Edit::Label { name: name.clone(), on: false };
        return Ok(sheet.object.labels.iter().map(off).collect());
    }
    Ok(values::labels(texts)?.into_iter().map(|(name, on)| Edit::Label { name, on }).collect())
}

fn in_editor(session: &Session, sheet: &Sheet) -> Answer<Vec<Edit>> {
    if !session.may_ask {
        let failure = Failure::new(Code::Usage, format!("edit {} is told nothing to change", sheet.object.key));
        return Err(failure.hint("name what to change, such as --priority 1; in a terminal the editor opens"));
    }
    edit_form::edit(session, sheet)
}
