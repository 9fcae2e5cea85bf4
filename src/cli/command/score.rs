//! `weights` and `split`: what a team does with its backlog.

use crate::cli::args::{Split, Weights as WeightsArgs};
use crate::cli::exit::{Answer, Done, Failure};
use crate::cli::output::{Form, Output};
use crate::cli::session::Session;
use crate::cli::{report, values};
use crate::domain::intent::Intent;
use crate::domain::key::Key;
use crate::domain::score::{Factor, SETTING, Weights};
use crate::wire::json::WeightsDoc;

/// Prints how much each factor of a score counts, or sets it.
pub fn run_weights(args: &WeightsArgs, session: &Session, out: &mut Output) -> Answer {
    let mut weights = Weights::of(session.reader()?.settings()?.get(SETTING));
    if !args.weights.is_empty() {
        for text in &args.weights {
            let (factor, weight) = values::factor(text)?;
            weights.set(factor, weight.ok_or_else(|| Failure::invalid(format!("{} needs a weight", factor.word())))?);
        }
        let receipt = session.commit(vec![Intent::Set { setting: SETTING.into(), value: weights.value() }])?;
        return report::configured(out, &receipt, SETTING, "the weights are set");
    }
    if out.form == Form::Json {
        out.json(&WeightsDoc::of(&weights))?;
    } else {
        let row = |factor: Factor| vec![factor.word().into(), weights.get(factor).to_string().into()];
        out.table(&Factor::ALL.map(row))?;
    }
    Ok(Done::Whole)
}

/// Splits a card in two; prints the key of the second.
pub fn run_split(args: &Split, session: &Session, out: &mut Output) -> Answer {
    let (_, card) = session.open_card(&args.key, args.stream.as_deref())?;
    let receipt = session.commit(vec![Intent::Split { card: card.card.id, title: args.title.clone() }])?;
    if out.form == Form::Plain {
        let key = receipt.done.first().and_then(|done| done.key.as_ref());
        out.line(key.map_or("", Key::as_str))?;
    }
    report::changed(out, &receipt)
}
