//! `place`: one more card of the same object.

use super::add;
use crate::cli::args::Place;
use crate::cli::exit::{Answer, Code, Failure};
use crate::cli::output::Output;
use crate::cli::session::Session;
use crate::domain::intent::{Intent, Pass};

/// Places an object in a stream.
pub fn run(args: &Place, session: &Session, out: &mut Output) -> Answer {
    let object = session.object(&args.key)?;
    let (stream, stage) = session.place(&args.stream)?;
    let first = || stream.stages.first().map(|s| s.id.clone());
    let stage = match &args.stage {
        Some(word) => Some(session.stage(word, Some(stream))?),
        None => stage.or_else(first),
    };
    let no_stage = || Failure::new(Code::NotAllowed, format!("{} has no stages yet", stream.name));
    let stage = stage.ok_or_else(no_stage)?;
    let pass = args.force.clone().map_or(Pass::Ask, Pass::Force);
    let receipt = session.commit(vec![Intent::Place { object, stage, pass }])?;
    add::print(session, out, &receipt)
}
