//! `link` and `unlink`.

use super::add;
use crate::cli::args::{Link, Unlink};
use crate::cli::exit::{Answer, Code, Failure};
use crate::cli::names::ambiguous;
use crate::cli::output::Output;
use crate::cli::report;
use crate::cli::session::Session;
use crate::domain::id::{RelationId, TypeId};
use crate::domain::intent::{Intent, NewObject};
use crate::domain::link::Relation;
use crate::domain::window::Sheet;

/// Links two objects, or an object and one that is made for it.
pub fn run(args: &Link, session: &Session, out: &mut Output) -> Answer {
    let from = session.sheet(&args.from)?;
    let relation = session.relation(&args.relation)?;
    if let Some(title) = &args.new {
        return run_new((title, args.type_name.as_deref()), &from, &relation, session, out);
    }
    let to = session.sheet(args.to.as_deref().unwrap_or_default())?;
    let receipt =
        session.commit(vec![Intent::Link { from: from.object.id, relation: relation.clone(), to: to.object.id }]);
    let receipt = receipt
        .map_err(|failure| with_fitting(session, failure, &from.object.type_id, &relation, &to.object.type_id))?;
    report::changed(out, &receipt)
}

/// Takes a link away.
pub fn run_unlink(args: &Unlink, session: &Session, out: &mut Output) -> Answer {
    let (from, to) = (session.object(&args.from)?, session.object(&args.to)?);
    let relation = session.relation(&args.relation)?;
    report::changed(out, &session.commit(vec![Intent::Unlink { from, relation, to }])?)
}

/// The other object is made with the relation read from its own end, so that both come to be in one step.
fn run_new(
    (title, type_name): (&str, Option<&str>),
    from: &Sheet,
    relation: &RelationId,
    session: &Session,
    out: &mut Output,
) -> Answer {
    let relations = session.reader()?.relations()?;
    let kinds = reach(&relations, &from.object.type_id, relation);
    let type_id = match type_name {
        Some(word) => session.object_type(word)?.id,
        None => only_type(&kinds, from, relation)?,
    };
    let inverse = kinds.iter().find(|(_, to)| to.as_ref().is_none_or(|to| *to == type_id)).map(|(id, _)| id.clone());
    let Some(inverse) = inverse else {
        let what = format!("{} cannot be linked by \"{relation}\" to an object of type {type_id}", from.object.key);
        let failure = Failure::new(Code::NotAllowed, what);
        return Err(with_fitting(session, failure, &from.object.type_id, relation, &type_id));
    };
    let links = vec![(inverse, from.object.id)];
    let new = NewObject { type_id: Some(type_id), title: title.to_owned(), links, ..NewObject::default() };
    let receipt = session.commit(vec![Intent::Add(Box::new(new))])?;
    add::print_key(out, &receipt)
}

/// From an object of a type along a relation: the relation as read from the other end, and the type there, where it
/// is not any.
fn reach(relations: &[Relation], from: &TypeId, id: &RelationId) -> Vec<(RelationId, Option<TypeId>)> {
    let is_from = |end: &Option<TypeId>| end.as_ref().is_none_or(|end| end == from);
    let mut found = Vec::new();
    for relation in relations {
        if relation.id == *id && is_from(&relation.from) {
            found.push((relation.inverse.clone(), relation.to.clone()));
        } else if relation.inverse == *id && is_from(&relation.to) {
            found.push((relation.id.clone(), relation.from.clone()));
        }
    }
    found
}

fn only_type(kinds: &[(RelationId, Option<TypeId>)], from: &Sheet, relation: &RelationId) -> Answer<TypeId> {
    let named: Vec<&TypeId> = kinds.iter().filter_map(|(_, to)| to.as_ref()).collect();
    match named.as_slice() {
        [one] => Ok((*one).clone()),
        [] if kinds.is_empty() => {
            let what =
                format!("\"{relation}\" cannot begin at {}, which is of type {}", from.object.key, from.type_name);
            Err(Failure::new(Code::NotAllowed, what).hint("streamboard types --json tells the relations of each type"))
        }
        [] => Err(Failure::new(Code::Usage, format!("\"{relation}\" leads to objects of any type"))
            .hint("--type TYPE names the type of the new one")),
        many => {
            let failure = ambiguous("type", relation.as_str(), many.iter().map(|kind| kind.as_str()));
            Err(failure.hint("--type TYPE names the type of the new one"))
        }
    }
}

/// Says which relations fit two types, where the one that was asked for does not.
pub fn with_fitting(session: &Session, failure: Failure, from: &TypeId, id: &RelationId, to: &TypeId) -> Failure {
    let Ok(relations) = session.reader().and_then(|reader| Ok(reader.relations()?)) else { return failure };
    let fitting = fitting(&relations, from, to);
    if failure.code != Code::NotAllowed || fitting.contains(&id) {
        return failure;
    }
    let names: Vec<&str> = fitting.into_iter().map(RelationId::as_str).collect();
    failure.hint(format!("from {from} to {to} fit {}", names.join(", ")))
}

/// The relations that fit two types, as read from the first; those of these types first.
fn fitting<'a>(relations: &'a [Relation], from: &TypeId, to: &TypeId) -> Vec<&'a RelationId> {
    let is = |end: &Option<TypeId>, kind: &TypeId| end.as_ref().is_none_or(|end| end == kind);
    let mut found: Vec<&RelationId> = Vec::new();
    for relation in relations {
        let forward = (is(&relation.from, from) && is(&relation.to, to)).then_some(&relation.id);
        let backward = (is(&relation.to, from) && is(&relation.from, to)).then_some(&relation.inverse);
        for id in forward.into_iter().chain(backward) {
            if !found.contains(&id) {
                found.push(id);
            }
        }
    }
    found
}
