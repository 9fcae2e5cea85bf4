//! What is told beside a chart: what stands out, the figures at the cursor, the card picked.

use chrono_tz::Tz;

use super::items::{self, Item, What};
use crate::app::model::metrics::{Chart, Metrics};
use crate::domain::At;
use crate::domain::date::show_span;
use crate::metrics::bottleneck::show_rate;
use crate::metrics::charts::{AHEAD_DAYS, Charts};
use crate::metrics::cumulative_flow::growth;
use crate::metrics::forecast::{Answer, Forecast, Question};
use crate::metrics::sle::USUAL;

/// `20 Nov`
pub fn day(at: At, zone: Tz) -> String {
    at.with_timezone(&zone).format("%-d %b").to_string()
}

/// What stands out in a chart, in one sentence.
pub fn insight(chart: Chart, charts: &Charts, zone: Tz) -> Option<String> {
    match chart {
        Chart::Flow => grown(charts, zone).or_else(|| balance(charts)),
        Chart::Cycle => expectation(charts),
        Chart::Ageing => outlier(charts),
        Chart::Throughput => next_days(charts),
        Chart::Breaches => Some(kept(charts)),
    }
}

/// `Diagnose band doubled since 12 Oct: in 26/wk, out 21/wk`
fn grown(charts: &Charts, zone: Tz) -> Option<String> {
    let growth = growth(&charts.moments)?;
    let stage = charts.figures.stages.get(growth.stage_idx)?;
    let times = growth.to / growth.from.max(1);
    let word = if times < 3 { "doubled".to_owned() } else { format!("grew from {} to {}", growth.from, growth.to) };
    let since = day(growth.since, zone);
    Some(format!("{} band {word} since {since}: {}", stage.name, rates(charts, stage.arrivals, stage.departures)))
}

fn balance(charts: &Charts) -> Option<String> {
    let figures = &charts.figures;
    if figures.arrivals == 0 && figures.throughput == 0 {
        return None;
    }
    let (came, done) = (f64::from(figures.arrivals), f64::from(figures.throughput));
    let word = match () {
        () if came > done * 1.1 => "More comes in than goes out",
        () if done > came * 1.1 => "More goes out than comes in",
        () => "What comes in goes out",
    };
    Some(format!("{word}: {}", rates(charts, figures.arrivals, figures.throughput)))
}

fn rates(charts: &Charts, came: u32, went: u32) -> String {
    let rate = |n| show_rate(charts.figures.period.per_week(n));
    format!("in {}/wk, out {}/wk", rate(came), rate(went))
}

/// The service level expectation.
fn expectation(charts: &Charts) -> Option<String> {
    let cycle = charts.figures.cycle?;
    let each = cycle.each();
    let (_, within_s) = each.iter().find(|(percent, _)| *percent == USUAL)?;
    let waited = charts.figures.efficiency.wait_share();
    let waits = waited.map_or_else(String::new, |share| format!("; {:.0}% of it is waiting", share * 100.0));
    Some(format!("{USUAL}% are done within {}, half within {}{waits}", show_span(*within_s), show_span(cycle.p50)))
}

fn outlier(charts: &Charts) -> Option<String> {
    let usual_s = charts.ageing.cycle?.p85;
    let old: Vec<_> = charts.ageing.cards.iter().filter(|card| card.age_s > usual_s).collect();
    let n_all = charts.ageing.cards.len();
    let Some(oldest) = old.iter().max_by_key(|card| card.age_s) else {
        return Some(format!("None of {n_all} in progress is older than {USUAL}% of the finished"));
    };
    let verb = if old.len() == 1 { "is" } else { "are" };
    Some(format!(
        "{} of {n_all} in progress {verb} older than {USUAL}% of the finished ({}); oldest {} {}",
        old.len(),
        show_span(usual_s),
        oldest.key,
        show_span(oldest.age_s)
    ))
}

/// What is likely to be finished in the days to come.
fn next_days(charts: &Charts) -> Option<String> {
    let at_least = |(chance, answer): &(u32, Answer)| match answer {
        Answer::AtLeast(n) if *chance == 50 || *chance == USUAL => Some(format!("{n} with {chance}%")),
        _ => None,
    };
    let said: Vec<String> = charts.ahead.answers.iter().filter_map(at_least).collect();
    let is_known = !said.is_empty() && charts.figures.throughput > 0;
    is_known.then(|| format!("In the next {AHEAD_DAYS} days at least {}; % asks further", said.join(", ")))
}

fn kept(charts: &Charts) -> String {
    let sla = charts.figures.sla;
    let s = if sla.n_visits == 1 { "" } else { "s" };
    // Rounded down: all are kept only where none was missed.
    let percent = ((sla.n_visits - sla.n_breaches) * 100).checked_div(sla.n_visits);
    let kept = percent.map(|percent| format!("{percent}% of {} target{s} kept", sla.n_visits));
    let late = if sla.n_open_breaches == 1 { "card is past its target now" } else { "cards are past theirs now" };
    let open = (sla.n_open_breaches > 0).then(|| format!("{} {late}", sla.n_open_breaches));
    let said: Vec<String> = [kept, open].into_iter().flatten().collect();
    if said.is_empty() { "No card here had a target".into() } else { said.join(", ") }
}

/// The figures at the cursor.
pub fn cursor(view: &Metrics, charts: &Charts, zone: Tz) -> String {
    let slot = items::slot(view, charts);
    let here = items::items(view.chart, charts).into_iter().filter(|item| item.slot == slot);
    match view.chart {
        Chart::Flow => moment(charts, slot, zone),
        Chart::Cycle => {
            let spans: Vec<i64> = here.filter_map(|item| took(&item)).collect();
            let slowest =
                spans.iter().max().map_or_else(String::new, |s| format!(", the slowest after {}", show_span(*s)));
            format!("cursor {}: {} finished{slowest}", day_of(charts, slot, zone), spans.len())
        }
        Chart::Ageing => stage(charts, slot),
        Chart::Throughput => charts.weeks.get(slot).map_or_else(String::new, |week| {
            let until = day(week.period.until, zone);
            format!("week to {until}: arrived {}  finished {}", week.n_arrived, week.n_finished)
        }),
        Chart::Breaches => format!("cursor {}: {} breached", day_of(charts, slot, zone), here.count()),
    }
}

fn took(item: &Item<'_>) -> Option<i64> {
    match item.what {
        What::Took { cycle_s, .. } => Some(cycle_s),
        _ => None,
    }
}

fn day_of(charts: &Charts, slot: usize, zone: Tz) -> String {
    charts.moments.get(slot).map_or_else(String::new, |moment| day(moment.at, zone))
}

fn moment(charts: &Charts, slot: usize, zone: Tz) -> String {
    let Some(moment) = charts.moments.get(slot) else { return String::new() };
    let counts = charts.figures.stages.iter().zip(&moment.standing);
    let told: Vec<String> = counts.map(|(stage, n)| format!("{} {n}", stage.short)).collect();
    format!("cursor {}: {}  done {}", day(moment.at, zone), told.join("  "), moment.n_done)
}

fn stage(charts: &Charts, slot: usize) -> String {
    let Some(stage) = charts.figures.stages.get(slot) else { return String::new() };
    let n = charts.ageing.cards.iter().filter(|card| card.stage_idx == slot).count();
    let pace = charts.ageing.pace.get(slot).copied().flatten();
    let left =
        pace.map_or_else(String::new, |pace| format!(", {USUAL}% left it by the age of {}", show_span(pace.p85)));
    format!("{}: {n} in progress{left}", stage.name)
}

/// The card picked, what it did, and the how-manieth it is at the cursor.
pub fn picked(view: &Metrics, charts: &Charts, zone: Tz) -> Option<(String, String)> {
    let (idx, item) = items::picked(view, charts)?;
    let all = items::items(view.chart, charts);
    let here: Vec<usize> = (0..all.len()).filter(|other| all[*other].slot == item.slot).collect();
    let nth = here.iter().position(|other| *other == idx)? + 1;
    let name = format!("{} {}", item.key, item.title);
    Some((name, format!("{}  {nth} of {}", did(&item, charts, zone), here.len())))
}

fn did(item: &Item<'_>, charts: &Charts, zone: Tz) -> String {
    let stage = |idx: usize| charts.figures.stages.get(idx).map_or("", |stage| stage.short.as_str());
    match item.what {
        What::Done => "done".into(),
        What::Came { stage_idx } => format!("to {}", stage(stage_idx)),
        What::Took { cycle_s, at } => format!("{} in {}", day(at, zone), show_span(cycle_s)),
        What::Stands { age_s, in_stage_s } => format!("age {}, here {}", show_span(age_s), show_span(in_stage_s)),
        What::Breached { stage_idx, at, ended_at } => {
            let over = ended_at.map_or_else(|| "still".into(), |end| show_span((end - at).num_seconds()));
            format!("{} {over} over", stage(stage_idx))
        }
    }
}

/// A forecast: the answer, then what it rests on.
pub fn foretold(forecast: &Forecast, zone: Tz) -> Vec<String> {
    let date = |at: At| at.with_timezone(&zone).format("%-d %b %Y").to_string();
    let answer = |(chance, answer): &(u32, Answer)| match answer {
        Answer::AtLeast(n) => format!("at least {n} with {chance}%"),
        Answer::By(at) => format!("by {} with {chance}%", date(*at)),
        Answer::Never => format!("never with {chance}%"),
    };
    let asked = match forecast.question {
        Question::HowMany { by } => format!("Finished by {}", date(by)),
        Question::When { n } => format!("{n} more finished"),
    };
    let answers: Vec<String> = forecast.answers.iter().map(answer).collect();
    let mut lines = vec![format!("{asked}: {}", answers.join(", "))];
    lines.extend(forecast.assumptions.iter().map(|said| format!("- {said}")));
    lines
}

/// What is said of the stream in a few numbers.
pub fn summary(charts: &Charts) -> String {
    let figures = &charts.figures;
    let p85 = figures.cycle.map_or_else(String::new, |cycle| format!("p85 {}  ", show_span(cycle.p85)));
    let rate = show_rate(figures.period.per_week(figures.throughput));
    format!("{p85}{rate}/wk  WIP {}", figures.wip)
}
