//! `move` and `finish`.

use crate::cli::args::{Finish, Move, Passing, Spot as SpotArgs};
use crate::cli::exit::{Answer, Code, Failure};
use crate::cli::find::stage_of;
use crate::cli::output::Output;
use crate::cli::report;
use crate::cli::session::Session;
use crate::domain::id::{CardId, StageId};
use crate::domain::intent::{Intent, Pass, Spot, To};
use crate::domain::window::{Standing, StreamLine};

/// The word for off the board.
const DONE: &str = "done";

/// Moves a card.
pub fn run(args: &Move, session: &Session, out: &mut Output) -> Answer {
    let own = args.stage.split_once('/').map(|(stream, _)| stream);
    let (_, card) = session.card(&args.key, args.stream.as_deref().or(own))?;
    let to = goal(args, session, &card)?;
    let spot = spot(&args.spot, session, &to)?;
    let intent = Intent::Move { card: card.card.id, to, spot, pass: pass(&args.passing), reason: args.reason.clone() };
    let moved = session.commit(vec![intent]);
    report::changed(out, &moved.map_err(|failure| about_force(failure, &args.key, &args.passing))?)
}

/// Finishes a card.
pub fn run_finish(args: &Finish, session: &Session, out: &mut Output) -> Answer {
    let (_, card) = session.card(&args.card.key, args.card.stream.as_deref())?;
    let to = To::Done { value: args.value.clone(), beneficiary: args.beneficiary.clone() };
    let intent = Intent::Move { card: card.card.id, to, spot: Spot::Bottom, pass: pass(&args.passing), reason: None };
    let moved = session.commit(vec![intent]);
    report::changed(out, &moved.map_err(|failure| about_force(failure, &args.card.key, &args.passing))?)
}

/// Who forced already is not told to force.
fn about_force(failure: Failure, key: &str, passing: &Passing) -> Failure {
    match (&passing.force, failure.code) {
        (Some(_), Code::GateOpen | Code::Guard) if failure.hint.is_some() => {
            failure.hint(format!("no force passes an approval; streamboard gate {key} shows what is asked"))
        }
        _ => failure,
    }
}

/// The stage, or `done` where no stage is called so.
fn goal(args: &Move, session: &Session, card: &Standing) -> Answer<To> {
    let stream = own_stream(session, &card.row.stage)?;
    let word = args.stage.split_once('/').map_or(args.stage.as_str(), |(_, stage)| stage);
    let is_named = stream.stages.iter().any(|s| s.id.local() == DONE || s.name.eq_ignore_ascii_case(DONE));
    if word.eq_ignore_ascii_case(DONE) && !is_named {
        return Ok(To::Done { value: None, beneficiary: None });
    }
    stage_of(stream, word).map(To::Stage)
}

fn own_stream<'a>(session: &'a Session, stage: &StageId) -> Answer<&'a StreamLine> {
    let id = stage.stream();
    let stream = session.streams()?.iter().find(|s| s.id == id);
    stream.ok_or_else(|| Failure::new(Code::NotFound, format!("there is no stream \"{id}\"")))
}

fn spot(args: &SpotArgs, session: &Session, to: &To) -> Answer<Spot> {
    match (args, to) {
        (SpotArgs { before: Some(key), .. }, To::Stage(stage)) => Ok(Spot::Before(neighbour(session, key, stage)?)),
        (SpotArgs { after: Some(key), .. }, To::Stage(stage)) => Ok(Spot::After(neighbour(session, key, stage)?)),
        (SpotArgs { top: true, .. }, _) => Ok(Spot::Top),
        _ => Ok(Spot::Bottom),
    }
}

/// The card of `key` in the stage the move leads to.
fn neighbour(session: &Session, key: &str, stage: &StageId) -> Answer<CardId> {
    let sheet = session.sheet(key)?;
    let there = sheet.cards.iter().find(|c| c.row.stage == *stage && !c.card.place.is_done());
    let missing = || Failure::new(Code::NotAllowed, format!("{} does not stand in {stage}", sheet.object.key));
    there.map(|c| c.card.id).ok_or_else(missing)
}

fn pass(args: &Passing) -> Pass {
    match (&args.force, args.tick_all) {
        (Some(reason), _) => Pass::Force(reason.clone()),
        (None, true) => Pass::TickAll,
        (None, false) => Pass::Ask,
    }
}
