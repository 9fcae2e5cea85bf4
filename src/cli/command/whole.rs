//! A whole workspace as one JSON file: written, and taken into an empty one.

use std::ops::ControlFlow;

use uuid::Uuid;

use super::export::Sink;
use crate::cli::args::Import;
use crate::cli::exit::{Answer, Code, Done, Failure};
use crate::cli::output::{Form, Output};
use crate::cli::session::Session;
use crate::domain::change::{Kind, Via, What};
use crate::domain::id::{EntityId, GroupId, ObjectId};
use crate::domain::value::{format_at, parse_at};
use crate::store::{Group, Op, Stamp};
use crate::wire::export::{self, GroupDoc, OpDoc};
use crate::wire::json::ImportDoc;

/// Writes the workspace.
pub fn export(session: &Session, sink: &mut Sink<'_>) -> Answer<()> {
    sink(export::head().as_bytes())?;
    let mut failure: Option<Failure> = None;
    let mut is_first = true;
    session.reader()?.history(|group| {
        let line = export::line(&written(&group), std::mem::take(&mut is_first));
        match sink(line.as_bytes()) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failure = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    failure.map_or(Ok(()), Err)?;
    sink(export::TAIL.as_bytes())
}

fn written(group: &Group) -> GroupDoc {
    GroupDoc {
        id: group.id.to_string(),
        at: format_at(group.at),
        actor: group.actor.clone(),
        os_user: group.os_user.clone(),
        via: group.via.word().to_owned(),
        what: group.what.word().to_owned(),
        reason: group.reason.clone(),
        undoes: group.undoes.map(|id| id.to_string()),
        about: group.about.map(|id| id.to_string()),
        stamp: [group.stamp.ms, group.stamp.counter],
        ops: group.ops.iter().map(written_op).collect(),
    }
}

fn written_op(op: &Op) -> OpDoc {
    OpDoc {
        kind: op.kind.word().to_owned(),
        entity: op.entity.to_string(),
        what: op.what.word().to_owned(),
        about: op.about.map(|id| id.to_string()),
        creates: op.creates,
        stamp: [op.stamp.ms, op.stamp.counter],
        fields: op.fields.clone(),
    }
}

/// Takes a workspace into this one, which must be empty.
pub fn import(args: &Import, session: &Session, out: &mut Output, bytes: &[u8]) -> Answer {
    if args.stream.is_some() || args.stage.is_some() || !args.maps.is_empty() || !args.map_values.is_empty() {
        return Err(Failure::new(Code::Usage, "json is taken in as it is: no --stream, --stage, --map, --map-value"));
    }
    let groups = export::read(bytes).map_err(|error| Failure::invalid(error.to_string()))?;
    let groups = groups.iter().map(read).collect::<Result<Vec<Group>, String>>().map_err(Failure::invalid)?;
    let ops = || groups.iter().flat_map(|group| &group.ops);
    let added = ops().filter(|op| op.kind == Kind::Object && op.creates).count();
    let n_groups = groups.len();
    if args.dry_run {
        expect_empty(session)?;
    } else {
        session.store()?.load_history(groups)?;
    }
    if out.form == Form::Json {
        out.json(&ImportDoc::new(added, 0, Vec::new(), None, args.dry_run, None))?;
    } else {
        let would = if args.dry_run { "would be " } else { "" };
        out.line(&format!("{added} objects {would}added, with {n_groups} groups of history"))?;
    }
    Ok(Done::Whole)
}

/// What the store would say too.
fn expect_empty(session: &Session) -> Answer<()> {
    if session.reader()?.identity()?.n_ops == 0 {
        return Ok(());
    }
    let message = format!("{} already holds work", session.file().display());
    Err(Failure::new(Code::NotAllowed, message).hint("name a new database with --db"))
}

fn read(doc: &GroupDoc) -> Result<Group, String> {
    let about_group = |what: String| format!("group {}: {what}", doc.id);
    let ops: Result<Vec<Op>, String> = doc.ops.iter().map(read_op).collect();
    Ok(Group {
        id: GroupId(id(&doc.id).map_err(about_group)?),
        actor: doc.actor.clone(),
        os_user: doc.os_user.clone(),
        via: Via::of(&doc.via).ok_or_else(|| about_group(unknown("via", &doc.via)))?,
        at: parse_at(&doc.at).ok_or_else(|| about_group(unknown("time", &doc.at)))?,
        what: What::of(&doc.what).ok_or_else(|| about_group(unknown("what", &doc.what)))?,
        reason: doc.reason.clone(),
        undoes: doc.undoes.as_deref().map(id).transpose().map_err(about_group)?.map(GroupId),
        about: doc.about.as_deref().map(id).transpose().map_err(about_group)?.map(ObjectId),
        stamp: Stamp { ms: doc.stamp[0], counter: doc.stamp[1] },
        ops: ops.map_err(about_group)?,
    })
}

fn read_op(doc: &OpDoc) -> Result<Op, String> {
    Ok(Op {
        stamp: Stamp { ms: doc.stamp[0], counter: doc.stamp[1] },
        kind: Kind::of(&doc.kind).ok_or_else(|| unknown("kind", &doc.kind))?,
        entity: EntityId(id(&doc.entity)?),
        what: What::of(&doc.what).ok_or_else(|| unknown("what", &doc.what))?,
        about: doc.about.as_deref().map(id).transpose()?.map(ObjectId),
        creates: doc.creates,
        fields: doc.fields.clone(),
        old: crate::wire::value::Fields::new(),
    })
}

fn id(text: &str) -> Result<Uuid, String> {
    Uuid::parse_str(text).map_err(|_| unknown("id", text))
}

fn unknown(what: &str, text: &str) -> String {
    format!("\"{text}\" is no {what} this program knows")
}
