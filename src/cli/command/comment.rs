//! `comment`.

use crate::cli::exit::Answer;
use crate::cli::output::Output;
use crate::cli::session::Session;
use crate::cli::{report, values};
use crate::domain::intent::Intent;

/// Says something about an object.
pub fn run(key: &str, text: &str, session: &Session, out: &mut Output) -> Answer {
    let object = session.object(key)?;
    let text = values::text_or_input(text)?;
    report::changed(out, &session.commit(vec![Intent::Comment { object, text }])?)
}
