//! `tick`: criteria by id or by words.

use crate::cli::args::Tick;
use crate::cli::exit::{Answer, Code, Failure};
use crate::cli::names::{ambiguous, unknown};
use crate::cli::output::Output;
use crate::cli::report;
use crate::cli::session::Session;
use crate::domain::filter::words;
use crate::domain::gate::{Gate, Line};
use crate::domain::id::CriterionId;
use crate::domain::intent::{Intent, Mark};

/// Ticks criteria, or takes ticks away.
pub fn run(args: &Tick, session: &Session, out: &mut Output) -> Answer {
    let (_, card) = session.open_card(&args.key, args.stream.as_deref())?;
    let mut criteria = Vec::new();
    for word in &args.criteria {
        let found = find(&card.gate, word)?;
        if !criteria.contains(&found) {
            criteria.push(found);
        }
    }
    let mark = match (&args.na, args.undo) {
        (_, true) => Mark::Open,
        (Some(reason), _) => Mark::NotApplicable { reason: reason.clone() },
        (None, _) => Mark::Met { evidence: args.evidence.clone() },
    };
    let receipt = session.commit(vec![Intent::Tick { card: card.card.id, criteria, mark }])?;
    report::changed(out, &receipt)
}

/// By id, by the end or the beginning of an id, or by words that only one criterion has.
fn find(gate: &Gate, asked: &str) -> Answer<CriterionId> {
    let asked = asked.trim();
    if asked.is_empty() {
        return Err(Failure::new(Code::Invalid, "a criterion is named by its id or by words of it"));
    }
    let stages = [
        by(gate, |line| line.criterion.id.local() == asked || line.criterion.id.as_str() == asked),
        by(gate, |line| line.criterion.id.local().ends_with(&format!("-{asked}"))),
        by(gate, |line| has_words(&line.criterion.text, asked)),
        by(gate, |line| line.criterion.id.local().starts_with(asked)),
    ];
    match stages.into_iter().find(|found| !found.is_empty()).as_deref() {
        Some([one]) => Ok(one.criterion.id.clone()),
        Some(many) => Err(ambiguous("criterion", asked, many.iter().map(|line| line.criterion.id.local()))),
        None => Err(unknown("criterion", asked, gate.lines.iter().map(|line| line.criterion.id.local()))),
    }
}

fn by(gate: &Gate, fits: impl Fn(&Line) -> bool) -> Vec<&Line> {
    gate.lines.iter().filter(|line| fits(line)).collect()
}

/// Whether each word asked for begins a word of the text.
fn has_words(text: &str, asked: &str) -> bool {
    let there: Vec<String> = words(text).collect();
    let mut asked = words(asked).peekable();
    asked.peek().is_some() && asked.all(|word| there.iter().any(|t| t.starts_with(&word)))
}
