//! `dismiss` and `duplicate`.

use crate::cli::exit::{Answer, Done};
use crate::cli::output::Output;
use crate::cli::report;
use crate::cli::session::Session;
use crate::domain::intent::Intent;

/// Takes what is no work of its own off its boards.
pub fn dismiss(key: &str, reason: &str, session: &Session, out: &mut Output) -> Answer {
    let object = session.object(key)?;
    let receipt = session.commit(vec![Intent::Dismiss { object, reason: reason.to_owned() }])?;
    told(out, &receipt, &format!("dismissed: {}", reason.trim()))
}

/// Closes what is there already as another object.
pub fn duplicate(key: &str, of: &str, session: &Session, out: &mut Output) -> Answer {
    let (object, original) = (session.object(key)?, session.object(of)?);
    let receipt = session.commit(vec![Intent::Duplicate { object, of: original }])?;
    let original = session.sheet(of)?.object.key;
    told(out, &receipt, &format!("is a duplicate of {original}"))
}

fn told(out: &mut Output, receipt: &crate::store::Receipt, what: &str) -> Answer {
    if out.is_plain() {
        let key = receipt.done.first().and_then(|done| done.key.as_ref());
        out.say(&format!("{} {what}", key.map(ToString::to_string).unwrap_or_default()))?;
        return Ok(Done::Whole);
    }
    report::changed(out, receipt)
}
