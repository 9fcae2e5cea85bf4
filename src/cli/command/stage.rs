//! `stage set`, `add`, `rename`, `move` and `remove`.

use crate::cli::args::{StageAdd, StageCommand, StageMove, StageSet};
use crate::cli::exit::{Answer, Failure};
use crate::cli::find::stage_of;
use crate::cli::output::Output;
use crate::cli::session::Session;
use crate::cli::{report, values};
use crate::domain::id::StageId;
use crate::domain::intent::{Intent, StageEdit};

/// Runs one of them.
pub fn run(command: &StageCommand, session: &Session, out: &mut Output) -> Answer {
    match command {
        StageCommand::Set(args) => set(args, session, out),
        StageCommand::Add(args) => add(args, session, out),
        StageCommand::Rename { stage, name } => {
            let stage = named(session, stage)?;
            let sentence = format!("{stage} is called {name} now");
            commit(session, out, &stage, vec![StageEdit::Name(name.clone())], &sentence)
        }
        StageCommand::Move(args) => move_stage(args, session, out),
        StageCommand::Remove { stage } => remove(stage, session, out),
    }
}

fn set(args: &StageSet, session: &Session, out: &mut Output) -> Answer {
    let stage = named(session, &args.stage)?;
    let mut edits = Vec::new();
    edits.extend(args.knobs.name.clone().map(StageEdit::Name));
    if let Some(text) = &args.knobs.wip {
        edits.push(StageEdit::Wip(values::limit(text)?));
    }
    for text in &args.knobs.targets {
        let (priority, span_s) = values::target(text)?;
        edits.push(StageEdit::Target { priority, span_s });
    }
    let sentence = format!("{stage} is set");
    commit(session, out, &stage, edits, &sentence)
}

fn add(args: &StageAdd, session: &Session, out: &mut Output) -> Answer {
    let stream = session.stream(&args.stream)?;
    let after = args.after.as_deref().map(|word| stage_of(stream, word)).transpose()?;
    let before: Vec<StageId> = stream.stages.iter().map(|s| s.id.clone()).collect();
    let intent = Intent::AddStage { stream: stream.id.clone(), name: args.name.clone(), after };
    let receipt = session.commit(vec![intent])?;
    let line = session.reader()?.overview(session.now)?.into_iter().find(|s| s.id == stream.id);
    let made = line.into_iter().flat_map(|s| s.stages).map(|s| s.id).find(|id| !before.contains(id));
    let id = made.map_or_else(|| stream.id.to_string(), |id| id.to_string());
    if out.is_plain() {
        out.line(&id)?;
    }
    report::configured(out, &receipt, &id, &format!("{} is a stage of {} now", args.name, stream.name))
}

fn move_stage(args: &StageMove, session: &Session, out: &mut Output) -> Answer {
    let stage = named(session, &args.stage)?;
    let stream = session.stream(stage.stream().as_str())?;
    let after = args.to.after.as_deref().map(|word| session.stage(word, Some(stream))).transpose()?;
    let sentence = match &after {
        Some(after) => format!("{stage} comes after {after} now"),
        None => format!("{stage} comes first now"),
    };
    commit(session, out, &stage, vec![StageEdit::After(after)], &sentence)
}

fn remove(word: &str, session: &Session, out: &mut Output) -> Answer {
    let stage = named(session, word)?;
    let receipt = session.commit(vec![Intent::RemoveStage { stage: stage.clone() }])?;
    report::configured(out, &receipt, stage.as_str(), &format!("{stage} is gone; streamboard undo brings it back"))
}

fn commit(session: &Session, out: &mut Output, stage: &StageId, edits: Vec<StageEdit>, sentence: &str) -> Answer {
    let intents = edits.into_iter().map(|edit| Intent::SetStage { stage: stage.clone(), edit }).collect();
    let receipt = session.commit(intents)?;
    report::configured(out, &receipt, stage.as_str(), sentence)
}

/// `STREAM/STAGE`, or a stage that only one stream has.
fn named(session: &Session, word: &str) -> Answer<StageId> {
    if word.trim().is_empty() {
        return Err(Failure::invalid("a stage is named STREAM/STAGE"));
    }
    session.stage(word, None)
}
