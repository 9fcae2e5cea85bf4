//! What became of a change: a sentence for people, a document for programs.

use super::exit::{Answer, Done as End};
use super::output::{Form, Output};
use crate::domain::change::What;
use crate::domain::key::Key;
use crate::store::{Done, Receipt};
use crate::wire::json::ChangeDoc;

/// Tells of a change to an object or a card.
pub fn changed(out: &mut Output, receipt: &Receipt) -> Answer {
    if out.form == Form::Json {
        let key = receipt.done.first().and_then(|done| done.key.as_ref());
        out.json(&ChangeDoc::new(key.map(Key::as_str), Some(receipt.group.to_string())))?;
        return Ok(End::Whole);
    }
    for done in &receipt.done {
        out.say(&sentence(done))?;
        if !done.left_open.is_empty() {
            out.say(&format!("left open: {}", done.left_open.join(", ")))?;
        }
    }
    Ok(End::Whole)
}

/// Tells of a change to the workspace itself; `id` is what was changed.
pub fn configured(out: &mut Output, receipt: &Receipt, id: &str, sentence: &str) -> Answer {
    if out.form == Form::Json {
        out.json(&ChangeDoc::new(Some(id), Some(receipt.group.to_string())))?;
    } else {
        out.say(sentence)?;
    }
    Ok(End::Whole)
}

fn sentence(done: &Done) -> String {
    let key = done.key.as_ref().map_or_else(String::new, ToString::to_string);
    let arrived = done.arrived.as_deref().unwrap_or_default();
    match done.what {
        What::Moved => format!("{key} moved to {arrived}"),
        What::Forced => format!("{key} forced to {arrived}"),
        What::Finished => format!("{key} is done"),
        What::Reordered => format!("{key} moved within its stage"),
        What::Created | What::Placed => format!("{key} stands in {arrived}"),
        What::Waited => format!("{key} waits as told"),
        What::Ticked if !arrived.is_empty() => format!("{key} ticked, and moved to {arrived}"),
        what => format!("{key} {}", what.word()),
    }
}
