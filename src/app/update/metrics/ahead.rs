//! What is asked of the days to come: a date means how many by then, a number when so many are done.

use chrono_tz::Tz;

use super::{read, with};
use crate::app::effect::{Effect, Query};
use crate::app::model::{Model, PromptFor, Slot};
use crate::app::update::{ask, notice, prompt};
use crate::domain::At;
use crate::domain::date::parse_due;
use crate::metrics::forecast::{Forecast, Question};

/// `%`: asks for a date or a number.
pub fn ask_ahead(model: &mut Model) -> Vec<Effect> {
    if read(model).is_none() {
        notice::info(model, "The figures are being read.");
        return Vec::new();
    }
    prompt::open(model, "Forecast: a date, or a number of cards", PromptFor::Forecast, Vec::new())
}

/// What a text asks.
pub fn asked(text: &str, now: At, zone: Tz) -> Result<Question, String> {
    if let Ok(n) = text.parse::<u32>() {
        return if n == 0 { Err("At least one card.".into()) } else { Ok(Question::When { n }) };
    }
    let by = parse_due(text, now, &zone).map_err(|e| e.to_string())?;
    if by <= now { Err("The date lies behind.".into()) } else { Ok(Question::HowMany { by }) }
}

/// What a text asks, in words.
pub fn reads_as(text: &str, now: At, zone: Tz) -> Result<String, String> {
    Ok(match asked(text, now, zone)? {
        Question::When { n } => format!("when {n} more are finished"),
        Question::HowMany { by } => format!("how many by {}", by.with_timezone(&zone).format("%a %-d %b %Y")),
    })
}

/// The question is answered away from the screen: ten thousand futures take their time.
pub fn foretell(model: &mut Model, text: &str) -> Vec<Effect> {
    let question = asked(text, model.now, model.zone);
    let days = read(model).map(|(_, charts)| charts.days.clone());
    match (question, days) {
        (Ok(question), Some(days)) => vec![ask::read(model, Slot::Forecast, Query::Forecast { days, question })],
        _ => Vec::new(),
    }
}

/// The answer came.
pub fn foretold(model: &mut Model, forecast: Forecast) {
    with(model, |view| view.forecast = Some(forecast));
}
