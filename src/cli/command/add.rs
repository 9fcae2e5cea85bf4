//! `add` and `object add`: new work, new objects.

use super::link::with_fitting;
use crate::cli::args::{Add, Facts, ObjectAdd};
use crate::cli::exit::{Answer, Code, Done, Failure};
use crate::cli::names::pick;
use crate::cli::output::{Form, Output};
use crate::cli::session::Session;
use crate::cli::values;
use crate::domain::id::{ObjectId, RelationId, TypeId};
use crate::domain::intent::{Intent, NewObject, Pass, Stand};
use crate::domain::key::Key;
use crate::domain::object::{Field, FieldKind, ObjectType};
use crate::domain::value::format_at;
use crate::store::Receipt;
use crate::wire::json::{AddDoc, CardDoc, ChangeDoc};

/// Adds an object with a card.
pub fn run(args: &Add, session: &Session, out: &mut Output) -> Answer {
    let of_stage = args.stage.as_deref().and_then(|stage| stage.split_once('/')).map(|(stream, _)| stream);
    let of_scenario = match (&args.facts.scenario, args.stream.as_deref().or(of_stage)) {
        (Some(word), None) => Some(session.scenario(word, None)?.stream.0),
        _ => None,
    };
    let word = args.stream.as_deref().or(of_stage).or(of_scenario.as_deref()).or(session.config.stream.as_deref());
    let word = word.ok_or_else(|| {
        Failure::new(Code::Usage, "add needs a stream").hint("--stream STREAM, or `stream` in the configuration")
    })?;
    let (stream, stage) = session.place(word)?;
    let scenario = match &args.facts.scenario {
        Some(word) => Some(session.scenario(word, Some(&stream.id))?),
        None => None,
    };
    let stage = match &args.stage {
        Some(word) => Some(session.stage(word, Some(stream))?),
        None => stage,
    };
    let type_id = match &args.type_name {
        Some(word) => session.object_type(word)?.id,
        None => scenario.as_ref().and_then(|s| s.plan.card_type.clone()).unwrap_or_else(|| stream.card_type.clone()),
    };
    let stream = stage.as_ref().map_or_else(|| stream.id.clone(), crate::domain::id::StageId::stream);
    let pass = args.force.clone().map_or(Pass::Ask, Pass::Force);
    let mut new = new_object(session, &args.title, type_id, &args.facts)?;
    new.scenario = scenario.map(|scenario| scenario.id);
    new.stand = Some(Stand { pass, ..Stand::in_stage(stream, stage) });
    let who = new.assignee.clone();
    let receipt = commit(session, new, &args.facts)?;
    super::people::mention_wip(session, out, who.as_deref())?;
    print(session, out, &receipt)
}

/// Adds an object without a card.
pub fn run_object(args: &ObjectAdd, session: &Session, out: &mut Output) -> Answer {
    let type_id = session.object_type(&args.type_name)?.id;
    let mut new = new_object(session, &args.title, type_id, &args.facts)?;
    new.scenario = args.facts.scenario.as_deref().map(|word| session.scenario(word, None)).transpose()?.map(|s| s.id);
    let receipt = commit(session, new, &args.facts)?;
    print_key(out, &receipt)
}

/// The key of an object without a card.
pub fn print_key(out: &mut Output, receipt: &Receipt) -> Answer {
    let key = receipt.done.first().and_then(|done| done.key.as_ref());
    match out.form {
        Form::Json => out.json(&ChangeDoc::new(key.map(Key::as_str), Some(receipt.group.to_string())))?,
        _ => out.line(key.map_or("", Key::as_str))?,
    }
    Ok(Done::Whole)
}

fn new_object(session: &Session, title: &str, type_id: TypeId, facts: &Facts) -> Answer<NewObject> {
    let optional = |text: &Option<String>, read: &dyn Fn(&str) -> Answer<Option<chrono::DateTime<chrono::Utc>>>| {
        text.as_deref().map(read).transpose().map(Option::flatten)
    };
    Ok(NewObject {
        title: title.to_owned(),
        body: facts.body.as_deref().map(values::text_or_input).transpose()?.unwrap_or_default(),
        priority: facts.priority.as_deref().map(values::priority).transpose()?.flatten(),
        assignee: facts.assignee.as_deref().map(|name| values::person(name, session.me())).transpose()?.flatten(),
        team: facts.team.as_deref().and_then(values::unless_none).map(str::to_owned),
        labels: labels(&facts.labels)?,
        due_at: optional(&facts.due, &|text| session.due(text))?,
        since: optional(&facts.since, &|text| session.past(text))?,
        demand: facts.demand.clone(),
        fields: fields(session, &type_id, &facts.fields)?,
        links: facts.links.iter().map(|text| link(session, text)).collect::<Answer<_>>()?,
        type_id: Some(type_id),
        ..NewObject::default()
    })
}

fn labels(texts: &[String]) -> Answer<Vec<String>> {
    let labels = values::labels(texts)?;
    let mut names: Vec<String> = labels.into_iter().filter(|(_, on)| *on).map(|(name, _)| name).collect();
    names.sort();
    names.dedup();
    Ok(names)
}

/// `REL:KEY`.
fn link(session: &Session, text: &str) -> Answer<(RelationId, ObjectId)> {
    let (relation, key) = text.rsplit_once(':').ok_or_else(|| {
        Failure::invalid(format!("link \"{text}\" is not of the form REL:KEY, such as is-caused-by:PRB-3"))
    })?;
    Ok((session.relation(relation)?, session.object(key)?))
}

/// Fields as typed, in the words the rules read: dates may be said in the date grammar.
pub fn fields(session: &Session, type_id: &TypeId, texts: &[String]) -> Answer<Vec<(String, String)>> {
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    let kind = session.object_type(type_id.as_str())?;
    texts.iter().map(|text| field(session, &kind, text)).collect()
}

fn field(session: &Session, kind: &ObjectType, text: &str) -> Answer<(String, String)> {
    let (id, value) = values::pair(text, "field", "name=value")?;
    let field = pick("field", id, &kind.fields)?;
    let value = match values::unless_none(value).filter(|value| !value.is_empty()) {
        None => String::new(),
        Some(value) => typed(session, field, value)?,
    };
    Ok((field.id.clone(), value))
}

/// A value in the words of the rules.
fn typed(session: &Session, field: &Field, value: &str) -> Answer<String> {
    Ok(match field.kind {
        FieldKind::Date => {
            let wrong = |failure: Failure| Failure::invalid(format!("field \"{}\": {}", field.id, failure.message));
            session.due(value).map_err(wrong)?.map(format_at).unwrap_or_default()
        }
        FieldKind::Person => values::person(value, session.me())?.unwrap_or_default(),
        FieldKind::Choice => {
            let same = field.choices.iter().find(|choice| choice.eq_ignore_ascii_case(value));
            same.map_or(value, String::as_str).to_owned()
        }
        _ => value.to_owned(),
    })
}

fn commit(session: &Session, new: NewObject, facts: &Facts) -> Answer<Receipt> {
    let (type_id, links) = (new.type_id.clone(), new.links.clone());
    let mut ask = session.ask(vec![Intent::Add(Box::new(new))]);
    ask.idempotency_key.clone_from(&facts.idempotency_key);
    let done = session.store()?.commit(&ask);
    done.map_err(|error| about_links(session, error.into(), type_id.as_ref(), &links))
}

/// Where a link did not fit, the relations that do.
fn about_links(
    session: &Session,
    failure: Failure,
    type_id: Option<&TypeId>,
    links: &[(RelationId, ObjectId)],
) -> Failure {
    links.iter().fold(failure, |failure, (relation, to)| {
        let to = session.sheet_of(*to).ok().flatten().map(|sheet| sheet.object.type_id);
        match (type_id, to) {
            (Some(from), Some(to)) => with_fitting(session, failure, from, relation, &to),
            _ => failure,
        }
    })
}

/// The key; with `--json` the card too. `place` prints the same.
pub fn print(session: &Session, out: &mut Output, receipt: &Receipt) -> Answer {
    let done = receipt.done.first();
    let key = done.and_then(|d| d.key.as_ref()).map(ToString::to_string).unwrap_or_default();
    if out.form != Form::Json {
        out.line(&key)?;
        return Ok(Done::Whole);
    }
    let sheet = match done.and_then(|d| d.object) {
        Some(object) => session.sheet_of(object)?,
        None => None,
    };
    let standing = sheet.iter().flat_map(|s| &s.cards).find(|c| done.is_some_and(|d| d.card == Some(c.card.id)));
    let card = standing.map(|standing| CardDoc::of(&standing.row, session.now));
    out.json(&AddDoc::new(&key, card, receipt.group.to_string()))?;
    Ok(Done::Whole)
}
