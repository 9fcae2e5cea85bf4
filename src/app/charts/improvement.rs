//! What is said of a stage that holds work up, when somebody is to make it better.

use chrono_tz::Tz;

use super::told::day;
use crate::domain::date::show_span;
use crate::domain::flow::Period;
use crate::metrics::bottleneck::{reason, show_rate};
use crate::metrics::stages::StageFigures;

/// A title that names the stage and what is most wrong with it.
pub fn title(stream: &str, stage: &StageFigures, period: &Period) -> String {
    let reason = reason(stage, period);
    let first = reason.split(", ").next().unwrap_or_default();
    format!("Improve {} in {stream}: {first}", stage.name)
}

/// The figures in words, a line each.
pub fn body(stream: &str, stage: &StageFigures, period: &Period, zone: Tz) -> String {
    let days = period.days().round();
    let mut lines = vec![format!(
        "Raised from {} in {stream}; figures of {days} days, {} to {}",
        stage.name,
        day(period.since, zone),
        day(period.until, zone)
    )];
    let limit = stage.limit.map_or_else(|| "no limit".to_owned(), |limit| format!("limit {limit}"));
    lines.push(format!("load {}, {limit}", stage.wip));
    let rate = |n| show_rate(period.per_week(n));
    lines.push(format!("in {}/wk, out {}/wk", rate(stage.arrivals), rate(stage.departures)));
    lines.extend(waits(stage));
    lines.push(format!("breaches {}", stage.breaches));
    if let Some(time) = &stage.time {
        lines.push(format!(
            "time in it: half within {}, 85% within {}",
            show_span(time.percentiles.p50),
            show_span(time.percentiles.p85)
        ));
    }
    if stage.returns > 0 {
        lines.push(format!("came back {} times", stage.returns));
    }
    if let Some(oldest) = &stage.oldest {
        lines.push(format!("oldest {} {}, here {}", oldest.key, oldest.title, show_span(oldest.in_stage_s)));
    }
    lines.join("\n- ")
}

/// `waiting 62% of the time: nobody had it 40%, blocked 22%`
fn waits(stage: &StageFigures) -> Option<String> {
    let spent = &stage.spent;
    let percent = |span_s: i64| (span_s as f64 / spent.all_s as f64 * 100.0).round();
    let share = spent.wait_share()?;
    let causes = [(spent.unowned_s, "nobody had it"), (spent.blocked_s, "blocked"), (spent.waiting_s, "for an answer")];
    let told =
        causes.iter().filter(|(span_s, _)| *span_s > 0).map(|(span_s, why)| format!("{why} {}%", percent(*span_s)));
    let told: Vec<String> = told.collect();
    let causes = if told.is_empty() { String::new() } else { format!(": {}", told.join(", ")) };
    Some(format!("waiting {:.0}% of the time{causes}", share * 100.0))
}
