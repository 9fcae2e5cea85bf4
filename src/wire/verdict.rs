//! How guards stand, as a card's row keeps it.

use serde::{Deserialize, Serialize};

use crate::domain::At;
use crate::domain::guard::Verdict;
use crate::domain::id::CriterionId;
use crate::domain::value::from_millis;
use crate::domain::when::When;

/// Stretches of time in milliseconds; an open end is null.
#[derive(Serialize, Deserialize)]
struct Spans(Vec<(Option<i64>, Option<i64>)>);

impl From<&When> for Spans {
    fn from(when: &When) -> Self {
        let ms = |at: Option<At>| at.map(|at| at.timestamp_millis());
        Self(when.spans().iter().map(|span| (ms(span.from), ms(span.until))).collect())
    }
}

impl From<Spans> for When {
    fn from(spans: Spans) -> Self {
        let at = |ms: Option<i64>| ms.map(from_millis);
        let parts = spans.0.into_iter().map(|(from, until)| Self::between(at(from), at(until)));
        parts.fold(Self::never(), |sum, part| sum.or(&part))
    }
}

/// The verdicts of a card's guarded criteria: what makes one hold where it can, what is missing where it may not.
pub fn verdicts_to_json<'a>(verdicts: &'a [(CriterionId, Verdict)]) -> String {
    let row = |(id, verdict): &'a (CriterionId, Verdict)| {
        let by: &[String] = if verdict.when.is_never() { &[] } else { &verdict.by };
        let missing = if verdict.when.is_always() { "" } else { &verdict.missing };
        (id.as_str(), Spans::from(&verdict.when), by, missing)
    };
    let rows: Vec<_> = verdicts.iter().map(row).collect();
    serde_json::to_string(&rows).unwrap_or_else(|_| "[]".into())
}

/// Verdicts of JSON.
pub fn verdicts_from_json(text: &str) -> Result<Vec<(CriterionId, Verdict)>, serde_json::Error> {
    let rows: Vec<(String, Spans, Vec<String>, String)> = serde_json::from_str(text)?;
    let verdict = |(id, spans, by, missing): (String, Spans, Vec<String>, String)| {
        (CriterionId(id), Verdict { when: spans.into(), by, missing })
    };
    Ok(rows.into_iter().map(verdict).collect())
}

/// Times at which lines of a gate hold.
pub fn times_to_json(times: &[When]) -> String {
    let rows: Vec<Spans> = times.iter().map(Spans::from).collect();
    serde_json::to_string(&rows).unwrap_or_else(|_| "[]".into())
}

/// Times of JSON.
pub fn times_from_json(text: &str) -> Result<Vec<When>, serde_json::Error> {
    if text == "[]" {
        return Ok(Vec::new());
    }
    Ok(serde_json::from_str::<Vec<Spans>>(text)?.into_iter().map(When::from).collect())
}
